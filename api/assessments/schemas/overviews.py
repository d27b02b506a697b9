"""Wire shapes of the blocks about assessments: on the overview of a county, on the page of a school."""

from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.assessments.rules.campaigns import CampaignState
from api.assessments.rules.rounds import Round, RoundState
from api.assessments.schemas.fields import CAMPAIGN_ID, DISTRICT, ENROLMENT_ID, SCHOOL
from api.assessments.schemas.outcomes import OutcomeCampaign
from api.assessments.schemas.results import GradeCount, Signed, SpreadOut
from api.core.schemas import Day, Named, Out, UnitRef

_CAMPAIGN: dict[str, Any] = {"id": CAMPAIGN_ID, "code": "2026", "title": "2026年清廉学校评估", "cycle": "2026"}
_SPREAD: dict[str, Any] = {"number": 150, "mean": "3.2", "median": "2.5", "low": "-4", "high": "21"}

_PLACE: dict[str, Any] = {
    "district": DISTRICT,
    "rounds": {"self": {"schools": 28, "handed_in": 28, "mean": "94.2"}},
    "compared": 20,
    "gap": "4.8",
}


class CampaignRound(Out):
    """How many schools stand where in a round."""

    round: Round
    states: dict[RoundState, int]


class RoundMean(Out):
    """A round over the schools of a place: how many have handed it in, and what these came to on average."""

    schools: int
    handed_in: int
    mean: str | None = Field(description="Null where nobody has handed it in, or the caller may not see it yet.")


class PlaceRounds(Out):
    """The rounds of one district, or of the schools directly below the bureau. Means compare only where all are in."""

    district: Named | None
    rounds: dict[Round, RoundMean]
    compared: int = Field(description="Schools that have handed in the self-assessment and the county round.")
    gap: Signed | None = Field(description="Mean self-assessment less county, over these.")


class CampaignBlock(Out):
    """A campaign at a glance, over the schools within reach. Grades and gap once results are there to be seen."""

    campaign: OutcomeCampaign
    state: CampaignState
    schools: int
    full: str
    rounds: list[CampaignRound]
    places: list[PlaceRounds]
    grades: list[GradeCount]
    gap: SpreadOut


class AssessmentsBlock(Out):
    """The newest campaigns that have begun, the newest first; at most three."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "items": [
                    {
                        "campaign": _CAMPAIGN,
                        "state": "county",
                        "schools": 162,
                        "full": "100",
                        "rounds": [{"round": "self", "states": {"accepted": 150, "submitted": 12}}],
                        "places": [_PLACE],
                        "grades": [],
                        "gap": _SPREAD,
                    }
                ]
            }
        }
    )

    items: list[CampaignBlock]


class SchoolRound(Out):
    """Where a school stands in a round."""

    round: Round
    state: RoundState


class SchoolCampaign(Out):
    """A school in one campaign; what it came to once that may be seen."""

    campaign: OutcomeCampaign
    state: CampaignState
    enrolment_id: UUID
    rounds: list[SchoolRound]
    total: str | None
    grade: str | None
    grade_title: str | None
    rank: int | None
    gap: Signed | None


class SchoolPart(Out):
    """One part of the framework: what each round that is handed in gives it; null where it does not apply."""

    code: str
    title: str
    full: str
    points: dict[Round, str | None]


class SchoolParts(Out):
    """The newest assessment of a school part by part, rounds side by side, as far as the caller sees them."""

    enrolment_id: UUID
    campaign: OutcomeCampaign
    full: str
    totals: dict[Round, str]
    items: list[SchoolPart]


class SchoolAward(Out):
    """An award in force."""

    title: str
    kind: str
    valid_to: Day | None


class SchoolAssessments(Out):
    """The assessments of a school, the newest first; its awards in force; whether it is barred from applying."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "unit": SCHOOL,
                "campaigns": [
                    {
                        "campaign": _CAMPAIGN,
                        "state": "final",
                        "enrolment_id": ENROLMENT_ID,
                        "rounds": [{"round": "self", "state": "accepted"}],
                        "total": "91.5",
                        "grade": "model",
                        "grade_title": "示范",
                        "rank": 3,
                        "gap": "5.5",
                    }
                ],
                "parts": {
                    "enrolment_id": ENROLMENT_ID,
                    "campaign": _CAMPAIGN,
                    "full": "100",
                    "totals": {"self": "97"},
                    "items": [{"code": "A", "title": "党风清正", "full": "25", "points": {"self": "24.5"}}],
                },
                "awards": [{"title": "清廉学校示范校", "kind": "title", "valid_to": "2028-01-09"}],
                "barred": False,
                "barred_until": None,
            }
        }
    )

    unit: UnitRef
    campaigns: list[SchoolCampaign]
    parts: SchoolParts | None = Field(description="Null where the school takes part in none.")
    awards: list[SchoolAward]
    barred: bool
    barred_until: Day | None = Field(description="Null while barred: without an end.")
