"""Log-in, log-out, one's own password.

A log-in has two halves. The first reads the credentials and checks the password with no transaction open and, on
SQLite, outside the one writer place, since Argon2 takes 30 ms of a core; the second is a short unit of work that opens
the session, or counts the failure. Eight log-ins under one name that arrive together may all pass the first half
before one is counted; each then counts, so that the delay grows by all of them.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from api.accounts import passwords, rules
from api.accounts.errors import BAD_CREDENTIALS, DELAYED, PASSWORD_SAME, PASSWORD_WRONG
from api.accounts.models import Account, AccountSession, LoginFailure
from api.accounts.queries import people
from api.accounts.queries import sessions as queries
from api.accounts.queries.sessions import Credentials
from api.accounts.rules import AccountStatus
from api.accounts.schemas import LoginIn, PasswordIn
from api.core import clock, ids
from api.core.context import Context
from api.core.crypto import digest, keyed_hash
from api.core.database import Database
from api.core.errors import INVALID, Refused, Violation, refuse_if_any
from api.core.keys import KeyStore
from api.core.transaction import Mode, transaction
from api.ledger.rules import Subject
from api.ledger.service import record

_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A log-in whose name is looked up; `known` is None for a name that nobody has."""

    name_hash: str
    known: Credentials | None

    def prove(self, password: str) -> "Proof":
        """Check the password; takes as long for an unknown name."""
        return Proof(self, passwords.holds(password, self.known.password_hash if self.known else None))


@dataclass(frozen=True, slots=True)
class Proof:
    """A log-in whose password was checked."""

    attempt: Attempt
    holds: bool


def look_up(database: Database, keys: KeyStore, body: LoginIn) -> Attempt:
    """The first half: whom the name means. Errors: `auth.delayed`, for names that nobody has as well."""
    username = rules.username_of(body.username)
    name_hash = keyed_hash(keys.throttle, username)
    with transaction(database, Mode.READ) as session:
        _refuse_if_delayed(session, name_hash, clock.now())
        return Attempt(name_hash, queries.find_credentials(session, username))


def _refuse_if_delayed(session: Session, name_hash: str, now: datetime) -> None:
    failed = queries.find_failures(session, name_hash)
    seconds = math.ceil(rules.remaining_delay(*failed, now).total_seconds()) if failed else 0
    if seconds:
        raise Refused(DELAYED, retry_after=seconds, seconds=seconds)


def log_in(ctx: Context, proof: Proof) -> Context:
    """The second half: open the session; returns the context of the one who is now logged in.

    Errors: `auth.bad_credentials`; the failure is counted and recorded although the request is refused.
    """
    known = proof.attempt.known
    if known is None or not proof.holds or not _mark_login(ctx, known):
        raise Refused(BAD_CREDENTIALS, afterwards=lambda session: _count_failure(ctx, session, proof.attempt))
    token = ids.token()
    ctx.session.execute(
        insert(AccountSession).values(
            id=ids.ordered(),
            token_hash=digest(token),
            account_id=known.account_id,
            logged_in_at=ctx.now,
            expires_at=rules.session_end(ctx.now, ctx.now),
        )
    )
    forgive(ctx, proof.attempt.name_hash)
    ctx.reply.session_token = token
    entered = replace(ctx, actor=queries.find_actor(ctx.session, token, ctx.now))
    record(entered, "session.started", _self(entered))
    return entered


def _mark_login(ctx: Context, known: Credentials) -> bool:
    """False when the account was disabled or its password changed since the first half."""
    stmt = update(Account).where(
        Account.id == known.account_id,
        Account.status == AccountStatus.ACTIVE.value,
        Account.password_hash == known.password_hash,
    )
    stmt = stmt.values(last_login_at=ctx.now).execution_options(synchronize_session=False)
    return bool(ctx.session.execute(stmt).rowcount)  # type: ignore[attr-defined]


