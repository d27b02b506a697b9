"""Lists of notices: pages and exports."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, false, func, or_, select

from api.access import reach
from api.access.providers import providers
from api.core import clock
from api.core.context import Context
from api.core.paging import Paging, count, ordering
from api.core.schemas import Page, UnitRef
from api.disclosures import rules
from api.disclosures.models import SEARCH, NoticeObjection, PublicNotice
from api.disclosures.queries.notices import PLAIN, object_of, phase_of
from api.disclosures.rules import KINDS, Form, NoticeState, ObjectionState, Phase
from api.disclosures.schemas.notices import NoticeFilter, NoticeRow
from api.organizations.models import Unit

_CHUNK = 1000
_NOTICE, _UNIT = PublicNotice.__table__.c, Unit.__table__.c
SORTS: Mapping[str, Any] = {
    "title": _NOTICE.sort_key,
    "number": _NOTICE.number,
    "unit": _UNIT.sort_key,
    "due_on": _NOTICE.due_on,
    "ends_on": _NOTICE.ends_on,
    "updated_at": _NOTICE.updated_at,
}
_OBJECTIONS = (
    select(
        NoticeObjection.notice_id,
        func.count().label("objections"),
        func.sum(case((NoticeObjection.state == ObjectionState.OPEN, 1), else_=0)).label("open"),
    )
    .group_by(NoticeObjection.notice_id)
    .subquery("counted")
)


def list_notices(ctx: Context, wanted: NoticeFilter, sort: str, paging: Paging) -> Page[NoticeRow]:
    """Notices within reach that match. Errors: `paging.bad_sort`."""
    today = clock.legal_day(ctx.now)
    stmt = ordered(_listed(ctx, wanted), sort).limit(paging.size).offset(paging.offset)
    items = [_row(row, today) for row in ctx.session.execute(stmt)]
    return Page(items=items, page=paging.page, size=paging.size, total=count_notices(ctx, wanted))


def count_notices(ctx: Context, wanted: NoticeFilter) -> int:
    """How many notices within reach match."""
    return count(ctx, _matching(ctx, wanted, select(_NOTICE.id).select_from(PublicNotice.__table__)))


def stream_notices(ctx: Context, wanted: NoticeFilter, sort: str) -> Iterator[NoticeRow]:
    """Everything that matches, few rows at a time; for exports. Errors: `paging.bad_sort`."""
    today = clock.legal_day(ctx.now)
    stmt = ordered(_listed(ctx, wanted), sort)
    for row in ctx.session.execute(stmt, execution_options={"yield_per": _CHUNK}):
        yield _row(row, today)


def _listed(ctx: Context, wanted: NoticeFilter) -> Select[*tuple[Any, ...]]:
    own = [_NOTICE[name] for name in (*PLAIN, "object_type", "object_id", "object_label", "first_released_on")]
    unit = (_UNIT.id.label("unit_id"), _UNIT.name.label("unit_name"), _UNIT.kind.label("unit_kind"))
    stmt = (
        select(*own, *unit, _OBJECTIONS.c.objections, _OBJECTIONS.c.open.label("open_objections"))
        .select_from(PublicNotice.__table__)
        .join(Unit.__table__, _UNIT.id == _NOTICE.unit_id)
        .outerjoin(_OBJECTIONS, _OBJECTIONS.c.notice_id == _NOTICE.id)
    )
    return _matching(ctx, wanted, stmt)


def ordered(stmt: Select[*tuple[Any, ...]], sort: str) -> Select[*tuple[Any, ...]]:
    """`stmt` in the order asked for."""
    return stmt.order_by(*ordering(sort, SORTS, _NOTICE.id.desc()))


def _matching(ctx: Context, wanted: NoticeFilter, stmt: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return reach.within(ctx, stmt.where(*_conditions(ctx, wanted)), _NOTICE.unit_id)


def _conditions(ctx: Context, wanted: NoticeFilter) -> Iterator[ColumnElement[bool]]:
    today = clock.legal_day(ctx.now)
    if wanted.q and wanted.q.strip():
        yield SEARCH.matches(ctx.session.get_bind().dialect.name, _NOTICE.search_tokens, wanted.q)
    if wanted.unit is not None:
        yield below(ctx, wanted.unit, _NOTICE.unit_id)
    if wanted.kind is not None:
        yield _NOTICE.kind == wanted.kind
    if wanted.form is not None:
        yield _NOTICE.kind.in_(kinds_of(wanted.form))
    # What was given up before anybody saw it is not in the way, unless it is asked for.
    yield _NOTICE.state.in_(wanted.state) if wanted.state else _NOTICE.state != NoticeState.DISCARDED
    if wanted.phase:
        yield or_(*(_in_phase(phase, today) for phase in wanted.phase))
    if wanted.overdue is not None:
        waiting = and_(_NOTICE.due_on < today, _NOTICE.edition == 0, _NOTICE.state != NoticeState.DISCARDED)
        yield waiting if wanted.overdue else ~func.coalesce(waiting, false())
    if wanted.answering is not None:
        waiting_for = select(NoticeObjection.notice_id).where(NoticeObjection.state == ObjectionState.OPEN)
        yield _NOTICE.id.in_(waiting_for) if wanted.answering else _NOTICE.id.not_in(waiting_for)
    if wanted.object_type is not None:
        yield _NOTICE.object_type == wanted.object_type
    if wanted.object_id is not None:
        yield _NOTICE.object_id == wanted.object_id


def kinds_of(form: Form) -> list[str]:
    """The codes of the kinds of a form."""
    return [kind.code for kind in KINDS.values() if kind.form is form]


def below(ctx: Context, unit_id: UUID, column: Any) -> ColumnElement[bool]:
    """Rows of a unit and those below it; a unit that does not exist has none."""
    path = ctx.session.execute(select(Unit.path).where(Unit.id == unit_id)).scalar_one_or_none()
    found: ColumnElement[bool] = column.in_(providers.units_below([path])) if path else false()
    return found


def _in_phase(phase: Phase, today: date) -> ColumnElement[bool]:
    """The rule of `rules.phase` as a condition."""
    if phase is Phase.WITHDRAWN:
        return _NOTICE.state == NoticeState.WITHDRAWN
    form = Form.PUBLICITY if phase in (Phase.RUNNING, Phase.ENDED) else Form.STANDING
    current = or_(_NOTICE.ends_on.is_(None), _NOTICE.ends_on >= today)
    shown = current if phase in (Phase.RUNNING, Phase.STANDING) else ~current
    published = and_(_NOTICE.edition > 0, _NOTICE.state != NoticeState.WITHDRAWN)
    return and_(published, _NOTICE.kind.in_(kinds_of(form)), shown)


def _row(row: Row[*tuple[Any, ...]], today: date) -> NoticeRow:
    return NoticeRow(
        **{name: getattr(row, name) for name in PLAIN},
        form=KINDS[row.kind].form,
        unit=UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind),
        object=object_of(row),
        phase=phase_of(row, today),
        overdue=rules.is_overdue(row.due_on, row.first_released_on, today),
        objections=row.objections or 0,
        open_objections=row.open_objections or 0,
    )
