"""Computing a campaign: a job over all its enrolments, chunk by chunk, then grades and places of all together.

Each chunk replaces the results of its enrolments in one transaction, so that a computing that is cut off goes on where
it was, and one that is done again leaves no trace of the first. Reading and scoring happen outside of the transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from api.access.permissions import Permission
from api.assessments import queries, refusals
from api.assessments.models import AssessmentComputation, AssessmentResult
from api.assessments.queries import results, sources
from api.assessments.queries.campaigns import Held
from api.assessments.queries.sources import Asked, Source
from api.assessments.rules import outcomes
from api.assessments.rules.adjustments import adjusted
from api.assessments.rules.campaigns import CampaignVerb, RoundPolicy
from api.assessments.rules.combining import combine
from api.assessments.rules.ranking import Contestant, Limit, Per, assign, limits_of, rank
from api.assessments.rules.rounds import Round
from api.assessments.rules.sheets import Outside, sheet_of
from api.assessments.schemas.results import ComputeIn, LimitIn
from api.assessments.service.campaigns import load_for, move
from api.core import ids
from api.core.bulk import insert_many, update_many
from api.core.context import Context
from api.core.errors import Violation, refuse_if_any
from api.core.jobs.kinds import JobKind, Run
from api.core.jobs.resource import JobOut, accept
from api.core.metrics import Period
from api.core.points import Points, points
from api.frameworks.rules.grading import Graded, Standing
from api.frameworks.rules.model import Framework, Quota
from api.frameworks.rules.scoring import Scorer

CHUNK = 400
_RESULTS: Any = AssessmentResult.__table__
_GRADED = ("grade", "bands", "reasons", "rank", "rank_district", "rank_type")


@dataclass(frozen=True, slots=True)
class Plan:
    """What every result of one computing is made by."""

    held: Held
    computation_id: UUID
    scorer: Scorer
    policy: RoundPolicy
    weights: Mapping[Round, Points]
    limits: Sequence[Limit]

    @property
    def asked(self) -> Asked:
        """What is to be read for it."""
        campaign = self.held.campaign
        period = Period(campaign.period_first_on, campaign.period_last_on)
        return Asked.of(self.policy, self.scorer.framework, period)


def compute_campaign(ctx: Context, campaign_id: UUID, wanted: ComputeIn) -> JobOut:
    """Ask for results of all enrolments. Errors: `assessment.wrong_state`, `assessment.quota_band` as `input.invalid`."""
    held = load_for(ctx, campaign_id, CampaignVerb.COMPUTE)
    computation = begin(ctx, held, wanted.limits)
    arguments = {"campaign_id": str(campaign_id), "computation_id": str(computation.id)}
    return accept(ctx, KIND, unit_id=held.campaign.unit_id, arguments=arguments, key=str(campaign_id))


def begin(ctx: Context, held: Held, limits: Sequence[LimitIn]) -> AssessmentComputation:
    """A computing that begins now. Errors: `assessment.quota_band` as `input.invalid`."""
    scorer = queries.scorer_by_hash(ctx, held.campaign.version_id, held.content_hash)
    refuse_if_any(_limit_faults(scorer.framework, limits))
    computation = AssessmentComputation(
        id=ids.ordered(),
        campaign_id=held.campaign.id,
        number=results.count_computations(ctx, held.campaign.id) + 1,
        limits=[one.model_dump(mode="json") for one in limits],
        computed_by=ctx.actor.id if ctx.actor else None,
        started_at=ctx.now,
        done_at=None,
        enrolments=0,
        incomplete=0,
    )
    ctx.session.add(computation)
    ctx.session.flush()
    return computation


def _limit_faults(framework: Framework, limits: Sequence[LimitIn]) -> Iterable[Violation]:
    bands = [band.code for scale in framework.scales for band in scale.bands]
    for index, limit in enumerate(limits):
        if limit.band not in bands:
            params = {"allowed": ", ".join(bands) or "–"}
            yield Violation(refusals.QUOTA_BAND, f"/limits/{index}/band", params=params)


def plan_of(ctx: Context, held: Held, computation: AssessmentComputation) -> Plan:
    """What a computing goes by."""
    campaign = held.campaign
    return Plan(
        held=held,
        computation_id=computation.id,
        scorer=queries.scorer_by_hash(ctx, campaign.version_id, held.content_hash),
        policy=RoundPolicy(campaign.round_policy),
        weights={Round(name): points(weight) for name, weight in campaign.weights.items()},
        limits=[_limit(LimitIn.model_validate(one)) for one in computation.limits],
    )


def _limit(given: LimitIn) -> Limit:
    percent = None if given.percent is None else points(given.percent)
    return Limit(given.band, given.per, Quota(top=given.top, percent=percent), given.group)


# --- Scoring ---------------------------------------------------------------------------------------------------------


def result_row(plan: Plan, source: Source) -> dict[str, Any]:
    """The result of one enrolment, without what depends on the others."""
    combined = combine(plan.policy, source.rounds, plan.weights)
    outside = Outside(source.metrics, source.open_serious_findings)
    sheet = sheet_of(combined, source.enrolled.not_applicable, adjusted(source.claims), outside)
    score = plan.scorer.score(sheet)
    written = outcomes.write_score(score)
    own, county = source.totals.get(Round.SELF), source.totals.get(Round.COUNTY)
    return {
        "enrolment_id": source.enrolled.id,
        "campaign_id": plan.held.campaign.id,
        "computation_id": plan.computation_id,
        **{name: getattr(source.enrolled, name) for name in ("unit_id", "district_id", "type")},
        **{name: getattr(score, name) for name in ("total", "base", "bonus", "deducted")},
        "missing": len(score.missing),
        "self_total": own,
        "district_total": source.totals.get(Round.DISTRICT),
        "county_total": county,
        "gap": None if own is None or county is None else Points(own - county),
        "vetoed": bool(sheet.vetoes),
        **dict.fromkeys(_GRADED),
        "bands": {},
        "reasons": [],
        "item_values": written["values"],
        "missing_codes": written["missing"],
        "sources": {code: one.value for code, one in combined.sources.items()},
        "sheet": outcomes.write_sheet(sheet),
    }


def write_results(ctx: Context, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put results in the place of those that there were."""
    replaced = [row["enrolment_id"] for row in rows]
    ctx.session.execute(delete(AssessmentResult).where(AssessmentResult.enrolment_id.in_(replaced)))
    insert_many(ctx.session, _RESULTS, rows)


