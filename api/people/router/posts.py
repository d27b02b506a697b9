"""The calendar of posts over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page
from api.people import errors, queries, service
from api.people.schemas import (
    ExpiringPost,
    ExpiryFilter,
    PostEnd,
    PostFilter,
    PostIn,
    PostKinds,
    PostOut,
    PostPatch,
    PostRow,
)

router = Router(prefix="/posts", tags=["people"])

_CHAIR = (errors.POST_TAKEN, errors.POST_TWICE, errors.AUTHORITY_REQUIRED)
_CHANGE = (*_CHAIR, errors.POST_STATE)


@router.get("", summary="List posts 任职", errors=(TOO_DEEP,))
def list_posts(
    ctx: Annotated[Context, Requires(Permission.PERSON_READ, snapshot=True)],
    wanted: Annotated[PostFilter, Query()],
    paging: Paged,
) -> Page[PostRow]:
    """Who holds which post on a day (`on`, default today) at units within reach; with `all`, the history of posts."""
    return queries.list_posts(ctx, wanted, paging)


@router.get("/kinds", summary="Read the table of posts 职务表")
def list_post_kinds(ctx: Annotated[Context, Requires(Permission.PERSON_READ)]) -> PostKinds:
    """Every kind of post: how it is called, which units have it, whether one person holds it at a time."""
    return queries.list_post_kinds(ctx)


@router.get("/expiring", summary="List expiring terms 任期将满", errors=(TOO_DEEP,))
def list_expiring_posts(
    ctx: Annotated[Context, Requires(Permission.PERSON_READ, snapshot=True)],
    wanted: Annotated[ExpiryFilter, Query()],
    paging: Paged,
) -> Page[ExpiringPost]:
    """Posts still held whose term ends soon or has ended already, the longest overdue first."""
    return queries.list_expiring(ctx, wanted, paging)


@router.post("", status_code=201, summary="Take a post 任职", errors=(*_CHAIR, errors.POST_PERSON_GONE, errors.MERGED))
def create_post(ctx: Annotated[Context, Requires(Permission.PERSON_MANAGE)], body: PostIn) -> PostOut:
    """Seat a person at a unit within reach. One chair has one holder; past posts are entered with their end."""
    return service.create_post(ctx, body)


@router.get("/{post_id}", summary="Read a post 任职详情")
def get_post(ctx: Annotated[Context, Requires(Permission.PERSON_READ)], post_id: UUID) -> PostOut:
    """A post at a unit within reach."""
    return queries.get_post(ctx, post_id)


@router.patch("/{post_id}", summary="Change a post 修改任职", errors=_CHANGE)
def update_post(
    ctx: Annotated[Context, Requires(Permission.PERSON_MANAGE, if_match="required")], post_id: UUID, body: PostPatch
) -> PostOut:
    """Merge patch of a post that is held: title, portfolio, dates of the term. An ended one is reopened first."""
    return service.update_post(ctx, post_id, body)


@router.post("/{post_id}:end", summary="End a post 免职", errors=_CHANGE)
def end_post(
    ctx: Annotated[Context, Requires(Permission.PERSON_MANAGE, if_match="required")], post_id: UUID, body: PostEnd
) -> PostOut:
    """The post is held until the day before. One entered in error counts as never held."""
    return service.end_post(ctx, post_id, body)


@router.post("/{post_id}:reopen", summary="Take back the end of a post 撤销免职", errors=_CHANGE)
def reopen_post(
    ctx: Annotated[Context, Requires(Permission.PERSON_MANAGE, if_match="required")], post_id: UUID
) -> PostOut:
    """The post goes on as before, where nobody else has the chair since."""
    return service.reopen_post(ctx, post_id)
