"""Lists of problems and tasks: pages, exports, what is due."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from api.access.providers import providers
from api.accounts.models import Account
from api.core import clock
from api.core.context import Context
from api.core.paging import Paging, count, ordering
from api.core.schemas import Named, Page, UnitRef
from api.organizations.models import Unit
from api.people.models import Person
from api.rectifications import rules
from api.rectifications.models import SEARCH, RectificationCooperation, RectificationProblem, RectificationTask
from api.rectifications.queries.reading import UNIT, UNIT_REF, P, readable, sources_of
from api.rectifications.rules import OPEN, SOURCES, ProblemState, Severity, TaskKind
from api.rectifications.schemas import (
    RectificationFilter,
    RectificationRow,
    RectificationTaskFilter,
    RectificationTaskRow,
)

_CHUNK = 500
_TASK = RectificationTask.__table__.c
_LEAD = Unit.__table__.alias("lead")
_LEADER, _SUPERVISOR = Person.__table__.alias("leader"), Person.__table__.alias("supervisor")
_DOER = func.coalesce(_TASK.person_id, P.lead_person_id)  # who does a task
_LATE = sorted(OPEN - {ProblemState.SUBMITTED})
SORTS: Mapping[str, Any] = {
    "unit": UNIT.sort_key,
    "found_on": P.found_on,
    "sent_on": P.sent_on,
    "due_on": P.due_on,
    "updated_at": P.updated_at,
}
TASK_SORTS: Mapping[str, Any] = {"unit": UNIT.sort_key, "due_on": _TASK.due_on}
_PLAIN = (
    *("id", "number", "title", "source_type", "source_id", "source_label", "kind", "cause", "severity", "state"),
    *("found_on", "sent_on", "due_on", "recheck_on", "returned", "updated_at", "revision"),
)


def _tasks_of(*conditions: ColumnElement[bool]) -> Any:
    stmt = select(func.count()).where(_TASK.problem_id == P.id, *conditions)
    return stmt.correlate(RectificationProblem.__table__).scalar_subquery()


def list_problems(ctx: Context, wanted: RectificationFilter, sort: str, paging: Paging) -> Page[RectificationRow]:
    """Problems within reach that match. Errors: `paging.bad_sort`."""
    stmt = _ordered(_listed(ctx, wanted), sort)
    rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset)).all()
    items = list(_rows(ctx, rows))
    return Page(items=items, page=paging.page, size=paging.size, total=count_problems(ctx, wanted))


def count_problems(ctx: Context, wanted: RectificationFilter) -> int:
    """How many problems within reach match."""
    return count(ctx, _matching(ctx, wanted, select(P.id).select_from(RectificationProblem.__table__)))


def stream_problems(ctx: Context, wanted: RectificationFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Everything that matches as the export takes it, few rows at a time. Errors: `paging.bad_sort`."""
    stmt = _ordered(_listed(ctx, wanted, *_SAID), sort)
    for part in ctx.session.execute(stmt, execution_options={"yield_per": _CHUNK}).partitions():
        for row, item in zip(part, _rows(ctx, part), strict=True):
            said = {column.key: row._mapping[column.key] for column in _SAID}  # noqa: SLF001 (the public name)
            source = {"source": item.source.type, "unit": item.unit.name}
            yield {**item.model_dump(exclude={"unit", "source"}), **said, **source}


# What the three lists say beyond a row on the screen.
_HELPERS = (
    select(func.aggregate_strings(UNIT.name, "、"))
    .select_from(RectificationCooperation.__table__.join(Unit.__table__, UNIT.id == RectificationCooperation.unit_id))
    .where(RectificationCooperation.problem_id == P.id)
    .correlate(RectificationProblem.__table__)
    .scalar_subquery()
)
_SAID = (
    *(P[name] for name in ("description", "cause_text", "indicator", "cited_rule", "duty", "summary", "effect")),
    *(P[name] for name in ("accepted_on", "consolidated_on", "extensions")),
    _LEADER.c.name.label("lead_person"),
    _SUPERVISOR.c.name.label("supervisor"),
    _HELPERS.label("cooperating"),
)


