"""From accepted to concluded: who handles it, what was found, what is decided."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from api.access.permissions import Permission
from api.calendars import queries as calendars
from api.complaints import errors
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.working import ComplaintAssignment, ComplaintOutcome
from api.complaints.queries import work
from api.complaints.queries.categories import categories
from api.complaints.rules.conflicts import assignment_fault
from api.complaints.rules.policy import HOLD_MONTHS, RETURN_WORKING_DAYS
from api.complaints.rules.states import CaseVerb
from api.complaints.rules.words import Track
from api.complaints.schemas.cases import CaseOut
from api.complaints.schemas.moves import CaseAssignmentIn, ConclusionIn, FindingIn, HoldIn, ReassignIn
from api.complaints.service.desk import shown
from api.complaints.service.moving import Move, open_case, seal, take, tell, tell_accounts
from api.core import clock, ids, notices
from api.core.context import Context
from api.core.errors import Refused, Violation, refuse_if_any
from api.rectifications.rules.clocks import months_after

V = CaseVerb
ASSIGNED = notices.define("complaint.assigned", permission=Permission.COMPLAINT_HANDLE)
SENT_BACK = notices.define("complaint.sent_back", permission=Permission.COMPLAINT_LEAD)
SUBMITTED = notices.define("complaint.submitted", permission=Permission.COMPLAINT_LEAD)
RETURNED = notices.define("complaint.returned", permission=Permission.COMPLAINT_HANDLE)
CONCLUDED = notices.define("complaint.concluded", permission=Permission.COMPLAINT_INTAKE)


def assign(ctx: Context, case_id: UUID, wanted: CaseAssignmentIn) -> CaseOut:
    """Give a case to a handler of a unit. Who is near to somebody named keeps out (回避).

    On the track of discipline the disposition and the record of the collective study come with it (工作规则 第17条).
    Errors: those of `open_case`, `complaint.disposition_missing`, those of keeping out, unknown ids as `input.invalid`.
    """
    opened = open_case(ctx, case_id, V.ASSIGN)
    case = opened.case
    if case.track == Track.DISCIPLINE and not (wanted.disposition and wanted.study_on and wanted.study_no):
        raise Refused(errors.DISPOSITION_MISSING)
    refuse_if_near(ctx, case, wanted.handler_id, wanted.unit_id)
    said = {"disposition": wanted.disposition, "study_on": wanted.study_on, "study_no": wanted.study_no}
    begin_assignment(ctx, case, (wanted.handler_id, wanted.unit_id), said)
    take(ctx, opened, Move(reason=wanted.reason, touched=["handler"]))
    tell_accounts(ctx, case, {wanted.handler_id}, ASSIGNED)
    return shown(ctx, opened)


def reassign(ctx: Context, case_id: UUID, wanted: ReassignIn) -> CaseOut:
    """Give a case to another handler; the former one's access ends at once. Errors: as of `assign`."""
    opened = open_case(ctx, case_id, V.REASSIGN)
    case = opened.case
    refuse_if_near(ctx, case, wanted.handler_id, wanted.unit_id)
    before = end_assignment(ctx, case, "reassigned")
    begin_assignment(ctx, case, (wanted.handler_id, wanted.unit_id), _carried(before))
    take(ctx, opened, Move(reason=wanted.reason, touched=["handler"]))
    tell_accounts(ctx, case, {wanted.handler_id}, ASSIGNED)
    return shown(ctx, opened)


def _carried(before: ComplaintAssignment | None) -> dict[str, Any]:
    names = ("disposition", "study_on", "study_no", "plan_id", "started_on")
    return {name: getattr(before, name) for name in names} if before else {}


def refuse_if_near(ctx: Context, case: ComplaintCase, handler_id: UUID, unit_id: UUID) -> None:
    """Go on only if this handler of this unit may have the case. Errors: as of `assign`."""
    unit = work.find_unit(ctx, unit_id)
    refuse_if_any(_unknown(ctx, case, handler_id, found=unit is not None))
    assert unit is not None, "judged"
    category = categories(ctx.session).get(case.category or "")
    who = work.candidate(ctx.session, handler_id, unit)
    integrity = category is not None and category.integrity
    fault = assignment_fault(work.named_in(ctx.session, case.id), who, Track(case.track or "X"), integrity=integrity)
    if fault is not None:
        raise Refused(fault)


def _unknown(ctx: Context, case: ComplaintCase, handler_id: UUID, *, found: bool) -> Iterator[Violation]:
    if not found:
        yield Violation(errors.UNIT_NOT_FOUND, "/unit_id")
    if not work.may_handle(ctx, handler_id, case.unit_id):
        yield Violation(errors.HANDLER_NOT_FOUND, "/handler_id")


def begin_assignment(ctx: Context, case: ComplaintCase, to: tuple[UUID, UUID], said: Mapping[str, Any]) -> None:
    """Write down who handles a case from today on, for which unit."""
    today = clock.legal_day(ctx.now)
    until = calendars.work_calendar(ctx.session).add(today, RETURN_WORKING_DAYS).date
    row = ComplaintAssignment(
        id=ids.random(),
        case_id=case.id,
        handler_id=to[0],
        unit_id=to[1],
        assigned_by=ctx.signed_in.id,
        assigned_on=today,
        return_until_on=until,
        **said,
    )
    ctx.session.add(row)
    ctx.session.flush()


