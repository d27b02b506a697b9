"""Wire shapes of accounts."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, SecretStr

from api.access.permissions import Permission
from api.accounts.rules import LONGEST_PASSWORD, AccountStatus, GrantState, Role
from api.core.schemas import In, Line, Moment, Out, Patch, UnitRef

_ACCOUNT_ID = "0198c0de-7c1e-7a5b-9c11-3f3a2b1c0d01"
_UNIT: dict[str, JsonValue] = {"id": "0198c0de-7c1e-7a5b-9c11-3f3a2b1c0d02", "name": "金寨县教育局", "kind": "bureau"}
_GRANT: dict[str, JsonValue] = {
    "id": "0198c0de-7c1e-7a5b-9c11-3f3a2b1c0d03",
    "account": {"id": _ACCOUNT_ID, "display_name": "钟毅"},
    "role": "discipline_inspector",
    "unit": _UNIT,
    "state": "proposed",
    "proposed_by": {"id": "0198c0de-7c1e-7a5b-9c11-3f3a2b1c0d04", "display_name": "顾晓彤"},
    "decided_by": None,
    "created_at": "2026-03-02T01:00:00.000Z",
}
_ROW: dict[str, JsonValue] = {
    "id": _ACCOUNT_ID,
    "username": "zhongyi",
    "display_name": "钟毅",
    "status": "active",
    "grants": [_GRANT],
    "last_login_at": None,
    "created_at": "2026-03-02T00:58:00.000Z",
    "revision": 1,
}
_PASSWORD = "initial-example"  # noqa: S105 (shown in the documentation)


def _example(**fields: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": fields})


Username = Annotated[
    Line, Field(max_length=64, description="As the admin gave it; case does not matter.", examples=["zhongyi"])
]
# Not trimmed, never echoed; the bound keeps hashing cheap.
Password = Annotated[SecretStr, Field(min_length=1, max_length=LONGEST_PASSWORD, examples=["三月-Spring-27"])]
DisplayName = Annotated[Line, Field(max_length=50, examples=["钟毅"])]
InitialPassword = Annotated[
    str, Field(description="Shown this once; must be changed at the first log-in.", examples=[_PASSWORD])
]


class LoginIn(In):
    """A log-in."""

    model_config = ConfigDict(
        str_strip_whitespace=False, json_schema_extra={"example": {"username": "zhongyi", "password": "三月-Spring-27"}}
    )

    username: Username
    password: Password


class PasswordIn(In):
    """A change of one's own password."""

    model_config = ConfigDict(
        str_strip_whitespace=False,
        json_schema_extra={"example": {"current_password": "三月-Spring-27", "new_password": "九月-Autumn-28"}},
    )

    current_password: Password
    new_password: Annotated[
        Password, Field(description="12 characters or more; or 8 with three of upper, lower, digits, symbols.")
    ]


class SessionAccount(Out):
    """Who is logged in."""

    id: UUID
    username: str
    display_name: str
    must_change_password: bool


class SessionGrant(Out):
    """An active role of the one who is logged in."""

    id: UUID
    role: Role
    unit: UnitRef


class SessionOut(Out):
    """The session of the cookie: who, until when, what is allowed."""

    model_config = _example(
        account={"id": _ACCOUNT_ID, "username": "zhongyi", "display_name": "钟毅", "must_change_password": False},
        csrf_token="9f2c6c1be0f84c0c9a0c1f0d8f7ad1b1d2b0c1a7d6b5f4e3a2918070605f4e3d",  # noqa: S106
        expires_at="2026-03-02T09:00:00.000Z",
        grants=[{"id": _GRANT["id"], "role": "discipline_inspector", "unit": _UNIT}],
        permissions=["calendar.read", "dashboard.read", "school.read", "unit.read"],
    )

    account: SessionAccount
    csrf_token: str = Field(description="To be sent as X-CSRF-Token with POST, PUT, PATCH and DELETE.")
    expires_at: Moment
    grants: list[SessionGrant]
    permissions: list[Permission]


class RoleOut(Out):
    """A role, what it may do, and whether giving it needs a second person."""

    model_config = _example(role="auditor", permissions=["ledger.read", "unit.read"], sensitive=True)

    role: Role
    permissions: list[Permission]
    sensitive: bool


class RolesOut(Out):
    """All roles."""

    model_config = _example(items=[{"role": "auditor", "permissions": ["ledger.read", "unit.read"], "sensitive": True}])

    items: list[RoleOut]


class AccountRef(Out):
    """A person, by the name that others see."""

    id: UUID
    display_name: str


class GrantOut(Out):
    """A role of an account at a unit and everything below it."""

    model_config = ConfigDict(title="Grant", json_schema_extra={"example": _GRANT})

    id: UUID
    account: AccountRef
    role: Role
    unit: UnitRef
    state: GrantState
    proposed_by: AccountRef | None = Field(description="Null when it was set up on the host.")
    decided_by: AccountRef | None
    created_at: Moment


class GrantIn(In):
    """A role to be given."""

    model_config = _example(role="discipline_inspector", unit_id=_UNIT["id"])

    role: Role
    unit_id: UUID


class AccountRow(Out):
    """An account with its open grants, as far as they lie within reach."""

    model_config = ConfigDict(json_schema_extra={"example": _ROW})

    id: UUID
    username: str
    display_name: str
    status: AccountStatus
    grants: list[GrantOut]
    last_login_at: Moment | None
    created_at: Moment
    revision: int


class AccountIn(In):
    """A new account."""

    model_config = _example(username="zhongyi", display_name="钟毅")

    username: Username
    display_name: DisplayName


class AccountPatch(Patch):
    """Changes of an account; a disabled one is logged out at once."""

    model_config = _example(status="disabled")

    display_name: DisplayName = Field(default_factory=str)
    status: AccountStatus = Field(default_factory=lambda: AccountStatus.ACTIVE)


class AccountCreated(Out):
    """The new account and its one-time password."""

    model_config = _example(account=_ROW | {"grants": []}, initial_password=_PASSWORD)

    account: AccountRow
    initial_password: InitialPassword

    @property
    def id(self) -> UUID:
        """Of the account: where it is."""
        return self.account.id


class PasswordReset(Out):
    """The one-time password, and the account, whose sensitive grants now wait for a second person."""

    model_config = _example(account=_ROW, initial_password=_PASSWORD)

    account: AccountRow
    initial_password: InitialPassword
