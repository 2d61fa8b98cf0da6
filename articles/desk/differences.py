"""What is different between two texts: lines first, then words inside the lines that changed. Pure.

Whatever is compared, the work stays in proportion to its length: common ends are cut off, what occurs once on either
side anchors the rest, and only short stretches in between are compared each with each.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import NamedTuple

from articles.body.outline import Line

Span = tuple[int, int]
Match = tuple[int, int, int]  # where on either side, and how long
SAME, OUT, IN = "same", "out", "in"
EACH_WITH_EACH = (
    30_000  # in so many ways entries of both sides may be each other before anchors are looked for
)
BUDGET = 200_000  # of those ways, for one comparison
ANCHOR_WIDTHS = (1, 3)  # what occurs once: an entry, else three in a row
PAIRED_EACH_WITH_EACH = 10_000
ALIKE = 0.4  # lines with as many words in common are one line, rewritten
TOO_DIFFERENT = 0.3  # below, a line is easier to read as two
SHORT = 16  # words of both sides: always shown word by word
CONTEXT = 1  # unchanged lines that stay at either side of a change
SHORTEST_FOLD = 2


class Piece(NamedTuple):
    """Some words: on both sides (`same`), only before (`out`) or only after (`in`)."""

    text: str
    kind: str

    @property
    def words(self) -> str:
        return self.text.rstrip()

    @property
    def blank(self) -> str:
        """What follows the words: it is not struck out or underlined."""
        return self.text[len(self.words) :]


class Shown(NamedTuple):
    """A line of a comparison; or, with `folded`, so many lines that are the same."""

    pieces: tuple[Piece, ...] = ()
    folded: int = 0

    @property
    def is_changed(self) -> bool:
        return any(piece.kind != SAME for piece in self.pieces)


class Op(NamedTuple):
    """Stretches of both sides, equal or not; either may be empty, not both."""

    is_equal: bool
    before: slice
    after: slice


def compare(before: Sequence[Line], after: Sequence[Line]) -> list[Shown]:
    """Both texts in one column, every line of either."""
    return list(_Comparison().lines(before, after))


def fold(lines: list[Shown]) -> list[Shown]:
    """Long stretches of unchanged lines as their number; without any change, all of them."""
    near = [False] * len(lines)
    for place, line in enumerate(lines):
        if line.is_changed:
            around = range(max(0, place - CONTEXT), min(len(lines), place + CONTEXT + 1))
            for neighbour in around:
                near[neighbour] = True
    return list(_folded(lines, near))


def _folded(lines: list[Shown], near: list[bool]) -> Iterator[Shown]:
    waiting: list[Shown] = []
    for line, is_near in zip([*lines, Shown()], [*near, True], strict=True):
        if not is_near:
            waiting.append(line)
            continue
        yield from waiting if len(waiting) < SHORTEST_FOLD else [Shown(folded=len(waiting))]
        waiting = []
        if line.pieces:
            yield line


class _Comparison:
    """One comparison, and what it may still spend."""

    def __init__(self) -> None:
        self._budget = BUDGET
        self._numbers: dict[Hashable, int] = {}

    def _number(self, entry: Hashable) -> int:
        """The same for what is the same: numbers take little room and are compared fast."""
        return self._numbers.setdefault(entry, len(self._numbers))

    def _numbered(self, line: Line) -> array:
        """A line for comparing: a word is one at the end of a line, too."""
        return array("l", (self._number((word.text.rstrip(), word.note, word.key)) for word in line))

    def lines(self, before: Sequence[Line], after: Sequence[Line]) -> Iterator[Shown]:
        sides = ([self._number(self._numbered(line).tobytes()) for line in side] for side in (before, after))
        for op in self._ops(*sides):
            if op.is_equal:
                yield from (Shown(_plain(line, SAME)) for line in after[op.after])
                continue
            for old, new in _pairs(before[op.before], after[op.after]):
                yield from self._rewritten(old, new)

    def _rewritten(self, old: Line | None, new: Line | None) -> Iterator[Shown]:
        if old is None or new is None:
            yield Shown(_plain(new or old or (), OUT if new is None else IN))
            return
        ops = self._ops(self._numbered(old), self._numbered(new))
        in_common = sum(op.before.stop - op.before.start for op in ops if op.is_equal)
        length = len(old) + len(new)
        if length > SHORT and 2 * in_common < TOO_DIFFERENT * length:
            yield Shown(_plain(old, OUT))
            yield Shown(_plain(new, IN))
            return
        yield Shown(tuple(piece for op in ops for piece in _pieces(op, old, new)))

    def _ops(self, before: Sequence[int], after: Sequence[int]) -> list[Op]:
        ops: list[Op] = []
        place = (0, 0)
        ends = (len(before), len(after), 0)
        for start, other, length in [*_joined(self._matches(before, after)), ends]:
            if place != (start, other):
                ops.append(Op(False, slice(place[0], start), slice(place[1], other)))
            if length:
                ops.append(Op(True, slice(start, start + length), slice(other, other + length)))
            place = (start + length, other + length)
        return ops

    def _matches(self, before: Sequence[int], after: Sequence[int]) -> Iterator[Match]:
        """Stretches that are the same, in order."""
        head = _common(before, after)
        tail = _common(before[head:][::-1], after[head:][::-1])
        yield (0, 0, head)
        spans = (head, len(before) - tail), (head, len(after) - tail)
        yield from self._between(before, after, *spans, ANCHOR_WIDTHS)
        yield (len(before) - tail, len(after) - tail, tail)

    def _between(
        self,
        before: Sequence[int],
        after: Sequence[int],
        own: Span,
        other: Span,
        widths: tuple[int, ...],
    ) -> Iterator[Match]:
        sides = before[slice(*own)], after[slice(*other)]
        cost = _cost(*sides)
        if cost <= min(EACH_WITH_EACH, self._budget):
            self._budget -= cost
            yield from _each_with_each(*sides, own[0], other[0])
        elif widths:
            place = own[0], other[0]
            for start, end in [*_anchors(*sides, width=widths[0]), (len(sides[0]), len(sides[1]))]:
                start, end = own[0] + start, other[0] + end
                if start >= place[0] and end >= place[1]:
                    yield from self._between(before, after, (place[0], start), (place[1], end), widths[1:])
                    length = widths[0] if start < own[1] else 0
                    yield (start, end, length)
                    place = start + length, end + length


def _cost(before: Sequence[int], after: Sequence[int]) -> int:
    """In how many ways an entry of one side is one of the other."""
    counts, others = Counter(before), Counter(after)
    return sum(count * others[entry] for entry, count in counts.items() if entry in others)


def _each_with_each(before: Sequence[int], after: Sequence[int], start: int, other: int) -> Iterator[Match]:
    # Its own rule for frequent words keeps it from taking the square of the length.
    for block in SequenceMatcher(None, before, after).get_matching_blocks():
        yield (start + block.a, other + block.b, block.size)


def _joined(matches: Iterator[Match]) -> list[Match]:
    """Stretches without the empty ones, those that touch made one."""
    joined: list[Match] = []
    for start, other, length in matches:
        last = joined[-1] if joined else None
        if last and (last[0] + last[2], last[1] + last[2]) == (start, other):
            joined[-1] = (last[0], last[1], last[2] + length)
        elif length:
            joined.append((start, other, length))
    return joined


def _common(before: Sequence[int], after: Sequence[int]) -> int:
    """How much of the beginning is the same."""
    for place, (own, other) in enumerate(zip(before, after, strict=False)):
        if own != other:
            return place
    return min(len(before), len(after))


def _anchors(before: Sequence[int], after: Sequence[int], *, width: int) -> list[tuple[int, int]]:
    """Places of what occurs once on either side, in an order that both sides have (patience sorting)."""
    places, others = (_once(side, width) for side in (before, after))
    shared = [(place, others[entry]) for entry, place in places.items() if entry in others]
    ends: list[int] = []
    chains: list[tuple | None] = []
    for place, other in shared:
        pile = bisect_left(ends, other)
        chain = (place, other, chains[pile - 1] if pile else None)
        ends[pile : pile + 1], chains[pile : pile + 1] = [other], [chain]
    return _unwound(chains[-1] if chains else None)


def _once(side: Sequence[int], width: int) -> dict[tuple[int, ...], int]:
    """Where what occurs once is, in its order."""
    counts = Counter(zip(*(islice(side, start, None) for start in range(width)), strict=False))
    windows = enumerate(zip(*(islice(side, start, None) for start in range(width)), strict=False))
    return {entry: place for place, entry in windows if counts[entry] == 1}


def _unwound(chain: tuple | None) -> list[tuple[int, int]]:
    found = []
    while chain:
        place, other, chain = chain
        found.append((place, other))
    return found[::-1]


# --- which line became which


def _pairs(before: Sequence[Line], after: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Lines that are one, rewritten, beside each other; the others alone. In the order of both."""
    own = other = 0
    for place, partner in [*_partners(before, after), (len(before), len(after))]:
        yield from ((line, None) for line in before[own:place])
        yield from ((None, line) for line in after[other:partner])
        if place < len(before):
            yield before[place], after[partner]
        own, other = place + 1, partner + 1


