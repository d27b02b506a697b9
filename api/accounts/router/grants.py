"""Grants over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Request

from api.access.guard import Requires
from api.access.permissions import Permission
from api.accounts import errors
from api.accounts.queries import grants as grant_queries
from api.accounts.rules import GrantState
from api.accounts.schemas import GrantIn, GrantOut
from api.accounts.service import grants
from api.core.context import Context
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page

router = Router(tags=["accounts"])


@router.post(
    "/accounts/{account_id}/grants",
    status_code=201,
    summary="Give or propose a role 授权",
    errors=(errors.GRANT_OWN, errors.ACCOUNT_DISABLED, errors.GRANT_OPEN),
)
def propose_grant(
    ctx: Annotated[Context, Requires(Permission.ACCOUNT_MANAGE)], account_id: UUID, body: GrantIn, request: Request
) -> GrantOut:
    """A sensitive role is `proposed` and gives nothing until a second person approves it; others are active at once."""
    grant = grants.propose(ctx, account_id, body)
    ctx.reply.headers["Location"] = str(request.app.url_path_for("get_grant", grant_id=str(grant.id)))
    return grant


@router.get("/grants", summary="List grants 授权记录", errors=(TOO_DEEP,))
def list_grants(
    ctx: Annotated[Context, Requires(Permission.ACCOUNT_READ, snapshot=True)],
    paging: Paged,
    state: GrantState | None = None,
    account: UUID | None = None,
) -> Page[GrantOut]:
    """Grants at units within reach, newest first; `state=proposed` are those that wait for a second person."""
    return grant_queries.list_grants(ctx, state, account, paging)


@router.get("/grants/{grant_id}", summary="Read a grant 授权详情")
def get_grant(ctx: Annotated[Context, Requires(Permission.ACCOUNT_READ)], grant_id: UUID) -> GrantOut:
    """One grant, open or closed."""
    return grant_queries.get_grant(ctx, grant_id)


@router.post(
    "/grants/{grant_id}:approve",
    summary="Approve a proposed role 批准授权",
    errors=(errors.GRANT_STATE, errors.SECOND_PERSON, errors.NOT_TAKEN_OVER),
)
def approve_grant(ctx: Annotated[Context, Requires(Permission.GRANT_APPROVE)], grant_id: UUID) -> GrantOut:
    """The second person: not the proposer, not the grantee, not who handed out the grantee's initial password."""
    return grants.approve(ctx, grant_id)


@router.post(
    "/grants/{grant_id}:refuse",
    summary="Refuse a proposed role 不予授权",
    errors=(errors.GRANT_STATE, errors.SECOND_PERSON),
)
def refuse_grant(ctx: Annotated[Context, Requires(Permission.GRANT_APPROVE)], grant_id: UUID) -> GrantOut:
    """By the same persons who could approve it."""
    return grants.refuse(ctx, grant_id)


@router.post(
    "/grants/{grant_id}:revoke", summary="Revoke a role 撤销授权", errors=(errors.GRANT_STATE, errors.GRANT_OWN)
)
def revoke_grant(ctx: Annotated[Context, Requires(Permission.ACCOUNT_MANAGE)], grant_id: UUID) -> GrantOut:
    """Effective with the holder's next request; also takes back a proposal."""
    return grants.revoke(ctx, grant_id)
