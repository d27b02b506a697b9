"""Wire shapes of policies and catalogues. Shares are written: `≥2/3`, `>1/2`, `all`."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StrictBool, StringConstraints

from api.core.schemas import Day, In, Line, Moment, Named, Out, Patch, Text, UnitRef
from api.decisions.rules.arithmetic import Base, read_share
from api.decisions.rules.limits import LIMITS
from api.decisions.rules.states import PolicyState, PolicyVerb
from api.decisions.rules.vocabulary import (
    BudgetState,
    Category,
    Confidentiality,
    MeetingType,
    PurchaseMethod,
    SpendType,
    StepType,
)
from api.decisions.schemas.fields import UNIT, Code, Long, Money, PolicyLevel, Remark, Short
from api.organizations.rules import SchoolType


def _share(text: str) -> str:
    read_share(text)
    return text.replace(" ", "").replace(">=", "≥")


def _limits(given: dict[str, int]) -> dict[str, int]:
    if unknown := given.keys() - LIMITS.keys():
        raise ValueError(f"no such limits: {len(unknown)}; there are {', '.join(sorted(LIMITS))}")
    return given


ShareText = Annotated[
    Text,
    StringConstraints(max_length=10, pattern=r"^(all|(≥|>=|>) ?[0-9]{1,3}/[0-9]{1,3})$"),
    AfterValidator(_share),
    Field(examples=["≥2/3"], description="≥p/q, >p/q or all."),
]
Number = Annotated[int, Field(ge=0, le=10_000)]
Limits = Annotated[dict[str, Number], AfterValidator(_limits), Field(examples=[{"notice_days": 2}])]


class ThresholdRow(In):
    """From which sum on spending is a large sum. Null: for every kind; the most particular row counts."""

    model_config = ConfigDict(from_attributes=True)

    amount: Money
    spend_type: SpendType | None = None
    budget_state: BudgetState | None = None
    school_type: SchoolType | None = None


class QuorumRule(In):
    """How many must be there. Null: at every meeting, for every matter."""

    share: ShareText
    meeting_type: MeetingType | None = None
    category: Category | None = None
    matter_code: Code | None = None


class VoteRule(In):
    """How a vote is won."""

    share: ShareText
    base: Base = Base.ENTITLED
    recused_in_base: StrictBool = True
    meeting_type: MeetingType | None = None
    category: Category | None = None
    matter_code: Code | None = None


class BandRow(In):
    """From which sum on a purchase needs one of these methods."""

    from_amount: Money
    methods: Annotated[list[PurchaseMethod], Field(min_length=1, max_length=7)]
    spend_type: SpendType | None = None


class PolicyContent(In):
    """What a policy says. What it leaves out is the default of the rules."""

    thresholds: list[ThresholdRow] = Field([], max_length=100)
    quorums: list[QuorumRule] = Field([], max_length=50)
    vote_modes: list[VoteRule] = Field([], max_length=50)
    bands: list[BandRow] = Field([], max_length=50)
    limits: Limits = {}
    procedures: list[MeetingType] | None = Field(None, max_length=5, description="Whose 议事规则 it holds.")
    ballot_categories: list[Category] = Field([], max_length=4)
    pre_filing_required: StrictBool | None = None
    recorded_since: Day | None = Field(
        None, description="From when logs are kept: silence before is nobody's. Left out: since the first meeting."
    )


_CONTENT: dict[str, Any] = {
    "thresholds": [{"amount": "10000.00"}, {"amount": "5000.00", "budget_state": "unbudgeted"}],
    "quorums": [{"share": "≥1/2"}, {"share": "≥2/3", "category": "personnel_appointment"}],
    "vote_modes": [{"share": ">1/2"}],
    "limits": {"notice_days": 2},
    "procedures": ["party_organization_meeting", "principal_office_meeting"],
}


class PolicyIn(In):
    """A new version, as a draft."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "unit_id": UNIT["id"],
                "title": "三重一大决策制度",
                "effective_from": "2027-01-01",
                "content": _CONTENT,
            }
        }
    )

    unit_id: UUID
    title: Line
    effective_from: Day
    content: PolicyContent = PolicyContent()
    text: Long | None = Field(None, description="The text of the policy, for the search of copies.")
    source: Remark | None = Field(None, description="What its numbers rest on.")


class PolicyPatch(Patch):
    """What may be changed of a draft. The content is replaced as a whole."""

    model_config = ConfigDict(json_schema_extra={"example": {"title": "三重一大决策制度（修订）"}})

    title: Line = ""
    effective_from: Day = Field(None)  # type: ignore[assignment]
    content: PolicyContent = PolicyContent()
    text: Long | None = None
    source: Remark | None = None


class PolicyEndIn(In):
    """The last day of a version."""

    effective_to: Day


class PolicyRow(Out):
    """A version in a list."""

    id: UUID
    unit: UnitRef
    level: PolicyLevel
    version: int
    title: str
    state: PolicyState
    effective_from: Day
    effective_to: Day | None
    in_force: bool = Field(description="Issued, and today is among its days.")
    updated_at: Moment
    revision: int


class PolicyOut(PolicyRow):
    """A version with what it says."""

    content: PolicyContent
    text: str | None
    source: str | None
    issued_by: Named | None
    issued_at: Moment | None
    created_at: Moment
    verbs: list[PolicyVerb]


class LimitOut(Out):
    """A number that a policy may set."""

    name: str
    default: int
    unit: str
    zh: str
    en: str
    source: str


class LimitList(Out):
    """All of them."""

    items: list[LimitOut]


class MatterIn(In):
    """A row of a unit's own catalogue."""

    code: Code
    category: Category
    name: Line
    required_steps: list[StepType] = Field([], max_length=10)
    meeting_sequence: list[MeetingType] = Field([], max_length=5)
    needs_approval: StrictBool = False
    needs_publicity: StrictBool = False
    public_interest: StrictBool = False
    always_collective: StrictBool = False
    disclosure: Confidentiality = Confidentiality.INTERNAL
    basis: Remark | None = None


class MatterPatch(Patch):
    """What may be changed of a matter."""

    model_config = ConfigDict(json_schema_extra={"example": {"needs_publicity": True}})

    category: Category = Category.MAJOR_DECISION
    name: Line = ""
    required_steps: list[StepType] = Field([], max_length=10)
    meeting_sequence: list[MeetingType] = Field([], max_length=5)
    needs_approval: StrictBool = False
    needs_publicity: StrictBool = False
    public_interest: StrictBool = False
    always_collective: StrictBool = False
    disclosure: Confidentiality = Confidentiality.INTERNAL
    basis: Remark | None = None


class MatterOut(Out):
    """A matter; without an id it is shipped and nobody has adopted it."""

    id: UUID | None
    code: str
    category: Category
    name: str
    required_steps: list[StepType]
    meeting_sequence: list[MeetingType]
    needs_approval: bool
    needs_publicity: bool
    public_interest: bool
    always_collective: bool
    disclosure: Confidentiality
    basis: Short | None
    revision: int


class MatterCatalogue(Out):
    """The catalogue in force at a unit."""

    unit_id: UUID
    adopted_by: UUID | None = Field(description="Whose rows these are; null: the shipped ones, which nobody adopted.")
    adopted_by_name: str | None
    own: bool
    items: list[MatterOut]


class MatterAdoption(In):
    """Whose catalogue the shipped one becomes."""

    unit_id: UUID
