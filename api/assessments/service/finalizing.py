"""定案: a job that computes once more, with what appeals have changed, and freezes every result with its document.

Outcomes are inserted chunk by chunk and never changed. A chunk that was cut off is made again from its beginning, and
one that was committed is passed over, for the cursor is committed with it.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.access.permissions import Permission
from api.assessments import queries
from api.assessments.models import AssessmentOutcome, AssessmentOutcomeDocument
from api.assessments.queries import outcomes as kept
from api.assessments.queries import publications, results, sources
from api.assessments.rules import outcomes
from api.assessments.rules.campaigns import CampaignVerb
from api.assessments.rules.outcomes import Frozen
from api.assessments.rules.publicity import require_answered, require_over
from api.assessments.rules.ranking import Per, Places
from api.assessments.rules.rounds import Round
from api.assessments.schemas.outcomes import OutcomeOut
from api.assessments.schemas.results import LimitIn
from api.assessments.service import computing
from api.assessments.service.campaigns import load_for, move
from api.assessments.service.computing import Plan
from api.assessments.service.subjects import campaign_subject as subject
from api.core import clock, ids
from api.core.bulk import insert_many
from api.core.context import Context
from api.core.intake import Action, Outcome
from api.core.jobs.kinds import Chunk, JobKind, Run
from api.core.jobs.resource import JobOut, accept
from api.core.points import Points, points, written
from api.frameworks.rules.scoring import Score
from api.ledger.rules import Subject, canonical, document_hash
from api.ledger.service import record, record_bulk

CHUNK = 300
_OUTCOMES: Any = AssessmentOutcome.__table__
_DOCUMENTS: Any = AssessmentOutcomeDocument.__table__
_COPIED = (
    *("campaign_id", "enrolment_id", "unit_id", "district_id", "type", "total", "self_total", "gap", "vetoed", "grade"),
    *("bands", "rank", "rank_district", "rank_type"),
)


def finalize_campaign(ctx: Context, campaign_id: UUID) -> JobOut:
    """Ask for the end: computed once more, then frozen.

    Errors: `not_found`, `conflict.stale`, `assessment.wrong_state`, `assessment.publicity_running`,
    `assessment.objections_open`, `assessment.appeals_open`.
    """
    held = load_for(ctx, campaign_id, CampaignVerb.FINALIZE)
    publication = publications.find_last(ctx, campaign_id)
    require_over(publication.appeals_until if publication else None, clock.legal_day(ctx.now))
    objections = publication.open_objections if publication else 0
    require_answered(objections, publications.count_open_appeals(ctx, campaign_id))
    computation = computing.begin(ctx, held, _limits(ctx, campaign_id))
    arguments = {"campaign_id": str(campaign_id), "computation_id": str(computation.id)}
    return accept(ctx, KIND, unit_id=held.campaign.unit_id, arguments=arguments, key=str(campaign_id))


def _limits(ctx: Context, campaign_id: UUID) -> list[LimitIn]:
    """The quotas by which the results were shown hold to the end."""
    return [LimitIn.model_validate(one) for one in results.last_computation(ctx, campaign_id).limits]


def run_finalizing(run: Run) -> None:
    """Work off a finalizing, from where it stands."""
    if run.phase != "freeze":
        computing.score_and_grade(run, then="freeze")
        after: UUID | None = None
    else:
        after = UUID(run.cursor) if run.cursor else None
    while True:
        with run.snapshot() as ctx:
            plan = computing.load_plan(ctx, run.arguments)
            rows = kept.list_results(ctx, plan.computation_id, after, CHUNK)
            made = frozen_rows(ctx, plan, rows)
        with run.chunk() as chunk:
            write_outcomes(chunk.ctx, plan, made)
            if len(rows) < CHUNK:
                _finish(chunk, run.arguments)
                return
            after = rows[-1].AssessmentResult.enrolment_id
            chunk.advance(cursor=str(after))


def _finish(chunk: Chunk, arguments: Mapping[str, Any]) -> None:
    plan = computing.load_plan(chunk.ctx, arguments)
    move(chunk.ctx, plan.held, CampaignVerb.FINALIZE)
    chunk.finish({"outcomes": results.count_results(chunk.ctx, plan.computation_id)})


def finalize_now(ctx: Context, campaign_id: UUID) -> int:
    """The same in the caller's own transaction, whatever the clock says: for the demo. Returns how many outcomes."""
    held = load_for(ctx, campaign_id, CampaignVerb.FINALIZE)
    plan = computing.plan_of(ctx, held, computing.begin(ctx, held, _limits(ctx, campaign_id)))
    computing.compute_all(ctx, plan)
    rows = kept.list_results(ctx, plan.computation_id, None, 100_000)
    write_outcomes(ctx, plan, frozen_rows(ctx, plan, rows))
    move(ctx, held, CampaignVerb.FINALIZE)
    return len(rows)


