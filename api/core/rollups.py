"""Figures that are kept, not counted: sums by unit and key, in step with every write.

A roll-up is two tables of the same columns. Who writes inserts *deltas* and never touches a shared row, so writers do
not wait for each other. A follower folds deltas into *totals* some moments later. Who reads adds both in one statement.

Why every delta counts once. A delta and what it counts are committed together, and a statement sees one state: a
reader meets a delta either as a row of its own or inside a total. A fold deletes the deltas that it adds, in one
transaction, and adds exactly the rows that its DELETE returns; even two folds at once cannot take the same row.

Why a rebuild loses nothing while others write. It replaces the totals by sums over the base and deletes all deltas, and
both statements see one snapshot (REPEATABLE READ on PostgreSQL; on SQLite nobody else writes meanwhile). A writer that
committed before the snapshot is in the base, and its delta is deleted; one that commits after it is not in the base,
and its delta is invisible to the DELETE and stays. There is no third case, since both rows of a writer are committed
at once. Folds would break this, for they move deltas into totals that are about to be replaced: fold and rebuild
therefore both begin by locking the table of totals against each other. The lock comes before the snapshot is taken;
readers and writers do not ask for it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Row,
    Select,
    String,
    Subquery,
    Table,
    Uuid,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import Session

from api.core import ids
from api.core.context import Context
from api.core.database import Base, insert_or, insert_rows
from api.core.jobs.kinds import Follower

BATCH = 2_000
_LONGEST_WORD = 40

Place = tuple[Any, ...]  # the unit and the words of the key
Measures = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """What something counts for: all measures of the roll-up, at a unit under the words of its dimensions."""

    unit_id: UUID
    key: tuple[str, ...]
    measures: Measures

    def __neg__(self) -> "Cell":
        """The same taken back."""
        return Cell(self.unit_id, self.key, {name: -value for name, value in self.measures.items()})


class Rollup:
    """Sums of `measures` by unit and `dimensions`. `base` yields the same columns, one row for each place, counted."""

    def __init__(
        self, name: str, dimensions: tuple[str, ...], measures: tuple[str, ...], base: Select[*tuple[Any, ...]]
    ) -> None:
        self.name, self.dimensions, self.measures, self.base = name, dimensions, measures, base
        self.place = ("unit_id", *dimensions)
        self.total = self._table("total")
        self.delta = self._table("delta", Column("id", Uuid(), primary_key=True))
        self.insert = insert(self.delta)
        ROLLUPS[name] = self

    def _table(self, suffix: str, *own: Column[Any]) -> Table:
        keyed = not own
        return Table(
            f"{self.name}_{suffix}",
            Base.metadata,
            *own,
            Column("unit_id", Uuid(), primary_key=keyed, nullable=False),
            *(Column(name, String(_LONGEST_WORD), primary_key=keyed, nullable=False) for name in self.dimensions),
            *(Column(name, BigInteger(), nullable=False) for name in self.measures),
        )

    def current(self, *measures: str) -> Subquery:
        """Totals and unfolded deltas as one table with some of the measures: for statements that sum it further."""
        names = (*self.place, *(measures or self.measures))
        tables = (select(*(table.c[name] for name in names)) for table in (self.total, self.delta))
        return union_all(*tables).subquery(self.name)


# Filled where a roll-up is declared, beside what it counts.
ROLLUPS: dict[str, Rollup] = {}


def add(ctx: Context, rollup: Rollup, cells: Iterable[Cell]) -> None:
    """Count `cells` in, in the caller's transaction: one row for each place among them that changes."""
    sums = _summed(((cell.unit_id, *cell.key), cell.measures) for cell in cells)
    insert_rows(ctx.session, rollup.insert, [{"id": ids.ordered(), **row} for row in _rows(rollup, sums)])


def _summed(cells: Iterable[tuple[Place, Measures]]) -> dict[Place, Measures]:
    sums: dict[Place, dict[str, int]] = {}
    for place, measures in cells:
        known = sums.setdefault(place, {})
        if not known:
            known.update(measures)
            continue
        for name, value in measures.items():
            if value:
                known[name] += value
    return dict(sums)


