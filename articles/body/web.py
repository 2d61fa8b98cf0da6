"""A body as a page of ours shows it. Looks lean on the style sheet; nothing needs a script to be read."""

from collections.abc import Iterable, Mapping

from django.utils.text import slugify

from . import embeds, pictures, posts, slots
from .links import Link
from .nodes import Block, Run, inline_html, plain, quoted, text_html
from .pictures import Picture
from .spelling import attributes_html
from .targets import (
    CAST_TITLE,
    FACTS_TITLE,
    NOTE_LABEL,
    NOTES_TITLE,
    VERDICT_LABEL,
    WARNING_LABEL,
    Classify,
    Target,
    begins_with,
    score_of,
    shown_moment,
    spoiler_label,
    title_of,
    watch_text,
)

HEADING_FALLBACK = "part"  # the id of a heading of which no letter is left
CONTENTS_FROM = 4  # headings of the second level that make a list of contents worth its space
CONTENTS_TITLE = "In this article"
MARKS_UP_TO = 10  # a longer scale is not drawn, only said
GALLERY_SIZES = "(min-width: 760px) 640px, 86vw"
_TAKEN = (  # ids of the page around the body
    "main", "tags", "related", "site-name", "search-words",
    "footer-sections", "footer-find", "footer-about", "footer-follow",
)  # fmt: skip


class WebTarget(Target):
    def __init__(self, *, library: Mapping[str, Picture], classify: Classify) -> None:
        super().__init__(library=library, classify=classify)
        self._ids = dict.fromkeys(_TAKEN, 1)  # each id in use, and the last number given to its like
        self._last_id = ""

    def body(self, blocks: Iterable[Block]) -> str:
        parts: list[str] = []
        headings: list[tuple[str, Block]] = []
        first = 0
        for block in blocks:
            pieces = list(self.pieces(block))
            if block.tag == "h2":
                first = first if headings else len(parts)
                headings.append((self._last_id, block))
            parts += pieces
        if len(headings) >= CONTENTS_FROM:
            parts.insert(first, _contents(headings))
        return "".join(parts) + self.notes()

    def address(self, url: str, link: Link) -> str:
        return link.path or url

    def note_number(self, number: int) -> str:
        return (
            f'<sup class="note-number"><a id="ref:{number}" href="#note:{number}" role="doc-noteref"'
            f' aria-label="Note {number}">{number}</a></sup>'
        )

    def note_list(self, notes: list[tuple[int, str]]) -> str:
        items = "".join(
            f'<li id="note:{number}" value="{number}">{html} <a class="note-back" href="#ref:{number}"'
            f' role="doc-backlink" aria-label="Back to note {number} in the text">↩</a></li>'
            for number, html in notes
        )
        title = f'<p class="box-title" aria-hidden="true">{NOTES_TITLE}</p>'
        return f'<div class="notes" role="group" aria-label="{NOTES_TITLE}">{title}<ol>{items}</ol></div>'

    # --- Text

    def _heading(self, block: Block) -> str:
        self._last_id = self._new_id(plain(block.runs))
        return f'<{block.tag} id="{self._last_id}">{self.inline(block.runs)}</{block.tag}>'

    _h2 = _h3 = _h4 = _heading

    def _new_id(self, text: str) -> str:
        stem = slugify(text, allow_unicode=True)[:80].strip("-_") or HEADING_FALLBACK
        name = stem
        while name in self._ids:
            self._ids[stem] += 1
            name = f"{stem}-{self._ids[stem]}"
        self._ids[name] = 1
        return quoted(name)

    def _blockquote(self, block: Block) -> str:
        footer = f"<footer>{self.inline(block.runs)}</footer>" if block.runs else ""
        return f"<blockquote>{self.blocks(block)}{footer}</blockquote>"

    def _pullquote(self, block: Block) -> str:
        return f'<aside class="pullquote" role="doc-pullquote">{self.blocks(block)}</aside>'

    def _note(self, block: Block) -> str:
        return (
            f'<aside class="editors-note" role="note" aria-label="{NOTE_LABEL}">{self.blocks(block)}</aside>'
        )

    def _warning(self, block: Block) -> str:
        title = "" if begins_with(block, WARNING_LABEL) else f'<p class="box-title">{WARNING_LABEL}</p>'
        return f'<aside class="content-warning" role="note" aria-label="{WARNING_LABEL}">{title}{self.blocks(block)}</aside>'

    def _verdict(self, block: Block) -> str:
        score = _score_html(block) if score_of(block) else ""
        return f'<aside class="verdict" role="note" aria-label="{VERDICT_LABEL}">{score}{self.blocks(block)}</aside>'

    def _spoiler(self, block: Block) -> str:
        """Its footnotes are listed inside it: outside they would tell."""
        self._spoiler_count += 1
        number = self._spoiler_count
        outer, self._notes = self._notes, []
        inner = self.blocks(block) + self.notes()
        self._notes = outer
        summary = f"<summary>{text_html(spoiler_label(block))}</summary>"
        own = f' id="spoiler:{number}"{attributes_html(shown_moment(block))}'
        return f'<details class="spoiler"{own}>{summary}<div class="spoiler-text">{inner}</div></details>'

    # --- Facts

    def _cast(self, block: Block) -> str:
        title = title_of(block, CAST_TITLE)
        return f'<div class="cast"><p class="box-title">{title}</p><dl>{self.blocks(block)}</dl></div>'

    def _factbox(self, block: Block) -> str:
        title = f'<p class="box-title">{title_of(block, FACTS_TITLE)}</p>'
        label = quoted(block.attributes.get("data-title") or FACTS_TITLE)
        return f'<aside class="factbox" role="note" aria-label="{label}">{title}<dl>{self.blocks(block)}</dl></aside>'

    def _row(self, block: Block) -> str:
        return f"<div>{self.blocks(block)}</div>"

    def _remark(self, block: Block) -> str:
        return f'<dd class="note">{self.inline(block.runs)}</dd>'

    def _table(self, block: Block) -> str:
        label = quoted(plain(block.runs)) or "Table"
        return (
            f'<div class="table" role="group" aria-label="{label}" tabindex="0">{super()._table(block)}</div>'
        )

    # --- Media

    def _picture(self, block: Block) -> str:
        used = self.used_picture(block)
        return pictures.figure(used[0], caption=used[1]) if used else ""

    def _gallery(self, block: Block) -> str:
        """A row that scrolls: by finger, by wheel, by the arrow keys once it has the focus."""
        used = [found for picture in block.blocks if (found := self.used_picture(picture))]
        shown = [pictures.figure(each, caption=caption, sizes=GALLERY_SIZES) for each, caption in used]
        if not shown:
            return ""
        label = f"Gallery of {len(shown)} pictures" if len(shown) > 1 else "Gallery"
        return f'<div class="gallery" role="group" aria-label="{label}" tabindex="0">{"".join(shown)}</div>'

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
            f'<a class="video-link" href="{quoted(page)}"{self.page_rel(page)}>{image}{watch}</a>'
            + (f"<figcaption>{caption}</figcaption>" if caption else "")
            + "</figure>"
        )

    def _post(self, block: Block) -> str:
        url = block.attributes["data-url"]
        post = posts.recognise(url)
        where = f"See the post on {post.network}" if post else "See the post"
        words = f"<blockquote>{self.blocks(block)}</blockquote>" if block.blocks else ""
        author = f'<span class="post-author">{self.inline(block.runs)}</span> ' if block.runs else ""
        link = f'<a class="post-link" href="{quoted(url)}"{self.page_rel(url)}>{where}</a>'
        return f'<figure class="social-post">{words}<figcaption>{author}{link}</figcaption></figure>'

    def _recommended(self, block: Block) -> str:
        uids = block.attributes.get("data-articles", "").split(",")
        return slots.recommended_slot(block.attributes["data-kind"], filter(None, uids))


