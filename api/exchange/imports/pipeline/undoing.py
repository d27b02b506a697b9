"""Taking back what an import wrote, the last chunk first; rows that were changed since are kept and listed."""

import zlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select, update

from api.core.context import Context
from api.core.faults import REFERRED_TO
from api.core.intake import Action, Outcome, Undo
from api.exchange.imports.models import ImportOutcome
from api.exchange.imports.pipeline import faults
from api.exchange.imports.pipeline.work import Step, Work, bulk_subject
from api.exchange.imports.rules import ImportVerb
from api.ledger.service import record_bulk

PHASE = "rolling_back"
_OUTCOME: Any = ImportOutcome.__table__
_CHANGES = frozenset({Action.CREATED, Action.UPDATED, Action.DELETED})
_PIECE = 200  # rows at a time: undoing is rare, and may ask much of the domain


def undo_rows(work: Work) -> None:
    """Take everything back that can be."""
    _begin(work)
    with work.run.snapshot() as ctx:
        numbers = ctx.session.execute(_left(work.id, work.one.cursor)).scalars().all()
    done = work.one.rows_done
    for number in numbers:
        done += _undo_chunk(work, number, done)
    _end(work)


def _begin(work: Work) -> None:
    work.load()
    if work.one.phase == PHASE:
        return
    with work.chunk() as step:
        one = work.one
        groups = faults.forget(step.ctx.session, one.id, one.groups, faults.OF_UNDOING)
        step.enter(PHASE)
        written = sum(one.counts[action.value] for action in _CHANGES)
        step.set(groups=groups, rows_total=written)
    work.load()


def _left(import_id: UUID, cursor: str | None) -> Any:
    """Chunks that are still to be undone; those from `cursor` on were gone through."""
    stmt = select(_OUTCOME.c.number).where(_OUTCOME.c.import_id == import_id, _OUTCOME.c.undone.is_(False))
    if cursor is not None:
        stmt = stmt.where(_OUTCOME.c.number < int(cursor))
    return stmt.order_by(_OUTCOME.c.number.desc())


def _undo_chunk(work: Work, number: int, done: int) -> int:
    """One chunk of outcomes in one transaction; how many rows it wrote."""
    assert work.spec.undo is not None
    with work.chunk() as step:
        session = step.ctx.session
        place = (_OUTCOME.c.import_id == work.id, _OUTCOME.c.number == number)
        lines = _lines(session.execute(select(_OUTCOME.c.content).where(*place)).scalar_one())
        open_lines = [line for line in lines if Action(line["action"]) in _CHANGES and not line.get("undone")]
        wrote = [_outcome(line) for line in open_lines]
        results = _undone(step.ctx, work.spec.undo, wrote)
        kept = {result.row for result in results if result.action is Action.REFUSED}
        for line in open_lines:
            line["undone"] = line["row"] not in kept
        _note_kept(step, [result for result in results if result.row in kept])
        record_bulk(step.ctx, f"{work.spec.object_type}.import_undone", bulk_subject(work.one), results)
        session.execute(update(_OUTCOME).where(*place).values(undone=not kept, content=_packed(lines)))
        step.advance(str(number), done + len(wrote))
    return len(wrote)


def _undone(ctx: Context, undo: Undo, wrote: Sequence[Outcome]) -> list[Outcome]:
    """What became of rows, the last first: later ones refer to earlier ones.

    Those that were kept for being referred to are tried again as long as others went, for that may be who referred to them.
    """
    found: dict[int, Outcome] = {}
    left = list(reversed(wrote))
    while left:
        for start in range(0, len(left), _PIECE):
            found |= {result.row: result for result in undo(ctx, left[start : start + _PIECE])}
        still = [one for one in left if _is_referred_to(found[one.row])]
        left = still if len(still) < len(left) else []
    return [found[one.row] for one in wrote]


def _is_referred_to(result: Outcome) -> bool:
    return any(fault.spec is REFERRED_TO for fault in result.faults)


def _lines(content: bytes) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in zlib.decompress(content).splitlines()]


def _packed(lines: Sequence[Mapping[str, Any]]) -> bytes:
    return zlib.compress(b"\n".join(map(orjson.dumps, lines)), 1)


def _outcome(line: Mapping[str, Any]) -> Outcome:
    found = {name: line[name] for name in ("row", "key", "revision_before", "revision", "before")}
    return Outcome(**found, action=Action(line["action"]), id=UUID(line["id"]) if line["id"] else None)


def _note_kept(step: Step, refused: Sequence[Outcome]) -> None:
    if not refused:
        return
    one, session = step.work.one, step.ctx.session
    tally = faults.tally(session, one)
    nothing: dict[str, Any] = {"sheet": None, "column": None, "field": None, "value": None, "suggestions": []}
    for outcome in refused:
        for fault in outcome.faults:
            said = {"row": outcome.row, "code": fault.spec.code, "params": dict(fault.params)}
            tally.add({**nothing, **said}, faults.OF_UNDOING)
    faults.keep(session, one.id, tally.rows)
    step.set(groups=tally.groups)


def _end(work: Work) -> None:
    with work.chunk() as step:
        left = step.ctx.session.execute(_left(work.id, None)).first()
        step.end(ImportVerb.UNDO if left is None else ImportVerb.UNDO_PARTLY)
