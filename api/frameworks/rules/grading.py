"""Grades, ranks and quotas. A band asks for a score and for conditions; a veto can only lower a grade."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, TypeVar

from api.core.points import ONE, Points
from api.frameworks.rules.model import Band, Condition, Demand, Framework, Quota, Scale, Veto, VetoEffect, walk
from api.frameworks.rules.scoring import Score, Sheet
from api.frameworks.rules.sentences import Exact, Label, Line, Param, line

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a grade looks at."""

    total: Points
    values: Mapping[str, Points | None]
    metrics: Mapping[str, Points]
    vetoes: frozenset[str]
    open_serious_findings: int = 0

    @classmethod
    def of(cls, score: Score, sheet: Sheet) -> "Standing":
        """Of a scored sheet."""
        return cls(score.total, score.values, sheet.metrics, sheet.vetoes, sheet.open_serious_findings)


class Graded(NamedTuple):
    """A band, or none where the scale has a gap; and why it is not a better one."""

    band: Band | None
    lines: tuple[Line, ...]


class Placed(NamedTuple):
    """One school among those that are ranked together."""

    group: str
    standing: Standing


def grade(framework: Framework, scale: Scale, standing: Standing) -> Graded:
    """The best band that the standing reaches, quotas left aside."""
    grader = Grader(framework, scale)
    lines: list[Line] = []
    for band in scale.bands:
        refused = grader.refusals(band, standing)
        if not refused:
            return grader.graded(band, standing, lines)
        lines += refused
    return grader.lowest(standing, lines)


def assign(framework: Framework, scale: Scale, placed: Mapping[Key, Placed]) -> dict[Key, Graded]:
    """Grades of all schools together, so that no band holds more of a group than its quota.

    Those with the same total share a place; where they do not all fit, none of them takes one. Who does not fit falls to
    the next band whose score and conditions he meets.
    """
    grader = Grader(framework, scale)
    lines: dict[Key, list[Line]] = {key: [] for key in placed}
    graded: dict[Key, Graded] = {}
    for band in scale.bands:
        fit = []
        for key in placed.keys() - graded.keys():
            refused = grader.refusals(band, placed[key].standing)
            lines[key] += refused
            if not refused:
                fit.append(key)
        for key, said in _within_quota(band, fit, placed).items():
            if said is None:
                graded[key] = grader.graded(band, placed[key].standing, lines[key])
            else:
                lines[key].append(said)
    for key in placed.keys() - graded.keys():
        graded[key] = grader.lowest(placed[key].standing, lines[key])
    return {key: graded[key] for key in placed}


def _within_quota(band: Band, fit: Sequence[Key], placed: Mapping[Key, Placed]) -> dict[Key, Line | None]:
    """Those who fit, with None; those who do not, with the reason."""
    if band.quota is None:
        return dict.fromkeys(fit)
    groups: dict[str, list[Key]] = defaultdict(list)
    for key in fit:
        groups[placed[key].group].append(key)
    sizes: dict[str, int] = defaultdict(int)
    for one in placed.values():
        sizes[one.group] += 1
    found: dict[Key, Line | None] = {}
    for group, keys in groups.items():
        seats = places(band.quota, sizes[group])
        for key, rank, seated in _seated(seats, {key: placed[key].standing.total for key in keys}):
            found[key] = None if seated else line("grade_quota", title=band.label, places=seats, rank=rank)
    return found


def _seated(seats: int, totals: Mapping[Key, Points]) -> Iterator[tuple[Key, int, bool]]:
    taken, full = 0, False
    for rank, tied in ranked(totals):
        full = full or taken + len(tied) > seats
        taken += 0 if full else len(tied)
        yield from ((key, rank, not full) for key in tied)


def places(quota: Quota, size: int) -> int:
    """How many of a group may hold the band: a percentage is rounded down, so that it is never exceeded."""
    by_percent = size if quota.percent is None else size * quota.percent // (100 * ONE)
    return by_percent if quota.top is None else min(quota.top, by_percent)


