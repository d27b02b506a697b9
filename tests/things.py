"""A type of row for tests of imports: things in a table of their own, each below a unit, known by a code."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, Uuid, delete, insert, select, update

from api.access import reach
from api.core import ids
from api.core.context import Context
from api.core.database import Database as Pool
from api.core.database import Handle
from api.core.faults import CHANGED_SINCE, OUTSIDE_REACH, ROW_EXISTS, ROW_FIELD_MISSING, ROW_NOT_FOUND
from api.core.intake import Action, CellKind, Fault, Field, How, Mode, Outcome, Row, RowSpec
from api.core.transaction import transaction
from api.organizations.models import Unit
from tests.databases import Database, Template
from tests.postgres import APP
from tests.world import WORLD

THING = Table(
    "test_thing",
    MetaData(),
    Column("id", Uuid(), primary_key=True),
    Column("code", String(), unique=True, nullable=False),
    Column("name", String()),
    Column("number", Integer()),
    Column("phone", String()),
    Column("revision", Integer(), nullable=False),
)
FIELDS = (
    Field("code", ("编号", "Code"), CellKind.CODE, required=True, longest=20),
    Field("name", ("名称", "Name"), required=True),
    Field("number", ("数量", "Number"), CellKind.INTEGER),
    Field("phone", ("电话", "Phone"), personal=True),
    Field("unit", ("单位", "Unit"), CellKind.REFERENCE, refers_to="unit", schemes=("name",)),
)
_FACTS = ("name", "number", "phone")


def take(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Judge and write things, with a few statements for all of them."""
    known = {row.code: row for row in ctx.session.execute(select(THING).where(THING.c.code.in_(_codes(rows))))}
    units = set(ctx.session.execute(reach.within(ctx, select(Unit.name), Unit.id)).scalars())
    outcomes = [_judge(row, known.get(row.values.get("code")), units, how) for row in rows]
    if how.write:
        _write(ctx, rows, outcomes)
    return outcomes


def _codes(rows: Sequence[Row]) -> list[str]:
    return [row.values["code"] for row in rows if "code" in row.values]


def _judge(row: Row, known: Any, units: set[str], how: How) -> Outcome:
    faults = []
    if row.values.get("unit") not in (None, *units):
        faults.append(Fault("unit", OUTSIDE_REACH))
    if known is None and how.mode is Mode.UPDATE:
        faults.append(Fault("code", ROW_NOT_FOUND))
    if known is not None and how.mode is Mode.CREATE:
        faults.append(Fault("code", ROW_EXISTS))
    faults += [Fault(name, ROW_FIELD_MISSING) for name in ("code", "name") if known is None and name not in row.values]
    if faults:
        return Outcome(row.number, Action.REFUSED, faults=tuple(faults))
    key = row.values["code"]
    if known is None:
        return Outcome(row.number, Action.CREATED, ids.ordered(), key, None, 1)
    before = {name: getattr(known, name) for name in _FACTS}
    if all(before[name] == row.values.get(name, before[name]) for name in _FACTS):
        return Outcome(row.number, Action.UNCHANGED, known.id, key, known.revision, known.revision)
    return Outcome(row.number, Action.UPDATED, known.id, key, known.revision, known.revision + 1, before)


def _write(ctx: Context, rows: Sequence[Row], outcomes: Sequence[Outcome]) -> None:
    given = {row.number: row.values for row in rows}
    facts = {one.row: {name: given[one.row].get(name) for name in _FACTS} for one in outcomes}
    made = [one for one in outcomes if one.action is Action.CREATED]
    if made:
        new = [{"id": one.id, "code": one.key, "revision": 1, **facts[one.row]} for one in made]
        ctx.session.execute(insert(THING), new)
    for one in outcomes:
        if one.action is Action.UPDATED:
            changed = {name: value for name, value in given[one.row].items() if name in _FACTS}
            stmt = update(THING).where(THING.c.id == one.id).values(**changed, revision=one.revision)
            ctx.session.execute(stmt)


def undo(ctx: Context, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Take outcomes back where the thing is still as they left it."""
    stmt = select(THING.c.id, THING.c.revision).where(THING.c.id.in_([one.id for one in outcomes]))
    now = {row.id: row.revision for row in ctx.session.execute(stmt)}
    return [_undone(ctx, one, now.get(one.id)) for one in outcomes]


def _undone(ctx: Context, one: Outcome, revision: int | None) -> Outcome:
    if revision is None or revision != one.revision:
        return Outcome(one.row, Action.REFUSED, one.id, one.key, faults=(Fault(None, CHANGED_SINCE),))
    if one.action is Action.CREATED:
        ctx.session.execute(delete(THING).where(THING.c.id == one.id))
        return Outcome(one.row, Action.DELETED, one.id, one.key, revision, None)
    assert one.before is not None
    ctx.session.execute(update(THING).where(THING.c.id == one.id).values(**one.before, revision=revision + 1))
    return Outcome(one.row, Action.UPDATED, one.id, one.key, revision, revision + 1)


SPEC = RowSpec(
    name="thing",
    object_type="thing",
    title=("东西", "Things"),
    fields=FIELDS,
    keys=("code",),
    permission="school.register",
    take=take,
    undo=undo,
)


def _build(database: Database) -> None:
    WORLD.build(database)
    pool = Pool(Handle(database.migration_url), pool_size=1)
    with transaction(pool) as session:
        THING.metadata.create_all(session.connection())
        if database.backend == "postgresql":
            session.connection().exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON test_thing TO {APP}")
    pool.close()


WITH_THINGS = Template("things", _build)


def lines(*rows: str) -> bytes:
    """A CSV of things."""
    return "\n".join(("编号,名称,数量,电话,单位", *rows, "")).encode()
