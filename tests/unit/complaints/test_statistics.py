"""Figures: every number recomputed from raw rows, nothing small shown in any table, nothing to be subtracted between them."""

from collections.abc import Hashable
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.complaints.rules.statistics import (
    ALL,
    Dimension,
    Fact,
    Punctuality,
    figures,
    over_until,
    percentile,
    punctuality,
    quarter_of,
    shown,
)
from api.complaints.rules.suppression import Sum, determined

D = Dimension
facts = st.lists(
    st.builds(
        Fact,
        month=st.sampled_from(["2026-01", "2026-02", "2026-04", "2026-11"]),
        unit=st.sampled_from(["甲校", "乙校", "丙校"]),
        category=st.sampled_from(["01", "02", "09"]),
        track=st.sampled_from(["J", "S"]),
        channel=st.just("phone"),
        outcome=st.sampled_from(["true", "untrue"]),
        form=st.sampled_from(["1", "none"]),
        number=st.integers(1, 4),
    ),
    min_size=1,
    max_size=25,
)
SIDES = (D.MONTH, D.QUARTER, D.UNIT, D.CATEGORY, D.TRACK, D.OUTCOME, D.FORM)


def word(fact: Fact, dimension: Dimension) -> str:
    return quarter_of(fact.month) if dimension is D.QUARTER else str(getattr(fact, dimension.value))


def raw(rows: list[Fact], wanted: dict[Dimension, str]) -> int:
    return sum(fact.number for fact in rows if all(word(fact, side) == value for side, value in wanted.items()))


def published(rows: list[Fact]) -> tuple[dict[Hashable, int | None], list[Sum]]:
    """All that can be asked of a year, put together: cells named by what they count, and every sum among them."""
    cells: dict[Hashable, int | None] = {}
    lines: list[Sum] = []
    for first, second in combinations(SIDES, 2):
        if {first, second} == {D.MONTH, D.QUARTER}:
            continue
        table = figures(rows, first, second)
        for row in (*table.first, ALL):
            for column in (*table.second, ALL):
                name = frozenset({(first, row), (second, column)} - {(first, ALL), (second, ALL)})
                shown_there = table.cells[row, column]
                assert cells.setdefault(name, shown_there) == shown_there, "a cell is shown everywhere or nowhere"
            parts = tuple(frozenset({(first, row), (second, one)} - {(first, ALL)}) for one in table.second)
            lines.append(Sum(frozenset({(first, row)} - {(first, ALL)}), parts))
        for column in table.second:
            parts = tuple(frozenset({(first, one), (second, column)}) for one in table.first)
            lines.append(Sum(frozenset({(second, column)}), parts))
    return cells, lines


