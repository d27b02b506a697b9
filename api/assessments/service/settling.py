"""Settling disagreements in moderation: what lies apart stands, for a reason, by the word of somebody who has not scored."""

from uuid import UUID

from api.assessments import errors, queries
from api.assessments.queries import moderation
from api.assessments.queries.moderation import Disputed
from api.assessments.rules.campaigns import CampaignVerb, campaign_step
from api.assessments.rules.work import DisagreementState, DisagreementVerb, disagreement_step
from api.assessments.schemas.results import SettleIn
from api.assessments.schemas.rounds import AssessmentBatchOut
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.points import written
from api.ledger.rules import Subject
from api.ledger.service import record


def settle_disagreements(ctx: Context, campaign_id: UUID, wanted: SettleIn) -> AssessmentBatchOut:
    """Settle disagreements for one reason; what cannot be settled is told, and the others are.

    Errors: `not_found`, `assessment.wrong_state`; of each `assessment.disagreement_state`, `assessment.own_round`.
    """
    held = queries.load_campaign(ctx, campaign_id)
    campaign_step(held.state, CampaignVerb.SETTLE)
    found = {one.disagreement.id: one for one in moderation.load_disputed(ctx, campaign_id, wanted.disagreement_ids)}
    refused = {key: NOT_FOUND.code for key in wanted.disagreement_ids if key not in found}
    settled = []
    for key, one in found.items():
        try:
            _settle(ctx, one, wanted.reason)
            settled.append(one)
        except Refused as refusal:
            refused[key] = refusal.spec.code
    ctx.session.flush()
    for one in settled:
        _record(ctx, one)
    return AssessmentBatchOut(done=len(settled), refused=refused)


def _settle(ctx: Context, one: Disputed, reason: str) -> None:
    row = one.disagreement
    step = disagreement_step(DisagreementState(row.state), DisagreementVerb.SETTLE)
    if step.impartial and ctx.actor is not None and ctx.actor.id in one.hands:
        raise Refused(errors.OWN_ROUND)
    row.state, row.ruling, row.updated_at = step.after.value, reason, ctx.now
    row.settled_by, row.settled_at = ctx.actor.id if ctx.actor else None, ctx.now


def _record(ctx: Context, one: Disputed) -> None:
    """An event of the round that lies apart; it belongs to the school."""
    row, later = one.disagreement, one.later
    subject = Subject("assessment_round", later.id, f"{one.unit.name} {later.round}", one.unit.id, later.revision)
    said = {"code": row.code, "earlier": row.earlier, "gap": written(row.gap), "disagreement": row.state}
    record(ctx, "assessment_round.settled", subject, {"disagreement": "explained"}, said, reason=row.ruling)
