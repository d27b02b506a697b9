"""Findings: answered, put right, looked at again; dismissed by two; made a problem of rectification."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.checks.steps import FINDINGS, act, done, good, listed, only, ran
from tests.world import V1, World

TEXT = {"text": "情况说明"}


@pytest.fixture
def finding(world: World, leader: TestClient) -> dict[str, Any]:
    """A red finding at 锦岚县第一小学."""
    ran(world, one=3)
    return only(leader)


class TestLife:
    def test_from_found_to_closed(self, leader: TestClient, officer: TestClient, finding: dict[str, Any]) -> None:
        assert finding["verbs"] == ["acknowledge", "respond"]
        finding = done(leader, finding, "acknowledge")
        finding = done(leader, finding, "respond", "两名成员外出培训")
        finding = done(leader, finding, "submit", "已补开会议")
        assert finding["response"] == "已补开会议"
        finding = done(officer, finding, "return", "没有附会议记录")
        finding = done(leader, finding, "submit", "已附会议记录")
        finding = done(officer, finding, "close", "整改到位")
        assert (finding["state"], finding["verbs"]) == ("closed", ["reopen"])
        assert [step["verb"] for step in finding["steps"]] == [
            *("open", "acknowledge", "respond", "submit", "return", "submit", "close")
        ]
        assert finding["steps"][-1]["text"] == "整改到位"
        assert done(officer, finding, "reopen", "复查发现问题")["state"] == "open"

    def test_an_illegal_step_names_the_legal_ones(self, leader: TestClient, finding: dict[str, Any]) -> None:
        answer = act(leader, finding, "submit", TEXT)
        assert good(answer, 409)["code"] == "finding.wrong_state"
        assert "acknowledge" in answer.json()["detail"]

    def test_another_revision_is_refused(self, leader: TestClient, finding: dict[str, Any]) -> None:
        done(leader, finding, "acknowledge")
        assert act(leader, finding, "acknowledge").status_code == 412

    def test_each_does_what_their_role_allows(
        self, world: World, leader: TestClient, officer: TestClient, finding: dict[str, Any]
    ) -> None:
        assert act(leader, finding, "propose-dismissal", TEXT).status_code == 403
        assert act(officer, finding, "acknowledge").status_code == 403
        assert act(world.sign_in("school_supervisor", "school"), finding, "respond", TEXT).status_code == 403
        stranger = world.sign_in("school_leader", "other_school")
        assert act(stranger, finding, "acknowledge").status_code == 404
        assert stranger.get(f"{FINDINGS}/{finding['id']}").status_code == 404

    def test_a_submission_is_not_closed_by_who_made_it(self, world: World, finding: dict[str, Any]) -> None:
        both = world.sign_in("school_leader", "school")
        finding = done(both, done(both, finding, "respond", "说明"), "submit", "整改")
        assert "close" not in good(both.get(f"{FINDINGS}/{finding['id']}"))["verbs"]


class TestDismissal:
    def test_takes_two_people_and_two_reasons(
        self, officer: TestClient, head: TestClient, finding: dict[str, Any]
    ) -> None:
        assert good(act(head, finding, "dismiss", TEXT), 409)["code"] == "finding.not_proposed"
        finding = done(officer, finding, "propose-dismissal", "纸质记录齐全")
        assert finding["proposed"]
        assert "dismiss" not in finding["verbs"]
        finding = done(head, finding, "dismiss", "已核对纸质记录")
        assert finding["state"] == "dismissed"

    def test_is_not_for_who_proposed_it(self, head: TestClient, finding: dict[str, Any]) -> None:
        finding = done(head, finding, "propose-dismissal", "纸质记录齐全")
        assert good(act(head, finding, "dismiss", TEXT), 403)["code"] == "finding.second_person"
        assert act(head, finding, "propose-dismissal", TEXT).json()["code"] == "finding.already_proposed"

    def test_may_be_refused(self, officer: TestClient, head: TestClient, finding: dict[str, Any]) -> None:
        finding = done(officer, finding, "propose-dismissal", "纸质记录齐全")
        finding = done(head, finding, "keep", "没有见到记录")
        assert (finding["state"], finding["proposed"]) == ("open", False)

    def test_holds_while_the_facts_are_the_same(
        self, world: World, officer: TestClient, head: TestClient, finding: dict[str, Any]
    ) -> None:
        done(head, done(officer, finding, "propose-dismissal", "误报"), "dismiss", "同意")
        assert ran(world, one=3) == 0
        assert ran(world, one=5) == 1
        assert only(officer)["state"] == "open"


class TestAssigning:
    def test_says_who_and_until_when(self, world: World, officer: TestClient, finding: dict[str, Any]) -> None:
        wanted = {"owner_id": world.account("section_officer", "bureau"), "due_on": "2099-12-10"}
        finding = good(act(officer, finding, "assign", wanted))
        assert (finding["owner"]["id"], finding["due_on"], finding["overdue"]) == (*wanted.values(), False)
        assert [row["id"] for row in listed(officer, owner=wanted["owner_id"])] == [finding["id"]]

    def test_faults_are_named_with_their_place(
        self, world: World, officer: TestClient, finding: dict[str, Any]
    ) -> None:
        wanted = {"owner_id": world.account("school_leader", "school"), "due_on": "2020-01-01"}
        answer = good(act(officer, finding, "assign", wanted), 422)
        assert {(entry["pointer"], entry["code"]) for entry in answer["errors"]} == {
            ("/owner_id", "finding.owner_unknown"),
            ("/due_on", "finding.due_past"),
        }


class TestAssigningSeveral:
    def test_assigns_each_and_tells_what_was_refused(
        self, world: World, officer: TestClient, leader: TestClient
    ) -> None:
        ran(world, one=3, two=5, three=7)
        ran(world, "far_school", one=3)
        mine, stale, closed = (row["id"] for row in listed(officer))
        far = listed(world.sign_in("section_officer", "far_bureau"))[0]["id"]
        ran(world, one=2, two=5, three=7)
        now = {row["id"]: row["revision"] for row in listed(officer)}
        gone = next(row["id"] for row in listed(officer, state="closed"))
        live = [one for one in (mine, stale, closed) if one != gone]
        items = [
            *({"id": live[0], "revision": now[live[0]]}, {"id": live[1], "revision": 99}),
            *({"id": gone, "revision": now[gone]}, {"id": far, "revision": 1}),
        ]
        owner = world.account("section_officer", "bureau")
        body = {"items": items, "owner_id": owner, "due_on": "2099-12-10"}
        answer = good(officer.post(f"{FINDINGS}:assign", json=body))
        assert answer["done"] == 1
        assert {one["id"]: one["errors"][0]["code"] for one in answer["refused"]} == {
            live[1]: "conflict.stale",
            gone: "finding.wrong_state",
            far: "not_found",
        }
        (row,) = listed(officer, owner=owner)
        assert (row["id"], row["due_on"]) == (live[0], "2099-12-10")
        assert [step["verb"] for step in good(leader.get(f"{FINDINGS}/{live[0]}"))["steps"]] == ["open", "assign"]

    def test_costs_one_more_statement_for_each_row(self, world: World, officer: TestClient) -> None:
        ran(world, "school", **{str(number): 3 for number in range(6)})
        rows = [{"id": row["id"], "revision": row["revision"]} for row in listed(officer)]
        owner = world.account("section_officer", "bureau")
        sent = []
        for items in (rows[:2], rows[2:]):
            with world.statements() as statements:
                answer = good(officer.post(f"{FINDINGS}:assign", json={"items": items, "owner_id": owner}))
                assert answer == {"done": len(items), "refused": []}
            sent.append(len(statements))
        assert sent[1] - sent[0] == 2, "the row itself, in the revision that was read"

    def test_refuses_all_for_a_past_day_a_record_twice_or_a_role_without_the_right(
        self, world: World, officer: TestClient, leader: TestClient, finding: dict[str, Any]
    ) -> None:
        row = {"id": finding["id"], "revision": finding["revision"]}
        past = good(officer.post(f"{FINDINGS}:assign", json={"items": [row], "due_on": "2020-01-01"}), 422)
        assert [(one["pointer"], one["code"]) for one in past["errors"]] == [("/due_on", "finding.due_past")]
        twice = good(officer.post(f"{FINDINGS}:assign", json={"items": [row, row]}), 422)
        assert [one["pointer"] for one in twice["errors"]] == ["/items/0/id", "/items/1/id"]
        assert leader.post(f"{FINDINGS}:assign", json={"items": [row]}).status_code == 403
        owner = world.account("school_leader", "school")
        answer = good(officer.post(f"{FINDINGS}:assign", json={"items": [row], "owner_id": owner}))
        assert [(one["pointer"], one["code"]) for one in answer["refused"][0]["errors"]] == [
            ("/owner_id", "finding.owner_unknown")
        ]


class TestOwners:
    def test_are_those_who_manage_findings_of_the_unit(
        self, world: World, officer: TestClient, leader: TestClient, finding: dict[str, Any]
    ) -> None:
        me, far = (
            good(client.get(f"{V1}/auth/session"))["account"]["id"]
            for client in (officer, world.sign_in("section_officer", "far_bureau"))
        )
        owners = {one["id"]: one for one in good(officer.get(f"{FINDINGS}/{finding['id']}/owners"))["items"]}
        assert me in owners
        assert far not in owners
        assert good(act(officer, finding, "assign", {"owner_id": me}))["owner"] == owners[me]
        assert leader.get(f"{FINDINGS}/{finding['id']}/owners").status_code == 403


class TestRecords:
    def test_that_evidence_names_are_told_with_the_finding(self, leader: TestClient, finding: dict[str, Any]) -> None:
        assert finding["records"] == [
            {
                "type": "number",
                "id": finding["subject"]["id"],
                "label": "one",
                "on": None,
                "amount": "9800.00",
                "page": {"type": "number", "id": finding["subject"]["id"]},
            }
        ]


class TestRectification:
    def test_makes_a_problem_that_names_the_rule(self, officer: TestClient, finding: dict[str, Any]) -> None:
        finding = done(officer, finding, "rectify")
        assert finding["state"] == "rectifying"
        problem = good(officer.get(f"{V1}/rectifications/problems/{finding['problem_id']}"))
        assert (problem["source"]["type"], problem["severity"], problem["cited_rule"]) == (
            *("decision_alert", "serious", "基本规则"),
        )
        again = act(officer, finding, "rectify")
        assert good(again, 409)["code"] == "finding.already_linked"


class TestList:
    def test_is_narrowed_by_what_is_asked(self, world: World, officer: TestClient) -> None:
        ran(world, one=3, two=200)
        ran(world, "other_school", one=2000)
        assert len(listed(officer)) == 3
        assert {row["rule_id"] for row in listed(officer, rule="NUM-01")} == {"NUM-01"}
        assert [row["severity"] for row in listed(officer)] == ["red", "red", "yellow"]
        assert [row["severity"] for row in listed(officer, severity="yellow")] == ["yellow"]
        assert len(listed(officer, unit=world.unit("school"))) == 2
        assert listed(officer, state="closed") == listed(officer, overdue=True) == listed(officer, proposed=True) == []
        assert good(officer.get(FINDINGS, params={"sort": "nothing"}), 400)["code"] == "paging.bad_sort"

    def test_costs_four_statements_whatever_its_length(self, world: World, officer: TestClient) -> None:
        counts = []
        for number in (1, 5):
            ran(world, "school", **dict.fromkeys(map(str, range(number)), 3))
            with world.statements() as sent:
                assert len(listed(officer)) == number
            counts.append(len(sent))
        assert counts[0] == counts[1] <= 4


class TestRules:
    def test_say_what_they_ask_with_examples(self, leader: TestClient) -> None:
        rows = listed(leader, f"{V1}/check-rules")
        assert [row["id"] for row in rows] == ["NUM-01", "NUM-02"]
        rule = good(leader.get(f"{V1}/check-rules/NUM-01"))
        assert rule["vectors"] == [
            {
                "said": {"zh": "偶数", "en": "Even"},
                "about": "one",
                "changes": {"value": 3},
                "answer": "fail",
                "severity": "red",
            }
        ]
        assert good(leader.get(f"{V1}/check-rules/sound-records/numbers"))["record"] == {"one": 2}
        assert leader.get(f"{V1}/check-rules/NUM-99").status_code == 404
        assert leader.get(f"{V1}/check-rules/sound-records/nothing").status_code == 404


class TestComplaints:
    def test_weigh_in_what_the_inspection_team_sees_only(
        self, world: World, head: TestClient, leader: TestClient, officer: TestClient
    ) -> None:
        path = f"{V1}/schools/{world.unit('school')}/weighed-findings"
        assert good(head.get(path)) == {"known": True, "items": []}
        assert leader.get(path).status_code == officer.get(path).status_code == 403
