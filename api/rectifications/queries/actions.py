"""Reading accountability actions."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from api.access import reach
from api.access.permissions import Permission
from api.access.providers import providers
from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count, ordering
from api.core.schemas import Named, Page, UnitRef
from api.organizations.models import Unit
from api.people.models import Person
from api.rectifications import rules
from api.rectifications.models import AccountabilityAction
from api.rectifications.queries.reading import UNIT, UNIT_REF, P, accounts_of, persons_of, readable, units_of
from api.rectifications.rules import ActionState
from api.rectifications.schemas import AccountabilityActionFilter, AccountabilityActionOut, AccountabilityActionRow

_ACTION = AccountabilityAction.__table__.c
ACTION_SORTS = {"unit": UNIT.sort_key, "issued_on": _ACTION.issued_on, "updated_at": _ACTION.updated_at}
_READ, _MANAGE = Permission.ACCOUNTABILITY_READ, Permission.ACCOUNTABILITY_MANAGE
_ROW = (
    *("id", "type", "title", "document_no", "issued_on", "reply_due_on", "effect_until_on", "updated_at", "revision"),
)
_OUT = (*_ROW, "basis", "demand", "effect", "result", "created_at")


def _readable_actions(ctx: Context) -> ColumnElement[bool]:
    """What was issued towards units within reach; drafts only for who draws actions up there."""
    sent = and_(reach.condition(ctx, _ACTION.unit_id, _READ), _ACTION.state != ActionState.DRAFT.value)
    return or_(sent, reach.condition(ctx, _ACTION.unit_id, _MANAGE))


def load_action(ctx: Context, action_id: UUID) -> tuple[AccountabilityAction, bool]:
    """An action, and whether the caller draws up actions at its unit. Errors: `not_found`."""
    manages = reach.condition(ctx, _ACTION.unit_id, _MANAGE).label("manages")
    stmt = select(AccountabilityAction, manages).where(_ACTION.id == action_id, _readable_actions(ctx))
    row = ctx.session.execute(stmt).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row[0], bool(row.manages)


def get_action(ctx: Context, action_id: UUID) -> AccountabilityActionOut:
    """An action within reach. Errors: `not_found`."""
    action, manages = load_action(ctx, action_id)
    state = ActionState(action.state)
    problem = None
    if action.problem_id is not None:
        stmt = select(P.id, P.number, P.title).where(P.id == action.problem_id, readable(ctx))
        found = ctx.session.execute(stmt).first()
        problem = Named(id=found.id, name=f"{found.number or ''} {found.title}".strip()) if found else None
    return AccountabilityActionOut(
        **{name: getattr(action, name) for name in _OUT},
        **_computed(action, clock.legal_day(ctx.now)),
        unit=units_of(ctx, [action.unit_id])[action.unit_id],
        person=persons_of(ctx, [action.person_id]).get(action.person_id),
        problem=problem,
        issued_by=accounts_of(ctx, [action.issued_by]).get(action.issued_by),
        verbs=rules.action_verbs(state) if manages else [],
    )


def _computed(row: Any, today: date) -> dict[str, Any]:
    state = ActionState(row.state)
    late = state is ActionState.ISSUED and row.reply_due_on is not None and row.reply_due_on < today
    return {"state": state, "overdue": late, "in_effect": rules.in_effect(state, row.effect_until_on, today)}


def list_actions(
    ctx: Context, wanted: AccountabilityActionFilter, sort: str, paging: Paging
) -> Page[AccountabilityActionRow]:
    """Actions within reach that match. Errors: `paging.bad_sort`."""
    stmt = _actions(ctx, wanted).order_by(*ordering(sort, ACTION_SORTS, _ACTION.id.desc()))
    today = clock.legal_day(ctx.now)
    rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset))
    items = [_row(row, today) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, _actions(ctx, wanted)))


def count_actions(ctx: Context, wanted: AccountabilityActionFilter) -> int:
    """How many match."""
    return count(ctx, _actions(ctx, wanted))


def stream_actions(ctx: Context, wanted: AccountabilityActionFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every action that matches, few at a time. Errors: `paging.bad_sort`."""
    told = [_ACTION[name] for name in ("basis", "demand", "effect", "result")]
    stmt = _actions(ctx, wanted).add_columns(*told).order_by(*ordering(sort, ACTION_SORTS, _ACTION.id.desc()))
    today = clock.legal_day(ctx.now)
    for row in ctx.session.execute(stmt, execution_options={"yield_per": 500}):
        named = {"unit": row.unit_name, "person": row.person_name}
        yield {**row._asdict(), **_computed(row, today), **named}


def _actions(ctx: Context, wanted: AccountabilityActionFilter) -> Select[*tuple[Any, ...]]:
    columns = [_ACTION[name] for name in (*_ROW, "state", "person_id")]
    table = AccountabilityAction.__table__.join(Unit.__table__, UNIT.id == _ACTION.unit_id)
    table = table.outerjoin(Person.__table__, Person.__table__.c.id == _ACTION.person_id)
    stmt = select(*columns, *UNIT_REF, Person.__table__.c.name.label("person_name")).select_from(table)
    return stmt.where(_readable_actions(ctx), *_conditions(ctx, wanted))


def _conditions(ctx: Context, wanted: AccountabilityActionFilter) -> Iterator[ColumnElement[bool]]:
    today = clock.legal_day(ctx.now)
    if wanted.unit is not None:
        path = ctx.session.execute(select(Unit.path).where(Unit.id == wanted.unit)).scalar_one_or_none()
        yield _ACTION.unit_id.in_(providers.units_below([path])) if path else _ACTION.id.is_(None)
    if wanted.type is not None:
        yield _ACTION.type == wanted.type
    if wanted.state:
        yield _ACTION.state.in_(wanted.state)
    if wanted.overdue is not None:
        late = and_(_ACTION.state == ActionState.ISSUED.value, _ACTION.reply_due_on < today)
        yield late if wanted.overdue else or_(_ACTION.reply_due_on.is_(None), ~late)
    if wanted.in_effect is not None:
        standing = _ACTION.state.in_((ActionState.ISSUED.value, ActionState.CLOSED.value))
        lasting = and_(standing, _ACTION.effect_until_on.is_not(None), _ACTION.effect_until_on >= today)
        yield lasting if wanted.in_effect else ~lasting


def _row(row: Any, today: date) -> AccountabilityActionRow:
    return AccountabilityActionRow(
        **{name: getattr(row, name) for name in _ROW},
        **_computed(row, today),
        unit=UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind),
        person=Named(id=row.person_id, name=row.person_name) if row.person_id else None,
    )


def concerns_unit(ctx: Context, problem_id: UUID, unit_id: UUID) -> bool:
    """Whether a problem that the caller may read is one of this unit's."""
    stmt = select(P.id).where(P.id == problem_id, P.unit_id == unit_id, readable(ctx))
    return ctx.session.execute(stmt).first() is not None
