"""From a motive to one short view: who needs to know asks, a custodian who is somebody else decides, it is seen once.

Between grant and view the identity lies sealed under a key of its own, which is destroyed with the view: no backup holds
anything that opens. Every step is in the ledger; the reporter reads under the receipt that it was opened, and when.
"""

from typing import Any
from uuid import UUID

from api.access.permissions import Permission
from api.access.providers import providers
from api.complaints import errors_vault as errors
from api.complaints import sealing
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.vault import IdentityRequest
from api.complaints.queries import custody as queries
from api.complaints.queries import vault, visible
from api.complaints.rules import custody
from api.complaints.rules.custody import GRANT_LASTS, VIEW_LASTS, RequestState
from api.complaints.schemas.custody import IdentityGrantIn, IdentityRequestOut, RevealedIdentityOut
from api.complaints.schemas.portal import ReporterIdentityIn
from api.complaints.sealing import NotOpened
from api.complaints.service.contents import key_of
from api.complaints.service.custody import own_key, unlock
from api.complaints.service.projection import publish
from api.complaints.service.wiping import doom
from api.core import clock, ids, notices
from api.core.context import Context
from api.core.errors import Refused
from api.core.keys import DestroyedKey, UnknownKey
from api.core.paging import Paging
from api.core.schemas import Page
from api.ledger.rules import Subject
from api.ledger.service import record

ASKED = notices.define("identity.asked", permission=Permission.IDENTITY_GRANT)
DECIDED = notices.define("identity.decided", permission=Permission.IDENTITY_ASK)
_LAPSE = 50


def ask(ctx: Context, case_id: UUID, motive: str) -> IdentityRequestOut:
    """Ask who reported a case. Errors: `not_found`, `identity.none`, `identity.asked_already`, `complaint.wiped`."""
    case = visible.get_case(ctx, case_id)
    if vault.find_identity(ctx, case.id) is None:
        raise Refused(errors.NO_IDENTITY)
    if queries.has_live(ctx, case.id):
        raise Refused(errors.ASKED_ALREADY)
    request_id = ids.random()
    request = IdentityRequest(
        id=request_id,
        case_id=case.id,
        requested_by=ctx.signed_in.id,
        motive=sealing.seal_content(key_of(ctx, case), {"text": motive}, f"motive/{request_id}"),
        requested_at=ctx.now,
        state=RequestState.PENDING.value,
    )
    ctx.session.add(request)
    ctx.session.flush()
    record(ctx, "identity.asked", _subject(request, case))
    custodians = providers.find_holders(ctx.session, Permission.IDENTITY_GRANT, case.unit_id)
    others = [account for account in custodians if account != ctx.signed_in.id]
    notices.notify(ctx, visible.open_to(ctx.session, case.id, others), ASKED, _subject(request, case))
    return _shown(ctx, request, case, ctx.signed_in.name)


def list_requests(ctx: Context, state: RequestState | None, paging: Paging, *, mine: bool) -> Page[IdentityRequestOut]:
    """The caller's own requests, or those that the caller as custodian may decide."""
    rows, total = queries.requests(ctx, state, paging, mine=mine)
    return Page(items=[_row(ctx, row) for row in rows], page=paging.page, size=paging.size, total=total)


def grant(ctx: Context, request_id: UUID, wanted: IdentityGrantIn) -> IdentityRequestOut:
    """Open an identity for the one who asked, with the custodian's own passphrase.

    Errors: `not_found`, `conflict.stale`, `identity.own_request`, `identity.decided`, `identity.no_key`,
    `identity.not_sealed_to_you`, those of `unlock`, `complaint.wiped`.
    """
    request, case = _to_decide(ctx, request_id)
    held = vault.find_identity(ctx, case.id)
    if held is None:
        raise Refused(errors.NO_IDENTITY)
    key = own_key(ctx)
    private = unlock(ctx, key, wanted.passphrase)
    try:
        identity = sealing.open_identity(private, key.id, held.envelopes)
    except NotOpened as error:
        raise Refused(errors.NOT_YOURS_TO_OPEN) from error
    request.view_key_id = ctx.keys.create_data_key("identity-view")
    view_key = ctx.keys.open_data_key(request.view_key_id)
    request.view = sealing.seal_content(view_key, identity, f"view/{request.id}")
    request.usable_until = ctx.now + GRANT_LASTS
    _decide(ctx, request, case, RequestState.GRANTED, wanted.reason)
    return _shown(ctx, request, case, "")


def deny(ctx: Context, request_id: UUID, reason: str) -> IdentityRequestOut:
    """Do not open an identity. Errors: `not_found`, `conflict.stale`, `identity.own_request`, `identity.decided`."""
    request, case = _to_decide(ctx, request_id)
    _decide(ctx, request, case, RequestState.DENIED, reason)
    return _shown(ctx, request, case, "")


def _to_decide(ctx: Context, request_id: UUID) -> tuple[IdentityRequest, ComplaintCase]:
    request, case = queries.load(ctx, request_id)
    ctx.expect(request.revision)
    custody.refuse_own(request.requested_by, ctx.signed_in.id)
    custody.refuse_decided(RequestState(request.state))
    return request, case


