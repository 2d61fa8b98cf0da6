"""The small vocabulary of a bio, and what readers get of it. Pure text in, text out."""

import re

import nh3

TAGS = {"p", "br", "em", "strong", "cite", "a", "ul", "ol", "li"}
_ANCHOR = re.compile(r"<a(?P<attributes>[^>]*)>(?P<label>.*?)</a>", re.DOTALL)


def sanitise_bio(html: str) -> str:
    """The bio's own HTML: the vocabulary only. A link without an address stays, so that it can be mended."""
    return nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel=None
    ).strip()


def render_bio(html: str) -> str:
    """What readers see: as the bio, but a link that leads nowhere is plain text."""
    return _ANCHOR.sub(lambda found: found[0] if _has_address(found) else found["label"], sanitise_bio(html))


def links_without_address(html: str) -> list[str]:
    """The texts of links that lead nowhere, for telling the editor."""
    anchors = _ANCHOR.finditer(sanitise_bio(html))
    return [nh3.clean(found["label"], tags=set()) for found in anchors if not _has_address(found)]


def _has_address(found: re.Match) -> bool:
    return re.search(r'href="\s*[^"\s]', found["attributes"]) is not None