def ranked(totals: Mapping[Key, Points]) -> Iterator[tuple[int, list[Key]]]:
    """Places 1, 2, 2, 4 with those who share them, best first; their order is that of their keys."""
    listed = sorted(totals, key=lambda key: (-totals[key], str(key)))
    place = 1
    for _, group in groupby(listed, key=lambda key: totals[key]):
        tied = list(group)
        yield place, tied
        place += len(tied)


def ranks(totals: Mapping[Key, Points]) -> dict[Key, int]:
    """The place of each."""
    return {key: place for place, tied in ranked(totals) for key in tied}


class Grader:
    """Judges standings by one scale of a framework; ready for many."""

    def __init__(self, framework: Framework, scale: Scale) -> None:
        self.scale = scale
        self.vetoes = {veto.code: veto for veto in framework.vetoes}
        self.names = {place.node.code: place.node.label for place in walk(framework)}
        self.order = [band.code for band in scale.bands]

    def graded(self, band: Band, standing: Standing, lines: Iterable[Line]) -> Graded:
        """The band that was reached, after the lines why no better one was."""
        reached = line("grade", title=band.label, total=Exact(standing.total), min=Exact(band.min))
        return Graded(band, (*lines, reached))

    def refusals(self, band: Band, standing: Standing) -> list[Line]:
        """Why a standing does not reach a band; empty where it does."""
        found: list[Line] = []
        if standing.total < band.min:
            found.append(line("grade_score", title=band.label, total=Exact(standing.total), min=Exact(band.min)))
        for condition in band.conditions:
            found += self._unmet(band, condition, standing)
        return found + self._vetoed(band, standing)

    def _unmet(self, band: Band, condition: Condition, standing: Standing) -> list[Line]:
        said: dict[str, Param] = {"title": band.label, "min": Exact(condition.min)}
        match condition.demand:
            case Demand.METRIC:
                value, name = standing.metrics.get(condition.code or ""), Label(condition.title, condition.title_en)
                if value is None:
                    return [line("grade_metric_unknown", **said, metric=name)]
                return [] if value >= condition.min else [line("grade_metric", **said, metric=name, value=Exact(value))]
            case Demand.NODE:
                # An indicator that does not apply cannot fail a condition.
                value = standing.values.get(condition.code or "")
                if value is None or value >= condition.min:
                    return []
                return [line("grade_node", **said, node=self.names[condition.code or ""], value=Exact(value))]
            case Demand.NO_VETO:
                raised = self._raised(standing)
                return [line("grade_veto", title=band.label, veto=raised[0].label)] if raised else []
            case Demand.NO_OPEN_SERIOUS_FINDING:
                count = standing.open_serious_findings
                return [line("grade_open_finding", title=band.label, count=count)] if count else []

    def _raised(self, standing: Standing) -> list[Veto]:
        return [veto for code, veto in self.vetoes.items() if code in standing.vetoes]

    def _vetoed(self, band: Band, standing: Standing) -> list[Line]:
        place, lowest = self.order.index(band.code), self.scale.bands[-1]
        found = []
        for veto in self._raised(standing):
            if veto.effect is VetoEffect.FAIL and band is not lowest:
                found.append(line("grade_failed", veto=veto.label, title=lowest.label))
            elif (
                veto.effect is VetoEffect.CAP_GRADE and veto.band in self.order and place < self.order.index(veto.band)
            ):
                best = self.scale.bands[self.order.index(veto.band)]
                found.append(line("grade_capped", veto=veto.label, title=best.label))
        return found

    def lowest(self, standing: Standing, lines: Iterable[Line]) -> Graded:
        """Who fails by a veto stands in the lowest band whatever it asks; who merely fits nowhere in none."""
        failed = any(veto.effect is VetoEffect.FAIL for veto in self._raised(standing))
        return Graded(self.scale.bands[-1] if failed and self.scale.bands else None, tuple(lines))
