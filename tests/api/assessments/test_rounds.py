"""Rounds handed in, back and on: who may, when, what is kept; later rounds leave earlier ones as they were."""

import random
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.assessments.models import AssessmentRound, AssessmentScore
from tests.api.assessments.steps import (
    A,
    advanced,
    best_inputs,
    codes,
    done,
    enrolment_of,
    filled,
    items_of,
    match,
    pointers,
    round_url,
    save,
    signed,
    submitted,
)
from tests.api.evidence.steps import filed
from tests.world import V1, World


class TestSubmit:
    def test_nothing_is_signed_before_it_is_complete(self, world: World, principal: TestClient) -> None:
        url = round_url(world)
        done(save(principal, url, "A1", {"inputs": {"counts": {}}}))
        ready = done(principal.get(f"{url}/readiness"))
        assert (ready["ready"], len(ready["open_items"]), ready["late"]) == (False, 22, False)
        answer = signed(principal, url, body={})
        assert (answer.status_code, codes(answer)) == (
            409,
            ["assessment.not_ready", "assessment.items_open", "assessment.evidence_note"],
        )
        filled(world, principal)
        assert codes(signed(principal, url, body={})) == ["assessment.not_ready", "assessment.evidence_note"]
        read = done(signed(principal, url, body={"note": "佐证随后补交"}))
        assert (read["state"], read["late"], read["note"], read["total"]) == ("submitted", False, "佐证随后补交", "100")
        assert read["submitted_by"]["name"] == "school_leader school"
        answer = save(principal, url, "A1", {}, 1)
        assert (answer.status_code, codes(answer)) == (409, ["assessment.wrong_state"])

    def test_a_clerk_fills_and_does_not_sign(self, world: World, clerk: TestClient) -> None:
        filled(world, clerk)
        assert signed(clerk, round_url(world)).status_code == 403

    def test_late_is_marked_and_what_was_asked_for_again_is_not(self, world: World, principal: TestClient) -> None:
        url = round_url(world)
        filled(world, principal)
        with time_machine.travel(datetime(2026, 11, 26, 4, tzinfo=UTC), tick=True):
            assert done(signed(world.sign_in("school_leader", "school"), url))["late"] is True
        filled(world, world.sign_in("school_leader", "other_school"), unit="other_school")
        other, reviewer = (
            world.sign_in("school_leader", "other_school"),
            world.sign_in("district_reviewer", "other_district"),
        )
        url = round_url(world, unit="other_school")
        done(signed(other, url))
        done(signed(reviewer, url, "return"))
        with time_machine.travel(datetime(2026, 11, 26, 4, tzinfo=UTC), tick=True):
            assert done(signed(world.sign_in("school_leader", "other_school"), url))["late"] is False

    def test_late_is_shut_out_where_the_campaign_says_so(self, world: World, officer: TestClient) -> None:
        campaign = done(officer.get(f"{A}/campaigns/{world.unit('campaign')}"))
        url = f"{A}/campaigns/{campaign['id']}"
        done(officer.patch(url, json={"late_policy": "block"}, headers=match(campaign)))
        with time_machine.travel(datetime(2026, 11, 26, 4, tzinfo=UTC), tick=True):
            principal = world.sign_in("school_leader", "school")
            answer = save(principal, round_url(world), "A1", {"inputs": {"counts": {}}})
            assert codes(answer) == ["assessment.window_closed"]
            assert done(principal.get(round_url(world)))["verbs"] == []

    def test_who_read_an_older_revision_reads_again(self, world: World, principal: TestClient) -> None:
        url = round_url(world)
        filled(world, principal)
        answer = principal.post(f"{url}:submit", json={"note": "x"}, headers={"If-Match": '"1"'})
        assert answer.status_code == 412


