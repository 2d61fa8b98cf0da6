"""What programs write for headings, lists and emphasis, as the elements that mean them.

Word writes lists as paragraphs with a style, Google Docs and Pages write emphasis as styled spans, Pages
writes headings as large paragraphs, WordPress and the networks have classes of their own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qs

from lxml import etree

from . import embeds, links, posts

Rules = dict[str, str]  # a class name, and its declarations without blanks
_STYLE_SHEET = re.compile(r"<style\b[^<>]*>([^<]*(?:<!--[^<]*)?)", re.IGNORECASE)
_RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
_WORD_LIST = re.compile(r"mso-list:\w+level(\d)")
_ORDERED = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivxlc]{1,6})[.)]", re.IGNORECASE)
_SIZE = re.compile(r"font(?:-size)?:[^;]*?([\d.]+)(px|pt)")
_POINT = 4 / 3  # in px
_LARGER = 1.2  # times the size of most of the text: a heading
_LONGEST_HEADING = 200
_LEVELS = ("h2", "h3", "h4")
_WORD_TITLES = {"msotitle": "h2", "msosubtitle": "p"}
_BOLD = re.compile(r"(?<![\w-])font-weight:(?:bold|[6-9]00)|font:[^;]*\bbold\b")
_LIGHT = re.compile(r"(?<![\w-])font-weight:(?:normal|[1-5]00)")
_ITALIC = re.compile(r"(?<![\w-])font-style:(?:italic|oblique)|font:[^;]*\bitalic\b")
_UPRIGHT = re.compile(r"(?<![\w-])font-style:normal")
_EFFECTS = (("sup", re.compile(r"vertical-align:super")), ("sub", re.compile(r"vertical-align:sub(?!\w)")),
            ("s", re.compile(r"text-decoration(?:-line)?:[^;]*line-through")))  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_EMBEDDED = {
    "twitter-tweet",
    "instagram-media",
    "tiktok-embed",
    "bluesky-embed",
    "mastodon-embed",
    "text-post-media",
}


def style_rules(html: str) -> Rules:
    """The classes of the style sheets that came along."""
    rules: Rules = {}
    for sheet in _STYLE_SHEET.findall(html):
        for name, declarations in _RULE.findall(sheet):
            rules[name] = rules.get(name, "") + _squeezed(declarations) + ";"
    return rules


def rewrite(tree: etree._Element, rules: Rules) -> None:
    """Give every element the name that says what its program meant, and take its style away."""
    styles = {element: _style(element, rules) for element in tree.iter() if isinstance(element.tag, str)}
    _word_lists(tree, styles)
    _large_paragraphs(tree, styles)
    for element, style in styles.items():
        _rename(element, style)
    for element in list(tree.iter("figure", "blockquote")):
        _quote_or_embed(element)
    for item in tree.iter("li"):
        _unwrap_only_paragraph(item)


def behind_redirect(url: str) -> str:
    """Where a link of Google Docs or of a network's counter leads in the end."""
    address = links.read(url)
    if address and address.host in ("www.google.com", "google.com", "l.facebook.com", "l.instagram.com"):
        if address.path in ("/url", "/l.php", "/"):
            query = parse_qs(address.tail.partition("#")[0].removeprefix("?"))
            target = next(iter(query.get("q") or query.get("u") or query.get("url") or []), "")
            return target if links.normalise_web(target) else url
    return url


def replace_by_text(element: etree._Element, text: str) -> None:
    """Takes an element out; `text` and what followed it stay."""
    parent, before = element.getparent(), element.getprevious()
    text += element.tail or ""
    element.tail = None
    parent.remove(element)
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _squeezed(declarations: str) -> str:
    declarations = declarations.lower()
    return re.sub(r"\s*([:;,])\s*", r"\1", re.sub(r"\s+", " ", declarations)).strip()


def _style(element: etree._Element, rules: Rules) -> str:
    own = element.get("style") or ""
    names = (element.get("class") or "").split()
    if not own and not names:
        return ""
    return "".join(rules.get(name, "") for name in names) + _squeezed(own)


# --- Word's lists


def _word_lists(tree: etree._Element, styles: dict[etree._Element, str]) -> None:
    levels = {
        element: int(found[1])
        for element, style in styles.items()
        if element.tag == "p" and (found := _WORD_LIST.search(style.replace(" ", "")))
    }
    for group in list(_neighbours(levels)):
        _make_list(group, levels, styles)


def _neighbours(levels: dict[etree._Element, int]) -> Iterator[list[etree._Element]]:
    """Paragraphs of lists that stand directly one after the other."""
    group: list[etree._Element] = []
    for element in levels:  # in the order of the text
        if group and (element.getprevious() is not group[-1] or (group[-1].tail or "").strip()):
            yield group
            group = []
        group.append(element)
    if group:
        yield group


def _make_list(group: Iterable[etree._Element], levels: dict, styles: dict) -> None:
    stack: list[tuple[int, etree._Element]] = []
    for paragraph in group:
        tag, level = _taken_marker(paragraph, styles), levels[paragraph]
        while stack and (stack[-1][0] > level or (stack[-1][0] == level and stack[-1][1].tag != tag)):
            stack.pop()
        if not stack or stack[-1][0] < level:
            new = etree.Element(tag)
            if stack:
                stack[-1][1][-1].append(new)
            else:
                paragraph.addprevious(new)
            stack.append((level, new))
        tail, paragraph.tail = paragraph.tail, None
        paragraph.tag = "li"
        stack[-1][1].append(paragraph)
        stack[0][1].tail = tail


