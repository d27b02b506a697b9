"""What rows of imports are held against: payments and meetings by their source, suppliers by name."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, or_, select, union

from api.access import reach
from api.core.context import Context
from api.core.database import among
from api.decisions.models import Meeting, RelationDeclaration, Supplier
from api.decisions.queries.money import CONTRACT, PAYMENT
from api.decisions.queries.places import UNIT, Place, line_of
from api.decisions.queries.tree import DECISION, MEETING, TOPIC
from api.decisions.rules.naming import name_key
from api.organizations.models import Unit
from api.organizations.rules import Status
from api.people.models import Person

_SUPPLIER, _DECLARED = (model.metadata.tables[model.__tablename__] for model in (Supplier, RelationDeclaration))


def records_by(
    ctx: Context, table: Table, column: str, wanted: Collection[tuple[UUID | None, str]]
) -> dict[tuple[UUID | None, str], Any]:
    """Rows of these units by unit and by what a column says of them. The caller has found the units within reach."""
    if not wanted:
        return {}
    own = table.c.unit_id.in_(sorted({unit_id for unit_id, _ in wanted if unit_id}))
    texts = {text for _, text in wanted}
    said = (
        table.c.id.in_([UUID(text) for text in texts]) if column == "id" else among(ctx.session, table.c[column], texts)
    )
    return {
        (row.unit_id, str(getattr(row, column))): row for row in ctx.session.execute(select(table).where(own, said))
    }


def records_by_id(ctx: Context, table: Table, ids: Collection[UUID]) -> dict[UUID, Any]:
    """Rows with the paths of their units."""
    stmt = select(table, UNIT.path).join(Unit, UNIT.id == table.c.unit_id).where(table.c.id.in_(list(ids)))
    return {row.id: row for row in ctx.session.execute(stmt)}


def decisions_of(ctx: Context, wanted: Collection[tuple[UUID | None, UUID]]) -> frozenset[tuple[UUID | None, UUID]]:
    """Those pairs of unit and decision that there are."""
    if not wanted:
        return frozenset()
    stmt = select(DECISION.c.unit_id, DECISION.c.id).where(DECISION.c.id.in_([key for _, key in wanted]))
    return frozenset((row.unit_id, row.id) for row in ctx.session.execute(stmt))


def contracts_in_use(ctx: Context, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these contracts under which something was paid."""
    return _named_by(ctx, (PAYMENT.c.contract_id,), ids)