def _contents(headings: list[tuple[str, Block]]) -> str:
    items = "".join(
        f'<li><a href="#{name}">{inline_html(_unlinked(block.runs))}</a></li>' for name, block in headings
    )
    title = f'<p class="box-title" aria-hidden="true">{CONTENTS_TITLE}</p>'
    return f'<nav class="contents" aria-label="{CONTENTS_TITLE}">{title}<ol>{items}</ol></nav>'


def _unlinked(runs: Iterable[Run]) -> list[Run]:
    """Without links and footnotes: it will itself be a link."""
    return [
        Run(run.text, tuple(mark for mark in run.marks if mark.tag != "a")) for run in runs if not run.note
    ]


def _score_html(block: Block) -> str:
    score, scale = block.attributes["data-score"], block.attributes["data-scale"]
    words = f"<strong>{score}</strong> <span>out of {scale}</span>"
    return f'<p class="verdict-score">{words}{_marks(float(score), int(scale))}</p>'


def _marks(score: float, scale: int) -> str:
    """The section's own shape, as often as the scale is long; filled as far as the score goes."""
    if scale > MARKS_UP_TO:
        return ""
    halves = round(score * 2)
    kinds = [
        "mark" if halves > 2 * at + 1 else "mark is-half" if halves > 2 * at else "mark is-empty"
        for at in range(scale)
    ]
    shapes = "".join(f'<span class="{kind}"></span>' for kind in kinds)
    return f'<span class="verdict-marks" aria-hidden="true">{shapes}</span>'
