"""Figures of schools, read from the roll-up, or counted where it does not reach."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    cast,
    func,
    or_,
    select,
    true,
    union_all,
)

from api.access import reach
from api.core.context import Context
from api.organizations.figures import SCHOOL_FIGURES, counted
from api.organizations.queries.filters import UNIT
from api.organizations.queries.tree import within_bounds
from api.organizations.rules import PARENTS, UnitKind

_PARENT = UNIT.alias("parent")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which schools: those within reach, and at or below a unit. `shape` is what statements are built by, once each."""

    shape: tuple[int, bool]
    bounds: dict[str, str]


def scope_of(ctx: Context, unit_id: UUID | None) -> Scope:
    """The schools within reach at or below a unit, by default all; none where there is no such unit.

    The roll-up knows schools by their parent. Where reach or unit is one school itself, its row is counted instead.
    """
    roots = ("",) if ctx.actor is None else reach.roots(ctx)
    named = or_(UNIT.c.path.in_(roots), UNIT.c.id == unit_id)
    units = ctx.session.execute(select(UNIT.c.id, UNIT.c.path, UNIT.c.kind).where(named)).all()
    tops = list(roots) if unit_id is None else list(_shared(roots, [row.path for row in units if row.id == unit_id]))
    single = any(unit.kind == UnitKind.SCHOOL for unit in units)
    starts = {f"from_{number}": top for number, top in enumerate(tops)}
    return Scope((len(tops), single), starts | {f"to_{number}": top + "\uffff" for number, top in enumerate(tops)})


def _shared(roots: Sequence[str], below: Sequence[str]) -> Iterator[str]:
    """The tops of what lies both below one of `roots` and below one of `below`."""
    for root in roots:
        yield from (max(root, path, key=len) for path in below if root.startswith(path) or path.startswith(root))


Columns = Callable[[FromClause], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Question:
    """What to sum by what, of a table with the parent's path, type, ownership, status and the roll-up's measures."""

    key: Columns
    measures: Columns
    condition: Callable[[FromClause], ColumnElement[bool]] = lambda _: true()

    def of(self, table: FromClause) -> Select[*tuple[Any, ...]]:
        """As SQL. PostgreSQL adds bigints up to a numeric, which is none."""
        key = self.key(table)
        sums = (cast(func.sum(measure), BigInteger).label(measure.name) for measure in self.measures(table))
        return select(*key, *sums).where(self.condition(table)).group_by(*key)


def sum_figures(asked: Question, shape: tuple[int, bool]) -> CompoundSelect[*tuple[Any, ...]]:
    """The answer over a scope: a statement to be built once, and executed with the scope's bounds.

    A key may come twice, in totals and in what is unfolded: readers add up.
    """
    subtrees, single = shape
    if single:
        return union_all(asked.of(_counted(subtrees)))
    places = _places(subtrees)
    kept = (SCHOOL_FIGURES.total, SCHOOL_FIGURES.delta)
    placed = (select(places.c.path, table).join(table, table.c.unit_id == places.c.id).subquery() for table in kept)
    return union_all(*(asked.of(table) for table in placed))


def _places(subtrees: int) -> CTE:
    """What may have schools. Materialized: else PostgreSQL may walk all units in the order of the roll-up's key."""
    parents = _PARENT.c.kind.in_(PARENTS[UnitKind.SCHOOL]) & within_bounds(_PARENT.c.path, subtrees)
    places = select(_PARENT.c.id, _PARENT.c.path).where(parents).cte("places")
    return places.prefix_with("MATERIALIZED", dialect="postgresql")


def _counted(subtrees: int) -> FromClause:
    schools = counted(within_bounds(UNIT.c.path, subtrees)).subquery()
    return select(_PARENT.c.path, schools).join(schools, schools.c.unit_id == _PARENT.c.id).subquery()
