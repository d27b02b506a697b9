"""What rows say, read by position: a name costs ten times as much, and a school has thousands of rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Table

Said = Callable[[Any], dict[str, Any]]


def reader(table: Table, *names: str, **words: type[StrEnum]) -> Said:
    """Reads columns of rows that were selected with every column of `table`; `words` are columns with a word of a list."""
    columns = (*names, *words)
    get = itemgetter(*(place_of(table, name) for name in columns))
    meanings = [(name, meanings_of(kind)) for name, kind in words.items()]

    def _read(row: Any) -> dict[str, Any]:
        said = dict(zip(columns, get(row), strict=True))
        for name, meaning in meanings:
            said[name] = meaning[said[name]]
        return said

    return _read


def place_of(table: Table, name: str) -> int:
    """Where a column stands among those of its table."""
    return list(table.c.keys()).index(name)


def meanings_of(kind: type[StrEnum]) -> Mapping[str | None, Any]:
    """The members of a list of words by their stored words; nothing is nothing."""
    return {None: None} | {member.value: member for member in kind}


def grouped(rows: Iterable[Any], place: int) -> defaultdict[UUID, list[Any]]:
    """Rows by the column at a place."""
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[place]].append(row)
    return found