def end_assignment(ctx: Context, case: ComplaintCase, how: str) -> ComplaintAssignment | None:
    """Whoever handles a case handles it no more, from now on."""
    row = work.current_assignment(ctx.session, case.id)
    if row is not None:
        row.ended_on, row.ended_as = clock.legal_day(ctx.now), how
        ctx.session.flush()
    return row


def send_back(ctx: Context, case_id: UUID, reason: str) -> CaseOut:
    """Say that it is not one's unit's, within two working days, once a unit. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.SEND_BACK)
    case = opened.case
    row = end_assignment(ctx, case, "sent_back")
    units = [*case.returned_units, *([str(row.unit_id)] if row else [])]
    take(ctx, opened, Move({"returned_units": units}, reason))
    tell(ctx, case, Permission.COMPLAINT_LEAD, SENT_BACK)
    return shown(ctx, opened)


def start(ctx: Context, case_id: UUID, plan: str) -> CaseOut:
    """Begin, with a plan. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.START)
    row = work.current_assignment(ctx.session, opened.case.id)
    assert row is not None, "an assigned case has a handler"
    row.plan_id, row.started_on = seal(ctx, opened.case, "plan", plan), opened.facts.today
    take(ctx, opened, Move(touched=["plan"]))
    return shown(ctx, opened)


def hold(ctx: Context, case_id: UUID, wanted: HoldIn) -> CaseOut:
    """Let it rest 暂存待查, with a day to look again. Errors: those of `open_case`; a bad day as `input.invalid`."""
    opened = open_case(ctx, case_id, V.HOLD)
    today = opened.facts.today
    if wanted.look_on <= today:
        refuse_if_any([Violation(errors.DAY_PAST, "/look_on")])
    if wanted.look_on > months_after(today, HOLD_MONTHS):
        refuse_if_any([Violation(errors.HOLD_TOO_LONG, "/look_on")])
    take(ctx, opened, Move({"hold_until_on": wanted.look_on}, wanted.reason))
    return shown(ctx, opened)


def take_up(ctx: Context, case_id: UUID) -> CaseOut:
    """Go on with what rested. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.TAKE_UP)
    take(ctx, opened, Move({"hold_until_on": None}))
    return shown(ctx, opened)


def submit(ctx: Context, case_id: UUID, wanted: FindingIn) -> CaseOut:
    """Submit what was found. On the tracks of conduct and discipline the accused was heard. Errors: as of `open_case`."""
    opened = open_case(ctx, case_id, V.SUBMIT, heard=wanted.heard)
    case = opened.case
    outcome = ComplaintOutcome(
        id=ids.random(),
        case_id=case.id,
        version=_next_version(ctx, case),
        finding=wanted.finding.value,
        form=wanted.form,
        measures=[measure.value for measure in wanted.measures],
        recovered=wanted.recovered,
        people=wanted.people,
        report_id=seal(ctx, case, "report", wanted.report),
        submitted_by=ctx.signed_in.id,
    )
    ctx.session.add(outcome)
    take(ctx, opened, Move({"heard": wanted.heard}, touched=["outcome"]))
    tell(ctx, case, Permission.COMPLAINT_LEAD, SUBMITTED)
    return shown(ctx, opened)


def _next_version(ctx: Context, case: ComplaintCase) -> int:
    last = work.last_outcome(ctx.session, case.id)
    return last.version + 1 if last else 1


def return_result(ctx: Context, case_id: UUID, reason: str) -> CaseOut:
    """Give a result back to its handler; no clock begins anew. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.RETURN)
    take(ctx, opened, Move(reason=reason))
    row = work.current_assignment(ctx.session, opened.case.id)
    tell_accounts(ctx, opened.case, {row.handler_id} if row else set(), RETURNED)
    return shown(ctx, opened)


def conclude(ctx: Context, case_id: UUID, wanted: ConclusionIn) -> CaseOut:
    """Decide the result; by another than who handled it. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.CONCLUDE)
    case, outcome = opened.case, work.last_outcome(ctx.session, opened.case.id)
    if outcome is None:
        raise Refused(errors.OUTCOME_MISSING)
    _link(ctx, wanted.rectification_id)
    for name in wanted.model_fields_set - {"reason"}:
        value = getattr(wanted, name)
        if value is not None:
            setattr(outcome, name, [one.value for one in value] if name == "measures" else value)
    outcome.decided_by, outcome.decided_on = ctx.signed_in.id, opened.facts.today
    take(ctx, opened, Move({"concluded_on": opened.facts.today}, wanted.reason, touched=["outcome"]))
    tell(ctx, case, Permission.COMPLAINT_INTAKE, CONCLUDED)
    return shown(ctx, opened)


def _link(ctx: Context, problem_id: UUID | None) -> None:
    if problem_id is not None and not work.problem_there(ctx, problem_id):
        refuse_if_any([Violation(errors.RECTIFICATION_NOT_FOUND, "/rectification_id")])
