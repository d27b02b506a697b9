"""Judging staged rows, and writing them, chunk by chunk.

Each chunk is one transaction that holds the rows, what is said of them in the ledger, their outcomes, and where the
import goes on.
"""

from __future__ import annotations

import time
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import func, insert, select

from api.core.errors import Refused
from api.core.frames import dashed, json_lines
from api.core.intake import TREE, Action, Fault, Outcome, Row, RowSpec
from api.exchange import reading
from api.exchange.imports import errors
from api.exchange.imports.models import ImportOutcome
from api.exchange.imports.pipeline import blocks, faults, flat, promises
from api.exchange.imports.pipeline.flat import FlatTable
from api.exchange.imports.pipeline.promises import Promises
from api.exchange.imports.pipeline.reading import APPLYING, CHECKING, headings
from api.exchange.imports.pipeline.supply import Piece, Supply
from api.exchange.imports.pipeline.work import Step, Work, bulk_subject
from api.exchange.imports.rules import Atomic, ImportVerb, OnBlank
from api.exchange.imports.rules.limits import (
    ALL_AT_ONCE_ON_SQLITE,
    FIRST_CHUNK,
    MOST_CHUNK,
    MOST_FLAT,
    POSTGRESQL_CHUNK,
    ROWS_KEPT,
    SQLITE_CHUNK,
    next_size,
)
from api.ledger.service import Entry, record_all, record_bulk

if TYPE_CHECKING:
    from polars import DataFrame

_OUTCOME: Any = ImportOutcome.__table__
_FIELD = 80  # characters of a pointer that are kept
_LINE = ("row", "action", "id", "key", "revision_before", "revision", "before")


# --- Pieces ----------------------------------------------------------------------------------------------------------


def check_rows(work: Work) -> None:
    """Judge every staged row, and write none."""
    _begin(work, CHECKING)
    with work.run.snapshot() as ctx:
        work.promises = Promises.of(ctx.session, work.one, work.spec, work.how(write=False))
    _pieces(work, write=False)


def apply_rows(work: Work) -> None:
    """Write every staged row that is sound. Errors: `import.has_errors`, `import.too_large_for_all`."""
    if work.one.atomic == Atomic.ALL:
        _begin(work, APPLYING)
        _at_once(work)
    else:
        _begin(work, APPLYING)
        _pieces(work, write=True)


def _begin(work: Work, phase: str) -> None:
    """Enter a phase with the counts of what the file showed; an attempt that goes on finds itself in it."""
    work.load()
    if work.one.phase == phase:
        return
    with work.chunk() as step:
        one = work.one
        groups = faults.forget(step.ctx.session, one.id, one.groups, faults.OF_ROW)
        counts = dict.fromkeys(one.counts, 0) | {name: one.counts[name] for name in ("total", "skipped")}
        counts["rejected"] = one.found["rejected"]
        step.enter(phase)
        step.set(groups=groups, counts=counts)
    work.load()


def _pieces(work: Work, *, write: bool) -> None:
    """Chunk after chunk, sized by the processor's time: on a machine that is busy otherwise, small ones help nobody."""
    supply, size = Supply.of(work), FIRST_CHUNK
    done = work.one.rows_done
    wanted = 0.0
    most = MOST_FLAT if work.flat else MOST_CHUNK
    while (piece := supply.take(size)) is not None:
        with work.chunk() as step:
            started = time.thread_time()
            judge(step, piece, write=write)
            done += piece.frame.height
            step.advance(supply.place, done)
            wanted = wanted or _wanted(step)
        size = next_size(size, piece.frame.height, time.thread_time() - started, wanted, most)


def rows_of(work: Work, frame: DataFrame) -> list[Row]:
    """Rows as the type takes them."""
    return blocks.rows_of(frame, clear=work.one.on_blank == OnBlank.CLEAR)


def _wanted(step: Step) -> float:
    return SQLITE_CHUNK if step.ctx.session.get_bind().dialect.name == "sqlite" else POSTGRESQL_CHUNK


