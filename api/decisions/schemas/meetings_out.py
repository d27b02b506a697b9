"""Wire shapes of meetings: what goes out, with the names of persons and what the arithmetic says."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.checks.schemas.results import CheckCounts, CheckResultRow
from api.core.schemas import Choices, Day, Moment, Named, Out, Text, UnitRef
from api.decisions.rules.arithmetic import Base
from api.decisions.rules.states import MeetingState, MeetingVerb
from api.decisions.rules.vocabulary import (
    Adviser,
    Ballot,
    BudgetState,
    Category,
    Confidentiality,
    DecisionStatus,
    MeetingForm,
    MeetingType,
    Presence,
    Result,
    SpendType,
    Stance,
    StepType,
    TopicStatus,
    VoteMethod,
)
from api.decisions.schemas.fields import MeetingRole, Money, TeamPost


class MeetingAttendanceOut(Out):
    """Somebody at a meeting."""

    person: Named
    role: MeetingRole
    status: Presence
    reason: str | None
    adviser: Adviser | None
    signed_on: Day | None


class TopicStepOut(Out):
    """A step before the meeting."""

    type: StepType
    done: bool | None
    starts_on: Day | None
    ends_on: Day | None
    result: str | None
    agreed: bool | None
    expected: int | None
    present: int | None
    in_favour: int | None
    written: bool
    participants: str | None


class VoiceOut(Out):
    """What one person said and did at a topic."""

    person: Named
    speak_order: int | None
    stance: Stance | None
    said: str | None
    ballot: Ballot | None
    recused: bool
    recusal_ground: str | None
    left_at: Moment | None
    returned_at: Moment | None
    left_before: bool | None


class VoteOut(Out):
    """A vote as it was counted."""

    method: VoteMethod
    base: int | None
    in_favour: int | None
    against: int | None
    abstained: int | None
    passed: bool | None
    per_topic: bool | None
    counted_by: Named | None


class ResolutionOut(Out):
    """What was decided on a topic."""

    id: UUID
    result: Result
    status: DecisionStatus
    decided_on: Day
    text: str | None
    conditions: str | None
    responsible_person: Named | None
    due_on: Day | None
    effective_on: Day | None
    approved_amount: Money | None
    approved_supplier: Named | None
    decided_by: Named | None
    confidentiality: Confidentiality


class LinkedTopic(Out):
    """A topic of another meeting that is referred to."""

    id: UUID
    title: str
    meeting_id: UUID
    held_on: Day


class LinkedMeeting(Out):
    """Another meeting that is referred to."""

    id: UUID
    type: MeetingType
    serial_no: int | None
    held_at: Moment


class TopicOut(Out):
    """A topic with everything that belongs to it."""

    id: UUID
    number: int
    title: str
    category: Category | None
    matter_codes: list[str]
    proposer: Named | None
    background: str | None
    proposal: str | None
    submitted_at: Moment | None
    added_at: Moment | None
    amount: Money | None
    spend_type: SpendType | None
    budget_state: BudgetState | None
    budget_line: str | None
    related_topic_ids: list[UUID]
    related_topics: list[LinkedTopic] = Field(description="Those of `related_topic_ids` that are there.")
    status: TopicStatus
    deferred_until: Day | None
    deferral_reason: str | None
    concerned_persons: list[Named]
    concerned_suppliers: list[Named]
    minutes_spent: int | None
    steps: list[TopicStepOut]
    voices: list[VoiceOut]
    vote: VoteOut | None
    decision: ResolutionOut | None


class MinutesOut(Out):
    """Minutes and record."""

    issued_at: Moment | None
    text: str | None
    elements: list[str]
    missing_elements: list[str] = Field(description="Of the eleven.")
    supervisor_opinion: str | None
    distribution: str | None
    archive_class: str | None
    box_no: str | None


class FiledEditionOut(Out):
    """A filed document."""

    edition: int
    document_hash: str
    reason: str | None
    changed_topic_ids: list[UUID] = Field(description="Whose decisions differ from the edition before.")
    by_topic: LinkedTopic | None = Field(description="The topic of the meeting that decided the change.")
    filed_by: Named
    filed_at: Moment


class MeetingRow(Out):
    """A meeting in a list."""

    id: UUID
    unit: UnitRef
    type: MeetingType
    form: MeetingForm
    serial_no: int | None
    held_at: Moment
    place: str | None
    emergency: bool
    state: MeetingState
    edition: int = Field(description="Filed documents.")
    topics: int
    present: int
    expected: int
    findings: int | None = Field(description="Open findings about it and its topics; null who may not read checks.")
    received_at: Moment | None
    updated_at: Moment
    revision: int


class MeetingOut(MeetingRow):
    """All that is recorded of a meeting."""

    ended_at: Moment | None
    chair: Named | None
    chair_delegated: bool | None
    recorder: Named | None
    notice_at: Moment | None
    papers_at: Moment | None
    ratified_by_id: UUID | None
    ratified_by: LinkedMeeting | None
    changed_by_topic: LinkedTopic | None = Field(description="While it is revised: the topic that decided the change.")
    state_reason: str | None = Field(description="Why it came back, or is being revised.")
    source_system: str | None
    source_id: str | None
    attendance: list[MeetingAttendanceOut]
    agenda: list[TopicOut]
    minutes: MinutesOut | None
    editions: list[FiledEditionOut] = Field(description="Newest first.")
    verbs: list[MeetingVerb] = Field(description="What the caller can do with it now.")


class TallyOut(Out):
    """How many were needed and how many there were, and how that was computed."""

    base: int
    need: int
    have: int
    met: bool
    share: str = Field(examples=["≥2/3"], description="`≥p/q` includes the number, `>p/q` does not; or `all`.")
    formula: str = Field(examples=["≥2/3 × 7 → 5; 6 ≥ 5"])


class VoteModeOut(Out):
    """How a vote on a topic is won: whose votes count as the base, and which share of it."""

    base: Base
    share: str
    recused_in_base: bool


class TouchedMember(Out):
    """A member whom a topic touches, and how: `self`, `supplier`, or the relation that was declared."""

    person: Named
    relation: str


class TeamMemberOut(Out):
    """Somebody of the body that meets. One who does not count is left out of the base on that day."""

    person: Named
    posts: list[TeamPost]
    counts: bool


class TopicArithmetic(Out):
    """A topic by the rules in force."""

    topic_id: UUID
    number: int
    quorum: TallyOut
    mode: VoteModeOut
    vote: TallyOut | None = Field(description="Null where nobody votes, or no votes are recorded.")
    recorded: bool | None = Field(description="The outcome that the record claims.")
    agrees: bool | None = Field(description="Whether the record's outcome is the arithmetic's.")
    touched: list[TouchedMember] = Field(description="Members who have to withdraw from it (回避).")


class MeetingArithmetic(Out):
    """Who is entitled, who is there, what is needed: for the whole meeting and for each topic."""

    entitled: int = Field(description="Members in office on the day, without those left out of the base.")
    present: int
    missing: list[Named] = Field(description="Entitled members who are not recorded as present.")
    excluded: list[Named] = Field(description="Members left out of the base on that day.")
    members: list[TeamMemberOut] = Field(description="Both, by post: leaders first.")
    last_word: list[UUID] = Field(description="Who speaks last (末位表态). Empty: not known.")
    quorum: TallyOut
    topics: list[TopicArithmetic]


class MeetingChecks(Out):
    """What the rules would say about a meeting, its topics and decisions if it were submitted now."""

    counts: CheckCounts
    items: list[CheckResultRow] = Field(
        description="Failures, the gravest first, then what the record does not answer."
    )


class MeetingFilter(BaseModel):
    """Which meetings. Values of one parameter are alternatives, parameters narrow each other."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    unit: UUID | None = Field(None, description="Only meetings of this unit and those below.")
    type: Choices[MeetingType] = ()
    state: Choices[MeetingState] = ()
    held_from: Day | None = None
    held_to: Day | None = None
    emergency: bool | None = None


