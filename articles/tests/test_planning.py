"""The editorial calendar's days: which article stands where, to whom, and what a move makes of it."""

from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module
from os import listdir
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import migrations, moving, planning, publishing, review, scheduling, snapshots
from articles.clock import NoSuchTime
from articles.models import Article, Revision, SavedState, WorkingCopy
from articles.moving import ComesTwice, Seen
from articles.planning import Choices, State
from articles.refusals import MovedMeanwhile, PublishingError
from articles.tests.factories import (
    HIDDEN_STATES,
    make_article,
    make_author,
    make_draft,
    make_section,
    make_user,
    make_work,
    revise,
)

pytestmark = pytest.mark.django_db

SOON = (timezone.now() + timedelta(days=10)).replace(hour=9, minute=30, second=0, microsecond=0)
COPENHAGEN = "Europe/Copenhagen"
BOTH = (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC))  # 02:30 there
ALWAYS = {"start": datetime(1990, 1, 1, tzinfo=UTC), "end": datetime(2100, 1, 1, tzinfo=UTC)}


@pytest.fixture
def editor():
    return make_user("Editors", first_name="Ann", last_name="Lee")


def seen(article: Article) -> Seen:
    entry = planning.entry_of(article)
    return Seen(entry.moment, entry.article.copy_number)


def planned(at: datetime = SOON, **changes) -> Article:
    return make_draft(published_at=at.isoformat(), **changes)


def days_of(user, first: date, count: int, **choices) -> dict[str, list[str]]:
    """Headlines by day."""
    start, end = planning.start_of(first), planning.start_of(first + timedelta(days=count))
    found = planning.slots(user, start=start, end=end, choices=Choices(**choices))
    return {
        day.isoformat(): [str(entry.article) for entry in planning.entries(slots)]
        for day, slots in planning.by_day(found).items()
    }


# --- days, where the site lives


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("UTC", "2024-01-31T23:59:59Z", "2024-01-31"),
        ("UTC", "2024-02-01T00:00:00Z", "2024-02-01"),
        (COPENHAGEN, "2024-01-31T22:59:59Z", "2024-01-31"),
        (COPENHAGEN, "2024-01-31T23:00:00Z", "2024-02-01"),
        (COPENHAGEN, "2024-03-30T23:00:00Z", "2024-03-31"),  # the day of 23 hours begins
        (COPENHAGEN, "2024-03-31T21:59:59Z", "2024-03-31"),
        (COPENHAGEN, "2024-03-31T22:00:00Z", "2024-04-01"),
        (COPENHAGEN, "2024-10-26T22:00:00Z", "2024-10-27"),  # the day of 25 hours
        (COPENHAGEN, "2024-10-27T22:59:59Z", "2024-10-27"),
        (COPENHAGEN, "2024-10-27T23:00:00Z", "2024-10-28"),
        ("America/Los_Angeles", "2024-02-01T07:59:00Z", "2024-01-31"),
        ("Pacific/Kiritimati", "2024-01-31T10:00:00Z", "2024-02-01"),
        ("Africa/Cairo", "2024-04-25T22:00:00Z", "2024-04-26"),  # midnight itself is skipped
        ("America/Havana", "2024-11-03T04:30:00Z", "2024-11-03"),  # the first hour comes twice
    ],
)
def test_an_article_stands_on_the_day_the_newsrooms_clock_says(editor, zone, moment, day):
    make_article(at=datetime.fromisoformat(moment), headline="Here")
    with timezone.override(zone):
        on = date.fromisoformat(day)
        assert days_of(editor, on, 1) == {day: ["Here"]}
        assert days_of(editor, on - timedelta(days=1), 1) == {}
        assert days_of(editor, on + timedelta(days=1), 1) == {}


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        ("2024-03-30", "02:30", "2024-03-30T01:30:00Z"),
        ("2024-03-31", "02:00", None),
        ("2024-03-31", "02:30", None),
        ("2024-03-31", "03:00", "2024-03-31T01:00:00Z"),
        ("2024-10-27", "03:00", "2024-10-27T02:00:00Z"),
    ],
)
def test_the_clock_of_a_day_on_which_it_is_changed(day, clock, moment):
    with timezone.override(COPENHAGEN):
        if moment is None:
            with pytest.raises(NoSuchTime):
                planning.on_clock(date.fromisoformat(day), time.fromisoformat(clock))
        else:
            found = planning.on_clock(date.fromisoformat(day), time.fromisoformat(clock))
            assert found == datetime.fromisoformat(moment)


