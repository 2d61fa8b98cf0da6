"""A clock's day and time in a time zone, and the moment it means.

Twice a year most clocks are changed: one hour never comes, another comes twice. Nothing here chooses silently.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo

MINUTE = timedelta(minutes=1)


class Unclear(ABC, ValueError):
    """The clock shows this never, or twice; the sentence says why. `before` and `after`: what it shows at the change."""

    def __init__(self, local: datetime, *, zone: tzinfo):
        self.local = local
        self.moments = tuple(sorted(_both(local, zone=zone)))
        change = _change_between(*self.moments, zone=zone)
        self.before = change.replace(tzinfo=None) + _offset(self.moments[0], zone=zone)
        self.after = change.replace(tzinfo=None) + _offset(self.moments[1], zone=zone)
        super().__init__(self.sentence())

    @abstractmethod
    def sentence(self) -> str:
        """Why, and what would be possible."""

    def _clock(self, at: datetime) -> str:
        """For example 02:00; on another day than the one asked for, with that day."""
        return f"{at:%H:%M}" if at.date() == self.local.date() else f"{at:%H:%M} on {at:%-d %b %Y}"

    def _change(self, direction: str) -> str:
        span = f"from {self._clock(self.before)} to {self._clock(self.after)}"
        return f"On {self.local:%-d %b %Y} the clock is put {direction} {span}"


class NoSuchTime(Unclear):
    """The clock skips this time on this day."""

    def sentence(self) -> str:
        return (
            f"{self._change('forward')}: there is no {self.local:%H:%M}. "
            f"Choose {self._clock(self.before - MINUTE)} or earlier, or {self._clock(self.after)} or later."
        )


class TwiceThatNight(Unclear):
    """The clock shows this time twice: `moments`, in UTC, and their `names`, the earlier one first."""

    def __init__(self, local: datetime, *, zone: tzinfo):
        super().__init__(local, zone=zone)
        first, second = (_offset_words(_offset(at, zone=zone)) for at in self.moments)
        self.names = (f"{local:%H:%M} summer time ({first})", f"{local:%H:%M} standard time ({second})")

    def sentence(self) -> str:
        return f"{self._change('back')}: {self.local:%H:%M} comes twice. Choose which one you mean."

    def fold_of(self, meant: datetime | None) -> int | None:
        """Which of both that is, to the minute; None for neither."""
        seconds = timedelta(seconds=self.local.second, microseconds=self.local.microsecond)
        minutes = [at - seconds for at in self.moments]
        minute = meant and meant.astimezone(UTC).replace(second=0, microsecond=0)
        return minutes.index(minute) if minute in minutes else None


def moment(local: datetime, *, zone: tzinfo, fold: int | None = None) -> datetime:
    """The moment, in UTC, at which a clock in `zone` shows `local` (naive; see PEP 495 for `fold`).

    Raises NoSuchTime; TwiceThatNight unless `fold` says which; OverflowError at the ends of the calendar.
    """
    first, second = _both(local, zone=zone)
    if first > second:
        raise NoSuchTime(local, zone=zone)
    if first < second and fold is None:
        raise TwiceThatNight(local, zone=zone)
    return second if fold else first


def settled(local: datetime, *, zone: tzinfo, meant: Iterable[datetime | None]) -> datetime:
    """The same; of a time that comes twice, the first of `meant` that is one of the two."""
    try:
        return moment(local, zone=zone)
    except TwiceThatNight as twice:
        folds = [fold for answer in meant if (fold := twice.fold_of(answer)) is not None]
        if not folds:
            raise
        return twice.moments[folds[0]]


def twice(local: datetime, *, zone: tzinfo) -> TwiceThatNight | None:
    """Both moments of a time that comes twice, or None for any other."""
    try:
        moment(local, zone=zone)
    except TwiceThatNight as found:
        return found
    except (NoSuchTime, OverflowError):
        pass
    return None


def words(at: datetime, *, zone: tzinfo) -> str:
    """For example 3 Jan 2026 09:00; in the hour that comes twice it says which one."""
    local = at.astimezone(zone)
    found = twice(local.replace(tzinfo=None, fold=0), zone=zone)
    return f"{local:%-d %b %Y} {found.names[local.fold] if found else f'{local:%H:%M}'}"


def read(text: str) -> datetime | None:
    """A moment written by a form of ours (ISO 8601 with its offset), or None."""
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _both(local: datetime, *, zone: tzinfo) -> tuple[datetime, datetime]:
    """By the offset before a change nearby, and by the one after it; mostly they are the same."""
    naive = local.replace(tzinfo=None)
    first, second = (naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first, second


def _offset(at: datetime, *, zone: tzinfo) -> timedelta:
    return at.astimezone(zone).utcoffset()


def _change_between(first: datetime, second: datetime, *, zone: tzinfo) -> datetime:
    """The moment after `first` at which the clock is changed; `second` is later than that, or it."""
    old = _offset(first, zone=zone)
    while second - first > timedelta(seconds=1):
        middle = first + (second - first) / 2
        first, second = (middle, second) if _offset(middle, zone=zone) == old else (first, middle)
    return second.replace(microsecond=0)


def _offset_words(offset: timedelta) -> str:
    """For example UTC, UTC+2, UTC−4, UTC+10:30."""
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return "UTC" + (f"{sign}{hours}" + (f":{rest:02}" if rest else "") if minutes else "")
