"""Wire shapes of regions, units and schools."""

from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StrictBool,
    StrictInt,
    StringConstraints,
)
from pydantic_core import CoreSchema

from api.core.schemas import In, Line, Moment, Named, Out, Patch, Text, UnitRef
from api.organizations.rules import (
    Area,
    Canteen,
    Ownership,
    PartyCoverage,
    PartyOrganization,
    SchoolType,
    Stage,
    Status,
    UnitKind,
)

Item = TypeVar("Item")


def _example(**fields: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": fields})


def _patch_example(**fields: object) -> ConfigDict:
    """The example of a merge patch, whose fields have no defaults: one left out stays as it is."""

    def describe(schema: dict[str, Any]) -> None:
        schema["example"] = fields
        for field in schema["properties"].values():
            field.pop("default", None)

    return ConfigDict(json_schema_extra=describe)


# --- Regions ---------------------------------------------------------------------------------------------------------


class RegionOut(Out):
    """An administrative division of GB/T 2260."""

    model_config = _example(code="341524", name="金寨县", level="county", parent_code="341500", edition="2026-06")

    code: str
    name: str
    level: Literal["province", "city", "county"]
    parent_code: str | None
    edition: str = Field(description="Year and month of the edition of the table.")


# --- Units -----------------------------------------------------------------------------------------------------------


class ExternalId(In):
    """What another system calls a unit; scheme and value together are unique."""

    model_config = ConfigDict(
        from_attributes=True, json_schema_extra={"example": {"scheme": "lk.census", "value": "15111"}}
    )

    scheme: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]{0,39}$")] = Field(
        description="The other system, e.g. `lk.census`."
    )
    value: Annotated[Line, Field(max_length=100)]


ExternalIds = Annotated[list[ExternalId], Field(max_length=20)]


class UnitIn(In):
    """A new unit that is not a school. Regions take code and name from the table of GB/T 2260."""

    model_config = _example(kind="district", parent_id="0198c0de-0000-7000-8000-000000000001", name="梅山学区")

    kind: Literal[
        UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY, UnitKind.BUREAU, UnitKind.SECTION, UnitKind.DISTRICT
    ]
    parent_id: UUID | None = None
    name: Line
    short_name: Line | None = None
    code: Annotated[Line, Field(max_length=20)] | None = Field(None, description="Unique among units of its kind.")
    external_ids: ExternalIds = []


class UnitPatch(Patch):
    """A change of a unit's names."""

    model_config = _patch_example(name="梅山学区", short_name="梅山")

    name: Line = ""
    short_name: Line | None = None


class UnitRow(Out):
    """A unit in a list."""

    model_config = _example(
        id="0198c0de-0000-7000-8000-000000000002",
        kind="district",
        parent_id="0198c0de-0000-7000-8000-000000000001",
        name="梅山学区",
        short_name=None,
        code=None,
        status="operating",
        revision=1,
    )

    id: UUID
    kind: UnitKind
    parent_id: UUID | None
    name: str
    short_name: str | None
    code: str | None
    status: Status
    revision: int


class UnitOut(UnitRow):
    """A unit."""

    external_ids: list[ExternalId]


class UnitNode(Out):
    """A unit of the tree; its parent stands earlier in the list, unless it is out of reach."""

    id: UUID
    parent_id: UUID | None
    kind: UnitKind
    name: str
    short_name: str | None
    code: str | None
    status: Status
    school_count: int = Field(description="Schools anywhere below it.")


class UnitTree(Out):
    """All units within reach that are not schools, parents first, names in pinyin order."""

    items: list[UnitNode]


# --- Schools ---------------------------------------------------------------------------------------------------------

Count = Annotated[StrictInt, Field(ge=0, le=1_000_000)]
Degrees = Annotated[
    str,
    StringConstraints(max_length=11),
    Field(description="Decimal degrees (CGCS2000), at most 6 decimals.", examples=["115.886364"]),
]
SchoolCode = Annotated[
    str,
    StringConstraints(max_length=10),
    Field(description="学校标识码: category, province, serial number.", json_schema_extra={"pattern": "^[0-9]{10}$"}),
]
CreditCode = Annotated[
    str,
    StringConstraints(max_length=18),
    Field(description="统一社会信用代码 (GB 32100-2015).", json_schema_extra={"pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$"}),
]
FormerNames = Annotated[list[Line], Field(max_length=20)]

_FACTS = {
    "name": "金寨县第一小学",
    "type": "primary",
    "ownership": "public",
    "short_name": "金寨一小",
    "former_names": ["梅山镇中心小学"],
    "code": "2134001024",
    "credit_code": "12341524MB0W1234X8",
    "boarding": False,
    "boarders": 0,
    "canteen": "self_run",
    "area": "urban",
    "pupils": 1286,
    "staff": 82,
    "party_members": 31,
    "party_organization": "branch",
    "party_coverage": "independent",
    "address": "金寨县梅山镇学府路 12 号",
    "longitude": "115.886364",
    "latitude": "31.672109",
    "status": "operating",
    "external_ids": [{"scheme": "lk.census", "value": "15111"}],
}
_LEFT_OUT = ("external_ids", "former_names", "address", "longitude", "latitude")
_PARENT = {"id": "0198c0de-0000-7000-8000-000000000002", "name": "梅山学区", "kind": "district"}
_KEPT = {
    "id": "0198c0de-0000-7000-8000-000000000003",
    "revision": 1,
    "parent": _PARENT,
    "stages": ["primary"],
    "created_at": "2026-11-20T08:30:00.000Z",
    "updated_at": "2026-11-20T08:30:00.000Z",
}


