"""A framework of the county beside this one, for the house's own tests."""

from typing import Any

from tests.world import V1, World

_ID = "0198c0de-0000-7000-8000-00000000dead"
_LEAF = {"code": "1", "title": "指标", "points": "100", "rule": {"kind": "manual"}}

# Well-formed bodies by the end of an operation's name.
FRAMEWORKS: dict[str, dict[str, Any]] = {
    "/draft POST": {"version": "9"},
    "/draft PATCH": {"header": {}},
    "/draft/nodes POST": {"indicator": _LEAF},
    "/draft/nodes/{node_id} PATCH": {"indicator": {}},
    "{node_id}:move POST": {},
    "/draft:calculate POST": {},
    "/draft:preview-table POST": {"content": "eA=="},
    "/draft:import-table POST": {"content": "eA=="},
    "{version_id}:clone POST": {"unit_id": _ID, "code": "X", "title": "x"},
    "{version_id}:retire POST": {"reason": "x"},
    "{version_id}:calculate POST": {},
    "{crosswalk_id}:project POST": {},
}


def far_frameworks(world: World) -> dict[str, str]:
    """A published version, a draft with a node, a profile and a crosswalk beyond reach."""
    leader = world.sign_in("bureau_leader", "far_county")
    officer = world.sign_in("section_officer", "far_county")
    unit = world.unit("far_bureau")
    adopted = [
        leader.post(f"{V1}/frameworks:adopt", json={"unit_id": unit, "code": code}).json()
        for code in ("QLXX-REF-100", "SDSF-NEG")
    ]
    base = adopted[0]["latest"]["id"]
    made = officer.post(f"{V1}/frameworks", json={"unit_id": unit, "code": "FAR", "title": "云屏"}).json()
    node = officer.post(f"{V1}/frameworks/{made['id']}/draft/nodes", json={"indicator": _LEAF}).json()
    names = {"code": "P", "version": "1", "title": "x"}
    profile = officer.post(f"{V1}/framework-profiles", json={"unit_id": unit, "base_id": base, **names}).json()
    crosswalk = officer.get(f"{V1}/framework-crosswalks").json()["items"][0]
    found = {"framework": made, "node": node, "profile": profile, "crosswalk": crosswalk}
    return {"{version_id}": base} | {f"{{{name}_id}}": one["id"] for name, one in found.items()}
