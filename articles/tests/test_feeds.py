"""The feeds as subscribers' programs see them: parsed, in all three formats."""

import json
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from articles import publishing
from articles.feeds.channels import FEED_LENGTH
from articles.models import Article, Disclosure, Image, Tag
from articles.tests.factories import (
    PUBLISHED_AT,
    SHOP_LINK,
    make_article,
    make_author,
    make_draft,
    make_image,
    make_publication,
    make_section,
    revise,
)
from authors.models import Author

pytestmark = pytest.mark.django_db

FORMATS = {"rss": "", "atom": "atom/", "json": "json/"}
CONTENT_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
ALL_FEEDS = [f"/feed/{folder}" for folder in FORMATS.values()]
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}
# What XML cannot hold, and what breaks feeds that are written by hand.
NASTY = "a\x00b\x08c\x0bd\x1fe\ufffef < & > \" ' ]]> <!-- --> \u202e \u2028 🚀 Asbæk"


@pytest.fixture
def publication():
    return make_publication()


def hub_feeds(article: Article) -> list[str]:
    """Every hub feed that `article` belongs in."""
    hubs = [article.section, *article.tags.all(), *article.authors.all()]
    return [f"{hub.get_absolute_url()}feed/{folder}" for hub in hubs for folder in FORMATS.values()]


def rss(client, address="/feed/"):
    return etree.fromstring(client.get(address).content).find("channel")


def json_feed(client, address="/feed/json/"):
    return json.loads(client.get(address).content)


def ids(client, address) -> list[str]:
    """The ids of a feed's items, whatever its format."""
    content = client.get(address).content
    if address.endswith("json/"):
        return [item["id"] for item in json.loads(content)["items"]]
    return [entry.id for entry in feedparser.parse(content).entries]


# --- the three formats, element by element


@pytest.fixture
def dressed(publication):
    """One article with everything a feed item can show."""
    julia = make_author("Julia Glassman")
    asa = make_author("Åsa Prått")
    image = make_image(
        alt="A station", caption="In orbit", credit="A. Drawer", credit_url="https://a.example/"
    )
    return make_article(
        headline="Why *I.S.S.* & fear",
        dek="All of *I.S.S.* <in> brief.",
        body=f"<p>First.</p>{SHOP_LINK}<p>See <a href='/articles/other/'>the other</a>.</p>",
        section=make_section("Film"),
        tags=["Space", "Sci-fi"],
        bylines=[(julia, "words"), (asa, "photography"), (julia, "editing")],
        featured_image=image,
    )


def test_rss_holds_exactly_what_it_should(client, dressed):
    channel = rss(client)
    assert [child.tag for child in channel if child.tag != "item"] == [
        "title", "link", "description", "language", f"{{{NAMESPACES['atom']}}}link", "lastBuildDate", "ttl",
    ]  # fmt: skip
    assert channel.findtext("title") == "The Test"
    assert channel.findtext("link") == "http://site.test/"
    assert channel.findtext("language") == "en-us"
    assert channel.find("atom:link", NAMESPACES).attrib == {
        "rel": "self", "type": "application/rss+xml", "href": "http://site.test/feed/",
    }  # fmt: skip
    [item] = channel.findall("item")
    assert item.findtext("title") == "Why I.S.S. & fear"
    assert item.findtext("link") == f"http://site.test{dressed.get_absolute_url()}"
    guid = item.find("guid")
    assert (guid.text, guid.attrib) == (dressed.feed_id, {"isPermaLink": "false"})
    assert dressed.feed_id.startswith("tag:")
    assert item.findtext("pubDate") == "Fri, 19 Jan 2024 09:30:00 +0000"
    assert item.find("atom:updated", NAMESPACES) is None
    assert [name.text for name in item.findall("dc:creator", NAMESPACES)] == ["Julia Glassman", "Åsa Prått"]
    assert [(term.text, term.get("domain")) for term in item.findall("category")] == [
        ("Film", "http://site.test/sections/"),
        ("Space", "http://site.test/tags/"),
        ("Sci-fi", "http://site.test/tags/"),
    ]
    assert item.findtext("description") == "All of I.S.S. &lt;in&gt; brief."
    assert len(item.findall("content:encoded", NAMESPACES)) == 1


