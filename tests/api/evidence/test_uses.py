"""Uses: submitted, accepted, returned, submitted again, taken back; by whom, and by whom not."""

from itertools import product
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.evidence.ports import CONSUMERS, define
from api.evidence.rules import USE_STEPS, UseState, UseVerb
from tests.api.evidence.steps import act, filed, match, step, submitted
from tests.api.files.steps import uploaded
from tests.world import V1, World

SLOT = "0198c0de-0000-7000-8000-00000000aaaa"
PATHS: dict[UseState, tuple[str, ...]] = {
    UseState.SUBMITTED: (),
    UseState.ACCEPTED: ("accept",),
    UseState.RETURNED: ("return",),
    UseState.TAKEN_BACK: ("take-back",),
}
SPELT = {UseVerb.TAKE_BACK: "take-back"}
JUDGES = (UseVerb.ACCEPT, UseVerb.RETURN)


def in_state(world: World, state: UseState) -> dict[str, Any]:
    """An item whose use stands there."""
    clerk, reviewer = world.sign_in("school_clerk", "school"), world.sign_in("district_reviewer", "district")
    item = submitted(clerk, filed(world, clerk))
    for verb in PATHS[state]:
        answer = step(clerk if verb == "take-back" else reviewer, item, verb)
        assert answer.status_code == 200, answer.text
        item = answer.json()
    assert item["uses"][0]["state"] == state
    return item


class TestTable:
    @pytest.mark.parametrize(("state", "verb"), list(product(UseState, UseVerb)))
    def test_every_pair_does_what_the_table_says(self, world: World, state: UseState, verb: UseVerb) -> None:
        item = in_state(world, state)
        judge = verb in JUDGES
        client = world.sign_in("district_reviewer", "district") if judge else world.sign_in("school_clerk", "school")
        answer = step(client, item, SPELT.get(verb, verb.value))
        if (state, verb) in USE_STEPS:
            assert answer.status_code == 200, answer.text
            assert answer.json()["uses"][0]["state"] == USE_STEPS[state, verb].after
        else:
            assert (answer.status_code, answer.json()["code"]) == (409, "evidence.wrong_state")

    @pytest.mark.parametrize(
        ("role", "unit", "judges", "files"),
        [
            ("district_reviewer", "district", 200, 403),
            ("section_officer", "county", 200, 200),
            ("school_leader", "school", 403, 200),
            ("school_clerk", "other_school", 403, 404),
            ("school_supervisor", "school", 403, 403),
            ("bureau_leader", "county", 403, 403),
            ("inspection_head", "county", 403, 403),
            ("platform_admin", "county", 403, 403),
            ("case_handler", "county", 403, 403),
            ("read_only", "county", 403, 403),
            ("auditor", "county", 403, 403),
            ("district_reviewer", "other_district", 404, 403),
            ("section_officer", "far_county", 404, 404),
        ],
    )
    def test_who_may_judge_and_who_may_take_back(
        self, world: World, role: str, unit: str, judges: int, files: int
    ) -> None:
        item = in_state(world, UseState.SUBMITTED)
        client = world.sign_in(role, unit)
        assert step(client, item, "take-back").status_code == files
        if files != 200 or judges != 200:
            assert step(client, item, "accept").status_code == judges


