"""Wire shapes of enrolments: who takes part, and how it stands."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from api.assessments.rules.campaigns import CampaignState, DistrictMode, Subject
from api.assessments.rules.enrolments import EnrolmentState, EnrolmentVerb
from api.assessments.rules.rounds import Round, RoundState, RoundVerb
from api.assessments.schemas.campaigns import AssessmentWindowOut
from api.assessments.schemas.fields import AT, CAMPAIGN_ID, DISTRICT, ENROLMENT_ID, SCHOOL, Long, Reason
from api.core.schemas import Choices, Day, In, Line, Moment, Named, Out, UnitRef
from api.frameworks.rules.model import Fact
from api.organizations.rules import Area, Canteen, Ownership, PartyOrganization, SchoolType, Stage

_ROUND: dict[str, Any] = {
    "round": "self",
    "state": "in_progress",
    "total": "86.5",
    "entered": 20,
    "missing": 3,
    "late": False,
    "returns": 0,
    "submitted_at": None,
    "revision": 4,
}
_ROW: dict[str, Any] = {
    "id": ENROLMENT_ID,
    "unit": SCHOOL,
    "district": DISTRICT,
    "subject": "school",
    "state": "enrolled",
    "reason": None,
    "statement": None,
    "updated_at": AT,
    "revision": 1,
}


class EnrolmentScope(In):
    """Which schools; fields narrow each other, values of one are alternatives. Only operating ones are enrolled."""

    unit_ids: list[UUID] = Field([], max_length=5_000, description="These; without any, all that the rest leaves.")
    below: UUID | None = Field(None, description="At or below this unit.")
    types: list[SchoolType] = Field(default_factory=list)
    stages: list[Stage] = Field(default_factory=list)
    ownership: list[Ownership] = Field(default_factory=list)
    areas: list[Area] = Field(default_factory=list)
    canteens: list[Canteen] = Field(default_factory=list)
    party_organizations: list[PartyOrganization] = Field(default_factory=list)


class EnrolIn(In):
    """Enrol everybody whom the scope covers. With `dry_run` nothing is written."""

    model_config = ConfigDict(json_schema_extra={"example": {"scope": {"types": ["primary"]}, "dry_run": True}})

    scope: EnrolmentScope = EnrolmentScope()
    dry_run: StrictBool = False


class Enrolled(Out):
    """What came of it. `enrolled`: new; `already`: took part before; `items`: applicable indicators at least and at most."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "enrolled": 62,
                "already": 0,
                "items_least": 19,
                "items_most": 23,
                "unknown_facts": {"canteen": 3},
            }
        }
    )

    enrolled: int
    already: int
    items_least: int
    items_most: int
    unknown_facts: dict[Fact, int] = Field(
        description="Schools of which an indicator asks something that is not known."
    )


class ApplicationIn(In):
    """A school's application. Again after a refusal or a withdrawal: with a new statement."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"unit_id": SCHOOL["id"], "statement": "近三年无违纪问题。"}}
    )

    unit_id: UUID
    statement: Long


class DistrictQuota(Out):
    """How many schools of a district may be admitted; null: as many as like. Without a district: directly below."""

    district: Named | None
    quota: int | None
    applied: int | None = Field(description="Waiting for a decision. Null for who does not look at the district.")
    admitted: int | None


class CampaignQuotas(Out):
    """The quotas of a campaign, district by district."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"items": [{"district": DISTRICT, "quota": 3, "applied": 2, "admitted": 1}]}}
    )

    items: list[DistrictQuota]


class EnrolmentReasonIn(In):
    """Why."""

    reason: Reason


class AssessmentRoundBrief(Out):
    """Where a round stands. What the caller may not see yet of a later round is null."""

    round: Round
    state: RoundState
    total: str | None
    entered: int
    missing: int
    late: bool
    returns: int = Field(description="How often it was returned.")
    submitted_at: Moment | None
    revision: int


class EnrolmentRow(Out):
    """An enrolment in a list."""

    model_config = ConfigDict(json_schema_extra={"example": _ROW})

    id: UUID
    unit: UnitRef
    district: Named | None
    subject: Subject
    state: EnrolmentState
    reason: str | None
    statement: str | None
    updated_at: Moment
    revision: int


class EnrolmentCampaign(Out):
    """The campaign of an enrolment."""

    id: UUID
    code: str
    title: str
    cycle: str
    period_first_on: Day
    period_last_on: Day
    state: CampaignState
    version_id: UUID = Field(description="Its document is at `/framework-versions/{version_id}`.")
    content_hash: str
    district_mode: DistrictMode
    disagreement_threshold: str | None
    windows: list[AssessmentWindowOut]


class AssessmentRoundVerbs(AssessmentRoundBrief):
    """A round, and what the caller can do with it now."""

    verbs: list[RoundVerb]


class EnrolmentOut(EnrolmentRow):
    """An enrolment with its frozen facts, what does not apply, and its rounds as far as the caller sees them."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                **_ROW,
                "campaign": {
                    "id": CAMPAIGN_ID,
                    "code": "2026",
                    "title": "2026年清廉学校年度评估",
                    "cycle": "2026",
                    "period_first_on": "2026-01-01",
                    "period_last_on": "2026-12-31",
                    "state": "self",
                    "version_id": "0198c0de-0000-7000-8000-0000000000f2",
                    "content_hash": "0" * 64,
                    "district_mode": "score",
                    "disagreement_threshold": "1",
                    "windows": [{"round": "self", "opens_on": "2026-10-08", "closes_on": "2026-10-31"}],
                },
                "facts": {"type": ["primary"], "canteen": ["none"]},
                "not_applicable": ["B4"],
                "unknown_facts": {},
                "verbs": [],
                "rounds": [{**_ROUND, "verbs": ["save", "submit"]}],
            }
        }
    )

    campaign: EnrolmentCampaign
    facts: dict[Fact, list[str]]
    not_applicable: list[str]
    unknown_facts: dict[str, list[Fact]] = Field(description="Facts asked for in vain, by indicator; it applies.")
    verbs: list[EnrolmentVerb]
    rounds: list[AssessmentRoundVerbs]


class EnrolmentFilter(BaseModel):
    """Which enrolments of a campaign."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    q: Line | None = Field(None, description="Words of the school's name, its code, pinyin initials.")
    state: Choices[EnrolmentState] = ()
    district: UUID | None = None
    unit: UUID | None = Field(None, description="Of this school.")


class EnrolmentExportFilter(EnrolmentFilter):
    """The same, of a campaign that is named."""

    campaign: UUID
