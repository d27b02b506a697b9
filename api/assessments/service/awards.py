"""称号, 星级, 黑榜: proposed, publicised, granted; suspended, given back, taken away (摘星)."""

from typing import Any
from uuid import UUID

from api.access.permissions import Permission
from api.access.providers import providers
from api.assessments import queries, refusals
from api.assessments.models import AssessmentAward, AssessmentOutcome
from api.assessments.queries import adjustments, awards, outcomes
from api.assessments.rules.awards import (
    AwardKind,
    AwardState,
    AwardStep,
    AwardVerb,
    Ground,
    award_step,
    standing,
    validity,
)
from api.assessments.rules.campaigns import CampaignState
from api.assessments.rules.publicity import require_answered, require_over
from api.assessments.schemas.awards import (
    AssessmentAwardIn,
    AwardGrantIn,
    AwardOut,
    AwardReasonIn,
    AwardRemovalIn,
    AwardsOfBandIn,
    AwardsProposed,
)
from api.core import clock, ids, notices
from api.core.context import Context
from api.core.errors import Refused, Violation, refuse_if_any
from api.ledger.rules import Subject
from api.ledger.service import record
from api.organizations.models import Unit

_DONE = {
    AwardVerb.PUBLICISE: "publicised",
    AwardVerb.GRANT: "granted",
    AwardVerb.REFUSE: "refused",
    AwardVerb.SUSPEND: "suspended",
    AwardVerb.RESUME: "resumed",
    AwardVerb.REVOKE: "revoked",
}
NOTICED = "assessment_award"  # what notices of awards are about
GRANTED = notices.define("assessment.award_granted")
LISTED = notices.define("assessment.listed")
SUSPENDED = notices.define("assessment.award_suspended")
RESUMED = notices.define("assessment.award_resumed")
REVOKED = notices.define("assessment.award_revoked")
_TOLD = {
    AwardVerb.GRANT: GRANTED,
    AwardVerb.SUSPEND: SUSPENDED,
    AwardVerb.RESUME: RESUMED,
    AwardVerb.REVOKE: REVOKED,
}
Said = AwardGrantIn | AwardReasonIn | AwardRemovalIn


def subject(one: AssessmentAward) -> Subject:
    """An award as the ledger's subject; it belongs to the school."""
    return Subject("assessment_award", one.id, one.title, one.unit_id, one.revision)


def propose_award(ctx: Context, wanted: AssessmentAwardIn) -> AwardOut:
    """Propose one award. Errors: every fault at once as `input.invalid`; `assessment.award_taken`."""
    unit = awards.find_unit(ctx, wanted.unit_id)
    issuer = awards.find_issuer(ctx, unit) if unit else None
    if unit is None or issuer is None:
        raise Refused(refusals.AWARD_UNIT, [Violation(refusals.AWARD_UNIT, "/unit_id")])
    outcome = outcomes.find_last(ctx, wanted.outcome_id) if wanted.outcome_id else None
    refuse_if_any(_faults(ctx, wanted, outcome))
    if awards.has_award(ctx, unit.id, outcome.campaign_id if outcome else None, wanted.title):
        raise Refused(refusals.AWARD_TAKEN)
    return awards.get_award(ctx, _write(ctx, unit, issuer.id, outcome, wanted.model_dump()).id)


def _faults(ctx: Context, wanted: AssessmentAwardIn, outcome: AssessmentOutcome | None) -> list[Violation]:
    if wanted.kind is AwardKind.BLACKLIST:
        lacking = wanted.ground is None or wanted.document is None
        return [Violation(refusals.AWARD_DOCUMENT, "/ground")] if lacking else []
    barred = adjustments.find_bars(ctx, [wanted.unit_id], clock.legal_day(ctx.now))
    sound = outcome is not None and outcome.unit_id == wanted.unit_id and not outcome.vetoed and not barred
    return [] if sound else [Violation(refusals.AWARD_OUTCOME, "/outcome_id")]


def _write(
    ctx: Context, unit: Unit, issuer_id: UUID, outcome: AssessmentOutcome | None, facts: dict[str, Any]
) -> AssessmentAward:
    one = AssessmentAward(
        id=ids.ordered(),
        issuer_id=issuer_id,
        unit_id=unit.id,
        campaign_id=outcome.campaign_id if outcome else None,
        outcome_id=outcome.id if outcome else None,
        **{name: facts.get(name) for name in ("title", "level", "years", "plaque_no", "document")},
        kind=facts["kind"].value,
        ground=facts["ground"].value if facts.get("ground") else None,
        state=AwardState.PROPOSED.value,
        open_objections=0,
        proposed_by=ctx.actor.id if ctx.actor else None,
        proposed_at=ctx.now,
        updated_at=ctx.now,
    )
    ctx.session.add(one)
    ctx.session.flush()
    said = {name: getattr(one, name) for name in ("kind", "title", "level", "years", "ground", "document")}
    record(ctx, "assessment_award.proposed", subject(one), None, said)
    return one


