"""More time for one clock, and time that is not counted. Each clock by itself: none hides another."""

from datetime import date
from uuid import UUID

from api.access.permissions import Permission
from api.calendars import queries as calendars
from api.complaints import errors
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.clocks import ComplaintClock, ComplaintExtension
from api.complaints.ports import ports
from api.complaints.queries import clocks, page, visible
from api.complaints.queries.visible import Standing
from api.complaints.rules.clocks import ClockOutcome, ClockRule, latest
from api.complaints.rules.states import Who
from api.complaints.schemas.cases import CaseOut
from api.complaints.schemas.clocks import ClockExtensionIn, PauseIn
from api.complaints.service.moving import Line, note, seal, tell, tell_accounts
from api.complaints.service.ticking import recompute
from api.core import clock, ids, notices
from api.core.context import Context
from api.core.errors import FORBIDDEN, INVALID, NOT_FOUND, Refused, Violation

ASKED = notices.define("complaint.extension_asked", permission=Permission.COMPLAINT_LEAD)
DECIDED = notices.define("complaint.extension_answered", permission=Permission.COMPLAINT_READ)
_WAITS, _GRANTED, _REFUSED = "waits", "granted", "refused"


def ask_extension(ctx: Context, case_id: UUID, clock_id: UUID, wanted: ClockExtensionIn) -> CaseOut:
    """Ask for more time for a running clock, as far as its rule allows.

    Errors: `not_found`, `complaint.clock_stopped`, `complaint.no_extension`, `complaint.extension_open`; a day that is not
    later, or too late, as `input.invalid`.
    """
    case, standing = visible.load_case(ctx, case_id)
    ctx.expect(case.revision)
    row, rule = _running(ctx, case, clock_id)
    if any(one.state == _WAITS and one.clock_id == row.id for one in clocks.extensions_of(ctx.session, case.id)):
        raise Refused(errors.EXTENSION_OPEN)
    _refuse_beyond(ctx, row, rule, wanted)
    content = seal(ctx, case, "reason", wanted.reason)
    ctx.session.add(
        ComplaintExtension(
            id=ids.random(),
            case_id=case.id,
            clock_id=row.id,
            until_on=wanted.until_on,
            state=_WAITS,
            asked_by=ctx.signed_in.id,
            asked_on=clock.legal_day(ctx.now),
            content_id=content,
            approval_no=wanted.approval_no,
        )
    )
    _left(ctx, case, Line("extend", min(standing.who), [row.rule], content))
    tell(ctx, case, Permission.COMPLAINT_LEAD, ASKED)
    return page.page_of(ctx, case, standing)


def _running(ctx: Context, case: ComplaintCase, clock_id: UUID) -> tuple[ComplaintClock, ClockRule]:
    row = clocks.find_clock(ctx.session, case.id, clock_id)
    if row is None:
        raise Refused(NOT_FOUND)
    if row.outcome != ClockOutcome.RUNNING:
        raise Refused(errors.CLOCK_STOPPED)
    return row, clocks.rules_in_force(ctx.session, case.unit_id, row.started_on)[row.rule]


def _refuse_beyond(ctx: Context, row: ComplaintClock, rule: ClockRule, wanted: ClockExtensionIn) -> None:
    """Go on only within what the rule grants; beyond that a document of the superior organ is named."""
    if wanted.until_on <= row.due_on:
        raise Refused(INVALID, [Violation(errors.NOT_LATER, "/until_on")])
    if wanted.until_on < clock.legal_day(ctx.now):
        raise Refused(INVALID, [Violation(errors.DAY_PAST, "/until_on")])
    if rule.superior and wanted.approval_no:
        return
    end = latest(calendars.work_calendar(ctx.session), rule, row.due_on)
    if end is None or row.extensions >= rule.extend_times:
        raise Refused(errors.NO_EXTENSION)
    if wanted.until_on > end:
        raise Refused(INVALID, [Violation(errors.EXTENSION_TOO_LONG, "/until_on", params={"until": end.isoformat()})])


