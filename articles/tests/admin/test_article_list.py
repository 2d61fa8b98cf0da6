"""The list of articles: words for states, filters, search, and its cost (acts on several: test_article_bulk)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.admin import article_list
from articles.models import Article
from articles.tests import factories
from articles.tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def listed(client, query: str = "") -> list[str]:
    return texts(parse(client.get(LIST + query).content), ".field-headline_column")


def test_costs_the_same_for_one_and_for_three(desk):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(LIST)
        return len(captured)

    factories.make_article()
    one = cost()
    factories.revise(factories.make_article(), headline="Changed")
    factories.make_draft()
    assert one == cost() == 12
    assert len(listed(desk)) == 3


def test_states_in_words(desk):
    moment = timezone.now().replace(second=0, microsecond=0) + timedelta(days=400)
    factories.make_article(at=moment, headline="A")
    factories.make_article(headline="B")
    factories.revise(factories.make_article(headline="C"), headline="C2")
    factories.make_draft(headline="D")
    factories.HIDDEN_STATES["submitted"](headline="E")
    factories.HIDDEN_STATES["withdrawn"](headline="F")
    factories.HIDDEN_STATES["trashed"](headline="G")
    page = parse(desk.get(LIST).content)
    found = dict(zip(texts(page, ".field-headline_column"), texts(page, ".field-status_column"), strict=True))
    assert found == {
        "A": f"scheduled for {article_list.moment_words(moment)}",
        "B": "live",
        "C": "live, with unpublished changes",
        "D": "draft",
        "E": "in review",
        "F": "withdrawn",
    }


def test_titles_stand_in_italics_beside_bylines_and_picture(desk):
    article = factories.make_article(headline="See *Nosferatu*")
    page = parse(desk.get(LIST).content)
    assert texts(page, ".field-headline_column cite") == ["Nosferatu"]
    assert texts(page, ".field-bylines_column") == [", ".join(row.author.name for row in article.byline_list)]
    assert select(page, ".field-thumbnail img")[0].get("src") == article.featured_image.thumbnail_url


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (
            "",
            {
                "draft",
                "submitted",
                "approved",
                "under embargo",
                "scheduled",
                "unscheduled",
                "withdrawn",
                "live",
                "changed",
            },
        ),
        ("draft", {"draft", "under embargo", "unscheduled"}),
        ("approved", {"approved"}),
        ("embargoed", {"under embargo"}),
        ("review", {"submitted"}),
        ("scheduled", {"scheduled"}),
        ("live", {"live", "changed"}),
        ("changes", {"changed"}),
        ("withdrawn", {"withdrawn"}),
        ("trash", {"trashed", "trashed draft"}),
    ],
)
def test_filter_by_state(desk, state, expected):
    for name, make in factories.HIDDEN_STATES.items():
        make(headline=name)
    factories.make_article(headline="live")
    factories.revise(factories.make_article(headline="changed"), dek="Another.")
    assert set(listed(desk, f"?state={state}")) == expected


def test_filters_by_section_format_author_and_date(desk):
    author = factories.make_author("Ida")
    one = factories.make_article(headline="One", format="review", bylines=[(author, "words")])
    factories.make_article(headline="Two", at=timezone.now())
    assert listed(desk, f"?section__id__exact={one.section_id}") == ["One"]
    assert listed(desk, "?format=review") == ["One"]
    assert listed(desk, "?author=ida") == ["One"]
    assert listed(desk, "?when=2024") == ["One"]
    assert listed(desk, "?when=year") == ["Two"]


@pytest.mark.parametrize("query", ["nosf", "count-orlok", "Schreck", "NOSFERATU schreck"])
def test_search_by_headline_address_and_byline(desk, query):
    author = factories.make_author("Max Schreck")
    factories.make_article(headline="On *Nosferatu*", slug="count-orlok", bylines=[(author, "words")])
    factories.make_article(headline="Other")
    assert listed(desk, f"?q={query}") == ["On Nosferatu"]


def test_counts_no_further_than_a_page_ahead():
    paginator = article_list.LookAheadPaginator(Article.objects.all(), 2, page_number=1)
    for _number in range(7):
        factories.make_draft()
    assert paginator.count == 5
    assert article_list.LookAheadPaginator(Article.objects.all(), 2, page_number=4).count == 7


def test_the_trash_says_when_it_is_gone(desk):
    article = factories.HIDDEN_STATES["trashed"](headline="One")
    Article.objects.filter(pk=article.pk).update(trashed_at=datetime(2026, 11, 29, 12, tzinfo=UTC))
    page = parse(desk.get(LIST + "?state=trash").content)
    assert texts(page, ".field-status_column") == ["in the trash, gone on 29 Dec"]


def test_nobody_but_a_superuser_deletes_for_good(desk):
    article = factories.make_draft()
    assert desk.get(f"{LIST}{article.pk}/delete/").status_code == 403
