"""The desk over HTTP: from received to accepted, sent on or refused; notices, feedback, the archive."""

from uuid import UUID

from api.complaints import errors
from api.complaints.router.guards import SECOND, STATE, Leads, Receives
from api.complaints.rules.words import Track
from api.complaints.schemas.cases import CaseOut
from api.complaints.schemas.moves import (
    AcceptIn,
    AdmitIn,
    CaseMergeIn,
    CaseObjectionIn,
    CaseReason,
    CaseRemark,
    FeedbackIn,
    NotifyIn,
    QuestionIn,
    RefusalIn,
    SealUpIn,
    TransferIn,
)
from api.complaints.service import desk, ending, second
from api.core.routing import Router

router = Router(prefix="/complaints", tags=["complaints"])
_UPWARD = (*(errors.NOT_SUPERIOR, errors.NOT_HANDED_OVER, errors.HANDOVER_OUTDATED, errors.HANDOVER_DIFFERS),)
_OUT = (*SECOND, errors.NOT_MATCHED, errors.SUPERIOR_MATTER)


@router.post("/{complaint_id}:screen", summary="Begin to screen 开始甄别", errors=STATE)
def screen_complaint(ctx: Receives, complaint_id: UUID) -> CaseOut:
    """The case gets its number."""
    return desk.screen(ctx, complaint_id)


@router.post("/{complaint_id}:ask", summary="Ask the reporter 请补充", errors=SECOND)
def ask_reporter(ctx: Receives, complaint_id: UUID, body: QuestionIn) -> CaseOut:
    """A question, sealed to the reporter's receipt. Clocks of the law keep running."""
    return desk.ask(ctx, complaint_id, body.text)


@router.post("/{complaint_id}:resume", summary="Go on without an answer 不等补充", errors=STATE)
def resume_complaint(ctx: Receives, complaint_id: UUID) -> CaseOut:
    """Back to screening."""
    return desk.resume(ctx, complaint_id)


@router.post("/{complaint_id}:seal-up", summary="Send straight up 径送上级", errors=(*SECOND, *_UPWARD))
def seal_up_complaint(ctx: Receives, complaint_id: UUID, body: SealUpIn) -> CaseOut:
    """For matters of a superior organ's only. What was handed over is wiped here, to who shows it; a stub stays."""
    return desk.seal_up(ctx, complaint_id, body)


@router.post("/{complaint_id}:transfer", summary="Propose to send on 提议移送", errors=_OUT)
def transfer_complaint(ctx: Receives, complaint_id: UUID, body: TransferIn) -> CaseOut:
    """To another organ; the leader confirms."""
    return second.propose_transfer(ctx, complaint_id, body)


@router.post("/{complaint_id}:refuse", summary="Propose not to accept 提议不予受理", errors=_OUT)
def refuse_complaint(ctx: Receives, complaint_id: UUID, body: RefusalIn) -> CaseOut:
    """With a reason and where to go; the leader confirms."""
    return second.propose_refusal(ctx, complaint_id, body)


@router.post(
    "/{complaint_id}:escalate", summary="Propose for discipline 提议转 J 轨", errors=(*SECOND, errors.WRONG_TRACK)
)
def escalate_complaint(ctx: Receives, complaint_id: UUID, body: CaseReason) -> CaseOut:
    """An integrity breach shows: once confirmed, screening begins anew on the track of discipline."""
    return second.propose_escalation(ctx, complaint_id, body)


@router.post("/{complaint_id}:merge", summary="Merge a repeat 并入主件", errors=(*SECOND, errors.MASTER_WRONG))
def merge_complaint(ctx: Receives, complaint_id: UUID, body: CaseMergeIn) -> CaseOut:
    """Into the case that it repeats."""
    return desk.merge(ctx, complaint_id, body)


@router.post("/{complaint_id}:accept", summary="Accept a case 受理", errors=(*_OUT, errors.TRACK_FOR_LEAD))
def accept_complaint(ctx: Receives, complaint_id: UUID, body: AcceptIn) -> CaseOut:
    """On the track of petitions, hotline or conduct."""
    return desk.accept(ctx, complaint_id, body.track, body.severity.value)


@router.post("/{complaint_id}:admit", summary="Admit to discipline 受理检举控告", errors=_OUT)
def admit_complaint(ctx: Leads, complaint_id: UUID, body: AdmitIn) -> CaseOut:
    """On the track of discipline, by the leader."""
    return desk.accept(ctx, complaint_id, Track.DISCIPLINE, body.severity.value)


@router.post("/{complaint_id}:notify", summary="Note a notice 登记告知", errors=(*STATE, errors.NOTIFIED_BEFORE))
def notify_complaint(ctx: Receives, complaint_id: UUID, body: NotifyIn) -> CaseOut:
    """The reporter was told that the case was accepted, or not."""
    return desk.notify(ctx, complaint_id, body)


@router.post("/{complaint_id}:withdraw", summary="Mark as withdrawn 标记撤回", errors=(*STATE, errors.WITHDRAWN_BEFORE))
def withdraw_complaint(ctx: Receives, complaint_id: UUID, body: CaseRemark) -> CaseOut:
    """A mark; handling may go on."""
    return desk.withdraw(ctx, complaint_id, body.reason)


@router.post("/{complaint_id}:feed-back", summary="Tell the result 反馈结果", errors=SECOND)
def feed_back_complaint(ctx: Receives, complaint_id: UUID, body: FeedbackIn) -> CaseOut:
    """How and when the reporter was told, and whether they object."""
    return ending.feed_back(ctx, complaint_id, body)


@router.post(
    "/{complaint_id}:object",
    summary="Note an objection 登记异议",
    errors=(*STATE, errors.OBJECTION_LATE, errors.REVIEWS_USED),
)
def object_complaint(ctx: Receives, complaint_id: UUID, body: CaseObjectionIn) -> CaseOut:
    """One that came on paper or by telephone."""
    return ending.object_to(ctx, complaint_id, body)


@router.post("/{complaint_id}:archive", summary="File a case away 归档", errors=(*STATE, errors.WINDOW_OPEN))
def archive_complaint(ctx: Receives, complaint_id: UUID) -> CaseOut:
    """Once the time for objections is over; the background does it too."""
    return ending.archive(ctx, complaint_id)
