"""Machine clients over HTTP."""

from typing import Annotated
from uuid import UUID

from api.access.guard import Requires
from api.access.permissions import Permission
from api.accounts import errors
from api.accounts.queries import machines as queries
from api.accounts.rules import GrantState, GrantVerb
from api.accounts.schemas import ClientIn, ClientOut, ClientPatch, RotationIn, SecretOut
from api.accounts.service import clients
from api.core.context import Context
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page

router = Router(tags=["clients"])
_DECISION = (errors.CLIENT_STATE, errors.CLIENT_SECOND_PERSON)


@router.get("/clients", summary="List machine clients 接口账号", errors=(TOO_DEEP,))
def list_clients(
    ctx: Annotated[Context, Requires(Permission.ACCOUNT_READ, snapshot=True)],
    paging: Paged,
    state: GrantState | None = None,
) -> Page[ClientOut]:
    """Clients of units within reach, newest first; `state=proposed` are those that wait for a second person."""
    return queries.list_clients(ctx, state, paging)


@router.post(
    "/clients", status_code=201, summary="Propose a machine client 提出接口账号", errors=(errors.CLIENT_NAME_TAKEN,)
)
def propose_client(ctx: Annotated[Context, Requires(Permission.CLIENT_MANAGE)], body: ClientIn) -> ClientOut:
    """It may do nothing, and has no secret, until a second person approves it."""
    return clients.propose(ctx, body)


@router.get("/clients/{client_id}", summary="Read a machine client 接口账号详情")
def get_client(ctx: Annotated[Context, Requires(Permission.ACCOUNT_READ)], client_id: UUID) -> ClientOut:
    """One client with its live secrets, of which only the times are known."""
    return queries.get_client(ctx, client_id)


@router.patch(
    "/clients/{client_id}",
    summary="Change a machine client 修改接口账号",
    errors=(errors.CLIENT_STATE, errors.CLIENT_NAME_TAKEN),
)
def change_client(
    ctx: Annotated[Context, Requires(Permission.CLIENT_MANAGE, if_match="optional")], client_id: UUID, body: ClientPatch
) -> ClientOut:
    """Other scopes or another unit stop the client until a second person approves it anew."""
    return clients.change(ctx, client_id, body)


@router.post("/clients/{client_id}:approve", summary="Approve a machine client 批准接口账号", errors=_DECISION)
def approve_client(ctx: Annotated[Context, Requires(Permission.GRANT_APPROVE)], client_id: UUID) -> ClientOut:
    """The second person: not who proposed it."""
    return clients.decide(ctx, client_id, GrantVerb.APPROVE)


@router.post("/clients/{client_id}:refuse", summary="Refuse a machine client 不批准接口账号", errors=_DECISION)
def refuse_client(ctx: Annotated[Context, Requires(Permission.GRANT_APPROVE)], client_id: UUID) -> ClientOut:
    """By the same persons who could approve it."""
    return clients.decide(ctx, client_id, GrantVerb.REFUSE)


@router.post("/clients/{client_id}:revoke", summary="Revoke a machine client 撤销接口账号", errors=_DECISION)
def revoke_client(ctx: Annotated[Context, Requires(Permission.CLIENT_MANAGE)], client_id: UUID) -> ClientOut:
    """Its secrets are gone, and its access tokens are refused with the next request."""
    return clients.decide(ctx, client_id, GrantVerb.REVOKE)


@router.post("/clients/{client_id}/secrets", summary="Make a new secret 更换密钥", errors=(errors.CLIENT_STATE,))
def rotate_client_secret(
    ctx: Annotated[Context, Requires(Permission.CLIENT_MANAGE)], client_id: UUID, body: RotationIn
) -> SecretOut:
    """Shown once, here. The secret before it stays good for the grace; at most two are live."""
    return clients.rotate(ctx, client_id, body)


@router.delete("/clients/{client_id}/secrets/{secret_id}", status_code=204, summary="End a secret at once 立即作废密钥")
def drop_client_secret(
    ctx: Annotated[Context, Requires(Permission.CLIENT_MANAGE)], client_id: UUID, secret_id: UUID
) -> None:
    """For a secret that has become known."""
    clients.drop_secret(ctx, client_id, secret_id)
