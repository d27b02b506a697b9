"""Accounts: made, changed, given a new initial password."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.access import reach
from api.access.permissions import Permission
from api.accounts import passwords, rules
from api.accounts.errors import OWN_ACCOUNT, WIDER_ACCOUNT
from api.accounts.models import Account
from api.accounts.queries import people as queries
from api.accounts.rules import AccountStatus
from api.accounts.schemas import AccountCreated, AccountIn, AccountPatch, AccountRow, PasswordReset
from api.accounts.service import grants, sessions
from api.core import ids
from api.core.context import Context
from api.core.errors import Refused, refuse_if_any
from api.ledger.rules import Subject
from api.ledger.service import record


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account is made of; `unit_id` is where those who look after it have their reach."""

    username: str
    display_name: str
    password: str
    unit_id: UUID
    must_change_password: bool = True


def create(ctx: Context, body: AccountIn) -> AccountCreated:
    """Make an account without any role. Errors: `input.invalid`, `account.username_taken`."""
    password = passwords.initial()
    account = add(ctx, NewAccount(body.username, body.display_name, password, _home(ctx)))
    return AccountCreated(account=queries.get_account(ctx, account.id), initial_password=password)


def _home(ctx: Context) -> UUID:
    """The unit at which the actor's reach over accounts is widest."""
    held = reach.grants_of(ctx, Permission.ACCOUNT_MANAGE)
    return min(held, key=lambda grant: (len(grant.path), grant.path)).unit_id


def add(ctx: Context, new: NewAccount, reason: str | None = None) -> Account:
    """Write and record a new account."""
    username = rules.username_of(new.username)
    refuse_if_any(rules.username_faults(username))
    account = Account(
        id=ids.ordered(),
        username=username,
        display_name=new.display_name,
        status=AccountStatus.ACTIVE.value,
        password_hash=passwords.hashed(new.password),
        must_change_password=new.must_change_password,
        unit_id=new.unit_id,
        issued_by=ctx.actor.id if ctx.actor else None,
        created_at=ctx.now,
        last_login_at=None,
    )
    ctx.session.add(account)
    ctx.session.flush()
    record(ctx, "account.created", _subject(account), after=_document(account), reason=reason)
    return account


def change(ctx: Context, account_id: UUID, body: AccountPatch) -> AccountRow:
    """Rename, disable or enable. A disabled account is logged out at once.

    Errors: `not_found`, `conflict.stale`, `account.own`, `account.wider_reach`.
    """
    account = _load_in_charge(ctx, account_id)
    ctx.expect(account.revision)
    changes = body.changes()
    if account.id == ctx.signed_in.id and changes.get("status") is AccountStatus.DISABLED:
        raise Refused(OWN_ACCOUNT)
    before = _document(account)
    for field, value in changes.items():
        setattr(account, field, str(value))
    if before != _document(account):
        ctx.session.flush()
        record(ctx, "account.updated", _subject(account), before, _document(account))
    if account.status == AccountStatus.DISABLED:
        sessions.end_sessions(ctx, account.id)
    return queries.get_account(ctx, account.id)


def reset_password(ctx: Context, account_id: UUID) -> PasswordReset:
    """Give a new initial password, end all sessions, forget failed log-ins, suspend the sensitive grants.

    Errors: `not_found`, `account.own`, `account.wider_reach`.
    """
    account = _load_in_charge(ctx, account_id)
    if account.id == ctx.signed_in.id:
        raise Refused(OWN_ACCOUNT)
    password = passwords.initial()
    account.password_hash, account.must_change_password = passwords.hashed(password), True
    account.issued_by = ctx.signed_in.id
    ctx.session.flush()
    record(ctx, "account.password_reset", _subject(account))
    sessions.end_sessions(ctx, account.id)
    sessions.forgive(ctx, sessions.name_hash_of(ctx, account))
    grants.suspend_sensitive(ctx, account)
    return PasswordReset(account=queries.get_account(ctx, account.id), initial_password=password)


def _load_in_charge(ctx: Context, account_id: UUID) -> Account:
    """The account, if the actor's reach covers all it holds: else its password would open more than the actor has."""
    account = queries.load_account(ctx, account_id)
    if queries.has_grants_beyond(ctx, account.id):
        raise Refused(WIDER_ACCOUNT)
    return account


def _subject(account: Account) -> Subject:
    return Subject("account", account.id, account.display_name, account.unit_id, account.revision)


def _document(account: Account) -> dict[str, Any]:
    return {"username": account.username, "display_name": account.display_name, "status": account.status}
