"""Wire shapes of what lies between versions: differences, migration, profiles, crosswalks, tables."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Base64Bytes, ConfigDict, Field

from api.core.schemas import In, Line, Moment, Out, Patch, UnitRef
from api.frameworks.rules.crosswalks import Mapper
from api.frameworks.rules.differences import ChangeKind, Treatment
from api.frameworks.rules.recognition import Sureness
from api.frameworks.schemas import Code, Finding, Title, VersionName
from api.frameworks.schemas.documents import FrameworkDocument, MapDocument, OperationDocument, RuleDocument

_ID = "0198c0de-0000-7000-8000-0000000000f4"
_UNIT: dict[str, Any] = {"id": "0198c0de-0000-7000-8000-000000000001", "name": "锦岚县教育局", "kind": "bureau"}
_VERSION: dict[str, Any] = {
    "id": "0198c0de-0000-7000-8000-0000000000f2",
    "framework": "QLXX-REF-100",
    "title": "参考框架",
    "version": "1",
}
_OTHER: dict[str, Any] = {
    "id": "0198c0de-0000-7000-8000-0000000000f5",
    "framework": "SDSF-NEG",
    "title": "负面清单",
    "version": "1",
}
_CHANGE: dict[str, Any] = {
    "kind": "points",
    "code": "A1",
    "title": "全面从严治党责任",
    "lineage": "0198c0de-0000-7000-8000-0000000000aa",
    "field": "points",
    "before": "6",
    "after": "5",
}
Maps = Annotated[list[MapDocument], Field(max_length=5_000)]
Operations = Annotated[list[OperationDocument], Field(max_length=1_000)]


class VersionNamed(Out):
    """A version with the code of its framework."""

    id: UUID
    framework: str
    title: str
    version: str


class ChangeOut(Out):
    """One difference; `before` and `after` as in the documents."""

    model_config = ConfigDict(json_schema_extra={"example": _CHANGE})

    kind: ChangeKind
    code: str
    title: str
    lineage: str | None
    field: str | None
    before: Any
    after: Any


class DiffOut(Out):
    """From one version to another."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"old": _OTHER, "new": _VERSION, "counts": {"points": 1}, "changes": [_CHANGE]}}
    )

    old: VersionNamed
    new: VersionNamed
    counts: dict[ChangeKind, int]
    changes: list[ChangeOut]


class MoveOut(Out):
    """What becomes of the entry of one leaf."""

    treatment: Treatment
    lineage: str
    old_code: str | None
    new_code: str | None
    title: str


class MigrationOut(Out):
    """What becomes of sheets that were filled in by the old version; nothing is written."""

    old: VersionNamed
    new: VersionNamed
    counts: dict[Treatment, int]
    moves: list[MoveOut]


# --- Profiles --------------------------------------------------------------------------------------------------------

_PROFILE: dict[str, Any] = {
    "code": "JZ-QLXX",
    "version": "2026",
    "title": "锦岚县清廉学校评价",
    "title_en": "",
    "issuer": "锦岚县教育局",
    "operations": [OperationDocument.described["example"]],
}


class ProfileIn(In):
    """What a unit takes from a published version and changes."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"unit_id": _UNIT["id"], "base_id": _VERSION["id"], **_PROFILE}}
    )

    unit_id: UUID
    base_id: UUID
    code: Code
    version: VersionName
    title: Line
    title_en: Title = ""
    issuer: Title = ""
    operations: Operations = Field(default_factory=list)


class ProfilePatch(Patch):
    """Merge patch; operations are replaced as a whole."""

    model_config = ConfigDict(json_schema_extra={"example": {"version": "2027"}})

    base_id: UUID = UUID(int=0)
    version: VersionName = ""
    title: Line = ""
    title_en: Title = ""
    issuer: Title = ""
    operations: Operations = Field(default_factory=list)


class ProfileRow(Out):
    """A profile in a list."""

    id: UUID
    unit: UnitRef
    base: VersionNamed
    code: str
    title: str
    updated_at: Moment
    revision: int


class ProfileOut(ProfileRow):
    """A profile."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": _ID,
                "unit": _UNIT,
                "base": _VERSION,
                "updated_at": "2026-11-20T08:30:00.000Z",
                "revision": 1,
                **_PROFILE,
            }
        }
    )

    version: str
    title_en: str
    issuer: str
    operations: list[OperationDocument]


class ProfilePreview(Out):
    """What the profile would make of its base."""

    document: FrameworkDocument
    changes: list[ChangeOut]
    faults: list[Finding]
    warnings: list[Finding]


# --- Crosswalks ------------------------------------------------------------------------------------------------------

_MAP: dict[str, Any] = MapDocument.described["example"]


class CrosswalkIn(In):
    """Between two published versions that the caller can read."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"unit_id": _UNIT["id"], "source_id": _VERSION["id"], "target_id": _OTHER["id"], "maps": [_MAP]}
        }
    )

    unit_id: UUID
    source_id: UUID
    target_id: UUID
    mapper: Mapper = Mapper.HUMAN
    maps: Maps = Field(default_factory=list)


class CrosswalkPatch(Patch):
    """Merge patch; maps are replaced as a whole."""

    model_config = ConfigDict(json_schema_extra={"example": {"maps": [_MAP]}})

    mapper: Mapper = Mapper.HUMAN
    maps: Maps = Field(default_factory=list)


class CrosswalkRow(Out):
    """A crosswalk in a list."""

    id: UUID
    unit: UnitRef
    source: VersionNamed
    target: VersionNamed
    mapper: Mapper
    updated_at: Moment
    revision: int


class CrosswalkOut(CrosswalkRow):
    """A crosswalk with its maps."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": _ID,
                "unit": _UNIT,
                "source": _VERSION,
                "target": _OTHER,
                "mapper": "human",
                "updated_at": "2026-11-20T08:30:00.000Z",
                "revision": 1,
                "maps": [_MAP],
            }
        }
    )

    maps: list[MapDocument]


class SideOut(Out):
    """One side: leaves with and without a counterpart, and the mapped part of the points in percent."""

    mapped: list[str]
    unmapped: list[str]
    points: str
    points_mapped: str
    percent: str


class GapsOut(Out):
    """What neither side finds in the other."""

    source: SideOut
    target: SideOut


class ProjectedOut(Out):
    """What the sheet tells of one leaf of the target: between `low` and `high`; `coverage` percent is known."""

    code: str
    title: str
    points: str
    coverage: str
    low: str
    high: str
    through: list[str]


class ProjectionOut(Out):
    """The target as far as a sheet of the source tells; nothing is written."""

    low: str
    high: str
    coverage: str
    items: list[ProjectedOut]


# --- Tables ----------------------------------------------------------------------------------------------------------


class TableIn(In):
    """An XLSX in the official column order; merged cells are filled. `sheet`: its name, else the first with a header."""

    content: Annotated[Base64Bytes, Field(max_length=2_000_000)]
    sheet: Line | None = None


class RecognizedRow(Out):
    """A scoring sentence and the rule it was taken for, for a person to confirm."""

    row: int
    code: str
    title: str
    sentence: str
    rule: RuleDocument
    sureness: Sureness
    left: str


class TablePreview(Out):
    """What the table would make of the draft's indicators."""

    sheet: str
    rows: int
    indicators: list[dict[str, Any]] = Field(description="IndicatorDocuments with `children`.")
    recognized: list[RecognizedRow]
    faults: list[Finding]
    warnings: list[Finding]
