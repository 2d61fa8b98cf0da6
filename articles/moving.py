"""Moving an entry of the editorial calendar to another moment: which verb does it, and when it is refused.

A scheduled article is rescheduled; a planned draft gets another date in its working copy, where it goes together with
what others saved meanwhile. Permissions are the callers' to check.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles import planning, publishing, scheduling, snapshots
from articles.clock import NoSuchTime, TwiceThatNight
from articles.models import Article, WorkingCopy
from articles.planning import Entry, State
from articles.refusals import Collided, MovedMeanwhile, PublishingError, moment_words, name_of
from articles.saving import locked
from articles.snapshots import Snapshot

User = AbstractBaseUser


class Seen(NamedTuple):
    """What whoever moves it has before her: when it stands, and the article's number then."""

    moment: datetime
    number: int


class ComesTwice(PublishingError):
    """The clock shows that time twice that night: which one is meant has to be said."""

    def __init__(self, twice: TwiceThatNight):
        self.twice = twice
        super().__init__({"time": [str(twice)]})


def moment_of(day: date, clock: time, *, meant: Iterable[datetime | None] = ()) -> datetime:
    """Raises PublishingError for an hour that the clock skips on that day, ComesTwice for one that has to be asked about."""
    try:
        return planning.on_clock(day, clock, meant=meant)
    except NoSuchTime as refusal:
        raise PublishingError({"time": [str(refusal)]}) from refusal
    except TwiceThatNight as twice:
        raise ComesTwice(twice) from twice
    except OverflowError as error:
        raise PublishingError({"day": ["The calendar has no such day. Choose another one."]}) from error


@transaction.atomic
def move(
    article: Article,
    *,
    by: User,
    day: date,
    clock: time | None = None,
    meant: datetime | None = None,
    seen: Seen,
) -> Entry:
    """The entry on its new day. Without `clock` it keeps its time of day; of a time that comes twice, `meant` is the
    moment, or the one at which it stands already.

    Raises PublishingError with the sentence: for what has been public, what stands nowhere, a moment that has passed
    or does not exist; ComesTwice; MovedMeanwhile where it is not any more what was seen.
    """
    article = locked(article)
    entry = planning.entry_of(article)
    _refuse(article, entry, seen)
    at = moment_of(day, clock or entry.moment.time(), meant=(meant, entry.instant))
    if at == entry.instant:
        return entry
    if entry.state == State.SCHEDULED:
        article = scheduling.reschedule(article, by=by, at=at, moved_from=seen.moment)
    else:
        _wish(article, by=by, at=at, number=seen.number)
    return planning.entry_of(article)


def _refuse(article: Article, entry: Entry | None, seen: Seen) -> None:
    if entry is None:
        raise MovedMeanwhile(article, f"{article.get_status_display()}, without a date")
    if not entry.is_movable:
        raise PublishingError({"": [_why_not(entry)]})
    if entry.instant != seen.moment.astimezone(UTC):
        raise MovedMeanwhile(article, f"{entry.state.label} for {moment_words(entry.moment)}")


def _why_not(entry: Entry) -> str:
    if entry.state == State.WITHDRAWN:
        return f"“{entry.article}” is withdrawn: its date stays."
    return f"Readers have already seen “{entry.article}”: its date stays."


def _wish(article: Article, *, by: User, at: datetime, number: int) -> None:
    """Another wished date, three ways with what was saved since `number`; a draft in review stays there."""
    if at <= timezone.now():
        raise PublishingError({"published_at": [scheduling.PASSED]})
    began_from, number = _began_from(article, number)
    snapshot = began_from | {"published_at": at.astimezone(UTC).isoformat()}
    try:
        publishing.save(article, snapshot, by=by, base_number=number)
    except Collided as collided:
        raise MovedMeanwhile(article, f"changed by {name_of(_last_hand(article))}") from collided


def _began_from(article: Article, number: int) -> tuple[Snapshot, int]:
    """The state at `number`; where it is not known any more, that of now, whose row is locked."""
    state = snapshots.as_of(article, number)
    if state is None:
        return snapshots.current(article), article.copy_number
    return dict(state.snapshot), number


def _last_hand(article: Article) -> User | None:
    return WorkingCopy.objects.select_related("saved_by").get(article=article).saved_by
