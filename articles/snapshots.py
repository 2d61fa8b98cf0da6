"""The working copy as data: one JSON object with everything the form holds.

A snapshot names rows by primary key, and tags by name, since a tag that nobody has published yet has no row.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles import merging
from articles.models import (
    Article,
    Byline,
    Change,
    Disclosure,
    Image,
    SavedState,
    Section,
    Series,
    Work,
    WorkingCopy,
)
from authors.models import Author

SCHEMA = 1
Snapshot = dict[str, Any]
STATES_KEPT = timedelta(days=30)  # a form left open for longer than this cannot be merged

# Copied between snapshot and article as they are.
COLUMNS = (
    "headline", "dek", "slug", "kicker", "format", "body", "featured_alt", "featured_is_decorative",
    "featured_caption", "seo_title", "meta_description", "canonical_url", "series_order",
    "rating", "rating_scale", "verdict",
)  # fmt: skip
# Foreign keys, held as primary keys.
REFERENCES = ("section", "featured_image", "series")
# Every field that names rows by their keys.
ROWS = {
    "section": Section, "featured_image": Image, "series": Series, "also_show": Disclosure, "works": Work,
    "bylines": Author,
}  # fmt: skip
# What an article can do without: where its row is deleted, it just goes.
DISPENSABLE = ("series", "also_show", "works")

# What readers shall be told of the next publication: of the live copy there is nothing more to tell.
UNTOLD = {"change": Change.TYPO.value, "correction": ""}


def empty() -> Snapshot:
    """What a new article begins with."""
    return of_live(Article()) | {"tags": [], "bylines": [], "also_show": [], "works": []}


def of_live(article: Article) -> Snapshot:
    """The live copy as a snapshot."""
    snapshot = {name: getattr(article, name) for name in COLUMNS}
    snapshot |= {name: getattr(article, f"{name}_id") for name in REFERENCES}
    snapshot["published_at"] = article.published_at.isoformat() if article.published_at else None
    snapshot |= UNTOLD
    if article.pk:
        snapshot["tags"] = [tagged.tag.name for tagged in article.tagged.select_related("tag")]
        snapshot["bylines"] = [{"author": row.author_id, "role": row.role} for row in article.bylines.all()]
        snapshot["also_show"] = list(article.also_show.values_list("pk", flat=True))
        snapshot["works"] = list(article.subjects.values_list("work", flat=True))
    return snapshot


def current(article: Article) -> Snapshot:
    """What the editor goes on from: the working copy, or the live copy where there is none."""
    working_copy = WorkingCopy.objects.filter(article=article.pk).first() if article.pk else None
    if working_copy is None:
        return of_live(article)
    return without_lost_rows(whole(working_copy.snapshot), fields=DISPENSABLE)[0]


def whole(snapshot: Snapshot) -> Snapshot:
    """An older snapshot with every field of today's, and none that is gone."""
    start = empty()
    return {name: snapshot.get(name, value) for name, value in start.items()}


def keys_of(name: str, value: Any) -> list[int]:
    """The keys of the rows that a field of ROWS names."""
    if name in REFERENCES:
        return [value] if value else []
    return [row["author"] for row in value] if name == "bylines" else list(value)


def without_lost_rows(
    snapshot: Snapshot, *, fields: Iterable[str] = tuple(ROWS)
) -> tuple[Snapshot, tuple[str, ...]]:
    """The snapshot without the rows that were deleted since, and the names of the fields that lost one."""
    kept, lost = dict(snapshot), []
    for name in fields:
        keys = keys_of(name, snapshot[name])
        there = set(ROWS[name].objects.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
        if not there.issuperset(keys):
            lost.append(name)
            kept |= _emptied(name) if name in REFERENCES else {name: _those(name, snapshot[name], there)}
    return kept, tuple(lost)


def _emptied(name: str) -> Snapshot:
    """A reference that leads nowhere, and what only meant something together with it."""
    start = empty()
    group = next((group for group in merging.TOGETHER if name in group), (name,))
    return {field: start[field] for field in group}


def _those(name: str, entries: list, there: set[int]) -> list:
    return [entry for entry in entries if (entry["author"] if name == "bylines" else entry) in there]


def remember(article: Article, snapshot: Snapshot, *, by: AbstractBaseUser | None) -> None:
    """Keep what the editor goes on from at the article's number, and forget what is older than STATES_KEPT."""
    SavedState.objects.update_or_create(
        article=article,
        number=article.copy_number,
        defaults={"snapshot": snapshot, "saved_by": by, "saved_at": timezone.now()},
    )
    SavedState.objects.filter(
        article=article, number__lt=article.copy_number, saved_at__lt=timezone.now() - STATES_KEPT
    ).delete()


def as_of(article: Article, number: int) -> SavedState | None:
    """What the editor went on from at `number`, or None where that is not known any more."""
    return SavedState.objects.filter(article=article, number=number).select_related("saved_by").first()


def put_columns(article: Article, snapshot: Snapshot) -> None:
    """Set the article's columns from a snapshot, without saving. The slug and the date are the verbs' own."""
    for name in COLUMNS:
        if name != "slug":
            setattr(article, name, snapshot[name])
    for name in REFERENCES:
        setattr(article, f"{name}_id", snapshot[name])


def byline_rows(article: Article, snapshot: Snapshot) -> list[Byline]:
    """Unsaved byline rows, in order, each author and role once."""
    seen: dict[tuple[int, str], None] = {(row["author"], row["role"]): None for row in snapshot["bylines"]}
    return [
        Byline(article=article, author_id=author, role=role, position=position)
        for position, (author, role) in enumerate(seen)
    ]


def wished_date(snapshot: Snapshot):
    """The date the editor asked for as an aware datetime, or None."""
    return parse_datetime(snapshot["published_at"]) if snapshot.get("published_at") else None
