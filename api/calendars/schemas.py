"""Wire shapes of the calendar."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from api.calendars.rules.terms import Term
from api.calendars.rules.working_days import DayKind
from api.core.schemas import Day, In, Line, Moment, Out

Name = Annotated[str | None, Field(description="The holiday it belongs to, in Chinese; null for an ordinary day.")]
Provisional = Annotated[bool, Field(description="A year's table is not published yet; the answer may still change.")]
MissingYears = Annotated[list[int], Field(description="Years without a table that the answer rests on.")]
SchoolYearName = Annotated[str, Field(description="Like 2026-2027.")]


def _example(**fields: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": fields})


_ANNOUNCED: dict[str, JsonValue] = {
    "year": 2026,
    "provisional": False,
    "source": "国务院办公厅关于2026年部分节假日安排的通知",
    "loaded_at": "2026-01-05T01:00:00.000Z",
    "working_days": 248,
    "holidays": 33,
    "make_up_days": 6,
    "revision": 1,
}
_MISSING: dict[str, JsonValue] = {
    "year": 2027,
    "provisional": True,
    "source": None,
    "loaded_at": None,
    "working_days": 259,
    "holidays": 6,
    "make_up_days": 0,
    "revision": None,
}


class DayOut(Out):
    """One day. `make_up` is a Saturday or Sunday that is worked (调休上班)."""

    model_config = _example(date="2026-02-14", kind="make_up", name="春节", provisional=False)

    date: Day
    kind: DayKind
    name: Name
    provisional: Provisional


class DaysOut(Out):
    """A stretch of days."""

    model_config = _example(
        items=[
            {"date": "2026-02-14", "kind": "make_up", "name": "春节", "provisional": False},
            {"date": "2026-02-15", "kind": "holiday", "name": "春节", "provisional": False},
        ]
    )

    items: list[DayOut]


class SpecialDayOut(Out):
    """A day that a year's table names: a holiday or a make-up day."""

    date: Day
    kind: DayKind
    name: str


class YearRow(Out):
    """A year's table in figures; without a table it is provisional and has neither source nor revision."""

    year: int
    provisional: Provisional
    source: str | None
    loaded_at: Moment | None
    working_days: int
    holidays: int
    make_up_days: int
    revision: int | None


class YearsOut(Out):
    """All years from the first with a table to next year, or to the last with a table."""

    model_config = _example(items=[_ANNOUNCED, _MISSING])

    items: list[YearRow]


class YearOut(YearRow):
    """A year's table with the days it names; every other day follows its weekday."""

    model_config = _example(**_ANNOUNCED, days=[{"date": "2026-01-01", "kind": "holiday", "name": "元旦"}])

    days: list[SpecialDayOut]


class SpecialDaysFilter(In):
    """Which special days an export holds; without a year, those of every table."""

    year: int | None = Field(None, ge=2000, le=2100)


class NamedDayIn(In):
    """A date and the holiday it belongs to."""

    date: Day
    name: Line


class YearIn(In):
    """The yearly notice of holidays: every day off with its name, and every weekend day that is worked."""

    model_config = _example(
        source="国务院办公厅关于2027年部分节假日安排的通知",
        holidays=[
            {"date": "2027-01-01", "name": "元旦"},
            {"date": "2027-05-01", "name": "劳动节"},
            {"date": "2027-05-02", "name": "劳动节"},
            {"date": "2027-10-01", "name": "国庆节"},
            {"date": "2027-10-02", "name": "国庆节"},
            {"date": "2027-10-03", "name": "国庆节"},
        ],
        make_up_days=[{"date": "2027-10-09", "name": "国庆节"}],
    )

    source: Annotated[Line, Field(description="The notice, with its number.")]
    holidays: Annotated[list[NamedDayIn], Field(max_length=366)]
    make_up_days: Annotated[list[NamedDayIn], Field(max_length=366)]


class DeadlineOut(Out):
    """A working day found by counting."""

    model_config = _example(date="2027-01-11", provisional=True, missing_years=[2027])

    date: Day
    provisional: Provisional
    missing_years: MissingYears


class DayCountOut(Out):
    """A number of working days."""

    model_config = _example(days=20, provisional=False, missing_years=[])

    days: int
    provisional: Provisional
    missing_years: MissingYears


class TermIn(In):
    """A term from its first to its last day, both included."""

    term: Term
    starts_on: Day
    ends_on: Day


class TermsIn(In):
    """Both terms of a school year, for a unit and all units below it that set none of their own."""

    model_config = _example(
        unit_id="0198c0de-0000-7000-8000-000000000001",
        terms=[
            {"term": "first", "starts_on": "2026-09-01", "ends_on": "2027-01-29"},
            {"term": "second", "starts_on": "2027-03-01", "ends_on": "2027-07-09"},
        ],
    )

    unit_id: UUID
    terms: Annotated[list[TermIn], Field(max_length=4)]


class TermOut(Out):
    """A term in force for a unit. `unit_id` is the unit that set it; null: the default rule, and provisional."""

    school_year: SchoolYearName
    term: Term
    starts_on: Day
    ends_on: Day
    provisional: Annotated[bool, Field(description="Nobody has set this school year yet; default dates.")]
    unit_id: UUID | None


class TermsOut(Out):
    """Terms in the order of their dates."""

    model_config = _example(
        items=[
            {
                "school_year": "2026-2027",
                "term": "first",
                "starts_on": "2026-09-01",
                "ends_on": "2027-01-29",
                "provisional": False,
                "unit_id": "0198c0de-0000-7000-8000-000000000001",
            }
        ]
    )

    items: list[TermOut]


class TodayOut(Out):
    """Today where deadlines are counted; `term` and `week` are null in the school holidays."""

    model_config = _example(
        date="2026-10-12",
        kind="working",
        name=None,
        provisional=False,
        school_year="2026-2027",
        term="first",
        week=7,
        term_provisional=False,
    )

    date: Day
    kind: DayKind
    name: Name
    provisional: Provisional
    school_year: SchoolYearName
    term: Term | None
    week: Annotated[int | None, Field(description="Week of the term, from 1, Monday to Sunday.")]
    term_provisional: Annotated[bool, Field(description="Nobody has set this school year's terms yet.")]
