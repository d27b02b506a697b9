"""A leaver's work passes on, unread by who arranges it."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests import samples
from tests.api.accounts.steps import changed, code, create, events, faults, log_in, propose, settle
from tests.api.evidence.steps import filed, step, submitted
from tests.api.files.steps import begin, send, uploaded
from tests.background import work_off
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


class TestWork:
    """A clerk leaves with work in every corner; another clerk of the school goes on with it, a third person arranges it."""

    @pytest.fixture
    def clerk(self, world: World) -> TestClient:
        return world.sign_in("school_clerk", "school")

    @pytest.fixture
    def successor(self, world: World, admin: TestClient) -> TestClient:
        return self.appointed(world, admin, "successor", "school")

    def appointed(self, world: World, admin: TestClient, name: str, unit: str) -> TestClient:
        made = create(admin, name, name)
        assert propose(admin, made["id"], "school_clerk", world.unit(unit)).status_code == 201
        return settle(world, made)

    def leave(self, world: World, admin: TestClient, successor: TestClient) -> dict[str, int]:
        answer = hand_over(admin, world.account("school_clerk", "school"), own_id(successor))
        assert answer.status_code == 200, answer.text
        return {item["kind"]: item["open"] for item in answer.json()["handed_over"]}

    def test_evidence_is_answered_for_by_the_successor_who_is_told_and_does_not_judge_it(
        self, world: World, admin: TestClient, clerk: TestClient, successor: TestClient
    ) -> None:
        item = submitted(clerk, filed(world, clerk))
        passed = self.leave(world, admin, successor)
        assert (passed["evidence_item"], passed["evidence_submission"]) == (1, 1)
        seen = successor.get(f"{V1}/evidence/{item['id']}").json()
        assert (seen["responsible"]["id"], seen["created_by"]["name"]) == (own_id(successor), "school_clerk school")
        assert (seen["uses"][0]["submitted_by"]["id"], seen["revision"]) == (own_id(successor), item["revision"] + 1)
        assert step(world.sign_in("section_officer"), seen, "return").status_code == 200
        (told,) = successor.get(f"{V1}/notifications").json()["items"]
        assert told["kind"] == "evidence.returned"

    def test_uploads_go_on_where_they_stopped_and_files_are_attached(
        self, world: World, admin: TestClient, clerk: TestClient, successor: TestClient
    ) -> None:
        content = samples.pdf()
        address = begin(clerk, "会议记录.pdf", content)
        assert send(clerk, address, 0, content[:100]).status_code == 204
        file = uploaded(clerk, "签到表.pdf")
        assert self.leave(world, admin, successor)["upload"] == 2
        assert successor.get(address).json()["offset"] == 100
        assert send(successor, address, 100, content[100:]).status_code == 204
        assert filed(world, successor, file_ids=[file["id"]])["responsible"]["id"] == own_id(successor)

    def test_a_successor_without_the_right_gets_nothing_to_read(
        self, world: World, admin: TestClient, clerk: TestClient
    ) -> None:
        file = uploaded(clerk)
        made = create(admin, "reader", "只读的人")
        propose(admin, made["id"], "read_only", world.unit("county"))
        reader = settle(world, made)
        self.leave(world, admin, reader)
        assert reader.get(f"{V1}/files/{file['id']}").status_code == 404
        assert reader.get(f"{V1}/files").json()["items"] == []

    def test_an_export_that_waits_is_made_with_the_successor_s_rights(
        self, world: World, admin: TestClient, clerk: TestClient
    ) -> None:
        for status, kind in ((202, "persons"), (202, "evidence")):
            assert clerk.post(f"{V1}/exports", json={"kind": kind, "format": "ndjson"}).status_code == status
        work_off(world)
        waiting = clerk.post(f"{V1}/exports", json={"kind": "evidence", "format": "ndjson"}).json()["id"]
        filed(world, clerk)
        neighbour = self.appointed(world, admin, "neighbour", "other_school")
        theirs = filed(world, neighbour, "other_school", title="另一所学校的材料")
        assert self.leave(world, admin, neighbour)["job"] == 1
        work_off(world)
        assert [job["id"] for job in neighbour.get(f"{V1}/jobs").json()["items"]] == [waiting]
        output = neighbour.get(f"{V1}/jobs/{waiting}/output").text
        assert output.count("\n") == 2  # theirs, and the line that says the file is whole
        assert theirs["title"] in output

    def test_who_arranges_it_sees_which_posts_the_person_holds(
        self, world: World, admin: TestClient, clerk: TestClient
    ) -> None:
        officer = world.sign_in("section_officer")
        body = {"unit_id": world.unit("school"), "name": "罗建平", "kind": "teacher"}
        person = officer.post(f"{V1}/persons", json=body).json()["id"]
        post = {"person_id": person, "unit_id": world.unit("school"), "kind": "deputy_principal"}
        assert officer.post(f"{V1}/posts", json=post | {"from_on": "2024-08-20"}).status_code == 201
        leaver = own_id(clerk)
        assert admin.get(f"{V1}/accounts/{leaver}/assignments").json()["posts"] == []
        admin.patch(f"{V1}/accounts/{leaver}", json={"person_id": person})
        (held,) = admin.get(f"{V1}/accounts/{leaver}/assignments").json()["posts"]
        assert (held["unit"]["id"], held["from_on"], held["term_ends_on"]) == (world.unit("school"), "2024-08-20", None)


def own_id(client: TestClient) -> str:
    return str(client.get(f"{V1}/auth/session").json()["account"]["id"])
