"""Evidence over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.paging import BAD_CURSOR, BAD_SORT, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Router
from api.core.schemas import Feed, Page
from api.evidence import errors, queries, service
from api.evidence.rules import UseVerb
from api.evidence.schemas import (
    Categories,
    DecisionIn,
    EvidenceFilter,
    EvidenceIn,
    EvidenceOut,
    EvidencePatch,
    EvidenceRow,
    ReasonIn,
    RevisionIn,
    TagCounts,
    UseIn,
)
from api.files.errors import NOT_YOURS
from api.ledger.schemas import Event

router = Router(prefix="/evidence", tags=["evidence"])

_STEP_ERRORS = (errors.WRONG_STATE, errors.OWN_SUBMISSION)

Sort = Annotated[
    str,
    Query(
        max_length=100, examples=["-updated_at"], description="Columns, comma separated; `-` before one: descending."
    ),
]
Reads = Annotated[Context, Requires(Permission.EVIDENCE_READ)]
Creates = Annotated[Context, Requires(Permission.EVIDENCE_MANAGE, idempotent=True)]
Changes = Annotated[Context, Requires(Permission.EVIDENCE_MANAGE, if_match="required")]
Reviews = Annotated[Context, Requires(Permission.EVIDENCE_REVIEW, if_match="required")]

# --- Lists -----------------------------------------------------------------------------------------------------------


@router.get("", summary="List evidence 佐证材料列表", errors=(TOO_DEEP, BAD_SORT))
def list_evidence(
    ctx: Annotated[Context, Requires(Permission.EVIDENCE_READ, snapshot=True)],
    wanted: Annotated[EvidenceFilter, Query()],
    paging: Paged,
    sort: Sort = "-updated_at",
) -> Page[EvidenceRow]:
    """Items within reach that match, with the states of their uses counted."""
    return queries.list_items(ctx, wanted, sort, paging)


@router.get("/categories", summary="List categories of evidence 材料类别")
def list_evidence_categories(_ctx: Reads) -> Categories:
    """The categories in their order, named in both languages."""
    return queries.list_categories()


@router.get("/tags", summary="List tags of evidence 材料标签")
def list_evidence_tags(ctx: Reads) -> TagCounts:
    """The fifty tags that are used most within reach."""
    return queries.count_tags(ctx)


# --- Items -----------------------------------------------------------------------------------------------------------


@router.post("", status_code=201, summary="File evidence 提交材料", errors=(NOT_YOURS,))
def create_evidence(ctx: Creates, body: EvidenceIn) -> EvidenceOut:
    """An item with its first revision, of a unit within reach. The files were uploaded for `evidence` by the caller."""
    return service.create_item(ctx, body)


@router.get("/{item_id}", summary="Read evidence 材料详情")
def get_evidence(ctx: Reads, item_id: UUID) -> EvidenceOut:
    """An item with all its revisions, files and uses, and what the caller can do with it now."""
    return queries.get_item(ctx, item_id)


@router.patch("/{item_id}", summary="Change evidence 修改材料信息", errors=(errors.WRONG_STATE,))
def change_evidence(ctx: Changes, item_id: UUID, body: EvidencePatch) -> EvidenceOut:
    """Merge patch of what the item says. Its files change by a new revision only."""
    return service.change_item(ctx, item_id, body)


@router.post(
    "/{item_id}/revisions", status_code=201, summary="Revise evidence 新增版次", errors=(errors.WRONG_STATE, NOT_YOURS)
)
def revise_evidence(ctx: Changes, item_id: UUID, body: RevisionIn) -> EvidenceOut:
    """The files that the item holds from now on. Revisions before stay, and so does what was accepted."""
    return service.revise_item(ctx, item_id, body)


@router.post(
    "/{item_id}:withdraw", summary="Withdraw evidence 撤回材料", errors=(errors.WRONG_STATE, errors.ACCEPTED_SOMEWHERE)
)
def withdraw_evidence(ctx: Changes, item_id: UUID, body: ReasonIn) -> EvidenceOut:
    """Take an item out of use. It stays readable with its reason; what has been accepted cannot be withdrawn."""
    return service.withdraw_item(ctx, item_id, body.reason)


@router.post("/{item_id}:restore", summary="Restore evidence 恢复材料", errors=(errors.WRONG_STATE,))
def restore_evidence(ctx: Changes, item_id: UUID) -> EvidenceOut:
    """Take a withdrawn item into use again."""
    return service.restore_item(ctx, item_id)


@router.get("/{item_id}/history", summary="List an item's history 材料变动记录", errors=(BAD_CURSOR,))
def list_evidence_history(ctx: Reads, item_id: UUID, cursor: CursorText = None, limit: Limit = 50) -> Feed[Event]:
    """What happened to the item, newest first, from the ledger."""
    return queries.list_history(ctx, item_id, cursor, limit)


# --- Uses ------------------------------------------------------------------------------------------------------------


@router.post(
    "/{item_id}/uses", status_code=201, summary="Submit evidence 送审", errors=(errors.WRONG_STATE, errors.USE_TAKEN)
)
def submit_evidence(ctx: Creates, item_id: UUID, body: UseIn) -> EvidenceOut:
    """Submit the newest revision for a use. One item may serve many, each with a review of its own."""
    return service.submit_use(ctx, item_id, body)


@router.post("/{item_id}/uses/{use_id}:accept", summary="Accept evidence 审核通过", errors=_STEP_ERRORS)
def accept_evidence(ctx: Reviews, item_id: UUID, use_id: UUID, body: DecisionIn) -> EvidenceOut:
    """Accept the submitted revision for this use. Not by who submitted it."""
    return service.take_step(ctx, (item_id, use_id), UseVerb.ACCEPT, body.reason)


@router.post("/{item_id}/uses/{use_id}:return", summary="Return evidence 退回", errors=_STEP_ERRORS)
def return_evidence(ctx: Reviews, item_id: UUID, use_id: UUID, body: ReasonIn) -> EvidenceOut:
    """Return it with a reason, even when it was accepted before."""
    return service.take_step(ctx, (item_id, use_id), UseVerb.RETURN, body.reason)


@router.post("/{item_id}/uses/{use_id}:resubmit", summary="Resubmit evidence 重新送审", errors=_STEP_ERRORS)
def resubmit_evidence(ctx: Changes, item_id: UUID, use_id: UUID) -> EvidenceOut:
    """Submit the newest revision again for this use."""
    return service.take_step(ctx, (item_id, use_id), UseVerb.RESUBMIT)


@router.post("/{item_id}/uses/{use_id}:take-back", summary="Take evidence back 取回", errors=_STEP_ERRORS)
def take_evidence_back(ctx: Changes, item_id: UUID, use_id: UUID) -> EvidenceOut:
    """End a use that has not been accepted."""
    return service.take_step(ctx, (item_id, use_id), UseVerb.TAKE_BACK)