def suppliers_in_use(ctx: Context, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these suppliers whom a payment, a contract, a declaration or a decision names."""
    named = (PAYMENT.c.supplier_id, CONTRACT.c.supplier_id, _DECLARED.c.supplier_id, DECISION.c.approved_supplier_id)
    return _named_by(ctx, named, ids)


def _named_by(ctx: Context, columns: Sequence[Any], ids: Sequence[UUID]) -> set[UUID]:
    if not ids:
        return set()
    return set(ctx.session.scalars(union(*(select(column).where(column.in_(ids)) for column in columns))))


def suppliers_by_name(
    ctx: Context, wanted: Collection[tuple[UUID | None, str]]
) -> Mapping[tuple[UUID | None, str], UUID]:
    """Suppliers that units know by a name, their own before those of units above, which serve all below."""
    names = {name for _, name in wanted if name}
    units = {unit_id for unit_id, _ in wanted if unit_id}
    if not names:
        return {}
    places = ctx.session.execute(select(UNIT.id, UNIT.path).where(UNIT.id.in_(list(units)))).all()
    paths = sorted({path for place in places for path in line_of(place.path)})
    stmt = select(_SUPPLIER.c.id, _SUPPLIER.c.name_key, UNIT.path).join(Unit, UNIT.id == _SUPPLIER.c.unit_id)
    stmt = stmt.where(UNIT.path.in_(paths), among(ctx.session, _SUPPLIER.c.name_key, names)).order_by(UNIT.depth)
    rows = ctx.session.execute(stmt).all()
    return {(place.id, row.name_key): row.id for place in places for row in rows if row.path in line_of(place.path)}


def schools_called(ctx: Context, texts: Collection[str]) -> dict[str, list[Place]]:
    """Units within reach by their ids, codes and names."""
    stmt = select(UNIT.id, UNIT.name, UNIT.kind, UNIT.path, UNIT.code).where(UNIT.status != Status.CLOSED.value)
    known = [UUID(text) for text in texts if _is_id(text)]
    called = or_(UNIT.name.in_(sorted(texts)), UNIT.code.in_(sorted(texts)), UNIT.id.in_(known))
    found: dict[str, list[Place]] = defaultdict(list)
    for row in ctx.session.execute(reach.within(ctx, stmt.where(called), UNIT.id)):
        place = Place(row.id, row.name, row.kind, row.path)
        for text in {str(row.id), row.name, row.code or row.name}:
            found[text].append(place)
    return found


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def persons_called(ctx: Context, place: Place, names: Collection[str]) -> dict[str, list[UUID]]:
    """Persons of a unit by name; where it has none of a name, those of the units above it."""
    if not names:
        return {}
    stmt = select(Person.id, Person.name, Person.unit_id).join(Unit, UNIT.id == Person.unit_id)
    stmt = stmt.where(
        Person.name.in_(sorted(names)), Person.merged_into_id.is_(None), UNIT.path.in_(line_of(place.path))
    )
    own: dict[str, list[UUID]] = defaultdict(list)
    above: dict[str, list[UUID]] = defaultdict(list)
    for row in ctx.session.execute(stmt.order_by(Person.id)):
        (own if row.unit_id == place.id else above)[row.name].append(row.id)
    return {name: own.get(name) or above.get(name, []) for name in names}


def suppliers_called(ctx: Context, place: Place, names: Collection[str]) -> dict[str, list[UUID]]:
    """Suppliers of a unit by the key of their name."""
    wanted = {(place.id, name_key(name)) for name in names}
    return {name: [id_] for (_, name), id_ in suppliers_by_name(ctx, wanted).items()}


def called(ctx: Context, unit_id: UUID, names: Collection[str]) -> dict[str, UUID]:
    """Meetings of a unit by the number that their source gives them, or their id; topics by that and their own: `17#2`."""
    numbers = {name.rpartition("#")[0] if "#" in name else name for name in names}
    if not numbers:
        return {}
    ids = [UUID(number) for number in numbers if _is_id(number)]
    found = or_(MEETING.c.source_id.in_(sorted(numbers)), MEETING.c.id.in_(ids))
    stmt = select(MEETING.c.id, MEETING.c.source_id, TOPIC.c.id.label("topic_id"), TOPIC.c.number)
    stmt = stmt.outerjoin(TOPIC, TOPIC.c.meeting_id == MEETING.c.id).where(MEETING.c.unit_id == unit_id, found)
    known: dict[str, UUID] = {}
    for row in ctx.session.execute(stmt):
        for number in filter(None, (row.source_id, str(row.id))):
            known[number] = row.id
            if row.topic_id is not None:
                known[f"{number}#{row.number}"] = row.topic_id
    return {name: known[name] for name in names if name in known}


def meetings_by_id(ctx: Context, ids: Collection[UUID]) -> dict[UUID, Any]:
    """Meetings with the paths of their units."""
    stmt = select(MEETING, UNIT.path).join(Unit, UNIT.id == MEETING.c.unit_id).where(MEETING.c.id.in_(list(ids)))
    return {row.id: row for row in ctx.session.execute(stmt)}


def meeting_with_id(ctx: Context, unit_id: UUID, meeting_id: UUID) -> Meeting | None:
    """A meeting of a unit, to be changed. The caller has found the unit within reach."""
    stmt = select(Meeting).where(Meeting.id == meeting_id, Meeting.unit_id == unit_id)
    return ctx.session.execute(stmt).scalar_one_or_none()


def meeting_from(ctx: Context, unit_id: UUID, system: str, number: str) -> Meeting | None:
    """What a source has sent before, to be changed. The caller has found the unit within reach."""
    stmt = select(Meeting).where(Meeting.unit_id == unit_id)
    stmt = stmt.where(Meeting.source_system == system, Meeting.source_id == number)
    return ctx.session.execute(stmt).scalar_one_or_none()
