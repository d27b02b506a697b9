"""Entries: computed at once, explained, judged, saved by two at a time."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.core.metrics import METRICS, Figure
from api.core.points import points
from tests.api.assessments.steps import (
    A,
    advanced,
    codes,
    done,
    filled,
    match,
    pointers,
    round_url,
    save,
    signed,
    submitted,
)
from tests.world import V1, World


class TestSave:
    def test_points_come_at_once_with_why_and_what_the_round_comes_to(self, world: World, clerk: TestClient) -> None:
        url = round_url(world)
        saved = done(save(clerk, url, "A1", {"inputs": {"counts": {"study": 1}}, "comment": "一次"}))
        assert (saved["points"], saved["computed"], saved["source"], saved["revision"]) == ("5", "5", "entered", 1)
        assert [line["amount"] for line in saved["lines"]] == ["6", "-1"]
        assert (saved["round"]["state"], saved["round"]["entered"], saved["round"]["missing"]) == ("in_progress", 1, 22)
        assert (saved["round"]["total"], saved["values"]["A1"], saved["values"]["A2"]) == ("5", "5", "0")
        assert saved["scored_by"]["name"] == "school_clerk school"
        read = done(clerk.get(url))
        assert read["scores"] == [{name: saved[name] for name in read["scores"][0]}]
        assert len(read["open_items"]) == 22
        assert "A1" not in read["open_items"]

    def test_sending_the_same_changes_nothing(self, world: World, clerk: TestClient) -> None:
        url = round_url(world)
        body: dict[str, Any] = {"inputs": {"counts": {"study": 1}}}
        first = done(save(clerk, url, "A1", body))
        again = done(save(clerk, url, "A1", body, first["revision"]))
        assert again == first

    def test_an_entry_is_emptied_and_open_again(self, world: World, clerk: TestClient) -> None:
        url = round_url(world)
        first = done(save(clerk, url, "A1", {"inputs": {"counts": {}}}))
        emptied = done(save(clerk, url, "A1", {}, first["revision"]))
        assert (emptied["points"], emptied["round"]["missing"]) == (None, 23)

    def test_every_fault_comes_at_once(self, world: World, clerk: TestClient) -> None:
        url = round_url(world)
        answer = save(clerk, url, "A1", {"inputs": {"counts": {"study": -1, "list": "x"}}, "override_points": "7"})
        assert answer.status_code == 422
        assert pointers(answer) == [
            *("/inputs/counts/study", "/inputs/counts/list", "/override_points", "/override_reason"),
        ]
        answer = save(clerk, url, "A1", {"inputs": {"counts": {}}, "not_applicable": True, "override_reason": "x"})
        assert codes(answer)[1:] == ["assessment.not_applicable_alone"]
        assert save(clerk, url, "A", {}).status_code == 404
        assert done(clerk.get(url))["scores"] == []

    def test_points_are_set_with_a_reason_that_the_explanation_repeats(self, world: World, clerk: TestClient) -> None:
        body = {"inputs": {"counts": {"study": 2}}, "override_points": "5.5", "override_reason": "补学一次"}
        saved = done(save(clerk, round_url(world), "A1", body))
        assert (saved["computed"], saved["overridden"], saved["points"]) == ("4", "5.5", "5.5")
        assert saved["lines"][-1]["text"] == "改定为 5.5 分：补学一次"

    def test_an_item_that_does_not_apply_is_left_out_of_the_total(self, world: World, clerk: TestClient) -> None:
        url = round_url(world)
        filled(world, clerk)
        entry = next(one for one in done(clerk.get(url))["scores"] if one["code"] == "B4")
        body = {"not_applicable": True, "override_reason": "由教育局统一配餐"}
        saved = done(save(clerk, url, "B4", body, entry["revision"]))
        assert (saved["points"], saved["round"]["total"], saved["round"]["missing"]) == (None, "100", 0)

    def test_a_reader_writes_nothing(self, world: World, officer: TestClient, reviewer: TestClient) -> None:
        body: dict[str, Any] = {"inputs": {"counts": {}}}
        for client in (officer, reviewer, world.sign_in("school_supervisor", "school")):
            answer = save(client, round_url(world), "A1", body)
            assert (answer.status_code, codes(answer)) == (403, ["access.denied"])
        neighbour = world.sign_in("school_clerk", "other_school")
        assert save(neighbour, round_url(world), "A1", body).status_code == 404


class TestConflict:
    def test_the_second_of_two_gets_both_versions(self, world: World, clerk: TestClient, principal: TestClient) -> None:
        url = round_url(world)
        first = done(save(clerk, url, "A1", {"inputs": {"counts": {"study": 1}}}))
        sent = {"inputs": {"counts": {"study": 2}}, "comment": "两次"}
        answer = save(principal, url, "A1", sent)
        assert (answer.status_code, codes(answer)) == (412, ["assessment.score_stale"] * 2)
        both = answer.json()["errors"][0]["params"]
        assert both["stored"] == {name: first[name] for name in both["stored"]}
        assert {name: both["sent"][name] for name in sent} == sent
        assert done(save(principal, url, "A1", sent, first["revision"]))["points"] == "4"

    def test_other_items_of_the_round_are_no_conflict(
        self, world: World, clerk: TestClient, principal: TestClient
    ) -> None:
        url = round_url(world)
        done(save(clerk, url, "A1", {"inputs": {"counts": {}}}))
        assert done(save(principal, url, "A3", {"inputs": {"level": "good"}}))["round"]["total"] == "10"


class TestExplain:
    def test_the_tree_adds_up_to_the_total(self, world: World, clerk: TestClient) -> None:
        filled(world, clerk)
        tree = done(clerk.get(f"{round_url(world)}/explanation"))
        assert (tree["value"], [child["code"] for child in tree["children"]]) == ("100", ["A", "B", "C", "D", "E"])


class TestDerived:
    @pytest.fixture(autouse=True)
    def _figures(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        """Rectification is connected, satisfaction as well; complaints and decisions are not."""
        monkeypatch.setitem(
            METRICS,
            "rectifications.progress",
            lambda _ctx, units, _period: dict.fromkeys(units, Figure({"done": 3, "begun": 1, "none": 0})),
        )
        known = Figure(value=points("91"))
        monkeypatch.setitem(METRICS, "surveys.satisfaction", lambda _ctx, units, _period: dict.fromkeys(units, known))
        for name in ("complaints.on_time", "decisions.procedure"):
            monkeypatch.delitem(METRICS, name, raising=False)

    def test_what_is_known_is_entered_and_what_is_not_connected_waits_for_a_person(
        self, world: World, clerk: TestClient
    ) -> None:
        url = round_url(world)
        derived = done(clerk.get(url))["derived"]
        assert {code: one["connected"] for code, one in derived.items()} == {
            **dict.fromkeys(("A2", "E2"), False),
            **dict.fromkeys(("E1", "E3"), True),
        }
        assert done(clerk.post(f"{url}:derive"))["written"] == 2
        scores = {one["code"]: one for one in done(clerk.get(url))["scores"]}
        assert {code: (one["points"], one["source"]) for code, one in scores.items()} == {
            "E1": ("5", "derived"),
            "E3": ("4.38", "derived"),
        }
        assert done(clerk.post(f"{url}:derive"))["written"] == 0
        typed = done(save(clerk, url, "E2", {"inputs": {"numerator": 3, "denominator": 4}}))
        assert (typed["points"], typed["source"]) == ("3", "entered")

    def test_a_figure_is_not_typed_but_overridden_with_a_reason(self, world: World, clerk: TestClient) -> None:
        url = round_url(world)
        answer = save(clerk, url, "E1", {"inputs": {"value": "99"}})
        assert codes(answer)[1:] == ["assessment.derived_inputs"]
        done(clerk.post(f"{url}:derive"))
        body = {"inputs": {"value": "91"}, "override_points": "6", "override_reason": "样本不足"}
        saved = done(save(clerk, url, "E1", body, 1))
        assert (saved["computed"], saved["points"], saved["source"]) == ("5", "6", "derived")


class TestConfirm:
    def test_a_county_takes_over_and_changes_single_items(self, world: World, officer: TestClient) -> None:
        submitted(world, "self")
        advanced(world, world.unit("campaign"), "district")
        submitted(world, "district")
        advanced(world, world.unit("campaign"), "county")
        url = round_url(world, "county")
        done(save(officer, url, "A1", {"inputs": {"counts": {"study": 1}}, "comment": "少一次"}))
        assert done(officer.post(f"{url}:confirm", json={}))["written"] == 22
        read = done(officer.get(url))
        assert (read["total"], read["missing"]) == ("99", 0)
        assert {one["source"] for one in read["scores"] if one["code"] != "A1"} == {"confirmed"}
        assert all(one["comment"] is None for one in read["scores"] if one["code"] != "A1")
        answer = officer.post(f"{url}:confirm", json={"codes": ["Z9"]})
        assert pointers(answer) == ["/codes/0"]

    def test_a_district_that_scores_each_item_does_not_confirm(self, world: World, reviewer: TestClient) -> None:
        submitted(world, "self")
        advanced(world, world.unit("campaign"), "district")
        answer = reviewer.post(f"{round_url(world, 'district')}:confirm", json={})
        assert codes(answer) == ["assessment.confirm_not_allowed"]


class TestAssign:
    def test_items_given_to_one_are_written_by_that_one_and_by_who_assigns(
        self, world: World, clerk: TestClient, principal: TestClient
    ) -> None:
        url = round_url(world)
        other = world.account("school_clerk", "school")
        leader = world.account("school_leader", "school")
        offered = done(principal.get(f"{url}/assignments"))["people"]
        assert {one["id"] for one in offered} == {other, leader}
        given = {"assignments": [{"code": "A", "account_id": leader}, {"code": "A3", "account_id": other}]}
        done(principal.put(f"{url}/assignments", json=given))
        answer = save(clerk, url, "A1", {"inputs": {"counts": {}}})
        assert (answer.status_code, codes(answer)) == (403, ["assessment.assigned_elsewhere"])
        done(save(clerk, url, "A3", {"inputs": {"level": "good"}}))
        done(save(clerk, url, "B1", {"inputs": {"level": "full"}}))
        assert "A1" not in done(clerk.get(url))["writable"]
        assert done(principal.get(url))["writable"] is None
        finished = done(clerk.post(f"{url}/assignments/A3:done"))
        assert [one["code"] for one in finished["items"] if one["done_at"]] == ["A3"]
        assert codes(clerk.post(f"{url}/assignments/B1:done")) == ["assessment.not_assigned"]

    def test_only_who_signs_assigns_and_only_to_who_can_work(
        self, world: World, clerk: TestClient, principal: TestClient
    ) -> None:
        url = f"{round_url(world)}/assignments"
        wrong = [{"code": "Z", "account_id": world.account("district_reviewer", "district")}]
        assert clerk.put(url, json={"assignments": wrong}).status_code == 403
        answer = principal.put(url, json={"assignments": wrong})
        assert codes(answer)[1:] == ["assessment.indicator_unknown", "assessment.assignee_unfit"]

    def test_a_leavers_items_pass_to_the_successor(self, world: World, principal: TestClient) -> None:
        url = round_url(world)
        leaver, heir = world.account("school_clerk", "school"), world.account("school_leader", "school")
        done(principal.put(f"{url}/assignments", json={"assignments": [{"code": "A", "account_id": leaver}]}))
        admin = world.sign_in("platform_admin")
        counted = done(admin.get(f"{V1}/accounts/{leaver}/assignments"))
        assert {one["kind"]: one["open"] for one in counted["items"]}["assessment_items"] == 1
        body = {"to": heir, "reason": "调离"}
        answer = admin.post(f"{V1}/accounts/{leaver}:hand-over", json=body)
        assert answer.status_code == 200, answer.text
        assert [one["account"]["id"] for one in done(principal.get(f"{url}/assignments"))["items"]] == [heir]


class TestSideBySide:
    def test_rounds_stand_beside_each_other_with_their_gaps(self, world: World, officer: TestClient) -> None:
        submitted(world, "self")
        advanced(world, world.unit("campaign"), "district")
        reviewer = world.sign_in("district_reviewer", "district")
        done(save(reviewer, round_url(world, "district"), "A1", {"inputs": {"counts": {"study": 2}}}))
        url = f"{A}/enrolments/{world.unit('enrolment of school')}/items"
        items = {one["code"]: one for one in done(officer.get(url))["items"]}
        assert len(items) == 23
        assert (items["A1"]["gaps"], items["A1"]["apart"]) == ({"district": "-2"}, ["district"])
        assert items["A1"]["scores"]["self"]["points"] == "6"

    def test_a_school_sees_later_rounds_only_when_the_campaign_shows_them(
        self, world: World, principal: TestClient
    ) -> None:
        submitted(world, "self")
        advanced(world, world.unit("campaign"), "district")
        submitted(world, "district")
        url = f"{A}/enrolments/{world.unit('enrolment of school')}"
        assert [one["round"] for one in done(principal.get(url))["rounds"]] == ["self"]
        assert principal.get(round_url(world, "district")).status_code == 404
        assert all(list(one["scores"]) == ["self"] for one in done(principal.get(f"{url}/items"))["items"])

    def test_what_is_shown_names_the_team_and_no_person(self, world: World, officer: TestClient) -> None:
        campaign = done(officer.get(f"{A}/campaigns/{world.unit('campaign')}"))
        patch = {"visibility": {"district": "submitted"}}
        done(officer.patch(f"{A}/campaigns/{campaign['id']}", json=patch, headers=match(campaign)))
        submitted(world, "self")
        advanced(world, world.unit("campaign"), "district")
        reviewer = world.sign_in("district_reviewer", "district")
        filled(world, reviewer, "district", comment="核对")
        body = {"team": "梅岭学区复核组", "no_conflict": True}
        done(signed(reviewer, round_url(world, "district"), body=body))
        shown = done(world.sign_in("school_leader", "school").get(round_url(world, "district")))
        assert (shown["team"], shown["submitted_by"]) == ("梅岭学区复核组", None)
        assert all(one["scored_by"] is None for one in shown["scores"])
        assert (shown["verbs"], shown["writable"]) == ([], [])
