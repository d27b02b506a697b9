"""Earlier assessments of the demo: two finished years, the last with an appeal, a veto and awards; one that waits for its end.

Everything that is decided goes through the services, on its own day. The entries of the three rounds, eleven thousand a
year, are written as rows: through the forms they would take minutes.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.access.permissions import Permission
from api.assessments.models import AssessmentEnrolment, AssessmentRound, AssessmentScore
from api.assessments.queries import awards, publications
from api.assessments.queries.frameworks import scorer_of
from api.assessments.rules.adjustments import AdjustmentVerb
from api.assessments.rules.appeals import AppealResult, AppealTarget, AppealVerb
from api.assessments.rules.awards import AwardVerb
from api.assessments.rules.rounds import Round, RoundState
from api.assessments.schemas.adjustments import BonusClaimIn, VetoIn
from api.assessments.schemas.appeals import AppealChangeIn, AppealDecisionIn, AppealIn, HearingIn
from api.assessments.schemas.awards import AwardFilter, AwardGrantIn, AwardNoticeIn, AwardsOfBandIn
from api.assessments.schemas.campaigns import AssessmentCampaignIn
from api.assessments.schemas.enrolments import EnrolIn, EnrolmentScope
from api.assessments.schemas.results import ComputeIn, LimitIn
from api.assessments.service import (
    adjustments,
    appeals,
    award_notices,
    campaigns,
    computing,
    enrolling,
    finalizing,
    publicity,
)
from api.assessments.service import awards as awarding
from api.core import clock, ids
from api.core.bulk import insert_many, update_many
from api.core.context import Context
from api.core.paging import Paging
from api.core.points import Points
from api.demo.county import SEED
from api.demo.evidence import filed_by, seated
from api.disclosures.schemas.notices import ExplanationIn, ReleaseIn
from api.disclosures.service import check_notice, release_notice
from api.files.storage import Storage
from api.frameworks.data import shipped
from api.frameworks.queries import find_version
from api.frameworks.rules.kinds import Bands, Checklist, CountDeduct, Derived, Frequency, Level, Proportional, Ratio
from api.frameworks.rules.model import Indicator
from api.frameworks.rules.scoring import Scorer, Sheet
from api.organizations.rules import SchoolType

P = Permission
_YEAR = timedelta(days=365)
_BEGUN, _COMPUTED, _SHOWN, _HEARD, _FINAL, _GRANTED = 56, 34, 33, 20, 19, 1  # days ago
Which = tuple[str, str, tuple[int, int], EnrolIn]
# The two of last year: what each is called, its months, and whom it covers.
_ANNUAL: Which = ("QLXX", "年度清廉学校评估", (1, 12), EnrolIn())
_SPECIAL: Which = (
    "ZX",
    "年春季九年一贯制学校专项评估",
    (2, 7),
    EnrolIn(scope=EnrolmentScope(types=[SchoolType.NINE_YEAR])),
)
# What each round sees of a school: a self-assessment is kinder than the district, the district than the county.
_KINDNESS = {Round.SELF: 0.06, Round.DISTRICT: 0.02, Round.COUNTY: 0.0}


def load_outcomes(ctx: Context, storage: Storage) -> int:
    """Write the campaigns of the two years before; how many outcomes they have.

    Called on the host, once the people of the demo are there.
    """
    people = {name: seated(ctx, name) for name in ("officer", "leader", "head", "principal", "clerk")}
    earlier = {name: replace(one, now=one.now - _YEAR) for name, one in people.items()}
    number = _load_earlier(replace(ctx, now=ctx.now - _YEAR), earlier) + _load_last(ctx, people, storage)
    _load_waiting(ctx, people)
    return number


def _load_earlier(ctx: Context, people: Mapping[str, Context]) -> int:
    """The year before the last, from which on schools are seen to rise or fall."""
    campaign_id = _filled(ctx, people, _ANNUAL, better=-0.07)
    _compute(people, campaign_id)
    _show(people, campaign_id)
    return _end(people, campaign_id)


def _load_last(ctx: Context, people: Mapping[str, Context], storage: Storage) -> int:
    """Last year, with all that can happen on the way: a bonus, a veto, an appeal, awards."""
    campaign_id = _filled(ctx, people, _ANNUAL)
    _adjust(people, storage, campaign_id)
    _compute(people, campaign_id)
    _show(people, campaign_id)
    _appeal(people, campaign_id)
    number = _end(people, campaign_id)
    _award(people, campaign_id)
    return number


def _load_waiting(ctx: Context, people: Mapping[str, Context]) -> None:
    """Shown and heard, all but one appeal: what is left to do is the leader's."""
    campaign_id = _filled(ctx, people, _SPECIAL)
    computing.compute_now(_on(people["officer"], _COMPUTED - 1, P.ASSESSMENT_MANAGE), campaign_id, ComputeIn())
    _show(people, campaign_id)
    _appeal(people, campaign_id, decided=False)
    publicity.hear_campaign(_on(people["officer"], _HEARD, P.ASSESSMENT_MANAGE), campaign_id)


