"""The child process that opens a workbook: `python -m api.exchange.workbooks.child PATH SHEET LIMITS MEASURES`.

It writes JSON lines: first what the book holds and the first rows of the sheet, then all rows in blocks, by column, as
text. Cells are written as people see them: whole numbers without a point, dates in ISO form. What a number or a formula
has lost is marked. When it fails, the last line says why.
"""

import datetime as dt
import json
import os
import re
import signal
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from api.core.limited import limit

_CHUNK = 2**20
_FIRST = 200
_PATIENCE = 600  # seconds between two lines, on the slowest of machines
_CHARACTERS = 4_000_000  # of a block
_MERGED_MOST = 5_000
_PRECISE = 10**15  # a spreadsheet keeps 15 digits
_DIGITS = 15
_LARGE = 10**20
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_INDEX = ("xl/_rels/workbook.xml.rels", "xl/workbook.xml")
_CELL = re.compile(rb"<c\s([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_RESULT = re.compile(rb"<v[^>/]*>[^<]+</v>|<is>")
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]+\d+(?::[A-Z]+(\d+))?"')

Mark = tuple[int, int, str, str]


class Measures(NamedTuple):
    """What is passed on at most: columns, characters of a cell (one more shows that there were more), rows of a block."""

    columns: int
    cell: int
    batch: int


class Unreadable(Exception):
    """The book cannot be read; the code of an error says why."""


def main() -> int:
    """Write the book out; 0 when it was read to its end."""
    path, sheet, bounds, measures = sys.argv[1:]
    limit(*json.loads(bounds))
    _expect_a_line()
    try:
        for line in _lines(path, sheet or None, Measures(*json.loads(measures))):
            signal.alarm(0)  # whoever reads may take its time
            _say(line)
            _expect_a_line()
    except Unreadable as refusal:
        return _failed(str(refusal))
    except MemoryError:
        return _failed("import.file.too_costly")
    except BrokenPipeError:  # whoever asked has seen enough
        os._exit(0)
    except (zipfile.BadZipFile, ET.ParseError, KeyError, ValueError, OSError):
        return _failed("import.file.damaged")
    return 0


def _expect_a_line() -> None:
    """A library that waits for something spends no processor time, which alone is bounded: the system ends it as well."""
    signal.alarm(_PATIENCE)


def _say(line: dict[str, Any]) -> None:
    """By the standard library: orjson dies of a short memory (a write to address 0), where this raises MemoryError."""
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def _failed(code: str) -> int:
    _say({"failure": code})
    return 1


def _lines(path: str, wanted: str | None, most: Measures) -> Iterator[dict[str, Any]]:
    import python_calamine  # noqa: PLC0415 (under the limits)

    try:
        yield from _book(python_calamine.CalamineWorkbook.from_path(path), path, wanted, most)
    except python_calamine.PasswordError as error:
        raise Unreadable("import.file.encrypted") from error
    except python_calamine.CalamineError as error:
        raise Unreadable("import.file.damaged") from error


def _book(book: Any, path: str, wanted: str | None, most: Measures) -> Iterator[dict[str, Any]]:
    parts = _parts(path)
    sheets = [_told(meta, path, parts) for meta in book.sheets_metadata if str(meta.typ).endswith("WorkSheet")]
    names = [sheet["name"] for sheet in sheets]
    if wanted is not None and wanted not in names:
        raise Unreadable("import.file.no_sheet")
    name = wanted or _usual(sheets)
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        raise Unreadable("import.file.sheet_empty")
    if sheet.start[1] >= most.columns:
        raise Unreadable("import.file.too_many_columns")
    merged = [range_ for range_ in (sheet.merged_cell_ranges or [])[:_MERGED_MOST] if range_[0] != range_[1]]
    first = [
        [place + 1, [text(cell, most.cell) for cell in cells]] for place, cells in _numbered(sheet) if place < _FIRST
    ]
    yield {"sheets": sheets, "sheet": name, "merged": merged, "first": first}
    yield from _blocks(sheet, _formulas(path, parts[name]), most)


def _usual(sheets: list[dict[str, Any]]) -> str:
    """The first sheet that can be seen and holds something."""
    seen = [sheet for sheet in sheets if not sheet["hidden"]] or sheets
    if not seen:
        raise Unreadable("import.file.sheet_empty")
    return str(next((sheet for sheet in seen if sheet["rows"] != 0), seen[0])["name"])


