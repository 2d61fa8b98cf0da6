"""What happens to an article at a moment to come: first publication, changes of a live one, withdrawal.

`articles.due` carries it out when the moment has come. Permissions are the callers' to check.
"""

from datetime import UTC, datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles import audit, checklist, corrections, embargo, letters, snapshots, works
from articles.acts import announce, record_act
from articles.models import Article, Change, ScheduledChange, Status, Verb, WorkingCopy
from articles.publishing import publish
from articles.refusals import MovedMeanwhile, PublishingError, moment_words
from articles.saving import locked

User = AbstractBaseUser
PASSED = "This moment has passed. Choose one in the future."
NOTHING_NEW = "There are no unpublished changes to schedule: save some first."


def schedule(article: Article, *, by: User | None, at: datetime) -> Article:
    """Publish at a moment in the future; raises PublishingError if it has passed."""
    if at <= timezone.now():
        raise PublishingError(
            {"published_at": ["This moment has passed. Choose one in the future, or publish now."]}
        )
    return publish(article, by=by, at=at)


@transaction.atomic
def reschedule(
    article: Article, *, by: User | None, at: datetime, moved_from: datetime | None = None
) -> Article:
    """Another moment for a scheduled article. Nothing else of it changes: what was scheduled goes out then, and
    unpublished changes stay unpublished, with their date moved along where it was the same.

    `moved_from` is the moment whoever moves it has before her; None does not ask. Raises PublishingError for what is
    not scheduled and for a moment that has passed, MovedMeanwhile where it is scheduled for another moment by now.
    """
    article = locked(article)
    before, state = article.published_at, audit.state_of(article, working=article.working_state)
    _refuse_moving(article, at=at, moved_from=moved_from)
    _refuse(embargo.problems(article, at=at))
    if snapshots.as_of(article, article.copy_number) is None:
        snapshots.remember(article, snapshots.current(article), by=None)
    article.published_at = at
    article.copy_number += 1
    article.save(update_fields=["published_at", "copy_number", "modified_at"])
    _move_wish(article, before=before)
    snapshots.remember(article, snapshots.current(article), by=by)
    record_act(Verb.SCHEDULED, article, by=by, before=state, working=article.working_state)
    works.follow(article)
    announce("reschedule")
    return article


def _refuse_moving(article: Article, *, at: datetime, moved_from: datetime | None) -> None:
    if not article.is_scheduled:
        raise PublishingError({"": [_why_not_moved(article)]})
    if moved_from is not None and moved_from.astimezone(UTC) != article.published_at:
        raise MovedMeanwhile(article)
    if at <= timezone.now():
        raise PublishingError({"published_at": [PASSED]})


def _why_not_moved(article: Article) -> str:
    if article.is_live:
        return f"Readers have already seen “{article}”: its date stays."
    states = {Status.DRAFT: "a draft", Status.WITHDRAWN: "withdrawn", Status.TRASHED: "in the trash"}
    return f"“{article}” is {states[article.status]}: only what is scheduled can be moved."


def _move_wish(article: Article, *, before: datetime) -> None:
    """The date in unpublished changes goes along, or publishing them would move the article back. Forms know minutes."""
    working_copy = WorkingCopy.objects.filter(article=article).first()
    wished = working_copy and snapshots.wished_date(working_copy.snapshot)
    if wished and wished.replace(second=0, microsecond=0) == before.replace(second=0, microsecond=0):
        working_copy.snapshot["published_at"] = article.published_at.astimezone(UTC).isoformat()
        working_copy.save()


# --- changes of a live article


@transaction.atomic
def schedule_changes(article: Article, *, by: User | None, at: datetime) -> ScheduledChange:
    """Readers get the working copy, as it stands now, at the moment `at`; what is saved after this stays unpublished.

    Takes the place of changes scheduled before. Raises PublishingError with the sentences by field: for what readers do
    not see, nothing new, a moment that has passed, and whatever would keep it from being published.
    """
    article = locked(article)
    if not article.is_live:
        raise PublishingError({"": [f"“{article}” is not live: give it a date, and schedule it as a whole."]})
    if article.working_state is None:
        raise PublishingError({"changes_at": [NOTHING_NEW]})
    if at <= timezone.now():
        raise PublishingError({"changes_at": [PASSED]})
    snapshot = snapshots.current(article)
    change = Change(snapshot["change"])
    _refuse(
        checklist.musts(snapshot, article) + corrections.problems_of_change(change, snapshot["correction"])
    )
    before = audit.state_of(article, working=article.working_state)
    row, _is_new = ScheduledChange.objects.update_or_create(
        article=article,
        defaults={"snapshot": snapshot, "schema": snapshots.SCHEMA, "at": at, "made_by": by,
                  "made_at": timezone.now(), "refused": ""},
    )  # fmt: skip
    detail = f"its changes, for {audit.moment(at)}"
    record_act(Verb.SCHEDULED, article, by=by, before=before, working=article.working_state, detail=detail)
    letters.tell(letters.Step.CHANGES_SCHEDULED, article, by=by, at=at)
    return row


@transaction.atomic
def cancel_changes(article: Article, *, by: User | None) -> None:
    """The changes that wait stay unpublished. Raises PublishingError where none do."""
    article = locked(article)
    row = ScheduledChange.objects.filter(article=article).first()
    if row is None:
        raise PublishingError(
            {"": ["No changes are scheduled: they went out, or somebody else took them back."]}
        )
    row.delete()
    before = audit.state_of(article, working=article.working_state)
    detail = f"its changes, for {audit.moment(row.at)}"
    record_act(Verb.UNSCHEDULED, article, by=by, before=before, working=article.working_state, detail=detail)


# --- withdrawal


@transaction.atomic
def set_withdrawal(article: Article, *, by: User | None, at: datetime | None) -> Article:
    """The moment at which it is taken back by itself; None: never. Raises PublishingError for one that has passed, and
    for one before it is public at all."""
    article = locked(article)
    if at is not None and at <= timezone.now():
        raise PublishingError(
            {"withdraw_at": ["This moment has passed. To take it back at once, use Withdraw."]}
        )
    if at is not None and article.published_at is not None and at <= article.published_at:
        raise PublishingError({"withdraw_at": [
            f"It would be taken back before readers see it, on {moment_words(article.published_at)}."
        ]})  # fmt: skip
    if at == article.withdraw_at:
        return article
    article.withdraw_at = at
    article.save(update_fields=["withdraw_at", "modified_at"])
    state = audit.state_of(article, working=article.working_state)
    detail = f"to be taken back on {audit.moment(at)}" if at else "not to be taken back any more"
    audit.record(Verb.SCHEDULED, article, by=by, before=state, after=state, detail=detail)
    if article.status == Status.PUBLISHED:
        announce("withdrawal")
    return article


def _refuse(problems: list[checklist.Problem]) -> None:
    if problems:
        raise PublishingError.of(problems)
