"""Rows that are whole documents: JSON as it was sent, or a workbook whose sheets are joined by the keys of the rows above.

What comes out is one row for each document: its number, what it is known by, and the document as JSON. From a workbook
the document also says where each of its parts stood, so that a fault found later is told by sheet, row and column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from api.core.errors import Refused
from api.core.intake import TREE, Field, RowSpec, Tree
from api.exchange.reading import cell_errors, encodings, errors, limits, records, sources
from api.exchange.reading.asked import Asked, Format, Look
from api.exchange.reading.books_of_trees import Grown, grown
from api.exchange.reading.headings import Confidence, Proposal, Proposed
from api.exchange.reading.mapping import MappingIn
from api.exchange.reading.typed import Block, no_faults

if TYPE_CHECKING:
    from polars import DataFrame

ORIGINS = "@from"  # in a document out of a workbook: pointer → [sheet, row, headings by field]
_LONGEST = 1_000_000


class Place(NamedTuple):
    """Where in a workbook something stood."""

    sheet: str
    row: int
    column: str | None


def propose(look: Look, spec: RowSpec) -> Proposal:
    """Documents bring their own names: there is nothing to map but what is the same for all of them."""
    shown = [Proposed(place, name, None, Confidence.NONE, ()) for place, name in enumerate(look.headers)]
    return Proposal(MappingIn(type=spec.name, columns=[]), tuple(shown))


def read(path: Path, asked: Asked, mapping: MappingIn, spec: RowSpec) -> Iterator[Block]:
    """The documents block by block. Errors: Refused `import.file.*`."""
    assert spec.tree is not None
    look = sources.look(path, asked.or_else(mapping.asked), spec.tree.lists)
    if look.encoding_doubted:
        raise Refused(errors.ENCODING_DOUBTED, allowed=encodings.ALLOWED)
    if look.format is Format.XLSX and spec.tree.sheets:
        yield _of_book(grown(path, look, spec.tree), mapping, spec, path.stat().st_size)
    elif look.format in (Format.JSON, Format.NDJSON):
        yield from _of_records(path, look, mapping, spec)
    else:
        raise Refused(errors.NOT_RECORDS, row=1)


def _of_records(path: Path, look: Look, mapping: MappingIn, spec: RowSpec) -> Iterator[Block]:
    size, number = path.stat().st_size, 0
    for part, done in records.documents(path, look, _tree(spec).lists):
        number += len(part)
        if number > limits.TEXT_ROWS:
            raise Refused(errors.TOO_MANY_ROWS, limit=limits.TEXT_ROWS)
        good = [(row, document) for row, document in part if isinstance(document, dict)]
        bad = [row for row, document in part if not isinstance(document, dict)]
        yield Block(_frame(good, mapping, spec), _no_records(bad), len(part), 0, min(done, size), len(bad))


def _no_records(rows: Sequence[int]) -> DataFrame:
    import polars as pl  # noqa: PLC0415

    lines: list[tuple[Any, ...]] = [(row, None, None, None, cell_errors.RECORD.code, None, "{}", []) for row in rows]
    return pl.DataFrame(lines, schema=no_faults().schema, orient="row")


def _of_book(book: Grown, mapping: MappingIn, spec: RowSpec, size: int) -> Block:
    documents = [(row, {**document, ORIGINS: book.origins[row]}) for row, document in book.documents]
    return Block(_frame(documents, mapping, spec), book.faults, len(documents) + book.refused, 0, size, book.refused)


def _tree(spec: RowSpec) -> Tree:
    assert spec.tree is not None
    return spec.tree


def _frame(documents: Sequence[tuple[int, Mapping[str, Any]]], mapping: MappingIn, spec: RowSpec) -> DataFrame:
    import polars as pl  # noqa: PLC0415

    constants = mapping.constants
    whole = [(row, {**constants, **document}) for row, document in documents]
    known = {field: [_text(document, paths) for _, document in whole] for field, paths in _tree(spec).known_by.items()}
    trees = [orjson.dumps(document).decode() for _, document in whole]
    if any(len(tree) > _LONGEST for tree in trees):
        raise Refused(errors.ROW_TOO_LONG, row=documents[0][0], limit=1)
    columns = {"row": [row for row, _ in whole], **known, TREE: trees}
    schema = {"row": pl.Int64} | dict.fromkeys((*known, TREE), pl.String)
    return pl.DataFrame(columns, schema=schema)


def _text(document: Mapping[str, Any], paths: Sequence[str]) -> str | None:
    for path in paths:
        here: Any = document
        for name in path.split("."):
            here = here.get(name) if isinstance(here, dict) else None
        if isinstance(here, str | int) and not isinstance(here, bool) and str(here).strip():
            return str(here).strip()
    return None


# --- Where a fault stood ---------------------------------------------------------------------------------------------


def place_of(document: Mapping[str, Any], pointer: str, tree: Tree) -> Place | None:
    """Where what a pointer means stood in the workbook; None for documents that came as such."""
    origins = document.get(ORIGINS)
    if not origins:
        return None
    parts = pointer.split("/")
    for length in range(len(parts), 0, -1):
        found = origins.get("/".join(parts[:length]))
        if found is not None:
            place, row, headings = found
            return Place(headings[""], row, _heading(headings, parts[length:], tree.sheets[place].fields))
    return None


def _heading(headings: Mapping[str, str], below: Sequence[str], fields: Sequence[Field]) -> str | None:
    """The heading of the field that a pointer ends in. An id is told of where its name stood: `chair_id`, `chair`."""
    dotted = ".".join(part for part in below if not part.isdigit())
    for name in (dotted, dotted.removesuffix("_id"), dotted.removesuffix("_ids") + "s"):
        if any(field.name == name for field in fields):
            return headings.get(name, name)
    return None


def value_at(document: Mapping[str, Any], pointer: str) -> Any:
    """What stands at a pointer, or nothing."""
    here: Any = document
    for part in pointer.split("/")[1:]:
        if isinstance(here, list):
            here = here[int(part)] if part.isdigit() and int(part) < len(here) else None
        else:
            here = here.get(part) if isinstance(here, dict) else None
    return here if isinstance(here, str | int | float) else None
