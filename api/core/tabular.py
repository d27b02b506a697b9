"""Tables that leave the house: CSV for Excel, XLSX for people, NDJSON for machines; no cell can become a formula."""

import csv
import gzip
import hashlib
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Literal, cast

import orjson

Language = Literal["zh-CN", "en"]
Words = tuple[str, str]
XLSX_ROWS = 1_048_575  # what a sheet holds below its head

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BLOCK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading in both languages, and the cell made of a stored value. Null is an empty cell."""

    field: str
    heading: Words
    cell: Callable[[Any, int], Any] = lambda value, _: value


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of table: its title, which names sheet and file, and its columns."""

    title: Words
    columns: tuple[Column, ...]

    @property
    def fields(self) -> list[str]:
        """The stored values that the columns are made of."""
        return list(dict.fromkeys(column.field for column in self.columns))

    def header(self, language: Language) -> list[str]:
        """The headings."""
        return [column.heading[_place(language)] for column in self.columns]

    def cells(self, rows: Iterable[Mapping[str, Any]], language: Language) -> Iterator[list[Any]]:
        """The cells of each row, for people."""
        index = _place(language)
        return ([_cell(column, row[column.field], index) for column in self.columns] for row in rows)

    def records(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """The stored values of each row, for machines."""
        fields = self.fields
        return ({field: row[field] for field in fields} for row in rows)

    def named(self, language: Language) -> str:
        """The title in one language."""
        return self.title[_place(language)]


def _place(language: Language) -> int:
    return 1 if language == "en" else 0


def _cell(column: Column, value: Any, language: int) -> Any:
    return None if value is None else column.cell(value, language)


def safe_cell(value: object) -> object:
    """`value` with an apostrophe before text that a spreadsheet would take for a formula (CSV injection, CWE-1236)."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> IO[bytes]:
    """A UTF-8 CSV with a BOM (Excel needs it for Chinese), on disk."""
    with _spooled() as spool:
        text = io.TextIOWrapper(spool, "utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerow(header)
        writer.writerows([safe_cell(cell) for cell in row] for row in rows)
        text.detach()
    return spool


def write_xlsx(sheet: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> IO[bytes]:
    """An XLSX with a frozen, filterable head; texts stay texts, so codes keep their zeros."""
    import xlsxwriter  # noqa: PLC0415 (a server loads it with its first workbook)

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with _spooled() as spool:
        book = xlsxwriter.Workbook(spool, options)
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, header, book.add_format({"bold": True}))
        last = 0
        for last, row in enumerate(rows, start=1):
            page.write_row(last, 0, row)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, last, len(header) - 1)
        book.close()
    return spool


def write_ndjson(records: Iterable[Mapping[str, Any]], *, compressed: bool = False) -> IO[bytes]:
    """One JSON object a line (UTF-8), and a last one that says how many there were and their SHA-256.

    Whoever reads it to that line has the whole table; a file that was cut off has no such line.
    """
    with _spooled() as spool, _written_to(spool, compressed=compressed) as file:
        digest, rows = hashlib.sha256(), 0
        for record in records:
            rows += 1
            line = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
            digest.update(line)
            file.write(line)
        end = {"@end": {"rows": rows, "sha256": digest.hexdigest()}}
        file.write(orjson.dumps(end, option=orjson.OPT_APPEND_NEWLINE))
    return spool


@contextmanager
def _written_to(spool: IO[bytes], *, compressed: bool) -> Iterator[IO[bytes]]:
    """The spool itself, or a gzip file in it; the same rows make the same bytes."""
    if not compressed:
        yield spool
        return
    with gzip.GzipFile(filename="", mode="wb", fileobj=spool, mtime=0) as file:
        yield cast("IO[bytes]", file)


@contextmanager
def _spooled() -> Iterator[IO[Any]]:
    """A file on disk, rewound when it is written, closed when writing it fails; else by whoever reads it."""
    spool = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        yield spool
    except BaseException:
        spool.close()
        raise
    spool.seek(0)


def blocks(file: IO[bytes]) -> Iterator[bytes]:
    """The file in blocks; it is closed at the end."""
    with file:
        while block := file.read(_BLOCK):
            yield block
