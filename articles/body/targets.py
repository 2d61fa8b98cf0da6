"""How each block is written for each reader: the web page, the feed, plain text.

The web form may lean on our style sheet and script. The feed form must mean the same without either, in
any reader, so it holds no class, frame or form.
"""

from collections.abc import Callable, Iterable, Mapping

from django.utils.safestring import SafeString
from django.utils.text import slugify

from . import embeds, links, pictures, slots
from .fold import fold
from .links import Link
from .nodes import BREAK, Block, inline_html, plain, quoted, walk
from .pictures import Picture

Classify = Callable[[str], Link]
NOTE_LABEL = "Editor’s note"
HEADING_FALLBACK = "part"  # the id of a heading of which no letter is left


class Target:
    """Writes blocks as HTML; remembers whether it has written an affiliate link."""

    def __init__(self, *, library: Mapping[str, Picture], classify: Classify) -> None:
        self._library = library
        self._classify = classify
        self.has_affiliate_link = False

    def body(self, blocks: Iterable[Block]) -> str:
        """All blocks, the disclosure's slot before the one that holds the first affiliate link."""
        parts: list[str] = []
        for block in blocks:
            was_clear = not self.has_affiliate_link
            html = self.block(block)
            if was_clear and self.has_affiliate_link:
                parts.append(slots.DISCLOSURE_SLOT)
            parts.append(html)
        return "".join(parts)

    def block(self, block: Block) -> str:
        writer = getattr(self, f"_{block.tag}", None)
        return writer(block) if writer else self._plain_block(block)

    def inner(self, block: Block) -> str:
        return inline_html(block.runs, link=self.link) + "".join(map(self.block, block.blocks))

    def link(self, url: str) -> str:
        """The start tag of a link; empty when the target can do nothing with it."""
        link = self._classify(url)
        self.has_affiliate_link |= link.kind == "affiliate"
        href = self.address(url, link)
        rel = links.rel_for(link.kind)
        return f'<a href="{quoted(href)}"' + (f' rel="{rel}"' if rel else "") + ">" if href else ""

    def address(self, url: str, link: Link) -> str:
        raise NotImplementedError

    def picture_of(self, uid: str) -> Picture | None:
        picture = self._library.get(uid)
        return picture if picture is not None and picture.renditions else None

    def used_picture(self, block: Block) -> tuple[Picture, SafeString] | None:
        """The picture as this use shows it, and its caption; None when the library has no such file."""
        picture = self.picture_of(block.attributes["data-image"])
        if picture is None:
            return None
        alt = block.attributes.get("data-alt")
        is_decorative = "data-decorative" in block.attributes
        caption = SafeString(inline_html(block.runs, link=self.link)) if block.runs else None
        self._note_link(picture.credit_url)
        shown = pictures.for_use(picture, alt=alt, is_decorative=is_decorative)
        return shown, pictures.caption_html(picture) if caption is None else caption

    def video_link(self, url: str) -> str:
        """The `rel` attribute of a link to a video's page; such a page can be a shop."""
        link = self._classify(url)
        self.has_affiliate_link |= link.kind == "affiliate"
        rel = links.rel_for(link.kind)
        return f' rel="{rel}"' if rel else ""

    def _note_link(self, url: str) -> None:
        if url and links.normalise_web(url):
            self.has_affiliate_link |= self._classify(url).kind == "affiliate"

    def _plain_block(self, block: Block) -> str:
        return f"<{block.tag}>{self.inner(block)}</{block.tag}>"

    def _hr(self, block: Block) -> str:
        return "<hr>"


class WebTarget(Target):
    def __init__(self, *, library: Mapping[str, Picture], classify: Classify) -> None:
        super().__init__(library=library, classify=classify)
        self._ids: dict[str, int] = {}  # each id in use, and the last number given to its like

    def address(self, url: str, link: Link) -> str:
        return link.path or url

    def _heading(self, block: Block) -> str:
        return f'<{block.tag} id="{self._new_id(plain(block.runs))}">{self.inner(block)}</{block.tag}>'

    _h2 = _h3 = _h4 = _heading

    def _new_id(self, text: str) -> str:
        stem = slugify(text, allow_unicode=True)[:80].strip("-_") or HEADING_FALLBACK
        name = stem
        while name in self._ids:
            self._ids[stem] += 1
            name = f"{stem}-{self._ids[stem]}"
        self._ids[name] = 1
        return quoted(name)

    def _picture(self, block: Block) -> str:
        used = self.used_picture(block)
        return pictures.figure(used[0], caption=used[1]) if used else ""

    def _video(self, block: Block) -> str:
        url = block.attributes["data-url"]
        embed = embeds.recognise(url)
        player = f' data-player="{quoted(embed.player_url)}"' if embed else ""
        page = embed.page_url if embed else url
        poster = self.picture_of(block.attributes.get("data-image", ""))
        image = pictures.img(poster, sizes=pictures.BODY_SIZES) if poster else ""
        watch = f'<span class="video-label">{quoted(watch_text(block, embed))}</span>'
        credit = pictures.credit_html(poster) if poster else ""
        caption = f"{pictures.caption_html(poster)} {credit}".strip() if poster else ""
        return (
            f'<figure class="video"{player}>'
            f'<a class="video-link" href="{quoted(page)}"{self.video_link(page)}>{image}{watch}</a>'
            + (f"<figcaption>{caption}</figcaption>" if caption else "")
            + "</figure>"
        )

    def _recommended(self, block: Block) -> str:
        uids = block.attributes.get("data-articles", "").split(",")
        return slots.recommended_slot(block.attributes["data-kind"], filter(None, uids))

    def _note(self, block: Block) -> str:
        return f'<aside class="editors-note" aria-label="{NOTE_LABEL}">{self.inner(block)}</aside>'


