"""Policies: every version of a unit and of those above it; which one is in force on a day."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from api.access import reach
from api.access.permissions import Permission
from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Page
from api.decisions.models import DecisionPolicy
from api.decisions.queries.places import UNIT, UNIT_REF, accounts_named, line_of, place_of, unit_ref
from api.decisions.rules.facts import Level
from api.decisions.rules.limits import LIMITS
from api.decisions.rules.states import PolicyState, policy_verbs
from api.decisions.schemas.policies import LimitList, LimitOut, PolicyContent, PolicyOut, PolicyRow
from api.organizations.models import Unit

_POLICY = DecisionPolicy.metadata.tables[DecisionPolicy.__tablename__]
_PLAIN = ("id", "version", "title", "effective_from", "effective_to", "updated_at", "revision")


def list_policies(ctx: Context, unit: UUID | None, paging: Paging) -> Page[PolicyRow]:
    """Versions within reach, or those that a unit within reach goes by: its own and those above it, newest first."""
    columns = [_POLICY.c[name] for name in (*_PLAIN, "state")]
    stmt = select(*columns, *UNIT_REF).join(Unit, UNIT.id == _POLICY.c.unit_id)
    if unit is None:
        stmt = reach.within(ctx, stmt, _POLICY.c.unit_id)
    else:
        found = ctx.session.execute(reach.within(ctx, select(Unit.path).where(Unit.id == unit), Unit.id)).scalar()
        own = or_(_POLICY.c.unit_id == unit, _POLICY.c.state == PolicyState.ISSUED.value)
        stmt = stmt.where(UNIT.path.in_(line_of(found or "")), own)
    stmt = stmt.order_by(_POLICY.c.effective_from.desc(), UNIT.depth.desc(), _POLICY.c.id)
    rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset)).all()
    today = clock.legal_day(ctx.now)
    items = [PolicyRow(**_shown(row, today)) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def _shown(row: Any, today: date) -> dict[str, Any]:
    issued = row.state == PolicyState.ISSUED
    covers = row.effective_from <= today and (row.effective_to is None or today <= row.effective_to)
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "unit": unit_ref(row),
        "level": (Level.SCHOOL if row.unit_kind == "school" else Level.BUREAU).value,
        "state": PolicyState(row.state),
        "in_force": issued and covers,
    }


def load_policy(ctx: Context, policy_id: UUID) -> DecisionPolicy:
    """A version within reach, to be changed. Errors: `not_found`."""
    stmt = select(DecisionPolicy).where(DecisionPolicy.id == policy_id)
    policy = ctx.session.execute(reach.within(ctx, stmt, DecisionPolicy.unit_id)).scalar_one_or_none()
    if policy is None:
        raise Refused(NOT_FOUND)
    return policy


def get_policy(ctx: Context, policy_id: UUID) -> PolicyOut:
    """A version that the caller may read: within reach, or issued above a unit within reach. Errors: `not_found`."""
    stmt = select(_POLICY, *UNIT_REF, UNIT.path).join(Unit, UNIT.id == _POLICY.c.unit_id)
    row = ctx.session.execute(stmt.where(_POLICY.c.id == policy_id)).first()
    if row is None or not _readable(ctx, row):
        raise Refused(NOT_FOUND)
    changes = ctx.may(Permission.DECISION_POLICY) and reach.reaches(ctx, row.path, Permission.DECISION_POLICY)
    return PolicyOut(
        **_shown(row, clock.legal_day(ctx.now)),
        content=PolicyContent.model_validate(row.content),
        text=row.text,
        source=row.source,
        issued_by=accounts_named(ctx, [row.issued_by]).get(row.issued_by),
        issued_at=row.issued_at,
        created_at=row.created_at,
        verbs=policy_verbs(PolicyState(row.state)) if changes else [],
    )


def _readable(ctx: Context, row: Any) -> bool:
    """Within reach; or issued by a unit above one within reach, which goes by it."""
    if reach.reaches(ctx, row.path, Permission.DECISION_READ):
        return True
    roots = reach.roots(ctx, Permission.DECISION_READ)
    return row.state == PolicyState.ISSUED and any(path.startswith(row.path) for path in roots)


def last_version(ctx: Context, unit_id: UUID) -> int:
    """The highest version of a unit's policy; 0 before the first."""
    stmt = select(func.coalesce(func.max(_POLICY.c.version), 0)).where(_POLICY.c.unit_id == unit_id)
    return int(ctx.session.execute(stmt).scalar_one())


def open_version(ctx: Context, unit_id: UUID) -> DecisionPolicy | None:
    """The issued version of a unit that began last."""
    stmt = select(DecisionPolicy).where(
        DecisionPolicy.unit_id == unit_id, DecisionPolicy.state == PolicyState.ISSUED.value
    )
    stmt = stmt.order_by(DecisionPolicy.effective_from.desc(), DecisionPolicy.version.desc())
    return ctx.session.scalars(stmt.limit(1)).first()


def units_below(ctx: Context, unit_id: UUID) -> list[UUID]:
    """The schools that go by what a unit issues: itself and all below it."""
    path = place_of(ctx, unit_id).path
    stmt = select(Unit.id).where(Unit.path.startswith(path, autoescape=True), Unit.kind == "school").order_by(Unit.id)
    return list(ctx.session.scalars(stmt))


def policy_ids_at(ctx: Context, unit_id: UUID) -> list[UUID]:
    """Every version of a unit's policy."""
    return list(ctx.session.scalars(select(_POLICY.c.id).where(_POLICY.c.unit_id == unit_id)))


def list_limits() -> LimitList:
    """The numbers that a policy may set, with their defaults."""
    return LimitList(items=[LimitOut(name=name, **limit._asdict()) for name, limit in LIMITS.items()])
