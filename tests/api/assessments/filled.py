"""Campaigns whose rounds are filled, written as rows: what comes after the rounds is what these tests are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.assessments.models import AssessmentCampaign, AssessmentEnrolment, AssessmentRound, AssessmentScore
from api.core import ids, pinyin
from api.core.bulk import insert_many
from api.core.context import Context
from api.core.points import Points, points, written
from api.frameworks import queries as frameworks
from api.frameworks.rules.model import Band, Bonus, BonusLevel, Condition, Deduction, Demand, Framework, Scale, Veto
from api.frameworks.rules.model import VetoEffect as Effect
from api.frameworks.rules.scoring import Scorer
from api.frameworks.service.publishing import write_version
from api.frameworks.service.records import write_record
from api.organizations import service as organizations
from api.organizations.models import Unit
from api.organizations.schemas import SchoolIn
from tests.unit.frameworks.build import P, framework, leaf, parent
from tests.world import World

BANDS = (("model", "90"), ("good", "80"), ("pass", "60"), ("fail", "0"))
VETOES = (
    Veto(code="V1", title="班子成员严重违纪", effect=Effect.FAIL),
    Veto(code="V2", title="被上级通报", effect=Effect.CAP_GRADE, band="pass", evidence_required=False),
    Veto(code="V3", title="师德严重失范", effect=Effect.REVOKE_AWARD, evidence_required=False),
    Veto(code="V4", title="申报弄虚作假", effect=Effect.BAR_APPLICATION, years=2, evidence_required=False),
)
MADE = framework(
    parent("A", "60", leaf("A1", "40"), leaf("A2", "20")),
    leaf("B", "40"),
    code="TEST",
    title="测试评价",
    bonuses=(Bonus(code="X", title="荣誉", levels=(BonusLevel(code="city", title="市级", points=P("2")),)),),
    deductions=(Deduction(code="D", title="通报", per=P("1")),),
    vetoes=VETOES,
    scales=(
        Scale(
            code="grade",
            title="等次",
            bands=tuple(
                Band(
                    code=code,
                    title={"model": "示范", "good": "优秀", "pass": "合格", "fail": "不合格"}[code],
                    min=P(low),
                    conditions=(Condition(demand=Demand.NO_VETO),) if code == "model" else (),
                    consequence="限期整改" if code == "fail" else "",
                )
                for code, low in BANDS
            ),
        ),
    ),
)


@dataclass(frozen=True)
class Filled:
    """A campaign in moderation, with its enrolments by the unit's name."""

    campaign_id: str
    version_id: str
    enrolments: Mapping[str, str]
    units: Mapping[str, str]

    @property
    def url(self) -> str:
        """Where it is."""
        return f"/api/v1/assessments/campaigns/{self.campaign_id}"


# Totals of the county round, and how far the self-assessment lies above.
SCHOOLS: Sequence[tuple[str, str, str]] = (("school", "95", "3"), ("other_school", "85", "-2"))


def filled(world: World, schools: Sequence[tuple[str, str, str]] = SCHOOLS, **settings: Any) -> Filled:
    """A campaign of the county with these schools: names of the world, or new ones below the district."""
    with world.host() as ctx:
        version_id = published(ctx, UUID(world.unit("bureau")), settings.pop("framework", MADE))
        units = {name: _unit(ctx, world, name) for name, _, _ in schools}
        campaign = write_campaign(ctx, UUID(world.unit("bureau")), version_id, **settings)
        scorer = Scorer(frameworks.published_framework(ctx, version_id))
        enrolments = write_enrolments(
            ctx, campaign.id, [(units[name], P(total), signed(gap)) for name, total, gap in schools], scorer
        )
    names = [name for name, _, _ in schools]
    return Filled(
        str(campaign.id),
        str(version_id),
        {name: str(one) for name, one in zip(names, enrolments, strict=True)},
        {name: str(one) for name, one in units.items()},
    )


def signed(text: str) -> Points:
    """A decimal that may be negative."""
    return Points(-points(text[1:])) if text.startswith("-") else points(text)


def published(ctx: Context, unit_id: UUID, made: Framework) -> UUID:
    """A version of the framework, as published; the one that there is, the second time."""
    held = frameworks.find_by_code(ctx, unit_id, made.code)
    if held is not None and (found := frameworks.find_version(ctx, unit_id, made.code, made.version)):
        return found
    return write_version(ctx, held or write_record(ctx, unit_id, made), made)


