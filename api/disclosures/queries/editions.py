"""What was published, held to the ledger: every edition as its row says it is."""

from collections.abc import Iterator
from uuid import UUID, uuid5

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from api.disclosures.models import NoticeEdition
from api.ledger.rules import document_hash
from api.ledger.verify import Document, VerifiableKind

EDITION = "public_notice_edition"
_STRETCH = 200
_E = NoticeEdition


def edition_id(notice_id: UUID, edition: int) -> UUID:
    """By what the ledger knows an edition: its key is that of its notice and a number."""
    return uuid5(notice_id, str(edition))


def read_editions(session: Session) -> Iterator[Document]:
    """Every edition in the order of these ids; one whose hash is not its document's shows it."""
    keys = sorted(
        (edition_id(notice_id, edition), notice_id, edition)
        for notice_id, edition in session.execute(select(_E.notice_id, _E.edition))
    )
    for start in range(0, len(keys), _STRETCH):
        stretch = keys[start : start + _STRETCH]
        wanted = tuple_(_E.notice_id, _E.edition).in_([key[1:] for key in stretch])
        stmt = select(_E.notice_id, _E.edition, _E.document, _E.document_hash).where(wanted)
        found = {edition_id(row.notice_id, row.edition): row for row in session.execute(stmt)}
        for key, _, _ in stretch:
            row = found[key]
            sound = document_hash(row.document) == row.document_hash
            yield Document(key, 1, row.document if sound else {"document": row.document, "hash": row.document_hash})


EDITIONS = VerifiableKind(EDITION, read_editions)
