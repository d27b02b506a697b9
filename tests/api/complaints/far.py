"""A case beyond reach: with a text, a file, and a request for the identity."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from api.complaints.models.cases import ComplaintTie
from api.complaints.models.clocks import ComplaintClock, ComplaintExtension
from api.complaints.models.vault import IdentityRequest
from api.complaints.models.working import ComplaintLink, ComplaintPackage
from tests import samples
from tests.api.complaints.steps import good, key, upload
from tests.world import V1, World

_NOBODY = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
_HANDLER = {"handler_id": _NOBODY, "unit_id": _NOBODY}
_R = {"reason": "x"}
_DAY = "2026-11-20"
# What is said with a move of a case.
_MOVES: dict[str, dict[str, Any]] = {
    "match": {"subjects": []},
    "classify": {},
    "alarm": {"told": "police"},
    "decline": _R,
    "ask": {"text": "x"},
    "seal-up": {"organ": "x", "document_no": "x", "sha256": "0" * 64},
    "transfer": {"organ": "x", "reason": "x"},
    "refuse": {"code": "court", "reason": "x"},
    "escalate": _R,
    "merge": {"into_id": _NOBODY},
    "accept": {"track": "H"},
    "admit": {},
    "notify": {"channel": "phone", "told_on": _DAY},
    "withdraw": {},
    "feed-back": {"channel": "phone", "told_on": _DAY},
    "object": {"text": "x"},
    "assign": _HANDLER,
    "reassign": {**_HANDLER, "reason": "x"},
    "send-back": _R,
    "start": {"plan": "x"},
    "hold": {"reason": "x", "look_on": _DAY},
    "submit": {"finding": "true", "report": "x"},
    "return": _R,
    "conclude": {},
    "uphold": _R,
    "change": {"finding": "true", "reason": "x"},
    "redo": _R,
    "rehandle": _R,
    "clarify": {"text": "x"},
    "suspect": _R,
}
# Well-formed bodies, by the end of the address.
COMPLAINTS: dict[str, dict[str, Any]] = {
    **{f"{{complaint_id}}:{verb} POST": body for verb, body in _MOVES.items()},
    "{clock_id}:extend POST": {"until_on": _DAY, "reason": "x"},
    "{clock_id}:pause POST": {"on": _DAY},
    "{clock_id}:run POST": {"on": _DAY},
    "{complaint_id}/packages POST": {"unit_id": _NOBODY, "text": "x"},
    "{package_id}:answer POST": {"text": "x"},
    "/clock-rules/{rule} PUT": {"length": 1, "unit": "day", "basis": "xx", "from_on": _DAY},
    "{complaint_id}/links POST": {"type": "decision", "object_id": _NOBODY},
    "{complaint_id}/notes POST": {"text": "x"},
    "{complaint_id}/messages POST": {"text": "x"},
    "{complaint_id}/attachments POST": {"name": "a.pdf"},
    "{complaint_id}/identity-requests POST": {"motive": "要当面核实"},
    "{request_id}:grant POST": {"passphrase": "雨过天青云破处-一二三四", "reason": "动机充分，同意"},
    "{request_id}:deny POST": {"reason": "可以通过回执提问"},
}


def far_complaint(world: World) -> dict[str, str]:
    """What stands for the ids in the addresses of complaints."""
    clerk = world.sign_in("intake_clerk", "far_county")
    entered = {"channel": "phone", "text": "别县的事"}
    case_id = good(clerk.post(f"{V1}/complaints", json=entered, headers=key()))["id"]
    held = good(clerk.post(f"{V1}/complaints/{case_id}/attachments", content=upload(samples.pdf(), "a.pdf")))
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
    ids = {f"{{{name}}}": id_ for name, id_ in _worked_on(world, UUID(case_id)).items()}
    return ids | {"{complaint_id}": case_id, "{attachment_id}": held["id"], "{request_id}": str(request_id)}


def _worked_on(world: World, case_id: UUID) -> dict[str, str]:
    """A clock of the case, an extension asked for it, a package that its school was sent, a tie of its clerk's."""
    clerk, school = UUID(world.account("intake_clerk", "far_county")), UUID(world.unit("far_school"))
    ids = {name: uuid4() for name in ("extension_id", "package_id", "tie_id", "link_id")}
    with world.host() as ctx:
        clock = ctx.session.scalars(select(ComplaintClock).where(ComplaintClock.case_id == case_id)).first()
        assert clock is not None
        asked = {"until_on": ctx.now.date(), "state": "waits", "asked_by": clerk, "asked_on": ctx.now.date()}
        sent = {"purpose": "work", "state": "released", "text_id": uuid4(), "spans": [], "written_by": clerk}
        released = {"released_on": ctx.now.date(), "updated_at": ctx.now}
        tie = {"account_id": clerk, "unit_id": school, "declared_by": clerk, "declared_on": ctx.now.date()}
        linked = {"linked_by": clerk, "linked_on": ctx.now.date()}
        ctx.session.add_all(
            [
                ComplaintExtension(id=ids["extension_id"], case_id=case_id, clock_id=clock.id, **asked),
                ComplaintPackage(id=ids["package_id"], case_id=case_id, unit_id=school, **sent, **released),
                ComplaintTie(id=ids["tie_id"], **tie),
                ComplaintLink(id=ids["link_id"], case_id=case_id, type="decision", object_id=uuid4(), **linked),
            ]
        )
        found = {name: str(id_) for name, id_ in ids.items()}
        return found | {"clock_id": str(clock.id)}
