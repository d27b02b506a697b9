"""The arithmetic of the overview."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.dashboard.rules import basis_points, known_sum, topmost


class TestBasisPoints:
    @pytest.mark.parametrize(
        ("part", "whole", "rate"), [(1, 3, 3333), (2, 3, 6667), (1, 8, 1250), (0, 5, 0), (5, 5, 10_000)]
    )
    def test_a_share_in_hundredths_of_a_per_cent(self, part: int, whole: int, rate: int) -> None:
        assert basis_points(part, whole) == rate

    def test_half_a_point_is_rounded_up(self) -> None:
        assert basis_points(1, 20_000) == 1

    def test_no_whole_no_share(self) -> None:
        assert basis_points(0, 0) is None

    @given(st.integers(0, 10**6), st.integers(1, 10**6))
    def test_part_and_rest_make_one(self, part: int, rest: int) -> None:
        shares = basis_points(part, part + rest), basis_points(rest, part + rest)
        assert None not in shares
        assert sum(share or 0 for share in shares) in (10_000, 10_001)


class TestKnownSum:
    def test_what_is_known_is_added(self) -> None:
        assert known_sum(Counter(schools=3, pupils=500, pupils_known=2), "pupils") == 500

    def test_where_no_school_knows_there_is_no_sum(self) -> None:
        assert known_sum(Counter(schools=3), "pupils") is None

    def test_no_schools_have_no_pupils(self) -> None:
        assert known_sum(Counter(), "pupils") == 0


class TestTopmost:
    def test_the_first_district_on_the_way_down(self) -> None:
        assert topmost("a/b/c/", ["a/b/c/", "a/b/", "a/x/"]) == "a/b/"

    def test_none_where_no_district_is_on_the_way(self) -> None:
        assert topmost("a/", ["a/b/"]) is None
