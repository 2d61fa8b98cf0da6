"""Dates as exactly as they are known, from the words people write them in. Pure.

"2024-01-19", "January 19, 2024", "19 Jan 2024", "January 2024", "2024-01", "2024", "TBA". The day before the month in
figures alone (19/1/2024) is refused: half the world reads it the other way round.
"""

import re
from datetime import date

DAY, MONTH, YEAR, UNKNOWN = "day", "month", "year", "tba"
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
UNKNOWN_WORDS = {"", "tba", "tbd", "tbc", "to be announced", "to be confirmed", "unknown"}
EXAMPLES = "Write it as January 19, 2024, as 2024-01-19, as January 2024, as 2024, or TBA."
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_NAMED = (
    re.compile(r"(?P<month>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.? (?P<month>[a-z]+)\.?,? (?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<month>[a-z]+)\.?,? (?P<year>\d{4})", re.ASCII),
)


class NoDate(ValueError):
    """The words are no date; the message is a sentence for whoever wrote them."""


def parse(text: str) -> tuple[date | None, str]:
    """The first day of what the words say, and how exact they are: DAY, MONTH, YEAR, or UNKNOWN with None.

    Raises NoDate.
    """
    words = " ".join(text.lower().split())
    if words in UNKNOWN_WORDS:
        return None, UNKNOWN
    if found := _ISO.fullmatch(words):
        year, month, day = found.groups()
        return _made(text, int(year), int(month), int(day) if day else None)
    if _YEAR.fullmatch(words):
        return _made(text, int(words), None, None)
    for pattern in _NAMED:
        if found := pattern.fullmatch(words):
            parts = found.groupdict()
            day = int(parts["day"]) if parts.get("day") else None
            return _made(text, int(parts["year"]), _month(text, parts["month"]), day)
    raise NoDate(f"“{text.strip()[:60]}” is no date we can read. {EXAMPLES}")


def _month(text: str, name: str) -> int:
    """The number of a month by its name or the first three letters or more of it."""
    found = [number for number, month in enumerate(MONTHS, 1) if month.startswith(name) and len(name) >= 3]
    if len(found) != 1 and name != "sept":
        raise NoDate(f"“{text.strip()[:60]}” is no date we can read. {EXAMPLES}")
    return found[0] if found else 9


def _made(text: str, year: int, month: int | None, day: int | None) -> tuple[date, str]:
    try:
        made = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise NoDate(f"There is no such day as “{text.strip()[:60]}”. {EXAMPLES}") from error
    if year < 1000:
        raise NoDate(f"The year of “{text.strip()[:60]}” has four figures in no calendar of ours. {EXAMPLES}")
    return made, DAY if day is not None else MONTH if month is not None else YEAR
