"""Wire shapes of what follows a decision: publicity, filing, execution, evaluation; and the decision with all of it."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from api.core.batches import BatchRowIn, Rows
from api.core.schemas import Choices, Day, In, Moment, Named, Out, Patch, UnitRef
from api.decisions.rules.vocabulary import Category, FilingAnswer, FilingKind, PublicityKind
from api.decisions.schemas.fields import Count, Money, Note, Remark, Short
from api.decisions.schemas.meetings_out import DecisionRow, TopicOut

Percent = Annotated[int, Field(ge=0, le=100)]


class DecisionFilingIn(In):
    """What is filed with the bureau."""

    model_config = ConfigDict(json_schema_extra={"example": {"kind": "post_filing", "note": "决议和纪要见附件。"}})

    kind: FilingKind
    filed_on: Day | None = Field(None, description="Default: today. Earlier ones were filed on paper.")
    note: Note | None = None
    approval_no: Short | None = Field(None, description="Of an approval that was given on paper.")


class FilingAnswerIn(In):
    """The bureau's answer."""

    model_config = ConfigDict(json_schema_extra={"example": {"answer": "noted", "text": "已备案。"}})

    answer: FilingAnswer
    text: Note | None = Field(None, description="Why; an objection has it.")
    approval_no: Short | None = None


class FilingAnswerRow(FilingAnswerIn, BatchRowIn):
    """The bureau's answer to one of several filings, as it was read."""


class FilingAnswersIn(In):
    """Answers to several filings at once."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"items": [{"id": "0198c0de-0000-7000-8000-000000000061", "revision": 1, "answer": "noted"}]}
        }
    )

    items: Rows[FilingAnswerRow]


class FilingActIn(In):
    """What the school did on the bureau's objection."""

    text: Note = Field(min_length=1)
    acted_on: Day | None = Field(None, description="Default: today.")


class DecisionFilingOut(Out):
    """A filing with its answer."""

    id: UUID
    kind: FilingKind
    filed_on: Day
    filed_by: Named | None
    received_at: Moment
    answer_due_on: Day | None = Field(
        description="The last day for the bureau's answer. Null: filed before it was set."
    )
    overdue: bool = Field(description="That day is past, and there is no answer.")
    note: str | None
    approval_no: str | None
    answer: FilingAnswer | None
    answer_text: str | None
    answered_on: Day | None
    answered_by: Named | None
    acted_on: Day | None
    acted_text: str | None
    revision: int
    verbs: list[str] = Field(description="What the caller can do with it now: answer, act.")


class FilingDeskRow(DecisionFilingOut):
    """A filing in the bureau's list."""

    unit: UnitRef
    decision_id: UUID
    topic: str
    category: Category | None
    approved_amount: Money | None
    decided_on: Day


class FilingFilter(BaseModel):
    """Which filings."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    unit: UUID | None = Field(None, description="Only filings of this unit and those below.")
    kind: Choices[FilingKind] = ()
    answered: bool | None = None
    objected: bool | None = Field(None, description="With an objection that was not acted on.")
    overdue: bool | None = Field(None, description="Without an answer, and the day for it is past.")


class ExecutionPatch(Patch):
    """How far it is. `changed_on`: since when it is carried out otherwise than decided."""

    model_config = ConfigDict(json_schema_extra={"example": {"started_on": "2026-11-23", "progress": 30}})

    started_on: Day | None = None
    progress: Percent | None = None
    next_due_on: Day | None = None
    completed_on: Day | None = None
    blocker: Remark | None = None
    changed_on: Day | None = None
    changed_by_topic_id: UUID | None = None


class ExecutionOut(Out):
    """How far it is."""

    started_on: Day | None
    progress: int | None
    next_due_on: Day | None
    completed_on: Day | None
    blocker: str | None
    changed_on: Day | None
    changed_by_topic_id: UUID | None
    updated_at: Moment


class DecisionProgressIn(In):
    """A report on the execution."""

    model_config = ConfigDict(json_schema_extra={"example": {"text": "设备已到货，正在安装。", "progress": 60}})

    text: Note = Field(min_length=1)
    reported_on: Day | None = Field(None, description="Default: today.")
    progress: Percent | None = None


class DecisionProgressOut(Out):
    """A report."""

    id: UUID
    reported_on: Day
    progress: int | None
    text: str
    actor: Named | None


class DecisionEvaluationIn(In):
    """What came of it."""

    model_config = ConfigDict(json_schema_extra={"example": {"evaluated_on": "2026-11-20", "result": "达到预期。"}})

    evaluated_on: Day
    result: Note = Field(min_length=1)
    method: Short | None = None
    satisfaction: Percent | None = None
    lessons: Note | None = None


class DecisionEvaluationOut(Out):
    """An evaluation."""

    id: UUID
    evaluated_on: Day
    result: str
    method: str | None
    satisfaction: int | None
    lessons: str | None


class DecisionPublicityIn(In):
    """公示 or 公开 as it was done elsewhere: on the school's own board, on its page."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"kind": "public_notice", "channel": "校务公开栏", "starts_on": "2026-11-17"}}
    )

    kind: PublicityKind
    channel: Short | None = None
    url: Remark | None = None
    starts_on: Day
    ends_on: Day | None = None
    masked: StrictBool | None = Field(None, description="Personal data was looked for and masked.")
    objections: Count = 0
    objections_open: Count = 0
    handling: Note | None = None


class DecisionNoticeIn(In):
    """A notice of this house, as a draft for two persons to check and release."""

    model_config = ConfigDict(json_schema_extra={"example": {"kind": "decision_result"}})

    kind: Short = Field(description="A kind of notices: `decision_result`, `appointment`, `project`, …")


class DecisionPublicityOut(Out):
    """A publicity."""

    id: UUID
    kind: PublicityKind
    notice_id: UUID | None
    channel: str | None
    url: str | None
    starts_on: Day | None
    ends_on: Day | None
    masked: bool | None
    objections: int
    objections_open: int
    handling: str | None


class DecisionPaymentRef(Out):
    """A payment on the decision."""

    id: UUID
    paid_on: Day
    amount: Money
    payee: str | None


class DecisionContractRef(Out):
    """A contract on the decision."""

    id: UUID
    signed_on: Day
    amount: Money
    title: str


class TimelineEntry(Out):
    """A day in the life of a decision."""

    on: Day
    what: str = Field(examples=["decided"])
    text: str | None
    amount: Money | None = Field(None, description="Of a payment or a contract.")


class DecisionOut(DecisionRow):
    """A decision with its topic and all that followed."""

    meeting_serial_no: int | None
    meeting_state: str
    agenda_item: TopicOut
    publicity: list[DecisionPublicityOut]
    filings: list[DecisionFilingOut]
    execution: ExecutionOut | None
    reports: list[DecisionProgressOut] = Field(description="Newest first.")
    evaluations: list[DecisionEvaluationOut]
    payments: list[DecisionPaymentRef]
    contracts: list[DecisionContractRef]
    paid: Money
    timeline: list[TimelineEntry]
    verbs: list[str] = Field(description="What the caller can do: file, execute, report, evaluate, publicize, publish.")


class DecisionProof(Out):
    """The proof that a filed meeting's document stands in the ledger, with the document that it commits to."""

    meeting_id: UUID
    edition: int
    document_hash: str
    document: str = Field(description="Canonical document, byte for byte: its SHA-256 is `document_hash`.")
    proof: str | None = Field(
        description="For `qinglian ledger verify-proof`; null while the event waits for its place."
    )
