"""Schools over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from fastapi.responses import StreamingResponse

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.paging import BAD_CURSOR, BAD_SORT, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Raw, Router
from api.core.schemas import Day, Feed, Page
from api.core.taking import EXTERNAL, SYSTEM
from api.ledger.schemas import Event
from api.organizations import errors, queries, service, tabular
from api.organizations.schemas import (
    SchoolAsOf,
    SchoolBatchIn,
    SchoolBatchOut,
    SchoolFacets,
    SchoolFilter,
    SchoolIn,
    SchoolOut,
    SchoolPast,
    SchoolPatch,
    SchoolRow,
    SchoolVersion,
)

router = Router(tags=["organizations"])

SCHOOL_ERRORS = (errors.CODE_TAKEN, errors.CODE_FORMER, errors.EXTERNAL_ID_TAKEN, errors.CREDIT_CODE_TAKEN)
_MEDIA = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILE = {200: {"description": "The file.", "content": {media.partition(";")[0]: _BINARY for media in _MEDIA.values()}}}

Sort = Annotated[
    str,
    Query(max_length=100, examples=["-pupils"], description="Columns, comma separated; `-` before one: descending."),
]
Scheme = Annotated[
    str,
    Path(
        max_length=44,
        pattern=f"^(code|uscc|{EXTERNAL}{SYSTEM})$",
        examples=["ext:lk.census"],
        description="`code` 学校标识码, `uscc` 统一社会信用代码, or `ext:<source>`.",
    ),
]
Value = Annotated[str, Path(min_length=1, max_length=100, examples=["15111"], description="The id there.")]


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


@router.post("/schools", status_code=201, summary="Create a school 登记学校", errors=SCHOOL_ERRORS)
def create_school(ctx: Annotated[Context, Requires(Permission.SCHOOL_CREATE)], body: SchoolIn) -> SchoolOut:
    """A school below a bureau or district within reach. Codes are checked; what is not known stays null."""
    return service.create_school(ctx, body)


@router.post("/schools:batch", status_code=201, summary="Create many schools 批量登记学校", errors=SCHOOL_ERRORS)
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
    errors=(*SCHOOL_ERRORS, errors.REGISTER_REQUIRED, errors.UNIT_CLOSED),
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


@router.get(
    "/schools/{school_id}/as-of",
    summary="Read a school as it stood on a day 学校某日的情况",
    errors=(errors.NOT_RECORDED,),
)
def get_school_as_of(
    ctx: Annotated[Context, Requires(Permission.SCHOOL_READ, snapshot=True)],
    school_id: UUID,
    on: Annotated[Day, Query(examples=["2026-08-31"], description="At the end of this day.")],
) -> SchoolAsOf:
    """Names, codes, parent, counts and groups of that day, from a record that is never erased."""
    return queries.get_school_as_of(ctx, school_id, on)


@router.get("/schools/{school_id}/versions", summary="List a school's versions 学校版本", errors=(BAD_CURSOR,))
def list_school_versions(
    ctx: Annotated[Context, Requires(Permission.SCHOOL_READ)],
    school_id: UUID,
    cursor: CursorText = None,
    limit: Limit = 50,
) -> Feed[SchoolVersion]:
    """Every change with the day from which it holds, those recorded last first."""
    return queries.list_versions(ctx, school_id, cursor, limit)


@router.get("/schools/{school_id}/past", summary="Read a school's names, codes and origins 学校沿革")
def get_school_past(
    ctx: Annotated[Context, Requires(Permission.SCHOOL_READ, snapshot=True)], school_id: UUID
) -> SchoolPast:
    """Former names, codes and ids with their dates, predecessors and successors, groups, and what can be done now."""
    return queries.get_past(ctx, school_id)


# --- By code or external id ------------------------------------------------------------------------------------------


@router.get("/schools/by/{scheme}/{value}", summary="Read a school by its code or external id 按编号查学校")
def get_school_by(
    ctx: Annotated[Context, Requires(Permission.SCHOOL_READ, snapshot=True)], scheme: Scheme, value: Value
) -> SchoolOut:
    """The school that bears the id, else the one that bore it last. A closed one names its successors."""
    return queries.get_school_by(ctx, scheme, value)


@router.put(
    "/schools/by/{scheme}/{value}",
    summary="Create or change a school by its code or external id 按编号登记或修改学校",
    errors=(*SCHOOL_ERRORS, errors.REGISTER_REQUIRED, errors.KEY_WITHDRAWN, errors.PARENT_BY_MOVE),
    responses={201: {"model": SchoolOut, "description": "Created."}},
)
def put_school_by(
    ctx: Annotated[Context, Requires(Permission.SCHOOL_CREATE, if_match="optional")],
    scheme: Scheme,
    value: Value,
    body: SchoolIn,
) -> SchoolOut:
    """201 for a new school, 200 for one that was there. The same request twice does nothing twice.

    A field that is left out keeps its value and null clears it: an integrator sends what it knows. The id of the address
    is added to the school; ids of other systems stay unless `external_ids` is sent.
    """
    school, created = service.put_school(ctx, scheme, value, body)
    if created:
        ctx.reply.status = 201
        ctx.reply.headers["Location"] = f"{ctx.path.partition('/by/')[0]}/{school.id}"
    return school