class TestJudge:
    def test_it_is_returned_with_a_reason_put_right_and_accepted(
        self, world: World, principal: TestClient, reviewer: TestClient
    ) -> None:
        submitted(world, "self")
        url = round_url(world)
        back = done(signed(reviewer, url, "return"))
        assert (back["state"], back["return_reason"], back["returns"]) == ("returned", "补一次记录", 1)
        entry = next(one for one in done(principal.get(url))["scores"] if one["code"] == "A4")
        done(save(principal, url, "A4", {"inputs": {"held": [1]}}, entry["revision"]))
        assert done(principal.get(url))["state"] == "returned"
        done(signed(principal, url))
        accepted = done(signed(reviewer, url, "accept"))
        assert (accepted["state"], accepted["total"]) == ("accepted", "99")
        told = done(principal.get(f"{V1}/notifications"))["items"]
        assert {one["kind"] for one in told} == {"assessment.returned", "assessment.accepted"}

    def test_each_round_is_its_own_levels(self, world: World, officer: TestClient, reviewer: TestClient) -> None:
        submitted(world, "self")
        advanced(world, world.unit("campaign"), "county")
        body: dict[str, Any] = {"inputs": {"counts": {}}}
        assert codes(save(officer, round_url(world, "district"), "A1", body)) == ["access.denied"]
        assert reviewer.get(round_url(world, "county")).status_code == 404
        neighbour = world.sign_in("district_reviewer", "other_district")
        assert save(neighbour, round_url(world, "district"), "A1", body).status_code == 404
        done(save(reviewer, round_url(world, "district"), "A1", body))

    def test_the_county_does_not_accept_its_own_signature(self, world: World, officer: TestClient) -> None:
        submitted(world, "self")
        advanced(world, world.unit("campaign"), "district")
        submitted(world, "district")
        advanced(world, world.unit("campaign"), "county")
        submitted(world, "county")
        url = round_url(world, "county")
        assert codes(signed(officer, url, "accept")) == ["assessment.own_round"]
        another = world.sign_in("section_officer", "bureau")
        assert done(signed(another, url, "accept"))["state"] == "accepted"

    def test_what_a_later_round_stands_on_stays(self, world: World, officer: TestClient) -> None:
        submitted(world, "self")
        advanced(world, world.unit("campaign"), "district")
        submitted(world, "district")
        assert codes(signed(officer, round_url(world), "return")) == ["assessment.later_handed_in"]

    def test_a_round_waits_for_the_one_before(self, world: World, reviewer: TestClient) -> None:
        answer = save(reviewer, round_url(world, "district"), "A1", {"inputs": {"counts": {}}})
        assert codes(answer) == ["assessment.not_open_yet"]
        advanced(world, world.unit("campaign"), "district")
        answer = save(reviewer, round_url(world, "district"), "A1", {"inputs": {"counts": {}}})
        assert codes(answer) == ["assessment.earlier_open"]

    def test_several_go_back_at_once_and_each_refusal_is_told(self, world: World, officer: TestClient) -> None:
        submitted(world, "self")
        one, other = (world.unit(f"enrolment of {unit}") for unit in ("school", "other_school"))
        body = {"round": "self", "enrolment_ids": [one, other, world.unit("school")], "reason": "缺第四季度材料"}
        answer = done(officer.post(f"{A}/campaigns/{world.unit('campaign')}/rounds:return", json=body))
        assert (answer["done"], answer["refused"]) == (
            1,
            {other: "assessment.wrong_state", world.unit("school"): "not_found"},
        )


class TestDisagree:
    @pytest.fixture(autouse=True)
    def _reviewed(self, world: World) -> None:
        submitted(world, "self")
        advanced(world, world.unit("campaign"), "district")

    def test_a_gap_of_the_threshold_is_explained_before_it_is_signed(self, world: World, reviewer: TestClient) -> None:
        url = round_url(world, "district")
        first = done(save(reviewer, url, "A1", {"inputs": {"counts": {"study": 1}}}))
        filled(world, reviewer, "district")
        ready = done(reviewer.get(f"{url}/readiness"))
        assert ready["gaps"] == [{"code": "A1", "earlier": "self", "gap": "-1", "explained": False}]
        assert codes(signed(reviewer, url)) == ["assessment.not_ready", "assessment.unexplained"]
        body = {"inputs": {"counts": {"study": 1}}, "comment": "只见一次记录"}
        done(save(reviewer, url, "A1", body, first["revision"]))
        assert done(signed(reviewer, url))["state"] == "submitted"

    def test_no_signature_without_the_declaration(self, world: World, reviewer: TestClient) -> None:
        filled(world, reviewer, "district")
        answer = signed(reviewer, round_url(world, "district"), body={})
        assert (pointers(answer), codes(answer)[1:]) == (["/no_conflict"], ["assessment.conflict_undeclared"])


