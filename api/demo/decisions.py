"""The decision log of the demo: a year of meetings of the demo's school, half a year of others; most sound, some not.

Each fault is one that the rules look for: too few present, a leader who speaks first, money spent before it was decided,
a sum split into payments below the threshold, minutes months late. They are invented, as everything here.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.access.permissions import Permission
from api.core import clock
from api.core.context import Context, Grant
from api.decisions import service
from api.decisions.models import Decision, DecisionFiling, MeetingTopic
from api.decisions.rules.vocabulary import FilingAnswer, FilingKind
from api.decisions.schemas.following import (
    DecisionEvaluationIn,
    DecisionFilingIn,
    DecisionProgressIn,
    DecisionPublicityIn,
    ExecutionPatch,
    FilingAnswerIn,
)
from api.decisions.schemas.meetings import MeetingIn
from api.decisions.schemas.money import DeclarationIn, PaymentIn, SupplierIn
from api.decisions.schemas.policies import MatterAdoption, PolicyIn
from api.demo.county import SEED
from api.demo.crews import Crew, crews
from api.demo.evidence import seated
from api.demo.meetings import (
    FAULTS,
    MATTERS,
    OFFICE_FAULTS,
    OFFICE_MATTERS,
    WRONG_BODY,
    Matter,
    office_tree,
    party_tree,
)
from api.people import service as people
from api.people.models import Post
from api.people.schemas import PostIn

_P = Permission
_ALL = frozenset({_P.DECISION_READ, _P.DECISION_RECORD, _P.DECISION_SUBMIT, _P.DECISION_POLICY, _P.DECISION_ANSWER})


_APPROVED = frozenset({"PA01", "MP01", "MD18", "LF02"})  # as the shipped catalogue says


def load_decisions(ctx: Context, *, seed: int = SEED) -> int:
    """Record, file and carry out what the demo's schools decided; how many meetings. Called on the host."""
    officer = _may(seated(ctx, "officer"))
    bureau = officer.signed_in.grants[0].unit_id
    _rulebook(officer, bureau)
    _seat_deputies(ctx)
    own = seated(ctx, "clerk").signed_in.grants[0].unit_id
    number = 0
    for place, crew in enumerate(crews(officer, own)):
        dice = Random(f"{seed}-{crew.unit_id}")
        number += _school(_may(officer), crew, dice, months=12 if crew.unit_id == own else 5 + place % 3)
    return number


def _may(ctx: Context) -> Context:
    """The officer with every right over the log of every school, as the demo writes it down for all of them."""
    grant = ctx.signed_in.grants[0]
    everything = Grant(grant.id, grant.role, grant.unit_id, "", grant.permissions | _ALL)
    return replace(ctx, actor=replace(ctx.signed_in, grants=(everything,)), permission=_P.DECISION_RECORD)


def _at(ctx: Context, day: date, hour: int = 9) -> Context:
    """The same some time ago; never later than now."""
    moment = datetime.combine(day, time(hour), clock.zone())
    return replace(ctx, now=min(moment, ctx.now))


def _rulebook(ctx: Context, bureau: UUID) -> None:
    """The county's policy and catalogue."""
    service.adopt_matters(ctx, MatterAdoption(unit_id=bureau))
    begun = clock.legal_day(ctx.now) - timedelta(days=700)
    content: dict[str, Any] = {
        "thresholds": [
            {"amount": "10000.00"},
            {"amount": "5000.00", "budget_state": "unbudgeted"},
            {"amount": "5000.00", "school_type": "kindergarten"},
            {"amount": "50000.00", "spend_type": "works"},
        ],
        "quorums": [{"share": "≥1/2"}, {"share": "≥2/3", "category": "personnel_appointment"}],
        "vote_modes": [{"share": ">1/2"}],
        "procedures": ["party_organization_meeting", "principal_office_meeting"],
        "ballot_categories": ["personnel_appointment"],
        "limits": {"notice_days": 2, "minutes_days": 2, "post_filing_days": 5},
        "pre_filing_required": False,
        "bands": [
            {"from_amount": "0.00", "methods": ["direct", "inquiry", "comparison", "negotiation", "central"]},
            {"from_amount": "100000.00", "methods": ["comparison", "negotiation", "open_tender", "central"]},
        ],
    }
    wanted = PolicyIn.model_validate(
        {
            "unit_id": bureau,
            "title": "全县中小学校三重一大决策制度实施办法（试行）",
            "effective_from": begun,
            "content": content,
            "source": "县教育局文件；各项天数为县定参数",
        }
    )
    then = _at(ctx, begun)
    service.issue_policy(then, service.create_policy(then, wanted).id)


