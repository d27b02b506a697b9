"""What results are made of: rounds that were handed in, what was upheld, what other domains know. Few statements a chunk."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from api.assessments.models import AssessmentAdjustment, AssessmentEnrolment, AssessmentRound, AssessmentScore
from api.assessments.rules.adjustments import AdjustmentKind, AdjustmentState, Claim
from api.assessments.rules.campaigns import RoundPolicy
from api.assessments.rules.combining import Given
from api.assessments.rules.enrolments import EnrolmentState
from api.assessments.rules.rounds import HANDED_IN, Round
from api.core.context import Context
from api.core.metrics import Figure, Period, find_metric
from api.core.points import ONE, Points, share
from api.frameworks.rules.model import Demand, Framework
from api.organizations.models import Unit
from api.rectifications import queries as rectifications

_ROUNDS, _SCORES = AssessmentRound.__table__.c, AssessmentScore.__table__.c
_ENROLMENTS, _UNITS = AssessmentEnrolment.__table__.c, Unit.__table__.c
_HANDED_IN = sorted(state.value for state in HANDED_IN)


class Enrolled(NamedTuple):
    """One enrolment, with the names of today."""

    id: UUID
    unit_id: UUID
    district_id: UUID | None
    type: str
    not_applicable: frozenset[str]
    name: str
    code: str | None
    updated_at: Any


@dataclass(frozen=True, slots=True)
class Source:
    """Everything that the result of one enrolment is made of."""

    enrolled: Enrolled
    rounds: Mapping[Round, Mapping[str, Given]]
    totals: Mapping[Round, Points | None]
    claims: Sequence[Claim]
    metrics: Mapping[str, Points]
    open_serious_findings: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be read: the rounds that may speak, and the metrics that the framework's bands ask for."""

    rounds: tuple[Round, ...]
    metrics: tuple[str, ...]
    findings: bool
    period: Period

    @classmethod
    def of(cls, policy: RoundPolicy, framework: Framework, period: Period) -> "Asked":
        """By the policy of a campaign and its framework."""
        conditions = [one for scale in framework.scales for band in scale.bands for one in band.conditions]
        speaking = (Round.COUNTY, Round.APPEAL) if policy is RoundPolicy.COUNTY_FINAL else tuple(Round)
        return cls(
            rounds=speaking,
            metrics=tuple(sorted({one.code for one in conditions if one.demand is Demand.METRIC and one.code})),
            findings=any(one.demand is Demand.NO_OPEN_SERIOUS_FINDING for one in conditions),
            period=period,
        )


def list_enrolled(ctx: Context, campaign_id: UUID, after: UUID | None, limit: int) -> list[Enrolled]:
    """The next enrolments that take part, in the order of their ids."""
    columns = [_ENROLMENTS[name] for name in ("id", "unit_id", "district_id", "facts", "not_applicable", "updated_at")]
    stmt = (
        select(*columns, _UNITS.name, _UNITS.code)
        .join(Unit.__table__, _UNITS.id == _ENROLMENTS.unit_id)
        .where(_ENROLMENTS.campaign_id == campaign_id, _ENROLMENTS.state == EnrolmentState.ENROLLED.value)
        .order_by(_ENROLMENTS.id)
        .limit(limit)
    )
    rows = ctx.session.execute(stmt if after is None else stmt.where(_ENROLMENTS.id > after))
    return [_enrolled(row) for row in rows]


def get_enrolled(ctx: Context, enrolment_id: UUID) -> Enrolled:
    """One enrolment that the caller has loaded."""
    columns = [_ENROLMENTS[name] for name in ("id", "unit_id", "district_id", "facts", "not_applicable", "updated_at")]
    stmt = select(*columns, _UNITS.name, _UNITS.code).join(Unit.__table__, _UNITS.id == _ENROLMENTS.unit_id)
    return _enrolled(ctx.session.execute(stmt.where(_ENROLMENTS.id == enrolment_id)).one())


def _enrolled(row: Any) -> Enrolled:
    kinds = row.facts.get("type") or [""]
    absent = frozenset(row.not_applicable)
    return Enrolled(row.id, row.unit_id, row.district_id, kinds[0], absent, row.name, row.code, row.updated_at)


