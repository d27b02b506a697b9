"""Small numbers that point at somebody are not shown, and cannot be found by subtraction either.

A table is a set of cells and of *lines*: a line says that its parts add up to its sum. Cells of one or two cases are
withheld first. Then others are withheld with them until

- no line has exactly one cell withheld (it would be the sum less the rest),
- what is withheld in a line is not all ones (the sum less the rest would say so), and
- no withheld cell follows from all lines together: the linear system is solved, exactly, over a large prime field, and
- the lines say no more of the withheld margins than the margins' own sums do. Tables have nothing in common but their
  margins: so what several tables together say of a cell is what its own table says of it.

A zero is shown as one, unless it has to stand in for others. Which cells are withheld does not tell whether a cell is small or
was withheld for another's sake: both look alike.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from api.complaints.rules.policy import SUPPRESS_BELOW

Cell = TypeVar("Cell", bound=Hashable)
# A cell that follows from the lines does so over this field, too, but for an accident of one in 10^18.
_PRIME = 2_305_843_009_213_693_951


@dataclass(frozen=True, slots=True)
class Sum:
    """A line: the parts add up to the whole."""

    whole: Hashable
    parts: tuple[Hashable, ...]

    @property
    def cells(self) -> tuple[Hashable, ...]:
        """All cells of the line."""
        return (self.whole, *self.parts)


def withheld(
    counts: Mapping[Cell, int],
    lines: Sequence[Sum],
    hidden: Iterable[Cell] = (),
    fixed: Iterable[Cell] = (),
    margins: Sequence[Sum] = (),
) -> frozenset[Cell]:
    """The cells that are not shown. `hidden` are withheld already; of `fixed` no more is withheld than that.

    `fixed` are the margins of a table, `margins` the sums among them, which every table shares.
    """
    kept = frozenset(fixed)
    gone = {cell for cell, number in counts.items() if 0 < number < SUPPRESS_BELOW and cell not in kept} | {*hidden}
    table = _Table(counts, (*lines, *margins), kept)
    known = len(_reduced(_rows(margins, gone), kept))
    while True:
        more = table.by_line(gone) or table.by_all(gone) or table.by_margins(gone, known)
        if not more:
            return frozenset(gone)
        gone |= more


def given_away(counts: Mapping[Cell, int], lines: Sequence[Sum], hidden: frozenset[Cell]) -> bool:
    """Whether the lines say what is in a withheld cell, since nothing was left to be withheld with it."""
    table = _Table(counts, lines, frozenset(counts))
    inside = ([cell for cell in line.cells if cell in hidden] for line in lines)
    telling = any(found and table.tells(line, found) for line, found in zip(lines, inside, strict=True))
    return telling or bool(determined(lines, hidden))


class _Table(Generic[Cell]):
    def __init__(self, counts: Mapping[Cell, int], lines: Sequence[Sum], fixed: frozenset[Cell]) -> None:
        self.counts, self.lines, self.fixed = counts, lines, fixed

    def by_line(self, hidden: set[Cell]) -> set[Cell]:
        """One more cell for every line that gives something away by itself."""
        more: set[Cell] = set()
        for line in self.lines:
            inside = [cell for cell in line.cells if cell in hidden or cell in more]
            if inside and self.tells(line, inside):
                more |= self._another(line, hidden | more)
        return more

    def by_all(self, hidden: set[Cell]) -> set[Cell]:
        """Cells to withhold because one that is withheld follows from all lines together."""
        found = determined(self.lines, hidden)
        return self._beside([line for line in self.lines if found & set(line.cells)], hidden)

    def by_margins(self, hidden: set[Cell], known: int) -> set[Cell]:
        """Cells to withhold because the lines say more of the withheld margins than the `known` sums among them."""
        if not self.fixed & hidden:
            return set()
        reduced = _reduced(_rows(self.lines, hidden), self.fixed)
        said = [row for pivot, row in reduced if pivot in self.fixed]
        if len(said) <= known:
            return set()
        told = {cell for row in said for cell in row}
        return self._beside([line for line in self.lines if line.whole in told], hidden)

    def _beside(self, telling: Sequence[Sum], hidden: set[Cell]) -> set[Cell]:
        """A cell more in each of these lines; where they have none left, in those that share what they withhold."""
        more: set[Cell] = set().union(*(self._another(line, hidden) for line in telling))
        if more or not telling:
            return more
        shared = {cell for line in telling for cell in line.cells if cell in hidden}
        wider = [line for line in self.lines if shared & set(line.cells)]
        return self._beside(wider, hidden) if len(wider) > len(telling) else set()

    def tells(self, line: Sum, inside: Sequence[Hashable]) -> bool:
        """Whether a line with these withheld still says what is in one of them: alone, or all small below a sum."""
        if len(inside) == 1 or line.whole in inside:
            return len(inside) == 1
        return all(0 < self.counts[cell] < SUPPRESS_BELOW for cell in inside)  # type: ignore[index]

    def _another(self, line: Sum, hidden: set[Cell]) -> set[Cell]:
        """The smallest part that is shown and holds something, then a part that holds nothing, then the sum."""
        free = [cell for cell in line.parts if cell not in hidden and cell not in self.fixed]
        free.sort(key=lambda cell: (not self.counts[cell], self.counts[cell], str(cell)))  # type: ignore[index]
        whole = [line.whole] if line.whole not in hidden and line.whole not in self.fixed else []
        return {(free + whole)[0]} if free + whole else set()  # type: ignore[arg-type]


def determined(lines: Iterable[Sum], hidden: Iterable[Hashable]) -> set[Hashable]:
    """Those of `hidden` that follow from the lines and all the rest: the tests ask it, too."""
    return {pivot for pivot, row in _reduced(_rows(lines, {*hidden})) if len(row) == 1}


Equation = dict[Hashable, int]


def _rows(lines: Iterable[Sum], unknown: Collection[Hashable]) -> list[Equation]:
    """What the lines say of the unknown, but for the numbers: which are not asked for."""
    rows = [
        {cell: (1 if cell == line.whole else _PRIME - 1) for cell in line.cells if cell in unknown} for line in lines
    ]
    return [row for row in rows if row]


def _reduced(rows: Iterable[Equation], last: Collection[Hashable] = ()) -> list[tuple[Hashable, Equation]]:
    """The reduced form, with the unknown that each row stands for; for one of `last` only where the row has no other."""
    reduced: list[tuple[Hashable, Equation]] = []
    for row in rows:
        for pivot, other in reduced:
            _subtract(row, other, row.get(pivot, 0))
        if not row:
            continue
        pivot = min(row, key=lambda cell: (cell in last, str(cell)))
        inverse = pow(row[pivot], -1, _PRIME)
        row = {cell: value * inverse % _PRIME for cell, value in row.items()}  # noqa: PLW2901
        for _, other in reduced:
            _subtract(other, row, other.get(pivot, 0))
        reduced.append((pivot, row))
    return reduced


def _subtract(row: dict[Hashable, int], other: Mapping[Hashable, int], times: int) -> None:
    if not times:
        return
    for cell, value in other.items():
        left = (row.get(cell, 0) - times * value) % _PRIME
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)
