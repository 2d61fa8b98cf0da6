"""Facts that moved: what live articles still say although their work says otherwise.

When a saved work changed, `note` reads the articles about it and keeps every typed sentence that holds the old
value; `look_again` lets go of those an editor has mended. What only time or another site changes (a release that
passed, a trailer that is gone) is found by looking, in `articles.findings`, and so is the list of all of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.utils import timezone

from articles.body import old_values, typed
from articles.body.fold import fold
from articles.body.old_values import OldDate, OldName
from articles.body.typed import Passage
from articles.body.vocabulary import BodyRefused
from articles.facts import day_words
from articles.models import Article, Copy, MovedFact, Status, Subject, Work, WorkUse
from articles.models.release import Release, span

Kind = MovedFact.Kind
Known = tuple[date | None, str]  # a date and its precision, as a release has them
BATCH = 100  # articles read at once
# What is typed into an article beside its body; the plain form of a headline and a dek.
FIELDS = (
    "headline_plain", "dek_plain", "kicker", "seo_title", "meta_description", "featured_alt", "featured_caption",
    "verdict",
)  # fmt: skip
_COLUMNS = (*(name.removesuffix("_plain") for name in FIELDS), "body")


@dataclass(frozen=True)
class FactState:
    """What an article may have written down of a work. `dates`: by the release's uid, the date and its precision."""

    name: str
    company: str
    dates: dict[str, Known]


@dataclass(frozen=True)
class Change:
    """One fact that moved. `fact` tells releases apart; `old` and `new` are words, "" for what is not there.
    `sought`: what to look for in texts, or None where the old words are not wrong."""

    kind: str
    fact: str
    old: str
    new: str
    sought: OldDate | OldName | None


def fact_state(work: Work) -> FactState:
    """Reads a work loaded with `Work.objects.told()`."""
    dates = {release.uid: (release.date, release.precision) for release in work.releases.all()}
    return FactState(work.name, work.company, dates)


def note(work: Work, *, before: FactState | None, after: FactState, at: datetime | None = None) -> int:
    """List the sentences of published and scheduled articles about the work that still say what was so before.

    Call it in the transaction that saved the work. How many sentences are new on the list.
    """
    changes = list(_changes(before, after)) if before else []
    asked_again = [row for change in changes for row in _follow(work, change)]
    sought = [change for change in changes if change.sought]
    if not sought and not asked_again:
        return 0
    rows: list[MovedFact] = []
    for article in _articles_about(work):
        passages = passages_of(article)
        rows += _still_said(article, work, passages, sought)
        rows += _still_standing(article, passages, asked_again)
    rows = _not_there_yet(work, rows)
    found_at = at or timezone.now()  # the same for all, so that they stay in the order of the text
    for row in rows:
        row.found_at = found_at
    MovedFact.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def look_again(article: Article) -> None:
    """The article was published: what an editor mended leaves the list, what she only reworded stays on it."""
    rows = list(MovedFact.objects.filter(article=article, settled_at=None).exclude(phrase=""))
    if not rows:
        return
    passages = passages_of(article)
    for row in rows:
        there = old_values.holding_phrase(passages, row.phrase)
        if row.sentence in there:
            continue
        taken = {other.sentence for other in rows if (other.kind, other.fact) == (row.kind, row.fact)}
        reworded = next((sentence for sentence in there if sentence not in taken), None)
        if reworded is None:
            row.delete()
        else:
            row.sentence = reworded
            row.save(update_fields=["sentence"])


def passages_of(article: Article) -> list[Passage]:
    """Everything an editor typed into the live copy."""
    fields = [Passage(text) for name in FIELDS if (text := getattr(article, name))]
    try:
        return [*fields, *typed.passages(article.body)]
    except BodyRefused:  # from a time before the limits: it cannot be read, so it cannot be rendered either
        return fields


# --- what changed


