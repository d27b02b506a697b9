"""Rounds over HTTP: entries, submission, return, acceptance.

Who may do what depends on the round (`rules.rounds.PARTIES`): the school fills and submits its self-assessment, the
district and the county each score a round of their own. The permission is judged at the school once the round is known;
what the caller may do now stands in `verbs`.
"""

from typing import Annotated
from uuid import UUID

from fastapi import Path

from api.access.guard import Requires
from api.access.permissions import Permission
from api.assessments import errors, queries, service
from api.assessments.rules.rounds import Round
from api.assessments.schemas.fields import Code
from api.assessments.schemas.rounds import (
    AssessmentAcceptIn,
    AssessmentAcceptManyIn,
    AssessmentBatchOut,
    AssessmentConfirmIn,
    AssessmentReadiness,
    AssessmentReturnIn,
    AssessmentReturnManyIn,
    AssessmentRoundOut,
    AssessmentScoreIn,
    AssessmentScoreSaved,
    AssessmentSubmitIn,
    AssessmentTakenOver,
    ItemAssignmentsIn,
    ItemAssignmentsOut,
)
from api.assessments.schemas.work import SideBySide
from api.core.context import Context
from api.core.routing import Router
from api.frameworks.schemas.calculations import ExplainedOut

router = Router(prefix="/assessments", tags=["assessments"])

Reads = Annotated[Context, Requires(Permission.ASSESSMENT_READ)]
Sees = Annotated[Context, Requires(Permission.ASSESSMENT_READ, snapshot=True)]
Works = Annotated[Context, Requires(Permission.ASSESSMENT_READ, if_match="required")]
Reviews = Annotated[Context, Requires(Permission.ASSESSMENT_REVIEW)]
ItemCode = Annotated[Code, Path(examples=["A1"])]

_ONE = "/enrolments/{enrolment_id}/rounds/{round}"
_CLOSED = (
    *(errors.WRONG_STATE, errors.NOT_OPEN_YET, errors.ROUNDS_OVER, errors.LATER_HANDED_IN, errors.WINDOW_CLOSED),
    *(errors.EARLIER_OPEN, errors.NOT_ENROLLED, errors.RECUSED),
)


@router.get("/enrolments/{enrolment_id}/items", summary="Compare rounds 各轮并排")
def compare_assessment_rounds(ctx: Sees, enrolment_id: UUID) -> SideBySide:
    """Every item with its entry in each round that the caller sees, and how far the rounds lie apart."""
    return queries.compare_rounds(ctx, enrolment_id)


@router.get(_ONE, summary="Read a round 一轮详情")
def get_assessment_round(ctx: Sees, enrolment_id: UUID, round: Round) -> AssessmentRoundOut:
    """All entries, the value of every indicator, derived items, assignments, and what the caller can do."""
    return queries.get_round(ctx, enrolment_id, round)


@router.get(f"{_ONE}/explanation", summary="Explain a round 得分说明")
def explain_assessment_round(ctx: Sees, enrolment_id: UUID, round: Round) -> ExplainedOut:
    """The tree from the total to every item; its lines add up to the cent."""
    return queries.explain_round(ctx, enrolment_id, round)


@router.get(f"{_ONE}/readiness", summary="Check readiness 提交前检查")
def check_assessment_readiness(ctx: Sees, enrolment_id: UUID, round: Round) -> AssessmentReadiness:
    """What is still missing before the round can be submitted."""
    return queries.check_readiness(ctx, enrolment_id, round)


@router.put(
    f"{_ONE}/scores/{{code}}",
    summary="Save an entry 保存一项",
    errors=(*_CLOSED, errors.SCORE_STALE, errors.ITEM_ABSENT, errors.ASSIGNED_ELSEWHERE),
)
def save_assessment_score(
    ctx: Works, enrolment_id: UUID, round: Round, code: ItemCode, body: AssessmentScoreIn
) -> AssessmentScoreSaved:
    """The whole entry of an item, in place of what was there; points are computed at once.

    `If-Match` is the revision of this entry, `"0"` where there is none. Whoever is too late gets 412 with both versions
    in the first entry of `errors`: `params.stored` and `params.sent`.
    """
    return service.save_score(ctx, (enrolment_id, round, code), body)


