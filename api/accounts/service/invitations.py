"""Invitations: a link by which a person takes an account over, in place of an initial password on paper."""

from uuid import UUID

from sqlalchemy import delete

from api.accounts import rules
from api.accounts.errors import INVITATION_OVER
from api.accounts.models import Account, AccountInvitation
from api.accounts.queries import credentials as queries
from api.accounts.schemas import Invitation, InvitationAccept, InvitationIn, InvitationOut
from api.accounts.service import own_password
from api.core import ids
from api.core.context import Context
from api.core.crypto import digest
from api.core.errors import Refused
from api.ledger.rules import Subject
from api.ledger.service import record


def issue(ctx: Context, account: Account) -> Invitation:
    """A new link, good once for 72 hours; it is shown to the admin this once. Older ones are void."""
    withdraw(ctx, account.id)
    token, ends = ids.token(), ctx.now + rules.INVITATION
    row = AccountInvitation(
        id=ids.ordered(), account_id=account.id, token_hash=digest(token), created_at=ctx.now, expires_at=ends
    )
    ctx.session.add(row)
    ctx.session.flush()
    return Invitation(token=token, expires_at=ends)


def withdraw(ctx: Context, account_id: UUID) -> None:
    """Void the account's invitations."""
    ctx.session.execute(delete(AccountInvitation).where(AccountInvitation.account_id == account_id))


def read(ctx: Context, body: InvitationIn) -> InvitationOut:
    """Whom a link is for. Errors: `invitation.over`, for links that never were as well."""
    account, invitation = _good(ctx, body.token)
    return InvitationOut(username=account.username, display_name=account.display_name, expires_at=invitation.expires_at)


def accept(ctx: Context, body: InvitationAccept) -> None:
    """Set the password of one's choice; the link is void. Errors: `invitation.over`, `input.invalid`."""
    account, _ = _good(ctx, body.token)
    own_password.choose(ctx, account, body.new_password.get_secret_value())
    withdraw(ctx, account.id)
    record(ctx, "account.invitation_accepted", Subject("account", account.id, account.display_name))


def _good(ctx: Context, token: str) -> tuple[Account, AccountInvitation]:
    found = queries.find_invited(ctx, token)
    if found is None:
        raise Refused(INVITATION_OVER)
    return found
