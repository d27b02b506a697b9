"""Days, deadlines and counts over HTTP."""

import pytest
import time_machine
from fastapi.testclient import TestClient

from tests.world import World

DAYS, ADD, COUNT, TODAY = (
    f"/api/v1/calendar/{name}" for name in ("days", "working-days:add", "working-days:count", "today")
)


@pytest.fixture(scope="module")
def reader(quiet_world: World) -> TestClient:
    """Someone of the county who may only look."""
    return quiet_world.sign_in("read_only", "county")


class TestListDays:
    def test_each_day_says_what_it_is(self, reader: TestClient) -> None:
        reply = reader.get(DAYS, params={"from": "2026-02-13", "to": "2026-02-15"})
        assert reply.json() == {
            "items": [
                {"date": "2026-02-13", "kind": "working", "name": None, "provisional": False},
                {"date": "2026-02-14", "kind": "make_up", "name": "春节", "provisional": False},
                {"date": "2026-02-15", "kind": "holiday", "name": "春节", "provisional": False},
            ]
        }

    def test_a_day_of_a_year_without_a_table_is_provisional(self, reader: TestClient) -> None:
        reply = reader.get(DAYS, params={"from": "2026-12-31", "to": "2027-01-01"})
        assert [day["provisional"] for day in reply.json()["items"]] == [False, True]

    def test_731_days_are_the_most(self, reader: TestClient) -> None:
        two_years = reader.get(DAYS, params={"from": "2024-01-01", "to": "2025-12-31"})
        assert len(two_years.json()["items"]) == 731
        longer = reader.get(DAYS, params={"from": "2024-01-01", "to": "2026-01-01"})
        assert longer.status_code == 400
        assert longer.json()["errors"] == [
            {
                "code": "calendar.period_too_long",
                "message": "一次最多取 731 天。",
                "parameter": "to",
                "params": {"limit": 731},
            }
        ]

    def test_a_reversed_period_is_refused_in_the_callers_language(self, reader: TestClient) -> None:
        period = {"from": "2026-01-02", "to": "2026-01-01"}
        chinese, english = (
            reader.get(DAYS, params=period),
            reader.get(DAYS, params=period, headers={"Accept-Language": "en"}),
        )
        assert chinese.status_code == english.status_code == 400
        assert chinese.json()["detail"] == "结束日期不能早于开始日期。"
        assert english.json()["detail"] == "The last day must not lie before the first."

    @pytest.mark.parametrize(
        "period",
        [
            {"from": "2026-02-30", "to": "2026-03-01"},
            {"from": "20260101", "to": "2026-03-01"},
            {"from": "1999-12-31", "to": "2000-01-01"},
            {"from": "2100-12-31", "to": "2101-01-01"},
            {"from": "2026-01-01"},
            {"from": "2026-01-01", "to": "2026-01-02", "until": "2026-01-03"},
        ],
    )
    def test_a_parameter_that_is_no_day_of_2000_to_2100_is_a_bad_request(
        self, reader: TestClient, period: dict[str, str]
    ) -> None:
        assert reader.get(DAYS, params=period).status_code == 400


class TestAddWorkingDays:
    @pytest.mark.parametrize(
        ("start", "days", "due"),
        [
            ("2026-09-30", 1, "2026-10-08"),
            ("2026-09-21", 15, "2026-10-19"),
            ("2026-02-13", 1, "2026-02-14"),
            ("2026-02-24", -2, "2026-02-13"),
            ("2026-03-07", 0, "2026-03-07"),
        ],
    )
    def test_it_finds_the_day_a_paper_calendar_shows(self, reader: TestClient, start: str, days: int, due: str) -> None:
        reply = reader.get(ADD, params={"from": start, "days": days})
        assert reply.json() == {"date": due, "provisional": False, "missing_years": []}

    def test_a_deadline_into_a_year_without_a_table_names_the_year(self, reader: TestClient) -> None:
        reply = reader.get(ADD, params={"from": "2026-12-25", "days": 10})
        assert reply.json() == {"date": "2027-01-11", "provisional": True, "missing_years": [2027]}

    @pytest.mark.parametrize(("start", "days"), [("2000-01-01", -3000), ("2100-12-31", 3000)])
    def test_the_farthest_day_is_still_answered(self, reader: TestClient, start: str, days: int) -> None:
        assert reader.get(ADD, params={"from": start, "days": days}).status_code == 200

    @pytest.mark.parametrize("days", ["-3001", "3001", "1.5", "many", ""])
    def test_more_than_3000_days_or_no_number_is_a_bad_request(self, reader: TestClient, days: str) -> None:
        reply = reader.get(ADD, params={"from": "2026-01-05", "days": days})
        assert reply.status_code == 400
        assert [fault["parameter"] for fault in reply.json()["errors"]] == ["days"]


class TestCountWorkingDays:
    @pytest.mark.parametrize(
        ("start", "end", "days"),
        [
            ("2023-12-31", "2024-12-31", 251),
            ("2024-12-31", "2025-12-31", 248),
            ("2025-12-31", "2026-12-31", 248),
            ("2026-09-30", "2026-10-08", 1),
            ("2026-10-08", "2026-10-08", 0),
            ("2026-10-08", "2026-09-30", -1),
        ],
    )
    def test_the_first_day_is_not_counted_and_the_last_is(
        self, reader: TestClient, start: str, end: str, days: int
    ) -> None:
        reply = reader.get(COUNT, params={"from": start, "to": end})
        assert reply.json() == {"days": days, "provisional": False, "missing_years": []}

    def test_every_missing_year_is_named(self, reader: TestClient) -> None:
        reply = reader.get(COUNT, params={"from": "2026-06-30", "to": "2028-06-30"})
        assert reply.json()["missing_years"] == [2027, 2028]
        assert reply.json()["provisional"] is True


class TestToday:
    @time_machine.travel("2026-02-13T16:30:00Z", tick=False)
    def test_it_is_the_day_in_china_not_in_greenwich(self, reader: TestClient) -> None:
        today = reader.get(TODAY).json()
        assert (today["date"], today["kind"], today["name"]) == ("2026-02-14", "make_up", "春节")

    @time_machine.travel("2026-10-12T02:00:00Z", tick=False)
    def test_it_knows_school_year_term_and_week(self, reader: TestClient) -> None:
        assert reader.get(TODAY).json() == {
            "date": "2026-10-12",
            "kind": "working",
            "name": None,
            "provisional": False,
            "school_year": "2026-2027",
            "term": "first",
            "week": 7,
            "term_provisional": True,
        }

    @time_machine.travel("2026-08-10T02:00:00Z", tick=False)
    def test_in_the_summer_holidays_there_is_no_term(self, reader: TestClient) -> None:
        today = reader.get(TODAY).json()
        assert (today["school_year"], today["term"], today["week"]) == ("2025-2026", None, None)
