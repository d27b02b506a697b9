"""Handing a case over to the superior organ: asked for, granted where somebody is named, fetched whole, once.

Nothing is destroyed by it: `desk.seal_up` does that, and only to who shows that the package has arrived. What comes in
between makes the package outdated. Every step is a line of the timeline and an event of the ledger.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from api.complaints import errors
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.vault import IdentityRequest
from api.complaints.models.working import ComplaintHandover
from api.complaints.queries import custody, vault, visible
from api.complaints.rules.custody import RequestState
from api.complaints.rules.handover import Holdings, refuse_unready
from api.complaints.rules.states import CaseVerb, Who
from api.complaints.schemas.handover import HandoverOut
from api.complaints.service import attachments, contents, identity
from api.complaints.service.attachments import Opened
from api.complaints.service.moving import Line, note, open_case
from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused

_MOTIVE = "径送上级，随件移交身份（工作规则第十五条） Handed over to the superior organ with the case"


@dataclass(frozen=True, slots=True)
class HandoverPackage:
    """What is in the package: documents by their names, then the files; and the mark of this very fetching."""

    case_id: UUID
    revision: int
    name: str
    documents: Mapping[str, bytes]
    files: Sequence[Opened]


def prepare(ctx: Context, case_id: UUID) -> HandoverOut:
    """Begin, or begin anew: what was fetched before counts no more; a custodian is asked where an identity is held.

    Errors: those of `open_case`.
    """
    case = open_case(ctx, case_id, CaseVerb.SEAL_UP).case
    row = vault.find_handover(ctx, case.id)
    if row is None:
        row = ComplaintHandover(case_id=case.id, fetches=0, handed={})
        ctx.session.add(row)
    row.asked_by, row.made_on, row.digest = ctx.signed_in.id, clock.legal_day(ctx.now), None
    row.request_id = _request(ctx, case, row)
    ctx.session.flush()
    note(ctx, case, Line("hand_over", Who.INTAKE, ("handover",)))
    return _shown(ctx, case, row)


def _request(ctx: Context, case: ComplaintCase, row: ComplaintHandover) -> UUID | None:
    """The request to a custodian that stands for this package: the one that is open, or a new one."""
    if vault.find_identity(ctx, case.id) is None:
        return None
    known = ctx.session.get(IdentityRequest, row.request_id) if row.request_id else None
    if known is not None and known.requested_by == ctx.signed_in.id and known.state in custody.LIVE:
        return known.id
    return identity.ask(ctx, case.id, _MOTIVE).id


def get(ctx: Context, case_id: UUID) -> HandoverOut:
    """How far it is. Errors: `not_found`."""
    case = visible.get_case(ctx, case_id)
    row = vault.find_handover(ctx, case.id)
    if row is None:
        raise Refused(NOT_FOUND)
    return _shown(ctx, case, row)


def fetch(ctx: Context, case_id: UUID) -> HandoverPackage:
    """What the package holds, for who asked for it. It may be begun again until it has left whole.

    Errors: those of `open_case`, `complaint.not_handed_over`, `complaint.handover_done`, `identity.not_granted`,
    `identity.view_used`, `complaint.wiped`.
    """
    case = open_case(ctx, case_id, CaseVerb.SEAL_UP).case
    row = vault.find_handover(ctx, case.id)
    if row is None or row.asked_by != ctx.signed_in.id:
        raise Refused(errors.NOT_HANDED_OVER)
    if row.digest is not None:
        raise Refused(errors.HANDOVER_DONE)
    held = holdings(ctx, case)
    documents = {"case.json": _dump(_facts(case)), "texts.json": _dump(_texts(ctx, case))}
    if held.named:
        documents["identity.json"] = _dump(_identity(ctx, row))
    row.fetches, row.handed = row.fetches + 1, held._asdict()
    ctx.session.flush()
    note(ctx, case, Line("fetch", Who.INTAKE, ("handover",)))
    files = [attachments.open_copy(ctx, case, one.id, clean=False) for one in attachments.list_of(ctx, case)]
    return HandoverPackage(case.id, row.revision, case.number or str(case.id), documents, files)


def _identity(ctx: Context, row: ComplaintHandover) -> dict[str, Any]:
    if row.request_id is None:  # it was given since: the package has to be asked for anew
        raise Refused(errors.HANDOVER_OUTDATED)
    return identity.hand_out(ctx, row.request_id)


def _facts(case: ComplaintCase) -> dict[str, Any]:
    names = ("number", "received_on", "channel", "category", "named", "urgent", "severity", "amount", "people")
    return {name: getattr(case, name) for name in names}


def _texts(ctx: Context, case: ComplaintCase) -> list[dict[str, Any]]:
    return [
        {"kind": found.kind, "written_on": found.written_on, **found.said, "by_reporter": found.written_by is None}
        for found in contents.read(ctx, case)
    ]


def _dump(document: object) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


def finish(ctx: Context, package: HandoverPackage, digest: str) -> None:
    """It left whole: from now on it cannot be fetched again, and the view of the identity is closed."""
    row = ctx.session.get(ComplaintHandover, package.case_id)
    case = ctx.session.get(ComplaintCase, package.case_id)
    if row is None or case is None or row.revision != package.revision:
        return  # begun anew meanwhile
    row.digest = digest
    if row.request_id is not None:
        identity.close_handed_out(ctx, row.request_id)
    ctx.session.flush()
    note(ctx, case, Line("fetched", Who.INTAKE, ("handover",)))


def refuse_unconfirmed(ctx: Context, case: ComplaintCase, sha256: str) -> None:
    """Go on to destroy only what has arrived. Errors: those of `rules.handover.refuse_unready`."""
    row = vault.find_handover(ctx, case.id)
    refuse_unready(row.digest if row else None, sha256, row.handed if row else {}, holdings(ctx, case))


def holdings(ctx: Context, case: ComplaintCase) -> Holdings:
    """What the case holds now."""
    last = vault.next_number(ctx, case.id) - 1
    return Holdings(last, len(vault.attachments_of(ctx, case.id)), vault.find_identity(ctx, case.id) is not None)


def _shown(ctx: Context, case: ComplaintCase, row: ComplaintHandover) -> HandoverOut:
    request = ctx.session.get(IdentityRequest, row.request_id) if row.request_id else None
    state, held = RequestState(request.state) if request else None, holdings(ctx, case)
    granted = state is RequestState.GRANTED if held.named else True
    mine = row.asked_by == ctx.signed_in.id
    return HandoverOut(
        made_on=row.made_on,
        asked_by=row.asked_by,
        files=held.files,
        named=held.named,
        identity=state,
        fetches=row.fetches,
        fetched=row.digest is not None,
        ready=mine and granted and row.digest is None,
    )
