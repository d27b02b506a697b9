"""Meetings of some schools as facts. Drafts that were never filed are nobody's record yet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.core import clock
from api.decisions.models import FiledMeeting
from api.decisions.queries.facts.following import Following
from api.decisions.queries.rows import grouped, meanings_of, place_of, reader
from api.decisions.queries.tree import (
    ATTENDANCE,
    MEETING,
    STEP,
    TOPIC,
    VOICE,
    VOTE_COLUMNS,
    MeetingTree,
    TopicTree,
    read_trees,
)
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
_COUNTED = ("base", "in_favour", "against", "abstained", "passed", "per_topic")
_EDITION = ("meeting_id", "edition", "reason", "changed_topic_ids", "changed_by_topic_id", "filed_at")
_MEETING = ("id", "serial_no", "held_at", "ended_at", "chair_id", "chair_delegated", "recorder_id", "notice_at")
_TOPIC = reader(
    TOPIC,
    *("id", "number", "title", "proposer_id", "background", "submitted_at", "added_at", "amount", "budget_line"),
    *("deferred_until", "minutes_spent"),
    status=TopicStatus,
    category=Category,
    spend_type=SpendType,
    budget_state=BudgetState,
)
_VOTE = reader(TOPIC, *(VOTE_COLUMNS[name] for name in _COUNTED), vote_method=VoteMethod)
_STEP = reader(
    STEP,
    *("done", "starts_on", "ends_on", "result", "agreed", "expected", "present", "in_favour", "written"),
    type=StepType,
)
_CAME = reader(ATTENDANCE, "person_id", "reason", role=Role, status=Presence, adviser=Adviser)
_VOICE = itemgetter(
    *(place_of(VOICE, name) for name in ("person_id", "speak_order", "stance", "said", "ballot", "recused"))
)
_STANCES, _BALLOTS = meanings_of(Stance), meanings_of(Ballot)
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
    editions = grouped(session.execute(filed).all(), 0)
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
        attendance=tuple(Attendance(**_CAME(row)) for row in tree.attendance) or None,
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


def _topic(topic: TopicTree, following: Following) -> Topic:
    row = topic.row
    opinions, lines, recusals = _voices(topic.voices)
    return Topic(
        **_TOPIC(row),
        matter_codes=tuple(row.matter_codes),
        related_topic_ids=tuple(map(UUID, row.related_topic_ids)),
        concerned_person_ids=frozenset(map(UUID, row.concerned_person_ids)),
        concerned_supplier_ids=frozenset(map(UUID, row.concerned_supplier_ids)),
        steps=tuple(PreStep(**_STEP(step)) for step in topic.steps) or None,
        opinions=opinions or None,
        vote=_vote(row, lines),
        recusals=recusals,
        decision=following.decision(topic.decision) if topic.decision is not None else None,
    )


def _voices(
    voices: Sequence[Any],
) -> tuple[tuple[Opinion, ...], tuple[tuple[UUID, Ballot], ...], tuple[Recusal, ...]]:
    """What was said, how it was voted, who withdrew. A voice without a word, a place or a stance is no opinion."""
    opinions, lines, recusals = [], [], []
    for voice in voices:
        person, place, stance, said, ballot, recused = _VOICE(voice)
        if stance or place is not None or said:
            opinions.append(Opinion(person, place, _STANCES[stance], said))
        if ballot:
            lines.append((person, _BALLOTS[ballot]))
        if recused:
            recusals.append(Recusal(person, voice.recusal_ground, voice.left_at, voice.left_before))
    return tuple(opinions), tuple(lines), tuple(recusals)


def _vote(row: Any, lines: tuple[tuple[UUID, Ballot], ...]) -> Vote | None:
    if row.vote_method is None:
        return None
    said = _VOTE(row)
    counted = {name: said[VOTE_COLUMNS[name]] for name in _COUNTED}
    return Vote(method=said["vote_method"], lines=lines or None, **counted)


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
