"""Which schools' logs have changed since the rules last looked."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.decisions.models import DecisionChange

_CHANGE = DecisionChange.metadata.tables[DecisionChange.__tablename__]


def due(session: Session) -> bool:
    """Whether any has."""
    return session.execute(select(_CHANGE.c.id).limit(1)).first() is not None


def take(session: Session, limit: int = 20) -> list[UUID]:
    """Some of them, whose marks go away: in the transaction in which they are looked at again."""
    stmt = select(_CHANGE.c.unit_id).distinct().order_by(_CHANGE.c.unit_id).limit(limit)
    units = list(session.scalars(stmt))
    session.execute(delete(_CHANGE).where(_CHANGE.c.unit_id.in_(units)))
    return units
