"""Tables that leave the house: CSV for machines and Excel, XLSX for people; no cell can become a formula."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

import xlsxwriter

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BLOCK = 64 * 1024


def safe_cell(value: object) -> object:
    """`value` with an apostrophe before text that a spreadsheet would take for a formula (CSV injection, CWE-1236)."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> IO[bytes]:
    """A UTF-8 CSV with a BOM (Excel needs it for Chinese), on disk."""
    spool: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the caller after streaming)
    text = io.TextIOWrapper(spool, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    text.detach()
    spool.seek(0)
    return spool


def write_xlsx(sheet: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> IO[bytes]:
    """An XLSX with a frozen, filterable head; texts stay texts, so codes keep their zeros."""
    spool: IO[Any] = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the caller after streaming)
    book = xlsxwriter.Workbook(spool, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(sheet)
    page.write_row(0, 0, header, book.add_format({"bold": True}))
    last = 0
    for last, row in enumerate(rows, start=1):
        page.write_row(last, 0, row)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, last, len(header) - 1)
    book.close()
    spool.seek(0)
    return spool


def blocks(file: IO[bytes]) -> Iterator[bytes]:
    """The file in blocks; it is closed at the end."""
    with file:
        while block := file.read(_BLOCK):
            yield block