def _count_failure(ctx: Context, session: Session, attempt: Attempt) -> None:
    """Count and record a failure, in the short transaction that survives the refusal; without the typed name."""
    ctx = replace(ctx, session=session, actor=None)
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    stmt = make(LoginFailure).values(name_hash=attempt.name_hash, failures=1, last_failed_at=ctx.now)
    again = {"failures": LoginFailure.failures + 1, "last_failed_at": ctx.now}
    failures = session.execute(
        stmt.on_conflict_do_update(index_elements=["name_hash"], set_=again).returning(LoginFailure.failures)
    ).scalar_one()
    known = attempt.known
    subject = Subject("account", known.account_id, known.display_name) if known else Subject("account", _NOBODY, "")
    seconds = int(rules.delay(failures).total_seconds())
    action = "session.locked_out" if seconds else "session.refused"
    record(ctx, action, subject, after={"failures": failures, "delay_seconds": seconds})


def forgive(ctx: Context, name_hash: str) -> None:
    """Forget the failures under a name."""
    ctx.session.execute(delete(LoginFailure).where(LoginFailure.name_hash == name_hash))


def extend(ctx: Context) -> Context:
    """Let the session last 8 h from now, at most until 24 h after log-in; returns the context with the new end."""
    actor = ctx.signed_in
    logged_in_at = queries.get_log_in_time(ctx)
    expires_at = rules.session_end(logged_in_at, ctx.now)
    stmt = update(AccountSession).where(AccountSession.id == actor.session_id).values(expires_at=expires_at)
    ctx.session.execute(stmt.execution_options(synchronize_session=False))
    return replace(ctx, actor=replace(actor, expires_at=expires_at))


def log_out(ctx: Context) -> None:
    """End this session and clear its cookie."""
    ctx.session.execute(delete(AccountSession).where(AccountSession.id == ctx.signed_in.session_id))
    ctx.reply.session_token = ""
    record(ctx, "session.ended", _self(ctx))


def change_password(ctx: Context, body: PasswordIn) -> None:
    """Set one's own password; every other session of the account ends.

    Rare, so both hashes are made within the unit of work. A wrong current password counts like a failed log-in: a
    stolen session must not serve to guess it. Errors: `auth.delayed`, `input.invalid`.
    """
    account = people.load_own_account(ctx)
    attempt = _own_attempt(ctx, account)
    _refuse_if_delayed(ctx.session, attempt.name_hash, ctx.now)
    current, new = body.current_password.get_secret_value(), body.new_password.get_secret_value()
    if not attempt.prove(current).holds:
        wrong = Violation(PASSWORD_WRONG, "/current_password")
        raise Refused(INVALID, [wrong], afterwards=lambda session: _count_failure(ctx, session, attempt))
    same = [Violation(PASSWORD_SAME, "/new_password")] if new == current else []
    refuse_if_any([*rules.password_faults(new, account.username), *same])
    account.password_hash, account.must_change_password = passwords.hashed(new), False
    end_sessions(ctx, account.id, but=ctx.signed_in.session_id)
    forgive(ctx, attempt.name_hash)
    record(ctx, "account.password_changed", _self(ctx))


def _own_attempt(ctx: Context, account: Account) -> Attempt:
    credentials = Credentials(account.id, account.display_name, account.password_hash)
    return Attempt(name_hash_of(ctx, account), credentials)


def name_hash_of(ctx: Context, account: Account) -> str:
    """Under which failures of the account's user name are counted."""
    return keyed_hash(ctx.keys.throttle, account.username)


def end_sessions(ctx: Context, account_id: UUID, but: UUID | None = None) -> None:
    """Log the account out everywhere, `but` in one session."""
    stmt = delete(AccountSession).where(AccountSession.account_id == account_id)
    ctx.session.execute(stmt.where(AccountSession.id != but) if but else stmt)


def purge_sessions(session: Session, now: datetime) -> int:
    """Remove expired sessions and failures of more than a day ago; returns how many rows."""
    stale = (
        delete(AccountSession).where(AccountSession.expires_at <= now),
        delete(LoginFailure).where(LoginFailure.last_failed_at <= now - rules.FAILURES_KEPT),
    )
    return sum(session.execute(stmt).rowcount for stmt in stale)  # type: ignore[attr-defined]


def _self(ctx: Context) -> Subject:
    return Subject("account", ctx.signed_in.id, ctx.signed_in.name)