# --- what stands there


def test_states_in_words(editor):
    now = timezone.now()
    articles = {
        "planned": planned(),
        "planned, its day has passed": planned(now - timedelta(days=1)),
        "scheduled": make_article(at=SOON),
        "scheduled, with unpublished changes": revise(make_article(at=SOON), dek="Other."),
        "published": make_article(),
        "withdrawn": publishing.withdraw(make_article(), by=None),
    }
    submitted = planned()
    review.submit(submitted, by=None)
    articles["planned, in review"] = submitted
    words = {
        entry.article.pk: entry.state_words for entry in planning.entries(planning.slots(editor, **ALWAYS))
    }
    assert words == {article.pk: state for state, article in articles.items()}


def test_neither_trash_nor_drafts_without_a_date_stand_anywhere(editor):
    for name in ("draft", "submitted", "trashed", "trashed draft"):
        HIDDEN_STATES[name]()
    publishing.trash(planned(), by=None)
    assert planning.slots(editor, **ALWAYS) == []


def test_a_live_articles_unpublished_date_is_no_plan(editor):
    article = make_article()
    revise(article, published_at=SOON.isoformat())
    assert [slot.state for slot in planning.slots(editor, **ALWAYS)] == [State.PUBLISHED]


def test_taking_the_date_away_takes_it_off_the_calendar(editor):
    article = planned()
    revise(article, published_at=None)
    assert planning.slots(editor, **ALWAYS) == []
    assert planning.entry_of(article) is None


def test_narrowed(editor):
    film, books, ida = make_section("Film"), make_section("Books"), make_author("Ida")
    make_article(at=SOON, headline="A", section=film, bylines=[(ida, "words")])
    planned(headline="B", section=film)
    make_article(at=SOON, headline="C", section=books)
    day = SOON.date()
    cases = {
        (): ["A", "B", "C"], (("section", "film"),): ["A", "B"], (("author", "ida"),): ["A"],
        (("state", "planned"),): ["B"], (("state", "scheduled"), ("section", "books")): ["C"],
        (("state", "withdrawn"),): [],
    }  # fmt: skip
    for chosen, expected in cases.items():
        found = days_of(editor, day, 1, **dict(chosen))
        assert sorted(found.get(day.isoformat(), [])) == expected, chosen


def test_a_writer_sees_her_own_and_nothing_else():
    writer = make_user("Writers")
    me = make_author("Me", user=writer)
    mine = [
        planned(headline="Mine", bylines=[(me, "words")]),
        make_article(at=SOON, headline="Also mine", bylines=[(me, "words")]),
    ]
    planned(headline="Secret")
    make_article(at=SOON, headline="Secret too")
    assert {slot.pk for slot in planning.slots(writer, **ALWAYS)} == {article.pk for article in mine}


def test_costs_the_same_for_any_number_of_articles(editor):
    counts = []
    for number in (1, 2, 27):
        for _ in range(number):
            make_article(at=SOON)
            planned()
        user = type(editor).objects.get(pk=editor.pk)  # permissions are asked anew
        with CaptureQueriesContext(connection) as queries:
            for entry in planning.entries(planning.slots(user, **ALWAYS)):
                assert entry.article.section.name and entry.byline_names and entry.state_words
        counts.append(len(queries))
    assert counts == [8, 8, 8]


def test_dates_of_before_there_was_a_column_are_copied():
    article = planned()
    WorkingCopy.objects.update(wished_at=None)
    make_draft()
    (name,) = (
        name for name in listdir(Path(migrations.__file__).parent) if name.endswith("_wished_dates.py")
    )
    copy_dates = import_module(f"{migrations.__name__}.{name.removesuffix('.py')}").copy_dates
    copy_dates(apps, SimpleNamespace(connection=connection))
    assert [(row.article, row.wished_at) for row in WorkingCopy.objects.exclude(wished_at=None)] == [
        (article, SOON)
    ]


# --- rescheduling


