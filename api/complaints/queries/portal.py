"""Every select of the public face: by receipt. Right or wrong, the same statements run."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from api.complaints.models.portal import ComplaintLetter, ComplaintReceipt
from api.core.context import Context


def find_receipt(ctx: Context, hashes: Iterable[str], today: date) -> ComplaintReceipt | None:
    """The row of a receipt that has not expired."""
    stmt = select(ComplaintReceipt).where(
        ComplaintReceipt.hash.in_(tuple(hashes)),
        or_(ComplaintReceipt.expires_on.is_(None), ComplaintReceipt.expires_on >= today),
    )
    return ctx.session.execute(stmt).scalar_one_or_none()


def letters_of(ctx: Context, receipt_id: UUID) -> list[ComplaintLetter]:
    """The letters of a receipt, in their order."""
    stmt = select(ComplaintLetter).where(ComplaintLetter.receipt_id == receipt_id)
    return list(ctx.session.scalars(stmt.order_by(ComplaintLetter.number, ComplaintLetter.id)))


def next_number(session: Session, receipt_id: UUID) -> int:
    """The number of the next letter of a receipt."""
    stmt = select(func.coalesce(func.max(ComplaintLetter.number), 0)).where(ComplaintLetter.receipt_id == receipt_id)
    return int(session.execute(stmt).scalar_one()) + 1


def expired(session: Session, today: date, limit: int) -> list[UUID]:
    """Receipts whose time is over."""
    stmt = select(ComplaintReceipt.id).where(ComplaintReceipt.expires_on < today)
    return list(session.scalars(stmt.order_by(ComplaintReceipt.id).limit(limit)))
