"""A body as a feed item holds it: it means the same without our style sheet, in any reader.

No class, no frame, no form; addresses are absolute through their marks; a spoiler is a warning with a link.
"""

from . import embeds, pictures, posts, slots
from .links import Link
from .nodes import Block, quoted, text_html
from .pictures import Picture
from .targets import (
    CAST_TITLE,
    FACTS_TITLE,
    NOTE_LABEL,
    NOTES_TITLE,
    VERDICT_LABEL,
    WARNING_LABEL,
    Target,
    begins_with,
    score_of,
    spoiler_label,
    title_of,
    watch_text,
)

SPOILER_LINK = "Read it on the site"


class FeedTarget(Target):
    def address(self, url: str, link: Link) -> str:
        """Absolute, through the mark. A link within the page leads nowhere in a feed reader."""
        local = link.path or url
        if local.startswith("#"):
            return ""
        return slots.PUBLIC_URL_MARK + local if local.startswith("/") else local

    def note_number(self, number: int) -> str:
        return f"<sup>[{number}]</sup>"

    def note_list(self, notes: list[tuple[int, str]]) -> str:
        items = "".join(f"<li>{html}</li>" for _, html in notes)
        return f"<p><strong>{NOTES_TITLE}</strong></p><ol>{items}</ol>"

    # --- Text

    def _blockquote(self, block: Block) -> str:
        footer = f"<p>— {self.inline(block.runs)}</p>" if block.runs else ""
        return f"<blockquote>{self.blocks(block)}{footer}</blockquote>"

    def _pullquote(self, block: Block) -> str:
        return f"<blockquote>{self.blocks(block)}</blockquote>"

    def _note(self, block: Block) -> str:
        return self._box(block, NOTE_LABEL)

    def _warning(self, block: Block) -> str:
        return self._box(block, WARNING_LABEL)

    def _verdict(self, block: Block) -> str:
        score = score_of(block)
        title = f"{VERDICT_LABEL}: {score}" if score else VERDICT_LABEL
        return self._box(block, title)

    def _box(self, block: Block, label: str) -> str:
        title = "" if begins_with(block, label) else f"<p><strong>{label}</strong></p>"
        return f"<blockquote>{title}{self.blocks(block)}</blockquote>"

    def _spoiler(self, block: Block) -> str:
        """Never its text: a feed reader cannot fold it."""
        self._spoiler_count += 1
        link = f'<a href="{slots.PAGE_URL_MARK}#spoiler:{self._spoiler_count}">{SPOILER_LINK}</a>'
        return f"<blockquote><p><strong>{text_html(spoiler_label(block))}</strong> {link}</p></blockquote>"

    # --- Facts

    def _cast(self, block: Block) -> str:
        return self._facts(block, title_of(block, CAST_TITLE), " – ")

    def _factbox(self, block: Block) -> str:
        return self._facts(block, title_of(block, FACTS_TITLE), ": ")

    def _facts(self, block: Block, title: str, between: str) -> str:
        items = "".join(f"<li>{self._fact(row, between)}</li>" for row in block.blocks)
        return f"<p><strong>{title}</strong></p><ul>{items}</ul>"

    def _fact(self, row: Block, between: str) -> str:
        term, value, *remarks = (self.inline(cell.runs) for cell in row.blocks)
        words = f"<strong>{term}</strong>" + (f"{between}{value}" if value else "")
        return words + "".join(f" ({remark})" for remark in remarks)

    # --- Media

    def _picture(self, block: Block) -> str:
        used = self.used_picture(block)
        return self._figure(pictures.plain_img(used[0]), used[1], used[0]) if used else ""

    def _gallery(self, block: Block) -> str:
        return self.blocks(block)

    def _figure(self, image: str, caption: str, picture: Picture) -> str:
        credit = pictures.credit_text(picture)
        words = f"{caption} <small>{credit}</small>".strip() if credit else caption
        return f"<figure>{image}" + (f"<figcaption>{words}</figcaption>" if words else "") + "</figure>"

    def _video(self, block: Block) -> str:
        url = block.attributes["data-url"]
        embed = embeds.recognise(url)
        page = embed.page_url if embed else url
        start = f'<a href="{quoted(page)}"{self.page_rel(page)}>'
        watch = f"{start}{quoted(watch_text(block, embed))}</a>"
        poster = self.picture_of(block.attributes.get("data-image", ""))
        if poster is None:
            return f"<p>{watch}</p>"
        return self._figure(f"{start}{pictures.plain_img(poster)}</a>", watch, poster)

    def _post(self, block: Block) -> str:
        url = block.attributes["data-url"]
        post = posts.recognise(url)
        where = f"See the post on {post.network}" if post else "See the post"
        author = f"— {self.inline(block.runs)}. " if block.runs else ""
        link = f'<a href="{quoted(url)}"{self.page_rel(url)}>{where}</a>'
        return f"<blockquote>{self.blocks(block)}<p>{author}{link}</p></blockquote>"

    def _recommended(self, block: Block) -> str:
        return ""
