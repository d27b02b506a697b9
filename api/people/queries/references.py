"""What people are bound to units, for who merges, splits, moves or closes them."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from api.access import reach
from api.access.permissions import Permission
from api.core.context import Context
from api.organizations.ports import Reference
from api.people.queries.places import COMMITTEE, PERSON, POST


def count_persons_at(ctx: Context, unit_ids: Collection[UUID]) -> Iterator[Reference]:
    """The persons at home at each of the units. They stay at home there until they are transferred."""
    return _count(ctx, PERSON.c.unit_id, unit_ids, PERSON.c.merged_into_id.is_(None))


def count_posts_at(ctx: Context, unit_ids: Collection[UUID]) -> Iterator[Reference]:
    """The posts that are held at each of the units."""
    return _count(ctx, POST.c.unit_id, unit_ids, POST.c.ended_on.is_(None))


def count_committees_at(ctx: Context, unit_ids: Collection[UUID]) -> Iterator[Reference]:
    """The committees that stand at each of the units."""
    return _count(ctx, COMMITTEE.c.unit_id, unit_ids, COMMITTEE.c.dissolved_on.is_(None))


def _count(ctx: Context, unit: Any, unit_ids: Collection[UUID], counted: ColumnElement[bool]) -> Iterator[Reference]:
    """Within the part of the tree where the actor may read persons; elsewhere there is nothing to know of."""
    stmt = select(unit, func.count()).where(unit.in_(list(unit_ids)), counted).group_by(unit).order_by(unit)
    if ctx.actor is not None:
        stmt = reach.within(ctx, stmt, unit, Permission.PERSON_READ)
    for unit_id, count in ctx.session.execute(stmt):
        yield Reference(unit_id, count)