def _listed(ctx: Context, wanted: RectificationFilter, *more: Any) -> Select[*tuple[Any, ...]]:
    asked = (P.extension_until_on.is_not(None).label("asked"), P.recurrence_of_id.is_not(None).label("recurring"))
    tasks = (_tasks_of().label("tasks"), _tasks_of(_TASK.done_on.is_not(None)).label("tasks_done"))
    table = RectificationProblem.__table__.join(Unit.__table__, UNIT.id == P.unit_id).outerjoin(
        _LEAD, _LEAD.c.id == P.lead_unit_id
    )
    if more:
        table = table.outerjoin(_LEADER, _LEADER.c.id == P.lead_person_id)
        table = table.outerjoin(_SUPERVISOR, _SUPERVISOR.c.id == P.supervisor_id)
    columns = [P[name] for name in _PLAIN]
    stmt = select(*columns, *UNIT_REF, _LEAD.c.name.label("lead_unit"), *asked, *tasks, *more).select_from(table)
    return _matching(ctx, wanted, stmt)


def _ordered(stmt: Select[*tuple[Any, ...]], sort: str) -> Select[*tuple[Any, ...]]:
    return stmt.order_by(*ordering(sort, SORTS, P.id.desc()))


def _matching(ctx: Context, wanted: RectificationFilter, stmt: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return stmt.where(readable(ctx), *_conditions(ctx, wanted))


def _conditions(ctx: Context, wanted: RectificationFilter) -> Iterator[ColumnElement[bool]]:
    today = clock.legal_day(ctx.now)
    if wanted.q and wanted.q.strip():
        yield SEARCH.matches(ctx.session.get_bind().dialect.name, P.search_tokens, wanted.q)
    if wanted.unit is not None:
        yield below(ctx, wanted.unit)
    if wanted.state:
        yield P.state.in_(wanted.state)
    if wanted.severity:
        yield P.severity.in_(wanted.severity)
    if wanted.kind is not None:
        yield P.kind == wanted.kind
    if wanted.cause is not None:
        yield P.cause == wanted.cause
    if wanted.source is not None:
        yield P.source_type.in_([code for code in SOURCES if rules.shown_source(code) == wanted.source])
    yield from _dated(wanted, today)


def _dated(wanted: RectificationFilter, today: date) -> Iterator[ColumnElement[bool]]:
    """Conditions on days, overdue and the like: always against the day of the question."""
    due = and_(P.state == ProblemState.ACCEPTED.value, P.recheck_on.is_not(None), P.recheck_on <= today)
    for asked, condition in (
        (wanted.overdue, late(today)),
        (wanted.recheck_due, due),
        (wanted.recurring, P.recurrence_of_id.is_not(None)),
    ):
        if asked is not None:
            yield condition if asked else ~condition
    if wanted.due_from is not None:
        yield P.due_on >= wanted.due_from
    if wanted.due_to is not None:
        yield P.due_on <= wanted.due_to


def late(today: date) -> ColumnElement[bool]:
    """What `rules.is_overdue` says, of rows."""
    return and_(P.state.in_(_LATE), P.due_on.is_not(None), P.due_on < today)


def below(ctx: Context, unit_id: Any) -> ColumnElement[bool]:
    """Problems of a unit and those below it; of none where there is no such unit."""
    path = ctx.session.execute(select(Unit.path).where(Unit.id == unit_id)).scalar_one_or_none()
    return P.unit_id.in_(providers.units_below([path])) if path else P.id.is_(None)


def _rows(ctx: Context, rows: Any) -> Iterator[RectificationRow]:
    today, sources = clock.legal_day(ctx.now), sources_of(ctx, rows)
    for row in rows:
        state = ProblemState(row.state)
        given = {name: getattr(row, name) for name in _PLAIN if not name.startswith("source_")}
        yield RectificationRow(
            **{**given, "severity": Severity(row.severity), "state": state},
            unit=UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind),
            source=sources[row.id],
            overdue=rules.is_overdue(state, row.due_on, today),
            recheck_due=rules.is_recheck_due(state, row.recheck_on, today),
            age=rules.age(row.sent_on, today) if state in OPEN and row.sent_on else None,
            recurring=row.recurring,
            extension_asked=row.asked,
            lead_unit=row.lead_unit,
            tasks=row.tasks,
            tasks_done=row.tasks_done,
        )


