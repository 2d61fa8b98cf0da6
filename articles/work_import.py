"""Works from a file: CSV or JSON, row by row, each one a transaction that is told of like any change (`articles.works`).

A row changes what it names: a column that is not in the file stays as it is. See docs/operations.md for the columns.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import Q

from articles import partial_dates, work_lines, works
from articles.body.characters import clean, clean_line, is_blank
from articles.body.fold import fold
from articles.models import Credit, Person, Release, Work, identifiers
from articles.models.work import IDENTIFIER_READERS, PARENT_KINDS
from articles.work_files import Row, Rows
from articles.work_lines import plain

IDENTIFIERS = {"imdb": "imdb_id", "tmdb": "tmdb_id", "wikidata": "wikidata_id", "isbn": "isbn"}
TEXTS = {
    "name": "name", "original_name": "original_name", "company": "company", "age_rating": "age_rating",
    "synopsis": "synopsis", "trailer": "trailer_url", "trailer_title": "trailer_title", "official_site": "official_site",
    **IDENTIFIERS,
}  # fmt: skip
NUMBERS = ("year", "number", "running_time")
COLUMNS = {*TEXTS, *NUMBERS, "uid", "kind", "part_of", "is_listed", "credits", "releases"}
COLUMN_OF = {field: column for column, field in TEXTS.items()} | {"parent": "part_of"}
LARGEST = 32_767  # a small integer of PostgreSQL; SQLite would take any
SYNOPSIS_LENGTH = Work._meta.get_field("synopsis").max_length  # which forms alone look at, in a TextField
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


class Refused(Exception):
    """A row cannot be taken; the message is a sentence."""


@dataclass(frozen=True)
class Outcome:
    """What became of a row. `verb`: made, changed, unchanged or refused; `sentence` says why for the last."""

    number: int
    name: str
    verb: str
    sentence: str = ""


def run(rows: Rows, *, is_dry: bool = False) -> Iterator[Outcome]:
    """Take the rows one by one; yields what became of each. A dry run writes nothing, but a row sees those before it."""
    if not is_dry:
        for number, row in rows.items():
            yield _outcome(number, row)
        return
    with transaction.atomic():
        outcomes = [_outcome(number, row) for number, row in rows.items()]
        transaction.set_rollback(True)
    yield from outcomes


def _outcome(number: int, row: Row) -> Outcome:
    """Whatever is wrong with a row is a sentence, and is undone: the next one does not notice."""
    name = clean_line(row["name"])[:80] if isinstance(row.get("name"), str) else ""
    try:
        with transaction.atomic():
            return Outcome(number, name, _take(row))
    except (Refused, work_lines.BadLine, partial_dates.NoDate) as refusal:
        sentence = str(refusal)
    except ValidationError as error:
        sentence = _sentence(error)
    except DataError:
        sentence = "It holds characters or numbers that cannot be kept."
    except IntegrityError:
        sentence = "Something like it was saved at the same moment. Bring it once more."
    return Outcome(number, name, "refused", sentence)


def _sentence(error: ValidationError) -> str:
    """Of a model's own checks, with the fields called as the columns are."""
    parts = []
    for field, messages in error.message_dict.items():
        words = " ".join(dict.fromkeys(messages))
        parts.append(words if field == "__all__" else f"{COLUMN_OF.get(field, field)}: {words}")
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
    name, kind = _words(row, "name"), _kind(row)
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
    if uid := _words(row, "uid"):
        wanted |= Q(uid=uid)
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
        return IDENTIFIER_READERS[IDENTIFIERS[column]](_words(row, column))
    except ValidationError as error:
        raise Refused(error.messages[0]) from error


def _kind(row: Row) -> str:
    kind = _words(row, "kind").lower() or Work.Kind.FILM
    if kind not in Work.Kind.values:
        raise Refused(f"“{kind[:40]}” is no kind of work. There are {', '.join(Work.Kind.values)}.")
    return kind


def _words(row: Row, column: str) -> str:
    """One line of text; empty if readers would see nothing of it."""
    words = clean_line(plain(row.get(column), column))
    return "" if is_blank(words) else words


# --- its columns


def _put_columns(work: Work, row: Row) -> None:
    for column, field in TEXTS.items():
        if column in row:
            setattr(work, field, _value(row, column))
    for column in NUMBERS:
        if column in row:
            setattr(work, column, _number(row, column))
    if _words(row, "kind"):
        work.kind = _kind(row)
    if "is_listed" in row:
        work.is_listed = _truth(row["is_listed"])
    if "part_of" in row:
        work.parent = _whole(row, work.kind)


def _value(row: Row, column: str) -> str:
    if column in IDENTIFIERS:
        return _identifier(row, column)
    if column != "synopsis":
        return _words(row, column)
    synopsis = clean(plain(row[column], column)).strip()
    if len(synopsis) > SYNOPSIS_LENGTH:
        raise Refused(f"The synopsis is longer than {SYNOPSIS_LENGTH} characters.")
    return synopsis


def _number(row: Row, column: str) -> int | None:
    text = _words(row, column)
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise Refused(f"“{text[:40]}” in {column} is no whole number.")
    if len(text) > len(str(LARGEST)) or int(text) > LARGEST:
        raise Refused(f"{text[:40]} in {column} is too large.")
    return int(text)


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = clean_line(plain(value, "is_listed")).lower()
    if text not in TRUE | FALSE:
        raise Refused(f"“{text[:40]}” in is_listed is neither yes nor no.")
    return text in TRUE


def _whole(row: Row, kind: str) -> Work | None:
    """The work one of this kind is part of, by uid, IMDb number or name; a film has no seasons, whatever its name."""
    text = _words(row, "part_of")
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
    lines = work_lines.credits_of(row["credits"])
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
    for name, text, field in (
        ("name", line.person, Person._meta.get_field("name")),
        ("character", line.character, Credit._meta.get_field("character")),
        ("group", line.group, Credit._meta.get_field("group")),
    ):
        if len(text) > field.max_length:
            raise Refused(f"The {name} of “{line.person[:40]}” is longer than {field.max_length} characters.")


def _person(line: work_lines.CreditLine) -> Person:
    """Somebody by IMDb number, else by name; made if nobody is there."""
    imdb = _imdb_of(line)
    by_number = Person.objects.filter(imdb_id=imdb).first() if imdb else None
    if by_number:
        return by_number
    folded = fold(line.person)[:200]
    same = Person.objects.filter(sort_name=folded) if folded else Person.objects.filter(name=line.person)
    found = list(same.filter(**({"imdb_id": ""} if imdb else {}))[:2])
    if len(found) > 1:
        raise Refused(
            f"There are two people called “{line.person}”. Name them by their IMDb numbers, in JSON."
        )
    if found:
        return found[0]
    person = Person(name=line.person, imdb_id=imdb)
    person.full_clean(exclude=["slug"])
    person.save()
    return person


def _imdb_of(line: work_lines.CreditLine) -> str:
    try:
        return identifiers.imdb_person(line.imdb)
    except ValidationError as error:
        raise Refused(f"“{line.person[:40]}”: {error.messages[0]}") from error


def _put_releases(work: Work, row: Row) -> bool:
    """Make these the work's releases, if the row has them; whether anything changed.

    One of the same territory and medium is the same release with another date: subscribed calendars move it.
    """
    if "releases" not in row:
        return False
    lines = work_lines.releases_of(row["releases"])
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
