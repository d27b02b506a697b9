"""Evidence of the demo: what a school of the county has filed, and how it was judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from api.access.permissions import Permission
from api.access.providers import providers
from api.accounts.models import Account
from api.core import clock
from api.core.context import Capacity, Context
from api.demo import documents
from api.evidence import service
from api.evidence.files import PURPOSE
from api.evidence.rules import UseVerb
from api.evidence.schemas import EvidenceIn, EvidenceOut, RevisionIn, UseIn
from api.files import service as files
from api.files.service import Taken
from api.files.storage import Storage


@dataclass(frozen=True, slots=True)
class Filing:
    """One item: what it says, its files by name, how long ago it was filed and about which days, what became of it."""

    title: str
    category: str
    tags: Sequence[str]
    held: Mapping[str, bytes]
    days_ago: int
    covers: tuple[int, int] | None = None  # days ago
    use: str | None = None
    verbs: Sequence[UseVerb] = ()
    reason: str | None = None
    revised: Mapping[str, bytes] | None = None


_MINUTES = (
    "时间：周三下午四点，地点：会议室",
    "出席：校长、书记、总务主任、家长委员会代表两人",
    "议题：本学期食材采购方式和供应商考察",
    "结论：按公开询价结果执行，价格每周公示。",
)
_PRICES = (
    ("品名", "单位", "单价（元）"),
    ("大米", "公斤", "5.20"),
    ("猪肉", "公斤", "26.80"),
    ("鸡蛋", "公斤", "10.40"),
)

FILINGS = (
    Filing(
        "食堂食材采购会议记录",
        "minutes",
        ("食堂", "采购"),
        {"食堂食材采购会议记录.pdf": documents.pdf("食堂食材采购会议记录", _MINUTES)},
        62,
        (75, 70),
        "秋季食堂专项检查",
        (UseVerb.ACCEPT,),
    ),
    Filing(
        "食材价格每周公示",
        "disclosure",
        ("食堂", "公示"),
        {"食材价格公示.xlsx": documents.xlsx(_PRICES), "公示栏照片.png": documents.picture(1)},
        30,
        (37, 30),
        "秋季食堂专项检查",
        (UseVerb.RETURN,),
        "照片上看不清日期，补一张近照。",
    ),
    Filing(
        "教师廉洁从教承诺书汇总",
        "letter",
        ("师德",),
        {"承诺书汇总.docx": documents.docx("教师廉洁从教承诺书汇总", ("本学期在岗教师全部签订，原件存档案室。",))},
        48,
        (60, 50),
        "师德师风自查",
        (),
        None,
        {"承诺书汇总（补签两人）.docx": documents.docx("教师廉洁从教承诺书汇总", ("补签两人，现在岗教师全部签订。",))},
    ),
    Filing(
        "校务公开栏",
        "photo",
        ("公开",),
        {"校务公开栏.png": documents.picture(2)},
        12,
        (12, 12),
    ),
    Filing(
        "小微权力清单（征求意见稿）",
        "policy",
        ("清单",),
        {
            "小微权力清单.docx": documents.docx(
                "小微权力清单", ("招生、收费、采购、评优、基建五类，逐项写明责任人和流程。",)
            )
        },
        5,
        None,
        "年度评估",
    ),
)


def load_evidence(ctx: Context, storage: Storage) -> int:
    """File what the clerk of the demo's school has filed, and judge it as the reviewer did; returns how many items.

    Called on the host, once the people of the demo are there.
    """
    clerk, reviewer = seated(ctx, "clerk"), seated(ctx, "reviewer")
    for filing in FILINGS:
        _write(clerk, reviewer, storage, filing)
    return len(FILINGS)


def seated(ctx: Context, username: str) -> Context:
    """The context of the person with this user name."""
    account: UUID = ctx.session.execute(select(Account.id).where(Account.username == username)).scalar_one()
    actor = providers.find_account_actor(ctx.session, account, Capacity())
    assert actor is not None
    return replace(ctx, actor=actor)


def _write(clerk: Context, reviewer: Context, storage: Storage, filing: Filing) -> None:
    then = clerk.now - timedelta(days=filing.days_ago)
    today = clock.legal_day(clerk.now)
    filer = replace(clerk, now=then, permission=Permission.EVIDENCE_MANAGE)
    began, ended = (_before(today, days) for days in filing.covers) if filing.covers else (None, None)
    wanted = EvidenceIn(
        unit_id=filer.signed_in.grants[0].unit_id,
        title=filing.title,
        category=filing.category,
        tags=list(filing.tags),
        period_from=began,
        period_to=ended,
        file_ids=[_uploaded(filer, storage, name, content) for name, content in filing.held.items()],
    )
    item = service.create_item(filer, wanted)
    if filing.revised:
        held = [_uploaded(filer, storage, name, content) for name, content in filing.revised.items()]
        later = replace(filer, now=then + timedelta(days=2))
        item = service.revise_item(later, item.id, RevisionIn(file_ids=held, note="补签两人"))
    if filing.use:
        _judge(filer, reviewer, service.submit_use(filer, item.id, UseIn(label=filing.use)), filing)


def _judge(filer: Context, reviewer: Context, item: EvidenceOut, filing: Filing) -> None:
    judge = replace(reviewer, now=filer.now + timedelta(days=3), permission=Permission.EVIDENCE_REVIEW)
    for verb in filing.verbs:
        service.take_step(judge, (item.id, item.uses[0].id), verb, filing.reason)


def _before(today: date, days: int) -> date:
    return today - timedelta(days=days)


def _uploaded(ctx: Context, storage: Storage, name: str, content: bytes) -> UUID:
    path = storage.new_path()
    path.write_bytes(content)
    examined = files.take_in(storage, path, PURPOSE, (name, None))
    return files.create_file(ctx, storage, Taken(PURPOSE.name, name, examined)).id


def filed_by(who: Context, storage: Storage, unit_id: UUID, title: str) -> UUID:
    """An item of a unit that somebody of the bureau has filed, with one file; its id."""
    today = clock.legal_day(who.now)
    filer = replace(who, permission=Permission.EVIDENCE_MANAGE)
    file = _uploaded(filer, storage, f"{title}.pdf", documents.pdf(title, ("本件为演示材料。",)))
    wanted = EvidenceIn(
        unit_id=unit_id, title=title, category="other", tags=[], period_from=today, period_to=today, file_ids=[file]
    )
    return service.create_item(filer, wanted).id
