"""The stored forms of a body: web page, feed and plain text, and what the body uses.

Runs when an editor publishes, never when a reader reads. Works on the parsed vocabulary, so that even a
body that reached the database unsanitised cannot harm a reader.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from . import nodes, typography, vocabulary
from .feed import FeedTarget
from .links import Link
from .nodes import Block
from .pictures import Picture
from .slots import (
    DISCLOSURE_SLOT,
    MEDIA_URL_MARK,
    PAGE_URL_MARK,
    PUBLIC_URL_MARK,
    Slot,
    fill_marks,
    split_slots,
)
from .targets import Classify
from .web import WebTarget
from .words import PARAGRAPH, Words

__all__ = [
    "DISCLOSURE_SLOT",
    "MEDIA_URL_MARK",
    "PAGE_URL_MARK",
    "PUBLIC_URL_MARK",
    "RENDERER_VERSION",
    "Classify",
    "Link",
    "PictureUse",
    "Rendered",
    "Slot",
    "Uses",
    "fill_marks",
    "render",
    "split_slots",
    "uses",
    "words",
]

RENDERER_VERSION = 2  # raise it when the output changes: stored forms are then made again
_WORD = re.compile(r"\S*\w\S*")


@dataclass(frozen=True, slots=True)
class PictureUse:
    """A picture or a video's poster in a body. `alt` None and empty `caption_html` inherit the library's."""

    uid: str
    alt: str | None
    is_decorative: bool
    caption_html: str
    place: str = "body"


@dataclass(frozen=True, slots=True)
class Uses:
    """What a body refers to, in its order. Pictures once per use; the rest once each."""

    pictures: tuple[PictureUse, ...]
    links: tuple[str, ...]
    video_urls: tuple[str, ...]
    recommended_uids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rendered:
    """`text` leaves out what spoilers hide; `word_count` counts it, because it takes time to read."""

    web: str
    feed: str
    text: str
    word_count: int
    has_video: bool
    has_affiliate_link: bool


def uses(html: str) -> Uses:
    """What the body shows and links to; links in captions included, a video's own address apart."""
    blocks = list(nodes.walk(vocabulary.parse(html)))
    videos = [block.attributes["data-url"] for block in blocks if block.tag == "video"]
    recommended = [
        uid
        for block in blocks
        if block.tag == "recommended"
        for uid in block.attributes.get("data-articles", "").split(",")
        if uid
    ]
    return Uses(
        pictures=tuple(use for block in blocks if (use := _picture_use(block)) is not None),
        links=tuple(dict.fromkeys(href for block in blocks for href in _links(block))),
        video_urls=tuple(dict.fromkeys(videos)),
        recommended_uids=tuple(dict.fromkeys(recommended)),
    )


def render(
    html: str, *, pictures: Mapping[str, Picture], classify: Classify, language: str = "en"
) -> Rendered:
    """The body's stored forms. `pictures` are the library's by uid; an unknown one is left out.

    Raises BodyRefused only for what `sanitise` refuses too.
    """
    blocks = vocabulary.parse(html)
    classify = cache(classify)  # both targets ask about the same links
    said = Words(blocks, library=pictures)
    typography.bind_all(blocks, language=language)
    web = WebTarget(library=pictures, classify=classify)
    feed = FeedTarget(library=pictures, classify=classify)
    return Rendered(
        web=web.body(blocks),
        feed=feed.body(blocks),
        text=said.text,
        word_count=sum(len(_WORD.findall(text)) for text in (*said.shown, *said.hidden)),
        has_video=any(block.tag == "video" for block in nodes.walk(blocks)),
        has_affiliate_link=web.has_affiliate_link,
    )


def words(html: str) -> str:
    """Everything an editor has written into a body, spoilers, alt texts and titles too: for checks, never
    for readers."""
    blocks = vocabulary.parse(html)
    said = Words(blocks, library={})
    attributes = [
        value
        for block in nodes.walk(blocks)
        for name, value in block.attributes.items()
        if name in ("data-alt", "data-title")
    ]
    return PARAGRAPH.join((*said.shown, *said.hidden, *attributes))


def _links(block: Block) -> Iterator[str]:
    if block.tag == "post":
        yield block.attributes["data-url"]
    yield from nodes.hrefs(block.runs)


def _picture_use(block: Block) -> PictureUse | None:
    uid = block.attributes.get("data-image")
    if uid is None:
        return None
    return PictureUse(
        uid=uid,
        alt=block.attributes.get("data-alt"),
        is_decorative="data-decorative" in block.attributes,
        caption_html=nodes.inline_html(block.runs),
    )
