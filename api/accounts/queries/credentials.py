"""What proves who someone is: authenticators, recovery codes, invitations, earlier passwords."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select

from api.accounts.models import Account, AccountGrant, AccountInvitation, AccountPassword, AccountTotp, RecoveryCode
from api.accounts.rules import OPEN, AccountStatus
from api.core.context import Context
from api.core.crypto import digest
from api.organizations.models import Unit


def find_totp(ctx: Context, account_id: UUID) -> AccountTotp | None:
    """The authenticator of an account."""
    return ctx.session.scalar(select(AccountTotp).where(AccountTotp.account_id == account_id))


def count_recovery_codes(ctx: Context, account_id: UUID) -> int:
    """How many are left."""
    stmt = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return ctx.session.execute(stmt).scalar_one()


def find_invited(ctx: Context, token: str) -> tuple[Account, AccountInvitation] | None:
    """Whom an invitation is for, while it is good."""
    stmt = (
        select(Account, AccountInvitation)
        .join(AccountInvitation, AccountInvitation.account_id == Account.id)
        .where(
            AccountInvitation.token_hash == digest(token),
            AccountInvitation.expires_at > ctx.now,
            Account.status == AccountStatus.ACTIVE.value,
        )
    )
    row = ctx.session.execute(stmt).one_or_none()
    return None if row is None else (row.Account, row.AccountInvitation)


def earlier_passwords(ctx: Context, account_id: UUID, number: int) -> Sequence[AccountPassword]:
    """The last passwords of an account, newest first."""
    stmt = select(AccountPassword).where(AccountPassword.account_id == account_id)
    return ctx.session.scalars(stmt.order_by(AccountPassword.id.desc()).limit(number)).all()


def unit_names(ctx: Context, account: Account) -> Sequence[str]:
    """What the units are called where the account is at home or has a role."""
    held = select(AccountGrant.unit_id).where(
        AccountGrant.account_id == account.id, AccountGrant.state.in_(sorted(OPEN))
    )
    stmt = select(Unit.name).where(or_(Unit.id == account.unit_id, Unit.id.in_(held)))
    return ctx.session.scalars(stmt).all()
