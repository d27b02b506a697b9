"""Grants within reach."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, literal, or_, select
from sqlalchemy.orm import aliased

from api.access import reach
from api.accounts.models import Account, AccountGrant
from api.accounts.rules import OPEN, GrantState, Role
from api.accounts.schemas import AccountRef, GrantOut
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Page, UnitRef
from api.organizations.models import Unit

_Proposer, _Decider = aliased(Account), aliased(Account)


def _grants(ctx: Context) -> Select[*tuple[Any, ...]]:
    stmt = (
        select(
            AccountGrant.id,
            AccountGrant.role,
            AccountGrant.state,
            AccountGrant.created_at,
            Account.id.label("account_id"),
            Account.display_name.label("account_name"),
            Unit.id.label("unit_id"),
            Unit.name.label("unit_name"),
            Unit.kind.label("unit_kind"),
            _Proposer.id.label("proposer_id"),
            _Proposer.display_name.label("proposer_name"),
            _Decider.id.label("decider_id"),
            _Decider.display_name.label("decider_name"),
        )
        .join(Account, Account.id == AccountGrant.account_id)
        .join(Unit, Unit.id == AccountGrant.unit_id)
        .outerjoin(_Proposer, _Proposer.id == AccountGrant.proposed_by)
        .outerjoin(_Decider, _Decider.id == AccountGrant.decided_by)
    )
    return reach.within(ctx, stmt, AccountGrant.unit_id)


def _read_grants(ctx: Context, stmt: Select[*tuple[Any, ...]]) -> list[GrantOut]:
    return [_grant(row) for row in ctx.session.execute(stmt.order_by(AccountGrant.id)).all()]


def open_grants_of(ctx: Context, accounts: Sequence[UUID]) -> list[GrantOut]:
    """The open grants of these accounts."""
    return _read_grants(
        ctx, _grants(ctx).where(AccountGrant.account_id.in_(accounts), AccountGrant.state.in_(sorted(OPEN)))
    )


def _grant(row: Row[Any]) -> GrantOut:
    return GrantOut(
        id=row.id,
        account=AccountRef(id=row.account_id, display_name=row.account_name),
        role=row.role,
        unit=UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind),
        state=row.state,
        proposed_by=_person(row.proposer_id, row.proposer_name),
        decided_by=_person(row.decider_id, row.decider_name),
        created_at=row.created_at,
    )


def _person(account_id: UUID | None, name: str) -> AccountRef | None:
    return None if account_id is None else AccountRef(id=account_id, display_name=name)


def list_grants(ctx: Context, state: GrantState | None, account: UUID | None, paging: Paging) -> Page[GrantOut]:
    """Grants bound within reach, newest first, closed ones too."""
    stmt = _grants(ctx)
    if state is not None:
        stmt = stmt.where(AccountGrant.state == state.value)
    if account is not None:
        stmt = stmt.where(AccountGrant.account_id == account)
    total = count(ctx, stmt)
    page = stmt.order_by(AccountGrant.id.desc()).limit(paging.size).offset(paging.offset)
    rows = ctx.session.execute(page).all()
    return Page(items=[_grant(row) for row in rows], page=paging.page, size=paging.size, total=total)


def get_grant(ctx: Context, grant_id: UUID) -> GrantOut:
    """One grant. Errors: `not_found`."""
    found = _read_grants(ctx, _grants(ctx).where(AccountGrant.id == grant_id))
    if not found:
        raise Refused(NOT_FOUND)
    return found[0]


def load_grant(ctx: Context, grant_id: UUID) -> tuple[AccountGrant, Account]:
    """The grant, locked, and the account it is for. Errors: `not_found`."""
    stmt = select(AccountGrant, Account).join(Account, Account.id == AccountGrant.account_id)
    stmt = reach.within(ctx, stmt, AccountGrant.unit_id).where(AccountGrant.id == grant_id)
    row = ctx.session.execute(stmt.with_for_update(of=AccountGrant)).one_or_none()
    if row is None:
        raise Refused(NOT_FOUND)
    return row.AccountGrant, row.Account


def load_open_sensitive_grants(ctx: Context, account_id: UUID, roles: Sequence[Role]) -> Sequence[AccountGrant]:
    """The account's open grants of these roles, locked."""
    stmt = select(AccountGrant).where(
        AccountGrant.account_id == account_id,
        AccountGrant.state.in_(sorted(OPEN)),
        AccountGrant.role.in_([role.value for role in roles]),
    )
    return ctx.session.scalars(stmt.order_by(AccountGrant.id).with_for_update()).all()


def find_proposals(ctx: Context) -> Sequence[Row[AccountGrant, Account]]:
    """Every grant that waits for a second person, oldest first, and its account; for reminders, past all reach."""
    stmt = select(AccountGrant, Account).join(Account, Account.id == AccountGrant.account_id)
    return ctx.session.execute(stmt.where(AccountGrant.state == GrantState.PROPOSED).order_by(AccountGrant.id)).all()


def load_open_grants(ctx: Context, account_id: UUID) -> Sequence[AccountGrant]:
    """The account's open grants, locked."""
    stmt = select(AccountGrant).where(AccountGrant.account_id == account_id, AccountGrant.state.in_(sorted(OPEN)))
    return ctx.session.scalars(stmt.order_by(AccountGrant.id).with_for_update()).all()


def load_open_proposals_by(ctx: Context, account_id: UUID) -> Sequence[AccountGrant]:
    """What the account has proposed and nobody has decided, locked."""
    stmt = select(AccountGrant).where(
        AccountGrant.proposed_by == account_id, AccountGrant.state == GrantState.PROPOSED.value
    )
    return ctx.session.scalars(stmt.order_by(AccountGrant.id).with_for_update()).all()


def find_unit(ctx: Context, unit_id: UUID) -> Unit | None:
    """A unit within reach."""
    return ctx.session.scalar(reach.within(ctx, select(Unit), Unit.id).where(Unit.id == unit_id))


def was_leader_appointed(ctx: Context, unit: Unit) -> bool:
    """Whether a bureau leader was ever appointed at, above or below the unit, whatever became of it.

    Whatever: else an admin could suspend the leader by a reset and appoint one of his own making alone.
    """
    related = or_(Unit.path.startswith(unit.path), literal(unit.path).startswith(Unit.path))
    stmt = (
        select(AccountGrant.id)
        .join(Unit, Unit.id == AccountGrant.unit_id)
        .where(AccountGrant.role == Role.BUREAU_LEADER.value, related)
    )
    return bool(ctx.session.scalar(select(exists(stmt))))
