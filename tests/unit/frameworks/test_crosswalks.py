"""Crosswalks: faults, inversion, chains, gaps, projection."""

from typing import Any

import pytest

from api.core.errors import ErrorSpec
from api.core.points import Points, written
from api.frameworks import errors
from api.frameworks.rules.crosswalks import Crosswalk, Map, Relation, chained, faults, gaps, inverse, project
from api.frameworks.rules.scoring import Scorer, Sheet
from tests.unit.frameworks.build import P, framework, leaf, manual, parent

ONE = framework(parent("A", "10", leaf("A1", "6"), leaf("A2", "4")), leaf("B", "10"))
TWO = framework(parent("1", "12", leaf("1.1", "8"), leaf("1.2", "4")), leaf("2", "8"))


def between(sources: str, targets: str, relation: Relation = Relation.INTERSECT, **more: Any) -> Map:
    given: dict[str, Any] = {name: P(value) for name, value in more.items()}
    return Map(sources=tuple(sources.split()), targets=tuple(targets.split()), relation=relation, **given)


def walk(*maps: Map, ends: str = "AB") -> Crosswalk:
    return Crosswalk(source=ends[0], target=ends[1], maps=maps)


class TestFaults:
    @pytest.mark.parametrize(
        ("maps", "spec", "pointer"),
        [
            ([between("", "1")], errors.RULE_EMPTY, "/maps/0/sources"),
            ([between("A", "9")], errors.NODE_UNKNOWN, "/maps/0/targets"),
            ([between("A", "1", coverage="100.5")], errors.OVER_HUNDRED, "/maps/0/coverage"),
            ([between("A B", "1"), between("B A", "1")], errors.MAPPED_TWICE, "/maps/1"),
        ],
    )
    def test_each_is_found(self, maps: list[Map], spec: ErrorSpec, pointer: str) -> None:
        assert [(one.spec, one.pointer) for one in faults(walk(*maps), ONE, TWO)] == [(spec, pointer)]


class TestInverse:
    def test_part_becomes_whole_and_coverage_changes_sides(self) -> None:
        given = walk(between("A1", "1", Relation.SUBSET, coverage="60", coverage_back="100"))
        found = inverse(given).maps[0]
        assert (found.relation, written(found.coverage), written(found.coverage_back)) == (
            Relation.SUPERSET,
            "100",
            "60",
        )


class TestChains:
    @pytest.mark.parametrize(
        ("one", "two", "through"),
        [
            (Relation.EQUAL, Relation.EQUAL, Relation.EQUAL),
            (Relation.EQUAL, Relation.SUBSET, Relation.SUBSET),
            (Relation.SUPERSET, Relation.SUPERSET, Relation.SUPERSET),
            (Relation.SUBSET, Relation.SUPERSET, Relation.INTERSECT),
            (Relation.EQUIVALENT, Relation.INTERSECT, Relation.INTERSECT),
        ],
    )
    def test_the_weakest_link_decides(self, one: Relation, two: Relation, through: Relation) -> None:
        found = chained(walk(between("A", "x", one)), walk(between("x", "1", two), ends="BC")).maps
        assert [link.relation for link in found] == [through]

    def test_coverage_is_multiplied_and_confidence_the_least(self) -> None:
        first = walk(between("A", "x", coverage="80", confidence="90"))
        second = walk(between("x", "1", coverage="50", confidence="70"), ends="BC")
        found = chained(first, second).maps[0]
        assert (written(found.coverage), written(found.confidence)) == ("40", "70")

    def test_they_must_meet(self) -> None:
        with pytest.raises(ValueError, match="meet"):
            chained(walk(), walk())
        nothing = chained(walk(between("A", "x", Relation.NONE)), walk(between("x", "1"), ends="BC"))
        assert nothing.maps == ()


class TestGaps:
    def test_both_sides_name_what_has_no_counterpart(self) -> None:
        found = gaps(walk(between("A", "1.1"), between("B", "2", Relation.NONE)), ONE, TWO)
        assert found.source.mapped == ("A1", "A2")
        assert found.source.unmapped == ("B",)
        assert found.target.unmapped == ("1.2", "2")
        assert (written(found.source.percent), written(found.target.percent)) == ("50", "40")


class TestProjection:
    def projected(self, *maps: Map, **scores: str) -> dict[str, tuple[str, str, str]]:
        score = Scorer(ONE).score(Sheet(items=manual(**scores)))
        found = project(walk(*maps), ONE, TWO, score)
        return {one.code: (written(one.low), written(one.high), written(one.coverage)) for one in found}

    def test_what_is_equal_is_projected_whole(self) -> None:
        found = self.projected(between("A1", "1.1", Relation.EQUAL), A1="4.5")
        assert found["1.1"] == ("6", "6", "100")  # 8 × 4.5 ÷ 6

    def test_what_is_covered_in_part_leaves_the_rest_open(self) -> None:
        found = self.projected(between("A", "1.1", coverage="60"), A1="3", A2="2")
        assert found["1.1"] == ("2.4", "5.6", "60")  # half of 60 % of 8; 40 % of 8 may be anything
        assert found["1.2"] == ("0", "4", "0")

    def test_two_maps_never_cover_more_than_all(self) -> None:
        found = self.projected(between("A1", "2", coverage="80"), between("B", "2", coverage="80"), A1="6", B="0")
        assert found["2"] == ("6.4", "6.4", "100")

    def test_what_was_not_entered_tells_nothing(self) -> None:
        assert self.projected(between("A1", "1.1"))["1.1"] == ("0", "8", "0")

    def test_what_does_not_apply_tells_nothing(self) -> None:
        score = Scorer(ONE).score(Sheet(items=manual(B="5"), not_applicable=frozenset({"A1"})))
        found = project(walk(between("A1", "1.1")), ONE, TWO, score)
        assert found[0].coverage == Points(0)
