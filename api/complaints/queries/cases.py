"""Lists of cases: pages, counts, exports, hints of duplicates."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from api.access.providers import providers
from api.accounts.models import Account
from api.calendars import queries as calendars
from api.calendars.rules.working_days import WorkCalendar
from api.complaints.models.cases import ComplaintCase, ComplaintSubject
from api.complaints.models.clocks import ComplaintClock
from api.complaints.models.working import ComplaintAssignment
from api.complaints.queries.links import linked_to
from api.complaints.queries.visible import C, visible
from api.complaints.rules.clocks import ClockKind, ClockOutcome, Stretch, TimeUnit, level
from api.complaints.rules.received import Channel
from api.complaints.rules.states import CaseState
from api.complaints.rules.words import CaseSeverity, Track
from api.complaints.schemas.cases import CaseFilter, CaseRow, DuplicateHint, NextClock
from api.core import clock
from api.core.context import Context
from api.core.paging import Paging, count, ordering
from api.core.schemas import Page
from api.organizations.models import Unit

_CHUNK = 500
_S, _A, _K = ComplaintSubject.__table__.c, ComplaintAssignment.__table__.c, ComplaintClock.__table__.c
_UNIT = Unit.__table__.c
_RUNNING = (_K.outcome == ClockOutcome.RUNNING.value, _K.kind == ClockKind.DUTY.value)
_PLAIN = (
    *("id", "number", "state", "track", "category", "severity", "channel", "named", "urgent", "restricted", "matched"),
    *("legacy", "received_on", "revision"),
)


def _of_next(column: Any) -> Any:
    """A column of the duty that ends next."""
    stmt = select(column).where(_K.case_id == C.id, *_RUNNING).order_by(_K.due_on, _K.rule).limit(1)
    return stmt.correlate(ComplaintCase.__table__).scalar_subquery()


_NEXT_DUE = _of_next(_K.due_on)
_UNITS = (
    select(func.aggregate_strings(_UNIT.name, "、"))
    .select_from(ComplaintSubject.__table__.join(Unit.__table__, _UNIT.id == _S.unit_id))
    .where(_S.case_id == C.id)
    .correlate(ComplaintCase.__table__)
    .scalar_subquery()
)
_HANDLER = (
    select(Account.display_name)
    .join(ComplaintAssignment, _A.handler_id == Account.id)
    .where(_A.case_id == C.id, _A.ended_on.is_(None))
    .correlate(ComplaintCase.__table__)
    .limit(1)
    .scalar_subquery()
)
_COLUMNS = (
    *(C[name] for name in _PLAIN),
    C.source_no,
    C.withdrawn_on,
    C.proposal.is_not(None).label("waits_for_second"),
    _UNITS.label("units"),
    _HANDLER.label("handler"),
    _of_next(_K.rule).label("clock_rule"),
    _NEXT_DUE.label("clock_due_on"),
    _of_next(_K.started_on).label("clock_started_on"),
    _of_next(_K.unit).label("clock_unit"),
)
SORTS: Mapping[str, Any] = {
    "received_on": C.received_on,
    "number": C.number,
    "due_on": _NEXT_DUE,
    "updated_at": C.updated_at,
}


def list_cases(ctx: Context, wanted: CaseFilter, sort: str, paging: Paging) -> Page[CaseRow]:
    """Cases that the caller may open and that match. Errors: `paging.bad_sort`."""
    stmt = _ordered(_matching(ctx, wanted, select(*_COLUMNS)), sort)
    rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset)).all()
    total = count_cases(ctx, wanted)
    return Page(items=as_rows(ctx, rows), page=paging.page, size=paging.size, total=total)


def count_cases(ctx: Context, wanted: CaseFilter) -> int:
    """How many cases match of those that the caller may open."""
    return count(ctx, _matching(ctx, wanted, select(C.id)))


def stream_cases(ctx: Context, wanted: CaseFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Everything that matches as the export takes it: codes, dates, no identity and no text."""
    stmt = _ordered(_matching(ctx, wanted, select(*_COLUMNS)), sort)
    for part in ctx.session.execute(stmt, execution_options={"yield_per": _CHUNK}).partitions():
        for item in as_rows(ctx, part):
            due = item.next_clock
            said = {"units": "、".join(item.units), "due_on": due.due_on if due else None}
            yield {**item.model_dump(exclude={"next_clock", "units"}), **said}


def _ordered(stmt: Select[*tuple[Any, ...]], sort: str) -> Select[*tuple[Any, ...]]:
    return stmt.order_by(*ordering(sort, SORTS, C.id))


