"""Wire shapes of saved mappings."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from api.core.schemas import In, Line, Moment, Named, Out, Patch, UnitRef
from api.exchange.reading import MappingIn

_DOCUMENT: dict[str, Any] = {
    "type": "school",
    "columns": [
        {"from": "学校名称", "to": "name"},
        {"from": "学校标识码", "to": "code"},
        {"from": "办学性质", "to": "ownership", "values": {"公办": "public"}},
    ],
    "skip": [{"equals": "合计"}],
}
_ID = "0198c0de-0000-7000-8000-000000000001"
_ROW: dict[str, Any] = {
    "id": _ID,
    "revision": 1,
    "name": "学籍系统导出",
    "type": "school",
    "shared": True,
    "unit": {"id": _ID, "name": "锦岚县", "kind": "county"},
    "owner": {"id": _ID, "name": "石文博"},
    "mine": True,
    "may_change": True,
    "created_at": "2026-11-20T02:00:00.000Z",
    "updated_at": "2026-11-20T02:00:00.000Z",
}


class SavedMappingIn(In):
    """A mapping to be kept."""

    model_config = ConfigDict(json_schema_extra={"example": {"name": "学籍系统导出", "document": _DOCUMENT}})

    name: Line
    document: MappingIn = Field(description="Its `type` is that of the mapping.")
    shared: StrictBool = Field(False, description="Whether all who import at the unit or below can use it.")
    unit_id: UUID | None = Field(None, description="Null: the unit of the caller's first fitting role.")


class SavedMappingPatch(Patch):
    """What may be changed; its type stays."""

    model_config = ConfigDict(json_schema_extra={"example": {"shared": True}})

    name: Line = ""
    document: MappingIn = MappingIn(type="-", columns=[])
    shared: StrictBool = False


class SavedMappingRow(Out):
    """A saved mapping in a list."""

    model_config = ConfigDict(json_schema_extra={"example": _ROW}, from_attributes=True, frozen=True)

    id: UUID
    revision: int
    name: str
    type: str
    shared: bool
    unit: UnitRef
    owner: Named
    mine: bool
    may_change: bool
    created_at: Moment
    updated_at: Moment


class SavedMappingOut(SavedMappingRow):
    """A saved mapping."""

    model_config = ConfigDict(
        json_schema_extra={"example": _ROW | {"document": _DOCUMENT}}, from_attributes=True, frozen=True
    )

    document: dict[str, Any]


class SavedMappingFilter(BaseModel):
    """Which saved mappings."""

    model_config = ConfigDict(frozen=True)

    type: Line | None = None