def test_rss_describes_the_featured_image(client, dressed):
    media = rss(client).find("item/media:content", NAMESPACES)
    address = f"http://site.test/media/pictures/{dressed.featured_image.key}/1200.jpg"
    assert media.attrib == {
        "url": address, "medium": "image", "type": "image/jpeg", "width": "1200", "height": "675",
    }  # fmt: skip
    assert media.findtext("media:description", namespaces=NAMESPACES) == "A station"
    assert media.findtext("media:credit", namespaces=NAMESPACES) == "A. Drawer"


def test_atom_holds_exactly_what_it_should(client, dressed):
    feed = etree.fromstring(client.get("/feed/atom/").content)
    local = [etree.QName(child).localname for child in feed]
    assert local == ["id", "title", "subtitle", "link", "link", "updated", "author", "entry"]
    assert feed.findtext("atom:id", namespaces=NAMESPACES) == "http://site.test/feed/atom/"
    entry = feed.find("atom:entry", NAMESPACES)
    assert [etree.QName(child).localname for child in entry] == [
        "id", "title", "link", "published", "updated", "author", "author",
        "category", "category", "category", "summary", "content", "content",
    ]  # fmt: skip
    people = [(who[0].text, who[1].text) for who in entry.findall("atom:author", NAMESPACES)]
    assert people == [
        ("Julia Glassman", "http://site.test/authors/julia-glassman/"),
        ("Åsa Prått", "http://site.test/authors/%C3%A5sa-pr%C3%A5tt/"),
    ]
    assert entry.findtext("atom:title", namespaces=NAMESPACES) == "Why I.S.S. & fear"
    assert entry.findtext("atom:summary", namespaces=NAMESPACES) == "All of I.S.S. <in> brief."
    assert entry.findtext("atom:updated", namespaces=NAMESPACES) == "2024-01-19T09:30:00+00:00"
    assert entry.find("atom:content", NAMESPACES).get("type") == "html"


def test_json_feed_holds_exactly_what_it_should(client, dressed):
    feed = json_feed(client)
    [item] = feed.pop("items")
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Test",
        "home_page_url": "http://site.test/",
        "feed_url": "http://site.test/feed/json/",
        "description": "Tried and true",
        "authors": [{"name": "The Test", "url": "http://site.test/"}],
        "language": "en-us",
    }
    content = item.pop("content_html")
    assert "<p>First.</p>" in content
    assert item == {
        "id": dressed.feed_id,
        "url": f"http://site.test{dressed.get_absolute_url()}",
        "title": "Why I.S.S. & fear",
        "summary": "All of I.S.S. <in> brief.",
        "image": f"http://site.test/media/pictures/{dressed.featured_image.key}/1200.jpg",
        "date_published": "2024-01-19T09:30:00+00:00",
        "date_modified": "2024-01-19T09:30:00+00:00",
        "authors": [
            {"name": "Julia Glassman", "url": "http://site.test/authors/julia-glassman/"},
            {"name": "Åsa Prått", "url": "http://site.test/authors/%C3%A5sa-pr%C3%A5tt/"},
        ],
        "tags": ["Film", "Space", "Sci-fi"],
    }


@pytest.mark.parametrize("name", FORMATS)
def test_a_feed_parser_finds_nothing_to_complain_about(client, dressed, name):
    response = client.get(f"/feed/{FORMATS[name]}")
    assert response.headers["Content-Type"] == CONTENT_TYPES[name]
    if name == "json":
        assert json.loads(response.content)["items"]
        return
    parsed = feedparser.parse(response.content)
    assert parsed.bozo is False
    assert parsed.version == {"rss": "rss20", "atom": "atom10"}[name]
    [entry] = parsed.entries
    assert entry.published_parsed[:5] == (2024, 1, 19, 9, 30)