class DecisionFilter(BaseModel):
    """Which decisions."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    q: Text | None = Field(None, max_length=64, description="Words of the topic and of the unit; pinyin initials.")
    unit: UUID | None = Field(None, description="Only decisions of this unit and those below.")
    category: Choices[Category] = ()
    result: Choices[Result] = ()
    status: Choices[DecisionStatus] = ()
    decided_from: Day | None = None
    decided_to: Day | None = None
    overdue: bool | None = Field(None, description="Past its day and not completed.")
    matter: Text | None = Field(None, max_length=10)


class DecisionRow(Out):
    """A decision in a list."""

    id: UUID
    unit: UnitRef
    meeting_id: UUID
    meeting_type: MeetingType
    topic_id: UUID
    topic: str
    category: Category | None
    matter_codes: list[str]
    result: Result
    status: DecisionStatus
    decided_on: Day
    due_on: Day | None
    overdue: bool
    responsible_person: Named | None
    approved_amount: Money | None
    progress: int | None
    next_due_on: Day | None = Field(description="Of the execution: when it is to be looked at next.")
    blocker: str | None = Field(description="What keeps the execution.")
    confidentiality: Confidentiality
    revision: int


class FiledDocument(Out):
    """A filed document as it is kept."""

    edition: int
    document_hash: str
    document: dict[str, Any] = Field(description="Canonical document, `schema` 1.")
