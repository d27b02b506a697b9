"""Wire shapes of regions and units."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from api.core.schemas import In, Line, Out, Patch, UnitRef
from api.core.taking import SYSTEM
from api.organizations.rules import Status, UnitKind
from api.organizations.schemas.examples import example, patch_example


class RegionOut(Out):
    """An administrative division of GB/T 2260."""

    model_config = example(code="990124", name="锦岚县", level="county", parent_code="990100", edition="2026-06")

    code: str
    name: str
    level: Literal["province", "city", "county"]
    parent_code: str | None
    edition: str = Field(description="Year and month of the edition of the table.")


class ExternalId(In):
    """What another system calls a unit; scheme and value together are unique."""

    model_config = ConfigDict(
        from_attributes=True, json_schema_extra={"example": {"scheme": "lk.census", "value": "15111"}}
    )

    scheme: Annotated[str, StringConstraints(pattern=f"^{SYSTEM}$")] = Field(
        description="The other system, e.g. `lk.census`."
    )
    value: Annotated[Line, Field(max_length=100)]


ExternalIds = Annotated[list[ExternalId], Field(max_length=20)]


class UnitIn(In):
    """A new unit that is not a school. Regions take code and name from the table of GB/T 2260."""

    model_config = example(kind="district", parent_id="0198c0de-0000-7000-8000-000000000001", name="梅岭学区")

    kind: Literal["province", "city", "county", "bureau", "section", "district"]
    parent_id: UUID | None = None
    name: Line
    short_name: Line | None = None
    code: Annotated[Line, Field(max_length=20)] | None = Field(None, description="Unique among units of its kind.")
    external_ids: ExternalIds = Field(default_factory=list)


class UnitPatch(Patch):
    """A change of a unit's names."""

    model_config = patch_example(name="梅岭学区", short_name="梅岭")

    name: Line = ""
    short_name: Line | None = None


class UnitRow(Out):
    """A unit in a list."""

    model_config = example(
        id="0198c0de-0000-7000-8000-000000000002",
        kind="district",
        parent_id="0198c0de-0000-7000-8000-000000000001",
        name="梅岭学区",
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
    succeeded_by: list[UnitRef] = Field(description="What a closed unit went on in; empty for any other.")


class UnitAsOf(UnitOut):
    """A unit as it stood at the end of a day; names, code, state and place are those of that day."""

    on: date
    parent: UnitRef | None


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
