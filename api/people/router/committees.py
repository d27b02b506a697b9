"""Leading groups and supervision committees over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.paging import BAD_CURSOR, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Router
from api.core.schemas import Feed, Page
from api.ledger.schemas import Event
from api.people import errors, queries, service
from api.people.schemas import (
    CommitteeFilter,
    CommitteeIn,
    CommitteeKinds,
    CommitteeOut,
    CommitteePatch,
    CommitteeRow,
    MemberIn,
    MemberPatch,
)

router = Router(prefix="/committees", tags=["people"])

_MEMBER = (errors.DISSOLVED, errors.MEMBER_TWICE, errors.MEMBER_ROLE_TAKEN)


@router.get("", summary="List committees 领导小组和校监会", errors=(TOO_DEEP,))
def list_committees(
    ctx: Annotated[Context, Requires(Permission.PERSON_READ, snapshot=True)],
    wanted: Annotated[CommitteeFilter, Query()],
    paging: Paged,
) -> Page[CommitteeRow]:
    """Leading groups and supervision committees of units within reach, with the number of members today."""
    return queries.list_committees(ctx, wanted, paging)


@router.get("/kinds", summary="Read the table of committees 小组类别")
def list_committee_kinds(ctx: Annotated[Context, Requires(Permission.PERSON_READ)]) -> CommitteeKinds:
    """Every kind of committee: how it and its roles are called, which units have it."""
    return queries.list_committee_kinds(ctx)


@router.post("", status_code=201, summary="Found a committee 成立小组", errors=(errors.COMMITTEE_TAKEN,))
def create_committee(ctx: Annotated[Context, Requires(Permission.PERSON_MANAGE)], body: CommitteeIn) -> CommitteeOut:
    """A committee of a unit within reach, without members yet."""
    return service.create_committee(ctx, body)


@router.get("/{committee_id}", summary="Read a committee 小组详情")
def get_committee(ctx: Annotated[Context, Requires(Permission.PERSON_READ)], committee_id: UUID) -> CommitteeOut:
    """A committee with everyone who is or was its member."""
    return queries.get_committee(ctx, committee_id)


@router.patch(
    "/{committee_id}", summary="Change a committee 修改小组", errors=(errors.DISSOLVED, errors.COMMITTEE_TAKEN)
)
def update_committee(
    ctx: Annotated[Context, Requires(Permission.PERSON_MANAGE, if_match="required")],
    committee_id: UUID,
    body: CommitteePatch,
) -> CommitteeOut:
    """Merge patch of a committee that stands. `dissolved_on` dissolves it, and its members leave on that day."""
    return service.update_committee(ctx, committee_id, body)


@router.get("/{committee_id}/history", summary="List a committee's history 小组变动记录", errors=(BAD_CURSOR,))
def list_committee_history(
    ctx: Annotated[Context, Requires(Permission.PERSON_READ)],
    committee_id: UUID,
    cursor: CursorText = None,
    limit: Limit = 50,
) -> Feed[Event]:
    """What happened to the committee and its members, newest first, from the ledger."""
    return queries.list_committee_history(ctx, committee_id, cursor, limit)


@router.post(
    "/{committee_id}/members", status_code=201, summary="Join a committee 加入小组", errors=(*_MEMBER, errors.MERGED)
)
def add_member(
    ctx: Annotated[Context, Requires(Permission.PERSON_MANAGE)], committee_id: UUID, body: MemberIn
) -> CommitteeOut:
    """Somebody within reach becomes a member; the committee is returned."""
    return service.add_member(ctx, committee_id, body)


@router.patch(
    "/{committee_id}/members/{member_id}", summary="Change a membership 修改成员", errors=(*_MEMBER, errors.MEMBER_LEFT)
)
def update_member(
    ctx: Annotated[Context, Requires(Permission.PERSON_MANAGE, if_match="required")],
    committee_id: UUID,
    member_id: UUID,
    body: MemberPatch,
) -> CommitteeOut:
    """Merge patch; `left_on` ends the membership, null takes the end back. The committee is returned."""
    return service.update_member(ctx, committee_id, member_id, body)
