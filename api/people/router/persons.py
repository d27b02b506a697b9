"""Persons over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import CONFLICT
from api.core.paging import BAD_CURSOR, BAD_SORT, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Router
from api.core.schemas import Feed, Page
from api.ledger.schemas import Event
from api.people import errors, queries, service
from api.people.schemas import (
    DuplicateFilter,
    DuplicatePair,
    MergeIn,
    MergePreview,
    PairIn,
    PairOut,
    PersonFilter,
    PersonIn,
    PersonOut,
    PersonPatch,
    PersonRow,
    RegistrationIn,
    RegistrationOut,
)

router = Router(prefix="/persons", tags=["people"])

Sort = Annotated[
    str,
    Query(max_length=100, examples=["unit,name"], description="Columns, comma separated; `-` before one: descending."),
]


@router.get("", summary="List persons 人员", errors=(TOO_DEEP, BAD_SORT))
def list_persons(
    ctx: Annotated[Context, Requires(Permission.PERSON_READ, snapshot=True)],
    wanted: Annotated[PersonFilter, Query()],
    paging: Paged,
    sort: Sort = "name",
) -> Page[PersonRow]:
    """Persons at home within reach, with the posts they hold today, names in pinyin order."""
    return queries.list_persons(ctx, wanted, sort, paging)


@router.post("", status_code=201, summary="Register a person 登记人员", errors=(errors.IDENTITY_TAKEN,))
def create_person(ctx: Annotated[Context, Requires(Permission.PERSON_MANAGE)], body: PersonIn) -> PersonOut:
    """A person at a unit within reach, who needs no log-in.

    Of an identity number a keyed hash and the last four characters are kept.
    """
    return service.create_person(ctx, body)


@router.get("/duplicates", summary="List likely duplicates 疑似重复", errors=(TOO_DEEP,))
def list_duplicates(
    ctx: Annotated[Context, Requires(Permission.PERSON_MANAGE, snapshot=True)],
    wanted: Annotated[DuplicateFilter, Query()],
    paging: Paged,
) -> Page[DuplicatePair]:
    """Pairs of records within reach that may be one person; pairs that were told apart are left out.

    By the same identity number (certain), by name and last four characters, by name and unit.
    """
    return queries.list_duplicates(ctx, wanted, paging)


@router.post("/duplicates:dismiss", summary="Tell two persons apart 不是同一人")
def dismiss_duplicate(ctx: Annotated[Context, Requires(Permission.PERSON_MANAGE)], body: PairIn) -> PairOut:
    """These two look alike and are two people: the pair is not listed again."""
    return service.dismiss_duplicate(ctx, body)


@router.post("/duplicates:reconsider", summary="List a pair again 重新核对")
def reconsider_duplicate(ctx: Annotated[Context, Requires(Permission.PERSON_MANAGE)], body: PairIn) -> PairOut:
    """Take back that two persons were told apart."""
    return service.reconsider_duplicate(ctx, body)


@router.get("/{person_id}", summary="Read a person 人员详情")
def get_person(ctx: Annotated[Context, Requires(Permission.PERSON_READ)], person_id: UUID) -> PersonOut:
    """A person within reach with posts, registrations and committees there.

    A record that was merged into another answers too, and names the one that lives on.
    """
    return queries.get_person(ctx, person_id)


@router.patch(
    "/{person_id}",
    summary="Change a person 修改人员",
    errors=(errors.IDENTITY_TAKEN, errors.MERGED, errors.HOLDS_POSTS),
)
def update_person(
    ctx: Annotated[Context, Requires(Permission.PERSON_MANAGE, if_match="required")],
    person_id: UUID,
    body: PersonPatch,
) -> PersonOut:
    """Merge patch. Another home unit is a transfer: both units lie within the caller's reach."""
    return service.update_person(ctx, person_id, body)


@router.get("/{person_id}/history", summary="List a person's history 人员变动记录", errors=(BAD_CURSOR,))
def list_person_history(
    ctx: Annotated[Context, Requires(Permission.PERSON_READ)],
    person_id: UUID,
    cursor: CursorText = None,
    limit: Limit = 50,
) -> Feed[Event]:
    """What happened to the person and to what the person holds within reach, newest first, from the ledger."""
    return queries.list_person_history(ctx, person_id, cursor, limit)


@router.post(
    "/{person_id}/registrations",
    status_code=201,
    summary="Decide on a teacher's registration 教师资格注册",
    errors=(errors.AUTHORITY_REQUIRED, errors.MERGED, errors.REGISTRATION_STAFF, errors.REGISTRATION_STATE),
)
def decide_registration(
    ctx: Annotated[Context, Requires(Permission.PERSON_MANAGE)], person_id: UUID, body: RegistrationIn
) -> RegistrationOut:
    """Valid, suspended (暂缓注册), refused (不予注册), reinstated: a decision of the authority above the school."""
    return service.decide_registration(ctx, person_id, body)


@router.get("/{person_id}/merge-preview", summary="Preview a merge 合并预览")
def preview_merge(
    ctx: Annotated[Context, Requires(Permission.PERSON_MANAGE, snapshot=True)], person_id: UUID, survivor_id: UUID
) -> MergePreview:
    """What merging this record into another would move, take over and refuse. Nothing is changed."""
    return queries.preview_merge(ctx, person_id, survivor_id)


@router.post(
    "/{person_id}:merge",
    summary="Merge a person into another 合并人员",
    errors=(CONFLICT, errors.MERGED, errors.IDENTITIES_DIFFER),
)
def merge_person(
    ctx: Annotated[Context, Requires(Permission.PERSON_MANAGE, if_match="required")], person_id: UUID, body: MergeIn
) -> PersonOut:
    """Move everything this record holds to the survivor, which is returned. It cannot be undone.

    The merged record stays, points to the survivor and cannot be changed; whatever refers to it can still be read.
    """
    return service.merge_person(ctx, person_id, body)
