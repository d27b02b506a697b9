"""Evidence for the places of an enrolment. The item stays on its own floor; here is what it serves."""

from uuid import UUID

from api.access.permissions import Permission
from api.assessments import errors
from api.assessments.models import AssessmentSlot
from api.assessments.queries import slots as queries
from api.assessments.queries.campaigns import hold_campaign_of
from api.assessments.queries.enrolments import load_entry
from api.assessments.queries.readiness import SLOT
from api.assessments.queries.slots import Place
from api.assessments.rules.campaigns import CampaignState, reached
from api.assessments.rules.enrolments import EnrolmentState
from api.assessments.schemas.work import EvidenceSlots, SlotEvidenceIn
from api.core import ids
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.evidence import ports
from api.evidence import service as evidence
from api.evidence.schemas import UseIn

ports.define(SLOT, queries.label_of)


def submit_evidence(ctx: Context, enrolment_id: UUID, place: Place, wanted: SlotEvidenceIn) -> EvidenceSlots:
    """Submit an item of the school for a place, (indicator, slot); its review is the evidence floor's.

    Errors: `not_found`, `assessment.not_enrolled`, `assessment.rounds_over`, and as of `evidence.submit_use`.
    """
    hold_campaign_of(ctx, enrolment_id)
    entry = load_entry(ctx, enrolment_id, Permission.EVIDENCE_MANAGE)
    if place not in queries.slots_of(ctx, entry):
        raise Refused(NOT_FOUND)
    if entry.enrolment.state != EnrolmentState.ENROLLED:
        raise Refused(errors.NOT_ENROLLED)
    if reached(entry.held.state, CampaignState.COMPUTED):
        raise Refused(errors.ROUNDS_OVER)
    slot = queries.find_slot(ctx, enrolment_id, place)
    if slot is None:
        where = {"enrolment_id": enrolment_id, "code": place[0], "slot": place[1], "former": 0}
        slot = AssessmentSlot(id=ids.ordered(), **where, created_at=ctx.now)
        ctx.session.add(slot)
        ctx.session.flush()
    evidence.submit_use(ctx, wanted.item_id, UseIn(type=SLOT, id=slot.id))
    return queries.list_slots(ctx, enrolment_id)
