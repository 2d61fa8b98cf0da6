"""The readers of pictures, galleries, videos, posts and recommended slots."""

import re
from collections.abc import Iterable

from lxml import etree

from . import links, posts, reading_facts
from .characters import clean_line
from .flow import Flow, Marks, classes, line, present, reads, unwrapped
from .nodes import Block, Mark, Run, plain, tidy

UID = re.compile(r"[0-9a-f]{32}")
RECOMMENDED_KINDS = {"videos": "Recommended videos", "articles": "Recommended articles"}
RECOMMENDED_LIMIT = 24  # articles chosen by hand for one slot
TITLE_LIMIT = 300  # characters of a video's title taken from its child
GALLERY_LIMIT = 40


@reads("figure")
def _figure(element: etree._Element, marks: Marks) -> list[Block] | None:
    if "social-post" in classes(element):
        return _post(element, marks)
    if "picture" in classes(element) and UID.fullmatch(element.get("data-image") or ""):
        return _picture(element, marks)
    return None


def _picture(element: etree._Element, marks: Marks) -> list[Block]:
    attributes = {
        "data-image": element.get("data-image") or "",
        "data-alt": clean_line(element.get("data-alt") or ""),
        "data-decorative": "true" if element.get("data-decorative") == "true" else "",
    }
    captions, rest = _with_captions(element, marks)
    caption, nodes = line(captions)
    return [Block("picture", present(attributes), runs=caption), *nodes, *rest]


def _with_captions(element: etree._Element, marks: Marks) -> tuple[list[Block], list[Block]]:
    """The blocks of a figure's captions, and of the rest of it."""
    captions: list[Block] = []
    rest = Flow()
    rest.text(element.text, marks)
    for child in element:
        if child.tag == "figcaption":
            captions += unwrapped(child, ())
        else:
            rest.element(child, marks)
        rest.text(child.tail, marks)
    return captions, rest.finish()


@reads("div")
def _div(element: etree._Element, marks: Marks) -> list[Block] | None:
    names = classes(element)
    if "video" in names:
        return _video(element, marks)
    if "gallery" in names:
        return _gallery(element, marks)
    if "recommended" in names and element.get("data-kind") in RECOMMENDED_KINDS:
        return _recommended(element, marks)
    if "work" in names:
        return reading_facts.work(element, marks)
    return None


def _gallery(element: etree._Element, marks: Marks) -> list[Block]:
    found = unwrapped(element, marks)
    pictures = [block for block in found if block.tag == "picture"]
    rest = [block for block in found if block.tag != "picture"]
    shown: list[Block] = []
    for start in range(0, len(pictures), GALLERY_LIMIT):
        few = pictures[start : start + GALLERY_LIMIT]
        shown += [Block("gallery", blocks=few)] if len(few) > 1 else few
    return shown + rest


def _video(element: etree._Element, marks: Marks) -> list[Block] | None:
    """Its child is rewritten from its attributes, so that the editor never sees an empty node; a child
    that says something else is kept, as the title or as text after the video."""
    url = links.normalise_web(element.get("data-url") or "")
    if url is None:
        return None
    inner = unwrapped(element, marks)
    title = clean_line(element.get("data-title") or "")
    said = _said(inner)
    if said is not None and not title and len(said) <= TITLE_LIMIT and said not in ("", url):
        title = said
    poster = element.get("data-image") or ""
    attributes = {"data-url": url, "data-title": title, "data-image": poster if UID.fullmatch(poster) else ""}
    is_derived = said in ("", url, title) or (said is not None and links.normalise(said) == url)
    return [Block("video", present(attributes)), *([] if is_derived else inner)]


def _post(element: etree._Element, marks: Marks) -> list[Block] | None:
    """A post whose network we do not know is a quote, its attribution linked to where it stands."""
    url = links.normalise_web(element.get("data-url") or "")
    if url is None:
        return None
    captions, rest = _with_captions(element, marks)
    words, nodes = paragraphs(_out_of_quotes(rest))
    author, more = line(captions)
    post = posts.recognise(url)
    if post:
        attributes = {"data-url": post.page_url}
        return [Block("post", attributes, runs=author, blocks=words), *nodes, *more]
    source = [run if run.note else Run(run.text, (Mark("a", url),)) for run in author or [Run(url)]]
    quote = Block("blockquote", runs=tidy(source), blocks=words) if words else Block("p", runs=tidy(source))
    return [quote, *nodes, *more]


def _out_of_quotes(blocks: Iterable[Block]) -> list[Block]:
    flat: list[Block] = []
    for block in blocks:
        if block.tag == "blockquote":
            flat += _out_of_quotes(block.blocks)
            flat += [Block("p", runs=block.runs)] if block.runs else []
        else:
            flat.append(block)
    return flat


def paragraphs(blocks: Iterable[Block]) -> tuple[list[Block], list[Block]]:
    """Blocks as paragraphs of text alone, and the nodes that were among them."""
    words: list[Block] = []
    nodes: list[Block] = []
    for block in blocks:
        if block.tag == "p":
            words.append(block)
        else:
            runs, inner = line([block])
            words += [Block("p", runs=runs)] if runs else []
            nodes += inner
    return words, nodes


def _recommended(element: etree._Element, marks: Marks) -> list[Block]:
    kind = element.get("data-kind") or ""
    label = RECOMMENDED_KINDS[kind]
    chosen = [uid.strip() for uid in (element.get("data-articles") or "").split(",")]
    uids = list(dict.fromkeys(uid for uid in chosen if UID.fullmatch(uid)))[:RECOMMENDED_LIMIT]
    slot = Block("recommended", present({"data-kind": kind, "data-articles": ",".join(uids)}), [Run(label)])
    inner = unwrapped(element, marks)
    return [slot, *([] if _said(inner) in ("", *RECOMMENDED_KINDS.values()) else inner)]


def _said(blocks: list[Block]) -> str | None:
    """The text of a node's child when it is nothing but one paragraph; None when there is more to it."""
    if not blocks:
        return ""
    if len(blocks) > 1 or blocks[0].tag != "p" or any(run.note for run in blocks[0].runs):
        return None
    return clean_line(plain(blocks[0].runs))
