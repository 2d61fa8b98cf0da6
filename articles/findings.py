"""What live articles say that is no longer so, in one list, and an editor's answer that it is right all the same.

Three sources: sentences whose fact moved (kept by `articles.moved_facts`), previews whose release has passed, and
trailers that are gone (noted by `articles.trailers`); the last two are found by looking, with the moment as an
argument. An answer about them is kept as a row too, for that very day or address: another one asks again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, Left
from django.utils import timezone

from articles.body.sentences import LABEL_END, fragment_to
from articles.facts import MAIN_FIRST, day_words
from articles.models import (
    Article,
    Copy,
    Format,
    MovedFact,
    Release,
    Revision,
    Status,
    Subject,
    Work,
    WorkUse,
)
from articles.querysets import LONG_COLUMNS

Kind = MovedFact.Kind
LISTED = 200  # of each source; the rest follows when these are done
HISTORY_AFTER = timedelta(days=3 * 365)  # an older preview is history, and its date says so
OLD_LENGTH = MovedFact._meta.get_field("old").max_length
# Where a sentence may stand beside the body; the second: whether the page shows it.
PLACES = {
    "headline_plain": ("headline", True), "dek_plain": ("dek", True), "kicker": ("kicker", True),
    "seo_title": ("title for search engines", False), "meta_description": ("description for search engines", False),
    "featured_alt": ("alt text of the picture", False), "featured_caption": ("caption of the picture", True),
    "verdict": ("verdict", True),
}  # fmt: skip
_UNREAD = tuple(f"article__{name}" for name in LONG_COLUMNS) + (
    "work__rendered_web",
    "work__structured",
    "work__synopsis",
)


@dataclass(frozen=True)
class Finding:
    """One thing to look at in one live article.

    `old` and `new` are words of the fact; of a release that passed its last day (ISO) and its date in words, of a
    trailer its address and nothing. `pk`: of the row that keeps it, if one does.
    """

    kind: str
    article: Article
    work: Work
    old: str
    new: str
    found_at: datetime
    phrase: str = ""
    sentence: str = ""
    pk: int | None = None

    @property
    def key(self) -> str:
        """Names it in a form, together with what was seen: something else has another key."""
        if self.pk is not None:
            return f"fact-{self.pk}"
        seen = sha256(self.old.encode()).hexdigest()[:12]
        return f"{self.kind}-{self.article.pk}-{self.work.pk}-{seen}"

    @property
    def label(self) -> str:
        return Kind(self.kind).label

    @property
    def text(self) -> str:
        """The sentence without the label of its cell."""
        return self.sentence.rpartition(LABEL_END)[2]

    @property
    def field(self) -> str:
        """The field of the article's form that holds the sentence, for example "seo_title"; "" for its body."""
        return self._attribute.removesuffix("_plain")

    @property
    def place(self) -> str:
        """The same in words, for example "title for search engines"."""
        return PLACES[self._attribute][0] if self._attribute else ""

    @property
    def live_url(self) -> str:
        """The page, at the very sentence where it shows it."""
        is_shown = self.sentence and (not self._attribute or PLACES[self._attribute][1])
        return self.article.get_absolute_url() + (fragment_to(self.sentence) if is_shown else "")

    @property
    def parts(self) -> tuple[str, str, str]:
        """The sentence on one line: before the old phrase, the phrase, behind it."""
        line = self.sentence.replace(LABEL_END, ": ")
        before, phrase, after = line.partition(self.phrase) if self.phrase else (line, "", "")
        return before, phrase, after

    @property
    def _attribute(self) -> str:
        texts = ((name, getattr(self.article, name) or "") for name in PLACES)
        return next((name for name, text in texts if self.sentence and self.sentence in text), "")


def open_facts(at: datetime | None = None) -> list[Finding]:
    """Everything to look at in articles that are live at the moment `at` (default: now), newest first; five queries."""
    at = at or timezone.now()
    found = [*_moved(at), *_overtaken(at), *_without_trailer(at)]
    return sorted(found, key=lambda finding: finding.found_at, reverse=True)


def open_count(at: datetime | None = None) -> int:
    """How many `open_facts` would give, without reading them; five queries."""
    at = at or timezone.now()
    trailers = {pair for rows in _trailer_rows(at) for pair in rows.values_list("article", "work")[:LISTED]}
    return _moved_rows(at)[:LISTED].count() + _overtaken_rows(at)[:LISTED].count() + len(trailers)


