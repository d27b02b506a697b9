"""Accounts over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires, SignedIn
from api.access.permissions import Permission
from api.accounts import errors
from api.accounts.queries import people as account_queries
from api.accounts.queries import persons as person_queries
from api.accounts.queries import sessions as session_queries
from api.accounts.rules import ROLE_PERMISSIONS, SENSITIVE, AccountStatus, Role
from api.accounts.schemas import (
    AccountCreated,
    AccountIn,
    AccountPatch,
    AccountRow,
    AssignmentsOut,
    HandOverIn,
    HandOverOut,
    Invited,
    PasswordReset,
    PersonRef,
    RoleRow,
    RolesOut,
    SignInRow,
)
from api.accounts.service import hand_over, people
from api.core.context import Context
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page

router = Router(tags=["accounts"])


@router.get("/roles", summary="List roles and what they may do 角色")
def list_roles(_ctx: Annotated[Context, SignedIn()]) -> RolesOut:
    """The fixed table; `sensitive` roles are given by two persons."""
    return RolesOut(
        items=[
            RoleRow(role=role, permissions=sorted(permissions), sensitive=role in SENSITIVE)
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
    person: Annotated[UUID | None, Query(description="Belongs to this person of the staff list.")] = None,
) -> Page[AccountRow]:
    """Accounts with an open grant within reach, or made by admins within reach; by user name."""
    wanted = account_queries.AccountFilter(q, role, unit, status, person)
    return account_queries.list_accounts(ctx, wanted, paging)


@router.get("/accounts/persons", summary="List whom an account can belong to 可关联人员", errors=(TOO_DEEP,))
def list_linkable_persons(
    ctx: Annotated[Context, Requires(Permission.ACCOUNT_MANAGE, snapshot=True)],
    paging: Paged,
    q: Annotated[str | None, Query(max_length=64, description="Part of the name.")] = None,
) -> Page[PersonRef]:
    """Persons of the staff list within reach who have no account yet: name and unit, nothing else of them."""
    return person_queries.list_linkable(ctx, q, paging)


@router.post(
    "/accounts",
    status_code=201,
    summary="Create an account 开设账号",
    errors=(errors.USERNAME_TAKEN, errors.PERSON_TAKEN),
)
def create_account(ctx: Annotated[Context, Requires(Permission.ACCOUNT_MANAGE)], body: AccountIn) -> AccountCreated:
    """The initial password, or with `invite` the link, is shown once, here. The account has no role yet."""
    return people.create(ctx, body)


@router.get("/accounts/{account_id}", summary="Read an account 账号详情")
def get_account(ctx: Annotated[Context, Requires(Permission.ACCOUNT_READ)], account_id: UUID) -> AccountRow:
    """One account with its open grants within reach."""
    return account_queries.get_account(ctx, account_id)


@router.patch(
    "/accounts/{account_id}",
    summary="Rename, disable or enable an account, say whose it is 修改账号",
    errors=(errors.OWN_ACCOUNT, errors.WIDER_ACCOUNT, errors.PERSON_TAKEN),
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
    "/accounts/{account_id}:invite",
    summary="Invite anew 重新邀请",
    errors=(errors.OWN_ACCOUNT, errors.WIDER_ACCOUNT),
)
def invite_account(ctx: Annotated[Context, Requires(Permission.ACCOUNT_MANAGE)], account_id: UUID) -> Invited:
    """A link by which the person sets a new password, good once for 72 hours; otherwise like a new initial password."""
    return people.invite(ctx, account_id)


@router.post(
    "/accounts/{account_id}:reset-totp",
    summary="Take a lost second factor away 解除两步验证",
    errors=(errors.OWN_ACCOUNT, errors.WIDER_ACCOUNT, errors.TOTP_NOT_ENROLLED),
)
def reset_account_totp(ctx: Annotated[Context, Requires(Permission.ACCOUNT_MANAGE)], account_id: UUID) -> AccountRow:
    """Ends the account's sessions. Its sensitive roles wait until a second person approves them anew."""
    return people.reset_totp(ctx, account_id)


@router.post(
    "/accounts/{account_id}:end-sessions",
    status_code=204,
    summary="Log an account out everywhere 强制退出",
    errors=(errors.OWN_ACCOUNT, errors.WIDER_ACCOUNT),
)
def end_account_sessions(ctx: Annotated[Context, Requires(Permission.ACCOUNT_MANAGE)], account_id: UUID) -> None:
    """All sessions end and all access tokens are revoked, with the next request."""
    people.end_sessions(ctx, account_id)


@router.get("/accounts/{account_id}/sign-ins", summary="Sign-in history of an account 登录记录", errors=(TOO_DEEP,))
def list_account_sign_ins(
    ctx: Annotated[Context, Requires(Permission.ACCOUNT_MANAGE, snapshot=True)], account_id: UUID, paging: Paged
) -> Page[SignInRow]:
    """Tries to log in of the last 180 days, newest first; of an address only its network is kept."""
    return session_queries.list_sign_ins(ctx, account_queries.get_account(ctx, account_id).id, paging)


@router.get("/accounts/{account_id}/assignments", summary="What an account has open 未了事项")
def list_account_assignments(
    ctx: Annotated[Context, Requires(Permission.ACCOUNT_MANAGE)], account_id: UUID
) -> AssignmentsOut:
    """Numbers by kind, without content: whoever arranges a hand-over does not read what is handed over."""
    return hand_over.list_assignments(ctx, account_id)


@router.post(
    "/accounts/{account_id}:hand-over",
    summary="Hand over and close an account 离任移交",
    errors=(errors.OWN_ACCOUNT, errors.WIDER_ACCOUNT, errors.HAND_OVER_SELF),
)
def hand_over_account(
    ctx: Annotated[Context, Requires(Permission.ACCOUNT_MANAGE)], account_id: UUID, body: HandOverIn
) -> HandOverOut:
    """What is open passes to the successor; the leaver's roles end, the account is disabled and logged out."""
    return hand_over.hand_over(ctx, account_id, body)
