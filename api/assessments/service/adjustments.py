"""加分, 扣分, 一票否决: proposed on evidence, decided by another at the county; what a veto does beside the grade."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from api.access.permissions import Permission
from api.assessments import queries, refusals
from api.assessments.models import AssessmentAdjustment, AssessmentCampaign
from api.assessments.queries import adjustments
from api.assessments.queries.adjustments import Lodged
from api.assessments.queries.enrolments import Entry
from api.assessments.queries.sources import claim_of
from api.assessments.rules.adjustments import (
    PROPOSES,
    AdjustmentKind,
    AdjustmentState,
    AdjustmentVerb,
    Claim,
    adjustment_step,
    claim_faults,
    effects,
)
from api.assessments.rules.awards import Ground, validity
from api.assessments.rules.campaigns import CampaignState
from api.assessments.schemas.adjustments import AdjustmentIn, AdjustmentOut, BonusClaimIn, VetoIn
from api.assessments.service.awards import revoke_all
from api.core import clock, ids
from api.core.context import Context
from api.core.errors import Refused, Violation, refuse_if_any
from api.frameworks.rules.model import Framework, VetoEffect
from api.ledger.rules import Subject
from api.ledger.service import record

_CLOSED = frozenset({CampaignState.DRAFT, CampaignState.FINAL, CampaignState.ARCHIVED})
_WRITTEN = ("kind", "code", "level", "name", "times", "document", "ground")
_DONE = {
    AdjustmentVerb.UPHOLD: "upheld",
    AdjustmentVerb.REJECT: "rejected",
    AdjustmentVerb.WITHDRAW: "withdrawn",
    AdjustmentVerb.LIFT: "lifted",
}
VETOES = (AdjustmentKind.VETO,)
OTHERS = (AdjustmentKind.BONUS, AdjustmentKind.DEDUCTION)


def subject(one: AssessmentAdjustment, framework: Framework) -> Subject:
    """An adjustment as the ledger's subject; it belongs to the school."""
    listed = (*framework.bonuses, *framework.deductions, *framework.vetoes)
    label = next((entry.title for entry in listed if entry.code == one.code), one.code)
    return Subject("assessment_adjustment", one.id, label, one.unit_id, one.revision)


def propose(
    ctx: Context, enrolment_id: UUID, wanted: AdjustmentIn | BonusClaimIn | VetoIn, kinds: Collection[AdjustmentKind]
) -> AdjustmentOut:
    """Propose one of `kinds` for a school within reach.

    Errors: `not_found`, `assessment.adjustment_closed`, every fault at once as `input.invalid`.
    """
    queries.hold_campaign_of(ctx, enrolment_id)
    entry = queries.load_entry(ctx, enrolment_id)
    require_open(entry.held.campaign)
    facts = _facts(wanted)
    kind = AdjustmentKind(facts["kind"])
    framework = queries.scorer_by_hash(ctx, entry.held.campaign.version_id, entry.held.content_hash).framework
    refuse_if_any(_faults(ctx, entry, framework, facts, kinds))
    one = AssessmentAdjustment(
        id=ids.ordered(),
        enrolment_id=enrolment_id,
        campaign_id=entry.held.campaign.id,
        unit_id=entry.enrolment.unit_id,
        **{**facts, "kind": kind.value},
        until_on=None,
        state=AdjustmentState.PROPOSED.value,
        proposed_by=ctx.actor.id if ctx.actor else None,
        proposed_at=ctx.now,
        updated_at=ctx.now,
    )
    ctx.session.add(one)
    ctx.session.flush()
    said = {name: getattr(one, name) for name in _WRITTEN}
    record(ctx, "assessment_adjustment.proposed", subject(one, framework), None, said)
    return adjustments.get_adjustment(ctx, one.id)


def require_open(campaign: AssessmentCampaign) -> None:
    """Nothing is adjusted in a draft, nor after the end. Errors: `assessment.adjustment_closed`."""
    if CampaignState(campaign.state) in _CLOSED:
        raise Refused(refusals.ADJUSTMENT_CLOSED)


def _facts(wanted: AdjustmentIn | BonusClaimIn | VetoIn) -> dict[str, Any]:
    given = dict.fromkeys(("level", "name", "times")) | wanted.model_dump()
    if isinstance(wanted, BonusClaimIn):
        given["kind"] = AdjustmentKind.BONUS
    if isinstance(wanted, VetoIn):
        given["kind"] = AdjustmentKind.VETO
    return given | {"evidence_ids": [str(one) for one in wanted.evidence_ids]}


