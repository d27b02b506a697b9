"""Documents of assessments: asked for, made, fetched; who may see what in them; on both databases."""

import hashlib
import io
import json
import zipfile
from typing import Any
from uuid import UUID

import docx
import openpyxl
import pypdfium2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert, select, update

from api.assessments.models import (
    AssessmentCampaign,
    AssessmentComputation,
    AssessmentOutcome,
    AssessmentOutcomeDocument,
    AssessmentResult,
    AssessmentRound,
    AssessmentScore,
)
from api.assessments.queries.papers import gather_campaign
from api.core import ids
from api.core.documents import fonts
from api.core.points import points
from api.ledger.rules import canonical, document_hash
from tests.api.assessments.steps import A, codes, done
from tests.api.exchange.test_exports import records
from tests.background import work_off
from tests.world import V1, World

SCHOOL = "锦岚县第一小学"
DOCUMENT = {"schema": 1, "total": "90"}


def scored(world: World, which: str, state: str, scores: dict[str, str], unit: str = "school") -> None:
    """Points of a round, as if somebody had saved them."""
    with world.host() as ctx:
        mine = (
            AssessmentRound.enrolment_id == UUID(world.unit(f"enrolment of {unit}")),
            AssessmentRound.round == which,
        )
        held = ctx.session.execute(select(AssessmentRound.id).where(*mine)).scalar_one()
        rows: list[dict[str, Any]] = [
            {
                "id": ids.ordered(),
                "round_id": held,
                "code": code,
                "lineage": f"l.{code}",
                "inputs": {},
                "computed": points(value),
                "overridden": None,
                "points": points(value),
                "not_applicable": False,
                "override_reason": None,
                "comment": "缺一次记录" if which == "county" else None,
                "source": "entered",
                "scored_by": None,
                "updated_at": ctx.now,
                "revision": 1,
            }
            for code, value in scores.items()
        ]
        ctx.session.execute(insert(AssessmentScore), rows)
        total = sum(points(value) for value in scores.values())
        ctx.session.execute(update(AssessmentRound).where(*mine).values(state=state, total=total, submitted_at=ctx.now))


def computed(world: World) -> None:
    """A result of the school, as if the campaign had been computed, and its frozen outcome."""
    school = {"enrolment_id": UUID(world.unit("enrolment of school")), "unit_id": UUID(world.unit("school"))}
    campaign = {"campaign_id": UUID(world.unit("campaign")), "district_id": UUID(world.unit("district"))}
    counted = {
        "total": points("90"),
        "self_total": points("95"),
        "gap": points("5"),
        "vetoed": False,
        "grade": "model",
    }
    places = {"rank": 1, "rank_district": 1, "rank_type": 1, "bands": {}, "type": "primary"}
    with world.host() as ctx:
        one, outcome = ids.ordered(), ids.ordered()
        facts = {"number": 1, "limits": [], "computed_by": None, "started_at": ctx.now, "done_at": ctx.now}
        count = {"enrolments": 2, "incomplete": 0}
        ctx.session.execute(
            insert(AssessmentComputation).values(id=one, campaign_id=campaign["campaign_id"], **facts, **count)
        )
        more = {"base": points("90"), "bonus": 0, "deducted": 0, "missing": 0, "missing_codes": [], "sources": {}}
        rest = {
            "district_total": None,
            "county_total": points("90"),
            "sheet": {},
            "item_values": {"A1": "6", "B4": None},
        }
        reasons = [{"zh": "满意度不到 90%", "en": "Satisfaction below 90 %"}]
        result = school | campaign | counted | places | more | rest
        ctx.session.execute(insert(AssessmentResult).values(computation_id=one, reasons=reasons, **result))
        frozen = {"id": outcome, "number": 1, "unit_name": SCHOOL, "full_total": points("100"), "frozen_at": ctx.now}
        frozen |= {"document_hash": document_hash(DOCUMENT), "reason": None, "frozen_by": None}
        ctx.session.execute(insert(AssessmentOutcome).values(**school, **campaign, **counted, **places, **frozen))
        text = canonical(DOCUMENT).decode()
        ctx.session.execute(insert(AssessmentOutcomeDocument).values(outcome_id=outcome, content=text))


def in_state(world: World, state: str) -> None:
    """The campaign, as if it had come that far."""
    with world.host() as ctx:
        mine = AssessmentCampaign.id == UUID(world.unit("campaign"))
        ctx.session.execute(update(AssessmentCampaign).where(mine).values(state=state))


def ask(client: TestClient, world: World, document: str, of: str = "campaign", **asked: Any) -> Any:
    """Ask for a document of the campaign, or of an enrolment."""
    kind = "campaigns" if of == "campaign" else "enrolments"
    return client.post(f"{A}/{kind}/{world.unit(of)}/documents", json={"document": document} | asked)