def still_right(finding: Finding, *, by: AbstractBaseUser | None, at: datetime | None = None) -> None:
    """An editor says that the article is right all the same: the finding leaves the list."""
    answer = {"settled_at": at or timezone.now(), "settled_by": by}
    if finding.pk is not None:
        MovedFact.objects.filter(pk=finding.pk, settled_at=None).update(**answer)
    else:
        MovedFact.objects.create(
            article=finding.article,
            work=finding.work,
            kind=finding.kind,
            old=finding.old,
            new=finding.new,
            **answer,
        )


# --- sentences whose fact moved


def _moved(at: datetime) -> Iterator[Finding]:
    for row in _moved_rows(at).select_related("article", "work").defer(*_UNREAD)[:LISTED]:
        yield Finding(
            row.kind, row.article, row.work, row.old, row.new, row.found_at, row.phrase, row.sentence, row.pk
        )


def _moved_rows(at: datetime) -> QuerySet[MovedFact]:
    return MovedFact.objects.filter(settled_at=None, **_live(at)).order_by("-found_at", "pk")


def _live(at: datetime) -> dict:
    return {"article__status": Status.PUBLISHED, "article__published_at__lte": at}


# --- previews whose release has passed


def _overtaken(at: datetime) -> Iterator[Finding]:
    rows = _overtaken_rows(at).annotate(out_from=_of_main("date"), precision=_of_main("precision"))
    for row in rows.select_related("article", "work").defer(*_UNREAD)[:LISTED]:
        words = day_words(Release(date=row.out_from, precision=row.precision))
        yield Finding(
            Kind.PASSED, row.article, row.work, row.out_on.isoformat(), words, _day_after(row.out_on)
        )


def _overtaken_rows(at: datetime) -> QuerySet[Subject]:
    """Main works of live previews whose main release lay ahead when an editor last published the article, and
    lies behind now: its last day is over. `out_on`: that day."""
    published_since = Revision.objects.filter(
        article=OuterRef("article"), kind=Revision.Kind.PUBLISHED, made_at__date__gt=OuterRef("out_on")
    )
    previews = Subject.objects.filter(
        position=0, article__format=Format.PREVIEW, article__published_at__gte=at - HISTORY_AFTER, **_live(at)
    )
    return (
        previews.annotate(out_on=_of_main("last_day"))
        .filter(
            Q(article__updated_at=None) | Q(article__updated_at__date__lte=F("out_on")),
            ~Exists(published_since),
            ~_is_answered(Kind.PASSED, Cast(OuterRef("out_on"), CharField())),
            out_on__lt=timezone.localdate(at),
            article__published_at__date__lte=F("out_on"),
        )
        .order_by("-article__published_at", "-article")
    )


def _of_main(column: str) -> Subquery:
    """A column of the release the row's work is known by."""
    return Subquery(Release.objects.filter(work=OuterRef("work")).order_by(*MAIN_FIRST).values(column)[:1])


def _is_answered(kind: Kind, seen: Cast | Left) -> Exists:
    return Exists(
        MovedFact.objects.filter(
            article=OuterRef("article"), work=OuterRef("work"), kind=kind, old=seen, settled_at__isnull=False
        )
    )


def _day_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


# --- trailers that are gone


def _without_trailer(at: datetime) -> Iterator[Finding]:
    seen = set()
    for rows in _trailer_rows(at):
        for row in rows.select_related("article", "work").defer(*_UNREAD)[:LISTED]:
            if (row.article_id, row.work_id) not in seen:
                seen.add((row.article_id, row.work_id))
                url = row.work.trailer_url[:OLD_LENGTH]
                yield Finding(Kind.TRAILER, row.article, row.work, url, "", row.work.trailer_failed_at)


def _trailer_rows(at: datetime) -> list[QuerySet[Subject] | QuerySet[WorkUse]]:
    """Live articles whose main work has lost its trailer, and those with a block that shows it; none asked for
    where no trailer is lost."""
    lost = Work.objects.exclude(trailer_failed_at=None).order_by("-trailer_failed_at", "-pk")
    works = list(lost.values_list("pk", flat=True)[:LISTED])
    if not works:
        return []
    is_answered = _is_answered(Kind.TRAILER, Left(OuterRef("work__trailer_url"), OLD_LENGTH))
    block = Concat(Value('data-work="'), F("work__uid"), Value('" data-show="trailer"'))
    about = Subject.objects.filter(~is_answered, position=0, work__in=works, **_live(at))
    showing = WorkUse.objects.filter(
        ~is_answered, copy=Copy.LIVE, work__in=works, article__body__contains=block, **_live(at)
    )
    return [rows.order_by("-work__trailer_failed_at", "-article") for rows in (about, showing)]
