"""Figures that others read: what is wrong with a school's procedure, for the score of indicator A2; appointments."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, exists, func, or_, select

from api.core.context import Context
from api.core.metrics import Figure, Period
from api.decisions.queries.tree import ATTENDANCE, DECISION, MEETING, MINUTES, STEP, TOPIC
from api.decisions.rules.states import MeetingState
from api.decisions.rules.vocabulary import Category, MeetingForm, Presence, Result, Role, StepType

_TALKS = (StepType.CONSULTATION.value, StepType.SECRETARY_PRINCIPAL_TALK.value)
_THERE = (Presence.PRESENT.value, Presence.LATE.value)
_COLLECTIVE = 2  # fewer than two decide alone


def procedure(ctx: Context, unit_ids: Collection[UUID], period: Period) -> Mapping[UUID, Figure]:
    """The metric `decisions.procedure`: decisions without minutes, without prior consultation, not decided collectively.

    教监〔2011〕7号: consultation before, a meeting and nothing else. Of a school without a decision nothing is known.
    """
    counts: dict[UUID, dict[str, int]] = {}
    for row in ctx.session.execute(_faults(unit_ids, period)):
        counts[row.unit_id] = {
            "minutes": int(row.minutes),
            "consultation": int(row.consultation),
            "collective": int(row.collective),
        }
    return {unit_id: Figure(number) for unit_id, number in counts.items()}


def _faults(unit_ids: Collection[UUID], period: Period) -> Any:
    talked = exists(select(STEP.c.topic_id).where(STEP.c.topic_id == TOPIC.c.id, STEP.c.type.in_(_TALKS), STEP.c.done))
    member = and_(ATTENDANCE.c.role == Role.VOTING_MEMBER.value, ATTENDANCE.c.status.in_(_THERE))
    there = select(func.count()).where(ATTENDANCE.c.meeting_id == MEETING.c.id, member)
    alone = or_(
        MEETING.c.form == MeetingForm.CIRCULATION.value,
        and_(MEETING.c.emergency, MEETING.c.ratified_by_id.is_(None)),
        there.correlate(MEETING).scalar_subquery() < _COLLECTIVE,
    )
    written = and_(
        MINUTES.c.meeting_id.is_not(None), or_(MINUTES.c.text.is_not(None), MINUTES.c.issued_at.is_not(None))
    )
    joined = DECISION.join(TOPIC, TOPIC.c.id == DECISION.c.topic_id).join(MEETING, MEETING.c.id == TOPIC.c.meeting_id)
    joined = joined.outerjoin(MINUTES, MINUTES.c.meeting_id == MEETING.c.id)

    def _number(condition: Any, name: str) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0).label(name)

    stmt = select(
        DECISION.c.unit_id,
        _number(~written, "minutes"),
        _number(~talked, "consultation"),
        _number(alone, "collective"),
    ).select_from(joined)
    return stmt.where(*_counted(unit_ids, period)).group_by(DECISION.c.unit_id)


def _counted(unit_ids: Collection[UUID], period: Period) -> tuple[Any, ...]:
    """Decisions of a period whose record has left its author's hands."""
    known = or_(MEETING.c.state != MeetingState.DRAFT.value, MEETING.c.edition > 0)
    return (DECISION.c.unit_id.in_(list(unit_ids)), known, DECISION.c.decided_on.between(*period))


def appointments(ctx: Context, unit_ids: Collection[UUID], period: Period) -> Mapping[UUID, Figure]:
    """The fact `decisions.appointments`: how many appointments each school has decided, and how many it passed."""
    joined = DECISION.join(TOPIC, TOPIC.c.id == DECISION.c.topic_id).join(MEETING, MEETING.c.id == TOPIC.c.meeting_id)
    stmt = select(DECISION.c.unit_id, DECISION.c.result, func.count().label("number")).select_from(joined)
    about = TOPIC.c.category == Category.PERSONNEL_APPOINTMENT.value
    stmt = stmt.where(*_counted(unit_ids, period), about).group_by(DECISION.c.unit_id, DECISION.c.result)
    counts: defaultdict[UUID, dict[str, int]] = defaultdict(lambda: {"decided": 0, "passed": 0})
    for row in ctx.session.execute(stmt):
        counts[row.unit_id]["decided"] += row.number
        if row.result in (Result.PASSED.value, Result.PASSED_WITH_CHANGES.value):
            counts[row.unit_id]["passed"] += row.number
    return {unit_id: Figure(number) for unit_id, number in counts.items()}
