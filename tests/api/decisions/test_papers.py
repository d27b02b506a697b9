"""Documents of the log: minutes, record, vote sheet, filing form, ledger; made by the job and read back."""

import io
import zipfile
from typing import Any

import pytest
from docx import Document
from fastapi.testclient import TestClient

from tests.api.decisions.steps import Team, faults, filed, meeting, recorded
from tests.api.decisions.test_money import paid
from tests.background import work_off
from tests.world import V1, World

PAPERS = f"{V1}/decisions/documents"


def made(world: World, client: TestClient, **asked: Any) -> bytes:
    """A document that was asked for."""
    answer = client.post(PAPERS, json=asked)
    assert answer.status_code == 202, answer.text
    work_off(world)
    output = client.get(f"{V1}/jobs/{answer.json()['id']}/output")
    assert output.status_code == 200, client.get(f"{V1}/jobs/{answer.json()['id']}").text
    return bytes(output.content)


def text_of(content: bytes) -> str:
    """Everything that a Word document says."""
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


class TestDocuments:
    def test_minutes_say_what_was_decided_and_records_what_was_said(
        self, world: World, leader: TestClient, team: Team
    ) -> None:
        done = filed(leader, recorded(leader, meeting(world, team)))
        only = done["agenda"][0]
        asked = {"meeting_id": done["id"]}
        short = text_of(made(world, leader, document="minutes", **asked))
        assert "同意采购，由总务处办理。" in short
        assert "批准金额：128,000.00 元" in short
        assert "同意采购。" not in short.replace("会议同意采购。", "")
        long = text_of(made(world, leader, document="record", **asked))
        assert "表决（举手）：应到 5、同意 5、不同意 0、弃权 0；结果：通过" in long
        assert "十二间教室设备老化。" in long
        sheet = text_of(made(world, leader, document="vote_sheet", lang="en", **asked))
        assert ("Show of hands" in sheet, sheet.count("✓")) == (True, 5)
        form = text_of(made(world, leader, document="filing_form", decision_id=only["decision"]["id"]))
        assert "三重一大事项报备表" in form
        pdf = made(world, leader, document="minutes", format="pdf", **asked)
        assert pdf.startswith(b"%PDF")

    def test_the_ledger_of_a_year_is_a_workbook(self, world: World, leader: TestClient, team: Team) -> None:
        filed(leader, recorded(leader, meeting(world, team)))
        paid(world, leader)
        book = made(world, leader, document="ledger", unit_id=world.unit("school"), year=2026)
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            said = archive.read("xl/sharedStrings.xml").decode()
            assert "2026年三重一大决策台账" in said
            assert "采购多媒体教学设备" in said
            assert "锦岚文具店" in said

    @pytest.mark.parametrize(
        ("asked", "fault"),
        [
            ({"document": "minutes"}, ("/meeting_id", "input.required")),
            ({"document": "ledger", "format": "docx"}, ("/format", "decision.document_format")),
        ],
    )
    def test_what_cannot_be_made_is_refused(self, leader: TestClient, asked: dict[str, Any], fault: Any) -> None:
        assert fault in faults(leader.post(PAPERS, json=asked))

    def test_of_a_school_beyond_reach_there_is_none(self, world: World, leader: TestClient) -> None:
        far = world.unit("far_school")
        for name, document, more in (
            ("unit", "ledger", {"year": 2026}),
            ("meeting", "minutes", {}),
            ("decision", "filing_form", {}),
        ):
            asked = {"document": document, f"{name}_id": far, **more}
            assert faults(leader.post(PAPERS, json=asked)) == [(f"/{name}_id", f"decision.{name}_not_found")]
