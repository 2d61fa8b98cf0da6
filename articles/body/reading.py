"""From cleaned markup to blocks: what a pasted element means in our vocabulary.

No text is lost on the way: a block we do not know becomes paragraphs, a node without what it needs
becomes its text.
"""

import re
from collections.abc import Callable, Iterable

from lxml import etree

from . import links
from .characters import clean_line, is_blank
from .nodes import BREAK, Block, Mark, Run, plain, tidy, walk

UID = re.compile(r"[0-9a-f]{32}")
RECOMMENDED_KINDS = {"videos": "Recommended videos"}
RECOMMENDED_LIMIT = 24  # articles chosen by hand for one slot
TITLE_LIMIT = 300  # characters of a video's title taken from its child

_LOOSE = "loose"  # text of a list item that stands in no paragraph
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "cite": "cite"}
_LISTS = {"ul": "ul", "menu": "ul", "dir": "ul", "ol": "ol"}
_UNMARKED = re.compile(r"font-(?:weight:(?:normal|[1-4]00)|style:normal)")
_SPACES = re.compile(r"[ \t\n\r\f]+")
Marks = tuple[Mark, ...]


def read_body(element: etree._Element) -> list[Block]:
    flow = _Flow("p")
    flow.children(element, ())
    return flow.finish()


class _Flow:
    """Collects the blocks of one container; text outside any block is wrapped in `wrap`."""

    def __init__(self, wrap: str) -> None:
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
            self._runs.append(Run(_SPACES.sub(" ", text), marks))

    def element(self, element: etree._Element, marks: Marks) -> None:
        tag = element.tag
        if tag == "br":
            self._runs.append(Run(BREAK, marks))
        elif tag in _MARKS or tag == "a":
            self.children(element, _with_mark(marks, element))
        elif tag == "p" and self.wrap == _LOOSE:
            self._paragraph(element, marks, "p")
        elif tag in _HEADINGS:
            self._end_paragraph(self.wrap)
            self.blocks += _heading(element, marks)
        elif tag in _HANDLERS:
            self._node(element, marks)
        else:
            self._paragraph(element, marks, self.wrap)

    def _node(self, element: etree._Element, marks: Marks) -> None:
        self._end_paragraph(self.wrap)
        blocks = _HANDLERS[element.tag](element, marks)
        if blocks is None:
            self._paragraph(element, marks, self.wrap)
        else:
            self.blocks += blocks

    def _paragraph(self, element: etree._Element, marks: Marks, wrap: str) -> None:
        self._end_paragraph(self.wrap)
        outer, self.wrap = self.wrap, wrap
        self.children(element, marks)
        self._end_paragraph(wrap)
        self.wrap = outer

    def _end_paragraph(self, wrap: str) -> None:
        runs = tidy(self._runs)
        self._runs = []
        if runs:
            self.blocks.append(Block(wrap, runs=runs))


def _with_mark(marks: Marks, element: etree._Element) -> Marks:
    tag = element.tag
    if tag == "a":
        href = links.normalise(element.get("href") or "")
        mark = Mark("a", href) if href else None
    else:
        # Google Docs wraps a whole paste in <b style="font-weight:normal">.
        is_plain = _UNMARKED.search((element.get("style") or "").replace(" ", "").lower())
        mark = None if is_plain else Mark(_MARKS[tag])
    if mark is None or any(mark.tag == outer.tag for outer in marks):
        return marks
    return (*marks, mark)


def _heading(element: etree._Element, marks: Marks) -> list[Block]:
    flow = _Flow(_HEADINGS[element.tag])
    flow.children(element, marks)
    return flow.finish()


def _rule(element: etree._Element, marks: Marks) -> list[Block]:
    return [Block("hr")]


def _list(element: etree._Element, marks: Marks) -> list[Block]:
    items: list[Block] = []
    hoisted: list[Block] = []
    for child in _with_stray_text(element):
        if isinstance(child, str):
            found = [Block("li", runs=tidy([Run(_SPACES.sub(" ", child), marks)]))]
        elif child.tag in _LISTS and items:
            found = _list(child, marks)
            items[-1].blocks += [block for block in found if block.tag in ("ul", "ol")]
            found = [block for block in found if block.tag not in ("ul", "ol")]
        else:
            found = _item(child, marks)
        items += [block for block in found if block.tag == "li"]
        hoisted += [block for block in found if block.tag != "li"]
    return ([Block(_LISTS[element.tag], blocks=items)] if items else []) + hoisted


def _with_stray_text(element: etree._Element) -> Iterable[str | etree._Element]:
    if element.text and not is_blank(element.text):
        yield element.text
    for child in element:
        yield child
        if child.tail and not is_blank(child.tail):
            yield child.tail


def _item(element: etree._Element, marks: Marks) -> list[Block]:
    """A list item, from an `li` or from anything else that stands directly in a list."""
    flow = _Flow(_LOOSE)
    if element.tag == "li":
        flow.children(element, marks)
    else:
        flow.element(element, marks)
    blocks, hoisted = _without_slots(flow.finish())
    if not blocks:
        return hoisted
    first, rest = blocks[0], blocks[1:]
    if first.tag == _LOOSE and all(block.tag in ("ul", "ol") for block in rest):
        return [Block("li", runs=first.runs, blocks=rest), *hoisted]
    for block in blocks:
        block.tag = "p" if block.tag == _LOOSE else block.tag
    return [Block("li", blocks=blocks), *hoisted]


