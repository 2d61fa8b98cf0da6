"""A review's verdict as the form holds it, put into the text as the box an editor could have typed."""

from dataclasses import dataclass

from .characters import clean_line
from .nodes import Block, Run, walk


@dataclass(frozen=True, slots=True)
class Verdict:
    """`score` out of `scale`, or None for words alone."""

    words: str = ""
    score: float | None = None
    scale: int = 5


def place(blocks: list[Block], verdict: Verdict) -> list[Block]:
    """The blocks with the verdict in its box: at the end, or, where the text has a box of its own, in that one.

    A box of the text keeps its words, and its score if it has one.
    """
    score = (
        {}
        if verdict.score is None
        else {"data-score": f"{verdict.score:g}", "data-scale": str(verdict.scale)}
    )
    box = next((block for block in walk(blocks) if block.tag == "verdict"), None)
    if box is not None:
        box.attributes = score | box.attributes
        return blocks
    words = clean_line(verdict.words)
    if not words and not score:
        return blocks
    return [*blocks, Block("verdict", score, blocks=[Block("p", runs=[Run(words)])] if words else [])]