def _matching(ctx: Context, wanted: CaseFilter, stmt: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return visible(ctx, stmt).where(*conditions(ctx, wanted))


def conditions(ctx: Context, wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    """What a filter asks of cases."""
    today = clock.legal_day(ctx.now)
    yield from _chosen(wanted)
    if wanted.q and wanted.q.strip():
        yield C.number.contains(wanted.q.strip(), autoescape=True)
    if wanted.unit is not None:
        yield names_below(ctx.session, wanted.unit)
    if wanted.handler is not None:
        mine = select(_A.case_id).where(_A.handler_id == wanted.handler, _A.ended_on.is_(None))
        yield C.id.in_(mine)
    if wanted.overdue is not None:
        late = exists(select(_K.id).where(_K.case_id == C.id, *_RUNNING, _K.due_on < today))
        yield late if wanted.overdue else ~late
    if wanted.linked_to is not None:
        yield linked_to(wanted.linked_to)
    if wanted.retention_over is not None:
        over = C.retention_until_on < today
        yield over if wanted.retention_over else or_(C.retention_until_on.is_(None), ~over)


def _chosen(wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    for name in ("state", "track", "channel", "severity"):
        if values := getattr(wanted, name):
            yield C[name].in_(values)
    for name in ("named", "urgent", "matched", "legacy"):
        if (value := getattr(wanted, name)) is not None:
            yield C[name].is_(value)
    if wanted.category is not None:
        yield C.category.startswith(wanted.category)
    if wanted.received_from is not None:
        yield C.received_on >= wanted.received_from
    if wanted.received_to is not None:
        yield C.received_on <= wanted.received_to


def names_below(session: Session, unit_id: UUID) -> ColumnElement[bool]:
    """Cases that name a unit or one below it; none where there is no such unit."""
    path = session.execute(select(Unit.path).where(Unit.id == unit_id)).scalar_one_or_none()
    named = select(_S.case_id).where(_S.unit_id.in_(providers.units_below([path or "-"])))
    return C.id.in_(named)


def as_rows(ctx: Context, rows: Sequence[Any]) -> list[CaseRow]:
    """Rows of `_COLUMNS` for the wire; how near a clock is, is of today."""
    if not rows:
        return []
    calendar, today = calendars.work_calendar(ctx.session), clock.legal_day(ctx.now)
    return [_row(row, calendar, today) for row in rows]


def _row(row: Any, calendar: WorkCalendar, today: date) -> CaseRow:
    given = {name: getattr(row, name) for name in _PLAIN}
    given |= {"state": CaseState(row.state), "channel": Channel(row.channel)}
    given |= {"track": Track(row.track) if row.track else None}
    given |= {"severity": CaseSeverity(row.severity) if row.severity else None}
    return CaseRow(
        **given,
        source_no=row.source_no if row.legacy else None,
        withdrawn=row.withdrawn_on is not None,
        waits_for_second=bool(row.waits_for_second),
        units=row.units.split("、") if row.units else [],
        handler=row.handler,
        next_clock=_next(row, calendar, today),
    )


def _next(row: Any, calendar: WorkCalendar, today: date) -> NextClock | None:
    if row.clock_due_on is None:
        return None
    time = Stretch(row.clock_started_on, row.clock_due_on, TimeUnit(row.clock_unit))
    name = row.clock_rule.partition(".")[2]
    return NextClock(name=name, due_on=row.clock_due_on, level=level(calendar, time, today))


def row_of(ctx: Context, case_id: UUID) -> CaseRow:
    """One case as a row; whoever asks has opened it."""
    rows = ctx.session.execute(select(*_COLUMNS).where(C.id == case_id)).all()
    return as_rows(ctx, rows)[0]


def due_for_destruction(ctx: Context, ids: Sequence[UUID], today: date) -> dict[UUID, ComplaintCase]:
    """Those of `ids` that the caller may open, that lie in the archive, and whose years are over."""
    stmt = select(ComplaintCase).where(C.id.in_(list(ids)), C.state == CaseState.ARCHIVED.value)
    found = ctx.session.scalars(visible(ctx, stmt).where(C.retention_until_on < today).order_by(C.id))
    return {case.id: case for case in found}


_NEAR = timedelta(days=90)
_HINTS = 10


def hint_duplicates(ctx: Context, case: ComplaintCase) -> list[DuplicateHint]:
    """Cases of the same bureau that may be about the same: by who is named, the matter, the place, the time.

    Coded fields only. Two of them have to agree, somebody named counting twice.
    """
    subjects = list(ctx.session.execute(select(_S.person_id, _S.unit_id).where(_S.case_id == case.id)))
    persons, units = {row.person_id for row in subjects} - {None}, {row.unit_id for row in subjects} - {None}
    units |= {case.hint_unit_id} - {None}
    same = (
        ("person", C.id.in_(select(_S.case_id).where(_S.person_id.in_(persons)))),
        ("unit", or_(C.id.in_(select(_S.case_id).where(_S.unit_id.in_(units))), C.hint_unit_id.in_(units))),
        ("category", C.category == case.category),
        ("time", C.received_on.between(case.received_on - _NEAR, case.received_on + _NEAR)),
    )
    flags = [condition.label(f"same_{name}") for name, condition in same]
    stmt = visible(ctx, select(*_COLUMNS, *flags)).where(C.unit_id == case.unit_id, C.id != case.id)
    # What an old register closed takes no repeat in.
    stmt = stmt.where(or_(same[0][1], same[1][1]), C.state.not_in(_GONE), C.legacy.is_(False)).order_by(
        C.received_on.desc(), C.id
    )
    found = ctx.session.execute(stmt.limit(200)).all()
    names = [(row, [name for name, _ in same if getattr(row, f"same_{name}")]) for row in found]
    near = [(row, because) for row, because in names if "person" in because or len(because) > 1]
    near.sort(key=lambda one: -len(one[1]))
    rows = as_rows(ctx, [row for row, _ in near[:_HINTS]])
    return [DuplicateHint(case=row, because=because) for row, (_, because) in zip(rows, near, strict=False)]


_GONE = (CaseState.SEALED_UP.value, CaseState.TRANSFERRED.value, CaseState.MERGED.value)