def _rows(rollup: Rollup, sums: Mapping[Place, Measures]) -> Iterator[dict[str, Any]]:
    """Rows of what is not all zero."""
    for place, measures in sums.items():
        if any(measures.values()):
            yield {**dict(zip(rollup.place, place, strict=True)), **measures}


def _by_place(rollup: Rollup, rows: Iterable[Row[*tuple[Any, ...]]]) -> Iterator[tuple[Place, Measures]]:
    for row in rows:
        yield (
            tuple(getattr(row, name) for name in rollup.place),
            {name: int(getattr(row, name)) for name in rollup.measures},
        )


# --- Folding ---------------------------------------------------------------------------------------------------------


def fold(session: Session, rollup: Rollup, limit: int = BATCH) -> int:
    """Move the oldest deltas into the totals; how many."""
    _lock(session, rollup)
    oldest = select(rollup.delta.c.id).order_by(rollup.delta.c.id).limit(limit)
    rows = session.execute(delete(rollup.delta).where(rollup.delta.c.id.in_(oldest)).returning(rollup.delta)).all()
    sums = _summed(_by_place(rollup, rows))
    if additions := list(_rows(rollup, sums)):
        stmt = insert_or(session, rollup.total)
        added = {name: rollup.total.c[name] + stmt.excluded[name] for name in rollup.measures}
        session.execute(stmt.on_conflict_do_update(index_elements=list(rollup.place), set_=added), additions)
    return len(rows)


def _lock(session: Session, rollup: Rollup) -> None:
    """Against other folds and rebuilds; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {rollup.total.name} IN SHARE ROW EXCLUSIVE MODE"))


def _due(session: Session) -> bool:
    waiting = (exists(select(rollup.delta.c.id)) for rollup in ROLLUPS.values())
    return bool(session.scalar(select(or_(*waiting))))


def _step(ctx: Context) -> bool:
    folded = [fold(ctx.session, rollup) for rollup in ROLLUPS.values()]
    return BATCH in folded


FOLLOWER = Follower("rollups.fold", _due, _step)


# --- Proof and repair ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure that says something else than what it counts."""

    rollup: str
    place: Place
    measure: str
    kept: int
    counted: int


def compare(session: Session, rollup: Rollup) -> list[Difference]:
    """Where roll-up and base differ. `session` sees one snapshot, so others may write meanwhile."""
    kept, counted = _kept(session, rollup), dict(_by_place(rollup, session.execute(rollup.base)))
    nothing = dict.fromkeys(rollup.measures, 0)
    return [
        Difference(rollup.name, place, name, kept.get(place, nothing)[name], counted.get(place, nothing)[name])
        for place in sorted({*kept, *counted}, key=str)
        for name in rollup.measures
        if kept.get(place, nothing)[name] != counted.get(place, nothing)[name]
    ]


def _kept(session: Session, rollup: Rollup) -> dict[Place, Measures]:
    current = rollup.current()
    place = [current.c[name] for name in rollup.place]
    sums = (func.sum(current.c[name]).label(name) for name in rollup.measures)
    return dict(_by_place(rollup, session.execute(select(*place, *sums).group_by(*place))))


def rebuild(session: Session, rollup: Rollup) -> None:
    """Count everything anew while others go on writing. The first thing that is done in its transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    _lock(session, rollup)
    session.execute(delete(rollup.delta))
    session.execute(delete(rollup.total))
    columns = [*rollup.place, *rollup.measures]
    session.execute(insert(rollup.total).from_select(columns, rollup.base))


def unfilled(session: Session) -> list[Rollup]:
    """Roll-ups without a row although there is something to count: new in a database that is not."""
    return [rollup for rollup in ROLLUPS.values() if _is_unfilled(session, rollup)]


def _is_unfilled(session: Session, rollup: Rollup) -> bool:
    kept = exists(select(rollup.total.c.unit_id)) | exists(select(rollup.delta.c.id))
    return not session.scalar(select(kept)) and session.execute(rollup.base.limit(1)).first() is not None
