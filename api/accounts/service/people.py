"""Accounts: made, changed, given a new initial password or invitation, left without a second factor."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.access import reach
from api.access.permissions import Permission
from api.accounts import passwords, rules
from api.accounts.errors import OWN_ACCOUNT, PERSON_UNKNOWN, TOTP_NOT_ENROLLED, WIDER_ACCOUNT
from api.accounts.models import Account
from api.accounts.queries import people as queries
from api.accounts.queries import persons
from api.accounts.rules import AccountStatus
from api.accounts.schemas import AccountCreated, AccountIn, AccountPatch, AccountRow, Invited, PasswordReset
from api.accounts.service import grants, invitations, own_password, personal_tokens, second_factors, sessions, throttle
from api.core import ids
from api.core.context import Context
from api.core.errors import INVALID, Refused, Violation, refuse_if_any
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
    person_id: UUID | None = None


def create(ctx: Context, body: AccountIn) -> AccountCreated:
    """Make an account without any role, with an initial password or an invitation.

    Errors: `input.invalid`, `account.username_taken`, `account.person_taken`.
    """
    password = passwords.initial()
    _refuse_unknown_person(ctx, body.person_id)
    new = NewAccount(body.username, body.display_name, password, _home(ctx), person_id=body.person_id)
    account = add(ctx, new)
    invitation = invitations.issue(ctx, account) if body.invite else None
    return AccountCreated(
        account=queries.get_account(ctx, account.id),
        initial_password=None if invitation else password,
        invitation=invitation,
    )


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
        person_id=new.person_id,
    )
    ctx.session.add(account)
    ctx.session.flush()
    record(ctx, "account.created", _subject(account), after=_document(account), reason=reason)
    return account


def change(ctx: Context, account_id: UUID, body: AccountPatch) -> AccountRow:
    """Rename, disable or enable, say whose it is. A disabled account is logged out at once.

    Errors: `not_found`, `conflict.stale`, `account.own`, `account.wider_reach`, `account.person_taken`, `input.invalid`.
    """
    account = _load_in_charge(ctx, account_id)
    ctx.expect(account.revision)
    changes = body.changes()
    if account.id == ctx.signed_in.id and changes.get("status") is AccountStatus.DISABLED:
        raise Refused(OWN_ACCOUNT)
    before = _document(account)
    _refuse_unknown_person(ctx, changes.get("person_id"))
    for field, value in changes.items():
        setattr(account, field, value.value if isinstance(value, AccountStatus) else value)
    if before != _document(account):
        ctx.session.flush()
        record(ctx, "account.updated", _subject(account), before, _document(account))
    if account.status == AccountStatus.DISABLED:
        shut_out(ctx, account)
    return queries.get_account(ctx, account.id)


def _refuse_unknown_person(ctx: Context, person_id: UUID | None) -> None:
    if person_id is not None and persons.find_linkable(ctx, person_id) is None:
        raise Refused(INVALID, [Violation(PERSON_UNKNOWN, "/person_id")])


def follow_merge(ctx: Context, merged: UUID, survivor: UUID) -> None:
    """Two records were one person's: the account follows. Where both had one, each keeps its own until someone decides."""
    account = persons.load_of_person(ctx, merged)
    if account is None or persons.load_of_person(ctx, survivor) is not None:
        return
    before = _document(account)
    account.person_id = survivor
    ctx.session.flush()
    record(ctx, "account.updated", _subject(account), before, _document(account))


def reset_password(ctx: Context, account_id: UUID) -> PasswordReset:
    """Give a new initial password, end all sessions, forget failed log-ins, suspend the sensitive grants.

    Errors: `not_found`, `account.own`, `account.wider_reach`.
    """
    account = load_another(ctx, account_id)
    password = _replace_password(ctx, account, "account.password_reset")
    return PasswordReset(account=queries.get_account(ctx, account.id), initial_password=password)


def invite(ctx: Context, account_id: UUID) -> Invited:
    """Give a link by which the person sets a new password; until then nobody has one. Otherwise like a reset.

    Errors: `not_found`, `account.own`, `account.wider_reach`.
    """
    account = load_another(ctx, account_id)
    _replace_password(ctx, account, "account.invited")
    invitation = invitations.issue(ctx, account)
    return Invited(account=queries.get_account(ctx, account.id), invitation=invitation)


def _replace_password(ctx: Context, account: Account, action: str) -> str:
    password = passwords.initial()
    own_password.remember(ctx, account)
    account.password_hash, account.must_change_password = passwords.hashed(password), True
    account.issued_by = ctx.signed_in.id
    ctx.session.flush()
    record(ctx, action, _subject(account))
    invitations.withdraw(ctx, account.id)
    shut_out(ctx, account)
    throttle.forgive(ctx.session, throttle.name_hash(ctx.keys, account.username))
    grants.suspend_sensitive(ctx, account)
    return password


def reset_totp(ctx: Context, account_id: UUID) -> AccountRow:
    """Take a lost second factor away. What a password reset does to sensitive grants, this does as well.

    Errors: `not_found`, `account.own`, `account.wider_reach`, `totp.not_enrolled`.
    """
    account = load_another(ctx, account_id)
    if second_factors.clear(ctx, account) is None:
        raise Refused(TOTP_NOT_ENROLLED)
    record(ctx, "account.totp_reset", _subject(account))
    shut_out(ctx, account)
    grants.suspend_sensitive(ctx, account)
    return queries.get_account(ctx, account.id)


def end_sessions(ctx: Context, account_id: UUID) -> None:
    """Log another account out everywhere and revoke its access tokens.

    Errors: `not_found`, `account.own`, `account.wider_reach`.
    """
    account = load_another(ctx, account_id)
    shut_out(ctx, account)
    record(ctx, "account.shut_out", _subject(account))


def shut_out(ctx: Context, account: Account) -> None:
    """End what is open now: sessions and access tokens."""
    sessions.end_sessions(ctx, account.id)
    personal_tokens.revoke_all(ctx, account.id)


def load_another(ctx: Context, account_id: UUID) -> Account:
    """An account that the actor is in charge of, not the actor's own. Errors: `account.own` beside those of charge."""
    account = _load_in_charge(ctx, account_id)
    if account.id == ctx.signed_in.id:
        raise Refused(OWN_ACCOUNT)
    return account


def _load_in_charge(ctx: Context, account_id: UUID) -> Account:
    """The account, if the actor's reach covers all it holds: else its password would open more than the actor has."""
    account = queries.load_account(ctx, account_id)
    if queries.has_grants_beyond(ctx, account.id):
        raise Refused(WIDER_ACCOUNT)
    return account


def _subject(account: Account) -> Subject:
    return Subject("account", account.id, account.display_name, account.unit_id, account.revision)


def _document(account: Account) -> dict[str, Any]:
    return {name: getattr(account, name) for name in ("username", "display_name", "status", "person_id")}
