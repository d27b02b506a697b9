"""What the vault's projection asks of a case. Never narrowed: it is asked for the reporter, who holds the receipt."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.complaints.models.cases import ComplaintCase
from api.complaints.models.clocks import ComplaintClock
from api.complaints.models.working import ComplaintMerge
from api.complaints.queries.work import last_outcome
from api.complaints.rules.clocks import SHIPPED, ClockKind, ClockOutcome
from api.complaints.rules.states import MAX_REVIEWS, CaseState, Event
from api.complaints.rules.words import Track
from api.core import clock

# What the reporter waits for: being told, and the result. How the house gets there is its own affair.
_TOLD = frozenset({Event.NOTIFIED, Event.CONCLUDED, Event.FED_BACK, Event.REVIEWED, Event.SCREENED})
_TELLING = sorted(key for key, rule in SHIPPED.items() if rule.stop in _TOLD)
_K = ComplaintClock.__table__.c


def expected_days(session: Session, case_ids: Collection[UUID]) -> dict[UUID, date]:
    """By when reporters hear next, by case: the next day of a duty that ends in telling the reporter something."""
    stmt = select(_K.case_id, func.min(_K.due_on).label("due_on")).where(
        _K.case_id.in_(case_ids),
        _K.outcome == ClockOutcome.RUNNING.value,
        _K.kind == ClockKind.DUTY.value,
        _K.rule.in_(_TELLING),
    )
    return {row.case_id: row.due_on for row in session.execute(stmt.group_by(_K.case_id))}


def outcome_of(session: Session, case_id: UUID) -> str | None:
    """What was found and decided, as a word; None before that."""
    outcome = last_outcome(session, case_id)
    return outcome.finding if outcome and outcome.decided_on else None


def merged_into(session: Session, case_id: UUID) -> UUID | None:
    """The case into which this one went."""
    return session.scalar(select(ComplaintMerge.into_id).where(ComplaintMerge.case_id == case_id))


def merged_cases(session: Session, case_id: UUID) -> Sequence[UUID]:
    """The cases that went into this one."""
    stmt = select(ComplaintMerge.case_id).where(ComplaintMerge.into_id == case_id)
    return session.scalars(stmt.order_by(ComplaintMerge.case_id)).all()


def may_object(case: ComplaintCase, today: date | None = None) -> bool:
    """Whether the reporter may object now: answered, and for a petition within its days and twice at most."""
    if case.state != CaseState.FED_BACK:
        return False
    if case.track != Track.PETITION:
        return True
    on = today or clock.legal_day(clock.now())
    return case.reviews < MAX_REVIEWS and (case.objection_until_on is None or on <= case.objection_until_on)
