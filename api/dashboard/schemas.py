"""Wire shapes of the overview."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.calendars.rules.terms import Term
from api.core.schemas import Day, Moment, Named, Out, UnitRef
from api.organizations.rules import SchoolType

Rate = Annotated[int | None, Field(description="In basis points (1/100 of a per cent); null where nothing is known.")]


class Today(Out):
    """Where today lies in the school year."""

    date: Day
    school_year: str = Field(examples=["2026-2027"])
    term: Term | None
    week: int | None


class Figures(Out):
    """Figures over all schools that are not closed."""

    schools: int
    public: int
    private: int
    pupils: int | None = Field(description="Sum over the schools whose number is known; null when none is.")
    staff: int | None = Field(description="Sum over the schools whose number is known; null when none is.")
    party_covered: int = Field(description="Schools that party work reaches: own or joint organization, or instructor.")
    party_unknown: int = Field(description="Schools whose party coverage is not known.")
    without_code: int = Field(description="Schools without a 学校标识码.")
    incomplete: int = Field(description="Schools of which something that a record should hold is not known.")


class TypeCount(Out):
    """How many schools are of a type."""

    type: SchoolType
    count: int


class DistrictRow(Out):
    """The schools of one district, or those that belong to none (`direct`), which are named after the unit viewed."""

    unit: Named
    direct: bool
    schools: int
    pupils: int | None
    party_coverage_rate: Rate = Field(description="Covered schools among those whose coverage is known.")
    completeness_rate: Rate = Field(description="Known values among all that the records should hold.")
    coded_rate: Rate = Field(description="Schools with a 学校标识码.")
    unknown: int = Field(description="Values that the records should hold and that are not known.")


class RecentEvent(Out):
    """An entry of the ledger, without what changed."""

    id: UUID
    at: Moment
    action: str = Field(examples=["school.updated"])
    object_type: str
    object_id: UUID
    object_label: str | None
    revision: int | None
    unit_id: UUID | None
    actor: Named | None
    reason: str | None
    erased: bool
    commitment: str


_UNIT = {"id": "0198c0de-0000-7000-8000-000000000001", "name": "锦岚县教育局", "kind": "bureau"}
_EXAMPLE: dict[str, Any] = {
    "unit": _UNIT,
    "as_of": "2026-11-20T08:30:00.000Z",
    "today": {"date": "2026-11-20", "school_year": "2026-2027", "term": "first", "week": 12},
    "figures": {
        "schools": 162,
        "public": 131,
        "private": 31,
        "pupils": 68412,
        "staff": 5120,
        "party_covered": 139,
        "party_unknown": 9,
        "without_code": 7,
        "incomplete": 38,
    },
    "by_type": [{"type": "kindergarten", "count": 61}, {"type": "primary", "count": 70}],
    "districts": [
        {
            "unit": {"id": "0198c0de-0000-7000-8000-000000000002", "name": "梅岭学区"},
            "direct": False,
            "schools": 28,
            "pupils": 15230,
            "party_coverage_rate": 9286,
            "completeness_rate": 9643,
            "coded_rate": 10000,
            "unknown": 13,
        }
    ],
    "recent": [],
}


class OverviewOut(Out):
    """A unit at a glance. Every figure is of one state of the data."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    unit: UnitRef
    as_of: Moment
    today: Today
    figures: Figures
    by_type: list[TypeCount]
    districts: list[DistrictRow]
    recent: list[RecentEvent]