def _taken_marker(paragraph: etree._Element, styles: dict) -> str:
    """Takes the bullet or number out of the text; which list it belongs to."""
    for element in list(paragraph.iter()):
        if "mso-list:ignore" in styles.get(element, ""):
            marker = "".join(element.itertext()).strip()
            replace_by_text(element, "")
            return "ol" if _ORDERED.fullmatch(marker) else "ul"
    return "ul"


# --- Headings and emphasis


def _large_paragraphs(tree: etree._Element, styles: dict[etree._Element, str]) -> None:
    """Where a program writes no headings, its largest paragraphs are them (Pages, TextEdit)."""
    if any(element.tag in _HEADINGS for element in styles):
        return
    sizes = {
        element: size for element, style in styles.items() if element.tag == "p" and (size := _size(style))
    }
    lengths: Counter[float] = Counter()
    for element, size in sizes.items():
        lengths[size] += len("".join(element.itertext()))
    if not lengths:
        return
    usual = lengths.most_common(1)[0][0]
    large = sorted((size for size in lengths if size >= usual * _LARGER), reverse=True)
    for element, size in sizes.items():
        if size in large and len("".join(element.itertext())) <= _LONGEST_HEADING:
            element.tag = _LEVELS[min(large.index(size), len(_LEVELS) - 1)]


def _size(style: str) -> float | None:
    found = _SIZE.search(style)
    try:
        return round(float(found[1]) * (_POINT if found[2] == "pt" else 1), 1) if found else None
    except ValueError:
        return None


def _rename(element: etree._Element, style: str) -> None:
    element.attrib.pop("style", None)
    tag = element.tag
    if tag in ("b", "strong") and _LIGHT.search(style):
        element.tag = "span"
    elif tag in ("i", "em") and _UPRIGHT.search(style):
        element.tag = "span"
    elif tag == "p":
        element.tag = _WORD_TITLES.get((element.get("class") or "").lower(), "p")
    elif tag in ("span", "font") and element.get("class") != "footnote":
        _wrap(element, list(_meant(element, style)))


def _meant(element: etree._Element, style: str) -> Iterator[str]:
    if _BOLD.search(style) and not any(parent.tag in _HEADINGS for parent in element.iterancestors()):
        yield "strong"
    if _ITALIC.search(style):
        yield "em"
    for tag, pattern in _EFFECTS:
        if pattern.search(style):
            yield tag


def _wrap(element: etree._Element, tags: list[str]) -> None:
    element.tag = tags[0] if tags else "span"
    element.attrib.pop("class", None)
    for tag in tags[1:]:
        inner = etree.Element(tag)
        inner.text, element.text = element.text, None
        inner.extend(list(element))
        element.append(inner)
        element = inner


def _unwrap_only_paragraph(item: etree._Element) -> None:
    """Google Docs writes a paragraph into every item."""
    inner = [child for child in item if child.tag == "p"]
    others = [child for child in item if child.tag not in ("p", "ul", "ol")]
    if len(inner) == 1 and not others and not (item.text or "").strip():
        inner[0].tag = "span"


# --- WordPress and the networks


def _quote_or_embed(element: etree._Element) -> None:
    names = set((element.get("class") or "").split())
    if element.tag == "blockquote" and names & _EMBEDDED:
        _make_post(element)
    elif "wp-block-pullquote" in names:
        element.tag = "aside"
        element.set("class", "pullquote")
    elif "wp-block-embed" in names:
        _make_embed(element)
    elif element.tag == "blockquote" and len(element) and element[-1].tag == "cite" and len(element) > 1:
        element[-1].tag = "footer"


def _make_embed(element: etree._Element) -> None:
    """WordPress keeps the bare address of what it embeds."""
    url = "".join(element.itertext()).strip()
    if embeds.recognise(url):
        _become(element, "div", "video", url)
    elif posts.recognise(url):
        _become(element, "figure", "social-post", url)


def _make_post(element: etree._Element) -> None:
    """A network's own embed code: the last link is the post's."""
    found = [url for link in element.iter("a") if posts.recognise(url := link.get("href") or "")]
    if not found:
        return
    words = [child for child in element if child.tag in ("p", "div")]
    author = etree.Element("figcaption")
    author.text = _without_words(element, words)
    quote = etree.Element("blockquote")
    quote.extend(words)
    for word in words:
        word.tail = None
    _become(element, "figure", "social-post", found[-1], text="")
    element.extend([quote, author])


def _without_words(element: etree._Element, words: list[etree._Element]) -> str:
    """What stands beside the post's words: “— Name (@name)”, then the date as the link."""
    beside = [element.text or "", *(child.tail or "" for child in element)]
    return " ".join(" ".join(beside).split()).strip("—– ")


def _become(element: etree._Element, tag: str, name: str, url: str, *, text: str = "") -> None:
    tail = element.tail
    element.clear()
    element.tag, element.tail, element.text = tag, tail, text
    element.set("class", name)
    element.set("data-url", url)
