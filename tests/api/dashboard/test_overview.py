"""The overview of a unit."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.world import V1, World

URL = f"{V1}/dashboard/overview"


@pytest.fixture
def reader(world: World) -> TestClient:
    """Someone of the county who may only look."""
    return world.sign_in("read_only", "county")


@pytest.fixture
def officer(world: World) -> TestClient:
    """Who registers schools."""
    return world.sign_in("section_officer", "county")


def found(officer: TestClient, parent: str, **facts: Any) -> None:
    """A school is registered."""
    known = {"parent_id": parent, "name": "新建小学", "type": "primary", "ownership": "public"}
    reply = officer.post(f"{V1}/schools", json=known | facts)
    assert reply.status_code == 201, reply.text


def overview(client: TestClient, **params: str) -> dict[str, Any]:
    """The overview asked for."""
    reply = client.get(URL, params=params)
    assert reply.status_code == 200, reply.text
    read: dict[str, Any] = reply.json()
    return read


class TestFigures:
    def test_what_is_unknown_is_not_zero(self, reader: TestClient) -> None:
        figures = overview(reader)["figures"]
        assert figures == {
            "schools": 2, "public": 2, "private": 0, "pupils": None, "staff": None,
            "party_covered": 0, "party_unknown": 2, "without_code": 0, "incomplete": 2,
        }  # fmt: skip

    def test_known_values_are_added(self, reader: TestClient, officer: TestClient, world: World) -> None:
        found(officer, world.unit("district"), pupils=300, staff=0, ownership="private", party_coverage="joint")
        found(officer, world.unit("district"), pupils=50, party_coverage="none")
        figures = overview(reader)["figures"]
        assert (figures["schools"], figures["public"], figures["private"]) == (4, 3, 1)
        assert (figures["pupils"], figures["staff"]) == (350, 0)
        assert (figures["party_covered"], figures["party_unknown"], figures["without_code"]) == (1, 2, 2)

    def test_closed_schools_are_not_counted(self, reader: TestClient, officer: TestClient, world: World) -> None:
        found(officer, world.unit("district"), status="closed", pupils=9)
        found(officer, world.unit("district"), status="suspended", pupils=0)
        figures = overview(reader)["figures"]
        assert (figures["schools"], figures["pupils"]) == (3, 0)

    def test_types_are_counted_in_their_order(self, reader: TestClient, officer: TestClient, world: World) -> None:
        found(officer, world.unit("bureau"), type="kindergarten")
        assert overview(reader)["by_type"] == [
            {"type": "kindergarten", "count": 1},
            {"type": "primary", "count": 1},
            {"type": "junior_secondary", "count": 1},
        ]

    def test_a_county_without_schools_is_empty_and_not_unknown(self, world: World) -> None:
        figures = overview(world.sign_in("read_only", "far_county"), unit=world.unit("far_county"))["figures"]
        assert figures["schools"] == 1
        empty = overview(world.sign_in("section_officer", "county"), unit=world.unit("section"))
        assert empty["figures"]["pupils"] == 0
        assert empty["districts"] == empty["by_type"] == []


class TestDistricts:
    def test_one_row_each_in_pinyin_order_and_one_for_those_without(
        self, reader: TestClient, officer: TestClient, world: World
    ) -> None:
        found(officer, world.unit("bureau"), pupils=10)
        rows = overview(reader)["districts"]
        assert [(row["unit"]["name"], row["direct"], row["schools"]) for row in rows] == [
            ("马渡学区", False, 1),
            ("梅岭学区", False, 1),
            ("直属", True, 1),
        ]

    def test_rates_are_of_what_is_known(self, reader: TestClient, officer: TestClient, world: World) -> None:
        found(officer, world.unit("district"), party_coverage="none", party_organization="none")
        found(officer, world.unit("district"), party_coverage="dispatched", code="2134000078")
        row = overview(reader)["districts"][1]
        assert row["party_coverage_rate"] == 5000
        assert row["coded_rate"] == 6667
        # 3 schools × 13 expected values; known are 1 + 2 + 2.
        assert (row["unknown"], row["completeness_rate"]) == (34, 1282)

    def test_nested_districts_count_for_the_topmost(
        self, reader: TestClient, officer: TestClient, world: World
    ) -> None:
        body = {"kind": "district", "parent_id": world.unit("district"), "name": "内学区"}
        inner = officer.post(f"{V1}/units", json=body).json()["id"]
        found(officer, inner)
        rows = overview(reader)["districts"]
        assert [(row["unit"]["name"], row["schools"]) for row in rows] == [("马渡学区", 1), ("梅岭学区", 2)]
        inside = overview(reader, unit=world.unit("district"))["districts"]
        assert [(row["unit"]["name"], row["schools"]) for row in inside] == [("内学区", 1), ("直属", 1)]


class TestUnit:
    def test_the_default_is_where_the_caller_may_look(self, reader: TestClient, world: World) -> None:
        assert overview(reader)["unit"] == {"id": world.unit("county"), "name": "锦岚县", "kind": "county"}
        assert overview(world.sign_in("district_reviewer", "district"))["figures"]["schools"] == 1

    def test_a_unit_narrows_to_what_is_below_it(self, reader: TestClient, world: World) -> None:
        read = overview(reader, unit=world.unit("other_district"))
        assert (read["unit"]["name"], read["figures"]["schools"]) == ("马渡学区", 1)
        assert {event["object_label"] for event in read["recent"]} == {"马渡学区", "马渡中学"}

    def test_a_unit_out_of_reach_is_not_found(self, reader: TestClient, world: World) -> None:
        for unit in (world.unit("far_county"), "0198c0de-0000-7000-8000-00000000dead"):
            assert reader.get(URL, params={"unit": unit}).status_code == 404

    def test_the_county_above_a_district_is_out_of_reach(self, world: World) -> None:
        reviewer = world.sign_in("district_reviewer", "district")
        assert reviewer.get(URL, params={"unit": world.unit("bureau")}).status_code == 404

    def test_who_has_no_overview_is_refused(self, world: World) -> None:
        assert world.sign_in("school_leader", "school").get(URL).status_code == 403


class TestRecent:
    def test_the_newest_first_without_what_changed(self, reader: TestClient, officer: TestClient, world: World) -> None:
        url = f"{V1}/schools/{world.unit('school')}"
        officer.patch(url, json={"pupils": 5}, headers={"If-Match": '"1"'})
        newest = overview(reader)["recent"][0]
        assert (newest["action"], newest["object_label"], newest["revision"]) == ("school.updated", "锦岚县第一小学", 2)
        assert "changes" not in newest

    def test_only_schools_and_units_appear(self, reader: TestClient, world: World) -> None:
        world.sign_in("identity_custodian", "county")  # makes an account with a role
        assert {event["object_type"] for event in overview(reader)["recent"]} <= {"school", "unit"}


class TestToday:
    def test_it_lies_in_the_school_year(self, reader: TestClient) -> None:
        today = overview(reader)["today"]
        assert set(today) == {"date", "school_year", "term", "week"}
