"""The units that a reporter can name."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from api.organizations.models import Unit
from api.organizations.rules import Status, UnitKind

_KINDS = (UnitKind.BUREAU.value, UnitKind.SECTION.value, UnitKind.DISTRICT.value, UnitKind.SCHOOL.value)


def public_list(session: Session) -> list[dict[str, Any]]:
    """Every bureau, section, district and school that operates, with the unit above it, by name."""
    above = aliased(Unit)
    stmt = (
        select(Unit.id, Unit.name, Unit.kind, above.name.label("within"))
        .outerjoin(above, above.id == Unit.parent_id)
        .where(Unit.kind.in_(_KINDS), Unit.status == Status.OPERATING.value)
    )
    rows = session.execute(stmt.order_by(Unit.sort_key, Unit.id))
    return [{"id": str(row.id), "name": row.name, "kind": row.kind, "within": row.within or ""} for row in rows]