class FeedTarget(Target):
    def address(self, url: str, link: Link) -> str:
        """Absolute, through the mark. A link within the page leads nowhere in a feed reader."""
        local = link.path or url
        if local.startswith("#"):
            return ""
        return slots.PUBLIC_URL_MARK + local if local.startswith("/") else local

    def _picture(self, block: Block) -> str:
        used = self.used_picture(block)
        return self._figure(pictures.plain_img(used[0]), used[1], used[0]) if used else ""

    def _figure(self, image: str, caption: str, picture: Picture) -> str:
        credit = pictures.credit_text(picture)
        words = f"{caption} <small>{credit}</small>".strip() if credit else caption
        return f"<figure>{image}" + (f"<figcaption>{words}</figcaption>" if words else "") + "</figure>"

    def _video(self, block: Block) -> str:
        url = block.attributes["data-url"]
        embed = embeds.recognise(url)
        page = embed.page_url if embed else url
        start = f'<a href="{quoted(page)}"{self.video_link(page)}>'
        watch = f"{start}{quoted(watch_text(block, embed))}</a>"
        poster = self.picture_of(block.attributes.get("data-image", ""))
        if poster is None:
            return f"<p>{watch}</p>"
        return self._figure(f"{start}{pictures.plain_img(poster)}</a>", watch, poster)

    def _recommended(self, block: Block) -> str:
        return ""

    def _note(self, block: Block) -> str:
        says_so = any(fold(plain(inner.runs)).startswith("editor s note") for inner in walk(block.blocks))
        label = "" if says_so else f"<p><strong>{NOTE_LABEL}</strong></p>"
        return f"<blockquote>{label}{self.inner(block)}</blockquote>"


def watch_text(block: Block, embed: embeds.Embed | None) -> str:
    """What the link to a video says: its title, else where it plays."""
    title = block.attributes.get("data-title")
    if title:
        return title if fold(title).startswith("watch") else f"Watch: {title}"
    if embed:
        return f"Watch the video on {embed.provider}"
    address = links.read(block.attributes["data-url"])
    host = address.host.removeprefix("www.") if address else "another site"
    return f"Watch the video at {host}"


def plain_text(blocks: Iterable[Block], *, library: Mapping[str, Picture]) -> str:
    """The words of a body for search, excerpts and counting: paragraphs, with a blank line between."""
    paragraphs: list[str] = []
    for block in blocks:
        paragraphs += _paragraphs(block, library)
    return "\n\n".join(filter(None, paragraphs))


def _paragraphs(block: Block, library: Mapping[str, Picture]) -> list[str]:
    match block.tag:
        case "hr" | "recommended":
            return []
        case "video":
            return [block.attributes.get("data-title", "")]
        case "picture":
            return [plain(block.runs) or _library_caption(library.get(block.attributes["data-image"]))]
        case "ul" | "ol":
            return ["\n".join(_items(block, library))]
        case "blockquote" | "note":
            return [text for inner in block.blocks for text in _paragraphs(inner, library)]
    return [plain(block.runs)]


def _items(block: Block, library: Mapping[str, Picture]) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(block.blocks, start=1):
        marker = f"{number}." if block.tag == "ol" else "-"
        texts = [plain(item.runs), *(text for inner in item.blocks for text in _paragraphs(inner, library))]
        inner_lines = [line for text in texts for line in text.split(BREAK) if line]
        lines += [f"{marker} {line}" if not index else f"  {line}" for index, line in enumerate(inner_lines)]
    return lines


def _library_caption(picture: Picture | None) -> str:
    return "" if picture is None or isinstance(picture.caption, SafeString) else picture.caption.strip()