def _changes(before: FactState, after: FactState) -> Iterator[Change]:
    if fold(before.name) != fold(after.name):
        yield Change(Kind.NAME, "", before.name, after.name, OldName(before.name, after.name))
    if fold(before.company) != fold(after.company):
        sought = OldName(before.company, after.company) if before.company else None
        yield Change(Kind.COMPANY, "", before.company, after.company, sought)
    for uid, old in before.dates.items():
        new = after.dates.get(uid)
        if old != new and not _is_replaced(old, new, after):
            sought = _old_date(old, new, before.name)
            yield Change(Kind.DATE, uid, _date_words(old), _date_words(new), sought)


def _is_replaced(old: Known, new: Known | None, after: FactState) -> bool:
    """A line that was taken out and typed again: the date is still one of the work's."""
    return new is None and old in after.dates.values()


def _old_date(old: Known, new: Known | None, name: str) -> OldDate | None:
    """What to look for; nothing where there was no date, or where the new one only says it more exactly."""
    day, precision = old
    if day is None or (new and _is_within(new, old)):
        return None
    is_other_month = not (new and _is_within(new, (day, Release.Precision.MONTH)))
    return OldDate(day, precision, name, with_month=is_other_month)


def _is_within(inner: Known, outer: Known) -> bool:
    if inner[0] is None or outer[0] is None:
        return False
    (first, last), (begin, end) = span(*inner), span(*outer)
    return begin <= first and last <= end


def _date_words(known: Known | None) -> str:
    return day_words(Release(date=known[0], precision=known[1])) if known else ""


# --- rows


def _follow(work: Work, change: Change) -> list[MovedFact]:
    """Tell open rows of the fact what it is now; those it moved back to go.

    Gives new rows, unsaved, for what an editor settled while it was something else: that answer holds no longer.
    """
    rows = MovedFact.objects.filter(work=work, kind=change.kind, fact=change.fact)
    still_open = rows.filter(settled_at=None)
    still_open.filter(old=change.new).delete()
    still_open.update(new=change.new)
    settled = rows.exclude(settled_at=None).exclude(old=change.new).exclude(new=change.new)
    return [
        MovedFact(
            article_id=row.article_id, work=work, kind=row.kind, fact=row.fact, old=row.old, new=change.new,
            phrase=row.phrase, sentence=row.sentence,
        )
        for row in settled
    ]  # fmt: skip


def _articles_about(work: Work) -> Iterator[Article]:
    """Published and scheduled articles about the work, or whose live body shows it."""
    pks = set(Subject.objects.filter(work=work).values_list("article", flat=True))
    pks |= set(WorkUse.objects.filter(work=work, copy=Copy.LIVE).values_list("article", flat=True))
    remaining = iter(sorted(pks))
    while batch := list(islice(remaining, BATCH)):
        yield from Article.objects.filter(pk__in=batch, status=Status.PUBLISHED).only(*_COLUMNS)


def _still_said(
    article: Article, work: Work, passages: list[Passage], changes: Iterable[Change]
) -> Iterator[MovedFact]:
    for change in changes:
        for held in old_values.holding(passages, change.sought):
            yield MovedFact(
                article=article, work=work, kind=change.kind, fact=change.fact, old=change.old, new=change.new,
                phrase=held.phrase, sentence=held.sentence,
            )  # fmt: skip


def _still_standing(
    article: Article, passages: list[Passage], rows: Iterable[MovedFact]
) -> Iterator[MovedFact]:
    for row in rows:
        if row.article_id == article.pk and row.sentence in old_values.holding_phrase(passages, row.phrase):
            yield row


def _not_there_yet(work: Work, rows: list[MovedFact]) -> list[MovedFact]:
    """Each sentence once for a fact, and none an editor has answered for this very change."""
    there = MovedFact.objects.filter(work=work)
    is_open = {_place(row) for row in there.filter(settled_at=None)}
    answered = {(_place(row), row.old, row.new) for row in there.exclude(settled_at=None)}
    kept: dict[tuple, MovedFact] = {}
    for row in rows:
        if _place(row) not in is_open and (_place(row), row.old, row.new) not in answered:
            kept.setdefault(_place(row), row)
    return list(kept.values())


def _place(row: MovedFact) -> tuple:
    return (row.article_id, row.kind, row.fact, row.sentence)
