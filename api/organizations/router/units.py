"""Regions and units over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.paging import BAD_CURSOR, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Router
from api.core.schemas import Day, Feed, Page
from api.ledger.schemas import Event
from api.organizations import errors, queries, service
from api.organizations.schemas import (
    RegionFilter,
    RegionOut,
    UnitAsOf,
    UnitFilter,
    UnitIn,
    UnitOut,
    UnitPatch,
    UnitRow,
    UnitTree,
)

router = Router(tags=["organizations"])

_UNIT_ERRORS = (errors.CODE_TAKEN, errors.CODE_FORMER, errors.EXTERNAL_ID_TAKEN)


@router.get("/regions", summary="List administrative divisions 行政区划", errors=(TOO_DEEP,))
def list_regions(
    ctx: Annotated[Context, Requires(Permission.UNIT_READ, snapshot=True)],
    wanted: Annotated[RegionFilter, Query()],
    paging: Paged,
) -> Page[RegionOut]:
    """The table of GB/T 2260 by code: provinces, cities and counties."""
    return queries.list_regions(ctx, wanted, paging)


@router.get("/units", summary="List units 单位", errors=(TOO_DEEP,))
def list_units(
    ctx: Annotated[Context, Requires(Permission.UNIT_READ, snapshot=True)],
    wanted: Annotated[UnitFilter, Query()],
    paging: Paged,
) -> Page[UnitRow]:
    """Units within reach, schools included, in pinyin order."""
    return queries.list_units(ctx, wanted, paging)


@router.get("/units/tree", summary="Read the organization tree 组织树")
def get_unit_tree(ctx: Annotated[Context, Requires(Permission.UNIT_READ)]) -> UnitTree:
    """All units within reach that are not schools, parents first, with the number of schools below each."""
    return queries.get_tree(ctx)


@router.post("/units", status_code=201, summary="Create a unit 新建单位", errors=_UNIT_ERRORS)
def create_unit(ctx: Annotated[Context, Requires(Permission.UNIT_MANAGE)], body: UnitIn) -> UnitOut:
    """A region (from the table of GB/T 2260), bureau, section or district below a unit within reach."""
    return service.create_unit(ctx, body)


@router.get("/units/{unit_id}", summary="Read a unit 单位详情")
def get_unit(ctx: Annotated[Context, Requires(Permission.UNIT_READ)], unit_id: UUID) -> UnitOut:
    """Any unit within reach; of a school what it has in common with all units."""
    return queries.get_unit(ctx, unit_id)


@router.patch("/units/{unit_id}", summary="Rename a unit 修改单位")
def update_unit(
    ctx: Annotated[Context, Requires(Permission.UNIT_MANAGE, if_match="required")], unit_id: UUID, body: UnitPatch
) -> UnitOut:
    """Change the names of a unit that is not a school. A region bears the name of the table of GB/T 2260."""
    return service.update_unit(ctx, unit_id, body)


@router.get(
    "/units/{unit_id}/as-of", summary="Read a unit as it stood on a day 单位某日的情况", errors=(errors.NOT_RECORDED,)
)
def get_unit_as_of(
    ctx: Annotated[Context, Requires(Permission.UNIT_READ, snapshot=True)],
    unit_id: UUID,
    on: Annotated[Day, Query(examples=["2026-08-31"], description="At the end of this day.")],
) -> UnitAsOf:
    """Name, code, state and parent of that day, from a record that is never erased; of a school `/schools` says more."""
    return queries.get_unit_as_of(ctx, unit_id, on)


@router.get("/units/{unit_id}/history", summary="List a unit's history 单位变动记录", errors=(BAD_CURSOR,))
def list_unit_history(
    ctx: Annotated[Context, Requires(Permission.UNIT_READ)], unit_id: UUID, cursor: CursorText = None, limit: Limit = 50
) -> Feed[Event]:
    """What happened to the unit, newest first, from the ledger."""
    return queries.list_unit_history(ctx, unit_id, cursor, limit)
