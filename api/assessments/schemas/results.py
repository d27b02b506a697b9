"""Wire shapes of results: computing, ranking, one result with its reasons, moderation, figures."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from api.assessments.rules.ranking import Per
from api.assessments.rules.rounds import Round
from api.assessments.rules.work import DisagreementState
from api.assessments.schemas.fields import AT, DISTRICT, ENROLMENT_ID, SCHOOL, Code, Decimal, Reason
from api.core.schemas import In, Moment, Named, Out, Text, UnitRef
from api.frameworks.schemas.calculations import ExplainedOut
from api.organizations.rules import SchoolType

Signed = Annotated[str, Field(examples=["-2.5"], description="Decimal; may be negative.")]


class LimitIn(In):
    """A quota of a band: at most `top` of each group, or `percent` of it, or of the one `group` that is named."""

    band: Code
    per: Per = Per.CAMPAIGN
    group: Annotated[Text, StringConstraints(max_length=40)] | None = Field(
        None, description="Id of a district, or a type of school; left out, every group."
    )
    top: Annotated[int, Field(ge=0, le=100_000)] | None = None
    percent: Decimal | None = None

    @model_validator(mode="after")
    def _says_how_many(self) -> "LimitIn":
        if self.top is None and self.percent is None:
            raise ValueError("a quota says how many: top, percent, or both")
        return self


class ComputeIn(In):
    """With which quotas beside those of the framework."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"limits": [{"band": "model", "per": "district", "top": 3}]}}
    )

    limits: list[LimitIn] = Field(default_factory=list, max_length=200)


class ReopenIn(In):
    """Why a campaign is opened again."""

    reason: Reason


class AssessmentRankingFilter(BaseModel):
    """Which results."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    q: str | None = Field(None, max_length=100, description="Part of the school's name.")
    district: UUID | None = None
    type: SchoolType | None = None
    grade: str | None = Field(None, max_length=40)
    vetoed: bool | None = None
    incomplete: bool | None = Field(None, description="Whether entries are missing.")


class RankingExportFilter(AssessmentRankingFilter):
    """The same, of a campaign that is named."""

    campaign: UUID


class AssessmentRankingRow(Out):
    """A result in the ranking. `gap`: self-assessment less county round."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "enrolment_id": ENROLMENT_ID,
                "unit": SCHOOL,
                "district": DISTRICT,
                "type": "primary",
                "total": "91.5",
                "self_total": "97",
                "district_total": "93",
                "county_total": "91.5",
                "gap": "5.5",
                "missing": 0,
                "vetoed": False,
                "grade": "model",
                "bands": {"grade": "model"},
                "rank": 3,
                "rank_district": 1,
                "rank_type": 2,
            }
        }
    )

    enrolment_id: UUID
    unit: UnitRef
    district: Named | None
    type: str
    total: str
    self_total: str | None
    district_total: str | None
    county_total: str | None
    gap: Signed | None
    missing: int = Field(description="Items without an entry; they count nothing.")
    vetoed: bool
    grade: str | None
    bands: dict[str, str | None] = Field(description="The band of each scale of the framework, after quotas.")
    rank: int
    rank_district: int
    rank_type: int


class AssessmentResultOut(AssessmentRankingRow):
    """What one school came to, and why."""

    model_config = ConfigDict(json_schema_extra={"example": None})

    base: str
    bonus: str
    deducted: str
    full: str
    values: dict[str, str | None] = Field(description="Points by indicator; null where it does not apply.")
    missing_codes: list[str]
    sources: dict[str, Round] = Field(description="Which round spoke for an item.")
    reasons: list[str] = Field(description="Why the grade is what it is and not a better one.")
    computed_at: Moment = Field(examples=[AT])
    explanation: ExplainedOut


# --- Moderation ------------------------------------------------------------------------------------------------------


class ModerationRow(Out):
    """Something to be looked at before results are shown: what it is, at which school, about which item."""

    id: UUID | None = Field(description="Of a disagreement, by which it is settled.")
    kind: str = Field(examples=["disagreement"], description="disagreement, outlier, missing, gap.")
    enrolment_id: UUID
    unit: UnitRef
    code: str | None
    later: Round | None
    earlier: Round | None
    gap: Signed | None = Field(description="Later less earlier round, or the distance from the median.")
    state: DisagreementState | None = Field(description="Of a disagreement.")
    explanation: str | None = Field(description="Why the later round lies apart.")
    ruling: str | None = Field(description="Why it stands, of a disagreement that is settled.")
    due: bool | None = Field(description="Of a disagreement: whether it has to be settled before results are shown.")


class SettleIn(In):
    """Disagreements of one campaign that are settled for one reason."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "disagreement_ids": ["0198c0de-0000-7000-8000-0000000000d1"],
                "reason": "经评议，县级复核依据充分，按复核得分计。",
            }
        }
    )

    disagreement_ids: list[UUID] = Field(min_length=1, max_length=200)
    reason: Reason


class ModerationFilter(BaseModel):
    """Which of them."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    kind: str | None = Field(None, pattern="^(disagreement|outlier|missing|gap)$")
    district: UUID | None = None
    settled: bool | None = Field(None, description="Only disagreements that are settled; left out, what is open.")
    due: bool | None = Field(None, description="Only disagreements that have to be settled before results are shown.")


# --- Figures ---------------------------------------------------------------------------------------------------------


class SpreadOut(Out):
    """Where values lie."""

    number: int
    mean: Signed | None
    median: Signed | None
    low: Signed | None
    high: Signed | None


class GapGroup(Out):
    """The gaps of one district."""

    district: Named | None
    spread: SpreadOut


class GapsOfCampaign(Out):
    """How far self-assessments lie above what the county found, over the schools within reach."""

    edges: list[Signed] = Field(description="Lower bounds of all columns but the first.")
    columns: list[int] = Field(
        description="Schools below the first edge, from each edge to the next, from the last on."
    )
    spread: SpreadOut
    districts: list[GapGroup]


class DifficultyRow(Out):
    """How an item was met."""

    code: str
    title: str
    full: str
    scored: int
    reached: str | None = Field(description="Mean share of the full, in percent.")
    at_full: int
    at_zero: int
    tells_apart: Signed | None = Field(description="Best 27 % less last 27 %, in percent of the full.")


class DifficultyOfCampaign(Out):
    """All items in the order of the framework, over the schools within reach."""

    items: list[DifficultyRow]


class GradeCount(Out):
    """How many hold a band; `grade` null is none."""

    grade: str | None
    title: str | None
    schools: int
