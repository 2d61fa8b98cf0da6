"""Plain English text in sentences, and an address that leads a browser to one of them."""

import re
from functools import lru_cache
from urllib.parse import quote

from .nodes import BREAK

# Never the last word of a sentence: something always follows.
_NEVER = frozenset("dr mr mrs ms mx prof rev lt capt cmdr gen sgt maj hon vs e.g i.e cf".split())
# The same before a number only: “No. 5”, but “He said no.”
_NUMBERED = frozenset("no nos vol vols ch pt pts ep eps fig p pp".split())
# May be the last word; then the next sentence begins with one of the words that sentences begin with.
_EITHER = frozenset(
    "jr sr st inc co corp ltd bros etc ph.d dept univ approx col sen rep gov "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_BEGINNERS = frozenset(
    "a after all also an and another as at because before both but by despite during each even every few first for "
    "four from he her here his how however if in instead it its just last later many meanwhile more most my next no "
    "nobody not nothing now of on once one only or other our perhaps she since so some soon still such that the their "
    "then there these they this those though three to today two until we what when where whether which while who why "
    "with without yet you your".split()
)
_END = re.compile(r"(?P<mark>\.{2,}|[.!?…]+)[\"'”’»)\]]*(?P<space>\s+)|\s*\n\s*")
_WORD_BEFORE = re.compile(r"[^\s\"'“‘«(\[–—/]+$")
_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")  # an initial, or letters with dots between
_OPENING = "\"'“‘«([*¿¡"
_WHOLE_WORDS = 12  # longer sentences are named by their beginning and their end
_EDGE_WORDS = 6
LABEL_END = "\n"  # between the label of a cell and its sentence


@lru_cache(maxsize=8)  # asked for again with every find in one text
def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence begins and ends, without the spaces between; the ends exclude."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match["mark"] is None or _ends(text, match):
            end = match.start("space") if match["mark"] is not None else match.start()
            found.append((start, end))
            start = match.end()
    found.append((start, len(text)))
    return tuple(trimmed for span in found if (trimmed := _trimmed(text, *span)))


def split(text: str) -> list[str]:
    """The sentences of a plain text."""
    return [text[start:end] for start, end in spans(text)]


def around(text: str, start: int, end: int) -> str:
    """The sentence that holds `text[start:end]`; several, where what looks like an end lies within."""
    touched = [span for span in spans(text) if span[0] < end and start < span[1]]
    return text[touched[0][0] : touched[-1][1]] if touched else text[start:end]


def fragment_to(sentence: str) -> str:
    """What to put behind a page's address so that browsers go to the sentence and mark it (text fragments)."""
    label, _, text = sentence.rpartition(LABEL_END)
    if label:
        return f"#:~:text={_encoded(label)},{_encoded(text)}"
    words = text.split()
    if len(words) <= _WHOLE_WORDS:
        return f"#:~:text={_encoded(text)}"
    first, last = " ".join(words[:_EDGE_WORDS]), " ".join(words[-_EDGE_WORDS:])
    return f"#:~:text={_encoded(first)},{_encoded(last)}"


def _encoded(text: str) -> str:
    """A dash has a meaning of its own in a text fragment."""
    return quote(text.strip(), safe="").replace("-", "%2D")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    right = len(words.rstrip())
    return (start + left, start + right) if left < right else None


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether the mark ends a sentence: by the word before it and the one behind."""
    rest = text[match.end() :].lstrip(_OPENING)[:40]
    if BREAK in match["space"] or not rest:
        return True
    if rest[0].islower() or match["mark"] != ".":
        return not rest[0].islower()
    before = _WORD_BEFORE.search(text[max(0, match.start() - 40) : match.start()])
    word = before[0] if before else ""
    return _may_end(word, rest)


def _may_end(word: str, rest: str) -> bool:
    folded = word.casefold()
    if folded in _NEVER or (folded in _NUMBERED and rest[0].isdigit()):
        return False
    return _begins_a_sentence(rest) if folded in _EITHER or _DOTTED.fullmatch(word) else True


def _begins_a_sentence(rest: str) -> bool:
    first = re.match(r"[\w’']+(?![\w.])", rest)
    return bool(first) and first[0].casefold().partition("’")[0].partition("'")[0] in _BEGINNERS
