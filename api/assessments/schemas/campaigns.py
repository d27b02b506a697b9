"""Wire shapes of campaigns: what is set, listed, read, cloned."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from api.assessments.rules.campaigns import (
    CampaignMode,
    CampaignState,
    CampaignVerb,
    DistrictMode,
    LatePolicy,
    RoundPolicy,
    Shown,
    Subject,
)
from api.assessments.rules.cloning import TakenOver
from api.assessments.rules.rounds import Round
from api.assessments.schemas.fields import AT, BUREAU, CAMPAIGN_ID, Code, Cycle, Days, Decimal, Reason
from api.core.schemas import Choices, Day, In, Line, Moment, Out, Patch, UnitRef

_VERSION_ID = "0198c0de-0000-7000-8000-0000000000f2"
_WINDOWS: list[dict[str, Any]] = [
    {"round": "self", "opens_on": "2026-10-08", "closes_on": "2026-10-31"},
    {"round": "district", "opens_on": "2026-11-01", "closes_on": "2026-11-20"},
    {"round": "county", "opens_on": "2026-11-21", "closes_on": "2026-12-15"},
]
_SET: dict[str, Any] = {
    "code": "2026",
    "title": "2026年清廉学校年度评估",
    "cycle": "2026",
    "period_first_on": "2026-01-01",
    "period_last_on": "2026-12-31",
    "mode": "full",
    "subject": "school",
    "round_policy": "county_final",
    "weights": {},
    "district_mode": "score",
    "disagreement_threshold": "1",
    "publicity_days": 5,
    "appeal_days": 5,
    "visibility": {"district": "publicity", "county": "publicity"},
    "late_policy": "mark",
    "quotas": {},
    "windows": _WINDOWS,
}
_ROW: dict[str, Any] = {
    "id": CAMPAIGN_ID,
    **_SET,
    "unit": BUREAU,
    "framework": {
        "version_id": _VERSION_ID,
        "code": "QLXX-REF-100",
        "title": "清廉学校评价参考框架",
        "version": "1",
        "retired": False,
    },
    "state": "self",
    "state_reason": None,
    "takes_over": [],
    "cloned_from": None,
    "enrolled": 62,
    "updated_at": AT,
    "revision": 3,
}
_PATCH: dict[str, Any] = {"example": {"windows": _WINDOWS}}

Weights = Annotated[dict[Round, Decimal], Field(description="Percent of each round; only where rounds are weighed.")]
Quotas = Annotated[
    dict[str, Annotated[int, Field(ge=0, le=10_000)]],
    Field(description="How many may be admitted, by id of the district; `*` for every other one.", max_length=500),
]
Visibility = Annotated[
    dict[Round, Shown],
    Field(description="From when on a school sees a later round of its own; by team, not by person."),
]


class AssessmentWindowIn(In):
    """The days on which a round is worked on, both included."""

    round: Round
    opens_on: Day
    closes_on: Day


class AssessmentWindowOut(Out):
    """The days on which a round is worked on, both included."""

    round: Round
    opens_on: Day
    closes_on: Day


Windows = Annotated[list[AssessmentWindowIn], Field(max_length=3)]


class AssessmentCampaignIn(In):
    """A new campaign, as a draft. A round without a window is not held; self and county are needed to open it."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"unit_id": BUREAU["id"], "version_id": _VERSION_ID, **_SET}}
    )

    unit_id: UUID
    version_id: UUID = Field(description="A published version of a framework.")
    code: Code
    title: Line
    cycle: Cycle
    period_first_on: Day
    period_last_on: Day
    mode: CampaignMode = CampaignMode.FULL
    subject: Subject = Subject.SCHOOL
    round_policy: RoundPolicy = RoundPolicy.COUNTY_FINAL
    weights: Weights = Field(default_factory=dict)
    district_mode: DistrictMode = DistrictMode.SCORE
    disagreement_threshold: Decimal | None = None
    publicity_days: Days = 5
    appeal_days: Days = 5
    visibility: Visibility = Field(default_factory=dict)
    late_policy: LatePolicy = LatePolicy.MARK
    quotas: Quotas = Field(default_factory=dict)
    windows: Windows = Field(default_factory=list)