class SchoolIn(In):
    """A new school. A field that is left out or null is not known; 0 is a number that was counted."""

    model_config = _example(parent_id=_PARENT["id"], **_FACTS)

    parent_id: UUID
    name: Line
    type: SchoolType
    ownership: Ownership
    short_name: Line | None = None
    former_names: FormerNames = []
    code: SchoolCode | None = None
    credit_code: CreditCode | None = None
    boarding: StrictBool | None = None
    boarders: Count | None = None
    canteen: Canteen | None = None
    area: Area | None = None
    pupils: Count | None = None
    staff: Count | None = None
    party_members: Count | None = None
    party_organization: PartyOrganization | None = None
    party_coverage: PartyCoverage | None = None
    address: Line | None = None
    longitude: Degrees | None = None
    latitude: Degrees | None = None
    status: Status = Status.OPERATING
    external_ids: ExternalIds = []


class SchoolPatch(Patch):
    """A change of a school. Its parent is not among the fields: moving a school is an act of its own."""

    model_config = _patch_example(pupils=1302, staff=83, canteen="contracted", short_name=None)

    name: Line = ""
    type: SchoolType = SchoolType.PRIMARY
    ownership: Ownership = Ownership.PUBLIC
    short_name: Line | None = None
    former_names: FormerNames = []
    code: SchoolCode | None = None
    credit_code: CreditCode | None = None
    boarding: StrictBool | None = None
    boarders: Count | None = None
    canteen: Canteen | None = None
    area: Area | None = None
    pupils: Count | None = None
    staff: Count | None = None
    party_members: Count | None = None
    party_organization: PartyOrganization | None = None
    party_coverage: PartyCoverage | None = None
    address: Line | None = None
    longitude: Degrees | None = None
    latitude: Degrees | None = None
    status: Status = Status.OPERATING
    external_ids: ExternalIds = []


class SchoolRow(Out):
    """A school in a list. Null is not known."""

    model_config = _example(**_KEPT, **{name: value for name, value in _FACTS.items() if name not in _LEFT_OUT})

    id: UUID
    revision: int
    parent: UnitRef
    name: str
    short_name: str | None
    code: str | None
    credit_code: str | None
    type: SchoolType
    stages: list[Stage]
    ownership: Ownership
    boarding: bool | None
    boarders: int | None
    canteen: Canteen | None
    area: Area | None
    pupils: int | None
    staff: int | None
    party_members: int | None
    party_organization: PartyOrganization | None
    party_coverage: PartyCoverage | None
    status: Status
    created_at: Moment
    updated_at: Moment


class SchoolOut(SchoolRow):
    """A school. Null is not known."""

    model_config = _example(**_KEPT, district={"id": _PARENT["id"], "name": _PARENT["name"]}, **_FACTS)

    district: Named | None = Field(
        description="The school district (学区) it belongs to; null directly below a bureau."
    )
    former_names: list[str]
    address: str | None
    longitude: str | None
    latitude: str | None
    external_ids: list[ExternalId]


class SchoolBatchIn(In):
    """Up to 500 new schools; all of them are written, or none."""

    items: Annotated[list[SchoolIn], Field(min_length=1, max_length=500)]


class CreatedSchool(Out):
    """What became of one item of a batch."""

    index: int = Field(description="Place in the request, from 0.")
    id: UUID
    revision: int


class SchoolBatchOut(Out):
    """The schools written, in the order of the request."""

    model_config = _example(items=[{"index": 0, "id": _KEPT["id"], "revision": 1}])

    items: list[CreatedSchool]


# --- Filters and facets ----------------------------------------------------------------------------------------------


class _CommaList:
    """Describes a comma-separated list of choices as the one string that it is on the wire."""

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        choices = handler.resolve_ref_schema(handler(core_schema)["items"])
        one = "|".join(choices.get("enum") or [choices["const"]])
        return {"type": "string", "pattern": f"^({one})(,({one}))*$"}


def _split(value: object) -> object:
    """Each occurrence of the parameter may hold several values."""
    texts = value if isinstance(value, list | tuple) else [value]
    return [part for text in texts for part in str(text).split(",")]


Choices = Annotated[tuple[Item, ...], BeforeValidator(_split), _CommaList()]


class RegionFilter(BaseModel):
    """Which regions."""

    model_config = ConfigDict(frozen=True)

    parent_code: Text | None = Field(None, max_length=6)
    level: Literal["province", "city", "county"] | None = None
    q: Text | None = Field(None, max_length=60, description="Part of the name, or the whole code.")


class UnitFilter(BaseModel):
    """Which units."""

    model_config = ConfigDict(frozen=True)

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

    model_config = ConfigDict(frozen=True)

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


class SchoolFacets(Out):
    """Counts by attribute: each facet under all filters but its own; `total` under all of them."""

    total: int
    facets: FacetsByAttribute
