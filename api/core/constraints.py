"""From a violated constraint to the error code that a person can act on, on both databases."""

import re

from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from api.core.database import Base
from api.core.errors import CONFLICT, ErrorSpec

_CODES: dict[str, ErrorSpec] = {}
# A sharding extension appends a shard number to constraint names.
_SHARD = re.compile(r"_\d{5,}$")


def map_constraint(name: str, spec: ErrorSpec) -> None:
    """Say which error code a violation of the constraint `name` means; declared beside the model."""
    _CODES[name] = spec


def explain(error: IntegrityError) -> ErrorSpec:
    """The error code of a violated constraint; `conflict` when it has none of its own."""
    name = _constraint_name(error)
    return _CODES.get(_SHARD.sub("", name), CONFLICT)


def _constraint_name(error: IntegrityError) -> str:
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None:
        return str(diagnostics.constraint_name or "")
    return _sqlite_name(str(error.orig))


def _sqlite_name(message: str) -> str:
    """SQLite names a UNIQUE constraint's columns (or a unique index), a CHECK by name, a foreign key not at all."""
    kind, _, detail = message.partition(" constraint failed: ")
    if kind == "CHECK":
        return detail
    if detail.startswith("index "):
        return detail.removeprefix("index ").strip("'")
    columns = [part.strip() for part in detail.split(",")]
    table = Base.metadata.tables.get(columns[0].partition(".")[0])
    wanted = {column.partition(".")[2] for column in columns}
    if table is None:
        return ""
    kinds = (UniqueConstraint, PrimaryKeyConstraint)
    unique = [(c.name, c.columns) for c in table.constraints if isinstance(c, kinds)]
    unique += [(index.name, index.columns) for index in table.indexes if index.unique]
    return next((str(name) for name, members in unique if {c.name for c in members} == wanted), "")
