"""Rows as a file has them: text by column, before anything is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from api.core.errors import ErrorSpec

if TYPE_CHECKING:
    from polars import DataFrame


@dataclass(frozen=True, slots=True)
class Mark:
    """A fault that only the file shows, of a cell or (without a column) of a whole row, which may be no row at all."""

    row: int
    column: int | None
    spec: ErrorSpec
    params: Mapping[str, Any] = field(default_factory=dict)
    value: str = ""


@dataclass(frozen=True, slots=True)
class Raw:
    """Some rows: column `row` is the place in the file, columns '0', '1'… are text, null where there is no cell.

    `spoilt` says that control or replacement characters may be among them, `wide` full-width ones; to look for them
    in each cell costs more than to parse it.
    """

    frame: DataFrame
    done: int
    sheet: str | None = None
    marks: tuple[Mark, ...] = ()
    spoilt: bool = True
    wide: bool = True
