"""The verbs: what each writes, what it refuses, and what readers notice of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import due, publishing, review, scheduling, snapshots
from articles.models import (
    Article,
    Change,
    Redirect,
    Revision,
    Status,
    WorkingCopy,
)
from articles.publishing import PublishingError
from articles.tests.factories import (
    HIDDEN_STATES,
    PUBLISHED_AT,
    make_article,
    make_draft,
    make_user,
    revise,
)
from articles.tests.live_copy import live_copy, sentences

pytestmark = pytest.mark.django_db

TOMORROW = timedelta(days=1)

# --- publishing and time


def test_publishing_now_dates_now():
    before = timezone.now()
    article = publishing.publish(make_draft(), by=None)
    assert before <= article.published_at <= timezone.now()
    assert (article.is_live, article.is_scheduled, article.updated_at) == (True, False, None)


def test_a_scheduled_article_is_public_at_its_second_and_not_before():
    at = timezone.now().replace(microsecond=0) + TOMORROW
    article = scheduling.schedule(make_draft(), by=None, at=at)
    assert (article.is_live, article.is_scheduled) == (False, True)
    assert not Article.objects.published().exists()
    assert not Article.objects.published(at - timedelta(microseconds=1)).exists()
    assert Article.objects.published(at).get() == article


def test_scheduling_into_the_past_is_refused():
    with pytest.raises(PublishingError) as raised:
        scheduling.schedule(make_draft(), by=None, at=timezone.now() - timedelta(seconds=1))
    assert list(sentences(raised)) == ["published_at"]


@pytest.mark.parametrize("verb", [scheduling.schedule, publishing.publish])
@pytest.mark.parametrize("state", ["live", "withdrawn"])
def test_a_change_of_what_was_public_cannot_wait_and_is_not_shown_early(state, verb):
    article = HIDDEN_STATES["withdrawn"]() if state == "withdrawn" else make_article()
    revise(article, dek="Not before tomorrow.")
    before = live_copy(article)
    with pytest.raises(PublishingError) as raised:
        verb(article, by=None, at=timezone.now() + TOMORROW)
    assert list(sentences(raised)) == ["published_at"]
    assert live_copy(article) == before


def test_a_scheduled_article_can_be_moved_and_published_at_once():
    article = scheduling.schedule(make_draft(), by=None, at=timezone.now() + TOMORROW)
    later = timezone.now() + 2 * TOMORROW
    assert scheduling.schedule(article, by=None, at=later).published_at == later
    assert publishing.publish(article, by=None).is_live


def test_a_change_never_takes_a_live_article_offline():
    article = make_article()
    for at in (timezone.now() - TOMORROW, None):
        article = publishing.publish(revise(article, dek=f"Dek {at}"), by=None, at=at)
        assert (article.is_live, article.dek) == (True, f"Dek {at}")
        assert (article.published_at, article.updated_at) == (PUBLISHED_AT, None)


def test_an_update_is_told_to_readers_only_when_the_editor_says_so():
    article = publishing.publish(make_article(), by=None, change=Change.UPDATE)
    assert article.published_at == PUBLISHED_AT
    assert timezone.now() - article.updated_at < timedelta(minutes=1)


def test_unscheduling_makes_a_draft_that_keeps_everything():
    draft = make_draft(headline="Planned", tags=["Kept"])
    wanted = snapshots.current(draft)
    article = scheduling.schedule(draft, by=None, at=timezone.now() + TOMORROW)
    article = publishing.withdraw(article, by=None)
    assert (article.status, article.published_at) == (Status.DRAFT, None)
    kept = snapshots.current(article)
    assert {name: kept[name] for name in wanted if name not in ("slug", "published_at")} == {
        name: wanted[name] for name in wanted if name not in ("slug", "published_at")
    }
    assert publishing.publish(article, by=None).is_live


def test_unscheduling_keeps_newer_changes():
    article = scheduling.schedule(make_draft(), by=None, at=timezone.now() + TOMORROW)
    publishing.withdraw(revise(article, dek="Newer"), by=None)
    assert snapshots.current(article)["dek"] == "Newer"


def test_withdrawing_and_restoring():
    article = publishing.withdraw(make_article(), by=None, public_note="We were wrong.")
    assert (article.status, article.public_note) == (Status.WITHDRAWN, "We were wrong.")
    assert not Article.objects.published().exists()
    article = publishing.restore(article, by=None)
    assert (article.is_live, article.published_at) == (True, PUBLISHED_AT)


def test_publishing_a_withdrawn_article_brings_it_back_with_its_date():
    article = publishing.withdraw(make_article(), by=None, public_note="Wait.")
    article = publishing.publish(article, by=None)
    assert (article.is_live, article.published_at, article.public_note) == (True, PUBLISHED_AT, "")


@pytest.mark.parametrize(
    ("state", "after"),
    [
        ("draft", Status.DRAFT),
        ("scheduled", Status.DRAFT),
        ("withdrawn", Status.WITHDRAWN),
        ("live", Status.WITHDRAWN),
    ],
)
def test_the_trash_gives_back_what_it_got_but_never_to_readers(state, after):
    article = make_article() if state == "live" else HIDDEN_STATES[state]()
    assert publishing.trash(article, by=None).status == Status.TRASHED
    assert publishing.restore(article, by=None).status == after


@pytest.mark.parametrize(
    ("verb", "make"),
    [(publishing.withdraw, make_draft), (publishing.restore, make_draft), (publishing.restore, make_article)],
)
def test_a_verb_out_of_place_is_a_sentence(verb, make):
    with pytest.raises(PublishingError) as raised:
        verb(make(), by=None)
    assert list(sentences(raised)) == [""]


def test_review_goes_forth_and_back():
    writer = make_user()
    article = make_draft()
    review.submit(article, by=writer)
    assert article.revisions.first().kind == Revision.Kind.SUBMITTED
    assert WorkingCopy.objects.get().state == WorkingCopy.State.SUBMITTED
    review.send_back(article, by=None)
    assert WorkingCopy.objects.get().state == WorkingCopy.State.EDITING
    review.submit(article, by=writer)
    revise(article, dek="One more thing")
    assert WorkingCopy.objects.get().state == WorkingCopy.State.SUBMITTED


def test_submitting_a_live_article_makes_a_working_copy():
    article = make_article()
    review.submit(article, by=None)
    assert WorkingCopy.objects.get().snapshot["headline"] == article.headline
    assert article.is_live


def test_milestones_are_kept():
    user = make_user()
    article = publishing.publish(make_draft(headline="First"), by=user)
    publishing.publish(revise(article, headline="Second"), by=user)
    publishing.withdraw(article, by=user)
    kept = [(row.kind, row.snapshot["headline"], row.made_by) for row in article.revisions.all()]
    assert kept == [
        ("withdrawn", "Second", user),
        ("published", "Second", user),
        ("saved", "Second", None),
        ("published", "First", user),
        ("saved", "First", None),
    ]


# --- addresses


def test_a_changed_slug_leads_on_in_one_hop():
    article = make_article(slug="first")
    for slug in ("second", "third"):
        article = publishing.publish(revise(article, slug=slug), by=None)
    assert {row.old_path: row.target for row in Redirect.objects.all()} == {
        "/articles/first/": article,
        "/articles/second/": article,
    }


def test_going_back_to_an_old_slug_leaves_no_circle():
    article = make_article(slug="first")
    article = publishing.change_slug(article, "second", by=None)
    article = publishing.change_slug(article, "first", by=None)
    assert article.slug == "first"
    assert [row.old_path for row in Redirect.objects.all()] == ["/articles/second/"]


def test_what_nobody_has_seen_leaves_no_redirect():
    draft = publishing.change_slug(make_draft(slug="first"), "second", by=None)
    publishing.change_slug(make_article(at=timezone.now() + TOMORROW), "third", by=None)
    assert not Redirect.objects.exists()
    assert snapshots.current(draft)["slug"] == "second"
    assert publishing.publish(draft, by=None).slug == "second"


@pytest.mark.parametrize("state", [*HIDDEN_STATES, "live", "formerly live"])
def test_a_slug_is_never_handed_on(state):
    if state == "formerly live":
        publishing.change_slug(make_article(slug="taken"), "other", by=None)
    elif state == "live":
        make_article(slug="taken")
    else:
        HIDDEN_STATES[state](slug="taken")
    with pytest.raises(PublishingError) as raised:
        make_draft(slug="taken")
    assert list(sentences(raised)) == ["slug"]
    assert make_draft(headline="Taken").slug == "taken-2"
    with pytest.raises(PublishingError):
        publishing.change_slug(make_article(), "taken", by=None)


def test_an_emptied_slug_keeps_the_published_address():
    article = make_article(slug="first")
    assert publishing.publish(revise(article, slug="", headline="Other"), by=None).slug == "first"


@pytest.mark.parametrize("slug", ["Not a slug", "UPPER", "e\u0301mile", "x" * 81, "-", "a/b"])
def test_an_impossible_slug_is_refused_with_a_possible_one(slug):
    with pytest.raises(PublishingError) as raised:
        make_draft(slug=slug)
    assert "would be possible" in sentences(raised)["slug"][0]


# --- moments


def test_the_next_public_moment_is_the_first_schedule_after_it():
    now = timezone.now()
    moments = [now + timedelta(hours=hours) for hours in (3, 1, 2)]
    for moment in moments:
        scheduling.schedule(make_draft(), by=None, at=moment)
    publishing.withdraw(make_article(at=now + timedelta(hours=4)), by=None)
    make_draft(published_at=(now + timedelta(minutes=1)).isoformat())
    assert due.next_public_moment(now) == moments[1]
    assert due.next_public_moment(moments[1]) == moments[2]
    assert due.next_public_moment(moments[0]) is None


def test_applying_due_twice_finds_nothing_new():
    at = timezone.now() + TOMORROW
    scheduling.schedule(make_draft(), by=None, at=at)
    assert due.apply_due(at - timedelta(seconds=1), since=None) == 0
    assert due.apply_due(at, since=None) == 1
    assert due.apply_due(at + TOMORROW, since=at) == 0
