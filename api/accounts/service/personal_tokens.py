"""A person's access tokens for scripts: made, revoked, their use noted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from api.accounts import rules
from api.accounts.models import AccountToken
from api.accounts.queries import machines as queries
from api.accounts.schemas import TokenCreated, TokenIn, TokenRow
from api.core import ids
from api.core.context import Context
from api.core.crypto import digest
from api.core.errors import refuse_if_any
from api.ledger.rules import Subject
from api.ledger.service import record


def create(ctx: Context, body: TokenIn) -> TokenCreated:
    """A token with a part of the actor's own permissions; it follows the actor's roles. Errors: `input.invalid`."""
    held = {permission for grant in ctx.signed_in.grants for permission in grant.permissions}
    refuse_if_any(rules.token_faults(body.permissions, held, body.expires_at, ctx.now))
    secret = f"{rules.TOKEN_PREFIX}{ids.token()}"
    token = AccountToken(
        id=ids.ordered(),
        account_id=ctx.signed_in.id,
        name=body.name,
        token_hash=digest(secret),
        permissions=sorted(set(body.permissions)),
        created_at=ctx.now,
        expires_at=body.expires_at,
        last_used_at=None,
        revoked_at=None,
    )
    ctx.session.add(token)
    ctx.session.flush()
    after = {"name": token.name, "permissions": token.permissions, "expires_at": token.expires_at}
    record(ctx, "token.created", _subject(token), after=after)
    return TokenCreated(token=TokenRow.model_validate(token), secret=secret)


def revoke(ctx: Context, token_id: UUID) -> None:
    """End one of the actor's tokens at once. Errors: `not_found`."""
    token = queries.load_token(ctx, token_id)
    token.revoked_at = ctx.now
    ctx.session.flush()
    record(ctx, "token.revoked", _subject(token))


def revoke_all(ctx: Context, account_id: UUID) -> None:
    """End all tokens of an account at once."""
    stmt = update(AccountToken).where(AccountToken.account_id == account_id, AccountToken.revoked_at.is_(None))
    ctx.session.execute(stmt.values(revoked_at=ctx.now))


def note_use(session: Session, token_id: UUID, now: datetime) -> None:
    """When a token was last used, to the hour."""
    session.execute(update(AccountToken).where(AccountToken.id == token_id).values(last_used_at=now))


def _subject(token: AccountToken) -> Subject:
    return Subject("token", token.id, token.name)