# --- the text of an item


def content_of(client, address="/feed/json/") -> str:
    return json_feed(client, address)["items"][0]["content_html"]


def test_the_content_is_the_same_in_every_format(client, dressed):
    from_rss = rss(client).findtext("item/content:encoded", namespaces=NAMESPACES)
    atom = etree.fromstring(client.get("/feed/atom/").content)
    assert from_rss == content_of(client) == atom.findtext("atom:entry/atom:content", namespaces=NAMESPACES)


def test_the_content_begins_with_picture_dek_and_credits(client, dressed):
    figure, dek, credits = content_of(client).splitlines()[:3]
    assert figure == (
        f'<figure><img src="http://site.test/media/pictures/{dressed.featured_image.key}/1200.jpg" width="1200"'
        ' height="675" alt="A station"><figcaption>In orbit <small><a href="https://a.example/">A. Drawer</a>'
        "</small></figcaption></figure>"
    )
    assert dek == "<p><strong>All of <cite>I.S.S.</cite> &lt;in&gt; brief.</strong></p>"
    julia = '<a href="http://site.test/authors/julia-glassman/">Julia Glassman</a>'
    asa = '<a href="http://site.test/authors/%C3%A5sa-pr%C3%A5tt/">Åsa Prått</a>'
    assert credits == f"<p>Words by {julia} · Photography by {asa} · Editing by {julia}</p>"


def test_several_people_of_one_role_stand_in_one_line(client, publication):
    people = [make_author(name) for name in ("Ada", "Bea", "Cem")]
    make_article(bylines=[(author, "words") for author in people])
    text = etree.HTML(content_of(client)).xpath("string(//p[a])")
    assert text == "Words by Ada, Bea and Cem"


def test_the_notice_stands_before_the_first_shop_link(client, dressed):
    content = content_of(client)
    first, notice, link = (content.index(text) for text in ("First.", "Links may pay us.", "shop.example"))
    assert first < notice < link
    assert '<a href="http://site.test/affiliate-policy/">Affiliate policy</a>' in content
    assert "slot:" not in content


def test_no_notice_without_a_shop_link(client, publication):
    make_article(body="<p>Nothing to buy.</p>")
    assert "Links may pay us." not in content_of(client)


def test_notices_asked_for_stand_at_the_end(client, publication):
    make_article(body="<p>Nothing to buy.</p>", also_show=[publication.default_disclosure])
    content = content_of(client)
    assert content.index("Nothing to buy.") < content.index("Links may pay us.")
    assert content.count("Links may pay us.") == 1


def test_a_notice_is_not_lost_when_the_body_has_no_place_for_it(client, publication):
    article = make_article(body="<p>Old form.</p>")
    Article.objects.filter(pk=article.pk).update(has_affiliate_link=True)
    content = content_of(client)
    assert content.index("Links may pay us.") < content.index("Old form.")


def test_addresses_are_absolute_and_nothing_runs(client, publication):
    picture = make_image()
    make_article(
        body=f'<p><a href="/articles/x/">x</a></p><figure class="picture" data-image="{picture.uid}">'
        "<figcaption></figcaption></figure>"
        '<div class="video" data-url="https://www.youtube.com/watch?v=dQw4w9WgXcQ">'
        '<a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">Clip</a></div>'
        '<div class="recommended" data-kind="videos">Recommended videos</div><p>End.</p>'
    )
    page = etree.HTML(content_of(client))
    addresses = page.xpath("//@href | //@src")
    assert [address for address in addresses if not address.startswith(("http://", "https://"))] == []
    assert page.xpath("//iframe | //script | //form | //object | //embed | //video") == []
    assert [image.get("alt") for image in page.xpath("//img")][-1] == picture.alt
    assert len(page.xpath("//img")) == 2
    assert "Recommended videos" not in content_of(client)


