"""Quorum and vote in whole numbers: the published vectors, and laws that hold for every number of people."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.decisions.data import arithmetic_vectors
from api.decisions.rules.arithmetic import (
    ALL,
    HALF,
    OVER_HALF,
    TWO_THIRDS,
    Base,
    Count,
    Share,
    VoteMode,
    quorum,
    read_share,
    vote,
)

VECTORS = arithmetic_vectors()
Row = dict[str, Any]


def shares() -> st.SearchStrategy[Share]:
    pairs = st.integers(1, 30).flatmap(lambda den: st.tuples(st.integers(1, den), st.just(den)))
    return st.tuples(pairs, st.booleans()).map(
        lambda drawn: Share(*drawn[0], inclusive=drawn[1] or drawn[0][0] == drawn[0][1])
    )


class TestPublishedVectors:
    @pytest.mark.parametrize("row", VECTORS["need"], ids=lambda row: f"{row['share']} of {row['base']}")
    def test_how_many_are_needed(self, row: Row) -> None:
        assert read_share(row["share"]).need(row["base"]) == row["need"]

    @pytest.mark.parametrize("row", VECTORS["quorum"], ids=lambda row: row["en"])
    def test_a_quorum(self, row: Row) -> None:
        tally = quorum(row["entitled"], row["present"], read_share(row["share"]))
        assert (tally.need, tally.met) == (row["need"], row["met"])

    @pytest.mark.parametrize("row", VECTORS["vote"], ids=lambda row: row["en"])
    def test_a_vote(self, row: Row) -> None:
        mode = VoteMode(Base(row["base_of"]), read_share(row["share"]), row["recused_in_base"])
        tally = vote(Count(row["entitled"], row["present"], row["recused"], row["in_favour"]), mode)
        assert (tally.base, tally.need, tally.met) == (row["base"], row["need"], row["won"])


class TestShare:
    @given(shares(), st.integers(0, 2000))
    def test_the_need_is_the_smallest_number_that_satisfies_the_fraction(self, share: Share, base: int) -> None:
        wanted = Fraction(share.num, share.den) * base
        need = share.need(base)

        def satisfied(count: int) -> bool:
            return count >= wanted if share.inclusive else count > wanted

        assert satisfied(need)
        assert not satisfied(need - 1)

    @pytest.mark.parametrize("text", ["", "1/2", "≥0/2", "≥3/2", ">2/2", "≥1/0", "half", "≥ 1 / 2", "≥1/2000"])
    def test_what_is_no_share_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match="share"):
            read_share(text)

    @pytest.mark.parametrize("text", ["≥1/2", ">1/2", "≥2/3", "all"])
    def test_is_written_as_it_is_read(self, text: str) -> None:
        assert str(read_share(text)) == text

    def test_what_is_below_what(self) -> None:
        assert Share(1, 3).is_below(HALF)
        assert HALF.is_below(OVER_HALF)
        assert not OVER_HALF.is_below(HALF)
        assert not TWO_THIRDS.is_below(Share(4, 6))
        assert TWO_THIRDS.is_below(ALL)


class TestTally:
    def test_shows_its_sum(self) -> None:
        assert quorum(7, 4, TWO_THIRDS).formula == "≥2/3 × 7 → 5; 4 < 5"
        assert vote(Count(8, 8, 0, 5), VoteMode()).formula == ">1/2 × 8 → 5; 5 ≥ 5"

    @given(st.integers(0, 60), st.integers(0, 60), shares())
    def test_more_people_never_lose_a_quorum(self, entitled: int, present: int, share: Share) -> None:
        if quorum(entitled, present, share).met:
            assert quorum(entitled, present + 1, share).met
