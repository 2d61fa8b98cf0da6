"""The rows of a CSV or JSON file, as written: no value is read here. Pure but for opening the file.

A file is taken whole or not at all: what is wrong with its shape is told before the first row is looked at.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any, NoReturn

from articles.body.characters import clean_line

Row = dict[str, Any]
Rows = dict[int, Row]  # by the number of the row: in a spreadsheet the head is 1, in JSON the first object
FILE_LIMIT = 50_000_000  # bytes
TOLD_COLUMNS = 6


class Unreadable(Exception):
    """The file cannot be read at all; the message is a sentence."""


def read(path: Path, *, columns: set[str]) -> Rows:
    """The rows of a .csv or .json file that has some of these columns and no others. Raises Unreadable."""
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise Unreadable(
                f"{path.name} is larger than {FILE_LIMIT // 1_000_000} MB. Split it into several files."
            )
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Unreadable(f"{path} cannot be opened: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise _not_utf_8(path.name) from error
    read_rows = _json_rows if path.suffix.lower() == ".json" else _csv_rows
    rows = read_rows(text, path.name, columns)
    if not rows:
        raise Unreadable(f"{path.name} holds no works.")
    return rows


def _not_utf_8(name: str) -> Unreadable:
    return Unreadable(f"{name} is not in UTF-8. Save it as “CSV UTF-8” or convert it.")


def _json_rows(text: str, name: str, columns: set[str]) -> Rows:
    """Numbers stay as they are written: however long one is, it is for its own row to be refused for it."""
    try:
        rows = json.loads(text, parse_int=str, parse_float=str, parse_constant=_no_constant)
    except RecursionError as error:
        raise Unreadable(f"{name} has lists in lists, deeper than can be read.") from error
    except ValueError as error:
        raise Unreadable(f"{name} is no JSON: {error}.") from error
    if not isinstance(rows, list):
        raise Unreadable(f"{name} must hold a list of objects, one for each work.")
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise Unreadable(f"{name} must hold a list of objects, one for each work. Row {number} is none.")
        _check_columns(row, f"Row {number} of {name}", columns)
    return dict(enumerate(rows, 1))


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _csv_rows(text: str, name: str, columns: set[str]) -> Rows:
    """Commas or semicolons, as spreadsheets of different countries write them. Empty lines are passed over."""
    first = text.lstrip("\n").partition("\n")[0]
    if "\x00" in first:  # UTF-16 without a mark at its beginning
        raise _not_utf_8(name)
    reader = csv.reader(
        StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True
    )
    try:
        lines = {number: cells for number, cells in enumerate(reader, 1) if cells}
    except csv.Error as error:
        raise Unreadable(f"{name} is no CSV: {error}, in line {reader.line_num}.") from error
    head = [clean_line(cell) for cell in lines.pop(min(lines, default=0), [])]
    _check_columns(head, name, columns)
    twice = [column for column, count in Counter(head).items() if count > 1]
    if twice:
        raise Unreadable(f"{name} has the column “{twice[0]}” twice.")
    for number, cells in lines.items():
        if len(cells) != len(head):
            raise Unreadable(f"Row {number} of {name} has another number of columns than the first one.")
    return {number: dict(zip(head, cells, strict=True)) for number, cells in lines.items()}


def _check_columns(found: Iterable[str], where: str, columns: set[str]) -> None:
    unknown = sorted(set(found) - columns)
    if unknown:
        told = (clean_line(column)[:40] or "one without a name" for column in unknown[:TOLD_COLUMNS])
        raise Unreadable(
            f"{where} has columns we do not know: {', '.join(told)}. Known are {', '.join(sorted(columns))}."
        )