def read_sources(ctx: Context, enrolled: Sequence[Enrolled], asked: Asked) -> list[Source]:
    """What the results of these enrolments are made of."""
    wanted = [one.id for one in enrolled]
    units = [one.unit_id for one in enrolled]
    scores, totals = _scores(ctx, wanted, asked.rounds), _totals(ctx, wanted)
    claims, metrics = _claims(ctx, wanted), _metrics(ctx, units, asked)
    findings = rectifications.count_open_serious(ctx, units) if asked.findings and units else {}
    return [
        Source(
            enrolled=one,
            rounds=scores.get(one.id, {}),
            totals=totals.get(one.id, {}),
            claims=claims.get(one.id, ()),
            metrics=metrics.get(one.unit_id, {}),
            open_serious_findings=findings.get(one.unit_id, 0),
        )
        for one in enrolled
    ]


def _scores(
    ctx: Context, wanted: Collection[UUID], rounds: Iterable[Round]
) -> dict[UUID, dict[Round, dict[str, Given]]]:
    names = ("code", "inputs", "overridden", "points", "not_applicable", "override_reason")
    stmt = (
        select(_ROUNDS.enrolment_id, _ROUNDS.round, *(_SCORES[name] for name in names))
        .join(AssessmentScore.__table__, _SCORES.round_id == _ROUNDS.id)
        .where(_ROUNDS.enrolment_id.in_(wanted), _ROUNDS.state.in_(_HANDED_IN))
        .where(_ROUNDS.round.in_([one.value for one in rounds]))
    )
    found: dict[UUID, dict[Round, dict[str, Given]]] = defaultdict(lambda: defaultdict(dict))
    kept = {one.value: one for one in Round}
    for enrolment_id, held, code, *rest in ctx.session.execute(stmt):
        given = _given(*rest)
        if given is not None:
            found[enrolment_id][kept[held]][code] = given
    return found


def _given(
    inputs: Any,
    overridden: Points | None,
    points: Points | None,
    absent: bool,  # noqa: FBT001
    reason: str | None,
) -> Given | None:
    """An entry as it speaks; a comment alone says nothing, and leaves the word to an earlier round."""
    if absent:
        return Given(None, None, reason, applies=False)
    if not inputs and overridden is None:
        return None
    return Given(inputs or None, points, reason if overridden is not None else None)


def _totals(ctx: Context, wanted: Collection[UUID]) -> dict[UUID, dict[Round, Points | None]]:
    stmt = select(_ROUNDS.enrolment_id, _ROUNDS.round, _ROUNDS.total)
    found: dict[UUID, dict[Round, Points | None]] = defaultdict(dict)
    for enrolment_id, held, total in ctx.session.execute(
        stmt.where(_ROUNDS.enrolment_id.in_(wanted), _ROUNDS.state.in_(_HANDED_IN))
    ):
        found[enrolment_id][Round(held)] = total
    return found


def _claims(ctx: Context, wanted: Collection[UUID]) -> dict[UUID, list[Claim]]:
    stmt = select(AssessmentAdjustment).where(
        AssessmentAdjustment.enrolment_id.in_(wanted), AssessmentAdjustment.state == AdjustmentState.UPHELD.value
    )
    found: dict[UUID, list[Claim]] = defaultdict(list)
    for one in ctx.session.execute(stmt).scalars():
        found[one.enrolment_id].append(claim_of(one))
    return found


def claim_of(one: AssessmentAdjustment) -> Claim:
    """An adjustment as the rules take it."""
    proved = bool(one.evidence_ids)
    return Claim(AdjustmentKind(one.kind), one.code, one.level, one.name, one.times, one.document, proved)


def _metrics(ctx: Context, units: Collection[UUID], asked: Asked) -> dict[UUID, dict[str, Points]]:
    """What the providers say; a metric without a provider, or that knows nothing of a unit, is left out."""
    found: dict[UUID, dict[str, Points]] = defaultdict(dict)
    for name in asked.metrics:
        metric = find_metric(name)
        for unit_id, figure in (metric(ctx, units, asked.period) if metric and units else {}).items():
            if (value := value_of(figure)) is not None:
                found[unit_id][name] = value
    return found


def value_of(figure: Figure) -> Points | None:
    """The value of a figure; of numerator and denominator their share in percent."""
    whole = figure.counts.get("denominator")
    if figure.value is not None or not whole:
        return figure.value
    return share(figure.counts.get("numerator", 0) * 100 * ONE, whole)
