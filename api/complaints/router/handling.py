"""Handling over HTTP: assignment, work, results, reviews, clearing of names, more time."""

from uuid import UUID

from api.complaints import errors
from api.complaints.router.guards import JUDGED, SECOND, STATE, Handles, Leads, Works
from api.complaints.schemas.cases import CaseOut
from api.complaints.schemas.clocks import ClockExtensionIn, PauseIn
from api.complaints.schemas.moves import (
    CaseAssignmentIn,
    CaseReason,
    ClarificationIn,
    ConclusionIn,
    FindingIn,
    HoldIn,
    PlanIn,
    ReassignIn,
    ReviewChangeIn,
)
from api.complaints.service import ending, extending, handling
from api.core.routing import Router

router = Router(prefix="/complaints", tags=["complaints"])
_NEAR = (
    *(errors.HANDLER_NAMED, errors.HANDLER_SAME_UNIT, errors.HANDLER_TIED),
    *(errors.UNIT_ACCUSED, errors.SCHOOL_NOT_ALLOWED),
)


@router.post(
    "/{complaint_id}:assign",
    summary="Assign a case 交办",
    errors=(*SECOND, *_NEAR, errors.NOT_MATCHED, errors.DISPOSITION_MISSING),
)
def assign_complaint(ctx: Leads, complaint_id: UUID, body: CaseAssignmentIn) -> CaseOut:
    """To a handler of a unit who has nothing to do with anybody named."""
    return handling.assign(ctx, complaint_id, body)


@router.post("/{complaint_id}:reassign", summary="Reassign a case 改派", errors=(*STATE, *_NEAR))
def reassign_complaint(ctx: Leads, complaint_id: UUID, body: ReassignIn) -> CaseOut:
    """To another handler; the former one's access ends at once."""
    return handling.reassign(ctx, complaint_id, body)


@router.post(
    "/{complaint_id}:send-back",
    summary="Send a case back 退回",
    errors=(*STATE, errors.RETURN_LATE, errors.RETURNED_BEFORE),
)
def send_back_complaint(ctx: Handles, complaint_id: UUID, body: CaseReason) -> CaseOut:
    """Not one's unit's: within two working days, once a unit."""
    return handling.send_back(ctx, complaint_id, body.reason)


@router.post("/{complaint_id}:start", summary="Begin handling 开始核查", errors=SECOND)
def start_complaint(ctx: Handles, complaint_id: UUID, body: PlanIn) -> CaseOut:
    """With a plan, sealed."""
    return handling.start(ctx, complaint_id, body.plan)


@router.post("/{complaint_id}:hold", summary="Let a case rest 暂存待查", errors=(*SECOND, errors.WRONG_TRACK))
def hold_complaint(ctx: Leads, complaint_id: UUID, body: HoldIn) -> CaseOut:
    """On the track of discipline, until a day at most six months away."""
    return handling.hold(ctx, complaint_id, body)


@router.post("/{complaint_id}:take-up", summary="Take a case up again 恢复核查", errors=STATE)
def take_up_complaint(ctx: Leads, complaint_id: UUID) -> CaseOut:
    """What rested is handled again."""
    return handling.take_up(ctx, complaint_id)


@router.post("/{complaint_id}:submit", summary="Submit a result 提交结果", errors=(*SECOND, errors.NOT_HEARD))
def submit_complaint(ctx: Handles, complaint_id: UUID, body: FindingIn) -> CaseOut:
    """What was found; the report is sealed."""
    return handling.submit(ctx, complaint_id, body)


@router.post("/{complaint_id}:return", summary="Return a result 退回重查", errors=JUDGED)
def return_complaint(ctx: Leads, complaint_id: UUID, body: CaseReason) -> CaseOut:
    """No clock begins anew."""
    return handling.return_result(ctx, complaint_id, body.reason)


@router.post(
    "/{complaint_id}:conclude",
    summary="Decide a result 审批办结",
    errors=(*JUDGED, errors.NOT_CODED, errors.OUTCOME_MISSING),
)
def conclude_complaint(ctx: Leads, complaint_id: UUID, body: ConclusionIn) -> CaseOut:
    """By another than who handled it."""
    return handling.conclude(ctx, complaint_id, body)


