"""Names that other catalogues gave a work or a person: how they are written, and the addresses they stand for.

IMDb "tt8367814", TMDB "848326", Wikidata "Q110902467", ISBN-13 (ISO 2108). An address pasted from the browser
is taken as the identifier in it.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db.models import Model

_IMDB_WORK = re.compile(r"\btt\d{7,10}\b", re.ASCII)
_IMDB_PERSON = re.compile(r"\bnm\d{7,10}\b", re.ASCII)
_TMDB = re.compile(r"(?:^|/)(\d{1,10})(?:[-/?#]|$)", re.ASCII)
_WIKIDATA = re.compile(r"\bQ[1-9]\d{0,11}\b", re.ASCII)
_NOT_ISBN = re.compile(r"[^0-9X]")


def imdb_work(text: str) -> str:
    """ "tt…" from an identifier or address; raises ValidationError with a sentence."""
    return _found(
        _IMDB_WORK, text, "An IMDb number of a title looks like tt8367814; it is in the address there."
    )


def imdb_person(text: str) -> str:
    """ "nm…" from an identifier or address; raises ValidationError with a sentence."""
    return _found(
        _IMDB_PERSON, text, "An IMDb number of a person looks like nm0001008; it is in the address there."
    )


def tmdb(text: str) -> str:
    """The number from an identifier or address; raises ValidationError with a sentence."""
    return _found(
        _TMDB, text, "A TMDB number has digits only, for example 848326; it is in the address there."
    )


def wikidata(text: str) -> str:
    """ "Q…" from an identifier or address; raises ValidationError with a sentence."""
    return _found(_WIKIDATA, text, "A Wikidata number looks like Q42; it is in the address there.")


def isbn(text: str) -> str:
    """Thirteen digits from an ISBN-13 or ISBN-10 however it is spaced; raises ValidationError with a sentence."""
    digits = _NOT_ISBN.sub("", text.upper())
    if not digits:
        return ""
    if len(digits) == 10 and _checks_10(digits):
        digits = _with_check("978" + digits[:9])
    if len(digits) != 13 or not digits.isdigit() or _with_check(digits[:12]) != digits:
        raise ValidationError(
            "This is no ISBN: it has 13 digits, and the last one checks the others. Copy it again."
        )
    return digits


def _found(pattern: re.Pattern, text: str, sentence: str) -> str:
    text = text.strip()
    if not text:
        return ""
    found = pattern.search(text)
    if found is None:
        raise ValidationError(sentence)
    return found[found.lastindex or 0]


def _checks_10(digits: str) -> bool:
    if "X" in digits[:9]:
        return False
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum(value * weight for value, weight in zip(values, range(10, 0, -1), strict=True)) % 11 == 0


def _with_check(digits: str) -> str:
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits))
    return digits + str(-total % 10)


def read_into(row: Model, readers: dict[str, Callable[[str], str]]) -> dict[str, ValidationError]:
    """Put each of the row's identifiers into its plain spelling; the errors by field."""
    errors = {}
    for field, read in readers.items():
        try:
            setattr(row, field, read(getattr(row, field)))
        except ValidationError as error:
            errors[field] = error
    return errors


def addresses(*pairs: tuple[str, str]) -> list[str]:
    """The addresses of (pattern with one {}, identifier) pairs, those without an identifier left out."""
    return [pattern.format(identifier) for pattern, identifier in pairs if identifier]


IMDB_TITLE_ADDRESS = "https://www.imdb.com/title/{}/"
IMDB_NAME_ADDRESS = "https://www.imdb.com/name/{}/"
WIKIDATA_ADDRESS = "https://www.wikidata.org/wiki/{}"
TMDB_ADDRESS = "https://www.themoviedb.org/{}/{{}}"
ISBN_ADDRESS = "urn:isbn:{}"
LABELS = {"www.imdb.com": "IMDb", "www.themoviedb.org": "TMDB", "www.wikidata.org": "Wikidata"}


def labelled(official_site: str, same_as: list[str]) -> list[tuple[str, str]]:
    """(label, address) of the official site and of the addresses among `same_as` that lead somewhere."""
    found = [("Official site", official_site)] if official_site else []
    for address in same_as:
        host = urlsplit(address).hostname
        if host:
            found.append((LABELS.get(host, "Official site"), address))
    return found
