"""Meetings, topics and decisions as facts. None means: not recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from api.decisions.rules.vocabulary import (
    Adviser,
    Ballot,
    BudgetState,
    Category,
    Confidentiality,
    DecisionStatus,
    FilingAnswer,
    FilingKind,
    MeetingForm,
    MeetingType,
    Presence,
    PublicityKind,
    Result,
    Role,
    SpendType,
    Stance,
    StepType,
    TopicStatus,
    VoteMethod,
)


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person at one meeting."""

    person_id: UUID
    role: Role
    status: Presence
    reason: str | None = None
    adviser: Adviser | None = None

    @property
    def was_there(self) -> bool:
        """Present, even if late."""
        return self.status in {Presence.PRESENT, Presence.LATE}


@dataclass(frozen=True, slots=True)
class PreStep:
    """A step before the meeting. `expected`, `present`, `in_favour`: of a staff congress. `written`: an opinion file."""

    type: StepType
    done: bool | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    result: str | None = None
    agreed: bool | None = None  # no major disagreement, no objection
    expected: int | None = None
    present: int | None = None
    in_favour: int | None = None
    written: bool = False


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a member said, in which place of the order."""

    person_id: UUID
    speak_order: int | None
    stance: Stance | None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote. The counts are what the record claims; `lines` is what each did, None in a secret ballot or unrecorded."""

    method: VoteMethod
    base: int | None = None
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None
    passed: bool | None = None
    lines: tuple[tuple[UUID, Ballot], ...] | None = None
    per_topic: bool | None = None  # False: several topics in one vote


@dataclass(frozen=True, slots=True)
class Recusal:
    """A member who withdrew."""

    person_id: UUID
    ground: str | None = None
    left_at: datetime | None = None
    before_discussion: bool | None = None


@dataclass(frozen=True, slots=True)
class Publicity:
    """A public notice 公示 or a disclosure 公开 of a decision."""

    id: UUID
    kind: PublicityKind
    starts_on: date | None = None  # a disclosure: published on
    ends_on: date | None = None
    masked: bool | None = None  # whether personal data was checked and masked
    objections: int = 0
    objections_open: int = 0


@dataclass(frozen=True, slots=True)
class Filing:
    """A filing with the bureau and its answer. `acted_on`: when the school acted on an objection."""

    id: UUID
    kind: FilingKind
    filed_on: date | None = None
    approval_no: str | None = None
    answer: FilingAnswer | None = None
    answered_on: date | None = None
    acted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Execution:
    """What became of a decision. `reported_on`: the days of its progress reports."""

    started_on: date | None = None
    reported_on: tuple[date, ...] = ()
    completed_on: date | None = None
    changed_on: date | None = None  # carried out otherwise than decided since this day
    changed_by_topic_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on a topic with all that followed. `approved_amount` in 分."""

    id: UUID
    result: Result
    decided_on: date
    status: DecisionStatus = DecisionStatus.DECIDED
    text: str | None = None
    responsible_person_id: UUID | None = None
    due_on: date | None = None
    effective_on: date | None = None
    approved_amount: int | None = None
    approved_supplier_id: UUID | None = None
    decided_by_id: UUID | None = None  # the principal, where the office meeting does not vote
    confidentiality: Confidentiality = Confidentiality.INTERNAL
    publicity: tuple[Publicity, ...] = ()
    filings: tuple[Filing, ...] = ()
    execution: Execution | None = None
    evaluated_on: tuple[date, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it allows what was asked, as asked or with changes."""
        return self.result in {Result.PASSED, Result.PASSED_WITH_CHANGES}


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of a meeting. Empty lists of opinions, steps and vote lines are given as None: nobody recorded any."""

    id: UUID
    number: int
    title: str
    status: TopicStatus
    category: Category | None = None
    matter_codes: tuple[str, ...] = ()
    proposer_id: UUID | None = None
    background: str | None = None
    submitted_at: datetime | None = None
    added_at: datetime | None = None
    amount: int | None = None
    spend_type: SpendType | None = None
    budget_state: BudgetState | None = None
    budget_line: str | None = None
    related_topic_ids: tuple[UUID, ...] = ()
    deferred_until: date | None = None
    concerned_person_ids: frozenset[UUID] = frozenset()  # whom it is about: the appointee, the rewarded
    concerned_supplier_ids: frozenset[UUID] = frozenset()
    minutes_spent: int | None = None
    steps: tuple[PreStep, ...] | None = None
    opinions: tuple[Opinion, ...] | None = None
    vote: Vote | None = None
    recusals: tuple[Recusal, ...] = ()
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a meeting. `elements`: which of the eleven they hold, by name (see `MINUTES_ELEMENTS`)."""

    issued_at: datetime | None = None
    elements: frozenset[str] | None = None
    text: str | None = None
    signed_by: frozenset[UUID] | None = None
    supervisor_opinion: str | None = None
    archive_class: str | None = None  # permanent, ten_years …


# 会议记录十一要素, as schools print them: time, place, chair, attendees, recorder, topics, background, discussion,
# resolution, responsible person with deadline, attachments.
MINUTES_ELEMENTS = (
    *("time", "place", "chair", "attendees", "recorder", "topics", "background", "discussion", "resolution"),
    *("responsibility", "attachments"),
)


@dataclass(frozen=True, slots=True)
class Revision:
    """A change after filing."""

    at: datetime
    reason: str | None = None
    changes_decision: bool = False
    topic_ids: frozenset[UUID] = frozenset()  # whose decisions it changes
    by_topic_id: UUID | None = None  # the topic of the meeting that decided the change


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that is submitted or filed; drafts are nobody's record yet. `received_at` is the server's fact."""

    id: UUID
    serial_no: int | None
    type: MeetingType
    form: MeetingForm | None
    held_at: datetime
    received_at: datetime
    ended_at: datetime | None = None
    chair_id: UUID | None = None
    chair_delegated: bool | None = None
    recorder_id: UUID | None = None
    notice_at: datetime | None = None
    papers_at: datetime | None = None
    emergency: bool | None = False
    ratified_on: date | None = None
    filed_at: datetime | None = None
    attendance: tuple[Attendance, ...] | None = None
    topics: tuple[Topic, ...] = ()
    minutes: Minutes | None = None
    revisions: tuple[Revision, ...] = ()
