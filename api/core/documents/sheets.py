"""Tables of documents as XLSX: merged heads, figures as numbers, texts as texts. The same sheets make the same bytes."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import IO, Any

from api.core import clock
from api.core.documents.errors import TOO_LARGE
from api.core.documents.grid import Place, places
from api.core.documents.model import CELLS_MOST, Align, Row, Table, clean
from api.core.errors import Refused

_NAME_MOST = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]|^'|'$")
_CHARACTERS = 1.9  # of a column's width, for each of its shares of the page's hundred
_TEXT_MOST = 32_767  # what Excel keeps of a cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a title and lines below it, a table, then notes and lines to sign on."""

    name: str
    title: str
    table: Table
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()


def write_book(sheets: Sequence[Sheet], *, author: str, as_of: datetime) -> IO[bytes]:
    """The sheets as one XLSX, ready to be printed. Errors: `document.too_large`."""
    import xlsxwriter  # noqa: PLC0415 (a server loads it with its first workbook)

    if sum(len(sheet.table.rows) * len(sheet.table.columns) for sheet in sheets) > CELLS_MOST:
        raise Refused(TOO_LARGE)
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"author": clean(author), "created": as_of.astimezone(clock.zone()).replace(tzinfo=None)})
    looks = _Looks(book)
    for name, sheet in zip(_names(sheets), sheets, strict=True):
        _Page(book.add_worksheet(name), looks, sheet).write()
    book.close()
    made.seek(0)
    return made


def _names(sheets: Iterable[Sheet]) -> list[str]:
    """Names that Excel takes, each once (it does not tell capitals apart)."""
    names: list[str] = []
    for sheet in sheets:
        plain = _NOT_IN_NAMES.sub("", clean(sheet.name))[:_NAME_MOST] or "1"
        name, number, taken = plain, 1, {given.casefold() for given in names}
        while name.casefold() in taken:
            number += 1
            name = f"{plain[: _NAME_MOST - len(str(number)) - 1]}_{number}"
        names.append(name)
    return names


class _Looks:
    """The formats of a book, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": "宋体", "font_size": 10, "valign": "vcenter"} | look)
        return self._made[key]

    def cell(self, align: Align, *, strong: bool, head: bool) -> Any:
        shade = {"bg_color": "#EEF4F2"} if head else {}
        return self.of(align=align, bold=strong or head, border=1, text_wrap=True, **shade)


class _Page:
    """One worksheet while it is written from top to bottom."""

    def __init__(self, page: Any, looks: _Looks, sheet: Sheet) -> None:
        self._page, self._looks, self._sheet = page, looks, sheet
        self._width = len(sheet.table.columns)
        self._next = 0

    def write(self) -> None:
        sheet, table = self._sheet, self._sheet.table
        self._line(sheet.title, bold=True, font_size=15, align="center")
        for line in sheet.lines:
            self._line(line)
        first = self._next
        self._rows(table.head, head=True)
        self._page.freeze_panes(self._next, 0)
        self._page.repeat_rows(first, self._next - 1)
        self._rows(table.rows, head=False)
        for note in sheet.notes:
            self._line(note, font_size=9)
        for label in sheet.signatures:
            self._next += 1
            self._line(label)
        self._print()

    def _line(self, text: str, **look: Any) -> None:
        """A line over the whole width."""
        shown = self._looks.of(**look)
        if self._width > 1:
            self._page.merge_range(self._next, 0, self._next, self._width - 1, clean(text), shown)
        else:
            self._page.write_string(self._next, 0, clean(text), shown)
        self._next += 1

    def _rows(self, rows: Sequence[Row], *, head: bool) -> None:
        for row in places(rows, self._width):
            for place in row:
                if not place.continued:
                    self._cell(place, head=head)
            self._next += 1

    def _cell(self, place: Place, *, head: bool) -> None:
        shown = place.cell
        align = shown.align or ("center" if head else self._sheet.table.columns[place.column].align)
        look = self._looks.cell(align, strong=shown.strong, head=head)
        at, below = (self._next, place.column), self._next + shown.down - 1
        if shown.across > 1 or shown.down > 1:
            self._page.merge_range(*at, below, place.column + shown.across - 1, "", look)
        if shown.number is None:
            self._page.write_string(*at, clean(shown.text)[:_TEXT_MOST], look)
        else:
            number = shown.number
            self._page.write_number(*at, float(number) if isinstance(number, Decimal) else number, look)

    def _print(self) -> None:
        page, columns = self._page, self._sheet.table.columns
        total = sum(column.width for column in columns)
        for place, column in enumerate(columns):
            page.set_column(place, place, max(6.0, 100 * column.width / total * _CHARACTERS))
        page.set_paper(9)  # A4
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_footer("&C&P / &N")
