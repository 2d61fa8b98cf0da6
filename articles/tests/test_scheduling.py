"""What happens at a moment to come: embargoes, changes of live articles, withdrawals. Nobody's job is needed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import due, embargo, publishing, scheduling, snapshots
from articles.models import Article, AuditEntry, ScheduledChange, WorkingCopy
from articles.publishing import PublishingError
from articles.tests.factories import HIDDEN_STATES, make_article, make_draft, make_user, revise
from articles.tests.live_copy import live_copy, sentences

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def soon(hours: int = 1):
    return timezone.now() + hours * HOUR


# --- embargo


def held(until=None, **changes) -> Article:
    return embargo.impose(make_draft(**changes), by=None, until=until or soon(5))


@pytest.mark.parametrize("at", [None, soon(1), soon(4)])
def test_nothing_becomes_public_under_embargo(at):
    article = held()
    with pytest.raises(PublishingError) as raised:
        publishing.publish(article, by=None, at=at)
    assert list(sentences(raised)) == ["published_at"]
    assert "under embargo until" in sentences(raised)["published_at"][0]
    assert not Article.objects.get(pk=article.pk).published_at


def test_it_may_be_scheduled_for_the_end_of_the_embargo_and_not_a_second_before():
    until = soon(5)
    article = held(until)
    with pytest.raises(PublishingError):
        scheduling.schedule(article, by=None, at=until - SECOND)
    scheduling.schedule(article, by=None, at=until)
    with pytest.raises(PublishingError):
        scheduling.reschedule(article, by=None, at=until - SECOND)
    assert not Article.objects.published(until - SECOND).exists()
    assert Article.objects.published(until).get() == article


def test_the_database_holds_it_too():
    article = held()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(status="published", published_at=timezone.now())


@pytest.mark.parametrize(
    ("make", "until", "sentence"),
    [
        (make_article, soon(2), "Readers have already seen it"),
        (make_draft, timezone.now() - HOUR, "This moment has passed"),
        (HIDDEN_STATES["scheduled"], soon(48), "before the embargo would end"),
        (lambda: held(soon(9)), soon(2), "This would end the embargo earlier"),
    ],
)
def test_what_cannot_be_held_back(make, until, sentence):
    with pytest.raises(PublishingError) as raised:
        embargo.impose(make(), by=None, until=until)
    assert sentence in sentences(raised)["embargo_until"][0]


def test_lifting_early_needs_a_reason_which_is_kept():
    article, user = held(), make_user(first_name="Ada")
    with pytest.raises(PublishingError) as raised:
        embargo.lift(article, by=user, reason=" ")
    assert sentences(raised) == {"embargo_reason": [embargo.REASON]}
    embargo.lift(article, by=user, reason="The studio said so.")
    entry = AuditEntry.objects.first()
    assert (entry.verb, entry.by) == ("embargo-lifted", user)
    assert entry.detail.endswith("The studio said so.")
    publishing.publish(article, by=None)


def test_a_withdrawn_article_under_embargo_does_not_come_back():
    article = publishing.withdraw(make_article(), by=None)
    embargo.impose(article, by=None, until=soon(3))
    with pytest.raises(PublishingError):
        publishing.restore(article, by=None)
    assert not Article.objects.published().exists()


def test_it_is_said_in_the_zone_it_was_told_in(settings):
    until = timezone.now().replace(year=2031, month=1, day=3, hour=14, minute=0)
    article = embargo.impose(make_draft(), by=None, until=until, zone="America/New_York")
    assert embargo.words(article) == "3 Jan 2031 14:00 (9:00 America/New_York)"


# --- changes of a live article


def changed(at=None, **changes) -> Article:
    article = revise(make_article(headline="Old", dek="Old"), **changes or {"headline": "New"})
    scheduling.schedule_changes(article, by=make_user(), at=at or soon())
    return article


def test_changes_go_out_at_their_second_by_whoever_notices():
    at = soon()
    article = changed(at)
    before = live_copy(article)
    assert due.next_public_moment(timezone.now()) == at
    due.apply_due(at - SECOND)
    assert live_copy(article) == before
    due.apply_due(at)
    assert Article.objects.get(pk=article.pk).headline == "New"
    assert not WorkingCopy.objects.exists() and not ScheduledChange.objects.exists()
    assert due.next_public_moment(at) is None


def test_due_twice_is_due_once():
    at = soon()
    article = changed(at)
    due.apply_due(at)
    number = Article.objects.get(pk=article.pk).copy_number
    due.apply_due(at + HOUR)
    assert Article.objects.get(pk=article.pk).copy_number == number
    assert article.revisions.filter(kind="published").count() == 2


def test_what_is_saved_after_scheduling_does_not_go_along():
    at = soon()
    article = changed(at)
    revise(article, dek="Later")
    due.apply_due(at)
    live = Article.objects.get(pk=article.pk)
    assert (live.headline, live.dek) == ("New", "Old")
    assert snapshots.current(live)["dek"] == "Later"
    assert snapshots.current(live)["headline"] == "New"


@pytest.mark.parametrize(
    "act",
    [
        lambda article: publishing.publish(article, by=None),
        lambda article: publishing.withdraw(article, by=None),
        lambda article: publishing.trash(article, by=None),
        lambda article: scheduling.cancel_changes(article, by=None),
    ],
    ids=["published", "withdrawn", "trashed", "cancelled"],
)
def test_what_ends_the_waiting(act):
    article = changed()
    act(article)
    assert not ScheduledChange.objects.exists()
    before = live_copy(article)
    due.apply_due(soon(24))
    assert live_copy(article) == before


def test_discarding_leaves_what_is_scheduled():
    at = soon()
    article = changed(at)
    publishing.discard_changes(article, by=None)
    due.apply_due(at)
    assert Article.objects.get(pk=article.pk).headline == "New"


def test_what_lacks_something_by_then_stays_and_is_told():
    at = soon()
    article = changed(at)
    ScheduledChange.objects.update(snapshot=ScheduledChange.objects.get().snapshot | {"bylines": []})
    due.apply_due(at)
    row = ScheduledChange.objects.get()
    assert "byline" in row.refused.lower()
    assert Article.objects.get(pk=article.pk).headline == "Old"
    assert due.next_public_moment(at) is None


@pytest.mark.parametrize(
    ("make", "at", "field"),
    [
        (make_draft, soon(), ""),
        (HIDDEN_STATES["withdrawn"], soon(), ""),
        (make_article, soon(), "changes_at"),
        (lambda: revise(make_article(), headline="New"), timezone.now() - HOUR, "changes_at"),
        (lambda: revise(make_article(), headline=""), soon(), "headline"),
    ],
)
def test_what_cannot_be_scheduled(make, at, field):
    with pytest.raises(PublishingError) as raised:
        scheduling.schedule_changes(make(), by=None, at=at)
    assert list(sentences(raised)) == [field]
    assert not ScheduledChange.objects.exists()


# --- withdrawal


def test_it_is_gone_at_its_second_before_anybody_notices(client):
    at = soon()
    article = scheduling.set_withdrawal(make_article(), by=None, at=at)
    assert list(Article.objects.published(at - SECOND)) == [article]
    assert not Article.objects.published(at).exists()
    Article.objects.filter(pk=article.pk).update(withdraw_at=timezone.now() - SECOND)
    assert client.get(article.get_absolute_url()).status_code == 410


def test_noticed_it_is_withdrawn_for_good():
    at = soon()
    article = scheduling.set_withdrawal(make_article(), by=None, at=at)
    assert due.next_public_moment(None) <= at
    due.apply_due(at)
    article = Article.objects.get(pk=article.pk)
    assert (article.status, article.withdraw_at) == ("withdrawn", None)
    publishing.restore(article, by=None)
    assert Article.objects.published(at + HOUR).exists()


@pytest.mark.parametrize(
    ("make", "at"),
    [(make_article, timezone.now() - HOUR), (HIDDEN_STATES["scheduled"], soon(2))],
    ids=["passed", "before it is public"],
)
def test_dates_of_withdrawal_that_make_no_sense(make, at):
    with pytest.raises(PublishingError) as raised:
        scheduling.set_withdrawal(make(), by=None, at=at)
    assert list(sentences(raised)) == ["withdraw_at"]
