"""Exporting schools."""

import csv
import io
import zipfile
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.organizations.queries import schools as queries
from tests.api.organizations.county import V1, County, faults
from tests.world import World

URL = f"{V1}/schools/export"


def rows(client: TestClient, **params: Any) -> list[dict[str, str]]:
    """The rows of a CSV."""
    reply = client.get(URL, params=params)
    assert reply.status_code == 200, reply.text
    return list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))


class TestExport:
    def test_csv_has_all_that_match_in_the_order_asked_for(self, officer: TestClient, county: County) -> None:
        county.found(officer, name="安小学", pupils=3, address="=cmd()")
        exported = rows(officer, type="primary", sort="-pupils")
        assert [row["学校名称"] for row in exported] == ["安小学", "锦岚县第一小学"]
        assert (exported[0]["在校学生"], exported[0]["地址"], exported[0]["上级单位"]) == ("3", "'=cmd()", "梅岭学区")

    def test_headings_and_values_in_english(self, officer: TestClient) -> None:
        (row,) = rows(officer, type="primary", lang="en")
        assert (row["Name"], row["Type"], row["Pupils"]) == ("锦岚县第一小学", "Primary school", "")

    def test_it_is_a_file_with_a_name(self, officer: TestClient) -> None:
        reply = officer.get(URL)
        assert reply.headers["content-type"].startswith("text/csv")
        assert reply.headers["content-disposition"] == 'attachment; filename="schools.csv"'
        assert reply.headers["cache-control"] == "no-store"

    def test_xlsx_is_a_workbook(self, officer: TestClient) -> None:
        reply = officer.get(URL, params={"format": "xlsx"})
        assert reply.headers["content-type"].endswith("spreadsheetml.sheet")
        sheet = zipfile.ZipFile(io.BytesIO(reply.content)).read("xl/worksheets/sheet1.xml").decode()
        assert "2134000001" in sheet

    def test_reach_narrows(self, world: World) -> None:
        reviewer = world.sign_in("district_reviewer", "other_district")
        assert [row["学校名称"] for row in rows(reviewer)] == ["马渡中学"]

    def test_the_reading_is_recorded(self, officer: TestClient, world: World) -> None:
        rows(officer)
        auditor = world.sign_in("auditor", "county")
        events = auditor.get(f"{V1}/ledger/events", params={"action": "school.export.read"}).json()["items"]
        assert [event["actor"]["name"] for event in events] == ["section_officer county"]

    def test_none_is_a_table_without_rows(self, officer: TestClient) -> None:
        assert rows(officer, q="没有这所学校") == []


class TestRefusals:
    def test_more_than_the_limit_is_refused(self, officer: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(queries, "MAX_EXPORT", 1)
        reply = officer.get(URL)
        assert (reply.status_code, reply.json()["code"]) == (400, "school.export_too_large")

    @pytest.mark.parametrize("params", [{"format": "pdf"}, {"lang": "fr"}, {"type": "x"}])
    def test_a_wrong_parameter_is_400(self, officer: TestClient, params: dict[str, str]) -> None:
        reply = officer.get(URL, params=params)
        assert reply.status_code == 400
        assert faults(reply) == {(next(iter(params)), "input.not_a_choice")}

    def test_a_wrong_sort_is_400(self, officer: TestClient) -> None:
        assert officer.get(URL, params={"sort": "x"}).json()["code"] == "paging.bad_sort"
