"""Notices of the demo: one running with objections, one ended, standing ones, a correction, a draft with findings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from sqlalchemy import select

from api.access.permissions import Permission
from api.access.providers import providers
from api.accounts.models import Account
from api.core import clock
from api.core.context import Capacity, Context
from api.disclosures import service
from api.disclosures.schemas.notices import (
    CorrectIn,
    ExplanationIn,
    NoticeIn,
    NoticeOut,
    NoticePatch,
    ReleaseIn,
    TableBody,
    WithdrawIn,
)
from api.disclosures.schemas.objections import AnswerIn, WrittenObjectionIn
from api.disclosures.schemas.public import LetterIn

Rows = Sequence[Sequence[str]]
_LETTERS = UUID("0198c0de-0000-4000-8000-00000000de30")


@dataclass(frozen=True, slots=True)
class Telling:
    """A notice: what it says, how long ago it was drafted, who by, and how far it went."""

    title: str
    kind: str
    paragraphs: Sequence[str]
    days_ago: int
    table: tuple[Sequence[str], Rows] | None = None
    formed_days_ago: int | None = None
    author: str = "clerk"
    releaser: str = "principal"
    goes: str = "released"  # draft, checked, released, corrected, withdrawn
    objections: Sequence[tuple[str, AnswerIn | None]] = ()


_TEACHERS = (("姓名", "任教学科", "推荐方式"), (("林晓燕", "语文", "年级组推荐"), ("周建国", "数学", "民主推荐")))
_FEES = (
    ("项目", "标准", "依据", "收费方式"),
    (
        ("伙食费", "每餐 8 元", "县发改委、教育局核定", "自愿，按月结算，学期末公布结余"),
        ("课后服务费", "每学期 300 元", "县发改委、教育局核定", "自愿，家庭经济困难学生免收"),
        ("作业本费", "每学期 18 元", "代收费目录", "自愿，按实际结算"),
    ),
)
_PRICES = (
    ("品名", "单位", "单价（元）", "供应商"),
    (
        ("大米", "公斤", "5.20", "县粮油公司"),
        ("猪肉", "公斤", "26.80", "城南肉联厂"),
        ("鸡蛋", "公斤", "10.40", "城南肉联厂"),
    ),
)

TELLINGS = (
    Telling(
        "2026年度县级优秀教师推荐人选公示",
        "award",
        (
            "经年级组推荐、教代会民主评议、校务会研究，拟推荐下列两位教师。",
            "有意见的，可以在本页提出，也可以交到校办公室。",
        ),
        2,
        _TEACHERS,
        objections=(("六年级组投票的票数没有公布，建议补上。", None),),
    ),
    Telling(
        "食堂大宗食材供应商遴选结果公示",
        "project",
        ("按公开询价结果，拟确定县粮油公司、城南肉联厂为下学期供应商，合同期一年。",),
        40,
        _PRICES,
        objections=(
            (
                "城南肉联厂去年有一批肉质量不好，应当说明怎么处理的。",
                AnswerIn(
                    accepted=True,
                    reason="查了去年九月的退货记录，已要求供应商提交检验合格证并写进合同。",
                    summary="已核对退货记录，合同里增加了每批检验合格证的要求。",
                ),
            ),
            (
                "单价比菜市场贵。",
                AnswerIn(
                    accepted=False,
                    reason="与同期三家询价记录比对，单价为最低。",
                    summary="已与三家询价记录比对，单价最低。",
                ),
            ),
        ),
    ),
    Telling(
        "2026年秋季收费项目和标准",
        "fees",
        ("下列项目经核定，本公示长期有效。没有列出的项目一律不收。",),
        80,
        _FEES,
        formed_days_ago=84,
        goes="corrected",
    ),
    Telling(
        "十月份食堂收支和价格",
        "canteen",
        ("本月收入、支出持平，余额转入下月伙食费。",),
        20,
        _PRICES,
        formed_days_ago=24,
    ),
    Telling(
        "秋季学期教辅材料征订结果公示",
        "project",
        ("经家长委员会投票，拟征订语文、数学同步练习各一种。",),
        50,
        goes="withdrawn",
    ),
    Telling(
        "秋季学期家庭经济困难学生资助名单公示",
        "aid_list",
        ("按个人申请、班级评议、学校评审，拟资助下列学生。监督电话0559-2512345，联系人13800001234。",),
        1,
        (
            ("学生姓名", "年级", "困难类型", "金额（元）"),
            (("王小明", "三年级", "低保", "500"), ("李**", "五年级", "单亲", "500")),
        ),
        goes="draft",
    ),
    Telling(
        "2025年度部门决算",
        "budget",
        ("本年收入、支出和结转情况如下。",),
        6,
        (("项目", "金额（元）"), (("财政拨款", "2865400.00"), ("公用经费支出", "1186230.50"))),
        formed_days_ago=45,
        goes="checked",
    ),
    Telling(
        "全县中小学课后服务第三方机构遴选公示",
        "project",
        ("经公开报名、专家评审、局党组会研究，拟确定下列机构。",),
        3,
        (("机构", "服务内容"), (("锦岚县青少年活动中心", "科普、体育"), ("梅岭文化馆", "戏曲、书法"))),
        author="officer",
        releaser="leader",
    ),
)


def load_disclosures(ctx: Context) -> int:
    """Draft, release and answer what the demo's school and bureau publish; how many notices. Called on the host."""
    for number, telling in enumerate(TELLINGS):
        _write(ctx, telling, number)
    service.take_out(ctx)
    return len(TELLINGS)