class TestRecuse:
    def test_who_declares_a_tie_keeps_out(self, world: World, reviewer: TestClient, officer: TestClient) -> None:
        submitted(world, "self")
        advanced(world, world.unit("campaign"), "district")
        url = f"{A}/enrolments/{world.unit('enrolment of school')}/recusals"
        declared = done(reviewer.post(url, json={"reason": "配偶在该校任教"}))
        assert (declared["tied"], declared["items"][0]["reason"]) == (True, "配偶在该校任教")
        answer = save(reviewer, round_url(world, "district"), "A1", {"inputs": {"counts": {}}})
        assert (answer.status_code, codes(answer)) == (403, ["assessment.recused"])
        assert done(reviewer.get(round_url(world, "district")))["verbs"] == []
        assert codes(reviewer.post(url, json={"reason": "x"})) == ["assessment.recused_already"]
        mine = declared["items"][0]["account"]["id"]
        assert reviewer.delete(f"{url}/{mine}").status_code == 403
        assert officer.delete(f"{url}/{mine}").status_code == 204
        done(save(reviewer, round_url(world, "district"), "A1", {"inputs": {"counts": {}}}))

    def test_who_works_at_the_school_keeps_out_whatever_the_role(self, world: World, officer: TestClient) -> None:
        submitted(world, "self")
        campaign = advanced(world, world.unit("campaign"), "county")
        account, school = world.account("section_officer"), world.unit("school")
        body = {"unit_id": school, "name": "何桂芳", "kind": "teacher"}
        person = done(officer.post(f"{V1}/persons", json=body), 201)
        post = {"person_id": person["id"], "unit_id": school, "kind": "teaching_director", "from_on": "2025-09-01"}
        done(officer.post(f"{V1}/posts", json=post), 201)
        admin = world.sign_in("platform_admin")
        read = admin.get(f"{V1}/accounts/{account}").json()
        done(admin.patch(f"{V1}/accounts/{account}", json={"person_id": person["id"]}, headers=match(read)))
        with time_machine.travel(datetime(2026, 12, 6, 4, tzinfo=UTC), tick=True):
            officer = world.sign_in("section_officer")
            answer = save(officer, round_url(world, "county"), "A1", {"inputs": {"counts": {}}})
            assert codes(answer) == ["assessment.recused"]
            other = round_url(world, "county", "other_school")
            done(save(officer, other, "A1", {"inputs": {"counts": {}}}))
        assert campaign["state"] == "county"

    def test_ties_are_not_the_schools_business(self, world: World, principal: TestClient) -> None:
        url = f"{A}/enrolments/{world.unit('enrolment of school')}/recusals"
        assert principal.get(url).status_code == 403


