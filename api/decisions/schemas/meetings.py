"""Wire shapes of meetings: what comes in. A whole meeting tree is one document, as those hold it who send it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field, StrictBool

from api.core.schemas import Day, In, Line, Patch
from api.decisions.rules.vocabulary import (
    Adviser,
    Ballot,
    BudgetState,
    Category,
    Confidentiality,
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
from api.decisions.schemas.fields import (
    PERSON_ID,
    UNIT,
    Code,
    Count,
    Ids,
    Instant,
    Long,
    MeetingRole,
    MoneyIn,
    Note,
    Passage,
    Reason,
    Remark,
    Short,
    Title,
)


class MeetingAttendanceIn(In):
    """Who was to come, as what, and whether they came."""

    person_id: UUID
    role: MeetingRole = "voting_member"
    status: Presence = Presence.PRESENT
    reason: Short | None = Field(None, description="Of an absence.")
    adviser: Adviser | None = Field(None, description="As what adviser a person sits in.")
    signed_on: Day | None = Field(None, description="When the person signed the minutes.")


class TopicStepIn(In):
    """A step before the meeting."""

    type: StepType
    done: StrictBool | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    result: Note | None = None
    agreed: StrictBool | None = Field(None, description="No major disagreement, no objection.")
    expected: Count | None = None
    present: Count | None = None
    in_favour: Count | None = None
    written: StrictBool = Field(False, description="There is a paper of it.")
    participants: Remark | None = None


class VoiceIn(In):
    """What one person said on a topic, did in its vote, and whether they withdrew from it."""

    person_id: UUID
    speak_order: Count | None = None
    stance: Stance | None = None
    said: Passage | None = None
    ballot: Ballot | None = Field(None, description="Left out in a secret ballot.")
    recused: StrictBool = False
    recusal_ground: Remark | None = None
    left_at: Instant | None = None
    returned_at: Instant | None = None
    left_before: StrictBool | None = Field(None, description="Left before the discussion began.")


class VoteIn(In):
    """A vote as it was counted."""

    method: VoteMethod
    base: Count | None = None
    in_favour: Count | None = None
    against: Count | None = None
    abstained: Count | None = None
    passed: StrictBool | None = None
    per_topic: StrictBool | None = Field(None, description="False: several topics in one vote.")
    counted_by_id: UUID | None = None


class ResolutionIn(In):
    """What was decided."""

    result: Result
    text: Passage | None = None
    conditions: Note | None = None
    responsible_person_id: UUID | None = None
    due_on: Day | None = None
    effective_on: Day | None = None
    approved_amount: MoneyIn | None = None
    approved_supplier_id: UUID | None = None
    decided_by_id: UUID | None = Field(None, description="The principal, where the office meeting does not vote.")
    confidentiality: Confidentiality = Confidentiality.INTERNAL


_TOPIC: dict[str, Any] = {
    "title": "采购多媒体教学设备",
    "category": "large_fund_use",
    "matter_codes": ["LF01"],
    "amount": "128000.00",
    "spend_type": "goods",
    "budget_state": "budgeted",
    "voices": [{"person_id": PERSON_ID, "speak_order": 1, "stance": "agree", "ballot": "for"}],
    "vote": {"method": "show_of_hands", "base": 7, "in_favour": 6, "against": 0, "abstained": 1, "passed": True},
    "decision": {"result": "passed", "text": "同意采购。", "due_on": "2026-12-31", "approved_amount": "128000.00"},
}


class TopicIn(In):
    """A topic with everything that belongs to it."""

    model_config = ConfigDict(json_schema_extra={"example": _TOPIC})

    number: Count | None = Field(None, description="Left out: the next one.")
    title: Title
    category: Category | None = None
    matter_codes: list[Code] = Field([], max_length=10)
    proposer_id: UUID | None = None
    background: Passage | None = None
    proposal: Passage | None = None
    submitted_at: Instant | None = None
    added_at: Instant | None = Field(None, description="When it was put on the agenda after the notice (临时动议).")
    amount: MoneyIn | None = None
    spend_type: SpendType | None = None
    budget_state: BudgetState | None = None
    budget_line: Short | None = None
    related_topic_ids: Ids = []
    status: TopicStatus = TopicStatus.SCHEDULED
    deferred_until: Day | None = None
    deferral_reason: Remark | None = None
    concerned_person_ids: Ids = Field([], description="Whom it is about: the appointee, the rewarded.")
    concerned_supplier_ids: Ids = []
    minutes_spent: Count | None = None
    steps: list[TopicStepIn] = Field([], max_length=30)
    voices: list[VoiceIn] = Field([], max_length=300)
    vote: VoteIn | None = None
    decision: ResolutionIn | None = None


class TopicPatch(Patch):
    """What may be changed of a topic. Steps and voices are replaced as a whole."""

    model_config = ConfigDict(json_schema_extra={"example": {"status": "discussed", "minutes_spent": 20}})

    number: Count = 1
    title: Title = ""
    category: Category | None = None
    matter_codes: list[Code] = Field([], max_length=10)
    proposer_id: UUID | None = None
    background: Passage | None = None
    proposal: Passage | None = None
    submitted_at: Instant | None = None
    added_at: Instant | None = None
    amount: MoneyIn | None = None
    spend_type: SpendType | None = None
    budget_state: BudgetState | None = None
    budget_line: Short | None = None
    related_topic_ids: Ids = []
    status: TopicStatus = TopicStatus.SCHEDULED
    deferred_until: Day | None = None
    deferral_reason: Remark | None = None
    concerned_person_ids: Ids = []
    concerned_supplier_ids: Ids = []
    minutes_spent: Count | None = None
    steps: list[TopicStepIn] = Field([], max_length=30)
    voices: list[VoiceIn] = Field([], max_length=300)
    vote: VoteIn | None = None
    decision: ResolutionIn | None = None


class TopicOrderIn(In):
    """The agenda in its new order: every topic, each once."""

    model_config = ConfigDict(json_schema_extra={"example": {"topic_ids": ["0198c0de-0000-7000-8000-000000000052"]}})

    topic_ids: list[UUID] = Field(min_length=1, max_length=200)


class MinutesIn(In):
    """纪要 and record. `elements`: which of the eleven elements the record holds; left out: those that are in the data."""

    issued_at: Instant | None = None
    text: Long | None = None
    elements: list[Short] | None = Field(None, max_length=20)
    supervisor_opinion: Note | None = None
    distribution: Remark | None = None
    archive_class: Short | None = Field(None, examples=["permanent"])
    box_no: Short | None = None


class RecordSourceIn(In):
    """What the record is called where it comes from."""

    system: Line
    id: Line


class MeetingIn(In):
    """A meeting, as a draft: alone, or with its whole tree."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "unit_id": UNIT["id"],
                "type": "party_organization_meeting",
                "serial_no": 3,
                "held_at": "2026-11-18T14:30:00+08:00",
                "place": "三楼会议室",
                "chair_id": PERSON_ID,
                "notice_at": "2026-11-14T09:00:00+08:00",
                "attendance": [{"person_id": PERSON_ID, "role": "voting_member", "status": "present"}],
                "topics": [_TOPIC],
            }
        }
    )

    unit_id: UUID
    type: MeetingType
    form: MeetingForm = MeetingForm.IN_PERSON
    serial_no: Count | None = None
    held_at: Instant
    ended_at: Instant | None = None
    place: Short | None = None
    chair_id: UUID | None = None
    chair_delegated: StrictBool | None = None
    recorder_id: UUID | None = None
    notice_at: Instant | None = None
    papers_at: Instant | None = None
    emergency: StrictBool = False
    ratified_by_id: UUID | None = None
    source: RecordSourceIn | None = None
    attendance: list[MeetingAttendanceIn] = Field([], max_length=300)
    topics: list[TopicIn] = Field([], max_length=50)
    minutes: MinutesIn | None = None


class MeetingPatch(Patch):
    """What may be changed of a meeting. The attendance is replaced as a whole; topics change one by one."""

    model_config = ConfigDict(json_schema_extra={"example": {"place": "二楼会议室"}})

    type: MeetingType = MeetingType.PARTY_ORGANIZATION_MEETING
    form: MeetingForm = MeetingForm.IN_PERSON
    serial_no: Count | None = None
    held_at: Instant = datetime.min.replace(tzinfo=UTC)
    ended_at: Instant | None = None
    place: Short | None = None
    chair_id: UUID | None = None
    chair_delegated: StrictBool | None = None
    recorder_id: UUID | None = None
    notice_at: Instant | None = None
    papers_at: Instant | None = None
    emergency: StrictBool = False
    ratified_by_id: UUID | None = None
    attendance: list[MeetingAttendanceIn] = Field([], max_length=300)
    minutes: MinutesIn | None = None


class MeetingReason(In):
    """Why a record comes back."""

    reason: Reason


class MeetingRevisionIn(In):
    """Why a filed record is opened again, and what decided that, where it changes a decision."""

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "补录列席人员"}})

    reason: Reason
    by_topic_id: UUID | None = Field(None, description="The topic of the meeting that decided the change.")
