"""Small numbers: not shown, and not to be found by subtraction, by one line or by all together."""

from collections.abc import Hashable, Mapping
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from api.complaints.rules.suppression import Sum, determined, withheld

Cell = tuple[str, str]


def table(inner: Mapping[Cell, int]) -> tuple[dict[Cell, int], list[Sum]]:
    """A table with its margins, and every line of it."""
    rows, columns = (sorted({cell[side] for cell in inner}) for side in (0, 1))
    counts = {(row, column): inner.get((row, column), 0) for row, column in product(rows, columns)}
    for row in rows:
        counts[row, "all"] = sum(inner.get((row, column), 0) for column in columns)
    for column in [*columns, "all"]:
        counts["all", column] = sum(counts[row, column] for row in rows)
    lines = [Sum((row, "all"), tuple((row, column) for column in columns)) for row in [*rows, "all"]]
    lines += [Sum(("all", column), tuple((row, column) for row in rows)) for column in [*columns, "all"]]
    return counts, lines


def bounds(counts: Mapping[Cell, int], lines: list[Sum], hidden: frozenset[Hashable]) -> bool:
    """Whether some line says what a withheld cell holds."""
    for line in lines:
        inside = [cell for cell in line.cells if cell in hidden]
        ones = line.whole not in hidden and all(counts[cell] == 1 for cell in inside)  # type: ignore[index]
        if inside and (len(inside) == 1 or ones):
            return True
    return False


class TestOneLine:
    def test_a_small_cell_takes_the_next_smallest_with_it(self) -> None:
        counts = {"a": 1, "b": 7, "c": 4, "all": 12}
        assert withheld(counts, [Sum("all", ("a", "b", "c"))]) == {"a", "c"}

    def test_zeros_are_shown_and_protect_nobody(self) -> None:
        counts = {"a": 2, "b": 0, "c": 9, "all": 11}
        assert withheld(counts, [Sum("all", ("a", "b", "c"))]) == {"a", "c"}

    def test_two_ones_would_be_known_by_their_sum(self) -> None:
        counts = {"a": 1, "b": 1, "c": 9, "all": 11}
        assert withheld(counts, [Sum("all", ("a", "b", "c"))]) == {"a", "b", "c"}

    def test_a_sum_that_is_small_itself_goes_too(self) -> None:
        counts = {"a": 2, "b": 0, "all": 2}
        assert withheld(counts, [Sum("all", ("a", "b"))]) == {"a", "all"}

    def test_where_nothing_else_is_left_an_empty_cell_stands_in(self) -> None:
        counts = {"a": 1, "b": 1, "c": 1, "d": 0, "all": 3}
        assert withheld(counts, [Sum("all", ("a", "b", "c", "d"))], fixed=["all"]) == {"a", "b", "c", "d"}

    def test_three_are_shown(self) -> None:
        assert withheld({"a": 3, "b": 4, "all": 7}, [Sum("all", ("a", "b"))]) == frozenset()


class TestTables:
    def test_two_lines_that_cross_give_nothing_away(self) -> None:
        counts, lines = table({("r1", "c1"): 1, ("r1", "c2"): 5, ("r2", "c1"): 6, ("r2", "c2"): 9})
        hidden = withheld(counts, lines)
        assert ("r1", "c1") in hidden
        assert determined(lines, hidden) == set()

    def test_a_bridge_between_two_rings_is_found_by_solving_all_lines(self) -> None:
        # Every line hides two or more, and yet one cell follows from all of them.
        lines = [Sum("s", ("a", "b")), Sum("t", ("a", "b", "x"))]
        assert determined(lines, {"a", "b", "x"}) == {"x"}

    @given(st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=2, max_size=5))
    @settings(max_examples=150, deadline=None)
    def test_no_table_gives_a_small_cell_away(self, numbers: list[list[int]]) -> None:
        inner = {(f"r{i}", f"c{j}"): number for i, row in enumerate(numbers) for j, number in enumerate(row)}
        counts, lines = table(inner)
        hidden = withheld(counts, lines)
        assert all(cell in hidden for cell, number in counts.items() if 0 < number < 3)
        assert determined(lines, hidden) == set()
        assert not bounds(counts, lines, hidden)

    def test_where_its_own_lines_have_nothing_left_their_neighbours_give_a_cell(self) -> None:
        """Three rows of one filled column each: what they add up to would say what the fourth holds there."""
        inner = {("r1", "s"): 1, ("r2", "s"): 11, ("r3", "s"): 2, ("r4", "j"): 1, ("r4", "s"): 1, ("r4", "x"): 9}
        counts, lines = table(inner)
        margins = [(row, "all") for row in ("r1", "r2", "r3")] + [("all", "j"), ("all", "x")]
        fixed = [cell for cell in counts if "all" in cell]
        hidden = withheld(counts, lines, margins, fixed)
        assert determined(lines, hidden) == set()
