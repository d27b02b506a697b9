"""Wire shapes of leading groups and supervision committees."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.core.schemas import Day, In, Line, Moment, Named, Out, Patch, UnitRef
from api.people.rules import CommitteeRole
from api.people.schemas import examples
from api.people.schemas.examples import example, patch_example
from api.people.schemas.filters import Kind

Capacity = Annotated[Line, Field(max_length=60)]


class CommitteeIn(In):
    """A new committee. Without a name it is called as its kind."""

    model_config = example(unit_id=examples.SCHOOL["id"], **examples.COMMITTEE_FACTS)

    unit_id: UUID
    kind: Kind = Field(examples=["supervision_committee"], description="A kind of the table of committees.")
    name: Line | None = None
    founded_on: Day


class CommitteePatch(Patch):
    """A change of a committee that stands. Dissolving it ends every membership on the same day."""

    model_config = patch_example(name="校务监督委员会", dissolved_on="2026-08-31")

    name: Line = ""
    founded_on: Day = date.min
    dissolved_on: Day | None = None


class CommitteeRow(Out):
    """A committee in a list."""

    model_config = example(**examples.COMMITTEE)

    id: UUID
    revision: int
    unit: UnitRef
    kind: str
    name: str
    founded_on: Day
    dissolved_on: Day | None
    members: int = Field(description="Members today.")


class MemberIn(In):
    """Somebody who joins."""

    model_config = example(
        person_id=examples.PERSON["id"], role="member", capacity="教师代表", joined_on="2025-09-10", left_on=None
    )

    person_id: UUID
    role: CommitteeRole
    capacity: Capacity | None = Field(None, description="Whom the member stands for.", examples=["家长代表"])
    joined_on: Day
    left_on: Day | None = Field(None, description="The first day on which the person is no member any more.")


class MemberPatch(Patch):
    """A change of a membership; `left_on` ends it."""

    model_config = patch_example(left_on="2026-08-31")

    role: CommitteeRole = CommitteeRole.MEMBER
    capacity: Capacity | None = None
    joined_on: Day = date.min
    left_on: Day | None = None


class MemberOut(Out):
    """A member of a committee."""

    model_config = example(**examples.MEMBER)

    id: UUID
    revision: int
    person: Named
    role: CommitteeRole
    capacity: str | None
    joined_on: Day
    left_on: Day | None


class CommitteeOut(Out):
    """A committee with everyone who is or was its member: head first, then by day of joining."""

    model_config = example(
        **{name: value for name, value in examples.COMMITTEE.items() if name != "members"},
        members=[examples.MEMBER],
        **examples.AT,
    )

    id: UUID
    revision: int
    unit: UnitRef
    kind: str
    name: str
    founded_on: Day
    dissolved_on: Day | None
    members: list[MemberOut]
    created_at: Moment
    updated_at: Moment


class RoleOut(Out):
    """A role in a committee and how it is called there."""

    role: CommitteeRole
    name: str


class CommitteeKindOut(Out):
    """A row of the table of committees."""

    model_config = example(
        kind="supervision_committee",
        name="校务监督委员会",
        unit_kinds=["school"],
        single=True,
        roles=[{"role": "head", "name": "主任"}],
    )

    kind: str
    name: str = Field(description="In the language asked for.")
    unit_kinds: list[str]
    single: bool = Field(description="One a unit at a time.")
    roles: list[RoleOut]


class CommitteeKinds(Out):
    """The table of committees."""

    items: list[CommitteeKindOut]
