"""One school over several cycles, indicator by indicator of the same lineage.

Raw scores stand beside each other only where they are of one scale. Where the points of an indicator changed, or its
rule did, only shares of the full are told, and the change is named: 8 of 10 and 16 of 20 are the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from api.core.points import ONE, Points, share
from api.frameworks.rules.model import Framework, Indicator, walk
from api.frameworks.rules.scoring import Score, Scorer
from api.frameworks.rules.sentences import Label

_HUNDRED = 100 * ONE


class Cycle(NamedTuple):
    """What a school came to in one campaign, and by what."""

    framework: Framework
    score: Score


class Cell(NamedTuple):
    """One indicator in one cycle. `points` only where all cycles are of one scale; None in both: it did not apply."""

    code: str
    percent: Points | None
    points: Points | None
    full: Points | None


@dataclass(frozen=True, slots=True)
class Line:
    """One lineage over the cycles; None where a cycle does not know it. `one_scale`: the raw scores may be compared."""

    lineage: str
    label: Label
    depth: int
    leaf: bool
    one_scale: bool
    cells: tuple[Cell | None, ...]

    @property
    def change(self) -> Points | None:
        """From the first cycle that knows it to the last, in points of a hundred."""
        known = [cell.percent for cell in self.cells if cell is not None and cell.percent is not None]
        return Points(known[-1] - known[0]) if len(known) > 1 else None


class _Found(NamedTuple):
    node: Indicator
    depth: int
    full: Points
    value: Points | None


def compare(cycles: Sequence[Cycle]) -> list[Line]:
    """Every lineage of any cycle, in the order of the newest framework that knows it; the oldest cycle comes first."""
    found = [_by_lineage(cycle) for cycle in cycles]
    order = dict.fromkeys(lineage for one in reversed(found) for lineage in one)
    return [_line(lineage, [one.get(lineage) for one in found]) for lineage in order]


def _by_lineage(cycle: Cycle) -> dict[str, _Found]:
    full = {node.indicator.code: node.full for node in Scorer(cycle.framework).nodes}
    values = cycle.score.values
    return {
        node.lineage: _Found(node, depth, full[node.code], values.get(node.code))
        for node, _, depth, _ in walk(cycle.framework)
    }


def _line(lineage: str, found: Sequence[_Found | None]) -> Line:
    known = [one for one in found if one is not None]
    newest, one_scale = known[-1], len({(one.full, one.node.rule) for one in known}) == 1
    cells = tuple(None if one is None else _cell(one, one_scale=one_scale) for one in found)
    return Line(lineage, newest.node.label, newest.depth, not newest.node.children, one_scale, cells)


def _cell(found: _Found, *, one_scale: bool) -> Cell:
    percent = None if found.value is None else percent_of(found.value, found.full)
    raw = (found.value, found.full) if one_scale else (None, None)
    return Cell(found.node.code, percent, *raw)


def percent_of(value: Points, full: Points) -> Points | None:
    """The share of the full in percent, to two places; None where there is nothing to reach."""
    return share(value * _HUNDRED, full) if full else None


def totals(cycles: Sequence[Cycle]) -> list[Points | None]:
    """The total of each cycle in percent of its framework's full: the only way in which totals stand side by side."""
    return [percent_of(cycle.score.total, Scorer(cycle.framework).full) for cycle in cycles]


def weakest(score: Score, framework: Framework, count: int) -> list[str]:
    """The leaves that lost most, as shares of their full; for a report and for rectification."""
    full: Mapping[str, Points] = {
        node.indicator.code: node.full for node in Scorer(framework).nodes if not node.children
    }
    lost = [
        (percent, code)
        for code in full
        if (value := score.values.get(code)) is not None
        and (percent := percent_of(value, full[code])) is not None
        and percent < _HUNDRED
    ]
    return [code for _, code in sorted(lost)[:count]]
