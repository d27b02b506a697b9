"""OAuth 2 for machine clients: the token endpoint, and what other systems read to find and check it."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request, Response

from api.access.guard import Anyone
from api.accounts import policy
from api.accounts.queries import machines as queries
from api.accounts.router.sessions import address_of
from api.accounts.rules import SCOPES
from api.accounts.service import oauth
from api.accounts.service.oauth import Ask, Denied, Granted
from api.core.context import Context
from api.core.routing import Router
from api.core.tokens import ALGORITHM

router = Router(prefix="/oauth", tags=["clients"])
well_known = APIRouter(prefix="/.well-known", include_in_schema=False)
_FORM = "application/x-www-form-urlencoded"
_ERRORS = ("invalid_client", "invalid_request", "invalid_scope", "unsupported_grant_type")
_ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"type": "string", "enum": list(_ERRORS)}},
}
_TOKEN_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["access_token", "token_type", "expires_in", "scope"],
    "properties": {
        "access_token": {"type": "string", "description": "RFC 9068, ES256; its keys are at `/.well-known/jwks.json`."},
        "token_type": {"const": "Bearer"},
        "expires_in": {"type": "integer", "description": "Seconds."},
        "scope": {"type": "string"},
    },
}
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        _FORM: {
            "schema": {
                "type": "object",
                "required": ["grant_type"],
                "properties": {
                    "grant_type": {"type": "string", "enum": ["client_credentials"]},
                    "scope": {"type": "string", "description": "Words, separated by blanks; by default all."},
                    "client_id": {"type": "string", "format": "uuid"},
                    "client_secret": {"type": "string"},
                },
            }
        }
    },
}


def _error(description: str, code: str) -> dict[str, Any]:
    media = {"schema": _ERROR_SCHEMA, "example": {"error": code}}
    return {"description": description, "content": {"application/json": media}}


async def _ask(request: Request) -> Ask:
    """The form, read before the guard takes a place. What is no form asks for nothing."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        return Ask({}, "", address_of(request))
    async with request.form(max_fields=20) as form:
        pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    repeated = len({name for name, _ in pairs}) < len(pairs)
    return Ask(dict(pairs), request.headers.get("authorization", ""), address_of(request), repeated)


@router.post(
    "/token",
    summary="Get an access token 获取访问令牌",
    response_model=None,
    responses={
        200: {"description": "A token.", "content": {"application/json": {"schema": _TOKEN_SCHEMA}}},
        400: _error("RFC 6749, 5.2.", "invalid_request"),
        401: _error("The client is not who it says.", "invalid_client"),
        429: _error("Too many failures from this address.", "invalid_client"),
    },
    openapi_extra={"requestBody": _BODY},
)
def issue_token(ask: Annotated[Ask, Depends(_ask)], ctx: Annotated[Context, Anyone()]) -> Response:
    """Client credentials (RFC 6749, 4.4): id and secret by HTTP Basic or in the form, never both.

    The token lasts 15 minutes and is sent as `Authorization: Bearer`. Errors are those of OAuth 2, not problem details.
    """
    return _answer(oauth.issue(ctx, ask), basic=ask.basic)


def _answer(result: Granted | Denied, *, basic: bool) -> Response:
    headers = {"Cache-Control": "no-store", "Pragma": "no-cache"}
    if isinstance(result, Granted):
        body = {"access_token": result.access_token, "token_type": "Bearer"}
        content = orjson.dumps(body | {"expires_in": result.expires_in, "scope": result.scope})
        return Response(content, 200, headers, "application/json")
    if result.wait:
        return _denied(result, 429, headers | {"Retry-After": str(result.wait)})
    if result.error != "invalid_client":
        return _denied(result, 400, headers)
    return _denied(result, 401, headers | ({"WWW-Authenticate": 'Basic realm="qinglian"'} if basic else {}))


def _denied(result: Denied, status: int, headers: dict[str, str]) -> Response:
    return Response(orjson.dumps({"error": result.error}), status, headers, "application/json")


@well_known.get("/jwks.json")
def read_keys(request: Request) -> Response:
    """The public keys of access tokens (RFC 7517): the present one and the one before it."""
    keys = [dict(key.published) for key in queries.signing_keys(request.app.state.keys).values()]
    return _published({"keys": keys})


@well_known.get("/oauth-authorization-server")
def read_metadata() -> Response:
    """Where the token endpoint is and what it takes (RFC 8414)."""
    house = policy.current().house
    return _published(
        {
            "issuer": house.issuer,
            "token_endpoint": f"{house.audience}/oauth/token",
            "jwks_uri": f"{house.issuer}/.well-known/jwks.json",
            "grant_types_supported": ["client_credentials"],
            "response_types_supported": [],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "access_token_signing_alg_values_supported": [ALGORITHM],
            "scopes_supported": sorted(SCOPES),
        }
    )


def _published(document: dict[str, Any]) -> Response:
    return Response(orjson.dumps(document), 200, {"Cache-Control": "public, max-age=300"}, "application/json")
