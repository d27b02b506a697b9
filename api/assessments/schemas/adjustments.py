"""Wire shapes of 加分, 扣分 and 一票否决."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.assessments.rules.adjustments import AdjustmentKind, AdjustmentState, AdjustmentVerb
from api.assessments.schemas.fields import AT, CAMPAIGN_ID, ENROLMENT_ID, SCHOOL, Code, Reason
from api.core.schemas import Choices, Day, In, Line, Moment, Named, Out, Text, UnitRef

Ground = Annotated[Text, StringConstraints(min_length=1, max_length=1000)]
Evidence = Annotated[list[UUID], Field(max_length=20, description="Evidence of the unit.")]


class BonusClaimIn(In):
    """An honour for which a bonus is claimed."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "code": "X",
                "level": "city",
                "name": "市级文明校园",
                "document": "市文明办〔2026〕5号",
                "ground": "2026年6月获评，证书见附件。",
                "evidence_ids": [],
            }
        }
    )

    code: Code
    level: Code
    name: Line
    document: Line | None = None
    ground: Ground
    evidence_ids: Evidence = Field(default_factory=list)


class AdjustmentIn(In):
    """A bonus or a deduction, as the framework has it. `level` and `name` are of a bonus, `times` of a deduction."""

    kind: AdjustmentKind
    code: Code
    level: Code | None = None
    name: Line | None = None
    times: Annotated[int, Field(ge=1, le=1000)] | None = None
    document: Line | None = None
    ground: Ground
    evidence_ids: Evidence = Field(default_factory=list)


class VetoIn(In):
    """A veto of the framework, with the document that establishes its ground."""

    code: Code
    document: Line
    ground: Ground
    evidence_ids: Evidence = Field(default_factory=list)


class AdjustmentReasonIn(In):
    """Why."""

    reason: Reason


class AdjustmentDecisionIn(In):
    """A decision; a reason is optional here."""

    reason: Reason | None = None


class AdjustmentFilter(BaseModel):
    """Which of them."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    campaign: UUID | None = None
    enrolment: UUID | None = None
    unit: UUID | None = None
    kind: Choices[AdjustmentKind] = ()
    state: Choices[AdjustmentState] = ()


class AdjustmentOut(Out):
    """A bonus, a deduction or a veto of one school. `until_on`: how long a veto bars from applying.

    Who proposed it and who decided are two persons; they are named where the campaign is held.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "0198c0de-0000-7000-8000-0000000000a7",
                "campaign_id": CAMPAIGN_ID,
                "enrolment_id": ENROLMENT_ID,
                "unit": SCHOOL,
                "kind": "veto",
                "code": "V1",
                "title": "班子成员严重违纪",
                "level": None,
                "name": None,
                "times": None,
                "document": "县纪〔2026〕1号",
                "ground": "处分决定已生效。",
                "evidence_ids": [],
                "until_on": None,
                "state": "proposed",
                "reason": None,
                "proposed_by": {"id": "0198c0de-0000-7000-8000-0000000000b1", "name": "周敏"},
                "proposed_at": AT,
                "decided_by": None,
                "decided_at": None,
                "verbs": ["uphold", "reject"],
                "revision": 1,
            }
        }
    )

    id: UUID
    campaign_id: UUID
    enrolment_id: UUID
    unit: UnitRef
    kind: AdjustmentKind
    code: str
    title: str
    level: str | None
    name: str | None
    times: int | None
    document: str | None
    ground: str
    evidence_ids: list[UUID]
    until_on: Day | None
    state: AdjustmentState
    reason: str | None
    proposed_by: Named | None
    proposed_at: Moment
    decided_by: Named | None
    decided_at: Moment | None
    verbs: list[AdjustmentVerb]
    revision: int
