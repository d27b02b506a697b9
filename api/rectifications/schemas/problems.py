"""Wire shapes of problems, their tasks and acts."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from api.core.schemas import Day, In, Line, Moment, Named, Out, Patch, Text, UnitRef
from api.rectifications.rules import ActionState, ProblemState, RectificationVerb, Severity, TaskKind

Code = Annotated[Text, StringConstraints(pattern="^[a-z_]{1,40}$")]
Lineage = Annotated[Text, StringConstraints(min_length=1, max_length=80)]
Remark = Annotated[Text, StringConstraints(max_length=1000)]
Reason = Annotated[Text, StringConstraints(min_length=1, max_length=1000)]
Body = Annotated[Text, StringConstraints(min_length=1, max_length=2000)]

_ID = "0198c0de-0000-7000-8000-000000000021"
_UNIT: dict[str, Any] = {"id": "0198c0de-0000-7000-8000-000000000003", "name": "锦岚县第一小学", "kind": "school"}
_PERSON: dict[str, Any] = {"id": "0198c0de-0000-7000-8000-000000000004", "name": "何桂芳"}
_AT = "2026-11-20T08:30:00.000Z"
_FACTS: dict[str, Any] = {
    "title": "食堂食材采购没有三家比价",
    "description": "抽查九月采购单，两批蔬菜只有一家报价。",
    "kind": "procurement",
    "cause": "execution",
    "cause_text": "采购小组没有按制度开会。",
    "severity": "serious",
    "lineage": "canteen.procurement",
    "indicator": "3.2 食堂采购公开",
    "cited_rule": "学校食品安全与营养健康管理规定 第二十六条",
    "found_on": "2026-11-18",
}
_SOURCE: dict[str, Any] = {"type": "supervision", "id": None, "label": "秋季食堂专项检查"}


class RectificationSourceIn(In):
    """Where a problem comes from. What the complaint domain sends is told to nobody who cannot reach the complaint."""

    type: Code = "supervision"
    id: UUID | None = None
    label: Line | None = None


class RectificationSource(Out):
    """Where a problem comes from, as far as the reader may know."""

    type: str
    id: UUID | None
    label: str | None


class RectificationIn(In):
    """A problem that was found at a unit."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"unit_id": _UNIT["id"], "source": {"type": "supervision"}, **_FACTS}}
    )

    unit_id: UUID
    source: RectificationSourceIn = RectificationSourceIn()
    title: Line
    description: Annotated[Text, StringConstraints(max_length=4000)] | None = None
    kind: Code
    cause: Code = "unknown"
    cause_text: Remark | None = None
    severity: Severity = Severity.GENERAL
    lineage: Lineage | None = Field(None, description="Lineage of the indicator that it offends against.")
    indicator: Line | None = Field(None, description="What that indicator is called.")
    cited_rule: Annotated[Text, StringConstraints(max_length=500)] | None = None
    found_on: Day


class RectificationPatch(Patch):
    """What may be put right before the unit is told."""

    model_config = ConfigDict(json_schema_extra={"example": {"severity": "major"}})

    title: Line = ""
    description: Annotated[Text, StringConstraints(max_length=4000)] | None = None
    kind: Code = ""
    cause: Code = ""
    cause_text: Remark | None = None
    severity: Severity = Severity.GENERAL
    lineage: Lineage | None = None
    indicator: Line | None = None
    cited_rule: Annotated[Text, StringConstraints(max_length=500)] | None = None
    found_on: Day | None = None


class RectificationReason(In):
    """Why."""

    reason: Reason


class RectificationTaskIn(In):
    """A concrete measure. Without a day it is due by its kind, and never after the problem."""

    model_config = ConfigDict(json_schema_extra={"example": {"measure": "修订采购制度，三家比价留痕", "kind": "term"}})

    measure: Reason
    milestone: Annotated[Text, StringConstraints(max_length=500)] | None = None
    kind: TaskKind = TaskKind.TERM
    due_on: Day | None = None
    person_id: UUID | None = None


class RectificationTaskPatch(Patch):
    """What supervisors may change in a task."""

    measure: Reason = ""
    milestone: Annotated[Text, StringConstraints(max_length=500)] | None = None
    kind: TaskKind = TaskKind.TERM
    due_on: Day | None = None
    person_id: UUID | None = None