def _seat_deputies(ctx: Context) -> None:
    """Deputies sit in the party team of their school, and so does a principal who is not its secretary."""
    held = Post.ended_on.is_(None) & Post.kind.in_(("deputy_principal", "principal", "party_secretary"))
    stmt = select(Post.unit_id, Post.person_id, Post.kind, Post.from_on).where(held).order_by(Post.unit_id, Post.id)
    rows = ctx.session.execute(stmt).all()
    led = {row.unit_id: row.person_id for row in rows if row.kind == "party_secretary"}
    seats = {(row.unit_id, row.person_id): row.from_on for row in rows if row.kind != "party_secretary"}
    people.create_posts(
        replace(seated(ctx, "officer"), permission=_P.PERSON_MANAGE),
        [
            PostIn(person_id=person, unit_id=unit, kind="party_committee_member", title="党组织委员", from_on=begun)
            for (unit, person), begun in seats.items()
            if led.get(unit) not in (None, person)
        ],
    )


# --- One school ------------------------------------------------------------------------------------------------------


def _school(ctx: Context, crew: Crew, dice: Random, *, months: int) -> int:
    today = clock.legal_day(ctx.now)
    founded = today - timedelta(days=2_000)
    shops = [
        service.create(
            ctx, "supplier", SupplierIn(unit_id=crew.unit_id, name=f"锦岚{name}", registered_on=founded, staff=12)
        )
        for name in ("文教用品经营部", "建筑维修有限公司", "电子科技有限公司", "农产品配送有限公司")
    ]
    told = {"related_party": "（无）", "relation": "无利害关系", "declared_on": today - timedelta(days=300)}
    service.create(
        ctx, "declaration", DeclarationIn.model_validate({"unit_id": crew.unit_id, "person_id": crew.principal, **told})
    )
    first, recorded = dice.randrange(len(MATTERS)), 0
    for number in range(months):
        day = _weekday(today - timedelta(days=30 * (months - number) - dice.randrange(12)))
        then = crew.on(day)
        fault = FAULTS[(number + first) % len(FAULTS)] if dice.random() < 0.35 else ""  # noqa: PLR2004 (a third)
        matter = MATTERS[(first + number) % len(MATTERS)]
        if then is not None:
            recorded += 1
            _meeting(ctx, then, day, party_tree(then, day, recorded, matter, fault), (matter, fault, shops[number % 4]))
    _split(ctx, crew, shops[0], today - timedelta(days=40), dice)
    return recorded + _office(ctx, crew, dice, shops[0], months)


