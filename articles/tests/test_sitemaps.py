"""The sitemap as a crawler reads it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from lxml import etree

from articles import publishing, review, sitemaps
from articles.models import Article, Page
from articles.tests.factories import (
    PUBLISHED_AT,
    make_article,
    make_author,
    make_draft,
    make_publication,
    make_section,
    revise,
)

pytestmark = pytest.mark.django_db

NAMESPACE = f"{{{sitemaps.NAMESPACE}}}"
SITE = "http://site.test"
PUBLISHED = "2024-01-19T09:30:00+00:00"


@pytest.fixture
def publication():
    return make_publication()


def entries(client, address="/sitemap.xml") -> dict[str, str | None]:
    """Paths and their lastmod."""
    root = etree.fromstring(client.get(address).content)
    rows = [(row.findtext(f"{NAMESPACE}loc"), row.findtext(f"{NAMESPACE}lastmod")) for row in root]
    assert len(rows) == len(dict(rows))
    assert all(address.startswith(f"{SITE}/") for address, _changed in rows)
    return {address.removeprefix(SITE): changed for address, changed in rows}


def test_every_public_page_and_nothing_else(client, publication):
    author = make_author("Åsa Prått")
    article = make_article(section=make_section("Film"), tags=["Käse"], bylines=[(author, "words")])
    make_section("Quiet")
    policy = Page.objects.get()
    assert entries(client) == {
        "/": PUBLISHED,
        "/sections/film/": PUBLISHED,
        "/sections/quiet/": None,
        "/tags/k%C3%A4se/": PUBLISHED,
        "/authors/%C3%A5sa-pr%C3%A5tt/": PUBLISHED,
        "/affiliate-policy/": policy.modified_at.isoformat(timespec="seconds"),
        article.get_absolute_url(): PUBLISHED,
    }


def test_an_update_moves_lastmod_and_a_save_does_not(client, publication):
    article = make_article()
    article.save()
    assert entries(client)[article.get_absolute_url()] == PUBLISHED
    updated_at = datetime(2024, 2, 1, 12, tzinfo=UTC)
    Article.objects.filter(pk=article.pk).update(updated_at=updated_at)
    changed = entries(client)
    for path in (article.get_absolute_url(), article.section.get_absolute_url(), "/"):
        assert changed[path] == "2024-02-01T12:00:00+00:00"


def test_nothing_unpublished_leaks(client, publication):
    live = make_article()
    expected = entries(client)
    hidden = {
        "section": live.section,
        "tags": ["Secret"],
        "bylines": [(make_author("Secret ghost"), "words")],
    }
    make_draft(headline="Secret draft", **hidden)
    review.submit(make_draft(headline="Secret review", **hidden), by=None)
    make_article(headline="Secret plan", at=timezone.now() + timedelta(days=1), **hidden)
    publishing.withdraw(make_article(headline="Secret past", **hidden), by=None)
    publishing.trash(make_article(headline="Secret trash", **hidden), by=None)
    revise(live, slug="secret-slug")
    assert live.get_absolute_url() in expected
    assert entries(client) == expected


def test_one_and_three_articles_cost_the_same_queries(client, publication, django_assert_num_queries):
    make_article()
    with django_assert_num_queries(13):
        client.get("/sitemap.xml")
    make_article(), make_article()
    with django_assert_num_queries(13):
        client.get("/sitemap.xml")


def test_crawlers_get_304(client, publication):
    make_article()
    first = client.get("/sitemap.xml")
    assert first.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert client.get("/sitemap.xml", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_large_site_gets_an_index(client, publication, monkeypatch):
    monkeypatch.setattr(sitemaps, "PAGE_LENGTH", 2)
    articles = [make_article(at=PUBLISHED_AT + timedelta(days=day)) for day in range(3)]
    index = entries(client)
    assert list(index) == ["/sitemap-1.xml", "/sitemap-2.xml", "/sitemap-3.xml"]
    assert index["/sitemap-2.xml"] == "2024-01-20T09:30:00+00:00"
    assert "/" in entries(client, "/sitemap-1.xml")
    assert list(entries(client, "/sitemap-2.xml")) == [article.get_absolute_url() for article in articles[:2]]
    assert list(entries(client, "/sitemap-3.xml")) == [articles[2].get_absolute_url()]
    for number in (0, 4, 999999999999):
        assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_a_site_without_articles_has_a_sitemap(client, db):
    assert entries(client) == {"/": None}
