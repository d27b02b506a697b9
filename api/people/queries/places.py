"""Where persons, posts and committees are: units within reach, and who may be read through them."""

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from api.access import reach
from api.core.context import Context
from api.core.schemas import Named, UnitRef
from api.organizations.models import Unit
from api.organizations.queries import within_reach
from api.people.models import SEARCH, Committee, CommitteeMember, Person, Post, TeacherRegistration

Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])

# Lists read tables, not entities: a plain row costs half of what the ORM takes for it.
UNIT, PERSON, POST, REGISTRATION, COMMITTEE, MEMBER = (
    model.metadata.tables[model.__tablename__]
    for model in (Unit, Person, Post, TeacherRegistration, Committee, CommitteeMember)
)
_TOP, _PLACE = UNIT.alias("top"), UNIT.alias("place")
UNIT_REF = (UNIT.c.id.label("unit_id"), UNIT.c.name.label("unit_name"), UNIT.c.kind.label("unit_kind"))


class Place(NamedTuple):
    """A unit at which somebody is, or holds something."""

    id: UUID
    name: str
    kind: str
    path: str


def find_places(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, Place]:
    """Those of the units `ids` that lie within reach, by id."""
    stmt = select(UNIT.c.id, UNIT.c.name, UNIT.c.kind, UNIT.c.path).where(UNIT.c.id.in_(set(ids)))
    return {row.id: Place(*row) for row in ctx.session.execute(within_reach(ctx, stmt, UNIT.c.path))}


def find_unit_names(ctx: Context, ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """What these units are called, for the ledger. Not narrowed by reach: the caller has what names them."""
    rows = ctx.session.execute(select(UNIT.c.id, UNIT.c.name).where(UNIT.c.id.in_({id_ for id_ in ids if id_})))
    return {row.id: row.name for row in rows}


def lock_units(ctx: Context, ids: Iterable[UUID]) -> None:
    """Whoever seats somebody at one of these units waits for who is doing the same: one chair, one holder."""
    if not ctx.session.get_bind().dialect.name.startswith("sqlite"):
        stmt = select(UNIT.c.id).where(UNIT.c.id.in_(set(ids))).order_by(UNIT.c.id).with_for_update(key_share=True)
        ctx.session.execute(stmt).all()


def above(ctx: Context, unit_path: str) -> bool:
    """Whether the actor works above the unit, not only in it. The process itself (CLI, demo) stands above all."""
    if ctx.actor is None:
        return True
    return any(unit_path.startswith(grant.path) and unit_path != grant.path for grant in reach.grants_of(ctx))


def below(unit_id: UUID, path: Any = UNIT.c.path) -> ColumnElement[bool]:
    """The condition that `path` is the unit's or lies below it. One that does not exist has none below it."""
    top = select(_TOP.c.path).where(_TOP.c.id == unit_id).scalar_subquery()
    return and_(path >= top, path < top + "\uffff")


def named(ctx: Context, query: str) -> ColumnElement[bool]:
    """The condition that a person matches a search. Materialized: else PostgreSQL tests a list row by row."""
    dialect = ctx.session.get_bind().dialect.name
    hits = select(PERSON.c.id).where(SEARCH.matches(dialect, PERSON.c.search_tokens, query)).cte("hits")
    return PERSON.c.id.in_(select(hits.prefix_with("MATERIALIZED", dialect="postgresql").c.id))


def readable(ctx: Context) -> ColumnElement[bool]:
    """Persons at home within reach, and those who hold or held something there."""
    posts = select(POST.c.person_id).join(_PLACE, _PLACE.c.id == POST.c.unit_id)
    members = select(MEMBER.c.person_id).join(COMMITTEE, COMMITTEE.c.id == MEMBER.c.committee_id)
    members = members.join(_PLACE, _PLACE.c.id == COMMITTEE.c.unit_id)
    home = select(_PLACE.c.path).where(_PLACE.c.id == PERSON.c.unit_id)
    return or_(
        *(
            exists(within_reach(ctx, found, _PLACE.c.path))
            for found in (
                home.correlate(PERSON),
                posts.where(POST.c.person_id == PERSON.c.id).correlate(PERSON),
                members.where(MEMBER.c.person_id == PERSON.c.id).correlate(PERSON),
            )
        )
    )


def unit_of(row: Any) -> UnitRef:
    """The unit of a row that was read with `UNIT_REF`."""
    return UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind)


def person_of(row: Any) -> Named:
    """The person of a row that was read with a name."""
    return Named(id=row.person_id, name=row.person_name)
