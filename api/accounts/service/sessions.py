"""Log-in, log-out, which post a session acts in.

A log-in has two halves. The first reads the credentials and checks the password with no transaction open and, on
SQLite, outside the one writer place, since Argon2 takes 30 ms of a core; the second is a short unit of work that opens
the session, or counts the failure. Eight log-ins under one name that arrive together may all pass the first half
before one is counted; each then counts, so that the delay grows by all of them.

Where a second factor is set up, a right password without a code is answered by `auth.code_required`, and the caller
sends both together: no half-open log-in lies anywhere between the two steps.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from api.accounts import passwords, rules
from api.accounts.errors import BAD_CREDENTIALS, CODE_NEEDED, CODE_WRONG, POST_UNKNOWN
from api.accounts.models import Account, AccountInvitation, AccountSession, LoginFailure, SignIn
from api.accounts.queries import sessions as queries
from api.accounts.queries.sessions import Credentials
from api.accounts.rules import BY_ADDRESS, BY_NAME, AccountStatus, SignInMethod, SignInResult
from api.accounts.schemas import LoginIn, PostChoice
from api.accounts.service import second_factors, throttle
from api.core import clock, ids
from api.core.context import Context
from api.core.crypto import digest
from api.core.database import Database, affected
from api.core.errors import NOT_FOUND, ErrorSpec, Refused
from api.core.keys import KeyStore
from api.core.transaction import Mode, transaction
from api.ledger.rules import Subject
from api.ledger.service import record

_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A log-in whose name is looked up; `known` is None for a name that nobody has."""

    by_name: str
    by_address: str
    network: str | None
    known: Credentials | None

    def prove(self, body: LoginIn) -> "Proof":
        """Check the password; takes as long for an unknown name."""
        right = passwords.holds(body.password.get_secret_value(), self.known.password_hash if self.known else None)
        return Proof(self, right, body.code.get_secret_value() if body.code else "")


@dataclass(frozen=True, slots=True)
class Proof:
    """A log-in whose password was checked, and the code that came with it."""

    attempt: Attempt
    holds: bool
    code: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where log-ins are looked up: the application's database and keys."""

    database: Database
    keys: KeyStore


def look_up(desk: Desk, username: str, address: str | None) -> Attempt:
    """The first half: whom the name means.

    Errors: `auth.delayed`, for names that nobody has as well; `auth.address_delayed`.
    """
    username, now = rules.username_of(username), clock.now()
    by_name, by_address = throttle.name_hash(desk.keys, username), throttle.address_hash(desk.keys, address)
    with transaction(desk.database, Mode.READ) as session:
        throttle.refuse_if_delayed(session, by_name, now)
        throttle.refuse_address_if_delayed(session, by_address, now)
        return Attempt(by_name, by_address, rules.network_of(address), queries.find_credentials(session, username))


def log_in(ctx: Context, proof: Proof) -> Context:
    """The second half: open the session; returns the context of the one who is now logged in.

    Errors: `auth.bad_credentials`, `auth.code_wrong`: the failure is counted and recorded although the request is
    refused. `auth.code_required`, which is none.
    """
    known = proof.attempt.known
    if known is None or not proof.holds or not _mark_login(ctx, known):
        raise _failed(ctx, proof.attempt, BAD_CREDENTIALS, SignInResult.WRONG_PASSWORD)
    method = _second_step(ctx, proof, known)
    token = ids.token()
    ctx.session.execute(
        insert(AccountSession).values(
            id=ids.ordered(),
            token_hash=digest(token),
            account_id=known.account_id,
            logged_in_at=ctx.now,
            expires_at=rules.session_end(ctx.now, ctx.now),
            network=proof.attempt.network,
        )
    )
    throttle.forgive(ctx.session, proof.attempt.by_name)
    _note(ctx.session, ctx.now, proof.attempt, (SignInResult.ENTERED, method))
    ctx.reply.session_token = token
    entered = replace(ctx, actor=queries.find_actor(ctx.session, token, ctx.now))
    record(entered, "session.started", _self(entered))
    return entered


def _mark_login(ctx: Context, known: Credentials) -> bool:
    """False when since the first half the account was disabled, its password changed, or a second factor came or went."""
    stmt = update(Account).where(
        Account.id == known.account_id,
        Account.status == AccountStatus.ACTIVE.value,
        Account.password_hash == known.password_hash,
        Account.totp_enrolled_at.is_not(None) if known.second_factor else Account.totp_enrolled_at.is_(None),
    )
    stmt = stmt.values(last_login_at=ctx.now).execution_options(synchronize_session=False)
    return affected(ctx.session.execute(stmt)) == 1


def _second_step(ctx: Context, proof: Proof, known: Credentials) -> SignInMethod:
    if not known.second_factor:
        return SignInMethod.PASSWORD
    if not proof.code:
        raise Refused(CODE_NEEDED)
    method = second_factors.use(ctx, known.account_id, proof.code)
    if method is None:
        raise _failed(ctx, proof.attempt, CODE_WRONG, SignInResult.WRONG_CODE)
    return method


