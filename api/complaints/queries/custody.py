"""Every select of custodians' keys and of requests for identities."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, func, select
from sqlalchemy.orm import Session, aliased

from api.access import reach
from api.access.permissions import Permission
from api.accounts.models import Account
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.vault import ComplaintIdentity, CustodianKey, IdentityRequest
from api.complaints.queries import visible
from api.complaints.rules.custody import RequestState
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging

LIVE = (RequestState.PENDING.value, RequestState.GRANTED.value)


def public_keys(session: Session) -> dict[str, Any]:
    """The public halves of keys that are in use, by id, and how many persons hold them."""
    rows = session.execute(
        select(CustodianKey.id, CustodianKey.public_key, CustodianKey.account_id).where(
            CustodianKey.retired_at.is_(None)
        )
    ).all()
    return {
        "keys": {str(row.id): row.public_key.hex() for row in rows},
        "persons": len({row.account_id for row in rows}),
    }


def key_of(session: Session, account_id: UUID) -> CustodianKey | None:
    """The key that a custodian uses."""
    stmt = select(CustodianKey).where(CustodianKey.account_id == account_id, CustodianKey.retired_at.is_(None))
    return session.execute(stmt).scalar_one_or_none()


def keys(session: Session) -> list[Any]:
    """Every key, with its holder's name, the newest first."""
    stmt = select(
        CustodianKey.id,
        CustodianKey.account_id,
        Account.display_name.label("holder"),
        CustodianKey.created_at,
        CustodianKey.retired_at,
    ).join(Account, Account.id == CustodianKey.account_id)
    return list(session.execute(stmt.order_by(CustodianKey.created_at.desc(), CustodianKey.id)))


# --- Requests --------------------------------------------------------------------------------------------------------

_R, _C = IdentityRequest, ComplaintCase
_ROW = (
    *(_R.id, _R.case_id, _C.number, _C.data_key_id, _R.motive, _R.requested_at, _R.requested_by, _R.state, _R.reason),
    *(_R.decided_at, _R.usable_until, _R.viewed_at, _R.revision),
)


def requests(ctx: Context, state: RequestState | None, paging: Paging, *, mine: bool) -> tuple[list[Any], int]:
    """Requests: the caller's own, or those that the caller, a custodian, may decide; the newest first, and how many."""
    condition = _own(ctx) if mine else _decidable(ctx)
    if state is not None:
        condition = and_(condition, _R.state == state.value)
    total = ctx.session.execute(_joined(select(func.count(_R.id))).where(condition)).scalar_one()
    asker = aliased(Account)
    stmt = _joined(select(*_ROW, asker.display_name.label("requester"))).join(asker, asker.id == _R.requested_by)
    stmt = stmt.where(condition).order_by(_R.requested_at.desc(), _R.id)
    return list(ctx.session.execute(stmt.limit(paging.size).offset(paging.offset))), int(total)


def load(ctx: Context, request_id: UUID) -> tuple[IdentityRequest, ComplaintCase]:
    """A request that the caller may decide, and its case. Errors: `not_found`."""
    return _one(ctx, request_id, _decidable(ctx))


def load_own(ctx: Context, request_id: UUID) -> tuple[IdentityRequest, ComplaintCase]:
    """A request of the caller's for a case that the caller may still open. Errors: `not_found`."""
    return _one(ctx, request_id, _own(ctx))


def _one(ctx: Context, request_id: UUID, condition: ColumnElement[bool]) -> tuple[IdentityRequest, ComplaintCase]:
    stmt = _joined(select(_R, _C)).where(_R.id == request_id, condition)
    row = ctx.session.execute(stmt).one_or_none()
    if row is None:
        raise Refused(NOT_FOUND)
    return row[0], row[1]


def _joined(stmt: Any) -> Any:
    return stmt.select_from(_R).join(_C, _C.id == _R.case_id)


def _own(ctx: Context) -> ColumnElement[bool]:
    """The caller's, as long as the case may be opened: with the case goes what was asked about it."""
    return and_(_R.requested_by == ctx.signed_in.id, visible.condition(ctx))


def closed(ctx: Context, request_id: Any) -> ColumnElement[bool]:
    """Whether the caller keeps out of the case that the request of this id is about."""
    if not (ctx.may(Permission.IDENTITY_ASK) or ctx.may(Permission.IDENTITY_GRANT)):
        return false()
    keeps_out = visible.recused(ctx.signed_in.id)
    return exists(_joined(select(_R.id)).where(_R.id == request_id, keeps_out))


def _decidable(ctx: Context) -> ColumnElement[bool]:
    """Of the custodian's bureau; one who is named in the case, or tied to it, keeps out like everybody else."""
    within = reach.condition(ctx, _C.unit_id, Permission.IDENTITY_GRANT)
    return and_(within, ~visible.recused(ctx.signed_in.id))


def has_live(ctx: Context, case_id: UUID) -> bool:
    """Whether the caller's request for a case is still open."""
    live = exists().where(_R.case_id == case_id, _R.requested_by == ctx.signed_in.id, _R.state.in_(LIVE))
    return bool(ctx.session.execute(select(live)).scalar())


def lapsed(session: Session, now: datetime, limit: int) -> list[IdentityRequest]:
    """Grants that nobody used in time."""
    stmt = select(_R).where(_R.state == RequestState.GRANTED.value, _R.usable_until < now)
    return list(session.scalars(stmt.order_by(_R.id).limit(limit)))


def view_keys(session: Session, case_id: UUID) -> list[UUID]:
    """Keys under which identities of a case lie open to be viewed."""
    stmt = select(_R.view_key_id).where(_R.case_id == case_id, _R.view_key_id.is_not(None))
    return [key for key in session.scalars(stmt) if key is not None]


def identities(session: Session, after: UUID | None, limit: int) -> list[ComplaintIdentity]:
    """Identities in the order of their cases' ids, from after one on."""
    stmt = select(ComplaintIdentity)
    if after is not None:
        stmt = stmt.where(ComplaintIdentity.case_id > after)
    return list(session.scalars(stmt.order_by(ComplaintIdentity.case_id).limit(limit)))
