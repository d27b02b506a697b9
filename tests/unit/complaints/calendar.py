"""The real calendar that is shipped, read as it stands."""

import json
from datetime import date
from importlib import resources

from api.calendars.rules.working_days import DayKind, SpecialDay, WorkCalendar, YearTable

_DAYS = json.loads(resources.files("api.calendars.data").joinpath("chinese-days.json").read_text(encoding="utf-8"))


def _table(year: int) -> YearTable:
    kinds = (("holidays", DayKind.HOLIDAY), ("workdays", DayKind.MAKE_UP))
    days = [
        SpecialDay(date.fromisoformat(day), kind, str(name))
        for listed, kind in kinds
        for day, name in _DAYS[listed].items()
        if day.startswith(str(year))
    ]
    return YearTable.of(year, days)


CALENDAR = WorkCalendar({year: _table(year) for year in (2024, 2025, 2026)})
