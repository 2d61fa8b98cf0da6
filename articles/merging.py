"""Two people changed the same article: what goes together by itself, and what somebody has to decide.

Three ways, field by field: what each side made of the state it began from. Pure; a snapshot is a dict as in
`articles.snapshots`. Nothing of either side is dropped without being in `collisions`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Snapshot = Mapping[str, Any]
# Lists in which each entry stands for itself: additions and removals of both sides go together.
LISTS = ("tags", "also_show", "works", "bylines")
# Fields that mean something only together: a change of one of them is a change of all.
TOGETHER = (
    ("featured_image", "featured_alt", "featured_is_decorative", "featured_caption"),
    ("series", "series_order"),
    ("rating", "rating_scale"),
    ("change", "correction"),
)


@dataclass(frozen=True)
class Collision:
    """Both sides changed this, and differently. `fields`: its columns, usually one."""

    fields: tuple[str, ...]
    base: dict[str, Any]
    mine: dict[str, Any]
    theirs: dict[str, Any]


@dataclass(frozen=True)
class Merge:
    """`snapshot` holds everything that goes together, and in a collision what *mine* says."""

    snapshot: dict[str, Any]
    collisions: tuple[Collision, ...] = ()
    taken: tuple[str, ...] = ()  # fields that came from *theirs*


def merge(base: Snapshot, mine: Snapshot, theirs: Snapshot) -> Merge:
    """What both sides made of `base`. A key one side does not know counts as unchanged there."""
    merged = dict(mine)
    collisions, taken = [], []
    for fields in _groups({**base, **theirs, **mine}):
        ours, others, before = (_of(side, fields, base) for side in (mine, theirs, base))
        if others == before or others == ours:
            merged |= ours
        elif ours == before:
            merged |= others
            taken += fields
        elif fields[0] in LISTS:
            merged[fields[0]] = _merged_list(*(side[fields[0]] for side in (before, ours, others)))
            taken += fields
        else:
            merged |= ours
            collisions.append(Collision(fields, before, ours, others))
    return Merge(merged, tuple(collisions), tuple(taken))


def _groups(names: Iterable[str]) -> list[tuple[str, ...]]:
    names = dict.fromkeys(names)
    together = [tuple(name for name in group if name in names) for group in TOGETHER]
    grouped = {name for group in together for name in group}
    return [*filter(None, together), *((name,) for name in names if name not in grouped)]


def _of(side: Snapshot, fields: tuple[str, ...], base: Snapshot) -> dict[str, Any]:
    return {name: side.get(name, base.get(name)) for name in fields}


def _merged_list(base: list | None, mine: list | None, theirs: list | None) -> list:
    """In the order of mine, with what they added at its end, without what either took out."""
    base, mine, theirs = base or [], mine or [], theirs or []
    kept = [entry for entry in mine if entry not in base or entry in theirs]
    return kept + [entry for entry in theirs if entry not in base and entry not in kept]