def _partners(before: Sequence[Line], after: Sequence[Line]) -> list[tuple[int, int]]:
    if len(before) == len(after) == 1:
        return [(0, 0)]
    sides = [[frozenset(word.text.rstrip() for word in line) for line in side] for side in (before, after)]
    if len(before) * len(after) > PAIRED_EACH_WITH_EACH:
        pairs = enumerate(zip(*sides, strict=False))
        return [(place, place) for place, pair in pairs if _likeness(*pair) >= ALIKE]
    return _best_partners(*sides)


def _best_partners(before: list[frozenset], after: list[frozenset]) -> list[tuple[int, int]]:
    """The pairs that have most in common altogether, none crossing another."""
    likeness = [[_likeness(own, other) for other in after] for own in before]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for place in reversed(range(len(before))):
        for partner in reversed(range(len(after))):
            alike = likeness[place][partner]
            together = best[place + 1][partner + 1] + alike if alike >= ALIKE else 0.0
            best[place][partner] = max(together, best[place + 1][partner], best[place][partner + 1])
    return _followed(best)


def _followed(best: list[list[float]]) -> list[tuple[int, int]]:
    pairs = []
    place = partner = 0
    while place < len(best) - 1 and partner < len(best[0]) - 1:
        if best[place][partner] == best[place + 1][partner]:
            place += 1
        elif best[place][partner] == best[place][partner + 1]:
            partner += 1
        else:
            pairs.append((place, partner))
            place, partner = place + 1, partner + 1
    return pairs


def _likeness(own: frozenset, other: frozenset) -> float:
    length = len(own) + len(other)
    return 2 * len(own & other) / length if length else 1.0


# --- pieces


def _plain(line: Line, kind: str) -> tuple[Piece, ...]:
    return _spoken(line, kind, with_notes=kind != SAME)


def _pieces(op: Op, old: Line, new: Line) -> Iterator[Piece]:
    if op.is_equal:
        yield from _spoken(new[op.after], SAME, with_notes=False)
        return
    out, into = old[op.before], new[op.after]
    # A changed word in a link that stays need not say that it is one.
    differ = {word.note for word in out} != {word.note for word in into}
    yield from _spoken(out, OUT, with_notes=differ)
    yield from _spoken(into, IN, with_notes=differ)


def _spoken(line: Line, kind: str, *, with_notes: bool) -> tuple[Piece, ...]:
    """The words as one piece, formats and links said after the words that have them."""
    parts: list[str] = []
    for place, word in enumerate(line, start=1):
        ends = with_notes and word.note and word.note != (line[place].note if place < len(line) else "")
        parts.append(f"{word.text.rstrip()} [{word.note}] " if ends else word.text)
    return (Piece("".join(parts), kind),) if parts else ()
