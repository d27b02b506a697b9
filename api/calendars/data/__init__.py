"""Data shipped with the product: holidays and make-up days 2004-2026, and the default rule for terms."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from api.calendars.rules.terms import TermRule
from api.calendars.rules.year_tables import NamedDate, YearNotice

SOURCE = "国务院办公厅历年放假安排通知（chinese-days 1.5.7，MIT）"


def shipped_notices() -> Iterator[YearNotice]:
    """The shipped tables, oldest year first, each with its days in the order of their dates."""
    tables = _load("chinese-days.json")
    holidays, make_up_days = _named_dates(tables["holidays"]), _named_dates(tables["workdays"])
    for year in sorted({day.date.year for day in holidays}):
        yield YearNotice(year, _of_year(year, holidays), _of_year(year, make_up_days))


@lru_cache
def default_terms() -> TermRule:
    """The default terms, with the basis they rest on."""
    rule = _load("term_defaults.json")
    first, second = ((_month_day(rule[term]["starts"]), _month_day(rule[term]["ends"])) for term in ("first", "second"))
    return TermRule(first, second, rule["basis"])


def _load(name: str) -> Any:
    return json.loads((files(__name__) / name).read_text(encoding="utf-8"))


def _named_dates(days: Mapping[str, str]) -> list[NamedDate]:
    """From {"2026-01-01": "New Year's Day,元旦,1"}: English name, Chinese name, statutory days of that holiday."""
    return sorted(
        (NamedDate(date.fromisoformat(day), names.split(",")[1]) for day, names in days.items()),
        key=lambda named: named.date,
    )


def _of_year(year: int, days: list[NamedDate]) -> list[NamedDate]:
    return [day for day in days if day.date.year == year]


def _month_day(pair: list[int]) -> tuple[int, int]:
    month, day = pair
    return month, day
