"""The 1-and-3 rule: every page of readers asks the database as often for three dressed articles as for one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import works
from articles.models import Article, Disclosure, Page, Section, Series, Work
from articles.tests.factories import (
    SHOP_LINK,
    correct,
    make_article,
    make_author,
    make_credit,
    make_image,
    make_publication,
    make_section,
    make_work,
)
from authors.models import Author, AuthorLink

pytestmark = pytest.mark.django_db

VIDEO = '<div class="video" data-url="https://vimeo.com/76979871"><a href="https://vimeo.com/76979871">Clip</a></div>'
SLOT = '<p>Before.</p><div class="recommended" data-kind="videos">Recommended videos</div><p>After.</p>'
# How often each page asks the database. A number that rises needs a reason.
PAGES = {
    "/": 13, "/articles/first/": 23, "/sections/shared/": 10, "/tags/shared/": 10, "/authors/shared/": 11, "/tags/": 7,
    "/authors/": 8, "/archive/": 6, "/archive/2024/": 10, "/archive/2024/01/": 9, "/search/?q=dressed": 9, "/feeds/": 10,
    "/feeds.opml": 5, "/affiliate-policy/": 6, "/nothing/dressed/": 11,
    "/works/": 9, "/works/film/": 13, "/people/player/": 12, "/works/?kind=film&letter=D": 9,
    "/corrections/": 7,
}  # fmt: skip


def dress(number: int, *, slug: str = "") -> None:
    """An article with everything a page can show, all of it shared with the others and some of its own."""
    author = make_author(f"Author {chr(96 + number)}", photo_key="a" * 32, photo_width=400, photo_height=400)
    AuthorLink.objects.create(author=author, label="Site", url="https://a.example/")
    article = make_article(
        headline=f"Dressed {number}",
        slug=slug,
        body=f"{SHOP_LINK}{VIDEO}{SLOT}",
        section=Section.objects.get(slug="shared"),
        tags=["Shared", f"Own {number}"],
        bylines=[(Author.objects.get(slug="shared"), "words"), (author, "photography"), (author, "editing")],
        featured_image=make_image(credit_url="https://m.example/"),
        series=Series.objects.get(),
        series_order=number,
        works=[Work.objects.get(slug="film"), _part(number)],
        also_show=[Disclosure.objects.get(name="Trip")],
    )
    correct(article)


def _part(number: int) -> Work:
    """A work of its own for each article, in which the shared person plays."""
    work = make_work(f"Dressed work {number}", opens=date(2024, 2, number), poster=make_image())
    make_credit(work, "Player", character=f"Role {number}")
    make_credit(work, f"Maker {number}", role="director", position=1)
    works.settle(work, before=None)
    return work


@pytest.fixture
def site():
    publication = make_publication()
    page = Page.objects.get()
    Disclosure.objects.create(name="Trip", wording="They paid the trip.", policy_page=page)
    Series.objects.create(name="Series", slug="series")
    make_section("Shared")
    make_work("Film", slug="film", opens=date(2024, 1, 19), poster=make_image(), cast=(("Player", "Kira"),))
    make_author("Shared", photo_key="b" * 32, photo_width=400, photo_height=400)
    publication.logo = make_image()
    publication.sharing_image = make_image()
    publication.save()
    dress(1, slug="first")
    make_article(
        headline="Clip", section=make_section("Aside"), body=VIDEO, bylines=[(make_author("Aside"), "words")]
    )


def asked(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_three_corrections_cost_what_one_costs(client, site):
    addresses = [
        "/articles/first/",
        "/corrections/",
        "/feed/",
        "/feed/atom/",
        "/feed/json/",
        "/sitemap.xml",
        "/",
    ]
    one = {address: asked(client, address) for address in addresses}
    correct(Article.objects.get(slug="first"))
    correct(Article.objects.get(slug="first"))
    assert {address: asked(client, address) for address in addresses} == one


def test_three_cost_what_one_costs(client, site):
    one = {address: asked(client, address) for address in PAGES}
    assert one == PAGES
    dress(2)
    dress(3)
    assert {address: asked(client, address) for address in PAGES} == one