class TestReview:
    def test_nobody_judges_what_he_submitted(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        item = submitted(officer, filed(world, officer))
        assert item["uses"][0]["verbs"] == ["take_back"]
        answer = step(officer, item, "accept")
        assert (answer.status_code, answer.json()["code"]) == (403, "evidence.own_submission")

    def test_one_item_serves_many_uses_each_with_its_own_review(
        self, world: World, clerk: TestClient, reviewer: TestClient
    ) -> None:
        item = submitted(clerk, submitted(clerk, filed(world, clerk), "食堂专项检查"), "年度评估")
        item = step(reviewer, item, "accept", None).json()
        states = {use["label"]: use["state"] for use in item["uses"]}
        assert states == {"年度评估": "accepted", "食堂专项检查": "submitted"}

    def test_what_was_accepted_is_one_revision_whatever_comes_after(
        self, world: World, clerk: TestClient, reviewer: TestClient
    ) -> None:
        item = step(reviewer, submitted(clerk, filed(world, clerk)), "accept").json()
        item = act(clerk, item, "/revisions", {"file_ids": [uploaded(clerk)["id"]]}).json()
        assert (item["latest"], item["uses"][0]["number"], item["uses"][0]["state"]) == (2, 1, "accepted")

    def test_a_returned_item_is_submitted_again_with_its_newest_revision(
        self, world: World, clerk: TestClient, reviewer: TestClient
    ) -> None:
        item = step(reviewer, submitted(clerk, filed(world, clerk)), "return").json()
        assert item["uses"][0]["reason"] == "缺签字页"
        assert item["uses"][0]["decided_by"]["name"]
        item = clerk.get(f"{V1}/evidence/{item['id']}").json()
        item = act(clerk, item, "/revisions", {"file_ids": [uploaded(clerk)["id"]]}).json()
        use = step(clerk, item, "resubmit").json()["uses"][0]
        assert (use["state"], use["number"], use["decided_by"], use["reason"]) == ("submitted", 2, None, None)

    def test_a_return_without_a_reason_is_refused(self, world: World, clerk: TestClient, reviewer: TestClient) -> None:
        item = submitted(clerk, filed(world, clerk))
        assert step(reviewer, item, "return", "").status_code == 422

    def test_two_judges_at_once_decide_once(self, world: World, clerk: TestClient, reviewer: TestClient) -> None:
        item = submitted(clerk, filed(world, clerk))
        assert step(reviewer, item, "accept").status_code == 200
        assert step(world.sign_in("section_officer"), item, "return").status_code == 412

    def test_who_submitted_is_told(self, world: World, clerk: TestClient, reviewer: TestClient) -> None:
        step(reviewer, submitted(clerk, filed(world, clerk)), "return")
        notices = clerk.get(f"{V1}/notifications").json()["items"]
        assert [notice["kind"] for notice in notices] == ["evidence.returned"]


class TestObjects:
    def test_an_object_says_its_own_name(self, world: World, clerk: TestClient) -> None:
        define("test_slot", lambda _ctx, key, _unit: "1.1.1 会议记录" if str(key) == SLOT else None)
        try:
            item = filed(world, clerk)
            body = {"type": "test_slot", "id": SLOT, "label": "一个冒充的名字"}
            use = clerk.post(f"{V1}/evidence/{item['id']}/uses", json=body, headers=match(item)).json()["uses"][0]
            assert (use["type"], use["object_id"], use["label"]) == ("test_slot", SLOT, "1.1.1 会议记录")
            again = clerk.post(f"{V1}/evidence/{item['id']}/uses", json=body)
            assert (again.status_code, again.json()["code"]) == (409, "evidence.use_taken")
            other = clerk.post(f"{V1}/evidence/{item['id']}/uses", json=body | {"id": item["id"]})
            assert [entry["code"] for entry in other.json()["errors"]] == ["evidence.use_object_unknown"]
            assert clerk.get(f"{V1}/evidence", params={"use_type": "test_slot", "use_id": SLOT}).json()["total"] == 1
        finally:
            del CONSUMERS["test_slot"]

    def test_an_unknown_object_and_a_use_without_words_are_refused(self, world: World, clerk: TestClient) -> None:
        item = filed(world, clerk)
        for body, code in (({"type": "moon", "label": "x"}, "evidence.use_type_unknown"), ({}, "input.required")):
            answer = clerk.post(f"{V1}/evidence/{item['id']}/uses", json=body)
            assert [entry["code"] for entry in answer.json()["errors"]] == [code]
