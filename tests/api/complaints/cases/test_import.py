"""Old registers: archived, flagged, without text; the same file again makes nothing new; NYC 311 through a mapping."""

import gzip
import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.organizations.models import Unit
from tests.api.complaints.cases.desk import URL, Desk
from tests.api.complaints.cases.register import HEAD, row
from tests.api.exchange.steps import begun, ended, put
from tests.databases import borrowed
from tests.world import V1, WORLD, inhabited

ROOT = Path(__file__).resolve().parents[4]
REAL = Path(os.environ.get("QINGLIAN_TEST_DATA", "../shared/data")) / "real/nyc311-2024-04-16-1000.csv.gz"
SCHOOL = "锦岚县第一小学"


def imported(desk: Desk, content: bytes, client: TestClient | None = None, **asked: Any) -> dict[str, Any]:
    """What became of a file."""
    clerk = client or desk.clerk
    one = begun(clerk, type="complaint", format="csv", **asked)
    assert put(clerk, one, 1, content).status_code == 200
    answer = clerk.post(f"{V1}/imports/{one['id']}:start")
    assert answer.status_code == 202, answer.text
    return ended(desk.world, clerk, one)


def file_of(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


class TestRegister:
    def test_it_arrives_archived_and_again_it_makes_nothing_new(self, desk: Desk) -> None:
        content = file_of(
            row(1, "2024-03-01", "0104 S", (SCHOOL, "属实")), row(2, "2024-03-02", "0301 J", (SCHOOL, "不属实"))
        )
        assert imported(desk, content)["counts"]["created"] == 2
        assert imported(desk, content)["counts"] == {
            **dict.fromkeys(imported(desk, content)["counts"], 0),
            "total": 2,
            "unchanged": 2,
        }
        items = desk.head.get(URL, params={"legacy": "true"}).json()["items"]
        assert {(one["state"], one["legacy"], one["next_clock"]) for one in items} == {("archived", True, None)}
        page = desk.get(items[0]["id"])
        assert (page["can"], page["clocks"], page["subjects"][0]["unit"]["name"]) == ([], [], SCHOOL)

    def test_what_names_the_bureau_is_restricted_and_the_file_is_of_who_brought_it_in(self, desk: Desk) -> None:
        """A file knows nobody who keeps out of what it says."""
        with desk.world.host() as ctx:
            bureau = ctx.session.get_one(Unit, UUID(desk.world.unit("bureau"))).name
        one = imported(desk, file_of(row(1, "2024-03-01", "0104 S", (bureau, "属实"))))
        assert [item["restricted"] for item in desk.head.get(URL).json()["items"]] == [True]
        second = desk.of("intake_clerk", "bureau")
        assert second.get(f"{V1}/imports/{one['id']}").status_code == 404
        assert second.get(f"{V1}/imports", params={"type": "complaint"}).json()["items"] == []
        assert desk.clerk.get(f"{V1}/imports/{one['id']}").status_code == 200

    def test_what_changed_there_is_changed_here(self, desk: Desk) -> None:
        imported(desk, file_of(row(1, "2024-03-01", "0104 S", (SCHOOL, "属实"))))
        counts = imported(desk, file_of(row(1, "2024-03-01", "0104 S", (SCHOOL, "不属实"))))["counts"]
        assert counts["updated"] == 1
        (item,) = desk.head.get(URL).json()["items"]
        assert [one["finding"] for one in desk.get(item["id"])["outcomes"]] == ["untrue"]

    def test_a_case_that_is_handled_here_is_out_of_reach_of_a_file(self, desk: Desk) -> None:
        case = desk.plant(source_system="old-register", source_no="00001")
        found = imported(desk, file_of(row(1, "2024-03-01", "0104 S", (SCHOOL, "属实"))))
        assert found["error_groups"][0]["code"] == "complaint.not_legacy"
        assert desk.get(case)["state"] == "received"

    def test_what_cannot_be_is_said_row_by_row(self, desk: Desk) -> None:
        for line, code in (
            (row(1, "2027-03-01", "0104 S", (SCHOOL, "属实")), "day_future"),
            (row(1, "2024-03-01", "0104 S", ("没有的学校", "属实")), "reference_unknown"),
            (row(1, "2024-03-29", "0104 S", (SCHOOL, "属实")), "concluded_early"),
        ):
            found = imported(desk, file_of(line))
            assert [group["code"].rpartition(".")[2] for group in found["error_groups"]] == [code]
            assert found["counts"]["created"] == 0

    def test_who_holds_no_desk_brings_nothing_in(self, desk: Desk) -> None:
        answer = desk.of("section_officer").post(f"{V1}/imports", json={"type": "complaint"})
        assert answer.status_code == 403


class TestMany:
    @pytest.mark.parametrize("rows", [5_000, pytest.param(50_000, marks=pytest.mark.soak)])
    @pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
    def test_many_rows_come_in_once(self, backend: Any, rows: int) -> None:
        lines = [row(number, f"202{number % 5}-0{number % 9 + 1}-1{number % 10}", "0104 S") for number in range(rows)]
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            desk = Desk(world)
            assert imported(desk, file_of(*lines))["counts"]["created"] == rows
            again = imported(desk, file_of(*lines))["counts"]
            assert (again["created"], again["unchanged"]) == (0, rows)
            assert desk.head.get(URL).json()["total"] == rows


class TestNewYork:
    @pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
    def test_its_complaints_load_through_a_saved_mapping(self, backend: Any) -> None:
        if not REAL.exists():
            pytest.skip(f"the real list is not here: {REAL} is absent (set QINGLIAN_TEST_DATA)")
        content = gzip.decompress(REAL.read_bytes())
        document = json.loads((ROOT / "docs/examples/mappings/nyc-311.json").read_text(encoding="utf-8"))
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            desk = Desk(world)
            saved = desk.clerk.post(f"{V1}/imports/mappings", json={"name": "NYC 311", "document": document})
            assert saved.status_code == 201, saved.text
            for action in ("created", "unchanged"):
                found = imported(desk, content, mapping_id=saved.json()["id"])
                assert (found["error_groups"], found["counts"][action]) == ([], 1_000)
            assert desk.head.get(URL, params={"category": "0401"}).json()["total"] == 2
