"""Finds in plain text what is no longer so: a date in every spelling of an English writer, a name however folded.

Pure. A caller says what was so (`OldDate`, `OldName`); `holding` tells which sentences still say it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from . import sentences
from .fold import fold
from .typed import Passage

Span = tuple[int, int]
PHRASE_LIMIT = 300
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SHORT = {"September": "Sept?", "May": "May"}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Held:
    """`phrase` as the text spells it, and the sentence around it; a cell's has its label and a line end before."""

    phrase: str
    sentence: str


@dataclass(frozen=True)
class OldName:
    """A name or company that is another one now. Where `new` holds `old`, those places are not meant."""

    old: str
    new: str = ""

    def find(self, text: str) -> Iterator[Span]:
        meant = [*_named(text, self.new)] if self.new else []
        for start, end in _named(text, self.old):
            if not any(first <= start and end <= last for first, last in meant):
                yield start, end

    def is_about(self, sentence: str) -> bool:
        return True


@dataclass(frozen=True)
class OldDate:
    """A date as exactly as it was known ("day", "month", "year"). `name`: of the work; a bare year counts only
    beside it. `with_month`: the month is another one too, so that "January 2024" is as wrong as its 19th."""

    day: date
    precision: str
    name: str
    with_month: bool = False

    def find(self, text: str) -> Iterator[Span]:
        for match in self._pattern.finditer(text):
            yield match.span()

    def is_about(self, sentence: str) -> bool:
        return self.precision != "year" or any(_named(sentence, self.name))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        match self.precision:
            case "year":
                spellings = [rf"(?<!\d){self.day.year}(?!\d)"]
            case "month":
                spellings = _month_spellings(self.day)
            case _:
                spellings = _day_spellings(self.day)
                spellings += _month_spellings(self.day) if self.with_month else []
        return re.compile("|".join(spellings), re.IGNORECASE)


def holding(passages: Iterable[Passage], old: OldDate | OldName) -> list[Held]:
    """The sentences that still say it, each once, with the first place in it."""
    found: dict[str, Held] = {}
    for passage in passages:
        for start, end in old.find(passage.text):
            sentence = sentence_at(passage, start, end)
            if sentence not in found and old.is_about(sentence):
                found[sentence] = Held(passage.text[start:end][:PHRASE_LIMIT], sentence)
    return list(found.values())


def sentence_at(passage: Passage, start: int, end: int) -> str:
    """The sentence around a place of the passage, after the label of its cell."""
    sentence = sentences.around(passage.text, start, end)
    return f"{passage.label}{sentences.LABEL_END}{sentence}" if passage.label else sentence


def holding_phrase(passages: Iterable[Passage], phrase: str) -> list[str]:
    """The sentences with exactly this phrase between other words."""
    pattern = re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")
    found = {
        sentence_at(passage, *match.span()): None
        for passage in passages
        for match in pattern.finditer(passage.text)
    }
    return list(found)


# --- dates


def _day_spellings(day: date) -> list[str]:
    month, year = _month(day), _year_or_none(day)
    number = rf"0?{day.day}(?:st|nd|rd|th)?(?![\w])"
    spellings = [
        rf"(?<!\w){month}(?:the\s+)?{number}{year}",  # January 19, 2024; Jan. 19th; January the 19th
        rf"(?<!\w)(?:the\s+)?{number}\s+(?:of\s+)?{_month_name(day)}(?!\w){year}",  # 19 January 2024; the 19th of January
        rf"(?<!\d){day.year}-0?{day.month}-0?{day.day}(?!\d)",
        rf"(?<![\d/]){_numbers(day.month, day.day)}(?:/{_short_year(day)})?(?![\d/])",  # 1/19/2024; 1/19
    ]
    if day.day > 12:  # day first can be meant
        spellings.append(rf"(?<![\d/.])0?{day.day}([/.])0?{day.month}\1{_short_year(day)}(?!\d)")
    return spellings


def _month_spellings(day: date) -> list[str]:
    return [
        rf"(?<!\w){_month_name(day)}(?:,?\s+|\s+of\s+){day.year}(?!\d)",  # January 2024; Jan. of 2024
        rf"(?<!\d){day.year}-0?{day.month}(?![\d-])",
        rf"(?<![\d/])0?{day.month}/{day.year}(?!\d)",
    ]


def _month(day: date) -> str:
    """The month before its day, with the space between."""
    full, short = _spellings_of(day)
    return rf"(?:{full}\s+|{short}\.\s*|{short}\s+)"


def _month_name(day: date) -> str:
    full, short = _spellings_of(day)
    return rf"(?:{full}|{short}\b\.?)"


def _spellings_of(day: date) -> tuple[str, str]:
    full = _MONTHS[day.month - 1]
    return full, _SHORT.get(full, full[:3])


def _numbers(first: int, second: int) -> str:
    return rf"0?{first}/0?{second}"


def _short_year(day: date) -> str:
    return rf"(?:{day.year // 100})?{day.year % 100:02}"


def _year_or_none(day: date) -> str:
    """That year behind the day, or none at all: with another year, it is another day."""
    return rf"(?:(?:,|\s+of)?\s+{day.year}(?!\d)|(?!(?:,|\s+of)?\s+(?:1[89]|2[01])\d\d(?!\d)))"


# --- names


def _named(text: str, name: str) -> Iterator[Span]:
    """Where the text holds the name as words of their own, accents, case and dots of acronyms aside.

    A name with capitals is not meant by the same words without any: *It* is a film, "it" is none.
    """
    wanted = fold(name)
    if not wanted or f" {wanted} " not in f" {fold(text)} ":
        return
    words = [match.span() for match in _WORD.finditer(text)]
    past = 0
    for index, (start, first_end) in enumerate(words):
        if start < past or not wanted.startswith(_folded_word(text[start:first_end])):
            continue
        # Each word adds a letter at least, dotted acronyms one for each dot.
        end = _end_of(text, [end for _, end in words[index : index + len(wanted) + 1]], start, wanted)
        if end is None or _is_lowered(text[start:end], name):
            continue
        past = end
        yield start, end


_folded_word = lru_cache(maxsize=4096)(fold)  # most words of a text are in it several times


def _end_of(text: str, ends: list[int], start: int, wanted: str) -> int | None:
    for end in ends:
        folded = fold(text[start:end])
        if folded == wanted:
            return end + (text[end : end + 1] == "." and "." in text[start:end])
        if len(folded) > len(wanted):
            return None
    return None


def _is_lowered(found: str, name: str) -> bool:
    return name.lower() != name and found.lower() == found
