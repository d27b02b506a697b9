"""Published versions: read, compared, cloned, retired, calculated by, exported. None of it changes one."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from fastapi.responses import StreamingResponse

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.routing import Router
from api.core.tabular import blocks
from api.files.delivery import disposition
from api.frameworks import errors, queries, service, tabular
from api.frameworks.rules.states import VersionVerb
from api.frameworks.schemas import CloneIn, FrameworkOut, RetirementIn, VersionOut
from api.frameworks.schemas.calculations import CalculationOut, SheetIn
from api.frameworks.schemas.comparisons import DiffOut, MigrationOut

router = Router(prefix="/framework-versions", tags=["frameworks"])

Reads = Annotated[Context, Requires(Permission.FRAMEWORK_READ)]
Edits = Annotated[Context, Requires(Permission.FRAMEWORK_EDIT)]
Other = Annotated[UUID, Query(description="The other version.")]
Format = Annotated[Literal["json", "xlsx"], Query(alias="format")]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": {"application/json": _BINARY, _XLSX: _BINARY}}
}


@router.get("/{version_id}", summary="Read a version 版本详情")
def get_framework_version(
    ctx: Annotated[Context, Requires(Permission.FRAMEWORK_READ, snapshot=True)], version_id: UUID
) -> VersionOut:
    """A published version with its whole document, what people should know of it, and what the caller can do."""
    return queries.get_version(ctx, version_id)


@router.patch(
    "/{version_id}", status_code=204, summary="Change a version: never 已发布不能改", errors=(errors.PUBLISHED,)
)
def change_framework_version(ctx: Edits, version_id: UUID) -> None:
    """Refused always: what is published does not change. Start a draft from it."""
    service.refuse_change(ctx, version_id, VersionVerb.EDIT)


@router.delete(
    "/{version_id}", status_code=204, summary="Delete a version: never 已发布不能删", errors=(errors.PUBLISHED,)
)
def delete_framework_version(ctx: Edits, version_id: UUID) -> None:
    """Refused always: what is published stays. Retire it."""
    service.refuse_change(ctx, version_id, VersionVerb.DISCARD)


@router.post(
    "/{version_id}:clone", status_code=201, summary="Clone a version 复制为自己的框架", errors=(errors.CODE_TAKEN,)
)
def clone_framework_version(
    ctx: Annotated[Context, Requires(Permission.FRAMEWORK_EDIT, idempotent=True)], version_id: UUID, body: CloneIn
) -> FrameworkOut:
    """A framework of one's own with a draft; indicators keep their lineage, so that both can be compared."""
    return service.clone_version(ctx, version_id, body)


@router.post("/{version_id}:retire", summary="Retire a version 停用版本", errors=(errors.WRONG_STATE,))
def retire_framework_version(
    ctx: Annotated[Context, Requires(Permission.FRAMEWORK_PUBLISH)], version_id: UUID, body: RetirementIn
) -> VersionOut:
    """Nobody begins anything by it from now on; what was begun goes on, and it stays readable."""
    return service.retire_version(ctx, version_id, body.reason)


@router.get("/{version_id}/diff", summary="Compare two versions 版本比较")
def diff_framework_versions(ctx: Reads, version_id: UUID, against: Other) -> DiffOut:
    """From `against` to this version: added, removed, moved, recoded, points, texts, settings; by lineage."""
    return queries.diff_versions(ctx, against, version_id)


@router.get("/{version_id}/migration", summary="Preview a migration 迁移预览")
def preview_framework_migration(ctx: Reads, version_id: UUID, to: Other) -> MigrationOut:
    """What would become of sheets that were filled in by this version, under the version `to`. Nothing is written."""
    return queries.preview_migration(ctx, version_id, to)


@router.post("/{version_id}:calculate", summary="Calculate by a version 试算", errors=(errors.NO_SUCH_ENTRY,))
def calculate_by_version(ctx: Reads, version_id: UUID, body: SheetIn) -> CalculationOut:
    """Total, every value, grades, and the explanation that anyone can recompute. Nothing is written."""
    return queries.calculate_version(ctx, version_id, body)


@router.get("/{version_id}/export", summary="Export a version 导出", response_class=StreamingResponse, responses=_FILE)
def export_framework_version(
    ctx: Annotated[Context, Requires(Permission.FRAMEWORK_READ, logged=True)], version_id: UUID, file: Format = "json"
) -> StreamingResponse:
    """`json`: the canonical document byte for byte, to be imported elsewhere. `xlsx`: the official table."""
    name, content = tabular.export(ctx, version_id, file)
    headers = {"Content-Disposition": disposition(name)}
    return StreamingResponse(
        blocks(content), headers=headers, media_type="application/json" if file == "json" else _XLSX
    )
