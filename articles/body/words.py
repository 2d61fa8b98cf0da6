"""A body as plain text: for search, excerpts, reading time.

Spoilers are kept apart (`hidden`): they count as reading, but no card, search result or description may
give them away.
"""

from collections.abc import Iterable, Mapping

from django.utils.safestring import SafeString

from .nodes import BREAK, Block, Run, plain
from .pictures import Picture
from .targets import VERDICT_LABEL, score_of, spoiler_label

PARAGRAPH = "\n\n"


class Words:
    """What a body says. `shown` and `hidden` are paragraphs; read them after all blocks were taken."""

    def __init__(self, blocks: Iterable[Block], *, library: Mapping[str, Picture]) -> None:
        self._library = library
        self._notes: list[str] = []
        self.hidden: list[str] = []
        self.shown = [text for block in blocks for text in self._paragraphs(block) if text]
        self.shown += self._notes

    @property
    def text(self) -> str:
        """Paragraphs with a blank line between, the footnotes last, without the spoilers."""
        return PARAGRAPH.join(self.shown)

    def _say(self, runs: Iterable[Run]) -> str:
        self._notes += [plain(run.note) for run in runs if run.note]
        return plain(runs)

    def _paragraphs(self, block: Block) -> list[str]:
        match block.tag:
            case "hr" | "recommended":
                return []
            case "video":
                return [block.attributes.get("data-title", "")]
            case "picture":
                return [self._say(block.runs) or self._library_caption(block)]
            case "ul" | "ol":
                return ["\n".join(self._items(block))]
            case "spoiler":
                self._hide(block)
                return [spoiler_label(block)]
            case "verdict":
                return [score and f"{VERDICT_LABEL}: {score}" for score in [score_of(block)]] + self._inner(
                    block
                )
            case "cast" | "factbox":
                rows = [self._row(row, " – " if block.tag == "cast" else ": ") for row in block.blocks]
                return [block.attributes.get("data-title", ""), "\n".join(rows)]
            case "work":  # not filled: only what an editor typed into it
                return ["\n".join(self._row(row, ": ") for row in block.blocks)]
            case "table":
                rows = [self._row(row, "\t") for group in block.blocks for row in group.blocks]
                return [self._say(block.runs), "\n".join(rows)]
        return [*self._inner(block), self._say(block.runs)]

    def _inner(self, block: Block) -> list[str]:
        return [text for inner in block.blocks for text in self._paragraphs(inner)]

    def _hide(self, block: Block) -> None:
        outer, self._notes = self._notes, []
        self.hidden += [text for text in self._inner(block) if text] + self._notes
        self._notes = outer

    def _row(self, row: Block, between: str) -> str:
        texts = [self._say(cell.runs).replace(BREAK, " ") for cell in row.blocks]
        return between.join(texts if between == "\t" else filter(None, texts))

    def _items(self, block: Block) -> list[str]:
        lines: list[str] = []
        for number, item in enumerate(block.blocks, start=1):
            marker = f"{number}." if block.tag == "ol" else "-"
            texts = [self._say(item.runs), *self._inner(item)]
            inner_lines = [line for text in texts for line in text.split(BREAK) if line]
            lines += [f"{marker} {line}" if not at else f"  {line}" for at, line in enumerate(inner_lines)]
        return lines

    def _library_caption(self, block: Block) -> str:
        picture = self._library.get(block.attributes["data-image"])
        return "" if picture is None or isinstance(picture.caption, SafeString) else picture.caption.strip()
