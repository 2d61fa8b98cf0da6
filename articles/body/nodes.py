"""A body as a small tree of blocks, and its one spelling as HTML.

Inline text is a flat list of runs, each with the marks around it from the outside in. Broken, doubled or
empty nesting cannot be expressed, so whatever was read, what is written is well formed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from .characters import is_blank

BREAK = "\n"  # in a run: a line break the editor made; line ends of the source are spaces


class Mark(NamedTuple):
    tag: str
    href: str = ""


class Run(NamedTuple):
    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list, item, quote, rule or one of our nodes.

    Paragraphs and headings hold runs, a picture its caption as runs; an item runs and lists, or blocks.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)


def tidy(runs: Iterable[Run]) -> list[Run]:
    """Runs with single spaces, none at the edges of lines, no marks around nothing; [] when blank."""
    lines = _trimmed(_single_spaced(runs))
    if all(is_blank(run.text) for run in lines):
        return []
    return _joined(_without_idle_marks(lines))


def _single_spaced(runs: Iterable[Run]) -> list[Run]:
    spaced: list[Run] = []
    before = BREAK
    for text, marks in runs:
        if text == BREAK:
            while spaced and spaced[-1].text == " ":
                spaced.pop()
            if spaced and spaced[-1].text.endswith(" "):
                spaced[-1] = Run(spaced[-1].text[:-1], spaced[-1].marks)
        elif before in (" ", BREAK):
            text = text.removeprefix(" ")
        if text:
            spaced.append(Run(text, marks))
            before = text[-1]
    return spaced


def _trimmed(runs: list[Run]) -> list[Run]:
    end = len(runs)
    while end and not runs[end - 1].text.strip(" \n"):
        end -= 1
    start = 0
    while start < end and runs[start].text == BREAK:
        start += 1
    kept = runs[start:end]
    if kept:
        kept[-1] = Run(kept[-1].text.rstrip(" \n"), kept[-1].marks)
    return kept


def _without_idle_marks(runs: list[Run]) -> list[Run]:
    """A mark around nothing but blanks goes, unless text on both sides carries it too."""
    after: list[tuple[Mark, ...]] = []
    marks: tuple[Mark, ...] = ()
    for run in reversed(runs):
        marks = marks if is_blank(run.text) else run.marks
        after.append(marks)
    result: list[Run] = []
    before: tuple[Mark, ...] = ()
    for run, following in zip(runs, reversed(after), strict=True):
        before = common_marks(before, following) if is_blank(run.text) else run.marks
        result.append(Run(run.text, before))
    return result


def _joined(runs: Iterable[Run]) -> list[Run]:
    joined: list[tuple[list[str], tuple[Mark, ...]]] = []
    for text, marks in runs:
        if joined and joined[-1][1] == marks:
            joined[-1][0].append(text)
        else:
            joined.append(([text], marks))
    return [Run("".join(texts), marks) for texts, marks in joined]


def common_marks(first: tuple[Mark, ...], second: tuple[Mark, ...]) -> tuple[Mark, ...]:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return first[:length]


def quoted(value: str) -> str:
    """A value for a double-quoted attribute, spelled as browsers spell it."""
    return escape(value, quote=False).replace('"', "&quot;")


def link_html(href: str) -> str:
    return f'<a href="{quoted(href)}">'


def inline_html(runs: Iterable[Run], *, link: Callable[[str], str] = link_html) -> str:
    """Runs as HTML; `link` writes the start tag of a link, or nothing to leave the link out."""
    parts: list[str] = []
    ends: list[str] = []
    open_marks: tuple[Mark, ...] = ()
    for text, marks in runs:
        shared = len(common_marks(open_marks, marks))
        parts.extend(reversed(ends[shared:]))
        del ends[shared:]
        for mark in marks[shared:]:
            start = link(mark.href) if mark.tag == "a" else f"<{mark.tag}>"
            parts.append(start)
            ends.append(f"</{mark.tag}>" if start else "")
        open_marks = marks
        parts.append(escape(text, quote=False).replace(BREAK, "<br>"))
    parts.extend(reversed(ends))
    return "".join(parts)


def plain(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, in the order of the text."""
    for block in blocks:
        yield block
        yield from walk(block.blocks)


def hrefs(runs: Iterable[Run]) -> Iterator[str]:
    for run in runs:
        for mark in run.marks:
            if mark.tag == "a":
                yield mark.href


def start_tag(tag: str, attributes: dict[str, str]) -> str:
    return f"<{tag}" + "".join(f' {name}="{quoted(value)}"' for name, value in attributes.items()) + ">"


def body_html(blocks: Iterable[Block]) -> str:
    """The tree in the spelling we store. Reading it again gives the same tree."""
    return "".join(_block_html(block) for block in blocks)


def _block_html(block: Block) -> str:
    match block.tag:
        case "hr":
            return "<hr>"
        case "picture":
            start = start_tag("figure", {"class": "picture"} | block.attributes)
            return f"{start}<figcaption>{inline_html(block.runs)}</figcaption></figure>"
        case "video":
            url = block.attributes["data-url"]
            title = block.attributes.get("data-title") or url
            start = start_tag("div", {"class": "video"} | block.attributes)
            return f"{start}{link_html(url)}{escape(title, quote=False)}</a></div>"
        case "recommended":
            start = start_tag("div", {"class": "recommended"} | block.attributes)
            return f"{start}{inline_html(block.runs)}</div>"
        case "note":
            return f'<aside class="editors-note">{body_html(block.blocks)}</aside>'
    return f"<{block.tag}>{inline_html(block.runs)}{body_html(block.blocks)}</{block.tag}>"
