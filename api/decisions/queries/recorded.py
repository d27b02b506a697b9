"""Which schools have anything in their logs, or ought to."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from api.decisions.models import Contract, DecisionPolicy, Meeting, Payment
from api.decisions.rules.states import PolicyState
from api.organizations.models import School, Unit
from api.organizations.rules import Status

_SCHOOL: Any = School
_LOGS = tuple(model.metadata.tables[model.__tablename__].c.unit_id for model in (Meeting, Payment, Contract))


def schools_with_records(session: Session, after: UUID | None, limit: int) -> Sequence[UUID]:
    """The next schools by id to look at for what only the clock moves: those that are open and keep a log.

    That is who has a meeting, a payment or a contract, and who was told from when to keep one: a school that records
    nothing at all is silent, and would never be found by what it records.
    """
    recorded = (select(column).where(column == _SCHOOL.id).exists() for column in _LOGS)
    stmt = select(_SCHOOL.id).where(or_(*recorded, _told()), _SCHOOL.status != Status.CLOSED.value)
    stmt = stmt.order_by(_SCHOOL.id).limit(limit)
    return session.scalars(stmt if after is None else stmt.where(_SCHOOL.id > after)).all()


def _told() -> ColumnElement[bool]:
    """Whether an issued policy of the school, or of a unit above it, says from when logs are kept."""
    keeper = aliased(Unit)
    said = DecisionPolicy.content["recorded_since"].as_string().is_not(None)
    above = (_SCHOOL.path >= keeper.path) & (_SCHOOL.path < keeper.path + "\uffff")
    issued = DecisionPolicy.state == PolicyState.ISSUED.value
    stmt = select(DecisionPolicy.id).join(keeper, keeper.id == DecisionPolicy.unit_id).where(issued, said, above)
    return stmt.exists()