def _seated(ctx: Context, username: str) -> Context:
    """The context of the person with this user name."""
    account: UUID = ctx.session.execute(select(Account.id).where(Account.username == username)).scalar_one()
    actor = providers.find_account_actor(ctx.session, account, Capacity())
    assert actor is not None
    return replace(ctx, actor=actor)


def _at(ctx: Context, permission: Permission, days_ago: int) -> Context:
    return replace(ctx, now=ctx.now - timedelta(days=days_ago), permission=permission)


def _write(ctx: Context, telling: Telling, number: int) -> None:
    author = _at(_seated(ctx, telling.author), Permission.DISCLOSURE_EDIT, telling.days_ago)
    head = _at(_seated(ctx, telling.releaser), Permission.DISCLOSURE_RELEASE, telling.days_ago)
    notice = service.create_notice(author, _body(author, telling))
    if telling.goes == "draft":
        return
    notice = service.check_notice(author, notice.id)
    if telling.goes == "checked":
        return
    notice = _release(head, notice)
    for index, (text, answer) in enumerate(telling.objections):
        _object(author, head, notice, (f"{number}/{index}", text, answer))
    if telling.goes == "corrected":
        _correct(author, head, notice)
    if telling.goes == "withdrawn":
        service.withdraw_notice(head, notice.id, WithdrawIn(reason="家长委员会决定本学期不统一征订。"))


def _body(author: Context, telling: Telling) -> NoticeIn:
    table = telling.table
    return NoticeIn(
        unit_id=author.signed_in.grants[0].unit_id,
        kind=telling.kind,
        title=telling.title,
        paragraphs=list(telling.paragraphs),
        table=TableBody(columns=list(table[0]), rows=[list(row) for row in table[1]]) if table else None,
        formed_on=_day(author, telling),
    )


def _day(author: Context, telling: Telling) -> date | None:
    if telling.formed_days_ago is None:
        return None
    return clock.legal_day(author.now) - timedelta(days=telling.formed_days_ago - telling.days_ago)


def _release(head: Context, notice: NoticeOut) -> NoticeOut:
    explained = [ExplanationIn(key=finding.key, reason="学校公开电话") for finding in notice.findings]
    return service.release_notice(head, notice.id, ReleaseIn(explanations=explained))


def _object(author: Context, head: Context, notice: NoticeOut, said: tuple[str, str, AnswerIn | None]) -> None:
    """From the portal while it waits for an answer, on paper once it has one: the demo shows both."""
    key, text, answer = said
    if answer is None:
        assert notice.number is not None
        service.drop_letter(author, notice.number, LetterIn(id=uuid5(_LETTERS, key), text=text, contact="138****0000"))
        return
    day = clock.legal_day(author.now)
    entered = service.enter_objection(author, notice.id, WrittenObjectionIn(text=text, received_on=day))
    service.answer_objection(head, entered.id, answer)


def _correct(author: Context, head: Context, notice: NoticeOut) -> None:
    draft = service.correct_notice(author, notice.id, CorrectIn(reason="作业本费标准由 20 元更正为 18 元。"))
    words = [*draft.paragraphs, "作业本费已按实际结算更正。"]
    draft = service.change_notice(author, draft.id, NoticePatch(paragraphs=words))
    _release(head, service.check_notice(author, draft.id))
