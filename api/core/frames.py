"""Frames of rows on their way into a table: whole columns at a time, from the checks to the database.

An object for each row, and a look at each of its values, is what an import of 100,000 rows spends its time on. A frame
keeps ids as 32 hex digits and JSON as text: both databases take them so.
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from api.core import ids
from api.core.bulk import insert_copied, insert_tuples

if TYPE_CHECKING:
    from polars import DataFrame, Expr, Series

# Chunks are small, and the other cores are others': threads that wait for work cost a third of all (measured).
os.environ.setdefault("POLARS_MAX_THREADS", "1")
# What is freed goes back at once: kept for a second, as polars asks, it is a third of what an import takes.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")


def new_ids(number: int) -> Series:
    """So many ids, in order."""
    import polars as pl  # noqa: PLC0415 (loaded with the first import)

    return pl.Series("id", [ids.ordered_hex() for _ in range(number)], dtype=pl.String)


def dashed(column: str) -> Expr:
    """Ids as they are written: with dashes."""
    import polars as pl  # noqa: PLC0415

    parts = ((0, 8), (8, 4), (12, 4), (16, 4), (20, 12))
    return pl.concat_str([pl.col(column).str.slice(*part) for part in parts], separator="-").alias(column)


def json_lines(frame: DataFrame) -> bytes:
    """A line of JSON for each row."""
    text = io.BytesIO()
    frame.write_ndjson(text)
    return text.getvalue()


@dataclass(frozen=True)
class Rows:
    """The rows of a frame with a column for each of a table's, in their stored form."""

    table: Table
    frame: DataFrame

    @classmethod
    def of(cls, session: Session, table: Table, frame: DataFrame, alike: Mapping[str, Any] | None = None) -> Rows:
        """`alike` are values that all of them have, made once; what neither names is null."""
        import polars as pl  # noqa: PLC0415

        dialect = session.get_bind().dialect
        stored: dict[str, Any] = {}
        for name, value in (alike or {}).items():
            process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
            kept = process(value) if process and value is not None else value
            stored[name] = kept if isinstance(kept, bool | int | None) else str(kept)
        columns = (
            pl.col(name) if name in frame.columns else pl.lit(stored.get(name)).alias(name)
            for name in table.columns.keys()  # noqa: SIM118 (a collection of columns is no mapping)
        )
        return cls(table, frame.select(columns))

    @cached_property
    def text(self) -> bytes:
        """As CSV."""
        text = io.BytesIO()
        self.frame.write_csv(text, include_header=False)
        return text.getvalue()

    def insert(self, session: Session, into: str | None = None) -> None:
        """Write them into their table, or one like it. Errors: as of an INSERT (`IntegrityError`, …)."""
        if session.get_bind().dialect.name == "postgresql":
            insert_copied(session, self.table, self.text, into)
        else:
            insert_tuples(session, self.table, self.frame.rows(), into)


def insert_frame(session: Session, table: Table, frame: DataFrame, alike: Mapping[str, Any] | None = None) -> None:
    """Insert the rows of a frame, as `Rows.of` makes them. Errors: as of an INSERT (`IntegrityError`, …)."""
    if frame.height:
        Rows.of(session, table, frame, alike).insert(session)
