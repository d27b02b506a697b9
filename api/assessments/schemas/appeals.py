"""Wire shapes of appeals."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.assessments.rules.appeals import AppealResult, AppealState, AppealTarget, AppealVerb, Did
from api.assessments.rules.rounds import Round
from api.assessments.schemas.adjustments import Evidence
from api.assessments.schemas.fields import AT, CAMPAIGN_ID, ENROLMENT_ID, SCHOOL, Code, Decimal, Reason
from api.core.schemas import Choices, Day, In, Moment, Named, Out, Text, UnitRef

Statement = Annotated[Text, StringConstraints(min_length=1, max_length=4000)]
Team = Annotated[Text, StringConstraints(min_length=1, max_length=100)]
Decision = Annotated[Text, StringConstraints(min_length=1, max_length=2000)]


class AppealIn(In):
    """What is contested, and why. `code` names the item; an appeal about the grade has none."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "target": "item",
                "code": "A5",
                "statement": "公开栏照片已于公示前补交，未被计入。",
                "evidence_ids": [],
            }
        }
    )

    target: AppealTarget
    code: Code | None = None
    statement: Statement
    evidence_ids: Evidence = Field(default_factory=list)


class AppealReasonIn(In):
    """Why it is not taken up."""

    reason: Decision


class HearingIn(In):
    """The hearing: by which team, on which day, and what was said."""

    team: Team = Field(description="Not the team that scored.")
    heard_on: Day
    hearing: Statement


class AppealChangeIn(In):
    """Points that the decision sets for an item."""

    code: Code
    points: Decimal
    reason: Reason


class AppealDecisionIn(In):
    """The decision with its reasons; an item that changes gets its points."""

    result: AppealResult
    reason: Decision
    changes: list[AppealChangeIn] = Field(default_factory=list, max_length=100)


class AppealFilter(BaseModel):
    """Which appeals."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    campaign: UUID | None = None
    unit: UUID | None = None
    state: Choices[AppealState] = ()


class AppealChangeOut(Out):
    """What a decision has set."""

    code: str
    points: str
    reason: str


class AppealHand(Out):
    """Somebody who may not judge the appeal, for what was done in which round."""

    who: Named
    round: Round
    did: Did


class AppealHands(Out):
    """Who has scored what is contested, and so neither hears nor decides. `own`: the caller is among them."""

    persons: list[AppealHand]
    teams: list[str]
    own: bool


class AppealOut(Out):
    """An appeal. The school sees the team that decides, not the person."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "0198c0de-0000-7000-8000-0000000000aa",
                "campaign_id": CAMPAIGN_ID,
                "enrolment_id": ENROLMENT_ID,
                "unit": SCHOOL,
                "target": "item",
                "code": "A5",
                "title": "党务校务公开",
                "statement": "公开栏照片已于公示前补交，未被计入。",
                "evidence_ids": [],
                "state": "filed",
                "reason": None,
                "team": None,
                "heard_on": None,
                "hearing": None,
                "result": None,
                "changes": [],
                "filed_at": AT,
                "decided_at": None,
                "verbs": ["accept", "reject"],
                "hands": None,
                "revision": 1,
            }
        }
    )

    id: UUID
    campaign_id: UUID
    enrolment_id: UUID
    unit: UnitRef
    target: AppealTarget
    code: str | None
    title: str
    statement: str
    evidence_ids: list[UUID]
    state: AppealState
    reason: str | None
    team: str | None
    heard_on: Day | None
    hearing: str | None
    result: AppealResult | None
    changes: list[AppealChangeOut]
    filed_at: Moment
    decided_at: Moment | None
    verbs: list[AppealVerb]
    hands: AppealHands | None = Field(description="Of one appeal, for those who decide; null in lists and for others.")
    revision: int