# --- Tasks -----------------------------------------------------------------------------------------------------------


def list_tasks(ctx: Context, wanted: RectificationTaskFilter, sort: str, paging: Paging) -> Page[RectificationTaskRow]:
    """Tasks of problems within reach that match. Errors: `paging.bad_sort`."""
    stmt = _ordered_tasks(_tasks(ctx, wanted), sort)
    today = clock.legal_day(ctx.now)
    items = [_task(row, today) for row in ctx.session.execute(stmt.limit(paging.size).offset(paging.offset))]
    return Page(items=items, page=paging.page, size=paging.size, total=count_tasks(ctx, wanted))


def count_tasks(ctx: Context, wanted: RectificationTaskFilter) -> int:
    """How many tasks within reach match."""
    return count(ctx, _tasks(ctx, wanted))


def stream_tasks(ctx: Context, wanted: RectificationTaskFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every task that matches as the export takes it. Errors: `paging.bad_sort`."""
    today = clock.legal_day(ctx.now)
    stmt = _ordered_tasks(_tasks(ctx, wanted), sort)
    for row in ctx.session.execute(stmt, execution_options={"yield_per": _CHUNK}):
        item = _task(row, today)
        yield {**item.model_dump(exclude={"unit", "person"}), "unit": item.unit.name}


def _ordered_tasks(stmt: Select[*tuple[Any, ...]], sort: str) -> Select[*tuple[Any, ...]]:
    return stmt.order_by(*ordering(sort, TASK_SORTS, _TASK.id))


def _tasks(ctx: Context, wanted: RectificationTaskFilter) -> Select[*tuple[Any, ...]]:
    columns = [_TASK[name] for name in ("id", "measure", "milestone", "kind", "due_on", "done_on")]
    problem = (P.id.label("problem_id"), P.title.label("problem"), P.number, P.state)
    doer = (_LEADER.c.id.label("person_id"), _LEADER.c.name.label("person_name"))
    table = RectificationTask.__table__.join(RectificationProblem.__table__, P.id == _TASK.problem_id)
    table = table.join(Unit.__table__, UNIT.id == P.unit_id).outerjoin(_LEADER, _LEADER.c.id == _DOER)
    stmt = select(*columns, *problem, *UNIT_REF, *doer).select_from(table)
    return stmt.where(readable(ctx), *_task_conditions(ctx, wanted))


def _task_conditions(ctx: Context, wanted: RectificationTaskFilter) -> Iterator[ColumnElement[bool]]:
    today = clock.legal_day(ctx.now)
    if wanted.unit is not None:
        yield below(ctx, wanted.unit)
    if wanted.kind:
        yield _TASK.kind.in_(wanted.kind)
    if wanted.mine is not None and ctx.actor is not None:
        me = select(Account.person_id).where(Account.id == ctx.actor.id, Account.person_id.is_not(None))
        yield _DOER.in_(me) if wanted.mine else or_(_DOER.is_(None), _DOER.not_in(me))
    if wanted.done is not None:
        yield _TASK.done_on.is_not(None) if wanted.done else _TASK.done_on.is_(None)
    if wanted.overdue is not None:
        overdue = and_(_TASK.done_on.is_(None), _TASK.due_on < today, P.state.in_(_LATE))
        yield overdue if wanted.overdue else or_(_TASK.done_on.is_not(None), ~overdue)


def _task(row: Any, today: date) -> RectificationTaskRow:
    return RectificationTaskRow(
        **{name: getattr(row, name) for name in ("id", "problem_id", "problem", "number", "measure", "milestone")},
        unit=UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind),
        kind=TaskKind(row.kind),
        due_on=row.due_on,
        overdue=row.done_on is None and rules.is_overdue(ProblemState(row.state), row.due_on, today),
        done_on=row.done_on,
        person=Named(id=row.person_id, name=row.person_name) if row.person_id else None,
    )