def _faults(
    ctx: Context, entry: Entry, framework: Framework, facts: dict[str, Any], kinds: Collection[AdjustmentKind]
) -> Iterable[Violation]:
    kind = AdjustmentKind(facts["kind"])
    if kind not in kinds or (ctx.actor is not None and Permission(str(ctx.permission)) not in PROPOSES[kind]):
        yield Violation(refusals.ADJUSTMENT_KIND, "/kind", params={"allowed": ", ".join(kinds)})
        return
    plain = {name: facts[name] for name in ("code", "level", "name", "times", "document")}
    yield from claim_faults(framework, Claim(kind, **plain, proved=bool(facts["evidence_ids"])))
    if not adjustments.has_evidence(ctx, entry.enrolment.unit_id, [UUID(one) for one in facts["evidence_ids"]]):
        yield Violation(refusals.EVIDENCE_UNKNOWN, "/evidence_ids")


# --- Deciding --------------------------------------------------------------------------------------------------------


def decide(
    ctx: Context, adjustment_id: UUID, verb: AdjustmentVerb, kinds: Collection[AdjustmentKind], reason: str | None
) -> AdjustmentOut:
    """Uphold, reject or lift one of `kinds`, as another than who proposed it, where the campaign is held.

    Errors: `not_found`, `conflict.stale`, `assessment.adjustment_state`, `assessment.adjustment_closed`,
    `assessment.own_proposal`.
    """
    lodged = adjustments.load_to_decide(ctx, adjustment_id, kinds)
    _judge(ctx, lodged, verb)
    if ctx.actor is not None and lodged.adjustment.proposed_by == ctx.actor.id:
        raise Refused(refusals.OWN_PROPOSAL)
    return _move(ctx, lodged, verb, reason)


def withdraw(ctx: Context, adjustment_id: UUID) -> AdjustmentOut:
    """Take back what one has proposed. Errors: `not_found`, `assessment.adjustment_state`, `assessment.not_your_proposal`."""
    lodged = adjustments.load_adjustment(ctx, adjustment_id)
    _judge(ctx, lodged, AdjustmentVerb.WITHDRAW)
    if ctx.actor is not None and lodged.adjustment.proposed_by != ctx.actor.id:
        raise Refused(refusals.NOT_YOUR_PROPOSAL)
    return _move(ctx, lodged, AdjustmentVerb.WITHDRAW, None)


def _judge(ctx: Context, lodged: Lodged, verb: AdjustmentVerb) -> None:
    ctx.expect(lodged.adjustment.revision)
    adjustment_step(AdjustmentState(lodged.adjustment.state), verb)
    require_open(lodged.campaign)


def _move(ctx: Context, lodged: Lodged, verb: AdjustmentVerb, reason: str | None) -> AdjustmentOut:
    one, before = lodged.adjustment, lodged.adjustment.state
    framework = queries.scorer_of(ctx, lodged.campaign.version_id).framework
    one.state = adjustment_step(AdjustmentState(before), verb).after.value
    one.reason, one.updated_at = reason, ctx.now
    if verb is not AdjustmentVerb.WITHDRAW:
        one.decided_by, one.decided_at = ctx.actor.id if ctx.actor else None, ctx.now
    one.until_on = _barred_until(framework, one, clock.legal_day(ctx.now))
    ctx.session.flush()
    action = f"assessment_adjustment.{_DONE[verb]}"
    record(ctx, action, subject(one, framework), {"state": before}, {"state": one.state}, reason=reason)
    if verb is AdjustmentVerb.UPHOLD and effects(framework, _raised(one), VetoEffect.REVOKE_AWARD):
        revoke_all(ctx, lodged.campaign.unit_id, one.unit_id, (Ground.VETO, one.document or "", one.ground))
    return adjustments.get_adjustment(ctx, one.id)


def _raised(one: AssessmentAdjustment) -> list[str]:
    return [claim_of(one).code] if one.kind == AdjustmentKind.VETO else []


def _barred_until(framework: Framework, one: AssessmentAdjustment, today: date) -> date | None:
    """The last day on which a veto that was upheld bars from applying."""
    if one.state != AdjustmentState.UPHELD or not effects(framework, _raised(one), VetoEffect.BAR_APPLICATION):
        return None
    (veto,) = (veto for veto in framework.vetoes if veto.code == one.code)
    return validity(today, veto.years or 1)