def test_a_decorative_picture_is_not_described(client, publication):
    make_article(featured_is_decorative=True)
    media = rss(client).find("item/media:content", NAMESPACES)
    assert media.find("media:description", NAMESPACES) is None
    assert 'alt=""' in content_of(client)


def test_an_article_without_picture_and_dek_is_a_whole_item(client, publication):
    make_article(featured_image=None, dek="", body="<p>Only this.</p>")
    [item] = json_feed(client)["items"]
    assert item["summary"] == "Only this."
    assert "image" not in item
    assert "<img" not in item["content_html"]
    assert rss(client).find("item/media:content", NAMESPACES) is None


def test_pictures_on_another_host_keep_their_address(client, dressed):
    with override_settings(MEDIA_URL="https://pictures.example/"):
        assert json_feed(client)["items"][0]["image"].startswith("https://pictures.example/pictures/")


@pytest.mark.parametrize("address", ALL_FEEDS)
def test_one_bad_character_does_not_break_a_feed(client, publication, address):
    article = make_article()
    rows = {"headline": NASTY, "dek": NASTY, "rendered_feed": f"<p>{NASTY}</p>"}
    Article.objects.filter(pk=article.pk).update(
        **{name: text.replace("\x00", "") for name, text in rows.items()}
    )
    Image.objects.update(alt=NASTY.replace("\x00", ""), credit="\x1b[1m")
    Author.objects.update(name="N\x07ame")
    assert ids(client, address) == [article.feed_id]
    content = client.get(address).content
    if not address.endswith("json/"):
        assert feedparser.parse(content).bozo is False
    assert b"\x08" not in content


# --- which articles


def test_newest_first_and_no_more_than_the_length(client, publication):
    section = make_section()
    articles = [
        make_article(section=section, featured_image=None, at=PUBLISHED_AT + timedelta(hours=hour))
        for hour in range(FEED_LENGTH + 2)
    ]
    expected = [article.feed_id for article in reversed(articles)][:FEED_LENGTH]
    for address in [*ALL_FEEDS, *(f"{section.get_absolute_url()}feed/{end}" for end in FORMATS.values())]:
        assert ids(client, address) == expected


def test_a_hub_feed_holds_its_own_articles_once(client, publication):
    mine = make_article()
    author = mine.authors.first()
    twice = make_article(bylines=[(author, "words"), (author, "photography")], at=PUBLISHED_AT - timedelta(1))
    make_article()
    for end in FORMATS.values():
        assert ids(client, f"{mine.section.get_absolute_url()}feed/{end}") == [mine.feed_id]
        assert ids(client, f"{mine.tags.get().get_absolute_url()}feed/{end}") == [mine.feed_id]
        assert ids(client, f"{author.get_absolute_url()}feed/{end}") == [mine.feed_id, twice.feed_id]


def test_a_hub_feed_says_whose_it_is(client, dressed):
    feed = json_feed(client, "/sections/film/feed/json/")
    assert feed["title"] == "Film – The Test"
    assert feed["home_page_url"] == "http://site.test/sections/film/"
    assert feed["feed_url"] == "http://site.test/sections/film/feed/json/"


def hidden_articles(live: Article) -> dict[str, Article]:
    """One of each kind that no reader may see, in the same hubs as `live`, which has unpublished changes."""
    common = {
        "section": live.section,
        "tags": [tag.name for tag in live.tags.all()],
        "bylines": [(byline.author, byline.role) for byline in live.byline_list],
    }
    in_review = make_draft(headline="Secret review", **common)
    publishing.submit(in_review, by=None)
    revise(live, headline="Secret change", body="<p>Secret change.</p>")
    return {
        "draft": make_draft(headline="Secret draft", **common),
        "in review": in_review,
        "scheduled": make_article(headline="Secret plan", at=timezone.now() + timedelta(1), **common),
        "withdrawn": publishing.withdraw(make_article(headline="Secret past", **common), by=None),
        "trashed": publishing.trash(make_article(headline="Secret trash", **common), by=None),
    }


