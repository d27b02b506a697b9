"""Groups of schools that cut across districts."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.organizations.acts import backdate
from tests.api.organizations.county import V1, County, entries, faults, if_match
from tests.world import World

URL = f"{V1}/school-groups"


def body(world: World, **facts: Any) -> dict[str, Any]:
    known = {"unit_id": world.unit("bureau"), "kind": "education_group", "name": "一小教育集团"}
    return known | {"head_school_id": world.unit("school"), "from_on": "2026-01-01"} | facts


def founded(client: TestClient, world: World, **facts: Any) -> dict[str, Any]:
    reply = client.post(URL, json=body(world, **facts))
    assert reply.status_code == 201, reply.text
    group: dict[str, Any] = reply.json()
    return group


class TestFound:
    def test_a_group_with_a_head_and_members_of_several_districts(self, officer: TestClient, world: World) -> None:
        group = founded(officer, world, member_ids=[world.unit("other_school")])
        assert [(term["school"]["name"], term["role"]) for term in group["terms"]] == [
            ("锦岚县第一小学", "head"),
            ("马渡中学", "member"),
        ]
        assert (group["members"], group["others"], group["head"]["name"]) == (2, 0, "锦岚县第一小学")
        assert officer.get(f"{URL}/{group['id']}").json() == group

    def test_every_fault_at_once(self, officer: TestClient, world: World) -> None:
        wrong = {"unit_id": world.unit("far_bureau"), "kind": "club", "member_ids": [world.unit("far_school")]}
        assert faults(officer.post(URL, json=body(world, **wrong))) == {
            ("/unit_id", "unit.parent_not_found"),
            ("/kind", "group.kind_unknown"),
            ("/member_ids/0", "group.school_not_found"),
        }

    def test_kinds_are_data(self, officer: TestClient) -> None:
        kinds = {kind["code"]: kind["zh"] for kind in officer.get(f"{URL}/kinds").json()["items"]}
        assert kinds["education_group"] == "教育集团"
        assert kinds["district_cluster"] == "学区化办学"


class TestTerms:
    def test_as_of_a_day(self, officer: TestClient, world: World) -> None:
        group = founded(officer, world)
        url = f"{URL}/{group['id']}"
        joined = officer.post(
            f"{url}/members", json={"school_id": world.unit("other_school"), "from_on": "2026-03-01"}
        ).json()
        term = next(term["id"] for term in joined["terms"] if term["role"] == "member")
        ended = officer.post(f"{url}/members/{term}:end", json={"until_on": "2026-06-01", "reason": "调整"})
        assert ended.status_code == 200
        counts = {day: officer.get(url, params={"on": day}).json()["members"] for day in DAYS}
        assert counts == dict(zip(DAYS, (1, 2, 2, 1), strict=True))
        listed = officer.get(URL, params={"on": "2026-05-31", "school": world.unit("other_school")}).json()
        assert [row["id"] for row in listed["items"]] == [group["id"]]
        assert officer.get(URL, params={"on": "2026-06-01", "school": world.unit("other_school")}).json()["total"] == 0

    def test_once_at_a_time_and_one_head(self, officer: TestClient, world: World) -> None:
        url = f"{URL}/{founded(officer, world)['id']}/members"
        reply = officer.post(url, json={"school_id": world.unit("school")})
        assert (reply.status_code, reply.json()["code"]) == (409, "group.member_twice")
        reply = officer.post(url, json={"school_id": world.unit("other_school"), "role": "head"})
        assert (reply.status_code, reply.json()["code"]) == (409, "group.head_taken")

    def test_a_school_shows_the_groups_of_the_day(self, officer: TestClient, world: World) -> None:
        founded(officer, world)
        backdate(world, "school")
        url = f"{V1}/schools/{world.unit('school')}"
        on = {
            day: officer.get(f"{url}/as-of", params={"on": day}).json()["groups"]
            for day in ("2025-12-31", "2026-02-01")
        }
        assert [len(groups) for groups in on.values()] == [0, 1]
        assert officer.get(f"{url}/past").json()["groups"][0]["role"] == "head"


DAYS = ("2026-02-28", "2026-03-01", "2026-05-31", "2026-06-01")


class TestChange:
    def test_name_and_kind(self, officer: TestClient, world: World) -> None:
        url = f"{URL}/{founded(officer, world)['id']}"
        after = officer.patch(url, json={"name": "新集团", "kind": "entrusted"}, headers=if_match(1)).json()
        assert (after["name"], after["kind"], after["revision"]) == ("新集团", "entrusted", 2)
        assert [event["action"] for event in entries(officer, url)] == ["group.updated", "group.created"]

    def test_an_ended_group_is_read_only(self, officer: TestClient, world: World) -> None:
        url = f"{URL}/{founded(officer, world)['id']}"
        ended = officer.post(f"{url}:end", json={"reason": "结束"}).json()
        assert ended["terms"][0]["until_on"] == ended["until_on"]
        reply = officer.post(f"{url}/members", json={"school_id": world.unit("other_school")})
        assert (reply.status_code, reply.json()["code"]) == (409, "group.ended")


class TestReach:
    def test_a_member_sees_the_group_and_no_other_school(self, officer: TestClient, world: World) -> None:
        group = founded(officer, world, member_ids=[world.unit("other_school")])
        seen = world.sign_in("school_leader", "other_school").get(f"{URL}/{group['id']}").json()
        assert [term["school"]["name"] for term in seen["terms"]] == ["马渡中学"]
        assert (seen["members"], seen["others"], seen["head"]["name"]) == (2, 1, "锦岚县第一小学")

    def test_a_stranger_finds_nothing(self, officer: TestClient, stranger: TestClient, world: World) -> None:
        url = f"{URL}/{founded(officer, world)['id']}"
        assert stranger.get(URL).json()["total"] == 0
        assert stranger.get(url).status_code == 404
        assert stranger.get(f"{url}/history").status_code == 404
        assert stranger.patch(url, json={"name": "x"}, headers=if_match(1)).status_code == 404
        assert stranger.post(f"{url}:end", json={"reason": "x"}).status_code == 404

    @pytest.mark.parametrize("role", ["school_leader", "school_clerk"])
    def test_a_school_looks_but_does_not_manage(self, officer: TestClient, county: County, role: str) -> None:
        url = f"{URL}/{founded(officer, county.world)['id']}"
        client = county.world.sign_in(role, "school")
        assert client.get(url).status_code == 200
        assert client.post(f"{url}:end", json={"reason": "x"}).status_code == 403