def _parts(path: str) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    with zipfile.ZipFile(path) as book:
        links, workbook = (ET.fromstring(book.read(part)) for part in _INDEX)  # noqa: S314 (expat bounds entities, we the rest)
    targets = {each.get("Id"): each.get("Target", "") for each in links}
    return {each.get("name", ""): _inside(targets.get(each.get(_ID), "")) for each in workbook.iter(f"{_MAIN}sheet")}


def _inside(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _told(meta: Any, path: str, parts: dict[str, str]) -> dict[str, Any]:
    hidden = not str(meta.visible).endswith(".Visible")
    return {"name": meta.name, "rows": _height(path, parts.get(meta.name, "")), "hidden": hidden}


def _height(path: str, part: str) -> int:
    """The rows of a sheet as it says itself: to count them would mean to read it."""
    with zipfile.ZipFile(path) as book, book.open(part) as content:
        head = content.read(64 * 1024)
    found = _DIMENSION.search(head)
    empty = b"<sheetData/>" in head or b"<sheetData></sheetData>" in head
    return 0 if empty else int(found[1] or 1) if found else 1


def _numbered(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """The rows from the top, each with all its cells from the left."""
    margin = [""] * sheet.start[1]
    for place, cells in enumerate(sheet.iter_rows()):
        yield place, margin + cells


def text(cell: Any, longest: int) -> str:
    """A cell as people see it."""
    if isinstance(cell, str):
        return unicodedata.normalize("NFC", cell[: longest + 1])
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    return str(cell)


def _number(cell: float) -> str:
    if cell.is_integer() and abs(cell) < _LARGE:
        return str(int(cell))
    short = format(cell, f".{_DIGITS}g")
    return format(Decimal(short), "f") if "e" in short and abs(cell) < _LARGE else short


def _blocks(sheet: Any, marks: dict[int, list[Mark]], most: Measures) -> Iterator[dict[str, Any]]:
    rows: list[list[str]] = []
    numbers: list[int] = []
    found: list[Mark] = []
    size = 0
    for place, cells in _numbered(sheet):
        number = place + 1
        found += marks.pop(number, [])
        found += [
            (number, column, "precision_lost", text(cell, most.cell))
            for column, cell in enumerate(cells)
            if isinstance(cell, float) and abs(cell) >= _PRECISE
        ]
        shown = [text(cell, most.cell) for cell in cells]
        if not any(shown):
            continue
        rows.append(shown)
        numbers.append(number)
        size += sum(map(len, rows[-1]))
        if len(rows) >= most.batch or size >= _CHARACTERS:
            yield _block(rows, numbers, found, number / (sheet.end[0] + 1))
            rows, numbers, found, size = [], [], [], 0
    if rows:
        yield _block(rows, numbers, found, 1)


def _block(rows: list[list[str]], numbers: list[int], marks: list[Mark], done: float) -> dict[str, Any]:
    return {"rows": numbers, "columns": list(map(list, zip(*rows, strict=True))), "marks": marks, "done": done}


def _formulas(path: str, part: str) -> dict[int, list[Mark]]:
    """Cells that hold an error, or a formula whose result was not saved, by row. Most books have neither."""
    found: dict[int, list[Mark]] = {}
    rest = b""
    with zipfile.ZipFile(path) as book, book.open(part) as content:
        while chunk := content.read(_CHUNK):
            rest += chunk
            end = rest.rfind(b"</c>") + len(b"</c>")
            if end > len(b"</c>") and (b"<f" in rest or b't="e"' in rest):
                for cell in _CELL.finditer(rest, 0, end):
                    _note(found, *cell.groups(b""))
            rest = rest[end:] if end >= len(b"</c>") else rest[-_CHUNK:]
    return found


def _note(found: dict[int, list[Mark]], attributes: bytes, content: bytes) -> None:
    place = _PLACE.search(attributes)
    if place is None:
        return
    kind = "formula_error" if b't="e"' in attributes else ""
    if not kind and b"<f" in content and not _RESULT.search(content):
        kind = "formula"
    if kind:
        row = int(place[2])
        found.setdefault(row, []).append((row, _column(place[1]), kind, ""))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


if __name__ == "__main__":
    sys.exit(main())
