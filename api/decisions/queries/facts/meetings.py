"""Meetings of some schools as facts. Drafts that were never filed are nobody's record yet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.core import clock
from api.decisions.models import FiledMeeting
from api.decisions.queries.facts.following import Following
from api.decisions.queries.facts.rules_of_units import grouped
from api.decisions.queries.tree import MEETING, VOTE_COLUMNS, MeetingTree, TopicTree, read_trees
from api.decisions.rules.elements import recorded_elements
from api.decisions.rules.facts import (
    Attendance,
    Meeting,
    Minutes,
    Opinion,
    PreStep,
    Recusal,
    Revision,
    Topic,
    Vote,
)
from api.decisions.rules.states import MeetingState
from api.decisions.rules.vocabulary import (
    Adviser,
    Ballot,
    BudgetState,
    Category,
    MeetingForm,
    MeetingType,
    Presence,
    Role,
    SpendType,
    Stance,
    StepType,
    TopicStatus,
    VoteMethod,
)

_FILED = FiledMeeting.metadata.tables[FiledMeeting.__tablename__]
_EDITION = ("meeting_id", "edition", "reason", "changed_topic_ids", "changed_by_topic_id", "filed_at")
_MEETING = ("id", "serial_no", "held_at", "ended_at", "chair_id", "chair_delegated", "recorder_id", "notice_at")
_TOPIC = (
    *("id", "number", "title", "proposer_id", "background", "submitted_at", "added_at", "amount", "budget_line"),
    *("deferred_until", "minutes_spent"),
)
_STEP = ("done", "starts_on", "ends_on", "result", "agreed", "expected", "present", "in_favour", "written")
_STRETCH = 2_000


def read_meetings(
    session: Session, unit_ids: Sequence[UUID], following: Following
) -> Mapping[UUID, tuple[Meeting, ...]]:
    """The meetings of each school, oldest first."""
    known = or_(MEETING.c.state != MeetingState.DRAFT.value, MEETING.c.edition > 0)
    stmt = select(MEETING).where(MEETING.c.unit_id.in_(unit_ids), known).order_by(MEETING.c.held_at, MEETING.c.id)
    rows = session.execute(stmt).all()
    days = {row.id: clock.legal_day(row.held_at) for row in rows}
    names = [_FILED.c[name] for name in _EDITION]
    filed = select(*names).where(_FILED.c.unit_id.in_(unit_ids)).order_by(_FILED.c.edition)
    editions = grouped(session.execute(filed), "meeting_id")
    found: dict[UUID, list[Meeting]] = defaultdict(list)
    for start in range(0, len(rows), _STRETCH):
        for tree in read_trees(session, rows[start : start + _STRETCH]):
            meeting = as_meeting(tree, following, editions[tree.row.id], days.get(tree.row.ratified_by_id))
            found[tree.row.unit_id].append(meeting)
    return {unit_id: tuple(meetings) for unit_id, meetings in found.items()}


def as_meeting(
    tree: MeetingTree, following: Following, editions: Sequence[Any] = (), ratified_on: date | None = None
) -> Meeting:
    """A meeting's tree as facts."""
    row = tree.row
    return Meeting(
        **{name: getattr(row, name) for name in (*_MEETING, "papers_at", "emergency")},
        type=MeetingType(row.type),
        form=MeetingForm(row.form),
        received_at=row.received_at or row.created_at,
        ratified_on=ratified_on,
        filed_at=editions[0].filed_at if editions else None,
        attendance=tuple(map(_attendance, tree.attendance)) or None,
        topics=tuple(_topic(topic, following) for topic in tree.topics),
        minutes=_minutes(tree),
        revisions=tuple(
            Revision(
                at=each.filed_at,
                reason=each.reason,
                changes_decision=bool(each.changed_topic_ids),
                topic_ids=frozenset(map(UUID, each.changed_topic_ids)),
                by_topic_id=each.changed_by_topic_id,
            )
            for each in editions[1:]
        ),
    )


def _attendance(row: Any) -> Attendance:
    adviser = Adviser(row.adviser) if row.adviser else None
    return Attendance(row.person_id, Role(row.role), Presence(row.status), row.reason, adviser)


def _topic(topic: TopicTree, following: Following) -> Topic:
    row = topic.row
    return Topic(
        **{name: getattr(row, name) for name in _TOPIC},
        status=TopicStatus(row.status),
        category=Category(row.category) if row.category else None,
        matter_codes=tuple(row.matter_codes),
        spend_type=SpendType(row.spend_type) if row.spend_type else None,
        budget_state=BudgetState(row.budget_state) if row.budget_state else None,
        related_topic_ids=tuple(map(UUID, row.related_topic_ids)),
        concerned_person_ids=frozenset(map(UUID, row.concerned_person_ids)),
        concerned_supplier_ids=frozenset(map(UUID, row.concerned_supplier_ids)),
        steps=tuple(_step(step) for step in topic.steps) or None,
        opinions=_opinions(topic.voices),
        vote=_vote(row, topic.voices),
        recusals=tuple(
            Recusal(each.person_id, each.recusal_ground, each.left_at, each.left_before)
            for each in topic.voices
            if each.recused
        ),
        decision=following.decision(topic.decision) if topic.decision is not None else None,
    )


def _step(row: Any) -> PreStep:
    return PreStep(type=StepType(row.type), **{name: getattr(row, name) for name in _STEP})


def _opinions(voices: Sequence[Any]) -> tuple[Opinion, ...] | None:
    """Voices in which anything was said; None where nobody's position is recorded."""
    said = (each for each in voices if each.stance or each.speak_order is not None or each.said)
    found = (Opinion(each.person_id, each.speak_order, _stance(each.stance), each.said) for each in said)
    return tuple(found) or None


def _stance(word: str | None) -> Stance | None:
    return Stance(word) if word else None


def _vote(row: Any, voices: Sequence[Any]) -> Vote | None:
    if row.vote_method is None:
        return None
    lines = tuple((each.person_id, Ballot(each.ballot)) for each in voices if each.ballot)
    counted = {name: getattr(row, column) for name, column in VOTE_COLUMNS.items() if name not in _NOT_COUNTED}
    return Vote(method=VoteMethod(row.vote_method), lines=lines or None, **counted)


_NOT_COUNTED = {"method", "counted_by_id"}


def _minutes(tree: MeetingTree) -> Minutes | None:
    row = tree.minutes
    if row is None:
        return None
    signed = frozenset(each.person_id for each in tree.attendance if each.signed_on)
    return Minutes(
        issued_at=row.issued_at,
        elements=recorded_elements(tree),
        text=row.text,
        signed_by=signed or None,
        supervisor_opinion=row.supervisor_opinion,
        archive_class=row.archive_class,
    )
