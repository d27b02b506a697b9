"""Holidays and make-up days as rows: those of the tables in force go out, and a year's table comes in."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from api.access.permissions import Permission
from api.calendars import queries
from api.calendars.rules.working_days import DayKind
from api.calendars.schemas import SpecialDaysFilter
from api.calendars.service import take_days
from api.core.context import Context
from api.core.intake import CellKind, Field, Mode, RowSpec
from api.core.tabular import Column, Table, Words

WORDS: Mapping[str, Words] = {
    DayKind.HOLIDAY.value: ("放假", "Holiday"),
    DayKind.MAKE_UP.value: ("调休上班", "Make-up working day"),
}
_ALIASES = {
    DayKind.HOLIDAY.value: ("节假日", "放假日", "休", "休息"),
    DayKind.MAKE_UP.value: ("上班", "补班", "班", "调休", "调休补班"),
}


def _word(kind: str, language: int) -> str:
    return WORDS[kind][language]


_cell: Callable[[Any, int], Any] = _word
TABLE = Table(
    ("放假安排", "Holidays and make-up days"),
    (
        Column("day", ("日期", "Date")),
        Column("kind", ("类别", "Kind"), _cell),
        Column("name", ("节日", "Holiday")),
        Column("source", ("依据", "Source")),
    ),
)


def read_rows(ctx: Context, wanted: SpecialDaysFilter, _sort: str) -> Iterator[Mapping[str, Any]]:
    """The special days of the tables in force, by date."""
    yield from queries.list_special_days(ctx, wanted.year)


DAY_ROWS = RowSpec(
    name="calendar_day",
    object_type="calendar_year",
    title=("放假安排", "Holidays and make-up days"),
    fields=(
        Field("day", ("日期", "Date"), CellKind.DATE, required=True, example="2026-10-01"),
        Field(
            "kind",
            ("类别", "Kind"),
            CellKind.CHOICE,
            ("类型",),
            required=True,
            choices={kind: (*words, *_ALIASES[kind]) for kind, words in WORDS.items()},
        ),
        Field("name", ("节日", "Holiday"), aliases=("名称", "节假日名称"), required=True, example="国庆节"),
        Field("source", ("依据", "Source"), aliases=("文号", "来源"), note=("国务院办公厅通知的文号。", "The notice.")),
    ),
    keys=("day",),
    permission=Permission.CALENDAR_MANAGE,
    take=take_days,
    modes=frozenset(Mode),
)
