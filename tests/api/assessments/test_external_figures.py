"""Figures that others have found: brought in, listed, read as metrics, taken back; on both databases."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from api.core.metrics import Figure, Period, find_metric
from api.core.points import points
from tests.api.exchange.steps import ended, run
from tests.api.exchange.test_exports import exported
from tests.world import V1, World

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
HEAD = "学校,指标,起始日期,截止日期,数值,分子,分母,来源\n"
SCHOOL, OTHER = "锦岚县第一小学", "马渡中学"
DAYS = "2026-01-01,2026-06-30"
GOOD = f"{SCHOOL},satisfaction,{DAYS},93.50005,,,测评\n{OTHER},satisfaction,{DAYS},,188,200,测评\n"
LIST = f"{V1}/assessments/external-figures"


def brought_in(world: World, rows: str | Iterable[str], **asked: Any) -> dict[str, Any]:
    """What became of these rows, sent by an officer of the county."""
    officer = world.sign_in("section_officer")
    answer = run(officer, (HEAD + "".join(rows)).encode(), type="external_figure", **asked)
    assert answer.status_code == 202, answer.text
    return ended(world, officer, answer.json())


def listed(client: TestClient, **wanted: Any) -> list[dict[str, Any]]:
    """The figures that a screen would show."""
    answer = client.get(LIST, params=wanted)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def metric(world: World, name: str, period: Period = YEAR) -> dict[str, Figure]:
    """What a metric says of the two schools, by name of the unit in this world."""
    found = find_metric(name)
    assert found is not None
    units = {UUID(world.unit(school)): school for school in ("school", "other_school")}
    with world.host() as ctx:
        return {units[unit_id]: figure for unit_id, figure in found(ctx, units, period).items()}


class TestImport:
    def test_figures_come_in_and_again_without_a_change(self, world: World) -> None:
        assert brought_in(world, GOOD)["counts"]["created"] == 2
        again = brought_in(world, GOOD)["counts"]
        assert (again["unchanged"], again["created"], again["updated"]) == (2, 0, 0)
        shown = {row["unit"]["name"]: row for row in listed(world.sign_in("section_officer"))}
        assert (shown[SCHOOL]["value"], shown[SCHOOL]["numerator"]) == ("93.5001", None)
        assert (shown[OTHER]["value"], shown[OTHER]["numerator"], shown[OTHER]["denominator"]) == (None, 188, 200)

    def test_every_fault_is_named_with_what_may_be_meant(self, world: World) -> None:
        rows = (
            f"锦岚县第一小,satisfaction,{DAYS},90,,,测评\n",
            f"云屏中学,satisfaction,{DAYS},90,,,测评\n",  # of another county
            f"{SCHOOL},satisfaction,2026-06-30,2026-01-01,90,,,测评\n",
            f"{SCHOOL},a,{DAYS},,5,,测评\n",
            f"{SCHOOL},b,{DAYS},,,,测评\n",
            f"{SCHOOL},c,{DAYS},,9,5,测评\n",
            f"{SCHOOL},d,{DAYS},1,,,\n",
        )
        found = brought_in(world, rows)
        assert found["state"] == "completed_with_errors"
        assert [(fault["row"], fault["field"], fault["code"]) for fault in found["first_errors"]] == [
            (2, "school", "import.row.reference_unknown"),
            (3, "school", "import.row.reference_unknown"),
            (4, "last_on", "assessment.figure_days"),
            (5, "denominator", "assessment.figure_empty"),
            (6, "value", "assessment.figure_empty"),
            (7, "numerator", "assessment.figure_share"),
            (8, "source", "import.row.field_missing"),
        ]
        assert found["first_errors"][0]["suggestions"] == [SCHOOL]
        assert listed(world.sign_in("section_officer")) == []

    def test_an_import_is_taken_back(self, world: World) -> None:
        brought_in(world, GOOD)
        changed = brought_in(world, GOOD.replace("93.50005", "95"))
        assert changed["counts"]["updated"] == 1
        officer = world.sign_in("section_officer")
        assert officer.post(f"{V1}/imports/{changed['id']}:rollback").status_code == 202
        assert ended(world, officer, changed)["state"] == "rolled_back"
        assert {row["value"] for row in listed(officer)} == {"93.5001", None}

    def test_what_an_export_holds_comes_in_as_it_is(self, world: World) -> None:
        brought_in(world, GOOD)
        officer = world.sign_in("section_officer")
        before = exported(world, officer, kind="external_figures", format="csv")
        answer = run(officer, before, type="external_figure")
        assert ended(world, officer, answer.json())["counts"]["unchanged"] == 2

    def test_a_school_may_not_bring_in_its_own(self, world: World) -> None:
        answer = run(world.sign_in("school_leader", "school"), (HEAD + GOOD).encode(), type="external_figure")
        assert answer.status_code == 403


class TestList:
    def test_a_school_sees_its_own_only(self, world: World) -> None:
        brought_in(world, GOOD)
        assert [row["unit"]["name"] for row in listed(world.sign_in("school_leader", "school"))] == [SCHOOL]
        assert listed(world.sign_in("section_officer", "far_county")) == []

    def test_it_is_narrowed_by_unit_metric_and_day(self, world: World) -> None:
        brought_in(world, GOOD)
        officer = world.sign_in("section_officer")
        assert [row["unit"]["name"] for row in listed(officer, unit=world.unit("other_district"))] == [OTHER]
        assert len(listed(officer, metric="satisfaction", on="2026-06-30")) == 2
        assert listed(officer, on="2026-07-01") == listed(officer, metric="other") == []


class TestMetric:
    def test_an_indicator_finds_the_latest_figure_of_the_period(self, world: World) -> None:
        later = f"{SCHOOL},satisfaction,2026-07-01,2026-12-31,88,,,测评\n"
        after = f"{SCHOOL},satisfaction,2026-07-01,2027-01-31,70,,,测评\n"
        brought_in(world, (GOOD, later, after))
        found = metric(world, "external.satisfaction")
        assert found["school"].value == points(88)
        assert found["other_school"] == Figure({"numerator": 188, "denominator": 200})
        assert metric(world, "external.satisfaction", Period(date(2025, 1, 1), date(2025, 12, 31))) == {}

    def test_what_nobody_gives_is_no_error(self, world: World) -> None:
        assert metric(world, "external.unknown") == {}
        assert find_metric("nothing") is find_metric("nothing.at_all") is None
