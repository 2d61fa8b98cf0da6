"""The readers of cast lists, fact boxes, works, verdicts and tables.

A table's elements come here under other names (`nesting.TABLE_NAMES`): under their own an HTML parser would
move what stands between them to places that are hard to count.
"""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from .characters import clean_line
from .flow import Flow, Marks, classes, line, parted, present, reads, unwrapped, with_stray_text
from .nesting import TABLE_NAMES
from .nodes import BREAK, Block, Run, plain, tidy
from .works import SHOWN

SPAN_LIMIT = 20  # columns or rows that one cell may cover
SCALE_LIMIT = 100
SCALE = 5  # of a verdict that names none
_TABLE, _ROW, _CAPTION = TABLE_NAMES["table"], TABLE_NAMES["tr"], TABLE_NAMES["caption"]
_CELLS = {TABLE_NAMES["td"]: "td", TABLE_NAMES["th"]: "th"}
_SCORE = re.compile(r"(\d{1,3})(?:\.(\d))?")
_WHOLE = re.compile(r"\d{1,3}")
_UID = re.compile(r"[0-9a-f]{32}")
EPISODE_LIMIT, DAYS_LIMIT = 9999, 3650  # of a spoiler's moment


# --- Cast list and fact box


@reads("dl")
def _cast(element: etree._Element, marks: Marks) -> list[Block] | None:
    if "cast" not in classes(element):
        return None
    rows, rest = _rows(element, marks)
    title = clean_line(element.get("data-title") or "")
    return ([Block("cast", present({"data-title": title}), blocks=rows)] if rows else []) + rest


def factbox(element: etree._Element, marks: Marks) -> list[Block]:
    rows, rest = _rows_within(element, marks)
    title = clean_line(element.get("data-title") or "")
    box = [Block("factbox", present({"data-title": title}), blocks=rows)] if rows else []
    return box + rest


def _rows_within(element: etree._Element, marks: Marks) -> tuple[list[Block], list[Block]]:
    """The rows of the lists in an element, and what else is in it."""
    rows: list[Block] = []
    rest = Flow()
    rest.text(element.text, marks)
    for child in element:
        if child.tag == "dl":
            found, stray = _rows(child, marks)
            rows += found
            rest.blocks += stray
        else:
            rest.element(child, marks)
        rest.text(child.tail, marks)
    return rows, rest.finish()


def _rows(element: etree._Element, marks: Marks) -> tuple[list[Block], list[Block]]:
    """Each term with its value, and with a remark where there is one; and what else was in the list."""
    rows: list[Block] = []
    rest: list[Block] = []
    row: list[Block] = []
    for part in _parts(element):
        if part is None:
            rows, row = _with_row(rows, row), []
            continue
        words, nodes = _words(part, marks)
        rest += nodes
        if isinstance(part, str) or part.tag == "dt":
            rows, row = _with_row(rows, row), [Block("dt", runs=words)]
        elif words:
            _put(row, words, is_remark=part.tag == "dd" and "note" in classes(part))
    return _with_row(rows, row), rest


def _parts(element: etree._Element) -> Iterator[str | etree._Element | None]:
    """Texts and elements of a list; None where a row ends."""
    for child in with_stray_text(element):
        if isinstance(child, str) or child.tag != "div":
            yield child
        else:
            yield None
            yield from _parts(child)
            yield None


def _words(part: str | etree._Element, marks: Marks) -> tuple[list[Run], list[Block]]:
    flow = Flow()
    if isinstance(part, str):
        flow.text(part, marks)
    elif part.tag in ("dt", "dd"):
        flow.children(part, marks)
    else:
        flow.element(part, marks)
    return line(flow.finish())


def _put(row: list[Block], words: list[Run], *, is_remark: bool) -> None:
    """The first is the term, the second the value; whatever follows belongs to the remark."""
    if not row:
        row.append(Block("dt", runs=words))
    elif len(row) == 1:
        row.append(Block("dd", runs=[] if is_remark else words))
        row += [Block("remark", runs=words)] if is_remark else []
    elif len(row) == 2:
        row.append(Block("remark", runs=words))
    else:
        row[2].runs = tidy([*row[2].runs, Run(", "), *words])


def _with_row(rows: list[Block], row: list[Block]) -> list[Block]:
    if any(cell.runs for cell in row):
        rows.append(Block("row", blocks=_filled(row)))
    return rows


def _filled(row: list[Block]) -> list[Block]:
    """A row whose term is empty shows its value in the term's place."""
    if not row[0].runs:
        words = [cell.runs for cell in row if cell.runs]
        row = []
        for runs in words:
            _put(row, runs, is_remark=False)
    return row if len(row) > 1 else [*row, Block("dd")]


# --- Works


def work(element: etree._Element, marks: Marks) -> list[Block] | None:
    """A block that fills itself, with the rows that override it; other text in it stands after it."""
    uid, show = (element.get(name) or "" for name in ("data-work", "data-show"))
    if not _UID.fullmatch(uid) or show not in SHOWN:
        return None
    rows, rest = _rows_within(element, marks)
    rows = list(map(_override, rows))
    image = element.get("data-image") or ""
    attributes = {
        "data-work": uid,
        "data-show": show,
        "data-title": clean_line(element.get("data-title") or ""),
        "data-image": image if show == "trailer" and _UID.fullmatch(image) else "",
    }
    block = Block("work", present(attributes), [Run(SHOWN[show])], [] if show == "trailer" else rows)
    said = [other for other in rest if not _is_label(other)]
    return [block, *said, *([Block("factbox", blocks=rows)] if rows and show == "trailer" else [])]


