"""A notice of the county beside this one, published and objected to: out of reach for everybody here."""

from typing import Any

from tests.api.disclosures.steps import NOTICES, act, facts, good
from tests.world import V1, World

_REASON = {"reason": "x"}
BODIES: dict[str, dict[str, Any]] = {
    "{notice_id}:mask POST": {"keys": ["/title:0-1:mobile"]},
    "{notice_id}:return POST": _REASON,
    "{notice_id}:release POST": {},
    "{notice_id}:correct POST": _REASON,
    "{notice_id}:withdraw POST": _REASON,
    "{notice_id}/objections POST": {"text": "名单有误，请核对。", "received_on": "2026-11-20"},
    "{objection_id}:answer POST": {"accepted": True, "reason": "已更正"},
    "{number}/objections POST": {"id": "0198c0de-0000-4000-8000-000000000001", "text": "名单有误，请核对。"},
}
# What stands in an address of the public face for what nobody has published.
UNPUBLISHED = {"{number}": "2026-99999", "{edition}": "1", "{position}": "0"}


def far_notices(world: World) -> dict[str, str]:
    """The ids of such a notice and of an objection to it."""
    officer, head = (world.sign_in(role, "far_county") for role in ("section_officer", "bureau_leader"))
    drafted = good(officer.post(NOTICES, json=facts(world, "far_school")), 201)
    released = good(act(head, good(act(officer, drafted, "check")), "release", {}))
    body = {"text": "来信反映名单有误。", "received_on": released["starts_on"]}
    objection = good(officer.post(f"{V1}/disclosures/notices/{released['id']}/objections", json=body), 201)
    return {"{notice_id}": released["id"], "{objection_id}": objection["id"]}
