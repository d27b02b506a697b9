"""Reminding those who keep the calendar of a year that has no table yet.

The State Council's office publishes the holidays of the next year in November (国务院办公厅关于部分节假日安排的通知);
without them, working days beyond New Year are provisional, and so is every deadline that crosses it.
"""

from datetime import date, timedelta

from api.access.permissions import Permission
from api.access.providers import providers
from api.calendars.queries import versions
from api.calendars.rules.year_tables import year_id
from api.core import clock, notices
from api.core.context import Context
from api.core.notices import About

YEAR_MISSING = notices.define("calendar.year_missing", permission=Permission.CALENDAR_MANAGE)

_FIRST = (11, 1)
_A_WEEK = timedelta(days=6, hours=20)  # the same weekday's reminder must not fall into it


def remind(ctx: Context) -> None:
    """From 1 November, once a week as long as the next year's table is missing."""
    today = clock.legal_day(ctx.now)
    year = today.year + 1
    if today >= date(today.year, *_FIRST) and year not in versions(ctx.session):
        keepers = providers.find_holders(ctx.session, Permission.CALENDAR_MANAGE)
        notices.notify(ctx, keepers, YEAR_MISSING, about(year), quiet=_A_WEEK)


def close(ctx: Context, year: int) -> None:
    """The year has its table."""
    notices.settle(ctx, (YEAR_MISSING,), about(year))


def about(year: int) -> About:
    """The year's table as a notice names it."""
    return About("calendar_year", year_id(year), str(year))
