"""Topics and meetings that a record refers to, so that they need not be looked up. All are of the same unit."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select

from api.core import clock
from api.core.context import Context
from api.decisions.queries.tree import MEETING, TOPIC, TopicTree
from api.decisions.schemas.meetings_out import LinkedMeeting, LinkedTopic


def related_ids(topics: Iterable[TopicTree]) -> set[UUID]:
    """The topics of other meetings that these are related to."""
    return {UUID(each) for topic in topics for each in topic.row.related_topic_ids}


def topics_linked(ctx: Context, unit_id: UUID, ids: Collection[UUID]) -> dict[UUID | None, LinkedTopic]:
    """Those of `ids` that are topics of a unit that the caller has found within reach."""
    if not ids:
        return {}
    stmt = select(TOPIC.c.id, TOPIC.c.title, TOPIC.c.meeting_id, MEETING.c.held_at)
    stmt = stmt.join(MEETING, MEETING.c.id == TOPIC.c.meeting_id)
    stmt = stmt.where(TOPIC.c.id.in_(sorted(ids)), TOPIC.c.unit_id == unit_id)
    return {
        row.id: LinkedTopic(id=row.id, title=row.title, meeting_id=row.meeting_id, held_on=clock.legal_day(row.held_at))
        for row in ctx.session.execute(stmt)
    }


def meeting_linked(ctx: Context, unit_id: UUID, meeting_id: UUID | None) -> LinkedMeeting | None:
    """A meeting of a unit that the caller has found within reach."""
    if meeting_id is None:
        return None
    stmt = select(*(MEETING.c[name] for name in ("id", "type", "serial_no", "held_at")))
    row = ctx.session.execute(stmt.where(MEETING.c.id == meeting_id, MEETING.c.unit_id == unit_id)).first()
    return LinkedMeeting(id=row[0], type=row[1], serial_no=row[2], held_at=row[3]) if row else None
