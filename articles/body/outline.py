"""A body as lines of words, for an editor who compares two of them; never for readers.

What is no text stands as a label in brackets, for example “[Picture: A moon – moon.jpg]”. Pure: what the library calls
its pictures, and what works and articles are called, is passed in.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from . import vocabulary
from .nodes import Block, Run, plain
from .spelling import attributes_html
from .targets import NOTE_LABEL, VERDICT_LABEL, WARNING_LABEL, score_of, spoiler_label
from .works import SHOWN

UNKNOWN = "no longer there"
_WORD = re.compile(r"\S+\s*")
_UID = re.compile(r"\b[0-9a-f]{32}\b")
_FORMATS = {"strong": "bold", "em": "italics", "cite": "title", "code": "code", "s": "struck out"}
_FORMATS |= {"sup": "superscript", "sub": "subscript"}
_HEADINGS = {"h2": "Heading", "h3": "Smaller heading", "h4": "Smallest heading"}
_BOXES = {
    "blockquote": "Quote", "pullquote": "Pull quote", "note": NOTE_LABEL, "warning": WARNING_LABEL, "gallery": "Gallery",
    "verdict": VERDICT_LABEL, "spoiler": "Spoiler", "post": "Social post",
}  # fmt: skip


class Word(NamedTuple):
    """`text` with the blank after it. `note` says what else an editor sees of it: “bold”, “link to …”; `key` tells
    apart what reads the same: two pictures with one caption."""

    text: str
    note: str = ""
    key: str = ""


Line = tuple[Word, ...]


class Known(NamedTuple):
    """What the house calls a picture, work or article; `mark` tells pictures of one name apart."""

    name: str
    mark: str = ""


def lines(html: str, *, known: Mapping[str, Known]) -> list[Line]:
    """The body's lines in its order: a paragraph, item, row or node each. Raises BodyRefused as `parse` does."""
    outline = _Outline(known)
    return [line for block in vocabulary.parse(html) for line in outline.of(block, ())]


def uids(html: str) -> list[str]:
    """The pictures, works and articles that a body may name, each once."""
    return list(dict.fromkeys(_UID.findall(html)))


def words(text: str) -> Line:
    """A plain text as a line."""
    return tuple(Word(word) for word in _WORD.findall(text))


def _label(text: str, block: Block | None = None) -> Word:
    return Word(f"[{text}] ", key=attributes_html(block.attributes) if block else "")


def _said(*parts: str) -> str:
    return ", ".join(filter(None, parts))


