"""School years and terms over HTTP: defaults, setting, inheritance, withdrawal."""

from typing import Any

import pytest
import time_machine
from fastapi.testclient import TestClient

from tests.api.calendars.conftest import Events
from tests.api.calendars.places import Places

TERMS = "/api/v1/calendar/terms"


def body(unit_id: str, second_starts_on: str = "2027-03-01") -> dict[str, Any]:
    return {
        "unit_id": unit_id,
        "terms": [
            {"term": "first", "starts_on": "2026-08-31", "ends_on": "2027-01-22"},
            {"term": "second", "starts_on": second_starts_on, "ends_on": "2027-07-09"},
        ],
    }


def of_2026(reply: Any) -> list[dict[str, Any]]:
    return [term for term in reply.json()["items"] if term["school_year"] == "2026-2027"]


class TestListTerms:
    @time_machine.travel("2026-11-01T00:00:00Z", tick=False)
    def test_before_anybody_has_set_them_they_are_the_default_and_provisional(self, reader: TestClient) -> None:
        items = reader.get(TERMS).json()["items"]
        assert [(term["school_year"], term["term"]) for term in items] == [
            (year, term) for year in ("2025-2026", "2026-2027", "2027-2028") for term in ("first", "second")
        ]
        assert all(term["provisional"] and term["unit_id"] is None for term in items)

    def test_a_unit_out_of_reach_is_not_there(self, places: Places, reader: TestClient) -> None:
        assert reader.get(TERMS, params={"unit": places.elsewhere}).status_code == 404
        assert reader.get(TERMS, params={"unit": places.nowhere}).status_code == 404

    def test_a_unit_is_named_by_its_id(self, reader: TestClient) -> None:
        assert reader.get(TERMS, params={"unit": "county"}).status_code == 400


class TestPutTerms:
    def test_the_units_below_inherit_what_a_county_sets(
        self, places: Places, manager: TestClient, school: TestClient
    ) -> None:
        reply = manager.put(f"{TERMS}/2026-2027", json=body(places.county))
        assert reply.status_code == 200
        assert of_2026(school.get(TERMS)) == reply.json()["items"]
        assert [(term["starts_on"], term["provisional"], term["unit_id"]) for term in reply.json()["items"]] == [
            ("2026-08-31", False, places.county),
            ("2027-03-01", False, places.county),
        ]

    def test_the_nearest_unit_that_set_them_counts(
        self, places: Places, manager: TestClient, school: TestClient
    ) -> None:
        manager.put(f"{TERMS}/2026-2027", json=body(places.county))
        manager.put(f"{TERMS}/2026-2027", json=body(places.district, "2027-02-22"))
        assert {term["unit_id"] for term in of_2026(school.get(TERMS))} == {places.district}
        county = manager.get(TERMS, params={"unit": places.county})
        assert {term["unit_id"] for term in of_2026(county)} == {places.county}

    @time_machine.travel("2026-08-31T02:00:00Z", tick=False)
    def test_today_follows_them(self, places: Places, manager: TestClient, school: TestClient) -> None:
        manager.put(f"{TERMS}/2026-2027", json=body(places.county))
        today = school.get("/api/v1/calendar/today").json()
        assert (today["school_year"], today["term"], today["week"]) == ("2026-2027", "first", 1)
        assert today["term_provisional"] is False

    def test_setting_them_again_replaces_them_and_the_ledger_says_how(
        self, places: Places, manager: TestClient, events: Events
    ) -> None:
        manager.put(f"{TERMS}/2026-2027", json=body(places.county))
        manager.put(f"{TERMS}/2026-2027", json=body(places.county, "2027-02-22"))
        again, first = events("school_year_terms.set", "2026-2027")
        assert (first["unit_id"], first["revision"], again["revision"]) == (places.county, 1, 2)
        assert again["changes"] == [{"field": "second_starts_on", "before": "2027-03-01", "after": "2027-02-22"}]

    def test_the_same_dates_again_change_nothing(self, places: Places, manager: TestClient, events: Events) -> None:
        for _ in range(2):
            assert manager.put(f"{TERMS}/2026-2027", json=body(places.county)).status_code == 200
        assert len(events("school_year_terms.set", "2026-2027")) == 1

    def test_the_order_of_the_terms_does_not_matter(self, places: Places, manager: TestClient) -> None:
        backwards = body(places.county)
        backwards["terms"].reverse()
        reply = manager.put(f"{TERMS}/2026-2027", json=backwards)
        assert [term["term"] for term in reply.json()["items"]] == ["first", "second"]

    def test_every_fault_is_told_at_once_with_its_place(self, places: Places, manager: TestClient) -> None:
        wrong = body(places.county, "2027-01-22")
        wrong["terms"][0]["starts_on"] = "2026-07-01"
        wrong["terms"].append({"term": "second", "starts_on": "2027-03-01", "ends_on": "2027-02-28"})
        reply = manager.put(f"{TERMS}/2026-2027", json=wrong)
        assert reply.status_code == 422
        assert {(fault["code"], fault["pointer"]) for fault in reply.json()["errors"]} == {
            ("calendar.date_outside_school_year", "/terms/0/starts_on"),
            ("calendar.terms_overlap", "/terms/1/starts_on"),
            ("calendar.term_twice", "/terms/2/term"),
            ("calendar.term_reversed", "/terms/2/ends_on"),
        }

    def test_half_a_school_year_is_refused(self, places: Places, manager: TestClient) -> None:
        half = body(places.county)
        half["terms"].pop()
        reply = manager.put(f"{TERMS}/2026-2027", json=half)
        assert [fault["code"] for fault in reply.json()["errors"]] == ["calendar.term_missing"]

    @pytest.mark.parametrize("school_year", ["2026", "2026-2028", "2027-2026", "next"])
    def test_what_is_no_school_year_does_not_exist(self, places: Places, manager: TestClient, school_year: str) -> None:
        assert manager.put(f"{TERMS}/{school_year}", json=body(places.county)).status_code == 404

    def test_a_unit_out_of_reach_is_not_there(self, places: Places, manager: TestClient) -> None:
        assert manager.put(f"{TERMS}/2026-2027", json=body(places.elsewhere)).status_code == 404


class TestDeleteTerms:
    def test_a_unit_inherits_again(
        self, places: Places, manager: TestClient, school: TestClient, events: Events
    ) -> None:
        manager.put(f"{TERMS}/2026-2027", json=body(places.county))
        manager.put(f"{TERMS}/2026-2027", json=body(places.district, "2027-02-22"))
        reply = manager.delete(f"{TERMS}/2026-2027", params={"unit": places.district})
        assert (reply.status_code, reply.content) == (204, b"")
        assert {term["unit_id"] for term in of_2026(school.get(TERMS))} == {places.county}
        assert len(events("school_year_terms.withdrawn", "2026-2027")) == 1

    def test_what_a_unit_has_not_set_itself_is_not_there(self, places: Places, manager: TestClient) -> None:
        manager.put(f"{TERMS}/2026-2027", json=body(places.county))
        for unit in (places.district, places.elsewhere):
            assert manager.delete(f"{TERMS}/2026-2027", params={"unit": unit}).status_code == 404

    def test_the_unit_must_be_named(self, manager: TestClient) -> None:
        assert manager.delete(f"{TERMS}/2026-2027").status_code == 400
