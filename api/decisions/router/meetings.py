"""Meetings over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import FORBIDDEN
from api.core.paging import BAD_CURSOR, BAD_SORT, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Router
from api.core.schemas import Feed, Page
from api.decisions import errors, queries, service
from api.decisions.schemas.batches import MeetingBatchIn, MeetingBatchOut
from api.decisions.schemas.meetings import (
    MeetingIn,
    MeetingPatch,
    MeetingReason,
    MeetingRevisionIn,
    TopicIn,
    TopicOrderIn,
    TopicPatch,
)
from api.decisions.schemas.meetings_out import (
    FiledDocument,
    MeetingArithmetic,
    MeetingChecks,
    MeetingFilter,
    MeetingOut,
    MeetingRow,
)
from api.ledger.schemas import Event

router = Router(prefix="/meetings", tags=["decisions"])

P = Permission
Sort = Annotated[
    str,
    Query(max_length=100, examples=["-held_at"], description="Columns, comma separated; `-` before one: descending."),
]
Reads = Annotated[Context, Requires(P.DECISION_READ)]
Creates = Annotated[Context, Requires(P.DECISION_RECORD, idempotent=True)]
Records = Annotated[Context, Requires(P.DECISION_RECORD, if_match="required")]
Submits = Annotated[Context, Requires(P.DECISION_SUBMIT, if_match="required")]
_STATE = (errors.WRONG_STATE, FORBIDDEN)
_PARTS = (*_STATE, errors.IN_USE)
_UNFINISHED = (errors.TOPICS_EMPTY, errors.ATTENDANCE_EMPTY, errors.HELD_LATER)


@router.get("", summary="List meetings 会议列表", errors=(TOO_DEEP, BAD_SORT))
def list_meetings(
    ctx: Annotated[Context, Requires(P.DECISION_READ, snapshot=True)],
    wanted: Annotated[MeetingFilter, Query()],
    paging: Paged,
    sort: Sort = "-held_at",
) -> Page[MeetingRow]:
    """Meetings within reach that match."""
    return queries.list_meetings(ctx, wanted, sort, paging)


@router.post("", status_code=201, summary="Record a meeting 登记会议", errors=(errors.SOURCE_TAKEN,))
def create_meeting(ctx: Creates, body: MeetingIn) -> MeetingOut:
    """A draft: the meeting alone, or with attendance, topics, votes, decisions and minutes in one document."""
    return queries.get_meeting(ctx, service.create_meeting(ctx, body))


@router.post(":batch", summary="Record many meetings 批量登记会议")
def take_meeting_batch(ctx: Creates, body: MeetingBatchIn) -> MeetingBatchOut:
    """Whole trees of other systems, up to 200 at once, with names instead of ids. Each is judged for itself.

    A meeting is known by its source: sent again, a draft is written anew, one that says the same stays as it is, and
    one that was submitted or filed is refused.
    """
    return service.take_meetings(ctx, body)


@router.get("/{meeting_id}", summary="Read a meeting 会议详情")
def get_meeting(ctx: Reads, meeting_id: UUID) -> MeetingOut:
    """A meeting with its tree, and what the caller can do with it now."""
    return queries.get_meeting(ctx, meeting_id)


@router.patch("/{meeting_id}", summary="Change a meeting 修改会议", errors=_STATE)
def change_meeting(ctx: Records, meeting_id: UUID, body: MeetingPatch) -> MeetingOut:
    """Merge patch of a draft. The attendance is replaced as a whole; topics have operations of their own."""
    return queries.get_meeting(ctx, service.change_meeting(ctx, meeting_id, body))


@router.delete("/{meeting_id}", status_code=204, summary="Discard a draft 删除会议草稿", errors=_PARTS)
def discard_meeting(ctx: Records, meeting_id: UUID) -> None:
    """Take a draft away that was never filed."""
    service.discard_meeting(ctx, meeting_id)


@router.post("/{meeting_id}/topics", status_code=201, summary="Add a topic 增加议题", errors=_STATE)
def add_meeting_topic(ctx: Records, meeting_id: UUID, body: TopicIn) -> MeetingOut:
    """Put a topic on the agenda of a draft."""
    return queries.get_meeting(ctx, service.add_topic(ctx, meeting_id, body))


@router.post("/{meeting_id}/topics:order", summary="Order the topics 调整议题顺序", errors=_STATE)
def order_meeting_topics(ctx: Records, meeting_id: UUID, body: TopicOrderIn) -> MeetingOut:
    """Put the agenda of a draft in another order: every topic, each once."""
    return queries.get_meeting(ctx, service.order_topics(ctx, meeting_id, body))


@router.patch("/{meeting_id}/topics/{topic_id}", summary="Change a topic 修改议题", errors=_PARTS)
def change_meeting_topic(ctx: Records, meeting_id: UUID, topic_id: UUID, body: TopicPatch) -> MeetingOut:
    """Merge patch of a topic. Steps and voices are replaced as a whole; null takes vote or decision away."""
    return queries.get_meeting(ctx, service.change_topic(ctx, (meeting_id, topic_id), body))


@router.delete("/{meeting_id}/topics/{topic_id}", summary="Remove a topic 删除议题", errors=_PARTS)
def remove_meeting_topic(ctx: Records, meeting_id: UUID, topic_id: UUID) -> MeetingOut:
    """Take a topic off the agenda of a draft."""
    return queries.get_meeting(ctx, service.remove_topic(ctx, (meeting_id, topic_id)))


@router.post("/{meeting_id}:submit", summary="Submit a meeting 提交会议记录", errors=(*_STATE, *_UNFINISHED))
def submit_meeting(ctx: Records, meeting_id: UUID) -> MeetingOut:
    """Close what the record says and hand it to the leader. When it was received is the server's fact."""
    return queries.get_meeting(ctx, service.submit_meeting(ctx, meeting_id))


