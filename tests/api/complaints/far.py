"""A case beyond reach: with a text, a file, and a request for the identity."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from api.complaints.models.vault import IdentityRequest
from tests import samples
from tests.api.complaints.steps import good, key, upload
from tests.world import V1, World

# Well-formed bodies, by the end of the address.
COMPLAINTS: dict[str, dict[str, Any]] = {
    "{complaint_id}/notes POST": {"text": "x"},
    "{complaint_id}/attachments POST": upload(samples.pdf(), "a.pdf"),
    "{complaint_id}/identity-requests POST": {"motive": "要当面核实"},
    "{request_id}:grant POST": {"passphrase": "雨过天青云破处-一二三四", "reason": "动机充分，同意"},
    "{request_id}:deny POST": {"reason": "可以通过回执提问"},
}


def far_complaint(world: World) -> dict[str, str]:
    """What stands for the ids in the addresses of complaints."""
    clerk = world.sign_in("intake_clerk", "far_county")
    entered = {"channel": "phone", "text": "别县的事"}
    case_id = good(clerk.post(f"{V1}/complaints", json=entered, headers=key()))["id"]
    held = good(clerk.post(f"{V1}/complaints/{case_id}/attachments", json=upload(samples.pdf(), "a.pdf")))
    request_id = uuid4()
    with world.host() as ctx:
        row = {
            "id": request_id,
            "case_id": UUID(case_id),
            "requested_by": UUID(world.account("intake_clerk", "far_county")),
        }
        ctx.session.execute(
            insert(IdentityRequest).values(**row, motive=b"", requested_at=ctx.now, state="pending", revision=1)
        )
    return {"{complaint_id}": case_id, "{attachment_id}": held["id"], "{request_id}": str(request_id)}
