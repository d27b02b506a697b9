"""Records held to the ledger: the row of an object against the hash of its document at its last change."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import CompoundSelect, false, select
from sqlalchemy.orm import Session

from api.ledger.models import LedgerEvent, LedgerManifest
from api.ledger.rules import document_hash
from api.ledger.verify.report import FaultKind, Report
from api.ledger.verify.rows import CHUNK

# What is done to many objects by one event: taken in, taken back, frozen.
_IN_BULK = ("imported", "import_undone", "frozen")


class Document(NamedTuple):
    """An object as its row says it is."""

    id: UUID
    revision: int
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VerifiableKind:
    """A kind of object whose rows can be held to the ledger; wiring lists them.

    `documents` gives every object in the order of ids; `endings` are the actions after which there is no row.
    """

    object_type: str
    documents: Callable[[Session], Iterator[Document]]
    endings: frozenset[str] = field(default_factory=frozenset)


class _Last(NamedTuple):
    """What the ledger knows of an object: its highest revision, the hash there, whether it has ended."""

    id: UUID
    revision: int | None
    digest: str | None
    ended: bool


def verify_objects(session: Session, kind: VerifiableKind, report: Report, tick: Callable[[], None]) -> None:
    """Name every object of a kind that is not what the ledger says; `tick` is called now and then."""
    documents, known = kind.documents(session), _known(session, kind)
    here, there = next(documents, None), next(known, None)
    while here is not None or there is not None:
        if there is None or (here is not None and here.id < there.id):
            assert here is not None
            report.add(FaultKind.OBJECT_INSERTED, type=kind.object_type, id=str(here.id))
            here = next(documents, None)
        elif here is None or there.id < here.id:
            if not there.ended:
                report.add(FaultKind.OBJECT_DELETED, type=kind.object_type, id=str(there.id))
            there = next(known, None)
        else:
            _compare(kind, report, here, there)
            here, there = next(documents, None), next(known, None)
            if report.objects % CHUNK == 0:
                tick()


def _compare(kind: VerifiableKind, report: Report, here: Document, there: _Last) -> None:
    report.objects += 1
    if there.ended:
        report.add(FaultKind.OBJECT_INSERTED, type=kind.object_type, id=str(here.id))
    elif there.digest is None:
        report.unproven += 1
    elif here.revision != there.revision or document_hash(here.document) != there.digest:
        report.add(FaultKind.OBJECT_ALTERED, type=kind.object_type, id=str(here.id))


def _known(session: Session, kind: VerifiableKind) -> Iterator[_Last]:
    """The last state of each object of a kind, in the order of ids."""
    rows = session.execute(_changes(kind.object_type), execution_options={"yield_per": CHUNK})
    for object_id, events in groupby(rows, key=lambda row: row.object_id):
        listed = list(events)
        revised = [row for row in listed if row.revision is not None]
        last = max(revised, key=lambda row: row.revision, default=None)
        ended = any(row.action in kind.endings or row.gone for row in listed)
        yield _Last(object_id, last.revision if last else None, last.object_hash if last else None, ended)


def _changes(object_type: str) -> CompoundSelect[Any]:
    """Every change of objects of a type: by events of their own, and by lines of bulk events.

    A line without a revision says that its object is gone.
    """
    event, line = LedgerEvent.__table__.c, LedgerManifest.__table__.c
    own = select(
        *(event.object_id, event.revision, event.object_hash, event.action, event.id),
        false().label("gone"),
    ).where(event.object_type == object_type)
    bulk = (
        select(line.object_id, line.revision, line.object_hash, event.action, event.id, line.revision.is_(None))
        .join(LedgerEvent.__table__, event.id == line.event_id)
        .where(event.action.in_([f"{object_type}.{done}" for done in _IN_BULK]))
    )
    return own.union_all(bulk).order_by("object_id", "id")
