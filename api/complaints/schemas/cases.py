"""A case as staff see it: rows of lists, the page of one. No body, no reason, no identity: these are the vault's."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.complaints.rules.clocks import ClockKind, ClockLevel, ClockOutcome, TimeUnit
from api.complaints.rules.received import Channel
from api.complaints.rules.states import CaseState, CaseVerb
from api.complaints.rules.words import CaseSeverity, Rank, SubjectKind, Track
from api.core.schemas import Choices, Day, Moment, Named, Out, Text, UnitRef


class CaseFilter(BaseModel):
    """Which cases; every field narrows. Coded fields only: nothing searches in what people wrote."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    q: Annotated[Text, StringConstraints(max_length=40)] | None = Field(None, description="A number, or its beginning.")
    state: Choices[CaseState] | None = None
    track: Choices[Track] | None = None
    channel: Choices[Channel] | None = None
    category: Annotated[Text, StringConstraints(pattern="^[0-9]{2}([0-9]{2})?$")] | None = None
    severity: Choices[CaseSeverity] | None = None
    unit: UUID | None = Field(None, description="A unit that is named, or one below it.")
    handler: UUID | None = None
    named: bool | None = None
    urgent: bool | None = None
    matched: bool | None = None
    legacy: bool | None = None
    overdue: bool | None = None
    received_from: Day | None = None
    received_to: Day | None = None
    retention_over: bool | None = None
    linked_to: UUID | None = Field(
        None, description="A decision or a problem of rectification that they are linked to."
    )


class NextClock(Out):
    """The clock of a case that ends next."""

    name: str
    due_on: date
    level: ClockLevel


class CaseRow(Out):
    """A case in a list. `received_on` is a date: below the desk nobody learns the hour."""

    id: UUID
    number: str | None
    state: CaseState
    track: Track | None
    category: str | None
    severity: CaseSeverity | None
    channel: Channel
    named: bool
    urgent: bool
    restricted: bool
    matched: bool
    legacy: bool
    source_no: str | None = Field(description="What an old register calls a case that came from there.")
    withdrawn: bool
    waits_for_second: bool
    received_on: date
    units: list[str]
    handler: str | None
    next_clock: NextClock | None
    revision: int


class CaseSubjectOut(Out):
    """Whom or what a case names."""

    kind: SubjectKind
    rank: Rank
    person: Named | None
    unit: UnitRef | None


class CaseClockOut(Out):
    """A clock of a case: its rule and basis, its days, and how near its end it is today."""

    id: UUID
    name: str
    rule: str
    track: Track | None
    kind: ClockKind
    unit: TimeUnit
    length: int
    basis: str
    verified: bool
    started_on: date
    first_due_on: date
    due_on: date
    provisional: bool
    extended_to_on: date | None
    extensions: int
    can_extend_to_on: date | None
    paused: bool
    stopped_on: date | None
    outcome: ClockOutcome
    level: ClockLevel
    days_left: int


class CaseStepOut(Out):
    """A line of the timeline. `at` is told to the desk only. `content_id` names the sealed reason, where there is one."""

    step_on: date
    at: Moment | None
    verb: str
    state: CaseState
    track: Track | None
    who: str
    actor: str | None
    fields: list[str]
    content_id: UUID | None


class CaseAssignmentOut(Out):
    """Who handles or handled a case."""

    handler: Named
    unit: UnitRef
    assigned_on: date
    return_until_on: date
    disposition: str | None
    study_on: date | None
    study_no: str | None
    plan_id: UUID | None
    started_on: date | None
    ended_on: date | None
    ended_as: str | None


class ClockExtensionOut(Out):
    """A request for more time."""

    id: UUID
    clock_id: UUID
    until_on: date
    state: str
    asked_by: str
    asked_on: date
    content_id: UUID | None
    decided_on: date | None


class CaseOutcomeOut(Out):
    """What was found and decided."""

    version: int
    finding: str
    form: int | None
    measures: list[str]
    recovered: int
    people: int
    report_id: UUID | None
    rectification_id: UUID | None
    decided_on: date | None
    clarified_on: date | None
    notified_on: date | None


class CaseReviewOut(Out):
    """An objection and its decision."""

    round: int
    asked_on: date
    content_id: UUID | None
    decision: str | None
    decided_on: date | None


class CaseTransferOut(Out):
    """Where a case was sent."""

    organ: str
    upward: bool
    reason: str | None
    document_no: str | None
    sent_on: date
    digest: str | None


class CaseProposalOut(Out):
    """What waits for its second person."""

    verb: CaseVerb
    by: str
    on: date
    facts: dict[str, Any]


class CaseOut(CaseRow):
    """A case with everything that may be known of it beside its content. `can`: what the caller may do now."""

    unit: UnitRef
    received_at: Moment | None
    hint_unit: UnitRef | None
    superior: bool
    amount: int | None
    people: int | None
    near_masses: bool
    repeats: int
    suspected_false: bool
    reviews: int
    rehandled: int
    stars: int | None
    withdrawn_on: date | None
    notified_on: date | None
    accepted_on: date | None
    concluded_on: date | None
    fed_back_on: date | None
    objection_until_on: date | None
    hold_until_on: date | None
    archive_from_on: date | None
    archived_on: date | None
    retention_until_on: date | None
    merged_into_id: UUID | None
    proposal: CaseProposalOut | None
    subjects: list[CaseSubjectOut]
    clocks: list[CaseClockOut]
    extensions: list[ClockExtensionOut]
    assignments: list[CaseAssignmentOut]
    outcomes: list[CaseOutcomeOut]
    review_rounds: list[CaseReviewOut]
    transfers: list[CaseTransferOut]
    steps: list[CaseStepOut]
    can: list[CaseVerb]


class DuplicateHint(Out):
    """A case that may be about the same: what speaks for it."""

    case: CaseRow
    because: list[str]