@router.post(f"{_ONE}:confirm", summary="Confirm 照前一轮确认", errors=(*_CLOSED, errors.CONFIRM_NOT_ALLOWED))
def confirm_assessment_scores(
    ctx: Reads, enrolment_id: UUID, round: Round, body: AssessmentConfirmIn
) -> AssessmentTakenOver:
    """Take over what the nearest round before says, of some items or of all that are open."""
    return service.confirm_scores(ctx, enrolment_id, round, body)


@router.post(f"{_ONE}:derive", summary="Derive 取数", errors=_CLOSED)
def derive_assessment_scores(ctx: Reads, enrolment_id: UUID, round: Round) -> AssessmentTakenOver:
    """Enter the figures that the product has into the derived items; where it has none, a person enters them."""
    return service.derive_scores(ctx, enrolment_id, round)


@router.post(f"{_ONE}:submit", summary="Submit a round 提交一轮", errors=(*_CLOSED, errors.NOT_READY))
def submit_assessment_round(
    ctx: Works, enrolment_id: UUID, round: Round, body: AssessmentSubmitIn
) -> AssessmentRoundOut:
    """A signature. Not before every required item has an entry and every large gap is explained."""
    return service.submit_round(ctx, enrolment_id, round, body)


@router.post(f"{_ONE}:return", summary="Return a round 退回一轮", errors=(*_CLOSED, errors.OWN_ROUND))
def return_assessment_round(
    ctx: Works, enrolment_id: UUID, round: Round, body: AssessmentReturnIn
) -> AssessmentRoundOut:
    """With a reason, until a later round is submitted."""
    return service.return_round(ctx, enrolment_id, round, body)


@router.post(f"{_ONE}:accept", summary="Accept a round 通过一轮", errors=(*_CLOSED, errors.OWN_ROUND))
def accept_assessment_round(
    ctx: Works, enrolment_id: UUID, round: Round, body: AssessmentAcceptIn
) -> AssessmentRoundOut:
    """By the floor above, or by another of the county."""
    return service.accept_round(ctx, enrolment_id, round, body)


@router.post("/campaigns/{campaign_id}/rounds:return", summary="Return rounds 批量退回")
def return_assessment_rounds(ctx: Reviews, campaign_id: UUID, body: AssessmentReturnManyIn) -> AssessmentBatchOut:
    """Several at once for one reason; each that cannot be returned is told with the code of its refusal."""
    return service.return_many(ctx, campaign_id, body)


@router.post("/campaigns/{campaign_id}/rounds:accept", summary="Accept rounds 批量通过")
def accept_assessment_rounds(ctx: Reviews, campaign_id: UUID, body: AssessmentAcceptManyIn) -> AssessmentBatchOut:
    """Several at once; each that cannot be accepted is told with the code of its refusal."""
    return service.accept_many(ctx, campaign_id, body)


# --- Assignments -----------------------------------------------------------------------------------------------------


@router.get(f"{_ONE}/assignments", summary="List assignments 分工")
def list_assessment_assignments(ctx: Reads, enrolment_id: UUID, round: Round) -> ItemAssignmentsOut:
    """Who works on which items, and, for who assigns, who could."""
    return queries.read_assignments(ctx, enrolment_id, round)


@router.put(f"{_ONE}/assignments", summary="Assign items 设定分工")
def assign_assessment_items(
    ctx: Reads, enrolment_id: UUID, round: Round, body: ItemAssignmentsIn
) -> ItemAssignmentsOut:
    """Replaces what was given before. An item that is given to someone is written by them, and by who assigns."""
    return service.assign_items(ctx, enrolment_id, round, body)


@router.post(
    f"{_ONE}/assignments/{{code}}:done", summary="Finish an assignment 分工完成", errors=(errors.NOT_ASSIGNED,)
)
def finish_assessment_assignment(ctx: Reads, enrolment_id: UUID, round: Round, code: ItemCode) -> ItemAssignmentsOut:
    """Say that what was given to you is finished."""
    return service.finish_assignment(ctx, enrolment_id, round, code)
