"""Objections over HTTP, for the staff."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page
from api.disclosures import errors, queries, service
from api.disclosures.schemas.objections import (
    AnswerIn,
    ContactOut,
    ObjectionFilter,
    ObjectionRow,
    WrittenObjectionIn,
)

router = Router(prefix="/disclosures", tags=["disclosures"])

Handles = Annotated[Context, Requires(Permission.DISCLOSURE_READ)]


@router.get("/objections", summary="List objections 意见列表", errors=(TOO_DEEP,))
def list_objections(
    ctx: Annotated[Context, Requires(Permission.DISCLOSURE_READ, snapshot=True)],
    wanted: Annotated[ObjectionFilter, Query()],
    paging: Paged,
) -> Page[ObjectionRow]:
    """Objections to notices that the caller drafts or releases: open ones first."""
    return queries.list_objections(ctx, wanted, paging)


@router.post(
    "/notices/{notice_id}/objections",
    status_code=201,
    summary="Enter an objection 登记书面意见",
    errors=(errors.NOT_TAKEN,),
)
def enter_objection(
    ctx: Annotated[Context, Requires(Permission.DISCLOSURE_EDIT, idempotent=True)],
    notice_id: UUID,
    body: WrittenObjectionIn,
) -> ObjectionRow:
    """One that came in writing. A contact is sealed at once."""
    return service.enter_objection(ctx, notice_id, body)


@router.get("/objections/{objection_id}", summary="Read an objection 意见详情")
def get_objection(ctx: Handles, objection_id: UUID) -> ObjectionRow:
    """What it says and how it was answered; the contact is apart."""
    return queries.get_objection(ctx, objection_id)


@router.post("/objections/{objection_id}:answer", summary="Answer an objection 答复意见", errors=(errors.ANSWERED,))
def answer_objection(
    ctx: Annotated[Context, Requires(Permission.DISCLOSURE_RELEASE, if_match="required")],
    objection_id: UUID,
    body: AnswerIn,
) -> ObjectionRow:
    """Accepted or not, with a reason. The public sees the numbers, and the summary if one is given."""
    return service.answer_objection(ctx, objection_id, body)


@router.get("/objections/{objection_id}/contact", summary="Read a contact 查看联系方式", errors=(errors.NO_CONTACT,))
def get_objection_contact(
    ctx: Annotated[Context, Requires(Permission.DISCLOSURE_RELEASE, logged=True)], objection_id: UUID
) -> ContactOut:
    """How the sender can be reached, for who answers. The reading is recorded in the ledger."""
    return service.read_contact(ctx, objection_id)