class TestTables:
    @given(facts, st.sampled_from(SIDES), st.sampled_from([None, *SIDES]))
    @settings(max_examples=80, deadline=None)
    def test_what_is_shown_is_what_the_rows_say(self, rows: list[Fact], first: D, second: D | None) -> None:
        if second is first:
            second = None
        table = figures(rows, first, second)
        for (row, column), number in table.cells.items():
            sides = {first: row} | ({second: column} if second else {})
            asked = {side: value for side, value in sides.items() if value != ALL}
            if number is None or any(
                ("Q" in value) != (side is D.QUARTER) for side, value in asked.items() if side in {D.MONTH, D.QUARTER}
            ):
                continue
            assert number == raw(rows, asked)
            assert number == 0 or number >= 3

    @given(facts)
    @settings(max_examples=40, deadline=None)
    def test_all_tables_together_give_nothing_away(self, rows: list[Fact]) -> None:
        """Every table by any two sides, either way round, and every sum in it: solved as one system of equations."""
        cells, lines = published(rows)
        hidden = {name for name, number in cells.items() if number is None}
        assert determined(lines, hidden) == set()

    @given(facts)
    @settings(max_examples=20, deadline=None)
    def test_a_table_that_is_turned_round_says_the_same(self, rows: list[Fact]) -> None:
        table, turned = figures(rows, D.CATEGORY, D.UNIT), figures(rows, D.UNIT, D.CATEGORY)
        assert {(row, column): number for (column, row), number in turned.cells.items()} == table.cells

    def test_where_every_part_is_small_the_whole_goes_too(self) -> None:
        """Three units with one case each would be known from the number of all."""
        rows = [Fact("2026-01", unit, "01", "J", "phone", "true", "1", 1) for unit in ("甲校", "乙校", "丙校")]
        assert figures(rows, D.UNIT).cells[ALL, ALL] is None
        assert set(figures(rows, D.TRACK).cells.values()) == {None}

    def test_a_margin_that_two_tables_squeeze_is_not_found_between_them(self) -> None:
        """Each table alone leaves it open; what one says of two units' sums, the other must not complete."""
        rows = [
            Fact(month, unit, category, "J", "phone", "true", "1", number)
            for month, unit, category, number in (
                ("2026-01", "甲校", "01", 1),
                ("2026-02", "乙校", "02", 2),
                ("2026-01", "丙校", "01", 4),
                ("2026-02", "丙校", "09", 5),
                ("2026-04", "丁校", "02", 6),
            )
        ]
        cells, lines = published(rows)
        hidden = {name for name, number in cells.items() if number is None}
        assert frozenset({(D.UNIT, "甲校")}) in hidden
        assert determined(lines, hidden) == set()

    def test_months_and_quarters_are_withheld_together(self) -> None:
        plain = {"unit": "甲校", "category": "01", "track": "J", "channel": "phone", "outcome": "true", "form": "1"}
        rows = [
            Fact(month=month, number=number, **plain)
            for month, number in (("2026-01", 1), ("2026-02", 6), ("2026-04", 9))
        ]
        months, quarters = figures(rows, D.MONTH), figures(rows, D.QUARTER)
        assert months.first == ("2026-01", "2026-02", "2026-04")
        assert quarters.first == ("2026Q1", "2026Q2")
        assert [months.cells[month, ALL] for month in months.first] == [None, None, 9]
        assert [quarters.cells[one, ALL] for one in quarters.first] == [7, 9]

    def test_a_year_with_two_cases_says_nothing(self) -> None:
        plain = {"unit": "甲校", "category": "01", "track": "J", "channel": "phone", "outcome": "true", "form": "1"}
        table = figures([Fact(month="2026-01", number=2, **plain)], D.UNIT, D.CATEGORY)
        assert set(table.cells.values()) == {None}

    def test_nothing_is_a_table_of_nothing(self) -> None:
        assert figures([], D.UNIT, D.TRACK).cells == {(ALL, ALL): 0}

    def test_all_lines_of_one_table_together_give_nothing_away(self) -> None:
        plain = {"channel": "phone", "outcome": "true", "form": "1", "month": "2026-01"}
        rows = [
            Fact(unit=unit, category=category, track="J", number=number, **plain)
            for unit, category, number in (
                ("甲", "01", 1),
                ("甲", "02", 8),
                ("乙", "01", 7),
                ("乙", "02", 5),
                ("乙", "09", 2),
                ("甲", "09", 6),
            )
        ]
        table = figures(rows, D.UNIT, D.CATEGORY)
        hidden = {cell for cell, number in table.cells.items() if number is None}
        lines = [Sum((row, ALL), tuple((row, one) for one in table.second)) for row in table.first]
        lines += [Sum((ALL, one), tuple((row, one) for row in table.first)) for one in table.second]
        assert hidden
        assert determined(lines, hidden) == set()


class TestNumbers:
    @pytest.mark.parametrize(
        ("met", "late", "expected"),
        [
            (0, 0, Punctuality(0, 0, None)),
            (9, 0, Punctuality(9, 0, 100)),
            (9, 1, Punctuality(None, None, None)),
            (2, 9, Punctuality(None, None, None)),
            (6, 3, Punctuality(6, 3, 67)),
        ],
    )
    def test_a_rate_that_names_a_few_is_withheld(self, met: int, late: int, expected: Punctuality) -> None:
        assert punctuality(met, late) == expected

    def test_percentiles_are_of_three_or_more(self) -> None:
        assert percentile([3, 5], 50) is None
        assert percentile([9, 1, 5], 50) == 5
        assert percentile(list(range(1, 11)), 90) == 9

    def test_what_is_small_by_itself_is_withheld(self) -> None:
        assert [shown(number) for number in (0, 1, 2, 3)] == [0, None, None, 3]

    def test_the_month_that_runs_is_not_counted(self) -> None:
        assert over_until(date(2026, 11, 20)) == date(2026, 11, 1)
