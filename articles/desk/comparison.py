"""Two versions of the same field beside each other, word by word, for an editor who has to decide."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from articles.body.render import words
from articles.body.vocabulary import BodyRefused
from articles.merging import Collision
from articles.models import Article, Image, Section, Series

LABELS = {
    "body": "Text", "featured_image": "Featured picture", "bylines": "Bylines", "also_show": "Notices", "works": "About",
    "tags": "Tags", "section": "Section", "published_at": "Date", "rating": "Rating", "series": "Series",
    "change": "Kind of change", "correction": "Correction",
}  # fmt: skip
ORDER = ("headline", "dek", "body", "featured_image", "section", "published_at", "format", "kicker", "slug")
ROWS = {"section": Section, "series": Series, "featured_image": Image}
LONGEST_BY_WORDS = 20_000  # characters
_TOKEN = re.compile(r"\S+\s*")


@dataclass(frozen=True)
class Piece:
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


def of_collisions(collisions: Iterable[Collision]) -> list[Comparison]:
    """Both sides of each, in the order of the form. (A database may give a snapshot's keys in any order.)"""

    def place(collision: Collision) -> tuple[int, str]:
        name = collision.fields[0]
        return (ORDER.index(name) if name in ORDER else len(ORDER), name)

    return [_comparison(collision) for collision in sorted(collisions, key=place)]


def labels(fields: Iterable[str]) -> list[str]:
    """The fields' names as editors know them, each once."""
    return list(dict.fromkeys(_label(name) for name in fields))


def _comparison(collision: Collision) -> Comparison:
    mine, theirs = (_text(side, collision.fields) for side in (collision.mine, collision.theirs))
    return Comparison(
        ", ".join(labels(collision.fields[:1])),
        _pieces(mine, theirs),
        _pieces(theirs, mine),
        json.dumps(collision.theirs),
    )


def _label(name: str) -> str:
    if name in LABELS:
        return LABELS[name]
    verbose = str(Article._meta.get_field(name).verbose_name)
    return verbose[:1].upper() + verbose[1:]


def _text(side: dict[str, Any], fields: tuple[str, ...]) -> str:
    """A side as an editor reads it; fields that belong together line by line."""
    if len(fields) == 1:
        return _words(fields[0], side[fields[0]])
    return "\n".join(
        f"{_label(name)}: {_words(name, side[name])}"
        for name in fields
        if side[name] not in (None, "", False)
    )


def _words(name: str, value: Any) -> str:
    if value is None or value == "":
        return "(empty)"
    if name == "body":
        try:
            return words(value)
        except BodyRefused:
            return value
    if name in ROWS:
        return str(ROWS[name].objects.filter(pk=value).first() or "(no longer there)")
    return "yes" if value is True else str(value)


def _tokens(own: str, other: str) -> list[str]:
    """Words; of long texts whole lines, since comparing takes the product of both lengths."""
    if len(own) * len(other) > LONGEST_BY_WORDS**2:
        return own.splitlines(keepends=True)
    return _TOKEN.findall(own)


def _pieces(own: str, other: str) -> list[Piece]:
    """The words of one side, marked where the other does not have them."""
    ours, others = _tokens(own, other), _tokens(other, own)
    pieces: list[Piece] = []
    bare = [
        [token.rstrip() for token in tokens] for tokens in (ours, others)
    ]  # a word is one at the end of a line too
    for kind, start, end, _from, _to in SequenceMatcher(None, *bare, autojunk=False).get_opcodes():
        if start < end:
            pieces.append(Piece("".join(ours[start:end]), kind != "equal"))
    return pieces
