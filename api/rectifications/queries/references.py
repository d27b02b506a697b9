"""What is kept here about units and accounts, for who restructures the tree or hands over."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import func, select

from api.access import reach
from api.access.permissions import Permission
from api.core.context import Context
from api.organizations.ports import Reference
from api.rectifications.queries.reading import P


def count_problems_at(ctx: Context, unit_ids: Collection[UUID]) -> Iterator[Reference]:
    """The problems that each of the units was told of, as far as the actor may read them. They stay where they are."""
    stmt = select(P.unit_id, func.count()).where(P.unit_id.in_(list(unit_ids)), P.sent_on.is_not(None))
    stmt = stmt.group_by(P.unit_id)
    if ctx.actor is not None:
        stmt = reach.within(ctx, stmt, P.unit_id, Permission.RECTIFICATION_READ)
    for unit_id, number in ctx.session.execute(stmt):
        yield Reference(unit_id, number)
