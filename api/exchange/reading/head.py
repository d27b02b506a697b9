"""Where the head of a table is, and what its columns are called."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.core.errors import Refused
from api.exchange.reading import errors, limits

Row = tuple[int, Sequence[str]]
_FIGURE = re.compile(r"^[-+(¥￥$£]?\s*[\d０-９][\d０-９,.，/:\-年月日 %)]*$")
_WIDE_ENOUGH = 0.6
_WORDS_ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class Head:
    """A head: the row it is in, its headings (empty where a column has none), and the rows below it that were read."""

    row: int
    headers: tuple[str, ...]
    below: tuple[Row, ...]


def find(rows: Sequence[Row], asked: int | None) -> Head:
    """The head among the first rows: the one asked for, or the first that is about as wide as the table and all words.

    Titles and dates above a table fill a cell or two. Errors: Refused when there is none.
    """
    filled = [(number, [cell.strip() for cell in cells]) for number, cells in rows]
    place = _asked(filled, asked) if asked is not None else _likely(filled)
    number, cells = filled[place]
    headers = tuple(" ".join(cell.split()) for cell in _without_end(cells))
    if not headers:
        raise Refused(errors.NO_HEADER)
    if len(headers) > limits.COLUMNS:
        raise Refused(errors.TOO_MANY_COLUMNS, limit=limits.COLUMNS)
    return Head(number, headers, tuple(row for row in rows[place + 1 :] if any(cell.strip() for cell in row[1])))


def _asked(rows: Sequence[Row], asked: int) -> int:
    for place, (number, _) in enumerate(rows):
        if number == asked:
            return place
    raise Refused(errors.NO_HEADER)


def _likely(rows: Sequence[Row]) -> int:
    widths = [sum(map(bool, cells)) for _, cells in rows]
    if not any(widths):
        raise Refused(errors.EMPTY)
    wanted = _WIDE_ENOUGH * max(widths)
    wide = [place for place, width in enumerate(widths) if width >= wanted]
    return next((place for place in wide if _words(rows[place][1])), wide[0])


def _words(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    words = [cell for cell in filled if not _FIGURE.match(cell)]
    return len(words) >= _WORDS_ENOUGH * len(filled)


def _without_end(cells: Sequence[str]) -> Sequence[str]:
    last = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
    return cells[:last]