def _failed(ctx: Context, attempt: Attempt, spec: ErrorSpec, result: SignInResult) -> Refused:
    """The refusal that counts and records itself."""
    return Refused(spec, afterwards=lambda session: count_failure(ctx, session, attempt, result))


def count_failure(ctx: Context, session: Session, attempt: Attempt, result: SignInResult) -> None:
    """Count and record a failure, in the short transaction that survives the refusal; without the typed name."""
    ctx = replace(ctx, session=session, actor=None)
    failures = throttle.count_failure(session, attempt.by_name, ctx.now, BY_NAME)
    throttle.count_failure(session, attempt.by_address, ctx.now, BY_ADDRESS)
    known = attempt.known
    subject = Subject("account", known.account_id, known.display_name) if known else Subject("account", _NOBODY, "")
    seconds = int(rules.delay(failures).total_seconds())
    action = "session.locked_out" if seconds else "session.refused"
    record(ctx, action, subject, after={"failures": failures, "delay_seconds": seconds})
    method = SignInMethod.TOTP if result is SignInResult.WRONG_CODE else SignInMethod.PASSWORD
    _note(session, ctx.now, attempt, (result, method))


def _note(session: Session, now: datetime, attempt: Attempt, how: tuple[SignInResult, SignInMethod]) -> None:
    """Into the sign-in history of whom it concerns; a name that nobody has, has none."""
    if attempt.known is not None:
        result, method = how
        row = {"id": ids.ordered(), "account_id": attempt.known.account_id, "at": now, "network": attempt.network}
        session.execute(insert(SignIn).values(**row, result=result.value, method=method.value))


def extend(ctx: Context) -> Context:
    """Let the session last 8 h from now, at most until 24 h after log-in; returns the context with the new end."""
    actor = ctx.signed_in
    logged_in_at = queries.get_log_in_time(ctx)
    expires_at = rules.session_end(logged_in_at, ctx.now)
    stmt = update(AccountSession).where(AccountSession.id == actor.session_id).values(expires_at=expires_at)
    ctx.session.execute(stmt.execution_options(synchronize_session=False))
    return replace(ctx, actor=replace(actor, expires_at=expires_at))


def choose_post(ctx: Context, body: PostChoice) -> Context:
    """Act in one of the own posts, or in all; this session's reach and permissions follow with the next statement.

    Errors: `session.post_unknown`.
    """
    if body.grant_id is not None and body.grant_id not in {post for post, _ in queries.posts_of(ctx)}:
        raise Refused(POST_UNKNOWN)
    stmt = update(AccountSession).where(AccountSession.id == ctx.signed_in.session_id).values(grant_id=body.grant_id)
    ctx.session.execute(stmt.execution_options(synchronize_session=False))
    record(ctx, "session.post_chosen", _self(ctx), after={"grant_id": body.grant_id})
    return replace(ctx, actor=queries.find_session_actor(ctx))


def log_out(ctx: Context) -> None:
    """End this session and clear its cookie."""
    ctx.session.execute(delete(AccountSession).where(AccountSession.id == ctx.signed_in.session_id))
    ctx.reply.session_token = ""
    record(ctx, "session.ended", _self(ctx))


def log_out_everywhere(ctx: Context) -> None:
    """End all sessions of the actor, this one as well."""
    end_sessions(ctx, ctx.signed_in.id)
    ctx.reply.session_token = ""
    record(ctx, "session.all_ended", _self(ctx))


def end_own_session(ctx: Context, session_id: UUID) -> None:
    """End one of the actor's sessions. Errors: `not_found`."""
    mine = AccountSession.account_id == ctx.signed_in.id
    if affected(ctx.session.execute(delete(AccountSession).where(AccountSession.id == session_id, mine))) == 0:
        raise Refused(NOT_FOUND)
    if session_id == ctx.signed_in.session_id:
        ctx.reply.session_token = ""
    record(ctx, "session.ended", _self(ctx))


def end_sessions(ctx: Context, account_id: UUID, but: UUID | None = None) -> None:
    """Log the account out everywhere, `but` in one session."""
    stmt = delete(AccountSession).where(AccountSession.account_id == account_id)
    ctx.session.execute(stmt.where(AccountSession.id != but) if but else stmt)


def purge_sessions(session: Session, now: datetime) -> int:
    """Remove what is over: sessions, invitations, failures of yesterday, sign-ins of half a year ago; how many rows."""
    stale = (
        delete(AccountSession).where(AccountSession.expires_at <= now),
        delete(AccountInvitation).where(AccountInvitation.expires_at <= now),
        delete(LoginFailure).where(LoginFailure.last_failed_at <= now - rules.FAILURES_KEPT),
        delete(SignIn).where(SignIn.at <= now - rules.SIGN_INS_KEPT),
    )
    return sum(affected(session.execute(stmt)) for stmt in stale)


def _self(ctx: Context) -> Subject:
    return Subject("account", ctx.signed_in.id, ctx.signed_in.name)
