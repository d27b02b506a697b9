"""Complaints of the demo: cases on every track and in most states, clocks near and over their end. All invented."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from api.access.permissions import Permission
from api.complaints.models.cases import ComplaintCase
from api.complaints.rules.packages import PackagePurpose
from api.complaints.rules.received import Channel, Received
from api.complaints.rules.words import (
    CaseFinding,
    CaseSeverity,
    DisciplineForm,
    Disposition,
    Measure,
    Rank,
    SubjectKind,
    Track,
)
from api.complaints.schemas.moves import (
    CaseAssignmentIn,
    CaseObjectionIn,
    ClarificationIn,
    ConclusionIn,
    FeedbackIn,
    FindingIn,
    MatchIn,
    NotifyIn,
    RefusalIn,
    SubjectIn,
    TransferIn,
)
from api.complaints.schemas.packages import CasePackageIn, SpanIn
from api.complaints.service import contents, desk, ending, handling, packages, receiving, reporters, second
from api.core import clock, ids
from api.core.context import Context
from api.demo.evidence import seated
from api.organizations.models import Unit
from api.organizations.rules import UnitKind

_P = Permission


@dataclass(frozen=True, slots=True)
class Told:
    """A case: what, how long ago, through what, on which track, whom it names, how far it went."""

    text: str
    category: str
    days_ago: int
    track: str = "S"
    steps: Sequence[str] = ()
    channel: Channel = Channel.PHONE
    rank: Rank = Rank.TEACHER
    school: int | None = 0
    finding: CaseFinding = CaseFinding.PARTLY
    named: bool = False
    people: int | None = None


_IN = ("screen", "match")
_APART = 1 / 1_440  # a minute of a day
_PACE = {"H": 2, "S": 4}  # days from step to step, so that most of it is in time
_TAKEN = (*_IN, "accept", "notify")
_GIVEN = (*_TAKEN, "assign")
_WORKED = (*_GIVEN, "start")
_HANDED = (*_WORKED, "submit")
_DECIDED = (*_HANDED, "conclude")
_TOLD = (*_DECIDED, "feed_back")

CASES = (
    Told(
        "初二数学老师周末在校外租房给本班学生补课，每人每次八十元。",
        "0104",
        150,
        "S",
        _TOLD,
        Channel.PHONE,
        finding=CaseFinding.TRUE,
    ),
    Told("班主任建议全班买同一本教辅，说不买跟不上。", "0502", 142, "S", _TOLD, Channel.VISIT, school=3),
    Told("课后服务按整学期收，孩子请假也不退。", "0302", 131, "X", _TOLD, Channel.LETTER, school=6, named=True),
    Told(
        "食堂肉菜比公示的少，家长陪餐那天才够。",
        "0402",
        120,
        "J",
        _TOLD,
        Channel.EMAIL,
        school=9,
        rank=Rank.MID_LEVEL,
        named=True,
    ),
    Told(
        "老师上课骂学生“笨得像猪”，孩子不敢上学。", "0902", 111, "S", (*_TOLD, "unsatisfied"), Channel.PHONE, school=12
    ),
    Told("学校门口放学时车辆堵塞，希望错峰。", "1701", 104, "H", _TOLD, Channel.HOTLINE_12345, Rank.NONE, school=15),
    Told(
        "反映某校采购办公桌化整为零，没有招标。",
        "1001",
        98,
        "J",
        _TOLD,
        Channel.LETTER,
        Rank.SCHOOL_LEADER,
        18,
        CaseFinding.UNTRUE,
    ),
    Told("咨询外地户口的孩子怎么报名。", "1702", 90, "H", _TOLD, Channel.HOTLINE_12345, Rank.NONE, None),
    Told(
        "校服质量差，洗一次就掉色。",
        "0603",
        83,
        "X",
        (*_TOLD, "object"),
        Channel.VISIT,
        Rank.NONE,
        21,
        named=True,
        people=7,
    ),
    Told("幼儿园让家长买指定的被褥。", "0601", 75, "S", _TOLD, Channel.PHONE, school=24, finding=CaseFinding.TRUE),
    Told("分班前有人打招呼进“实验班”。", "0706", 66, "J", _DECIDED, Channel.EMAIL, Rank.MID_LEVEL, 27),
    Told("有老师收家长的购物卡。", "0201", 58, "J", _HANDED, Channel.LETTER, school=30, named=True),
    Told("学校宿舍热水常停，报修没人管。", "1502", 40, "H", _WORKED, Channel.HOTLINE_12345, Rank.NONE, 33),
    Told("体育课老师罚学生蛙跳两百下，第二天走不了路。", "0901", 30, "S", _WORKED, Channel.PHONE, school=36),
    Told("校外托管班打着学校旗号招生。", "1602", 24, "S", _GIVEN, Channel.PHONE, school=39),
    Told("评优名单没有公示就上报了。", "1404", 20, "J", _TAKEN, Channel.LETTER, Rank.SCHOOL_LEADER, 42),
    Told(
        "有同事反映工资津贴发放不公开。",
        "1302",
        16,
        "X",
        (*_IN, "transfer"),
        Channel.VISIT,
        Rank.NONE,
        None,
        named=True,
    ),
    Told("反映的事法院正在审理。", "9901", 14, "X", (*_IN, "refuse"), Channel.LETTER, Rank.NONE, None, named=True),
    Told("晚自习收费每学期四百元。", "0302", 9, "S", (*_IN, "transfer_waits"), Channel.PHONE, school=48),
    Told("小卖部卖过期面包，两个孩子肚子疼。", "0401", 4, "J", ("screen",), Channel.PHONE, Rank.NONE, 51),
    Told("有老师在朋友圈卖课。", "0105", 2, "S", ("screen",), Channel.EMAIL, school=54),
    Told("孩子说午休时被同学打，老师没管。", "0904", 1, "S", (), Channel.PHONE, school=57),
)


def load_complaints(ctx: Context) -> int:
    """Write the cases, each step on its own day; returns how many."""
    people = {name: seated(ctx, name) for name in ("intake", "head", "handler")}
    stmt = select(Unit.id).where(Unit.kind == UnitKind.SCHOOL.value).order_by(Unit.sort_key, Unit.id)
    schools = list(ctx.session.scalars(stmt))
    for told in CASES:
        _write(people, told, schools)
    return len(CASES)


@dataclass(frozen=True, slots=True)
class _Case:
    """A case on its way: who acts, what is told, where."""

    people: Mapping[str, Context]
    told: Told
    id: UUID
    unit_id: UUID | None
    bureau: UUID

    def by(self, name: str, permission: Permission, days: float) -> Context:
        """Somebody as they acted so many days ago."""
        who = self.people[name]
        return replace(who, now=who.now - timedelta(days=max(days, 0)), permission=permission)


def _write(people: Mapping[str, Context], told: Told, schools: Sequence[UUID]) -> None:
    clerk = people["intake"]
    then = replace(clerk, now=clerk.now - timedelta(days=told.days_ago), permission=_P.COMPLAINT_INTAKE)
    unit_id = schools[told.school % len(schools)] if told.school is not None else None
    received = Received(
        id=ids.random(),
        channel=told.channel,
        received_at=then.now,
        data_key_id=contents.new_key(then),
        category=told.category,
        unit_hint=unit_id,
        named=told.named,
    )
    case: ComplaintCase = receiving.receive(then, received)
    case.people = told.people
    contents.write(then, case, "complaint", told.text)
    held = _Case(people, told, case.id, unit_id, case.unit_id)
    pace = max(1, min(_PACE.get(told.track, 6), told.days_ago // (len(told.steps) + 1)))
    for number, step in enumerate(told.steps):
        # What happened on one day happened one after the other.
        _STEPS[step](held, told.days_ago - pace * (number > 1) * (number - 1) - _APART * (number + 1))


def _screen(case: _Case, days: float) -> None:
    desk.screen(case.by("intake", _P.COMPLAINT_INTAKE, days), case.id)


def _match(case: _Case, days: float) -> None:
    unknown = SubjectIn(kind=SubjectKind.UNKNOWN, rank=case.told.rank)
    unit = [SubjectIn(kind=SubjectKind.UNIT, unit_id=case.unit_id)] if case.unit_id else []
    wanted = MatchIn(subjects=[*unit, *([] if case.told.rank is Rank.NONE else [unknown])], complete=True)
    desk.match(case.by("intake", _P.COMPLAINT_INTAKE, days), case.id, wanted)


def _accept(case: _Case, days: float) -> None:
    track = Track(case.told.track)
    who = ("head", _P.COMPLAINT_LEAD) if track is Track.DISCIPLINE else ("intake", _P.COMPLAINT_INTAKE)
    desk.accept(case.by(*who, days), case.id, track, CaseSeverity.GENERAL.value)


def _notify(case: _Case, days: float) -> None:
    """Who gave a name is told that it was accepted."""
    if not case.told.named:
        return
    clerk = case.by("intake", _P.COMPLAINT_INTAKE, days)
    desk.notify(clerk, case.id, NotifyIn(channel=Channel.PHONE, told_on=clock.legal_day(clerk.now)))


def _assign(case: _Case, days: float) -> None:
    head = case.by("head", _P.COMPLAINT_LEAD, days)
    study: dict[str, object] = {}
    if case.told.track == Track.DISCIPLINE:
        number = f"锦教纪研〔{clock.legal_day(head.now).year}〕{case.told.days_ago}号"
        study = {"disposition": Disposition.VERIFICATION, "study_on": clock.legal_day(head.now), "study_no": number}
    handler = case.people["handler"].signed_in.id
    wanted = CaseAssignmentIn.model_validate({"handler_id": handler, "unit_id": case.bureau, **study})
    handling.assign(head, case.id, wanted)


def _start(case: _Case, days: float) -> None:
    handling.start(case.by("handler", _P.COMPLAINT_HANDLE, days), case.id, "到校走访，查看台账，分别谈话。")


def _submit(case: _Case, days: float) -> None:
    true = case.told.finding in {CaseFinding.TRUE, CaseFinding.PARTLY}
    wanted = FindingIn(
        finding=case.told.finding,
        heard=True,
        report="经查阅台账、走访家长、听取本人陈述，形成以上结论。",
        form=DisciplineForm.FIRST if true else None,
        measures=[Measure.TALK, Measure.REFUND] if true else [Measure.NONE],
        recovered=120_000 if true else 0,
        people=1 if true else 0,
    )
    handling.submit(case.by("handler", _P.COMPLAINT_HANDLE, days), case.id, wanted)


def _conclude(case: _Case, days: float) -> None:
    head = case.by("head", _P.COMPLAINT_LEAD, days)
    handling.conclude(head, case.id, ConclusionIn())
    if case.told.finding is CaseFinding.UNTRUE:
        ending.clarify(
            head, case.id, ClarificationIn(text="经核查，反映的问题不属实，当面澄清。", method="face_to_face")
        )
    if case.unit_id is not None and case.told.finding is CaseFinding.TRUE:
        _tell_school(case, days)


def _tell_school(case: _Case, days: float) -> None:
    """The school is formally told the outcome, with the name of the class covered."""
    assert case.unit_id is not None, "asked for"
    text = "经查，有教师在校外有偿补课，已责令退费并批评教育。请学校开展警示教育，两周内报送情况。"
    wanted = CasePackageIn(
        unit_id=case.unit_id, purpose=PackagePurpose.OUTCOME, text=text, spans=[SpanIn(first=4, last=6)]
    )
    package = packages.write_package(case.by("handler", _P.COMPLAINT_READ, days), case.id, wanted)
    packages.release_package(case.by("head", _P.COMPLAINT_LEAD, days), package.id)


def _feed_back(case: _Case, days: float) -> None:
    clerk = case.by("intake", _P.COMPLAINT_INTAKE, days)
    told_on = clock.legal_day(clerk.now)
    ending.feed_back(clerk, case.id, FeedbackIn(channel=Channel.PHONE, told_on=told_on, text="已电话告知办理结果。"))


def _object(case: _Case, days: float) -> None:
    wanted = CaseObjectionIn(text="对退换的办法不满意，请求复查。")
    ending.object_to(case.by("intake", _P.COMPLAINT_INTAKE, days), case.id, wanted)


def _unsatisfied(case: _Case, days: float) -> None:
    head = case.by("head", _P.COMPLAINT_LEAD, days)
    reporters.rated(head, head.session.get_one(ComplaintCase, case.id), 2)
    ending.rehandle(head, case.id, "家长反映没有当面道歉。")


def _transfer_waits(case: _Case, days: float) -> None:
    clerk = case.by("intake", _P.COMPLAINT_INTAKE, days)
    wanted = TransferIn(organ="market_regulation", reason="反映的是价格行为，属市场监督管理部门职责。")
    second.propose_transfer(clerk, case.id, wanted)


def _transfer(case: _Case, days: float) -> None:
    clerk = case.by("intake", _P.COMPLAINT_INTAKE, days)
    second.propose_transfer(clerk, case.id, TransferIn(organ="human_resources", reason="津贴标准属人社部门核定。"))
    second.confirm(case.by("head", _P.COMPLAINT_LEAD, days - 1), case.id)


def _refuse(case: _Case, days: float) -> None:
    clerk = case.by("intake", _P.COMPLAINT_INTAKE, days)
    second.propose_refusal(clerk, case.id, RefusalIn.model_validate({"code": "court", "reason": "已由法院受理。"}))
    second.confirm(case.by("head", _P.COMPLAINT_LEAD, days - 1), case.id)


_STEPS: Mapping[str, Callable[[_Case, float], None]] = {
    "screen": _screen,
    "match": _match,
    "accept": _accept,
    "notify": _notify,
    "assign": _assign,
    "start": _start,
    "submit": _submit,
    "conclude": _conclude,
    "feed_back": _feed_back,
    "object": _object,
    "unsatisfied": _unsatisfied,
    "transfer": _transfer,
    "transfer_waits": _transfer_waits,
    "refuse": _refuse,
}