def _filled(ctx: Context, people: Mapping[str, Context], which: Which, *, better: float = 0.0) -> UUID:
    """A campaign in moderation, every entry of every round written."""
    campaign_id, version_id = _opened(people["officer"], *which)
    _fill(ctx, campaign_id, scorer_of(ctx, version_id), better)
    for _ in range(3):
        campaigns.advance_campaign(_on(people["officer"], _COMPUTED, P.ASSESSMENT_MANAGE), campaign_id)
    return campaign_id


def _compute(people: Mapping[str, Context], campaign_id: UUID) -> None:
    """The best grade for fifteen of a hundred."""
    limits = [LimitIn.model_validate({"band": "model", "per": "campaign", "percent": "15"})]
    officer = _on(people["officer"], _COMPUTED - 1, P.ASSESSMENT_MANAGE)
    computing.compute_now(officer, campaign_id, ComputeIn(limits=limits))


def _end(people: Mapping[str, Context], campaign_id: UUID) -> int:
    """Heard and frozen; how many outcomes there are."""
    publicity.hear_campaign(_on(people["officer"], _HEARD, P.ASSESSMENT_MANAGE), campaign_id)
    return finalizing.finalize_now(_on(people["leader"], _FINAL, P.ASSESSMENT_DECIDE), campaign_id)


def _on(who: Context, days_ago: int, permission: Permission) -> Context:
    """Someone, on a day, by a permission."""
    return replace(who, now=who.now - timedelta(days=days_ago), permission=permission)


def _opened(officer: Context, code: str, title: str, months: tuple[int, int], schools: EnrolIn) -> tuple[UUID, UUID]:
    """A campaign of last year with its schools, open; its framework's version."""
    run = _on(officer, _BEGUN, P.ASSESSMENT_MANAGE)
    unit_id = run.signed_in.grants[0].unit_id
    reference = shipped()[0]
    version_id = find_version(run, unit_id, reference.code, reference.version)
    assert version_id is not None
    today, year = clock.legal_day(officer.now), clock.legal_day(officer.now).year - 1
    days = ((Round.SELF, _BEGUN, 48), (Round.DISTRICT, 48, 42), (Round.COUNTY, 42, _COMPUTED))
    wanted = {
        "unit_id": unit_id,
        "version_id": version_id,
        "code": f"{code}-{year}",
        "title": f"{year}{title}",
        "cycle": str(year),
        "period_first_on": date(year, months[0], 1),
        "period_last_on": date(year, months[1], 31),
        "windows": [
            {"round": one, "opens_on": today - timedelta(days=first), "closes_on": today - timedelta(days=last)}
            for one, first, last in days
        ],
    }
    campaign = campaigns.create_campaign(run, AssessmentCampaignIn.model_validate(wanted))
    enrolling.enrol(run, campaign.id, schools)
    campaigns.open_campaign(run, campaign.id)
    return campaign.id, version_id


# --- Rounds ----------------------------------------------------------------------------------------------------------


