"""What comes out of the clipboard, made our vocabulary: Google Docs, Word, Pages, WordPress, web pages.

`clean` is for text on its way in; what is saved goes through `vocabulary.sanitise` as ever, which refuses
the same things. Pictures cannot come along: they belong into the library first. They are reported, with
their place in the text, so that the editor can be asked about each.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import parse_qsl, urlencode

import nh3
from lxml import etree

from . import characters, embeds, links, nesting, paste_markup, spelling, vocabulary
from .nodes import Block, Run, tidy
from .reading import read_body

PASTE_LIMIT = 5_000_000  # bytes of markup without pictures; programs write ten times what they say
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id|_hsenc|_hsmi|mkt_tok|srsltid|ref_src"
)
_START, _END = "<!--StartFragment-->", "<!--EndFragment-->"
_DATA_URI = re.compile(r"""\bsrc\s*=\s*(?:"(data:[^"]*)"|'(data:[^']*)')""", re.IGNORECASE)
_FRAME = re.compile(r"""<iframe\b[^<>]*?\bsrc\s*=\s*["']([^"'>]*)["']""", re.IGNORECASE)
_SHORTCODE = re.compile(r"\[/?(?:caption|gallery|embed|video|audio|playlist)\b[^\]\[<>]{0,500}\]")
_VOID = re.compile(r'<(img|br|hr)((?: [\w-]+="[^"]*")*)>')
_MARKER = re.compile("\ue000([0-9]+)\ue001")
_PIXEL = {"0", "1"}  # the size of a picture that only counts readers
_EVERYWHERE = {"class", "style"}
_CLEANER = nh3.Cleaner(
    tags=vocabulary.TAGS | {"img", "font"},
    clean_content_tags=vocabulary.JUNK,
    attributes={"*": _EVERYWHERE, "img": {"src", "alt", "width", "height", "data-inline"}}
    | {tag: names | _EVERYWHERE for tag, names in vocabulary.ATTRIBUTES.items()},
    url_schemes=vocabulary.URL_SCHEMES,
    link_rel=None,
)


@dataclass(frozen=True, slots=True)
class PastedPicture:
    """A picture that did not come along. `after` is how many blocks of the text stand before its place."""

    address: str  # https://… or data:…
    alt: str
    after: int


@dataclass(frozen=True, slots=True)
class Pasted:
    html: str
    foreign_pictures: tuple[PastedPicture, ...]  # stand on another site: to be brought into the library
    data_pictures: tuple[PastedPicture, ...]  # came whole: to be uploaded


def clean(html: str, *, own_hosts: Collection[str] = ()) -> Pasted:
    """The text in our vocabulary, and the pictures that were in it.

    Tracking parameters go from links to `own_hosts`; other sites' addresses are theirs. Raises BodyRefused
    when it is longer than PASTE_LIMIT or nested too deep.
    """
    rules = paste_markup.style_rules(html)
    markup, inline = _without_data(_fragment(html))
    vocabulary.check_size(markup, limit=PASTE_LIMIT)
    tamed = nesting.tame(characters.clean(_SHORTCODE.sub(" ", _with_videos(markup))))
    if nesting.is_too_deep(tamed):
        raise vocabulary.BodyRefused(vocabulary.TOO_DEEP)
    tree = vocabulary.tree(_VOID.sub(r"<\1\2/>", _CLEANER.clean(tamed)))
    pictures = _take_pictures(tree, inline)
    paste_markup.rewrite(tree, rules)
    _clean_links(tree, own_hosts)
    blocks, places = _placed(read_body(tree))
    cleaned = vocabulary.sanitise(spelling.body_html(blocks))
    found = [
        PastedPicture(address, alt, places.get(at, len(blocks))) for at, (address, alt) in enumerate(pictures)
    ]
    return Pasted(
        cleaned,
        foreign_pictures=tuple(one for one in found if not one.address.startswith("data:")),
        data_pictures=tuple(one for one in found if one.address.startswith("data:")),
    )


def without_tracking(url: str) -> str:
    """The address without what tells where the reader came from."""
    head, mark, rest = url.partition("?")
    query, hash_mark, fragment = rest.partition("#")
    if not mark or "=" not in query:
        return url
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name.lower())]
    if len(kept) == len(pairs):
        return url
    return head + (f"?{urlencode(kept)}" if kept else "") + hash_mark + fragment


def _fragment(html: str) -> str:
    """What was copied, without the document that Windows puts around it."""
    start, end = html.find(_START), html.rfind(_END)
    return html[start + len(_START) : end] if 0 <= start < end else html


def _without_data(html: str) -> tuple[str, list[str]]:
    """Pictures written into the markup itself are taken out before anything is measured or parsed."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        found.append(match[1] or match[2])
        return f'data-inline="{len(found) - 1}"'

    return _DATA_URI.sub(take, html), found


def _with_videos(html: str) -> str:
    """A frame with a video we know becomes the video; what else a frame shows stays behind."""

    def put(match: re.Match[str]) -> str:
        embed = embeds.recognise(unescape(match[1]))
        node = f'<div class="video" data-url="{escape(embed.page_url)}"></div>' if embed else ""
        return node + match[0]

    return _FRAME.sub(put, html)


def _take_pictures(tree: etree._Element, inline: list[str]) -> list[tuple[str, str]]:
    """Address and alt text of each picture; a mark in the text keeps its place."""
    found: list[tuple[str, str]] = []
    for element in list(tree.iter("img")):
        number = element.get("data-inline") or ""
        is_inline = number.isdecimal() and int(number) < len(inline)
        address = inline[int(number)] if is_inline else links.normalise_web(element.get("src") or "")
        is_pixel = element.get("width") in _PIXEL or element.get("height") in _PIXEL
        mark = ""
        if address and not is_pixel:
            mark = f"\ue000{len(found)}\ue001"
            found.append((address, characters.clean_line(element.get("alt") or "")))
        paste_markup.replace_by_text(element, mark)
    return found


def _clean_links(tree: etree._Element, own_hosts: Collection[str]) -> None:
    for element in tree.iter("a"):
        url = paste_markup.behind_redirect(element.get("href") or "")
        if links.classify(url, own_hosts=own_hosts, merchant_hosts={}).kind == "internal":
            url = without_tracking(url)
        element.set("href", "" if url.startswith("#_") else url)  # Word's notes and bookmarks


def _placed(blocks: list[Block]) -> tuple[list[Block], dict[int, int]]:
    """The blocks without the pictures' marks, and after how many of them each picture stood."""
    kept: list[Block] = []
    places: dict[int, int] = {}
    for block in blocks:
        marks: list[int] = []
        _each_text(block, lambda text, marks=marks: _unmarked(text, marks))
        kept += vocabulary.parse(spelling.block_html(block)) if marks else [block]
        places |= dict.fromkeys(marks, len(kept))
    return kept, places


def _unmarked(text: str, marks: list[int]) -> str:
    marks += [int(number) for number in _MARKER.findall(text)]
    return _MARKER.sub("", text)


def _each_text(block: Block, change: Callable[[str], str]) -> None:
    if any("\ue000" in run.text for run in block.runs):
        block.runs = tidy([Run(change(run.text), run.marks, run.note) for run in block.runs])
    for inner in block.blocks:
        _each_text(inner, change)
