"""Staged rows on their way to being taken, in pieces of any size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.core.context import Context
from api.exchange.imports.pipeline import blocks
from api.exchange.imports.pipeline.work import Work
from api.exchange.imports.rules.limits import PREPARED

if TYPE_CHECKING:
    from polars import DataFrame


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows, and what their type has prepared for them and others (`intake.ByColumn`)."""

    frame: DataFrame
    prepared: DataFrame | None = None


@dataclass(slots=True)
class Supply:
    """Staged rows from a place on; a place is `BLOCK:ROWS TAKEN OF IT`. They are prepared some thousands at a time."""

    work: Work
    left_out: list[int]
    block: int = 0
    taken: int = 0
    frame: DataFrame | None = None
    prepared: DataFrame | None = None
    prepared_to: int = 0

    @classmethod
    def of(cls, work: Work) -> Supply:
        """From where the import stands."""
        with work.run.snapshot() as ctx:
            left_out = list(blocks.twins(ctx.session, work.id))
        block, _, taken = (work.one.cursor or "0:0").partition(":")
        return cls(work, left_out, int(block), int(taken))

    @property
    def place(self) -> str:
        """Where the next piece begins."""
        return f"{self.block}:{self.taken}"

    def take(self, most: int) -> Piece | None:
        """The next rows, at most so many; None at the end."""
        while self.frame is not None or self._load():
            assert self.frame is not None
            if self.taken < self.frame.height:
                self._prepare_next(self.frame)
                piece = self.frame.slice(self.taken, min(most, self.prepared_to - self.taken))
                self.taken += piece.height
                return Piece(piece, self.prepared)
            self.block, self.taken, self.frame, self.prepared_to = self.block + 1, 0, None, 0
        return None

    def prepare(self, ctx: Context, rows: DataFrame) -> DataFrame | None:
        """What can be made of rows before anybody has to wait for them."""
        by_column = self.work.spec.by_column
        return None if by_column is None else by_column.prepare(ctx, rows, self.work.how(write=False))

    def _prepare_next(self, frame: DataFrame) -> None:
        if self.taken >= self.prepared_to:
            self.prepared_to = frame.height if self.work.spec.by_column is None else self.taken + PREPARED
            with self.work.run.snapshot() as ctx:
                self.prepared = self.prepare(ctx, frame.slice(self.taken, PREPARED))

    def _load(self) -> bool:
        with self.work.run.snapshot() as ctx:
            frame = blocks.load(ctx.session, self.work.id, self.block)
        if frame is None:
            return False
        self.frame = blocks.without(frame, self.left_out)
        if self.work.flat is not None:
            self.frame = self.work.flat.ordered(self.frame)
        return True
