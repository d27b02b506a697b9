"""Wire shapes of frameworks: what is listed, what is read, what is made. Points are decimal strings."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.core.schemas import Choices, In, Line, Moment, Named, Out, Text, UnitRef
from api.frameworks.rules.model import Kind, Level
from api.frameworks.rules.states import VersionState, VersionVerb
from api.frameworks.schemas.documents import (
    FrameworkDocument,
    HeaderChanges,
    HeaderDocument,
    IndicatorChanges,
    IndicatorDocument,
)

Code = Annotated[Text, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\s/]+$")]
Reason = Annotated[Text, StringConstraints(min_length=1, max_length=500)]
Title = Annotated[Text, StringConstraints(max_length=200)]
VersionName = Annotated[Text, StringConstraints(min_length=1, max_length=40), Field(examples=["2026"])]

_ID = "0198c0de-0000-7000-8000-0000000000f1"
_AT = "2026-11-20T08:30:00.000Z"
_UNIT: dict[str, Any] = {"id": "0198c0de-0000-7000-8000-000000000001", "name": "锦岚县教育局", "kind": "bureau"}
_NAMES: dict[str, Any] = {
    "code": "JZ-QLXX",
    "title": "锦岚县清廉学校评价",
    "title_en": "",
    "kind": "scoring",
    "level": "county",
}
_VERSION: dict[str, Any] = {
    "id": "0198c0de-0000-7000-8000-0000000000f2",
    "version": "2026",
    "title": _NAMES["title"],
    "state": "published",
    "declared_total": "100",
    "indicators": 28,
    "leaves": 23,
    "content_hash": "0" * 64,
    "published_at": _AT,
    "published_by": {"id": "0198c0de-0000-7000-8000-000000000004", "name": "何桂芳"},
    "retired_at": None,
    "retirement_reason": None,
}
_ROW: dict[str, Any] = {
    "id": _ID,
    **_NAMES,
    "package": None,
    "unit": _UNIT,
    "latest": {"id": _VERSION["id"], "version": "2026"},
    "draft": "draft",
    "updated_at": _AT,
    "revision": 1,
}
_FINDING: dict[str, Any] = {
    "code": "framework.sum_differs",
    "message": "下级分值合计 22，与本级分值 24 不一致。",
    "pointer": "/indicators/2/points",
    "params": {"sum": "22", "declared": "24"},
    "indicator": "3",
}


class FrameworkFilter(BaseModel):
    """Which frameworks; a field left out is no condition."""

    q: Annotated[Line | None, Field(description="Part of the title or the code.")] = None
    kind: Choices[Kind] = ()
    level: Choices[Level] = ()
    unit: UUID | None = None


class FrameworkIn(In):
    """A new framework of a unit, with an empty draft."""

    model_config = ConfigDict(json_schema_extra={"example": {"unit_id": _UNIT["id"], **_NAMES, "version": "2026"}})

    unit_id: UUID
    code: Code
    title: Line
    title_en: Title = ""
    kind: Kind = Kind.SCORING
    level: Level = Level.COUNTY
    version: VersionName = "1"


class VersionRef(Out):
    """A version by name."""

    id: UUID
    version: str


class FrameworkRow(Out):
    """A framework in a list. `latest` is the newest version in force; `draft` the state of the draft, for who may edit."""

    model_config = ConfigDict(json_schema_extra={"example": _ROW})

    id: UUID
    code: str
    title: str
    title_en: str
    kind: Kind
    level: Level
    package: str | None = Field(description="The shipped framework that it was adopted from.")
    unit: UnitRef
    latest: VersionRef | None
    draft: VersionState | None
    updated_at: Moment
    revision: int


class VersionRow(Out):
    """A published version."""

    model_config = ConfigDict(json_schema_extra={"example": _VERSION})

    id: UUID
    version: str
    title: str
    state: VersionState
    declared_total: str
    indicators: int
    leaves: int
    content_hash: str = Field(description="SHA-256 of the canonical document.")
    published_at: Moment
    published_by: Named | None
    retired_at: Moment | None
    retirement_reason: str | None


class FrameworkOut(FrameworkRow):
    """A framework with its versions, newest first, and what the caller can do."""

    model_config = ConfigDict(
        json_schema_extra={"example": {**_ROW, "versions": [_VERSION], "may_edit": True, "may_publish": False}}
    )

    versions: list[VersionRow]
    may_edit: bool
    may_publish: bool


class FrameworkRef(Out):
    """A framework by name."""

    id: UUID
    code: str
    title: str
    unit: UnitRef


class Finding(Out):
    """A fault or a warning: `pointer` into the canonical document, `indicator` the code of the node it is about."""

    model_config = ConfigDict(json_schema_extra={"example": _FINDING})

    code: str
    message: str
    pointer: str | None
    params: dict[str, Any]
    indicator: str | None


_REF: dict[str, Any] = {"id": _ID, "code": _NAMES["code"], "title": _NAMES["title"], "unit": _UNIT}


class VersionOut(VersionRow):
    """A published version with its whole document."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                **_VERSION,
                "framework": _REF,
                "document": FrameworkDocument.described["example"],
                "warnings": [_FINDING],
                "verbs": ["clone", "retire"],
            }
        }
    )

    framework: FrameworkRef
    document: FrameworkDocument
    warnings: list[Finding]
    verbs: list[VersionVerb]


