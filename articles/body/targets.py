"""What the web page and the feed have in common: blocks become HTML, links are told apart.

The web form (`web`) may lean on our style sheet and script. The feed form (`feed`) must mean the same
without either, in any reader, so it holds no class, frame or form.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.utils.safestring import SafeString

from . import embeds, links, pictures, slots
from .fold import fold
from .links import Link
from .nodes import Block, Run, inline_html, plain, quoted, text_html
from .pictures import Picture
from .spelling import attributes_html

Classify = Callable[[str], Link]
NOTE_LABEL = "Editor’s note"
WARNING_LABEL = "Content warning"
VERDICT_LABEL = "Verdict"
NOTES_TITLE = "Notes"
CAST_TITLE = "Cast"
FACTS_TITLE = "The facts"


class Target:
    """Writes blocks as HTML; remembers whether it has written an affiliate link, and the footnotes."""

    def __init__(self, *, library: Mapping[str, Picture], classify: Classify) -> None:
        self._library = library
        self._classify = classify
        self.has_affiliate_link = False
        self._notes: list[tuple[int, str]] = []  # number and HTML, waiting for their list
        self._note_count = 0
        self._spoiler_count = 0

    def body(self, blocks: Iterable[Block]) -> str:
        parts = [part for block in blocks for part in self.pieces(block)]
        return "".join(parts) + self.notes()

    def pieces(self, block: Block) -> Iterator[str]:
        """A block, after the disclosure's slot if it holds the first affiliate link."""
        was_clear = not self.has_affiliate_link
        html = self.block(block)
        if was_clear and self.has_affiliate_link:
            yield slots.DISCLOSURE_SLOT
        yield html

    def block(self, block: Block) -> str:
        writer = getattr(self, f"_{block.tag}", None)
        return writer(block) if writer else self._plain_block(block)

    def blocks(self, block: Block) -> str:
        return "".join(map(self.block, block.blocks))

    def inline(self, runs: Iterable[Run]) -> str:
        return inline_html(runs, link=self.link, footnote=self.footnote)

    def footnote(self, note: tuple[Run, ...]) -> str:
        """The number in the text; the note itself waits for its list."""
        self._note_count += 1
        number = self._note_count
        self._notes.append((number, self.inline(note)))
        return self.note_number(number)

    def note_number(self, number: int) -> str:
        raise NotImplementedError

    def notes(self) -> str:
        """The list of the footnotes since the last one; empty without."""
        waiting, self._notes = self._notes, []
        return self.note_list(waiting) if waiting else ""

    def note_list(self, notes: list[tuple[int, str]]) -> str:
        raise NotImplementedError

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
        if picture.is_gone:  # Its words would describe what nobody sees.
            return picture, SafeString("")
        alt = block.attributes.get("data-alt")
        is_decorative = "data-decorative" in block.attributes
        caption = SafeString(self.inline(block.runs)) if block.runs else None
        self._note_link(picture.credit_url)
        shown = pictures.for_use(picture, alt=alt, is_decorative=is_decorative)
        return shown, pictures.caption_html(picture) if caption is None else caption

    def page_rel(self, url: str) -> str:
        """The `rel` attribute of a link to a video's or post's page; such a page can be a shop."""
        link = self._classify(url)
        self.has_affiliate_link |= link.kind == "affiliate"
        rel = links.rel_for(link.kind)
        return f' rel="{rel}"' if rel else ""

    def _note_link(self, url: str) -> None:
        if url and links.normalise_web(url):
            self.has_affiliate_link |= self._classify(url).kind == "affiliate"

    def _plain_block(self, block: Block) -> str:
        own = attributes_html(block.attributes)
        words = self.inline(block.runs) if block.runs else ""
        return f"<{block.tag}{own}>{words}{self.blocks(block)}</{block.tag}>"

    def _hr(self, block: Block) -> str:
        return "<hr>"

    def _table(self, block: Block) -> str:
        caption = f"<caption>{self.inline(block.runs)}</caption>" if block.runs else ""
        return f"<table>{caption}{self.blocks(block)}</table>"


def title_of(block: Block, default: str) -> str:
    return text_html(block.attributes.get("data-title") or default)


def score_of(block: Block) -> str:
    """“4 out of 5”, or nothing for a verdict in words alone."""
    score, scale = (block.attributes.get(name, "") for name in ("data-score", "data-scale"))
    return f"{score} out of {scale}" if score else ""


def spoiler_label(block: Block) -> str:
    """What is said instead of a spoiler; it always says that it is one."""
    label = plain(block.runs)
    return label[:1].upper() + label[1:] if "spoiler" in label.casefold() else f"Spoiler: {label}"


def shown_moment(block: Block) -> dict[str, str]:
    """What the page's script needs of a spoiler tied to a work, and whether it stands open (`works.fill`)."""
    shown = ("data-work", "data-name", "data-episode", "open")
    return {name: block.attributes[name] for name in shown if name in block.attributes}


def begins_with(block: Block, label: str) -> bool:
    """Whether the editor has written the label of a box herself."""
    first = plain(block.blocks[0].runs) if block.blocks else ""
    return f"{fold(first)} ".startswith(f"{fold(label)} ")


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
