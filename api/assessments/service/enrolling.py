"""Who takes part: everybody whom a scope covers, or those who apply and are admitted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from api.assessments import errors, queries, refusals
from api.assessments.models import AssessmentEnrolment, AssessmentRound
from api.assessments.queries import adjustments
from api.assessments.queries.campaigns import Held
from api.assessments.queries.enrolments import Candidate, Entry
from api.assessments.rules import settings
from api.assessments.rules.campaigns import CampaignMode, CampaignState, reached
from api.assessments.rules.enrolments import EnrolmentState, EnrolmentVerb, enrolment_step
from api.assessments.rules.facts import Applying, applying, facts_of
from api.assessments.rules.rounds import RoundState
from api.assessments.schemas.enrolments import ApplicationIn, EnrolIn, Enrolled, EnrolmentOut
from api.assessments.service.subjects import campaign_subject
from api.assessments.service.subjects import enrolment_subject as subject
from api.assessments.service.taking_over import take_over
from api.core import clock, ids
from api.core.bulk import insert_many
from api.core.context import Context
from api.core.errors import Refused, Violation, refuse_if_any
from api.core.intake import Action, Outcome
from api.frameworks.rules.model import leaves
from api.frameworks.rules.scoring import Scorer
from api.ledger.service import record, record_bulk

_ENROLMENTS: Any = AssessmentEnrolment.__table__
_ROUNDS: Any = AssessmentRound.__table__
_JOINING = (CampaignState.DRAFT, CampaignState.SELF, CampaignState.DISTRICT, CampaignState.COUNTY)


def enrol(ctx: Context, campaign_id: UUID, wanted: EnrolIn) -> Enrolled:
    """Enrol every school that the scope covers and that does not take part yet, with its facts as they are today.

    A few statements, however many schools. Errors: `not_found`, `assessment.mode_wrong`, `assessment.wrong_state`.
    """
    queries.hold_campaign(ctx, campaign_id)
    held = queries.load_campaign(ctx, campaign_id)
    if held.campaign.mode != CampaignMode.FULL:
        raise Refused(errors.MODE_WRONG)
    refuse_unless_joining(held)
    scorer = queries.scorer_by_hash(ctx, held.campaign.version_id, held.content_hash)
    candidates = queries.list_candidates(ctx, held, wanted.scope)
    new = [one for one in candidates if one.state is None]
    applied = applying(scorer.framework)
    if not wanted.dry_run:
        write_enrolments(ctx, held, new, scorer)
    return _reported(scorer, new, len(candidates) - len(new), applied)


def refuse_unless_joining(held: Held) -> None:
    """Nobody joins once the rounds are over. Errors: `assessment.wrong_state`."""
    if held.state not in _JOINING:
        raise Refused(errors.WRONG_STATE, allowed="–")


def _reported(scorer: Scorer, new: Sequence[Candidate], already: int, applied: Applying) -> Enrolled:
    codes = {leaf.code for leaf in leaves(scorer.framework)}
    found = [applied(facts_of(one.facts, one.district_id)) for one in new]
    items = [len(codes - one.not_applicable) for one in found]
    unknown = Counter(fact for one in found for fact in set().union(*one.unknown.values()))
    return Enrolled(
        enrolled=len(new),
        already=already,
        items_least=min(items, default=0),
        items_most=max(items, default=0),
        unknown_facts=dict(sorted(unknown.items())),
    )


def write_enrolments(ctx: Context, held: Held, new: Sequence[Candidate], scorer: Scorer) -> list[dict[str, Any]]:
    """Write enrolments, with their rounds where the campaign is open; one event for all of them."""
    rows = [_row(ctx, held, one, applying(scorer.framework)) for one in new]
    insert_many(ctx.session, _ENROLMENTS, rows)
    if held.state is not CampaignState.DRAFT:
        write_rounds(ctx, held, rows, scorer)
        take_over(ctx, held, rows)
    outcomes = [
        Outcome(number, Action.CREATED, row["id"], one.name, None, 1)
        for number, (row, one) in enumerate(zip(rows, new, strict=True), start=1)
    ]
    record_bulk(ctx, "assessment_enrolment.enrolled", campaign_subject(held.campaign), outcomes)
    return rows


def _row(ctx: Context, held: Held, one: Candidate, applied: Applying) -> dict[str, Any]:
    facts = facts_of(one.facts, one.district_id)
    return {
        "id": ids.ordered(),
        "campaign_id": held.campaign.id,
        "unit_id": one.id,
        "district_id": one.district_id,
        "subject": held.campaign.subject,
        "facts": facts,
        "not_applicable": sorted(applied(facts).not_applicable),
        "state": EnrolmentState.ENROLLED.value,
        "reason": None,
        "statement": None,
        "created_at": ctx.now,
        "updated_at": ctx.now,
        "revision": 1,
    }


def write_rounds(ctx: Context, held: Held, rows: Iterable[Mapping[str, Any]], scorer: Scorer) -> None:
    """The rounds of enrolments, not started: those that the campaign holds."""
    codes = [leaf.code for leaf in leaves(scorer.framework)]
    insert_many(
        ctx.session,
        _ROUNDS,
        [
            _round(ctx, row["id"], one.value, sum(code not in row["not_applicable"] for code in codes))
            for row in rows
            for one in settings.rounds_of(held.windows, in_district=row["district_id"] is not None)
        ],
    )


def _round(ctx: Context, enrolment_id: UUID, held: str, missing: int) -> dict[str, Any]:
    empty = dict.fromkeys(
        ("team", "note", "submitted_by", "submitted_at", "return_reason", "decided_by", "decided_at", "total")
    )
    return {
        "id": ids.ordered(),
        "enrolment_id": enrolment_id,
        "round": held,
        "state": RoundState.NOT_STARTED.value,
        **empty,
        "late": False,
        "returns": 0,
        "entered": 0,
        "missing": missing,
        "updated_at": ctx.now,
        "revision": 1,
    }


def begin_rounds(ctx: Context, held: Held) -> None:
    """When a campaign opens: everybody who was enrolled gets the rounds that it holds."""
    scorer = queries.scorer_by_hash(ctx, held.campaign.version_id, held.content_hash)
    names = ("id", "unit_id", "district_id", "not_applicable")
    everybody = queries.list_all(ctx, held.campaign.id)
    enrolled = [one for one in everybody if one.state == EnrolmentState.ENROLLED]
    rows = [{name: getattr(one, name) for name in names} for one in enrolled]
    write_rounds(ctx, held, rows, scorer)
    take_over(ctx, held, rows)


def apply_anew(ctx: Context, held: Held) -> None:
    """After a draft has got another version: what applies is decided again, from the facts that were kept."""
    applied = applying(queries.scorer_of(ctx, held.campaign.version_id).framework)
    for one in queries.list_all(ctx, held.campaign.id):
        one.not_applicable = sorted(applied(one.facts).not_applicable)
    ctx.session.flush()


# --- By application --------------------------------------------------------------------------------------------------


def apply(ctx: Context, campaign_id: UUID, wanted: ApplicationIn) -> EnrolmentOut:
    """Apply for a school that no veto and no blacklist bars.

    Errors: `not_found`, `assessment.mode_wrong`, `assessment.enrolled_already`; `assessment.not_eligible` and
    `assessment.barred` as `input.invalid`.
    """
    queries.hold_campaign(ctx, campaign_id)
    held = queries.get_held(ctx, campaign_id)
    if held.campaign.mode != CampaignMode.APPLICATION:
        raise Refused(errors.MODE_WRONG)
    if held.state is not CampaignState.SELF:
        raise Refused(errors.WRONG_STATE, allowed="–")
    candidate = queries.find_candidate(ctx, held, wanted.unit_id)
    refuse_if_any([] if candidate else [Violation(errors.NOT_ELIGIBLE, "/unit_id")])
    assert candidate is not None
    barred = adjustments.find_bars(ctx, [candidate.id], clock.legal_day(ctx.now))
    refuse_if_any([Violation(refusals.BARRED, "/unit_id")] if barred else [])
    if candidate.state is not None:
        return _apply_again(ctx, held, wanted)
    scorer = queries.scorer_by_hash(ctx, held.campaign.version_id, held.content_hash)
    row = _row(ctx, held, candidate, applying(scorer.framework))
    row |= {"state": EnrolmentState.APPLIED.value, "statement": wanted.statement}
    enrolment = AssessmentEnrolment(**{name: value for name, value in row.items() if name != "revision"})
    ctx.session.add(enrolment)
    ctx.session.flush()
    record(ctx, "assessment_enrolment.applied", subject(enrolment, candidate.name), None, {"state": enrolment.state})
    return queries.get_enrolment(ctx, enrolment.id)


def _apply_again(ctx: Context, held: Held, wanted: ApplicationIn) -> EnrolmentOut:
    enrolment = queries.get_of_unit(ctx, held.campaign.id, wanted.unit_id)
    if EnrolmentState(enrolment.state) not in (EnrolmentState.REFUSED, EnrolmentState.WITHDRAWN):
        raise Refused(errors.ENROLLED_ALREADY)
    entry = queries.load_entry(ctx, enrolment.id)
    entry.enrolment.statement = wanted.statement
    return _move(ctx, entry, EnrolmentVerb.APPLY, None)


def step_enrolment(ctx: Context, enrolment_id: UUID, verb: EnrolmentVerb, reason: str | None = None) -> EnrolmentOut:
    """Do `verb` to an enrolment of the expected revision.

    Errors: `not_found`, `conflict.stale`, `assessment.wrong_state`, `assessment.quota_full`.
    """
    queries.hold_campaign_of(ctx, enrolment_id)
    entry = queries.load_entry(ctx, enrolment_id)
    ctx.expect(entry.enrolment.revision)
    return _move(ctx, entry, verb, reason)


def _move(ctx: Context, entry: Entry, verb: EnrolmentVerb, reason: str | None) -> EnrolmentOut:
    enrolment, held = entry.enrolment, entry.held
    step = enrolment_step(EnrolmentState(enrolment.state), verb)
    if reached(held.state, CampaignState.MODERATION):
        raise Refused(errors.WRONG_STATE, allowed="–")
    if verb is EnrolmentVerb.ADMIT:
        _refuse_if_full(ctx, entry)
    before = {"state": enrolment.state}
    enrolment.state, enrolment.reason, enrolment.updated_at = step.after.value, reason, ctx.now
    ctx.session.flush()
    if step.after is EnrolmentState.ENROLLED and not queries.has_rounds(ctx, enrolment.id):
        _begin(ctx, held, enrolment)
    action = f"assessment_enrolment.{_DONE[verb]}"
    record(ctx, action, subject(enrolment, entry.unit.name), before, {"state": enrolment.state}, reason=reason)
    return queries.get_enrolment(ctx, enrolment.id)


_DONE: Mapping[EnrolmentVerb, str] = {
    EnrolmentVerb.APPLY: "applied",
    EnrolmentVerb.WITHDRAW: "withdrawn",
    EnrolmentVerb.ADMIT: "admitted",
    EnrolmentVerb.REFUSE: "refused",
    EnrolmentVerb.EXCLUDE: "excluded",
    EnrolmentVerb.RESTORE: "restored",
}


def _refuse_if_full(ctx: Context, entry: Entry) -> None:
    campaign, district_id = entry.held.campaign, entry.enrolment.district_id
    quota = settings.quota_of(campaign.quotas, district_id)
    if quota is not None and queries.count_admitted(ctx, campaign.id, district_id) >= quota:
        raise Refused(errors.QUOTA_FULL, quota=quota)


def _begin(ctx: Context, held: Held, enrolment: AssessmentEnrolment) -> None:
    if held.state is CampaignState.DRAFT:
        return
    scorer = queries.scorer_by_hash(ctx, held.campaign.version_id, held.content_hash)
    row = {name: getattr(enrolment, name) for name in ("id", "unit_id", "district_id", "not_applicable")}
    write_rounds(ctx, held, [row], scorer)
    take_over(ctx, held, [row])
