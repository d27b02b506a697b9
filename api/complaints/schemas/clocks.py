"""Wire shapes of time: extensions, pauses, what is due, the rules themselves, the matters."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from api.complaints.rules.clocks import ClockKind, ClockLevel, TimeUnit
from api.complaints.rules.states import CaseState
from api.complaints.rules.words import Track
from api.complaints.schemas.moves import Number, Reason
from api.core.schemas import Choices, Day, In, Line, Out, Patch, Text
from api.rectifications.schemas import WordOut


class ClockExtensionIn(In):
    """Until when, and why. Beyond what the rule grants, the superior organ's document."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"until_on": "2027-03-01", "reason": "证人在外地，尚未谈话。"}}
    )

    until_on: Day
    reason: Reason
    approval_no: Number | None = None


class PauseIn(In):
    """From which day a clock stands still, or runs on."""

    model_config = ConfigDict(json_schema_extra={"example": {"on": "2026-11-20"}})

    on: Day
    reason: Reason | None = None


class DueFilter(BaseModel):
    """Which clocks."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    due_from: Day | None = None
    due_to: Day | None = None
    track: Choices[Track] | None = None
    level: Choices[ClockLevel] | None = None
    state: Choices[CaseState] | None = None


class DueClock(Out):
    """A running clock: whose it is, and how near its end; nothing of what the case says."""

    case_id: UUID
    number: str | None
    state: CaseState
    track: Track | None
    category_group: str | None
    name: str
    kind: ClockKind
    started_on: date
    due_on: date
    provisional: bool
    extensions: int
    level: ClockLevel
    days_left: int
    handler: str | None
    handling_unit: str | None
    opens: bool


class ClockCalendar(Out):
    """What is due day by day; not complete beyond a thousand."""

    items: list[DueClock]
    complete: bool


class ClockRuleOut(Out):
    """A clock as a rule: shipped, or the bureau's own from a day."""

    rule: str
    name: str
    track: Track | None
    kind: ClockKind
    start: str
    stop: str
    unit: TimeUnit
    length: int
    named: bool
    extend: int
    extend_unit: TimeUnit
    extend_times: int
    basis: str
    verified: bool
    own: bool


class ClockRuleIn(In):
    """The bureau's own length of a clock, from a day on; cases that run already keep theirs."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "length": 3,
                "unit": "working_day",
                "extend": 5,
                "extend_times": 1,
                "basis": "锦岚县 12345 工单办理办法",
                "from_on": "2026-12-01",
            }
        }
    )

    length: Annotated[int, Field(ge=0, le=400)]
    unit: TimeUnit
    extend: Annotated[int, Field(ge=0, le=400)] = 0
    extend_times: Annotated[int, Field(ge=0, le=9)] = 0
    basis: Annotated[Text, StringConstraints(min_length=2, max_length=500)]
    verified: StrictBool = False
    from_on: Day


class ComplaintMatterOut(Out):
    """A matter of the taxonomy."""

    code: str
    group: str
    zh: str
    en: str
    flags: list[str]
    track: Track
    portal: bool
    fields: list[dict[str, Any]]


class ComplaintMatterGroup(Out):
    """A group of matters."""

    code: str
    zh: str
    en: str
    flags: list[str]
    items: list[ComplaintMatterOut]


class ComplaintWords(Out):
    """Matters, reasons and organs of complaints."""

    groups: list[ComplaintMatterGroup]
    reasons: list[WordOut]
    organs: list[WordOut]


FieldCode = Annotated[Text, StringConstraints(pattern="^[a-z][a-z0-9_]{0,29}$")]


class AskedChoice(In):
    """One of the answers to choose from."""

    code: FieldCode
    zh: Annotated[Line, StringConstraints(max_length=60)]
    en: Annotated[Line, StringConstraints(max_length=100)]


class AskedField(In):
    """What the reporter of a matter is asked beside the text (Open311 attributes). Choices belong to the kind `choice`."""

    code: FieldCode
    zh: Annotated[Line, StringConstraints(max_length=60)]
    en: Annotated[Line, StringConstraints(max_length=100)]
    kind: Literal["text", "money", "date", "boolean", "choice"]
    required: StrictBool = False
    choices: Annotated[list[AskedChoice], Field(max_length=20)] = []


class ComplaintMatterPatch(Patch):
    """What the house calls a matter, its track, whether the portal offers it, what it asks; fields null: as shipped."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "zh": "课后服务收费",
                "portal": True,
                "fields": [{"code": "grade", "zh": "涉及年级", "en": "Grade", "kind": "text"}],
            }
        }
    )

    zh: Line = ""
    en: Line = ""
    track: Track = Track.PETITION
    portal: StrictBool = True
    fields: Annotated[list[AskedField], Field(max_length=10)] | None = None