class AssessmentCampaignPatch(Patch):
    """What is to be different. Once it is open, only names, days, windows, visibility, quotas and the threshold."""

    model_config = ConfigDict(json_schema_extra=_PATCH)

    version_id: UUID = UUID(int=0)
    code: Code = ""
    title: Line = ""
    cycle: Cycle = ""
    period_first_on: Day = date.min
    period_last_on: Day = date.min
    mode: CampaignMode = CampaignMode.FULL
    subject: Subject = Subject.SCHOOL
    round_policy: RoundPolicy = RoundPolicy.COUNTY_FINAL
    weights: Weights = Field(default_factory=dict)
    district_mode: DistrictMode = DistrictMode.SCORE
    disagreement_threshold: Decimal | None = None
    publicity_days: Days = 5
    appeal_days: Days = 5
    visibility: Visibility = Field(default_factory=dict)
    late_policy: LatePolicy = LatePolicy.MARK
    quotas: Quotas = Field(default_factory=dict)
    windows: Windows = Field(default_factory=list)


class AssessmentFramework(Out):
    """By what is assessed."""

    version_id: UUID
    code: str
    title: str
    version: str
    retired: bool


class AssessmentCampaignRow(Out):
    """A campaign in a list."""

    model_config = ConfigDict(json_schema_extra={"example": _ROW})

    id: UUID
    unit: UnitRef
    code: str
    title: str
    cycle: str
    period_first_on: Day
    period_last_on: Day
    mode: CampaignMode
    subject: Subject
    framework: AssessmentFramework
    round_policy: RoundPolicy
    weights: dict[Round, str]
    district_mode: DistrictMode
    disagreement_threshold: str | None
    publicity_days: int
    appeal_days: int
    visibility: dict[Round, Shown]
    late_policy: LatePolicy
    quotas: dict[str, int]
    windows: list[AssessmentWindowOut]
    state: CampaignState
    state_reason: str | None
    takes_over: list[TakenOver] = Field(description="What begins as it stood in the campaign it was cloned from.")
    cloned_from: UUID | None
    enrolled: int = Field(description="Enrolments within the caller's reach.")
    updated_at: Moment
    revision: int


class AssessmentCampaignOut(AssessmentCampaignRow):
    """A campaign, and what the caller can do with it now."""

    model_config = ConfigDict(json_schema_extra={"example": {**_ROW, "verbs": ["adjust", "advance"]}})

    verbs: list[CampaignVerb]


class AssessmentCampaignFilter(BaseModel):
    """Which campaigns."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    q: Annotated[Line | None, Field(description="Part of title or code.")] = None
    state: Choices[CampaignState] = ()
    cycle: Cycle | None = None
    mode: Choices[CampaignMode] = ()
    unit: UUID | None = Field(None, description="Of this unit.")


class AssessmentReasonIn(In):
    """Why."""

    reason: Reason


class AssessmentCloneIn(In):
    """Next year's campaign from this one. Settings are taken over; windows move by as much as the period does.

    States, signatures and reviews never are; entries, comments and assignments where a switch says so, when the
    campaign is opened.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "code": "2027",
                "title": "2027年清廉学校年度评估",
                "cycle": "2027",
                "period_first_on": "2027-01-01",
                "period_last_on": "2027-12-31",
                "enrolments": True,
            }
        }
    )

    code: Code
    title: Line
    cycle: Cycle
    period_first_on: Day
    period_last_on: Day
    version_id: UUID | None = Field(None, description="Another version; without it the same.")
    enrolments: StrictBool = Field(True, description="Enrol the same schools, with their facts as they are now.")
    assignments: StrictBool = Field(False, description="Who works on which items, where they still hold a role.")
    entries: StrictBool = Field(False, description="The self-assessments begin with what schools entered last time.")
    comments: StrictBool = Field(False, description="The comments of the self-assessments.")
