"""Wire shapes of posts."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictBool

from api.core.schemas import Day, In, Line, Moment, Named, Out, Patch, UnitRef
from api.people.rules import EndReason, PostState, Team
from api.people.schemas import examples
from api.people.schemas.examples import example, patch_example
from api.people.schemas.filters import Kind

Portfolio = Annotated[list[Annotated[Line, Field(max_length=60)]], Field(max_length=20)]
Title = Annotated[Line, Field(max_length=60)]


class PostIn(In):
    """A post held, or held once. Without a title it is called as its kind."""

    model_config = example(person_id=examples.PERSON["id"], unit_id=examples.SCHOOL["id"], **examples.POST_FACTS)

    person_id: UUID
    unit_id: UUID
    kind: Kind = Field(examples=["principal"], description="A kind of the table of posts.")
    title: Title | None = None
    team: Team | None = Field(None, description="Default: that of the kind.")
    portfolio: Portfolio = Field(default_factory=list, description="What the holder is in charge of (分管工作).")
    acting: StrictBool = Field(default=False, description="主持工作: in charge without the appointment.")
    part_time: StrictBool = Field(default=False, description="兼任: beside another post.")
    from_on: Day
    term_ends_on: Day | None = None
    ended_on: Day | None = Field(None, description="The first day on which the post is not held any more.")
    end_reason: EndReason | None = None


class PostPatch(Patch):
    """A change of a post that is held. Person, unit and kind stay: another one is another post."""

    model_config = patch_example(term_ends_on="2030-08-20", portfolio=["全面工作"])

    title: Title = ""
    team: Team | None = None
    portfolio: Portfolio = Field(default_factory=list)
    acting: StrictBool = False
    part_time: StrictBool = False
    from_on: Day = date.min
    term_ends_on: Day | None = None


class PostEnd(In):
    """The end of a post. One entered in error counts as never held."""

    model_config = example(ended_on="2026-08-31", reason="term_over")

    ended_on: Day
    reason: EndReason


class PostRow(Out):
    """A post in a list."""

    model_config = example(**examples.POST)

    id: UUID
    revision: int
    person: Named
    unit: UnitRef
    kind: str
    title: str
    team: Team | None
    portfolio: list[str]
    acting: bool
    part_time: bool
    from_on: Day
    term_ends_on: Day | None
    ended_on: Day | None
    end_reason: EndReason | None


class PostOut(PostRow):
    """A post."""

    model_config = example(**examples.POST, state="held", **examples.AT)

    state: PostState
    created_at: Moment
    updated_at: Moment


class ExpiringPost(PostRow):
    """A post whose term ends soon, or has ended while the post goes on."""

    model_config = example(**examples.POST, days_left=32)

    days_left: int = Field(description="Days until the term ends; negative when it has ended.")


class HeldPost(Out):
    """A post as it stands beside its holder's name."""

    id: UUID
    kind: str
    title: str
    unit: UnitRef
    acting: bool


class PostKindOut(Out):
    """A row of the table of posts."""

    model_config = example(
        kind="principal", name="校长（园长）", team="admin", unit_kinds=["school"], single=True, by_authority=True
    )

    kind: str
    name: str = Field(description="In the language asked for.")
    team: Team | None
    unit_kinds: list[str]
    single: bool = Field(description="One holder a unit at a time.")
    by_authority: bool = Field(description="Registered by the authority above, not by the unit itself.")


class PostKinds(Out):
    """The table of posts, in the order in which a leadership is read."""

    items: list[PostKindOut]
