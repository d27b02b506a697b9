"""Query parameters of lists, and the facets that count them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.core.schemas import Choices, Out, Text
from api.organizations.rules import Ownership, SchoolType, Stage, Status, UnitKind


class RegionFilter(BaseModel):
    """Which regions."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    parent_code: Text | None = Field(None, max_length=6)
    level: Literal["province", "city", "county"] | None = None
    q: Text | None = Field(None, max_length=60, description="Part of the name, or the whole code.")


class UnitFilter(BaseModel):
    """Which units."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    parent_id: UUID | None = None
    kind: Choices[UnitKind] = ()
    q: Text | None = Field(None, max_length=64, description="Words of the names, codes, pinyin initials.")


# "unknown" finds the schools whose value is null.
BoardingChoice = Literal["true", "false", "unknown"]
CanteenChoice = Literal["none", "self_run", "contracted", "delivered", "unknown"]
AreaChoice = Literal["urban", "town", "rural", "unknown"]
PartyOrganizationChoice = Literal["none", "joint_branch", "branch", "general_branch", "committee", "unknown"]
PartyCoverageChoice = Literal["independent", "joint", "dispatched", "none", "unknown"]


Bound = Annotated[int, Field(ge=0, le=1_000_000)]


class SchoolFilter(BaseModel):
    """Which schools. Values of one parameter are alternatives, parameters narrow each other."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    q: Text | None = Field(
        None, max_length=64, description="Words of name, short name, former name; codes; pinyin initials."
    )
    unit: UUID | None = Field(None, description="Only schools below this unit.")
    type: Choices[SchoolType] = ()
    stage: Choices[Stage] = ()
    ownership: Choices[Ownership] = ()
    boarding: Choices[BoardingChoice] = ()
    canteen: Choices[CanteenChoice] = ()
    area: Choices[AreaChoice] = ()
    party_organization: Choices[PartyOrganizationChoice] = ()
    party_coverage: Choices[PartyCoverageChoice] = ()
    status: Choices[Status] = ()
    has_code: bool | None = Field(None, description="Whether the school has a 学校标识码.")
    complete: bool | None = Field(None, description="Whether everything that a record should hold is known.")
    pupils_min: Bound | None = None
    pupils_max: Bound | None = None
    staff_min: Bound | None = None
    staff_max: Bound | None = None
    party_members_min: Bound | None = None
    party_members_max: Bound | None = None


class FacetValue(Out):
    """How many schools have `value`, which can be sent back as a filter as it is."""

    value: str = Field(description="A value of the attribute, or `unknown`.", examples=["primary"])
    count: int


Facet = Annotated[list[FacetValue], Field(description="Values that occur, in the order of the choices.")]


class FacetsByAttribute(Out):
    """One entry for each attribute."""

    type: Facet
    stage: Facet
    ownership: Facet
    boarding: Facet
    canteen: Facet
    area: Facet
    party_organization: Facet
    party_coverage: Facet
    status: Facet
    has_code: Facet
    complete: Facet


class SchoolFacets(Out):
    """Counts by attribute: each facet under all filters but its own; `total` under all of them."""

    total: int
    facets: FacetsByAttribute
