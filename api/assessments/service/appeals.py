"""申诉: filed by the school, taken up, heard and decided by who has not scored. What is decided becomes a round of its own."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from api.assessments import queries, refusals
from api.assessments.models import AssessmentAppeal, AssessmentPublication, AssessmentRound, AssessmentScore
from api.assessments.queries import adjustments, appeals, publications
from api.assessments.queries.appeals import Filed
from api.assessments.queries.enrolments import Entry
from api.assessments.rules.appeals import (
    APPEAL_STEPS,
    AppealResult,
    AppealState,
    AppealTarget,
    AppealVerb,
    appeal_step,
    require_consistent,
    require_impartial,
    require_window,
)
from api.assessments.rules.campaigns import CampaignState
from api.assessments.rules.publicity import PublicationState
from api.assessments.rules.rounds import EntrySource, Round, RoundState
from api.assessments.schemas.appeals import AppealChangeIn, AppealDecisionIn, AppealIn, AppealOut, HearingIn
from api.core import clock, ids
from api.core.context import Context
from api.core.errors import Refused, Violation, refuse_if_any
from api.core.points import Points, points
from api.frameworks.rules.model import Framework, Indicator, leaves
from api.ledger.rules import Subject
from api.ledger.service import record

_STATES = frozenset({CampaignState.PUBLICITY, CampaignState.APPEALS})
_DONE = {
    AppealVerb.ACCEPT: "accepted",
    AppealVerb.REJECT: "rejected",
    AppealVerb.HEAR: "heard",
    AppealVerb.DECIDE: "decided",
    AppealVerb.WITHDRAW: "withdrawn",
}


def subject(one: AssessmentAppeal) -> Subject:
    """An appeal as the ledger's subject; it belongs to the school."""
    return Subject("assessment_appeal", one.id, one.code or one.target, one.unit_id, one.revision)


def file_appeal(ctx: Context, enrolment_id: UUID, wanted: AppealIn) -> AppealOut:
    """Contest an item or the grade, within the days of appeal.

    Errors: `not_found`, `assessment.appeal_window`, `assessment.appeal_taken`, every fault at once as `input.invalid`.
    """
    entry = queries.load_entry(ctx, enrolment_id)
    publication = _open_publication(ctx, entry)
    refuse_if_any(_faults(ctx, entry, wanted))
    one = AssessmentAppeal(
        id=ids.ordered(),
        campaign_id=entry.held.campaign.id,
        publication_id=publication.id,
        enrolment_id=enrolment_id,
        unit_id=entry.enrolment.unit_id,
        target=wanted.target.value,
        code=wanted.code or "",
        statement=wanted.statement,
        evidence_ids=[str(one) for one in wanted.evidence_ids],
        state=AppealState.FILED.value,
        changes=[],
        filed_by=ctx.signed_in.id,
        filed_at=ctx.now,
        updated_at=ctx.now,
    )
    ctx.session.add(one)
    ctx.session.flush()
    record(ctx, "assessment_appeal.filed", subject(one), None, {"target": one.target, "code": one.code})
    return appeals.get_appeal(ctx, one.id)


def _open_publication(ctx: Context, entry: Entry) -> AssessmentPublication:
    """The publication that can be contested today. Errors: `assessment.appeal_window`."""
    days, today = entry.held.campaign.appeal_days, clock.legal_day(ctx.now)
    publication = publications.find_last(ctx, entry.held.campaign.id)
    shown = publication is not None and publication.state in (PublicationState.RELEASED, PublicationState.ENDED)
    if publication is None or not shown or entry.held.state not in _STATES:
        raise Refused(refusals.APPEAL_WINDOW, days=days)
    require_window(today, publication.starts_on, publication.appeals_until, days)
    return publication


def _faults(ctx: Context, entry: Entry, wanted: AppealIn) -> Iterable[Violation]:
    framework = queries.scorer_by_hash(ctx, entry.held.campaign.version_id, entry.held.content_hash).framework
    known = {leaf.code for leaf in leaves(framework)} - set(entry.enrolment.not_applicable)
    if (wanted.target is AppealTarget.ITEM) != (wanted.code is not None) or wanted.code not in {None, *known}:
        yield Violation(refusals.APPEAL_ITEM, "/code")
    if not adjustments.has_evidence(ctx, entry.enrolment.unit_id, wanted.evidence_ids):
        yield Violation(refusals.EVIDENCE_UNKNOWN, "/evidence_ids")


# --- Steps -----------------------------------------------------------------------------------------------------------


def take_step(ctx: Context, appeal_id: UUID, verb: AppealVerb, reason: str | None = None) -> AppealOut:
    """Accept, reject or withdraw. Errors: `not_found`, `conflict.stale`, `assessment.appeal_state`, `assessment.appeal_team`."""
    filed = _load_for(ctx, appeal_id, verb, None)
    return _move(ctx, filed.appeal, verb, reason)


