"""What is wrong with the rows of an import, and what became of the others."""

import json
import zlib
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session

from api.core.context import Context
from api.core.errors import CATALOG, Refused, Violation
from api.core.paging import BAD_CURSOR
from api.exchange.imports.models import Import, ImportFault, ImportOutcome
from api.exchange.imports.rules.limits import FIRST_ERRORS
from api.exchange.imports.schemas import ErrorFeed, ErrorGroup, ErrorRow

_FAULT = ImportFault.__table__.c
_SHOWN = ("row", "sheet", "column", "field", "code", "value", "params", "suggestions")


def said(ctx: Context, code: str, params: Mapping[str, Any]) -> str:
    """The sentence of a code in the caller's language; the code where it is not known any more."""
    spec = CATALOG.get(code)
    try:
        return spec.text(ctx.language, params) if spec else code
    except KeyError:
        return code


def first_errors(ctx: Context, one: Import) -> list[ErrorRow]:
    """The first faults of an import that the caller has loaded."""
    if not one.groups:
        return []
    return [_present(ctx, row) for row in ctx.session.execute(_faults(one.id).limit(FIRST_ERRORS))]


def groups_of(ctx: Context, one: Import) -> list[ErrorGroup]:
    """Faults by what they are, the most frequent first."""
    groups = sorted(one.groups, key=lambda group: -int(group["count"]))
    return [ErrorGroup(**_group(group), message=said(ctx, group["code"], group["params"])) for group in groups]


def _group(group: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in group.items() if name not in ("params", "stage")}


def list_errors(
    ctx: Context, one: Import, wanted: tuple[str | None, str | None], cursor: str | None, limit: int
) -> ErrorFeed:
    """Faults by row, of one code or one column where asked. Errors: `paging.bad_cursor`."""
    code, column = wanted
    purpose = f"import/{one.id}/errors"
    stmt = _faults(one.id)
    if code is not None:
        stmt = stmt.where(_FAULT.code == code)
    if column is not None:
        stmt = stmt.where(_FAULT.column == column)
    if cursor is not None:
        stmt = stmt.where(tuple_(_FAULT.row, _FAULT.position) > _place(ctx, purpose, cursor))
    rows = ctx.session.execute(stmt.limit(limit + 1)).all()
    last = rows[limit - 1] if len(rows) > limit else None
    following = ctx.keys.cursor.seal(json.dumps([last.row, last.position]), purpose) if last is not None else None
    return ErrorFeed(items=[_present(ctx, row) for row in rows[:limit]], next_cursor=following)


def _place(ctx: Context, purpose: str, cursor: str) -> tuple[int, int]:
    opened = ctx.keys.cursor.open(cursor, purpose)
    if opened is None:
        raise Refused(BAD_CURSOR, [Violation(BAD_CURSOR, parameter="cursor")])
    row, position = json.loads(opened)
    return row, position


def stream_errors(ctx: Context, one: Import) -> Iterator[dict[str, Any]]:
    """Every fault that is kept, few at a time."""
    for row in ctx.session.execute(_faults(one.id), execution_options={"yield_per": 1000}):
        yield _record(ctx, row)


def _faults(import_id: UUID) -> Select[*tuple[Any, ...]]:
    columns = [_FAULT[name] for name in (*_SHOWN, "position")]
    return select(*columns).where(_FAULT.import_id == import_id).order_by(_FAULT.row, _FAULT.position)


def _record(ctx: Context, row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _SHOWN} | {"message": said(ctx, row.code, row.params)}


def _present(ctx: Context, row: Any) -> ErrorRow:
    return ErrorRow(**_record(ctx, row))


# --- Outcomes --------------------------------------------------------------------------------------------------------


def outcome_numbers(ctx: Context, import_id: UUID) -> list[int]:
    """The chunks whose outcomes are kept, in their order."""
    stmt = select(ImportOutcome.number).where(ImportOutcome.import_id == import_id).order_by(ImportOutcome.number)
    return list(ctx.session.execute(stmt).scalars())


def read_outcomes(session: Session, import_id: UUID, number: int) -> list[dict[str, Any]]:
    """What one chunk did, row by row."""
    stmt = select(ImportOutcome.content).where(ImportOutcome.import_id == import_id, ImportOutcome.number == number)
    lines: bytes = zlib.decompress(session.execute(stmt).scalar_one())
    return [orjson.loads(line) for line in lines.splitlines()]
