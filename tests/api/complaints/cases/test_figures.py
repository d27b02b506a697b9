"""Figures over HTTP: recomputed from the register, small cells withheld, restricted cases for the team only; files."""

import csv
import io
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient

from api.complaints.rules.words import Rank
from tests.api.complaints.cases.desk import FINDING, URL, Desk
from tests.api.complaints.cases.register import HEAD, row
from tests.api.exchange.steps import run
from tests.background import work_off
from tests.world import V1

FIGURES = f"{URL}/statistics"


def brought_in(desk: Desk, rows: list[str]) -> None:
    """Old cases of the county's register."""
    answer = run(desk.clerk, "\n".join([HEAD, *rows]).encode(), {"Prefer": "wait=0"}, type="complaint")
    assert answer.status_code in {200, 202}, answer.text
    work_off(desk.world)


def register() -> list[str]:
    """Forty cases: months, matters, tracks, units in uneven numbers."""
    listed = []
    for number in range(40):
        month, matter = number % 5 + 1, ("0104", "0301", "0901", "1701")[number % 7 % 4]
        school = ("锦岚县第一小学", "马渡中学")[number % 3 % 2]
        found = ("属实", "不属实", "部分属实")[number % 3]
        listed.append(row(number, f"2026-0{month}-1{number % 9}", f"{matter} {'JXHS'[number % 4]}", (school, found)))
    return listed


def asked(client: TestClient, **wanted: Any) -> dict[str, Any]:
    answer = client.get(FIGURES, params={"year": 2026, **wanted})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


class TestTables:
    @pytest.fixture
    def old(self, desk: Desk) -> Desk:
        """A county with a register."""
        brought_in(desk, register())
        return desk

    def test_every_number_is_that_of_the_rows_and_none_is_small(self, old: Desk) -> None:
        cells = list(csv.DictReader(io.StringIO("\n".join([HEAD, *register()]))))
        table = asked(old.of("bureau_leader"), by="month", across="track")
        assert table["total"] == 40
        tracks = [column["code"] for column in table["columns"]]
        for month, figures in zip(table["rows"], table["figures"], strict=True):
            for track, number in zip(tracks, figures["cells"], strict=True):
                real = sum(one["收到日期"][:7] == month["code"] and one["办理轨道"] == track for one in cells)
                assert number in {None, real}
                assert number is None or number == 0 or number >= 3

    def test_no_line_withholds_one_cell_alone(self, old: Desk) -> None:
        for by, across in (("unit", "category"), ("category", "outcome"), ("track", "quarter"), ("form", "channel")):
            table = asked(old.of("bureau_leader"), by=by, across=across)
            lines = [[*figures["cells"], figures["total"]] for figures in table["figures"]]
            columns = zip(*(figures["cells"] for figures in table["figures"]), strict=True)
            lines += [[*column, total] for column, total in zip(columns, table["totals"], strict=True)]
            assert all(line.count(None) != 1 for line in lines), (by, across)

    def test_units_and_matters_have_their_names(self, old: Desk) -> None:
        table = asked(old.of("bureau_leader"), by="unit", across="category")
        assert {one["label"] for one in table["rows"]} == {"锦岚县第一小学", "马渡中学"}
        assert "有偿补课" in {one["label"] for one in table["columns"]}

    def test_one_dimension_twice_is_refused(self, old: Desk) -> None:
        for wanted in ({"by": "track", "across": "track"}, {"by": "month", "across": "quarter"}):
            assert old.of("bureau_leader").get(FIGURES, params=wanted).status_code == 400

    def test_the_month_that_runs_is_in_no_figure(self, old: Desk) -> None:
        for _ in range(4):
            old.lead_to("accepted")
        assert asked(old.of("bureau_leader"))["total"] == 40

    def test_a_file_of_figures_is_the_page(self, old: Desk) -> None:
        leader = old.of("bureau_leader")
        table = asked(leader, by="category", across="track")
        asked_for = {
            "kind": "complaint_figures",
            "format": "csv",
            "filter": {"year": 2026, "by": "category", "across": "track"},
        }
        started = leader.post(f"{V1}/exports", json=asked_for)
        assert started.status_code == 202, started.text
        work_off(old.world)
        content = leader.get(f"{V1}/jobs/{started.json()['id']}/output").content.decode("utf-8-sig")
        numbers = [line["件数"] for line in csv.DictReader(io.StringIO(content))]
        shown = [number for figures in table["figures"] for number in (*figures["cells"], figures["total"])]
        assert numbers == ["不显示" if number is None else str(number) for number in [*shown, table["total"]]]

    def test_the_quarterly_report_shows_what_the_page_shows(self, old: Desk) -> None:
        leader = old.of("bureau_leader")
        started = leader.post(f"{URL}/reports", json={"year": 2026, "quarter": 1})
        assert started.status_code == 202, started.text
        work_off(old.world)
        job = leader.get(f"{V1}/jobs/{started.json()['id']}").json()
        assert job["state"] == "succeeded", job
        paper = docx.Document(io.BytesIO(leader.get(f"{V1}/jobs/{started.json()['id']}/output").content))
        table = asked(leader, by="track", across="quarter")
        rows = [
            [cell.text for cell in one.cells] for one in paper.tables[1 if len(paper.tables[0].rows) < 3 else 0].rows
        ]
        shown = [["<3*" if number is None else str(number) for number in one["cells"]] for one in table["figures"]]
        assert [one[1:-1] for one in rows[1:-1]] == shown
        assert any("季度" in paragraph.text for paragraph in paper.paragraphs)

    def test_rates_say_how_long_and_how_punctual(self, old: Desk) -> None:
        rates = old.of("bureau_leader").get(f"{FIGURES}/rates", params={"year": 2026}).json()
        assert [one["track"] for one in rates["tracks"]] == ["J", "X", "H", "S"]
        assert all(one["days_median"] >= 0 for one in rates["tracks"])
        assert (rates["named"], rates["anonymous"]) == (0, 40)


