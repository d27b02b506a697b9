"""Distributions, outliers, difficulty: by hand on small numbers."""

from typing import ClassVar

import pytest

from api.assessments.rules.figures import GAP_EDGES, Difficulty, columns, difficulty, median, outliers, spread
from api.core.points import Points
from tests.unit.frameworks.build import P


def points(*texts: str) -> list[Points]:
    return [Points(-P(text[1:])) if text.startswith("-") else P(text) for text in texts]


class TestSpread:
    def test_of_nothing_nothing_is_known(self) -> None:
        assert spread([]) == (0, None, None, None, None)

    def test_mean_and_median(self) -> None:
        assert spread(points("1", "2", "6")) == (3, P("3"), P("2"), P("1"), P("6"))
        assert median(points("4", "1", "2", "3")) == P("2.5")

    def test_a_negative_mean_is_rounded_as_a_positive_one(self) -> None:
        assert spread(points("-0.01", "-0.02", "0")).mean == -spread(points("0.01", "0.02", "0")).mean  # type: ignore[operator]


class TestColumns:
    def test_a_gap_on_an_edge_belongs_above_it(self) -> None:
        counts = columns(points("-11", "-10", "-0.01", "0", "1.99", "2", "20", "99"))
        assert counts == [1, 1, 0, 1, 2, 1, 0, 0, 2]
        assert len(counts) == len(GAP_EDGES) + 1


class TestOutliers:
    USUAL: ClassVar = {str(number): P(str(80 + number % 4)) for number in range(12)}

    def test_who_lies_far_off_is_named_with_the_distance(self) -> None:
        found = outliers({**self.USUAL, "x": P("99"), "y": P("40")})
        assert found == {"x": P("97.5") - P("80"), "y": P("40") - P("81.5")}

    def test_few_or_equal_ones_have_none(self) -> None:
        assert outliers({"a": P("1"), "b": P("99")}) == {}
        assert outliers({**{str(number): P("80") for number in range(12)}, "x": P("99")}) == {}


class TestDifficulty:
    def test_a_hard_item_that_tells_apart(self) -> None:
        best_first = points("4", "4", "4", "2", "2", "0", "0", "0")
        found = difficulty("1", P("4"), best_first)
        assert (found.scored, found.reached, found.at_full, found.at_zero) == (8, P("50"), 3, 3)
        assert found.tells_apart == P("100")  # the best two reach all, the last two nothing

    def test_one_that_the_weak_do_better_tells_wrongly(self) -> None:
        assert difficulty("1", P("4"), points("0", "2", "2", "4")).tells_apart == -P("100")

    def test_what_does_not_apply_is_left_out(self) -> None:
        found = difficulty("1", P("4"), [None, P("4"), None])
        assert (found.scored, found.reached, found.tells_apart) == (1, P("100"), None)

    @pytest.mark.parametrize("values", [[], [None]], ids=["nobody", "nowhere"])
    def test_nobody_scored(self, values: list[None]) -> None:
        assert difficulty("1", P("4"), values) == Difficulty("1", P("4"), 0, None, 0, 0, None)
