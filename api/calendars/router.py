"""The calendar over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.calendars import queries, service
from api.calendars.errors import COUNTS_FOR_EVERYONE, OUT_OF_BOUNDS, PERIOD_REVERSED, PERIOD_TOO_LONG
from api.calendars.rules.year_tables import FIRST_YEAR, LAST_YEAR
from api.calendars.schemas import (
    DayCountOut,
    DaysOut,
    DeadlineOut,
    TermsIn,
    TermsOut,
    TodayOut,
    YearIn,
    YearOut,
    YearsOut,
)
from api.core.context import Context
from api.core.errors import IF_MATCH_REQUIRED, NOT_FOUND, STALE
from api.core.routing import Router
from api.core.schemas import Day

router = Router(prefix="/calendar", tags=["calendars"])

From = Annotated[Day, Query(alias="from", examples=["2026-09-30"])]
To = Annotated[Day, Query(alias="to", examples=["2026-10-12"])]
Days = Annotated[int, Query(ge=-3000, le=3000, examples=[15], description="Negative counts backwards.")]
Year = Annotated[int, Path(ge=FIRST_YEAR, le=LAST_YEAR, examples=[2026])]
SchoolYear = Annotated[str, Path(pattern="^20[0-9]{2}-2[0-9]{3}$", examples=["2026-2027"])]
Unit = Annotated[UUID | None, Query(description="A unit within reach; without it the unit of your first role.")]


@router.get("/days", summary="List days with their kind 日历", errors=(PERIOD_REVERSED, PERIOD_TOO_LONG, OUT_OF_BOUNDS))
def list_calendar_days(ctx: Annotated[Context, Requires(Permission.CALENDAR_READ)], first: From, last: To) -> DaysOut:
    """Working day, rest day, holiday or make-up working day, for every day of the period, both ends included."""
    return queries.list_days(ctx, first, last)


@router.get("/years", summary="List the years and where their tables come from 年度放假安排")
def list_calendar_years(ctx: Annotated[Context, Requires(Permission.CALENDAR_READ)]) -> YearsOut:
    """Years without a table are counted provisionally: weekends rest, holidays of fixed date are off."""
    return queries.list_years(ctx)


@router.get("/years/{year}", summary="Read a year's table")
def get_calendar_year(ctx: Annotated[Context, Requires(Permission.CALENDAR_READ)], year: Year) -> YearOut:
    """The holidays and make-up days of the year. A provisional year has no revision and no ETag."""
    return queries.get_year(ctx, year)


@router.put("/years/{year}", summary="Load or replace a year's table", errors=(COUNTS_FOR_EVERYONE, IF_MATCH_REQUIRED))
def put_calendar_year(
    ctx: Annotated[Context, Requires(Permission.CALENDAR_MANAGE, if_match="optional")], year: Year, body: YearIn
) -> YearOut:
    """Put the yearly notice in force as a new version. `If-Match` is required once the year has a table.

    Everything counted across the year changes with it; earlier versions are kept. The same table again changes nothing.
    """
    return service.replace_year(ctx, year, body)


@router.get(
    "/working-days:add", summary="Find the n-th working day after or before a day 推算期限", errors=(OUT_OF_BOUNDS,)
)
def add_working_days(
    ctx: Annotated[Context, Requires(Permission.CALENDAR_READ)], start: From, days: Days
) -> DeadlineOut:
    """`from` itself is not counted; day 1 is the next working day. Zero days from a day is that day."""
    return DeadlineOut.model_validate(queries.add_working_days(ctx, start, days))


@router.get("/working-days:count", summary="Count working days between two days 计算工作日", errors=(OUT_OF_BOUNDS,))
def count_working_days(
    ctx: Annotated[Context, Requires(Permission.CALENDAR_READ)], start: From, end: To
) -> DayCountOut:
    """`from` is not counted, `to` is; negative where `to` lies before `from`."""
    return DayCountOut.model_validate(queries.count_working_days(ctx, start, end))


@router.get("/terms", summary="List the terms in force for a unit 学期", errors=(NOT_FOUND,))
def list_terms(ctx: Annotated[Context, Requires(Permission.CALENDAR_READ)], unit: Unit = None) -> TermsOut:
    """Last, this and next school year and all that were set; each from the nearest unit above that set it."""
    return queries.list_terms(ctx, unit)


@router.put(
    "/terms/{school_year}", summary="Set the terms of a school year for a unit and those below it", errors=(STALE,)
)
def put_terms(
    ctx: Annotated[Context, Requires(Permission.CALENDAR_MANAGE)], school_year: SchoolYear, body: TermsIn
) -> TermsOut:
    """Both terms together, as a county's 校历 gives them. Units below inherit them unless they set their own."""
    return service.set_terms(ctx, school_year, body)


@router.delete(
    "/terms/{school_year}",
    status_code=204,
    summary="Take back what a unit has set; it inherits again",
    errors=(STALE,),
)
def delete_terms(
    ctx: Annotated[Context, Requires(Permission.CALENDAR_MANAGE)],
    school_year: SchoolYear,
    unit: Annotated[UUID, Query()],
) -> None:
    """Only what this very unit has set; terms inherited from above stay."""
    service.withdraw_terms(ctx, school_year, unit)


@router.get("/today", summary="Read today's kind, school year, term and week 今天", errors=(NOT_FOUND,))
def get_calendar_today(ctx: Annotated[Context, Requires(Permission.CALENDAR_READ)], unit: Unit = None) -> TodayOut:
    """The day where deadlines are counted (the bureau's time zone), not where the caller is."""
    return queries.get_today(ctx, unit)
