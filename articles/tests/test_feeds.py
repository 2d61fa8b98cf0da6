"""What a feed and an item hold: parsed, in all three formats."""

import json

import feedparser
import pytest
from django.test import override_settings
from lxml import etree

from articles.models import Article, Image
from articles.tests.factories import make_article, make_author, make_image, make_publication, make_section
from articles.tests.feed_reading import (
    ALL_FEEDS,
    FORMATS,
    NAMESPACES,
    content_of,
    ids,
    json_feed,
    make_dressed_article,
    rss,
)
from authors.models import Author

CONTENT_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
# What XML cannot hold, and what breaks feeds that are written by hand.
NASTY = "a\x00b\x08c\x0bd\x1fe\ufffef < & > \" ' ]]> <!-- --> \u202e \u2028 🚀 Asbæk"

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication():
    return make_publication()


@pytest.fixture
def dressed(publication):
    """One article with everything a feed item can show."""
    return make_dressed_article()


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


def test_a_tag_named_like_the_section_is_not_said_twice(client, publication):
    make_article(section=make_section("Film"), tags=["film", "Space"])
    assert json_feed(client)["items"][0]["tags"] == ["Film", "Space"]


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