def answer_extension(ctx: Context, case_id: UUID, extension_id: UUID, *, grant: bool) -> CaseOut:
    """Grant or refuse what was asked; by the leader, and another than who asked.

    Errors: `not_found`, `access.denied`, `complaint.own_case`, `complaint.extension_answered`, `complaint.clock_stopped`.
    """
    case, standing = _led(ctx, case_id)
    asked = clocks.find_extension(ctx.session, case.id, extension_id)
    if asked is None:
        raise Refused(NOT_FOUND)
    if asked.state != _WAITS:
        raise Refused(errors.EXTENSION_ANSWERED)
    if asked.asked_by == ctx.signed_in.id:
        raise Refused(errors.OWN_CASE)
    asked.state = _GRANTED if grant else _REFUSED
    asked.decided_by, asked.decided_on = ctx.signed_in.id, clock.legal_day(ctx.now)
    if grant:
        row, _ = _running(ctx, case, asked.clock_id)
        row.extended_to_on, row.extensions = asked.until_on, row.extensions + 1
        row.paused, row.level = [], "calm"
        recompute(calendars.work_calendar(ctx.session), row)
    _left(ctx, case, Line("grant" if grant else "deny", Who.LEAD, ["extension"]))
    tell_accounts(ctx, case, {asked.asked_by}, DECIDED)
    return page.page_of(ctx, case, standing)


def pause(ctx: Context, case_id: UUID, clock_id: UUID, wanted: PauseIn) -> CaseOut:
    """A hearing begins: its time is not counted (信访工作条例 第36条).

    Errors: as of `ask_extension`, `complaint.pause_not_allowed`, `complaint.paused`, a coming day.
    """
    case, standing = _led(ctx, case_id)
    row, rule = _running(ctx, case, clock_id)
    if rule.pause is None:
        raise Refused(errors.PAUSE_NOT_ALLOWED)
    if row.paused and row.paused[-1][1] is None:
        raise Refused(errors.PAUSED)
    _refuse_future(ctx, wanted.on)
    row.paused = [*row.paused, [wanted.on.isoformat(), None]]
    _left(ctx, case, Line("pause", Who.LEAD, [row.rule], seal(ctx, case, "reason", wanted.reason)))
    return page.page_of(ctx, case, standing)


def run_on(ctx: Context, case_id: UUID, clock_id: UUID, wanted: PauseIn) -> CaseOut:
    """The hearing is over: the clock runs on, its day moved by what was not counted. Errors: `complaint.not_paused`."""
    case, standing = _led(ctx, case_id)
    row, _ = _running(ctx, case, clock_id)
    if not row.paused or row.paused[-1][1] is not None:
        raise Refused(errors.NOT_PAUSED)
    _refuse_future(ctx, wanted.on)
    since = date.fromisoformat(row.paused[-1][0])
    if wanted.on < since:
        raise Refused(INVALID, [Violation(errors.NOT_LATER, "/on")])
    row.paused = [*row.paused[:-1], [since.isoformat(), wanted.on.isoformat()]]
    recompute(calendars.work_calendar(ctx.session), row)
    _left(ctx, case, Line("run_on", Who.LEAD, [row.rule], seal(ctx, case, "reason", wanted.reason)))
    return page.page_of(ctx, case, standing)


def _refuse_future(ctx: Context, day: date) -> None:
    if day > clock.legal_day(ctx.now):
        raise Refused(INVALID, [Violation(errors.DAY_FUTURE, "/on")])


def _led(ctx: Context, case_id: UUID) -> tuple[ComplaintCase, Standing]:
    case, standing = visible.load_case(ctx, case_id)
    ctx.expect(case.revision)
    if not standing.leads:
        raise Refused(FORBIDDEN)
    return case, standing


def _left(ctx: Context, case: ComplaintCase, line: Line) -> None:
    case.updated_at = ctx.now
    ctx.session.flush()
    note(ctx, case, line)
    ports.publish(ctx, case)