@router.post("/{meeting_id}:return", summary="Return a meeting 退回会议记录", errors=_STATE)
def return_meeting(ctx: Submits, meeting_id: UUID, body: MeetingReason) -> MeetingOut:
    """Give it back to its author, with a reason."""
    return queries.get_meeting(ctx, service.return_meeting(ctx, meeting_id, body.reason))


@router.post("/{meeting_id}:file", summary="File a meeting 归档会议记录", errors=_STATE)
def file_meeting(ctx: Submits, meeting_id: UUID) -> MeetingOut:
    """Write the document of the record once and for all; its hash goes into the ledger."""
    return queries.get_meeting(ctx, service.file_meeting(ctx, meeting_id))


@router.post("/{meeting_id}:revise", summary="Revise a meeting 更正会议记录", errors=_STATE)
def revise_meeting(ctx: Submits, meeting_id: UUID, body: MeetingRevisionIn) -> MeetingOut:
    """Open a filed record for its next edition, with a reason. The filed one stays."""
    return queries.get_meeting(ctx, service.revise_meeting(ctx, meeting_id, body))


@router.get("/{meeting_id}/arithmetic", summary="Count quorum and votes 表决计算")
def get_meeting_arithmetic(ctx: Reads, meeting_id: UUID) -> MeetingArithmetic:
    """Who is entitled and who is there, what is needed and what came out, by the rules in force on the day."""
    return queries.get_arithmetic(ctx, meeting_id)


@router.get("/{meeting_id}/check-preview", summary="Check a record before it is submitted 提交前自查")
def preview_meeting_checks(
    ctx: Annotated[Context, Requires(P.DECISION_READ, snapshot=True)], meeting_id: UUID
) -> MeetingChecks:
    """What the rules would say about the record as it stands now. Nothing is kept: a draft is nobody's record yet."""
    return service.preview_checks(ctx, meeting_id)


@router.get("/{meeting_id}/editions/{edition}", summary="Read a filed document 归档文本")
def get_meeting_document(ctx: Reads, meeting_id: UUID, edition: int) -> FiledDocument:
    """A filed document as it is kept, with its hash."""
    return queries.get_document(ctx, meeting_id, edition)


@router.get("/{meeting_id}/history", summary="List a meeting's history 会议变动记录", errors=(BAD_CURSOR,))
def list_meeting_history(ctx: Reads, meeting_id: UUID, cursor: CursorText = None, limit: Limit = 50) -> Feed[Event]:
    """What happened to the record, newest first, from the ledger."""
    return queries.list_history(ctx, "meeting", meeting_id, cursor, limit)