class TestWhoCounts:
    def test_what_is_restricted_counts_for_the_team_and_what_went_up_for_nobody(self, desk: Desk, today: Any) -> None:
        with_rank = {"subjects": [{"kind": "unknown", "rank": Rank.SCHOOL_LEADER.value}], "complete": True}
        today.move_to("2026-10-20T04:00:00Z")
        for _ in range(3):
            desk.lead_to("screening")  # nobody knows yet whom it names: the head's alone
            desk.lead_to("accepted")
            desk.must(desk.clerk, desk.lead_to("screening"), ":match", with_rank)
        higher = {"subjects": [{"kind": "unknown", "rank": "higher"}], "complete": True}
        for _ in range(3):
            desk.must(desk.clerk, desk.lead_to("screening"), ":match", higher)
        today.move_to("2026-11-20T04:00:00Z")
        roles = ("bureau_leader", "case_supervisor", "discipline_inspector", "inspection_head")
        assert [asked(desk.of(role))["total"] for role in roles] == [3, 3, 6, 9]

    def test_the_block_tells_clocks_to_who_watches_them(self, desk: Desk) -> None:
        desk.lead_to("assigned", "S")
        leader, supervisor = (
            desk.of(role).get(f"{URL}/overview").json() for role in ("bureau_leader", "case_supervisor")
        )
        assert (leader["due"], leader["overdue"]) == (None, None)
        assert (supervisor["due"], supervisor["overdue"], supervisor["supervised"]) == (0, 0, 0)

    def test_a_list_of_cases_as_a_file_has_codes_and_no_text(self, desk: Desk) -> None:
        case = desk.lead_to("pending_approval", "S")
        started = desk.head.post(f"{V1}/exports", json={"kind": "complaints", "format": "csv"})
        work_off(desk.world)
        content = desk.head.get(f"{V1}/jobs/{started.json()['id']}/output").content.decode("utf-8-sig")
        (line,) = csv.DictReader(io.StringIO(content))
        assert (line["编号"], line["状态"], line["办理轨道"]) == ("举〔2026〕0001", "结果待审", "师德与办学行为")
        assert FINDING["report"] not in content
        assert case not in content
