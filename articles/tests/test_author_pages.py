"""Authors' pages: public while something of theirs is live, and never before."""

import pytest

from articles.tests.factories import HIDDEN_STATES, PUBLISHED_AT, make_article, make_author, make_publication
from articles.tests.pages import headlines, read, select, texts
from authors.models import AuthorLink
from authors.paging import PAGE_SIZE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def publication():
    return make_publication()


def test_shows_who_they_are_and_what_they_made(client):
    author = make_author(
        "Åsa Prått",
        pronouns="she/her",
        job_title="Critic",
        bio="<p>Likes <em>Alien</em>.</p>",
        pen_names="A. P.",
    )
    AuthorLink.objects.create(author=author, label="Diary", url="https://diary.example/")
    AuthorLink.objects.create(author=author, label="Nowhere", url="")
    article = make_article(bylines=[(author, "words"), (author, "photography"), (make_author(), "editing")])
    page = read(client, author.get_absolute_url())
    assert texts(page, "h1") == ["Åsa Prått"]
    assert texts(page, ".author-job") == ["Critic (she/her)"]
    assert texts(page, ".bio em") == ["Alien"]
    assert texts(page, ".inline-links a") == ["Diary"]
    assert texts(page, ".initials") == ["ÅP"]
    assert headlines(page) == [article.headline]  # once, although she has two roles in it


def test_every_role_counts(client):
    author = make_author()
    make_article(bylines=[(make_author(), "words"), (author, "translation")])
    assert client.get(author.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("state", HIDDEN_STATES)
def test_with_nothing_live_nobody_hears_of_them(client, state):
    author = make_author("Not Yet")
    HIDDEN_STATES[state](bylines=[(author, "words")])
    shown = make_article(bylines=[(make_author("Here Already"), "words")])
    assert client.get(author.get_absolute_url()).status_code == 404
    assert texts(read(client, "/authors/"), ".author-name") == [shown.byline_list[0].author.name]


def test_long_lists_have_pages(client):
    author = make_author()
    for _ in range(PAGE_SIZE + 1):
        make_article(bylines=[(author, "words")], at=PUBLISHED_AT, featured_image=None)
    page = read(client, author.get_absolute_url() + "?page=2")
    assert len(headlines(page)) == 1
    assert [link.get("href") for link in select(page, ".pagination a")] == ["?page=1"]
    assert client.get(author.get_absolute_url() + "?page=3").status_code == 404


def test_announces_the_authors_feeds(client):
    author = make_author("Ana")
    make_article(bylines=[(author, "words")])
    links = select(read(client, author.get_absolute_url()), "link[rel=alternate]")
    feeds = ["/authors/ana/feed/", "/authors/ana/feed/atom/", "/authors/ana/feed/json/"]
    assert [link.get("href") for link in links][:3] == feeds


@pytest.mark.parametrize(
    "path", ["/authors/nobody/", "/authors/%00/", "/authors/" + "a" * 200 + "/", "/authors/?page=x"]
)
def test_an_unknown_address_is_a_404(client, path):
    assert client.get(path).status_code == 404


def test_the_index_costs_the_same_for_one_as_for_three(client, django_assert_num_queries):
    make_article(bylines=[(make_author(), "words")])
    with django_assert_num_queries(8):
        client.get("/authors/")
    for _ in range(2):
        make_article(bylines=[(make_author(), "words")])
    with django_assert_num_queries(8):
        client.get("/authors/")
