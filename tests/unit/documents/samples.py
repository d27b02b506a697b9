"""A report with every word of the vocabulary, and with texts that want to be more than text."""

import io
from datetime import UTC, datetime
from decimal import Decimal

from PIL import Image

from api.core.documents import (
    Bar,
    Bars,
    Cell,
    Column,
    Document,
    Heading,
    Items,
    NewPage,
    Paragraph,
    Picture,
    Signatures,
    Table,
)

AS_OF = datetime(2026, 11, 28, 6, 5, tzinfo=UTC)  # 14:05 where deadlines are counted
MARKUP = '#import "x" *粗* $x$ <a> & "引" \\ _下_ {{ name }}'
FORMULA = '=HYPERLINK("http://example.org","x")'
SCORES = Table(
    (Column(1, "center"), Column(4), Column(1, "right"), Column(1, "right")),
    (
        (Cell("代码", down=2), Cell("要点", down=2), Cell("得分", across=2)),
        ("自评", "县级复核"),
    ),
    (
        (Cell("A", down=2), "责任落实", Cell("5.50", Decimal("5.5")), 4),
        (FORMULA, None, Cell("未评", strong=True)),
        (Cell("合计", across=2, strong=True), 6, Decimal("4.25")),
    ),
    "表1 评分表",
)


def picture() -> bytes:
    """A small picture."""
    made = io.BytesIO()
    Image.new("RGB", (40, 20), (14, 95, 99)).save(made, "PNG")
    return made.getvalue()


def report(title: str = "2026年度清廉学校评价报告", record: str = "") -> Document:
    """The report."""
    return Document(
        title,
        "锦岚县教育局",
        AS_OF,
        (
            Heading("一、覆盖情况"),
            Paragraph("应评 162 所，完成 160 所。\n覆盖率 98.77%。"),
            Paragraph(MARKUP),
            Paragraph("以县级复核为准。\x00", "note"),
            Paragraph("有 2 所被否决。", "strong"),
            Items(("听取汇报", "查阅资料")),
            Items(("自评", "复核"), numbered=True),
            Heading("等次分布", 2),
            Bars((Bar("示范", 0.5, "64 所"), Bar("优秀", 1, "80 所"), Bar("合格", 0, "0 所")), "图1 等次"),
            SCORES,
            NewPage(),
            Picture(picture(), "图2 公示栏"),
            Signatures(("学校负责人", "审定人")),
        ),
        record=record,
        subtitle="（县级）",
    )
