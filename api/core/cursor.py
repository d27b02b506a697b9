"""A psycopg cursor for many small queries; imported with the first PostgreSQL engine only."""

from typing import Any

import psycopg


class LightCursor(psycopg.Cursor[Any]):
    """SQLAlchemy asks each result for the names and types of its columns.

    psycopg answers with an object a column, which for one school of 30 columns costs more than the query; PEP 249 wants
    no more than sequences of seven.
    """

    @property
    def description(self) -> Any:
        """Name, type and five unknowns for each column; None where there is no result."""
        result = self.pgresult
        if result is None or not result.nfields:
            return None
        return [_column(result, index) for index in range(result.nfields)]


def _column(result: Any, index: int) -> tuple[str, int, None, None, None, None, None]:
    return result.fname(index).decode(), result.ftype(index), None, None, None, None, None
