"""What taking rows looks at: the persons, posts and decisions that the rows of a chunk are about."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Select, or_, select, tuple_, union

from api.core.context import Context
from api.core.database import Base
from api.core.taking import as_id
from api.organizations.queries import within_reach
from api.people.queries.places import PERSON, POST, UNIT


def persons_by_id(ctx: Context, texts: Collection[str], *, lock: bool) -> dict[str, list[Any]]:
    """The persons at home within reach with these ids, merged records too, by id."""
    wanted = [found for found in map(as_id, texts) if found is not None]
    return _by(ctx, PERSON.c.id.in_(wanted), lambda row: [str(row.id)], lock=lock)


def persons_by_hash(ctx: Context, hashes: Collection[str], *, lock: bool) -> dict[str, list[Any]]:
    """The persons at home within reach whose identity number has one of these hashes, by hash."""
    condition = PERSON.c.id_hash.in_(list(hashes)) & PERSON.c.merged_into_id.is_(None)
    return _by(ctx, condition, lambda row: [row.id_hash], lock=lock)


def persons_by_name(
    ctx: Context, places: Collection[tuple[UUID, str]], *, lock: bool
) -> dict[tuple[UUID, str], list[Any]]:
    """The persons of these names at these home units within reach, by unit and name: there may be more than one."""
    condition = tuple_(PERSON.c.unit_id, PERSON.c.name).in_(list(places)) & PERSON.c.merged_into_id.is_(None)
    return _by(ctx, condition, lambda row: [(row.unit_id, row.name)], lock=lock)


def _by(ctx: Context, condition: ColumnElement[bool], keys: Any, *, lock: bool) -> dict[Any, list[Any]]:
    stmt: Select[*tuple[Any, ...]] = select(*PERSON.c, UNIT.c.path, UNIT.c.kind.label("unit_kind"))
    stmt = within_reach(ctx, stmt.join_from(PERSON, UNIT, UNIT.c.id == PERSON.c.unit_id).where(condition), UNIT.c.path)
    if lock:
        stmt = stmt.with_for_update(of=PERSON)
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in ctx.session.execute(stmt.order_by(PERSON.c.id)):
        for key in keys(row):
            found[key].append(row)
    return found


def open_posts_of(ctx: Context, person_ids: Iterable[UUID]) -> dict[UUID, list[Any]]:
    """The posts of these persons that are not ended, wherever they are, by person."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    stmt = select(*POST.c).where(POST.c.person_id.in_(list(person_ids)), POST.c.ended_on.is_(None))
    for row in ctx.session.execute(stmt.order_by(POST.c.from_on, POST.c.id)):
        found[row.person_id].append(row)
    return found


def referred_persons(ctx: Context, person_ids: Collection[UUID], besides: Collection[UUID]) -> set[UUID]:
    """Those of `person_ids` that rows of any table refer to, the rows `besides` aside; one statement."""
    wanted, left_out = list(person_ids), list(besides)
    found = (
        select(column).where(column.in_(wanted), or_(_key(column).is_(None), _key(column).not_in(left_out)))
        for column in _referring()
    )
    return set(ctx.session.scalars(union(*found)))


def _key(column: Column[Any]) -> Any:
    return next(iter(column.table.primary_key))


def _referring() -> list[Column[Any]]:
    columns = (column for table in Base.metadata.sorted_tables for column in table.c)
    return [column for column in columns if any(key.column is PERSON.c.id for key in column.foreign_keys)]
