"""A year's table is believed only without faults, and all faults are told at once."""

from collections.abc import Sequence
from datetime import date

import pytest

from api.calendars import errors
from api.calendars.data import shipped_notices
from api.calendars.rules.working_days import DayKind
from api.calendars.rules.year_tables import NamedDate, YearNotice, violations, year_id
from api.core.errors import ErrorSpec

STATUTORY = ("2027-01-01", "2027-05-01", "2027-05-02", "2027-10-01", "2027-10-02", "2027-10-03")


def notice(holidays: Sequence[str] = STATUTORY, make_up_days: Sequence[str] = ("2027-02-14",)) -> YearNotice:
    def named(days: Sequence[str]) -> list[NamedDate]:
        return [NamedDate(date.fromisoformat(day), "节") for day in days]

    return YearNotice(2027, named(holidays), named(make_up_days))


class TestFaults:
    def test_a_complete_notice_has_none(self) -> None:
        assert violations(notice()) == []

    def test_a_notice_without_make_up_days_is_believed(self) -> None:
        assert violations(notice(make_up_days=())) == []

    def test_every_shipped_notice_would_pass_its_own_checks(self) -> None:
        assert {shipped.year: violations(shipped) for shipped in shipped_notices() if violations(shipped)} == {}

    @pytest.mark.parametrize(
        ("given", "fault"),
        [
            (notice((*STATUTORY, "2026-12-31")), (errors.DATE_OUTSIDE_YEAR, "/holidays/6/date")),
            (notice(make_up_days=("2028-01-01",)), (errors.DATE_OUTSIDE_YEAR, "/make_up_days/0/date")),
            (notice((*STATUTORY, "2027-05-01")), (errors.DATE_TWICE, "/holidays/6/date")),
            (notice(make_up_days=("2027-02-14",) * 2), (errors.DATE_TWICE, "/make_up_days/1/date")),
            (notice(make_up_days=("2027-05-01",)), (errors.HOLIDAY_AND_MAKE_UP, "/make_up_days/0/date")),
            (notice(make_up_days=("2027-02-15",)), (errors.MAKE_UP_ON_WEEKDAY, "/make_up_days/0/date")),
            (notice(()), (errors.NO_HOLIDAYS, "/holidays")),
            (
                notice(STATUTORY[:-1]),
                (errors.STATUTORY_HOLIDAY_MISSING, "/holidays"),
            ),
        ],
    )
    def test_each_fault_is_found_alone_and_in_its_place(self, given: YearNotice, fault: tuple[ErrorSpec, str]) -> None:
        assert [(found.spec, found.pointer) for found in violations(given)] == [fault]

    def test_a_missing_statutory_holiday_is_named(self) -> None:
        assert [fault.params for fault in violations(notice(STATUTORY[:-1]))] == [{"date": "2027-10-03"}]

    def test_all_faults_are_told_at_once(self) -> None:
        found = violations(notice(("2026-01-01", "2026-01-01"), ("2027-02-15",)))
        assert {fault.spec for fault in found} == {
            errors.DATE_OUTSIDE_YEAR,
            errors.DATE_TWICE,
            errors.MAKE_UP_ON_WEEKDAY,
            errors.STATUTORY_HOLIDAY_MISSING,
        }


class TestTable:
    def test_a_notice_becomes_a_final_table(self) -> None:
        table = notice().table()
        assert not table.provisional
        assert (table.total(DayKind.HOLIDAY), table.total(DayKind.MAKE_UP)) == (6, 1)
        assert table.kind(date(2027, 2, 14)) is DayKind.MAKE_UP

    def test_its_days_stand_in_the_order_of_their_dates(self) -> None:
        special = list(notice(make_up_days=("2027-12-26", "2027-02-14")).table().special)
        assert special == sorted(special)

    def test_its_history_has_one_id_in_every_database(self) -> None:
        assert year_id(2027) == year_id(2027) != year_id(2026)
