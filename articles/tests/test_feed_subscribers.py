"""What subscribers get over time: which articles, ids that stay, validators that move only for a reason."""

from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from articles import publishing, review
from articles.feeds.channels import FEED_LENGTH
from articles.models import Article, Change, Disclosure, Tag
from articles.tests.factories import (
    PUBLISHED_AT,
    SHOP_LINK,
    correct,
    make_article,
    make_author,
    make_draft,
    make_publication,
    make_section,
    revise,
)
from articles.tests.feed_reading import (
    ALL_FEEDS,
    FORMATS,
    content_of,
    hub_feeds,
    ids,
    json_feed,
    make_dressed_article,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication():
    return make_publication()


@pytest.fixture
def dressed(publication):
    """One article with everything a feed item can show."""
    return make_dressed_article()


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
    review.submit(in_review, by=None)
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
    updated = publishing.publish(revise(article, body="<p>More.</p>"), by=None, change=Change.UPDATE)
    [entry] = feedparser.parse(client.get("/feed/").content).entries
    assert (entry.id, entry.published_parsed[:3]) == (article.feed_id, (2024, 1, 19))
    assert entry.updated_parsed[:3] == updated.updated_at.astimezone(UTC).timetuple()[:3]


def modified(client, address) -> str:
    """When a feed's only item was last changed, as its format says it."""
    content = client.get(address).content
    if address.endswith("json/"):
        return json_feed(client, address)["items"][0]["date_modified"]
    # Not the entry's own `get`, which takes the date of publication where there is none.
    return dict.get(feedparser.parse(content).entries[0], "updated", "")


@pytest.mark.parametrize("address", ALL_FEEDS)
def test_a_typo_brings_no_item_back(client, publication, address):
    article = make_article()
    before = (ids(client, address), modified(client, address), client.get(address).headers["Last-Modified"])
    publishing.publish(revise(article, body="<p>Mended.</p>"), by=None, change=Change.TYPO)
    after = (ids(client, address), modified(client, address), client.get(address).headers["Last-Modified"])
    assert after == before
    assert b"Mended." in client.get(address).content


@pytest.mark.parametrize("address", ALL_FEEDS)
def test_a_correction_moves_the_date_and_validators_but_not_the_id(client, publication, address):
    article = make_article()
    date, before = modified(client, address), client.get(address)
    correct(article, "It was *Pong*, on a Tuesday.")
    after = client.get(address)
    assert ids(client, address) == [article.feed_id]
    assert modified(client, address) != date
    for name in ("ETag", "Last-Modified"):
        assert after.headers[name] != before.headers[name]
    known = {"If-None-Match": before.headers["ETag"]}
    assert client.get(address, headers=known).status_code == 200


def test_the_item_ends_with_its_corrections_the_newest_first(client, publication):
    article = make_article(body="<p>Text.</p>")
    correct(correct(article, "First <note> & *Pong*."), "Second note.")
    day = f"{timezone.localtime():%B} {timezone.localtime().day}, {timezone.localtime().year}"
    assert content_of(client).endswith(
        f"<p><strong>Correction, {day}:</strong> Second note.</p>"
        f"<p><strong>Correction, {day}:</strong> First &lt;note&gt; &amp; <cite>Pong</cite>.</p>"
    )
    for address in ALL_FEEDS:
        assert b"Second note." in client.get(address).content


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
        article = make_article(
            section=section, tags=["Shared", "Other"], bylines=bylines, body=SHOP_LINK, also_show=also
        )
        return correct(article)

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
    queries = 8 if not hub else 9
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
    groups = {group.get("text"): {feed.get("xmlUrl") for feed in group} for group in root.find("body")}
    assert groups == {
        "Everything": {"http://site.test/feed/"},
        "Sections": {"http://site.test/sections/film/feed/"},
        "Tags": {"http://site.test/tags/sci-fi/feed/", "http://site.test/tags/space/feed/"},
        "Authors": {
            "http://site.test/authors/julia-glassman/feed/",
            "http://site.test/authors/%C3%A5sa-pr%C3%A5tt/feed/",
        },
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


def test_the_lists_of_feeds_cost_the_same_queries_with_one_and_three(client, publication):
    make_article()
    with CaptureQueriesContext(connection) as of_one:
        client.get("/feeds/"), client.get("/feeds.opml")
    make_article(), make_article()
    with CaptureQueriesContext(connection) as of_three:
        client.get("/feeds/"), client.get("/feeds.opml")
    assert len(of_one) == len(of_three)


@pytest.mark.parametrize("slug", ["a%00b", "a%0Ab", "%F0%9F%9A%80", "x" * 200, "..%2F", "%ff"])
@pytest.mark.parametrize("hub", ["sections", "tags", "authors"])
def test_odd_addresses_are_not_found(client, publication, hub, slug):
    assert client.get(f"/{hub}/{slug}/feed/").status_code == 404


@pytest.mark.parametrize("folder", FORMATS.values())
def test_the_feed_of_a_merged_tag_moves_with_it(client, publication, folder):
    make_article(tags=["Sci-fi"])
    make_article(tags=["Science fiction"])
    publishing.merge_tags(
        [Tag.objects.get(name="Sci-fi")], into=Tag.objects.get(name="Science fiction"), by=None
    )
    response = client.get(f"/tags/sci-fi/feed/{folder}")
    assert (response.status_code, response["Location"]) == (301, f"/tags/science-fiction/feed/{folder}")
