"""Rows of text made into rows of values, by a plan; what is at fault goes into a table of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import orjson

from api.core.errors import Refused, Violation
from api.exchange.reading import cell_errors, cells, errors
from api.exchange.reading.cells import Cells, Found, Text
from api.exchange.reading.plan import Plan, Skip, Target
from api.exchange.reading.raw import Mark, Raw

if TYPE_CHECKING:
    from polars import DataFrame, Expr, Series

_SHOWN = 100
_MASKED = "***"


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a file.

    `frame` has the rows without a fault: `row`, a column per field, and in `nulls` the fields whose cell says `__NULL__`.
    `faults` has a row per fault. `seen` counts the rows of data, good or not; `skipped` those that rules left out; blank
    rows are neither. `bytes_done` is how much of the file on disk is read. `refused` counts rows with a fault.
    """

    frame: DataFrame
    faults: DataFrame
    seen: int
    skipped: int
    bytes_done: int
    refused: int


class Reader:
    """Reads raw rows by a plan. Errors: Refused, where a constant does not suit its field."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._constants = {target.field.name: _constant(target) for target in plan.targets if target.source is None}
        self._columns = [target for target in plan.targets if target.source is not None]

    def read(self, raw: Raw) -> Block:
        """The block that these rows make."""
        import polars as pl  # noqa: PLC0415

        frame, skipped = _kept(raw.frame, self._plan.skips)
        made = [
            (target, self._cells(target, Text(frame[str(target.source)], raw.spoilt, raw.wide)))
            for target in self._columns
        ]
        tables = [_table(frame, target, found, raw.sheet) for target, cells in made for found in cells.faults]
        marks = self._marks(frame, raw)
        faults = pl.concat([no_faults(), *tables, marks]).sort("row", maintain_order=True)
        constants = [values.new_from_index(0, len(frame)).alias(name) for name, values in self._constants.items()]
        values = [cells.values.alias(target.field.name) for target, cells in made]
        nulls = _nulls({target.field.name: cells.cleared for target, cells in made}, len(frame))
        good = pl.DataFrame([frame["row"], *values, *constants, nulls])
        if len(faults):
            good = good.join(faults.select("row").unique(), on="row", how="anti", maintain_order="left")
        refused = int(faults["row"].n_unique()) if len(faults) else 0
        return Block(good, faults, len(frame) + len(_lost(raw)), skipped, raw.done, refused)

    def _cells(self, target: Target, text: Text) -> Cells:
        required = target.field.name in self._plan.required
        if target.pattern is None:
            return cells.parse(text, target.field, target.column, required=required)
        part = _part(text.cells, target)
        made = cells.parse(replace(text, cells=part), target.field, target.column, required=required)
        unlike = part.is_null() & text.cells.is_not_null()
        first = target.group == target.column.fields[0]
        return (
            replace(made, faults=(*made.faults, Found(unlike, cell_errors.SPLIT))) if first and unlike.any() else made
        )

    def _marks(self, frame: DataFrame, raw: Raw) -> DataFrame:
        """The faults that the file shows, of rows that count and columns that are read."""
        import polars as pl  # noqa: PLC0415

        by_source = {target.source: target for target in reversed(self._columns)}
        lines = [
            _line(mark, by_source.get(mark.column), raw.sheet)
            for mark in raw.marks
            if mark.column is None or mark.column in by_source
        ]
        found = pl.DataFrame(lines, schema=no_faults().schema, orient="row")
        counted = [*frame["row"].to_list(), *_lost(raw)] if lines else []
        return found.filter(pl.col("row").is_in(counted))


def _lost(raw: Raw) -> list[int]:
    """Rows of the file that could not be read as rows at all."""
    marked = {mark.row for mark in raw.marks if mark.column is None}
    return sorted(marked.difference(raw.frame["row"].to_list())) if marked else []


def _constant(target: Target) -> Series:
    import polars as pl  # noqa: PLC0415

    text = Text(pl.Series([target.constant], dtype=pl.String))
    made = cells.parse(text, target.field, target.column, required=True)
    if made.faults:
        raise Refused(errors.MAPPING, [Violation(errors.CONSTANT_BAD, f"/constants/{target.field.name}")])
    return made.values


def _part(text: Series, target: Target) -> Series:
    import polars as pl  # noqa: PLC0415

    assert target.pattern is not None
    assert target.group is not None
    try:
        return text.str.extract_groups(target.pattern).struct.field(target.group)
    except pl.exceptions.PolarsError as error:
        raise Refused(errors.MAPPING, [Violation(errors.PATTERN_BAD, "/columns")]) from error


def _kept(frame: DataFrame, skips: Sequence[Skip]) -> tuple[DataFrame, int]:
    """The rows that are neither blank nor left out by a rule, trimmed, and how many a rule left out."""
    import polars as pl  # noqa: PLC0415

    trimmed = pl.col(pl.String).str.strip_chars()
    frame = frame.with_columns(pl.when(trimmed != "").then(trimmed).name.keep())
    blank = _blank(frame)
    if blank is not None:
        frame = frame.filter(~blank)
    if not skips:
        return frame, 0
    try:
        kept = frame.filter(~pl.any_horizontal([_matching(frame, rule) for rule in skips]))
    except pl.exceptions.ComputeError as error:  # an expression that only the other engine takes, or a costly one
        raise Refused(errors.MAPPING, [Violation(errors.PATTERN_BAD, "/skip")]) from error
    return kept, len(frame) - len(kept)


def _blank(frame: DataFrame) -> Series | None:
    """Which rows have nothing in any cell; None when there is no such row. Mostly the first column tells."""
    blank: Series | None = None
    for name in frame.columns[1:]:
        empty = frame[name].is_null()
        blank = empty if blank is None else blank & empty
        if not blank.any():
            return None
    return blank


def _matching(frame: DataFrame, rule: Skip) -> Expr:
    import polars as pl  # noqa: PLC0415

    text = pl.col(frame.columns[1:] if rule.source is None else [str(rule.source)])
    if rule.equals is not None:
        hit = text == rule.equals
    elif rule.starts is not None:
        hit = text.str.starts_with(rule.starts)
    else:
        hit = text.str.contains(rule.matches or "")
    return pl.any_horizontal(hit.fill_null(value=False))


def no_faults() -> DataFrame:
    """The table of faults, with nothing in it."""
    import polars as pl  # noqa: PLC0415

    texts = dict.fromkeys(("sheet", "column", "field", "code", "value", "params"), pl.String)
    return pl.DataFrame(schema={"row": pl.Int64, **texts, "suggestions": pl.List(pl.String)})


def _table(frame: DataFrame, target: Target, found: Found, sheet: str | None) -> DataFrame:
    """The faults of one kind in one column, a row each."""
    import polars as pl  # noqa: PLC0415

    rows = frame["row"].filter(found.where)
    sent = frame[str(target.source)].filter(found.where)
    none: tuple[str, ...] = ()
    near = [found.suggestions.get(text, none) for text in sent.to_list()] if found.suggestions else [none] * len(sent)
    personal = target.field.personal
    return pl.DataFrame(
        {
            "row": rows,
            "sheet": sheet,
            "column": target.heading,
            "field": target.field.name,
            "code": found.spec.code,
            "value": [_MASKED] * len(sent) if personal else sent.str.slice(0, _SHOWN),
            "params": orjson.dumps(dict(found.params)).decode(),
            "suggestions": [none] * len(sent) if personal else near,
        },
        schema=no_faults().schema,
    )


def _line(mark: Mark, target: Target | None, sheet: str | None) -> tuple[Any, ...]:
    personal = target is not None and target.field.personal
    named = (target.heading, target.field.name) if target else (None, None)
    value = _MASKED if personal else mark.value[:_SHOWN]
    return (mark.row, sheet, *named, mark.spec.code, value, orjson.dumps(dict(mark.params)).decode(), [])


def _nulls(cleared: Mapping[str, Series | None], height: int) -> Series:
    """For each row the fields that it clears."""
    import polars as pl  # noqa: PLC0415

    said = [
        pl.when(where.fill_null(value=False)).then(pl.lit(name)) for name, where in cleared.items() if where is not None
    ]
    if not said:
        return pl.Series("nulls", [[]], dtype=pl.List(pl.String)).new_from_index(0, height)
    return pl.select(pl.concat_list(said).list.drop_nulls().alias("nulls")).to_series()
