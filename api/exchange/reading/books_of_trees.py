"""The sheets of a workbook grown into documents: each row goes into the row above it that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from api.core.errors import ErrorSpec, Refused
from api.core.faults import ROW_DUPLICATE, ROW_PARENT_MISSING
from api.core.intake import How, Mode, Sheet, Tree
from api.exchange.reading import books, errors, plan, sources
from api.exchange.reading.asked import Asked, Format, Look
from api.exchange.reading.headings import Confidence, known, propose
from api.exchange.reading.mapping import MappingIn
from api.exchange.reading.typed import Reader, no_faults

if TYPE_CHECKING:
    from polars import DataFrame

_EMPTY = frozenset({errors.HEADER_ONLY, errors.SHEET_EMPTY})
_NEW = How(Mode.CREATE, "", {}, write=False)  # what a sheet asks for is needed in each of its rows
Key = tuple[str, ...]


@dataclass(slots=True)
class Read:
    """The rows of a sheet: their numbers and values, the headings of its fields, and the keys of rows with a fault."""

    name: str
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    broken: list[tuple[int, Key]] = field(default_factory=list)
    faults: list[DataFrame] = field(default_factory=list)


@dataclass(slots=True)
class Grown:
    """The documents by the row of each, where their parts stood, what is wrong, and how many came to nothing."""

    documents: list[tuple[int, dict[str, Any]]]
    origins: dict[int, dict[str, Any]]
    faults: DataFrame
    refused: int


@dataclass(slots=True)
class _Node:
    """A record on its way: what it says, the row of its document, and its pointer within that."""

    record: dict[str, Any]
    root: int
    pointer: str


class _Growing:
    """Documents in the making. A document with anything wrong in it is left out whole."""

    def __init__(self) -> None:
        self.roots: dict[int, dict[str, Any]] = {}
        self.origins: dict[int, dict[str, Any]] = {}
        self.bad: set[int] = set()
        self.strays: set[str] = set()
        self.faults: list[DataFrame] = []

    def fault(self, read: Read, row: int, spec: ErrorSpec, name: str, other: int | None = None) -> None:
        """Something is wrong with a row of a sheet, seen at the field `name`; `other`: the row that it collides with."""
        import polars as pl  # noqa: PLC0415

        params = {} if other is None else {"row": other}
        line: tuple[Any, ...] = (
            row,
            read.name,
            read.headings.get(name, name),
            name,
            spec.code,
            None,
            orjson.dumps(params).decode(),
            [],
        )
        self.faults.append(pl.DataFrame([line], schema=no_faults().schema, orient="row"))


def grown(path: Path, look: Look, tree: Tree) -> Grown:
    """Every document of a workbook. Errors: Refused, where the sheet of the documents themselves is not there."""
    import polars as pl  # noqa: PLC0415

    growing = _Growing()
    above: dict[str, dict[Key, _Node]] = {}
    for place, sheet in enumerate(tree.sheets):
        read = _read(path, look, sheet)
        if read is None:
            if not place:
                raise Refused(errors.NO_SHEET)
            continue
        growing.faults += read.faults
        if place:
            _attach(growing, (place, sheet), read, above)
        else:
            above[""] = _planted(growing, sheet, read)
    good = [(row, record) for row, record in growing.roots.items() if row not in growing.bad]
    faults = pl.concat([no_faults(), *growing.faults]).sort("row", maintain_order=True)
    return Grown(good, growing.origins, faults, len(growing.bad) + len(growing.strays))


# --- Reading a sheet -------------------------------------------------------------------------------------------------


def _read(path: Path, look: Look, sheet: Sheet) -> Read | None:
    name = next((one.name for one in look.sheets if known(one.name) in _called(sheet)), None)
    if name is None:
        return None
    asked = Asked(Format.XLSX, sheet=name)
    try:
        seen = books.look(path, asked)
    except Refused as refused:
        if refused.spec in _EMPTY:
            return Read(name)
        raise
    mapping = _mapping(seen, sheet)
    opened = sources.opened(path, asked, mapping)
    reader = Reader(made := plan.made(mapping, opened.look.headers, sheet, _NEW))
    read = Read(name, headings={target.field.name: target.heading for target in made.targets})
    columns = {target.field.name: str(target.source) for target in made.targets}
    keys = [columns[name] for name in _joined(sheet)]
    for raw in opened.rows:
        block = reader.read(replace(raw, sheet=name))
        read.faults.append(block.faults)
        read.broken += _broken(raw.frame, block.faults, keys)
        read.rows += _rows(block.frame)
    return read


def _called(sheet: Sheet) -> set[str]:
    return {known(sheet.name), *map(known, sheet.title)}


def _mapping(seen: Look, sheet: Sheet) -> MappingIn:
    """Columns whose headings are those of fields, or near them; what is only a guess is left aside."""
    proposal = propose(seen, sheet)
    guessed = {shown.index for shown in proposal.columns if shown.confidence is Confidence.UNSURE}
    columns = [
        column.model_copy(update={"to": None, "split": None}) if place in guessed else column
        for place, column in enumerate(proposal.mapping.columns)
    ]
    return proposal.mapping.model_copy(update={"columns": columns})


def _joined(sheet: Sheet) -> tuple[str, ...]:
    """The fields by which a row is joined, in their order: to the record above, or its own where it is a document."""
    names = tuple(one.name for one in sheet.fields)
    return sheet.keys if not sheet.into else names[: len(sheet.into.split("/"))]


def _rows(frame: DataFrame) -> Iterator[tuple[int, dict[str, Any]]]:
    for values in frame.drop("nulls", strict=False).to_dicts():
        yield values.pop("row"), {name: value for name, value in values.items() if value is not None}


def _broken(frame: DataFrame, faults: DataFrame, keys: Sequence[str]) -> list[tuple[int, Key]]:
    """Rows that a fault keeps out, with what they are joined by."""
    if not faults.height:
        return []
    import polars as pl  # noqa: PLC0415

    rows = frame.filter(pl.col("row").is_in(faults["row"].implode())).select("row", *keys).rows()
    return [(row, tuple(str(cell or "").strip() for cell in cells)) for row, *cells in rows]


# --- Growing ---------------------------------------------------------------------------------------------------------


def _planted(growing: _Growing, sheet: Sheet, read: Read) -> dict[Key, _Node]:
    """The documents themselves. Two of the same key are both left out: none is picked."""
    found: dict[Key, _Node] = {}
    for row, key in read.broken:
        growing.bad.add(row)
        growing.roots[row] = {}
        found[key] = _Node({}, row, "")
    for row, values in read.rows:
        key = tuple(str(values.get(name, "")) for name in sheet.keys)
        growing.roots[row] = _nested(values)
        growing.origins[row] = {"": [0, row, {"": read.name, **read.headings}]}
        if key in found:
            growing.bad |= {row, found[key].root}
            growing.fault(read, row, ROW_DUPLICATE, sheet.keys[-1], found[key].root)
        else:
            found[key] = _Node(growing.roots[row], row, "")
    return found


def _attach(growing: _Growing, placed: tuple[int, Sheet], read: Read, above: dict[str, dict[Key, _Node]]) -> None:
    """The rows of a sheet go into the records above that they name. Errors of theirs are errors of the document."""
    place, sheet = placed
    joined = _joined(sheet)
    parents = above.get(sheet.into.rpartition("/")[0], {})
    own = above.setdefault(sheet.into, {})
    for _, key in read.broken:
        _spoil(growing, parents.get(key), key)
    for row, values in read.rows:
        key = tuple(str(values.pop(name, "")) for name in joined)
        parent = parents.get(key)
        if parent is None:
            growing.fault(read, row, ROW_PARENT_MISSING, joined[-1])
            _spoil(growing, above[""].get(key[:1]), key)
            continue
        record = _nested(values)
        pointer = _put(parent, sheet, record)
        if pointer is None:
            growing.fault(read, row, ROW_DUPLICATE, joined[-1], row)
            growing.bad.add(parent.root)
            continue
        if parent.root in growing.origins:
            growing.origins[parent.root][pointer] = [place, row, {"": read.name, **read.headings}]
        own[(*key, *(str(values.get(name, "")) for name in sheet.keys))] = _Node(record, parent.root, pointer)


def _spoil(growing: _Growing, node: _Node | None, key: Key) -> None:
    """The document that a row belongs to cannot be whole; a row of no document is told of by itself."""
    if node is None:
        growing.strays.add(key[0] if key else "")
    else:
        growing.bad.add(node.root)


def _put(parent: _Node, sheet: Sheet, record: dict[str, Any]) -> str | None:
    """Where in its document the record stands now; None where there is one already and may be but one."""
    name = sheet.into.rpartition("/")[2]
    if sheet.one:
        if name in parent.record:
            return None
        parent.record[name] = record
        return f"{parent.pointer}/{name}"
    listed = parent.record.setdefault(name, [])
    listed.append(record)
    return f"{parent.pointer}/{name}/{len(listed) - 1}"


def _nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Names with dots as objects inside."""
    record: dict[str, Any] = {}
    for name, value in values.items():
        *path, last = name.split(".")
        here = record
        for step in path:
            here = here.setdefault(step, {})
        here[last] = value
    return record
