"""Disagreements are settled in moderation: what was explained stands, by the word of somebody who has not scored."""

from typing import Any
from uuid import UUID

from sqlalchemy import update

from api.assessments.models import AssessmentCampaign, AssessmentDisagreement, AssessmentScore
from api.core import ids
from tests.api.assessments.filled import Filled, filled
from tests.api.assessments.results_steps import campaign, computed, match
from tests.api.assessments.steps import codes, done
from tests.unit.frameworks.build import P
from tests.world import V1, World

REASON = "经评议，县级复核依据充分"


def disputed(world: World) -> tuple[Filled, dict[str, str]]:
    """A campaign in moderation; A1 and A2 of a school are explained, B is not. Their disagreements by item."""
    made = filled(world)
    said = {"A1": "现场只见两次记录", "A2": "材料缺第四季度", "B": None}
    found = {code: ids.ordered() for code in said}
    with world.host() as ctx:
        for code, why in said.items():
            pair = {"earlier": "self", "later": "county", "gap": P("5"), "updated_at": ctx.now}
            mine = {"id": found[code], "enrolment_id": UUID(made.enrolments["school"]), "code": code}
            state = "explained" if why else "open"
            ctx.session.add(AssessmentDisagreement(**mine, **pair, explanation=why, state=state))
    return made, {code: str(one) for code, one in found.items()}


def settle(client: Any, made: Filled, *wanted: str) -> Any:
    return client.post(f"{made.url}/disagreements:settle", json={"disagreement_ids": list(wanted), "reason": REASON})


def listed(client: Any, made: Filled, **query: Any) -> dict[str, Any]:
    """Disagreements by their item."""
    rows = done(client.get(f"{made.url}/moderation", params={"kind": "disagreement", **query}))["items"]
    return {row["code"]: row for row in rows}


def test_what_was_explained_stands_by_the_word_of_somebody_who_has_not_scored(world: World) -> None:
    made, found = disputed(world)
    officer, scorer = world.sign_in("section_officer"), world.sign_in("section_officer", "bureau")
    with world.host() as ctx:
        hand = UUID(world.account("section_officer", "bureau"))
        ctx.session.execute(update(AssessmentScore).where(AssessmentScore.code == "A1").values(scored_by=hand))
    seen = listed(officer, made)
    assert {code: (row["state"], row["explanation"]) for code, row in seen.items()} == {
        "A1": ("explained", "现场只见两次记录"),
        "A2": ("explained", "材料缺第四季度"),
        "B": ("open", None),
    }
    assert {row["id"] for row in seen.values()} == set(found.values())

    unknown = str(ids.ordered())
    refused = {found["A1"]: "assessment.own_round", found["B"]: "assessment.disagreement_state", unknown: "not_found"}
    assert done(settle(scorer, made, *found.values(), unknown)) == {"done": 1, "refused": refused}
    assert done(settle(officer, made, found["A1"])) == {"done": 1, "refused": {}}
    again = {"done": 0, "refused": {found["A1"]: "assessment.disagreement_state"}}
    assert done(settle(officer, made, found["A1"])) == again

    assert set(listed(officer, made)) == {"B"}
    settled = listed(officer, made, settled=True)
    assert {code: (row["state"], row["ruling"]) for code, row in settled.items()} == {
        "A1": ("settled", REASON),
        "A2": ("settled", REASON),
    }
    events = done(world.sign_in("auditor").get(f"{V1}/ledger/events"))["items"]
    ruled = [one for one in events if one["action"] == "assessment_round.settled"]
    assert {one["reason"] for one in ruled} == {REASON}
    assert len(ruled) == 2


def test_it_is_done_in_moderation_by_those_who_run_the_assessment(world: World) -> None:
    made, found = disputed(world)
    for role, unit in (("district_reviewer", "district"), ("school_leader", "school"), ("bureau_leader", "county")):
        assert settle(world.sign_in(role, unit), made, found["A1"]).status_code == 403, role
    assert settle(world.sign_in("section_officer", "far_county"), made, found["A1"]).status_code == 404
    officer = world.sign_in("section_officer")
    assert "settle" in done(officer.get(made.url))["verbs"]
    with world.host() as ctx:
        ctx.session.execute(update(AssessmentCampaign).values(state="publicity"))
    assert codes(settle(officer, made, found["A1"])) == ["assessment.wrong_state"]
    assert listed(officer, made)["A1"]["state"] == "explained"


def test_results_are_computed_but_not_shown_while_the_last_word_on_an_item_lies_apart(world: World) -> None:
    made, found = disputed(world)
    officer = world.sign_in("section_officer")
    with world.host() as ctx:
        # The district's disagreement is answered by the county's round; B of the county's was explained at last.
        mine = {"enrolment_id": UUID(made.enrolments["school"]), "earlier": "self", "updated_at": ctx.now}
        passed_over = {
            "code": "A1",
            "later": "district",
            "gap": P("7"),
            "explanation": "记录不全",
            "state": "explained",
        }
        ctx.session.add(AssessmentDisagreement(id=ids.ordered(), **mine, **passed_over))
        explained = update(AssessmentDisagreement).where(AssessmentDisagreement.code == "B")
        ctx.session.execute(explained.values(state="explained", explanation="核对原件"))
    computed(world, made)
    due = done(officer.get(f"{made.url}/moderation", params={"due": True}))["items"]
    assert {row["id"] for row in due} == set(found.values())
    assert {(row["kind"], row["due"]) for row in due} == {("disagreement", True)}

    def publish() -> Any:
        return officer.post(f"{made.url}:publish", headers=match(campaign(officer, made)))

    refused = publish()
    assert refused.status_code == 409
    assert codes(refused) == ["assessment.disagreements_due", *["assessment.disagreement_due"] * 3]
    assert "3 处" in refused.json()["detail"]
    assert refused.json()["errors"][0]["params"]["unit"] == "锦岚县第一小学"
    assert done(settle(officer, made, found["A1"], found["A2"]))["done"] == 2
    assert [one["params"]["code"] for one in publish().json()["errors"]] == ["B"]
    assert done(settle(officer, made, found["B"]))["done"] == 1
    assert done(publish())["state"] == "publicity"
