"""Reading payments, contracts, suppliers; absences and declarations."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from api.access import reach
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count, ordering
from api.core.schemas import Named, Page
from api.decisions.models import Contract, Payment, RelationDeclaration, Supplier, TeamAbsence
from api.decisions.queries.meetings import below
from api.decisions.queries.places import UNIT, UNIT_REF, unit_ref
from api.decisions.schemas.money import (
    AbsenceOut,
    AtUnit,
    ContractFilter,
    ContractOut,
    DeclarationOut,
    PaymentFilter,
    PaymentOut,
    SupplierFilter,
    SupplierOut,
)
from api.organizations.models import Unit
from api.people.models import Person

PAYMENT, CONTRACT, SUPPLIER, _ABSENCE, _DECLARATION, _PERSON, _UNIT = (
    model.metadata.tables[model.__tablename__]
    for model in (Payment, Contract, Supplier, TeamAbsence, RelationDeclaration, Person, Unit)
)
PAYMENT_SORTS: Mapping[str, Any] = {
    "paid_on": PAYMENT.c.paid_on,
    "amount": PAYMENT.c.amount,
    "payee_name": PAYMENT.c.payee_name,
    "unit": UNIT.sort_key,
}
CONTRACT_SORTS: Mapping[str, Any] = {
    "signed_on": CONTRACT.c.signed_on,
    "amount": CONTRACT.c.amount,
    "unit": UNIT.sort_key,
}
SUPPLIER_SORTS: Mapping[str, Any] = {"name": SUPPLIER.c.sort_key, "unit": UNIT.sort_key}
_RESOLVED = {"unit", "supplier", "person", "payments", "paid"}
Shape = TypeVar("Shape")
Entity = TypeVar("Entity", Payment, Contract, Supplier, TeamAbsence, RelationDeclaration)


def _page(ctx: Context, stmt: Select[*tuple[Any, ...]], paging: Paging, show: Callable[[Any], Shape]) -> Page[Shape]:
    rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset)).all()
    return Page(items=[show(row) for row in rows], page=paging.page, size=paging.size, total=count(ctx, stmt))


def _plain(row: Any, shape: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in shape.model_fields if name not in _RESOLVED} | {"unit": unit_ref(row)}


def load(ctx: Context, model: type[Entity], key: UUID) -> Entity:
    """A row within reach of the permission that the route asks for. Errors: `not_found`."""
    stmt = reach.within(ctx, select(model).where(model.id == key), model.unit_id)
    found = ctx.session.execute(stmt).scalar_one_or_none()
    if found is None:
        raise Refused(NOT_FOUND)
    return found


# --- Payments --------------------------------------------------------------------------------------------------------


def list_payments(ctx: Context, wanted: PaymentFilter, sort: str, paging: Paging) -> Page[PaymentOut]:
    """Payments within reach that match. Errors: `paging.bad_sort`."""
    stmt = _payments(ctx, wanted).order_by(*ordering(sort, PAYMENT_SORTS, PAYMENT.c.id))
    return _page(ctx, stmt, paging, present_payment)


def count_payments(ctx: Context, wanted: PaymentFilter) -> int:
    """How many payments within reach match."""
    return count(ctx, _payments(ctx, wanted))


def stream_payments(ctx: Context, wanted: PaymentFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every payment that matches as the export takes it. Errors: `paging.bad_sort`."""
    stmt = _payments(ctx, wanted).order_by(*ordering(sort or "paid_on", PAYMENT_SORTS, PAYMENT.c.id))
    for row in ctx.session.execute(stmt, execution_options={"yield_per": 1_000}):
        shown = _plain(row, PaymentOut)
        yield {**shown, "unit": row.unit_name, "payee": row.supplier_name or row.payee_name}


