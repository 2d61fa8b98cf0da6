"""The newsroom board: every column with what belongs into it, and nothing else, in one query each."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import board, embargo, publishing, review, scheduling
from articles.models import Change, ScheduledChange
from articles.tests.factories import HIDDEN_STATES, make_article, make_draft, make_user, revise

pytestmark = pytest.mark.django_db


def soon():
    return timezone.now() + timedelta(hours=1)


def submitted():
    article = make_draft()
    review.submit(article, by=None)
    return article


def approved():
    article = submitted()
    review.approve(article, by=None)
    return article


def changes_scheduled():
    article = revise(make_article(), dek="New")
    scheduling.schedule_changes(article, by=None, at=soon())
    return article


def corrected():
    article = revise(make_article(), dek="New")
    publishing.publish(article, by=None, change=Change.CORRECTION, correction="It was the other one.")
    return article


COLUMNS = {
    "Waiting for review": submitted,
    "Approved": approved,
    "Scheduled": lambda: scheduling.schedule(make_draft(), by=None, at=soon()),
    "Changes scheduled": changes_scheduled,
    "Under embargo": lambda: embargo.impose(make_draft(), by=None, until=soon()),
    "To be taken back": lambda: scheduling.set_withdrawal(make_article(), by=None, at=soon()),
    "Live, with unpublished changes": lambda: revise(make_article(), dek="New"),
    "Corrected today": corrected,
}


def shown() -> dict[str, list]:
    return {column.title: [row.article for row in column.rows] for column in board.columns()}


@pytest.mark.parametrize("title", COLUMNS)
def test_each_column(title):
    make_article()
    make_draft()
    article = COLUMNS[title]()
    assert shown()[title] == [article]


def test_what_is_in_the_trash_is_on_no_board():
    for make in COLUMNS.values():
        publishing.trash(make(), by=None)
    assert set(shown()) <= {"Corrected today"}


def test_nothing_to_say_is_no_column():
    make_article()
    make_draft()
    HIDDEN_STATES["withdrawn"]()
    assert shown() == {}


def test_a_long_column_leads_to_all_of_them():
    for _ in range(board.ROWS + 1):
        submitted()
    [column] = board.columns()
    assert (len(column.rows), column.more) == (board.ROWS, "state=review")


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_often_whatever_there_is(count):
    for _ in range(count):
        for make in COLUMNS.values():
            make()
    ScheduledChange.objects.filter(pk=ScheduledChange.objects.first().pk).update(
        refused="There is no byline."
    )
    with CaptureQueriesContext(connection) as captured:
        board.columns()
        [failed] = board.failed_changes()
        assert failed.article.headline
    assert len(captured) == len(COLUMNS) + 1


def test_the_first_page_of_an_editor_shows_it_and_a_writers_does_not(client):
    article = submitted()
    for group, is_there in (("Editors", True), ("Writers", False)):
        client.force_login(make_user(group))
        page = client.get("/admin/").content.decode()
        assert ("Waiting for review" in page) is is_there
        assert (str(article.headline_plain) in page) is is_there
