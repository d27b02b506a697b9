"""Tables of meetings: the meeting, who came, its topics, what went before, what each member said and did, the minutes.

A meeting is changed as long as it is a draft. Filed, its canonical document stands in `filed_meeting` and the rows are
its projection; a revision opens the rows again and files the next edition.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, func, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from api.core.constraints import map_constraint
from api.core.database import Base, insert_only
from api.core.errors import BUSY
from api.core.search import searchable
from api.decisions.errors import SOURCE_TAKEN
from api.decisions.models.columns import one_of
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


class Meeting(Base):
    """A meeting of a school. `received_at`: when its record first reached the register; the server's fact.

    `edition` counts filed documents, 0 is none yet. `state_reason`: why it came back, or is being revised;
    `changed_by_topic_id` is said of the revision under way: the topic of the meeting that decided it.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("unit_id", "source_system", "source_id", name="uq_meeting_source"),
        one_of("type", MeetingType),
        one_of("form", MeetingForm),
        one_of("state", MeetingState),
        Index(None, "unit_id", "held_at"),
        Index(None, "state", "updated_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    serial_no: Mapped[int | None]
    type: Mapped[str] = mapped_column(String(30))
    form: Mapped[str] = mapped_column(String(12))
    held_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    place: Mapped[str | None] = mapped_column(String(200))
    chair_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    chair_delegated: Mapped[bool | None]
    recorder_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    notice_at: Mapped[datetime | None]
    papers_at: Mapped[datetime | None]
    emergency: Mapped[bool]
    ratified_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"))
    state: Mapped[str] = mapped_column(String(10))
    state_reason: Mapped[str | None] = mapped_column(String(500))
    changed_by_topic_id: Mapped[UUID | None]
    edition: Mapped[int]
    received_at: Mapped[datetime | None]
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime | None]
    source_system: Mapped[str | None] = mapped_column(String(40))
    source_id: Mapped[str | None] = mapped_column(String(100))
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class MeetingAttendance(Base):
    """Who was to come, as what, and who came. `signed_on`: the day on which the person signed the minutes."""

    __tablename__ = "meeting_attendance"
    __table_args__ = (one_of("role", Role), one_of("status", Presence), one_of("adviser", Adviser))

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    position: Mapped[int]
    role: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(200))
    adviser: Mapped[str | None] = mapped_column(String(20))
    signed_on: Mapped[date | None]


class MeetingTopic(Base):
    """A topic of a meeting, with its vote as it was counted. `amount` in 分."""

    __tablename__ = "meeting_topic"
    __table_args__ = (
        one_of("category", Category),
        one_of("status", TopicStatus),
        one_of("spend_type", SpendType),
        one_of("budget_state", BudgetState),
        one_of("vote_method", VoteMethod),
        Index(None, "meeting_id", "number"),
        Index(None, "unit_id", "id"),
        Index(
            "ix_meeting_topic_search",
            func.to_tsvector(literal_column("'simple'"), literal_column("search_tokens")),
            postgresql_using="gin",
        ).ddl_if(dialect="postgresql"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    category: Mapped[str | None] = mapped_column(String(30))
    matter_codes: Mapped[list[Any]]
    proposer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    background: Mapped[str | None] = mapped_column(String(4000))
    proposal: Mapped[str | None] = mapped_column(String(4000))
    submitted_at: Mapped[datetime | None]
    added_at: Mapped[datetime | None]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    spend_type: Mapped[str | None] = mapped_column(String(20))
    budget_state: Mapped[str | None] = mapped_column(String(12))
    budget_line: Mapped[str | None] = mapped_column(String(200))
    related_topic_ids: Mapped[list[Any]]
    status: Mapped[str] = mapped_column(String(10))
    deferred_until: Mapped[date | None]
    deferral_reason: Mapped[str | None] = mapped_column(String(500))
    concerned_person_ids: Mapped[list[Any]]
    concerned_supplier_ids: Mapped[list[Any]]
    minutes_spent: Mapped[int | None]
    vote_method: Mapped[str | None] = mapped_column(String(20))
    vote_base: Mapped[int | None]
    vote_for: Mapped[int | None]
    vote_against: Mapped[int | None]
    vote_abstained: Mapped[int | None]
    vote_passed: Mapped[bool | None]
    vote_per_topic: Mapped[bool | None]
    counted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    search_tokens: Mapped[str]


class TopicStep(Base):
    """A step before the meeting. `expected`, `present`, `in_favour`: of a staff congress; `written`: there is a paper."""

    __tablename__ = "topic_step"
    __table_args__ = (one_of("type", StepType),)

    topic_id: Mapped[UUID] = mapped_column(ForeignKey("meeting_topic.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    type: Mapped[str] = mapped_column(String(30))
    done: Mapped[bool | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    result: Mapped[str | None] = mapped_column(String(2000))
    agreed: Mapped[bool | None]
    expected: Mapped[int | None]
    present: Mapped[int | None]
    in_favour: Mapped[int | None]
    written: Mapped[bool]
    participants: Mapped[str | None] = mapped_column(String(1000))


class TopicVoice(Base):
    """What one person said on a topic, did in its vote, and whether they withdrew from it (回避)."""

    __tablename__ = "topic_voice"
    __table_args__ = (one_of("stance", Stance), one_of("ballot", Ballot))

    topic_id: Mapped[UUID] = mapped_column(ForeignKey("meeting_topic.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    position: Mapped[int]
    speak_order: Mapped[int | None]
    stance: Mapped[str | None] = mapped_column(String(12))
    said: Mapped[str | None] = mapped_column(String(4000))
    ballot: Mapped[str | None] = mapped_column(String(12))
    recused: Mapped[bool]
    recusal_ground: Mapped[str | None] = mapped_column(String(500))
    left_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    left_before: Mapped[bool | None]


class MeetingMinutes(Base):
    """会议纪要 and record. `elements`: which of the eleven elements the record holds."""

    __tablename__ = "meeting_minutes"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    issued_at: Mapped[datetime | None]
    text: Mapped[str | None] = mapped_column(Text)
    elements: Mapped[list[Any] | None]
    supervisor_opinion: Mapped[str | None] = mapped_column(String(2000))
    distribution: Mapped[str | None] = mapped_column(String(1000))
    archive_class: Mapped[str | None] = mapped_column(String(20))
    box_no: Mapped[str | None] = mapped_column(String(40))


@insert_only
class FiledMeeting(Base):
    """The canonical document of a filed meeting, byte for byte, as the edition of that number.

    `changed_topic_ids`: whose decisions differ from the edition before; the server's fact, not a claim.
    """

    __tablename__ = "filed_meeting"
    __table_args__ = (UniqueConstraint("meeting_id", "edition"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    edition: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    document_hash: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(String(500))
    changed_topic_ids: Mapped[list[Any]]
    changed_by_topic_id: Mapped[UUID | None]
    filed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    filed_at: Mapped[datetime]


SEARCH = searchable("meeting_topic")

map_constraint("uq_meeting_source", SOURCE_TAKEN)
map_constraint("uq_filed_meeting_meeting_id_edition", BUSY)
