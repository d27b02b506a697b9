"""The agenda of a draft: topics added, changed, put in another order, taken off. Verbs answer with the meeting's id."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.core.context import Context
from api.core.errors import INVALID, Refused, Violation, refuse_if_any
from api.decisions import errors, queries
from api.decisions.canonical import meeting_document
from api.decisions.models import Meeting
from api.decisions.rules.states import MeetingVerb
from api.decisions.schemas.meetings import TopicIn, TopicOrderIn, TopicPatch
from api.decisions.service import references
from api.decisions.service.meetings import given_of, topic_violations
from api.decisions.service.standing import open_meeting, subject, touch
from api.decisions.service.writing import number_topics, refuse_followed, remove_topics, write_topic
from api.ledger.service import record


def add_topic(ctx: Context, meeting_id: UUID, wanted: TopicIn) -> UUID:
    """Put a topic on the agenda of a draft. Errors: as of `change_meeting`."""
    meeting, _ = open_meeting(ctx, meeting_id, MeetingVerb.CHANGE)
    given = wanted.model_dump()
    _judge_topic(ctx, meeting, given)
    number = given["number"] or queries.next_number(ctx, meeting.id)
    topic = write_topic(ctx, meeting, {**given, "number": number}, None)
    touch(ctx, meeting)
    record(ctx, "meeting.topic_added", subject(meeting), None, {"number": number, "topic": topic.title})
    return meeting.id


def change_topic(ctx: Context, at: tuple[UUID, UUID], patch: TopicPatch) -> UUID:
    """Change a topic of a draft; `at`: the meeting and the topic. Errors: as of `change_meeting`, `decision.in_use`."""
    meeting, _ = open_meeting(ctx, at[0], MeetingVerb.CHANGE)
    topic = queries.load_topic(ctx, *at)
    given = given_of(patch)
    _judge_topic(ctx, meeting, given)
    before = _topic_said(queries.tree_of(ctx, meeting), topic.id)
    write_topic(ctx, meeting, given, topic)
    touch(ctx, meeting)
    after = _topic_said(queries.tree_of(ctx, meeting), topic.id)
    record(ctx, "meeting.topic_changed", subject(meeting), before, after)
    return meeting.id


def remove_topic(ctx: Context, at: tuple[UUID, UUID]) -> UUID:
    """Take a topic off the agenda of a draft. Errors: as of `change_topic`."""
    meeting, _ = open_meeting(ctx, at[0], MeetingVerb.CHANGE)
    topic = queries.load_topic(ctx, *at)
    refuse_followed(ctx, topic)
    tree = queries.tree_of(ctx, meeting)
    title = topic.title
    remove_topics(ctx, [each for each in tree.topics if each.row.id == topic.id])
    touch(ctx, meeting)
    record(ctx, "meeting.topic_removed", subject(meeting), {"topic": title}, None)
    return meeting.id


def order_topics(ctx: Context, meeting_id: UUID, wanted: TopicOrderIn) -> UUID:
    """Number the topics of a draft anew. Errors: those of `open_meeting`, `decision.topics_incomplete`."""
    meeting, _ = open_meeting(ctx, meeting_id, MeetingVerb.CHANGE)
    topics = queries.tree_of(ctx, meeting).topics
    before = {topic.row.id: topic.row.number for topic in topics}
    if sorted(wanted.topic_ids) != sorted(before):
        raise Refused(INVALID, [Violation(errors.TOPICS_INCOMPLETE, "/topic_ids")])
    after = {topic_id: number for number, topic_id in enumerate(wanted.topic_ids, start=1)}
    number_topics(ctx, {topic_id: number for topic_id, number in after.items() if before[topic_id] != number})
    touch(ctx, meeting)
    titles = {topic.row.id: topic.row.title for topic in topics}
    said = ({"topics": [titles[each] for each in sorted(order, key=order.__getitem__)]} for order in (before, after))
    record(ctx, "meeting.topics_ordered", subject(meeting), *said)
    return meeting.id


def _judge_topic(ctx: Context, meeting: Meeting, given: Mapping[str, Any]) -> None:
    place = queries.place_of(ctx, meeting.unit_id)
    codes = queries.codes_for(ctx, place) if given.get("matter_codes") else []
    faults = references.violations(ctx, place, references.of_topic(given))
    refuse_if_any([*topic_violations(given, codes), *faults])


def _topic_said(tree: Any, topic_id: UUID) -> dict[str, Any]:
    """A topic as the ledger shows it: one field for each part."""
    said: dict[str, Any] = next(each for each in meeting_document(tree)["topics"] if each["id"] == str(topic_id))
    return said