# --- Grading ---------------------------------------------------------------------------------------------------------


def graded_rows(plan: Plan, standings: Mapping[UUID, Contestant]) -> list[dict[str, Any]]:
    """Grades and places of all together."""
    framework = plan.scorer.framework
    graded = {
        scale.code: assign(framework, scale, standings, limits_of(scale, plan.limits)) for scale in framework.scales
    }
    placed = rank(standings)
    main = framework.scales[0].code if framework.scales else None
    return [
        {
            "enrolment_id": key,
            "grade": _band(graded[main][key]) if main else None,
            "bands": {scale: _band(found[key]) for scale, found in graded.items()},
            "reasons": _reasons(graded[main][key]) if main else [],
            "rank": placed[key][Per.CAMPAIGN].rank,
            "rank_district": placed[key][Per.DISTRICT].rank,
            "rank_type": placed[key][Per.TYPE].rank,
        }
        for key in standings
    ]


def _band(graded: Graded) -> str | None:
    return graded.band.code if graded.band else None


def _reasons(graded: Graded) -> list[dict[str, str]]:
    return [{"zh": one.text("zh-CN"), "en": one.text("en")} for one in graded.lines]


def standing_of(row: Any) -> Contestant:
    """A result as the ranking takes it."""
    sheet = outcomes.read_sheet(row.sheet)
    values = {code: None if value is None else points(value) for code, value in row.item_values.items()}
    standing = Standing(row.total, values, sheet.metrics, sheet.vetoes, sheet.open_serious_findings)
    return Contestant(standing, str(row.district_id or ""), row.type)


