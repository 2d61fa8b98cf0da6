"""What of a body somebody typed, text by text: for whoever asks whether the words still hold.

Spoilers and footnotes are among it. What blocks read of a work by themselves is not, but what an editor typed
over it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import vocabulary
from .nodes import BREAK, Block, Run, plain


@dataclass(frozen=True, slots=True)
class Passage:
    """A text as readers see it in one piece. `label`: what names it, for a cell of a fact box, cast or table."""

    text: str
    label: str = ""


def passages(html: str) -> list[Passage]:
    """Everything typed into a body, in its order; raises `vocabulary.BodyRefused` as its parser does."""
    return [passage for block in vocabulary.parse(html) for passage in _typed(block) if passage.text]


def _typed(block: Block) -> Iterator[Passage]:
    yield from map(Passage, _attributes(block))
    match block.tag:
        case "hr" | "recommended":
            return
        case "work":  # its own words are a label, no editor's
            yield from _rows(block.blocks)
        case "cast" | "factbox":
            yield from _rows(block.blocks)
        case "table":
            yield from _said(block.runs)
            yield from _rows(row for group in block.blocks for row in group.blocks)
        case _:
            yield from _said(block.runs)
            for inner in block.blocks:
                yield from _typed(inner)


def _attributes(block: Block) -> Iterator[str]:
    """Titles of boxes and videos, alt texts of pictures."""
    for name in ("data-title", "data-alt"):
        if value := block.attributes.get(name):
            yield value


def _said(runs: Iterable[Run], *, label: str = "") -> Iterator[Passage]:
    runs = list(runs)
    yield Passage(plain(runs), label)
    for run in runs:
        if run.note:
            yield from _said(run.note)


def _rows(rows: Iterable[Block]) -> Iterator[Passage]:
    for row in rows:
        if not row.blocks:
            continue
        first, *others = row.blocks
        yield from _said(first.runs)
        label = plain(first.runs).replace(BREAK, " ")
        for cell in others:
            yield from _said(cell.runs, label=label)