class _Outline:
    def __init__(self, known: Mapping[str, Known]) -> None:
        self._known = known

    def of(self, block: Block, within: Line) -> Iterator[Line]:
        """The block's lines; `within` are the labels of what it stands in."""
        writer: Callable[[Block, Line], Iterable[Line]] | None = getattr(self, f"_{block.tag}", None)
        if writer:
            yield from writer(block, within)
        elif block.tag in _BOXES:
            yield from self._box(block, within)
        else:
            heading = (_label(_HEADINGS[block.tag]),) if block.tag in _HEADINGS else ()
            yield (*within, *heading, *inline(block.runs))
            yield from self._inner(block, within)

    def _inner(self, block: Block, within: Line) -> Iterator[Line]:
        for inner in block.blocks:
            yield from self.of(inner, within)

    # --- what holds other blocks

    def _box(self, block: Block, within: Line) -> Iterator[Line]:
        name = _BOXES[block.tag]
        if head := self._head_of(block):
            yield (*within, _label(f"{name}: {head}", block))
        yield from self._inner(block, (*within, _label(name)))
        if block.runs and block.tag != "spoiler":
            yield (*within, _label(f"{name}, by"), *inline(block.runs))

    def _head_of(self, block: Block) -> str:
        if block.tag == "verdict":
            return score_of(block)
        if block.tag == "post":
            return block.attributes["data-url"]
        return self._spoiler_of(block) if block.tag == "spoiler" else ""

    def _spoiler_of(self, block: Block) -> str:
        own = block.attributes
        return _said(
            spoiler_label(block).removeprefix("Spoiler: "),
            own.get("data-work") and f"of {self._name(own['data-work'])}",
            own.get("data-episode") and f"episode {own['data-episode']}",
            own.get("data-days") and f"open after {own['data-days']} days",
        )

    def _ul(self, block: Block, within: Line) -> Iterator[Line]:
        yield from self._items(block, (*within, Word("• ")))

    def _ol(self, block: Block, within: Line) -> Iterator[Line]:
        yield from self._items(block, (*within, Word("# ")))

    def _items(self, block: Block, within: Line) -> Iterator[Line]:
        for item in block.blocks:
            if item.runs:
                yield (*within, *inline(item.runs))
            yield from self._inner(item, within)

    # --- media

    def _picture(self, block: Block, within: Line) -> Iterator[Line]:
        own = block.attributes
        said = own.get("data-alt") or self._name(own["data-image"])
        decorative = "decorative" if "data-decorative" in own else ""
        label = _said(self._marked(said, own["data-image"]), decorative)
        yield (*within, _label(f"Picture: {label}", block), *inline(block.runs))

    def _video(self, block: Block, within: Line) -> Iterator[Line]:
        own = block.attributes
        label = _said(own.get("data-title", ""), own["data-url"], self._poster(block))
        yield (*within, _label(f"Video: {label}", block))

    def _poster(self, block: Block) -> str:
        uid = block.attributes.get("data-image")
        return f"picture {self._marked(self._name(uid), uid)}" if uid else ""

    def _recommended(self, block: Block, within: Line) -> Iterator[Line]:
        chosen = [self._name(uid) for uid in block.attributes.get("data-articles", "").split(",") if uid]
        names = f": {', '.join(chosen)}" if chosen else ""
        yield (*within, _label(f"{plain(block.runs)}{names}", block))

    def _hr(self, block: Block, within: Line) -> Iterator[Line]:
        yield (*within, _label("Rule"))

    # --- facts

    def _cast(self, block: Block, within: Line) -> Iterator[Line]:
        yield from self._rows(block, within, "Cast list")

    def _factbox(self, block: Block, within: Line) -> Iterator[Line]:
        yield from self._rows(block, within, "Fact box")

    def _work(self, block: Block, within: Line) -> Iterator[Line]:
        own = block.attributes
        yield from self._rows(block, within, f"{SHOWN[own['data-show']]} of {self._name(own['data-work'])}")

    def _rows(self, block: Block, within: Line, name: str) -> Iterator[Line]:
        title = _said(block.attributes.get("data-title", ""), self._poster(block))
        yield (*within, _label(f"{name}: {title}" if title else name, block))
        for row in block.blocks:
            yield (*within, _label(name), *_cells(row, "– "))

    def _table(self, block: Block, within: Line) -> Iterator[Line]:
        yield (*within, _label("Table"), *inline(block.runs))
        for group in block.blocks:
            name = "Head of the table" if group.tag == "thead" else "Row"
            for row in group.blocks:
                yield (*within, _label(name), *_cells(row, "| "))

    # --- names

    def _name(self, uid: str) -> str:
        return self._known[uid].name if uid in self._known else UNKNOWN

    def _marked(self, name: str, uid: str) -> str:
        return f"{name} – {self._known[uid].mark}" if uid in self._known else name


def _cells(row: Block, between: str) -> Line:
    cells: list[Word] = []
    for number, cell in enumerate(row.blocks):
        cells += [Word(between)] if number else []
        cells += _spaced(inline(cell.runs))
    return tuple(cells)


def _spaced(line: Line) -> Line:
    return (*line[:-1], line[-1]._replace(text=f"{line[-1].text.rstrip()} ")) if line else ()


def inline(runs: Iterable[Run]) -> Line:
    """The words of runs with their formats; footnotes where they stand."""
    found: list[Word] = []
    for run in runs:
        if run.note:
            found = [*_spaced(tuple(found)), Word("[Footnote: "), *inline(run.note), Word("] ")]
            continue
        if run.text[:1].isspace():
            found = [*_spaced(tuple(found))]
        note = ", ".join(
            f"link to {mark.href}" if mark.tag == "a" else _FORMATS[mark.tag] for mark in run.marks
        )
        found += [Word(word, note) for word in _WORD.findall(run.text)]
    return tuple(found)
