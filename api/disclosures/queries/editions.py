"""What was published, held to the ledger: every edition as its row says it is."""

from collections.abc import Iterator
from uuid import UUID, uuid5

from sqlalchemy import exists, select, tuple_
from sqlalchemy.orm import Session

from api.core.context import Context
from api.disclosures.models import NoticeEdition, PublicNotice
from api.ledger.models import LedgerEvent
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


def list_unrecorded(ctx: Context) -> list[tuple[PublicNotice, NoticeEdition]]:
    """Editions of which the ledger has no event of their own, but that of their release with the hash they have today."""
    known = set(ctx.session.execute(select(LedgerEvent.object_id).where(LedgerEvent.object_type == EDITION)).scalars())
    released = (
        LedgerEvent.object_id == _E.notice_id,
        LedgerEvent.action == "notice.released",
        LedgerEvent.object_hash == _E.document_hash,
    )
    stmt = (
        select(PublicNotice, _E)
        .join(_E, _E.notice_id == PublicNotice.id)
        .where(exists().where(*released))
        .order_by(_E.notice_id, _E.edition)
    )
    return [
        (notice, edition)
        for notice, edition in ctx.session.execute(stmt)
        if edition_id(notice.id, edition.edition) not in known
        and document_hash(edition.document) == edition.document_hash
    ]


EDITIONS = VerifiableKind(EDITION, read_editions)
