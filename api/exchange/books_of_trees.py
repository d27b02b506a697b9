"""Documents as a workbook: a sheet for each kind of record in them, joined by keys, as imports read it back."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO, Any

from api.core import clock
from api.core.intake import CellKind, Field, Sheet, Tree
from api.core.tabular import Language

_TRUTH = (("是", "否"), ("Yes", "No"))
Record = Mapping[str, Any]


def write_book(tree: Tree, documents: Iterable[Record], language: Language) -> IO[bytes]:
    """The workbook, on disk."""
    import xlsxwriter  # noqa: PLC0415 (a server loads it with its first workbook)

    place = 1 if language == "en" else 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by whoever sends it)
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        pages = {sheet.name: book.add_worksheet(sheet.title[place]) for sheet in tree.sheets}
        for sheet in tree.sheets:
            pages[sheet.name].write_row(0, 0, [field.heading[place] for field in sheet.fields], bold)
            pages[sheet.name].freeze_panes(1, 0)
        last = dict.fromkeys(pages, 0)
        for document in documents:
            for sheet, record in _records(tree.sheets, document):
                last[sheet.name] += 1
                cells = [_cell(field, _at(record, field.name), place) for field in sheet.fields]
                pages[sheet.name].write_row(last[sheet.name], 0, cells)
    file.seek(0)
    return file


def _records(sheets: Sequence[Sheet], document: Record) -> Iterator[tuple[Sheet, Record]]:
    """Every record of a document with its sheet; it bears the keys of those above it in its first fields."""
    keyed: dict[str, list[tuple[tuple[Any, ...], Record]]] = {}
    for sheet in sheets:
        own = keyed.setdefault(sheet.into, [])
        if not sheet.into:
            own.append((tuple(document.get(name) for name in sheet.keys), document))
            yield sheet, document
            continue
        above, _, name = sheet.into.rpartition("/")
        for keys, parent in keyed.get(above, ()):
            for record in _below(parent, name):
                named = dict(zip((field.name for field in sheet.fields), keys, strict=False))
                own.append(((*keys, *(record.get(key) for key in sheet.keys)), record))
                yield sheet, {**record, **named}


def _below(parent: Record, name: str) -> list[Record]:
    found = parent.get(name)
    return found if isinstance(found, list) else [found] if found else []


def _at(record: Record, name: str) -> Any:
    here: Any = record
    for step in name.split("."):
        here = here.get(step) if isinstance(here, Mapping) else None
    return here


def _cell(field: Field, value: Any, place: int) -> Any:
    if value is None:
        return None
    if isinstance(value, list):
        return "、".join(_word(field, each, place) for each in value)
    if field.kind is CellKind.BOOLEAN:
        return _TRUTH[place][0 if value else 1]
    if field.kind is CellKind.MOMENT:
        at = datetime.fromisoformat(value).astimezone(clock.zone())
        return f"{at:%Y-%m-%d %H:%M}" + (f":{at:%S}" if at.second else "")
    return _word(field, value, place) if field.choices else value


def _word(field: Field, value: Any, place: int) -> str:
    words = field.choices.get(value)
    return words[min(place, len(words) - 1)] if words else str(value)
