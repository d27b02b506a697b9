"""Wire shapes of accounts, roles and grants."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, StrictBool

from api.access.permissions import Permission
from api.accounts.rules import AccountStatus, GrantState, Role
from api.accounts.schemas.examples import GRANT, PASSWORD, PERSON, ROW, UNIT, example
from api.accounts.schemas.fields import DisplayName, InitialPassword, Username
from api.core.schemas import Day, In, Line, Moment, Named, Out, Patch, UnitRef

_INVITATION: dict[str, JsonValue] = {
    "token": "pT2r6Vh1m0eWqjB7ZkQx4nYc8sLdUa3fKgRo5tJiHbE",
    "expires_at": "2026-03-05T01:00:00.000Z",
}
_POST: dict[str, JsonValue] = {
    "id": "0198c0de-7c1e-7a5b-9c11-3f3a2b1c0d08",
    "title": "副校长",
    "unit": PERSON["unit"],
    "from_on": "2024-09-01",
    "term_ends_on": "2027-08-31",
}
_ASSIGNED: dict[str, JsonValue] = {"kind": "grant_proposal", "open": 2}
Reason = Annotated[Line, Field(max_length=200, description="Kept in the ledger.", examples=["调离本局"])]


class RoleRow(Out):
    """A role, what it may do, and whether giving it needs a second person."""

    model_config = example(role="auditor", permissions=["ledger.read", "unit.read"], sensitive=True)

    role: Role
    permissions: list[Permission]
    sensitive: bool


class RolesOut(Out):
    """All roles."""

    model_config = example(items=[{"role": "auditor", "permissions": ["ledger.read", "unit.read"], "sensitive": True}])

    items: list[RoleRow]


class AccountRef(Out):
    """A person, by the name that others see."""

    id: UUID
    display_name: str


class GrantOut(Out):
    """A role of an account at a unit and everything below it."""

    model_config = ConfigDict(title="Grant", json_schema_extra={"example": GRANT})

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

    model_config = example(role="discipline_inspector", unit_id=UNIT["id"])

    role: Role
    unit_id: UUID


class PersonRef(Named):
    """Somebody of the staff list: the name and where they belong."""

    model_config = ConfigDict(json_schema_extra={"example": PERSON})

    unit: UnitRef


class AccountRow(Out):
    """An account with its open grants, as far as they lie within reach."""

    model_config = ConfigDict(json_schema_extra={"example": ROW})

    id: UUID
    username: str
    display_name: str
    status: AccountStatus
    second_factor: bool = Field(description="A second factor is set up.")
    person: PersonRef | None = Field(description="Whom of the staff list it belongs to, where that lies within reach.")
    grants: list[GrantOut]
    last_login_at: Moment | None
    created_at: Moment
    revision: int


class AccountListFilter(In):
    """Which accounts; as on the list."""

    q: str | None = Field(None, max_length=64)
    role: Role | None = None
    unit: UUID | None = None
    status: AccountStatus | None = None


class AccountIn(In):
    """A new account."""

    model_config = example(username="zhongyi", display_name="钟毅")

    username: Username
    display_name: DisplayName
    person_id: UUID | None = Field(None, description="Whom of the staff list it belongs to.")
    invite: StrictBool = Field(False, description="Make a link by which the person sets the password, and no password.")


class AccountPatch(Patch):
    """Changes of an account; a disabled one is logged out at once."""

    model_config = example(status="disabled")

    display_name: DisplayName = Field(default_factory=str)
    person_id: UUID | None = Field(None, description="Whom of the staff list it belongs to; null: not known.")
    status: AccountStatus = Field(default_factory=lambda: AccountStatus.ACTIVE)


class Invitation(Out):
    """A link, good once."""

    model_config = example(**_INVITATION)

    token: str = Field(description="The end of the link: `…/invitation#TOKEN`. Shown this once.")
    expires_at: Moment


class AccountCreated(Out):
    """The new account, and its one-time password or invitation."""

    model_config = example(account=ROW | {"grants": []}, initial_password=PASSWORD, invitation=None)

    account: AccountRow
    initial_password: InitialPassword | None
    invitation: Invitation | None

    @property
    def id(self) -> UUID:
        """Of the account: where it is."""
        return self.account.id


class PasswordReset(Out):
    """The one-time password, and the account, whose sensitive grants now wait for a second person."""

    model_config = example(account=ROW, initial_password=PASSWORD)

    account: AccountRow
    initial_password: InitialPassword


class Invited(Out):
    """The invitation, and the account, whose sensitive grants now wait for a second person."""

    model_config = example(account=ROW, invitation=_INVITATION)

    account: AccountRow
    invitation: Invitation


class HandOverIn(In):
    """Who takes over, and why."""

    model_config = example(to="0198c0de-7c1e-7a5b-9c11-3f3a2b1c0d05", reason="调离本局")

    to: UUID = Field(description="An active account within reach, not the caller's own.")
    reason: Reason


class Assigned(Out):
    """How much of one kind is open."""

    model_config = example(kind="grant_proposal", open=2)

    kind: str
    open: int


class OwnPost(Out):
    """A post that the person of an account holds today."""

    model_config = example(**_POST)

    id: UUID
    title: str
    unit: UnitRef
    from_on: Day
    term_ends_on: Day | None


class AssignmentsOut(Out):
    """What an account has open: numbers, no content. `posts` do not pass on: they are ended in the staff list."""

    model_config = example(items=[{"kind": "grant_proposal", "open": 2}], posts=[_POST])

    items: list[Assigned]
    posts: list[OwnPost]


class HandOverOut(Out):
    """The account, disabled and without roles, and what has passed to the successor."""

    model_config = example(account=ROW | {"status": "disabled", "grants": []}, handed_over=[_ASSIGNED])

    account: AccountRow
    handed_over: list[Assigned]
