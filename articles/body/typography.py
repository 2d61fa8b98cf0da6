"""Spaces that no line may break at: “Dr. Foster”, “J. J. Abrams”, “3 million” stay together.

Only plain spaces are exchanged for no-break spaces, one for one; quotes and dashes are the editor's own.
Code is left alone, and nothing is bound across it. Used when a body is rendered, never on what is stored.
"""

import re
from collections.abc import Iterable

from .nodes import Block, Run, walk

NBSP = "\u00a0"
_CODE = "\x00"

# Each alternative ends with the space it binds.
_ENGLISH = (
    r"\b(?:Dr|Mr|Mrs|Ms|Mx|Prof|St|Rev|Lt|Capt|Cmdr|Gen|Sgt|Col|Maj|Sen|Gov|Hon)\. (?=\w)",
    r"(?<![\w.])[A-Z]\. (?=[A-Z])",  # initials
    r"(?<=\w) (?=(?:Jr|Sr)\.)",
    r"\b(?:No|Nos|Vol|Vols|Ch|Pt|Ep|Eps|Fig|pp|p)\. (?=\d)",
    r"\b(?:Part|Chapter|Episode|Season|Series|Volume|Act|Phase|Page|Level) (?=\d)",
    r"\d (?=(?:[ap]m|AM|PM|km|kg|cm|mm|ft|mph|GB|MB|KB|fps|Hz|million|billion|trillion)\b)",
    r"\d (?=[ap]\.m\.|%)",
    r"(?<=\S) (?=[–—] |…)",
)
_FRENCH = (
    r"(?<=\S) (?=[;:!?»%])",
    r"« ",
    r"\b(?:MM?|Mmes?|Mlles?|Dr|Pr|St|Ste)\.? (?=[A-ZÀ-Þ])",
    r"\b[A-Z]\. (?=[A-Z])",
)
_GERMAN = (
    r"\b(?:z|d|u|o|i|s) ?\. (?=[A-Za-z]\.)",
    r"\b(?:Dr|Hr|Fr|Prof|St|Nr|Bd|S|Abb|Kap)\. (?=\w)",
    r"\d\. (?=(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b)",
    r"(?<=\S) (?=[–—] |…)",
)
_RULES = {
    language: re.compile("|".join(rules))
    for language, rules in (("en", _ENGLISH), ("fr", _FRENCH), ("de", _GERMAN))
}


def bind_all(blocks: Iterable[Block], *, language: str = "en") -> None:
    """Bind the spaces of every text in a tree, footnotes too, that the language asks for."""
    rules = _RULES.get(language)
    if rules is None:
        return
    for block in walk(blocks):
        if block.runs:
            block.runs = bind(block.runs, rules)


def bind(runs: list[Run], rules: re.Pattern[str] = _RULES["en"]) -> list[Run]:
    """The runs with their spaces bound; marks do not hinder it."""
    text = "".join([_shown(run) for run in runs])
    bound = rules.sub(_bound, text)
    has_notes = any(run.note for run in runs)
    if bound == text and not has_notes:
        return runs
    result: list[Run] = []
    position = 0
    for run in runs:
        end = position + len(run.text)
        words = run.text if _is_code(run) else bound[position:end]
        result.append(Run(words, run.marks, tuple(bind(list(run.note), rules)) if run.note else ()))
        position = end
    return result


def _shown(run: Run) -> str:
    return _CODE * len(run.text) if run.marks and _is_code(run) else run.text


def _is_code(run: Run) -> bool:
    return any(mark.tag == "code" for mark in run.marks)


def _bound(match: re.Match[str]) -> str:
    return match[0][:-1] + NBSP