# --- Freezing --------------------------------------------------------------------------------------------------------


def frozen_rows(ctx: Context, plan: Plan, rows: Sequence[Any], reason: str | None = None) -> list[dict[str, Any]]:
    """Outcomes as rows, each with its `document`."""
    enrolments = [row.AssessmentResult.enrolment_id for row in rows]
    numbers, decisions = kept.last_numbers(ctx, enrolments), kept.decisions_of(ctx, enrolments)
    sizes = kept.group_sizes(ctx, plan.computation_id)
    about = _about(ctx, plan)
    made = []
    for row in rows:
        result = row.AssessmentResult
        number = numbers.get(result.enrolment_id, 0) + 1
        frozen = Frozen(
            number=number,
            about=about | {"unit": _unit(row)},
            policy=_policy(plan),
            sheet=outcomes.read_sheet(result.sheet),
            sources=result.sources,
            score=_score(result),
            grades=result.bands,
            places=_places(result, sizes),
            rounds={
                one.value: getattr(result, f"{one.value}_total") for one in (Round.SELF, Round.DISTRICT, Round.COUNTY)
            },
            decisions=decisions[result.enrolment_id],
        )
        document = outcomes.document(frozen)
        made.append(
            {
                "id": ids.ordered(),
                **{name: getattr(result, name) for name in _COPIED},
                "number": number,
                "unit_name": row.name,
                "full_total": plan.scorer.full,
                "document_hash": document_hash(document),
                "reason": reason,
                "frozen_by": ctx.actor.id if ctx.actor else None,
                "frozen_at": ctx.now,
                "document": document,
            }
        )
    return made


def _about(ctx: Context, plan: Plan) -> dict[str, Any]:
    campaign, framework = plan.held.campaign, plan.scorer.framework
    return {
        "campaign": {
            "id": str(campaign.id),
            "code": campaign.code,
            "title": campaign.title,
            "cycle": campaign.cycle,
            "period_first": campaign.period_first_on.isoformat(),
            "period_last": campaign.period_last_on.isoformat(),
            "unit": plan.held.unit.name,
        },
        "framework": {
            "code": framework.code,
            "version": framework.version,
            "title": framework.title,
            "content_hash": plan.held.content_hash,
        },
        "frozen": {"on": clock.legal_day(ctx.now).isoformat()},
    }


def _unit(row: Any) -> dict[str, str | None]:
    result = row.AssessmentResult
    return {
        "id": str(result.unit_id),
        "code": row.code,
        "name": row.name,
        "type": result.type,
        "district_id": str(result.district_id) if result.district_id else None,
        "district": row.district,
    }


def _policy(plan: Plan) -> dict[str, Any]:
    limits = [
        {
            "band": one.band,
            "per": one.per.value,
            "group": one.group,
            "top": one.quota.top,
            "percent": None if one.quota.percent is None else written(one.quota.percent),
        }
        for one in plan.limits
    ]
    weights = {name.value: written(weight) for name, weight in plan.weights.items()}
    return {"rounds": plan.policy.value, "weights": weights, "limits": limits}


