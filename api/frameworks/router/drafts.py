"""The draft of a framework: started, edited, filled from a table, checked, published, discarded."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.routing import Router
from api.frameworks import errors, queries, service, tabular
from api.frameworks.schemas import (
    DraftIn,
    DraftNode,
    DraftOut,
    DraftPatch,
    NodeIn,
    NodeMove,
    NodePatch,
    ValidationOut,
    VersionOut,
)
from api.frameworks.schemas.calculations import CalculationOut, SheetIn
from api.frameworks.schemas.comparisons import TableIn, TablePreview

router = Router(prefix="/frameworks/{framework_id}", tags=["frameworks"])

Edits = Annotated[Context, Requires(Permission.FRAMEWORK_EDIT)]
Changes = Annotated[Context, Requires(Permission.FRAMEWORK_EDIT, if_match="required")]
Creates = Annotated[Context, Requires(Permission.FRAMEWORK_EDIT, idempotent=True)]
_DRAFT = (errors.NO_DRAFT,)
_NODE = (*_DRAFT, errors.NODE_CODE_TAKEN, errors.NAME_MISSING, errors.DOCUMENT_VALUE)
_TABLE = (*_DRAFT, errors.TABLE_UNREADABLE, errors.TABLE_NO_HEADER, errors.TABLE_TOO_LARGE)


@router.get("/draft", summary="Read the draft 草稿", errors=_DRAFT)
def get_framework_draft(
    ctx: Annotated[Context, Requires(Permission.FRAMEWORK_READ, snapshot=True)], framework_id: UUID
) -> DraftOut:
    """Header, nodes in the order of the tree, faults and warnings as they are now; for who may edit or publish it."""
    return queries.get_draft(ctx, framework_id)


@router.post(
    "/draft",
    status_code=201,
    summary="Start a draft 新建草稿",
    errors=(errors.DRAFT_EXISTS, errors.VERSION_TAKEN, errors.VERSION_UNKNOWN),
)
def start_framework_draft(ctx: Creates, framework_id: UUID, body: DraftIn) -> DraftOut:
    """The draft of the next version, from a published one or empty. A framework has one draft at a time."""
    return service.start_draft(ctx, framework_id, body)


@router.patch("/draft", summary="Change the draft's header 修改草稿信息", errors=(*_DRAFT, errors.DOCUMENT_VALUE))
def change_framework_draft(ctx: Changes, framework_id: UUID, body: DraftPatch) -> DraftOut:
    """Names, source, totals, bonuses, deductions, vetoes, scales. `If-Match` names the header's revision."""
    return service.change_header(ctx, framework_id, body)


@router.delete("/draft", status_code=204, summary="Discard the draft 放弃草稿", errors=_DRAFT)
def discard_framework_draft(ctx: Edits, framework_id: UUID) -> None:
    """Throw the draft away; published versions stay."""
    service.discard_draft(ctx, framework_id)


@router.post("/draft:validate", summary="Check the draft 校验", errors=_DRAFT)
def validate_framework_draft(ctx: Edits, framework_id: UUID) -> ValidationOut:
    """Faults keep it from being published; of warnings people should know. Any change asks for another check."""
    return service.validate_draft(ctx, framework_id)


@router.post(
    "/draft:publish",
    status_code=201,
    summary="Publish the draft 发布",
    errors=(*_DRAFT, errors.WRONG_STATE, errors.OWN_DRAFT, errors.HAS_FAULTS, errors.VERSION_TAKEN),
)
def publish_framework_draft(
    ctx: Annotated[Context, Requires(Permission.FRAMEWORK_PUBLISH, idempotent=True)], framework_id: UUID
) -> VersionOut:
    """Make a checked draft a version that never changes. Not by who edited it last."""
    return service.publish_draft(ctx, framework_id)


@router.post("/draft:calculate", summary="Calculate by the draft 按草稿试算", errors=(*_DRAFT, errors.HAS_FAULTS))
def calculate_by_draft(ctx: Edits, framework_id: UUID, body: SheetIn) -> CalculationOut:
    """What a sheet comes to by the draft, and why. Nothing is written."""
    return queries.calculate_draft(ctx, framework_id, body)


# --- Indicators ------------------------------------------------------------------------------------------------------


@router.post("/draft/nodes", status_code=201, summary="Add an indicator 添加指标", errors=_NODE)
def add_framework_node(ctx: Creates, framework_id: UUID, body: NodeIn) -> DraftNode:
    """Below a node or at the top, before the one at `position` or at the end."""
    return service.add_node(ctx, framework_id, body)


@router.patch("/draft/nodes/{node_id}", summary="Change an indicator 修改指标", errors=_NODE)
def change_framework_node(ctx: Changes, framework_id: UUID, node_id: UUID, body: NodePatch) -> DraftNode:
    """Merge patch; `If-Match` names the node's own revision, so that two people can edit two nodes."""
    return service.change_node(ctx, framework_id, node_id, body)


@router.post(
    "/draft/nodes/{node_id}:move",
    summary="Move an indicator 移动指标",
    errors=(*_DRAFT, errors.CYCLE, errors.PARENT_UNKNOWN, errors.TOO_DEEP),
)
def move_framework_node(ctx: Changes, framework_id: UUID, node_id: UUID, body: NodeMove) -> DraftNode:
    """With all that lies below it; it stays the same indicator."""
    return service.move_node(ctx, framework_id, node_id, body)


@router.delete(
    "/draft/nodes/{node_id}",
    status_code=204,
    summary="Delete an indicator 删除指标",
    errors=(*_DRAFT, errors.HAS_CHILDREN),
)
def delete_framework_node(
    ctx: Changes, framework_id: UUID, node_id: UUID, subtree: Annotated[bool, Query()] = False
) -> None:
    """`subtree=true` deletes what lies below it too."""
    service.delete_node(ctx, framework_id, node_id, subtree=subtree)


# --- Tables ----------------------------------------------------------------------------------------------------------


@router.post("/draft:preview-table", summary="Preview a table 预览表格", errors=_TABLE)
def preview_framework_table(ctx: Edits, framework_id: UUID, body: TableIn) -> TablePreview:
    """What an XLSX would make of the draft, with the rules its sentences were taken for. Nothing is written."""
    return tabular.preview_table(ctx, framework_id, body)


@router.post("/draft:import-table", summary="Import a table 导入表格", errors=_TABLE)
def import_framework_table(ctx: Edits, framework_id: UUID, body: TableIn) -> DraftOut:
    """Put the table's indicators in place of the draft's. Those under the same names keep their lineage."""
    return tabular.import_table(ctx, framework_id, body)
