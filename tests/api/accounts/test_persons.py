"""Whose account it is: the person of the staff list. A link gives no right."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.accounts.steps import changed, code, create, events, faults
from tests.world import V1, World


@pytest.fixture
def admin(world: World) -> TestClient:
    return world.sign_in("platform_admin")


@pytest.fixture
def officer(world: World) -> TestClient:
    return world.sign_in("section_officer")


def person(client: TestClient, unit: str, name: str = "罗建平") -> dict[str, Any]:
    answer = client.post(f"{V1}/persons", json={"unit_id": unit, "name": name, "kind": "teacher"})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


@pytest.fixture
def teacher(world: World, officer: TestClient) -> dict[str, Any]:
    return person(officer, world.unit("school"))


def link(admin: TestClient, account: str, person_id: str | None) -> Any:
    return admin.patch(f"{V1}/accounts/{account}", json={"person_id": person_id})


class TestLink:
    def test_an_account_is_made_for_a_person_or_linked_later_and_let_go(
        self, world: World, admin: TestClient, teacher: dict[str, Any]
    ) -> None:
        body = {"username": "luo", "display_name": "罗建平", "person_id": teacher["id"]}
        made = admin.post(f"{V1}/accounts", json=body).json()["account"]
        school = {"id": world.unit("school"), "name": "锦岚县第一小学", "kind": "school"}
        assert made["person"] == {"id": teacher["id"], "name": "罗建平", "unit": school}
        assert link(admin, made["id"], None).json()["person"] is None
        assert link(admin, made["id"], teacher["id"]).json()["person"]["id"] == teacher["id"]
        values = [changed(event).get("person_id") for event in events(world, "account.created", "account.updated")]
        assert values == [teacher["id"], None, teacher["id"]]

    def test_a_person_s_account_is_found(self, admin: TestClient, teacher: dict[str, Any]) -> None:
        made = create(admin)
        create(admin, "other", "另一位")
        link(admin, made["id"], teacher["id"])
        found = admin.get(f"{V1}/accounts", params={"person": teacher["id"]}).json()["items"]
        assert [account["id"] for account in found] == [made["id"]]

    def test_nobody_has_two(self, admin: TestClient, teacher: dict[str, Any]) -> None:
        first, second = create(admin), create(admin, "second", "第二个")
        assert link(admin, first["id"], teacher["id"]).status_code == 200
        assert code(link(admin, second["id"], teacher["id"])) == (409, "account.person_taken")

    def test_only_persons_within_reach_who_are_there(self, world: World, admin: TestClient) -> None:
        far = person(world.sign_in("section_officer", "far_county"), world.unit("far_school"))
        account = create(admin)["id"]
        for wrong in (far["id"], world.unit("school")):
            assert faults(link(admin, account, wrong)) == {("/person_id", "account.person_unknown")}

    def test_the_link_gives_no_right(self, admin: TestClient, teacher: dict[str, Any]) -> None:
        made = create(admin)
        link(admin, made["id"], teacher["id"])
        assert admin.get(f"{V1}/accounts/{made['id']}").json()["grants"] == []
        assert admin.get(f"{V1}/persons/{teacher['id']}").status_code == 403


class TestChoice:
    def test_persons_without_an_account_by_name_and_nothing_else_of_them(
        self, world: World, admin: TestClient, officer: TestClient, teacher: dict[str, Any]
    ) -> None:
        linked = person(officer, world.unit("other_school"), "安然")
        person(world.sign_in("section_officer", "far_county"), world.unit("far_school"), "罗远")
        link(admin, create(admin)["id"], linked["id"])
        page = admin.get(f"{V1}/accounts/persons").json()
        assert (page["total"], [item["name"] for item in page["items"]]) == (1, ["罗建平"])
        assert set(page["items"][0]) == {"id", "name", "unit"}
        assert admin.get(f"{V1}/accounts/persons", params={"q": "安"}).json()["items"] == []

    def test_who_manages_no_accounts_is_refused(self, officer: TestClient) -> None:
        assert officer.get(f"{V1}/accounts/persons").status_code == 403


class TestMerge:
    def test_the_account_follows_the_record_that_lives_on(
        self, world: World, admin: TestClient, officer: TestClient, teacher: dict[str, Any]
    ) -> None:
        twin = person(officer, world.unit("school"))
        account = create(admin)["id"]
        link(admin, account, twin["id"])
        body = {"survivor_id": teacher["id"]}
        merged = officer.post(f"{V1}/persons/{twin['id']}:merge", json=body, headers={"If-Match": '"1"'})
        assert merged.status_code == 200, merged.text
        assert admin.get(f"{V1}/accounts/{account}").json()["person"]["id"] == teacher["id"]

    def test_where_both_have_an_account_each_keeps_its_own(
        self, world: World, admin: TestClient, officer: TestClient, teacher: dict[str, Any]
    ) -> None:
        twin = person(officer, world.unit("school"))
        first, second = create(admin)["id"], create(admin, "second", "第二个")["id"]
        link(admin, first, twin["id"])
        link(admin, second, teacher["id"])
        body = {"survivor_id": teacher["id"]}
        officer.post(f"{V1}/persons/{twin['id']}:merge", json=body, headers={"If-Match": '"1"'})
        assert admin.get(f"{V1}/accounts/{second}").json()["person"]["id"] == teacher["id"]
        found = admin.get(f"{V1}/accounts", params={"person": twin["id"]}).json()["items"]
        assert [account["id"] for account in found] == [first]