def _office(ctx: Context, crew: Crew, dice: Random, shop: UUID, months: int) -> int:
    """The principal's office meets every other month, where enough sit in it."""
    recorded = 0
    for number in range(0, months, 2):
        day = _weekday(clock.legal_day(ctx.now) - timedelta(days=30 * (months - number) - 14))
        then = crew.office_on(day)
        if then is None:
            continue
        fault = OFFICE_FAULTS[dice.randrange(len(OFFICE_FAULTS))] if dice.random() < 0.4 else ""  # noqa: PLR2004 (some)
        matter = WRONG_BODY if fault == "wrong_body" else OFFICE_MATTERS[number // 2 % 2]
        recorded += 1
        _meeting(ctx, then, day, office_tree(then, day, recorded, matter, fault), (matter, fault, shop))
    return recorded


def _weekday(day: date) -> date:
    """The day itself, or the Friday before."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def _meeting(ctx: Context, crew: Crew, day: date, tree: dict[str, Any], what: tuple[Matter, str, UUID]) -> None:
    """Recorded, submitted, filed, and what followed it."""
    matter, fault, shop = what
    entered = _at(ctx, day + timedelta(days=70 if fault == "late" else 1), 16)
    made = service.create_meeting(entered, MeetingIn.model_validate(tree))
    service.submit_meeting(entered, made)
    service.file_meeting(entered, made)
    stmt = select(Decision.id).join(MeetingTopic, MeetingTopic.id == Decision.topic_id)
    decision_id = ctx.session.scalar(stmt.where(MeetingTopic.meeting_id == made))
    if decision_id is not None and fault != "silent":
        _follow(ctx, crew, (day, decision_id), (matter, fault), shop)


# --- What followed ---------------------------------------------------------------------------------------------------


def _follow(ctx: Context, crew: Crew, about: tuple[date, UUID], what: tuple[Matter, str], shop: UUID) -> None:
    day, decision_id = about
    matter, fault = what
    later = _at(ctx, day + timedelta(days=3))
    service.file_decision(later, decision_id, DecisionFilingIn(kind=FilingKind.POST_FILING, note="决议和纪要随附。"))
    _publicize(later, day, decision_id, (matter, fault))
    if day < clock.legal_day(ctx.now) - timedelta(days=10):
        answer = FilingAnswerIn(answer=FilingAnswer.NOTED, text="已备案。")
        _answer(_at(ctx, day + timedelta(days=5)), decision_id, FilingKind.POST_FILING, answer)
    begun = day + timedelta(days=-5 if fault == "before" else 12)
    working = _at(ctx, day + timedelta(days=20))
    patch = ExecutionPatch(started_on=min(begun, clock.legal_day(working.now)), progress=60)
    service.change_execution(working, decision_id, patch)
    service.report_progress(working, decision_id, DecisionProgressIn(text="已按决议办理。", progress=80))
    done = day + timedelta(days=50)
    if done <= clock.legal_day(ctx.now) and fault != "no_steps":
        finished = ExecutionPatch(completed_on=done, progress=100)
        service.change_execution(_at(ctx, done), decision_id, finished)
        told = DecisionEvaluationIn(evaluated_on=done, result="达到预期。", satisfaction=93)
        service.evaluate_decision(_at(ctx, done), decision_id, told)
    if matter.amount and begun <= clock.legal_day(ctx.now):
        paid = {"unit_id": crew.unit_id, "decision_id": decision_id, "supplier_id": shop, "amount": matter.amount}
        more = {"paid_on": begun, "purpose": matter.title, "spend_type": matter.spend, "budget_state": "budgeted"}
        more |= _bought(crew) | {"accepted_on": begun}
        service.create(_at(ctx, begun), "payment", PaymentIn.model_validate(paid | more))


def _bought(crew: Crew) -> dict[str, Any]:
    """Compared, bought by one, accepted by two others."""
    one, two, *rest = crew.members
    return {"method": "comparison", "proposer_id": one, "buyer_id": two, "accepted_by": [one, (rest or [two])[-1]]}


def _publicize(ctx: Context, day: date, decision_id: UUID, what: tuple[Matter, str]) -> None:
    """On the school's board for five working days and more, and with the bureau's approval where that is needed."""
    matter, fault = what
    if fault != "no_recorder":
        told = {"channel": "校务公开栏", "starts_on": day + timedelta(days=1), "masked": True}
        for more in ({"kind": "public_notice", "ends_on": day + timedelta(days=9)}, {"kind": "disclosure"}):
            service.publicize_decision(ctx, decision_id, DecisionPublicityIn.model_validate(told | more))
    if matter.code in _APPROVED:
        number = f"锦教批〔{day.year}〕{day:%m%d}号"
        service.file_decision(ctx, decision_id, DecisionFilingIn(kind=FilingKind.APPROVAL))
        answer = FilingAnswerIn(answer=FilingAnswer.APPROVED, approval_no=number)
        _answer(_at(ctx, day + timedelta(days=5)), decision_id, FilingKind.APPROVAL, answer)


def _answer(ctx: Context, decision_id: UUID, kind: FilingKind, answer: FilingAnswerIn) -> None:
    """The bureau's answer to what waits."""
    waits = (
        DecisionFiling.decision_id == decision_id,
        DecisionFiling.kind == kind.value,
        DecisionFiling.answer.is_(None),
    )
    service.answer_filing(ctx, ctx.session.scalars(select(DecisionFiling.id).where(*waits)).one(), answer)


def _split(ctx: Context, crew: Crew, shop: UUID, day: date, dice: Random) -> None:
    """Small payments; at one school in four three of them stay just below the threshold within some days."""
    splits = dice.random() < 0.25  # noqa: PLR2004 (one in four)
    sums = ("9800.00", "9600.00", "9900.00") if splits else ("1280.00", "640.50", "2300.00")
    for place, amount in enumerate(sums):
        paid = {
            "unit_id": crew.unit_id,
            "supplier_id": shop,
            "amount": amount,
            "paid_on": day + timedelta(days=4 * place),
        }
        more = {"purpose": "办公用品", "spend_type": "goods", "budget_state": "budgeted", "budget_line": "日常公用经费"}
        more |= _bought(crew)
        service.create(_at(ctx, day + timedelta(days=4 * place)), "payment", PaymentIn.model_validate(paid | more))
