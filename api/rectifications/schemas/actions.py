"""Wire shapes of accountability actions."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.core.schemas import Choices, Day, In, Line, Moment, Named, Out, Patch, Text, UnitRef
from api.rectifications.rules import ActionState, ActionVerb
from api.rectifications.schemas.problems import Code

DocumentNo = Annotated[Text, StringConstraints(min_length=1, max_length=100)]
Words = Annotated[Text, StringConstraints(min_length=1, max_length=1000)]
Demand = Annotated[Text, StringConstraints(min_length=1, max_length=2000)]

_FACTS: dict[str, Any] = {
    "type": "interview",
    "title": "约谈锦岚县第一小学校长",
    "document_no": "锦教约〔2026〕3号",
    "basis": "锦岚县教育系统整改工作办法 第十二条",
    "demand": "十个工作日内提交书面整改报告",
    "effect": "记入年度考核",
}


class AccountabilityActionIn(In):
    """An action towards a unit, or a person of it, from its draft on."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"unit_id": "0198c0de-0000-7000-8000-000000000003", **_FACTS}}
    )

    unit_id: UUID
    person_id: UUID | None = None
    problem_id: UUID | None = Field(None, description="A problem of the unit that it is about.")
    type: Code
    title: Line
    document_no: DocumentNo | None = None
    basis: Words | None = None
    demand: Demand | None = None
    effect: Words | None = None


class AccountabilityActionPatch(Patch):
    """What may be put right in a draft."""

    model_config = ConfigDict(json_schema_extra={"example": {"document_no": "锦教约〔2026〕3号"}})

    type: Code = ""
    title: Line = ""
    document_no: DocumentNo | None = None
    basis: Words | None = None
    demand: Demand | None = None
    effect: Words | None = None


class AccountabilityActionRow(Out):
    """An action in a list."""

    id: UUID
    type: str
    title: str
    unit: UnitRef
    person: Named | None
    document_no: str | None
    state: ActionState
    issued_on: Day | None
    reply_due_on: Day | None
    overdue: bool = Field(description="It was to be answered, and was not.")
    effect_until_on: Day | None
    in_effect: bool
    updated_at: Moment
    revision: int


class AccountabilityActionOut(Out):
    """All that is known of an action."""

    id: UUID
    type: str
    title: str
    unit: UnitRef
    person: Named | None
    problem: Named | None
    document_no: str | None
    basis: str | None
    demand: str | None
    effect: str | None
    state: ActionState
    issued_on: Day | None
    issued_by: Named | None
    reply_due_on: Day | None
    overdue: bool
    effect_until_on: Day | None
    in_effect: bool
    result: str | None
    verbs: list[ActionVerb] = Field(description="What the caller can do with it now.")
    created_at: Moment
    updated_at: Moment
    revision: int


class AccountabilityActionFilter(BaseModel):
    """Which actions."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    unit: UUID | None = Field(None, description="Only actions towards this unit and those below.")
    type: Code | None = None
    state: Choices[ActionState] = ()
    overdue: bool | None = None
    in_effect: bool | None = None
