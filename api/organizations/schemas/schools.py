"""Wire shapes of schools."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictBool, StrictInt, StringConstraints

from api.core.schemas import In, Line, Moment, Named, Out, Patch, UnitRef
from api.organizations.rules import (
    Area,
    Canteen,
    Ownership,
    PartyCoverage,
    PartyOrganization,
    SchoolType,
    Stage,
    Status,
)
from api.organizations.schemas.examples import example, patch_example
from api.organizations.schemas.units import ExternalId, ExternalIds

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
    "name": "锦岚县第一小学",
    "type": "primary",
    "ownership": "public",
    "short_name": "锦岚一小",
    "former_names": ["梅岭镇中心小学"],
    "code": "2199001024",
    "credit_code": "12990124MB0W1234XT",
    "boarding": False,
    "boarders": 0,
    "canteen": "self_run",
    "area": "urban",
    "pupils": 1286,
    "staff": 82,
    "party_members": 31,
    "party_organization": "branch",
    "party_coverage": "independent",
    "address": "锦岚县梅岭镇学府路 12 号",
    "longitude": "115.886364",
    "latitude": "31.672109",
    "status": "operating",
    "external_ids": [{"scheme": "lk.census", "value": "15111"}],
}
_LEFT_OUT = ("external_ids", "former_names", "address", "longitude", "latitude")
_PARENT = {"id": "0198c0de-0000-7000-8000-000000000002", "name": "梅岭学区", "kind": "district"}
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

    model_config = example(parent_id=_PARENT["id"], **_FACTS)

    parent_id: UUID
    name: Line
    type: SchoolType
    ownership: Ownership
    short_name: Line | None = None
    former_names: FormerNames = Field(default_factory=list)
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
    external_ids: ExternalIds = Field(default_factory=list)


class SchoolPatch(Patch):
    """A change of a school. Its parent is not among the fields: moving a school is an act of its own."""

    model_config = patch_example(pupils=1302, staff=83, canteen="contracted", short_name=None)

    name: Line = ""
    type: SchoolType = SchoolType.PRIMARY
    ownership: Ownership = Ownership.PUBLIC
    short_name: Line | None = None
    former_names: FormerNames = Field(default_factory=list)
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
    external_ids: ExternalIds = Field(default_factory=list)


class SchoolRow(Out):
    """A school in a list. Null is not known."""

    model_config = example(**_KEPT, **{name: value for name, value in _FACTS.items() if name not in _LEFT_OUT})

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

    model_config = example(**_KEPT, district={"id": _PARENT["id"], "name": _PARENT["name"]}, **_FACTS, succeeded_by=[])

    district: Named | None = Field(
        description="The school district (学区) it belongs to; null directly below a bureau."
    )
    former_names: list[str]
    address: str | None
    longitude: str | None
    latitude: str | None
    external_ids: list[ExternalId]
    succeeded_by: list[UnitRef] = Field(description="What a closed school went on in; empty for any other.")


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

    model_config = example(items=[{"index": 0, "id": _KEPT["id"], "revision": 1}])

    items: list[CreatedSchool]