def hear(ctx: Context, appeal_id: UUID, wanted: HearingIn) -> AppealOut:
    """Write down the hearing. Errors: as `take_step`."""
    filed = _load_for(ctx, appeal_id, AppealVerb.HEAR, wanted.team)
    one = filed.appeal
    one.team, one.heard_on, one.hearing = wanted.team, wanted.heard_on, wanted.hearing
    return _move(ctx, one, AppealVerb.HEAR, one.reason)


def decide(ctx: Context, appeal_id: UUID, wanted: AppealDecisionIn) -> AppealOut:
    """Decide, and set what changes; the rounds before stay as they are.

    Errors: as `take_step`; `assessment.appeal_changes`, items that cannot be set as `input.invalid`.
    """
    filed = _load_for(ctx, appeal_id, AppealVerb.DECIDE, None)
    one = filed.appeal
    require_consistent(AppealTarget(one.target), wanted.result, len(wanted.changes))
    framework = queries.scorer_of(ctx, filed.campaign.version_id).framework
    refuse_if_any(_change_faults(framework, wanted.changes, one))
    if wanted.result is not AppealResult.DISMISSED:
        _write_round(ctx, filed, framework, wanted.changes)
    one.result, one.changes = wanted.result.value, [change.model_dump() for change in wanted.changes]
    return _move(ctx, one, AppealVerb.DECIDE, wanted.reason)


def _load_for(ctx: Context, appeal_id: UUID, verb: AppealVerb, team: str | None) -> Filed:
    """An appeal of the expected revision to which the caller, who has not scored, may do this now."""
    side = next(step.side for (_, named), step in APPEAL_STEPS.items() if named is verb)
    filed = appeals.load_appeal(ctx, appeal_id, side)
    one = filed.appeal
    ctx.expect(one.revision)
    step = appeal_step(AppealState(one.state), verb)
    if step.impartial and ctx.actor is not None:
        require_impartial(appeals.scored_by(ctx, one.enrolment_id, one.code), ctx.actor.id, team or one.team)
    return filed


def _move(ctx: Context, one: AssessmentAppeal, verb: AppealVerb, reason: str | None) -> AppealOut:
    before = one.state
    one.state = appeal_step(AppealState(before), verb).after.value
    one.reason, one.updated_at = reason, ctx.now
    if verb in (AppealVerb.REJECT, AppealVerb.DECIDE):
        one.decided_by, one.decided_at = ctx.actor.id if ctx.actor else None, ctx.now
    ctx.session.flush()
    said = {"state": one.state, "result": one.result, "team": one.team}
    record(ctx, f"assessment_appeal.{_DONE[verb]}", subject(one), {"state": before}, said)
    return appeals.get_appeal(ctx, one.id)


# --- What is decided -------------------------------------------------------------------------------------------------


def _change_faults(
    framework: Framework, changes: Sequence[AppealChangeIn], one: AssessmentAppeal
) -> Iterable[Violation]:
    known = {leaf.code: leaf for leaf in leaves(framework)}
    for index, change in enumerate(changes):
        leaf = known.get(change.code)
        other = one.target == AppealTarget.ITEM and change.code != one.code
        if leaf is None or other or points(change.points) > _most(leaf):
            yield Violation(refusals.APPEAL_ITEM, f"/changes/{index}")


def _most(leaf: Indicator) -> Points:
    return leaf.points if leaf.cap is None else leaf.cap


def _write_round(ctx: Context, filed: Filed, framework: Framework, changes: Sequence[AppealChangeIn]) -> None:
    """What an appeal has set stands in a round of its own, which speaks before all others."""
    known = {leaf.code: leaf for leaf in leaves(framework)}
    held = appeals.find_round(ctx, filed.appeal.enrolment_id) or _new_round(ctx, filed.appeal)
    for change in changes:
        score = appeals.find_score(ctx, held.id, change.code)
        if score is None:
            score = AssessmentScore(
                id=ids.ordered(),
                round_id=held.id,
                code=change.code,
                lineage=known[change.code].lineage,
                inputs={},
                not_applicable=False,
                source=EntrySource.ENTERED.value,
            )
            ctx.session.add(score)
            held.entered += 1
        score.overridden = score.points = points(change.points)
        score.override_reason, score.scored_by, score.updated_at = change.reason, ctx.signed_in.id, ctx.now
    held.team, held.updated_at, held.decided_at = filed.appeal.team, ctx.now, ctx.now
    ctx.session.flush()


def _new_round(ctx: Context, one: AssessmentAppeal) -> AssessmentRound:
    held = AssessmentRound(
        id=ids.ordered(),
        enrolment_id=one.enrolment_id,
        round=Round.APPEAL.value,
        state=RoundState.ACCEPTED.value,
        late=False,
        returns=0,
        entered=0,
        missing=0,
        submitted_by=ctx.signed_in.id,
        submitted_at=ctx.now,
        decided_by=ctx.signed_in.id,
        updated_at=ctx.now,
    )
    ctx.session.add(held)
    ctx.session.flush()
    return held
