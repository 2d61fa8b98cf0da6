"""The stored forms of a body: web page, feed and plain text, and what the body uses.

Runs when an editor publishes, never when a reader reads. Works on the parsed vocabulary, so that even a
body that reached the database unsanitised cannot harm a reader.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from . import nodes, typography, verdicts, vocabulary
from . import works as known_works
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
from .verdicts import Verdict
from .web import WebTarget
from .words import PARAGRAPH, Words
from .works import WorkFacts, Works

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
    "Verdict",
    "WorkShown",
    "fill_marks",
    "render",
    "render_work",
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
class WorkShown:
    """A work that a block shows or a spoiler gives away. `opens_on`: from when a spoiler is folded no longer."""

    uid: str
    opens_on: date | None = None


@dataclass(frozen=True, slots=True)
class Uses:
    """What a body refers to, in its order. Pictures and works once per use; the rest once each."""

    pictures: tuple[PictureUse, ...]
    links: tuple[str, ...]
    video_urls: tuple[str, ...]
    recommended_uids: tuple[str, ...]
    works: tuple[WorkShown, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """`text` leaves out what spoilers hide; `word_count` counts it, because it takes time to read."""

    web: str
    feed: str
    text: str
    word_count: int
    has_video: bool
    has_affiliate_link: bool


NO_WORKS: Works = {}


def uses(html: str, *, works: Works = NO_WORKS) -> Uses:
    """What the body shows and links to; links in captions included, a video's own address apart.

    With `works`, also what its blocks show of them: a trailer and its picture, where to watch.
    """
    typed = vocabulary.parse(html)
    shown = tuple(_works_shown(typed, works))
    blocks = list(nodes.walk(known_works.fill(typed, works)))
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
        works=shown,
    )


def _works_shown(blocks: list[Block], works: Works) -> Iterator[WorkShown]:
    for block in nodes.walk(blocks):
        uid = block.attributes.get("data-work")
        if uid:
            yield WorkShown(uid, known_works.opens_on(block, works) if block.tag == "spoiler" else None)


def render(
    html: str,
    *,
    pictures: Mapping[str, Picture],
    classify: Classify,
    works: Works = NO_WORKS,
    verdict: Verdict | None = None,
    today: date | None = None,
    language: str = "en",
) -> Rendered:
    """The body's stored forms. `pictures` are the library's by uid and `works` what is known of them; an
    unknown one is left out. `verdict` is a review's; `today` opens the spoilers whose time has come.

    Raises BodyRefused only for what `sanitise` refuses too.
    """
    blocks = known_works.fill(vocabulary.parse(html), works, today=today)
    blocks = verdicts.place(blocks, verdict) if verdict else blocks
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


def render_work(
    work: WorkFacts, *, pictures: Mapping[str, Picture], classify: Classify, language: str = "en"
) -> tuple[str, bool]:
    """What a work's own page shows of it, and whether a link in it may earn a commission."""
    blocks = known_works.page_blocks(work)
    typography.bind_all(blocks, language=language)
    web = WebTarget(library=pictures, classify=classify)
    html = "".join(map(web.block, blocks))
    return html, web.has_affiliate_link


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
