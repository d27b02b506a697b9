"""What crosses between the faces: pages, the files that they offer, letters that wait."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.database import Database
from api.core.transaction import Mode, transaction
from api.disclosures.models import NoticeLetter, NoticePage, PublicFilePart

_PAGE, _LETTER, _PART = (
    NoticePage.metadata.tables[model.__tablename__] for model in (NoticePage, NoticeLetter, PublicFilePart)
)


def pages(session: Session) -> dict[tuple[str, int], Mapping[str, Any]]:
    """Every page, by number and edition: what there is of them is little, and public."""
    rows = session.execute(select(_PAGE).order_by(_PAGE.c.released_at, _PAGE.c.number)).mappings()
    return {(row["number"], row["edition"]): dict(row) for row in rows}


def digests_of(page: Mapping[str, Any]) -> set[str]:
    """The files that a page offers."""
    document = page["document"] or {}
    return {file["sha256"] for file in document.get("attachments", ())}


def held_files(session: Session, sha256: str | None = None) -> set[str]:
    """The files that came across, or the one of this digest if it did."""
    stmt = select(_PART.c.sha256).where(_PART.c.number == 0)
    return set(session.scalars(stmt if sha256 is None else stmt.where(_PART.c.sha256 == sha256)))


def waiting_letters(session: Session, limit: int) -> Sequence[Mapping[str, Any]]:
    """Letters in the box."""
    stmt = select(_LETTER).order_by(_LETTER.c.received_on, _LETTER.c.id).limit(limit)
    return [dict(row) for row in session.execute(stmt).mappings()]


def file_part(database: Database, sha256: str, number: int) -> bytes | None:
    """A part of a file that came across, read by itself: a download holds no session while it waits."""
    stmt = select(_PART.c.content).where(_PART.c.sha256 == sha256, _PART.c.number == number)
    with transaction(database, Mode.READ) as session:
        return session.execute(stmt).scalar_one_or_none()
