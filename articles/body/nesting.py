"""Markup made harmless for a parser, and its depth counted, in single passes over the text.

HTML parsers crawl through deep nesting (50,000 open divs cost seconds), build quadratic trees from
formatting elements that they reopen in every paragraph, or drop text below some level. `tame` takes away
the constructs that change how a parser reads (comments, foreign content, tables, selects), so that
`is_too_deep` can count with few rules. The count never falls below the depth that a parser following the
HTML standard builds (the empty paragraph it makes of a stray `</p>` aside); for sloppy markup it may be higher.
"""

import re
from collections.abc import Set

NESTING_LIMIT = 100
ATTRIBUTE_LIMIT = 200  # of one tag; parsers compare each attribute with all before it
_LOOKALIKES = 3  # the standard reopens at most three formatting elements that are the same
_ADOPTIONS = 7  # blocks that an end tag of a formatting element surely reaches through

_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
# Elements that parse as plain blocks stand in for a table's, whose own would change how a parser reads.
TABLE_NAMES = {"table": "fieldset", "tr": "nav", "td": "center", "th": "main", "caption": "address"}
_BLOCKS = ["form", "dialog", "hgroup", "search", *TABLE_NAMES.values()]
_MODES = "svg math noscript plaintext select template applet marquee object button frameset isindex".split()
_NEW_NAMES = dict.fromkeys(_BLOCKS, "div") | TABLE_NAMES | {name: f"x-{name}" for name in _MODES}
_RENAMED = re.compile(rf"<(/?)({'|'.join(_NEW_NAMES)})(?=[\s/>])", re.IGNORECASE | re.ASCII)
_BARE_AMPERSAND = re.compile(r"&(?![a-zA-Z0-9#])")

_TOKEN = re.compile(
    r"<(?:[!?]|/(?![a-z>]))[^>]*>?"  # what a parser skips as a broken comment
    r"|<(/?)([a-z][^\s/>]*)"
    r"((?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>]*+))?+)*+)>?",
    re.IGNORECASE | re.ASCII,
)
_QUOTED = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")
_SEPARATORS = re.compile(r"[\s/]+")
_VOID = set(
    "area base basefont bgsound br col embed frame hr image img input link meta param source track wbr".split()
)
_IGNORED = {
    "html",
    "head",
    "body",
    "colgroup",
    "tbody",
    "thead",
    "tfoot",
}  # by a parser that is already in a body
_RAW = set("script style xmp iframe noembed noframes textarea title".split())
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE | re.ASCII) for name in _RAW}
_FORMATTING = set("a b big code em font i nobr s small strike strong tt u".split())
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CLOSES_PARAGRAPH = _HEADINGS | set(
    "address article aside blockquote center dd details dir div dl dt fieldset figcaption figure footer "
    "header hr li listing main menu nav ol p pre section summary ul xmp".split()
)
_SPECIAL = _RAW | _CLOSES_PARAGRAPH  # what an end tag of another kind does not reach through
_REPLACES = {"li": {"li"}, "dd": {"dd", "dt"}, "dt": {"dd", "dt"}}
_LETS_THROUGH = {"address", "div", "p"}  # between an item and the one it replaces
Element = tuple[str, str]  # name, and for formatting elements the attributes as written


def tame(html: str) -> str:
    """The markup without comments, and with other names for elements that switch a parser's mode.

    A table's elements get the names in TABLE_NAMES, for the reader to know them by; forms become divs, so
    their texts stay apart; the rest is unknown to the vocabulary under any name and goes when it is cleaned.
    """
    html = _COMMENT.sub("", html).replace("<!--", "<! --")
    html = _BARE_AMPERSAND.sub("&amp;", html)
    return _RENAMED.sub(lambda match: f"<{match[1]}{_NEW_NAMES[match[2].lower()]}", html)


def is_too_deep(html: str) -> bool:
    """Whether tamed markup nests deeper than NESTING_LIMIT, or a tag carries absurdly many attributes."""
    stack = _Stack()
    position = 0
    while match := _TOKEN.search(html, position):
        position = match.end()
        slash, name, attributes = match.groups()
        if name is None:
            continue
        name = name.lower() if name.isascii() else name
        if slash:
            stack.end(name)
        else:
            stack.start(name, attributes)
        if stack.depth > NESTING_LIMIT or _has_too_many_attributes(attributes):
            return True
        if name in _RAW and not slash:
            end = _RAW_ENDS[name].search(html, position)
            if end is None:
                return False
            position = end.start()
    return False


def _has_too_many_attributes(attributes: str) -> bool:
    if len(attributes) <= ATTRIBUTE_LIMIT:
        return False
    return len(_SEPARATORS.split(_QUOTED.sub(" ", attributes))) > ATTRIBUTE_LIMIT


class _Stack:
    """Open elements, and the formatting elements that come back when text follows."""

    def __init__(self) -> None:
        self._open: list[Element] = []
        self._lingering: list[Element] = []

    @property
    def depth(self) -> int:
        return len(self._open) + len(self._lingering)

    def start(self, name: str, attributes: str) -> None:
        if name in _IGNORED:
            return
        if name in _REPLACES:
            self._close_item(_REPLACES[name])
        if name in _CLOSES_PARAGRAPH:
            self._close_last({"p"})
        top = self._open[-1][0] if self._open else ""
        if top == name == "option" or (top in _HEADINGS and name in _HEADINGS):
            self._open.pop()
        if name not in _VOID:
            self._open.append((name, attributes if name in _FORMATTING else ""))

    def end(self, name: str) -> None:
        if name in _FORMATTING:
            self._end_formatting(name)
        elif name not in _IGNORED:
            self._close_last(_HEADINGS if name in _HEADINGS else {name}, until=_held_by(name))

    def _close_last(self, names: Set[str], *, until: Set[str] = frozenset()) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            found = self._open[index][0]
            if found in names:
                self._close_from(index)
                return
            if found in until:
                return

    def _close_item(self, names: Set[str]) -> None:
        self._close_last(names, until=_SPECIAL - _LETS_THROUGH - names)

    def _close_from(self, index: int) -> None:
        for element in self._open[index + 1 :]:
            if element[0] in _FORMATTING and self._lingering.count(element) < _LOOKALIKES:
                self._lingering.append(element)
        del self._open[index:]

    def _end_formatting(self, name: str) -> None:
        for index in range(len(self._lingering) - 1, -1, -1):
            if self._lingering[index][0] == name:
                del self._lingering[index]
                return
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == name:
                blocks = sum(found in _SPECIAL for found, _ in self._open[index + 1 :])
                element = self._open.pop(index)
                if blocks > _ADOPTIONS:
                    self._lingering.append(element)
                return


def _held_by(name: str) -> Set[str]:
    """The elements that make a parser ignore an end tag which comes from outside them."""
    if name == "li":
        return {"ul", "ol"}
    return frozenset() if name in _SPECIAL else _SPECIAL
