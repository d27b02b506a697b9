"""What is done to schools and units over HTTP. With `preview=true` the same work is done and taken back."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import NOT_FOUND, STALE
from api.core.routing import Router
from api.organizations import errors, service
from api.organizations.router.schools import SCHOOL_ERRORS
from api.organizations.schemas import (
    DeedIn,
    MoveIn,
    RecodeIn,
    RenameIn,
    Restructured,
    SchoolMergeIn,
    SplitIn,
    UnitMergeIn,
)

router = Router(tags=["restructuring"])

_ERRORS = (errors.VERB_NOT_NOW, NOT_FOUND, STALE)
Preview = Annotated[bool, Query(description="Only say what it would do: nothing is kept.")]

# --- Schools ---------------------------------------------------------------------------------------------------------


@router.post("/schools/{school_id}:rename", summary="Rename a school 学校更名", errors=_ERRORS)
def rename_school(
    ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE, if_match="optional")],
    school_id: UUID,
    body: RenameIn,
    preview: Preview = False,
) -> Restructured:
    """A new name from a day on; the old one is kept and still finds the school."""
    return service.rename_school(ctx, school_id, body, preview=preview)


@router.post(
    "/schools/{school_id}:recode", summary="Give a school another code 学校换码", errors=(*SCHOOL_ERRORS, *_ERRORS)
)
def recode_school(
    ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE, if_match="optional")],
    school_id: UUID,
    body: RecodeIn,
    preview: Preview = False,
) -> Restructured:
    """A new 学校标识码, and the new type where that is why. The old code finds the school for ever and is never given out again."""
    return service.recode_school(ctx, school_id, body, preview=preview)


@router.post("/schools/{school_id}:move", summary="Move a school 调整学校隶属", errors=_ERRORS)
def move_school(
    ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE, if_match="optional")],
    school_id: UUID,
    body: MoveIn,
    preview: Preview = False,
) -> Restructured:
    """Another bureau or district within reach; who is bound there reaches the school at once."""
    return service.move_school(ctx, school_id, body, preview=preview)


@router.post("/schools/{school_id}:close", summary="Close a school 撤销学校", errors=_ERRORS)
def close_school(
    ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE, if_match="optional")],
    school_id: UUID,
    body: DeedIn,
    preview: Preview = False,
) -> Restructured:
    """It keeps its place, codes and record; it leaves its groups."""
    return service.close_school(ctx, school_id, body, preview=preview)


@router.post("/schools/{school_id}:reopen", summary="Reopen a school 恢复办学", errors=(errors.HAS_SUCCESSOR, *_ERRORS))
def reopen_school(
    ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE, if_match="optional")],
    school_id: UUID,
    body: DeedIn,
    preview: Preview = False,
) -> Restructured:
    """A suspended school, or a closed one that did not go on in another."""
    return service.reopen_school(ctx, school_id, body, preview=preview)


@router.post("/schools/{school_id}:split", summary="Split a school 学校分设", errors=(*SCHOOL_ERRORS, *_ERRORS))
def split_school(
    ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE, if_match="optional")],
    school_id: UUID,
    body: SplitIn,
    preview: Preview = False,
) -> Restructured:
    """It ends and goes on in several new ones."""
    return service.split_school(ctx, school_id, body, preview=preview)


@router.post("/schools:merge", summary="Merge schools 学校合并", errors=(*SCHOOL_ERRORS, *_ERRORS))
def merge_schools(
    ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE)], body: SchoolMergeIn, preview: Preview = False
) -> Restructured:
    """Into one of them, or into a new one. The others end, keep their codes and records, and name it."""
    return service.merge_schools(ctx, body, preview=preview)


# --- Units -----------------------------------------------------------------------------------------------------------


@router.post("/units/{unit_id}:rename", summary="Rename a unit from a day on 单位更名", errors=_ERRORS)
def rename_unit(
    ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE, if_match="optional")],
    unit_id: UUID,
    body: RenameIn,
    preview: Preview = False,
) -> Restructured:
    """A bureau, section or district; regions follow the table of GB/T 2260."""
    return service.rename_unit(ctx, unit_id, body, preview=preview)


@router.post("/units/{unit_id}:move", summary="Move a unit 调整单位隶属", errors=_ERRORS)
def move_unit(
    ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE, if_match="optional")],
    unit_id: UUID,
    body: MoveIn,
    preview: Preview = False,
) -> Restructured:
    """With everything below it; who is bound above reaches it at once."""
    return service.move_unit(ctx, unit_id, body, preview=preview)


@router.post("/units/{unit_id}:close", summary="Close a unit 撤销单位", errors=(errors.NOT_EMPTY, *_ERRORS))
def close_unit(
    ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE, if_match="optional")],
    unit_id: UUID,
    body: DeedIn,
    preview: Preview = False,
) -> Restructured:
    """One below which nothing is open."""
    return service.close_unit(ctx, unit_id, body, preview=preview)


@router.post("/units/{unit_id}:reopen", summary="Reopen a unit 恢复单位", errors=(errors.HAS_SUCCESSOR, *_ERRORS))
def reopen_unit(
    ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE, if_match="optional")],
    unit_id: UUID,
    body: DeedIn,
    preview: Preview = False,
) -> Restructured:
    """One that did not go on in another."""
    return service.reopen_unit(ctx, unit_id, body, preview=preview)


@router.post("/units:merge", summary="Merge units 单位合并", errors=_ERRORS)
def merge_units(
    ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE)], body: UnitMergeIn, preview: Preview = False
) -> Restructured:
    """Districts or sections into one of them; everything below the others moves below it."""
    return service.merge_units(ctx, body, preview=preview)
