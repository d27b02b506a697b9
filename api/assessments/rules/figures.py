"""Figures over a campaign: how far the self-assessment lies above the county's, how hard an item is, who stands out.

All are of shares or of one framework's points, so that what is put side by side is of one scale.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from api.core.points import ONE, ZERO, Points, share

# Widths of the columns of the gap's distribution, in points of the total: an inflated self-score stands to the right.
GAP_EDGES: tuple[Points, ...] = tuple(Points(edge * ONE) for edge in (-10, -5, -2, 0, 2, 5, 10, 20))
# 3 × the median distance from the median, as scaled for a normal spread: a school beyond it is worth a second look.
OUTLIER = Fraction(3) * Fraction(14826, 10_000)
_HUNDRED = 100 * ONE


class Spread(NamedTuple):
    """Where values lie."""

    number: int
    mean: Points | None
    median: Points | None
    low: Points | None
    high: Points | None


def spread(values: Sequence[Points]) -> Spread:
    """How many, mean, median, least and most; nothing of nothing. Means of negative values are rounded alike."""
    if not values:
        return Spread(0, None, None, None, None)
    listed = sorted(values)
    return Spread(len(listed), _mean(listed), median(listed), listed[0], listed[-1])


def _mean(values: Sequence[Points]) -> Points:
    total = sum(values)
    return share(total, len(values)) if total >= 0 else Points(-share(-total, len(values)))


def median(values: Sequence[Points]) -> Points:
    """The middle of at least one value; of an even number the mean of both."""
    listed, half = sorted(values), len(values) // 2
    return listed[half] if len(listed) % 2 else _mean((listed[half - 1], listed[half]))


def columns(gaps: Sequence[Points], edges: Sequence[Points] = GAP_EDGES) -> list[int]:
    """How many gaps lie below the first edge, from each edge up to the next, and from the last one on."""
    counts = [0] * (len(edges) + 1)
    for gap in gaps:
        counts[bisect_right(edges, gap)] += 1
    return counts


def outliers(values: Mapping[str, Points]) -> dict[str, Points]:
    """Those that lie far from the median, with their distance; none among fewer than eight, or where most are alike."""
    if len(values) < 8:  # noqa: PLR2004 (of fewer, every one is special)
        return {}
    middle = median(list(values.values()))
    distances = {key: Points(value - middle) for key, value in values.items()}
    usual = median([Points(abs(distance)) for distance in distances.values()])
    return {key: distance for key, distance in distances.items() if usual and abs(distance) > OUTLIER * usual}


@dataclass(frozen=True, slots=True)
class Difficulty:
    """How an item was met. `reached`: the mean share of the full in percent; low is hard.

    `tells_apart`: how much more of it the best 27 % of the campaign reached than the last 27 %, in percent (the usual
    index of discrimination); an item that all reach tells nothing.
    """

    code: str
    full: Points
    scored: int
    reached: Points | None
    at_full: int
    at_zero: int
    tells_apart: Points | None


def difficulty(code: str, full: Points, best_first: Sequence[Points | None]) -> Difficulty:
    """Of one item; its values in the order of the totals, the best school first, None where it does not apply."""
    known = [value for value in best_first if value is not None]
    tail = len(known) * 27 // 100
    apart = None
    if tail and full:
        apart = _percent(sum(known[:tail]) - sum(known[-tail:]), full * tail)
    return Difficulty(
        code=code,
        full=full,
        scored=len(known),
        reached=_percent(sum(known), full * len(known)) if known and full else None,
        at_full=sum(value >= full for value in known),
        at_zero=known.count(ZERO),
        tells_apart=apart,
    )


def _percent(part: int, whole: int) -> Points:
    found = share(abs(part) * _HUNDRED, whole)
    return found if part >= 0 else Points(-found)
