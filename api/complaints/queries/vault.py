"""Every select of what is sealed inside. Whoever asks has the case already, through `visible`."""

from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, exists, func, select
from sqlalchemy.orm import Session

from api.complaints.models.cases import ComplaintCase
from api.complaints.models.portal import ComplaintDrop, ComplaintDropPart
from api.complaints.models.vault import (
    ComplaintAttachment,
    ComplaintContent,
    ComplaintFilePart,
    ComplaintIdentity,
    ComplaintReporter,
    DoomedKey,
)
from api.complaints.models.working import ComplaintHandover
from api.core.context import Context
from api.core.database import Database
from api.core.transaction import Mode, transaction

# A drop that failed so often is left for somebody to look at.
MOST_TRIES = 5


# --- Contents and attachments ----------------------------------------------------------------------------------------


def contents_of(ctx: Context, case_id: UUID, ids: Collection[UUID] | None = None) -> list[ComplaintContent]:
    """The texts of a case, or those of these ids, in the order they came."""
    stmt = select(ComplaintContent).where(ComplaintContent.case_id == case_id)
    if ids is not None:
        stmt = stmt.where(ComplaintContent.id.in_(ids))
    return list(ctx.session.scalars(stmt.order_by(ComplaintContent.number, ComplaintContent.id)))


def next_number(ctx: Context, case_id: UUID) -> int:
    """The number of the next text of a case."""
    stmt = select(func.coalesce(func.max(ComplaintContent.number), 0)).where(ComplaintContent.case_id == case_id)
    return int(ctx.session.execute(stmt).scalar_one()) + 1


def attachments_of(ctx: Context, case_id: UUID) -> list[ComplaintAttachment]:
    """The files of a case, without their content."""
    stmt = select(ComplaintAttachment).where(ComplaintAttachment.case_id == case_id)
    return list(ctx.session.scalars(stmt.order_by(ComplaintAttachment.received_on, ComplaintAttachment.id)))


def find_attachment(ctx: Context, case_id: UUID, attachment_id: UUID) -> ComplaintAttachment | None:
    """A file of a case."""
    stmt = select(ComplaintAttachment).where(
        ComplaintAttachment.id == attachment_id, ComplaintAttachment.case_id == case_id
    )
    return ctx.session.execute(stmt).scalar_one_or_none()


class PartOf(NamedTuple):
    """Of which file of which case, and whether of its original or of its cleaned copy."""

    case_id: UUID
    file_id: UUID
    copy: str

    @property
    def place(self) -> str:
        """To what its parts are bound."""
        return f"file/{self.case_id}/{self.file_id}/{self.copy}"


def file_part(session: Session, whose: PartOf, number: int) -> bytes:
    """One sealed part of a file; nothing where it was destroyed meanwhile."""
    part = ComplaintFilePart
    stmt = select(part.sealed).where(part.attachment_id == whose.file_id, part.copy == whose.copy)
    return session.execute(stmt.where(part.number == number)).scalar_one_or_none() or b""


def read_part(database: Database, whose: PartOf, number: int) -> bytes:
    """The same by itself: a download holds neither a session nor a place while it waits."""
    with transaction(database, Mode.READ) as session:
        return file_part(session, whose, number)


def find_uncleaned(ctx: Context, attachment_id: UUID) -> tuple[ComplaintAttachment, ComplaintCase] | None:
    """A file that waits for its cleaned copy, and its case."""
    stmt = (
        select(ComplaintAttachment, ComplaintCase)
        .join(ComplaintCase, ComplaintCase.id == ComplaintAttachment.case_id)
        .where(ComplaintAttachment.id == attachment_id, ComplaintAttachment.clean_state == "pending")
    )
    row = ctx.session.execute(stmt).one_or_none()
    return (row[0], row[1]) if row else None


def known_receipts(ctx: Context, receipt_ids: Collection[UUID]) -> set[UUID]:
    """Those of these receipts whose complaints were taken in before."""
    stmt = select(ComplaintReporter.receipt_id).where(ComplaintReporter.receipt_id.in_(receipt_ids))
    return set(ctx.session.scalars(stmt))


def is_known(ctx: Context, drop_id: UUID) -> bool:
    """Whether something that adds to a complaint was taken in before."""
    held = (ComplaintContent.drop_id, ComplaintAttachment.drop_id)
    stmt = select(*(exists().where(column == drop_id) for column in held))
    return any(ctx.session.execute(stmt).one())


