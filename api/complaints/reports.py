"""The quarterly report 季度分析: made of the same figures as the page, so that it shows nothing that the page withholds."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from api.access.permissions import Permission
from api.complaints.queries import due, statistics
from api.complaints.rules.policy import SUPPRESS_BELOW
from api.complaints.rules.statistics import Dimension
from api.complaints.schemas.statistics import ComplaintRates, ComplaintTable, FiguresFilter
from api.complaints.service.reporting import KIND
from api.complaints.tabular.cases import side_word
from api.complaints.tabular.words import TRACKS
from api.core.context import Context
from api.core.documents import (
    MEDIA,
    WRITERS,
    Bar,
    Bars,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Part,
    Row,
    Signatures,
    Table,
)
from api.core.jobs.handing import hand_over
from api.core.jobs.kinds import JobKind, Run

_SECTIONS = (
    (Dimension.TRACK, "按办理轨道", "By track"),
    (Dimension.CATEGORY, "按问题类别", "By matter"),
    (Dimension.CHANNEL, "按来源渠道", "By channel"),
    (Dimension.OUTCOME, "按办理结果", "By finding"),
    (Dimension.FORM, "按四种形态", "By the four forms"),
)


class _Say:
    """Words in the report's language."""

    def __init__(self, language: str) -> None:
        self.index = 1 if language == "en" else 0

    def __call__(self, zh: str, en: str) -> str:
        return (zh, en)[self.index]

    def number(self, number: int | None) -> str:
        """A figure, or that it is withheld."""
        return f"<{SUPPRESS_BELOW}*" if number is None else str(number)


def make(run: Run) -> None:
    """The report of one quarter, as `service.reporting` has asked for it."""
    asked = run.arguments
    say = _Say(asked["lang"])
    with run.snapshot() as ctx:
        document = report(ctx, asked, say)
    name = say(f"{asked['year']}年第{asked['quarter']}季度举报分析", f"Complaints {asked['year']} Q{asked['quarter']}")
    with WRITERS["docx"](document) as file:
        hand_over(run, file, 1, {"filename": f"{name}.docx", "media_type": MEDIA["docx"]})


REPORT = JobKind(KIND, make, permission=Permission.COMPLAINT_FIGURES, per_unit=2, kept=timedelta(days=7))


def report(ctx: Context, asked: Mapping[str, Any], say: _Say) -> Document:
    """The report as a document."""
    title = say(
        f"{asked['year']} 年第 {asked['quarter']} 季度信访举报分析报告",
        f"Complaints, quarter {asked['quarter']} of {asked['year']}",
    )
    return Document(
        title=title,
        bureau=due.bureau_name(ctx),
        as_of=ctx.now,
        parts=tuple(_parts(ctx, asked, say)),
        language=asked["lang"],
    )


def _parts(ctx: Context, asked: Mapping[str, Any], say: _Say) -> Iterator[Part]:
    year, quarter = int(asked["year"]), f"{asked['year']}Q{asked['quarter']}"
    yield Paragraph(
        say(
            f"只统计已经结束的月份。少于 {SUPPRESS_BELOW} 件的数字不显示，可由它推算出的数字也不显示，记作“<{SUPPRESS_BELOW}*”。",
            f"Months that are over are counted. Figures under {SUPPRESS_BELOW}, and those that would give them away, are "
            f"withheld and written <{SUPPRESS_BELOW}*.",
        ),
        "note",
    )
    for index, (dimension, zh, en) in enumerate(_SECTIONS, 1):
        wanted = FiguresFilter(year=year, by=dimension, across=Dimension.QUARTER)
        table = statistics.get_table(ctx, wanted)
        yield Heading(f"{index}. {say(zh, en)}")
        yield from _section(table, quarter, say)
    yield Heading(say("6. 时限与满意度", "6. Time and satisfaction"))
    yield from _rates(statistics.get_rates(ctx, year), say)
    yield Signatures((say("审核（签字、盖章）：", "Approved (signature, seal):"),))


def _section(table: ComplaintTable, quarter: str, say: _Say) -> Iterator[Part]:
    columns = [column.code for column in table.columns]
    if not table.rows:
        yield Paragraph(say("没有数据。", "No data."))
        return
    head: Row = (say("项目", "Item"), *columns, say("全年", "Year"))
    names = [side_word(table.by, row, say.index) for row in table.rows]
    rows: list[Row] = [
        (name, *map(say.number, row.cells), say.number(row.total))
        for name, row in zip(names, table.figures, strict=True)
    ]
    total = Cell(say("合计", "Total"), strong=True)
    rows.append((total, *map(say.number, table.totals), say.number(table.total)))
    yield Table((Column(3), *(Column(1, "right"),) * (len(columns) + 1)), (head,), tuple(rows))
    if quarter in columns:
        yield from _bars(names, [row.cells[columns.index(quarter)] for row in table.figures], say)


def _bars(names: list[str], numbers: list[int | None], say: _Say) -> Iterator[Part]:
    most = max((number or 0 for number in numbers), default=0)
    if most:
        bars = (
            Bar(name, (number or 0) / most, say.number(number)) for name, number in zip(names, numbers, strict=True)
        )
        yield Bars(tuple(bars), say("本季度", "This quarter"))


def _rates(rates: ComplaintRates, say: _Say) -> Iterator[Part]:
    head: Row = tuple(
        say(zh, en)
        for zh, en in (
            ("轨道", "Track"),
            ("按期", "On time"),
            ("超期", "Late"),
            ("按期率", "Rate"),
            ("中位天数", "Median days"),
            ("九成以内", "Nine in ten"),
        )
    )
    rows: list[Row] = [
        (
            TRACKS[one.track][say.index],
            *map(say.number, (one.met, one.late)),
            "—" if one.rate is None else f"{one.rate} %",
            *("—" if days is None else str(days) for days in (one.days_median, one.days_ninth)),
        )
        for one in rates.tracks
    ]
    yield Table((Column(2), *(Column(1, "right"),) * 5), (head,), tuple(rows), say("全年累计", "The year so far"))
    told = {
        say("重复举报", "Repeated"): rates.repeated,
        say("联名举报", "Joint"): rates.joint,
        say("评价满意", "Satisfied"): rates.satisfied,
        say("评价不满意", "Not satisfied"): rates.unsatisfied,
    }
    said = say("；", "; ").join(f"{name} {say.number(number)}" for name, number in told.items())
    yield Paragraph(said + say("。", "."))
