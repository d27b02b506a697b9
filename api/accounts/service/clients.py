"""Machine clients: proposed, confirmed by a second person, given secrets, changed, revoked."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from api.accounts import rules
from api.accounts.errors import CLIENT_SECOND_PERSON, CLIENT_STATE, UNIT_UNKNOWN
from api.accounts.models import Client, ClientSecret
from api.accounts.queries import grants
from api.accounts.queries import machines as queries
from api.accounts.rules import CLIENT_STEPS, GrantState, GrantVerb, Parties, Step
from api.accounts.schemas import ClientIn, ClientOut, ClientPatch, RotationIn, SecretOut
from api.core import ids
from api.core.context import Context
from api.core.crypto import digest
from api.core.database import affected
from api.core.errors import NOT_FOUND, Refused, Violation, refuse_if_any
from api.ledger.rules import Subject
from api.ledger.service import record

_DONE = {
    GrantVerb.APPROVE: "client.approved",
    GrantVerb.REFUSE: "client.refused",
    GrantVerb.REVOKE: "client.revoked",
    GrantVerb.SUSPEND: "client.changed",
}
_SECRET_PREFIX = "qlc_"  # noqa: S105 (lets a scanner find a secret that was published by mistake)


def propose(ctx: Context, body: ClientIn) -> ClientOut:
    """A client that may do nothing until a second person confirms it. Errors: `input.invalid`, `client.name_taken`."""
    _check(ctx, body.unit_id, rules.scope_faults(body.scopes, "/scopes"))
    client = Client(
        id=ids.ordered(),
        name=body.name,
        unit_id=body.unit_id,
        scopes=sorted(set(body.scopes)),
        state=GrantState.PROPOSED.value,
        proposed_by=ctx.signed_in.id,
        decided_by=None,
        created_at=ctx.now,
        last_used_at=None,
    )
    ctx.session.add(client)
    ctx.session.flush()
    record(ctx, "client.proposed", _subject(client), after=_document(client))
    return queries.get_client(ctx, client.id)


def _check(ctx: Context, unit_id: UUID, faults: list[Violation]) -> None:
    if grants.find_unit(ctx, unit_id) is None:
        faults = [*faults, Violation(UNIT_UNKNOWN, "/unit_id")]
    refuse_if_any(faults)


def change(ctx: Context, client_id: UUID, body: ClientPatch) -> ClientOut:
    """Rename; or ask for other scopes or another unit, which a second person confirms anew.

    Errors: `not_found`, `conflict.stale`, `client.state`, `input.invalid`, `client.name_taken`.
    """
    client = queries.load_client(ctx, client_id)
    ctx.expect(client.revision)
    _legal_step(ctx, client, GrantVerb.SUSPEND)
    changes, before = body.changes(), _document(client)
    if "scopes" in changes:
        changes["scopes"] = sorted(set(changes["scopes"]))
    _check(ctx, changes.get("unit_id", client.unit_id), rules.scope_faults(changes.get("scopes", []), "/scopes"))
    for field, value in changes.items():
        setattr(client, field, value)
    if (client.scopes, client.unit_id) != (before["scopes"], before["unit_id"]):
        client.state, client.proposed_by, client.decided_by = GrantState.PROPOSED.value, ctx.signed_in.id, None
    if before != _document(client):
        ctx.session.flush()
        record(ctx, _DONE[GrantVerb.SUSPEND], _subject(client), before, _document(client))
    return queries.get_client(ctx, client.id)


def decide(ctx: Context, client_id: UUID, verb: GrantVerb) -> ClientOut:
    """Approve, refuse or revoke; what is revoked is refused with its next request.

    Errors: `not_found`, `client.state`, `client.second_person`.
    """
    client = queries.load_client(ctx, client_id)
    step, before = _legal_step(ctx, client, verb), _document(client)
    client.state, client.decided_by = step.after.value, ctx.signed_in.id
    ctx.session.flush()
    if verb is GrantVerb.REVOKE:
        ctx.session.execute(delete(ClientSecret).where(ClientSecret.client_id == client.id))
    record(ctx, _DONE[verb], _subject(client), before, _document(client))
    return queries.get_client(ctx, client.id)


def _legal_step(ctx: Context, client: Client, verb: GrantVerb) -> Step:
    state = GrantState(client.state)
    step = CLIENT_STEPS.get((state, verb))
    if step is None:
        raise Refused(CLIENT_STATE, legal=", ".join(rules.legal_verbs(state)) or "—")
    if not rules.may_step(step.who, Parties(ctx.signed_in.id, client.id, client.proposed_by)):
        raise Refused(CLIENT_SECOND_PERSON)
    return step


def rotate(ctx: Context, client_id: UUID, body: RotationIn) -> SecretOut:
    """A new secret, shown this once. The one before it stays good for the grace, older ones end: two live at once.

    Errors: `not_found`, `client.state`.
    """
    client = queries.load_client(ctx, client_id)
    if client.state != GrantState.ACTIVE:
        raise Refused(CLIENT_STATE, legal=", ".join(rules.legal_verbs(GrantState(client.state))) or "—")
    live = [*queries.live_secrets(ctx, [client.id])]
    for secret in live[: -rules.LIVE_SECRETS + 1]:
        ctx.session.delete(secret)
    for secret in live[-rules.LIVE_SECRETS + 1 :]:
        ends = ctx.now + timedelta(hours=body.grace_hours)
        secret.expires_at = min(secret.expires_at or ends, ends)
    words = f"{_SECRET_PREFIX}{ids.token()}"
    ctx.session.add(_secret(ctx, client, words))
    ctx.session.flush()
    record(ctx, "client.secret_made", _subject(client), after={"grace_hours": body.grace_hours})
    return SecretOut(client=queries.get_client(ctx, client.id), secret=words)


def _secret(ctx: Context, client: Client, words: str) -> ClientSecret:
    return ClientSecret(
        id=ids.ordered(),
        client_id=client.id,
        secret_hash=digest(words),
        created_at=ctx.now,
        expires_at=None,
        last_used_at=None,
    )


def drop_secret(ctx: Context, client_id: UUID, secret_id: UUID) -> None:
    """End one secret at once. Errors: `not_found`."""
    client = queries.load_client(ctx, client_id)
    stmt = delete(ClientSecret).where(ClientSecret.id == secret_id, ClientSecret.client_id == client.id)
    if affected(ctx.session.execute(stmt)) == 0:
        raise Refused(NOT_FOUND)
    record(ctx, "client.secret_dropped", _subject(client))


def _subject(client: Client) -> Subject:
    return Subject("client", client.id, client.name, client.unit_id, client.revision)


def _document(client: Client) -> dict[str, Any]:
    fields = ("name", "unit_id", "scopes", "state", "proposed_by", "decided_by")
    return {field: getattr(client, field) for field in fields}
