"""The 1-and-3 rule: every page of readers asks the database as often for three dressed articles as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Disclosure, Page, Section, Series
from articles.tests.factories import (
    SHOP_LINK,
    make_article,
    make_author,
    make_image,
    make_publication,
    make_section,
)
from authors.models import Author, AuthorLink

pytestmark = pytest.mark.django_db

VIDEO = '<div class="video" data-url="https://vimeo.com/76979871"><a href="https://vimeo.com/76979871">Clip</a></div>'
SLOT = '<p>Before.</p><div class="recommended" data-kind="videos">Recommended videos</div><p>After.</p>'
# How often each page asks the database. A number that rises needs a reason.
PAGES = {
    "/": 12, "/articles/first/": 20, "/sections/shared/": 9, "/tags/shared/": 9, "/authors/shared/": 10, "/tags/": 6,
    "/authors/": 7, "/archive/": 5, "/archive/2024/": 9, "/archive/2024/01/": 8, "/search/?q=dressed": 8, "/feeds/": 8,
    "/feeds.opml": 4, "/affiliate-policy/": 5, "/nothing/dressed/": 9,
}  # fmt: skip


def dress(number: int, *, slug: str = "") -> None:
    """An article with everything a page can show, all of it shared with the others and some of its own."""
    author = make_author(f"Author {chr(96 + number)}", photo_key="a" * 32, photo_width=400, photo_height=400)
    AuthorLink.objects.create(author=author, label="Site", url="https://a.example/")
    make_article(
        headline=f"Dressed {number}",
        slug=slug,
        body=f"{SHOP_LINK}{VIDEO}{SLOT}",
        section=Section.objects.get(slug="shared"),
        tags=["Shared", f"Own {number}"],
        bylines=[(Author.objects.get(slug="shared"), "words"), (author, "photography"), (author, "editing")],
        featured_image=make_image(credit_url="https://m.example/"),
        series=Series.objects.get(),
        series_order=number,
        also_show=[Disclosure.objects.get(name="Trip")],
    )


@pytest.fixture
def site():
    publication = make_publication()
    page = Page.objects.get()
    Disclosure.objects.create(name="Trip", wording="They paid the trip.", policy_page=page)
    Series.objects.create(name="Series", slug="series")
    make_section("Shared")
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


def test_three_cost_what_one_costs(client, site):
    one = {address: asked(client, address) for address in PAGES}
    assert one == PAGES
    dress(2)
    dress(3)
    assert {address: asked(client, address) for address in PAGES} == one
