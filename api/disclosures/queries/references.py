"""What notices a unit has, for who merges, splits, moves or closes it; what an account has in hand."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import func, select

from api.access import reach
from api.access.permissions import Permission
from api.core.context import Context
from api.disclosures.models import PublicNotice
from api.disclosures.rules import NoticeState
from api.organizations.ports import Reference


def count_notices_at(ctx: Context, unit_ids: Collection[UUID]) -> Iterator[Reference]:
    """The notices of each of the units, as far as the actor may read them. They stay where they were published."""
    stmt = (
        select(PublicNotice.unit_id, func.count())
        .where(PublicNotice.unit_id.in_(list(unit_ids)), PublicNotice.state != NoticeState.DISCARDED)
        .group_by(PublicNotice.unit_id)
    )
    if ctx.actor is not None:
        stmt = reach.within(ctx, stmt, PublicNotice.unit_id, Permission.DISCLOSURE_READ)
    for unit_id, number in ctx.session.execute(stmt):
        yield Reference(unit_id, number)
