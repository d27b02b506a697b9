"""Templates to fill in: headings for people, below them those for machines, two rows of examples, a sheet of words.

What is filled in is read back without any mapping: the first column tells imports which rows to leave out.
"""

import tempfile
from collections.abc import Iterator, Mapping
from typing import IO, Any

from api.core.intake import CellKind, Field, RowSpec, Sheet
from api.core.tabular import Language, safe_cell, write_csv
from api.exchange.reading import limits
from api.exchange.reading.headings import EXAMPLE

_MARK = "#"
_NOTE = ("模板说明", "Template note")
_SHEETS = (("数据", "代码表"), ("Data", "Codes"))
_CODES = (
    ("字段", "机器名", "必填", "可填的词", "存为", "说明"),
    ("Field", "Machine name", "Required", "Words", "Stored as", "Note"),
)
_YES = ("是", "yes")
_TRUTH = (("是", "否"), ("Yes", "No"))
_FORMATS = {
    **dict.fromkeys((CellKind.CODE, CellKind.REFERENCE, CellKind.TEXT), "@"),
    CellKind.DATE: "yyyy-mm-dd",
    CellKind.MOMENT: "yyyy-mm-dd hh:mm",
}
_WIDTHS = (10, 40)


def rows_of(spec: RowSpec | Sheet, language: Language) -> Iterator[list[str]]:
    """The rows of a template: headings with a star where a field is required, machine names, examples."""
    place = _place(language)
    yield [
        _NOTE[place],
        *(f"{field.heading[place]}*" if field.required else field.heading[place] for field in spec.fields),
    ]
    yield [_MARK, *(field.name for field in spec.fields)]
    yield [EXAMPLE[place], *(_example(field, place) for field in spec.fields)]
    yield [EXAMPLE[place], *(_example(field, place) if field.required else "" for field in spec.fields)]


def write_csv_template(spec: RowSpec, language: Language) -> IO[bytes]:
    """The template as CSV for Excel."""
    header, *rows = rows_of(spec, language)
    return write_csv(header, rows)


def write_xlsx_template(spec: RowSpec, language: Language) -> IO[bytes]:
    """The template as a workbook: machine names hidden, columns of codes as text, words to choose from.

    Documents have a sheet for each kind of record in them.
    """
    import xlsxwriter  # noqa: PLC0415 (a server loads it with its first workbook)

    place = _place(language)
    data_name, codes_name = _SHEETS[place]
    tables = {sheet.title[place]: sheet for sheet in spec.tree.sheets} if spec.tree else {data_name: spec}
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by whoever sends it)
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        pages = {name: book.add_worksheet(name) for name in tables}
        ranges = _write_codes(book, book.add_worksheet(codes_name), tables, place)
        for name, table in tables.items():
            _write_data(book, pages[name], table, language)
            for column, field in enumerate(table.fields, start=1):
                source = ranges.get((name, field.name))
                if source is not None:
                    listed = {"validate": "list", "source": source}
                    pages[name].data_validation(2, column, limits.BOOK_ROWS, column, listed)
    file.seek(0)
    return file


def _place(language: Language) -> int:
    return 1 if language == "en" else 0


def _example(field: Field, place: int) -> str:
    if field.example or not field.choices:
        return field.example
    words = next(iter(field.choices.values()))
    return words[min(place, len(words) - 1)]


def _write_data(book: Any, sheet: Any, spec: RowSpec | Sheet, language: Language) -> None:
    head, names, *examples = rows_of(spec, language)
    sheet.write_row(0, 0, head, book.add_format({"bold": True, "text_wrap": True, "valign": "top"}))
    sheet.write_row(1, 0, names)
    sheet.set_row(1, None, None, {"hidden": True})
    grey = {"font_color": "#808080"}
    for number, cells in enumerate(examples, start=2):
        sheet.write_row(number, 0, [safe_cell(cell) for cell in cells], book.add_format(grey))
    sheet.set_column(0, 0, len(EXAMPLE[_place(language)]) * 2)
    for column, field in enumerate(spec.fields, start=1):
        width = min(max(2 * len(head[column]), len(_example(field, 0)) * 2, _WIDTHS[0]), _WIDTHS[1])
        form = _FORMATS.get(field.kind)
        sheet.set_column(column, column, width, book.add_format({"num_format": form}) if form else None)
    sheet.freeze_panes(1, 1)


def _write_codes(
    book: Any, sheet: Any, tables: Mapping[str, RowSpec | Sheet], place: int
) -> dict[tuple[str, str], str]:
    """The sheet of fields and words; where the words of each field stand, for its drop-down list."""
    sheet.write_row(0, 0, _CODES[place], book.add_format({"bold": True}))
    sheet.set_column(0, 5, 24)
    sheet.freeze_panes(1, 0)
    ranges: dict[tuple[str, str], str] = {}
    row = 1
    for name, field in ((name, field) for name, table in tables.items() for field in table.fields):
        first, required = row, _YES[place] if field.required else ""
        heading = field.heading[place] if len(tables) == 1 else f"{name} · {field.heading[place]}"
        for word, stored in _words(field, place) or [("", "")]:
            note = field.note[place] if row == first else ""
            sheet.write_row(row, 0, [heading, field.name, required, word, stored, note])
            row += 1
        if _words(field, place):
            ranges[name, field.name] = f"='{_SHEETS[place][1]}'!$D${first + 1}:$D${row}"
    return ranges


def _words(field: Field, place: int) -> list[tuple[str, str]]:
    if field.kind is CellKind.BOOLEAN:
        return list(zip(_TRUTH[place], ("true", "false"), strict=True))
    if field.kind is not CellKind.CHOICE:  # a list takes several of its words, which a drop-down cannot give
        return []
    return [(words[min(place, len(words) - 1)], value) for value, words in field.choices.items()]