def _fill(ctx: Context, campaign_id: UUID, scorer: Scorer, better: float) -> None:
    """Every entry of every round, each school as good as chance has it, each round as kind as it is.

    A school is as good in one year as in another, but for `better` and for luck.
    """
    chance, dice = random.Random(SEED), random.Random(f"{SEED} {better}")
    leaves = [node.indicator for node in scorer.nodes if not node.children]
    stmt = (
        select(
            AssessmentRound.id,
            AssessmentRound.round,
            AssessmentEnrolment.id.label("of"),
            AssessmentEnrolment.not_applicable,
        )
        .join(AssessmentEnrolment, AssessmentEnrolment.id == AssessmentRound.enrolment_id)
        .where(AssessmentEnrolment.campaign_id == campaign_id)
        .order_by(AssessmentEnrolment.id, AssessmentRound.id)
    )
    quality: dict[UUID, float] = {}
    rows: list[dict[str, Any]] = []
    rounds: list[dict[str, Any]] = []
    for held in ctx.session.execute(stmt).all():
        level = quality.setdefault(held.of, chance.betavariate(6, 2) + better)
        kind = min(1.0, level + _KINDNESS[Round(held.round)] * dice.uniform(0, 2))
        items = {one.code: _inputs(one, kind, dice) for one in leaves if one.code not in held.not_applicable}
        at = ctx.now - timedelta(days=_COMPUTED + 2)
        rows += list(_rows(held.id, leaves, items, at))
        total = scorer.score(Sheet(items=items, not_applicable=frozenset(held.not_applicable))).total
        done = {"state": RoundState.ACCEPTED.value, "total": total, "entered": len(items), "missing": 0}
        when = {"submitted_at": at, "decided_at": at, "updated_at": at, "team": _TEAMS.get(held.round)}
        rounds.append({"id": held.id, **done, **when})
    update_many(ctx.session, AssessmentRound.__table__, rounds, [name for name in rounds[0] if name != "id"])  # type: ignore[arg-type]
    insert_many(ctx.session, AssessmentScore.__table__, rows)  # type: ignore[arg-type]


_TEAMS = {Round.DISTRICT.value: "学区初评组", Round.COUNTY.value: "县复核一组"}


def _rows(round_id: UUID, leaves: list[Indicator], items: Mapping[str, Any], at: Any) -> Iterator[dict[str, Any]]:
    for one in leaves:
        if one.code in items and one.rule is not None:
            points: Points | None = one.rule.score(one.points, items[one.code])
            yield {
                "id": ids.ordered(),
                "round_id": round_id,
                "code": one.code,
                "lineage": one.lineage,
                "inputs": items[one.code],
                "computed": points,
                "points": points,
                "overridden": None,
                "not_applicable": False,
                **dict.fromkeys(("override_reason", "comment", "scored_by")),
                "source": "entered",
                "updated_at": at,
                "revision": 1,
            }


def _inputs(one: Indicator, level: float, dice: random.Random) -> dict[str, Any]:
    """What a school of this level enters for an item, by its rule."""
    rule = one.rule.rule if isinstance(one.rule, Derived) else one.rule
    short = dice.random() > level
    match rule:
        case CountDeduct():
            return {"counts": {rule.entries[0].code: 1} if short else {}}
        case Level():
            return {"level": rule.levels[1 if short else 0].code}
        case Frequency():
            held = [rule.required] * rule.periods
            return {"held": [held[0] - 1, *held[1:]] if short else held}
        case Checklist():
            ticked = [item.code for item in rule.items]
            return {"ticked": ticked[:-1] if short else ticked}
        case Ratio():
            return {"numerator": 55 if short else 60, "denominator": 60}
        case Bands():
            return {"value": "91.5" if short else "96.2"}
        case Proportional():
            return {"states": {"done": 3, "begun": 1} if short else {"done": 4}}
    raise AssertionError(f"the demo knows no entries for {one.code}")


# --- Decisions -------------------------------------------------------------------------------------------------------


def _enrolment(ctx: Context, campaign_id: UUID, unit_id: UUID) -> UUID:
    mine = (AssessmentEnrolment.campaign_id == campaign_id, AssessmentEnrolment.unit_id == unit_id)
    return ctx.session.execute(select(AssessmentEnrolment.id).where(*mine)).scalar_one()


