"""What findings a unit has, for who merges, splits, moves or closes it."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import func, select

from api.access import reach
from api.access.permissions import Permission
from api.checks.models import Finding
from api.checks.rules.findings import OPEN_STATES
from api.core.context import Context
from api.organizations.ports import Reference


def count_findings_at(ctx: Context, unit_ids: Collection[UUID]) -> Iterator[Reference]:
    """The open findings of each of the units, as far as the actor may read them. They stay where they were found."""
    stmt = (
        select(Finding.unit_id, func.count())
        .where(Finding.unit_id.in_(list(unit_ids)), Finding.state.in_(OPEN_STATES))
        .group_by(Finding.unit_id)
    )
    if ctx.actor is not None:
        stmt = reach.within(ctx, stmt, Finding.unit_id, Permission.CHECK_READ)
    for unit_id, number in ctx.session.execute(stmt):
        yield Reference(unit_id, number)
