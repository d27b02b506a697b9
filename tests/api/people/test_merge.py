"""Records that may be one person: found, told apart, merged."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.people.steps import V1, People, codes, faults, if_match, number


def pairs(client: TestClient, **query: Any) -> list[tuple[str, set[str]]]:
    page = client.get(f"{V1}/persons/duplicates", params=query).json()
    return [(row["ground"], {row["one"]["id"], row["other"]["id"]}) for row in page["items"]]


def identity(serial: int) -> dict[str, str]:
    return {"kind": "resident_id", "number": number(serial)}


class TestFind:
    def test_the_same_number_is_certain_even_under_another_name(
        self, people: People, officer: TestClient, clerk: TestClient, neighbour: TestClient
    ) -> None:
        one = people.person(clerk, name="罗建平", identity=identity(1))
        other = people.person(neighbour, "other_school", name="罗建萍", identity=identity(1))
        assert pairs(officer) == [("identity", {one["id"], other["id"]})]
        assert pairs(clerk) == pairs(neighbour) == []

    def test_the_same_name_at_one_unit_is_a_hint(self, people: People, officer: TestClient) -> None:
        one, other = people.person(officer), people.person(officer)
        people.person(officer, "other_school")
        assert pairs(officer) == [("name_and_unit", {one["id"], other["id"]})]
        assert pairs(officer, unit=people.world.unit("other_school")) == []

    def test_name_and_last_four_are_a_hint_across_units(self, people: People, officer: TestClient) -> None:
        one = people.person(officer, identity=identity(1))
        last_four = {"kind": "resident_id", "last_four": number(1)[-4:]}
        other = people.person(officer, "other_school", identity=last_four)
        assert pairs(officer) == [("name_and_last_four", {one["id"], other["id"]})]

    def test_two_namesakes_with_numbers_of_their_own_are_no_hint(self, people: People, officer: TestClient) -> None:
        people.person(officer, identity=identity(1))
        people.person(officer, identity=identity(2))
        assert pairs(officer) == []


class TestTellApart:
    def test_a_pair_told_apart_is_not_shown_until_it_is_reconsidered(self, people: People, officer: TestClient) -> None:
        one, other = people.person(officer), people.person(officer)
        body = {"person_id": other["id"], "other_id": one["id"]}
        for _ in range(2):
            assert officer.post(f"{V1}/persons/duplicates:dismiss", json=body).json()["dismissed"] is True
        assert pairs(officer) == []
        assert officer.post(f"{V1}/persons/duplicates:reconsider", json=body).json()["dismissed"] is False
        assert len(pairs(officer)) == 1
        history = codes(officer.get(f"{V1}/persons/{one['id']}/history"))
        assert history == ["person.suspected_again", "person.told_apart", "person.created"]

    def test_two_persons_within_reach_are_named(self, people: People, clerk: TestClient, officer: TestClient) -> None:
        one, away = people.person(clerk), people.person(officer, "other_school")
        url = f"{V1}/persons/duplicates:dismiss"
        same = clerk.post(url, json={"person_id": one["id"], "other_id": one["id"]})
        assert faults(same) == {("/other_id", "person.not_a_pair")}
        out = clerk.post(url, json={"person_id": one["id"], "other_id": away["id"]})
        assert faults(out) == {("/other_id", "person.not_found")}


class TestMerge:
    @pytest.fixture
    def pair(self, people: People, officer: TestClient) -> tuple[dict[str, Any], dict[str, Any]]:
        """A record with a number, and one with posts, a committee and a registration."""
        survivor = people.person(officer, "school", identity=identity(1))
        merged = people.person(officer, "other_school", party={"standing": "full", "joined_on": "2009-07-01"})
        people.post(officer, merged, "other_school", kind="principal")
        people.decide(officer, merged, "register")
        people.join(officer, people.committee(officer, "other_school"), merged)
        return officer.get(f"{V1}/persons/{merged['id']}").json(), survivor

    def test_a_preview_tells_what_will_move_and_changes_nothing(
        self, officer: TestClient, pair: tuple[dict[str, Any], dict[str, Any]]
    ) -> None:
        merged, survivor = pair
        url = f"{V1}/persons/{merged['id']}/merge-preview"
        seen = officer.get(url, params={"survivor_id": survivor["id"]}).json()
        assert (seen["posts"], seen["registrations"], seen["memberships"], seen["twins"]) == (1, 1, 1, 0)
        assert (seen["taken_over"], seen["faults"]) == (["party"], [])
        assert officer.get(f"{V1}/persons/{merged['id']}").json()["merged_into"] is None

    def test_the_survivor_has_it_all(
        self, people: People, officer: TestClient, pair: tuple[dict[str, Any], dict[str, Any]]
    ) -> None:
        merged, survivor = pair
        kept = people.merge(officer, merged, survivor).json()
        assert kept["id"] == survivor["id"]
        assert (kept["party"]["joined_on"], kept["identity"]["masked"]) == ("2009-07-01", f"****{number(1)[-4:]}")
        assert (kept["registration"]["state"], len(kept["posts"]), len(kept["memberships"])) == ("valid", 1, 1)
        history = codes(officer.get(f"{V1}/persons/{survivor['id']}/history"))
        assert {"person.absorbed", "person.merged", "post.created", "registration.decided"} <= set(history)

    def test_every_old_reference_stays_readable(
        self, people: People, officer: TestClient, pair: tuple[dict[str, Any], dict[str, Any]]
    ) -> None:
        merged, survivor = pair
        people.merge(officer, merged, survivor)
        old = officer.get(f"{V1}/persons/{merged['id']}").json()
        assert old["merged_into"] == {"id": survivor["id"], "name": "罗建平"}
        listed = {row["id"] for row in officer.get(f"{V1}/persons").json()["items"]}
        assert listed == {survivor["id"]}
        for reply in (
            officer.patch(f"{V1}/persons/{merged['id']}", json={"name": "别名"}, headers=if_match(old["revision"])),
            people.seat(officer, merged),
            people.decide(officer, merged, "register"),
            people.merge(officer, officer.get(f"{V1}/persons/{survivor['id']}").json(), merged),
        ):
            assert (reply.status_code, reply.json()["code"]) == (409, "person.merged")

    def test_pointers_lead_to_the_last_survivor_at_once(self, people: People, officer: TestClient) -> None:
        first, second, third = (people.person(officer, name=name) for name in ("甲", "乙", "丙"))
        people.merge(officer, first, second)
        second = officer.get(f"{V1}/persons/{second['id']}").json()
        people.merge(officer, second, third)
        for old in (first, second):
            pointed = officer.get(f"{V1}/persons/{old['id']}").json()["merged_into"]
            assert pointed == {"id": third["id"], "name": "丙"}

    def test_a_post_that_both_records_had_is_kept_once(self, people: People, officer: TestClient) -> None:
        merged, survivor = people.person(officer), people.person(officer)
        people.post(officer, merged, from_on="2024-09-01")
        people.post(officer, survivor, from_on="2024-08-20")
        people.merge(officer, merged, survivor)
        held = officer.get(f"{V1}/posts", params={"kind": "deputy_principal"}).json()["items"]
        assert [row["from_on"] for row in held] == ["2024-08-20"]
        assert officer.get(f"{V1}/posts", params={"all": True}).json()["total"] == 2

    def test_different_numbers_are_two_people(self, people: People, officer: TestClient) -> None:
        merged, survivor = people.person(officer, identity=identity(1)), people.person(officer, identity=identity(2))
        reply = people.merge(officer, merged, survivor)
        assert (reply.status_code, reply.json()["code"]) == (409, "person.identities_differ")
        preview = officer.get(
            f"{V1}/persons/{merged['id']}/merge-preview", params={"survivor_id": survivor["id"]}
        ).json()
        assert preview["faults"] == ["person.identities_differ"]

    def test_a_school_merges_its_own_records_only(self, people: People, officer: TestClient, clerk: TestClient) -> None:
        one, other, away = people.person(clerk), people.person(clerk), people.person(officer, "other_school")
        assert people.merge(clerk, one, away).status_code == 404
        assert people.merge(clerk, one, other).status_code == 200
