"""Which schools have anything in their logs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.decisions.models import Contract, Meeting, Payment
from api.organizations.models import School

_SCHOOL: Any = School
_LOGS = tuple(model.metadata.tables[model.__tablename__].c.unit_id for model in (Meeting, Payment, Contract))


def schools_with_records(session: Session, after: UUID | None, limit: int) -> Sequence[UUID]:
    """The next schools by id that have a meeting, a payment or a contract."""
    recorded = or_(*(select(column).where(column == _SCHOOL.id).exists() for column in _LOGS))
    stmt = select(_SCHOOL.id).where(recorded).order_by(_SCHOOL.id).limit(limit)
    return session.scalars(stmt if after is None else stmt.where(_SCHOOL.id > after)).all()
