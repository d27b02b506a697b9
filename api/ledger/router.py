"""The ledger over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.jobs.resource import JobOut, accept
from api.core.paging import BAD_CURSOR, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Router
from api.core.schemas import Feed, Page
from api.ledger import errors, queries, service
from api.ledger.schemas import LedgerEntry, LedgerHead, LedgerKey, ProofOut, SignedHead, VerificationIn

router = Router(prefix="/ledger", tags=["ledger"])


@router.get("/events", summary="List ledger events 变动记录", errors=(BAD_CURSOR,))
def list_ledger_events(
    ctx: Annotated[Context, Requires(Permission.LEDGER_READ)],
    object_type: Annotated[str | None, Query(max_length=40)] = None,
    object_id: UUID | None = None,
    unit: UUID | None = None,
    actor: UUID | None = None,
    action: Annotated[str | None, Query(max_length=80)] = None,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    cursor: CursorText = None,
    limit: Limit = 50,
) -> Feed[LedgerEntry]:
    """Events within reach, newest first, and those that belong to no unit."""
    wanted = queries.EventFilter(object_type, object_id, unit, actor, action, since, until)
    return queries.list_events(ctx, wanted, cursor, limit, with_unitless=True)


_REFUSED = (errors.NOT_SEQUENCED, errors.NO_PAYLOAD, errors.DAMAGED)


@router.get("/events/{event_id}/proof", summary="Prove a ledger event 变动记录的证明", errors=_REFUSED)
def prove_ledger_event(
    ctx: Annotated[Context, Requires(Permission.LEDGER_READ, logged=True)],
    event_id: UUID,
    payload: Annotated[
        bool, Query(description="Enclose what the event said, which makes it provable for ever.")
    ] = False,
) -> ProofOut:
    """The proof that the event stands in the ledger, for anyone to check offline. Handing it out is recorded."""
    queries.require_event(ctx, event_id)
    return ProofOut.of(service.prove(ctx, event_id, with_payload=payload))


@router.get("/head", summary="Read where the ledger stands 记录链现状")
def get_ledger_head(ctx: Annotated[Context, Requires(Permission.LEDGER_READ, snapshot=True)]) -> LedgerHead:
    """Size, the newest signed head, the newest verification and delivery to witnesses."""
    return queries.get_ledger_head(ctx)


@router.get("/heads", summary="List signed heads 签名树头", errors=(TOO_DEEP,))
def list_ledger_heads(
    ctx: Annotated[Context, Requires(Permission.LEDGER_READ, snapshot=True)], paging: Paged
) -> Page[SignedHead]:
    """Every head that was signed, newest first."""
    return queries.list_heads(ctx, paging)


@router.post("/heads", status_code=201, summary="Sign the head 签发树头", errors=(errors.DAMAGED,))
def sign_ledger_head(ctx: Annotated[Context, Requires(Permission.LEDGER_READ)]) -> SignedHead:
    """Sign the tree as it stands; when it has not grown, the newest head again."""
    return SignedHead.model_validate(service.signed_head(ctx))


@router.get("/key", summary="Read the ledger's public key 核验公钥", errors=(errors.NOT_SEQUENCED,))
def get_ledger_key(ctx: Annotated[Context, Requires(Permission.LEDGER_READ)]) -> LedgerKey:
    """The key with which outsiders check heads and proofs. Give it to them by another way than the proofs."""
    key, pem = service.public_key(ctx)
    return LedgerKey(origin=key.name, key=str(key), pem=pem)


@router.post("/verifications", status_code=202, summary="Verify the ledger 核验记录链")
def verify_ledger(ctx: Annotated[Context, Requires(Permission.LEDGER_READ)], body: VerificationIn) -> JobOut:
    """Recompute everything in the background; the job's result names what was altered."""
    return accept(ctx, queries.VERIFY, arguments={"objects": body.objects})


@router.get("/verifications", summary="List verifications 核验记录", errors=(TOO_DEEP,))
def list_ledger_verifications(
    ctx: Annotated[Context, Requires(Permission.LEDGER_READ, snapshot=True)], paging: Paged
) -> Page[JobOut]:
    """The verifications of the last month, those of every night included, newest first."""
    return queries.list_verifications(ctx, paging)
