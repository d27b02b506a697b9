"""Who went on where another ended."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from api.core.context import Context
from api.core.schemas import UnitRef
from api.organizations.models import Unit, UnitSuccession
from api.organizations.rules import Status


def successors_of(ctx: Context, unit: Any) -> list[UnitRef]:
    """The units in which a closed one went on, by name; not narrowed by reach: who may read a unit may know its heirs.

    A unit that is not closed has none and costs no statement.
    """
    if unit.status != Status.CLOSED:
        return []
    return _linked(ctx, unit.id, UnitSuccession.predecessor_id, UnitSuccession.successor_id)


def predecessors_of(ctx: Context, unit_id: UUID) -> list[UnitRef]:
    """The units that ended in this one, by name; not narrowed by reach, as above."""
    return _linked(ctx, unit_id, UnitSuccession.successor_id, UnitSuccession.predecessor_id)


def _linked(
    ctx: Context, unit_id: UUID, here: InstrumentedAttribute[UUID], there: InstrumentedAttribute[UUID]
) -> list[UnitRef]:
    stmt = (
        select(Unit.id, Unit.name, Unit.kind)
        .join(UnitSuccession, there == Unit.id)
        .where(here == unit_id)
        .order_by(Unit.sort_key, Unit.id)
    )
    return [UnitRef(id=row.id, name=row.name, kind=row.kind) for row in ctx.session.execute(stmt)]