def test_only_the_date_moves(editor, announcements):
    article = make_article(at=SOON, headline="As scheduled")
    revise(article, headline="Not yet", published_at=SOON.isoformat())
    announcements.clear()
    revisions = Revision.objects.count()
    moved = scheduling.reschedule(article, by=editor, at=SOON + timedelta(days=2))
    article.refresh_from_db()
    assert moved.published_at == article.published_at == SOON + timedelta(days=2)
    assert (article.headline, article.status) == ("As scheduled", "published")
    working_copy = WorkingCopy.objects.get()
    assert working_copy.snapshot["headline"] == "Not yet"
    assert snapshots.wished_date(working_copy.snapshot) == working_copy.wished_at == article.published_at
    assert announcements == ["reschedule"]
    assert Revision.objects.count() == revisions
    assert SavedState.objects.order_by("-number").first().saved_by == editor


def test_another_date_in_unpublished_changes_stays():
    article = make_article(at=SOON)
    wished = (SOON + timedelta(days=30)).isoformat()
    revise(article, published_at=wished)
    scheduling.reschedule(article, by=None, at=SOON + timedelta(days=2))
    assert WorkingCopy.objects.get().snapshot["published_at"] == wished


def test_an_open_form_does_not_move_it_back():
    article = make_article(at=SOON)
    base, number = snapshots.current(article), article.copy_number
    scheduling.reschedule(article, by=None, at=SOON + timedelta(days=2))
    copy = publishing.save(article, base | {"dek": "Typed."}, by=None, base_number=number)
    assert copy.taken == ("published_at",)
    assert snapshots.wished_date(copy.snapshot) == SOON + timedelta(days=2)


def test_its_works_are_public_from_the_new_date():
    work = make_work()
    article = make_article(at=SOON, works=[work])
    scheduling.reschedule(article, by=None, at=SOON + timedelta(days=2))
    work.refresh_from_db()
    assert work.public_from == SOON + timedelta(days=2)


