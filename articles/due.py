"""What changes for readers by itself, and carrying it out: whoever notices a due moment first does it.

Nothing here needs a job. What can be compared in a query (schedules, withdrawals) is right for readers at its second
anyway; what cannot (changes of live articles, pictures whose rights end) is right once `apply` has run.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Min, QuerySet

from articles import letters, publishing, rights, works
from articles.acts import announce
from articles.models import Article, ScheduledChange, Status
from articles.refusals import PublishingError


def next_public_moment(after: datetime | None) -> datetime | None:
    """The first moment after `after` at which the public state changes by itself, or None. What is overdue counts."""
    scheduled = Article.objects.filter(status=Status.PUBLISHED)
    if after is not None:
        scheduled = scheduled.filter(published_at__gt=after)
    moments = [
        scheduled.aggregate(moment=Min("published_at"))["moment"],
        _withdrawals().aggregate(moment=Min("withdraw_at"))["moment"],
        _changes().aggregate(moment=Min("at"))["moment"],
        rights.next_moment(after),
        works.next_moment(after),
    ]
    return min(filter(None, moments), default=None)


def _withdrawals() -> QuerySet[Article]:
    """Those that were carried out have no date any more."""
    return Article.objects.filter(status=Status.PUBLISHED, withdraw_at__isnull=False)


def _changes() -> QuerySet[ScheduledChange]:
    """Those that went out have no row any more; those that were refused wait for an editor."""
    return ScheduledChange.objects.filter(refused="")


@transaction.atomic
def apply_due(at: datetime, *, since: datetime | None = None) -> int:
    """Carry out what became due after `since` and by `at`; how many articles went public. Idempotent.

    Publishing needs nothing done: readers' queries compare times. Changes that wait for their moment go out, what is to
    be taken back is; pictures whose rights ended leave the bodies, spoilers whose time is over open.
    """
    due = Article.objects.published(at)
    if since is not None:
        due = due.filter(published_at__gt=since)
    count = due.count()
    _publish_changes(at)
    _withdraw(at)
    is_changed = [rights.apply_due(at, since=since), works.apply_due(at, since=since)]
    if any(is_changed) or count:
        announce("due")
    return count


def _publish_changes(at: datetime) -> None:
    for row in _changes().filter(at__lte=at).select_related("article", "made_by").order_by("at"):
        try:
            publishing.publish(row.article, by=row.made_by, snapshot=row.snapshot)
        except (PublishingError, IntegrityError) as refusal:
            _keep_back(row, str(refusal))


def _keep_back(row: ScheduledChange, why: str) -> None:
    """Something is missing by now: readers see the article as it was, and the newsroom is told."""
    ScheduledChange.objects.filter(pk=row.pk).update(refused=why)
    note = f"Its changes did not go out. {why}"
    letters.tell(letters.Step.FAILED, row.article, by=None, note=note, at=row.at)


def _withdraw(at: datetime) -> None:
    for article in _withdrawals().filter(withdraw_at__lte=at):
        publishing.withdraw(article, by=None)
