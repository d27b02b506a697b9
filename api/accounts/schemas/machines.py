"""Wire shapes of machine clients and of personal access tokens."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, JsonValue

from api.access.permissions import Permission
from api.accounts.rules import LONGEST_GRACE, GrantState
from api.accounts.schemas.accounts import AccountRef
from api.accounts.schemas.examples import ACCOUNT_ID, GRANT, UNIT, example
from api.core.schemas import In, Line, Moment, Out, Patch, UnitRef

_SCOPES: list[JsonValue] = ["school.read", "unit.read"]
_SECRET: dict[str, JsonValue] = {
    "id": "0198c0de-7c1e-7a5b-9c11-3f3a2b1c0d11",
    "created_at": "2026-03-02T01:00:00.000Z",
    "expires_at": None,
    "last_used_at": None,
}
_CLIENT: dict[str, JsonValue] = {
    "id": "0198c0de-7c1e-7a5b-9c11-3f3a2b1c0d10",
    "name": "安澜市教育云平台",
    "unit": UNIT,
    "scopes": _SCOPES,
    "state": "active",
    "secrets": [_SECRET],
    "proposed_by": {"id": ACCOUNT_ID, "display_name": "顾晓彤"},
    "decided_by": {"id": GRANT["id"], "display_name": "方立群"},
    "created_at": "2026-03-02T00:58:00.000Z",
    "last_used_at": None,
    "revision": 2,
}
_TOKEN: dict[str, JsonValue] = {
    "id": "0198c0de-7c1e-7a5b-9c11-3f3a2b1c0d12",
    "name": "每周报表脚本",
    "permissions": _SCOPES,
    "created_at": "2026-03-02T01:00:00.000Z",
    "expires_at": "2026-09-02T01:00:00.000Z",
    "last_used_at": None,
}
Scopes = Annotated[list[Permission], Field(min_length=1, max_length=len(Permission))]
ClientName = Annotated[Line, Field(max_length=100, examples=["安澜市教育云平台"])]


class ClientIn(In):
    """A system that is to call the API."""

    model_config = example(name="安澜市教育云平台", unit_id=UNIT["id"], scopes=_SCOPES)

    name: ClientName
    unit_id: UUID = Field(description="It reaches this unit and all below it.")
    scopes: Scopes


class ClientPatch(Patch):
    """Changes of a client; other scopes or another unit need the second person anew."""

    model_config = example(scopes=_SCOPES)

    name: ClientName = Field(default_factory=str)
    unit_id: UUID = Field(default_factory=lambda: UUID(int=0))
    scopes: Scopes = Field(default_factory=list)


class SecretRow(Out):
    """A live secret of a client, without its words."""

    model_config = example(**_SECRET)

    id: UUID
    created_at: Moment
    expires_at: Moment | None = Field(description="When it ends by a rotation; null while it is the newest.")
    last_used_at: Moment | None


class ClientOut(Out):
    """A machine client."""

    model_config = example(**_CLIENT)

    id: UUID = Field(description="The `client_id` of OAuth 2.")
    name: str
    unit: UnitRef
    scopes: list[Permission]
    state: GrantState
    secrets: list[SecretRow]
    proposed_by: AccountRef
    decided_by: AccountRef | None
    created_at: Moment
    last_used_at: Moment | None
    revision: int


class RotationIn(In):
    """A new secret."""

    model_config = example(grace_hours=168)

    grace_hours: int = Field(
        168,
        ge=0,
        le=int(LONGEST_GRACE.total_seconds()) // 3600,
        description="How long the secret before it stays good; 0 ends it at once.",
    )


class SecretOut(Out):
    """The new secret. Shown this once; only its hash is kept."""

    model_config = example(client=_CLIENT, secret="qlc_pT2r6Vh1m0eWqjB7ZkQx4nYc8sLdUa3fKgRo5tJiHbE")  # noqa: S106

    client: ClientOut
    secret: str


class TokenIn(In):
    """A token for one's own scripts."""

    model_config = example(name="每周报表脚本", permissions=_SCOPES, expires_at="2026-09-02T01:00:00Z")

    name: ClientName
    permissions: Scopes
    expires_at: datetime = Field(description="At most a year from now.", json_schema_extra={"format": "date-time"})


class TokenRow(Out):
    """A token of one's own, without its words."""

    model_config = example(**_TOKEN)

    id: UUID
    name: str
    permissions: list[Permission]
    created_at: Moment
    expires_at: Moment
    last_used_at: Moment | None


class TokensOut(Out):
    """One's own tokens."""

    model_config = example(items=[_TOKEN])

    items: list[TokenRow]


class TokenCreated(Out):
    """The new token. Shown this once; only its hash is kept."""

    model_config = example(token=_TOKEN, secret="qlp_pT2r6Vh1m0eWqjB7ZkQx4nYc8sLdUa3fKgRo5tJiHbE")  # noqa: S106

    token: TokenRow
    secret: str

    @property
    def id(self) -> UUID:
        """Of the token."""
        return self.token.id
