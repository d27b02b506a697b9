"""Wire shapes of persons, their registrations, and of records that may be the same person."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.core.schemas import Day, In, Line, Moment, Named, Out, Patch, UnitRef
from api.people.rules import (
    CommitteeRole,
    Decision,
    IdKind,
    PartyStanding,
    PersonStatus,
    Registration,
    StaffKind,
)
from api.people.schemas import examples
from api.people.schemas.examples import example, patch_example
from api.people.schemas.posts import HeldPost, PostRow

# No real number: 9999 is no region of GB/T 2260.
_NUMBER = "999900198001010018"


class IdentityIn(In):
    """An identity document: the whole number, or its last four characters where no more is known.

    Of the number a keyed hash and the last four characters are kept; it is never given out again.
    """

    model_config = example(kind="resident_id", number=_NUMBER)

    kind: IdKind
    number: Annotated[Line, Field(max_length=40)] | None = None
    last_four: Annotated[Line, Field(max_length=4)] | None = None


class IdentityOut(Out):
    """What is known of an identity document."""

    kind: IdKind
    masked: str = Field(examples=["****001X"])


class PartyIn(In):
    """Membership of the Party."""

    standing: PartyStanding
    joined_on: Day | None = None
    unit_id: UUID | None = Field(None, description="The unit whose party organization the person belongs to.")


class PartyOut(Out):
    """Membership of the Party; the organization is null where it is not known."""

    standing: PartyStanding
    joined_on: Day | None
    unit: UnitRef | None


class PersonIn(In):
    """A new person, who needs no log-in."""

    model_config = example(
        unit_id=examples.SCHOOL["id"],
        name="罗建平",
        kind="teacher",
        identity={"kind": "resident_id", "number": _NUMBER},
        party={"standing": "full", "joined_on": "2009-07-01", "unit_id": examples.SCHOOL["id"]},
    )

    unit_id: UUID = Field(description="Home unit.")
    name: Annotated[Line, Field(max_length=60)]
    kind: StaffKind
    status: PersonStatus = PersonStatus.ACTIVE
    identity: IdentityIn | None = None
    party: PartyIn | None = None


class PersonPatch(Patch):
    """A change of a person. Another `unit_id` is a transfer: both units must lie within reach."""

    model_config = patch_example(status="retired", party=None)

    unit_id: UUID = UUID(int=0)
    name: Annotated[Line, Field(max_length=60)] = ""
    kind: StaffKind = StaffKind.TEACHER
    status: PersonStatus = PersonStatus.ACTIVE
    identity: IdentityIn | None = None
    party: PartyIn | None = None


class RegistrationState(Out):
    """Where a teacher stands in periodic registration; `none`: nothing was decided."""

    state: Registration
    period_to_on: Day | None
    expired: bool = Field(description="The period of a valid registration is over.")


class PersonRow(Out):
    """A person in a list, with the posts held today."""

    model_config = example(**examples.ROW)

    id: UUID
    revision: int
    name: str
    unit: UnitRef
    kind: StaffKind
    status: PersonStatus
    identity: IdentityOut | None
    party: PartyOut | None
    registration: RegistrationState
    posts: list[HeldPost]


class RegistrationIn(In):
    """A decision of the authority on a teacher's registration."""

    model_config = example(
        decision="suspend",
        period_from_on="2024-01-01",
        period_to_on="2028-12-31",
        decided_on="2026-05-28",
        reason="注册有效期内培训学时不足",
    )

    decision: Decision
    period_from_on: Day
    period_to_on: Day
    decided_on: Day
    reason: Annotated[Line, Field(max_length=200)] | None = Field(None, description="Needed unless registered.")


class RegistrationOut(Out):
    """A decision, and the state it led to."""

    model_config = example(**examples.REGISTRATION)

    id: UUID
    unit: UnitRef
    decision: Decision
    state: Registration
    period_from_on: Day
    period_to_on: Day
    decided_on: Day
    reason: str | None


class Membership(Out):
    """A person's time in a committee."""

    id: UUID
    committee: Named
    kind: str
    unit: UnitRef
    role: CommitteeRole
    capacity: str | None
    joined_on: Day
    left_on: Day | None


class PersonOut(Out):
    """A person, with everything held at units within reach, newest first.

    `merged_into`: this record is another one of the person named there, and is kept for what refers to it.
    """

    model_config = example(
        **{name: value for name, value in examples.ROW.items() if name != "posts"},
        merged_into=None,
        at_home=True,
        decisions=["register", "suspend", "refuse"],
        posts=[examples.POST],
        registrations=[examples.REGISTRATION],
        memberships=[
            {
                "id": examples.MEMBER_ID,
                "committee": {"id": examples.COMMITTEE_ID, "name": "校务监督委员会"},
                "kind": "supervision_committee",
                "unit": examples.SCHOOL,
                "role": "head",
                "capacity": "教师代表",
                "joined_on": "2025-09-10",
                "left_on": None,
            }
        ],
        **examples.AT,
    )

    id: UUID
    revision: int
    name: str
    unit: UnitRef
    kind: StaffKind
    status: PersonStatus
    identity: IdentityOut | None
    party: PartyOut | None
    registration: RegistrationState
    merged_into: Named | None
    at_home: bool = Field(description="The home unit lies within reach; else only a post or a committee here is known.")
    decisions: list[Decision] = Field(description="What the caller could decide on the registration now.")
    posts: list[PostRow]
    registrations: list[RegistrationOut]
    memberships: list[Membership]
    created_at: Moment
    updated_at: Moment


# --- Records that may be the same person -----------------------------------------------------------------------------

Ground = Literal["identity", "name_and_last_four", "name_and_unit"]
TakenOver = Literal["identity", "party"]


class DuplicatePair(Out):
    """Two records that may be one person. `identity`: the same identity number, which is certain."""

    model_config = example(ground="identity", one=examples.ROW, other=examples.ROW | examples.OTHER)

    ground: Ground
    one: PersonRow
    other: PersonRow


class PairIn(In):
    """Two persons."""

    model_config = example(person_id=examples.PERSON["id"], other_id=examples.OTHER["id"])

    person_id: UUID
    other_id: UUID


class PairOut(Out):
    """Two persons, and whether they are known to be different."""

    model_config = example(person_id=examples.PERSON["id"], other_id=examples.OTHER["id"], dismissed=True)

    person_id: UUID
    other_id: UUID
    dismissed: bool


class MergeIn(In):
    """Which record lives on."""

    model_config = example(survivor_id=examples.OTHER["id"])

    survivor_id: UUID


class MergePreview(Out):
    """What a merge would do; nothing is done."""

    model_config = example(
        merged=examples.ROW,
        survivor=examples.ROW | examples.OTHER,
        taken_over=["party"],
        posts=1,
        registrations=1,
        memberships=1,
        twins=0,
        faults=[],
    )

    merged: PersonRow
    survivor: PersonRow
    taken_over: list[TakenOver] = Field(description="What the survivor lacks and takes over.")
    posts: int = Field(description="Posts that move to the survivor.")
    registrations: int
    memberships: int
    twins: int = Field(description="Posts and memberships that both records have; they count as entered in error.")
    faults: list[str] = Field(description="Codes of what stands against it; empty: the merge can be done.")
