"""Crosswalks: which indicators of one version speak of the same as which of another."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page
from api.frameworks import errors, queries, service
from api.frameworks.schemas.calculations import SheetIn
from api.frameworks.schemas.comparisons import (
    CrosswalkIn,
    CrosswalkOut,
    CrosswalkPatch,
    CrosswalkRow,
    GapsOut,
    ProjectionOut,
)

router = Router(prefix="/framework-crosswalks", tags=["frameworks"])

Reads = Annotated[Context, Requires(Permission.FRAMEWORK_READ)]
Changes = Annotated[Context, Requires(Permission.FRAMEWORK_EDIT, if_match="required")]
Version = Annotated[UUID | None, Query(description="A version at either end.")]
_MAPS = (errors.NODE_UNKNOWN, errors.MAPPED_TWICE, errors.OVER_HUNDRED, errors.DOCUMENT_VALUE)


@router.get("", summary="List crosswalks 对照表列表", errors=(TOO_DEEP,))
def list_framework_crosswalks(
    ctx: Annotated[Context, Requires(Permission.FRAMEWORK_READ, snapshot=True)],
    paging: Paged,
    version: Version = None,
) -> Page[CrosswalkRow]:
    """Of one version or all, those changed last first."""
    return queries.list_crosswalks(ctx, version, paging)


@router.post(
    "",
    status_code=201,
    summary="Draw a crosswalk 新建对照表",
    errors=(*_MAPS, errors.VERSION_UNKNOWN, errors.CROSSWALK_SAME, errors.CROSSWALK_TAKEN),
)
def create_framework_crosswalk(
    ctx: Annotated[Context, Requires(Permission.FRAMEWORK_EDIT, idempotent=True)], body: CrosswalkIn
) -> CrosswalkOut:
    """Between two published versions; one crosswalk for each pair and unit."""
    return service.create_crosswalk(ctx, body)


@router.get("/{crosswalk_id}", summary="Read a crosswalk 对照表详情")
def get_framework_crosswalk(ctx: Reads, crosswalk_id: UUID) -> CrosswalkOut:
    """Its maps: a set of sources, a set of targets, relation, coverage both ways, confidence."""
    return queries.get_crosswalk(ctx, crosswalk_id)


@router.patch("/{crosswalk_id}", summary="Change a crosswalk 修改对照表", errors=_MAPS)
def change_framework_crosswalk(ctx: Changes, crosswalk_id: UUID, body: CrosswalkPatch) -> CrosswalkOut:
    """Merge patch; maps are replaced as a whole."""
    return service.change_crosswalk(ctx, crosswalk_id, body)


@router.delete("/{crosswalk_id}", status_code=204, summary="Delete a crosswalk 删除对照表")
def delete_framework_crosswalk(ctx: Changes, crosswalk_id: UUID) -> None:
    """Nothing else goes with it."""
    service.delete_crosswalk(ctx, crosswalk_id)


@router.get("/{crosswalk_id}/gaps", summary="Read the gaps 差距分析")
def get_framework_gaps(ctx: Reads, crosswalk_id: UUID) -> GapsOut:
    """Leaves of both sides without a counterpart, and the mapped part of the points."""
    return queries.get_gaps(ctx, crosswalk_id)


@router.post("/{crosswalk_id}:project", summary="Project a score 推算得分", errors=(errors.NO_SUCH_ENTRY,))
def project_framework_score(ctx: Reads, crosswalk_id: UUID, body: SheetIn) -> ProjectionOut:
    """What a sheet of the source tells of the target, with how much of it is known. Nothing is written."""
    return queries.project(ctx, crosswalk_id, body)
