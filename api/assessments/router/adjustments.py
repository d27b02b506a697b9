"""加分, 扣分 and 一票否决 over HTTP. Vetoes have addresses of their own: another decides them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.assessments import refusals
from api.assessments.queries import adjustments
from api.assessments.rules.adjustments import AdjustmentKind, AdjustmentVerb
from api.assessments.schemas.adjustments import (
    AdjustmentDecisionIn,
    AdjustmentFilter,
    AdjustmentIn,
    AdjustmentOut,
    AdjustmentReasonIn,
    BonusClaimIn,
    VetoIn,
)
from api.assessments.service import adjustments as service
from api.core.context import Context
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page

router = Router(prefix="/assessments", tags=["assessments"])

_PROPOSING = (refusals.ADJUSTMENT_CLOSED,)
_DECIDING = (refusals.ADJUSTMENT_STATE, refusals.ADJUSTMENT_CLOSED, refusals.OWN_PROPOSAL)

Reads = Annotated[Context, Requires(Permission.ASSESSMENT_READ, snapshot=True)]
Reviews = Annotated[Context, Requires(Permission.ASSESSMENT_REVIEW, idempotent=True)]
Manages = Annotated[Context, Requires(Permission.ASSESSMENT_MANAGE, if_match="required")]
Decides = Annotated[Context, Requires(Permission.ASSESSMENT_DECIDE, if_match="required")]


@router.get("/adjustments", summary="List adjustments 加减分和否决列表", errors=(TOO_DEEP,))
def list_assessment_adjustments(
    ctx: Reads, wanted: Annotated[AdjustmentFilter, Query()], paging: Paged
) -> Page[AdjustmentOut]:
    """Bonuses, deductions and vetoes that the caller sees, the newest first."""
    return adjustments.list_adjustments(ctx, wanted, paging)


@router.get("/adjustments/{adjustment_id}", summary="Read an adjustment 加减分和否决")
def get_assessment_adjustment(ctx: Reads, adjustment_id: UUID) -> AdjustmentOut:
    """One of them, with what the caller can do with it now."""
    return adjustments.get_adjustment(ctx, adjustment_id)


# --- Proposing -------------------------------------------------------------------------------------------------------


@router.post(
    "/enrolments/{enrolment_id}/bonus-claims", status_code=201, summary="Claim a bonus 申报加分", errors=_PROPOSING
)
def claim_assessment_bonus(
    ctx: Annotated[Context, Requires(Permission.ASSESSMENT_FILL, idempotent=True)],
    enrolment_id: UUID,
    body: BonusClaimIn,
) -> AdjustmentOut:
    """A school claims a bonus for an honour of its own, on evidence or a document."""
    return service.propose(ctx, enrolment_id, body, (AdjustmentKind.BONUS,))


@router.post(
    "/enrolments/{enrolment_id}/adjustments",
    status_code=201,
    summary="Propose an adjustment 提出加减分",
    errors=_PROPOSING,
)
def propose_assessment_adjustment(ctx: Reviews, enrolment_id: UUID, body: AdjustmentIn) -> AdjustmentOut:
    """A reviewer proposes a bonus or a deduction; another decides."""
    return service.propose(ctx, enrolment_id, body, service.OTHERS)


@router.post(
    "/enrolments/{enrolment_id}/vetoes", status_code=201, summary="Propose a veto 提出一票否决", errors=_PROPOSING
)
def propose_assessment_veto(ctx: Reviews, enrolment_id: UUID, body: VetoIn) -> AdjustmentOut:
    """A reviewer proposes a veto on a document; the bureau's leaders decide."""
    return service.propose(ctx, enrolment_id, body, service.VETOES)


@router.post(
    "/adjustments/{adjustment_id}:withdraw",
    summary="Withdraw a proposal 撤回",
    errors=(refusals.ADJUSTMENT_STATE, refusals.ADJUSTMENT_CLOSED, refusals.NOT_YOUR_PROPOSAL),
)
def withdraw_assessment_adjustment(
    ctx: Annotated[Context, Requires(Permission.ASSESSMENT_READ, if_match="required")], adjustment_id: UUID
) -> AdjustmentOut:
    """Take back what one has proposed oneself."""
    return service.withdraw(ctx, adjustment_id)


# --- Deciding --------------------------------------------------------------------------------------------------------


@router.post("/adjustments/{adjustment_id}:uphold", summary="Uphold an adjustment 认定加减分", errors=_DECIDING)
def uphold_assessment_adjustment(ctx: Manages, adjustment_id: UUID, body: AdjustmentDecisionIn) -> AdjustmentOut:
    """It counts from the next computing on. Not by who proposed it."""
    return service.decide(ctx, adjustment_id, AdjustmentVerb.UPHOLD, service.OTHERS, body.reason)


@router.post("/adjustments/{adjustment_id}:reject", summary="Reject an adjustment 不予认定", errors=_DECIDING)
def reject_assessment_adjustment(ctx: Manages, adjustment_id: UUID, body: AdjustmentReasonIn) -> AdjustmentOut:
    """It does not count, for a reason."""
    return service.decide(ctx, adjustment_id, AdjustmentVerb.REJECT, service.OTHERS, body.reason)


@router.post("/adjustments/{adjustment_id}:lift", summary="Lift an adjustment 撤销认定", errors=_DECIDING)
def lift_assessment_adjustment(ctx: Manages, adjustment_id: UUID, body: AdjustmentReasonIn) -> AdjustmentOut:
    """What was upheld no longer counts; it stays in the record."""
    return service.decide(ctx, adjustment_id, AdjustmentVerb.LIFT, service.OTHERS, body.reason)


@router.post("/vetoes/{adjustment_id}:uphold", summary="Uphold a veto 认定一票否决", errors=_DECIDING)
def uphold_assessment_veto(ctx: Decides, adjustment_id: UUID, body: AdjustmentDecisionIn) -> AdjustmentOut:
    """Its effect comes with the next computing; awards that it takes away are gone at once."""
    return service.decide(ctx, adjustment_id, AdjustmentVerb.UPHOLD, service.VETOES, body.reason)


@router.post("/vetoes/{adjustment_id}:reject", summary="Reject a veto 不予否决", errors=_DECIDING)
def reject_assessment_veto(ctx: Decides, adjustment_id: UUID, body: AdjustmentReasonIn) -> AdjustmentOut:
    """The ground is not established, for a reason."""
    return service.decide(ctx, adjustment_id, AdjustmentVerb.REJECT, service.VETOES, body.reason)


@router.post("/vetoes/{adjustment_id}:lift", summary="Lift a veto 撤销否决", errors=_DECIDING)
def lift_assessment_veto(ctx: Decides, adjustment_id: UUID, body: AdjustmentReasonIn) -> AdjustmentOut:
    """The ground has been overturned; what it took away is not given back by itself."""
    return service.decide(ctx, adjustment_id, AdjustmentVerb.LIFT, service.VETOES, body.reason)
