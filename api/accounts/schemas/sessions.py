"""Wire shapes of log-in and of the own session."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from api.access.permissions import Permission
from api.accounts.rules import Role, SignInMethod, SignInResult
from api.accounts.schemas.examples import ACCOUNT_ID, GRANT, UNIT, example
from api.accounts.schemas.fields import Code, Password, Username
from api.core.schemas import In, Moment, Out, UnitRef

_FACTOR: dict[str, JsonValue] = {"must_enrol": False, "second_factor": True}
_POST: dict[str, JsonValue] = {"id": GRANT["id"], "role": "discipline_inspector", "unit": UNIT}
_SESSION: dict[str, JsonValue] = {
    "id": GRANT["id"],
    "logged_in_at": "2026-03-02T01:00:00.000Z",
    "expires_at": "2026-03-02T09:00:00.000Z",
    "network": "203.0.113.0/24",
    "current": True,
}


class LoginIn(In):
    """A log-in."""

    model_config = ConfigDict(
        str_strip_whitespace=False, json_schema_extra={"example": {"username": "zhongyi", "password": "三月-Spring-27"}}
    )

    username: Username
    password: Password
    code: Code | None = Field(
        None, description="Where a second factor is set up; else `auth.code_required` asks for it."
    )


class PasswordIn(In):
    """A change of one's own password."""

    model_config = ConfigDict(
        str_strip_whitespace=False,
        json_schema_extra={"example": {"current_password": "三月-Spring-27", "new_password": "九月-Autumn-28"}},
    )

    current_password: Password
    new_password: Annotated[
        Password, Field(description="12 characters or more; no common one, no name, none of the last five.")
    ]


class SessionAccount(Out):
    """Who is logged in."""

    id: UUID
    username: str
    display_name: str
    must_change_password: bool
    must_enrol: bool = Field(description="The bureau demands a second factor, and there is none yet.")
    second_factor: bool = Field(description="A second factor is set up.")


class SessionGrant(Out):
    """An active role of the one who is logged in."""

    id: UUID
    role: Role
    unit: UnitRef


class SessionOut(Out):
    """The session of the cookie: who, until when, what is allowed."""

    model_config = example(
        account={
            "id": ACCOUNT_ID,
            "username": "zhongyi",
            "display_name": "钟毅",
            "must_change_password": False,
            **_FACTOR,
        },
        csrf_token="9f2c6c1be0f84c0c9a0c1f0d8f7ad1b1d2b0c1a7d6b5f4e3a2918070605f4e3d",  # noqa: S106
        expires_at="2026-03-02T09:00:00.000Z",
        grants=[_POST],
        posts=[_POST],
        acting_as=None,
        permissions=["calendar.read", "dashboard.read", "school.read", "unit.read"],
    )

    account: SessionAccount
    csrf_token: str = Field(description="To be sent as X-CSRF-Token with POST, PUT, PATCH and DELETE.")
    expires_at: Moment
    grants: list[SessionGrant] = Field(description="The posts that this session acts in.")
    posts: list[SessionGrant] = Field(description="All active posts of the account.")
    acting_as: UUID | None = Field(description="The one post that was chosen; null is all of them.")
    permissions: list[Permission]


class PostChoice(In):
    """Which post to act in."""

    model_config = example(grant_id=GRANT["id"])

    grant_id: UUID | None = Field(description="One of `posts`; null for all of them.")


class SessionRow(Out):
    """A browser that is logged in."""

    model_config = example(**_SESSION)

    id: UUID
    logged_in_at: Moment
    expires_at: Moment
    network: str | None = Field(description="Where it logged in: /24 of IPv4, /48 of IPv6.")
    current: bool = Field(description="The session that asks.")


class SessionsOut(Out):
    """Where one is logged in."""

    model_config = example(items=[_SESSION])

    items: list[SessionRow]


class SignInRow(Out):
    """A try to log in; kept for 180 days."""

    model_config = example(
        id=GRANT["id"], at="2026-03-02T01:00:00.000Z", result="entered", method="totp", network="203.0.113.0/24"
    )

    id: UUID
    at: Moment
    result: SignInResult
    method: SignInMethod
    network: str | None = Field(description="/24 of IPv4, /48 of IPv6: enough to tell the office from elsewhere.")
