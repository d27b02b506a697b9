"""Types whose row is one row of one table: references found for a whole frame, new rows by COPY, the others by a join.

What such a row means is said by its table alone: no rule looks at it. Where rules do, a type has a `take` of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, TableClause, and_, case, column, func, or_, select, table
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.access import reach
from api.core.context import Context
from api.core.database import affected, among, insert_or
from api.core.faults import ROW_REFERENCE_UNKNOWN
from api.core.frames import Rows
from api.core.intake import Action, Fault, Outcome

if TYPE_CHECKING:
    from polars import DataFrame

_REVISION = "revision"


@dataclass(frozen=True, slots=True)
class Lookup:
    """A reference: the field holds the `key` of a row of `table`, the column its `id`; `unit` is what reach goes by."""

    field: str
    table: Any
    key: str = "code"
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A table whose rows are imported as they are: what fills each column, and which columns are its key."""

    table: Any
    key: tuple[str, ...]
    columns: Mapping[str, str | Lookup]

    def ordered(self, frame: DataFrame) -> DataFrame:
        """The rows by their keys: neighbours in an index are written together, and a page of it once."""
        given = [self.columns[name] for name in self.key]
        return frame.sort([one if isinstance(one, str) else one.field for one in given], maintain_order=True)

    @property
    def lookups(self) -> list[tuple[str, Lookup]]:
        """The columns that are references."""
        return [(name, given) for name, given in self.columns.items() if isinstance(given, Lookup)]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a frame: how many rows, whose references are unknown, and a digest of the rows that are sound."""

    counts: Mapping[Action, int]
    refused: tuple[Outcome, ...]
    digest: str


def take(ctx: Context, flat: FlatTable, frame: DataFrame, *, write: bool) -> Taken:
    """Judge the rows of a frame, and write them; those that are there alike stay untouched.

    Errors: RuntimeError where others wrote to the table meanwhile.
    """
    found = _resolved(ctx, flat, frame)
    references = [name for name, _ in flat.lookups]
    sound = found.drop_nulls(references) if references else found
    rows = Rows.of(ctx.session, flat.table, sound, {_REVISION: 1} if _REVISION in flat.table.c else {})
    if write and _entered(ctx.session, rows):
        counts = {Action.CREATED: sound.height, Action.UPDATED: 0, Action.UNCHANGED: 0}
    else:
        counts = _merged(ctx.session, flat, rows, write=write)
    digest = hashlib.sha256(rows.text).hexdigest()
    return Taken(counts, _refused(flat, found) if sound.height < found.height else (), digest)


# --- References ------------------------------------------------------------------------------------------------------


def _resolved(ctx: Context, flat: FlatTable, frame: DataFrame) -> DataFrame:
    """The rows with a column for each of the table's, ids in the place of references; null where nobody knows them."""
    import polars as pl  # noqa: PLC0415

    plain = {name: given for name, given in flat.columns.items() if isinstance(given, str)}
    found = frame.select("row", *(pl.col(given).alias(name) for name, given in plain.items()))
    for name, lookup in flat.lookups:
        keys = frame[lookup.field]
        known = _known(ctx, lookup, keys.drop_nulls().unique().to_list())
        ids = keys.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)
        found = found.with_columns(ids.alias(name))
    return found


def _known(ctx: Context, lookup: Lookup, keys: list[str]) -> dict[str, str]:
    """The ids of what references name: within reach, where that is asked for."""
    key = lookup.table.c[lookup.key]
    stmt: Select[Any] = select(key, lookup.table.c.id).where(among(ctx.session, key, keys))
    if lookup.unit is not None:
        stmt = reach.within(ctx, stmt, lookup.table.c[lookup.unit])
    return {name: id_.hex for name, id_ in ctx.session.execute(stmt)}


def _refused(flat: FlatTable, found: DataFrame) -> tuple[Outcome, ...]:
    """Rows whose references nobody knows."""
    import polars as pl  # noqa: PLC0415

    names = [name for name, _ in flat.lookups]
    fields = [lookup.field for _, lookup in flat.lookups]
    unknown = found.filter(pl.any_horizontal(pl.col(names).is_null())).select("row", *names)
    return tuple(
        Outcome(
            row,
            Action.REFUSED,
            faults=tuple(
                Fault(field, ROW_REFERENCE_UNKNOWN) for field, id_ in zip(fields, ids, strict=True) if id_ is None
            ),
        )
        for row, *ids in unknown.iter_rows()
    )


# --- Rows ------------------------------------------------------------------------------------------------------------


def _entered(session: Session, rows: Rows) -> bool:
    """Whether all of them could be written as new ones, as in most imports: it costs what the database's own way costs.

    The first row that is there ends the attempt, mostly at once.
    """
    try:
        with session.begin_nested():
            rows.insert(session)
    except IntegrityError:
        return False
    return True


def _merged(session: Session, flat: FlatTable, rows: Rows, *, write: bool) -> dict[Action, int]:
    """Some rows are there: put all in a stage, look which differ, and write those and the new ones."""
    stage = _stage(session, rows)
    there = flat.table.c[flat.key[0]].is_not(None)
    both = stage.outerjoin(flat.table, and_(*(stage.c[name] == flat.table.c[name] for name in flat.key)))
    differs = and_(there, _differs(flat, stage.c))
    counted = select(*(func.count(case((met, 1))) for met in (~there, differs))).select_from(both)
    created, updated = map(int, session.execute(counted).one())
    if write and created + updated:
        upsert = _upsert(session, flat, select(stage).select_from(both).where(or_(~there, differs)))
        # Of an INSERT the number of rows is forgotten, unless it is asked for.
        if affected(session.execute(upsert, execution_options={"preserve_rowcount": True})) != created + updated:
            raise RuntimeError("rows of this table were written meanwhile")
    unchanged = rows.frame.height - created - updated
    return {Action.CREATED: created, Action.UPDATED: updated, Action.UNCHANGED: unchanged}


def _stage(session: Session, rows: Rows) -> TableClause:
    """The rows in a table like theirs, made anew: nobody sweeps up behind rows that are deleted from one."""
    stage = table(f"stage_{rows.table.name}", *map(column, rows.table.c.keys()))
    driver = session.connection().exec_driver_sql
    driver(f"DROP TABLE IF EXISTS {stage.name}")
    driver(f"CREATE TEMPORARY TABLE {stage.name} AS SELECT * FROM {rows.table.name} WHERE false")  # noqa: S608 (its own name)
    rows.insert(session, stage.name)
    return stage


def _differs(flat: FlatTable, given: Any) -> ColumnElement[bool]:
    """Whether a row that is there is to be changed."""
    facts = [name for name in flat.columns if name not in flat.key]
    return or_(*(flat.table.c[name].is_distinct_from(given[name]) for name in facts))


def _upsert(session: Session, flat: FlatTable, chosen: Select[Any]) -> Any:
    """INSERT … ON CONFLICT; a row that is the same is not written, so that nothing of it changes."""
    into = insert_or(session, flat.table).from_select(flat.table.c.keys(), chosen)
    setting: dict[str, Any] = {name: into.excluded[name] for name in flat.columns if name not in flat.key}
    if _REVISION in flat.table.c:
        setting[_REVISION] = flat.table.c[_REVISION] + 1
    where = _differs(flat, into.excluded)
    return into.on_conflict_do_update(index_elements=list(flat.key), set_=setting, where=where)
