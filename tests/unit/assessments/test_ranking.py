"""Places and quotas: ties share, the order of entry does not matter, no limit is ever exceeded."""

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from api.assessments.rules.ranking import Contestant, Limit, Per, assign, limits_of, rank
from api.core.points import ONE, Points
from api.frameworks.rules.grading import Grader, Placed, Standing, places
from api.frameworks.rules.grading import assign as assign_in_one_group
from api.frameworks.rules.model import Band, Quota, Scale, Veto, VetoEffect
from tests.unit.frameworks.build import P, framework, leaf
from tests.unit.frameworks.strategies import STEADY

BANDS = (("A", "9", Quota(percent=P("20"))), ("B", "6", Quota(top=3)), ("C", "0", None))
SCALE = Scale(
    code="grade", title="等次", bands=tuple(Band(code=c, title=c, min=P(low), quota=quota) for c, low, quota in BANDS)
)
VETO = Veto(code="V", title="否决", effect=VetoEffect.FAIL)
MADE = framework(leaf("1", "12"), vetoes=(VETO,), scales=(SCALE,))
OWN = (
    Limit("A", Per.DISTRICT, Quota(top=1)),
    Limit("B", Per.TYPE, Quota(percent=P("50"))),
    Limit("B", Per.DISTRICT, Quota(top=0), group="d2"),
)
CONTESTANTS = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["d1", "d2", ""]), st.sampled_from("ps"), st.booleans()),
    min_size=1,
    max_size=25,
).map(lambda rows: {number: contestant(*row) for number, row in enumerate(rows)})


def contestant(total: int, district: str = "d1", kind: str = "p", vetoed: bool = False) -> Contestant:
    standing = Standing(Points(total * ONE), {}, {}, frozenset({"V"}) if vetoed else frozenset())
    return Contestant(standing, district, kind)


def bands(contestants: dict[int, Contestant], limits: list[Limit]) -> dict[int, str | None]:
    graded = assign(MADE, SCALE, contestants, limits)
    return {key: one.band.code if one.band else None for key, one in graded.items()}


class TestPlaces:
    def test_ties_share_a_place_in_every_group(self) -> None:
        found = rank({1: contestant(9), 2: contestant(12, "d2"), 3: contestant(9, "d2", "s"), 4: contestant(5)})
        assert {key: one[Per.CAMPAIGN] for key, one in found.items()} == {1: (2, 4), 2: (1, 4), 3: (2, 4), 4: (4, 4)}
        assert {key: one[Per.DISTRICT] for key, one in found.items()} == {1: (1, 2), 2: (1, 2), 3: (2, 2), 4: (2, 2)}
        assert {key: one[Per.TYPE] for key, one in found.items()} == {1: (2, 3), 2: (1, 3), 3: (1, 1), 4: (3, 3)}

    @STEADY
    @given(CONTESTANTS)
    def test_a_place_is_one_more_than_those_before(self, contestants: dict[int, Contestant]) -> None:
        found = rank(contestants)
        for key, one in contestants.items():
            for per in Per:
                group = [other for other in contestants.values() if other.group(per) == one.group(per)]
                before = sum(other.standing.total > one.standing.total for other in group)
                assert found[key][per] == (before + 1, len(group))

    @STEADY
    @given(CONTESTANTS, st.integers(0, 99))
    def test_the_order_of_entry_does_not_matter(self, contestants: dict[int, Contestant], seed: int) -> None:
        mixed = list(contestants.items())
        random.Random(seed).shuffle(mixed)  # noqa: S311
        limits = limits_of(SCALE, OWN)
        assert rank(dict(mixed)) == rank(contestants)
        assert bands(dict(mixed), limits) == bands(contestants, limits)


class TestQuotas:
    @STEADY
    @given(CONTESTANTS)
    def test_no_limit_is_ever_exceeded(self, contestants: dict[int, Contestant]) -> None:
        limits = limits_of(SCALE, OWN)
        found = bands(contestants, limits)
        sizes = Counter(one.group(per) for one in contestants.values() for per in Per)
        for limit in limits:
            held = Counter(contestants[key].group(limit.per) for key, band in found.items() if band == limit.band)
            for group, number in held.items():
                if limit.group in (None, group[1]):
                    assert number <= places(limit.quota, sizes[group]), limit

    @STEADY
    @given(CONTESTANTS)
    def test_who_has_more_is_never_graded_lower_within_the_same_groups(
        self, contestants: dict[int, Contestant]
    ) -> None:
        found = bands(contestants, limits_of(SCALE, OWN))
        order = [band.code for band in SCALE.bands]
        rows = [
            (one.district, one.type, one.standing.total, found[key])
            for key, one in contestants.items()
            if not one.standing.vetoes
        ]
        for district, kind, total, band in rows:
            for other in rows:
                if other[:2] == (district, kind) and other[2] > total:
                    assert order.index(str(other[3])) <= order.index(str(band))

    @STEADY
    @given(CONTESTANTS)
    def test_limits_of_the_framework_alone_are_those_of_the_framework(self, contestants: dict[int, Contestant]) -> None:
        placed = {key: Placed("", one.standing) for key, one in contestants.items()}
        alone = {key: one.band for key, one in assign_in_one_group(MADE, SCALE, placed).items()}
        assert {key: one.band for key, one in assign(MADE, SCALE, contestants, limits_of(SCALE, ())).items()} == alone

    @STEADY
    @given(CONTESTANTS)
    def test_a_veto_never_raises_the_grade_of_its_school(self, contestants: dict[int, Contestant]) -> None:
        limits, order = limits_of(SCALE, OWN), [band.code for band in SCALE.bands]
        found = bands(contestants, limits)
        for key, one in contestants.items():
            vetoed = contestant(one.standing.total // ONE, one.district, one.type, vetoed=True)
            again = bands({**contestants, key: vetoed}, limits)
            assert order.index(str(again[key])) >= order.index(str(found[key]))

    def test_ties_that_do_not_all_fit_take_no_seat_and_close_it(self) -> None:
        five = {number: contestant(total) for number, total in enumerate((12, 12, 11, 10, 0))}
        assert bands(five, [Limit("A", Per.CAMPAIGN, Quota(top=1))]) == {0: "B", 1: "B", 2: "B", 3: "B", 4: "C"}

    def test_who_is_turned_away_by_one_limit_leaves_the_seat_of_another_free(self) -> None:
        """Of two that are tied for one seat of the district, one is barred by type: the other takes it."""
        two = {1: contestant(10, "d1", "p"), 2: contestant(10, "d1", "s")}
        limits = [Limit("A", Per.TYPE, Quota(top=0), group="s"), Limit("A", Per.DISTRICT, Quota(top=1))]
        assert bands(two, limits) == {1: "B", 2: "B"}
        assert bands(two, limits[:1]) == {1: "A", 2: "B"}

    def test_it_says_which_limit_stood_in_the_way(self) -> None:
        graded = assign(MADE, SCALE, {1: contestant(10)}, [Limit("A", Per.DISTRICT, Quota(top=0))])
        assert "“A”" in graded[1].lines[0].text("zh-CN")
        assert Grader(MADE, SCALE).order == ["A", "B", "C"]
