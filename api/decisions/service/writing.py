"""Writing the rows of a meeting's tree. What is given replaces what is there; what is left out stays."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, update

from api.core import clock, ids, pinyin, search
from api.core.context import Context
from api.core.database import insert_or
from api.core.errors import Refused
from api.decisions import errors, queries
from api.decisions.models import Decision, Meeting, MeetingTopic
from api.decisions.queries.tree import (
    ATTENDANCE,
    DECISION,
    MINUTES,
    RESOLUTION_FACTS,
    STEP,
    TOPIC,
    TOPIC_FACTS,
    VOICE,
    VOTE_COLUMNS,
    TopicTree,
)
from api.decisions.rules.vocabulary import DecisionStatus

_LISTS = ("related_topic_ids", "concerned_person_ids", "concerned_supplier_ids")


def write_attendance(ctx: Context, meeting: Meeting, given: Sequence[Mapping[str, Any]]) -> None:
    """Who was to come, in the order given."""
    ctx.session.execute(delete(ATTENDANCE).where(ATTENDANCE.c.meeting_id == meeting.id))
    rows = [{"meeting_id": meeting.id, "position": place, **each} for place, each in enumerate(given)]
    if rows:
        ctx.session.execute(insert(ATTENDANCE), rows)


def write_minutes(ctx: Context, meeting: Meeting, given: Mapping[str, Any] | None) -> None:
    """The minutes; None takes them away."""
    if given is None:
        ctx.session.execute(delete(MINUTES).where(MINUTES.c.meeting_id == meeting.id))
        return
    stmt = insert_or(ctx.session, MINUTES).values(meeting_id=meeting.id, **given)
    ctx.session.execute(stmt.on_conflict_do_update(index_elements=["meeting_id"], set_=dict(given)))


def write_topic(ctx: Context, meeting: Meeting, given: Mapping[str, Any], topic: MeetingTopic | None) -> MeetingTopic:
    """A new topic, or what changes of one. Errors: `decision.in_use` when a decision that something follows would go."""
    if topic is None:
        topic = _new_topic(meeting, given)
        ctx.session.add(topic)
    for name, value in _columns(given).items():
        setattr(topic, name, value)
    topic.search_tokens = search.tokens([topic.title], [pinyin.initials(topic.title)])
    ctx.session.flush()
    for name, table in (("steps", STEP), ("voices", VOICE)):
        if name in given:
            _replace(ctx, table, topic, given[name])
    if "decision" in given:
        _write_decision(ctx, meeting, topic, given["decision"])
    return topic


def _new_topic(meeting: Meeting, given: Mapping[str, Any]) -> MeetingTopic:
    return MeetingTopic(
        id=ids.ordered(), meeting_id=meeting.id, unit_id=meeting.unit_id, number=given["number"], title=given["title"]
    )


def _columns(given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of what is given; ids in lists are kept as text."""
    columns = {name: given[name] for name in TOPIC_FACTS if name in given}
    columns |= {name: [str(id_) for id_ in columns[name]] for name in _LISTS if name in columns}
    if "vote" in given:
        vote = given["vote"] or {}
        columns |= {column: vote.get(name) for name, column in VOTE_COLUMNS.items()}
    return columns


def _replace(ctx: Context, table: Any, topic: MeetingTopic, given: Sequence[Mapping[str, Any]]) -> None:
    ctx.session.execute(delete(table).where(table.c.topic_id == topic.id))
    rows = [{"topic_id": topic.id, "position": place, **each} for place, each in enumerate(given)]
    if rows:
        ctx.session.execute(insert(table), rows)


def _write_decision(ctx: Context, meeting: Meeting, topic: MeetingTopic, given: Mapping[str, Any] | None) -> None:
    held = queries.find_decision_on(ctx, topic.id)
    if given is None:
        if held is not None:
            refuse_followed(ctx, topic)
            ctx.session.delete(held)
            ctx.session.flush()
        return
    facts = {name: given.get(name) for name in RESOLUTION_FACTS}
    if held is None:
        own = {"id": ids.ordered(), "topic_id": topic.id, "unit_id": meeting.unit_id}
        held = Decision(**own, status=DecisionStatus.DECIDED.value, decided_on=clock.legal_day(meeting.held_at))
        ctx.session.add(held)
    for name, value in facts.items():
        setattr(held, name, value)
    ctx.session.flush()


def refuse_followed(ctx: Context, topic: MeetingTopic) -> None:
    """Go on only if nothing follows the decision on this topic. Errors: `decision.in_use`."""
    if queries.has_followers(ctx, [topic.id]):
        raise Refused(errors.IN_USE)


def redate(ctx: Context, meeting: Meeting) -> None:
    """Decisions bear the day of their meeting."""
    of_meeting = DECISION.c.topic_id.in_(queries.topic_ids_of(meeting.id))
    ctx.session.execute(update(DECISION).where(of_meeting).values(decided_on=clock.legal_day(meeting.held_at)))


def number_topics(ctx: Context, numbers: Mapping[UUID, int]) -> None:
    """Give topics their places on the agenda."""
    stmt = update(TOPIC).where(TOPIC.c.id == bindparam("topic")).values(number=bindparam("place"))
    rows = [{"topic": topic_id, "place": number} for topic_id, number in numbers.items()]
    if rows:
        ctx.session.connection().execute(stmt, rows)


def remove_topics(ctx: Context, topics: Sequence[TopicTree]) -> None:
    """Take topics away with everything below them. Errors: `decision.in_use`."""
    keys = [topic.row.id for topic in topics]
    if queries.has_followers(ctx, keys):
        raise Refused(errors.IN_USE)
    for table, column in ((STEP, "topic_id"), (VOICE, "topic_id"), (DECISION, "topic_id"), (TOPIC, "id")):
        ctx.session.execute(delete(table).where(table.c[column].in_(keys)))
