"""The log of a school out of reach, and well-formed bodies of what is done to it."""

from typing import Any

from tests.api.decisions.steps import filed, meeting, recorded, seated, topic
from tests.world import V1, World

_NOBODY = "0198c0de-0000-7000-8000-00000000dead"

# By the end of the address.
DECISIONS: dict[str, dict[str, Any]] = {
    "{meeting_id}/topics POST": {"title": "x"},
    "{meeting_id}/topics:order POST": {"topic_ids": [_NOBODY]},
    "{meeting_id}:return POST": {"reason": "x"},
    "{meeting_id}:revise POST": {"reason": "x"},
    "{policy_id}:end POST": {"effective_to": "2027-01-01"},
    "{filing_id}:answer POST": {"answer": "noted"},
    "{filing_id}:act POST": {"text": "x"},
    "{decision_id}/filings POST": {"kind": "post_filing"},
    "{decision_id}/progress POST": {"text": "x"},
    "{decision_id}/evaluations POST": {"evaluated_on": "2026-11-01", "result": "x"},
    "{decision_id}/publicity POST": {"kind": "disclosure", "starts_on": "2026-11-01"},
    "{decision_id}/notices POST": {"kind": "project"},
}


def far_decisions(world: World) -> dict[str, str]:
    """A filed meeting with a decision that was filed, a policy and a matter, of the county beside this one."""
    leader, officer = world.sign_in("school_leader", "far_school"), world.sign_in("section_officer", "far_county")
    team = seated(world, "far_school")
    done = filed(leader, recorded(leader, meeting(world, team, "far_school", topics=[topic(team)])))
    only = done["agenda"][0]
    at = f"{V1}/decisions/{only['decision']['id']}"
    sent = leader.post(f"{at}/filings", json={"kind": "post_filing"}).json()["filings"][0]
    policy = {"unit_id": world.unit("far_bureau"), "title": "x", "effective_from": "2026-01-01"}
    matters = officer.post(f"{V1}/matters:adopt", json={"unit_id": world.unit("far_bureau")}).json()["items"]
    own = {"unit_id": world.unit("far_school")}
    money = {"amount": "1.00"}
    tie = {"related_party": "x", "relation": "x", "declared_on": "2026-09-01"}
    away = {"person_id": team["deputy"], "reason": "bedridden", "starts_on": "2026-09-01"}
    rows = {
        "payment_id": ("payments", money | {"paid_on": "2026-11-01"}),
        "contract_id": ("contracts", money | {"title": "x", "signed_on": "2026-11-01"}),
        "supplier_id": ("suppliers", {"name": "x"}),
        "absence_id": ("teams/absences", away),
        "declaration_id": ("teams/declarations", {"person_id": team["deputy"]} | tie),
    }
    made = {name: leader.post(f"{V1}/{path}", json=own | body).json()["id"] for name, (path, body) in rows.items()}
    found = made | {
        "meeting_id": done["id"],
        "topic_id": only["id"],
        "edition": "1",
        "decision_id": only["decision"]["id"],
        "filing_id": sent["id"],
        "policy_id": officer.post(f"{V1}/policies", json=policy).json()["id"],
        "matter_id": matters[0]["id"],
    }
    return {f"{{{name}}}": value for name, value in found.items()}
