"""Signed heads and epochs held to the tree: those in the database, and those that witnesses kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.ledger.models import LedgerEpoch, LedgerHead
from api.ledger.rules import tree
from api.ledger.rules.notes import BadNote, Checkpoint, Key, opened, origin_of
from api.ledger.verify.forest import Forest
from api.ledger.verify.report import FaultKind, Report


@dataclass(frozen=True, slots=True)
class Heads:
    """What was signed: the rows of heads and epochs, and notes that come from outside."""

    epochs: Sequence[LedgerEpoch]
    rows: Sequence[LedgerHead]
    notes: Sequence[str]
    publics: Sequence[Ed25519PublicKey]

    @classmethod
    def read(cls, session: Session, notes: Iterable[str], publics: Iterable[Ed25519PublicKey]) -> "Heads":
        """All of them."""
        epochs = session.execute(select(LedgerEpoch).order_by(LedgerEpoch.number)).scalars().all()
        rows = session.execute(select(LedgerHead).order_by(LedgerHead.epoch, LedgerHead.size)).scalars().all()
        return cls(epochs, rows, tuple(notes), tuple(publics))

    def sizes(self) -> set[int]:
        """The sizes at which a root will be asked for."""
        found = {head.size for head in self.rows} | {epoch.size for epoch in self.epochs}
        return found | {head.size for note in self.notes if (head := self._opened(note)) is not None}

    def judge(self, forest: Forest, report: Report) -> None:
        """Hold everything that was signed to the tree."""
        for epoch in self.epochs:
            if not _agrees(forest, epoch.size, epoch.root):
                report.add(FaultKind.EPOCH_ALTERED, epoch=epoch.number, size=epoch.size)
        names = {epoch.number: epoch.origin for epoch in self.epochs}
        for row in self.rows:
            report.heads += 1
            said = Checkpoint(names.get(row.epoch, ""), row.size, row.root)
            self._judge(forest, report, row.note, said)
        for note in self.notes:
            report.heads += 1
            self._judge(forest, report, note, None)

    def _judge(self, forest: Forest, report: Report, note: str, said: Checkpoint | None) -> None:
        head = self._opened(note)
        if head is None or said not in (None, head):
            where = said or head
            report.add(FaultKind.HEAD_FORGED, origin=origin_of(note)[:60], size=where.size if where else None)
            return
        ends = self._ends().get(head.origin)
        if ends is not None and head.size > ends:
            report.add(FaultKind.HEAD_BEYOND_EPOCH, origin=head.origin, size=head.size, kept=ends)
        elif head.size > forest.size:
            report.add(FaultKind.TREE_TRUNCATED, origin=head.origin, size=head.size, kept=forest.size)
        elif not _agrees(forest, head.size, head.root):
            report.add(FaultKind.HEAD_MISMATCH, origin=head.origin, size=head.size)

    def _ends(self) -> dict[str, int]:
        """Where each epoch but the last ended."""
        return {before.origin: after.size for before, after in pairwise(self.epochs)}

    def _opened(self, note: str) -> Checkpoint | None:
        """The checkpoint of a note that one of the log's keys has signed under the name of one of its epochs."""
        origin = origin_of(note)
        if origin not in {epoch.origin for epoch in self.epochs}:
            return None
        for public in self.publics:
            try:
                return Checkpoint.parse(opened(note, Key.of(origin, public)))
            except BadNote:
                continue
        return None


def _agrees(forest: Forest, size: int, root: bytes) -> bool:
    """Whether the tree had this root; True where it cannot be told, since what is missing is named elsewhere."""
    if size == 0:
        return root == tree.EMPTY
    found = forest.root(size)
    return found is None or found == root
