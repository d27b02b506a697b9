"""Rectification of a school out of reach, and well-formed bodies of what is done to it."""

from typing import Any

from tests.api.rectifications.steps import BODIES, URL, match, sent, step
from tests.world import V1, World

_NOBODY = "0198c0de-0000-7000-8000-00000000dead"
_STAGES = [{"name": "x", "starts_on": "2026-11-01", "ends_on": "2026-11-30"}]

# By the end of the address.
RECTIFICATIONS: dict[str, dict[str, Any]] = {
    **{f"{{problem_id}}:{verb} POST": body for verb, body in BODIES.items() if verb != "change"},
    "{problem_id}/tasks POST": {"measure": "x"},
    **{f"{{task_id}}:{verb} POST": {"text": "x"} for verb in ("log", "finish", "resume")},
    "{rectification_campaign_id} PUT": {"unit_id": _NOBODY, "title": "x", "stages": _STAGES},
    "{rectification_campaign_id}:cancel POST": {"reason": "x"},
    "{place_id}/checks/{code} PUT": {},
    "{place_id}/plans POST": {"person_id": _NOBODY, "problems": "x", "measures": "x", "due_on": "2026-11-30"},
    "{rectification_plan_id}:finish POST": {"result": "x"},
    "{place_id}:submit POST": {"summary": "x"},
    "{place_id}:return POST": {"reason": "x"},
    **{f"{{action_id}}:{verb} POST": {"reason": "x"} for verb in ("close", "revoke")},
}


def far_rectifications(world: World) -> dict[str, str]:
    """A problem with a task, a campaign with a plan, and an action, of the county beside this one."""
    officer, leader = (world.sign_in(role, "far_county") for role in ("section_officer", "bureau_leader"))
    clerk = world.sign_in("school_clerk", "far_school")
    body = BODIES["assign"] | {"tasks": [{"measure": "修订制度"}]}
    problem = step(officer, sent(world, officer, "far_school"), "assign", body).json()
    units = {"unit_id": world.unit("far_bureau"), "unit_ids": [world.unit("far_school")]}
    campaign = officer.post(f"{URL}/campaigns", json=units | {"title": "x", "stages": _STAGES}).json()
    officer.post(f"{URL}/campaigns/{campaign['id']}:start", headers=match(campaign))
    place = clerk.get(f"{URL}/campaigns/{campaign['id']}").json()["own_place"]
    person = clerk.post(
        f"{V1}/persons", json={"unit_id": units["unit_ids"][0], "name": "某人", "kind": "teacher"}
    ).json()
    plan = {"person_id": person["id"], "problems": "x", "measures": "x", "due_on": "2026-12-31"}
    plans = clerk.post(f"{URL}/campaign-places/{place}/plans", json=plan).json()["plans"]
    action = {"unit_id": units["unit_ids"][0], "type": "reminder", "title": "x"}
    found = {
        "problem_id": problem["id"],
        "task_id": problem["tasks"][0]["id"],
        "rectification_campaign_id": campaign["id"],
        "place_id": place,
        "rectification_plan_id": plans[0]["id"],
        "action_id": leader.post(f"{V1}/accountability/actions", json=action).json()["id"],
        "code": "1.1",
    }
    return {f"{{{name}}}": value for name, value in found.items()}
