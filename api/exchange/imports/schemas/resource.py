"""An import on the wire."""

from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.core.intake import Mode
from api.core.schemas import Moment, Named, Out, UnitRef
from api.exchange.imports.rules import Atomic, ImportState, OnBlank
from api.exchange.imports.schemas.reports import ErrorGroup, ErrorRow

Phase = Literal["reading", "checking", "applying", "rolling_back"]

_AT = "2026-11-20T08:30:00.000Z"
_ID = "0198c0de-0000-7000-8000-00000000001a"
_ROW: dict[str, Any] = {
    "id": _ID,
    "revision": 4,
    "type": "school",
    "bundle_id": None,
    "filename": "锦岚县学校.csv",
    "mode": "upsert",
    "atomic": "row",
    "validate_only": False,
    "state": "completed",
    "counts": {
        "total": 162,
        "created": 160,
        "updated": 1,
        "unchanged": 1,
        "deleted": 0,
        "rejected": 0,
        "skipped": 0,
    },
    "created_by": {"id": "0198c0de-0000-7000-8000-000000000004", "name": "何桂芳"},
    "unit": {"id": "0198c0de-0000-7000-8000-000000000003", "name": "锦岚县教育局", "kind": "bureau"},
    "created_at": _AT,
    "ended_at": _AT,
    "progress": {
        "phase": None,
        "rows_done": 162,
        "rows_total": 162,
        "bytes_done": 20480,
        "bytes_total": 20480,
        "eta_s": None,
    },
}


class Counts(Out):
    """Rows by what became of them; while an import is only checked, by what would."""

    total: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    rejected: int = 0
    skipped: int = Field(0, description="Left out by the mapping, or empty.")


class Progress(Out):
    """How far it is. `phase` is null while nothing is at work."""

    phase: Phase | None
    rows_done: int
    rows_total: int | None
    bytes_done: int
    bytes_total: int | None
    eta_s: int | None = Field(description="Seconds to go in this phase, as far as can be said.")


class FileOfImport(Out):
    """The file."""

    name: str | None
    size: int | None = Field(description="Bytes announced, or of the whole file.")
    received: int = Field(description="Bytes of the parts that are there.")
    sha256: str | None = Field(description="Of the whole file, once it was read.")
    kept: bool = Field(description="Files are kept for 30 days.")


class MayOut(Out):
    """What the caller can do now."""

    change: bool
    upload: bool
    start: bool
    apply: bool
    cancel: bool
    rollback: bool
    retry: bool


class FailureFault(Out):
    """What is wrong with one place: of a manifest, or a member of a bundle."""

    place: str
    code: str
    message: str


class Failure(Out):
    """Why it failed; of a bundle, with every place that is wrong."""

    code: str
    message: str
    faults: list[FailureFault]


class ImportRow(Out):
    """An import in a list."""

    model_config = ConfigDict(json_schema_extra={"example": _ROW}, from_attributes=True, frozen=True)

    id: UUID
    revision: int
    type: str
    bundle_id: UUID | None = Field(description="The bundle of which it is a member.")
    filename: str | None
    mode: Mode
    atomic: Atomic
    validate_only: bool
    state: ImportState
    counts: Counts
    progress: Progress
    created_by: Named
    unit: UnitRef
    created_at: Moment
    ended_at: Moment | None


class ImportOut(ImportRow):
    """An import: what was asked, where it stands, what came of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": _ROW
            | {
                "id_scheme": "code",
                "references": {"parent": "code"},
                "on_blank": "keep",
                "format": "csv",
                "encoding": "gb18030",
                "delimiter": ",",
                "sheet": None,
                "header_row": 1,
                "mapping_id": None,
                "mapping": None,
                "max_errors": 10000,
                "note": None,
                "warnings": [],
                "first_errors": [],
                "error_groups": [],
                "members": [],
                "file": {"name": "锦岚县学校.csv", "size": 20480, "received": 20480, "sha256": "9f" * 32, "kept": True},
                "uploaded_at": _AT,
                "validated_at": None,
                "applied_at": _AT,
                "expires_at": None,
                "rollback_until": _AT,
                "failure": None,
                "job_id": _ID,
                "may": {
                    "change": False,
                    "upload": False,
                    "start": False,
                    "apply": False,
                    "cancel": False,
                    "rollback": True,
                    "retry": False,
                },
            }
        },
        from_attributes=True,
        frozen=True,
    )

    id_scheme: str | None
    references: dict[str, str]
    on_blank: OnBlank
    format: str | None = Field(description="As asked, else as found.")
    encoding: str | None = Field(description="As asked, else as found.")
    delimiter: str | None = Field(description="As asked, else as found.")
    sheet: str | None = Field(description="As asked, else as found.")
    header_row: int | None = Field(description="As asked, else as found.")
    mapping_id: UUID | None
    mapping: dict[str, Any] | None = Field(description="As asked, else as proposed when the file was read.")
    max_errors: int
    note: str | None
    warnings: list[dict[str, Any]]
    first_errors: list[ErrorRow]
    error_groups: list[ErrorGroup]
    members: list[ImportRow] = Field(description="Of a bundle, in the order in which they are imported.")
    file: FileOfImport
    uploaded_at: Moment | None
    validated_at: Moment | None
    applied_at: Moment | None
    expires_at: Moment | None = Field(description="When it is given up unless it goes on.")
    rollback_until: Moment | None
    may: MayOut
    failure: Failure | None
    job_id: UUID | None


class PartOut(Out):
    """A part that is there."""

    number: int
    size: int
    sha256: str = Field(description="In lower-case hex, of the part as it is kept, unpacked.")


class Parts(Out):
    """All parts that are there; after a broken line those that are missing are sent."""

    items: list[PartOut]
