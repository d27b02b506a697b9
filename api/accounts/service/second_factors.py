"""The second factor: set up, used at log-in, replaced, removed, reset by an admin."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, insert, update

from api.accounts import policy, rules
from api.accounts import second_factor as factor
from api.accounts.errors import TOTP_CODE, TOTP_DEMANDED, TOTP_NOT_ENROLLED
from api.accounts.models import Account, AccountTotp, RecoveryCode
from api.accounts.queries import credentials as queries
from api.accounts.queries import people
from api.accounts.queries.sessions import posts_of
from api.accounts.rules import SignInMethod
from api.accounts.schemas import RecoveryCodes, TotpConfirm, TotpSetup, TotpState
from api.core import ids
from api.core.context import Context
from api.core.crypto import Sealer
from api.core.database import affected, insert_or
from api.core.errors import INVALID, Refused, Violation
from api.ledger.rules import Subject
from api.ledger.service import record

_ISSUER = "Qinglian"  # in ASCII: the picture stays coarse enough for an old camera
_SETUP = timedelta(minutes=10)


def begin(ctx: Context, account: Account) -> TotpSetup:
    """A new secret for the account's authenticator; it lies sealed with the caller until a code confirms it."""
    secret, ends = factor.new_secret(), ctx.now + _SETUP
    uri = factor.address(secret, account.username, _ISSUER)
    setup = _sealer(ctx).seal(f"{int(ends.timestamp())} {secret}", f"totp-setup/{account.id}")
    return TotpSetup(setup=setup, secret=secret, uri=uri, picture=factor.picture(uri), expires_at=ends)


def confirm(ctx: Context, body: TotpConfirm) -> RecoveryCodes:
    """Put the new authenticator in force, in place of an older one; new recovery codes. Errors: `input.invalid`."""
    account = people.load_own_account(ctx)
    secret = _opened(ctx, account.id, body.setup)
    code = factor.plain(body.code.get_secret_value())
    step = factor.step_of(secret, code, ctx.now, after=-1) if secret else None
    if secret is None or step is None:
        raise Refused(INVALID, [Violation(TOTP_CODE, "/code")])
    sealed, generation = factor.seal(secret, account.id, ctx.keys.secrets("totp"))
    row = {"sealed": sealed, "generation": generation, "last_step": step, "created_at": ctx.now}
    stmt = insert_or(ctx.session, AccountTotp).values(account_id=account.id, **row)
    ctx.session.execute(stmt.on_conflict_do_update(index_elements=["account_id"], set_=row))
    account.totp_enrolled_at = ctx.now
    ctx.session.flush()
    record(ctx, "account.totp_enrolled", _subject(account))
    return _new_codes(ctx, account.id)


def _opened(ctx: Context, account_id: UUID, setup: str) -> str | None:
    text = _sealer(ctx).open(setup, f"totp-setup/{account_id}")
    ends, _, secret = (text or "0").partition(" ")
    return secret if int(ends) > ctx.now.timestamp() else None


def _sealer(ctx: Context) -> Sealer:
    secrets = ctx.keys.secrets("totp")
    return Sealer(secrets[max(secrets)])


def _new_codes(ctx: Context, account_id: UUID) -> RecoveryCodes:
    codes = factor.recovery_codes()
    ctx.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    row = {"account_id": account_id, "used_at": None}
    rows = [row | {"id": ids.ordered(), "code_hash": factor.recovery_hash(code)} for code in codes]
    ctx.session.execute(insert(RecoveryCode), rows)
    return RecoveryCodes(codes=codes)


def renew_codes(ctx: Context, account: Account) -> RecoveryCodes:
    """New recovery codes; the older ones are void. Errors: `totp.not_enrolled`."""
    if account.totp_enrolled_at is None:
        raise Refused(TOTP_NOT_ENROLLED)
    record(ctx, "account.recovery_codes_renewed", _subject(account))
    return _new_codes(ctx, account.id)


def use(ctx: Context, account_id: UUID, typed: str) -> SignInMethod | None:
    """Take a code, which is good once from now on; None when it is wrong, old, or was used before."""
    code = factor.plain(typed)
    if factor.is_totp(code):
        return SignInMethod.TOTP if _use_totp(ctx, account_id, code) else None
    return SignInMethod.RECOVERY_CODE if _use_recovery(ctx, account_id, code) else None


def _use_totp(ctx: Context, account_id: UUID, code: str) -> bool:
    row = queries.find_totp(ctx, account_id)
    secret = factor.unseal(row.sealed, row.generation, account_id, ctx.keys.secrets("totp")) if row else None
    step = factor.step_of(secret, code, ctx.now, row.last_step) if row and secret else None
    if step is None:
        return False
    # Of two log-ins with the same code at the same moment one finds its step taken.
    stmt = update(AccountTotp).where(AccountTotp.account_id == account_id, AccountTotp.last_step < step)
    stmt = stmt.values(last_step=step).execution_options(synchronize_session=False)
    return affected(ctx.session.execute(stmt)) == 1


def _use_recovery(ctx: Context, account_id: UUID, code: str) -> bool:
    stmt = update(RecoveryCode).where(
        RecoveryCode.account_id == account_id,
        RecoveryCode.code_hash == factor.recovery_hash(code),
        RecoveryCode.used_at.is_(None),
    )
    return affected(ctx.session.execute(stmt.values(used_at=ctx.now))) == 1


def state(ctx: Context) -> TotpState:
    """The actor's own second factor."""
    account = people.load_own_account(ctx)
    return TotpState(
        enrolled_at=account.totp_enrolled_at,
        recovery_codes_left=queries.count_recovery_codes(ctx, account.id),
        demanded=_demanded(ctx),
    )


def _demanded(ctx: Context) -> bool:
    return rules.second_factor_due(policy.current().second_factor, [role for _, role in posts_of(ctx)])


def remove(ctx: Context, account: Account) -> None:
    """Go back to the password alone. Errors: `totp.not_enrolled`, `totp.demanded`."""
    if account.totp_enrolled_at is None:
        raise Refused(TOTP_NOT_ENROLLED)
    if _demanded(ctx):
        raise Refused(TOTP_DEMANDED)
    clear(ctx, account)
    record(ctx, "account.totp_removed", _subject(account))


def clear(ctx: Context, account: Account) -> datetime | None:
    """Forget authenticator and recovery codes; since when there was one."""
    enrolled_at, account.totp_enrolled_at = account.totp_enrolled_at, None
    for table in (AccountTotp, RecoveryCode):
        ctx.session.execute(delete(table).where(table.account_id == account.id))
    ctx.session.flush()
    return enrolled_at


def _subject(account: Account) -> Subject:
    return Subject("account", account.id, account.display_name)