REFUSED = {
    "live": (make_article, "Readers have already seen"),
    "draft": (make_draft, "is a draft: only what is scheduled"),
    "planned": (planned, "is a draft: only what is scheduled"),
    "withdrawn": (HIDDEN_STATES["withdrawn"], "is withdrawn: only what is scheduled"),
    "trashed": (HIDDEN_STATES["trashed"], "is in the trash: only what is scheduled"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_reschedules_nothing_but_what_is_scheduled(name, announcements):
    make, sentence = REFUSED[name]
    article = make()
    announcements.clear()
    before = Article.objects.filter(pk=article.pk).values().get()
    with pytest.raises(PublishingError, match=sentence):
        scheduling.reschedule(article, by=None, at=SOON)
    assert Article.objects.filter(pk=article.pk).values().get() == before
    assert announcements == []


def test_reschedules_into_no_past():
    article = make_article(at=SOON)
    with pytest.raises(PublishingError, match="has passed") as refusal:
        scheduling.reschedule(article, by=None, at=timezone.now() - timedelta(minutes=1))
    assert list(refusal.value.sentences) == ["published_at"]


def test_who_looked_at_an_older_date_is_told():
    article = make_article(at=SOON)
    scheduling.reschedule(article, by=None, at=SOON + timedelta(days=1))
    with pytest.raises(MovedMeanwhile, match="it is scheduled for"):
        scheduling.reschedule(article, by=None, at=SOON + timedelta(days=2), moved_from=SOON)
    article.refresh_from_db()
    assert article.published_at == SOON + timedelta(days=1)


# --- moving


@pytest.mark.parametrize("make", [lambda: make_article(at=SOON), planned])
def test_moves_to_another_day_at_the_same_time(make, editor):
    article = make()
    day = (SOON + timedelta(days=3)).date()
    entry = moving.move(article, by=editor, day=day, seen=seen(article))
    assert entry.moment == SOON + timedelta(days=3)
    assert planning.entry_of(article).moment == entry.moment


def test_keeps_its_hour_when_the_clock_is_changed_in_between(editor):
    with timezone.override(COPENHAGEN):
        article = make_article(at=planning.on_clock(date(2027, 3, 26), time(9, 30)))
        entry = moving.move(article, by=editor, day=date(2027, 3, 29), seen=seen(article))
    assert f"{entry.moment:%d %H:%M %z}" == "29 09:30 +0200"


@pytest.mark.parametrize("make", [make_article, planned])
@pytest.mark.parametrize("fold", [0, 1])
def test_moves_out_of_the_hour_that_comes_twice(make, fold, editor):
    with timezone.override(COPENHAGEN):
        article = make(at=BOTH[fold])
        entry = moving.move(article, by=editor, day=date(2027, 11, 1), seen=seen(article))
        assert f"{entry.moment:%d %H:%M}" == "01 02:30"


@pytest.mark.parametrize("make", [make_article, planned])
def test_a_time_that_comes_twice_is_asked_about(make, editor):
    with timezone.override(COPENHAGEN):
        article = make(at=planning.on_clock(date(2027, 10, 30), time(2, 30)))
        before = seen(article)
        with pytest.raises(ComesTwice, match="02:30 comes twice") as question:
            moving.move(article, by=editor, day=date(2027, 10, 31), seen=before)
        assert question.value.twice.moments == BOTH
        assert seen(article) == before
        for meant in BOTH:
            entry = moving.move(
                article, by=editor, day=date(2027, 10, 31), clock=time(2, 30), meant=meant, seen=seen(article)
            )
            assert entry.instant == meant


@pytest.mark.parametrize("at", BOTH)
def test_where_it_stands_in_the_hour_that_comes_twice_it_stays(at, editor):
    with timezone.override(COPENHAGEN):
        article = make_article(at=at)
        entry = moving.move(article, by=editor, day=date(2027, 10, 31), seen=seen(article))
    assert entry.instant == at


@pytest.mark.parametrize("make", [make_article, planned])
def test_an_hour_that_is_skipped_moves_nothing(make, editor):
    with timezone.override(COPENHAGEN):
        article = make(at=planning.on_clock(date(2027, 3, 27), time(2, 30)))
        before = seen(article)
        with pytest.raises(
            PublishingError,
            match="28 Mar 2027 the clock is put forward from 02:00 to 03:00: there is no 02:30",
        ):
            moving.move(article, by=editor, day=date(2027, 3, 28), seen=before)
        assert seen(article) == before


def test_a_plan_goes_together_with_what_others_typed(editor):
    article = planned(headline="Old")
    before = seen(article)
    revise(article, headline="New")
    entry = moving.move(article, by=editor, day=(SOON + timedelta(days=1)).date(), seen=before)
    assert (str(entry.article), entry.moment) == ("New", SOON + timedelta(days=1))
    assert WorkingCopy.objects.get().saved_by == editor


def test_a_plan_in_review_stays_there(editor):
    article = planned()
    review.submit(article, by=None)
    moving.move(article, by=editor, day=(SOON + timedelta(days=1)).date(), seen=seen(article))
    assert WorkingCopy.objects.get().state == WorkingCopy.State.SUBMITTED


@pytest.mark.parametrize(
    ("meanwhile", "sentence"),
    [
        (lambda article: revise(article, published_at=(SOON + timedelta(days=5)).isoformat()), "planned for"),
        (lambda article: revise(article, published_at=None), "draft, without a date"),
        (lambda article: publishing.publish(article, by=None, at=SOON + timedelta(days=5)), "scheduled for"),
        (lambda article: publishing.trash(article, by=None), "in the trash"),
        (lambda article: publishing.publish(article, by=None), "already seen"),
    ],
)
def test_what_became_of_a_plan_meanwhile_is_said(meanwhile, sentence, editor):
    article = planned()
    before = seen(article)
    meanwhile(article)
    with pytest.raises(PublishingError, match=sentence):
        moving.move(article, by=editor, day=(SOON + timedelta(days=1)).date(), seen=before)


def test_a_plan_whose_old_state_is_forgotten_still_moves(editor):
    article = planned()
    SavedState.objects.all().delete()
    entry = moving.move(article, by=editor, day=(SOON + timedelta(days=1)).date(), seen=seen(article))
    assert entry.moment == SOON + timedelta(days=1)


def test_nothing_is_planned_for_a_day_that_has_passed(editor):
    article = planned()
    with pytest.raises(PublishingError, match="has passed"):
        moving.move(article, by=editor, day=timezone.localdate() - timedelta(days=1), seen=seen(article))
