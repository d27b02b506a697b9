"""The token endpoint: OAuth 2 client credentials (RFC 6749, 4.4), access tokens as RFC 9068 writes them."""

import binascii
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote_plus
from uuid import UUID

from sqlalchemy import update

from api.accounts import policy, rules
from api.accounts.models import Client, ClientSecret
from api.accounts.queries import machines as queries
from api.accounts.rules import BY_ADDRESS
from api.accounts.service import throttle
from api.core import ids, tokens
from api.core.context import Context

_GRANT_TYPE = "client_credentials"


@dataclass(frozen=True, slots=True)
class Ask:
    """A request for a token: the form, the Authorization header, where it comes from."""

    form: Mapping[str, str]
    authorization: str
    address: str | None
    repeated: bool = False  # a parameter came twice (RFC 6749, 3.2)

    @property
    def basic(self) -> bool:
        """Whether the client shows its secret in the header."""
        return self.authorization.lower().startswith("basic ")


@dataclass(frozen=True, slots=True)
class Granted:
    """A token and its scope."""

    access_token: str
    scope: str
    expires_in: int = int(rules.ACCESS_TOKEN_LIFE.total_seconds())


@dataclass(frozen=True, slots=True)
class Denied:
    """An error of RFC 6749, 5.2; `wait` in seconds when too many failed before."""

    error: str
    wait: int = 0


def issue(ctx: Context, ask: Ask) -> Granted | Denied:
    """An access token for the client that shows its secret, for the scope it asks for, by default all it has.

    Failures are counted by address; they are answers, not exceptions, so that the count is committed.
    """
    by_address = throttle.address_hash(ctx.keys, ask.address)
    wait = throttle.address_wait(ctx.session, by_address, ctx.now)
    if wait:
        return Denied("invalid_client", wait)
    shown = _shown(ask)
    if isinstance(shown, Denied):
        return shown
    found = queries.find_secret(ctx.session, *shown, ctx.now)
    if found is None:
        throttle.count_failure(ctx.session, by_address, ctx.now, BY_ADDRESS)
        return Denied("invalid_client")
    client, secret = found
    wanted = _scope(client, ask.form.get("scope", ""))
    if not wanted:
        return Denied("invalid_scope")
    _note(ctx, client, secret.id)
    return Granted(_token(ctx, client.id, wanted), wanted)


def _shown(ask: Ask) -> tuple[UUID, str] | Denied:
    """Id and secret of the client, from one place only (RFC 6749, 2.3)."""
    form = ask.form
    in_body = "client_secret" in form
    if ask.repeated or "grant_type" not in form or (ask.basic and in_body):
        return Denied("invalid_request")
    if form["grant_type"] != _GRANT_TYPE:
        return Denied("unsupported_grant_type")
    pair = _from_header(ask.authorization) if ask.basic else (form.get("client_id", ""), form.get("client_secret", ""))
    try:
        return UUID(pair[0]), pair[1]
    except ValueError:
        return Denied("invalid_client")


def _from_header(header: str) -> tuple[str, str]:
    """Both are form-encoded before they are joined (RFC 6749, 2.3.1)."""
    try:
        name, _, secret = b64decode(header.partition(" ")[2], validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(name), unquote_plus(secret)


def _scope(client: Client, asked: str) -> str:
    """What the token is good for, as words; empty when something is asked for that the client has not."""
    held = {str(scope) for scope in rules.SCOPES & frozenset(client.scopes)}
    wanted = frozenset(asked.split()) or held
    return " ".join(sorted(wanted)) if wanted <= held else ""


def _note(ctx: Context, client: Client, secret_id: UUID) -> None:
    """When client and secret were last used; past the revision, which is about what people decide."""
    for model, row in ((Client, client.id), (ClientSecret, secret_id)):
        stmt = update(model).where(model.id == row).values(last_used_at=ctx.now)
        ctx.session.execute(stmt.execution_options(synchronize_session=False))


def _token(ctx: Context, client_id: UUID, scope: str) -> str:
    house = policy.current().house
    claims = {
        "iss": house.issuer,
        "aud": house.audience,
        "sub": str(client_id),
        "client_id": str(client_id),
        "scope": scope,
        "iat": _seconds(ctx.now),
        "exp": _seconds(ctx.now + rules.ACCESS_TOKEN_LIFE),
        "jti": str(ids.random()),
    }
    return tokens.sign(claims, queries.signing_keys(ctx.keys))


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())
