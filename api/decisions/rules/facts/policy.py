"""What a school's rules of procedure say, and the catalogue of matters, as facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from api.decisions.rules.arithmetic import Share, VoteMode
from api.decisions.rules.vocabulary import (
    BudgetState,
    Category,
    Confidentiality,
    MeetingType,
    PurchaseMethod,
    SpendType,
    StepType,
)


class Level(StrEnum):
    """Who made a policy. A school's own comes before its bureau's."""

    SCHOOL = "school"
    BUREAU = "bureau"


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which sum (分) on spending is a large sum. None: for every kind; the most particular row counts."""

    amount: int
    spend_type: SpendType | None = None
    budget_state: BudgetState | None = None
    school_type: str | None = None


@dataclass(frozen=True, slots=True)
class QuorumRow:
    """How many must be there. None: at every meeting, for every matter; the most particular row counts."""

    share: Share
    meeting_type: MeetingType | None = None
    category: Category | None = None
    matter_code: str | None = None


@dataclass(frozen=True, slots=True)
class VoteRow:
    """How a vote is won; None as in `QuorumRow`."""

    mode: VoteMode
    meeting_type: MeetingType | None = None
    category: Category | None = None
    matter_code: str | None = None


@dataclass(frozen=True, slots=True)
class PurchaseBand:
    """From which sum (分) on a kind of purchase needs one of these methods: a county's bands."""

    from_amount: int
    methods: frozenset[PurchaseMethod]
    spend_type: SpendType | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of a policy. `limits` holds days and other numbers by name; what it lacks is the rule's default."""

    id: UUID
    version: int
    level: Level
    effective_from: date
    effective_to: date | None = None
    thresholds: tuple[Threshold, ...] = ()
    quorums: tuple[QuorumRow, ...] = ()
    vote_modes: tuple[VoteRow, ...] = ()
    bands: tuple[PurchaseBand, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    procedures: frozenset[MeetingType] | None = None  # whose rules of procedure 议事规则 it holds
    ballot_categories: frozenset[Category] = frozenset()  # decided by signed or secret ballot
    pre_filing_required: bool | None = None
    text: str | None = None
    recorded_since: date | None = None  # from when the logs of its schools are kept


@dataclass(frozen=True, slots=True)
class Matter:
    """A row of the matter catalogue 事项清单 in force for the school."""

    code: str
    category: Category
    required_steps: frozenset[StepType] = frozenset()
    meeting_sequence: tuple[MeetingType, ...] = ()
    needs_approval: bool = False
    needs_publicity: bool = False
    public_interest: bool = False
    always_collective: bool = False
    disclosure: Confidentiality = Confidentiality.INTERNAL
