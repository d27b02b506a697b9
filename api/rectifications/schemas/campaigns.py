"""Wire shapes of rectification campaigns: stages, checklists, personal plans, close-out."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.core.schemas import Choices, Day, In, Line, Moment, Named, Out, Text, UnitRef
from api.rectifications.rules import CloseOutState, CloseOutVerb, RectificationCampaignState, RectificationCampaignVerb
from api.rectifications.schemas.problems import Body, Reason

ItemCode = Annotated[Text, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,20}$")]
_STAGES: list[Any] = [
    {
        "name": "动员部署",
        "starts_on": "2026-09-01",
        "ends_on": "2026-09-15",
        "items": [{"code": "1.1", "text": "召开动员会"}, {"code": "1.2", "text": "印发方案"}],
    },
    {
        "name": "查摆问题",
        "starts_on": "2026-09-16",
        "ends_on": "2026-10-31",
        "items": [{"code": "2.1", "text": "逐项自查"}],
    },
]


class StageItem(In):
    """A line of a checklist."""

    code: ItemCode
    text: Annotated[Text, StringConstraints(min_length=1, max_length=300)]


class StageIn(In):
    """A stage, both days included. Each begins on the day after the one before has ended."""

    name: Annotated[Text, StringConstraints(min_length=1, max_length=100)]
    starts_on: Day
    ends_on: Day
    items: list[StageItem] = Field(default_factory=list, max_length=50)


class RectificationCampaignIn(In):
    """A campaign of a bureau or district over units below it; sent again, a draft is replaced."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "unit_id": "0198c0de-0000-7000-8000-000000000001",
                "title": "有偿补课专项整治",
                "stages": _STAGES,
                "unit_ids": ["0198c0de-0000-7000-8000-000000000003"],
            }
        }
    )

    unit_id: UUID
    title: Line
    basis: Annotated[Text, StringConstraints(max_length=500)] | None = None
    goal: Annotated[Text, StringConstraints(max_length=2000)] | None = None
    stages: list[StageIn] = Field(max_length=12)
    unit_ids: list[UUID] = Field(default_factory=list, max_length=3000, description="Who takes part.")


class CheckIn(In):
    """An item that the unit has done, or has not."""

    done: Annotated[bool, Field(strict=True)] = True
    note: Annotated[Text, StringConstraints(max_length=500)] | None = None


class PersonalPlanIn(In):
    """What one teacher puts right (一人一策)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "person_id": "0198c0de-0000-7000-8000-000000000004",
                "problems": "课后服务有偿推荐教辅。",
                "measures": "退回费用，签订承诺书。",
                "due_on": "2026-10-15",
            }
        }
    )

    person_id: UUID
    problems: Body
    measures: Body
    due_on: Day


class PersonalPlanDone(In):
    """What came of a plan."""

    result: Reason


class CloseOutIn(In):
    """What the unit has done in the campaign."""

    summary: Body


class StageOut(Out):
    """A stage. `current`: it runs today."""

    position: int
    name: str
    starts_on: Day
    ends_on: Day
    current: bool
    items: list[StageItem]


class CampaignCounts(Out):
    """How many units stand where."""

    units: int
    submitted: int
    accepted: int


class RectificationCampaignRow(Out):
    """A campaign in a list."""

    id: UUID
    title: str
    unit: UnitRef
    state: RectificationCampaignState
    first_on: Day
    last_on: Day
    counts: CampaignCounts
    stage: str | None = Field(description="The stage that runs today.")
    updated_at: Moment
    revision: int


class RectificationCampaignOut(Out):
    """A campaign with its stages."""

    id: UUID
    title: str
    unit: UnitRef
    basis: str | None
    goal: str | None
    state: RectificationCampaignState
    state_reason: str | None
    first_on: Day
    last_on: Day
    stages: list[StageOut]
    counts: CampaignCounts
    verbs: list[RectificationCampaignVerb] = Field(description="What the caller can do with it now.")
    own_place: UUID | None = Field(description="The caller's own unit's part in it, where there is exactly one.")
    created_at: Moment
    updated_at: Moment
    revision: int


class CampaignPlaceRow(Out):
    """A unit that takes part."""

    id: UUID
    unit: UnitRef
    state: CloseOutState
    done: int = Field(description="Items of the checklists that are done.")
    items: int
    late: int = Field(description="Items of stages that are over, and that are not done.")
    plans: int
    plans_done: int
    submitted_at: Moment | None
    returned: int


class CheckOut(Out):
    """An item that is done."""

    code: str
    note: str | None
    done_on: Day
    by: Named


class PersonalPlanOut(Out):
    """A personal plan."""

    id: UUID
    person: Named
    problems: str
    measures: str
    due_on: Day
    overdue: bool
    done_on: Day | None
    result: str | None
    revision: int


class CampaignPlaceOut(Out):
    """One unit's part in a campaign."""

    id: UUID
    campaign: Named
    campaign_state: RectificationCampaignState
    unit: UnitRef
    state: CloseOutState
    stages: list[StageOut]
    checks: list[CheckOut]
    plans: list[PersonalPlanOut] = Field(description="Of those whom the caller may read.")
    hidden_plans: int = Field(description="Plans of persons whom the caller may not read.")
    evidence: int
    summary: str | None
    reason: str | None
    submitted_at: Moment | None
    decided_at: Moment | None
    returned: int
    verbs: list[CloseOutVerb] = Field(description="What the caller can do with it now.")
    revision: int


class RectificationCampaignFilter(BaseModel):
    """Which campaigns."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    state: Choices[RectificationCampaignState] = ()


class CampaignPlaceFilter(BaseModel):
    """Which units of a campaign."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    state: Choices[CloseOutState] = ()
    unit: UUID | None = Field(None, description="Only this unit and those below.")
