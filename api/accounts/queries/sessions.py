"""Who is this? Sessions, credentials, failed log-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import FromClause, Row, and_, bindparam, null, select
from sqlalchemy.orm import Session

from api.accounts.models import Account, AccountGrant, AccountSession, LoginFailure
from api.accounts.rules import ROLE_PERMISSIONS, AccountStatus, GrantState, Role
from api.accounts.schemas import SessionAccount, SessionGrant, SessionOut
from api.core.context import Actor, Context, Grant
from api.core.crypto import digest
from api.core.schemas import UnitRef
from api.organizations.models import Unit

# Tables, not entities: this statement opens every request, and a plain row costs half of what the ORM takes for it.
_SESSION, _ACCOUNT, _GRANT, _UNIT = (model.__table__ for model in (AccountSession, Account, AccountGrant, Unit))
_WHO = (_ACCOUNT.c.id, _ACCOUNT.c.display_name, _ACCOUNT.c.must_change_password)
_HELD = (_GRANT.c.id, _GRANT.c.role, _GRANT.c.unit_id, _UNIT.c.path)
_ACTIVE = _ACCOUNT.c.status == AccountStatus.ACTIVE.value


def _with_grants(accounts: FromClause) -> FromClause:
    active = and_(_GRANT.c.account_id == _ACCOUNT.c.id, _GRANT.c.state == GrantState.ACTIVE.value)
    return accounts.outerjoin(_GRANT, active).outerjoin(_UNIT, _UNIT.c.id == _GRANT.c.unit_id)


_BY_TOKEN = (
    select(_SESSION.c.id, _SESSION.c.expires_at, *_WHO, *_HELD)
    .select_from(_with_grants(_SESSION.join(_ACCOUNT, _ACCOUNT.c.id == _SESSION.c.account_id)))
    .where(_SESSION.c.token_hash == bindparam("token_hash"), _SESSION.c.expires_at > bindparam("now"), _ACTIVE)
    .order_by(_GRANT.c.id)
)
_BY_ACCOUNT = (
    select(null(), null(), *_WHO, *_HELD)
    .select_from(_with_grants(_ACCOUNT))
    .where(_ACCOUNT.c.id == bindparam("account_id"), _ACTIVE)
    .order_by(_GRANT.c.id)
)


def find_actor(session: Session, token: str, now: datetime) -> Actor | None:
    """Who holds this session token, with the roles of this very moment; the one look-up of a request."""
    return _actor(session.execute(_BY_TOKEN, {"token_hash": digest(token), "now": now}).all())


def find_account_actor(session: Session, account_id: UUID, now: datetime) -> Actor | None:  # noqa: ARG001 (the port's)
    """The account, if it is active, with the roles of this very moment and no session: for work in its name."""
    return _actor(session.execute(_BY_ACCOUNT, {"account_id": account_id}).all())


def _actor(rows: Sequence[Row[*tuple[Any, ...]]]) -> Actor | None:
    if not rows:
        return None
    session_id, expires_at, account_id, name, must_change, *_ = rows[0]
    grants = tuple(
        Grant(grant_id, role, unit_id, path, ROLE_PERMISSIONS[Role(role)])
        for *_, grant_id, role, unit_id, path in rows
        if role  # an account without a grant has one row, without a role
    )
    return Actor(account_id, name, session_id, expires_at, must_change, grants)


def get_session(ctx: Context, csrf_token: str) -> SessionOut:
    """The actor as the SPA needs it."""
    actor = ctx.signed_in
    rows = ctx.session.execute(
        select(Account.username, AccountGrant.id, Unit.id, Unit.name, Unit.kind)
        .outerjoin(
            AccountGrant, and_(AccountGrant.account_id == Account.id, AccountGrant.state == GrantState.ACTIVE.value)
        )
        .outerjoin(Unit, Unit.id == AccountGrant.unit_id)
        .where(Account.id == actor.id)
    ).all()
    units = {grant_id: UnitRef(id=unit, name=name, kind=kind) for _, grant_id, unit, name, kind in rows if name}
    assert actor.expires_at is not None
    return SessionOut(
        account=SessionAccount(
            id=actor.id,
            username=rows[0].username,
            display_name=actor.name,
            must_change_password=actor.must_change_password,
        ),
        csrf_token=csrf_token,
        expires_at=actor.expires_at,
        grants=[SessionGrant(id=g.id, role=Role(g.role), unit=units[g.id]) for g in actor.grants if g.id in units],
        permissions=sorted({permission for grant in actor.grants for permission in ROLE_PERMISSIONS[Role(grant.role)]}),
    )


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a log-in is checked against; `password_hash` is None for an account that cannot log in."""

    account_id: UUID
    display_name: str
    password_hash: str | None


def find_credentials(session: Session, username: str) -> Credentials | None:
    """Of the account with this user name."""
    row = session.execute(
        select(Account.id, Account.display_name, Account.password_hash, Account.status).where(
            Account.username == username
        )
    ).one_or_none()
    if row is None:
        return None
    active = row.status == AccountStatus.ACTIVE
    return Credentials(row.id, row.display_name, row.password_hash if active else None)


def get_log_in_time(ctx: Context) -> datetime:
    """When the actor's session began."""
    stmt = select(AccountSession.logged_in_at).where(AccountSession.id == ctx.signed_in.session_id)
    return ctx.session.execute(stmt).scalar_one()


def find_failures(session: Session, name_hash: str) -> tuple[int, datetime] | None:
    """How often a log-in under this name failed in a row, and when last."""
    row = session.execute(
        select(LoginFailure.failures, LoginFailure.last_failed_at).where(LoginFailure.name_hash == name_hash)
    ).one_or_none()
    return None if row is None else (row.failures, row.last_failed_at)
