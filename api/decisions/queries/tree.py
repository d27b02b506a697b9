"""Whole meetings as their rows say they are: one sweep for any number of them, for reading, filing, checking, printing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from api.decisions.models import (
    Decision,
    Meeting,
    MeetingAttendance,
    MeetingMinutes,
    MeetingTopic,
    TopicStep,
    TopicVoice,
)
from api.decisions.queries.rows import grouped, place_of

MEETING, ATTENDANCE, TOPIC, STEP, VOICE, DECISION, MINUTES = (
    Meeting.metadata.tables[model.__tablename__]
    for model in (Meeting, MeetingAttendance, MeetingTopic, TopicStep, TopicVoice, Decision, MeetingMinutes)
)
# Of more ids at once PostgreSQL thinks that it is cheaper to read the whole table, which in a city holds millions of rows.
_AT_ONCE = 500
# What each of them says, in the order of the document. Positions, search tokens and states are no facts.
MEETING_FACTS = (
    *("type", "form", "serial_no", "held_at", "ended_at", "place", "chair_id", "chair_delegated", "recorder_id"),
    *("notice_at", "papers_at", "emergency", "ratified_by_id", "source_system", "source_id"),
)
ATTENDANCE_FACTS = ("person_id", "role", "status", "reason", "adviser", "signed_on")
TOPIC_FACTS = (
    *("number", "title", "category", "matter_codes", "proposer_id", "background", "proposal", "submitted_at"),
    *("added_at", "amount", "spend_type", "budget_state", "budget_line", "related_topic_ids", "status"),
    *("deferred_until", "deferral_reason", "concerned_person_ids", "concerned_supplier_ids", "minutes_spent"),
)
STEP_FACTS = (
    *("type", "done", "starts_on", "ends_on", "result", "agreed", "expected", "present", "in_favour", "written"),
    "participants",
)
VOICE_FACTS = (
    *("person_id", "speak_order", "stance", "said", "ballot", "recused", "recusal_ground", "left_at", "returned_at"),
    "left_before",
)
# A vote as the wire names it, and the columns of the topic that hold it.
VOTE_COLUMNS: Mapping[str, str] = {
    "method": "vote_method",
    "base": "vote_base",
    "in_favour": "vote_for",
    "against": "vote_against",
    "abstained": "vote_abstained",
    "passed": "vote_passed",
    "per_topic": "vote_per_topic",
    "counted_by_id": "counted_by_id",
}
RESOLUTION_FACTS = (
    *("result", "text", "conditions", "responsible_person_id", "due_on", "effective_on", "approved_amount"),
    *("approved_supplier_id", "decided_by_id", "confidentiality"),
)
MINUTES_FACTS = ("issued_at", "text", "elements", "supervisor_opinion", "distribution", "archive_class", "box_no")


@dataclass(frozen=True, slots=True)
class TopicTree:
    """A topic's row with the rows below it."""

    row: Any
    steps: list[Any] = field(default_factory=list)
    voices: list[Any] = field(default_factory=list)
    decision: Any = None


@dataclass(frozen=True, slots=True)
class MeetingTree:
    """A meeting's row with the rows below it."""

    row: Any
    attendance: list[Any] = field(default_factory=list)
    topics: list[TopicTree] = field(default_factory=list)
    minutes: Any = None

    def persons(self) -> Iterator[UUID | None]:
        """Everybody whom the meeting names."""
        yield from (self.row.chair_id, self.row.recorder_id)
        yield from (row.person_id for row in self.attendance)
        for topic in self.topics:
            yield from (topic.row.proposer_id, topic.row.counted_by_id)
            yield from map(UUID, topic.row.concerned_person_ids)
            yield from (voice.person_id for voice in topic.voices)
            if topic.decision is not None:
                yield from (topic.decision.responsible_person_id, topic.decision.decided_by_id)

    def suppliers(self) -> Iterator[UUID | None]:
        """Every supplier whom the meeting names."""
        for topic in self.topics:
            yield from map(UUID, topic.row.concerned_supplier_ids)
            if topic.decision is not None:
                yield topic.decision.approved_supplier_id


def read_trees(session: Session, meetings: Sequence[Any]) -> list[MeetingTree]:
    """The trees of meetings that were selected before, in their order: six statements for every few hundred rows."""
    if not meetings:
        return []
    ids = [row.id for row in meetings]
    attendance = _grouped(session, select(ATTENDANCE).order_by(ATTENDANCE.c.position), ATTENDANCE.c.meeting_id, ids)
    minutes = _grouped(session, select(MINUTES), MINUTES.c.meeting_id, ids)
    topics = _topics(session, ids)
    return [MeetingTree(row, attendance[row.id], topics[row.id], next(iter(minutes[row.id]), None)) for row in meetings]


def _topics(session: Session, meeting_ids: Sequence[UUID]) -> dict[UUID, list[TopicTree]]:
    stmt = select(TOPIC).order_by(TOPIC.c.number, TOPIC.c.id)
    by_meeting = _grouped(session, stmt, TOPIC.c.meeting_id, meeting_ids)
    ids = [row.id for rows in by_meeting.values() for row in rows]
    steps = _grouped(session, select(STEP).order_by(STEP.c.position), STEP.c.topic_id, ids)
    voices = _grouped(session, select(VOICE).order_by(VOICE.c.position), VOICE.c.topic_id, ids)
    decisions = _grouped(session, select(DECISION), DECISION.c.topic_id, ids)
    found: dict[UUID, list[TopicTree]] = defaultdict(list)
    for meeting_id, rows in by_meeting.items():
        for row in rows:
            below = (steps[row.id], voices[row.id], next(iter(decisions[row.id]), None))
            found[meeting_id].append(TopicTree(row, *below))
    return found


def _grouped(
    session: Session, stmt: Select[*tuple[Any, ...]], column: Any, ids: Sequence[UUID]
) -> defaultdict[UUID, list[Any]]:
    """Rows by what they belong to."""
    stretches = (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
    rows = (row for some in stretches for row in session.execute(stmt.where(column.in_(some))).all())
    return grouped(rows, place_of(column.table, column.name))
