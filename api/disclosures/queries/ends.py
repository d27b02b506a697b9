"""Periods that are over, and letters that wait: what the background works off."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from api.core.context import Context
from api.disclosures.models import NoticeLetter, PublicNotice
from api.disclosures.rules import NoticeState

_MOST = 1_000


def _over(today: date) -> ColumnElement[bool]:
    untold = or_(PublicNotice.told_end_on.is_(None), PublicNotice.told_end_on != PublicNotice.ends_on)
    return and_(PublicNotice.ends_on < today, untold, PublicNotice.state != NoticeState.WITHDRAWN)


def untold_ends(ctx: Context, today: date, limit: int) -> list[PublicNotice]:
    """Notices whose period is over without anyone having been told, oldest first."""
    stmt = select(PublicNotice).where(_over(today)).order_by(PublicNotice.ends_on, PublicNotice.id).limit(limit)
    return list(ctx.session.execute(stmt).scalars())


def note_end(ctx: Context, notice: PublicNotice) -> None:
    """Write down that the end of a notice's period has been told; its revision stays."""
    stmt = update(PublicNotice).where(PublicNotice.id == notice.id).values(told_end_on=notice.ends_on)
    ctx.session.execute(stmt)


def has_untold_end(session: Session, today: date) -> bool:
    """Whether some period is over without anyone having been told."""
    return session.execute(select(PublicNotice.id).where(_over(today)).limit(1)).first() is not None


def due_until(ctx: Context, day: date) -> list[PublicNotice]:
    """Notices due by `day` that nobody outside has seen yet, the longest overdue first."""
    waiting = (PublicNotice.due_on <= day, PublicNotice.edition == 0, PublicNotice.state != NoticeState.DISCARDED)
    stmt = select(PublicNotice).where(*waiting).order_by(PublicNotice.due_on, PublicNotice.id).limit(_MOST)
    return list(ctx.session.execute(stmt).scalars())


def has_letters(session: Session) -> bool:
    """Whether a letter waits to be opened."""
    return session.execute(select(NoticeLetter.id).limit(1)).first() is not None