def fetched(client: TestClient, world: World, document: str, of: str = "campaign", **asked: Any) -> bytes:
    """The document itself."""
    job = done(ask(client, world, document, of, **asked), 202)
    work_off(world)
    answer = client.get(f"{V1}/jobs/{job['id']}/output")
    assert answer.status_code == 200, (answer.text, client.get(f"{V1}/jobs/{job['id']}").text)
    return bytes(answer.content)


def sheet(content: bytes, place: int = 0) -> list[list[Any]]:
    """The cells of a sheet."""
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[place].rows]


def sentences(content: bytes) -> list[str]:
    """The paragraphs of a Word document."""
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


@pytest.fixture
def assessed(world: World) -> World:
    """A school that has scored itself and was reviewed by the county."""
    scored(world, "self", "accepted", {"A1": "6", "A2": "8"})
    scored(world, "county", "submitted", {"A1": "5", "A2": "6.5"})
    return world


class TestAsk:
    def test_a_job_is_accepted_once_and_its_download_is_recorded(self, assessed: World, officer: TestClient) -> None:
        first = ask(officer, assessed, "score_table")
        job = done(first, 202)
        assert (job["kind"], job["own"]) == ("assessment.document", True)
        assert first.headers["Location"].endswith(job["id"])
        assert done(ask(officer, assessed, "score_table"), 202)["id"] == job["id"]
        work_off(assessed)
        found = done(officer.get(f"{V1}/jobs/{job['id']}"))
        assert found["output"]["filename"] == "2026年清廉学校年度评估_评分表_20261120.xlsx"
        assert officer.get(f"{V1}/jobs/{job['id']}/output").status_code == 200
        query = {"object_type": "job"}
        events = done(assessed.sign_in("auditor").get(f"{V1}/ledger/events", params=query))["items"]
        assert [event["action"] for event in events][:2] == ["job.output_read", "assessment.document_started"]

    @pytest.mark.parametrize(
        ("of", "document", "format_"),
        [("campaign", "score_table", "pdf"), ("campaign", "package", "xlsx"), ("enrolment of school", "report", "zip")],
    )
    def test_a_document_comes_in_its_own_formats(
        self, world: World, officer: TestClient, of: str, document: str, format_: str
    ) -> None:
        answer = ask(officer, world, document, of, format=format_)
        assert codes(answer) == ["input.invalid", "assessment.document_format"]

    def test_a_package_is_of_a_campaign_only(self, world: World, officer: TestClient) -> None:
        assert ask(officer, world, "package", "enrolment of school").status_code == 422

    def test_a_campaign_is_told_to_those_who_hold_it_and_a_school_within_reach(
        self, world: World, clerk: TestClient, reviewer: TestClient
    ) -> None:
        for client in (clerk, reviewer, world.sign_in("section_officer", "far_county")):
            assert ask(client, world, "report").status_code == 404
            assert ask(client, world, "report", "enrolment of other_school").status_code == 404
        assert ask(world.sign_in("read_only"), world, "report").status_code == 403


