"""Verifying the ledger: everything is recomputed from the rows, and what was touched is named.

    report = verify(session, keys)

Nothing is written, and nothing of what is read is believed before it is hashed. See docs/ledger.md for what this proves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from api.core.keys import KeyStore
from api.ledger.verify.entries import Entries, in_places
from api.ledger.verify.forest import Forest
from api.ledger.verify.heads import Heads
from api.ledger.verify.manifests import verify_manifests
from api.ledger.verify.objects import Document, VerifiableKind, verify_objects
from api.ledger.verify.report import SENTENCES, Fault, FaultKind, Report
from api.ledger.verify.rows import Rows

__all__ = ["SENTENCES", "Document", "Fault", "FaultKind", "Question", "Report", "VerifiableKind", "verify"]

Progress = Callable[[int, int], None]
_SIGNER = "ledger-head"


@dataclass(frozen=True, slots=True)
class Question:
    """How far to look: kinds of objects to hold to the ledger, notes of witnesses to hold the tree to."""

    kinds: Sequence[VerifiableKind] = field(default=())
    notes: Sequence[str] = field(default=())


def verify(
    session: Session, keys: KeyStore, question: Question | None = None, progress: Progress = lambda _done, _total: None
) -> Report:
    """What is wrong with the ledger, in one snapshot; `progress` is told how many entries are done, and how many there are.

    A million entries take about half a minute on one core.
    """
    asked, report, rows = question or Question(), Report(), Rows(session)
    entries = Entries(keys.ledger_keys(), rows.erased(), report)
    heads = Heads.read(session, asked.notes, keys.publics(_SIGNER).values())
    forest = Forest(rows.nodes(), heads.sizes())
    done, total = 0, rows.total()
    rows.walk_by_index(only=True)
    for number, leaves in in_places(rows.placed(), entries.judge_placed, report):
        forest.add(leaves)
        done += number
        progress(done, total)
    for chunk in rows.waiting():
        for row in chunk:
            entries.judge_waiting(row)
        report.pending += len(chunk)
    rows.walk_by_index(only=False)
    _judge_rest(rows, report)
    forest.finish(report)
    heads.judge(forest, report)
    report.size, report.root = forest.size, (forest.root(forest.size) or b"").hex()
    verify_manifests(session, report, lambda: progress(total, total))
    for kind in asked.kinds:
        verify_objects(session, kind, report, lambda: progress(total, total))
    return report


def _judge_rest(rows: Rows, report: Report) -> None:
    for event_id in rows.unplaced():
        report.add(FaultKind.EVENT_UNPLACED, event=event_id)
    for event_id in rows.repeated():
        report.add(FaultKind.PLACE_REPEATED, event=event_id)
