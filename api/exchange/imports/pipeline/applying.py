"""Judging staged rows, and writing them, chunk by chunk.

Each chunk is one transaction that holds the rows, what is said of them in the ledger, their outcomes, and where the
import goes on.
"""

import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import func, insert, select

from api.core.errors import Refused
from api.core.intake import Action, Outcome, Row
from api.exchange.imports import errors
from api.exchange.imports.models import ImportOutcome
from api.exchange.imports.pipeline import blocks, faults
from api.exchange.imports.pipeline.reading import APPLYING, CHECKING, headings
from api.exchange.imports.pipeline.work import Step, Work, bulk_subject
from api.exchange.imports.rules import Atomic, ImportVerb, OnBlank
from api.exchange.imports.rules.limits import (
    ALL_AT_ONCE_ON_SQLITE,
    FIRST_CHUNK,
    MOST_CHUNK,
    POSTGRESQL_CHUNK,
    ROWS_KEPT,
    SQLITE_CHUNK,
    next_size,
)
from api.ledger.service import record_bulk

_OUTCOME: Any = ImportOutcome.__table__
_LINE = ("row", "action", "id", "key", "revision_before", "revision", "before")


# --- Where rows come from --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Supply:
    """Staged rows from a place on, in pieces of any size; a place is `BLOCK:ROWS TAKEN OF IT`."""

    work: Work
    left_out: dict[int, int]
    block: int = 0
    taken: int = 0
    rows: list[Row] | None = None

    @classmethod
    def of(cls, work: Work) -> "Supply":
        """From where the import stands."""
        with work.run.snapshot() as ctx:
            left_out = blocks.twins(ctx.session, work.id)
        block, _, taken = (work.one.cursor or "0:0").partition(":")
        return cls(work, left_out, int(block), int(taken))

    @property
    def place(self) -> str:
        """Where the next piece begins."""
        return f"{self.block}:{self.taken}"

    def take(self, most: int) -> list[Row]:
        """The next rows, at most so many; none at the end."""
        while True:
            if self.rows is None and not self._load():
                return []
            assert self.rows is not None
            piece = self.rows[self.taken : self.taken + most]
            self.taken += len(piece)
            if piece:
                return piece
            self.block, self.taken, self.rows = self.block + 1, 0, None

    def _load(self) -> bool:
        with self.work.run.snapshot() as ctx:
            frame = blocks.load(ctx.session, self.work.id, self.block)
        if frame is None:
            return False
        rows = blocks.rows_of(frame, clear=self.work.one.on_blank == OnBlank.CLEAR)
        self.rows = [row for row in rows if row.number not in self.left_out] if self.left_out else rows
        return True


# --- Pieces ----------------------------------------------------------------------------------------------------------


def check_rows(work: Work) -> None:
    """Judge every staged row, and write none."""
    _begin(work, CHECKING)
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
        counts = dict.fromkeys(one.counts, 0) | {"total": one.counts["total"], "rejected": one.found["rejected"]}
        step.enter(phase)
        step.set(groups=groups, counts=counts)
    work.load()


def _pieces(work: Work, *, write: bool) -> None:
    """Chunk after chunk, sized by the processor's time: on a machine that is busy otherwise, small ones help nobody."""
    supply, size = Supply.of(work), FIRST_CHUNK
    done = work.one.rows_done
    wanted = 0.0
    while rows := supply.take(size):
        with work.chunk() as step:
            started = time.thread_time()
            judge(step, rows, write=write)
            done += len(rows)
            step.advance(supply.place, done)
            wanted = wanted or _wanted(step)
        size = next_size(len(rows), time.thread_time() - started, wanted)


def _wanted(step: Step) -> float:
    return SQLITE_CHUNK if step.ctx.session.get_bind().dialect.name == "sqlite" else POSTGRESQL_CHUNK


