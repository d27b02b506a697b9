"""Who is this? Sessions, credentials, failed log-ins."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, null, select
from sqlalchemy.orm import Session

from api.accounts import policy
from api.accounts.models import Account, AccountGrant, AccountSession, LoginFailure, SignIn
from api.accounts.queries.machines import find_client_actor
from api.accounts.rules import ROLE_PERMISSIONS, SCOPES, AccountStatus, GrantState, Role, second_factor_due
from api.accounts.schemas import SessionAccount, SessionGrant, SessionOut, SessionRow, SessionsOut, SignInRow
from api.core.context import Actor, Capacity, Context, Grant
from api.core.crypto import digest
from api.core.paging import Paging, count
from api.core.schemas import Page, UnitRef
from api.organizations.models import Unit

# Tables, not entities: this statement opens every request, and a plain row costs half of what the ORM takes for it.
_SESSION, _ACCOUNT, _GRANT, _UNIT = (model.__table__ for model in (AccountSession, Account, AccountGrant, Unit))
_WHO = (_ACCOUNT.c.id, _ACCOUNT.c.display_name, _ACCOUNT.c.must_change_password, _ACCOUNT.c.totp_enrolled_at)
_HELD = (_GRANT.c.id, _GRANT.c.role, _GRANT.c.unit_id, _UNIT.c.path)
_GRANTED = _ACCOUNT.outerjoin(
    _GRANT, and_(_GRANT.c.account_id == _ACCOUNT.c.id, _GRANT.c.state == GrantState.ACTIVE.value)
).outerjoin(_UNIT, _UNIT.c.id == _GRANT.c.unit_id)
_ACTIVE = _ACCOUNT.c.status == AccountStatus.ACTIVE.value
_BY_ANY = (
    select(_SESSION.c.id, _SESSION.c.expires_at, _SESSION.c.grant_id, *_WHO, *_HELD)
    .select_from(_GRANTED.join(_SESSION, _SESSION.c.account_id == _ACCOUNT.c.id))
    .where(_SESSION.c.expires_at > bindparam("now"), _ACTIVE)
    .order_by(_GRANT.c.id)
)
_BY_TOKEN = _BY_ANY.where(_SESSION.c.token_hash == bindparam("token_hash"))
_BY_SESSION = _BY_ANY.where(_SESSION.c.id == bindparam("session_id"))
_BY_ACCOUNT = (
    select(null(), null(), bindparam("post", type_=Uuid()), *_WHO, *_HELD)
    .select_from(_GRANTED)
    .where(_ACCOUNT.c.id == bindparam("account_id"), _ACTIVE)
    .order_by(_GRANT.c.id)
)


def find_actor(session: Session, token: str, now: datetime) -> Actor | None:
    """Who holds this session token, with the roles of this very moment; the one look-up of a request."""
    return _actor(session.execute(_BY_TOKEN, {"token_hash": digest(token), "now": now}).all())


def find_session_actor(ctx: Context) -> Actor | None:
    """The actor of this session anew, after the session itself has changed."""
    return _actor(ctx.session.execute(_BY_SESSION, {"session_id": ctx.signed_in.session_id, "now": ctx.now}).all())


def find_account_actor(session: Session, account_id: UUID, capacity: Capacity) -> Actor | None:
    """The account, or client, if it is active, with what `capacity` holds at this very moment: for work in its name."""
    rows = session.execute(_BY_ACCOUNT, {"account_id": account_id, "post": capacity.post}).all()
    if not rows:
        return find_client_actor(session, account_id, capacity.carried)
    actor = _actor(rows)
    return actor if actor is None or capacity.carried is None else _with_token(actor, capacity.carried)


def _with_token(actor: Actor, carried: frozenset[str]) -> Actor:
    """The actor as with a token that carries this."""
    grants = tuple(replace(grant, permissions=grant.permissions & SCOPES & carried) for grant in actor.grants)
    return replace(actor, grants=grants, machine=True, capacity=Capacity(actor.capacity.post, carried))


def _actor(rows: Sequence[Any]) -> Actor | None:
    if not rows:
        return None
    session_id, expires_at, chosen, account_id, name, must_change, enrolled_at, *_ = rows[0]
    held = tuple(
        Grant(grant_id, role, unit_id, path, ROLE_PERMISSIONS[Role(role)])
        for *_, grant_id, role, unit_id, path in rows
        if role  # an account without a grant has one row, without a role
    )
    # A chosen post that was revoked leaves nothing: what its holder did not choose does not come back by itself.
    grants = held if chosen is None else tuple(grant for grant in held if grant.id == chosen)
    due = enrolled_at is None and second_factor_due(policy.current().second_factor, [grant.role for grant in held])
    capacity = Capacity(post=chosen)
    return Actor(account_id, name, session_id, expires_at, must_change, grants, must_enrol=due, capacity=capacity)


def get_session(ctx: Context, csrf_token: str) -> SessionOut:
    """The actor as the SPA needs it."""
    actor = ctx.signed_in
    rows = ctx.session.execute(
        select(Account.username, Account.totp_enrolled_at, AccountGrant.id, AccountGrant.role, Unit)
        .outerjoin(
            AccountGrant, and_(AccountGrant.account_id == Account.id, AccountGrant.state == GrantState.ACTIVE.value)
        )
        .outerjoin(Unit, Unit.id == AccountGrant.unit_id)
        .where(Account.id == actor.id)
        .order_by(AccountGrant.id)
    ).all()
    posts = [
        SessionGrant(id=row.id, role=Role(row.role), unit=UnitRef.model_validate(row.Unit)) for row in rows if row.Unit
    ]
    active = {grant.id for grant in actor.grants}
    assert actor.expires_at is not None
    return SessionOut(
        account=SessionAccount(
            id=actor.id,
            username=rows[0].username,
            display_name=actor.name,
            must_change_password=actor.must_change_password,
            must_enrol=actor.must_enrol,
            second_factor=rows[0].totp_enrolled_at is not None,
        ),
        csrf_token=csrf_token,
        expires_at=actor.expires_at,
        grants=[post for post in posts if post.id in active],
        posts=posts,
        acting_as=_chosen_post(ctx),
        permissions=sorted({permission for grant in actor.grants for permission in ROLE_PERMISSIONS[Role(grant.role)]}),
    )


def _chosen_post(ctx: Context) -> UUID | None:
    stmt = select(AccountSession.grant_id).where(AccountSession.id == ctx.signed_in.session_id)
    return ctx.session.execute(stmt).scalar_one()


def posts_of(ctx: Context) -> Sequence[tuple[UUID, str]]:
    """Grant and role of every post that the actor holds now, whichever the session acts in."""
    stmt = select(AccountGrant.id, AccountGrant.role).where(
        AccountGrant.account_id == ctx.signed_in.id, AccountGrant.state == GrantState.ACTIVE.value
    )
    return [(row.id, row.role) for row in ctx.session.execute(stmt)]


def list_sessions(ctx: Context) -> SessionsOut:
    """Where the actor is logged in now, newest first."""
    rows = ctx.session.execute(
        select(AccountSession.id, AccountSession.logged_in_at, AccountSession.expires_at, AccountSession.network)
        .where(AccountSession.account_id == ctx.signed_in.id, AccountSession.expires_at > ctx.now)
        .order_by(AccountSession.id.desc())
    )
    here = ctx.signed_in.session_id
    return SessionsOut(items=[SessionRow(**row._mapping, current=row.id == here) for row in rows])  # noqa: SLF001


def list_sign_ins(ctx: Context, account_id: UUID, paging: Paging) -> Page[SignInRow]:
    """Tries to log in to an account, newest first."""
    stmt = select(SignIn.id, SignIn.at, SignIn.result, SignIn.method, SignIn.network).where(
        SignIn.account_id == account_id
    )
    total = count(ctx, stmt)
    rows = ctx.session.execute(stmt.order_by(SignIn.id.desc()).limit(paging.size).offset(paging.offset))
    return Page(items=[SignInRow.model_validate(row) for row in rows], page=paging.page, size=paging.size, total=total)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a log-in is checked against; `password_hash` is None for an account that cannot log in."""

    account_id: UUID
    display_name: str
    password_hash: str | None
    second_factor: bool


def find_credentials(session: Session, username: str) -> Credentials | None:
    """Of the account with this user name."""
    row = session.execute(
        select(Account.id, Account.display_name, Account.password_hash, Account.status, Account.totp_enrolled_at).where(
            Account.username == username
        )
    ).one_or_none()
    if row is None:
        return None
    active = row.status == AccountStatus.ACTIVE
    stored = row.password_hash if active else None
    return Credentials(row.id, row.display_name, stored, second_factor=row.totp_enrolled_at is not None)


def get_log_in_time(ctx: Context) -> datetime:
    """When the actor's session began."""
    stmt = select(AccountSession.logged_in_at).where(AccountSession.id == ctx.signed_in.session_id)
    return ctx.session.execute(stmt).scalar_one()


def find_failures(session: Session, name_hash: str) -> tuple[int, datetime] | None:
    """How often log-ins under this name, or from this address, failed in a row, and when last."""
    row = session.execute(
        select(LoginFailure.failures, LoginFailure.last_failed_at).where(LoginFailure.name_hash == name_hash)
    ).one_or_none()
    return None if row is None else (row.failures, row.last_failed_at)
