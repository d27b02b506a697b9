"""Rectification of the demo: problems in every state, a campaign that runs, actions that were issued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from api.access.permissions import Permission
from api.core import clock
from api.core.context import Context
from api.demo.evidence import seated
from api.evidence import service as evidence
from api.evidence.models import EvidenceItem
from api.evidence.schemas import UseIn
from api.organizations.models import Unit
from api.organizations.rules import UnitKind
from api.rectifications import queries, service
from api.rectifications.rules import RectificationVerb as Verb
from api.rectifications.rules import Severity
from api.rectifications.schemas import (
    AcceptanceIn,
    AccountabilityActionIn,
    AssignmentIn,
    CheckIn,
    ExtensionIn,
    RectificationCampaignIn,
    RectificationIn,
    RectificationOut,
    RectificationSourceIn,
    RectificationTaskIn,
    ReopeningIn,
    StageIn,
    StageItem,
    SubmissionIn,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A problem: what, how long ago, what became of it (a verb every few days), and when it is due."""

    title: str
    kind: str
    cause: str
    days_ago: int
    verbs: Sequence[str] = ()
    due_in: int = 30  # days from today
    severity: Severity = Severity.GENERAL
    source: str = "supervision"
    lineage: str | None = None
    measures: Sequence[str] = ()


_SENT, _GIVEN = ("confirm",), ("confirm", "assign")
_BEGUN, _HANDED = (*_GIVEN, "start"), (*_GIVEN, "start", "submit")
_DONE = (*_HANDED, "accept")

# Of the school whose people log in to the demo: every state.
OWN = (
    Found("食堂食材采购没有三家比价", "procurement", "execution", 210, _DONE, -150, lineage="canteen.procurement"),
    Found("课后服务收费公示没有更新", "charging", "execution", 190, (*_DONE, "consolidate"), -130, source="self_check"),
    Found("小微权力清单缺采购环节", "decision", "system", 160, (*_DONE, "reopen"), 20, source="assessment"),
    Found(
        "食堂采购又有两批没有比价记录",
        "procurement",
        "supervision",
        40,
        _BEGUN,
        25,
        source="inspection",
        lineage="canteen.procurement",
        measures=("修订采购制度，三家比价留痕", "采购小组每周开会，会议记录归档"),
    ),
    Found(
        "校务公开栏三个月没有更新", "disclosure", "execution", 55, _BEGUN, -6, measures=("更新公开栏，每月检查一次",)
    ),
    Found("两名教师没有签廉洁从教承诺书", "ethics", "awareness", 35, (*_HANDED,), 10, source="self_check"),
    Found("学生保险由班主任代收", "charging", "awareness", 70, (*_HANDED, "return"), 15),
    Found("维修工程没有竣工验收记录", "construction", "system", 30, (*_BEGUN, "extend"), 12),
    Found("大额支出没有集体研究记录", "finance", "execution", 12, _GIVEN, 35, Severity.MAJOR, "audit"),
    Found("招生简章没有写明监督电话", "enrolment", "execution", 3, _SENT),
    Found("校监会一学期没有开会", "party", "supervision", 4, ("confirm", "contest")),
    Found("食堂留样登记不全", "canteen", "execution", 100, ("confirm", "withdraw")),
)
# Of other schools: what the supervisors do by themselves.
OTHERS = (
    Found("食堂承包合同没有公示", "canteen", "execution", 120, _GIVEN, -25, Severity.SERIOUS, "inspection"),
    Found("教辅材料征订没有自愿声明", "charging", "awareness", 95, _GIVEN, -3),
    Found("校车合同没有续签", "procurement", "supervision", 48, _GIVEN, 18),
    Found("食材价格没有每周公示", "disclosure", "execution", 33, _GIVEN, 9),
    Found("基建项目变更没有备案", "construction", "system", 26, _GIVEN, 40, Severity.SERIOUS, "audit"),
    Found("评优没有公示", "ethics", "execution", 15, _GIVEN, 30, source="superior"),
    Found("家委会经费没有公开", "finance", "system", 6, _SENT),
    Found("教师编外用工没有登记", "other", "posts", 2, _SENT),
    Found("食堂满意度调查样本太少", "canteen", "execution", 1),
    Found("信息公开目录缺两项", "disclosure", "system", 0),
)


