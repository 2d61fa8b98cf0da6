"""Works from a file: CSV or JSON, row by row, each one a transaction that is told of like any change (`articles.works`).

A row changes what it names: a column that is not in the file stays as it is. See docs/operations.md for the columns.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, transaction
from django.db.models import Q

from articles import partial_dates, work_lines, works
from articles.body.fold import fold
from articles.models import Credit, Person, Release, Work
from articles.models.work import IDENTIFIER_READERS, PARENT_KINDS

Row = dict[str, Any]
FILE_LIMIT = 50_000_000  # bytes
IDENTIFIERS = {"imdb": "imdb_id", "tmdb": "tmdb_id", "wikidata": "wikidata_id", "isbn": "isbn"}
TEXTS = {
    "name": "name", "original_name": "original_name", "company": "company", "age_rating": "age_rating",
    "synopsis": "synopsis", "trailer": "trailer_url", "trailer_title": "trailer_title", "official_site": "official_site",
    **IDENTIFIERS,
}  # fmt: skip
NUMBERS = ("year", "number", "running_time")
COLUMNS = {*TEXTS, *NUMBERS, "uid", "kind", "part_of", "is_listed", "credits", "releases"}
TRUE, FALSE = {"1", "true", "yes", "x"}, {"", "0", "false", "no"}
DERIVED = (
    "slug",
    "sort_name",
    "letter",
    "public_from",
    "rendered_web",
    "structured",
    "poster",
    "trailer_image",
)


class Unreadable(Exception):
    """The file cannot be read at all; the message is a sentence."""


class Refused(Exception):
    """A row cannot be taken; the message is a sentence."""


@dataclass(frozen=True)
class Outcome:
    """What became of a row. `verb`: made, changed, unchanged or refused; `sentence` says why for the last."""

    number: int
    name: str
    verb: str
    sentence: str = ""


def read(path: Path) -> list[Row]:
    """The rows of a .csv or .json file. Raises Unreadable."""
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise Unreadable(
                f"{path.name} is larger than {FILE_LIMIT // 1_000_000} MB. Split it into several files."
            )
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Unreadable(f"{path} cannot be opened: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name} is not in UTF-8. Save it as “CSV UTF-8” or convert it.") from error
    rows = _json_rows(text, path.name) if path.suffix.lower() == ".json" else _csv_rows(text, path.name)
    _check_columns(rows, path.name)
    return rows


def _json_rows(text: str, name: str) -> list[Row]:
    try:
        rows = json.loads(text)
    except ValueError as error:
        raise Unreadable(f"{name} is no JSON: {error}.") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unreadable(f"{name} must hold a list of objects, one for each work.")
    return rows


def _csv_rows(text: str, name: str) -> list[Row]:
    """Commas or semicolons, as spreadsheets of different countries write them."""
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    try:
        reader = csv.DictReader(StringIO(text), delimiter=delimiter, strict=True)
        rows = list(reader)
    except csv.Error as error:
        raise Unreadable(f"{name} is no CSV: {error}.") from error
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise Unreadable(f"Line {number} of {name} has another number of columns than the first line.")
    return rows


def _check_columns(rows: list[Row], name: str) -> None:
    if not rows:
        raise Unreadable(f"{name} holds no works.")
    unknown = sorted({str(column) for row in rows for column in row} - COLUMNS)
    if unknown:
        raise Unreadable(
            f"{name} has columns we do not know: {', '.join(unknown[:6])}. Known are {', '.join(sorted(COLUMNS))}."
        )


def run(rows: list[Row], *, is_dry: bool = False) -> Iterator[Outcome]:
    """Take the rows one by one; yields what became of each. A dry run writes nothing, but a row sees those before it."""
    if not is_dry:
        for number, row in enumerate(rows, 1):
            yield _outcome(number, row)
        return
    with transaction.atomic():
        outcomes = [_outcome(number, row) for number, row in enumerate(rows, 1)]
        transaction.set_rollback(True)
    yield from outcomes


def _outcome(number: int, row: Row) -> Outcome:
    name = str(row.get("name") or "without a name")[:80]
    try:
        with transaction.atomic():
            return Outcome(number, name, _take(row))
    except Refused as refusal:
        return Outcome(number, name, "refused", str(refusal))
    except ValidationError as error:
        return Outcome(number, name, "refused", _sentence(error))
    except (UnicodeEncodeError, DataError):
        return Outcome(number, "…", "refused", "It holds characters or numbers that cannot be kept.")


def _sentence(error: ValidationError) -> str:
    parts = [
        " ".join(messages) if field == "__all__" else f"{field}: {' '.join(messages)}"
        for field, messages in error.message_dict.items()
    ]
    return " ".join(parts)


def _take(row: Row) -> str:
    work = _match(row)
    before, old = works.told(work), _columns_of(work)
    _put_columns(work, row)
    work.full_clean(exclude=DERIVED)
    is_new = work.pk is None
    if is_new or _columns_of(work) != old:
        work.save()
    lines = _put_credits(work, row) | _put_releases(work, row)
    if is_new:
        works.settle(work, before=None)
        return "made"
    if _columns_of(work) == old and not lines:
        return "unchanged"
    works.settle(work, before=before)
    return "changed"


def _columns_of(work: Work) -> Row:
    names = [*TEXTS.values(), *NUMBERS, "kind", "parent_id", "is_listed"]
    return {name: getattr(work, name) for name in names}


# --- finding the work


def _match(row: Row) -> Work:
    """The work the row is about, by identifier, else by name, kind, year and whole; a new one if there is none."""
    found = _by_identifiers(row)
    if len(found) > 1:
        names = " and ".join(f"“{work}”" for work in found[:2])
        raise Refused(
            f"Its numbers belong to different works: {names}. Mend them in the file or join the works."
        )
    if found:
        return found[0]
    name, kind = str(row.get("name") or "").strip(), _kind(row)
    if not name:
        raise Refused("It has no name. Every row needs one, or a number by which we know the work.")
    return _by_name(row, name, kind) or Work(name=name, kind=kind)


def _by_identifiers(row: Row) -> list[Work]:
    wanted = Q(pk__in=[])
    for column, field in IDENTIFIERS.items():
        value = _identifier(row, column)
        if value:
            same_kind = Q(kind=_kind(row)) if column == "tmdb" else Q()  # counted for each kind separately
            wanted |= Q(**{field: value}) & same_kind
    if row.get("uid"):
        wanted |= Q(uid=str(row["uid"]))
    return list(Work.objects.filter(wanted).order_by("pk"))


def _by_name(row: Row, name: str, kind: str) -> Work | None:
    """The one of this name, kind and year. Every series has a “Season 1”: what it is part of must be the same too,
    and where the file does not say, there must be no choice."""
    same = Work.objects.filter(name=name, kind=kind, year=_number(row, "year"))
    if "part_of" in row:
        same = same.filter(parent=_whole(row, kind))
    found = list(same.order_by("pk")[:2])
    if len(found) > 1:
        raise Refused(
            "There are several works of this name, kind and year. Say by part_of, uid or a number which it is."
        )
    return found[0] if found else None


def _identifier(row: Row, column: str) -> str:
    try:
        return IDENTIFIER_READERS[IDENTIFIERS[column]](str(row.get(column) or ""))
    except ValidationError as error:
        raise Refused(error.messages[0]) from error


def _kind(row: Row) -> str:
    kind = str(row.get("kind") or Work.Kind.FILM).strip().lower()
    if kind not in Work.Kind.values:
        raise Refused(f"“{kind[:40]}” is no kind of work. There are {', '.join(Work.Kind.values)}.")
    return kind


# --- its columns


def _put_columns(work: Work, row: Row) -> None:
    for column, field in TEXTS.items():
        if column in row:
            value = _identifier(row, column) if column in IDENTIFIERS else str(row[column] or "").strip()
            setattr(work, field, value)
    for column in NUMBERS:
        if column in row:
            setattr(work, column, _number(row, column))
    if row.get("kind"):
        work.kind = _kind(row)
    if "is_listed" in row:
        work.is_listed = _truth(row["is_listed"])
    if "part_of" in row:
        work.parent = _whole(row, work.kind)


def _number(row: Row, column: str) -> int | None:
    text = str(row.get(column) if row.get(column) is not None else "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise Refused(f"“{text[:40]}” in {column} is no whole number.")
    return int(text)


def _truth(value: Any) -> bool:
    text = str(value if value is not None else "").strip().lower()
    if text not in TRUE | FALSE:
        raise Refused(f"“{text[:40]}” in is_listed is neither yes nor no.")
    return text in TRUE


def _whole(row: Row, kind: str) -> Work | None:
    """The work one of this kind is part of, by uid, IMDb number or name; a film has no seasons, whatever its name."""
    text = str(row["part_of"] or "").strip()
    if not text:
        return None
    allowed = PARENT_KINDS.get(Work.Kind(kind), Work.Kind.values)
    found = list(Work.objects.filter(Q(uid=text) | Q(imdb_id=text))[:2]) or list(
        Work.objects.filter(name=text, kind__in=allowed)[:2]
    )
    if len(found) != 1:
        why = "There is no work" if not found else "There are several works"
        raise Refused(f"{why} “{text[:80]}” it could be part of. Name it by its uid or IMDb number.")
    return found[0]


# --- its lines


def _put_credits(work: Work, row: Row) -> bool:
    """Make these the work's credits, if the row has them; whether anything changed."""
    if "credits" not in row:
        return False
    try:
        lines = work_lines.credits_of(row["credits"])
    except work_lines.BadLine as error:
        raise Refused(str(error)) from error
    for line in lines:
        _check_lengths(line)
    now = [(_person(line).pk, line.role, line.character, line.group) for line in lines]
    now = list({credit[:3]: credit for credit in reversed(now)}.values())[
        ::-1
    ]  # each role once, the first group
    before = list(work.credits.values_list("person", "role", "character", "group"))
    if now == before:
        return False
    work.credits.all().delete()
    Credit.objects.bulk_create(
        Credit(work=work, person_id=person, role=role, character=character, group=group, position=position)
        for position, (person, role, character, group) in enumerate(now)
    )
    return True


