"""Clocks are announced at 50, 80 and 100 %, urged a working day after (催办) and supervised five after (督办).

The ladder is internal: nobody outside the inspection team, the handler and the supervisors hears of it. What rests on a
calendar that was not announced is computed anew each day; what waits in vain goes on; what is over is filed away.
"""

from collections.abc import Collection
from uuid import UUID

from api.access.permissions import Permission
from api.access.providers import providers
from api.calendars import queries as calendars
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.clocks import ComplaintClock
from api.complaints.queries import due, work
from api.complaints.rules.clocks import ClockKind, ClockLevel, ClockOutcome, Stretch, TimeUnit, level, rising
from api.complaints.rules.states import DESK, CaseState, CaseVerb, Who
from api.complaints.service.ending import file_away
from api.complaints.service.moving import Line, note, open_for, take, tell_accounts
from api.complaints.service.ticking import recompute
from api.core import clock, notices
from api.core.context import Context

P = Permission
NEARING = notices.define("complaint.clock_nearing", permission=P.COMPLAINT_READ)
OVERDUE = notices.define("complaint.clock_overdue", mandatory=True, permission=P.COMPLAINT_READ)
SUPERVISED = notices.define("complaint.clock_supervised", mandatory=True)
LOOK = notices.define("complaint.look_again", permission=P.COMPLAINT_LEAD)
_LADDER = {ClockLevel.URGED: "urge", ClockLevel.SUPERVISED: "supervise"}


def remind(ctx: Context) -> None:
    """Once a day: move provisional days, close windows, tell what comes nearer its end, go on, file away."""
    today, calendar = clock.legal_day(ctx.now), calendars.work_calendar(ctx.session)
    for row in due.provisional_clocks(ctx.session):
        recompute(calendar, row)
    for row, case in due.running(ctx.session):
        if row.kind == ClockKind.WINDOW.value:
            _close(ctx, row, case)
            continue
        now = level(calendar, Stretch(row.started_on, row.due_on, TimeUnit(row.unit)), today)
        if rising(ClockLevel(row.level), now):
            row.level = now.value
            _tell(ctx, case, row, now)
    for case in due.asked_in_vain(ctx.session, today):
        if (opened := open_for(ctx, case, CaseVerb.RESUME, Who.JOB)) is not None:
            take(ctx, opened)
    for case in due.resting(ctx.session, today):
        tell_accounts(ctx, case, _holders(ctx, case, P.COMPLAINT_LEAD), LOOK)
    for case in due.to_archive(ctx.session, today):
        if (opened := open_for(ctx, case, CaseVerb.ARCHIVE, Who.JOB)) is not None:
            file_away(ctx, opened)


def _close(ctx: Context, row: ComplaintClock, case: ComplaintCase) -> None:
    """A time in which somebody might have done something is over; a question is waited for by the case itself."""
    waits = case.state == CaseState.AWAITING_INFO
    if row.due_on < clock.legal_day(ctx.now) and not waits:
        row.outcome, row.stopped_on = ClockOutcome.OVER.value, row.due_on


def _tell(ctx: Context, case: ComplaintCase, row: ComplaintClock, now: ClockLevel) -> None:
    workers = _workers(ctx, case)
    leaders = _holders(ctx, case, P.COMPLAINT_LEAD)
    if now in {ClockLevel.HALF, ClockLevel.NEAR, ClockLevel.DUE}:
        tell_accounts(ctx, case, workers | (leaders if now is ClockLevel.DUE else set()), NEARING)
        return
    note(ctx, case, Line(_LADDER[now], Who.JOB, [row.rule]))
    tell_accounts(ctx, case, workers | leaders, OVERDUE)
    if now is ClockLevel.SUPERVISED:
        known = case.matched and not case.restricted
        supervisors = _holders(ctx, case, P.COMPLAINT_SUPERVISE) if known else set()
        tell_accounts(ctx, case, supervisors | leaders, SUPERVISED)


def _workers(ctx: Context, case: ComplaintCase) -> set[UUID]:
    """Whose move it is: the desk's until the case is accepted and once it is to be told, else the handler's."""
    desk = CaseState(case.state) in DESK | {CaseState.NOT_ACCEPTED, CaseState.CONCLUDED}
    assigned = None if desk else work.current_assignment(ctx.session, case.id)
    if assigned is not None:
        return {assigned.handler_id}
    return _holders(ctx, case, P.COMPLAINT_INTAKE if desk else P.COMPLAINT_LEAD)


def _holders(ctx: Context, case: ComplaintCase, permission: Permission) -> set[UUID]:
    holders: Collection[UUID] = providers.find_holders(ctx.session, permission, case.unit_id)
    return set(holders)