def _score(result: Any) -> Score:
    return Score(
        **{name: Points(getattr(result, name)) for name in ("total", "base", "bonus", "deducted")},
        values={code: None if value is None else points(value) for code, value in result.item_values.items()},
        missing=tuple(result.missing_codes),
    )


def _places(result: Any, sizes: Mapping[tuple[str, str], int]) -> dict[Per, Places]:
    groups = {
        Per.CAMPAIGN: (result.rank, ("campaign", "")),
        Per.DISTRICT: (result.rank_district, ("district", str(result.district_id or ""))),
        Per.TYPE: (result.rank_type, ("type", result.type)),
    }
    return {per: Places(rank, sizes[group]) for per, (rank, group) in groups.items()}


def write_outcomes(ctx: Context, plan: Plan, made: Sequence[Mapping[str, Any]]) -> None:
    """Insert outcomes and their documents, with one event that bears the digest of all of them."""
    if not made:
        return
    insert_many(ctx.session, _OUTCOMES, made)
    contents = [{"outcome_id": one["id"], "content": canonical(one["document"]).decode()} for one in made]
    insert_many(ctx.session, _DOCUMENTS, contents)
    lines = [
        Outcome(number, Action.CREATED, one["id"], one["unit_name"], None, 1, document_hash=one["document_hash"])
        for number, one in enumerate(made, start=1)
    ]
    record_bulk(ctx, "assessment_outcome.frozen", subject(plan.held.campaign), lines)


# --- Correcting ------------------------------------------------------------------------------------------------------


def correct_outcome(ctx: Context, outcome_id: UUID, reason: str) -> OutcomeOut:
    """Freeze the next number of one school, computed from what stands now; the old one stays readable.

    Grades and places of the others are what they are: this school's are told anew among them. Errors: `not_found`.
    """
    outcome, campaign = kept.load_last(ctx, outcome_id)
    held = queries.get_held(ctx, campaign.id)
    computation = results.last_computation(ctx, campaign.id)
    plan = computing.plan_of(ctx, held, computation)
    enrolled = sources.get_enrolled(ctx, outcome.enrolment_id)
    computing.write_results(
        ctx, [computing.result_row(plan, one) for one in sources.read_sources(ctx, [enrolled], plan.asked)]
    )
    standings = {row.enrolment_id: computing.standing_of(row) for row in results.stream_standings(ctx, computation.id)}
    rows = [row for row in computing.graded_rows(plan, standings) if row["enrolment_id"] == outcome.enrolment_id]
    computing.write_grades(ctx, rows)
    ctx.session.expire_all()
    (row,) = [
        one
        for one in kept.list_results(ctx, computation.id, None, 100_000)
        if one.AssessmentResult.enrolment_id == outcome.enrolment_id
    ]
    (made,) = frozen_rows(ctx, plan, [row], reason)
    insert_many(ctx.session, _OUTCOMES, [made])
    insert_many(ctx.session, _DOCUMENTS, [{"outcome_id": made["id"], "content": canonical(made["document"]).decode()}])
    about = Subject("assessment_outcome", made["id"], made["unit_name"], made["unit_id"], 1)
    before, after = (
        {"number": number, "total": written(total), "grade": grade}
        for number, total, grade in (
            (outcome.number, outcome.total, outcome.grade),
            (made["number"], made["total"], made["grade"]),
        )
    )
    record(ctx, "assessment_outcome.corrected", about, before, after, reason=reason, document=made["document"])
    return kept.get_outcome(ctx, made["id"])


KIND = "assessments.finalize"
FINALIZING = JobKind(KIND, run_finalizing, permission=Permission.ASSESSMENT_DECIDE, per_unit=1)