def _decide(ctx: Context, request: IdentityRequest, case: ComplaintCase, state: RequestState, reason: str) -> None:
    request.state, request.decided_by, request.decided_at = state.value, ctx.signed_in.id, ctx.now
    request.reason = sealing.seal_content(key_of(ctx, case), {"text": reason}, f"reason/{request.id}")
    ctx.session.flush()
    record(ctx, f"identity.{state.value}", _subject(request, case))
    notices.settle(ctx, (ASKED,), _subject(request, case))
    notices.notify(ctx, [request.requested_by], DECIDED, _subject(request, case))


def view(ctx: Context, request_id: UUID) -> RevealedIdentityOut:
    """Who reported: this once. Errors: `not_found`, `identity.not_granted`, `identity.view_used`."""
    request, case = queries.load_own(ctx, request_id)
    identity = _granted(ctx, request)
    _close(ctx, request, RequestState.VIEWED)
    request.viewed_at = ctx.now
    ctx.session.flush()
    record(ctx, "identity.viewed", _subject(request, case))
    _tell_reporter(ctx, case)
    mark = f"{ctx.signed_in.name} · {ctx.now.astimezone(clock.zone()):%Y-%m-%d %H:%M} · {str(request.id)[:8]}"
    return RevealedIdentityOut(
        identity=ReporterIdentityIn.model_validate(identity), watermark=mark, shown_until=ctx.now + VIEW_LASTS
    )


def _granted(ctx: Context, request: IdentityRequest) -> dict[str, Any]:
    custody.refuse_closed(RequestState(request.state), request.usable_until, ctx.now)
    assert request.view is not None
    assert request.view_key_id is not None
    try:
        key = ctx.keys.open_data_key(request.view_key_id)
    except (DestroyedKey, UnknownKey) as error:
        raise Refused(errors.VIEW_USED) from error
    return sealing.open_content(key, request.view, f"view/{request.id}")[0]


def hand_out(ctx: Context, request_id: UUID) -> dict[str, Any]:
    """Who reported, for the package that goes to the superior organ; the view stays open until that has left whole.

    Errors: as of `view`.
    """
    request, case = queries.load_own(ctx, request_id)
    identity = _granted(ctx, request)
    record(ctx, "identity.handed_out", _subject(request, case))
    _tell_reporter(ctx, case)
    return identity


def close_handed_out(ctx: Context, request_id: UUID) -> None:
    """The package has left: nobody sees the identity once more."""
    request = ctx.session.get(IdentityRequest, request_id)
    if request is not None and request.state == RequestState.GRANTED:
        _close(ctx, request, RequestState.VIEWED)
        request.viewed_at = ctx.now


def _close(ctx: Context, request: IdentityRequest, state: RequestState) -> None:
    assert request.view_key_id is not None
    doom(ctx, request.view_key_id, f"identity view {request.id}")
    request.state, request.view, request.view_key_id = state.value, None, None


def _tell_reporter(ctx: Context, case: ComplaintCase) -> None:
    for reporter in vault.reporters_of(ctx, [case.id]):
        reporter.identity_opened_on = clock.legal_day(ctx.now)
    publish(ctx, case)


def lapse(ctx: Context) -> bool:
    """Take back grants that nobody used in time; whether there are more."""
    found = queries.lapsed(ctx.session, ctx.now, _LAPSE)
    for request in found:
        _close(ctx, request, RequestState.LAPSED)
    ctx.session.flush()
    return len(found) == _LAPSE


# --- Shown -----------------------------------------------------------------------------------------------------------


def _subject(request: IdentityRequest, case: ComplaintCase) -> Subject:
    """A request as the ledger's subject: a random id of the bureau's, without a word of the case."""
    return Subject("identity_request", request.id, "", case.unit_id, request.revision)


def _shown(ctx: Context, request: IdentityRequest, case: ComplaintCase, requester: str) -> IdentityRequestOut:
    row = {name: getattr(request, name) for name in IdentityRequestOut.model_fields if hasattr(request, name)}
    opened = {
        "motive": _text(ctx, case.data_key_id, request.motive, f"motive/{request.id}"),
        "reason": _text(ctx, case.data_key_id, request.reason, f"reason/{request.id}"),
    }
    return IdentityRequestOut.model_validate(row | opened | {"number": case.number, "requester": requester})


def _row(ctx: Context, row: Any) -> IdentityRequestOut:
    opened = {
        "motive": _text(ctx, row.data_key_id, row.motive, f"motive/{row.id}"),
        "reason": _text(ctx, row.data_key_id, row.reason, f"reason/{row.id}"),
    }
    return IdentityRequestOut.model_validate(row._asdict() | opened)


def _text(ctx: Context, key_id: UUID | None, sealed: bytes | None, place: str) -> str | None:
    if key_id is None or sealed is None:
        return None
    try:
        return str(sealing.open_content(ctx.keys.open_data_key(key_id), sealed, place)[0]["text"])
    except (DestroyedKey, UnknownKey, NotOpened):
        return None
