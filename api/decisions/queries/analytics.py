"""Looking across payments: sums that may have been split, and who gets most of the money."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, select

from api.access import reach
from api.access.providers import providers
from api.core.context import Context
from api.core.schemas import UnitRef
from api.decisions.models import Payment, Supplier
from api.decisions.queries.places import UNIT
from api.decisions.rules.splitting import Group, Spent, Terms, split_groups
from api.decisions.rules.vocabulary import EXCLUDED_SPENDING
from api.decisions.schemas.analytics import (
    ConcentrationFilter,
    SplitFilter,
    SplitGroup,
    SplitGroups,
    SplitPayment,
    SupplierShare,
    SupplierShares,
)
from api.organizations.models import Unit

_PAYMENT, _SUPPLIER = (model.metadata.tables[model.__tablename__] for model in (Payment, Supplier))
_PAYEE = func.upper(func.trim(func.coalesce(_SUPPLIER.c.name, _PAYMENT.c.payee_name)))
_KEYS = {"payee": _PAYEE, "project": _PAYMENT.c.project_key, "budget_line": _PAYMENT.c.budget_line}
_TOLD, _TOP = 500, 50


def find_splits(ctx: Context, wanted: SplitFilter) -> SplitGroups:
    """Groups of payments within reach that may be one sum."""
    key = _KEYS[wanted.key]
    unit = (UNIT.name.label("unit_name"), UNIT.kind.label("unit_kind"))
    columns = (_PAYMENT.c.id, _PAYMENT.c.unit_id, key.label("key"), _PAYMENT.c.amount, _PAYMENT.c.paid_on)
    counted = (key.is_not(None), _PAYMENT.c.amount > 0, _PAYMENT.c.amount < wanted.item_below)
    stmt = _payments(ctx, select(*columns, *unit), wanted).join(Unit, UNIT.id == _PAYMENT.c.unit_id)
    rows = ctx.session.execute(stmt.where(*counted)).all()
    terms = Terms(wanted.item_below, wanted.sum_at_least, wanted.min_count, wanted.window_days)
    units: dict[UUID, tuple[str, UnitRef]] = {}
    spending = []
    for id_, unit_id, said, amount, paid_on, name, kind in rows:  # by place: there may be a hundred thousand
        if unit_id not in units:
            units[unit_id] = (str(unit_id), UnitRef(id=unit_id, name=name, kind=kind))
        spending.append(Spent(id_, f"{units[unit_id][0]}|{said}", amount, paid_on))
    groups = sorted(split_groups(spending, [terms]), key=lambda group: (-group.total, group.key))
    named = dict(units.values())
    return SplitGroups(payments=len(rows), total=len(groups), items=[_group(one, named) for one in groups[:_TOLD]])


def _payments(ctx: Context, stmt: Select[Any], wanted: SplitFilter | ConcentrationFilter) -> Select[Any]:
    joined = stmt.select_from(_PAYMENT).outerjoin(_SUPPLIER, _SUPPLIER.c.id == _PAYMENT.c.supplier_id)
    return reach.within(ctx, joined.where(*_conditions(ctx, wanted)), _PAYMENT.c.unit_id)


def _conditions(ctx: Context, wanted: SplitFilter | ConcentrationFilter) -> Iterator[ColumnElement[bool]]:
    path = ctx.session.execute(select(Unit.path).where(Unit.id == wanted.unit)).scalar_one_or_none()
    yield _PAYMENT.c.unit_id.in_(providers.units_below([path])) if path else false()
    yield func.coalesce(_PAYMENT.c.spend_type, "").not_in(sorted(EXCLUDED_SPENDING))
    if wanted.paid_from is not None:
        yield _PAYMENT.c.paid_on >= wanted.paid_from
    if wanted.paid_to is not None:
        yield _PAYMENT.c.paid_on <= wanted.paid_to


def _group(group: Group, units: dict[str, UnitRef]) -> SplitGroup:
    unit_id, _, key = group.key.partition("|")
    return SplitGroup(
        unit=units[unit_id],
        key=key,
        sum=group.total,
        first_on=group.items[0].on,
        last_on=group.items[-1].on,
        payments=[SplitPayment(id=item.id, amount=item.amount, paid_on=item.on) for item in group.items],
    )


def find_concentration(ctx: Context, wanted: ConcentrationFilter) -> SupplierShares:
    """The payees that got most of what was paid within reach."""
    spent = func.sum(_PAYMENT.c.amount)
    total = int(ctx.session.execute(_payments(ctx, select(func.coalesce(spent, 0)), wanted)).scalar_one())
    columns = (_PAYEE.label("payee"), spent.label("spent"), func.count().label("payments"))
    stmt = _payments(ctx, select(*columns, func.count(_PAYMENT.c.unit_id.distinct()).label("schools")), wanted)
    rows = ctx.session.execute(
        stmt.where(_PAYEE.is_not(None)).group_by(_PAYEE).order_by(spent.desc(), _PAYEE).limit(_TOP)
    )
    return SupplierShares(spent=total, items=[_share(row, total) for row in rows])


def _share(row: Any, total: int) -> SupplierShare:
    share = 10_000 * int(row.spent) // total if total > 0 else 0
    return SupplierShare(payee=row.payee, spent=int(row.spent), payments=row.payments, schools=row.schools, share=share)
