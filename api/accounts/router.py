"""Log-in, accounts and grants over HTTP."""

from typing import Annotated
from uuid import UUID

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import Depends, Query, Request

from api.access.guard import COOKIE, Anyone, Requires, SignedIn, page_token
from api.access.permissions import Permission
from api.accounts import errors, passwords
from api.accounts.queries import grants as grant_queries
from api.accounts.queries import people as account_queries
from api.accounts.queries import sessions as session_queries
from api.accounts.rules import ROLE_PERMISSIONS, SENSITIVE, AccountStatus, GrantState, Role
from api.accounts.schemas import (
    AccountCreated,
    AccountIn,
    AccountPatch,
    AccountRow,
    GrantIn,
    GrantOut,
    LoginIn,
    PasswordIn,
    PasswordReset,
    RoleOut,
    RolesOut,
    SessionOut,
)
from api.accounts.service import grants, people, sessions
from api.accounts.service.sessions import Proof
from api.core.context import Context
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page

auth_router = Router(prefix="/auth", tags=["auth"])
router = Router(tags=["accounts"])

_HASHING = CapacityLimiter(passwords.AT_ONCE)
_COOKIE_SET = {
    "Set-Cookie": {
        "description": f"`{COOKIE}`: opaque, HttpOnly, SameSite=Strict.",
        "schema": {"type": "string"},
    }
}


async def _proof(request: Request, body: LoginIn) -> Proof:
    """The first half of a log-in, before the guard takes a place: two passwords at a time, no transaction open."""
    state = request.app.state
    async with _HASHING:
        attempt = await state.slots.run(sessions.look_up, state.database, state.keys, body)
        return await run_sync(attempt.prove, body.password.get_secret_value())


def _session(ctx: Context, request: Request) -> SessionOut:
    token = ctx.reply.session_token or request.cookies[COOKIE]
    return session_queries.get_session(ctx, page_token(ctx.keys, token))


@auth_router.post(
    "/login",
    summary="Log in 登录",
    errors=(errors.BAD_CREDENTIALS, errors.DELAYED),
    responses={200: {"headers": _COOKIE_SET}},
)
def log_in(proof: Annotated[Proof, Depends(_proof)], ctx: Annotated[Context, Anyone()], request: Request) -> SessionOut:
    """Open a session: an HttpOnly cookie, and a page token to be sent as X-CSRF-Token with every change.

    After five failures in a row a name waits 1 s, then 2 s, 4 s … up to 15 min, whether anyone has that name or not.
    """
    return _session(sessions.log_in(ctx, proof), request)


@auth_router.get("/session", summary="Read the own session 当前登录")
def get_session(ctx: Annotated[Context, SignedIn(fresh_password=False)], request: Request) -> SessionOut:
    """Who is logged in, with which roles, until when."""
    return _session(ctx, request)


@auth_router.post("/session:extend", summary="Extend the own session 延长登录")
def extend_session(ctx: Annotated[Context, SignedIn(fresh_password=False)], request: Request) -> SessionOut:
    """Eight hours from now, at most 24 hours after log-in."""
    return _session(sessions.extend(ctx), request)


@auth_router.post("/logout", status_code=204, summary="Log out 退出")
def log_out(ctx: Annotated[Context, SignedIn(fresh_password=False)]) -> None:
    """End this session and clear its cookie."""
    sessions.log_out(ctx)


@auth_router.post("/password", status_code=204, summary="Change the own password 修改密码", errors=(errors.DELAYED,))
def change_password(ctx: Annotated[Context, SignedIn(fresh_password=False)], body: PasswordIn) -> None:
    """All other sessions of the account end. Wrong current passwords count like failed log-ins."""
    sessions.change_password(ctx, body)


@router.get("/roles", summary="List roles and what they may do 角色")
def list_roles(_ctx: Annotated[Context, SignedIn()]) -> RolesOut:
    """The fixed table; `sensitive` roles are given by two persons."""
    return RolesOut(
        items=[
            RoleOut(role=role, permissions=sorted(permissions), sensitive=role in SENSITIVE)
            for role, permissions in ROLE_PERMISSIONS.items()
        ]
    )


@router.get("/accounts", summary="List accounts 账号", errors=(TOO_DEEP,))
def list_accounts(
    ctx: Annotated[Context, Requires(Permission.ACCOUNT_READ, snapshot=True)],
    paging: Paged,
    q: Annotated[str | None, Query(max_length=64, description="Part of the user name or the name.")] = None,
    role: Role | None = None,
    unit: Annotated[UUID | None, Query(description="Holds a role at this unit or below it.")] = None,
    status: AccountStatus | None = None,
) -> Page[AccountRow]:
    """Accounts with an open grant within reach, or made by admins within reach; by user name."""
    return account_queries.list_accounts(ctx, account_queries.AccountFilter(q, role, unit, status), paging)


@router.post("/accounts", status_code=201, summary="Create an account 开设账号", errors=(errors.USERNAME_TAKEN,))
def create_account(ctx: Annotated[Context, Requires(Permission.ACCOUNT_MANAGE)], body: AccountIn) -> AccountCreated:
    """The initial password is shown once, here, and must be changed at the first log-in. The account has no role yet."""
    return people.create(ctx, body)


@router.get("/accounts/{account_id}", summary="Read an account 账号详情")
def get_account(ctx: Annotated[Context, Requires(Permission.ACCOUNT_READ)], account_id: UUID) -> AccountRow:
    """One account with its open grants within reach."""
    return account_queries.get_account(ctx, account_id)


@router.patch(
    "/accounts/{account_id}",
    summary="Rename, disable or enable an account 修改账号",
    errors=(errors.OWN_ACCOUNT, errors.WIDER_ACCOUNT),
)
def change_account(
    ctx: Annotated[Context, Requires(Permission.ACCOUNT_MANAGE, if_match="optional")],
    account_id: UUID,
    body: AccountPatch,
) -> AccountRow:
    """Disabling ends the account's sessions at once. No one disables the own account, so one admin always remains."""
    return people.change(ctx, account_id, body)


@router.post(
    "/accounts/{account_id}:reset-password",
    summary="Give a new initial password 重置密码",
    errors=(errors.OWN_ACCOUNT, errors.WIDER_ACCOUNT),
)
def reset_account_password(
    ctx: Annotated[Context, Requires(Permission.ACCOUNT_MANAGE)], account_id: UUID
) -> PasswordReset:
    """Ends the account's sessions. Its sensitive roles wait until a second person approves them anew."""
    return people.reset_password(ctx, account_id)


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
    errors=(errors.GRANT_STATE, errors.SECOND_PERSON),
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