def _adjust(people: Mapping[str, Context], storage: Storage, campaign_id: UUID) -> None:
    """A bonus that the school claimed, and a veto on a document."""
    clerk = _on(people["clerk"], _COMPUTED + 5, P.ASSESSMENT_FILL)
    own = _enrolment(clerk, campaign_id, clerk.signed_in.grants[0].unit_id)
    honour = BonusClaimIn(
        code="X", level="city", name="市级文明校园", document="市文明办通报第5号", ground="上年度获评，证书存档案室。"
    )
    claim = adjustments.propose(clerk, own, honour, adjustments.OTHERS)
    manager = _on(people["officer"], _COMPUTED + 3, P.ASSESSMENT_MANAGE)
    adjustments.decide(manager, claim.id, AdjustmentVerb.UPHOLD, adjustments.OTHERS, None)
    reviewer = _on(people["officer"], _COMPUTED + 4, P.ASSESSMENT_REVIEW)
    last = select(AssessmentEnrolment.id, AssessmentEnrolment.unit_id).where(
        AssessmentEnrolment.campaign_id == campaign_id
    )
    vetoed = reviewer.session.execute(last.order_by(AssessmentEnrolment.id.desc()).limit(1)).one()
    proof = filed_by(reviewer, storage, vetoed.unit_id, "上级通报文件")
    wanted = VetoIn(code="V8", document="县教育局通报第8号", ground="因食堂管理问题被上级通报。", evidence_ids=[proof])
    veto = adjustments.propose(reviewer, vetoed.id, wanted, adjustments.VETOES)
    leader = _on(people["leader"], _COMPUTED + 2, P.ASSESSMENT_DECIDE)
    adjustments.decide(leader, veto.id, AdjustmentVerb.UPHOLD, adjustments.VETOES, None)


def _show(people: Mapping[str, Context], campaign_id: UUID) -> None:
    """The notice of results."""
    officer = _on(people["officer"], _SHOWN, P.ASSESSMENT_MANAGE)
    publicity.publish_campaign(officer, campaign_id)
    publication = publications.find_last(officer, campaign_id)
    assert publication is not None
    assert publication.notice_id is not None
    _release(people, officer, publication.notice_id)


def _release(people: Mapping[str, Context], officer: Context, notice_id: UUID) -> None:
    """Checked by one and released by another, on the same day."""
    checked = check_notice(replace(officer, permission=P.DISCLOSURE_EDIT), notice_id)
    explained = [ExplanationIn(key=one.key, reason="单位名称，不是个人信息") for one in checked.findings]
    leader = replace(people["leader"], now=officer.now, permission=P.DISCLOSURE_RELEASE)
    release_notice(leader, notice_id, ReleaseIn(explanations=explained))


def _appeal(people: Mapping[str, Context], campaign_id: UUID, *, decided: bool = True) -> None:
    """The principal contests an item; another team hears it, and the leader decides, or has not yet."""
    principal = _on(people["principal"], _SHOWN - 3, P.ASSESSMENT_SUBMIT)
    own = _enrolment(principal, campaign_id, principal.signed_in.grants[0].unit_id)
    filed = appeals.file_appeal(
        principal, own, AppealIn(target=AppealTarget.ITEM, code="A5", statement="公开栏照片已在公示前补交，请予核实。")
    )
    leader = _on(people["leader"], _SHOWN - 5, P.ASSESSMENT_DECIDE)
    appeals.take_step(leader, filed.id, AppealVerb.ACCEPT)
    said = "学校代表到会陈述，复核组核对了照片原件和张贴日期。"
    appeals.hear(leader, filed.id, HearingIn(team="申诉复核组", heard_on=clock.legal_day(leader.now), hearing=said))
    if not decided:
        return
    change = AppealChangeIn(code="A5", points="3", reason="六项公开齐全，照片可以印证")
    decision = AppealDecisionIn(result=AppealResult.UPHELD, reason="材料属实，予以支持。", changes=[change])
    appeals.decide(leader, filed.id, decision)


def _award(people: Mapping[str, Context], campaign_id: UUID) -> None:
    """示范校 for all who hold the best grade, shown by one notice; most are granted, the last waits for its plaque."""
    officer = _on(people["officer"], _FINAL - 1, P.ASSESSMENT_MANAGE)
    awarding.propose_for_band(officer, campaign_id, AwardsOfBandIn(title="清廉学校示范校", scale="grade", band="model"))
    proposed = awards.list_awards(officer, AwardFilter(campaign=campaign_id), "unit", Paging(1, 200)).items
    wanted = AwardNoticeIn(title="清廉学校示范校拟授予名单公示", award_ids=[one.id for one in proposed])
    _release(people, officer, award_notices.publicise_awards(officer, wanted).notice_id)
    leader = _on(people["leader"], _GRANTED, P.ASSESSMENT_DECIDE)
    for number, one in enumerate(proposed[:-1], start=1):
        plaque = AwardGrantIn(plaque_no=f"锦教廉〔{leader.now.year}〕{number:02}")
        awarding.take_step(leader, one.id, AwardVerb.GRANT, plaque)
