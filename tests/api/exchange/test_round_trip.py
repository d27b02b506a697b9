"""What an export holds comes in again as it is, and puts back what was changed meanwhile; on both databases."""

from typing import Any

from fastapi.testclient import TestClient

from api.organizations.queries import find_region_unit
from tests.api.exchange.steps import ended, run
from tests.api.exchange.test_exports import exported
from tests.world import V1, World


def root(world: World) -> str:
    """The topmost unit: some tables are everybody's."""
    with world.host() as ctx:
        province = find_region_unit(ctx, "990000")
    assert province is not None
    return str(province.id)


def brought_in(world: World, client: TestClient, content: bytes, **asked: Any) -> dict[str, Any]:
    """What became of an export that is sent back."""
    answer = run(client, content, **asked)
    assert answer.status_code == 202, answer.text
    found = ended(world, client, answer.json())
    assert (found["state"], found["first_errors"]) == ("completed", []), found
    counts: dict[str, Any] = found["counts"]
    return counts


class TestRoundTrip:
    def test_schools(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        school = f"{V1}/schools/{world.unit('school')}"
        facts = {"pupils": 1286, "boarding": False, "longitude": "115.886364", "former_names": ["梅岭镇小学", "一小"]}
        assert (
            officer.patch(school, json=facts | {"canteen": "self_run"}, headers={"If-Match": '"1"'}).status_code == 200
        )
        before = exported(world, officer, format="csv")
        counts = brought_in(world, officer, before, type="school", id_scheme="code")
        assert (counts["total"], counts["unchanged"]) == (2, 2)
        changed: dict[str, Any] = {"name": "改名小学", "pupils": None, "former_names": []}
        assert officer.patch(school, json=changed, headers={"If-Match": '"2"'}).status_code == 200
        assert brought_in(world, officer, before, type="school", id_scheme="id")["updated"] == 1
        assert exported(world, officer, format="csv") == before

    def test_units(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        asked = {"kind": "units", "filter": {"kind": ["bureau", "section", "district"]}, "format": "csv"}
        before = exported(world, officer, **asked)
        counts = brought_in(world, officer, before, type="unit", id_scheme="id")
        assert (counts["total"], counts["unchanged"]) == (4, 4)
        url = f"{V1}/units/{world.unit('district')}"
        assert (
            officer.patch(url, json={"name": "别名", "short_name": "别"}, headers={"If-Match": '"1"'}).status_code
            == 200
        )
        counts = brought_in(world, officer, before, type="unit", id_scheme="id", on_blank="clear")
        assert (counts["updated"], counts["unchanged"]) == (1, 3)
        assert exported(world, officer, **asked) == before

    def test_persons(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        body = {"name": "王芳", "kind": "teacher", "unit_id": world.unit("school")}
        party = {"standing": "full", "joined_on": "2009-07-01", "unit_id": world.unit("district")}
        identity = {"kind": "resident_id", "last_four": "002X"}
        made = officer.post(f"{V1}/persons", json=body | {"party": party, "identity": identity})
        assert made.status_code == 201, made.text
        before = exported(world, officer, kind="persons", format="csv")
        for scheme in ("id", "name"):
            assert brought_in(world, officer, before, type="person", id_scheme=scheme)["unchanged"] == 1
        url = f"{V1}/persons/{made.json()['id']}"
        assert (
            officer.patch(url, json={"status": "retired", "party": None}, headers={"If-Match": '"1"'}).status_code
            == 200
        )
        assert brought_in(world, officer, before, type="person", id_scheme="id")["updated"] == 1
        assert exported(world, officer, kind="persons", format="csv") == before

    def test_days_and_divisions(self, world: World) -> None:
        officer = world.sign_in("section_officer", root(world))
        days = exported(world, officer, kind="calendar_days", format="csv", filter={"year": 2026})
        divisions = exported(world, officer, kind="regions", format="csv", filter={"parent_code": "990100"})
        counts = brought_in(world, officer, days, type="calendar_day")
        assert counts["unchanged"] == counts["total"] > 20
        counts = brought_in(world, officer, divisions, type="region")
        assert counts["unchanged"] == counts["total"] >= 2
        moved = "日期,类别,节日\n2026-01-02,调休上班,元旦\n"
        answer = run(officer, moved.encode(), type="calendar_day")
        assert ended(world, officer, answer.json())["first_errors"][0]["code"] == "calendar.make_up_on_weekday"
        assert exported(world, officer, kind="calendar_days", format="csv", filter={"year": 2026}) == days
