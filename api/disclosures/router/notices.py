"""Notices over HTTP, for the staff."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.paging import BAD_CURSOR, BAD_SORT, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Router
from api.core.schemas import Feed, Page
from api.disclosures import errors, queries, service
from api.disclosures.schemas.notices import (
    CorrectIn,
    MaskIn,
    NoticeFilter,
    NoticeIn,
    NoticeKinds,
    NoticeOut,
    NoticePatch,
    NoticeReasonIn,
    NoticeRow,
    ReleaseIn,
    WithdrawIn,
)
from api.files.errors import NOT_YOURS
from api.ledger.schemas import Event

router = Router(prefix="/disclosures", tags=["disclosures"])

Sort = Annotated[
    str,
    Query(
        max_length=100, examples=["-updated_at"], description="Columns, comma separated; `-` before one: descending."
    ),
]
Reads = Annotated[Context, Requires(Permission.DISCLOSURE_READ)]
Creates = Annotated[Context, Requires(Permission.DISCLOSURE_EDIT, idempotent=True)]
Edits = Annotated[Context, Requires(Permission.DISCLOSURE_EDIT, if_match="required")]
Releases = Annotated[Context, Requires(Permission.DISCLOSURE_RELEASE, if_match="required")]
_STATE = (errors.WRONG_STATE,)


@router.get("/kinds", summary="List kinds of notices 公示公开的类别")
def list_notice_kinds(_ctx: Reads) -> NoticeKinds:
    """How long, on which ground, what must be there, whether objections are taken."""
    return queries.list_kinds()


@router.get("/notices", summary="List notices 公示公开列表", errors=(TOO_DEEP, BAD_SORT))
def list_notices(
    ctx: Annotated[Context, Requires(Permission.DISCLOSURE_READ, snapshot=True)],
    wanted: Annotated[NoticeFilter, Query()],
    paging: Paged,
    sort: Sort = "-updated_at",
) -> Page[NoticeRow]:
    """Notices within reach that match; what was given up unseen only where `state` asks for it."""
    return queries.list_notices(ctx, wanted, sort, paging)


@router.post("/notices", status_code=201, summary="Draft a notice 起草公示", errors=(NOT_YOURS,))
def create_notice(ctx: Creates, body: NoticeIn) -> NoticeOut:
    """A draft, of a unit within reach. Attachments were uploaded for `disclosure` by the caller."""
    return service.create_notice(ctx, body)


@router.get("/notices/{notice_id}", summary="Read a notice 公示详情")
def get_notice(ctx: Reads, notice_id: UUID) -> NoticeOut:
    """The working copy with what looks like personal data in it, all editions, what the caller can do now."""
    return queries.get_notice(ctx, notice_id)


@router.patch(
    "/notices/{notice_id}", summary="Change a draft 修改草稿", errors=(*_STATE, errors.TABLE_FIXED, NOT_YOURS)
)
def change_notice(ctx: Edits, notice_id: UUID, body: NoticePatch) -> NoticeOut:
    """Merge patch of a draft, or of a correction under way."""
    return service.change_notice(ctx, notice_id, body)


@router.post("/notices/{notice_id}:mask", summary="Mask personal data 遮住个人信息", errors=_STATE)
def mask_notice(ctx: Edits, notice_id: UUID, body: MaskIn) -> NoticeOut:
    """Put the proposed masks in place of findings."""
    return service.mask_findings(ctx, notice_id, body)


@router.post("/notices/{notice_id}:check", summary="Hand a draft in 送审", errors=_STATE)
def check_notice(ctx: Edits, notice_id: UUID) -> NoticeOut:
    """Finish a draft: nothing its kind needs is missing, attachments are cleaned, its words are closed."""
    return service.check_notice(ctx, notice_id)


@router.post("/notices/{notice_id}:recall", summary="Take a draft back 取回", errors=_STATE)
def recall_notice(ctx: Edits, notice_id: UUID) -> NoticeOut:
    """Go on writing at what was handed in."""
    return service.recall_notice(ctx, notice_id)


@router.post("/notices/{notice_id}:return", summary="Return a draft 退回", errors=(*_STATE, errors.OWN_NOTICE))
def return_notice(ctx: Releases, notice_id: UUID, body: NoticeReasonIn) -> NoticeOut:
    """Back to its author, with a reason."""
    return service.return_notice(ctx, notice_id, body.reason)


@router.post("/notices/{notice_id}:release", summary="Publish 发布", errors=(*_STATE, errors.OWN_NOTICE))
def release_notice(ctx: Releases, notice_id: UUID, body: ReleaseIn) -> NoticeOut:
    """By a second person who had no hand in it, and who explains each finding that was not taken out."""
    return service.release_notice(ctx, notice_id, body)


@router.post("/notices/{notice_id}:discard", summary="Discard a draft 放弃草稿", errors=_STATE)
def discard_notice(ctx: Edits, notice_id: UUID) -> NoticeOut:
    """Give up what nobody outside has seen."""
    return service.discard_notice(ctx, notice_id)


@router.post("/notices/{notice_id}:correct", summary="Begin a correction 更正", errors=_STATE)
def correct_notice(ctx: Edits, notice_id: UUID, body: CorrectIn) -> NoticeOut:
    """A draft of the next edition. The address stays, the edition in view stays unless it is concealed."""
    return service.correct_notice(ctx, notice_id, body)


@router.post("/notices/{notice_id}:drop", summary="Give a correction up 放弃更正", errors=_STATE)
def drop_correction(ctx: Edits, notice_id: UUID) -> NoticeOut:
    """The edition in view stays what it is."""
    return service.drop_correction(ctx, notice_id)


@router.post("/notices/{notice_id}:withdraw", summary="Withdraw a notice 撤回公示", errors=_STATE)
def withdraw_notice(ctx: Releases, notice_id: UUID, body: WithdrawIn) -> NoticeOut:
    """Its page stays and says why; what it said is no longer shown."""
    return service.withdraw_notice(ctx, notice_id, body)


@router.get("/notices/{notice_id}/history", summary="List a notice's history 公示变动记录", errors=(BAD_CURSOR,))
def list_notice_history(ctx: Reads, notice_id: UUID, cursor: CursorText = None, limit: Limit = 50) -> Feed[Event]:
    """What happened to the notice, newest first, from the ledger."""
    return queries.list_history(ctx, notice_id, cursor, limit)
