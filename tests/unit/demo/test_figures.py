"""The figures drawn for a school fit each other, whatever the school."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from api.demo.figures import coverage_for, figures, organization_for
from api.organizations.rules import CATEGORIES

types = st.sampled_from(sorted(CATEGORIES))
ownerships = st.sampled_from(["public", "private"])
areas = st.sampled_from(["urban", "town", "rural"])
scales = st.floats(0.3, 3)
seeds = st.integers(0, 10_000).map(Random)


class TestFigures:
    @given(types, ownerships, areas, scales, seeds)
    def test_no_part_exceeds_its_whole(
        self, school_type: str, ownership: str, area: str, scale: float, rng: Random
    ) -> None:
        drawn = figures(school_type, ownership, area, scale, rng)
        assert 0 <= drawn.boarders <= drawn.pupils
        assert 0 <= drawn.party_members <= drawn.staff
        assert drawn.staff >= 3
        assert drawn.boarding == (drawn.boarders > 0)
        assert drawn.party_organization == organization_for(drawn.party_members)

    @given(ownerships, areas, seeds)
    def test_nobody_boards_in_a_kindergarten(self, ownership: str, area: str, rng: Random) -> None:
        assert figures("kindergarten", ownership, area, 1, rng).boarding is False


class TestCoverage:
    @given(st.integers(0, 400), seeds)
    def test_an_own_organization_means_independent_coverage(self, members: int, rng: Random) -> None:
        coverage = coverage_for(organization_for(members), rng)
        assert (coverage == "independent") == (members >= 3)
        assert (coverage == "joint") == (members in (1, 2))
