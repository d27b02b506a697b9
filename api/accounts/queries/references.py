"""What accounts have at units, for those who are about to merge, split, move or close one."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import func, select

from api.accounts.models import AccountGrant
from api.accounts.rules import OPEN
from api.core.context import Context
from api.organizations.ports import Reference


def count_grants_at(ctx: Context, unit_ids: Collection[UUID]) -> Iterator[Reference]:
    """The open roles bound to each of the units, by role and without a name: who may restructure may not read accounts.

    They stay bound where they are; whoever manages accounts gives new ones.
    """
    stmt = (
        select(AccountGrant.unit_id, AccountGrant.role, func.count(AccountGrant.id))
        .where(AccountGrant.unit_id.in_(list(unit_ids)), AccountGrant.state.in_(sorted(OPEN)))
        .group_by(AccountGrant.unit_id, AccountGrant.role)
        .order_by(AccountGrant.unit_id, AccountGrant.role)
    )
    roles: dict[UUID, dict[str, int]] = defaultdict(dict)
    for unit_id, role, count in ctx.session.execute(stmt):
        roles[unit_id][role] = count
    for unit_id, counts in roles.items():
        yield Reference(unit_id, sum(counts.values()), tuple(counts))
