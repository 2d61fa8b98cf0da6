"""The places in a stored form that are filled when it is served.

Marks stand for addresses that differ between installations; slots stand for what may change without the
article (its notice, the recommended articles). Neither can be typed: `characters` removes the mark's
delimiters from every text, and a slot is a comment while every `<` of a text is escaped.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import escape

PUBLIC_URL_MARK = "\ue000public-url\ue001"
MEDIA_URL_MARK = "\ue000media-url\ue001"
PAGE_URL_MARK = "\ue000page-url\ue001"  # the article's own page, for its feed item
DISCLOSURE_SLOT = "<!--slot:disclosure-->"
_SLOT = re.compile(r"(<!--slot:[a-z0-9 ,]+-->)")


@dataclass(frozen=True, slots=True)
class Slot:
    """`name` is "disclosure" or "recommended"; the latter has a kind and the uids chosen by hand."""

    name: str
    kind: str = ""
    uids: tuple[str, ...] = ()


def recommended_slot(kind: str, uids: Iterable[str]) -> str:
    return f"<!--slot:recommended {kind} {','.join(uids)}-->"


def split_slots(html: str) -> list[str | Slot]:
    """A rendered body in order: pieces of HTML, each balanced in itself, and the slots between them."""
    parts = _SLOT.split(html)
    return [_slot(part) if index % 2 else part for index, part in enumerate(parts) if part]


def fill_marks(html: str, *, public_url: str, media_url: str, page_url: str = "") -> str:
    """The stored form with its addresses filled in. `public_url` has no slash at its end; `media_url` ends
    as the renditions' paths need it. Only feed forms hold the mark for `page_url`."""
    html = html.replace(PUBLIC_URL_MARK, escape(public_url)).replace(MEDIA_URL_MARK, escape(media_url))
    return html.replace(PAGE_URL_MARK, escape(page_url))


def _slot(comment: str) -> Slot:
    name, kind, uids, *_ = [*comment[len("<!--slot:") : -len("-->")].split(" "), "", ""]
    return Slot(name, kind, tuple(uid for uid in uids.split(",") if uid))