def get_payment(ctx: Context, payment_id: UUID) -> PaymentOut:
    """A payment within reach. Errors: `not_found`."""
    row = ctx.session.execute(_payments(ctx, PaymentFilter()).where(PAYMENT.c.id == payment_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return present_payment(row)


def _payments(ctx: Context, wanted: PaymentFilter) -> Select[*tuple[Any, ...]]:
    joined = PAYMENT.join(_UNIT, UNIT.id == PAYMENT.c.unit_id)
    joined = joined.outerjoin(SUPPLIER, SUPPLIER.c.id == PAYMENT.c.supplier_id)
    stmt = select(PAYMENT, SUPPLIER.c.name.label("supplier_name"), *UNIT_REF).select_from(joined)
    return reach.within(ctx, stmt.where(*_paid(ctx, wanted)), PAYMENT.c.unit_id)


def _paid(ctx: Context, wanted: PaymentFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.unit is not None:
        yield below(ctx, wanted.unit, PAYMENT.c.unit_id)
    if wanted.payee and wanted.payee.strip():
        part = wanted.payee.strip()
        named = (PAYMENT.c.payee_name, SUPPLIER.c.name)
        yield or_(*(column.icontains(part, autoescape=True) for column in named))
    if wanted.supplier is not None:
        yield PAYMENT.c.supplier_id == wanted.supplier
    if wanted.decision is not None:
        yield PAYMENT.c.decision_id == wanted.decision
    if wanted.undecided is not None:
        yield PAYMENT.c.decision_id.is_(None) if wanted.undecided else PAYMENT.c.decision_id.is_not(None)
    if wanted.spend_type:
        yield PAYMENT.c.spend_type.in_(wanted.spend_type)
    if wanted.paid_from is not None:
        yield PAYMENT.c.paid_on >= wanted.paid_from
    if wanted.paid_to is not None:
        yield PAYMENT.c.paid_on <= wanted.paid_to


def present_payment(row: Any) -> PaymentOut:
    """A payment as it is shown."""
    return PaymentOut(**_plain(row, PaymentOut), supplier=_supplier(row))


def _supplier(row: Any) -> Named | None:
    return Named(id=row.supplier_id, name=row.supplier_name) if row.supplier_id else None


# --- Contracts -------------------------------------------------------------------------------------------------------


def list_contracts(ctx: Context, wanted: ContractFilter, sort: str, paging: Paging) -> Page[ContractOut]:
    """Contracts within reach that match. Errors: `paging.bad_sort`."""
    stmt = _contracts(ctx, wanted).order_by(*ordering(sort, CONTRACT_SORTS, CONTRACT.c.id))
    return _page(ctx, stmt, paging, _contract)


def count_contracts(ctx: Context, wanted: ContractFilter) -> int:
    """How many contracts within reach match."""
    return count(ctx, _contracts(ctx, wanted))


def stream_contracts(ctx: Context, wanted: ContractFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every contract that matches as the export takes it. Errors: `paging.bad_sort`."""
    stmt = _contracts(ctx, wanted).order_by(*ordering(sort or "signed_on", CONTRACT_SORTS, CONTRACT.c.id))
    for row in ctx.session.execute(stmt, execution_options={"yield_per": 1_000}):
        yield {**_plain(row, ContractOut), "unit": row.unit_name, "supplier": row.supplier_name}


def get_contract(ctx: Context, contract_id: UUID) -> ContractOut:
    """A contract within reach. Errors: `not_found`."""
    row = ctx.session.execute(_contracts(ctx, ContractFilter()).where(CONTRACT.c.id == contract_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return _contract(row)


def _contracts(ctx: Context, wanted: ContractFilter) -> Select[*tuple[Any, ...]]:
    joined = CONTRACT.join(_UNIT, UNIT.id == CONTRACT.c.unit_id)
    joined = joined.outerjoin(SUPPLIER, SUPPLIER.c.id == CONTRACT.c.supplier_id)
    stmt = select(CONTRACT, SUPPLIER.c.name.label("supplier_name"), *UNIT_REF).select_from(joined)
    return reach.within(ctx, stmt.where(*_signed(ctx, wanted)), CONTRACT.c.unit_id)


def _signed(ctx: Context, wanted: ContractFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.unit is not None:
        yield below(ctx, wanted.unit, CONTRACT.c.unit_id)
    if wanted.supplier is not None:
        yield CONTRACT.c.supplier_id == wanted.supplier
    if wanted.decision is not None:
        yield CONTRACT.c.decision_id == wanted.decision
    if wanted.signed_from is not None:
        yield CONTRACT.c.signed_on >= wanted.signed_from
    if wanted.signed_to is not None:
        yield CONTRACT.c.signed_on <= wanted.signed_to


def _contract(row: Any) -> ContractOut:
    return ContractOut(**_plain(row, ContractOut), supplier=_supplier(row))


# --- Suppliers -------------------------------------------------------------------------------------------------------


def list_suppliers(ctx: Context, wanted: SupplierFilter, sort: str, paging: Paging) -> Page[SupplierOut]:
    """Suppliers within reach that match, with what was paid to them. Errors: `paging.bad_sort`."""
    stmt = _suppliers(ctx, wanted).order_by(*ordering(sort, SUPPLIER_SORTS, SUPPLIER.c.id))
    return _page(ctx, stmt, paging, _shown_supplier)


def get_supplier(ctx: Context, supplier_id: UUID) -> SupplierOut:
    """A supplier within reach. Errors: `not_found`."""
    row = ctx.session.execute(_suppliers(ctx, SupplierFilter()).where(SUPPLIER.c.id == supplier_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return _shown_supplier(row)


def _suppliers(ctx: Context, wanted: SupplierFilter) -> Select[*tuple[Any, ...]]:
    of_supplier = PAYMENT.c.supplier_id == SUPPLIER.c.id
    number = select(func.count()).where(of_supplier).correlate(SUPPLIER).scalar_subquery()
    paid = select(func.coalesce(func.sum(PAYMENT.c.amount), 0)).where(of_supplier).correlate(SUPPLIER).scalar_subquery()
    stmt = select(SUPPLIER, number.label("payments"), paid.label("paid"), *UNIT_REF)
    stmt = stmt.select_from(SUPPLIER.join(_UNIT, UNIT.id == SUPPLIER.c.unit_id))
    if wanted.unit is not None:
        stmt = stmt.where(below(ctx, wanted.unit, SUPPLIER.c.unit_id))
    if wanted.name and wanted.name.strip():
        stmt = stmt.where(SUPPLIER.c.name.icontains(wanted.name.strip(), autoescape=True))
    return reach.within(ctx, stmt, SUPPLIER.c.unit_id)


def _shown_supplier(row: Any) -> SupplierOut:
    return SupplierOut(**_plain(row, SupplierOut), payments=row.payments, paid=int(row.paid))


def is_paid(ctx: Context, model: type[Entity], key: UUID) -> bool:
    """Whether payments, contracts or anything else refers to a supplier or a contract, so that it cannot go away."""
    columns: tuple[Any, ...] = (PAYMENT.c.contract_id,)
    if model is Supplier:
        columns = (PAYMENT.c.supplier_id, CONTRACT.c.supplier_id, _DECLARATION.c.supplier_id)
    found = or_(*(select(column).where(column == key).exists() for column in columns))
    return bool(ctx.session.execute(select(found)).scalar())


def contracts_at(ctx: Context, unit_id: UUID, ids: list[UUID]) -> set[UUID]:
    """Those of `ids` that are contracts of the unit."""
    if not ids:
        return set()
    return set(ctx.session.scalars(select(CONTRACT.c.id).where(CONTRACT.c.id.in_(ids), CONTRACT.c.unit_id == unit_id)))


# --- Ties ------------------------------------------------------------------------------------------------------------


def list_absences(ctx: Context, wanted: AtUnit, paging: Paging) -> Page[AbsenceOut]:
    """Times in which members within reach are left out of the base, newest first."""
    stmt = _of_persons(ctx, _ABSENCE, wanted).order_by(_ABSENCE.c.starts_on.desc(), _ABSENCE.c.id)
    return _page(ctx, stmt, paging, _shown_absence)


def get_absence(ctx: Context, absence_id: UUID) -> AbsenceOut:
    """Such a time within reach. Errors: `not_found`."""
    return _shown_absence(_one(ctx, _of_persons(ctx, _ABSENCE, AtUnit()).where(_ABSENCE.c.id == absence_id)))


def list_declarations(ctx: Context, wanted: AtUnit, paging: Paging) -> Page[DeclarationOut]:
    """What persons within reach declared, newest first."""
    stmt = _of_persons(ctx, _DECLARATION, wanted)
    return _page(ctx, stmt.order_by(_DECLARATION.c.declared_on.desc(), _DECLARATION.c.id), paging, _shown_declaration)


def get_declaration(ctx: Context, declaration_id: UUID) -> DeclarationOut:
    """A declaration within reach. Errors: `not_found`."""
    stmt = _of_persons(ctx, _DECLARATION, AtUnit()).where(_DECLARATION.c.id == declaration_id)
    return _shown_declaration(_one(ctx, stmt))


def _one(ctx: Context, stmt: Select[*tuple[Any, ...]]) -> Any:
    row = ctx.session.execute(stmt).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row


def _of_persons(ctx: Context, table: Any, wanted: AtUnit) -> Select[*tuple[Any, ...]]:
    joined = table.join(_UNIT, UNIT.id == table.c.unit_id).join(_PERSON, _PERSON.c.id == table.c.person_id)
    stmt = select(table, _PERSON.c.name.label("person_name"), *UNIT_REF).select_from(joined)
    if wanted.unit is not None:
        stmt = stmt.where(below(ctx, wanted.unit, table.c.unit_id))
    return reach.within(ctx, stmt, table.c.unit_id)


def _shown_absence(row: Any) -> AbsenceOut:
    return AbsenceOut(**_plain(row, AbsenceOut), person=Named(id=row.person_id, name=row.person_name))


def _shown_declaration(row: Any) -> DeclarationOut:
    return DeclarationOut(**_plain(row, DeclarationOut), person=Named(id=row.person_id, name=row.person_name))