class TestSchool:
    def test_the_score_table_has_the_rounds_side_by_side(self, assessed: World, officer: TestClient) -> None:
        rows = sheet(fetched(officer, assessed, "score_table", "enrolment of school"))
        assert rows[0][0] == f"{SCHOOL}清廉学校评分表"
        assert [cell for cell in rows[3] if cell] == [
            *("一级指标", "二级指标", "要点", "分值", "评分办法", "佐证", "得分", "备注"),
        ]
        assert rows[4][6:9] == ["自评", "学区初评", "县级复核"]
        assert (rows[5][3], rows[5][6:]) == (6, [6, "", 5, "县级复核：缺一次记录"])
        total = next(row for row in rows if row[0] == "合计")
        assert (total[3], total[6], total[8]) == (100, 14, 11.5)
        assert any(str(row[0]).startswith("审定（签字、盖章）") for row in rows)

    def test_a_school_sees_later_rounds_and_its_result_when_they_are_shown(
        self, assessed: World, clerk: TestClient, officer: TestClient
    ) -> None:
        computed(assessed)
        in_state(assessed, "computed")
        hidden = sheet(fetched(clerk, assessed, "score_table", "enrolment of school"))
        assert [cell for cell in hidden[4] if cell] == ["自评"]
        assert not any("县级复核" in str(cell) and "组长" not in str(cell) for row in hidden for cell in row)
        assert "结果尚未计算或尚未公示。" in sentences(fetched(clerk, assessed, "report", "enrolment of school"))
        assert any(
            said.startswith("总分 90 分")
            for said in sentences(fetched(officer, assessed, "report", "enrolment of school"))
        )
        in_state(assessed, "publicity")
        told = sentences(fetched(clerk, assessed, "report", "enrolment of school", lang="en"))
        assert any(said.startswith("Total 90") for said in told)
        assert "•\tSatisfaction below 90 %" in told

    def test_the_report_of_a_frozen_outcome_bears_its_hash_on_paper(self, assessed: World, clerk: TestClient) -> None:
        computed(assessed)
        in_state(assessed, "final")
        content = fetched(clerk, assessed, "report", "enrolment of school", format="pdf")
        with pypdfium2.PdfDocument(content) as paper:
            pages = [paper[number].get_textpage().get_text_range() for number in range(len(paper))]
        assert f"{SCHOOL}清廉学校评价报告" in pages[0]
        assert all(document_hash(DOCUMENT) in page for page in pages)
        assert "本结果不是最终结果" not in "".join(pages)

    def test_without_fonts_a_pdf_fails_with_a_code_and_word_works(
        self, world: World, officer: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("api.core.documents.pdf.font_folder", lambda: None)
        assert fonts.font_folder() is not None
        job = done(ask(officer, world, "report", "enrolment of school", format="pdf"), 202)
        work_off(world)
        failed = done(officer.get(f"{V1}/jobs/{job['id']}"))
        assert (failed["state"], failed["error"]["code"]) == ("failed", "document.fonts_missing")
        assert fetched(officer, world, "report", "enrolment of school")


class TestCampaign:
    def test_the_report_tells_coverage_grades_and_places(self, assessed: World, officer: TestClient) -> None:
        computed(assessed)
        content = fetched(officer, assessed, "report")
        told = sentences(content)
        assert "全县在办学校 2 所，参加评价 2 所，覆盖率 100.0%。" in told
        assert "总分平均 90 分，中位数 90 分，最低 90 分，最高 90 分。" in told
        assert "1 所学校有两轮总分，自评平均高出 +2.5 分，中位数 +2.5 分。" in told
        coverage = docx.Document(io.BytesIO(content)).tables[0]
        assert [[cell.text for cell in row.cells][:3] for row in coverage.rows] == [
            ["学区", "学校", "参加"],
            ["马渡学区", "1", "1"],
            ["梅岭学区", "1", "1"],
            ["合计", "2", "2"],
        ]

    def test_the_score_table_has_every_school_and_every_item(self, assessed: World, officer: TestClient) -> None:
        computed(assessed)
        content = fetched(officer, assessed, "score_table")
        rows = sheet(content)
        assert [row[2] for row in rows[4:6]] == [SCHOOL, "马渡中学"]
        assert rows[4][3:] == [14, "", 11.5, 2.5, 90, 0, 0, 90, "示范", 1, 1]
        assert sheet(content, 1)[4][:2] == [SCHOOL, 6]

    def test_a_package_vouches_for_everything_in_it(self, assessed: World, officer: TestClient) -> None:
        computed(assessed)
        with zipfile.ZipFile(io.BytesIO(fetched(officer, assessed, "package"))) as package:
            manifest = json.loads(package.read("manifest.json"))
            files = {entry["name"]: entry for entry in manifest["files"]}
            assert set(package.namelist()) == {*files, "manifest.json", "SHA256SUMS"}
            for name, entry in files.items():
                assert hashlib.sha256(package.read(name)).hexdigest() == entry["sha256"]
            scores = records(package.read("scores.ndjson"))
            (outcome,) = (entry for name, entry in files.items() if name.startswith("outcomes/"))
            framework = files["framework.json"]["sha256"]
        assert [(row["school"], row["round"], row["code"], row["points"]) for row in scores] == [
            (SCHOOL, "county", "A1", "5"),
            (SCHOOL, "county", "A2", "6.5"),
            (SCHOOL, "self", "A1", "6"),
            (SCHOOL, "self", "A2", "8"),
        ]
        assert (outcome["school"], outcome["sha256"]) == (SCHOOL, outcome["document_hash"])
        assert (manifest["code"], manifest["content_hash"]) == ("2026", framework)

    def test_the_same_state_makes_the_same_package(self, assessed: World, officer: TestClient) -> None:
        first, second = (fetched(officer, assessed, "score_table") for _ in range(2))
        names = [zipfile.ZipFile(io.BytesIO(content)).namelist() for content in (first, second)]
        assert names[0] == names[1]
        assert sheet(first) == sheet(second)

    def test_gathering_costs_the_same_for_any_number_of_schools(self, assessed: World, officer: TestClient) -> None:
        with assessed.host() as ctx, assessed.statements() as sent:
            gather_campaign(ctx, UUID(assessed.unit("campaign")), "zh-CN")
        assert len(sent) <= 8, sent
