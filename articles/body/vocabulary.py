"""What a body may hold, held: anything typed, pasted or imported becomes our vocabulary and nothing else.

Three steps. A linear scan refuses what would choke a parser. nh3 parses as a browser does and drops every
tag and attribute the reader below has no use for. The reader builds a tree of our own blocks, and only that
tree is written: whatever slips through a parser cannot reach the output.
"""

import re

import nh3
from lxml import etree

from . import characters, nesting, spelling
from .nodes import Block
from .reading import read_body

BODY_LIMIT = 1_000_000  # bytes of UTF-8
TOO_LONG = (
    "The body is {size} MB long, and an article can hold 1 MB. Split it into two articles, "
    "or take out what was pasted along with the text."
)
TOO_DEEP = (
    f"The body is nested more than {nesting.NESTING_LIMIT} levels deep, which happens when text is pasted "
    "from another program. Paste it again as plain text (Ctrl+Shift+V)."
)

TAGS = {
    *"p h1 h2 h3 h4 h5 h6 strong b em i cite a br code tt kbd samp s del strike sup sub span".split(),
    *"ul ol menu dir li blockquote footer hr figure figcaption div aside dl dt dd details summary".split(),
    *nesting.TABLE_NAMES.values(),
    # Blocks the reader turns into paragraphs:
    *"article header legend listing optgroup option pre section".split(),
}
JUNK = {"script", "style", "title", "iframe", "noembed", "noframes"}  # goes with its content
ATTRIBUTES = {
    "a": {"href"},
    "b": {"style"},
    "strong": {"style"},
    "i": {"style"},
    "em": {"style"},
    "span": {"class"},
    "figure": {"class", "data-image", "data-alt", "data-decorative", "data-url"},
    "div": {
        "class", "data-url", "data-title", "data-image", "data-kind", "data-articles", "data-work", "data-show",
    },
    "aside": {"class", "data-title", "data-score", "data-scale"},
    "dl": {"class", "data-title"},
    "dd": {"class"},
    "details": {"class", "data-work", "data-episode", "data-days"},
    nesting.TABLE_NAMES["td"]: {"colspan", "rowspan"},
    nesting.TABLE_NAMES["th"]: {"colspan", "rowspan"},
}  # fmt: skip
URL_SCHEMES = {"http", "https", "mailto", "tel"}
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=JUNK,
    attributes=ATTRIBUTES,
    url_schemes=URL_SCHEMES,
    link_rel=None,
)
_VOID = re.compile(r"<(br|hr)>")


class BodyRefused(ValueError):
    """The body cannot be kept; the sentence tells the editor why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def sanitise(html: str) -> str:
    """The body in our vocabulary, in one spelling; the same again when sanitised again.

    Raises BodyRefused when it is longer than BODY_LIMIT or nested deeper than NESTING_LIMIT.
    """
    cleaned = spelling.body_html(parse(html))
    check_size(cleaned)
    return cleaned


def parse(html: str) -> list[Block]:
    """The body as a tree; for the renderer. Takes and refuses what `sanitise` does."""
    check_size(html)
    tamed = nesting.tame(characters.clean(html))
    if nesting.is_too_deep(tamed):
        raise BodyRefused(TOO_DEEP)
    return read_body(tree(_CLEANER.clean(tamed)))


def tree(cleaned: str) -> etree._Element:
    """nh3 writes balanced, quoted markup: with the void tags closed it is XML. An XML parser gives back the
    tree that nh3 built, where an HTML parser would rearrange it."""
    closed = _VOID.sub(r"<\1/>", cleaned).replace("&nbsp;", "\u00a0")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(f"<body>{characters.clean(closed)}</body>", parser)
    except etree.XMLSyntaxError as error:  # deeper than libxml2 reads
        raise BodyRefused(TOO_DEEP) from error


def check_size(html: str, *, limit: int = BODY_LIMIT) -> None:
    size = len(html.encode("utf-8", "surrogatepass"))
    if size > limit:
        raise BodyRefused(TOO_LONG.format(size=f"{max(size / 1_000_000, 1.1):.1f}"))
