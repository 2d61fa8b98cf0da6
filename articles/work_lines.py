"""Credits and releases as one line of text, as a spreadsheet holds them, or as lists of objects, as JSON does. Pure.

Credits: "director: Gabriela Cowperthwaite; cast: Ariana DeBose as Dr. Kira Foster [American crew]".
Releases: "US theaters 2024-01-19; festival June 2023 at Tribeca Film Festival; streaming TBA expected".
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from articles import partial_dates
from articles.body.characters import clean_line, is_blank

ROLES = {
    "director", "creator", "showrunner", "writer", "author", "artist", "developer", "designer", "producer", "composer",
    "cast",
}  # fmt: skip
MEDIA = {
    "festival": "festival", "theaters": "theaters", "theatres": "theaters", "cinemas": "theaters",
    "streaming": "streaming", "television": "broadcast", "broadcast": "broadcast", "digital": "digital",
    "shops": "physical", "physical": "physical", "stage": "stage",
}  # fmt: skip
LINE_LENGTH = 600  # more than all that one may hold; what reads a line takes the square of its length
CERTAINTIES = ("confirmed", "expected", "postponed")
WORLD = {"", "world", "worldwide"}
SHORT = {"UK": "GB", "USA": "US"}
NO_TEXTS = {bool: "true or false", list: "a list", dict: "an object"}
_BROKEN = re.compile("[\x00\ud800-\udfff]")  # a null byte, half an emoji
_CAST = re.compile(r"(?P<person>.*?)(?: as (?P<character>.*?))?(?: \[(?P<group>[^\]]*)\])?")
_RELEASE = re.compile(
    rf"(?:(?P<territory>[A-Za-z]{{2,9}}) )?(?P<medium>{'|'.join(MEDIA)})(?: (?P<date>.*?))?"
    rf"(?: (?P<certainty>{'|'.join(CERTAINTIES)}))?(?: at (?P<where>.*))?",
    re.IGNORECASE,
)


class BadLine(ValueError):
    """A line cannot be read; the message is a sentence."""


@dataclass(frozen=True)
class CreditLine:
    role: str
    person: str
    character: str = ""
    group: str = ""
    imdb: str = ""


@dataclass(frozen=True)
class ReleaseLine:
    territory: str
    medium: str
    date: date | None
    precision: str
    certainty: str = "confirmed"
    where: str = ""
    where_url: str = ""


def credits_of(value: Any) -> list[CreditLine]:
    """The credits in their order. Raises BadLine."""
    if isinstance(value, list):
        return [_credit_of_object(item) for item in value]
    return [_credit_of_text(part) for part in _parts(value, "credits")]


def releases_of(value: Any) -> list[ReleaseLine]:
    """The releases in their order. Raises BadLine, or NoDate for a date."""
    if isinstance(value, list):
        return [_release_of_object(item) for item in value]
    return [_release_of_text(part) for part in _parts(value, "releases")]


def plain(value: Any, name: str) -> str:
    """The text a value is; empty for none. Raises BadLine for what is none and for what no database can keep;
    `name` says where it stands."""
    for kind, words in NO_TEXTS.items():
        if isinstance(value, kind):
            raise BadLine(f"In {name} stands {words}, where a text belongs.")
    text = "" if value is None else str(value)
    if broken := _BROKEN.search(text):
        raise BadLine(
            f"In {name} stands a character that cannot be kept (U+{ord(broken[0]):04X}). Type it anew."
        )
    return text


def _parts(value: Any, name: str) -> list[str]:
    parts = list(filter(None, (clean_line(part) for part in plain(value, name).split(";"))))
    for part in parts:
        if len(part) > LINE_LENGTH:
            raise BadLine(f"“{part[:60]}…” in {name} is too long for one.")
    return parts


def _credit_of_text(text: str) -> CreditLine:
    role, colon, rest = text.partition(":")
    if not colon:
        raise BadLine(
            f"“{text[:60]}” names no role. Write it as “director: Name” or “cast: Name as Character”."
        )
    found = _CAST.fullmatch(rest.strip())
    parts = {name: found[name] or "" for name in ("person", "character", "group")}
    return _checked(role.strip().lower(), **parts)


def _credit_of_object(item: Any) -> CreditLine:
    if not isinstance(item, dict):
        raise BadLine("A credit is an object with role and person.")
    parts = {name: _text(item, name) for name in ("person", "character", "group", "imdb")}
    return _checked(_text(item, "role").lower(), **parts)


def _checked(role: str, *, person: str, **rest: str) -> CreditLine:
    if role not in ROLES:
        raise BadLine(f"“{role[:40]}” is no role. There are {', '.join(sorted(ROLES))}.")
    if is_blank(person):
        raise BadLine(f"A {role} has no name.")
    return CreditLine(role, person, **rest)


def _release_of_text(text: str) -> ReleaseLine:
    found = _RELEASE.fullmatch(text)
    if not found:
        raise BadLine(
            f"“{text[:60]}” is no release we can read. Write it as “US theaters 2024-01-19 at …”; "
            f"media are {', '.join(MEDIA)}."
        )
    return _release({name: part or "" for name, part in found.groupdict().items()})


def _release_of_object(item: Any) -> ReleaseLine:
    if not isinstance(item, dict):
        raise BadLine("A release is an object with medium and date.")
    names = ("territory", "medium", "date", "certainty", "where", "where_url")
    return _release({name: _text(item, name) for name in names})


def _release(parts: dict[str, str]) -> ReleaseLine:
    medium = MEDIA.get(parts["medium"].lower())
    certainty = parts["certainty"].lower() or "confirmed"
    if medium is None or certainty not in CERTAINTIES:
        raise BadLine(f"A release is through one of {', '.join(MEDIA)}, and one of {', '.join(CERTAINTIES)}.")
    day, precision = partial_dates.parse(parts["date"])
    territory = parts["territory"].upper()
    territory = "" if parts["territory"].lower() in WORLD else SHORT.get(territory, territory)
    return ReleaseLine(
        territory, medium, day, precision, certainty, parts["where"], parts.get("where_url", "")
    )


def _text(item: dict, name: str) -> str:
    return clean_line(plain(item.get(name), name))