def _check_lengths(line: work_lines.CreditLine) -> None:
    for name in ("character", "group"):
        most = Credit._meta.get_field(name).max_length
        if len(getattr(line, name)) > most:
            raise Refused(f"The {name} of “{line.person[:40]}” is longer than {most} characters.")


def _person(line: work_lines.CreditLine) -> Person:
    """Somebody by IMDb number, else by name; made if nobody is there."""
    by_number = Person.objects.filter(imdb_id=line.imdb).first() if line.imdb else None
    if by_number:
        return by_number
    found = list(
        Person.objects.filter(sort_name=fold(line.person), **({"imdb_id": ""} if line.imdb else {}))[:2]
    )
    if len(found) > 1:
        raise Refused(
            f"There are two people called “{line.person}”. Name them by their IMDb numbers, in JSON."
        )
    if found:
        return found[0]
    person = Person(name=line.person, imdb_id=line.imdb)
    person.full_clean(exclude=["slug"])
    person.save()
    return person


def _put_releases(work: Work, row: Row) -> bool:
    """Make these the work's releases, if the row has them; whether anything changed.

    One of the same territory and medium is the same release with another date: subscribed calendars move it.
    """
    if "releases" not in row:
        return False
    try:
        lines = work_lines.releases_of(row["releases"])
    except (work_lines.BadLine, partial_dates.NoDate) as error:
        raise Refused(str(error)) from error
    left = list(work.releases.order_by("pk"))
    is_changed = False
    for line in lines:
        same = next(
            (one for one in left if (one.territory, one.medium) == (line.territory, line.medium)), None
        )
        release = same or Release(work=work, territory=line.territory, medium=line.medium)
        left = [one for one in left if one is not same]
        is_changed |= _put_release(release, line)
    for release in left:
        release.delete()
    return is_changed or bool(left)


def _put_release(release: Release, line: work_lines.ReleaseLine) -> bool:
    wanted = {
        "date": line.date, "precision": line.precision, "certainty": line.certainty, "where": line.where,
        "where_url": line.where_url,
    }  # fmt: skip
    if release.pk and all(getattr(release, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(release, name, value)
    release.full_clean(exclude=["work"])
    release.save()
    return True