def write_grades(ctx: Context, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write grades and places."""
    update_many(ctx.session, _RESULTS, rows, _GRADED, key="enrolment_id")


def finish(ctx: Context, plan: Plan, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Write grades and places, drop results of who no longer takes part; figures for who asked."""
    write_grades(ctx, rows)
    gone = AssessmentResult.campaign_id == plan.held.campaign.id, AssessmentResult.computation_id != plan.computation_id
    ctx.session.execute(delete(AssessmentResult).where(*gone))
    computation = results.get_computation(ctx, plan.computation_id)
    computation.done_at = ctx.now
    computation.enrolments = len(rows)
    computation.incomplete = results.count_incomplete(ctx, plan.held.campaign.id)
    ctx.session.flush()
    return {"enrolments": computation.enrolments, "incomplete": computation.incomplete}


# --- As a job, or at once --------------------------------------------------------------------------------------------


def load_plan(ctx: Context, arguments: Mapping[str, Any]) -> Plan:
    """The plan of a job."""
    held = queries.load_campaign(ctx, UUID(arguments["campaign_id"]))
    return plan_of(ctx, held, results.get_computation(ctx, UUID(arguments["computation_id"])))


def run_computing(run: Run) -> None:
    """Work off a computing, from where it stands."""
    score_and_grade(run, then=None)


def score_and_grade(run: Run, then: str | None) -> None:
    """Score chunk by chunk, then grade all together; the job ends there, or goes on with the phase `then`."""
    if run.phase != "grade":
        _score_all(run)
    with run.snapshot() as ctx:
        plan = load_plan(ctx, run.arguments)
        standings = {row.enrolment_id: standing_of(row) for row in results.stream_standings(ctx, plan.computation_id)}
    rows = graded_rows(plan, standings)
    with run.chunk() as chunk:
        plan = load_plan(chunk.ctx, run.arguments)
        figures = finish(chunk.ctx, plan, rows)
        if then is not None:
            chunk.advance(phase=then)
            return
        move(chunk.ctx, plan.held, CampaignVerb.COMPUTE)
        chunk.finish(figures)


def _score_all(run: Run) -> None:
    after = UUID(run.cursor) if run.cursor else None
    while True:
        with run.snapshot() as ctx:
            plan = load_plan(ctx, run.arguments)
            total = results.count_enrolled(ctx, plan.held.campaign.id)
            enrolled = sources.list_enrolled(ctx, plan.held.campaign.id, after, CHUNK)
            read = sources.read_sources(ctx, enrolled, plan.asked)
        rows = [result_row(plan, one) for one in read]
        with run.chunk() as chunk:
            write_results(chunk.ctx, rows)
            chunk.progress(results.count_results(chunk.ctx, plan.computation_id), total)
            if len(rows) < CHUNK:
                chunk.advance(phase="grade")
                return
            after = enrolled[-1].id
            chunk.advance(cursor=str(after))


def compute_now(ctx: Context, campaign_id: UUID, wanted: ComputeIn) -> None:
    """The same in the caller's own transaction: for the demo, and for tests of what comes after."""
    held = load_for(ctx, campaign_id, CampaignVerb.COMPUTE)
    compute_all(ctx, plan_of(ctx, held, begin(ctx, held, wanted.limits)))
    move(ctx, held, CampaignVerb.COMPUTE)


def compute_all(ctx: Context, plan: Plan) -> None:
    """Every result of a plan, graded."""
    after: UUID | None = None
    while enrolled := sources.list_enrolled(ctx, plan.held.campaign.id, after, CHUNK):
        write_results(ctx, [result_row(plan, one) for one in sources.read_sources(ctx, enrolled, plan.asked)])
        after = enrolled[-1].id
    rows = results.stream_standings(ctx, plan.computation_id)
    finish(ctx, plan, graded_rows(plan, {row.enrolment_id: standing_of(row) for row in rows}))


KIND = "assessments.compute"
COMPUTING = JobKind(KIND, run_computing, permission=Permission.ASSESSMENT_MANAGE, per_unit=1)