def test_nothing_unpublished_leaks(client, publication):
    live = make_article()
    hidden_articles(live)
    for address in [*ALL_FEEDS, *hub_feeds(live)]:
        assert ids(client, address) == [live.feed_id]
        assert b"Secret" not in client.get(address).content


def test_hubs_with_nothing_live_have_no_feed_and_are_not_listed(client, publication):
    make_article()
    make_draft(tags=["Hidden tag"], section=make_section("Quiet"), bylines=[(make_author("Ghost"), "words")])
    Tag.objects.create(name="Hidden tag")
    for folder in FORMATS.values():
        assert client.get(f"/tags/hidden-tag/feed/{folder}").status_code == 404
        assert client.get(f"/authors/ghost/feed/{folder}").status_code == 404
        assert client.get(f"/tags/nothing/feed/{folder}").status_code == 404
        assert ids(client, f"/sections/quiet/feed/{folder}") == []
    listed = client.get("/feeds.opml").content.decode()
    assert "Author" in listed
    assert [name for name in ("Hidden", "Quiet", "Ghost") if name in listed] == []


def test_an_empty_feed_is_valid_and_has_no_date_of_today(client, publication):
    for address in ("/feed/", "/feed/atom/"):
        response = client.get(address)
        assert feedparser.parse(response.content).bozo is False
        assert str(timezone.now().year).encode() not in response.content
        assert "Last-Modified" not in response.headers


def test_a_scheduled_article_appears_at_its_second(client, publication):
    article = make_article(at=timezone.now() + timedelta(days=1))
    assert ids(client, "/feed/") == []
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now())
    assert ids(client, "/feed/") == [article.feed_id]


# --- for ever the same


@pytest.mark.parametrize("address", ALL_FEEDS)
def test_ids_outlive_slug_domain_and_scheme(client, publication, address):
    article = make_article()
    before = ids(client, address)
    publishing.change_slug(article, "another-address", by=None)
    with override_settings(PUBLIC_URL="https://moved.example"):
        assert ids(client, address) == before == [article.feed_id]
        assert b"https://moved.example/articles/another-address/" in client.get(address).content


def test_an_update_moves_updated_and_nothing_else(client, publication):
    article = make_article()
    updated = publishing.publish(revise(article, body="<p>More.</p>"), by=None, is_update=True)
    [entry] = feedparser.parse(client.get("/feed/").content).entries
    assert (entry.id, entry.published_parsed[:3]) == (article.feed_id, (2024, 1, 19))
    assert entry.updated_parsed[:3] == updated.updated_at.astimezone(UTC).timetuple()[:3]


@pytest.mark.parametrize("address", ALL_FEEDS)
def test_a_save_without_change_moves_no_validator(client, publication, address):
    article = make_article()
    before = client.get(address)
    article.save()
    after = client.get(address)
    for name in ("ETag", "Last-Modified"):
        assert after.headers[name] == before.headers[name]
    assert before.headers["Last-Modified"] == "Fri, 19 Jan 2024 09:30:00 GMT"


@pytest.mark.parametrize("address", ALL_FEEDS)
def test_pollers_get_304(client, publication, address):
    make_article()
    first = client.get(address)
    by_etag = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    by_date = client.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    compressed = client.get(address, headers={"Accept-Encoding": "gzip"})
    after_gzip = client.get(
        address, headers={"Accept-Encoding": "gzip", "If-None-Match": compressed.headers["ETag"]}
    )
    assert [answer.status_code for answer in (by_etag, by_date, after_gzip)] == [304, 304, 304]
    assert by_etag.content == by_date.content == b""
    assert not first.headers["ETag"].startswith("W/")


@pytest.mark.parametrize("address", ALL_FEEDS)
def test_a_change_is_seen_by_pollers(client, publication, address):
    article = make_article()
    old = client.get(address).headers["ETag"]
    publishing.withdraw(article, by=None)
    assert client.get(address, headers={"If-None-Match": old}).status_code == 200