def _at_once(work: Work) -> None:
    """Everything in one transaction, or nothing. Errors: `import.has_errors`, `import.too_large_for_all`."""
    supply, done = Supply.of(work), 0
    with work.chunk() as step:
        if step.ctx.session.get_bind().dialect.name == "sqlite" and work.one.rows_total > ALL_AT_ONCE_ON_SQLITE:
            raise Refused(errors.TOO_LARGE_FOR_ALL, limit=ALL_AT_ONCE_ON_SQLITE)
        for piece in _all(supply, step):
            judge(step, piece, write=True)
            if step.changes.get("groups") or work.one.groups:
                raise Refused(errors.HAS_ERRORS)
            done += piece.frame.height
            step.advance(supply.place, done)


def _all(supply: Supply, step: Step) -> Iterator[Piece]:
    """All rows in large pieces, read in the transaction that writes them: an attempt has one at a time."""
    session, number = step.ctx.session, 0
    while (frame := blocks.load(session, step.work.id, number)) is not None:
        for start in range(0, frame.height, MOST_CHUNK):
            supply.block, supply.taken = number, min(start + MOST_CHUNK, frame.height)
            rows = frame.slice(start, MOST_CHUNK)
            yield Piece(rows, supply.prepare(step.ctx, rows))
        number += 1


# --- One piece -------------------------------------------------------------------------------------------------------


def judge(step: Step, piece: Piece, *, write: bool) -> None:
    """Let the type take rows, and note what became of each."""
    if step.work.flat is not None:
        _judge_flat(step, step.work.flat, piece.frame, write=write)
        return
    work, how = step.work, step.work.how(write=write)
    by_column, prepared = work.spec.by_column, piece.prepared
    taken = None if by_column is None or prepared is None else by_column.take(step.ctx, piece.frame, prepared, how)
    rows = rows_of(work, piece.frame if taken is None else taken.rest)
    outcomes = promises.take(step.ctx, work.spec, rows, how) if rows else []
    if work.promises is not None and not write:
        outcomes = work.promises.excused(rows, outcomes)
    done = None if taken is None else taken.done
    _count(step, Counter(outcome.action for outcome in outcomes) + (Counter() if done is None else _actions(done)))
    refused = [outcome for outcome in outcomes if outcome.action is Action.REFUSED]
    if refused:
        _note_faults(step, rows, refused)
    if write:
        keep_outcomes(step, [outcome for outcome in outcomes if outcome.action is not Action.REFUSED], done)
        action = f"{work.spec.object_type}.imported"
        record_bulk(step.ctx, action, bulk_subject(work.one), outcomes, done=done)


def _actions(done: DataFrame) -> Counter[Action]:
    return Counter({Action(action): number for action, number in Counter(done["action"].to_list()).items()})


def _judge_flat(step: Step, table: FlatTable, frame: DataFrame, *, write: bool) -> None:
    """The same for a type that is one table: the event bears a digest of the rows as they were written."""
    work, found = step.work, flat.take(step.ctx, table, frame, write=write)
    _count(step, {**found.counts, Action.REFUSED: len(found.refused)})
    if found.refused:
        refused = {outcome.row for outcome in found.refused}
        _note_faults(step, [row for row in rows_of(work, frame) if row.number in refused], found.refused)
    changed = {kind.value: found.counts[kind] for kind in (Action.CREATED, Action.UPDATED)}
    if write and any(changed.values()):
        action = f"{work.spec.object_type}.imported"
        record_all(step.ctx, [Entry(action, bulk_subject(work.one), None, changed, digest=found.digest)])


def _count(step: Step, actions: Mapping[Action, int]) -> None:
    counts = dict(step.changes.get("counts") or step.work.one.counts)
    for action, number in actions.items():
        counts["rejected" if action is Action.REFUSED else action.value] += number
    step.set(counts=counts)