# --- Reporters -------------------------------------------------------------------------------------------------------


def find_reporter(ctx: Context, receipt_id: UUID) -> tuple[ComplaintReporter, ComplaintCase] | None:
    """Whose receipt it is, and the case."""
    stmt = (
        select(ComplaintReporter, ComplaintCase)
        .join(ComplaintCase, ComplaintCase.id == ComplaintReporter.case_id)
        .where(ComplaintReporter.receipt_id == receipt_id)
    )
    row = ctx.session.execute(stmt).one_or_none()
    return (row[0], row[1]) if row else None


def reporters_of(ctx: Context, case_ids: Collection[UUID]) -> list[ComplaintReporter]:
    """Those who hold receipts of these cases."""
    stmt = select(ComplaintReporter).where(ComplaintReporter.case_id.in_(case_ids))
    return list(ctx.session.scalars(stmt.order_by(ComplaintReporter.receipt_id)))


def unput(ctx: Context, limit: int) -> list[ComplaintReporter]:
    """Reporters of whom the portal shows less than there is."""
    stmt = select(ComplaintReporter).where(ComplaintReporter.revision > ComplaintReporter.put_out)
    return list(ctx.session.scalars(stmt.order_by(ComplaintReporter.receipt_id).limit(limit)))


def has_unput(session: Session) -> bool:
    """Whether there is anything to put out."""
    return bool(
        session.execute(select(exists().where(ComplaintReporter.revision > ComplaintReporter.put_out))).scalar()
    )


# --- Drops -----------------------------------------------------------------------------------------------------------


def openers(session: Session, limit: int) -> list[Row[Any]]:
    """Complaints that wait in the box, with what they hold: texts, all of them small."""
    table = ComplaintDrop
    columns = (table.id, table.sealed, table.identity, table.received_at, table.tries)
    stmt = select(*columns).where(table.opens.is_(True), table.tries < MOST_TRIES)
    return list(session.execute(stmt.order_by(table.tries, table.received_at, table.id).limit(limit)))


def additions(session: Session, limit: int) -> list[Row[Any]]:
    """What waits in the box to be added to complaints; of files, in how many parts they lie beside."""
    table = ComplaintDrop
    parts = select(func.count()).where(ComplaintDropPart.drop_id == table.id).scalar_subquery()
    columns = (table.id, table.sealed, table.identity, table.received_at, parts.label("parts"))
    stmt = select(*columns).where(table.opens.is_(False), table.tries < MOST_TRIES)
    return list(session.execute(stmt.order_by(table.tries, table.id).limit(limit)))


def drop_part(session: Session, drop_id: UUID, number: int) -> bytes:
    """One part of a file that waits."""
    part = ComplaintDropPart
    return session.execute(select(part.sealed).where(part.drop_id == drop_id, part.number == number)).scalar_one()


def has_drops(session: Session) -> bool:
    """Whether anything waits."""
    return bool(session.execute(select(exists().where(ComplaintDrop.tries < MOST_TRIES))).scalar())


def count_parked(session: Session) -> int:
    """How many could not be taken in, however often it was tried."""
    stmt = select(func.count()).select_from(ComplaintDrop).where(ComplaintDrop.tries >= MOST_TRIES)
    return int(session.execute(stmt).scalar_one())


# --- Hand-over -------------------------------------------------------------------------------------------------------


def find_handover(ctx: Context, case_id: UUID) -> ComplaintHandover | None:
    """The package of a case that goes straight up."""
    return ctx.session.get(ComplaintHandover, case_id)


# --- Keys ------------------------------------------------------------------------------------------------------------


def doomed(session: Session, limit: int) -> list[DoomedKey]:
    """Keys that are to be destroyed."""
    return list(session.scalars(select(DoomedKey).order_by(DoomedKey.key_id).limit(limit)))


def has_doomed(session: Session) -> bool:
    """Whether there is one."""
    return bool(session.execute(select(exists().where(DoomedKey.key_id.is_not(None)))).scalar())


def find_identity(ctx: Context, case_id: UUID) -> ComplaintIdentity | None:
    """The envelopes of a case's identity."""
    return ctx.session.execute(
        select(ComplaintIdentity).where(ComplaintIdentity.case_id == case_id)
    ).scalar_one_or_none()