class TestEvidence:
    def test_one_item_serves_places_and_each_is_reviewed(
        self, world: World, clerk: TestClient, reviewer: TestClient
    ) -> None:
        item = filed(world, clerk)
        url = f"{A}/enrolments/{world.unit('enrolment of school')}/slots"
        after = before = done(clerk.get(url))
        for place in ("A1/A1.1", "A2/A2.1"):
            after = done(clerk.post(f"{url}/{place}/evidence", json={"item_id": item["id"]}))
        assert after["lacking"] == before["lacking"] - 2
        slots = {one["slot"]: one for one in after["items"]}
        assert (slots["A1.1"]["fulfilled"], slots["A1.1"]["files"], slots["A1.1"]["items"][0]["covers"]) == (
            *(True, 1, True),
        )
        again = clerk.post(f"{url}/A1/A1.1/evidence", json={"item_id": item["id"]})
        assert codes(again) == ["evidence.use_taken"]
        use = slots["A1.1"]["items"][0]
        returned = f"{V1}/evidence/{item['id']}/uses/{use['use_id']}:return"
        done(reviewer.post(returned, json={"reason": "缺签字"}, headers=match(use)))
        slots = {one["slot"]: one for one in done(clerk.get(url))["items"]}
        assert (slots["A1.1"]["fulfilled"], slots["A2.1"]["fulfilled"]) == (False, True)
        lacking = {one["slot"] for one in done(clerk.get(f"{round_url(world)}/readiness"))["missing_evidence"]}
        assert "A1.1" in lacking
        assert "A2.1" not in lacking

    def test_a_period_outside_the_campaigns_is_told(self, world: World, clerk: TestClient) -> None:
        item = filed(world, clerk, period_from="2024-03-01", period_to="2024-04-01")
        url = f"{A}/enrolments/{world.unit('enrolment of school')}/slots"
        after = done(clerk.post(f"{url}/A1/A1.1/evidence", json={"item_id": item["id"]}))
        assert next(one for one in after["items"] if one["slot"] == "A1.1")["items"][0]["covers"] is False

    def test_evidence_of_another_school_serves_nothing_here(self, world: World, clerk: TestClient) -> None:
        neighbour = world.sign_in("school_clerk", "other_school")
        item = filed(world, neighbour, "other_school")
        url = f"{A}/enrolments/{world.unit('enrolment of school')}/slots"
        assert clerk.post(f"{url}/A1/A1.1/evidence", json={"item_id": item["id"]}).status_code == 404
        assert neighbour.post(f"{url}/A1/A1.1/evidence", json={"item_id": item["id"]}).status_code == 404
        own = filed(world, clerk)
        assert clerk.post(f"{url}/A1/Z/evidence", json={"item_id": own["id"]}).status_code == 404


class TestEarlierRounds:
    def test_no_later_write_changes_a_byte_of_an_earlier_round(self, world: World, officer: TestClient) -> None:
        """A hundred random writes of district and county, each legal or refused, over 23 items."""
        submitted(world, "self")
        advanced(world, world.unit("campaign"), "district")
        reviewer = world.sign_in("district_reviewer", "district")
        own = _rows(world, "self")
        _scribble(world, reviewer, "district", 7)
        assert _rows(world, "self") == own
        submitted(world, "district")
        advanced(world, world.unit("campaign"), "county")
        earlier = own, _rows(world, "district")
        _scribble(world, officer, "county", 11)
        done(officer.post(f"{round_url(world, 'county')}:confirm", json={}))
        assert (_rows(world, "self"), _rows(world, "district")) == earlier
        assert enrolment_of(world, world.unit("campaign"))["rounds"][0]["total"] == "100"


def _scribble(world: World, client: TestClient, which: str, seed: int) -> None:
    url, items, dice = round_url(world, which), items_of(world), random.Random(seed)  # noqa: S311
    revisions: dict[str, int] = {}
    for _ in range(50):
        code = dice.choice(sorted(items))
        leaf = items[code]
        bodies: list[dict[str, Any]] = [
            {"inputs": best_inputs(leaf["rule"], leaf["points"])},
            {"override_points": "1", "override_reason": "抽查", "comment": "抽查"},
            {"not_applicable": True, "override_reason": "无此业务", "comment": "无"},
            {"inputs": {"wrong": 1}},
        ]
        answer = save(client, url, code, dice.choice(bodies), revisions.get(code, 0))
        if answer.status_code == 200:
            revisions[code] = answer.json()["revision"]
    for code, revision in revisions.items():
        body = {"inputs": best_inputs(items[code]["rule"], items[code]["points"]), "comment": "核对无误"}
        done(save(client, url, code, body, revision))


def _rows(world: World, which: str) -> list[tuple[Any, ...]]:
    """A round and its scores, every column."""
    enrolment = UUID(world.unit("enrolment of school"))
    mine = select(AssessmentRound.id).where(AssessmentRound.enrolment_id == enrolment, AssessmentRound.round == which)
    with world.host() as ctx:
        round_table, score_table = AssessmentRound.__table__, AssessmentScore.__table__
        rows = [tuple(row) for row in ctx.session.execute(select(round_table).where(round_table.c.id.in_(mine)))]
        scores = select(score_table).where(score_table.c.round_id.in_(mine)).order_by(score_table.c.code)
        return [*rows, *(tuple(row) for row in ctx.session.execute(scores))]
