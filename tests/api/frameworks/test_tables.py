"""XLSX tables as counties send them: previewed, imported, exported again."""

import base64
import io
from typing import Any

import pytest
import xlsxwriter
from fastapi.testclient import TestClient
from python_calamine import CalamineWorkbook

from tests.api.frameworks.steps import adopted, codes, created, draft_of, published
from tests.world import V1, World

HEADER = ["一级指标", "二级指标", "要点", "分值", "评分办法", "佐证材料", "备注"]


@pytest.fixture
def officer(world: World) -> TestClient:
    return world.sign_in("section_officer")


def sheet(rows: list[list[Any]], merges: tuple[tuple[int, int, int, Any], ...] = ()) -> str:
    """An XLSX in base64; merges are (first row, last row, column, value)."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet("指标体系")
    for at, row in enumerate(rows):
        page.write_row(at, 0, row)
    for first, last, column, value in merges:
        page.merge_range(first, column, last, column, value)
    book.close()
    return base64.b64encode(target.getvalue()).decode()


# A title above the header, merged first column, a sum that does not add up, a sentence that says nothing, a total row.
COUNTY = sheet(
    [
        ["锦岚县清廉学校考核表（2026）"],
        HEADER,
        ["", "责任落实", "专题研究", 6, "每年不少于2次，每少一次扣1分", "会议记录；责任清单", ""],
        ["", "警示教育", "", "4分", "未开展扣2分，缺一次记录扣0.5分，扣完为止", "", "全年"],
        ["校风清净（9分）", "收费", "公示", 3, "听取汇报", "", ""],
        ["", "", "票据", 5, "按比例计分", "", ""],
        ["合计", "", "", 18, "", "", ""],
    ],
    ((2, 3, 0, "党风清正（10分）"),),
)


def post(client: TestClient, framework: dict[str, Any], verb: str, content: str, **more: Any) -> Any:
    return client.post(f"{V1}/frameworks/{framework['id']}/draft:{verb}", json={"content": content, **more})


class TestPreview:
    def test_it_shows_the_tree_the_rules_and_what_does_not_add_up(self, world: World, officer: TestClient) -> None:
        framework = created(officer, world)
        answer = post(officer, framework, "preview-table", COUNTY)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert (found["sheet"], found["rows"], found["faults"]) == ("指标体系", 4, [])
        first, second = found["indicators"]
        assert (first["title"], first["points"], [one["title"] for one in first["children"]]) == (
            "党风清正",
            "10",
            ["责任落实", "警示教育"],
        )
        assert [one["title"] for one in second["children"][0]["children"]] == ["公示", "票据"]
        assert [slot["title"] for slot in first["children"][0]["slots"]] == ["会议记录", "责任清单"]
        assert [(one["code"], one["rule"]["kind"], one["sureness"]) for one in found["recognized"]] == [
            ("1.1", "frequency", "whole"),
            ("1.2", "count_deduct", "whole"),
            ("2.1.2", "ratio", "whole"),
        ]
        warned = {one["code"]: one["params"] for one in found["warnings"]}
        assert warned["framework.table_no_rule"] == {"row": 5}
        assert warned["framework.sum_differs"] == {"sum": "8", "declared": "9"}
        assert draft_of(officer, framework)["nodes"] == []

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (base64.b64encode(b"not a table").decode(), "framework.table_unreadable"),
            (sheet([["学校", "得分"], ["一小", 90]]), "framework.table_no_header"),
        ],
    )
    def test_what_is_no_table_is_refused(self, world: World, officer: TestClient, content: str, code: str) -> None:
        answer = post(officer, created(officer, world), "preview-table", content)
        assert (answer.status_code, codes(answer)) == (422, [code])


class TestImport:
    def test_it_takes_the_place_of_the_draft_and_keeps_lineage(self, world: World, officer: TestClient) -> None:
        framework = created(officer, world)
        first = post(officer, framework, "import-table", COUNTY)
        assert first.status_code == 200, first.text
        again = post(officer, framework, "import-table", COUNTY).json()
        assert [one["indicator"] for one in again["nodes"]] == [one["indicator"] for one in first.json()["nodes"]]
        assert len(again["nodes"]) == 7

    def test_export_import_export_is_identical(self, world: World, officer: TestClient) -> None:
        reference = adopted(world)["latest"]["id"]
        exported = officer.get(f"{V1}/framework-versions/{reference}/export?format=xlsx").content
        framework = created(officer, world, "COPY", title="副本")
        answer = post(officer, framework, "import-table", base64.b64encode(exported).decode())
        assert answer.status_code == 200, answer.text
        copy = published(world, framework)
        again = officer.get(f"{V1}/framework-versions/{copy['id']}/export?format=xlsx").content
        assert _cells(again) == _cells(exported)
        assert _cells(exported)[0] == HEADER
        assert len(_cells(exported)) == 24


def _cells(content: bytes) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python()
