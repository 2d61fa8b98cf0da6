"""Two versions of an article in an editor's words: both sides of a collision, or a milestone against another."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.dateparse import parse_datetime

from articles import snapshots
from articles.body.outline import Line, Word, words
from articles.desk import differences
from articles.desk.differences import IN, OUT, SAME, Shown
from articles.desk.names import Names
from articles.merging import Collision
from articles.models import Article, Image
from articles.snapshots import Snapshot

LABELS = {
    "body": "Text", "featured_image": "Featured picture", "bylines": "Bylines", "also_show": "Notices", "works": "About",
    "tags": "Tags", "section": "Section", "published_at": "Date", "rating": "Rating", "series": "Series",
    "change": "Kind of change", "correction": "Correction",
}  # fmt: skip
# The fields in the order of the form.
ORDER = (
    "headline", "dek", "body", "featured_image", "tags", "works", "section", "featured_alt", "featured_is_decorative",
    "featured_caption", "published_at", "change", "correction", "format", "kicker", "slug", "also_show", "rating",
    "rating_scale", "verdict", "series", "series_order", "seo_title", "meta_description", "canonical_url", "bylines",
)  # fmt: skip


class Piece(NamedTuple):
    """Some words, and whether only this side has them."""

    text: str
    is_own: bool


@dataclass(frozen=True)
class Comparison:
    """Both sides of one collision. `theirs_values`: JSON, what a script puts into the form's fields for theirs."""

    label: str
    mine: list[Piece]
    theirs: list[Piece]
    theirs_values: str


@dataclass(frozen=True)
class Difference:
    """A field that differs, both versions in one column. `pictures`: before and after, of the featured picture."""

    label: str
    lines: list[Shown]
    pictures: tuple[Image | None, Image | None] | None = None

    @property
    def is_only_markup(self) -> bool:
        """Whether the words are the same, and only something differs that is not shown here."""
        return not any(line.is_changed for line in self.lines)


def labels(fields: Iterable[str]) -> list[str]:
    """The fields' names as editors know them, each once."""
    return list(dict.fromkeys(_label(name) for name in fields))


def _label(name: str) -> str:
    if name in LABELS:
        return LABELS[name]
    verbose = str(Article._meta.get_field(name).verbose_name)
    return verbose[:1].upper() + verbose[1:]


# --- a milestone against another


def of_snapshots(before: Snapshot, after: Snapshot) -> list[Difference]:
    """The fields that differ, in the order of the form. A field that one side does not know is empty there."""
    before, after = snapshots.whole(before), snapshots.whole(after)
    names = Names([before, after])
    changed = [name for name in ORDER if not _is_same(name, before[name], after[name])]
    return [_difference(name, before[name], after[name], names) for name in changed]


def _is_same(name: str, before: Any, after: Any) -> bool:
    if name == "published_at" and before and after:
        return parse_datetime(before) == parse_datetime(after)
    return before == after or (before in (None, "") and after in (None, ""))


def _difference(name: str, before: Any, after: Any, names: Names) -> Difference:
    lines = differences.compare(*(_told_apart(name, value, names) for value in (before, after)))
    pictures = (
        tuple(names.row(name, value) for value in (before, after)) if name == "featured_image" else None
    )
    return Difference(_label(name), differences.fold(lines) if name == "body" else lines, pictures)


def _told_apart(name: str, value: Any, names: Names) -> list[Line]:
    """The lines of a value; a row's whole name is one word, which its number tells from another of that name."""
    lines = names.lines(name, value)
    if name not in snapshots.ROWS:
        return lines
    keys = snapshots.keys_of(name, value)
    return [
        (Word("".join(word.text for word in line), key=str(key)),)
        for line, key in zip(lines, keys, strict=True)
    ]


# --- both sides of a collision


def of_collisions(collisions: Iterable[Collision]) -> list[Comparison]:
    """Both sides of each, in the order of the form. (A database may give a snapshot's keys in any order.)"""
    collisions = sorted(collisions, key=lambda collision: ORDER.index(collision.fields[0]))
    names = Names([side for collision in collisions for side in (collision.mine, collision.theirs)])
    return [_comparison(collision, names) for collision in collisions]


def _comparison(collision: Collision, names: Names) -> Comparison:
    sides = (_lines(side, collision.fields, names) for side in (collision.mine, collision.theirs))
    shown = differences.compare(*sides)
    return Comparison(
        ", ".join(labels(collision.fields[:1])),
        _side(shown, OUT),
        _side(shown, IN),
        json.dumps(collision.theirs),
    )


def _lines(side: dict[str, Any], fields: tuple[str, ...], names: Names) -> list[Line]:
    """A side as an editor reads it; fields that belong together line by line."""
    if len(fields) == 1:
        return names.lines(fields[0], side[fields[0]]) or [words("(empty)")]
    named = [(name, names.lines(name, side[name])) for name in fields if side[name] is not False]
    return [(*words(f"{_label(name)}: "), *line) for name, lines in named for line in lines]


def _side(shown: list[Shown], own: str) -> list[Piece]:
    """What one side has, line by line."""
    pieces: list[Piece] = []
    for line in shown:
        of_side = [Piece(piece.text, piece.kind == own) for piece in line.pieces if piece.kind in (own, SAME)]
        if of_side and pieces:
            pieces.append(Piece("\n", False))
        pieces += of_side
    return pieces
