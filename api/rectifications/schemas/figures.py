"""Wire shapes of figures and words."""

from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.core.schemas import Day, Named, Out

_EXAMPLE: dict[str, Any] = {
    "open": 12,
    "closed": 30,
    "overdue": 2,
    "recheck_due": 1,
    "by_state": {"rectifying": 9, "submitted": 3, "accepted": 30},
    "by_age": {"month": 8, "quarter": 3, "longer": 1},
    "overdue_by_age": {"month": 0, "quarter": 1, "longer": 1},
    "by_severity": {"general": 9, "serious": 3, "major": 0},
}


class RectificationSummary(Out):
    """What stands where, of what units were told of. Overdue and age are of today."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    open: int
    closed: int
    overdue: int
    recheck_due: int = Field(description="Accepted problems whose second look (回头看) is due.")
    by_state: dict[str, int] = Field(description="States that occur.")
    by_age: dict[str, int] = Field(description="Open problems by the days since they were sent: 30, 90, longer.")
    overdue_by_age: dict[str, int] = Field(description="Those of them that are overdue.")
    by_severity: dict[str, int] = Field(description="Open problems by severity.")


class ClosedRates(Out):
    """What accepted problems came to."""

    closed: int
    on_time: int
    average_days: float | None = Field(description="From sending to acceptance; null where none was accepted.")
    returned: int = Field(description="Problems that were given back at least once.")
    recurring: int


class CauseRates(ClosedRates):
    """What the problems of one cause came to."""

    cause: str


class DistrictRates(ClosedRates):
    """What the problems of one district came to; without one: of units that belong to none."""

    district: Named | None


class RectificationRates(Out):
    """Rates of the problems accepted in a period: in all, by cause, by district."""

    from_on: Day
    to_on: Day
    whole: ClosedRates
    items: list[CauseRates]
    districts: list[DistrictRates]


class WordOut(Out):
    """A choice, named in both languages."""

    code: str = Field(examples=["canteen"])
    zh: str = Field(examples=["食堂"])
    en: str = Field(examples=["Canteen"])


class RectificationWords(Out):
    """The choices of rectification, and the numbers of its policy."""

    sources: list[WordOut]
    kinds: list[WordOut]
    causes: list[WordOut]
    action_types: list[WordOut]
    policy: dict[str, int] = Field(examples=[{"recheck_days": 90}])


class DueEntry(Out):
    """Something that falls due on a day."""

    day: Day
    type: str = Field(description="problem, task, recheck or reply.", examples=["task"])
    id: UUID = Field(description="The problem, or the action that is to be answered.")
    label: str
    unit: str
    overdue: bool


class DueCalendar(Out):
    """What falls due in a period, by day."""

    items: list[DueEntry]
    complete: bool = Field(description="False when there is more than is shown.")
