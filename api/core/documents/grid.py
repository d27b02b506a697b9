"""Where the cells of a table stand, once spans are reckoned in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.core.documents.model import Cell, Row, cell


@dataclass(frozen=True, slots=True)
class Place:
    """A cell and its first column; `continued` is the part of a cell that reaches down from a row above."""

    column: int
    cell: Cell
    continued: bool = False


def places(rows: Sequence[Row], width: int) -> Iterator[list[Place]]:
    """The places of each row, from left to right. Errors: ValueError where a row does not fill the table exactly."""
    reaching: dict[int, tuple[int, Cell]] = {}  # first column of a cell that reaches down → rows left, the cell
    for number, row in enumerate(rows, start=1):
        found, reaching = _row(list(map(cell, row)), width, reaching)
        if found is None:
            raise ValueError(f"row {number} does not fill {width} columns")
        yield found
    if reaching:
        raise ValueError("a cell reaches below the last row")


def _row(
    given: list[Cell], width: int, reaching: dict[int, tuple[int, Cell]]
) -> tuple[list[Place] | None, dict[int, tuple[int, Cell]]]:
    """One row's places, and what reaches into the next one."""
    found: list[Place] = []
    column, waiting = 0, iter(given)
    left = {start: (rows - 1, above) for start, (rows, above) in reaching.items() if rows > 1}
    while column < width:
        above = reaching.get(column)
        here = above[1] if above else next(waiting, None)
        if here is None or column + here.across > width:
            return None, {}
        found.append(Place(column, here, continued=above is not None))
        if above is None and here.down > 1:
            left[column] = (here.down - 1, here)
        column += here.across
    return (None if next(waiting, None) else found), left
