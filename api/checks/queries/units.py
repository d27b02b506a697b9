"""Units as checks look at them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, false, select

from api.access import reach
from api.access.providers import providers
from api.checks.rules.answers import GRAVITY
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.schemas import UnitRef
from api.organizations.models import Unit

UNIT = Unit.__table__.c
UNIT_REF = (UNIT.id.label("unit_ref"), UNIT.name.label("unit_name"), UNIT.kind.label("unit_kind"))


def unit_of(row: Any) -> UnitRef:
    """The unit of a row that was read with `UNIT_REF`."""
    return UnitRef(id=row.unit_ref, name=row.unit_name, kind=row.unit_kind)


def get_unit(ctx: Context, unit_id: UUID, permission: str | None = None) -> UnitRef:
    """A unit within reach, by default of the permission that the route asks for. Errors: `not_found`."""
    unit = find_unit(ctx, unit_id, permission)
    if unit is None:
        raise Refused(NOT_FOUND)
    return unit


def find_unit(ctx: Context, unit_id: UUID, permission: str | None = None) -> UnitRef | None:
    """A unit within reach, or None."""
    stmt = select(*UNIT_REF).where(UNIT.id == unit_id)
    row = ctx.session.execute(reach.within(ctx, stmt, UNIT.id, permission)).first()
    return None if row is None else unit_of(row)


def names_of(ctx: Context, unit_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What units are called."""
    if not unit_ids:
        return {}
    rows = ctx.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(unit_ids)))
    return {row.id: row.name for row in rows}


def below(ctx: Context, unit_id: UUID, column: Any) -> ColumnElement[bool]:
    """Rows of a unit and those below it; a unit that does not exist has none."""
    path = ctx.session.execute(select(Unit.path).where(Unit.id == unit_id)).scalar_one_or_none()
    found: ColumnElement[bool] = column.in_(providers.units_below([path])) if path else false()
    return found


def gravest_first(column: Any) -> ColumnElement[int]:
    """An order in which red comes before yellow and blue."""
    return case({severity.value: -weight for severity, weight in GRAVITY.items()}, value=column)
