"""Tables of years over HTTP: reading, loading next year's, replacing with If-Match."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from fastapi.testclient import TestClient

from tests.api.calendars.conftest import Events

YEARS = "/api/v1/calendar/years"
STATUTORY = ("01-01", "05-01", "05-02", "10-01", "10-02", "10-03")


def notice(year: int = 2027, make_up_days: tuple[str, ...] = ("02-14",), source: str = "通知") -> dict[str, Any]:
    """A body that can be believed: the statutory holidays of fixed date and some make-up days."""
    return {
        "source": source,
        "holidays": [{"date": f"{year}-{day}", "name": "节"} for day in STATUTORY],
        "make_up_days": [{"date": f"{year}-{day}", "name": "春节"} for day in make_up_days],
    }


class TestListYears:
    @time_machine.travel("2026-11-01T00:00:00Z", tick=False)
    def test_the_shipped_years_are_there_and_next_year_is_provisional(self, reader: TestClient) -> None:
        years = {row["year"]: row for row in reader.get(YEARS).json()["items"]}
        assert list(years) == list(range(2004, 2028))
        assert [years[year]["working_days"] for year in (2024, 2025, 2026)] == [251, 248, 248]
        assert (years[2026]["holidays"], years[2026]["make_up_days"], years[2026]["revision"]) == (33, 6, 1)
        assert years[2027] == {
            "year": 2027,
            "provisional": True,
            "source": None,
            "loaded_at": None,
            "working_days": 259,
            "holidays": 6,
            "make_up_days": 0,
            "revision": None,
        }

    def test_a_gap_between_loaded_years_is_listed_as_provisional(self, keeper: TestClient) -> None:
        keeper.put(f"{YEARS}/2040", json=notice(2040, ()))
        years = {row["year"]: row["provisional"] for row in keeper.get(YEARS).json()["items"]}
        assert years[2039]
        assert not years[2040]


class TestGetYear:
    def test_it_names_its_days_in_order_and_carries_its_revision(self, reader: TestClient) -> None:
        reply = reader.get(f"{YEARS}/2026")
        days = reply.json()["days"]
        assert reply.headers["ETag"] == '"1"'
        assert days[0] == {"date": "2026-01-01", "kind": "holiday", "name": "元旦"}
        assert [day["date"] for day in days] == sorted(day["date"] for day in days)
        assert [day["date"][5:] for day in days if day["kind"] == "make_up"] == [
            "01-04",
            "02-14",
            "02-28",
            "05-09",
            "09-20",
            "10-10",
        ]

    def test_a_year_without_a_table_is_answered_provisionally_and_has_no_revision(self, reader: TestClient) -> None:
        reply = reader.get(f"{YEARS}/2099")
        assert reply.status_code == 200
        assert "ETag" not in reply.headers
        assert reply.json()["provisional"] is True
        assert {day["name"] for day in reply.json()["days"]} == {"元旦", "劳动节", "国庆节"}

    @pytest.mark.parametrize("year", ["1999", "2101", "next", "2026.5"])
    def test_another_year_does_not_exist(self, reader: TestClient, year: str) -> None:
        assert reader.get(f"{YEARS}/{year}").status_code == 404


class TestPutYear:
    def test_next_years_table_makes_what_was_provisional_final_and_different(self, keeper: TestClient) -> None:
        def due() -> Any:
            return keeper.get("/api/v1/calendar/working-days:add", params={"from": "2027-02-12", "days": 1}).json()

        assert due() == {"date": "2027-02-15", "provisional": True, "missing_years": [2027]}
        reply = keeper.put(f"{YEARS}/2027", json=notice())
        assert (reply.status_code, reply.headers["ETag"], reply.json()["provisional"]) == (200, '"1"', False)
        assert due() == {"date": "2027-02-14", "provisional": False, "missing_years": []}

    def test_a_table_is_replaced_by_whoever_has_read_it(self, keeper: TestClient) -> None:
        first = keeper.put(f"{YEARS}/2027", json=notice())
        second = keeper.put(
            f"{YEARS}/2027", json=notice(make_up_days=("02-14", "10-09")), headers={"If-Match": first.headers["ETag"]}
        )
        assert (second.status_code, second.json()["revision"], second.json()["make_up_days"]) == (200, 2, 2)

    def test_without_if_match_a_table_is_not_replaced(self, keeper: TestClient) -> None:
        reply = keeper.put(f"{YEARS}/2026", json=notice(2026, ()))
        assert (reply.status_code, reply.json()["code"]) == (428, "precondition.if_match")
        assert keeper.get(f"{YEARS}/2026").json()["working_days"] == 248

    @pytest.mark.parametrize("year", [2026, 2027])
    def test_a_table_that_was_not_the_one_read_is_not_replaced(self, keeper: TestClient, year: int) -> None:
        reply = keeper.put(f"{YEARS}/{year}", json=notice(year, ()), headers={"If-Match": '"7"'})
        assert (reply.status_code, reply.json()["code"]) == (412, "conflict.stale")

    def test_the_same_table_again_changes_nothing(self, keeper: TestClient, events: Events) -> None:
        first = keeper.put(f"{YEARS}/2027", json=notice())
        again = keeper.put(f"{YEARS}/2027", json=notice(), headers={"If-Match": '"1"'})
        assert (again.status_code, again.json()) == (200, first.json())
        assert len(events("calendar_year.loaded", "2027")) == 1

    def test_the_ledger_says_what_was_replaced(self, keeper: TestClient, events: Events) -> None:
        keeper.put(f"{YEARS}/2027", json=notice())
        keeper.put(f"{YEARS}/2027", json=notice(make_up_days=("10-09",)), headers={"If-Match": '"1"'})
        replaced, loaded = events("calendar_year.loaded", "2027")
        assert (loaded["revision"], replaced["revision"]) == (1, 2)
        assert loaded["object_id"] == replaced["object_id"]
        assert replaced["changes"] == [
            {"field": "make_up_days", "before": ["2027-02-14 春节"], "after": ["2027-10-09 春节"]}
        ]

    def test_every_fault_is_told_at_once_with_its_place(self, keeper: TestClient) -> None:
        body = notice(make_up_days=("02-15", "05-01", "02-14", "02-14"))
        body["holidays"][1] = {"date": "2026-12-31", "name": "元旦"}
        body["holidays"].append({"date": "2027-05-02", "name": "劳动节"})
        reply = keeper.put(f"{YEARS}/2027", json=body)
        assert reply.status_code == 422
        assert {(fault["code"], fault["pointer"]) for fault in reply.json()["errors"]} == {
            ("calendar.date_outside_year", "/holidays/1/date"),
            ("calendar.date_twice", "/holidays/6/date"),
            ("calendar.date_twice", "/make_up_days/3/date"),
            ("calendar.make_up_on_weekday", "/make_up_days/0/date"),
            ("calendar.statutory_holiday_missing", "/holidays"),
        }

    def test_an_empty_table_is_refused(self, keeper: TestClient) -> None:
        reply = keeper.put(f"{YEARS}/2027", json={"source": "通知", "holidays": [], "make_up_days": []})
        assert [fault["code"] for fault in reply.json()["errors"]] == ["calendar.no_holidays"]

    def test_a_refused_table_leaves_nothing_behind(self, keeper: TestClient, events: Events) -> None:
        keeper.put(f"{YEARS}/2027", json=notice(make_up_days=("02-15",)))
        assert keeper.get(f"{YEARS}/2027").json()["provisional"] is True
        assert events("calendar_year.loaded", "2027") == []

    @pytest.mark.parametrize(
        "change",
        [
            {"source": ""},
            {"source": "  "},
            {"source": None},
            {"holidays": None},
            {"holidays": [{"date": "2027-02-30", "name": "节"}]},
            {"holidays": [{"date": "2027-01-01"}]},
            {"make_up_days": [{"date": 20270214, "name": "节"}]},
            {"make_up_days": [{"date": "2027-02-14", "name": "a\x00b"}]},
            {"colour": "red"},
        ],
    )
    def test_a_malformed_body_is_refused(self, keeper: TestClient, change: dict[str, Any]) -> None:
        assert keeper.put(f"{YEARS}/2027", json=notice() | change).status_code == 422

    def test_of_two_who_load_at_once_one_is_told_to_read_again(self, keeper: TestClient) -> None:
        bodies = [notice(make_up_days=(day,)) for day in ("02-14", "10-09", "10-10", "12-26")]
        with keeper, ThreadPoolExecutor(4) as pool:  # entered, the client answers all threads from one event loop
            replies = list(pool.map(lambda body: keeper.put(f"{YEARS}/2027", json=body), bodies))
        assert sum(reply.status_code == 200 for reply in replies) == 1
        assert {reply.status_code for reply in replies} <= {200, 409, 428}
        assert keeper.get(f"{YEARS}/2027").json()["revision"] == 1
