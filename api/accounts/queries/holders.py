"""Who holds what, where: for those who must be told."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from api.accounts.models import Account, AccountGrant
from api.accounts.rules import ROLE_PERMISSIONS, AccountStatus, GrantState
from api.organizations.models import Unit


def find_holders(session: Session, permission: str, unit_id: UUID | None = None) -> Sequence[UUID]:
    """Active accounts that hold `permission` at or above the unit; without a unit, anywhere. Not narrowed by reach."""
    roles = [role.value for role, held in ROLE_PERMISSIONS.items() if permission in held]
    stmt = (
        select(AccountGrant.account_id)
        .join(Account, Account.id == AccountGrant.account_id)
        .where(
            Account.status == AccountStatus.ACTIVE.value,
            AccountGrant.state == GrantState.ACTIVE.value,
            AccountGrant.role.in_(roles),
        )
        .order_by(AccountGrant.account_id)
        .distinct()
    )
    if unit_id is not None:
        bound, below = aliased(Unit), aliased(Unit)
        above = (below.path >= bound.path) & (below.path < bound.path + "\uffff")
        stmt = stmt.join(bound, bound.id == AccountGrant.unit_id).join(below, above).where(below.id == unit_id)
    return session.scalars(stmt).all()