def _note_faults(step: Step, rows: Sequence[Row], refused: Sequence[Outcome]) -> None:
    one, session = step.work.one, step.ctx.session
    tally = faults.tally(session, one) if "groups" not in step.changes else faults.Tally(step.changes["groups"], 0)
    given, spec = {row.number: row.values for row in rows}, step.work.spec
    for outcome in refused:
        for fault in outcome.faults:
            where = _in_tree if spec.tree else _in_row
            said = {"row": outcome.row, "code": fault.spec.code, "params": dict(fault.params)}
            told = {**said, "suggestions": list(fault.suggestions), **where(one, spec, fault, given[outcome.row])}
            tally.add(told, faults.OF_ROW)
    faults.keep(session, one.id, tally.rows, sheets=spec.tree is not None)
    step.set(groups=tally.groups)


def _in_row(one: Any, spec: RowSpec, fault: Fault, values: Mapping[str, Any]) -> dict[str, Any]:
    """Where in a table a fault stands, and what stands there."""
    personal = {field.name for field in spec.fields if field.personal}
    value = values.get(fault.field) if fault.field else None
    return {
        "sheet": (one.found or {}).get("sheet"),
        "field": fault.field,
        "column": headings(one).get(fault.field or ""),
        "value": faults.shown(value, masked=fault.field in personal),
    }


def _in_tree(_: Any, spec: RowSpec, fault: Fault, values: Mapping[str, Any]) -> dict[str, Any]:
    """Where in a document a fault stands, by sheet, row and column where it came out of a workbook."""
    assert spec.tree is not None
    document, pointer = orjson.loads(values[TREE]), fault.field or ""
    place = reading.place_of(document, pointer, spec.tree)
    shown = faults.shown(reading.value_at(document, pointer), masked=False)
    found = {"sheet": None, "field": pointer[-_FIELD:] or None, "column": None, "value": shown}
    return found if place is None else {**found, "sheet": place.sheet, "row": place.row, "column": place.column}


def keep_outcomes(step: Step, outcomes: Sequence[Outcome], done: DataFrame | None = None) -> None:
    """What a chunk did, as one row: results, and what undoing needs."""
    rows, text = _lines(outcomes, done)
    if not rows:
        return
    session, import_id = step.ctx.session, step.work.id
    last = select(func.coalesce(func.max(_OUTCOME.c.number), -1)).where(_OUTCOME.c.import_id == import_id)
    number = session.execute(last).scalar_one() + 1
    content = zlib.compress(text, 1)
    row = {"import_id": import_id, "number": number, "rows": rows, "content": content, "undone": False}
    session.execute(insert(_OUTCOME), row)


def _lines(outcomes: Sequence[Outcome], done: DataFrame | None) -> tuple[int, bytes]:
    """How many rows, and a line of JSON for each in their order."""
    text = b"" if done is None else _written(done)
    if done is not None and not outcomes:
        return done.height, text
    lines = {} if done is None else dict(zip(done["row"].to_list(), text.splitlines(), strict=True))
    lines |= {one.row: orjson.dumps({name: getattr(one, name) for name in _LINE}, default=str) for one in outcomes}
    return len(lines), b"\n".join(lines[row] for row in sorted(lines))


def _written(done: DataFrame) -> bytes:
    import polars as pl  # noqa: PLC0415 (loaded with the first file)

    own = {"id": dashed("id"), "before": pl.lit(None, pl.String).alias("before")}
    return json_lines(done.select(own.get(name, pl.col(name)) for name in _LINE))


# --- Ends ------------------------------------------------------------------------------------------------------------


def passed(work: Work) -> None:
    """Everything was checked, and nothing more is to be done by itself."""
    with work.chunk() as step:
        now = step.ctx.now
        step.end(ImportVerb.PASS, validated_at=now, expires_at=now + ROWS_KEPT)


def proceed(work: Work) -> None:
    """What was checked is to be applied now."""
    with work.chunk() as step:
        step.move(ImportVerb.PROCEED, validated_at=step.ctx.now)


def completed(work: Work) -> None:
    """Everything was applied."""
    with work.chunk() as step:
        faulty = step.work.one.counts["rejected"] > 0
        verb = ImportVerb.COMPLETE_WITH_ERRORS if faulty else ImportVerb.COMPLETE
        step.end(verb, applied_at=step.ctx.now)
