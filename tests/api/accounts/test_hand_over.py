"""A leaver's work passes on, unread by who arranges it."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.accounts.steps import changed, code, create, events, faults, log_in, propose, settle
from tests.world import V1, World


@pytest.fixture
def admin(world: World) -> TestClient:
    return world.sign_in("platform_admin")


@pytest.fixture
def leaver(world: World, admin: TestClient) -> dict[str, Any]:
    """A second admin, with a proposal that waits."""
    made = create(admin, "leaver", "离任的人")
    propose(admin, made["id"], "platform_admin", world.unit("county"))
    client = settle(world, made)
    other = create(client, "other", "另一位")
    propose(client, other["id"], "auditor", world.unit("county"))
    return made | {"client": client, "proposed_for": other["id"]}


@pytest.fixture
def successor(world: World, admin: TestClient) -> dict[str, Any]:
    made = create(admin, "successor", "接任的人")
    propose(admin, made["id"], "platform_admin", world.unit("county"))
    return made


def hand_over(admin: TestClient, leaver: str, to: str) -> Any:
    return admin.post(f"{V1}/accounts/{leaver}:hand-over", json={"to": to, "reason": "调离本局"})


class TestHandOver:
    def test_numbers_are_shown_before(self, admin: TestClient, leaver: dict[str, Any]) -> None:
        items = admin.get(f"{V1}/accounts/{leaver['id']}/assignments").json()["items"]
        assert {"kind": "grant_proposal", "open": 1} in items
        assert all(set(item) == {"kind", "open"} for item in items)

    def test_what_is_open_passes_and_the_leaver_is_out(
        self, world: World, admin: TestClient, leaver: dict[str, Any], successor: dict[str, Any]
    ) -> None:
        done = hand_over(admin, leaver["id"], successor["id"]).json()
        assert {"kind": "grant_proposal", "open": 1} in done["handed_over"]
        assert (done["account"]["status"], done["account"]["grants"]) == ("disabled", [])
        assert leaver["client"].get(f"{V1}/auth/session").status_code == 401
        assert log_in(world, "leaver", "三月-Spring-27")[1].status_code == 401
        (waiting,) = admin.get(f"{V1}/grants?state=proposed").json()["items"]
        assert waiting["proposed_by"]["display_name"] == "接任的人"

    def test_it_is_recorded_with_its_reason(
        self, world: World, admin: TestClient, leaver: dict[str, Any], successor: dict[str, Any]
    ) -> None:
        hand_over(admin, leaver["id"], successor["id"])
        (event,) = events(world, "account.handed_over", reason="调离本局")
        assert changed(event)["to"] == successor["id"]
        assert changed(event)["grant_proposal"] == 1

    def test_no_one_hands_over_to_oneself_or_the_leaver_to_the_leaver(
        self, admin: TestClient, leaver: dict[str, Any]
    ) -> None:
        own = admin.get(f"{V1}/auth/session").json()["account"]["id"]
        for to in (own, leaver["id"]):
            assert code(hand_over(admin, leaver["id"], to)) == (409, "account.hand_over_party")
        assert code(hand_over(admin, own, leaver["id"])) == (409, "account.own")

    def test_only_to_someone_active_within_reach(
        self, world: World, admin: TestClient, leaver: dict[str, Any], successor: dict[str, Any]
    ) -> None:
        admin.patch(f"{V1}/accounts/{successor['id']}", json={"status": "disabled"})
        for to in (successor["id"], world.account("section_officer", "far_county"), world.unit("county")):
            assert faults(hand_over(admin, leaver["id"], to)) == {("/to", "account.successor_unknown")}

    def test_the_one_who_arranges_it_gains_nothing(
        self, admin: TestClient, leaver: dict[str, Any], successor: dict[str, Any]
    ) -> None:
        before = admin.get(f"{V1}/auth/session").json()
        hand_over(admin, leaver["id"], successor["id"])
        after = admin.get(f"{V1}/auth/session").json()
        assert (before["grants"], before["permissions"]) == (after["grants"], after["permissions"])
