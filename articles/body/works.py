"""Blocks that fill themselves: a body names a work and what to show of it; this puts the work's facts there.

Pure: what is known of the works comes in as `WorkFacts`, and what goes out are the blocks an editor could have
typed (fact box, cast list, video), so that every target and reader knows them already. What an editor overrode
for one article stands in the block as rows, and wins: a value for a label, or none to leave that fact out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .fold import fold
from .nodes import Block, Mark, Run, plain
from .spelling import SPOILER_LABEL

SHOWN = {"facts": "Fact box", "cast": "Cast", "trailer": "Trailer", "releases": "Release dates"}
RELEASES_TITLE = "Release dates"
FACTS_TITLE = "The facts"


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value. `name` is what an override is matched with, the same for one and for many
    ("Director"); `url` is where the value leads, if anywhere."""

    name: str
    label: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class CastMember:
    person: str
    character: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class CastGroup:
    title: str
    members: tuple[CastMember, ...]


@dataclass(frozen=True, slots=True)
class Trailer:
    url: str
    title: str
    image_uid: str = ""


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """A work in words. `out_on`: the last day of its main release, as far as known."""

    uid: str
    name: str
    facts: tuple[Fact, ...] = ()
    cast: tuple[CastGroup, ...] = ()
    releases: tuple[Fact, ...] = ()
    trailer: Trailer | None = None
    out_on: date | None = None


Works = Mapping[str, WorkFacts]


def fill(blocks: Iterable[Block], works: Works, *, today: date | None = None) -> list[Block]:
    """The blocks with every work block filled, in spoilers too; a work nobody knows leaves nothing.

    A spoiler tied to a work says so, and stands open once its days are over by `today` (None: never).
    """
    filled: list[Block] = []
    for block in blocks:
        if block.tag == "work":
            filled += _filled(block, works.get(block.attributes["data-work"]))
            continue
        if block.tag == "spoiler":
            block.blocks = fill(block.blocks, works, today=today)
            _tie(block, works, today)
        filled.append(block)
    return filled


def _tie(spoiler: Block, works: Works, today: date | None) -> None:
    """Say what a spoiler gives away; for a work nobody knows, it is a spoiler like any other."""
    work = works.get(spoiler.attributes.get("data-work", ""))
    if work is None:
        spoiler.attributes = {}
        return
    if plain(spoiler.runs) == SPOILER_LABEL:
        spoiler.runs = [Run(f"{SPOILER_LABEL}: {_moment_words(spoiler, work)}")]
    spoiler.attributes["data-name"] = work.name
    opens = opens_on(spoiler, works)
    if today is not None and opens is not None and opens <= today:
        spoiler.attributes["open"] = "open"


def _filled(block: Block, work: WorkFacts | None) -> list[Block]:
    if work is None:
        return []
    title = block.attributes.get("data-title", "")
    overrides = {fold(plain(row.blocks[0].runs)): row for row in block.blocks}
    match block.attributes["data-show"]:
        case "facts":
            return _fact_box(title or work.name, work.facts, overrides)
        case "releases":
            return _fact_box(title or RELEASES_TITLE, work.releases, overrides)
        case "cast":
            return _cast_lists(title, work.cast, overrides)
        case "trailer":
            return _video(block, work.trailer)
    return []


def _fact_box(title: str, facts: Iterable[Fact], overrides: dict[str, Block]) -> list[Block]:
    rows = []
    left = dict(overrides)
    for fact in facts:
        row = left.pop(fold(fact.name), None) or left.pop(fold(fact.label), None)
        if row is None:
            rows.append(_row(fact.label, _linked(fact.value, fact.url)))
        elif row.blocks[1].runs:
            rows.append(_row(fact.label, row.blocks[1].runs))
    rows += [row for row in left.values() if row.blocks[1].runs]
    return [Block("factbox", {"data-title": title}, blocks=rows)] if rows else []


def _cast_lists(title: str, groups: Iterable[CastGroup], overrides: dict[str, Block]) -> list[Block]:
    """A list for each group. `title` names the first where the groups have no names of their own."""
    lists = []
    for group in groups:
        rows = []
        for member in group.members:
            row = overrides.get(fold(member.person))
            if row is None:
                rows.append(_row(_linked(member.person, member.url), [Run(member.character)]))
            elif row.blocks[1].runs:
                rows.append(_row(_linked(member.person, member.url), row.blocks[1].runs))
        name = group.title or ("" if lists else title)
        if rows:
            lists.append(Block("cast", {"data-title": name} if name else {}, blocks=rows))
    return lists


def _row(term: str | list[Run], value: list[Run]) -> Block:
    runs = [Run(term)] if isinstance(term, str) else term
    return Block(
        "row",
        blocks=[Block("dt", runs=runs), Block("dd", runs=[run for run in value if run.text or run.note])],
    )


def _linked(text: str, url: str) -> list[Run]:
    return [Run(text, (Mark("a", url),) if url else ())]


def _video(block: Block, trailer: Trailer | None) -> list[Block]:
    if trailer is None:
        return []
    attributes = {
        "data-url": trailer.url,
        "data-title": block.attributes.get("data-title") or trailer.title,
        "data-image": block.attributes.get("data-image") or trailer.image_uid,
    }
    return [Block("video", {name: value for name, value in attributes.items() if value})]


def opens_on(spoiler: Block, works: Works) -> date | None:
    """The day from which a spoiler is folded no longer: so many days after its work came out. None: never."""
    days = spoiler.attributes.get("data-days")
    work = works.get(spoiler.attributes.get("data-work", ""))
    if not days or work is None or work.out_on is None:
        return None
    return work.out_on + timedelta(days=int(days))


def _moment_words(spoiler: Block, work: WorkFacts) -> str:
    """For example "I.S.S." or "The Bear, episode 3"."""
    episode = spoiler.attributes.get("data-episode")
    return f"{work.name}, episode {episode}" if episode else work.name


def page_blocks(work: WorkFacts) -> list[Block]:
    """What a work's own page shows of it: facts, trailer, releases, cast."""
    return [
        *_fact_box(FACTS_TITLE, work.facts, {}),
        *_video(Block("work"), work.trailer),
        *_fact_box(RELEASES_TITLE, work.releases, {}),
        *_cast_lists("", work.cast, {}),
    ]
