"""From cleaned markup to blocks: text, paragraphs, and whatever a node's reader makes of its element.

No text is lost on the way: a block we do not know becomes paragraphs, a node without what it needs
becomes its text, and what may not stand where it was found moves to just after.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Set

from lxml import etree

from . import links
from .characters import is_blank
from .nodes import BREAK, Block, Mark, Run, tidy, without_notes

LOOSE = "loose"  # text of a list item that stands in no paragraph
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
SIMPLE = {"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "hr", "picture", "video", LOOSE}
UNWRAPPED = {"note"}  # of no use inside another block: its blocks stand for it

_TEXTUAL = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "note", "warning", LOOSE}
_MARKS = {
    "strong": "strong", "b": "strong", "em": "em", "i": "em", "cite": "cite", "code": "code", "tt": "code",
    "kbd": "code", "samp": "code", "s": "s", "del": "s", "strike": "s", "sup": "sup", "sub": "sub",
}  # fmt: skip
_INLINE = {*_MARKS, "a", "span"}
_UNMARKED = re.compile(r"(?<![\w-])font-(?:weight:(?:normal|[1-4]00)|style:normal)")
_SPACES = re.compile(r"[ \t\n\r\f]+")
Marks = tuple[Mark, ...]
Reader = Callable[[etree._Element, Marks], list[Block] | None]
READERS: dict[str, Reader] = {}  # by tag; filled by the modules that `reading` brings together


def reads(*tags: str) -> Callable[[Reader], Reader]:
    """Makes a function the reader of these elements; it gives None for one that is no node of ours."""

    def register(reader: Reader) -> Reader:
        READERS.update(dict.fromkeys(tags, reader))
        return reader

    return register


class Flow:
    """Collects the blocks of one container; text outside any block is wrapped in `wrap`."""

    def __init__(self, wrap: str = "p") -> None:
        self.wrap = wrap
        self.blocks: list[Block] = []
        self._runs: list[Run] = []

    def finish(self) -> list[Block]:
        self._end_paragraph(self.wrap)
        return self.blocks

    def children(self, element: etree._Element, marks: Marks) -> None:
        self.text(element.text, marks)
        for child in element:
            self.element(child, marks)
            self.text(child.tail, marks)

    def text(self, text: str | None, marks: Marks) -> None:
        if text:
            self._runs.append(Run(spaced(text), marks))

    def element(self, element: etree._Element, marks: Marks) -> None:
        tag = element.tag
        if tag == "p" and self.wrap == "p":
            self._paragraph(element, marks, "p")
        elif tag == "br":
            self._runs.append(Run(BREAK, marks))
        elif tag in _INLINE:
            self._inline(element, marks)
        elif tag == "p" and self.wrap == LOOSE:
            self._paragraph(element, marks, "p")
        elif tag in HEADINGS:
            self._end_paragraph(self.wrap)
            self.blocks += _heading(element, marks)
        elif tag in READERS:
            self._node(element, marks)
        else:
            self._paragraph(element, marks, self.wrap)

    def _inline(self, element: etree._Element, marks: Marks) -> None:
        if element.tag == "span":
            if element.get("class") != "footnote":
                self.children(element, marks)
            elif element.text or len(element):
                self._footnote(element)
        elif element.text or len(element):
            self.children(element, _with_mark(marks, element))

    def _footnote(self, element: etree._Element) -> None:
        note, misplaced = line(unwrapped(element, ()))
        if note:
            self._runs.append(Run("", (), tuple(without_notes(note))))
        if misplaced:
            self._end_paragraph(self.wrap)
            self.blocks += misplaced

    def _node(self, element: etree._Element, marks: Marks) -> None:
        blocks = READERS[element.tag](element, marks)
        if blocks is None:
            self._paragraph(element, marks, self.wrap)
        else:
            self._end_paragraph(self.wrap)
            self.blocks += blocks

    def _paragraph(self, element: etree._Element, marks: Marks, wrap: str) -> None:
        self._end_paragraph(self.wrap)
        if not len(element):
            if element.text:
                self.text(element.text, marks)
                self._end_paragraph(wrap)
            return
        outer, self.wrap = self.wrap, wrap
        self.children(element, marks)
        self._end_paragraph(wrap)
        self.wrap = outer

    def _end_paragraph(self, wrap: str) -> None:
        if not self._runs:
            return
        runs = tidy(self._runs)
        self._runs = []
        if runs:
            self.blocks.append(Block(wrap, runs=runs))


def spaced(text: str) -> str:
    return _SPACES.sub(" ", text)


def unwrapped(element: etree._Element, marks: Marks, wrap: str = "p") -> list[Block]:
    """The blocks of an element that is itself none."""
    flow = Flow(wrap)
    flow.children(element, marks)
    return flow.finish()


def parted(blocks: Iterable[Block], *, keep: Set[str] = SIMPLE) -> tuple[list[Block], list[Block]]:
    """What may stand inside another block, and what has to stand after it."""
    kept: list[Block] = []
    moved: list[Block] = []
    for block in _opened(blocks, keep):
        (kept if block.tag in keep else moved).append(block)
    return kept, moved


def _opened(blocks: Iterable[Block], keep: Set[str]) -> Iterator[Block]:
    for block in blocks:
        if block.tag in UNWRAPPED and block.tag not in keep:
            yield from _opened(block.blocks, keep)
        else:
            yield block


def line(blocks: Iterable[Block], *, between: str = " ") -> tuple[list[Run], list[Block]]:
    """The words of all blocks on one line (or one each, with BREAK between), and the nodes among them."""
    runs: list[Run] = []
    nodes: list[Block] = []
    _lay(blocks, between, runs, nodes)
    return tidy(runs), nodes


def _lay(blocks: Iterable[Block], between: str, runs: list[Run], nodes: list[Block]) -> None:
    for block in blocks:
        if block.tag in _TEXTUAL:
            own = _on_one_line(block.runs) if between == " " else block.runs
            if block.tag == "blockquote":  # its attribution stands last
                _lay(block.blocks, between, runs, nodes)
                runs += [Run(between), *own]
            else:
                runs += [Run(between), *own]
                _lay(block.blocks, between, runs, nodes)
        elif block.tag != "hr":
            nodes.append(block)


def _on_one_line(runs: list[Run]) -> list[Run]:
    return [Run(run.text.replace(BREAK, " "), run.marks, run.note) for run in runs]


def with_stray_text(element: etree._Element) -> Iterator[str | etree._Element]:
    if element.text and not is_blank(element.text):
        yield element.text
    for child in element:
        yield child
        if child.tail and not is_blank(child.tail):
            yield child.tail


def classes(element: etree._Element) -> list[str]:
    return (element.get("class") or "").split()


def present(attributes: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if value}


def _heading(element: etree._Element, marks: Marks) -> list[Block]:
    return unwrapped(element, marks, HEADINGS[element.tag])


def _with_mark(marks: Marks, element: etree._Element) -> Marks:
    tag = element.tag
    if tag == "a":
        href = links.normalise(element.get("href") or "")
        mark = Mark("a", href) if href else None
    else:
        # Google Docs wraps a whole paste in <b style="font-weight:normal">.
        style = element.get("style")
        is_plain = style and _UNMARKED.search(style.replace(" ", "").lower())
        mark = None if is_plain else Mark(_MARKS[tag])
    if mark is None or any(mark.tag == outer.tag for outer in marks):
        return marks
    return (*marks, mark)
