"""Machines: whose access token is this; the clients within reach, their secrets, a person's own tokens."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from api.access import reach
from api.accounts import policy
from api.accounts.models import Account, AccountGrant, AccountToken, Client, ClientSecret
from api.accounts.rules import (
    ROLE_PERMISSIONS,
    SCOPES,
    TOKEN_PREFIX,
    AccountStatus,
    GrantState,
    Role,
    second_factor_due,
    use_due,
)
from api.accounts.schemas import AccountRef, ClientOut, SecretRow, TokenRow, TokensOut
from api.core import tokens
from api.core.context import Actor, Capacity, Context, Grant
from api.core.crypto import digest
from api.core.errors import NOT_FOUND, Refused
from api.core.keys import KeyStore
from api.core.paging import Paging, count
from api.core.schemas import Page, UnitRef
from api.organizations.models import Unit

_TOKEN, _ACCOUNT, _GRANT, _UNIT, _CLIENT = (
    model.__table__ for model in (AccountToken, Account, AccountGrant, Unit, Client)
)
_BY_TOKEN = (
    select(
        *(_TOKEN.c.id, _TOKEN.c.permissions, _TOKEN.c.last_used_at),
        *(_ACCOUNT.c.id, _ACCOUNT.c.display_name, _ACCOUNT.c.must_change_password, _ACCOUNT.c.totp_enrolled_at),
        *(_GRANT.c.id, _GRANT.c.role, _GRANT.c.unit_id, _UNIT.c.path),
    )
    .select_from(
        _TOKEN.join(_ACCOUNT, _ACCOUNT.c.id == _TOKEN.c.account_id)
        .join(_GRANT, and_(_GRANT.c.account_id == _ACCOUNT.c.id, _GRANT.c.state == GrantState.ACTIVE.value))
        .join(_UNIT, _UNIT.c.id == _GRANT.c.unit_id)
    )
    .where(
        _TOKEN.c.token_hash == bindparam("token_hash"),
        _TOKEN.c.expires_at > bindparam("now"),
        _TOKEN.c.revoked_at.is_(None),
        _ACCOUNT.c.status == AccountStatus.ACTIVE.value,
    )
    .order_by(_GRANT.c.id)
)
_CLIENT_BY_ID = (
    select(_CLIENT.c.id, _CLIENT.c.name, _CLIENT.c.scopes, _CLIENT.c.unit_id, _UNIT.c.path)
    .select_from(_CLIENT.join(_UNIT, _UNIT.c.id == _CLIENT.c.unit_id))
    .where(_CLIENT.c.id == bindparam("client_id"), _CLIENT.c.state == GrantState.ACTIVE.value)
)


def find_bearer(session: Session, keys: KeyStore, token: str, now: datetime) -> Actor | None:
    """Whose access token this is, with the rights of this very moment; one statement."""
    if token.startswith(TOKEN_PREFIX):
        return _holder(session.execute(_BY_TOKEN, {"token_hash": digest(token), "now": now}).all(), now)
    try:
        claims = tokens.verify(token, signing_keys(keys), policy.current().house, now)
        client_id = UUID(claims["sub"])
    except (tokens.InvalidToken, ValueError):
        return None
    return find_client_actor(session, client_id, frozenset(str(claims.get("scope", "")).split()))


def signing_keys(keys: KeyStore) -> Mapping[str, tokens.SigningKey]:
    """The keys of access tokens that are accepted now, newest last."""
    return tokens.keys_of(keys.secrets("access-token"))


def find_client_actor(session: Session, client_id: UUID, scopes: frozenset[str] | None = None) -> Actor | None:
    """An active client with what it may do now; `scopes` narrows that to what its token was given for."""
    row = session.execute(_CLIENT_BY_ID, {"client_id": client_id}).one_or_none()
    if row is None:
        return None
    held = SCOPES & frozenset(row.scopes)
    permissions = held if scopes is None else held & scopes
    grant = Grant(row.id, "client", row.unit_id, row.path, frozenset(permissions))
    who = Actor(row.id, row.name, None, None, must_change_password=False, grants=(grant,), machine=True)
    return replace(who, capacity=Capacity(carried=scopes))


def _holder(rows: Sequence[Any], now: datetime) -> Actor | None:
    if not rows:
        return None
    token_id, permissions, last_used_at, account_id, name, must_change, enrolled_at, *_ = rows[0]
    carried = SCOPES & frozenset(permissions)
    grants = tuple(
        Grant(grant_id, role, unit_id, path, ROLE_PERMISSIONS[Role(role)] & carried)
        for *_, grant_id, role, unit_id, path in rows
    )
    demanded = second_factor_due(policy.current().second_factor, [grant.role for grant in grants])
    return Actor(
        account_id,
        name,
        None,
        None,
        must_change,
        grants,
        must_enrol=demanded and enrolled_at is None,
        machine=True,
        token_id=token_id if use_due(last_used_at, now) else None,
        capacity=Capacity(carried=carried),
    )


# --- Clients ---------------------------------------------------------------------------------------------------------

_Proposer, _Decider = aliased(Account), aliased(Account)


def _clients(ctx: Context) -> Select[*tuple[Any, ...]]:
    stmt = (
        select(Client, Unit, _Proposer.display_name.label("proposer"), _Decider.display_name.label("decider"))
        .join(Unit, Unit.id == Client.unit_id)
        .join(_Proposer, _Proposer.id == Client.proposed_by)
        .outerjoin(_Decider, _Decider.id == Client.decided_by)
    )
    return reach.within(ctx, stmt, Client.unit_id)


def list_clients(ctx: Context, state: GrantState | None, paging: Paging) -> Page[ClientOut]:
    """Clients of units within reach, newest first."""
    stmt = _clients(ctx)
    if state is not None:
        stmt = stmt.where(Client.state == state.value)
    total = count(ctx, stmt)
    rows = ctx.session.execute(stmt.order_by(Client.id.desc()).limit(paging.size).offset(paging.offset)).all()
    return Page(items=_with_secrets(ctx, rows), page=paging.page, size=paging.size, total=total)


def get_client(ctx: Context, client_id: UUID) -> ClientOut:
    """One client. Errors: `not_found`."""
    rows = ctx.session.execute(_clients(ctx).where(Client.id == client_id)).all()
    if not rows:
        raise Refused(NOT_FOUND)
    return _with_secrets(ctx, rows)[0]


def _with_secrets(ctx: Context, rows: Sequence[Row[Any]]) -> list[ClientOut]:
    secrets: dict[UUID, list[SecretRow]] = defaultdict(list)
    for secret in live_secrets(ctx, [row.Client.id for row in rows]):
        secrets[secret.client_id].append(SecretRow.model_validate(secret))
    return [_client(row, secrets[row.Client.id]) for row in rows]


def _client(row: Row[Any], secrets: list[SecretRow]) -> ClientOut:
    client: Client = row.Client
    decider = AccountRef(id=client.decided_by, display_name=row.decider) if client.decided_by else None
    return ClientOut(
        id=client.id,
        name=client.name,
        unit=UnitRef.model_validate(row.Unit),
        scopes=client.scopes,
        state=GrantState(client.state),
        secrets=secrets,
        proposed_by=AccountRef(id=client.proposed_by, display_name=row.proposer),
        decided_by=decider,
        created_at=client.created_at,
        last_used_at=client.last_used_at,
        revision=client.revision,
    )


def live_secrets(ctx: Context, clients: Sequence[UUID]) -> Sequence[ClientSecret]:
    """The secrets that still open something, oldest first."""
    stmt = select(ClientSecret).where(ClientSecret.client_id.in_(clients), _live(ctx.now)).order_by(ClientSecret.id)
    return ctx.session.scalars(stmt).all()


def _live(now: datetime) -> Any:
    return or_(ClientSecret.expires_at.is_(None), ClientSecret.expires_at > now)


def load_client(ctx: Context, client_id: UUID) -> Client:
    """The client, locked, to be changed. Errors: `not_found`."""
    stmt = reach.within(ctx, select(Client), Client.unit_id).where(Client.id == client_id).with_for_update()
    client: Client | None = ctx.session.scalar(stmt)
    if client is None:
        raise Refused(NOT_FOUND)
    return client


def find_secret(session: Session, client_id: UUID, secret: str, now: datetime) -> tuple[Client, ClientSecret] | None:
    """The active client whose live secret this is, for the token endpoint."""
    stmt = (
        select(Client, ClientSecret)
        .join(ClientSecret, ClientSecret.client_id == Client.id)
        .where(
            Client.id == client_id,
            Client.state == GrantState.ACTIVE.value,
            ClientSecret.secret_hash == digest(secret),
            _live(now),
        )
    )
    row = session.execute(stmt).one_or_none()
    return None if row is None else (row.Client, row.ClientSecret)


# --- A person's own tokens -------------------------------------------------------------------------------------------


def list_tokens(ctx: Context) -> TokensOut:
    """The actor's tokens that were not revoked, newest first; those that ran out as well."""
    stmt = select(AccountToken).where(AccountToken.account_id == ctx.signed_in.id, AccountToken.revoked_at.is_(None))
    rows = ctx.session.scalars(stmt.order_by(AccountToken.id.desc()))
    return TokensOut(items=[TokenRow.model_validate(row) for row in rows])


def load_token(ctx: Context, token_id: UUID) -> AccountToken:
    """One of the actor's tokens. Errors: `not_found`."""
    stmt = select(AccountToken).where(
        AccountToken.id == token_id, AccountToken.account_id == ctx.signed_in.id, AccountToken.revoked_at.is_(None)
    )
    token: AccountToken | None = ctx.session.scalar(stmt)
    if token is None:
        raise Refused(NOT_FOUND)
    return token
