"""Workbooks, read by a child process with little to spend: a library for a format this large may fail at any file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import orjson

from api.core.errors import CATALOG, Refused
from api.exchange.reading import cell_errors, errors, head, limits
from api.exchange.reading.asked import Asked, Format, Look, Sheet
from api.exchange.reading.raw import Mark, Raw
from api.files.cleaning import Limits

if TYPE_CHECKING:
    from polars import DataFrame

_LIMITS = Limits()
_ROOT = Path(__file__).resolve().parents[3]
_MARKS = {
    "precision_lost": cell_errors.PRECISION_LOST,
    "formula": cell_errors.FORMULA,
    "formula_error": cell_errors.FORMULA_ERROR,
}
_Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Book:
    """An open workbook: what it holds, the first rows of the sheet, merged cells, and the rows to come."""

    sheets: tuple[Sheet, ...]
    sheet: str
    first: tuple[head.Row, ...]
    merged: tuple[_Range, ...]
    blocks: Iterator[Mapping[str, Any]]


@contextmanager
def opened(path: Path, sheet: str | None, bounds: Limits = _LIMITS) -> Iterator[Book]:
    """The book, for the length of a `with`. Errors: Refused."""
    spent = json.dumps([bounds.memory, bounds.seconds, bounds.written])
    most = json.dumps([limits.COLUMNS, limits.CELL, limits.BATCH])
    command = [sys.executable, "-m", "api.exchange.workbooks.child", str(path.resolve()), sheet or "", spent, most]
    with tempfile.TemporaryDirectory(prefix="book-") as folder:
        # No variable of ours is passed on: settings hold secrets.
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(_ROOT), "TMPDIR": folder}
        with subprocess.Popen(  # noqa: S603 (our own interpreter on our own module)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            start_new_session=True,
        ) as child:
            try:
                assert child.stdout is not None
                yield _book(_lines(child, child.stdout))
            finally:
                child.kill()


def _lines(child: subprocess.Popen[bytes], said: IO[bytes]) -> Iterator[Mapping[str, Any]]:
    for line in said:
        document = orjson.loads(line)
        if failure := document.get("failure"):
            raise Refused(CATALOG[failure], limit=limits.COLUMNS)
        yield document
    if child.wait():
        raise Refused(errors.TOO_COSTLY)


def _book(lines: Iterator[Mapping[str, Any]]) -> Book:
    told = next(lines, None)
    if told is None:
        raise Refused(errors.DAMAGED)
    return Book(
        tuple(Sheet(**sheet) for sheet in told["sheets"]),
        told["sheet"],
        tuple((number, cells) for number, cells in told["first"]),
        tuple((tuple(first), tuple(last)) for first, last in told["merged"]),
        lines,
    )


def look(path: Path, asked: Asked) -> Look:
    """What a workbook looks like: its sheets, and the first rows of the one asked for. Errors: Refused."""
    with opened(path, asked.sheet) as book:
        return _look(book, asked)


def _look(book: Book, asked: Asked) -> Look:
    found = head.find(book.first, asked.header_row)
    headers, second = _headings(book, found)
    below = found.below[1:] if second else found.below
    if not below:
        raise Refused(errors.HEADER_ONLY)
    sample = below[: limits.SAMPLE]
    return Look(
        Format.XLSX,
        headers,
        tuple(tuple(cells) for _, cells in sample),
        tuple(number for number, _ in sample),
        header_row=found.row,
        second_header=second,
        sheet=book.sheet,
        sheets=book.sheets,
    )


def _headings(book: Book, found: head.Head) -> tuple[tuple[str, ...], bool]:
    """The headings; one that is merged over several columns stands above each, before what the row below says."""
    place = found.row - 1
    wide = [each for each in book.merged if each[0][0] == place and each[1][1] > each[0][1]]
    if not wide:
        return found.headers, False
    width = max(len(found.headers), *(last[1] + 1 for _, last in wide))
    headings = [*found.headers, *[""] * (width - len(found.headers))]
    for first, last in wide:
        headings[first[1] : last[1] + 1] = [headings[first[1]]] * (last[1] - first[1] + 1)
    below = next((cells for number, cells in found.below if number == found.row + 1), None)
    if below is None or not any(below[first[1] : last[1] + 1] for first, last in wide):
        return tuple(headings), False
    lower = [*(" ".join(cell.split()) for cell in below), *[""] * width]
    return tuple(" ".join(filter(None, pair)) for pair in zip(headings, lower, strict=False)), True


def read(path: Path, asked: Asked, *, second_header: bool, fill: bool) -> Iterator[Look | Raw]:
    """First what the book looks like, then its rows. With `fill`, merged cells all have the value of the first."""
    size = path.stat().st_size
    with opened(path, asked.sheet) as book:
        seen = _look(book, asked)
        yield seen
        assert seen.header_row is not None
        last_head = seen.header_row + (second_header or seen.second_header)
        merges = _Merges(book, fill=fill)
        for block in book.blocks:
            yield merges.applied(_raw(block, len(seen.headers), last_head, size))


def _raw(block: Mapping[str, Any], width: int, last_head: int, size: int) -> Raw:
    import polars as pl  # noqa: PLC0415

    columns: Sequence[Any] = block["columns"]
    blank = [None] * len(block["rows"])
    texts = {str(place): columns[place] if place < len(columns) else blank for place in range(width)}
    schema = {"row": pl.Int64} | dict.fromkeys(texts, pl.String)
    frame = pl.DataFrame({"row": block["rows"], **texts}, schema=schema).filter(pl.col("row") > last_head)
    marks = tuple(Mark(row, column, _MARKS[kind], value=value) for row, column, kind, value in block["marks"])
    return Raw(frame, int(size * block["done"]), marks=marks)


class _Merges:
    """Merged cells, block by block: filled, or each named that has no value of its own."""

    def __init__(self, book: Book, *, fill: bool) -> None:
        self._book = book
        self._fill = fill
        self._values: dict[tuple[int, int], str | None] = {}

    def applied(self, raw: Raw) -> Raw:
        """The rows, with what merging did to them."""
        frame, marks = raw.frame, list(raw.marks)
        for (top, left), (bottom, right) in self._book.merged:
            rows = frame["row"].filter(frame["row"].is_between(top + 1, bottom + 1)).to_list()
            columns = range(left, min(right + 1, len(frame.columns) - 1))
            if len(marks) + len(rows) * len(columns) > limits.MARKS:
                raise Refused(errors.MERGED)
            for column in columns if rows else ():
                lost = [row for row in rows if (row, column) != (top + 1, left)]
                if self._fill:
                    frame = _filled(frame, column, lost, self._value(frame, top, left))
                else:
                    marks += [Mark(row, column, cell_errors.MERGED) for row in lost]
        return Raw(frame, raw.done, self._book.sheet, tuple(marks))

    def _value(self, frame: DataFrame, top: int, left: int) -> str | None:
        """What the first cell of a range says; it may stand in a block before this one."""
        here = frame.filter(frame["row"] == top + 1)
        if len(here):
            self._values[top, left] = here[str(left)][0]
        return self._values.get((top, left))


def _filled(frame: DataFrame, column: int, rows: Sequence[int], value: str | None) -> DataFrame:
    import polars as pl  # noqa: PLC0415

    name = str(column)
    return frame.with_columns(
        pl.when(pl.col("row").is_in(rows)).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
    )
