"""Figures of checks that others read: how much of a school's record could be judged, and what is open against it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from api.checks.models import CheckRun, Finding
from api.checks.rules.answers import FindingSeverity
from api.checks.rules.findings import OPEN_STATES
from api.core import clock
from api.core.context import Context
from api.core.metrics import Figure, Period

_RUN, _FINDING = (model.metadata.tables[model.__tablename__].c for model in (CheckRun, Finding))
_OPEN = [state.value for state in OPEN_STATES]


def evaluability(ctx: Context, unit_ids: Collection[UUID], period: Period) -> Mapping[UUID, Figure]:  # noqa: ARG001 (as every metric)
    """The metric `checks.evaluability`: of the questions that apply to a school, those for which there is data.

    As of the last run. A school that was never checked is not known; one with nothing to ask about is not either.
    """
    with_data = func.sum(_RUN.passed + _RUN.failed)
    asked = func.sum(_RUN.passed + _RUN.failed + _RUN.insufficient)
    stmt = select(_RUN.unit_id, with_data.label("with_data"), asked.label("asked")).group_by(_RUN.unit_id)
    rows = ctx.session.execute(stmt.where(_RUN.unit_id.in_(list(unit_ids)))).all()
    return {
        row.unit_id: Figure({"numerator": int(row.with_data), "denominator": int(row.asked)})
        for row in rows
        if row.asked
    }


def open_findings(ctx: Context, unit_ids: Collection[UUID], period: Period) -> Mapping[UUID, Figure]:
    """The fact `checks.findings`: findings of the period that are still open, by severity.

    What a finding is about has a day, by which it belongs to a period; without one it is the day on which it was opened.
    A school that was never checked is not known; one that was has zeros.
    """
    checked = ctx.session.scalars(select(_RUN.unit_id).where(_RUN.unit_id.in_(list(unit_ids))).distinct()).all()
    counts = {unit_id: {severity.value: 0 for severity in FindingSeverity} for unit_id in checked}
    first, after = (datetime.combine(day, time(), clock.zone()) for day in (period.first, period.last + timedelta(1)))
    opened = and_(_FINDING.subject_on.is_(None), _FINDING.opened_at >= first, _FINDING.opened_at < after)
    of_period = or_(_FINDING.subject_on.between(*period), opened)
    stmt = select(_FINDING.unit_id, _FINDING.severity, func.count().label("number"))
    stmt = stmt.where(_FINDING.unit_id.in_(list(counts)), _FINDING.state.in_(_OPEN), of_period)
    for row in ctx.session.execute(stmt.group_by(_FINDING.unit_id, _FINDING.severity)):
        counts[row.unit_id][row.severity] += row.number
    return {unit_id: Figure(number) for unit_id, number in counts.items()}


def find_due(ctx: Context, until: date) -> Sequence[Any]:
    """Open findings whose time limit ends by a day, whoever's they are: for the reminders of the house."""
    names = ("id", "unit_id", "rule_id", "subject_label", "due_on", "owner_id")
    stmt = select(*(_FINDING[name] for name in names)).where(_FINDING.state.in_(_OPEN), _FINDING.due_on <= until)
    return ctx.session.execute(stmt.order_by(_FINDING.due_on, _FINDING.id)).all()