def _override(row: Block) -> Block:
    """A remark belongs to the value: there is no third cell."""
    term, value, *remarks = row.blocks
    for remark in remarks:
        value.runs = tidy([*value.runs, Run(", "), *remark.runs])
    return Block("row", blocks=[term, value])


def _is_label(block: Block) -> bool:
    return block.tag == "p" and plain(block.runs).strip() in SHOWN.values()


def moment_of(element: etree._Element) -> dict[str, str]:
    """The work a spoiler gives away, and when it does so no longer: attributes in their order."""
    uid = element.get("data-work") or ""
    if not _UID.fullmatch(uid):
        return {}
    moment = {
        "data-work": uid,
        "data-episode": _counted(element.get("data-episode"), EPISODE_LIMIT),
        "data-days": _counted(element.get("data-days"), DAYS_LIMIT),
    }
    return present(moment)


def _counted(text: str | None, most: int) -> str:
    """A whole number from 1 to `most` in its plain spelling, or ""."""
    text = (text or "").strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else 0
    return str(number) if 1 <= number <= most else ""


# --- Verdict


def verdict(element: etree._Element, marks: Marks) -> list[Block]:
    blocks, moved = parted(unwrapped(element, marks))
    attributes = _score(element.get("data-score") or "", element.get("data-scale") or "")
    if not blocks and not attributes:
        return moved
    return [Block("verdict", attributes, blocks=blocks), *moved]


def _score(score: str, scale: str) -> dict[str, str]:
    found = _SCORE.fullmatch(score.strip())
    most = int(scale) if _WHOLE.fullmatch(scale.strip()) else SCALE
    if not found or not 1 <= most <= SCALE_LIMIT or float(found[0]) > most:
        return {}
    tenth = f".{found[2]}" if found[2] not in (None, "0") else ""
    return {"data-score": f"{int(found[1])}{tenth}", "data-scale": str(most)}


# --- Table


@reads(_TABLE)
def _table(element: etree._Element, marks: Marks) -> list[Block]:
    reader = _TableReader(marks)
    reader.fill(element)
    caption, misplaced = line(reader.captions.finish())
    stray = [*reader.stray, *misplaced]
    rows = [row for row in reader.rows if row.blocks]
    if not any(cell.runs for row in rows for cell in row.blocks):
        return ([Block("p", runs=caption)] if caption else []) + stray
    return [Block("table", runs=caption, blocks=_grouped(rows)), *stray]


class _TableReader:
    """Rows and cells in their order, whether or not their ends were written."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self.rows: list[Block] = []
        self.captions = Flow()
        self.stray: list[Block] = []

    def fill(self, element: etree._Element) -> None:
        for part in with_stray_text(element):
            if isinstance(part, str):
                self._loose_text(part)
            else:
                self._part(part)

    def _part(self, part: etree._Element) -> None:
        if part.tag == _ROW:
            self.rows.append(Block("tr"))
            self.fill(part)
        elif part.tag in _CELLS:
            self._cell(part)
        elif part.tag == _CAPTION:
            self.captions.children(part, ())
        elif any(child.tag == _ROW or child.tag in _CELLS for child in part.iter()):
            self.fill(part)
        else:
            flow = Flow()
            flow.element(part, self._marks)
            self._put(Block("td"), flow.finish())

    def _cell(self, element: etree._Element) -> None:
        cell = Block(_CELLS[element.tag], _spans(element))
        flow = Flow()
        flow.text(element.text, self._marks)
        unended: list[etree._Element] = []
        for child in element:
            if child.tag == _ROW or child.tag in _CELLS:
                unended.append(child)
            else:
                flow.element(child, self._marks)
            flow.text(child.tail, self._marks)
        self._put(cell, _out_of_tables(flow.finish()), is_kept=True)
        for part in unended:
            self._part(part)

    def _loose_text(self, text: str) -> None:
        flow = Flow()
        flow.text(text, self._marks)
        self._put(Block("td"), flow.finish())

    def _put(self, cell: Block, blocks: Iterable[Block], *, is_kept: bool = False) -> None:
        cell.runs, nodes = line(blocks, between=BREAK)
        self.stray += nodes
        if cell.runs or is_kept:
            if not self.rows:
                self.rows.append(Block("tr"))
            self.rows[-1].blocks.append(cell)


def _out_of_tables(blocks: Iterable[Block]) -> list[Block]:
    """A table in a cell is its texts, line by line."""
    flat: list[Block] = []
    for block in blocks:
        if block.tag != "table":
            flat.append(block)
            continue
        flat += [Block("p", runs=block.runs)] if block.runs else []
        rows = (row for group in block.blocks for row in group.blocks)
        flat += [Block("p", runs=cell.runs) for row in rows for cell in row.blocks if cell.runs]
    return flat


def _spans(element: etree._Element) -> dict[str, str]:
    spans = {name: (element.get(name) or "").strip() for name in ("colspan", "rowspan")}
    return {
        name: str(int(value))
        for name, value in spans.items()
        if _WHOLE.fullmatch(value) and 2 <= int(value) <= SPAN_LIMIT
    }


def _grouped(rows: list[Block]) -> list[Block]:
    """Head and body: rows at the top that are all headings are the head; of a table of headings, the first."""
    length = 0
    while length < len(rows) and all(cell.tag == "th" for cell in rows[length].blocks):
        length += 1
    if length == len(rows) > 1:
        length = 1
    head, body = rows[:length], rows[length:]
    _scope(head, "col")
    _scope(body, "row")
    groups = (Block("thead", blocks=head), Block("tbody", blocks=body))
    return [group for group in groups if group.blocks]


def _scope(rows: list[Block], scope: str) -> None:
    for row in rows:
        for cell in row.blocks:
            if cell.tag == "th":
                cell.attributes = {"scope": scope} | cell.attributes