class DraftNode(Out):
    """An indicator of a draft; `revision` is what `If-Match` names when it is changed."""

    id: UUID
    parent_id: UUID | None
    position: int
    depth: int
    revision: int
    indicator: IndicatorDocument


_NODE: dict[str, Any] = {
    "id": "0198c0de-0000-7000-8000-0000000000f3",
    "parent_id": None,
    "position": 0,
    "depth": 1,
    "revision": 1,
    "indicator": IndicatorDocument.described["example"],
}
_DRAFT: dict[str, Any] = {
    "framework": _REF,
    "state": "draft",
    "header": HeaderDocument.described["example"],
    "nodes": [_NODE],
    "total": "4",
    "faults": [],
    "warnings": [_FINDING],
    "cloned_from": None,
    "edited_by": {"id": "0198c0de-0000-7000-8000-000000000004", "name": "何桂芳"},
    "updated_at": _AT,
    "revision": 3,
    "verbs": ["edit", "validate", "discard"],
}


class DraftOut(Out):
    """The draft of a framework: header, nodes in the order of the tree, what is wrong with it now."""

    model_config = ConfigDict(json_schema_extra={"example": _DRAFT})

    framework: FrameworkRef
    state: VersionState
    header: HeaderDocument
    nodes: list[DraftNode]
    total: str = Field(description="What the indicators at the top sum to.")
    faults: list[Finding]
    warnings: list[Finding]
    cloned_from: VersionRef | None
    edited_by: Named | None
    updated_at: Moment
    revision: int = Field(description="Of the header; nodes have revisions of their own.")
    verbs: list[VersionVerb]


class DraftIn(In):
    """A draft of the next version, from a published one of the same framework or from nothing."""

    model_config = ConfigDict(json_schema_extra={"example": {"version": "2027", "from_version_id": _VERSION["id"]}})

    version: VersionName
    from_version_id: UUID | None = Field(
        None, description="Any version that you can read; its indicators keep their lineage."
    )


class DraftPatch(In):
    """What changes in the header."""

    header: HeaderChanges


class NodeIn(In):
    """A new indicator below `parent_id`, or at the top, before the one at `position` or at the end."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"parent_id": None, "indicator": IndicatorDocument.described["example"]}}
    )

    parent_id: UUID | None = None
    position: int | None = Field(None, ge=0, le=10_000)
    indicator: IndicatorDocument


class NodePatch(In):
    """What changes in an indicator."""

    indicator: IndicatorChanges


class NodeMove(In):
    """Where it goes, with everything below it."""

    parent_id: UUID | None = None
    position: int = Field(0, ge=0, le=10_000)


class RetirementIn(In):
    """Why."""

    reason: Reason


class CloneIn(In):
    """A framework of one's own from any version that can be read; lineage stays, so that the two can be compared."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"unit_id": _UNIT["id"], "code": "JZ-QLXX", "title": _NAMES["title"], "version": "2026"}
        }
    )

    unit_id: UUID
    code: Code
    title: Line
    version: VersionName = "1"


class PackageRow(Out):
    """A framework that is shipped with the product."""

    code: str
    version: str
    title: str
    title_en: str
    kind: Kind
    level: Level
    declared_total: str
    leaves: int
    provenance: str
    adopted: list[FrameworkRef] = Field(description="Where it has been adopted already, as far as you can see.")


class Packages(Out):
    """All that are shipped."""

    items: list[PackageRow]


class AdoptIn(In):
    """Which shipped framework, and for which unit."""

    model_config = ConfigDict(json_schema_extra={"example": {"unit_id": _UNIT["id"], "code": "QLXX-REF-100"}})

    unit_id: UUID
    code: Code


class PackageIn(In):
    """A canonical document, as it was exported; it becomes a draft of the unit's framework with that code."""

    unit_id: UUID
    document: FrameworkDocument


class ValidationOut(Out):
    """What was found. `state` is `validated` where there are no faults."""

    state: VersionState
    faults: list[Finding]
    warnings: list[Finding]
