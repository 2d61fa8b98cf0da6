"""What several articles can go through at once (`articles.bulk`): the verbs of an article's state, and changes of its
section, tags and bylines.

A change goes into the working copy, three ways with what somebody saved since the editor looked. What makes something
public is refused where she has not seen what would become so.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from articles import clock, publishing, scheduling, snapshots, tagging
from articles.bulk import EDITORS_ONLY, Chosen, NothingToDo
from articles.clock import NoSuchTime
from articles.models import Article, Byline, Section, Status
from articles.refusals import PublishingError, moment_words
from articles.snapshots import Snapshot
from authors.models import Author

User = AbstractBaseUser
BEYOND_TIME = "There is no such date: choose an earlier beginning, or smaller steps."


def refuse_unseen(article: Article, chosen: Chosen) -> None:
    if chosen.number not in (None, article.copy_number):
        sentence = f"Somebody saved “{article}” after you looked. Look again before it goes out."
        raise PublishingError({"": [sentence]})


# --- the state of the whole article


@dataclass(frozen=True)
class Publish:
    needs_publishing: ClassVar = True

    def do(self, article: Article, *, by: User, chosen: Chosen) -> str:
        refuse_unseen(article, chosen)
        if article.is_live and article.working_state is None:
            raise NothingToDo("live already, with nothing unpublished")
        planned = article.published_at or snapshots.wished_date(snapshots.current(article))
        is_back_dated = planned is not None and planned <= timezone.now()
        publishing.publish(article, by=by, at=planned if is_back_dated and not article.was_public else None)
        if article.was_public and article.status != Status.DRAFT:
            return "live again" if article.status == Status.WITHDRAWN else "its unpublished changes live now"
        if planned is None:
            return "live now"
        when = moment_words(planned)
        return f"live now, dated {when}" if is_back_dated else f"live now, no longer on {when}"


@dataclass(frozen=True)
class Schedule:
    """The first at `first`, each other `every` so many `unit` later: by the clock for days, by time passed for less. Of a
    time that comes twice that night, the earlier one."""

    first: datetime
    every: int = 1
    unit: str = "days"
    needs_publishing: ClassVar = True

    def moment(self, place: int) -> datetime:
        """Raises PublishingError where the clock skips it, or time does not reach so far."""
        try:
            if self.unit != "days":
                return self.first.astimezone(UTC) + timedelta(**{self.unit: self.every * place})
            local = timezone.localtime(self.first)
            shown = datetime.combine(local.date() + timedelta(days=self.every * place), local.time())
            return clock.moment(shown, zone=timezone.get_current_timezone(), fold=0)
        except NoSuchTime as skipped:
            raise PublishingError({"time": [str(skipped)]}) from skipped
        except OverflowError as error:
            raise PublishingError({"published_at": [BEYOND_TIME]}) from error

    def do(self, article: Article, *, by: User, chosen: Chosen) -> str:
        at = self.moment(chosen.place)
        if article.is_scheduled:
            return _rescheduled(article, by=by, at=at)
        if article.was_public and article.status in (Status.PUBLISHED, Status.WITHDRAWN):
            raise PublishingError({"": [f"Readers have already seen “{article}”: its date stays."]})
        refuse_unseen(article, chosen)
        scheduling.schedule(article, by=by, at=at)
        return f"scheduled for {moment_words(at)}"


def _rescheduled(article: Article, *, by: User, at: datetime) -> str:
    if at == article.published_at:
        raise NothingToDo(f"scheduled for {moment_words(at)} already")
    scheduling.reschedule(article, by=by, at=at)
    words = f"scheduled for {moment_words(at)} instead of {moment_words(article.published_at)}"
    return f"{words}; its unpublished changes wait" if article.working_state else words


@dataclass(frozen=True)
class Withdraw:
    public_note: str = ""
    needs_publishing: ClassVar = True

    def do(self, article: Article, *, by: User, chosen: Chosen) -> str:
        if article.status == Status.WITHDRAWN:
            raise NothingToDo("withdrawn already")
        publishing.withdraw(article, by=by, public_note=self.public_note)
        return "a draft again" if article.is_scheduled else "withdrawn"


@dataclass(frozen=True)
class Trash:
    needs_publishing: ClassVar = True

    def do(self, article: Article, *, by: User, chosen: Chosen) -> str:
        if article.status == Status.TRASHED:
            raise NothingToDo("in the trash already")
        publishing.trash(article, by=by)
        return "in the trash"


@dataclass(frozen=True)
class Restore:
    needs_publishing: ClassVar = True

    def do(self, article: Article, *, by: User, chosen: Chosen) -> str:
        if article.is_live or article.status == Status.DRAFT:
            raise NothingToDo("neither withdrawn nor in the trash")
        restored = publishing.restore(article, by=by)
        return "live again" if restored.is_live else restored.get_status_display()


# --- changes of its working copy


@dataclass(frozen=True, kw_only=True)
class WorkingChange(ABC):
    """`is_published`: where the article is out or scheduled, the change is so, too, with all that was unpublished."""

    is_published: bool = False
    needs_publishing: ClassVar = False

    @abstractmethod
    def changed(self, snapshot: Snapshot) -> tuple[Snapshot, str]:
        """The fields that become others, and the change in words. Raises NothingToDo."""

    def do(self, article: Article, *, by: User, chosen: Chosen) -> str:
        if self.is_published and not publishing.may_publish(by):
            raise PublishingError({"": [EDITORS_ONLY]})
        began_from, number = _began_from(article, chosen)
        fields, words = self.changed(began_from)
        state = publishing.save(article, began_from | fields, by=by, base_number=number).state
        if self.is_published and article.status == Status.PUBLISHED:
            refuse_unseen(article, chosen)
            return words + _published(article, by=by)
        is_asked_again = article.working_state not in (None, state)
        return words + _where(article) + (", in review again" if is_asked_again else "")


def _began_from(article: Article, chosen: Chosen) -> tuple[Snapshot, int]:
    """The state the editor saw; where it is not known any more, that of now."""
    if chosen.number in (None, article.copy_number):
        return snapshots.current(article), article.copy_number
    state = snapshots.as_of(article, chosen.number)
    if state is None:
        return snapshots.current(article), article.copy_number
    return snapshots.whole(state.snapshot), chosen.number


def _published(article: Article, *, by: User) -> str:
    at = article.published_at if article.is_scheduled else None
    publishing.publish(article, by=by, at=at)
    words = f", scheduled for {moment_words(at)}" if at else ", live now"
    return f"{words} with the other unpublished changes" if article.working_state else words


def _where(article: Article) -> str:
    if article.status == Status.DRAFT:
        return ""
    if article.status == Status.TRASHED:
        return ", in the trash"
    state = "scheduled" if article.is_scheduled else "live" if article.is_live else "withdrawn"
    return f", as an unpublished change of the {state} article"


@dataclass(frozen=True)
class ChangeSection(WorkingChange):
    section: Section

    def changed(self, snapshot: Snapshot) -> tuple[Snapshot, str]:
        if snapshot["section"] == self.section.pk:
            raise NothingToDo(f"section {self.section} already")
        before = Section.objects.filter(pk=snapshot["section"]).first()
        return {"section": self.section.pk}, f"section: {before or 'none'} → {self.section}"


@dataclass(frozen=True)
class AddTags(WorkingChange):
    names: tuple[str, ...]

    def changed(self, snapshot: Snapshot) -> tuple[Snapshot, str]:
        there = {tag.key: tag.name for tag in tagging.resolve(snapshot["tags"])}
        wanted = tagging.resolve(self.names)
        new = [tag.name for tag in wanted if tag.key not in there]
        known = [there[tag.key] for tag in wanted if tag.key in there]
        already = f"{_tags(known)} {'is' if len(known) == 1 else 'are'} there already" if known else ""
        if not new:
            raise NothingToDo(already)
        tags = [*snapshot["tags"], *new]
        if len(tags) > tagging.TAGS_LIMIT:
            sentence = f"It would have {len(tags)} tags; an article has at most {tagging.TAGS_LIMIT}."
            raise PublishingError({"tags": [sentence]})
        return {"tags": tags}, f"{_tags(new)} added" + (f" ({already})" if already else "")


def _tags(names: list[str]) -> str:
    return f"{'tag' if len(names) == 1 else 'tags'} {', '.join(names)}"


@dataclass(frozen=True)
class ReplaceAuthor(WorkingChange):
    before: Author
    after: Author

    def changed(self, snapshot: Snapshot) -> tuple[Snapshot, str]:
        rows = snapshot["bylines"]
        if all(row["author"] != self.before.pk for row in rows):
            raise NothingToDo(f"{self.before} is not in its bylines")
        keys = [
            (self.after.pk if row["author"] == self.before.pk else row["author"], row["role"]) for row in rows
        ]
        bylines = [{"author": author, "role": role} for author, role in dict.fromkeys(keys)]
        return {"bylines": bylines}, f"bylines: {self.before} → {self.after}"


@dataclass(frozen=True)
class AddByline(WorkingChange):
    author: Author
    role: str

    def changed(self, snapshot: Snapshot) -> tuple[Snapshot, str]:
        row = {"author": self.author.pk, "role": self.role}
        label = f"{Byline.Role(self.role).label} by {self.author}"
        if row in snapshot["bylines"]:
            raise NothingToDo(f"{label} is there already")
        return {"bylines": [*snapshot["bylines"], row]}, f"{label} added"
