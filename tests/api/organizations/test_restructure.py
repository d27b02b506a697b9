"""Renaming, re-coding, moving, closing, reopening a school."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from fastapi.testclient import TestClient

from api.core import clock
from tests.api.organizations.acts import WHY, act, backdate, done, school_of
from tests.api.organizations.county import V1, County, entries, faults, if_match
from tests.world import World

TODAY = clock.legal_day(clock.now())


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """No midnight passes between the collection of the tests and the last of them."""
    with time_machine.travel(datetime.combine(TODAY, time(12), clock.zone())):
        yield


def past(client: TestClient, school_id: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{V1}/schools/{school_id}/past").json()
    return found


def unit_as_of(client: TestClient, unit: str, day: Any) -> Any:
    return client.get(f"{V1}/units/{unit}/as-of", params={"on": str(day)})


def as_of(client: TestClient, school_id: str, day: date | str) -> Any:
    return client.get(f"{V1}/schools/{school_id}/as-of", params={"on": str(day)})


class TestRename:
    def test_the_old_name_is_kept_with_its_dates_and_still_finds_the_school(
        self, officer: TestClient, world: World
    ) -> None:
        school = world.unit("school")
        backdate(world, "school")
        done(officer, f"/schools/{school}:rename", name="锦岚县实验小学", effective_on="2026-09-01")
        shown = school_of(officer, school)
        assert (shown["name"], shown["former_names"], shown["revision"]) == ("锦岚县实验小学", ["锦岚县第一小学"], 2)
        (former,) = past(officer, school)["former"]
        assert former == {
            "scheme": "name", "value": "锦岚县第一小学", "from_on": "2025-01-01", "until_on": "2026-09-01",
        }  # fmt: skip
        found = officer.get(f"{V1}/schools", params={"q": "第一小学"}).json()["items"]
        assert [item["id"] for item in found] == [school]

    def test_the_ledger_tells_why_and_since_when(self, officer: TestClient, world: World, school_url: str) -> None:
        done(officer, f"/schools/{world.unit('school')}:rename", name="实验小学", short_name="实小")
        newest = entries(officer, school_url)[0]
        changed = {change["field"]: change["after"] for change in newest["changes"]}
        assert (newest["action"], newest["reason"]) == ("school.renamed", "布局调整")
        assert (changed["name"], changed["short_name"], changed["basis"]) == ("实验小学", "实小", WHY["basis"])
        assert changed["effective_on"] == TODAY.isoformat()

    def test_a_preview_tells_it_and_leaves_no_trace(self, officer: TestClient, world: World, school_url: str) -> None:
        path = f"/schools/{world.unit('school')}:rename"
        told = act(officer, path, preview=True, name="实验小学").json()
        assert told["applied"] is False
        (unit,) = told["units"]
        assert {"field": "name", "before": "锦岚县第一小学", "after": "实验小学"} in unit["changes"]
        assert officer.get(school_url).json()["revision"] == 1
        assert len(entries(officer, school_url)) == 1
        assert done(officer, path, name="实验小学", expect=told["digest"])["digest"] == told["digest"]

    def test_what_is_not_what_was_shown_is_refused(self, officer: TestClient, world: World, school_url: str) -> None:
        path = f"/schools/{world.unit('school')}:rename"
        told = act(officer, path, preview=True, name="实验小学").json()
        done(officer, path, name="第二小学")
        reply = act(officer, path, name="实验小学", expect=told["digest"])
        assert (reply.status_code, reply.json()["code"]) == (412, "conflict.stale")
        assert officer.get(school_url).json()["name"] == "第二小学"

    def test_another_revision_is_refused(self, officer: TestClient, world: World) -> None:
        url = f"{V1}/schools/{world.unit('school')}:rename"
        assert officer.post(url, json=WHY | {"name": "甲小学"}, headers=if_match(7)).status_code == 412

    @pytest.mark.parametrize(
        ("body", "fault"),
        [
            ({"name": "锦岚县第一小学"}, ("/name", "unit.name_same")),
            ({"name": "甲", "effective_on": str(TODAY + timedelta(1))}, ("/effective_on", "unit.effective_later")),
            ({"name": "甲", "effective_on": "2020-01-01"}, ("/effective_on", "unit.effective_too_early")),
        ],
    )
    def test_faults(self, officer: TestClient, world: World, body: dict[str, Any], fault: tuple[str, str]) -> None:
        reply = act(officer, f"/schools/{world.unit('school')}:rename", **body)
        assert reply.status_code == 422
        assert fault in faults(reply)

    def test_a_reason_is_needed(self, officer: TestClient, world: World) -> None:
        reply = officer.post(f"{V1}/schools/{world.unit('school')}:rename", json={"name": "甲小学"})
        assert reply.status_code == 422

    def test_changes_of_one_fact_keep_their_order(self, officer: TestClient, world: World) -> None:
        school = world.unit("school")
        backdate(world, "school")
        done(officer, f"/schools/{school}:rename", name="乙小学", effective_on="2026-03-01")
        reply = act(officer, f"/schools/{school}:rename", name="丙小学", effective_on="2026-02-01")
        assert faults(reply) == {("/effective_on", "unit.effective_too_early")}

    def test_a_stranger_finds_nothing(self, stranger: TestClient, world: World) -> None:
        bodies: dict[str, dict[str, Any]] = {"rename": {"name": "甲"}, "recode": {"code": "2134000009"}, "close": {}}
        for verb, body in bodies.items():
            assert act(stranger, f"/schools/{world.unit('school')}:{verb}", **body).status_code == 404, verb


class TestRecode:
    def test_code_and_type_change_together_and_the_old_code_finds_the_school(
        self, officer: TestClient, world: World
    ) -> None:
        school = world.unit("school")
        done(officer, f"/schools/{school}:recode", code="3134000099", type="nine_year")
        shown = school_of(officer, school)
        assert (shown["code"], shown["type"], shown["stages"]) == ("3134000099", "nine_year", ["primary", "junior"])
        for code in ("2134000001", "3134000099"):
            assert officer.get(f"{V1}/schools/by/code/{code}").json()["id"] == school

    def test_a_code_is_never_given_to_another_school(self, officer: TestClient, county: County) -> None:
        school = county.world.unit("school")
        done(officer, f"/schools/{school}:recode", code="2134000098")
        reply = officer.post(f"{V1}/schools", json=county.school(code="2134000001"))
        assert (reply.status_code, reply.json()["code"]) == (409, "unit.code_former")
        other = county.found(officer, name="另一所小学", code="2134000055")
        reply = act(officer, f"/schools/{other['id']}:recode", code="2134000001")
        assert (reply.status_code, reply.json()["code"]) == (409, "unit.code_former")

    def test_a_school_may_take_its_own_code_back(self, officer: TestClient, world: World) -> None:
        school = world.unit("school")
        done(officer, f"/schools/{school}:recode", code="2134000098")
        done(officer, f"/schools/{school}:recode", code="2134000001")
        assert school_of(officer, school)["code"] == "2134000001"

    def test_the_code_must_fit_the_type(self, officer: TestClient, world: World) -> None:
        reply = act(officer, f"/schools/{world.unit('school')}:recode", code="3134000099")
        assert faults(reply) == {("/code", "school.code_category")}

    def test_a_code_in_use_is_a_conflict(self, officer: TestClient, county: County) -> None:
        county.found(officer, code="2134000055")
        reply = act(officer, f"/schools/{county.world.unit('school')}:recode", code="2134000055")
        assert (reply.status_code, reply.json()["code"]) == (409, "unit.code_taken")


class TestMove:
    def test_reach_follows_at_once(self, officer: TestClient, world: World, school_url: str) -> None:
        reviewer = world.sign_in("district_reviewer", "district")
        other = world.sign_in("district_reviewer", "other_district")
        assert (reviewer.get(school_url).status_code, other.get(school_url).status_code) == (200, 404)
        told = done(officer, f"/schools/{world.unit('school')}:move", parent_id=world.unit("other_district"))
        assert {"field": "parent", "before": "梅岭学区", "after": "马渡学区"} in told["units"][0]["changes"]
        assert (reviewer.get(school_url).status_code, other.get(school_url).status_code) == (404, 200)
        assert officer.get(school_url).json()["district"]["name"] == "马渡学区"

    def test_the_figures_move_along(self, officer: TestClient, world: World) -> None:
        done(officer, f"/schools/{world.unit('school')}:move", parent_id=world.unit("other_district"))
        nodes = {node["name"]: node["school_count"] for node in officer.get(f"{V1}/units/tree").json()["items"]}
        assert (nodes["梅岭学区"], nodes["马渡学区"]) == (0, 2)

    def test_the_new_parent_must_be_within_reach_and_of_the_right_kind(self, officer: TestClient, world: World) -> None:
        path = f"/schools/{world.unit('school')}:move"
        cases = {"far_bureau": "parent_not_found", "section": "parent_kind", "district": "parent_same"}
        for unit, code in cases.items():
            assert ("/parent_id", f"unit.{code}") in faults(act(officer, path, parent_id=world.unit(unit)))


class TestClose:
    def test_a_closed_school_can_be_read_and_not_kept_any_more(
        self, officer: TestClient, principal: TestClient, world: World, school_url: str
    ) -> None:
        done(officer, f"/schools/{world.unit('school')}:close")
        shown = principal.get(school_url).json()
        assert (shown["status"], shown["succeeded_by"]) == ("closed", [])
        reply = principal.patch(school_url, json={"pupils": 5}, headers=if_match(2))
        assert (reply.status_code, reply.json()["code"]) == (409, "unit.closed")
        assert officer.patch(school_url, json={"pupils": 5}, headers=if_match(2)).status_code == 200

    def test_the_preview_names_the_roles_bound_to_it_but_no_persons(self, officer: TestClient, world: World) -> None:
        world.account("school_clerk", "school")
        told = act(officer, f"/schools/{world.unit('school')}:close", preview=True).json()
        (reference,) = told["references"]
        assert (reference["source"], reference["labels"]) == ("accounts.grants", ["school_clerk", "school_leader"])

    def test_what_is_closed_can_only_be_reopened(self, officer: TestClient, world: World) -> None:
        school = world.unit("school")
        done(officer, f"/schools/{school}:close")
        parent = {"parent_id": world.unit("bureau")}
        bodies: dict[str, dict[str, Any]] = {"close": {}, "rename": {"name": "甲"}, "move": parent}
        for verb, body in bodies.items():
            reply = act(officer, f"/schools/{school}:{verb}", **body)
            assert (reply.status_code, reply.json()["code"]) == (409, "unit.verb_not_now"), verb
            assert reply.json()["errors"][0]["params"]["allowed"] == "reopen"
        done(officer, f"/schools/{school}:reopen")
        assert school_of(officer, school)["status"] == "operating"

    def test_a_patch_neither_closes_nor_reopens(self, officer: TestClient, school_url: str) -> None:
        reply = officer.patch(school_url, json={"status": "closed"}, headers=if_match(1))
        assert faults(reply) == {("/status", "school.status_by_verb")}
        suspended = officer.patch(school_url, json={"status": "suspended"}, headers=if_match(1))
        assert suspended.status_code == 200
        done(officer, f"{school_url.removeprefix(V1)}:reopen")


class TestAsOf:
    def test_a_late_entry_takes_its_place_among_earlier_ones(
        self, officer: TestClient, world: World, school_url: str
    ) -> None:
        backdate(world, "school")
        officer.patch(school_url, json={"pupils": 320}, headers=if_match(1))  # holds from today
        school = world.unit("school")
        done(officer, f"/schools/{school}:rename", name="实验小学", effective_on="2026-09-01")
        done(officer, f"/schools/{school}:recode", code="3134000099", type="nine_year", effective_on="2026-10-01")
        seen = {
            day: tuple(as_of(officer, school, day).json()[name] for name in ("name", "code", "type", "pupils"))
            for day in ("2026-08-31", "2026-09-01", "2026-10-01", str(TODAY))
        }
        assert seen == {
            "2026-08-31": ("锦岚县第一小学", "2134000001", "primary", None),
            "2026-09-01": ("实验小学", "2134000001", "primary", None),
            "2026-10-01": ("实验小学", "3134000099", "nine_year", None),
            str(TODAY): ("实验小学", "3134000099", "nine_year", 320),
        }

    def test_the_parent_has_the_name_of_the_day(self, officer: TestClient, world: World) -> None:
        backdate(world, "school", "district", "other_district")
        school, district = world.unit("school"), world.unit("district")
        done(officer, f"/units/{district}:rename", name="梅岭中心学区", effective_on="2026-02-01")
        done(officer, f"/schools/{school}:move", parent_id=world.unit("other_district"), effective_on="2026-03-01")
        names = [as_of(officer, school, f"2026-0{month}-15").json()["parent"]["name"] for month in (1, 2, 3)]
        assert names == ["梅岭学区", "梅岭中心学区", "马渡学区"]

    def test_a_unit_that_is_no_school_has_its_days_too(self, officer: TestClient, world: World) -> None:
        backdate(world, "district", "other_district", "school")
        district, elsewhere = world.unit("district"), world.unit("other_district")
        done(officer, f"/units/{district}:rename", name="梅岭中心学区", effective_on="2026-02-01")
        done(officer, f"/schools/{world.unit('school')}:move", parent_id=elsewhere, effective_on="2026-02-01")
        done(officer, f"/units/{district}:move", parent_id=world.unit("other_district"), effective_on="2026-03-01")
        done(officer, f"/units/{district}:close", effective_on="2026-03-20")
        seen = []
        for day in ("2026-01-15", "2026-02-15", "2026-03-10", "2026-03-20"):
            unit = unit_as_of(officer, district, day).json()
            seen.append((unit["name"], unit["parent"]["name"], unit["status"], unit["on"]))
        assert seen == [
            ("梅岭学区", "锦岚县教育局", "operating", "2026-01-15"),
            ("梅岭中心学区", "锦岚县教育局", "operating", "2026-02-15"),
            ("梅岭中心学区", "马渡学区", "operating", "2026-03-10"),
            ("梅岭中心学区", "马渡学区", "closed", "2026-03-20"),
        ]
        assert unit_as_of(officer, world.unit("county"), TODAY).json()["name"] == "锦岚县"
        assert unit_as_of(officer, world.unit("school"), TODAY).json()["parent"]["name"] == "马渡学区"
        before = unit_as_of(officer, district, "1999-01-01")
        assert (before.status_code, before.json()["code"]) == (404, "unit.not_recorded")

    def test_before_the_record_begins_there_is_none(self, officer: TestClient, world: World) -> None:
        reply = as_of(officer, world.unit("school"), "1999-01-01")
        assert (reply.status_code, reply.json()["code"]) == (404, "unit.not_recorded")

    def test_versions_tell_every_change(self, officer: TestClient, world: World, school_url: str) -> None:
        officer.patch(school_url, json={"pupils": 320}, headers=if_match(1))
        done(officer, f"/schools/{world.unit('school')}:rename", name="实验小学")
        first = officer.get(f"{school_url}/versions", params={"limit": 1}).json()
        assert [item["action"] for item in first["items"]] == ["school.renamed"]
        rest = officer.get(f"{school_url}/versions", params={"cursor": first["next_cursor"]}).json()
        assert [item["action"] for item in rest["items"]] == ["school.updated"]
        assert rest["next_cursor"] is None

    def test_a_stranger_finds_nothing(self, stranger: TestClient, world: World, school_url: str) -> None:
        assert as_of(stranger, world.unit("school"), TODAY).status_code == 404
        assert unit_as_of(stranger, world.unit("district"), TODAY).status_code == 404
        assert stranger.get(f"{school_url}/versions").status_code == 404
        assert stranger.get(f"{school_url}/past").status_code == 404
        assert stranger.get(f"{V1}/schools/by/code/2134000001").status_code == 404
