"""From cleaned markup to the tree of a body: the readers of lists, quotes, notes and spoilers.

The other nodes' readers stand in `reading_media` and `reading_facts`; `flow` holds what they share.
"""

from lxml import etree

from . import reading_facts, reading_media
from .flow import (
    LOOSE,
    SIMPLE,
    Flow,
    Marks,
    classes,
    line,
    parted,
    reads,
    spaced,
    unwrapped,
    with_stray_text,
)
from .nodes import Block, Run, tidy, without_notes
from .spelling import SPOILER_LABEL

LIST_TAGS = {"ul": "ul", "menu": "ul", "dir": "ul", "ol": "ol"}
IN_SPOILERS = SIMPLE | {
    "pullquote",
    "warning",
    "verdict",
    "gallery",
    "post",
    "cast",
    "factbox",
    "work",
    "table",
}
NOTES = {"editors-note": "note", "content-warning": "warning", "pullquote": "pullquote"}


def read_body(element: etree._Element) -> list[Block]:
    return unwrapped(element, ())


@reads("hr")
def _rule(element: etree._Element, marks: Marks) -> list[Block]:
    return [Block("hr")]


@reads(*LIST_TAGS)
def _list(element: etree._Element, marks: Marks) -> list[Block]:
    items: list[Block] = []
    moved: list[Block] = []
    for child in with_stray_text(element):
        if isinstance(child, str):
            found = [Block("li", runs=tidy([Run(spaced(child), marks)]))]
        elif child.tag in LIST_TAGS and items:
            found = _list(child, marks)
            items[-1].blocks += [block for block in found if block.tag in ("ul", "ol")]
            found = [block for block in found if block.tag not in ("ul", "ol")]
        else:
            found = _item(child, marks)
        items += [block for block in found if block.tag == "li"]
        moved += [block for block in found if block.tag != "li"]
    return ([Block(LIST_TAGS[element.tag], blocks=items)] if items else []) + moved


def _item(element: etree._Element, marks: Marks) -> list[Block]:
    """A list item, from an `li` or from anything else that stands directly in a list."""
    flow = Flow(LOOSE)
    if element.tag == "li":
        flow.children(element, marks)
    else:
        flow.element(element, marks)
    blocks, moved = parted(flow.finish())
    if not blocks:
        return moved
    first, rest = blocks[0], blocks[1:]
    if first.tag == LOOSE and all(block.tag in ("ul", "ol") for block in rest):
        return [Block("li", runs=first.runs, blocks=rest), *moved]
    for block in blocks:
        block.tag = "p" if block.tag == LOOSE else block.tag
    return [Block("li", blocks=blocks), *moved]


@reads("blockquote")
def _quote(element: etree._Element, marks: Marks) -> list[Block]:
    body, footers = Flow(), Flow()
    body.text(element.text, marks)
    for child in element:
        if child.tag == "footer":
            footers.children(child, ())
            footers.text("\n", ())
        else:
            body.element(child, marks)
        body.text(child.tail, marks)
    attribution, misplaced = line(footers.finish())
    blocks, moved = parted([*body.finish(), *misplaced])
    if not blocks:  # an attribution of nothing
        return ([Block("p", runs=attribution)] if attribution else []) + moved
    return [Block("blockquote", runs=attribution, blocks=blocks), *moved]


@reads("aside")
def _aside(element: etree._Element, marks: Marks) -> list[Block] | None:
    for name in classes(element):
        if name == "factbox":
            return reading_facts.factbox(element, marks)
        if name == "verdict":
            return reading_facts.verdict(element, marks)
        if name == "pullquote":
            return _pull_quote(element, marks)
        if name in NOTES:
            blocks, moved = parted(unwrapped(element, marks))
            return ([Block(NOTES[name], blocks=blocks)] if blocks else []) + moved
    return None


def _pull_quote(element: etree._Element, marks: Marks) -> list[Block]:
    words, moved = reading_media.paragraphs(unwrapped(element, marks))
    return ([Block("pullquote", blocks=words)] if words else []) + moved


@reads("details")
def _spoiler(element: etree._Element, marks: Marks) -> list[Block] | None:
    if "spoiler" not in classes(element):
        return None
    label, body = Flow(), Flow()
    body.text(element.text, marks)
    for child in element:
        (label.children if child.tag == "summary" else body.element)(child, marks)
        body.text(child.tail, marks)
    words, misplaced = line(label.finish())
    inner, moved = parted(_folded_once([*misplaced, *body.finish()]), keep=IN_SPOILERS)
    words = without_notes(words)
    if not inner:
        return ([Block("p", runs=words)] if words else []) + moved
    attributes = reading_facts.moment_of(element)
    return [Block("spoiler", attributes, words or [Run(SPOILER_LABEL)], inner), *moved]


def _folded_once(blocks: list[Block]) -> list[Block]:
    """A spoiler in a spoiler is its label and its blocks: it must never come out of the outer one."""
    flat: list[Block] = []
    for block in blocks:
        flat += [Block("p", runs=block.runs), *block.blocks] if block.tag == "spoiler" else [block]
    return flat
