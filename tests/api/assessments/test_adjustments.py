"""加分, 扣分, 一票否决: who proposes, who decides, what they do to the result and to awards."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.assessments.filled import Filled, filled
from tests.api.assessments.results_steps import A, computed, post, ranking
from tests.api.evidence.steps import filed
from tests.world import World

GROUND = "已核实，材料在案。"


def claim(client: TestClient, made: Filled, school: str = "school", **changes: Any) -> Any:
    """A school's claim of a bonus."""
    body = {"code": "X", "level": "city", "name": "市级文明校园", "document": "市文明办〔2026〕5号", "ground": GROUND}
    return client.post(f"{A}/enrolments/{made.enrolments[school]}/bonus-claims", json=body | changes)


def veto(client: TestClient, made: Filled, code: str = "V2", school: str = "school", **changes: Any) -> Any:
    """A reviewer's proposal of a veto."""
    body = {"code": code, "document": "县教〔2026〕8号", "ground": GROUND} | changes
    return client.post(f"{A}/enrolments/{made.enrolments[school]}/vetoes", json=body)


def upheld(world: World, made: Filled, code: str, school: str = "school") -> dict[str, Any]:
    """A veto that the leader has upheld."""
    proposed = veto(world.sign_in("section_officer"), made, code, school).json()
    answer = post(world.sign_in("bureau_leader"), f"/vetoes/{proposed['id']}:uphold", proposed, {})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


class TestBonus:
    def test_a_school_claims_and_the_county_upholds(self, world: World) -> None:
        made, clerk = filled(world), world.sign_in("school_clerk", "school")
        answer = claim(clerk, made)
        assert answer.status_code == 201, answer.text
        proposed = answer.json()
        assert (proposed["state"], proposed["title"], proposed["verbs"]) == ("proposed", "荣誉", ["withdraw"])
        officer = world.sign_in("section_officer")
        decided = post(officer, f"/adjustments/{proposed['id']}:uphold", proposed, {}).json()
        assert (decided["state"], decided["verbs"]) == ("upheld", ["lift"])
        computed(world, made)
        assert [row["total"] for row in ranking(officer, made)] == ["97", "85"]

    def test_faults_come_together(self, world: World) -> None:
        made, clerk = filled(world), world.sign_in("school_clerk", "school")
        answer = claim(clerk, made, code="Y", document=None, evidence_ids=[world.unit("school")])
        found = {(one["pointer"], one["code"]) for one in answer.json()["errors"]}
        assert found == {
            ("/code", "assessment.adjustment_code"),
            ("/level", "assessment.adjustment_level"),
            ("/evidence_ids", "assessment.evidence_unknown"),
        }

    def test_evidence_of_the_school_is_proof_enough(self, world: World) -> None:
        made, clerk = filled(world), world.sign_in("school_clerk", "school")
        item = filed(world, clerk, period_from="2026-01-01", period_to="2026-01-02")
        assert claim(clerk, made, document=None, evidence_ids=[item["id"]]).status_code == 201
        assert claim(clerk, made, document=None).json()["errors"][0]["code"] == "assessment.adjustment_proof"

    def test_only_who_claimed_it_takes_it_back(self, world: World) -> None:
        made, clerk = filled(world), world.sign_in("school_clerk", "school")
        proposed = claim(clerk, made).json()
        refused = post(world.sign_in("section_officer"), f"/adjustments/{proposed['id']}:withdraw", proposed)
        assert (refused.status_code, refused.json()["code"]) == (403, "assessment.not_your_proposal")
        assert post(clerk, f"/adjustments/{proposed['id']}:withdraw", proposed).json()["state"] == "withdrawn"

    def test_another_school_cannot_be_claimed_for(self, world: World) -> None:
        made = filled(world)
        assert claim(world.sign_in("school_clerk", "other_school"), made).status_code == 404


