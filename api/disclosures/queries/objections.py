"""Reading objections."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from api.access import reach
from api.access.permissions import Permission
from api.accounts.models import Account
from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Named, Page, UnitRef
from api.disclosures.models import NoticeLetter, NoticeObjection, PublicNotice
from api.disclosures.queries.lists import below
from api.disclosures.rules import ObjectionState
from api.disclosures.schemas.objections import ObjectionFilter, ObjectionRow
from api.organizations.models import Unit

_ANSWERER = aliased(Account, name="answerer")


def _within(ctx: Context, stmt: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Who only reads notices does not read what was said against them: that is for who drafts or answers."""
    handles = [
        reach.condition(ctx, PublicNotice.unit_id, permission)
        for permission in (Permission.DISCLOSURE_EDIT, Permission.DISCLOSURE_RELEASE)
    ]
    return reach.within(ctx, stmt, PublicNotice.unit_id).where(or_(*handles))


def load_objection(ctx: Context, objection_id: UUID) -> tuple[NoticeObjection, PublicNotice]:
    """An objection that the caller handles, and its notice. Errors: `not_found`."""
    stmt = select(NoticeObjection, PublicNotice).join(PublicNotice, PublicNotice.id == NoticeObjection.notice_id)
    row = ctx.session.execute(_within(ctx, stmt.where(NoticeObjection.id == objection_id))).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row[0], row[1]


def list_objections(ctx: Context, wanted: ObjectionFilter, paging: Paging) -> Page[ObjectionRow]:
    """Objections that the caller handles: open ones first, then the newest day first."""
    waiting = NoticeObjection.state != ObjectionState.OPEN.value
    stmt = _listed(ctx, wanted).order_by(waiting, NoticeObjection.received_on.desc(), NoticeObjection.id)
    rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset))
    items = [_present(row) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count_listed(ctx, wanted))


def count_listed(ctx: Context, wanted: ObjectionFilter) -> int:
    """How many objections match."""
    stmt = select(NoticeObjection.id).join(PublicNotice, PublicNotice.id == NoticeObjection.notice_id)
    return count(ctx, _within(ctx, stmt.where(*_conditions(ctx, wanted))))


def get_objection(ctx: Context, objection_id: UUID) -> ObjectionRow:
    """An objection that the caller handles. Errors: `not_found`."""
    row = ctx.session.execute(_listed(ctx, ObjectionFilter()).where(NoticeObjection.id == objection_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return _present(row)


def _listed(ctx: Context, wanted: ObjectionFilter) -> Select[*tuple[Any, ...]]:
    answers = reach.condition(ctx, PublicNotice.unit_id, Permission.DISCLOSURE_RELEASE)
    stmt = (
        select(
            NoticeObjection,
            PublicNotice.title,
            PublicNotice.number,
            Unit.id.label("unit_id"),
            Unit.name.label("unit_name"),
            Unit.kind.label("unit_kind"),
            _ANSWERER.display_name.label("answerer"),
            answers.label("answers"),
        )
        .join(PublicNotice, PublicNotice.id == NoticeObjection.notice_id)
        .join(Unit, Unit.id == PublicNotice.unit_id)
        .outerjoin(_ANSWERER, _ANSWERER.id == NoticeObjection.answered_by)
    )
    return _within(ctx, stmt.where(*_conditions(ctx, wanted)))


def _conditions(ctx: Context, wanted: ObjectionFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.notice is not None:
        yield NoticeObjection.notice_id == wanted.notice
    if wanted.unit is not None:
        yield below(ctx, wanted.unit, PublicNotice.unit_id)
    if wanted.state:
        yield NoticeObjection.state.in_(wanted.state)


def _present(row: Any) -> ObjectionRow:
    objection: NoticeObjection = row.NoticeObjection
    state = ObjectionState(objection.state)
    return ObjectionRow(
        id=objection.id,
        notice=Named(id=objection.notice_id, name=row.title),
        number=row.number,
        unit=UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind),
        edition=objection.edition,
        channel="portal" if objection.channel == "portal" else "written",
        text=objection.text,
        has_contact=objection.contact is not None,
        received_on=objection.received_on,
        state=state,
        reason=objection.reason,
        summary=objection.summary,
        answered_by=Named(id=objection.answered_by, name=row.answerer) if objection.answered_by else None,
        answered_at=objection.answered_at,
        answerable=bool(row.answers) and state is ObjectionState.OPEN,
        revision=objection.revision,
    )


def count_objections(ctx: Context, notice_id: UUID) -> dict[str, int]:
    """How many objections a notice has, by state, those that occur."""
    stmt = (
        select(NoticeObjection.state, func.count())
        .where(NoticeObjection.notice_id == notice_id)
        .group_by(NoticeObjection.state)
    )
    return {row[0]: row[1] for row in ctx.session.execute(stmt)}


def public_answers(ctx: Context, notice_id: UUID) -> list[dict[str, Any]]:
    """The answers that were written for the public, oldest first."""
    stmt = (
        select(NoticeObjection.state, NoticeObjection.summary, NoticeObjection.answered_at)
        .where(NoticeObjection.notice_id == notice_id, NoticeObjection.summary.is_not(None))
        .order_by(NoticeObjection.answered_at)
    )
    return [
        {
            "accepted": row.state == ObjectionState.ACCEPTED,
            "summary": row.summary,
            "answered_on": clock.legal_day(row.answered_at).isoformat(),
        }
        for row in ctx.session.execute(stmt)
    ]


def letters(ctx: Context, limit: int) -> list[tuple[NoticeLetter, PublicNotice | None]]:
    """Letters that wait to be opened, with the notices they are about, locked against other workers."""
    stmt = (
        select(NoticeLetter, PublicNotice)
        .outerjoin(PublicNotice, PublicNotice.number == NoticeLetter.number)
        .order_by(NoticeLetter.received_on, NoticeLetter.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in ctx.session.execute(stmt)]


def is_known(ctx: Context, objection_id: UUID) -> bool:
    """Whether a letter of this id has been taken out before."""
    return ctx.session.execute(select(NoticeObjection.id).where(NoticeObjection.id == objection_id)).first() is not None