def load_rectifications(ctx: Context) -> int:
    """Write the problems, a campaign and two actions, each on its own day; returns how many problems."""
    officer, clerk, head = seated(ctx, "inspector"), seated(ctx, "clerk"), seated(ctx, "head")
    own = clerk.signed_in.grants[0].unit_id
    for found in OWN:
        _write(officer, clerk, own, found)
    stmt = select(Unit.id).where(Unit.kind == UnitKind.SCHOOL, Unit.id != own).order_by(Unit.sort_key, Unit.id)
    others = ctx.session.scalars(stmt.limit(len(OTHERS) * 7)).all()[::7]
    for unit_id, found in zip(others, OTHERS, strict=True):
        _write(officer, clerk, unit_id, found)
    _campaign(officer, clerk, [own, *others[:5]])
    _actions(head, others[0])
    return len(OWN) + len(OTHERS)


def _write(officer: Context, clerk: Context, unit_id: UUID, found: Found) -> None:
    then = _days_ago(officer, found.days_ago, Permission.RECTIFICATION_MANAGE)
    problem = service.find_problem(
        then,
        RectificationIn(
            unit_id=unit_id,
            source=RectificationSourceIn(type=found.source),
            title=found.title,
            kind=found.kind,
            cause=found.cause,
            severity=found.severity,
            lineage=found.lineage,
            found_on=clock.legal_day(then.now),
        ),
    )
    pace = max(1, found.days_ago // (len(found.verbs) + 1)) if found.verbs else 1
    for number, verb in enumerate(found.verbs):
        days = 0 if verb == "consolidate" else max(found.days_ago - min(pace, 8) * number, 0)
        problem = _step((officer, clerk), problem, verb, (found, days))


def _step(
    sides: tuple[Context, Context], problem: RectificationOut, verb: str, of: tuple[Found, int]
) -> RectificationOut:
    """Do a verb as the side that does it, so many days ago."""
    found, days = of
    due_on = clock.legal_day(sides[0].now) + timedelta(days=found.due_in)
    if verb in _OF_THE_UNIT:
        return _work(_days_ago(sides[1], days, Permission.RECTIFICATION_DO), problem, verb, due_on)
    if verb in _OF_JUDGES:
        return _judge(_days_ago(sides[0], days, Permission.RECTIFICATION_ACCEPT), problem, verb, due_on)
    by = _days_ago(sides[0], days, Permission.RECTIFICATION_MANAGE)
    if verb == Verb.CONFIRM:
        return service.confirm_problem(by, problem.id)
    if verb == Verb.WITHDRAW:
        return service.withdraw_problem(by, problem.id, "与另一个问题重复。")
    tasks = [RectificationTaskIn(measure=text) for text in found.measures]
    return service.assign_problem(by, problem.id, AssignmentIn(due_on=due_on, duty="主体责任", tasks=tasks))


_OF_THE_UNIT = frozenset({Verb.CONTEST, Verb.START, Verb.EXTEND, Verb.SUBMIT})
_OF_JUDGES = frozenset({Verb.RETURN, Verb.ACCEPT, Verb.REOPEN, Verb.CONSOLIDATE})


def _work(unit: Context, problem: RectificationOut, verb: str, due_on: date) -> RectificationOut:
    if verb == Verb.CONTEST:
        return service.contest_problem(unit, problem.id, "本学期九月开过一次会，记录在档案室。")
    if verb == Verb.START:
        return service.start_problem(unit, problem.id)
    if verb == Verb.EXTEND:
        asked = ExtensionIn(until_on=due_on + timedelta(days=20), reason="施工单位资料还没有补齐。")
        return service.ask_extension(unit, problem.id, asked)
    _serve(unit, problem)
    return service.submit_problem(unit, problem.id, SubmissionIn(summary="已按要求整改，制度和记录见材料。"))


def _judge(judge: Context, problem: RectificationOut, verb: str, due_on: date) -> RectificationOut:
    if verb == Verb.RETURN:
        return service.return_problem(judge, problem.id, "没有附退费凭证，补齐再提交。")
    if verb == Verb.ACCEPT:
        return service.accept_problem(judge, problem.id, AcceptanceIn(effect="抽查两个月记录，符合要求。"))
    if verb == Verb.REOPEN:
        wanted = ReopeningIn(due_on=due_on, reason="回头看发现清单没有执行。")
        return service.reopen_problem(judge, problem.id, wanted)
    return service.consolidate_problem(judge, problem.id, AcceptanceIn(effect="回头看没有发现反弹。"))


def _serve(unit: Context, problem: RectificationOut) -> None:
    """Use an item of evidence of the school for the problem."""
    stmt = select(EvidenceItem.id).where(EvidenceItem.unit_id == problem.unit.id).order_by(EvidenceItem.id)
    item = unit.session.scalars(stmt.limit(1)).first()
    if item is not None:
        filer = replace(unit, permission=Permission.EVIDENCE_MANAGE)
        evidence.submit_use(filer, item, UseIn(type="rectification_problem", id=problem.id))


_STAGES: Sequence[tuple[str, int, int, Mapping[str, str]]] = (
    ("动员部署", -50, -36, {"1.1": "召开全体教师会", "1.2": "印发专项整治方案"}),
    ("查摆问题", -35, -11, {"2.1": "教师逐人自查", "2.2": "向家长发公开信", "2.3": "列出问题清单"}),
    ("集中整改", -10, 25, {"3.1": "一人一策整改", "3.2": "公示整改结果"}),
)


def _campaign(officer: Context, clerk: Context, units: Sequence[UUID]) -> None:
    then = _days_ago(officer, 52, Permission.RECTIFICATION_MANAGE)
    today = clock.legal_day(officer.now)
    stages = [
        StageIn(
            name=name,
            starts_on=today + timedelta(days=first),
            ends_on=today + timedelta(days=last),
            items=[StageItem(code=code, text=text) for code, text in items.items()],
        )
        for name, first, last, items in _STAGES
    ]
    wanted = RectificationCampaignIn(
        unit_id=officer.signed_in.grants[0].unit_id,
        title="有偿补课和违规收费专项整治",
        goal="问题清单、任务清单、责任清单三单销号，每位教师一份自查。",
        stages=stages,
        unit_ids=list(units),
    )
    campaign = service.draft_campaign(then, wanted)
    service.start_campaign(then, campaign.id)
    place = queries.units_taking_part(then, campaign.id)[units[0]]
    for days, code in ((45, "1.1"), (44, "1.2"), (30, "2.1"), (20, "2.2")):
        doing = _days_ago(clerk, days, Permission.RECTIFICATION_DO)
        service.check_item(doing, place, code, CheckIn(note="已完成"))


def _actions(head: Context, unit_id: UUID) -> None:
    then = _days_ago(head, 20, Permission.ACCOUNTABILITY_MANAGE)
    for kind, title, number in (("interview", "约谈校长", "锦教约〔2026〕3号"), ("circular", "通报食堂承包问题", None)):
        wanted = AccountabilityActionIn(
            unit_id=unit_id,
            type=kind,
            title=title,
            document_no=number,
            basis="县教育系统整改工作办法 第十二条",
            demand="五个工作日内提交书面说明。",
            effect="记入年度考核。",
        )
        action = service.draw_up_action(then, wanted)
        if number:
            service.issue_action(then, action.id)


def _days_ago(ctx: Context, days: int, permission: Permission) -> Context:
    return replace(ctx, now=ctx.now - timedelta(days=days), permission=permission)