def _unit(ctx: Context, world: World, name: str) -> UUID:
    if name in world.units:
        return UUID(world.unit(name))
    wanted = SchoolIn.model_validate(
        {"name": name, "type": "primary", "ownership": "public", "parent_id": world.unit("district")}
    )
    return organizations.create_schools(ctx, [wanted]).items[0].id


def write_campaign(ctx: Context, unit_id: UUID, version_id: UUID, **settings: Any) -> AssessmentCampaign:
    """A campaign in moderation."""
    facts: dict[str, Any] = {
        "code": "R2026",
        "title": "2026年清廉学校评估",
        "cycle": "2026",
        "period_first_on": date(2026, 1, 1),
        "period_last_on": date(2026, 12, 31),
        "mode": "full",
        "subject": "school",
        "round_policy": "county_final",
        "weights": {},
        "district_mode": "score",
        "disagreement_threshold": P("5"),
        "publicity_days": 5,
        "appeal_days": 5,
        "visibility": {},
        "late_policy": "mark",
        "quotas": {},
        "takes_over": [],
        "state": "moderation",
    } | settings
    campaign = AssessmentCampaign(
        id=ids.ordered(),
        unit_id=unit_id,
        version_id=version_id,
        sort_key=pinyin.sort_key(facts["title"]),
        created_at=ctx.now,
        updated_at=ctx.now,
        **facts,
    )
    ctx.session.add(campaign)
    ctx.session.flush()
    return campaign


def write_enrolments(
    ctx: Context,
    campaign_id: UUID,
    wanted: Sequence[tuple[UUID, Points, Points]],
    scorer: Scorer,
    held_rounds: Sequence[str] = ("self", "county"),
) -> list[UUID]:
    """Enrolments with these rounds each; the totals are those wanted, the self-assessment's lie so far above."""
    places = {row.id: row for row in ctx.session.execute(select(Unit.id, Unit.parent_id))}
    enrolments, rounds, scores = [], [], []
    for unit_id, total, gap in wanted:
        enrolment = _enrolment(ctx, campaign_id, unit_id, places[unit_id].parent_id)
        enrolments.append(enrolment)
        for held in held_rounds:
            came = Points(total + gap) if held == "self" else total
            round_ = _round(ctx, enrolment["id"], held, came)
            rounds.append(round_)
            scores += list(_scores(ctx, round_["id"], came, scorer))
    for model, rows in ((AssessmentEnrolment, enrolments), (AssessmentRound, rounds), (AssessmentScore, scores)):
        insert_many(ctx.session, model.__table__, rows)  # type: ignore[arg-type]
    return [one["id"] for one in enrolments]


def _enrolment(ctx: Context, campaign_id: UUID, unit_id: UUID, district_id: UUID) -> dict[str, Any]:
    return {
        "id": ids.ordered(),
        "campaign_id": campaign_id,
        "unit_id": unit_id,
        "district_id": district_id,
        "subject": "school",
        "facts": {"type": ["primary"]},
        "not_applicable": [],
        "state": "enrolled",
        "reason": None,
        "statement": None,
        "created_at": ctx.now,
        "updated_at": ctx.now,
        "revision": 1,
    }


def _round(ctx: Context, enrolment_id: UUID, held: str, total: Points) -> dict[str, Any]:
    nothing = ("note", "submitted_by", "return_reason", "decided_by", "decided_at")
    return {
        "id": ids.ordered(),
        "enrolment_id": enrolment_id,
        "round": held,
        "state": "accepted",
        "team": "县复核一组" if held == "county" else None,
        **dict.fromkeys(nothing),
        "submitted_at": ctx.now,
        "late": False,
        "returns": 0,
        "total": total,
        "entered": 3,
        "missing": 0,
        "updated_at": ctx.now,
        "revision": 1,
    }


def _scores(ctx: Context, round_id: UUID, total: Points, scorer: Scorer) -> Any:
    """The total spread over the leaves, each as full as it can be in their order."""
    left = total
    for node in scorer.nodes:
        if node.children:
            continue
        got = Points(min(left, node.indicator.points))
        left = Points(left - got)
        yield {
            "id": ids.ordered(),
            "round_id": round_id,
            "code": node.indicator.code,
            "lineage": node.indicator.lineage,
            "inputs": {"score": written(got)},
            "computed": got,
            "overridden": None,
            "points": got,
            "not_applicable": False,
            "override_reason": None,
            "comment": None,
            "source": "entered",
            "scored_by": None,
            "updated_at": ctx.now,
            "revision": 1,
        }