class TestDeductionsAndVetoes:
    def test_nobody_decides_what_he_proposed(self, world: World) -> None:
        made, officer = filled(world), world.sign_in("section_officer")
        body = {"kind": "deduction", "code": "D", "times": 2, "document": "县教〔2026〕9号", "ground": GROUND}
        proposed = officer.post(f"{A}/enrolments/{made.enrolments['school']}/adjustments", json=body).json()
        refused = post(officer, f"/adjustments/{proposed['id']}:uphold", proposed, {})
        assert (refused.status_code, refused.json()["code"]) == (403, "assessment.own_proposal")
        other = world.sign_in("section_officer", "bureau")
        assert post(other, f"/adjustments/{proposed['id']}:uphold", proposed, {}).json()["state"] == "upheld"
        computed(world, made)
        assert ranking(officer, made)[0]["total"] == "93"

    def test_both_persons_are_named_to_the_county_and_to_nobody_else(self, world: World) -> None:
        made, clerk = filled(world), world.sign_in("school_clerk", "school")
        proposed = claim(clerk, made).json()
        assert (proposed["proposed_by"], proposed["decided_by"]) == (None, None)
        officer = world.sign_in("section_officer")
        decided = post(officer, f"/adjustments/{proposed['id']}:uphold", proposed, {}).json()
        ids = [decided[name]["id"] for name in ("proposed_by", "decided_by")]
        assert ids == [world.account("school_clerk", "school"), world.account("section_officer")]
        assert clerk.get(f"{A}/adjustments/{proposed['id']}").json()["decided_by"] is None

    def test_a_list_costs_the_same_for_one_as_for_two(self, world: World) -> None:
        made, officer = filled(world), world.sign_in("section_officer")
        counts = []
        for code in ("V2", "V3"):
            assert veto(officer, made, code).status_code == 201
            with world.statements() as sent:
                assert officer.get(f"{A}/adjustments").status_code == 200
            counts.append(len(sent))
        assert counts[0] == counts[1] <= 4

    def test_a_veto_lowers_the_grade_and_is_said_in_the_reasons(self, world: World) -> None:
        made = filled(world)
        upheld(world, made, "V2")
        computed(world, made)
        officer = world.sign_in("section_officer")
        rows = {row["unit"]["name"]: (row["grade"], row["vetoed"], row["total"]) for row in ranking(officer, made)}
        assert rows == {"锦岚县第一小学": ("pass", True, "95"), "马渡中学": ("good", False, "85")}
        result = officer.get(f"{A}/enrolments/{made.enrolments['school']}/result").json()
        assert "被上级通报" in "".join(result["reasons"])

    def test_a_veto_needs_the_evidence_that_the_framework_asks_for(self, world: World) -> None:
        made = filled(world)
        answer = veto(world.sign_in("section_officer"), made, "V1")
        assert [one["code"] for one in answer.json()["errors"]] == ["assessment.adjustment_proof"]

    def test_a_veto_is_decided_at_its_own_address_by_leaders_only(self, world: World) -> None:
        made, officer = filled(world), world.sign_in("section_officer")
        proposed = veto(officer, made).json()
        other = world.sign_in("section_officer", "bureau")
        assert post(other, f"/vetoes/{proposed['id']}:uphold", proposed, {}).status_code == 403
        assert post(other, f"/adjustments/{proposed['id']}:uphold", proposed, {}).status_code == 404

    def test_a_veto_that_was_lifted_counts_no_longer(self, world: World) -> None:
        made, leader = filled(world), world.sign_in("bureau_leader")
        decided = upheld(world, made, "V2")
        lifted = post(leader, f"/vetoes/{decided['id']}:lift", decided, {"reason": "处分已撤销"}).json()
        assert (lifted["state"], lifted["verbs"]) == ("lifted", [])
        computed(world, made)
        assert ranking(world.sign_in("section_officer"), made)[0]["grade"] == "model"

    def test_one_that_bars_says_until_when(self, world: World) -> None:
        made = filled(world)
        assert upheld(world, made, "V4")["until_on"] is not None

    @pytest.mark.parametrize("state", ["draft", "final", "archived"])
    def test_before_and_after_a_campaign_nothing_is_adjusted(self, world: World, state: str) -> None:
        made = filled(world, state=state)
        answer = veto(world.sign_in("section_officer"), made)
        assert (answer.status_code, answer.json()["code"]) == (409, "assessment.adjustment_closed")

    def test_a_school_does_not_see_what_is_proposed_against_it(self, world: World) -> None:
        made = filled(world)
        proposed = veto(world.sign_in("section_officer"), made).json()
        leader = world.sign_in("school_leader", "school")
        assert leader.get(f"{A}/adjustments").json()["total"] == 0
        assert leader.get(f"{A}/adjustments/{proposed['id']}").status_code == 404
