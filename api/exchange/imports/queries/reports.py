"""What is wrong with the rows of an import, and what became of the others."""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, Select, case, func, select, tuple_
from sqlalchemy.orm import Session

from api.core.context import Context
from api.core.errors import CATALOG, Refused, Violation
from api.core.paging import BAD_CURSOR
from api.exchange.imports.models import Import, ImportFault, ImportOutcome
from api.exchange.imports.rules.bundles import BUNDLE
from api.exchange.imports.rules.limits import FIRST_ERRORS, MOST_GROUPS
from api.exchange.imports.schemas import ErrorFeed, ErrorGroup, ErrorRow

_FAULT = ImportFault.__table__.c
_IMPORT = Import.__table__.c
_ORDER = (func.coalesce(_IMPORT.place, 0), _FAULT.row, _FAULT.position)
_SHOWN = ("row", "sheet", "column", "field", "code", "value", "params", "suggestions")


def said(ctx: Context, code: str, params: Mapping[str, Any]) -> str:
    """The sentence of a code in the caller's language; the code where it is not known any more."""
    spec = CATALOG.get(code)
    try:
        return spec.text(ctx.language, params) if spec else code
    except KeyError:
        return code


def first_errors(ctx: Context, one: Import, members: Sequence[Import] = ()) -> list[ErrorRow]:
    """The first faults of an import that the caller has loaded."""
    if not any(each.groups for each in (one, *members)):
        return []
    return [_present(ctx, row) for row in ctx.session.execute(_faults(one).limit(FIRST_ERRORS))]


def groups_of(ctx: Context, one: Import, members: Sequence[Import] = ()) -> list[ErrorGroup]:
    """Faults by what they are, the most frequent first; those of a bundle by its members."""
    named: list[tuple[str | None, Any]] = [(None, group) for group in one.groups]
    named += [(member.filename, group) for member in members for group in member.groups]
    named.sort(key=lambda each: -int(each[1]["count"]))
    return [
        ErrorGroup(**_group(group), member=member, message=said(ctx, group["code"], group["params"]))
        for member, group in named[:MOST_GROUPS]
    ]


def _group(group: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in group.items() if name not in ("params", "stage")}


def list_errors(
    ctx: Context, one: Import, wanted: tuple[str | None, str | None], cursor: str | None, limit: int
) -> ErrorFeed:
    """Faults by row, of one code or one column where asked. Errors: `paging.bad_cursor`."""
    code, column = wanted
    purpose = f"import/{one.id}/errors"
    stmt = _faults(one)
    if code is not None:
        stmt = stmt.where(_FAULT.code == code)
    if column is not None:
        stmt = stmt.where(_FAULT.column == column)
    if cursor is not None:
        stmt = stmt.where(tuple_(*_ORDER) > _place(ctx, purpose, cursor))
    rows = ctx.session.execute(stmt.limit(limit + 1)).all()
    last = rows[limit - 1] if len(rows) > limit else None
    following = (
        ctx.keys.cursor.seal(json.dumps([last.place, last.row, last.position]), purpose) if last is not None else None
    )
    return ErrorFeed(items=[_present(ctx, row) for row in rows[:limit]], next_cursor=following)


def _place(ctx: Context, purpose: str, cursor: str) -> tuple[int, int, int]:
    opened = ctx.keys.cursor.open(cursor, purpose)
    if opened is None:
        raise Refused(BAD_CURSOR, [Violation(BAD_CURSOR, parameter="cursor")])
    place, row, position = json.loads(opened)
    return place, row, position


def stream_errors(ctx: Context, one: Import) -> Iterator[dict[str, Any]]:
    """Every fault that is kept, few at a time."""
    for row in ctx.session.execute(_faults(one), execution_options={"yield_per": 1000}):
        yield _record(ctx, row)


def _faults(one: Import) -> Select[*tuple[Any, ...]]:
    """Faults of an import, or of the members of a bundle, in the order of the files."""
    columns = [_FAULT[name] for name in (*_SHOWN, "position")]
    member = case((_IMPORT.bundle_id.is_not(None), _IMPORT.filename))
    stmt = select(*columns, _ORDER[0].label("place"), member.label("member")).join(
        Import.__table__, _IMPORT.id == _FAULT.import_id
    )
    whose = _IMPORT.bundle_id == one.id if one.type == BUNDLE else _IMPORT.id == one.id
    return stmt.where(whose).order_by(*_ORDER)


def _record(ctx: Context, row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("member", *_SHOWN)} | {"message": said(ctx, row.code, row.params)}


def _present(ctx: Context, row: Any) -> ErrorRow:
    return ErrorRow(**_record(ctx, row))


# --- Outcomes --------------------------------------------------------------------------------------------------------


def result_places(ctx: Context, one: Import) -> list[Row[*tuple[Any, ...]]]:
    """The chunks whose outcomes are kept, in their order: `import_id`, `number`, and the `member` of a bundle."""
    outcome = ImportOutcome.__table__.c
    stmt = select(outcome.import_id, outcome.number, _IMPORT.filename.label("member")).join(
        Import.__table__, _IMPORT.id == outcome.import_id
    )
    whose = _IMPORT.bundle_id == one.id if one.type == BUNDLE else _IMPORT.id == one.id
    return list(ctx.session.execute(stmt.where(whose).order_by(func.coalesce(_IMPORT.place, 0), outcome.number)))


def read_outcomes(session: Session, import_id: UUID, number: int) -> list[dict[str, Any]]:
    """What one chunk did, row by row."""
    stmt = select(ImportOutcome.content).where(ImportOutcome.import_id == import_id, ImportOutcome.number == number)
    lines: bytes = zlib.decompress(session.execute(stmt).scalar_one())
    return [orjson.loads(line) for line in lines.splitlines()]
