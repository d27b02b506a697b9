"""Which indicators of one framework speak of the same as which of another: sets to sets, with how much is covered.

After OSCAL's mapping model. Nearly all relations between real frameworks only intersect (95 % of 76,555 published
pairs), so a projected score always says how much of it is known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from api.core.errors import Violation
from api.core.points import ONE, ZERO, Points, share
from api.frameworks import errors
from api.frameworks.rules.model import Framework, Indicator, leaves, walk
from api.frameworks.rules.scoring import Score

HUNDRED = Points(100 * ONE)
MAX_CHAIN = 3


class Relation(StrEnum):
    """How the sources stand to the targets."""

    EQUAL = "equal"
    EQUIVALENT = "equivalent"
    SUBSET = "subset"  # the sources are part of the targets
    SUPERSET = "superset"
    INTERSECT = "intersect"
    NONE = "none"  # looked at, and nothing in common


class Rationale(StrEnum):
    """What was compared: the words, their meaning, what is done."""

    SYNTACTIC = "syntactic"
    SEMANTIC = "semantic"
    FUNCTIONAL = "functional"


class Mapper(StrEnum):
    """Who drew the map."""

    HUMAN = "human"
    MACHINE = "machine"
    BOTH = "both"


_INVERSE = {Relation.SUBSET: Relation.SUPERSET, Relation.SUPERSET: Relation.SUBSET}
_STRENGTH = [Relation.EQUAL, Relation.EQUIVALENT, Relation.SUPERSET, Relation.SUBSET, Relation.INTERSECT, Relation.NONE]


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """A set of sources and a set of targets, by code.

    `coverage` is how much of the targets the sources cover, `coverage_back` how much of the sources the targets cover,
    `confidence` how sure that is; all in percent.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    relation: Relation
    coverage: Points = HUNDRED
    coverage_back: Points = HUNDRED
    confidence: Points = HUNDRED
    rationale: Rationale = Rationale.SEMANTIC
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """From one version to another, each named `code@version`."""

    source: str
    target: str
    mapper: Mapper = Mapper.HUMAN
    maps: tuple[Map, ...] = ()


def inverse(crosswalk: Crosswalk) -> Crosswalk:
    """The same the other way round; its inverse is the original."""
    maps = tuple(
        replace(
            one,
            sources=one.targets,
            targets=one.sources,
            relation=_INVERSE.get(one.relation, one.relation),
            coverage=one.coverage_back,
            coverage_back=one.coverage,
        )
        for one in crosswalk.maps
    )
    return replace(crosswalk, source=crosswalk.target, target=crosswalk.source, maps=maps)


def chained(first: Crosswalk, second: Crosswalk) -> Crosswalk:
    """Through a framework in between: the weakest relation and confidence, coverage multiplied and so never more.

    Errors: `ValueError` when the second does not start where the first ends.
    """
    if first.target != second.source:
        raise ValueError("the crosswalks do not meet")
    maps = tuple(
        _joined(one, two)
        for one in first.maps
        for two in second.maps
        if set(one.targets) & set(two.sources) and Relation.NONE not in (one.relation, two.relation)
    )
    return Crosswalk(source=first.source, target=second.target, mapper=Mapper.MACHINE, maps=maps)


def _joined(one: Map, two: Map) -> Map:
    meet = len(set(one.targets) & set(two.sources))
    return Map(
        sources=one.sources,
        targets=two.targets,
        relation=_through(one, two),
        coverage=_times(one.coverage, two.coverage, meet, len(two.sources)),
        coverage_back=_times(one.coverage_back, two.coverage_back, meet, len(one.targets)),
        confidence=Points(min(one.confidence, two.confidence)),
        rationale=two.rationale,
    )


def _through(one: Map, two: Map) -> Relation:
    """Part of a part is a part; a part of something larger merely intersects; so do sets that meet in part."""
    pair = {one.relation, two.relation}
    if set(one.targets) != set(two.sources) or pair >= {Relation.SUBSET, Relation.SUPERSET}:
        return Relation.INTERSECT
    return max(pair, key=_STRENGTH.index)


