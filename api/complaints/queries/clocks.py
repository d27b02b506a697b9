"""Clocks and the rules in force."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.complaints.models.clocks import ComplaintClock, ComplaintClockRule, ComplaintExtension
from api.complaints.rules.clocks import SHIPPED, ClockOutcome, ClockRule, TimeUnit

K = ComplaintClock.__table__.c


def rules_in_force(session: Session, unit_id: UUID, on: date) -> Mapping[str, ClockRule]:
    """The clock rules of a bureau on a day: the shipped ones, and its own instead."""
    own = select(ComplaintClockRule).where(
        ComplaintClockRule.unit_id == unit_id,
        ComplaintClockRule.from_on <= on,
        or_(ComplaintClockRule.to_on.is_(None), ComplaintClockRule.to_on > on),
    )
    rows = session.scalars(own.order_by(ComplaintClockRule.from_on, ComplaintClockRule.changed_at))
    return {**SHIPPED, **{row.rule: _own(row) for row in rows if row.rule in SHIPPED}}


def _own(row: ComplaintClockRule) -> ClockRule:
    said: dict[str, Any] = {
        name: getattr(row, name) for name in ("length", "extend", "extend_times", "basis", "verified")
    }
    return replace(SHIPPED[row.rule], **said, unit=TimeUnit(row.unit))


def running_clocks(session: Session, case_id: UUID) -> Sequence[ComplaintClock]:
    """The clocks of a case that have not stopped."""
    stmt = select(ComplaintClock).where(K.case_id == case_id, K.outcome == ClockOutcome.RUNNING.value)
    return session.scalars(stmt.order_by(K.due_on, K.rule)).all()


def clocks_of(session: Session, case_id: UUID) -> Sequence[ComplaintClock]:
    """Every clock of a case, running ones first, then as they are due."""
    stmt = select(ComplaintClock).where(K.case_id == case_id)
    return session.scalars(stmt.order_by(K.stopped_on.is_not(None), K.due_on, K.rule)).all()


def find_clock(session: Session, case_id: UUID, clock_id: UUID) -> ComplaintClock | None:
    """A clock of the case."""
    return session.scalars(select(ComplaintClock).where(K.case_id == case_id, K.id == clock_id)).first()


def extensions_of(session: Session, case_id: UUID) -> Sequence[ComplaintExtension]:
    """What was asked for the clocks of a case, newest first."""
    stmt = select(ComplaintExtension).where(ComplaintExtension.case_id == case_id)
    return session.scalars(stmt.order_by(ComplaintExtension.asked_on.desc(), ComplaintExtension.id)).all()


def find_extension(session: Session, case_id: UUID, extension_id: UUID) -> ComplaintExtension | None:
    """A request for one of the case's clocks."""
    found = session.get(ComplaintExtension, extension_id)
    return found if found is not None and found.case_id == case_id else None
