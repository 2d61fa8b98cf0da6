"""The editorial calendar: what stands on which day, seen by one editor, in the site's time zone.

Live, scheduled and withdrawn articles stand on the day of their `published_at`, drafts on the day their working copy
wishes for. Moments are looked up first, through indexes; only what is shown is then loaded. Nothing here changes
anything: see `articles.moving`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone

from articles import clock
from articles.models import Article, Byline, Status, WorkingCopy
from articles.querysets import ArticleQuerySet

User = AbstractBaseUser
ON_THE_CALENDAR = (Status.PUBLISHED, Status.WITHDRAWN)


class State(models.TextChoices):
    """What an article is on its day."""

    PLANNED = "planned", "planned"
    SCHEDULED = "scheduled", "scheduled"
    EMBARGOED = "embargoed", "embargo ends"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"


OFFERED = (State.PLANNED, State.SCHEDULED, State.EMBARGOED, State.PUBLISHED, State.WITHDRAWN)  # as filters
MOVABLE = (State.PLANNED, State.SCHEDULED)


class Choices(NamedTuple):
    """What the calendar is narrowed to: a section's slug, an author's slug, a state; "" for all."""

    section: str = ""
    author: str = ""
    state: str = ""


class Slot(NamedTuple):
    """That an article stands at a moment, and as what; sorted by the clock."""

    moment: datetime
    pk: int
    state: State


@dataclass(frozen=True)
class Entry:
    """One article on its day. `moment` is in the site's time zone."""

    article: Article
    moment: datetime
    state: State
    byline_names: list[str] = field(default_factory=list)

    @property
    def instant(self) -> datetime:
        """The moment in UTC, to compare with: in the hour that comes twice, no local time equals another zone's."""
        return self.moment.astimezone(UTC)

    @property
    def is_movable(self) -> bool:
        return self.state in MOVABLE

    @property
    def has_passed(self) -> bool:
        return self.state == State.PLANNED and self.moment <= timezone.now()

    @property
    def state_words(self) -> str:
        """For example "scheduled, with unpublished changes"."""
        words = [self.state.label]
        working_copy = getattr(self.article, "working_copy", None)
        if working_copy and working_copy.state == WorkingCopy.State.SUBMITTED:
            words.append("in review")
        elif working_copy and self.state == State.SCHEDULED:
            words.append("with unpublished changes")
        if self.has_passed:
            words.append("its day has passed")
        return ", ".join(words)


# --- time


def start_of(day: date) -> datetime:
    """The first moment of a day where the site lives."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def on_clock(day: date, time_of_day: time, *, meant: Iterable[datetime | None] = ()) -> datetime:
    """The moment, in UTC, at which the site's clock shows this on that day; of two, the first one of `meant`.

    Raises clock.NoSuchTime and clock.TwiceThatNight.
    """
    local = datetime.combine(day, time_of_day.replace(tzinfo=None, fold=0))
    return clock.settled(local, zone=timezone.get_current_timezone(), meant=meant)


# --- what stands when


def may_look(user: User) -> bool:
    return user.has_perm("articles.view_article") or user.has_perm("articles.change_article")


def slots(user: User, *, start: datetime, end: datetime, choices: Choices = Choices()) -> list[Slot]:  # noqa: B008 - immutable
    """Everything `user` may see from `start` until before `end`, by the clock. Two queries."""
    seen = _narrowed(Article.objects.visible_to(user), choices)
    found = [*_live(seen, start, end), *_planned(seen, start, end), *_embargoes(seen, start, end)]
    return sorted(slot for slot in found if choices.state in ("", slot.state))


def _narrowed(seen: ArticleQuerySet, choices: Choices) -> ArticleQuerySet:
    if choices.section:
        seen = seen.filter(section__slug=choices.section)
    if choices.author:
        bylines = Byline.objects.filter(article=models.OuterRef("pk"), author__slug=choices.author)
        seen = seen.filter(models.Exists(bylines))
    return seen


def _live(seen: ArticleQuerySet, start: datetime, end: datetime) -> Iterable[Slot]:
    """Published, scheduled and withdrawn ones."""
    rows = seen.filter(status__in=ON_THE_CALENDAR, published_at__gte=start, published_at__lt=end)
    now = timezone.now()
    for pk, status, moment in rows.order_by().values_list("pk", "status", "published_at"):
        yield Slot(moment, pk, _state_of(status, moment, now))


def _planned(seen: ArticleQuerySet, start: datetime, end: datetime) -> Iterable[Slot]:
    """Drafts whose working copy has a date."""
    rows = seen.filter(
        status=Status.DRAFT, working_copy__wished_at__gte=start, working_copy__wished_at__lt=end
    )
    for pk, moment in rows.order_by().values_list("pk", "working_copy__wished_at"):
        yield Slot(moment, pk, State.PLANNED)


def _embargoes(seen: ArticleQuerySet, start: datetime, end: datetime) -> Iterable[Slot]:
    """An embargo stands on the day it ends, besides whatever else the article stands on."""
    rows = seen.filter(embargo_until__gte=start, embargo_until__lt=end).exclude(status=Status.TRASHED)
    for pk, moment in rows.order_by().values_list("pk", "embargo_until"):
        yield Slot(moment, pk, State.EMBARGOED)


def _state_of(status: str, moment: datetime, now: datetime) -> State:
    if status == Status.WITHDRAWN:
        return State.WITHDRAWN
    return State.PUBLISHED if moment <= now else State.SCHEDULED


def entries(found: Iterable[Slot]) -> list[Entry]:
    """The slots with all that is shown of them. Three queries, however many there are."""
    found = list(found)
    there = Article.objects.for_planning().in_bulk({slot.pk for slot in found})
    return [_entry(there[slot.pk], slot) for slot in found if slot.pk in there]


def _entry(article: Article, slot: Slot) -> Entry:
    names = list(dict.fromkeys(byline.author.name for byline in article.byline_list))
    return Entry(article, timezone.localtime(slot.moment), slot.state, names)


def entry_of(article: Article) -> Entry | None:
    """Where an article stands now, or None where it stands nowhere."""
    article = Article.objects.for_planning().get(pk=article.pk)
    working_copy = getattr(article, "working_copy", None)
    if article.status in ON_THE_CALENDAR:
        state = _state_of(article.status, article.published_at, timezone.now())
        return _entry(article, Slot(article.published_at, article.pk, state))
    if article.status == Status.DRAFT and working_copy and working_copy.wished_at:
        return _entry(article, Slot(working_copy.wished_at, article.pk, State.PLANNED))
    return None


def by_day(found: Iterable[Slot]) -> dict[date, list[Slot]]:
    """Slots by the day they fall on where the site lives."""
    days: dict[date, list[Slot]] = {}
    for slot in found:
        days.setdefault(timezone.localdate(slot.moment), []).append(slot)
    return days


def days_from(first: date, count: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]
