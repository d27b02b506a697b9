"""Who may read a problem, and what the caller is to it."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from api.access import reach
from api.access.permissions import Permission
from api.accounts.models import Account
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.schemas import Named, UnitRef
from api.organizations.models import Unit
from api.people.models import Person
from api.rectifications.models import RectificationCooperation, RectificationProblem
from api.rectifications.ports import ports
from api.rectifications.rules import is_concealed, shown_source
from api.rectifications.schemas import RectificationSource

P = RectificationProblem.__table__.c
UNIT = Unit.__table__.c
UNIT_REF = (UNIT.id.label("unit_id"), UNIT.name.label("unit_name"), UNIT.kind.label("unit_kind"))
_READ, _MANAGE = Permission.RECTIFICATION_READ, Permission.RECTIFICATION_MANAGE


class Standing(NamedTuple):
    """What the caller is to a problem: which permissions they hold there, and whether they look from above."""

    manages: bool
    does: bool
    accepts: bool
    above: bool
    person_id: UUID | None

    def holds(self, permission: Permission) -> bool:
        """Whether `permission`, one of rectification's own, is among them."""
        return {
            Permission.RECTIFICATION_MANAGE: self.manages,
            Permission.RECTIFICATION_DO: self.does,
            Permission.RECTIFICATION_ACCEPT: self.accepts,
        }.get(permission, True)


def above(ctx: Context, unit: Any) -> ColumnElement[bool]:
    """Whether the caller looks at the unit from above: manages there, or reads there from a unit above it."""
    own = [grant.unit_id for grant in reach.grants_of(ctx, _READ)]
    reads = and_(reach.condition(ctx, unit, _READ), unit.not_in(own))
    return or_(reach.condition(ctx, unit, _MANAGE), reads)


def concerned(ctx: Context, permission: Permission) -> ColumnElement[bool]:
    """Problems of units within reach, and those that such a unit leads or helps with."""
    helped = select(RectificationCooperation.problem_id).where(
        reach.condition(ctx, RectificationCooperation.unit_id, permission)
    )
    places = (reach.condition(ctx, column, permission) for column in (P.unit_id, P.lead_unit_id))
    return or_(*places, P.id.in_(helped))


def readable(ctx: Context) -> ColumnElement[bool]:
    """What the caller may know of. Before it is sent, a problem is known above the unit only (non-interference)."""
    return and_(concerned(ctx, _READ), or_(P.sent_on.is_not(None), above(ctx, P.unit_id)))


def load_problem(ctx: Context, problem_id: UUID) -> tuple[RectificationProblem, Standing]:
    """A problem to be changed, and the caller's standing. Errors: `not_found`."""
    does = or_(*(reach.condition(ctx, column, Permission.RECTIFICATION_DO) for column in (P.unit_id, P.lead_unit_id)))
    me = select(Account.person_id).where(Account.id == ctx.signed_in.id).scalar_subquery()
    stmt = select(
        RectificationProblem,
        reach.condition(ctx, P.unit_id, _MANAGE).label("manages"),
        does.label("does"),
        reach.condition(ctx, P.unit_id, Permission.RECTIFICATION_ACCEPT).label("accepts"),
        above(ctx, P.unit_id).label("above"),
        me.label("person_id"),
    ).where(P.id == problem_id, readable(ctx))
    row = ctx.session.execute(stmt).first()
    if row is None:
        raise Refused(NOT_FOUND)
    flags = (bool(row.manages), bool(row.does), bool(row.accepts), bool(row.above))
    return row[0], Standing(*flags, row.person_id)


def sources_of(ctx: Context, problems: Iterable[Any]) -> dict[UUID, RectificationSource]:
    """The source of each problem as far as the caller may know it."""
    listed = list(problems)
    known = {
        kind: set(ports.reveals[kind](ctx, [row.source_id for row in listed if row.source_type == kind]))
        for kind in {row.source_type for row in listed if is_concealed(row.source_type)} & ports.reveals.keys()
    }
    return {row.id: _source(row, known.get(row.source_type, set())) for row in listed}


def _source(row: Any, known: Collection[UUID]) -> RectificationSource:
    if is_concealed(row.source_type) and row.source_id not in known:
        return RectificationSource(type=shown_source(row.source_type), id=None, label=None)
    return RectificationSource(type=row.source_type, id=row.source_id, label=row.source_label)


def units_of(ctx: Context, ids: Iterable[UUID | None]) -> dict[UUID | None, UnitRef]:
    """What these units are called. Not narrowed by reach: the caller has what names them."""
    stmt = select(*UNIT_REF).where(UNIT.id.in_({id_ for id_ in ids if id_}))
    return {
        row.unit_id: UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind)
        for row in ctx.session.execute(stmt)
    }


def persons_of(ctx: Context, ids: Iterable[UUID | None]) -> dict[UUID | None, Named]:
    """What these persons are called. Not narrowed by reach: the caller has what names them."""
    stmt = select(Person.id, Person.name).where(Person.id.in_({id_ for id_ in ids if id_}))
    return {row.id: Named(id=row.id, name=row.name) for row in ctx.session.execute(stmt)}


def accounts_of(ctx: Context, ids: Iterable[UUID | None]) -> dict[UUID | None, Named]:
    """What these accounts are called. Not narrowed by reach: the caller has what names them."""
    stmt = select(Account.id, Account.display_name).where(Account.id.in_({id_ for id_ in ids if id_}))
    return {row.id: Named(id=row.id, name=row.display_name) for row in ctx.session.execute(stmt)}


def find_unit(ctx: Context, unit_id: UUID) -> UnitRef | None:
    """A unit within reach of the permission that the route asks for."""
    stmt = reach.within(ctx, select(*UNIT_REF).where(UNIT.id == unit_id), UNIT.id)
    row = ctx.session.execute(stmt).first()
    return UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind) if row else None


def units_within(ctx: Context, ids: Collection[UUID]) -> set[UUID]:
    """Those of `ids` that lie within reach of the permission that the route asks for."""
    return set(ctx.session.scalars(reach.within(ctx, select(UNIT.id).where(UNIT.id.in_(list(ids))), UNIT.id)))


def persons_within(ctx: Context, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Those of `ids` whom the caller may read, with their units."""
    stmt = select(Person.id, Person.unit_id).where(Person.id.in_(list(ids)), Person.merged_into_id.is_(None))
    rows = ctx.session.execute(reach.within(ctx, stmt, Person.unit_id, Permission.PERSON_READ))
    return {row.id: row.unit_id for row in rows}
