"""Wire shapes of frozen outcomes, their recomputing, comparison over the years and projection."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from api.assessments.schemas.fields import AT, CAMPAIGN_ID, ENROLMENT_ID, SCHOOL, Reason
from api.assessments.schemas.results import Signed
from api.core.schemas import In, Moment, Out, Text, UnitRef
from api.frameworks.schemas.comparisons import ProjectedOut, VersionNamed

Hash = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]

_ROW: dict[str, Any] = {
    "id": "0198c0de-0000-7000-8000-0000000000a8",
    "campaign": {"id": CAMPAIGN_ID, "code": "2026", "title": "2026年清廉学校评估", "cycle": "2026"},
    "enrolment_id": ENROLMENT_ID,
    "unit": SCHOOL,
    "unit_name": "锦岚县第一小学",
    "number": 1,
    "last": True,
    "total": "91.5",
    "full": "100",
    "gap": "5.5",
    "vetoed": False,
    "grade": "model",
    "grade_title": "示范",
    "bands": {"grade": "model"},
    "rank": 3,
    "rank_district": 1,
    "rank_type": 2,
    "document_hash": "0" * 64,
    "reason": None,
    "frozen_at": AT,
}


class OutcomeFilter(BaseModel):
    """Which outcomes; without `every` only the last number of each."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    q: str | None = Field(None, max_length=100, description="Part of the school's name.")
    campaign: UUID | None = None
    unit: UUID | None = None
    grade: Annotated[Text, StringConstraints(max_length=40)] | None = None
    every: bool = Field(False, description="Also numbers that a later one has taken the place of.")


class OutcomeCampaign(Out):
    """The campaign of an outcome."""

    id: UUID
    code: str
    title: str
    cycle: str


class OutcomeRow(Out):
    """A frozen outcome in a list. `unit_name` is the name of the day, `unit` today's."""

    model_config = ConfigDict(json_schema_extra={"example": _ROW})

    id: UUID
    campaign: OutcomeCampaign
    enrolment_id: UUID
    unit: UnitRef
    unit_name: str
    number: int
    last: bool
    total: str
    full: str
    gap: Signed | None
    vetoed: bool
    grade: str | None
    grade_title: str | None = Field(description="What the grade is called, in the language asked for.")
    bands: dict[str, str | None]
    rank: int
    rank_district: int
    rank_type: int
    document_hash: Hash
    reason: str | None = Field(description="Why this number was made, where it corrects another.")
    frozen_at: Moment


class OutcomeOut(OutcomeRow):
    """An outcome with its canonical document, which holds everything that it was made of."""

    model_config = ConfigDict(
        json_schema_extra={"example": {**_ROW, "document": {"schema": 1}, "titles": {"A": "党风清正·责任落实"}}}
    )

    document: dict[str, Any]
    titles: dict[str, str] = Field(description="Of the indicators of its framework, in the language asked for.")


class RecomputedOut(Out):
    """What the document of an outcome comes to when it is scored again today."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"document_hash": "0" * 64, "recomputed_hash": "0" * 64, "holds": True, "differs": []}
        }
    )

    document_hash: Hash
    recomputed_hash: Hash
    holds: bool
    differs: list[str] = Field(description="The parts that are not what was frozen.")


class CorrectionIn(In):
    """Why an outcome is corrected."""

    reason: Reason


# --- Over the years --------------------------------------------------------------------------------------------------


class ComparedCycle(Out):
    """One campaign of a comparison, the oldest first."""

    campaign: OutcomeCampaign
    framework: VersionNamed
    outcome_id: UUID
    number: int
    percent: str | None = Field(description="The total in percent of the framework's full.")
    grade: str | None
    grade_title: str | None


class ComparedCell(Out):
    """One indicator in one cycle; `points` and `full` only where all cycles are of one scale."""

    code: str
    percent: str | None
    points: str | None
    full: str | None


class ComparedLine(Out):
    """One indicator over the cycles; null where a cycle does not know it."""

    lineage: str
    title: str
    depth: int
    leaf: bool
    one_scale: bool
    change: Signed | None = Field(description="From the first cycle that knows it to the last, in points of a hundred.")
    cells: list[ComparedCell | None]


class ComparisonOut(Out):
    """A school over several cycles, indicator by indicator of the same lineage."""

    unit: UnitRef
    cycles: list[ComparedCycle]
    lines: list[ComparedLine]


class OutcomeProjection(Out):
    """What an outcome tells of another framework, through a crosswalk: between `low` and `high`, `coverage` % known."""

    outcome_id: UUID
    target: VersionNamed
    low: str
    high: str
    coverage: str
    items: list[ProjectedOut]


class RectifyIn(In):
    """Whether only to count."""

    model_config = ConfigDict(json_schema_extra={"example": {"dry_run": True}})

    dry_run: StrictBool = False


class RectifyOut(Out):
    """How many schools hold a band with a consequence, of how many a problem is written down now, and had been before."""

    model_config = ConfigDict(json_schema_extra={"example": {"concerned": 4, "raised": 3, "already": 1}})

    concerned: int
    raised: int
    already: int