def _at_once(work: Work) -> None:
    """Everything in one transaction, or nothing. Errors: `import.has_errors`, `import.too_large_for_all`."""
    supply, done = Supply.of(work), 0
    with work.chunk() as step:
        if step.ctx.session.get_bind().dialect.name == "sqlite" and work.one.rows_total > ALL_AT_ONCE_ON_SQLITE:
            raise Refused(errors.TOO_LARGE_FOR_ALL, limit=ALL_AT_ONCE_ON_SQLITE)
        for rows in _all(supply, step):
            judge(step, rows, write=True)
            if step.changes.get("groups") or work.one.groups:
                raise Refused(errors.HAS_ERRORS)
            done += len(rows)
            step.advance(supply.place, done)


def _all(supply: Supply, step: Step) -> Iterator[list[Row]]:
    """All rows in large pieces, read in the transaction that writes them: an attempt has one at a time."""
    session, number = step.ctx.session, 0
    while (frame := blocks.load(session, step.work.id, number)) is not None:
        rows = blocks.rows_of(frame, clear=step.work.one.on_blank == OnBlank.CLEAR)
        for start in range(0, len(rows), MOST_CHUNK):
            supply.block, supply.taken = number, min(start + MOST_CHUNK, len(rows))
            yield rows[start : start + MOST_CHUNK]
        number += 1


# --- One piece -------------------------------------------------------------------------------------------------------


def judge(step: Step, rows: Sequence[Row], *, write: bool) -> None:
    """Let the type take rows, and note what became of each."""
    work = step.work
    outcomes = work.spec.take(step.ctx, rows, work.how(write=write))
    counts = dict(step.changes.get("counts") or work.one.counts)
    for outcome in outcomes:
        counts["rejected" if outcome.action is Action.REFUSED else outcome.action.value] += 1
    step.set(counts=counts)
    refused = [outcome for outcome in outcomes if outcome.action is Action.REFUSED]
    if refused:
        _note_faults(step, rows, refused)
    if write:
        keep_outcomes(step, [outcome for outcome in outcomes if outcome.action is not Action.REFUSED])
        record_bulk(step.ctx, f"{work.spec.object_type}.imported", bulk_subject(work.one), outcomes)


def _note_faults(step: Step, rows: Sequence[Row], refused: Sequence[Outcome]) -> None:
    one, session = step.work.one, step.ctx.session
    tally = faults.tally(session, one) if "groups" not in step.changes else faults.Tally(step.changes["groups"], 0)
    given, named = {row.number: row.values for row in rows}, headings(one)
    personal = {field.name for field in step.work.spec.fields if field.personal}
    for outcome in refused:
        for fault in outcome.faults:
            value = given[outcome.row].get(fault.field) if fault.field else None
            tally.add(
                {
                    "row": outcome.row,
                    "sheet": (one.found or {}).get("sheet"),
                    "field": fault.field,
                    "column": named.get(fault.field or ""),
                    "code": fault.spec.code,
                    "params": dict(fault.params),
                    "value": faults.shown(value, masked=fault.field in personal),
                    "suggestions": list(fault.suggestions),
                },
                faults.OF_ROW,
            )
    faults.keep(session, one.id, tally.rows)
    step.set(groups=tally.groups)


def keep_outcomes(step: Step, outcomes: Sequence[Outcome]) -> None:
    """What a chunk did, as one row: results, and what undoing needs."""
    if not outcomes:
        return
    lines = b"\n".join(orjson.dumps({name: getattr(one, name) for name in _LINE}, default=str) for one in outcomes)
    session, import_id = step.ctx.session, step.work.id
    last = select(func.coalesce(func.max(_OUTCOME.c.number), -1)).where(_OUTCOME.c.import_id == import_id)
    number = session.execute(last).scalar_one() + 1
    content = zlib.compress(lines, 1)
    row = {"import_id": import_id, "number": number, "rows": len(outcomes), "content": content, "undone": False}
    session.execute(insert(_OUTCOME), row)


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
