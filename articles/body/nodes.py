"""A body as a small tree of blocks.

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
    """Text with its marks; or, with `note`, the place of a footnote: then there are neither."""

    text: str
    marks: tuple[Mark, ...] = ()
    note: tuple["Run", ...] = ()


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list, item, quote, rule or one of our nodes.

    `runs` are its own words: a paragraph's text, a picture's or table's caption, a quote's attribution, a
    spoiler's label, a post's author. `blocks` are what it holds.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)


def tidy(runs: list[Run]) -> list[Run]:
    """Runs with single spaces, none at the edges of lines, no marks around nothing; [] when blank."""
    if len(runs) == 1 and not runs[0].marks and not runs[0].note:
        text = runs[0].text.strip(" \n")
        return [] if is_blank(text) else [Run(text)] if text != runs[0].text else runs
    if not runs:
        return runs
    lines = _trimmed(_single_spaced(runs))
    if all(is_blank(run.text) and not run.note for run in lines):
        return []
    return _joined(_without_idle_marks(lines))


def _single_spaced(runs: Iterable[Run]) -> list[Run]:
    spaced: list[Run] = []
    before = BREAK
    for run in runs:
        text, marks, note = run
        if text == BREAK:
            while spaced and spaced[-1].text == " ":
                spaced.pop()
            if spaced and spaced[-1].text.endswith(" "):
                spaced[-1] = Run(spaced[-1].text[:-1], spaced[-1].marks)
        elif before in (" ", BREAK):
            text = text.removeprefix(" ")
        if note:
            spaced.append(run)
            before = "."
        elif text:
            spaced.append(Run(text, marks))
            before = text[-1]
    return spaced


def _trimmed(runs: list[Run]) -> list[Run]:
    end = len(runs)
    while end and not runs[end - 1].note and not runs[end - 1].text.strip(" \n"):
        end -= 1
    start = 0
    while start < end and runs[start].text == BREAK:
        start += 1
    kept = runs[start:end]
    if kept and not kept[-1].note:
        kept[-1] = Run(kept[-1].text.rstrip(" \n"), kept[-1].marks)
    return kept


def _without_idle_marks(runs: list[Run]) -> list[Run]:
    """A mark around nothing but blanks goes, unless text on both sides carries it too."""
    idle = [not run.note and is_blank(run.text) for run in runs]
    if not any(idle):
        return runs
    after: list[tuple[Mark, ...]] = []
    marks: tuple[Mark, ...] = ()
    for run, is_idle in zip(reversed(runs), reversed(idle), strict=True):
        marks = marks if is_idle else run.marks
        after.append(marks)
    result: list[Run] = []
    before: tuple[Mark, ...] = ()
    for run, is_idle, following in zip(runs, idle, reversed(after), strict=True):
        before = common_marks(before, following) if is_idle else run.marks
        result.append(Run(run.text, before, run.note))
    return result


def _joined(runs: Iterable[Run]) -> list[Run]:
    joined: list[Run] = []
    texts: list[str] = []
    for run in runs:
        if joined and not run.note and not joined[-1].note and joined[-1].marks == run.marks:
            texts.append(run.text)
            continue
        if len(texts) > 1:
            joined[-1] = Run("".join(texts), joined[-1].marks)
        joined.append(run)
        texts = [run.text]
    if len(texts) > 1:
        joined[-1] = Run("".join(texts), joined[-1].marks)
    return joined


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


def text_html(text: str) -> str:
    return escape(text, quote=False)


def link_html(href: str) -> str:
    return f'<a href="{quoted(href)}">'


def footnote_html(note: Iterable[Run]) -> str:
    return f'<span class="footnote">{inline_html(note)}</span>'


def inline_html(
    runs: Iterable[Run],
    *,
    link: Callable[[str], str] = link_html,
    footnote: Callable[[tuple[Run, ...]], str] = footnote_html,
) -> str:
    """Runs as HTML; `link` writes the start tag of a link, or nothing to leave the link out."""
    parts: list[str] = []
    ends: list[str] = []
    open_marks: tuple[Mark, ...] = ()
    for text, marks, note in runs:
        if marks != open_marks:
            shared = len(common_marks(open_marks, marks))
            parts.extend(reversed(ends[shared:]))
            del ends[shared:]
            for mark in marks[shared:]:
                start = link(mark.href) if mark.tag == "a" else f"<{mark.tag}>"
                parts.append(start)
                ends.append(f"</{mark.tag}>" if start else "")
            open_marks = marks
        parts.append(footnote(note) if note else escape(text, quote=False).replace(BREAK, "<br>"))
    parts.extend(reversed(ends))
    return "".join(parts)


def plain(runs: Iterable[Run]) -> str:
    """The words without the footnotes."""
    return "".join(run.text for run in runs)


def without_notes(runs: Iterable[Run]) -> list[Run]:
    """The runs with the footnotes' words in their places, where none may stand."""
    flat: list[Run] = []
    for run in runs:
        flat += [Run(" "), *without_notes(run.note)] if run.note else [run]
    return tidy(flat)


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, in the order of the text."""
    for block in blocks:
        yield block
        if block.blocks:
            yield from walk(block.blocks)


def hrefs(runs: Iterable[Run]) -> Iterator[str]:
    for run in runs:
        for mark in run.marks:
            if mark.tag == "a":
                yield mark.href
        if run.note:
            yield from hrefs(run.note)
