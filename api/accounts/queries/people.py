"""Accounts within reach."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from api.access import reach
from api.accounts.models import Account, AccountGrant
from api.accounts.queries import grants, persons
from api.accounts.rules import OPEN, AccountStatus, GrantState, Role
from api.accounts.schemas import AccountRow, GrantOut
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Page
from api.organizations.models import Unit
from api.people.models import Person


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Which accounts; None is no condition. `role` and `unit` are meant of one and the same open grant."""

    q: str | None = None
    role: Role | None = None
    unit: UUID | None = None
    status: AccountStatus | None = None
    person: UUID | None = None

    def conditions(self, ctx: Context) -> list[ColumnElement[bool]]:
        """As SQL."""
        found: list[ColumnElement[bool]] = []
        if self.q:
            found.append(or_(Account.display_name.contains(self.q, autoescape=True), _named(self.q)))
        if self.status:
            found.append(Account.status == self.status.value)
        if self.person:
            found.append(Account.person_id == self.person)
        if self.role or self.unit:
            found.append(Account.id.in_(self._holders(ctx)))
        return found

    def _holders(self, ctx: Context) -> Select[UUID]:
        stmt = _open_grants_within(ctx)
        if self.role:
            stmt = stmt.where(AccountGrant.role == self.role.value)
        if self.unit:
            root, below = aliased(Unit), aliased(Unit)
            units = select(below.id).join(root, below.path.startswith(root.path)).where(root.id == self.unit)
            stmt = stmt.where(AccountGrant.unit_id.in_(units))
        return stmt


def _named(q: str) -> ColumnElement[bool]:
    return Account.username.contains(q.lower(), autoescape=True)


def _open_grants_within(ctx: Context) -> Select[UUID]:
    stmt = select(AccountGrant.account_id).where(AccountGrant.state.in_(sorted(OPEN)))
    return reach.within(ctx, stmt, AccountGrant.unit_id)


def _visible(ctx: Context, stmt: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    home = reach.within(ctx, select(Account.id), Account.unit_id)
    return stmt.where(or_(Account.id.in_(_open_grants_within(ctx)), Account.id.in_(home)))


_HOME = aliased(Unit, name="home")
_COLUMNS = (
    Account.id,
    Account.username,
    Account.display_name,
    Account.status,
    Account.totp_enrolled_at.is_not(None).label("second_factor"),
    Account.last_login_at,
    Account.created_at,
    Account.revision,
    *persons.columns(_HOME),
)


def _rows(ctx: Context) -> Select[*tuple[Any, ...]]:
    """Accounts within reach, each with its person as far as that one lies within reach."""
    mine = and_(Person.id == Account.person_id, reach.condition(ctx, Person.unit_id))
    stmt = select(*_COLUMNS).select_from(Account).outerjoin(Person, mine)
    return _visible(ctx, stmt.outerjoin(_HOME, _HOME.id == Person.unit_id))


def list_accounts(ctx: Context, wanted: AccountFilter, paging: Paging) -> Page[AccountRow]:
    """Accounts within reach, by user name."""
    stmt = _rows(ctx).where(*wanted.conditions(ctx))
    total = count(ctx, stmt)
    rows = ctx.session.execute(stmt.order_by(Account.username).limit(paging.size).offset(paging.offset)).all()
    return Page(items=_with_grants(ctx, rows), page=paging.page, size=paging.size, total=total)


def count_accounts(ctx: Context, wanted: AccountFilter) -> int:
    """How many accounts `list_accounts` shows."""
    return count(ctx, _rows(ctx).where(*wanted.conditions(ctx)))


def get_account(ctx: Context, account_id: UUID) -> AccountRow:
    """One account. Errors: `not_found`."""
    rows = ctx.session.execute(_rows(ctx).where(Account.id == account_id)).all()
    if not rows:
        raise Refused(NOT_FOUND)
    return _with_grants(ctx, rows)[0]


def _with_grants(ctx: Context, rows: Sequence[Row[Any]]) -> list[AccountRow]:
    held: dict[UUID, list[GrantOut]] = defaultdict(list)
    for grant in grants.open_grants_of(ctx, [row.id for row in rows]):
        held[grant.account.id].append(grant)
    return [AccountRow(**_plain(row), person=persons.present(row), grants=held[row.id]) for row in rows]


def _plain(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in AccountRow.model_fields if name in row._fields}


def load_account(ctx: Context, account_id: UUID) -> Account:
    """The account, to be changed. Errors: `not_found`."""
    account: Account | None = ctx.session.scalar(_visible(ctx, select(Account)).where(Account.id == account_id))
    if account is None:
        raise Refused(NOT_FOUND)
    return account


def find_successor(ctx: Context, account_id: UUID) -> Account | None:
    """An active account within reach."""
    stmt = _visible(ctx, select(Account)).where(Account.id == account_id, Account.status == AccountStatus.ACTIVE.value)
    found: Account | None = ctx.session.scalar(stmt)
    return found


def load_account_named(ctx: Context, username: str) -> Account:
    """The account with this user name, wherever it is; for the host only. Errors: `not_found`."""
    account = ctx.session.scalar(select(Account).where(Account.username == username))
    if account is None:
        raise Refused(NOT_FOUND)
    return account


def load_own_account(ctx: Context) -> Account:
    """The actor's account, to be changed."""
    return ctx.session.scalars(select(Account).where(Account.id == ctx.signed_in.id)).one()


def has_grants_beyond(ctx: Context, account_id: UUID) -> bool:
    """Whether the account holds an open grant outside the actor's reach."""
    inside = reach.within(ctx, select(AccountGrant.id), AccountGrant.unit_id)
    stmt = select(AccountGrant.id).where(
        AccountGrant.account_id == account_id, AccountGrant.state.in_(sorted(OPEN)), AccountGrant.id.not_in(inside)
    )
    return bool(ctx.session.scalar(select(exists(stmt))))


def has_active_admin(session: Session) -> bool:
    """Whether someone can manage accounts."""
    stmt = (
        select(AccountGrant.id)
        .join(Account, Account.id == AccountGrant.account_id)
        .where(
            AccountGrant.role == Role.PLATFORM_ADMIN.value,
            AccountGrant.state == GrantState.ACTIVE.value,
            Account.status == AccountStatus.ACTIVE.value,
        )
    )
    return bool(session.scalar(select(exists(stmt))))
