"""The own password: chosen, changed, proven again."""

from collections.abc import Set as AbstractSet

from sqlalchemy import delete

from api.accounts import passwords, rules
from api.accounts.data import password_policy
from api.accounts.errors import PASSWORD_SAME, PASSWORD_USED, PASSWORD_WRONG, TOTP_CODE
from api.accounts.models import Account, AccountPassword
from api.accounts.queries import credentials as queries
from api.accounts.queries import people
from api.accounts.queries.sessions import Credentials
from api.accounts.rules import SignInResult
from api.accounts.schemas import PasswordIn, Reauthentication
from api.accounts.service import second_factors, sessions, throttle
from api.accounts.service.sessions import Attempt
from api.core import ids, pinyin
from api.core.context import Context
from api.core.errors import INVALID, Refused, Violation, refuse_if_any
from api.ledger.rules import Subject
from api.ledger.service import record


def change(ctx: Context, body: PasswordIn, address: str | None) -> None:
    """Set one's own password; every other session of the account ends.

    Rare, so the hashes are made within the unit of work. A wrong current password counts like a failed log-in: a
    stolen session must not serve to guess it. Errors: `auth.delayed`, `input.invalid`.
    """
    account = people.load_own_account(ctx)
    current, new = body.current_password.get_secret_value(), body.new_password.get_secret_value()
    _prove(ctx, account, current, address)
    refuse_if_any([Violation(PASSWORD_SAME, "/new_password")] if new == current else [])
    choose(ctx, account, new)
    sessions.end_sessions(ctx, account.id, but=ctx.signed_in.session_id)
    record(ctx, "account.password_changed", Subject("account", account.id, account.display_name))


def choose(ctx: Context, account: Account, new: str) -> None:
    """Give the account the password that its person has chosen. Errors: `input.invalid`."""
    refuse_if_any([*rules.password_faults(new, account.username, _names(ctx, account)), *_used(ctx, account, new)])
    remember(ctx, account)
    account.password_hash, account.must_change_password = passwords.hashed(new), False
    ctx.session.flush()


def _names(ctx: Context, account: Account) -> AbstractSet[str]:
    """The person and the person's units, in characters and in pinyin."""
    written = {account.display_name, *map(rules.place_stem, queries.unit_names(ctx, account))}
    return written | {"".join(pinyin.syllables(name)) for name in written}


def _used(ctx: Context, account: Account, new: str) -> list[Violation]:
    kept = password_policy().history
    hashes = [row.password_hash for row in queries.earlier_passwords(ctx, account.id, kept - 1)]
    used = any(passwords.holds(new, stored) for stored in [account.password_hash, *hashes])
    return [Violation(PASSWORD_USED, "/new_password", params={"history": kept})] if used else []


def remember(ctx: Context, account: Account) -> None:
    """Keep the present password's hash among the last few, before another takes its place.

    An initial one was never chosen and does not count.
    """
    if account.must_change_password:
        return
    row = AccountPassword(id=ids.ordered(), account_id=account.id, password_hash=account.password_hash, set_at=ctx.now)
    ctx.session.add(row)
    ctx.session.flush()
    kept = [row.id for row in queries.earlier_passwords(ctx, account.id, password_policy().history - 1)]
    stmt = delete(AccountPassword).where(AccountPassword.account_id == account.id, AccountPassword.id.not_in(kept))
    ctx.session.execute(stmt)


def prove_again(ctx: Context, body: Reauthentication, address: str | None) -> Account:
    """Make sure that the one at the screen is the account's person: password and, where set up, second factor.

    Errors: `auth.delayed`, `input.invalid`; a failure counts like one at log-in.
    """
    account = people.load_own_account(ctx)
    attempt = _prove(ctx, account, body.current_password.get_secret_value(), address)
    if account.totp_enrolled_at is not None:
        code = body.code.get_secret_value() if body.code else ""
        if second_factors.use(ctx, account.id, code) is None:
            raise _wrong(ctx, attempt, Violation(TOTP_CODE, "/code"), SignInResult.WRONG_CODE)
    return account


def _prove(ctx: Context, account: Account, current: str, address: str | None) -> Attempt:
    known = Credentials(account.id, account.display_name, account.password_hash, second_factor=False)
    by_name = throttle.name_hash(ctx.keys, account.username)
    attempt = Attempt(by_name, throttle.address_hash(ctx.keys, address), rules.network_of(address), known)
    throttle.refuse_if_delayed(ctx.session, by_name, ctx.now)
    if not passwords.holds(current, account.password_hash):
        raise _wrong(ctx, attempt, Violation(PASSWORD_WRONG, "/current_password"), SignInResult.WRONG_PASSWORD)
    throttle.forgive(ctx.session, by_name)
    return attempt


def _wrong(ctx: Context, attempt: Attempt, fault: Violation, result: SignInResult) -> Refused:
    return Refused(INVALID, [fault], afterwards=lambda s: sessions.count_failure(ctx, s, attempt, result))
