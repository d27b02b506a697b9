"""Figures of a year by one or two of these: month, quarter, unit, matter, track, channel, finding, form.

There is no other filter and no other period: what could be asked twice with a small difference could be subtracted. A
margin is withheld or shown in every table alike, so that no table gives away what another withholds. Only months that
are over are counted, so that no two days tell what came in between.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from api.complaints.rules.policy import SUPPRESS_BELOW
from api.complaints.rules.suppression import Sum, given_away, withheld

ALL = "*"
Key = tuple[str, str]


class Dimension(StrEnum):
    """By what cases are counted."""

    MONTH = "month"
    QUARTER = "quarter"
    UNIT = "unit"
    CATEGORY = "category"
    TRACK = "track"
    CHANNEL = "channel"
    OUTCOME = "outcome"
    FORM = "form"


TIME = frozenset({Dimension.MONTH, Dimension.QUARTER})


class Fact(NamedTuple):
    """What is counted of cases that are alike in everything that figures ask."""

    month: str
    unit: str
    category: str
    track: str
    channel: str
    outcome: str
    form: str
    number: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A table: its rows and columns, and every cell that is shown; None is withheld. `*` is a margin."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    cells: Mapping[Key, int | None]


class _Axis(NamedTuple):
    """The words along one side, and which of them add up to which."""

    values: tuple[str, ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...]


def quarter_of(month: str) -> str:
    """'2026-05' lies in '2026Q2'."""
    return f"{month[:4]}Q{(int(month[5:]) + 2) // 3}"


def over_until(today: date) -> date:
    """The first day that is not counted: that of the month that runs."""
    return today.replace(day=1)


def _words(fact: Fact, dimension: Dimension) -> tuple[str, ...]:
    """Under which words a fact counts along a side: a month counts for its quarter, too."""
    if dimension in TIME:
        return (fact.month, quarter_of(fact.month))
    return (str(getattr(fact, dimension.value)),)


def _axis(facts: Sequence[Fact], dimension: Dimension) -> _Axis:
    found = sorted({words[0] for words in (_words(fact, dimension) for fact in facts)})
    if dimension not in TIME:
        return _Axis(tuple(found), ((ALL, tuple(found)),))
    quarters = sorted({quarter_of(month) for month in found})
    inside = tuple((one, tuple(month for month in found if quarter_of(month) == one)) for one in quarters)
    return _Axis((*found, *quarters), ((ALL, tuple(quarters)), *inside))


def figures(facts: Sequence[Fact], first: Dimension, second: Dimension | None = None) -> Figures:
    """The table of a year by one dimension, or by two. Turned round it withholds the same."""
    if second is not None and _ORDER[first] > _ORDER[second]:
        found = figures(facts, second, first)
        return Figures(found.second, found.first, {(row, column): n for (column, row), n in found.cells.items()})
    one, other = _axis(facts, first), _axis(facts, second) if second else _Axis((), ())
    counts = _counted(facts, first, second)
    rows, columns = (*one.values, ALL), (*other.values, ALL)
    whole = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    hidden = _margin(facts, first, whole, side=0) | (_margin(facts, second, whole, side=1) if second else set())
    if second:
        sums = [*_sums(one, 0), *_sums(other, 1)]
        hidden = set(withheld(whole, _lines(one, other), hidden, _margins(one, other), sums))
    cells = {cell: None if cell in hidden else number for cell, number in whole.items()}
    return Figures(_shown(one, first), _shown(other, second) if second else (), cells)


_ORDER = {dimension: place for place, dimension in enumerate(Dimension)}


def _shown(axis: _Axis, dimension: Dimension) -> tuple[str, ...]:
    """The words of a side that were asked for: of time, months or quarters."""
    if dimension not in TIME:
        return axis.values
    return tuple(word for word in axis.values if ("Q" in word) == (dimension is Dimension.QUARTER))


def _counted(facts: Iterable[Fact], first: Dimension, second: Dimension | None) -> Counter[Key]:
    counts: Counter[Key] = Counter()
    for fact in facts:
        for row in (*_words(fact, first), ALL):
            for column in (*_words(fact, second), ALL) if second else (ALL,):
                counts[row, column] += fact.number
    return counts


def _margin(facts: Sequence[Fact], dimension: Dimension, whole: Mapping[Key, int], *, side: int) -> set[Key]:
    """What of a side's margin is withheld: the same in whatever table it stands."""
    counts, lines = _side(facts, dimension, whole, side)
    return set(withheld(counts, lines, {_TOTAL} if _untold(facts) else (), [_TOTAL]))


_TOTAL = (ALL, ALL)


def _untold(facts: Sequence[Fact]) -> bool:
    """Whether the number of all cases is withheld: it is small, or it would say what is in the parts of some side."""
    if 0 < sum(fact.number for fact in facts) < SUPPRESS_BELOW:
        return True
    sides = (_side(facts, one, _counted(facts, one, None), 0) for one in Dimension if one is not Dimension.QUARTER)
    return any(given_away(counts, lines, withheld(counts, lines, (), [_TOTAL])) for counts, lines in sides)


def _side(
    facts: Sequence[Fact], dimension: Dimension, whole: Mapping[Key, int], side: int
) -> tuple[dict[Key, int], list[Sum]]:
    """The margin of a side, and the sums in it."""
    axis = _axis(facts, dimension)
    counts = {cell: whole[cell] for cell in (*(_at_margin(word, side) for word in axis.values), _TOTAL)}
    return counts, _sums(axis, side)


def _at_margin(word: str, side: int) -> Key:
    return (word, ALL) if side == 0 else (ALL, word)


def _sums(axis: _Axis, side: int) -> list[Sum]:
    """Which words of a margin add up to which."""
    return [Sum(_at_margin(whole, side), tuple(_at_margin(part, side) for part in parts)) for whole, parts in axis.sums]


def _margins(one: _Axis, other: _Axis) -> set[Key]:
    return {(ALL, ALL), *((row, ALL) for row in one.values), *((ALL, column) for column in other.values)}


def _lines(one: _Axis, other: _Axis) -> list[Sum]:
    across = [
        Sum((row, whole), tuple((row, part) for part in parts)) for row in one.values for whole, parts in other.sums
    ]
    down = [
        Sum((whole, column), tuple((part, column) for part in parts))
        for column in other.values
        for whole, parts in one.sums
    ]
    return [*across, *down]


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How many clocks were met and missed; withheld where either is small. `rate` in whole percent."""

    met: int | None
    late: int | None
    rate: int | None


def punctuality(met: int, late: int) -> Punctuality:
    """On time of all that were to be."""
    if any(0 < number < SUPPRESS_BELOW for number in (met, late)) or not met + late:
        return Punctuality(None, None, None) if met + late else Punctuality(0, 0, None)
    return Punctuality(met, late, round(100 * met / (met + late)))


def percentile(days: Sequence[int], percent: int) -> int | None:
    """The days that so many percent of cases took at most; None below the least number shown."""
    if len(days) < SUPPRESS_BELOW:
        return None
    ordered = sorted(days)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def shown(number: int) -> int | None:
    """A number by itself, withheld where it is small."""
    return None if 0 < number < SUPPRESS_BELOW else number
