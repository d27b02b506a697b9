"""Accountability actions, exports of the three lists, reminders."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any

import time_machine
from fastapi.testclient import TestClient

from api.rectifications.reminders import remind
from api.rectifications.rules import ACTION_STEPS, ActionState, ActionVerb
from tests.api.exchange.test_exports import exported
from tests.api.rectifications.steps import BODIES, PROBLEMS, codes, match, sent, step, walked
from tests.world import V1, World

ACTIONS = f"{V1}/accountability/actions"
WRITTEN = {"document_no": "锦教约〔2026〕3号", "basis": "整改工作办法 第十二条", "effect": "记入年度考核"}


def drawn_up(world: World, client: TestClient, **changes: Any) -> dict[str, Any]:
    """An action towards the school."""
    body = {"unit_id": world.unit("school"), "type": "circular", "title": "通报食堂采购问题"} | WRITTEN | changes
    answer = client.post(ACTIONS, json=body)
    assert answer.status_code == 201, answer.text
    action: dict[str, Any] = answer.json()
    return action


def act(client: TestClient, action: dict[str, Any], verb: str) -> Any:
    """Do `verb` to an action as it was read."""
    if verb == "change":
        return client.patch(f"{ACTIONS}/{action['id']}", json={"title": "新题目"}, headers=match(action))
    reason = {"reason": "已整改到位"} if verb in ("close", "revoke") else None
    return client.post(f"{ACTIONS}/{action['id']}:{verb}", json=reason, headers=match(action))


class TestActions:
    def test_every_pair_does_what_the_table_says(self, world: World) -> None:
        head = world.sign_in("inspection_head")
        paths = {
            ActionState.DRAFT: (),
            ActionState.ISSUED: ("issue",),
            ActionState.CLOSED: ("issue", "close"),
            ActionState.REVOKED: ("revoke",),
        }
        for state, verb in product(ActionState, ActionVerb):
            action = drawn_up(world, head)
            for before in paths[state]:
                action = act(head, action, before).json()
            answer = act(head, action, verb)
            if (state, verb) in ACTION_STEPS:
                assert answer.json()["state"] == ACTION_STEPS[state, verb].after
            else:
                assert codes(answer) == (409, "rectification.wrong_state")

    def test_issued_it_has_its_clock_and_reaches_the_page_of_its_problem(self, world: World, clerk: TestClient) -> None:
        head = world.sign_in("inspection_head")
        problem = sent(world, head)
        action = drawn_up(world, head, problem_id=problem["id"])
        assert clerk.get(f"{PROBLEMS}/{problem['id']}").json()["actions"] == []
        action = act(head, action, "issue").json()
        days = (action["issued_on"], action["reply_due_on"], action["effect_until_on"])
        assert days == ("2026-11-20", "2026-12-04", "2027-05-20")
        assert (action["in_effect"], action["problem"]["name"]) == (True, f"2026-001 {problem['title']}")
        (shown,) = clerk.get(f"{PROBLEMS}/{problem['id']}").json()["actions"]
        assert shown["document_no"] == WRITTEN["document_no"]

    def test_without_document_basis_and_effect_it_is_not_issued(self, world: World) -> None:
        head = world.sign_in("inspection_head")
        for missing in WRITTEN:
            answer = act(head, drawn_up(world, head, **{missing: None}), "issue")
            assert codes(answer) == (409, "rectification.document_missing")

    def test_faults_come_at_once(self, world: World) -> None:
        head = world.sign_in("inspection_head")
        stranger = {"person_id": world.unit("school"), "problem_id": world.unit("school")}
        body = {"unit_id": world.unit("far_school"), "type": "moon", "title": "x"} | stranger
        answer = head.post(ACTIONS, json=body)
        assert [error["pointer"] for error in answer.json()["errors"]] == [
            "/unit_id",
            "/type",
            "/person_id",
            "/problem_id",
        ]

    def test_a_draft_is_for_who_draws_it_up_and_schools_have_no_list(
        self, world: World, inspector: TestClient, clerk: TestClient
    ) -> None:
        leader = world.sign_in("bureau_leader")
        action = drawn_up(world, leader)
        assert inspector.get(f"{ACTIONS}/{action['id']}").status_code == 404
        assert inspector.get(ACTIONS).json()["total"] == 0
        assert act(inspector, action, "issue").status_code == 403
        act(leader, action, "issue")
        assert inspector.get(ACTIONS, params={"in_effect": True, "type": "circular"}).json()["total"] == 1
        assert clerk.get(ACTIONS).status_code == 403
        far = world.sign_in("bureau_leader", "far_county")
        assert far.get(f"{ACTIONS}/{action['id']}").status_code == 404


class TestExports:
    def test_the_three_lists_say_what_the_screen_says(
        self, world: World, officer: TestClient, clerk: TestClient
    ) -> None:
        body = BODIES["assign"] | {"tasks": [{"measure": "修订制度"}], "cooperating_ids": [world.unit("district")]}
        step(officer, sent(world, officer, source={"type": "complaint", "label": "信访7号"}), "assign", body)
        for kind, words in (
            ("problems", ("2026-001", "锦岚县第一小学", "监督检查", "已明确责任", "2026-12-31")),
            ("responsibilities", ("梅岭学区", "主体责任")),
            ("rectification_tasks", ("修订制度", "限期整改")),
        ):
            for client in (officer, clerk):
                text = exported(world, client, kind=kind, format="csv").decode("utf-8-sig")
                assert all(word in text for word in words), (kind, text)
                assert "信访" not in text
        other = world.sign_in("school_clerk", "other_school")
        assert "2026-001" not in exported(world, other, kind="problems", format="csv").decode("utf-8-sig")


class TestReminders:
    def test_due_overdue_and_second_looks_are_announced_once_a_week(
        self, world: World, officer: TestClient, clerk: TestClient, today: time_machine.Traveller
    ) -> None:
        step(officer, sent(world, officer), "assign", {"due_on": "2026-11-25"})
        way = ["assign", "start", "submit", "accept"]
        walked(sent(world, officer, title="旧的", lineage=None), way, (officer, clerk))
        assert self._kinds(world, "school_clerk", "school") == {"rectification.due"}
        assert self._kinds(world, "school_clerk", "school") == {"rectification.due"}
        today.move_to(datetime(2027, 3, 1, 4, tzinfo=UTC))
        assert "rectification.overdue" in self._kinds(world, "school_clerk", "school")
        late = self._kinds(world, "district_reviewer", "district")
        assert {"rectification.overdue", "rectification.recheck_due"} <= late

    @staticmethod
    def _kinds(world: World, role: str, unit: str) -> set[str]:
        with world.host() as ctx:
            remind(replace(ctx))
        kept = world.sign_in(role, unit).get(f"{V1}/notifications").json()["items"]
        asked = {"rectification.due", "rectification.overdue", "rectification.recheck_due"}
        assert all(notice["count"] == 1 for notice in kept if notice["kind"] in asked)
        return {notice["kind"] for notice in kept} & asked


def test_actions_leave_the_house_as_they_are_listed(world: World) -> None:
    head = world.sign_in("inspection_head")
    drawn_up(world, head)
    content = exported(world, head, kind="accountability_actions", format="csv", filter={}).decode("utf-8-sig")
    (columns, row) = content.splitlines()
    assert columns.startswith("单位,个人,种类,事由,文号,依据,要求")
    assert row.startswith("锦岚县第一小学,,通报,")
    assert "草稿" in row
