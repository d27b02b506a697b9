"""Saved mappings over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.paging import BAD_CURSOR, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Router
from api.core.schemas import Feed, Page
from api.exchange.imports.errors import TYPE_UNKNOWN, UNIT_UNKNOWN
from api.exchange.mappings import errors, queries, service
from api.exchange.mappings.schemas import (
    SavedMappingFilter,
    SavedMappingIn,
    SavedMappingOut,
    SavedMappingPatch,
    SavedMappingRow,
)
from api.exchange.reading.errors import FIELD_TWICE, FIELD_UNKNOWN, MAPPING_TYPE
from api.ledger.schemas import Event

router = Router(prefix="/imports/mappings", tags=["imports"])

_DOCUMENT = (TYPE_UNKNOWN, FIELD_UNKNOWN, FIELD_TWICE, errors.NAME_TAKEN)

Reads = Annotated[Context, Requires(Permission.IMPORT_READ)]
Creates = Annotated[Context, Requires(Permission.IMPORT_RUN, idempotent=True)]
Changes = Annotated[Context, Requires(Permission.IMPORT_RUN, if_match="required")]


@router.get("", summary="List saved mappings 列对应方案列表", errors=(TOO_DEEP,))
def list_import_mappings(
    ctx: Annotated[Context, Requires(Permission.IMPORT_READ, snapshot=True)],
    wanted: Annotated[SavedMappingFilter, Query()],
    paging: Paged,
) -> Page[SavedMappingRow]:
    """One's own, and those that a unit shares with all below it; by type, newest first."""
    return queries.list_mappings(ctx, wanted, paging)


@router.post(
    "", status_code=201, summary="Save a mapping 保存列对应方案", errors=(*_DOCUMENT, UNIT_UNKNOWN, errors.TOO_MANY)
)
def create_import_mapping(ctx: Creates, body: SavedMappingIn) -> SavedMappingOut:
    """How the columns of a file go to fields, to be used again with the next file of that kind."""
    return service.save_mapping(ctx, body)


@router.get("/{mapping_id}", summary="Read a saved mapping 列对应方案详情")
def get_import_mapping(ctx: Reads, mapping_id: UUID) -> SavedMappingOut:
    """A mapping with its document, which `mapping` of an import takes as well."""
    return queries.get_mapping(ctx, mapping_id)


@router.patch(
    "/{mapping_id}",
    summary="Change a saved mapping 修改列对应方案",
    errors=(*_DOCUMENT, MAPPING_TYPE, errors.NOT_YOURS),
)
def change_import_mapping(ctx: Changes, mapping_id: UUID, body: SavedMappingPatch) -> SavedMappingOut:
    """Merge patch; a document is replaced whole. By its owner, or whoever imports for its unit. Imports keep their copy."""
    return service.change_mapping(ctx, mapping_id, body)


@router.delete(
    "/{mapping_id}", status_code=204, summary="Delete a saved mapping 删除列对应方案", errors=(errors.NOT_YOURS,)
)
def delete_import_mapping(ctx: Changes, mapping_id: UUID) -> None:
    """By its owner, or whoever imports for its unit. Imports keep their copy."""
    service.delete_mapping(ctx, mapping_id)


@router.get("/{mapping_id}/history", summary="List a mapping's history 列对应方案变动记录", errors=(BAD_CURSOR,))
def list_import_mapping_history(
    ctx: Reads, mapping_id: UUID, cursor: CursorText = None, limit: Limit = 50
) -> Feed[Event]:
    """What happened to the mapping, newest first, from the ledger."""
    return queries.list_history(ctx, mapping_id, cursor, limit)