@pytest.mark.parametrize("address", [*ALL_FEEDS, "/feeds.opml", "/sitemap.xml"])
def test_head_is_answered_like_get(client, publication, address):
    make_article()
    get, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == get.headers["ETag"]
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", [*ALL_FEEDS, "/feeds.opml", "/sitemap.xml"])
def test_answers_are_the_same_for_everyone(client, admin_client, publication, address):
    make_article()
    anonymous = client.get(address, headers={"Host": "127.0.0.1"})
    signed_in = admin_client.get(address)
    assert anonymous.content == signed_in.content
    assert "Cookie" not in anonymous.headers.get("Vary", "")
    assert not signed_in.cookies
    assert b"127.0.0.1" not in anonymous.content
    assert b"testserver" not in signed_in.content


# --- cost


@pytest.mark.parametrize("folder", FORMATS.values())
@pytest.mark.parametrize("hub", ["", "section", "tag", "author"])
def test_one_and_three_articles_cost_the_same_queries(
    client, publication, django_assert_num_queries, folder, hub
):
    def dress() -> Article:
        return make_article(
            section=section, tags=["Shared", "Other"], bylines=bylines, body=SHOP_LINK, also_show=also
        )

    section, author = (
        make_section(),
        make_author("Shared author", photo_key="a" * 32, photo_width=400, photo_height=400),
    )
    bylines = [(author, "words"), (make_author(), "photography")]
    also = [Disclosure.objects.create(name="Trip", wording="They paid the trip.", policy_page=_policy_page())]
    dress()
    hubs = {
        "": "",
        "section": section.get_absolute_url()[1:],
        "tag": "tags/shared/",
        "author": "authors/shared-author/",
    }
    address = f"/{hubs[hub]}feed/{folder}"
    queries = 7 if not hub else 8
    with django_assert_num_queries(queries):
        client.get(address)
    dress(), dress()
    with django_assert_num_queries(queries):
        client.get(address)
    assert len(ids(client, address)) == 3


def _policy_page():
    return Disclosure.objects.get(name="Shop links").policy_page


# --- the lists of feeds


def test_opml_lists_every_feed_with_something_in_it(client, dressed):
    response = client.get("/feeds.opml")
    root = etree.fromstring(response.content)
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title") == "Feeds of The Test"
    groups = {group.get("text"): [feed.get("xmlUrl") for feed in group] for group in root.find("body")}
    assert groups == {
        "Everything": ["http://site.test/feed/"],
        "Sections": ["http://site.test/sections/film/feed/"],
        "Tags": ["http://site.test/tags/sci-fi/feed/", "http://site.test/tags/space/feed/"],
        "Authors": [
            "http://site.test/authors/julia-glassman/feed/",
            "http://site.test/authors/%C3%A5sa-pr%C3%A5tt/feed/",
        ],
    }
    for feed in root.iter("outline"):
        if feed.get("xmlUrl"):
            assert sorted(feed.attrib) == ["htmlUrl", "text", "title", "type", "xmlUrl"]


def test_every_listed_feed_answers(client, dressed):
    groups = client.get(reverse("articles:feeds")).context["groups"]
    assert [group["title"] for group in groups] == ["Everything", "Sections", "Tags", "Authors"]
    for feed in (feed for group in groups for feed in group["feeds"]):
        for name in FORMATS:
            path = feed[name].removeprefix("http://site.test")
            assert ids(client, path) == [dressed.feed_id]


def test_the_moment_of_an_update_is_the_feeds_date(client, publication):
    article = make_article()
    moment = datetime(2025, 2, 3, 4, 5, 6, tzinfo=UTC)
    Article.objects.filter(pk=article.pk).update(updated_at=moment)
    make_article(at=PUBLISHED_AT - timedelta(days=1))
    assert client.get("/feed/").headers["Last-Modified"] == "Mon, 03 Feb 2025 04:05:06 GMT"
