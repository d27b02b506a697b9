"""An assessment of the county beside this one, for the house's own tests."""

from typing import Any

from tests.world import V1, World

_ID = "0198c0de-0000-7000-8000-00000000dead"
_REASON = {"reason": "x"}

# Well-formed bodies by the end of an operation's name.
ASSESSMENTS: dict[str, dict[str, Any]] = {
    "/campaigns/{campaign_id}/enrolments POST": {},
    "/campaigns/{campaign_id}/applications POST": {"unit_id": _ID, "statement": "x"},
    "{campaign_id}/documents POST": {"document": "report"},
    "{enrolment_id}/documents POST": {"document": "report"},
    "{campaign_id}:clone POST": {
        "code": "C",
        "title": "x",
        "cycle": "2027",
        "period_first_on": "2027-01-01",
        "period_last_on": "2027-12-31",
    },
    "{campaign_id}:rectify POST": {},
    "{campaign_id}:migrate POST": {"to": _ID, "preview_hash": "0" * 64, **_REASON},
    "{code}/{slot}/evidence POST": {"item_id": _ID},
    "{enrolment_id}/recusals POST": _REASON,
    "{round}/assignments PUT": {"assignments": []},
    "{round}/scores/{code} PUT": {},
    "{round}:accept POST": {},
    "{round}:confirm POST": {},
    "{round}:return POST": _REASON,
    "{round}:submit POST": {},
    "/rounds:accept POST": {"round": "self", "enrolment_ids": [_ID]},
    "/rounds:return POST": {"round": "self", "enrolment_ids": [_ID], "reason": "x"},
    "{enrolment_id}:refuse POST": _REASON,
    "{enrolment_id}:exclude POST": _REASON,
}


def far_assessments(world: World, version_id: str) -> dict[str, str]:
    """A campaign beyond reach, open, with an enrolment; `version_id` is published there."""
    officer = world.sign_in("section_officer", "far_county")
    wanted = {
        "unit_id": world.unit("far_bureau"),
        "version_id": version_id,
        "code": "FAR",
        "title": "云屏",
        "cycle": "2026",
        "period_first_on": "2026-01-01",
        "period_last_on": "2026-12-31",
        "windows": [{"round": one, "opens_on": "2026-01-01", "closes_on": "2099-12-31"} for one in ("self", "county")],
    }
    campaign = officer.post(f"{V1}/assessments/campaigns", json=wanted).json()
    url = f"{V1}/assessments/campaigns/{campaign['id']}"
    officer.post(f"{url}/enrolments", json={})
    officer.post(f"{url}:open", headers={"If-Match": f'"{campaign["revision"]}"'})
    enrolment = officer.get(f"{url}/enrolments").json()["items"][0]
    return {
        "{campaign_id}": campaign["id"],
        "{enrolment_id}": enrolment["id"],
        "{round}": "self",
        "{code}": "A1",
        "{slot}": "A1.1",
    }
