"""The second factor, invitations and personal access tokens over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Request

from api.access.guard import Anyone, SignedIn
from api.accounts import errors
from api.accounts.queries import machines as queries
from api.accounts.router.sessions import address_of
from api.accounts.schemas import (
    InvitationAccept,
    InvitationIn,
    InvitationOut,
    Reauthentication,
    RecoveryCodes,
    TokenCreated,
    TokenIn,
    TokensOut,
    TotpConfirm,
    TotpSetup,
    TotpState,
)
from api.accounts.service import invitations, own_password, personal_tokens, second_factors
from api.core.context import Context
from api.core.routing import Router

router = Router(prefix="/auth", tags=["auth"])


@router.get("/totp", summary="The own second factor 两步验证")
def get_totp(ctx: Annotated[Context, SignedIn(fresh_password=False)]) -> TotpState:
    """Since when there is one, how many recovery codes are left, whether the own roles demand it."""
    return second_factors.state(ctx)


@router.post("/totp", summary="Begin with an authenticator 设置两步验证", errors=(errors.DELAYED,))
def begin_totp(
    ctx: Annotated[Context, SignedIn(fresh_password=False)], body: Reauthentication, request: Request
) -> TotpSetup:
    """A new secret, and the same as a QR code. It replaces an older one only once a code confirms it (RFC 6238)."""
    return second_factors.begin(ctx, own_password.prove_again(ctx, body, address_of(request)))


@router.post("/totp:confirm", summary="Put an authenticator in force 启用两步验证")
def confirm_totp(ctx: Annotated[Context, SignedIn(fresh_password=False)], body: TotpConfirm) -> RecoveryCodes:
    """The code shows that the authenticator has the secret. The recovery codes are shown once, here."""
    return second_factors.confirm(ctx, body)


@router.post(
    "/totp/recovery-codes",
    summary="New recovery codes 重新生成备用码",
    errors=(errors.DELAYED, errors.TOTP_NOT_ENROLLED),
)
def renew_recovery_codes(
    ctx: Annotated[Context, SignedIn()], body: Reauthentication, request: Request
) -> RecoveryCodes:
    """The older ones are void at once."""
    return second_factors.renew_codes(ctx, own_password.prove_again(ctx, body, address_of(request)))


@router.post(
    "/totp:remove",
    status_code=204,
    summary="Do without a second factor 关闭两步验证",
    errors=(errors.DELAYED, errors.TOTP_NOT_ENROLLED, errors.TOTP_DEMANDED),
)
def remove_totp(ctx: Annotated[Context, SignedIn()], body: Reauthentication, request: Request) -> None:
    """Refused while the own roles demand one."""
    second_factors.remove(ctx, own_password.prove_again(ctx, body, address_of(request)))


@router.post("/invitations:read", summary="Read an invitation 查看邀请", errors=(errors.INVITATION_OVER,))
def read_invitation(ctx: Annotated[Context, Anyone()], body: InvitationIn) -> InvitationOut:
    """Whom a link is for. The token travels in the body, so that no log of addresses holds it."""
    return invitations.read(ctx, body)


@router.post(
    "/invitations:accept", status_code=204, summary="Accept an invitation 接受邀请", errors=(errors.INVITATION_OVER,)
)
def accept_invitation(ctx: Annotated[Context, Anyone()], body: InvitationAccept) -> None:
    """Set the password; the link is void. Then log in with it."""
    invitations.accept(ctx, body)


@router.get("/tokens", summary="List the own access tokens 访问令牌")
def list_tokens(ctx: Annotated[Context, SignedIn()]) -> TokensOut:
    """Those that were not revoked, newest first."""
    return queries.list_tokens(ctx)


@router.post("/tokens", status_code=201, summary="Make an access token 新建访问令牌")
def create_token(ctx: Annotated[Context, SignedIn()], body: TokenIn) -> TokenCreated:
    """For one's own scripts: a part of the own permissions, as far as machines may have them, for a year at most.

    It follows the roles of its owner: what is revoked there is gone here with the next request.
    """
    return personal_tokens.create(ctx, body)


@router.delete("/tokens/{token_id}", status_code=204, summary="Revoke an access token 撤销访问令牌")
def revoke_token(ctx: Annotated[Context, SignedIn()], token_id: UUID) -> None:
    """Effective with its next request."""
    personal_tokens.revoke(ctx, token_id)
