"""What falls due: problems, their tasks, second looks, answers to actions."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, literal, select, union_all

from api.access import reach
from api.access.permissions import Permission
from api.core import clock
from api.core.context import Context
from api.organizations.models import Unit
from api.rectifications.models import AccountabilityAction, RectificationProblem, RectificationTask
from api.rectifications.queries.lists import below
from api.rectifications.queries.reading import UNIT, P, readable
from api.rectifications.rules import OPEN, WORKING, ActionState, ProblemState
from api.rectifications.schemas import DueCalendar, DueEntry

MOST = 1_000
_ACTING = sorted(OPEN - {ProblemState.SUBMITTED})


def list_due(ctx: Context, days: tuple[date, date], unit_id: Any = None) -> DueCalendar:
    """What falls due from one day to another, both included, at most a thousand entries."""
    today = clock.legal_day(ctx.now)
    parts = [stmt.where(day.between(*days)) for stmt, day in _parts(ctx, unit_id)]
    found = union_all(*parts).subquery()
    stmt = select(found).order_by(found.c.day, found.c.type, found.c.label).limit(MOST + 1)
    rows = ctx.session.execute(stmt).all()
    names = ("day", "type", "id", "label", "unit")
    items = [DueEntry(**{name: getattr(row, name) for name in names}, overdue=row.day < today) for row in rows[:MOST]]
    return DueCalendar(items=items, complete=len(rows) <= MOST)


def _parts(ctx: Context, unit_id: Any) -> Iterator[tuple[Select[*tuple[Any, ...]], Any]]:
    """Statements of the same columns, each with the day that it is about."""
    unit = [] if unit_id is None else [below(ctx, unit_id)]
    problems = RectificationProblem.__table__.join(Unit.__table__, UNIT.id == P.unit_id)
    task, action = RectificationTask.__table__.c, AccountabilityAction.__table__.c
    known = (readable(ctx), *unit)
    yield _part("problem", P.due_on, P.id, P.title, problems).where(P.state.in_(_ACTING), *known), P.due_on
    tasks = problems.join(RectificationTask.__table__, task.problem_id == P.id)
    open_tasks = (task.done_on.is_(None), P.state.in_(sorted(WORKING)))
    yield _part("task", task.due_on, P.id, task.measure, tasks).where(*open_tasks, *known), task.due_on
    closed = P.state == ProblemState.ACCEPTED.value
    yield _part("recheck", P.recheck_on, P.id, P.title, problems).where(closed, *known), P.recheck_on
    actions = AccountabilityAction.__table__.join(Unit.__table__, UNIT.id == action.unit_id)
    mine = reach.condition(ctx, action.unit_id, Permission.ACCOUNTABILITY_READ)
    waiting = (action.state == ActionState.ISSUED.value, mine)
    yield _part("reply", action.reply_due_on, action.id, action.title, actions).where(*waiting), action.reply_due_on


def _part(kind: str, day: Any, key: Any, label: Any, table: Any) -> Select[*tuple[Any, ...]]:
    columns = (day.label("day"), literal(kind).label("type"), key.label("id"), label.label("label"))
    return select(*columns, UNIT.name.label("unit")).select_from(table)


class DueProblem(NamedTuple):
    """A problem that somebody is to be reminded of."""

    id: UUID
    unit_id: UUID
    title: str
    due_on: date


def find_due(ctx: Context, until: date) -> Iterator[DueProblem]:
    """Problems that their units still work on and that are due by a day, in the whole tree: for the reminders."""
    due = (P.state.in_(_ACTING), P.due_on.is_not(None), P.due_on <= until)
    for row in ctx.session.execute(select(P.id, P.unit_id, P.title, P.due_on).where(*due).order_by(P.due_on, P.id)):
        yield DueProblem(*row)


def find_rechecks(ctx: Context, today: date) -> Iterator[DueProblem]:
    """Closed problems whose second look is due, in the whole tree: for the reminders."""
    due = (P.state == ProblemState.ACCEPTED.value, P.recheck_on <= today)
    columns = (P.id, P.unit_id, P.title, P.recheck_on)
    for row in ctx.session.execute(select(*columns).where(*due).order_by(P.recheck_on, P.id)):
        yield DueProblem(*row)
