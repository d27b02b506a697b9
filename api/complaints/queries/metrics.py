"""Figures for others' scores. They read what the school was formally told, and nothing else (non-interference).

Fewer than three say nothing of a unit: it is left out, and whoever asked finds "not applicable".
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from api.complaints.models.working import ComplaintOutcome, ComplaintPackage
from api.complaints.rules.packages import PackagePurpose
from api.complaints.rules.policy import SUPPRESS_BELOW
from api.complaints.rules.words import CaseFinding
from api.core import clock
from api.core.context import Context
from api.core.metrics import Figure, Period

_P, _O = ComplaintPackage.__table__.c, ComplaintOutcome.__table__.c


def on_time(ctx: Context, unit_ids: Collection[UUID], period: Period) -> Mapping[UUID, Figure]:
    """`complaints.on_time`: of what a unit was sent to answer by a day in the period, how much it answered by then."""
    today = clock.legal_day(ctx.now)
    stmt = select(_P.unit_id, _P.due_on, _P.answered_on).where(
        _P.unit_id.in_(list(unit_ids)),
        _P.purpose == PackagePurpose.WORK.value,
        _P.released_on.is_not(None),
        _P.due_on.between(period.first, min(period.last, today)),
    )
    counts: dict[UUID, dict[str, int]] = defaultdict(lambda: {"numerator": 0, "denominator": 0})
    for row in ctx.session.execute(stmt):
        counts[row.unit_id]["denominator"] += 1
        counts[row.unit_id]["numerator"] += row.answered_on is not None and row.answered_on <= row.due_on
    return {unit: Figure(number) for unit, number in counts.items() if number["denominator"] >= SUPPRESS_BELOW}


def substantiated(ctx: Context, unit_ids: Collection[UUID], period: Period) -> Mapping[UUID, Figure]:
    """`complaints.substantiated`: of the outcomes that a unit was formally told of in the period, how many were true."""
    stmt = select(_O.notified_unit_id, _O.finding).where(
        _O.notified_unit_id.in_(list(unit_ids)), _O.notified_on.between(period.first, period.last)
    )
    counts: dict[UUID, dict[str, int]] = defaultdict(lambda: {"numerator": 0, "denominator": 0})
    for row in ctx.session.execute(stmt):
        counts[row.notified_unit_id]["denominator"] += 1
        counts[row.notified_unit_id]["numerator"] += row.finding in {CaseFinding.TRUE.value, CaseFinding.PARTLY.value}
    return {unit: Figure(number) for unit, number in counts.items() if number["denominator"] >= SUPPRESS_BELOW}