def _quote(element: etree._Element, marks: Marks) -> list[Block]:
    return _container("blockquote", element, marks)


def _aside(element: etree._Element, marks: Marks) -> list[Block] | None:
    return _container("note", element, marks) if "editors-note" in _classes(element) else None


def _container(tag: str, element: etree._Element, marks: Marks) -> list[Block]:
    blocks, hoisted = _without_slots(_unwrapped(element, marks))
    return ([Block(tag, blocks=blocks)] if blocks else []) + hoisted


def _without_slots(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """What may stand inside another block, and what must stand at the top: the slot, where the rendered
    body is split. A note in another block becomes its paragraphs."""
    inner: list[Block] = []
    for block in blocks:
        inner += block.blocks if block.tag == "note" else [block]
    return (
        [block for block in inner if block.tag != "recommended"],
        [block for block in inner if block.tag == "recommended"],
    )


def _unwrapped(element: etree._Element, marks: Marks) -> list[Block]:
    flow = _Flow("p")
    flow.children(element, marks)
    return flow.finish()


def _figure(element: etree._Element, marks: Marks) -> list[Block] | None:
    uid = element.get("data-image") or ""
    if "picture" not in _classes(element) or not UID.fullmatch(uid):
        return None
    attributes = {"data-image": uid, "data-alt": clean_line(element.get("data-alt") or "")}
    attributes["data-decorative"] = "true" if element.get("data-decorative") == "true" else ""
    captions: list[Block] = []
    rest = _Flow("p")
    rest.text(element.text, marks)
    for child in element:
        if child.tag == "figcaption":
            captions += _unwrapped(child, ())
        else:
            rest.element(child, marks)
        rest.text(child.tail, marks)
    picture = Block("picture", _present(attributes), runs=_one_line(captions))
    nested = [block for block in walk(captions) if block.tag in ("picture", "video", "recommended")]
    return [picture, *nested, *rest.finish()]


def _one_line(blocks: list[Block]) -> list[Run]:
    runs: list[Run] = []
    for block in walk(blocks):
        if block.tag not in ("picture", "video", "recommended"):
            runs += [Run(" "), *(Run(run.text.replace(BREAK, " "), run.marks) for run in block.runs)]
    return tidy(runs)


def _div(element: etree._Element, marks: Marks) -> list[Block] | None:
    classes = _classes(element)
    if "video" in classes:
        return _video(element, marks)
    if "recommended" in classes and element.get("data-kind") in RECOMMENDED_KINDS:
        return _recommended(element, marks)
    return None


def _video(element: etree._Element, marks: Marks) -> list[Block] | None:
    """Its child is rewritten from its attributes, so that the editor never sees an empty node; a child
    that says something else is kept, as the title or as text after the video."""
    url = links.normalise_web(element.get("data-url") or "")
    if url is None:
        return None
    inner = _unwrapped(element, marks)
    title = clean_line(element.get("data-title") or "")
    said = _said(inner)
    if said is not None and not title and len(said) <= TITLE_LIMIT and said not in ("", url):
        title = said
    poster = element.get("data-image") or ""
    attributes = {"data-url": url, "data-title": title, "data-image": poster if UID.fullmatch(poster) else ""}
    is_derived = said in ("", url, title) or (said is not None and links.normalise(said) == url)
    return [Block("video", _present(attributes)), *([] if is_derived else inner)]


def _recommended(element: etree._Element, marks: Marks) -> list[Block]:
    kind = element.get("data-kind") or ""
    label = RECOMMENDED_KINDS[kind]
    chosen = [uid.strip() for uid in (element.get("data-articles") or "").split(",")]
    uids = list(dict.fromkeys(uid for uid in chosen if UID.fullmatch(uid)))[:RECOMMENDED_LIMIT]
    slot = Block("recommended", _present({"data-kind": kind, "data-articles": ",".join(uids)}), [Run(label)])
    inner = _unwrapped(element, marks)
    return [slot, *([] if _said(inner) in ("", label) else inner)]


def _said(blocks: list[Block]) -> str | None:
    """The text of a node's child when it is nothing but one paragraph; None when there is more to it."""
    if not blocks:
        return ""
    if len(blocks) > 1 or blocks[0].tag != "p":
        return None
    return clean_line(plain(blocks[0].runs))


def _present(attributes: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if value}


def _classes(element: etree._Element) -> list[str]:
    return (element.get("class") or "").split()


_HANDLERS: dict[str, Callable[[etree._Element, Marks], list[Block] | None]] = {
    "hr": _rule,
    "ul": _list,
    "menu": _list,
    "dir": _list,
    "ol": _list,
    "blockquote": _quote,
    "aside": _aside,
    "figure": _figure,
    "div": _div,
}