def propose_for_band(ctx: Context, campaign_id: UUID, wanted: AwardsOfBandIn) -> AwardsProposed:
    """Propose an award for all who hold a band of a final campaign. Errors: `not_found`, `assessment.award_outcome`."""
    held = queries.load_campaign(ctx, campaign_id)
    if held.state not in (CampaignState.FINAL, CampaignState.ARCHIVED):
        raise Refused(refusals.AWARD_OUTCOME)
    found = [
        (one, unit)
        for one, unit in outcomes.list_newest(ctx, campaign_id)
        if one.bands.get(wanted.scale) == wanted.band
    ]
    barred = adjustments.find_bars(ctx, [unit.id for _, unit in found], clock.legal_day(ctx.now))
    awarded = awards.list_awarded(ctx, campaign_id, wanted.title)
    fit = [(one, unit) for one, unit in found if not one.vetoed and unit.id not in barred and unit.id not in awarded]
    facts = {"kind": wanted.kind, "title": wanted.title, "level": wanted.band, "years": wanted.years}
    for outcome, unit in fit:
        _write(ctx, unit, held.campaign.unit_id, outcome, facts)
    return AwardsProposed(proposed=len(fit), left_out=len(found) - len(fit))


# --- Steps -----------------------------------------------------------------------------------------------------------


def take_step(ctx: Context, award_id: UUID, verb: AwardVerb, said: Said) -> AwardOut:
    """Make a move where the award is given.

    An award waits for the last day of the notice that shows it, and for answers to objections.

    Errors: `not_found`, `conflict.stale`, `assessment.award_state`, `assessment.barred`,
    `assessment.publicity_running`, `assessment.objections_open`.
    """
    given = awards.load_award(ctx, award_id)
    one = given.award
    ctx.expect(one.revision)
    step = award_step(standing(AwardState(one.state), one.valid_to, clock.legal_day(ctx.now)), verb)
    if step.fresh and one.kind != AwardKind.BLACKLIST:
        _require_unbarred(ctx, one.unit_id)
    if verb is AwardVerb.GRANT:
        require_over(one.shown_until, clock.legal_day(ctx.now))
        require_answered(one.open_objections, 0)
    move_award(ctx, one, verb, step, said.model_dump())
    return awards.get_award(ctx, award_id)


def _require_unbarred(ctx: Context, unit_id: UUID) -> None:
    if adjustments.find_bars(ctx, [unit_id], clock.legal_day(ctx.now)):
        raise Refused(refusals.BARRED)


def move_award(ctx: Context, one: AssessmentAward, verb: AwardVerb, step: AwardStep, said: dict[str, Any]) -> None:
    """Make a move that has been judged, and tell the school of a decision."""
    before = {name: getattr(one, name) for name in ("state", "ground", "document", "valid_from", "valid_to")}
    one.state, one.reason, one.updated_at = step.after.value, said.get("reason"), ctx.now
    if step.grounded:
        one.ground, one.document = said["ground"].value, said["document"]
    if verb is AwardVerb.RESUME:
        one.ground = one.document = None
    if verb is AwardVerb.GRANT:
        one.valid_from = clock.legal_day(ctx.now)
        one.valid_to = validity(one.valid_from, one.years)
    for name in ("notice_id", "plaque_no"):
        if said.get(name) is not None:
            setattr(one, name, said[name])
    if verb is not AwardVerb.PUBLICISE:
        one.decided_by, one.decided_at = ctx.actor.id if ctx.actor else None, ctx.now
    ctx.session.flush()
    after = {name: getattr(one, name) for name in before}
    record(ctx, f"assessment_award.{_DONE[verb]}", subject(one), before, after, reason=one.reason)
    _tell(ctx, one, verb)


def _tell(ctx: Context, one: AssessmentAward, verb: AwardVerb) -> None:
    """The school's own people learn what was decided about it."""
    kind = _TOLD.get(verb)
    if kind is not None:
        listed = one.kind == AwardKind.BLACKLIST and verb is AwardVerb.GRANT
        to = providers.find_holders(ctx.session, Permission.ASSESSMENT_SUBMIT, one.unit_id)
        about = notices.About("assessment_award", one.id, one.title, one.unit_id)
        notices.notify(ctx, set(to), LISTED if listed else kind, about)


def revoke_all(ctx: Context, issuer_id: UUID, unit_id: UUID, why: tuple[Ground, str, str]) -> int:
    """Take away what a unit holds, as a veto demands: ground, document, reason; how many."""
    ground, document, reason = why
    today, taken = clock.legal_day(ctx.now), 0
    for one in awards.list_in_force(ctx, issuer_id, unit_id):
        if standing(AwardState(one.state), one.valid_to, today) is AwardState.EXPIRED:
            continue
        step = award_step(AwardState(one.state), AwardVerb.REVOKE)
        move_award(
            ctx, one, AwardVerb.REVOKE, step, {"ground": ground, "document": document[:200], "reason": reason[:500]}
        )
        taken += 1
    return taken
