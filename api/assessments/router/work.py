"""Evidence places and recusals over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Path

from api.access.guard import Requires
from api.access.permissions import Permission
from api.assessments import errors, queries, service
from api.assessments.schemas.fields import Code
from api.assessments.schemas.work import EvidenceSlots, RecusalIn, Recusals, SlotEvidenceIn
from api.core.context import Context
from api.core.routing import Router
from api.evidence import errors as evidence_errors

router = Router(prefix="/assessments/enrolments/{enrolment_id}", tags=["assessments"])

Reads = Annotated[Context, Requires(Permission.ASSESSMENT_READ)]
Sees = Annotated[Context, Requires(Permission.ASSESSMENT_READ, snapshot=True)]
Files = Annotated[Context, Requires(Permission.EVIDENCE_MANAGE)]
ItemCode = Annotated[Code, Path(examples=["A1"])]
SlotCode = Annotated[Code, Path(examples=["A1.1"])]


@router.get("/slots", summary="List evidence places 佐证位")
def list_evidence_slots(ctx: Sees, enrolment_id: UUID) -> EvidenceSlots:
    """Every place of the items that apply, what stands in it, and whether its period fits."""
    return queries.list_slots(ctx, enrolment_id)


@router.post(
    "/slots/{code}/{slot}/evidence",
    summary="Submit evidence for a place 提交佐证",
    errors=(errors.NOT_ENROLLED, errors.ROUNDS_OVER, evidence_errors.USE_TAKEN, evidence_errors.WRONG_STATE),
)
def submit_slot_evidence(
    ctx: Files, enrolment_id: UUID, code: ItemCode, slot: SlotCode, body: SlotEvidenceIn
) -> EvidenceSlots:
    """An item of the school's evidence serves here from now on; one item may serve many places and frameworks."""
    return service.submit_evidence(ctx, enrolment_id, (code, slot), body)


@router.get("/recusals", summary="List recusals 回避")
def list_assessment_recusals(ctx: Reads, enrolment_id: UUID) -> Recusals:
    """Ties to the school that were declared, for who stands above it."""
    return queries.read_recusals(ctx, enrolment_id)


@router.post("/recusals", summary="Declare a tie 申报回避", errors=(errors.RECUSED_ALREADY,))
def declare_assessment_recusal(ctx: Reads, enrolment_id: UUID, body: RecusalIn) -> Recusals:
    """One's own, or, for who runs the campaign, another's. Who is tied keeps out of every round of the school."""
    return service.declare_recusal(ctx, enrolment_id, body)


@router.delete("/recusals/{account_id}", status_code=204, summary="Lift a recusal 解除回避")
def lift_assessment_recusal(ctx: Reads, enrolment_id: UUID, account_id: UUID) -> None:
    """For who runs the campaign, and never one's own."""
    service.lift_recusal(ctx, enrolment_id, account_id)
