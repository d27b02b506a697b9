"""Where a log is kept, who belongs to it, and what things are called."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from api.access import reach
from api.access.permissions import Permission
from api.accounts.models import Account
from api.core.context import Context
from api.core.schemas import Named, UnitRef
from api.decisions.models import Decision, Meeting, Supplier
from api.organizations.models import School, Unit
from api.organizations.ports import Reference
from api.people.models import Person

UNIT = Unit.metadata.tables["unit"].c
UNIT_REF = (UNIT.id.label("unit_id"), UNIT.name.label("unit_name"), UNIT.kind.label("unit_kind"))
_MEETING, _DECISION = (model.metadata.tables[model.__tablename__].c for model in (Meeting, Decision))
_OWNERS: Mapping[str, tuple[Any, Any]] = {
    "meeting_id": (_MEETING.unit_id, _MEETING.id),
    "decision_id": (_DECISION.unit_id, _DECISION.id),
    "unit_id": (UNIT.id, UNIT.id),
}
_LEVEL = 11  # characters of the materialized path for each level of the tree


class Place(NamedTuple):
    """A unit that keeps a log or rules for logs."""

    id: UUID
    name: str
    kind: str
    path: str


def unit_ref(row: Any) -> UnitRef:
    """The unit of a row that was selected with `UNIT_REF`."""
    return UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind)


def find_place(ctx: Context, unit_id: UUID) -> Place | None:
    """A unit within reach of the permission that the route asks for."""
    stmt = select(Unit.id, Unit.name, Unit.kind, Unit.path).where(Unit.id == unit_id)
    row = ctx.session.execute(reach.within(ctx, stmt, Unit.id)).first()
    return Place(*row) if row else None


def school_of(ctx: Context, name: str, record_id: UUID) -> UUID | None:
    """The unit of a `meeting_id`, a `decision_id` or a `unit_id` itself, within reach of what the route asks for."""
    unit_id, own_id = _OWNERS[name]
    return ctx.session.scalar(reach.within(ctx, select(unit_id).where(own_id == record_id), unit_id))


def place_of(ctx: Context, unit_id: UUID) -> Place:
    """The unit of something that the caller has loaded."""
    row = ctx.session.execute(select(Unit.id, Unit.name, Unit.kind, Unit.path).where(Unit.id == unit_id)).one()
    return Place(*row)


def line_of(path: str) -> list[str]:
    """The paths of a unit and of all above it."""
    return [path[:end] for end in range(_LEVEL, len(path) + 1, _LEVEL)]


def persons_at(ctx: Context, place: Place, ids: Collection[UUID]) -> set[UUID]:
    """Those of `ids` who are of the unit or of one above it: a school's own people, its bureau's, no other school's."""
    if not ids:
        return set()
    stmt = select(Person.id).join(Unit, Unit.id == Person.unit_id)
    stmt = stmt.where(Person.id.in_(list(ids)), Person.merged_into_id.is_(None), Unit.path.in_(line_of(place.path)))
    return set(ctx.session.scalars(stmt))


def suppliers_at(ctx: Context, place: Place, ids: Collection[UUID]) -> set[UUID]:
    """Those of `ids` that are suppliers of the unit or of one above it."""
    if not ids:
        return set()
    stmt = select(Supplier.id).join(Unit, Unit.id == Supplier.unit_id)
    return set(ctx.session.scalars(stmt.where(Supplier.id.in_(list(ids)), Unit.path.in_(line_of(place.path)))))


def persons_named(ctx: Context, ids: Iterable[UUID | None]) -> dict[UUID | None, Named]:
    """What these persons are called. Not narrowed by reach: the caller has what names them."""
    wanted = sorted({id_ for id_ in ids if id_})
    stmt = select(Person.id, Person.name).where(Person.id.in_(wanted))
    return {row.id: Named(id=row.id, name=row.name) for row in ctx.session.execute(stmt)} if wanted else {}


def suppliers_named(ctx: Context, ids: Iterable[UUID | None]) -> dict[UUID | None, Named]:
    """What these suppliers are called. Not narrowed by reach, as above."""
    wanted = sorted({id_ for id_ in ids if id_})
    stmt = select(Supplier.id, Supplier.name).where(Supplier.id.in_(wanted))
    return {row.id: Named(id=row.id, name=row.name) for row in ctx.session.execute(stmt)} if wanted else {}


def accounts_named(ctx: Context, ids: Iterable[UUID | None]) -> dict[UUID | None, Named]:
    """What these accounts are called. Not narrowed by reach, as above."""
    wanted = sorted({id_ for id_ in ids if id_})
    stmt = select(Account.id, Account.display_name).where(Account.id.in_(wanted))
    return {row.id: Named(id=row.id, name=row.display_name) for row in ctx.session.execute(stmt)} if wanted else {}


def school_type(ctx: Context, unit_id: UUID) -> str | None:
    """The type of a school."""
    return ctx.session.execute(select(School.__table__.c.type).where(School.__table__.c.id == unit_id)).scalar()


def count_meetings_at(ctx: Context, unit_ids: Collection[UUID]) -> Iterator[Reference]:
    """The meetings that each of the units has recorded, as far as the actor may read them. They stay where they are."""
    stmt = select(Meeting.unit_id, func.count()).where(Meeting.unit_id.in_(list(unit_ids))).group_by(Meeting.unit_id)
    if ctx.actor is not None:
        stmt = reach.within(ctx, stmt, Meeting.unit_id, Permission.DECISION_READ)
    for unit_id, number in ctx.session.execute(stmt):
        yield Reference(unit_id, number)
