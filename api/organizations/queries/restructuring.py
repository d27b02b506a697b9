"""What restructuring looks at before it changes anything."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from api.core.context import Context
from api.core.schemas import UnitRef
from api.organizations.models import School, Unit, UnitExternalId
from api.organizations.queries.schools import facts_of, parent_of, parent_reference
from api.organizations.queries.tree import in_subtree, within_reach
from api.organizations.queries.units import external_ids_of
from api.organizations.rules import Status, UnitKind

# A school with its parent and its facts.
Loaded = tuple[School, UnitRef, dict[str, Any]]


def load_schools(ctx: Context, ids: Collection[UUID]) -> dict[UUID, Loaded]:
    """Those of `ids` that are schools within reach, to be changed; one statement."""
    return _load(ctx, School.id.in_(list(ids)))


def load_schools_below(ctx: Context, parent_id: UUID) -> list[Loaded]:
    """The schools directly below a unit, to be changed, whatever their state."""
    return list(_load(ctx, School.parent_id == parent_id).values())


def _load(ctx: Context, condition: ColumnElement[bool]) -> dict[UUID, Loaded]:
    parent, columns = parent_reference()
    stmt = (
        select(School, *columns, UnitExternalId.scheme, UnitExternalId.value)
        .join(parent, parent.c.id == School.parent_id)
        .outerjoin(UnitExternalId, UnitExternalId.unit_id == School.id)
        .where(condition)
        .order_by(School.sort_key, School.id, UnitExternalId.scheme, UnitExternalId.value)
    )
    rows: dict[UUID, list[Any]] = defaultdict(list)
    for row in ctx.session.execute(within_reach(ctx, stmt)):
        rows[row.School.id].append(row)
    return {
        school_id: (found[0].School, parent_of(found[0]), facts_of(found[0].School, external_ids_of(found)))
        for school_id, found in rows.items()
    }


def units_directly_below(ctx: Context, parent_id: UUID) -> Sequence[UUID]:
    """The units directly below one that are not schools, whatever their state."""
    stmt = select(Unit.id).where(Unit.parent_id == parent_id, Unit.kind != UnitKind.SCHOOL)
    return ctx.session.scalars(stmt.order_by(Unit.sort_key, Unit.id)).all()


def count_open_below(ctx: Context, unit: Unit) -> int:
    """How many units anywhere below one are not closed."""
    below = (in_subtree(Unit.path, unit.path), Unit.id != unit.id, Unit.status != Status.CLOSED)
    return ctx.session.execute(select(func.count(Unit.id)).where(*below)).scalar_one()


def height_of(ctx: Context, unit: Unit) -> int:
    """How many levels there are below a unit."""
    deepest = ctx.session.execute(select(func.max(Unit.depth)).where(in_subtree(Unit.path, unit.path))).scalar_one()
    return int(deepest) - unit.depth


def is_parent_closed(ctx: Context, unit: Unit) -> bool:
    """Whether the unit stands below a closed one."""
    return ctx.session.scalar(select(Unit.status).where(Unit.id == unit.parent_id)) == Status.CLOSED


def name_of(ctx: Context, unit_id: UUID | None) -> str | None:
    """The name of a unit; not narrowed by reach: the parent of what is being moved."""
    return ctx.session.scalar(select(Unit.name).where(Unit.id == unit_id))


def names_of(ctx: Context, ids: Sequence[UUID]) -> Sequence[str]:
    """The names of units; not narrowed by reach: members of a group that the caller looks after."""
    return ctx.session.scalars(select(Unit.name).where(Unit.id.in_(ids)).order_by(Unit.sort_key, Unit.id)).all()
