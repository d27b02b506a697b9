"""Whole meetings as other systems take them: names instead of our ids, as far as a name means only one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.access import reach
from api.core import money
from api.core.context import Context
from api.core.paging import ordering
from api.decisions.canonical import meeting_document
from api.decisions.queries.meetings import SORTS, conditions
from api.decisions.queries.places import UNIT, Place, persons_named, suppliers_named
from api.decisions.queries.taking import persons_called, suppliers_called
from api.decisions.queries.tree import MEETING, TOPIC, MeetingTree, read_trees
from api.decisions.rules.naming import name_key
from api.decisions.rules.trees import PERSON_LISTS, PERSONS, SUPPLIER_LISTS, SUPPLIERS
from api.decisions.schemas.meetings_out import MeetingFilter
from api.organizations.models import Unit

_STRETCH = 200
_HOUSE = frozenset({"schema", "id", "unit_id", "received_at", "source_id", "source_system", "ratified_by_id"})
_SUMS = frozenset({"amount", "approved_amount"})
_IDS = {own: name for table in (PERSONS, PERSON_LISTS, SUPPLIERS, SUPPLIER_LISTS) for name, own in table.items()}
Names = Mapping[str, str]


def stream_documents(ctx: Context, wanted: MeetingFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every meeting that matches with its whole tree, as `imports` of the type `meeting` take it.

    Errors: `paging.bad_sort`.
    """
    stmt = select(MEETING).join(Unit.__table__, UNIT.id == MEETING.c.unit_id).where(*conditions(ctx, wanted))
    stmt = reach.within(ctx, stmt, MEETING.c.unit_id).order_by(*ordering(sort or "held_at", SORTS, MEETING.c.id))
    rows = iter(ctx.session.execute(stmt, execution_options={"yield_per": _STRETCH}))
    while stretch := list(islice(rows, _STRETCH)):
        yield from _told(ctx, read_trees(ctx.session, stretch))


def _told(ctx: Context, trees: Sequence[MeetingTree]) -> Iterator[Mapping[str, Any]]:
    places = _places(ctx, {tree.row.unit_id for tree in trees})
    numbers = _numbers(ctx, trees)
    names: dict[UUID, Names] = {}
    by_unit: dict[UUID, list[MeetingTree]] = defaultdict(list)
    for tree in trees:
        by_unit[tree.row.unit_id].append(tree)
    for unit_id, own in by_unit.items():
        names[unit_id] = _names(ctx, places[unit_id], own)
    for tree in trees:
        yield _document(tree, places[tree.row.unit_id].name, names[tree.row.unit_id], numbers)


def _places(ctx: Context, unit_ids: set[UUID]) -> dict[UUID, Place]:
    stmt = select(Unit.id, Unit.name, Unit.kind, Unit.path).where(Unit.id.in_(list(unit_ids)))
    return {row.id: Place(*row) for row in ctx.session.execute(stmt)}


def _numbers(ctx: Context, trees: Sequence[MeetingTree]) -> Names:
    """By what meetings and topics are called that these name."""
    topics = {UUID(text) for tree in trees for topic in tree.topics for text in topic.row.related_topic_ids}
    meetings = {tree.row.ratified_by_id for tree in trees if tree.row.ratified_by_id}
    stmt = select(TOPIC.c.id, TOPIC.c.number, MEETING.c.id.label("meeting_id"), MEETING.c.source_id)
    stmt = stmt.join(MEETING, MEETING.c.id == TOPIC.c.meeting_id).where(TOPIC.c.id.in_(list(topics)))
    found = {str(row.id): f"{row.source_id or row.meeting_id}#{row.number}" for row in ctx.session.execute(stmt)}
    own = select(MEETING.c.id, MEETING.c.source_id).where(MEETING.c.id.in_(list(meetings)))
    return found | {str(row.id): row.source_id or str(row.id) for row in ctx.session.execute(own)}


def _names(ctx: Context, place: Place, trees: Sequence[MeetingTree]) -> Names:
    """What persons and suppliers are called, by id; where a name means several, or another, the id stays."""
    people = persons_named(ctx, (one for tree in trees for one in tree.persons()))
    sellers = suppliers_named(ctx, (one for tree in trees for one in tree.suppliers()))
    persons = persons_called(ctx, place, {one.name for one in people.values()})
    suppliers = suppliers_called(ctx, place, {one.name for one in sellers.values()})
    found = {str(one.id): one.name for one in people.values() if persons.get(one.name) == [one.id]}
    return found | {str(one.id): one.name for one in sellers.values() if suppliers.get(name_key(one.name)) == [one.id]}


def _document(tree: MeetingTree, school: str, names: Names, numbers: Names) -> dict[str, Any]:
    row, said = tree.row, meeting_document(tree)
    own: dict[str, Any] = {"school": school, "meeting_no": row.source_id or str(row.id)}
    if row.source_system:
        own["source"] = {"system": row.source_system}
    if row.ratified_by_id:
        own["ratified_by"] = numbers[str(row.ratified_by_id)]
    told: dict[str, Any] = _named({name: value for name, value in said.items() if name not in _HOUSE}, names, numbers)
    return own | told


def _named(given: Any, names: Names, numbers: Names) -> Any:
    """The same with names, without what is not said."""
    if isinstance(given, list):
        return [_named(each, names, numbers) for each in given]
    if not isinstance(given, Mapping):
        return given
    found: dict[str, Any] = {}
    for name, value in given.items():
        if value is None or value == [] or name == "id":
            continue
        if name in _IDS:
            told = [names.get(each, each) for each in value] if isinstance(value, list) else names.get(value, value)
            found[_IDS[name]] = told
        elif name == "related_topic_ids":
            found["related_topics"] = [numbers[each] for each in value]
        else:
            found[name] = money.yuan(value) if name in _SUMS else _named(value, names, numbers)
    return found
