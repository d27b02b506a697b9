"""Regions, units and schools over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from fastapi.responses import StreamingResponse

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.paging import BAD_CURSOR, BAD_SORT, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Raw, Router
from api.core.schemas import Feed, Page
from api.ledger.schemas import Event
from api.organizations import errors, queries, service, tabular
from api.organizations.schemas import (
    RegionFilter,
    RegionOut,
    SchoolBatchIn,
    SchoolBatchOut,
    SchoolFacets,
    SchoolFilter,
    SchoolIn,
    SchoolOut,
    SchoolPatch,
    SchoolRow,
    UnitFilter,
    UnitIn,
    UnitOut,
    UnitPatch,
    UnitRow,
    UnitTree,
)

router = Router(tags=["organizations"])

_UNIT_ERRORS = (errors.CODE_TAKEN, errors.EXTERNAL_ID_TAKEN)
_SCHOOL_ERRORS = (*_UNIT_ERRORS, errors.CREDIT_CODE_TAKEN)
_MEDIA = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILE = {200: {"description": "The file.", "content": {media.partition(";")[0]: _BINARY for media in _MEDIA.values()}}}

Sort = Annotated[
    str,
    Query(max_length=100, examples=["-pupils"], description="Columns, comma separated; `-` before one: descending."),
]

# --- Regions and units -----------------------------------------------------------------------------------------------


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


@router.get("/units/{unit_id}/history", summary="List a unit's history 单位变动记录", errors=(BAD_CURSOR,))
def list_unit_history(
    ctx: Annotated[Context, Requires(Permission.UNIT_READ)], unit_id: UUID, cursor: CursorText = None, limit: Limit = 50
) -> Feed[Event]:
    """What happened to the unit, newest first, from the ledger."""
    return queries.list_unit_history(ctx, unit_id, cursor, limit)


# --- Schools ---------------------------------------------------------------------------------------------------------


@router.get("/schools", summary="List schools 学校列表", response_model=Page[SchoolRow], errors=(TOO_DEEP, BAD_SORT))
def list_schools(
    ctx: Annotated[Context, Requires(Permission.SCHOOL_READ, snapshot=True)],
    wanted: Annotated[SchoolFilter, Query()],
    paging: Paged,
    sort: Sort = "name",
) -> Page[SchoolRow] | Raw:
    """Schools within reach that match, names in pinyin order, unknown values last."""
    return queries.list_schools(ctx, wanted, sort, paging)


@router.get("/schools/facets", summary="Count schools by attribute 学校分类计数")
def count_school_facets(
    ctx: Annotated[Context, Requires(Permission.SCHOOL_READ)], wanted: Annotated[SchoolFilter, Query()]
) -> SchoolFacets:
    """For each attribute the number of schools by value, under all filters but that attribute's own."""
    return queries.count_facets(ctx, wanted)


@router.get(
    "/schools/export",
    summary="Export schools 导出学校",
    response_class=StreamingResponse,
    responses=_FILE,
    errors=(BAD_SORT, errors.EXPORT_TOO_LARGE),
)
def export_schools(
    ctx: Annotated[Context, Requires(Permission.SCHOOL_EXPORT, logged=True)],
    wanted: Annotated[SchoolFilter, Query()],
    file: Annotated[tabular.Format, Query(alias="format")] = "csv",
    lang: tabular.Language = "zh-CN",
    sort: Sort = "name",
) -> StreamingResponse:
    """All schools that match, at most 50,000, as a table. The export is recorded in the ledger."""
    rows = tabular.set_aside(queries.export_schools(ctx, wanted, sort))
    headers = {"Content-Disposition": f'attachment; filename="schools.{file}"'}
    return StreamingResponse(tabular.write_table(rows, file, lang), headers=headers, media_type=_MEDIA[file])


@router.post("/schools", status_code=201, summary="Create a school 登记学校", errors=_SCHOOL_ERRORS)
def create_school(ctx: Annotated[Context, Requires(Permission.SCHOOL_CREATE)], body: SchoolIn) -> SchoolOut:
    """A school below a bureau or district within reach. Codes are checked; what is not known stays null."""
    return service.create_school(ctx, body)


@router.post("/schools:batch", status_code=201, summary="Create many schools 批量登记学校", errors=_SCHOOL_ERRORS)
def create_schools(
    ctx: Annotated[Context, Requires(Permission.SCHOOL_CREATE, idempotent=True)], body: SchoolBatchIn
) -> SchoolBatchOut:
    """Up to 500 schools, all or none. Every fault of every item is reported at once, by pointers like `/items/3/code`."""
    return service.create_schools(ctx, body.items)


@router.get("/schools/{school_id}", summary="Read a school 学校详情")
def get_school(ctx: Annotated[Context, Requires(Permission.SCHOOL_READ)], school_id: UUID) -> SchoolOut:
    """All that is known of a school within reach; null is not known."""
    return queries.get_school(ctx, school_id)


@router.patch(
    "/schools/{school_id}",
    summary="Change a school 修改学校",
    errors=(*_SCHOOL_ERRORS, errors.REGISTER_REQUIRED),
)
def update_school(
    ctx: Annotated[Context, Requires(Permission.SCHOOL_UPDATE, if_match="required")],
    school_id: UUID,
    body: SchoolPatch,
) -> SchoolOut:
    """Merge patch. Code, credit code, name, type, ownership and status are for those who register schools."""
    return service.update_school(ctx, school_id, body)


@router.get("/schools/{school_id}/history", summary="List a school's history 学校变动记录", errors=(BAD_CURSOR,))
def list_school_history(
    ctx: Annotated[Context, Requires(Permission.SCHOOL_READ)],
    school_id: UUID,
    cursor: CursorText = None,
    limit: Limit = 50,
) -> Feed[Event]:
    """What happened to the school, newest first, from the ledger."""
    return queries.list_school_history(ctx, school_id, cursor, limit)