class AssignmentIn(In):
    """Who puts it right, until when, by which measures. Without a leading unit it is the unit itself."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"due_on": "2026-12-31", "duty": "主体责任", "tasks": [{"measure": "修订采购制度"}]}
        }
    )

    due_on: Day | None = Field(
        None, description="Asked for when it is first assigned; later it moves by extension only."
    )
    lead_unit_id: UUID | None = None
    lead_person_id: UUID | None = None
    supervisor_id: UUID | None = Field(None, description="The leader who supervises it.")
    cooperating_ids: list[UUID] = Field(default_factory=list, max_length=20)
    duty: Annotated[Text, StringConstraints(max_length=500)] | None = None
    tasks: list[RectificationTaskIn] = Field(default_factory=list, max_length=50)


class SubmissionIn(In):
    """What was done."""

    model_config = ConfigDict(json_schema_extra={"example": {"summary": "制度已修订，十月起三家比价。"}})

    summary: Body


class AcceptanceIn(In):
    """What the effect is, as checked."""

    model_config = ConfigDict(json_schema_extra={"example": {"effect": "抽查十月采购单，均有三家报价。"}})

    effect: Body


class ExtensionIn(In):
    """Until when, and why."""

    model_config = ConfigDict(json_schema_extra={"example": {"until_on": "2027-01-31", "reason": "设备到货推迟"}})

    until_on: Day
    reason: Reason


class ReopeningIn(In):
    """Why, and by when it is to be put right now."""

    model_config = ConfigDict(json_schema_extra={"example": {"due_on": "2027-02-28", "reason": "回头看发现反弹"}})

    due_on: Day
    reason: Reason


class ProgressIn(In):
    """What was done for a task."""

    text: Reason


class RectificationProgress(Out):
    """An entry of a task's log."""

    at: Moment
    by: Named
    text: str


class RectificationTaskOut(Out):
    """A task with its log."""

    id: UUID
    position: int
    measure: str
    milestone: str | None
    kind: TaskKind
    due_on: Day
    overdue: bool
    person: Named | None
    done_on: Day | None
    log: list[RectificationProgress] = Field(description="Newest first.")
    revision: int


class RectificationActOut(Out):
    """What was done to a problem. Towards the unit, supervisors act as a side and not by name."""

    id: UUID
    at: Moment
    verb: str
    state: ProblemState
    side: str = Field(examples=["supervision"])
    actor: Named | None
    text: str | None
    due_on: Day | None


class ExtensionOut(Out):
    """The request that waits."""

    until_on: Day
    own: bool = Field(description="Whether the caller asked for it.")


class ResponsibilityOut(Out):
    """Who puts it right."""

    lead_unit: UnitRef | None
    lead_person: Named | None
    supervisor: Named | None
    cooperating: list[UnitRef]
    duty: str | None


class RectificationActionRef(Out):
    """An accountability action that was issued about a problem."""

    id: UUID
    type: str
    title: str
    document_no: str | None
    state: ActionState
    issued_on: Day | None
    reply_due_on: Day | None


class RectificationOut(Out):
    """All that is known of a problem."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": _ID,
                "number": "2026-001",
                "unit": _UNIT,
                "source": _SOURCE,
                **_FACTS,
                "state": "confirmed",
                "sent_on": "2026-11-20",
                "contest_due_on": "2026-11-27",
                "contested": False,
                "due_on": None,
                "overdue": False,
                "recheck_on": None,
                "recheck_due": False,
                "accepted_on": None,
                "consolidated_on": None,
                "summary": None,
                "effect": None,
                "returned": 0,
                "reopened": 0,
                "extensions": 0,
                "extension": None,
                "recurrence_of": None,
                "responsibility": {
                    "lead_unit": None,
                    "lead_person": None,
                    "supervisor": None,
                    "cooperating": [],
                    "duty": None,
                },
                "tasks": [],
                "acts": [],
                "actions": [],
                "verbs": ["contest"],
                "task_verbs": [],
                "created_at": _AT,
                "updated_at": _AT,
                "revision": 2,
            }
        }
    )

    id: UUID
    number: str | None
    unit: UnitRef
    source: RectificationSource
    title: str
    description: str | None
    kind: str
    cause: str
    cause_text: str | None
    severity: Severity
    lineage: str | None
    indicator: str | None
    cited_rule: str | None
    found_on: Day
    state: ProblemState
    sent_on: Day | None
    contest_due_on: Day | None
    contested: bool
    due_on: Day | None
    overdue: bool
    recheck_on: Day | None
    recheck_due: bool
    accepted_on: Day | None
    consolidated_on: Day | None
    summary: str | None
    effect: str | None
    returned: int
    reopened: int
    extensions: int
    extension: ExtensionOut | None
    recurrence_of: Named | None
    responsibility: ResponsibilityOut
    tasks: list[RectificationTaskOut]
    acts: list[RectificationActOut] = Field(description="Newest first.")
    actions: list[RectificationActionRef]
    verbs: list[RectificationVerb] = Field(description="What the caller can do with it now.")
    task_verbs: list[str] = Field(description="What the caller can do with its tasks now: add, change, log.")
    created_at: Moment
    updated_at: Moment
    revision: int
