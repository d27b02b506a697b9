"""A ZIP with a manifest brings a whole county in, member after member; on both databases."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.exchange.bundles import FILES, MEMBERS, PERSONS, SCHOOLS, UNITS, county, digest, manifest, zipped
from tests.api.exchange.steps import begun, by_token, ended, put, run
from tests.world import V1, World


@pytest.fixture
def officer(world: World) -> TestClient:
    return world.sign_in("section_officer")


def sent(world: World, client: TestClient, content: bytes, **asked: Any) -> dict[str, Any]:
    """What became of a bundle that came in one request."""
    answer = run(client, content, {"Content-Type": "application/zip"}, type="bundle", filename="锦岚县.zip", **asked)
    assert answer.status_code == 202, answer.text
    return ended(world, client, answer.json())


def act(world: World, client: TestClient, one: dict[str, Any], verb: str) -> dict[str, Any]:
    """The bundle after someone did something to it."""
    answer = client.post(f"{V1}/imports/{one['id']}:{verb}")
    assert answer.status_code in (200, 202), answer.text
    return ended(world, client, one)


def stood(one: dict[str, Any]) -> list[tuple[str, str]]:
    """The members in their order, and where each stands."""
    return [(member["type"], member["state"]) for member in one["members"]]


def schools(client: TestClient) -> set[str]:
    """The names of schools that begin like those of the bundle."""
    return {school["name"] for school in client.get(f"{V1}/schools", params={"q": "青云"}).json()["items"]}


class TestLoad:
    def test_members_come_in_the_order_in_which_they_refer_to_each_other(
        self, world: World, officer: TestClient
    ) -> None:
        one = sent(world, officer, county())
        assert one["failure"] is None
        assert stood(one) == [("unit", "completed"), ("school", "completed"), ("person", "completed")]
        assert (one["state"], one["counts"]["created"], one["counts"]["rejected"]) == ("completed", 6, 0)
        assert schools(officer) == {"青云小学", "青云中学"}
        again = sent(world, officer, county())
        assert (again["state"], again["counts"]["unchanged"], again["counts"]["created"]) == ("completed", 6, 0)

    def test_a_check_sees_what_earlier_members_would_bring_and_writes_nothing(
        self, world: World, officer: TestClient
    ) -> None:
        one = sent(world, officer, county(), validate_only=True)
        assert one["error_groups"] == []
        assert (one["state"], one["counts"]["created"], schools(officer)) == ("validated", 6, set())
        one = act(world, officer, one, "apply")
        assert (one["state"], one["counts"]["created"]) == ("completed", 6)

    def test_a_bundle_comes_in_parts_and_is_one_in_the_list(self, world: World, officer: TestClient) -> None:
        content = county()
        one = begun(officer, type="bundle", filename="县.zip", size=len(content))
        half = len(content) // 2
        assert put(officer, one, 1, content[:half]).status_code == 200
        assert put(officer, one, 2, content[half:]).status_code == 200
        assert act(world, officer, one, "start")["state"] == "completed"
        listed = officer.get(f"{V1}/imports").json()["items"]
        assert [(each["type"], each["counts"]["created"]) for each in listed] == [("bundle", 6)]

    def test_a_folder_that_was_packed_with_its_name_and_what_desktops_add(
        self, world: World, officer: TestClient
    ) -> None:
        content = zipped({**FILES, ".DS_Store": b"\0"}, manifest(*MEMBERS), folder="锦岚/")
        assert sent(world, officer, content)["state"] == "completed"


class TestErrors:
    FAULTY = SCHOOLS + "青云幼儿园,1134000103,没有这个,幼儿园,公办\n"

    def test_errors_of_all_members_are_one_report(self, world: World, officer: TestClient) -> None:
        one = sent(world, officer, county(**{"学校.csv": self.FAULTY}))
        assert (one["state"], one["counts"]["created"], one["counts"]["rejected"]) == ("completed_with_errors", 6, 1)
        (group,) = one["error_groups"]
        assert (group["member"], group["code"], group["first_rows"]) == ("学校.csv", "import.row.parent_missing", [4])
        url = f"{V1}/imports/{one['id']}"
        feed = officer.get(f"{url}/errors", params={"limit": 1}).json()
        assert [(each["member"], each["row"]) for each in feed["items"]] == [("学校.csv", 4)]
        assert officer.get(f"{url}/errors.csv").text.splitlines()[1].startswith("学校.csv,4,")
        results = officer.get(f"{url}/results.csv").text.splitlines()
        assert [line.split(",")[0] for line in results[1:]] == ["单位.csv"] * 2 + ["学校.csv"] * 2 + ["人员.csv"] * 2
        assert officer.post(f"{url}/errors.xlsx").status_code == 202

    def test_all_or_nothing_writes_nothing_of_any_member(self, world: World, officer: TestClient) -> None:
        one = sent(world, officer, county(**{"学校.csv": self.FAULTY}), atomic="all")
        assert (one["state"], one["failure"]["code"]) == ("failed", "import.has_errors")
        assert schools(officer) == set()
        assert {member["state"] for member in one["members"]} == {"validated"}

    def test_a_check_promises_nothing_of_refused_rows(self, world: World, officer: TestClient) -> None:
        units = UNITS.replace("青云一片,学区", "青云一片,片区学校")
        one = sent(world, officer, county(**{"单位.csv": units}), validate_only=True)
        assert [(group["member"], group["first_rows"]) for group in one["error_groups"]] == [
            ("单位.csv", [3]),
            ("学校.csv", [2]),
            ("人员.csv", [2]),
        ]

    def test_a_member_that_cannot_be_read_stops_the_bundle_before_anything_is_written(
        self, world: World, officer: TestClient
    ) -> None:
        one = sent(world, officer, county(**{"学校.csv": "<html><table></table></html>"}))
        assert (one["state"], one["failure"]["code"]) == ("failed", "import.bundle.member_failed")
        (fault,) = one["failure"]["faults"]
        assert (fault["place"], fault["code"][:12]) == ("学校.csv", "import.file.")
        assert stood(one) == [("unit", "validated"), ("school", "failed"), ("person", "uploaded")]
        assert officer.get(f"{V1}/units", params={"q": "青云"}).json()["items"] == []


class TestRows:
    def test_rows_stand_beside_their_errors_as_they_were_sent(self, world: World, officer: TestClient) -> None:
        one = sent(world, officer, county(**{"学校.csv": TestErrors.FAULTY}))
        url = f"{V1}/imports/{one['members'][1]['id']}/rows"
        assert officer.get(url, params={"row": [4, 99]}).json() == {
            "places": [0, 1, 2, 3, 4],
            "headers": ["学校名称", "学校标识码", "上级单位", "办学类型", "举办者性质"],
            "items": [{"row": 4, "cells": ["青云幼儿园", "1134000103", "没有这个", "幼儿园", "公办"]}],
        }
        persons = officer.get(f"{V1}/imports/{one['members'][2]['id']}/rows", params={"row": 2})
        assert persons.json()["code"] == "import.no_file"  # a file with identity numbers is not kept
        assert officer.get(f"{V1}/imports/{one['id']}/rows", params={"row": 2}).json()["code"] == "import.rows_gone"


class TestVerbs:
    def test_what_was_loaded_is_taken_back_the_last_member_first(self, world: World, officer: TestClient) -> None:
        one = sent(world, officer, county())
        assert (one["may"]["rollback"], one["rollback_until"] is not None) == (True, True)
        one = act(world, officer, one, "rollback")
        assert (one["state"], {member["state"] for member in one["members"]}) == ("rolled_back", {"rolled_back"})
        assert schools(officer) == set()

    def test_what_others_use_by_now_is_kept_and_the_rest_is_taken_back_later(
        self, world: World, officer: TestClient
    ) -> None:
        one = sent(world, officer, county())
        (unit,) = officer.get(f"{V1}/units", params={"q": "青云一片"}).json()["items"]
        body = {"name": "王芳", "kind": "teacher", "unit_id": unit["id"]}
        person = officer.post(f"{V1}/persons", json=body).json()
        one = act(world, officer, one, "rollback")
        assert one["state"] == "partly_rolled_back"
        assert stood(one) == [("unit", "partly_rolled_back"), ("school", "rolled_back"), ("person", "rolled_back")]
        moved = {"unit_id": world.unit("school")}
        answer = officer.patch(f"{V1}/persons/{person['id']}", json=moved, headers={"If-Match": '"1"'})
        assert answer.status_code == 200, answer.text

    def test_a_bundle_is_cancelled_with_its_members(self, world: World, officer: TestClient) -> None:
        one = sent(world, officer, county(), validate_only=True)
        one = act(world, officer, one, "cancel")
        assert (one["state"], {member["state"] for member in one["members"]}) == ("cancelled", {"cancelled"})

    def test_a_member_is_read_and_only_its_bundle_is_acted_on(self, world: World, officer: TestClient) -> None:
        one = sent(world, officer, county(), validate_only=True)
        member = one["members"][1]
        url = f"{V1}/imports/{member['id']}"
        found = officer.get(url).json()
        assert (found["bundle_id"], any(found["may"].values())) == (one["id"], False)
        for verb in ("apply", "cancel", "start"):
            answer = officer.post(f"{url}:{verb}")
            assert (answer.status_code, answer.json()["code"]) == (409, "import.bundle.is_member")
        assert put(officer, member, 1, b"x").json()["code"] == "import.bundle.is_member"

    def test_reading_options_are_the_manifests(self, officer: TestClient) -> None:
        answer = officer.post(f"{V1}/imports", json={"type": "bundle", "mode": "create", "encoding": "gb18030"})
        assert {(each["pointer"], each["code"]) for each in answer.json()["errors"]} == {
            ("/mode", "import.bundle.option_of_member"),
            ("/encoding", "import.bundle.option_of_member"),
        }
        assert officer.get(f"{V1}/imports/{begun(officer, type='bundle')['id']}/preview").status_code == 409

    def test_the_zip_and_a_file_with_identity_numbers_are_not_kept(self, world: World, officer: TestClient) -> None:
        one = sent(world, officer, county())
        assert one["file"]["kept"] is False
        kept = [officer.get(f"{V1}/imports/{member['id']}").json()["file"]["kept"] for member in one["members"]]
        assert kept == [True, True, False]


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "code", "places"),
        [
            (b"no zip at all", "not_zip", []),
            (zipped({}), "manifest_missing", []),
            (zipped(dict(FILES), "{"), "manifest_invalid", ["/"]),
            (zipped({}, manifest()), "manifest_invalid", ["/members"]),
            (zipped(dict(FILES), manifest(*MEMBERS, format="other/1")), "manifest_invalid", ["/format"]),
            (zipped({}, manifest(MEMBERS[2])), "member_missing", ["/members/0/file"]),
            (zipped(dict(FILES), manifest(MEMBERS[2])), "member_unnamed", ["/人员.csv", "/学校.csv"]),
            (
                zipped({"单位.csv": UNITS}, manifest({**MEMBERS[2], "sha256": digest(PERSONS)})),
                "digest_mismatch",
                ["/members/0/sha256"],
            ),
            (
                zipped({"x.csv": "a"}, manifest({"file": "x.csv", "type": "cinema"})),
                "type_unknown",
                ["/members/0/type"],
            ),
            (
                zipped({"单位.csv": UNITS}, manifest({**MEMBERS[2], "id_scheme": "name", "mode": "delete"})),
                "manifest_invalid",
                ["/members/0/mode", "/members/0/id_scheme"],
            ),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_what_is_wrong_is_named_with_its_place(
        self, world: World, officer: TestClient, content: bytes, code: str, places: list[str]
    ) -> None:
        one = sent(world, officer, content)
        assert one["state"] == "failed"
        assert one["failure"]["code"].rpartition(".")[2] == code
        assert [fault["place"] for fault in one["failure"]["faults"]] == places
        assert one["members"] == []

    def test_who_may_not_import_at_all_sends_none(self, world: World) -> None:
        assert run(world.sign_in("read_only"), county(), type="bundle").json()["code"] == "access.denied"

    def test_each_member_takes_the_right_to_its_type(self, world: World) -> None:
        one = sent(world, world.sign_in("school_clerk", "school"), county())
        assert (one["state"], one["failure"]["code"]) == ("failed", "access.denied")
        assert [fault["place"] for fault in one["failure"]["faults"]] == ["/members/2"]

    def test_a_token_is_told_which_members_take_a_person_and_nothing_is_written(
        self, world: World, officer: TestClient
    ) -> None:
        carried = ("import.run", "import.read", "school.create", "school.register", "school.update", "unit.read")
        machine = by_token(world, officer, *carried)
        one = sent(world, machine, county())
        assert (one["state"], one["failure"]["code"], one["members"]) == ("failed", "auth.person_only", [])
        assert sorted(fault["place"] for fault in one["failure"]["faults"]) == ["/members/0", "/members/2"]
        assert schools(officer) == set()
        alone = run(machine, UNITS.encode(), type="unit")
        assert (alone.status_code, alone.json()["code"]) == (403, "auth.person_only")
        with_units = sent(world, officer, zipped({"单位.csv": UNITS}, manifest(MEMBERS[2])))
        assert with_units["state"] == "completed"
        brought = sent(world, machine, zipped({"学校.csv": SCHOOLS}, manifest(MEMBERS[1])))
        assert (stood(brought), schools(officer)) == ([("school", "completed")], {"青云小学", "青云中学"})