def _times(one: Points, two: Points, meet: int, of: int) -> Points:
    return Points(one * two * meet // (HUNDRED * of))


def faults(crosswalk: Crosswalk, source: Framework, target: Framework) -> list[Violation]:
    """Sets that are empty, indicators that are not there, percentages over 100, a pair that is mapped twice."""
    known = [{place.node.code for place in walk(one)} for one in (source, target)]
    found: list[Violation] = []
    seen: set[tuple[frozenset[str], frozenset[str]]] = set()
    for index, one in enumerate(crosswalk.maps):
        here = f"/maps/{index}"
        for name, codes, there in (("sources", one.sources, known[0]), ("targets", one.targets, known[1])):
            if not codes:
                found.append(Violation(errors.RULE_EMPTY, f"{here}/{name}"))
            elif not there.issuperset(codes):
                found.append(Violation(errors.NODE_UNKNOWN, f"{here}/{name}"))
        found += [
            Violation(errors.OVER_HUNDRED, f"{here}/{name}")
            for name in ("coverage", "coverage_back", "confidence")
            if getattr(one, name) > HUNDRED
        ]
        pair = (frozenset(one.sources), frozenset(one.targets))
        if pair in seen:
            found.append(Violation(errors.MAPPED_TWICE, here))
        seen.add(pair)
    return found


# --- Gaps ------------------------------------------------------------------------------------------------------------


class Side(NamedTuple):
    """One side of a gap report: leaves without a map, and how much of the points has one."""

    mapped: tuple[str, ...]
    unmapped: tuple[str, ...]
    points: Points
    points_mapped: Points

    @property
    def percent(self) -> Points:
        """The mapped part of the points, in percent."""
        return share(self.points_mapped * 100 * ONE, self.points) if self.points else ZERO


class Gaps(NamedTuple):
    """What neither side finds in the other."""

    source: Side
    target: Side


def gaps(crosswalk: Crosswalk, source: Framework, target: Framework) -> Gaps:
    """Both sides. A parent that is mapped stands for the leaves below it; a map of relation `none` for nothing."""
    maps = [one for one in crosswalk.maps if one.relation is not Relation.NONE]
    return Gaps(
        _side(source, (code for one in maps for code in one.sources)),
        _side(target, (code for one in maps for code in one.targets)),
    )


def _side(framework: Framework, codes: Iterable[str]) -> Side:
    below, listed = leaves_below(framework), list(leaves(framework))
    mapped = {leaf.code for code in codes for leaf in below.get(code, ())}
    return Side(
        tuple(leaf.code for leaf in listed if leaf.code in mapped),
        tuple(leaf.code for leaf in listed if leaf.code not in mapped),
        Points(sum(leaf.points for leaf in listed)),
        Points(sum(leaf.points for leaf in listed if leaf.code in mapped)),
    )


def leaves_below(framework: Framework) -> dict[str, list[Indicator]]:
    """For each code the leaves at or below it."""
    found: dict[str, list[Indicator]] = {}

    def _gather(node: Indicator) -> list[Indicator]:
        listed = [leaf for child in node.children for leaf in _gather(child)] if node.children else [node]
        found[node.code] = listed
        return listed

    for root in framework.indicators:
        _gather(root)
    return found


# --- Projection ------------------------------------------------------------------------------------------------------


class Projected(NamedTuple):
    """What a score by one framework tells of an indicator of another: between `low` and `high`, `coverage` % known."""

    code: str
    points: Points
    coverage: Points
    low: Points
    high: Points
    through: tuple[str, ...]


def project(crosswalk: Crosswalk, source: Framework, target: Framework, score: Score) -> list[Projected]:
    """Every leaf of the target, in order; what no map covers is unknown, from nothing to the full. Writes nothing."""
    below_source, below_target = leaves_below(source), leaves_below(target)
    reaching: dict[str, list[Map]] = {}
    for one in crosswalk.maps:
        if one.relation is not Relation.NONE:
            for leaf in (leaf for code in one.targets for leaf in below_target.get(code, ())):
                reaching.setdefault(leaf.code, []).append(one)
    return [_project(leaf, reaching.get(leaf.code, ()), below_source, score) for leaf in leaves(target)]


def _project(leaf: Indicator, maps: Sequence[Map], below: Mapping[str, list[Indicator]], score: Score) -> Projected:
    covered, got = 0, 0
    through: list[str] = []
    for one in sorted(maps, key=lambda one: (-one.coverage, -one.confidence, one.sources)):
        known = _level(one, below, score)
        takes = min(one.coverage, HUNDRED - covered)
        if known is None or takes <= 0:
            continue
        points, full = known
        covered += takes
        got += leaf.points * points * takes // (full * HUNDRED)
        through += one.sources
    low = share(got, 1)
    open_part = share(leaf.points * (HUNDRED - covered), HUNDRED)
    high = Points(min(leaf.points, low + open_part))
    return Projected(leaf.code, leaf.points, Points(covered), low, high, tuple(dict.fromkeys(through)))


def _level(one: Map, below: Mapping[str, list[Indicator]], score: Score) -> tuple[int, int] | None:
    """Points got and points there were over the sources that apply and were entered; None where nothing is known."""
    found = {leaf.code: leaf for code in one.sources for leaf in below.get(code, ())}
    known = [
        (score.values[code] or 0, leaf.points)
        for code, leaf in found.items()
        if score.values.get(code) is not None and code not in score.missing and leaf.points
    ]
    got, full = sum(min(value, points) for value, points in known), sum(points for _, points in known)
    return (got, full) if full else None
