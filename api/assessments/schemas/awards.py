"""Wire shapes of awards, stars and the blacklist."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.assessments.rules.awards import AwardKind, AwardState, AwardVerb, Ground
from api.assessments.schemas.fields import AT, SCHOOL, Code, Reason
from api.core.schemas import Choices, Day, In, Line, Moment, Out, Text, UnitRef

Title = Annotated[Text, StringConstraints(min_length=1, max_length=100)]
Years = Annotated[int, Field(ge=1, le=20, description="How long it lasts from the day it is granted.")]


class AssessmentAwardIn(In):
    """An award proposed for one unit. A blacklist entry names its ground and document; the others rest on an outcome."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "unit_id": SCHOOL["id"],
                "kind": "title",
                "title": "清廉学校示范校",
                "outcome_id": "0198c0de-0000-7000-8000-0000000000a8",
                "years": 2,
            }
        }
    )

    unit_id: UUID
    kind: AwardKind
    title: Title
    level: Code | None = None
    outcome_id: UUID | None = None
    years: Years = 2
    plaque_no: Annotated[Text, StringConstraints(max_length=40)] | None = None
    ground: Ground | None = None
    document: Line | None = None


class AwardsOfBandIn(In):
    """One award for every school that holds a band in the final outcomes of a campaign."""

    kind: AwardKind = AwardKind.TITLE
    title: Title
    scale: Code = Field(description="Code of the scale, e.g. `grade` or `stars`.")
    band: Code
    years: Years = 2


class AwardsProposed(Out):
    """How many were proposed; how many hold the band and were left out, being vetoed or barred, or having it already."""

    proposed: int
    left_out: int


class AwardGrantIn(In):
    """Why it is granted, and the number of its plaque."""

    reason: Reason | None = None
    plaque_no: Annotated[Text, StringConstraints(max_length=40)] | None = None


class AwardReasonIn(In):
    """Why it is refused, or given back."""

    reason: Reason


class AwardRemovalIn(In):
    """Why it is suspended or taken away: the ground, and the document that establishes it."""

    reason: Reason
    ground: Ground
    document: Line


class AwardNoticeIn(In):
    """One notice of some awards of one bureau."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"title": "清廉学校示范校拟授予名单公示", "award_ids": ["0198c0de-0000-7000-8000-0000000000a9"]}
        }
    )

    title: Line
    award_ids: list[UUID] = Field(min_length=1, max_length=500)


class AwardNoticeOut(Out):
    """The notice that was drafted; two persons check and release it."""

    notice_id: UUID
    awards: int


class AwardFilter(BaseModel):
    """Which awards."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    q: str | None = Field(None, max_length=100, description="Part of the school's name.")
    unit: UUID | None = None
    campaign: UUID | None = None
    kind: Choices[AwardKind] = ()
    state: Choices[AwardState] = ()


class AwardOut(Out):
    """An award as it stands today: `expired` once its last day is over."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "0198c0de-0000-7000-8000-0000000000a9",
                "unit": SCHOOL,
                "kind": "title",
                "title": "清廉学校示范校",
                "level": "model",
                "campaign_id": None,
                "outcome_id": None,
                "years": 2,
                "valid_from": "2026-01-10",
                "valid_to": "2028-01-09",
                "plaque_no": "锦教廉〔2026〕12",
                "state": "granted",
                "ground": None,
                "document": None,
                "reason": None,
                "notice_id": None,
                "shown_until": None,
                "open_objections": 0,
                "announcement_id": None,
                "proposed_at": AT,
                "decided_at": AT,
                "verbs": ["suspend", "revoke"],
                "revision": 3,
            }
        }
    )

    id: UUID
    unit: UnitRef
    kind: AwardKind
    title: str
    level: str | None
    campaign_id: UUID | None
    outcome_id: UUID | None
    years: int
    valid_from: Day | None
    valid_to: Day | None
    plaque_no: str | None
    state: AwardState
    ground: Ground | None
    document: str | None
    reason: str | None
    notice_id: UUID | None
    shown_until: Day | None = Field(description="The last day on which the notice shows it.")
    open_objections: int
    announcement_id: UUID | None = Field(description="The notice that tells of what was decided last.")
    proposed_at: Moment
    decided_at: Moment | None
    verbs: list[AwardVerb]
    revision: int