@router.post("/{complaint_id}:uphold", summary="Uphold a result 维持", errors=JUDGED)
def uphold_complaint(ctx: Leads, complaint_id: UUID, body: CaseReason) -> CaseOut:
    """A petition is reviewed by another than who decided it."""
    return ending.uphold(ctx, complaint_id, body.reason)


@router.post("/{complaint_id}:change", summary="Change a result 变更", errors=JUDGED)
def change_complaint(ctx: Leads, complaint_id: UUID, body: ReviewChangeIn) -> CaseOut:
    """The review finds otherwise; the version before stays."""
    return ending.change(ctx, complaint_id, body)


@router.post("/{complaint_id}:redo", summary="Have it done again 发回重查", errors=SECOND)
def redo_complaint(ctx: Leads, complaint_id: UUID, body: CaseReason) -> CaseOut:
    """After a review."""
    return ending.redo(ctx, complaint_id, body.reason)


@router.post("/{complaint_id}:rehandle", summary="Handle again 重办", errors=(*STATE, errors.NOT_UNSATISFIED))
def rehandle_complaint(ctx: Leads, complaint_id: UUID, body: CaseReason) -> CaseOut:
    """The reporter was not satisfied."""
    return ending.rehandle(ctx, complaint_id, body.reason)


@router.post("/{complaint_id}:clarify", summary="Clear a name 澄清", errors=(*STATE, errors.NOT_UNTRUE))
def clarify_complaint(ctx: Leads, complaint_id: UUID, body: ClarificationIn) -> CaseOut:
    """What was said proved untrue: the wronged are told, and who needs to know."""
    return ending.clarify(ctx, complaint_id, body)


@router.post("/{complaint_id}:suspect", summary="Mark as suspected false 疑似诬告", errors=STATE)
def suspect_complaint(ctx: Leads, complaint_id: UUID, body: CaseReason) -> CaseOut:
    """A mark for the superior organ to judge. Nobody is un-masked."""
    return ending.suspect(ctx, complaint_id, body.reason)


# --- More time -------------------------------------------------------------------------------------------------------

_CLOCK = (errors.CLOCK_STOPPED,)


@router.post(
    "/{complaint_id}/clocks/{clock_id}:extend",
    summary="Ask for more time 申请延期",
    errors=(*_CLOCK, errors.NO_EXTENSION, errors.EXTENSION_OPEN),
)
def extend_complaint_clock(ctx: Works, complaint_id: UUID, clock_id: UUID, body: ClockExtensionIn) -> CaseOut:
    """For one clock, as far as its rule goes."""
    return extending.ask_extension(ctx, complaint_id, clock_id, body)


_ANSWER = (*_CLOCK, errors.EXTENSION_ANSWERED, errors.OWN_CASE)


@router.post("/{complaint_id}/extensions/{extension_id}:grant", summary="Grant more time 批准延期", errors=_ANSWER)
def grant_complaint_extension(ctx: Leads, complaint_id: UUID, extension_id: UUID) -> CaseOut:
    """By another than who asked."""
    return extending.answer_extension(ctx, complaint_id, extension_id, grant=True)


@router.post("/{complaint_id}/extensions/{extension_id}:deny", summary="Refuse more time 不予延期", errors=_ANSWER)
def deny_complaint_extension(ctx: Leads, complaint_id: UUID, extension_id: UUID) -> CaseOut:
    """The clock keeps its day."""
    return extending.answer_extension(ctx, complaint_id, extension_id, grant=False)


@router.post(
    "/{complaint_id}/clocks/{clock_id}:pause",
    summary="Stop a clock for a hearing 听证扣除",
    errors=(*_CLOCK, errors.PAUSE_NOT_ALLOWED, errors.PAUSED),
)
def pause_complaint_clock(ctx: Leads, complaint_id: UUID, clock_id: UUID, body: PauseIn) -> CaseOut:
    """Its time is not counted."""
    return extending.pause(ctx, complaint_id, clock_id, body)


@router.post(
    "/{complaint_id}/clocks/{clock_id}:run", summary="Let a clock run on 恢复计时", errors=(*_CLOCK, errors.NOT_PAUSED)
)
def run_complaint_clock(ctx: Leads, complaint_id: UUID, clock_id: UUID, body: PauseIn) -> CaseOut:
    """The hearing is over."""
    return extending.run_on(ctx, complaint_id, clock_id, body)
