"""What a careful editor would look at once more in a body: headings, links, paragraphs, titles. Pure; matters of craft
that never keep anything from being published."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from . import nodes, vocabulary
from .nodes import Block, Run
from .sentences import around

LONG_PARAGRAPH = 180  # words; about a screen of a phone
QUOTE = 60  # characters of a place that is named
_HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
_VAGUE = {
    "here", "click here", "this", "this link", "link", "this page", "more", "read more", "see here", "see more", "page",
}  # fmt: skip
_SHORTEST_TITLE = 4  # letters: “It” and “Up” are words, too


@dataclass(frozen=True)
class Remark:
    """A sentence for the editor, and the fragment of the form's address that leads to the place."""

    sentence: str
    place: str = ""


def remarks(html: str, *, titles: Iterable[str] = ()) -> list[Remark]:
    """Everything worth a second look in a body; `titles` are names of the works the article is about."""
    blocks = vocabulary.parse(html)
    found = [*_headings(blocks), *_links(blocks), *_paragraphs(blocks), *_titles(blocks, titles)]
    return list(dict.fromkeys(found))


def _headings(blocks: Iterable[Block]) -> Iterator[Remark]:
    level = 1
    for block in blocks:
        if block.tag not in _HEADINGS:
            continue
        at = _HEADINGS[block.tag]
        if at > level + 1:
            words = nodes.plain(block.runs)
            yield Remark(
                f"The heading “{_cut(words)}” skips a level. People who listen to the page go by them.",
                _place(words, words),
            )
        level = at


def _links(blocks: Iterable[Block]) -> Iterator[Remark]:
    for block in nodes.walk(blocks):
        text = nodes.plain(block.runs)
        for words, start in _linked(block.runs):
            if words.strip(" .:!→»").lower() in _VAGUE:
                sentence = f"A link says only “{words.strip()}”. Link the words that say where it leads."
                yield Remark(sentence, _place(around(text, start, start + len(words)), words))


def _linked(runs: Iterable[Run]) -> Iterator[tuple[str, int]]:
    """The words of each link, and where they begin in the plain text."""
    address, words, start, at = "", "", 0, 0
    for run in runs:
        text = nodes.plain([run])
        href = next((mark.href for mark in run.marks if mark.tag == "a"), "")
        if href != address:
            if address:
                yield words, start
            address, words, start = href, "", at
        words += text if href else ""
        at += len(text)
    if address:
        yield words, start


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Remark]:
    for block in nodes.walk(blocks):
        text = nodes.plain(block.runs) if block.tag == "p" else ""
        count = len(text.split())
        if count > LONG_PARAGRAPH:
            sentence = (
                f"The paragraph “{_cut(text)}” has {count} words: on a phone that is more than a screen."
            )
            yield Remark(sentence, _place(around(text, 0, 1)))


def _titles(blocks: Iterable[Block], titles: Iterable[str]) -> Iterator[Remark]:
    """A work's name in running text that is not set as a title."""
    patterns = {
        name: re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        for name in titles
        if sum(letter.isalpha() for letter in name) >= _SHORTEST_TITLE
    }
    for block in nodes.walk(blocks):
        if block.tag not in ("p", "li"):
            continue
        bare = "".join("\0" * len(run.text) if _is_title(run) else nodes.plain([run]) for run in block.runs)
        text = nodes.plain(block.runs)
        for name, pattern in patterns.items():
            if found := pattern.search(bare):
                sentence = f"“{name}” stands in the text without being set as a title (Ctrl+Alt+I)."
                yield Remark(sentence, _place(around(text, *found.span()), name))


def _is_title(run: Run) -> bool:
    return any(mark.tag in ("cite", "a", "code") for mark in run.marks)


def _place(sentence: str, phrase: str = "") -> str:
    """The fragment by which the desk's editor finds the sentence, and the words in it that matter."""
    asked = {"sentence": sentence} | ({"phrase": phrase} if phrase else {})
    return f"#{urlencode(asked, quote_via=quote)}"


def _cut(text: str) -> str:
    return text if len(text) <= QUOTE else f"{text[:QUOTE].rsplit(' ', 1)[0]} …"
