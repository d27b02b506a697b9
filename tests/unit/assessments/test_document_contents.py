"""What score tables and reports say: official columns, sums, places, gaps, losses; compared as structures."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from api.assessments.documents import (
    About,
    CampaignFacts,
    Contested,
    Coverage,
    Progress,
    RoundFacts,
    SchoolFacts,
    Standing,
    campaign_tables,
    county_report,
    school_report,
    score_table,
)
from api.assessments.documents.words import percent, signed
from api.assessments.rules.campaigns import CampaignState
from api.assessments.rules.rounds import Round, RoundState
from api.core.documents import Bars, Document, Heading, Items, Paragraph, Table
from api.core.documents.grid import places
from api.core.documents.model import Row
from api.core.points import Points, points
from api.frameworks.rules.model import Band, EvidenceSlot, Scale
from api.frameworks.rules.scoring import Override, Scorer, Sheet
from tests.unit.frameworks.build import P, framework, leaf, parent

SLOTS = (EvidenceSlot(code="A1.1", title="会议记录"), EvidenceSlot(code="A1.2", title="责任清单"))
FRAMEWORK = framework(
    parent(
        "A",
        "10",
        leaf("A1", "6", text="每年两次", guidance="少一次扣 1 分", slots=SLOTS),
        parent("A2", "4", leaf("A21", "2"), leaf("A22", "2", note="附照片")),
    ),
    leaf("B", "5", text="公开"),
    title="试验体系",
    scales=(
        Scale(
            code="grade",
            title="等次",
            bands=(
                Band(code="good", title="优秀", title_en="Good", min=P("12")),
                Band(code="poor", title="不合格", min=P("0")),
            ),
        ),
    ),
)
SCORER = Scorer(FRAMEWORK)
ABOUT = About(
    title="2026年度评价",
    code="QL2026",
    cycle="2026",
    first_on=date(2026, 1, 1),
    last_on=date(2026, 12, 31),
    bureau="锦岚县教育局",
    framework="试验体系 1",
    state=CampaignState.FINAL,
    scorer=SCORER,
    as_of=datetime(2026, 11, 28, 6, 5, tzinfo=UTC),
)


def held(which: Round, scores: dict[str, str], comments: dict[str, str] | None = None, **more: Any) -> RoundFacts:
    """A round in which these points were set; B does not apply where it has none."""
    overrides = {code: Override(points(value), "x") for code, value in scores.items()}
    score = SCORER.score(Sheet(overrides=overrides, not_applicable=frozenset({"B"} - scores.keys())))
    facts: dict[str, Any] = {"state": RoundState.ACCEPTED, "total": score.total, "missing": frozenset(score.missing)}
    return RoundFacts(which, values=score.values, comments=comments or {}, **(facts | more))


def school(name: str, total: str, place: int, **more: Any) -> SchoolFacts:
    """A school with a result of that total."""
    values = {
        "A": points(total),
        "A1": points("4"),
        "A2": points("3"),
        "A21": points("1"),
        "A22": points("2"),
        "B": None,
    }
    standing = Standing(
        total=points(total),
        base=points(total),
        bonus=points("0"),
        deducted=points("0"),
        grade="good" if points(total) >= points("12") else "poor",
        places={"campaign": place, "district": place, "type": place},
        vetoed=False,
        values=values,
    )
    return SchoolFacts(name, "2134000001", "梅岭学区", "小学", **({"standing": standing} | more))


SELF = held(Round.SELF, {"A1": "6", "A21": "2", "A22": "2", "B": "5"})
COUNTY = held(
    Round.COUNTY,
    {"A1": "4", "A21": "1.5", "A22": "2"},
    {"A1": "少一次"},
    team="第一组",
    submitted_on=date(2026, 10, 1),
    late=True,
)
SCHOOL = school("第一小学", "12.5", 1, rounds=(SELF, COUNTY), self_total=SELF.total, county_total=COUNTY.total)


def texts(rows: tuple[Row, ...], width: int) -> list[list[str]]:
    """What a table shows, row by row; a cell that spans is told where it begins."""
    return [[place.cell.text for place in row if not place.continued] for row in places(rows, width)]


def shown(table: Table) -> list[list[str]]:
    """Head and rows."""
    width = len(table.columns)
    return [*texts(table.head, width), *texts(table.rows, width)]


def said(document: Document) -> Iterator[str]:
    """Every heading, sentence and item of a list."""
    for part in document.parts:
        if isinstance(part, Heading | Paragraph):
            yield part.text
        elif isinstance(part, Items):
            yield from part.items


class TestScoreTable:
    def test_columns_stand_in_the_official_order_and_rounds_side_by_side(self) -> None:
        sheet = score_table(ABOUT, SCHOOL)
        assert shown(sheet.table) == [
            ["一级指标", "二级指标", "要点", "分值", "评分办法", "佐证", "得分", "备注"],
            ["自评", "县级复核"],
            [
                "A 指标A",
                "A1 指标A1",
                "每年两次",
                "6.00",
                "少一次扣 1 分",
                "会议记录\n责任清单",
                "6.00",
                "4.00",
                "县级复核：少一次",
            ],
            ["A2 指标A2", "A21 指标A21", "2.00", "", "", "2.00", "1.50", ""],
            ["A22 指标A22", "2.00", "", "", "2.00", "2.00", "附照片"],
            ["小计", "10.00", "", "", "10.00", "7.50", ""],
            ["B 指标B", "", "公开", "5.00", "", "", "5.00", "不适用", ""],
            ["合计", "15.00", "", "", "15.00", "11.25", ""],
            ["评定结果", "基本分 12.5　加分 0　扣分 0　总分 12.5　等次 优秀"],
        ]

    def test_it_says_where_rounds_stand_and_leaves_lines_to_sign_on(self) -> None:
        sheet = score_table(ABOUT, SCHOOL)
        assert sheet.lines[1] == "自评：已接收　县级复核：已接收 2026-10-01（逾期） 第一组"
        assert [line.split("：")[0] for line in sheet.signatures] == [
            "学校负责人（签字、盖章）",
            "学区评审组组长（签字）",
            "县级复核组组长（签字）",
            "审定（签字、盖章）",
        ]

    def test_what_is_not_scored_yet_is_empty_and_no_result_is_claimed(self) -> None:
        begun = held(Round.SELF, {"A1": "6", "B": "5"}, state=RoundState.IN_PROGRESS, total=None)
        rows = shown(score_table(ABOUT, replace(SCHOOL, rounds=(begun,), standing=None)).table)
        assert [row[-2] for row in rows[2:]] == ["6.00", "", "", "6.00", "5.00", ""]

    def test_it_speaks_english(self) -> None:
        sheet = score_table(replace(ABOUT, language="en"), SCHOOL)
        assert shown(sheet.table)[0][:3] == ["Level 1", "Level 2", "Key points"]
        assert shown(sheet.table)[-1][1].endswith("grade Good")


class TestCampaignTables:
    def test_schools_stand_in_the_order_of_the_ranking_with_their_gap(self) -> None:
        waiting = SchoolFacts("第三小学", None, None, "小学")
        summary, items = campaign_tables(ABOUT, facts(SCHOOL, school("第二小学", "7", 2), waiting))
        rows = shown(summary.table)[2:]
        assert rows[0] == [
            *("1", "梅岭学区", "第一小学", "15.00", "", "11.25", "+3.75"),
            *("12.50", "0.00", "0.00", "12.50", "优秀", "1", "1"),
        ]
        assert [row[2] for row in rows] == ["第一小学", "第二小学", "第三小学"]
        assert rows[2][7:] == [""] * 7
        assert shown(items.table) == [
            ["学校", "A1\n指标A1", "A21\n指标A21", "A22\n指标A22", "B\n指标B"],
            ["分值", "6.00", "2.00", "2.00", "5.00"],
            ["第一小学", "4.00", "1.00", "2.00", "不适用"],
            ["第二小学", "4.00", "1.00", "2.00", "不适用"],
        ]


class TestSchoolReport:
    def test_it_tells_the_result_the_gap_and_the_losses(self) -> None:
        contested = (Contested("A1", Round.SELF, Round.COUNTY, Points(-20_000), "缺一次记录"),)
        report = school_report(ABOUT, replace(SCHOOL, contested=contested, progress=Progress(6, 2, 1)))
        sentences = list(said(report))
        assert sentences[2] == (
            "总分 12.5 分（基本分、加分、扣分：12.5 + 0 − 0；满分 15 分），等次：优秀，"
            "全县第 1 名，学区内第 1 名，同类学校第 1 名。"
        )
        assert "自评总分与县级复核总分相差 +3.75 分。" in sentences
        assert "A21 指标A21：1 / 2" in sentences
        assert "整改：问题 9 个，已完成 6 个（66.7%），进行中 2 个，未开始 1 个。" in sentences
        assert ["A1", "自评 → 县级复核", "-2", "缺一次记录"] in shown(report.tables[2])
        assert "本结果不是最终结果，以审定后的为准。" not in sentences

    def test_a_frozen_outcome_lends_it_its_hash(self) -> None:
        assert SCHOOL.standing is not None
        frozen = replace(SCHOOL.standing, document_hash="ab" * 32)
        assert school_report(ABOUT, replace(SCHOOL, standing=frozen)).mark == "ab" * 32

    def test_before_that_it_says_that_it_is_not_final(self) -> None:
        early = replace(ABOUT, state=CampaignState.COMPUTED)
        assert "本结果不是最终结果，以审定后的为准。" in said(school_report(early, SCHOOL))
        assert "结果尚未计算或尚未公示。" in said(school_report(early, replace(SCHOOL, standing=None)))

    def test_without_rectification_it_says_that_there_are_no_data(self) -> None:
        assert "整改：没有数据。" in said(school_report(ABOUT, SCHOOL))


def facts(*schools: SchoolFacts, **more: Any) -> CampaignFacts:
    """A campaign of these schools."""
    coverage = [
        Coverage("梅岭学区", 4, 3, {Round.SELF: 3, Round.COUNTY: 2}),
        Coverage(None, 1, 0, {}),
    ]
    return CampaignFacts(coverage, (Round.SELF, Round.COUNTY), schools, **more)


@pytest.fixture(scope="module")
def report() -> Document:
    """Of three schools, one of them vetoed."""
    second, third = school("第二小学", "7", 2), school("第三小学", "6", 3)
    assert third.standing is not None
    vetoed = replace(third, standing=replace(third.standing, vetoed=True))
    return county_report(ABOUT, facts(SCHOOL, second, vetoed, progress=Progress(1, 1, 2)))


class TestCountyReport:
    def test_it_tells_coverage_grades_vetoes_and_rectification(self, report: Document) -> None:
        sentences = list(said(report))
        for expected in (
            "全县在办学校 5 所，参加评价 3 所，覆盖率 60.0%。",
            "总分平均 8.5 分，中位数 7 分，最低 6 分，最高 12.5 分。",
            "一票否决 1 所：第三小学。",
            "1 所学校有两轮总分，自评平均高出 +3.75 分，中位数 +3.75 分。",
            "整改：问题 4 个，已完成 1 个（25.0%），进行中 1 个，未开始 2 个。",
        ):
            assert expected in sentences
        assert shown(report.tables[0]) == [
            ["学区", "学校", "参加", "覆盖率", "自评已提交", "县级复核已提交"],
            ["梅岭学区", "4", "3", "75.0%", "3", "2"],
            ["直属", "1", "0", "0.0%", "0", "0"],
            ["合计", "5", "3", "60.0%", "3", "2"],
        ]

    def test_its_figures_are_the_distributions(self, report: Document) -> None:
        grades, gaps = (part for part in report.parts if isinstance(part, Bars))
        assert [(bar.label, bar.text) for bar in grades.bars] == [("优秀", "1（33.3%）"), ("不合格", "2（66.7%）")]
        assert [bar.label for bar in gaps.bars if bar.share] == ["+2 至 +5"]

    def test_every_item_is_weighed_and_every_district_ranked(self, report: Document) -> None:
        items, ranking = report.tables[1:]
        assert [row[:4] for row in shown(items)[1:]] == [
            ["A1", "指标A1", "6.00", "66.67%"],
            ["A21", "指标A21", "2.00", "50%"],
            ["A22", "指标A22", "2.00", "100%"],
            ["B", "指标B", "5.00", "—"],
        ]
        assert [row[2:] for row in shown(ranking)[1:]] == [
            ["第一小学", "12.50", "+3.75", "优秀"],
            ["第二小学", "7.00", "—", "不合格"],
            ["第三小学", "6.00", "—", "不合格（否决）"],
        ]

    def test_a_campaign_that_has_just_begun_has_a_report_too(self) -> None:
        report = county_report(replace(ABOUT, state=CampaignState.SELF), facts(SchoolFacts("甲", None, None, "小学")))
        assert list(said(report)).count("结果尚未计算。") == 3
        assert "没有整改数据。" in said(report)


@pytest.mark.parametrize(("part", "whole", "text"), [(1, 3, "33.3%"), (2, 3, "66.7%"), (1, 8, "12.5%"), (0, 0, "—")])
def test_shares_are_told_to_one_place(part: int, whole: int, text: str) -> None:
    assert percent(part, whole) == text


@pytest.mark.parametrize(("value", "text"), [(None, "—"), (0, "0"), (12_500, "+1.25"), (-12_500, "-1.25")])
def test_differences_have_a_sign(value: Points | None, text: str) -> None:
    assert signed(value) == text
