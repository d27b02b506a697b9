"""Figures of schools, read from the roll-up, or counted where it does not reach."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Subquery, and_, bindparam, cast, func, or_, select

from api.access import reach
from api.core.context import Context
from api.organizations.figures import DIMENSIONS, SCHOOL_FIGURES, counted
from api.organizations.queries.filters import UNIT
from api.organizations.queries.tree import reach_bounds, within_bounds
from api.organizations.rules import PARENTS, UnitKind

_PARENT = UNIT.alias("parent")
_NOWHERE = "~"  # sorts after every path


@dataclass(frozen=True, slots=True)
class Scope:
    """Which schools: those within reach, and at or below a unit. `shape` is what statements are built by, once each."""

    shape: tuple[int, bool]
    bounds: dict[str, str]


def scope_of(ctx: Context, unit_id: UUID | None) -> Scope:
    """The schools within reach at or below a unit, by default all; none where there is no such unit.

    The roll-up knows schools by their parent. Where reach or unit is one school itself, its row is counted instead.
    """
    roots = () if ctx.actor is None else reach.roots(ctx)
    named = or_(UNIT.c.path.in_(roots), UNIT.c.id == unit_id)
    units = ctx.session.execute(select(UNIT.c.id, UNIT.c.path, UNIT.c.kind).where(named)).all()
    below = "" if unit_id is None else next((unit.path for unit in units if unit.id == unit_id), _NOWHERE)
    reached = reach_bounds(ctx)
    single = any(unit.kind == UnitKind.SCHOOL for unit in units)
    return Scope((len(reached) // 2, single), {"below": below, "below_end": below + "\uffff", **reached})


@cache
def school_figures(measures: tuple[str, ...], subtrees: int, single: bool) -> Subquery:  # noqa: FBT001 (`Scope.shape`)
    """Rows of the parent's path, type, ownership, status and `measures`; to be summed, and executed with a scope's bounds."""
    figures = _counted(subtrees) if single else SCHOOL_FIGURES.current(*measures)
    columns = (_PARENT.c.path, *(figures.c[name] for name in (*DIMENSIONS, *measures)))
    stmt = select(*columns).join(figures, figures.c.unit_id == _PARENT.c.id)
    if not single:
        stmt = stmt.where(_PARENT.c.kind.in_(PARENTS[UnitKind.SCHOOL]), _within(_PARENT.c.path, subtrees))
    return stmt.subquery("figures")


def _counted(subtrees: int) -> Subquery:
    return counted(_within(UNIT.c.path, subtrees)).subquery("counted")


def _within(path: ColumnElement[str], subtrees: int) -> ColumnElement[bool]:
    return and_(path >= bindparam("below"), path < bindparam("below_end"), within_bounds(path, subtrees))


def sum_of(column: ColumnElement[Any]) -> ColumnElement[int]:
    """A sum that is a whole number on both databases (PostgreSQL adds bigints up to a numeric)."""
    return cast(func.sum(column), BigInteger)
