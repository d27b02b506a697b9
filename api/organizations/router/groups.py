"""Groups of schools over HTTP."""

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
from api.organizations import errors, queries, rules, service
from api.organizations.schemas import (
    GroupEndIn,
    GroupFilter,
    GroupIn,
    GroupKind,
    GroupKinds,
    GroupMemberIn,
    GroupOut,
    GroupPatch,
    GroupRow,
)

router = Router(tags=["school groups"])

_TERM_ERRORS = (errors.GROUP_ENDED, errors.GROUP_MEMBER_TWICE, errors.GROUP_HEAD_TAKEN)


@router.get("/school-groups", summary="List groups of schools 学校集团", errors=(TOO_DEEP,))
def list_school_groups(
    ctx: Annotated[Context, Requires(Permission.SCHOOL_READ, snapshot=True)],
    wanted: Annotated[GroupFilter, Query()],
    paging: Paged,
) -> Page[GroupRow]:
    """Groups that existed on a day, by default today, and that have a school or their unit within reach."""
    return queries.list_groups(ctx, wanted, paging)


@router.get("/school-groups/kinds", summary="List kinds of groups 集团类别")
def list_school_group_kinds(ctx: Annotated[Context, Requires(Permission.SCHOOL_READ)]) -> GroupKinds:  # noqa: ARG001
    """Education groups, district clusters and the like; data, not code."""
    return GroupKinds(items=[GroupKind(code=code, zh=zh, en=en) for code, (zh, en) in rules.group_kinds().items()])


@router.post("/school-groups", status_code=201, summary="Found a group of schools 建立集团", errors=_TERM_ERRORS)
def create_school_group(ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE)], body: GroupIn) -> GroupOut:
    """A unit within reach that looks after it, a head, and members of any district within reach."""
    return service.create_group(ctx, body)


@router.get("/school-groups/{group_id}", summary="Read a group of schools 集团详情")
def get_school_group(
    ctx: Annotated[Context, Requires(Permission.SCHOOL_READ, snapshot=True)],
    group_id: UUID,
    on: Annotated[
        Day | None, Query(examples=["2026-08-31"], description="As of this day; today when left out.")
    ] = None,
) -> GroupOut:
    """Its head and number of members on a day, and every school within reach that is or was in it."""
    return queries.get_group(ctx, group_id, on)


@router.patch("/school-groups/{group_id}", summary="Change a group 修改集团", errors=(errors.GROUP_ENDED,))
def update_school_group(
    ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE, if_match="required")],
    group_id: UUID,
    body: GroupPatch,
) -> GroupOut:
    """Another name or kind."""
    return service.update_group(ctx, group_id, body)


@router.post("/school-groups/{group_id}/members", summary="Take a school into a group 加入集团", errors=_TERM_ERRORS)
def join_school_group(
    ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE, if_match="optional")],
    group_id: UUID,
    body: GroupMemberIn,
) -> GroupOut:
    """A school within reach, as member or as head, from a day on."""
    return service.join_group(ctx, group_id, body)


@router.post(
    "/school-groups/{group_id}/members/{term_id}:end",
    summary="End a school's time in a group 退出集团",
    errors=(errors.GROUP_ENDED, errors.MEMBER_ENDED),
)
def leave_school_group(
    ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE, if_match="optional")],
    group_id: UUID,
    term_id: UUID,
    body: GroupEndIn,
) -> GroupOut:
    """The school is no member from that day on; that it was one stays on record."""
    return service.leave_group(ctx, group_id, term_id, body)


@router.post("/school-groups/{group_id}:end", summary="End a group 结束集团", errors=(errors.GROUP_ENDED,))
def end_school_group(
    ctx: Annotated[Context, Requires(Permission.UNIT_RESTRUCTURE, if_match="optional")],
    group_id: UUID,
    body: GroupEndIn,
) -> GroupOut:
    """The group and everybody's time in it end on that day."""
    return service.end_group(ctx, group_id, body)


@router.get("/school-groups/{group_id}/history", summary="List a group's history 集团变动记录", errors=(BAD_CURSOR,))
def list_school_group_history(
    ctx: Annotated[Context, Requires(Permission.SCHOOL_READ)],
    group_id: UUID,
    cursor: CursorText = None,
    limit: Limit = 50,
) -> Feed[Event]:
    """What happened to the group, newest first, from the ledger."""
    return queries.list_group_history(ctx, group_id, cursor, limit)
