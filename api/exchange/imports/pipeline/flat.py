"""Types whose row is one row of one table: all in SQL, a stage filled by COPY, references found by a join.

What such a row means is said by its table alone: no rule looks at it. Where rules do, a type has a `take` of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Select,
    TableClause,
    and_,
    column,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.orm import Session

from api.access import reach
from api.core.context import Context
from api.core.database import affected, insert_or
from api.core.faults import ROW_REFERENCE_UNKNOWN
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

    @property
    def fields(self) -> list[str]:
        """The fields that are needed."""
        return [given if isinstance(given, str) else given.field for given in self.columns.values()]

    @property
    def lookups(self) -> list[tuple[str, Lookup]]:
        """The columns that are references."""
        return [(name, given) for name, given in self.columns.items() if isinstance(given, Lookup)]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a frame: how many rows, whose references are unknown, and a digest of what it holds."""

    counts: Mapping[Action, int]
    refused: tuple[Outcome, ...]
    digest: str


def take(ctx: Context, flat: FlatTable, frame: DataFrame, *, write: bool) -> Taken:
    """Judge the rows of a frame, and write them; those that are there alike stay untouched.

    Errors: RuntimeError where others wrote to the table meanwhile.
    """
    session, stage = ctx.session, _stage(flat)
    digest = _fill(session, flat, stage, frame)
    source = _resolve(ctx, flat, stage)
    refused = _refused(session, flat, source)
    valid: int = frame.height - len(refused)
    both = source.join(flat.table, and_(*(source.c[name] == flat.table.c[name] for name in flat.key)))
    there: int = session.execute(select(func.count()).select_from(both)).scalar_one()
    created = valid - there
    if write:
        # Of an INSERT the number of rows is forgotten, unless it is asked for.
        wrote = session.execute(_upsert(session, flat, source), execution_options={"preserve_rowcount": True})
        updated = affected(wrote) - created
    else:
        differing = select(func.count()).select_from(both).where(_differs(flat, source.c))
        updated = session.execute(differing).scalar_one()
    if not 0 <= updated <= there:
        raise RuntimeError("rows of this table were written meanwhile")
    counts = {Action.CREATED: created, Action.UPDATED: updated, Action.UNCHANGED: there - updated}
    return Taken(counts, refused, digest)


def _differs(flat: FlatTable, given: Any) -> ColumnElement[bool]:
    """Whether a row that is there is to be changed."""
    facts = [name for name in flat.columns if name not in flat.key]
    return or_(*(flat.table.c[name].is_distinct_from(given[name]) for name in facts))


def _stage(flat: FlatTable) -> TableClause:
    return table(f"stage_{flat.table.name}", column("row"), *map(column, flat.fields))


def _fill(session: Session, flat: FlatTable, stage: TableClause, frame: DataFrame) -> str:
    """Put the frame into the stage; SHA-256 of its CSV in hex."""
    wanted = frame.select("row", *flat.fields)
    text = wanted.write_csv(include_header=False).encode()
    connection = session.connection()
    kinds = {
        field: _kind(flat, name, connection.dialect) for name, field in zip(flat.columns, flat.fields, strict=True)
    }
    columns = ", ".join(f"{name} {kind}" for name, kind in {"row": "BIGINT", **kinds}.items())
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE IF NOT EXISTS {stage.name} ({columns})")
    session.execute(delete(stage))
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "postgresql":
        with driver.cursor() as cursor, cursor.copy(f"COPY {stage.name} FROM STDIN (FORMAT csv)") as copy:
            copy.write(text)
    else:
        places = ", ".join("?" * len(wanted.columns))
        driver.executemany(f"INSERT INTO {stage.name} VALUES ({places})", wanted.rows())  # noqa: S608 (a table's own name)
    return hashlib.sha256(text).hexdigest()


def _kind(flat: FlatTable, name: str, dialect: Any) -> str:
    """The stage holds a reference as text, everything else as its column does."""
    return "TEXT" if isinstance(flat.columns[name], Lookup) else str(flat.table.c[name].type.compile(dialect))


def _resolve(ctx: Context, flat: FlatTable, stage: TableClause) -> TableClause:
    """The rows with ids in the place of references, looked up once; what was unknown is taken out by `_refused`."""
    session = ctx.session
    found = table(f"found_{flat.table.name}", column("row"), *map(column, flat.columns))
    dialect = session.connection().dialect
    kinds = {"row": "BIGINT"} | {name: str(flat.table.c[name].type.compile(dialect)) for name in flat.columns}
    columns = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
    session.connection().exec_driver_sql(f"CREATE TEMPORARY TABLE IF NOT EXISTS {found.name} ({columns})")
    session.execute(delete(found))
    values: dict[str, Any] = {name: stage.c[given] for name, given in flat.columns.items() if isinstance(given, str)}
    source: Any = stage
    for name, lookup in flat.lookups:
        known = _known(ctx, lookup)
        source = source.outerjoin(known, known.c.key == stage.c[lookup.field])
        values[name] = known.c.id
    chosen = select(stage.c.row, *(values[name] for name in flat.columns)).select_from(source)
    session.execute(insert(found).from_select(["row", *flat.columns], chosen))
    return found


def _refused(session: Session, flat: FlatTable, source: TableClause) -> tuple[Outcome, ...]:
    """Rows whose references nobody knows; they are taken out."""
    unknown = [source.c[name].is_(None) for name, _ in flat.lookups]
    if not unknown:
        return ()
    columns = [source.c[name] for name, _ in flat.lookups]
    rows = session.execute(select(source.c.row, *columns).where(or_(*unknown)).order_by(source.c.row)).all()
    if rows:
        session.execute(delete(source).where(or_(*unknown)))
    fields = [lookup.field for _, lookup in flat.lookups]
    return tuple(
        Outcome(
            row,
            Action.REFUSED,
            faults=tuple(
                Fault(field, ROW_REFERENCE_UNKNOWN) for field, id_ in zip(fields, ids, strict=True) if id_ is None
            ),
        )
        for row, *ids in rows
    )


def _known(ctx: Context, lookup: Lookup) -> Any:
    """What a reference may name: within reach, where that is asked for."""
    stmt = select(lookup.table.c[lookup.key].label("key"), lookup.table.c.id.label("id"))
    if lookup.unit is not None:
        stmt = reach.within(ctx, stmt, lookup.table.c[lookup.unit])
    return stmt.subquery()


def _upsert(session: Session, flat: FlatTable, source: Any) -> Any:
    """INSERT … ON CONFLICT; a row that is the same is not written, so that nothing of it changes."""
    names = list(flat.columns)
    values: list[Any] = [source.c[name] for name in names]
    revised = _REVISION in flat.table.c
    chosen: Select[Any] = select(*values, *([literal(1)] if revised else [])).where(true())
    into = insert_or(session, flat.table).from_select([*names, *([_REVISION] if revised else [])], chosen)
    setting: dict[str, Any] = {name: into.excluded[name] for name in names if name not in flat.key}
    if revised:
        setting[_REVISION] = flat.table.c[_REVISION] + 1
    where = _differs(flat, into.excluded)
    return into.on_conflict_do_update(index_elements=list(flat.key), set_=setting, where=where)
