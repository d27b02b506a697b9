"""Reading payments and contracts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
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
from api.decisions.queries.places import UNIT, UNIT_REF, persons_named, suppliers_named, unit_ref
from api.decisions.queries.tree import DECISION, TOPIC
from api.decisions.schemas.money import ContractFilter, ContractOut, PaymentFilter, PaymentOut
from api.organizations.models import Unit

PAYMENT, CONTRACT, SUPPLIER, UNITS = (
    model.metadata.tables[model.__tablename__] for model in (Payment, Contract, Supplier, Unit)
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
_NAMES = (SUPPLIER.c.name.label("supplier_name"), TOPIC.c.title.label("decision_title"))
_RESOLVED = frozenset(
    {"unit", "supplier", "person", "payments", "paid", "decision", "contract", "proposer", "buyer", "accepted_by"}
    | {"bidders", "related_persons"}
)
Shape = TypeVar("Shape")
Entity = TypeVar("Entity", Payment, Contract, Supplier, TeamAbsence, RelationDeclaration)
Names = Mapping[UUID | None, Named]


def page_of(
    ctx: Context, stmt: Select[*tuple[Any, ...]], paging: Paging, show: Callable[[Sequence[Any]], list[Shape]]
) -> Page[Shape]:
    """A page of what `stmt` selects; `show` gets its rows together, so that names are looked up once."""
    rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset)).all()
    return Page(items=show(rows), page=paging.page, size=paging.size, total=count(ctx, stmt))


def one_of(ctx: Context, stmt: Select[*tuple[Any, ...]], show: Callable[[Sequence[Any]], list[Shape]]) -> Shape:
    """The one that `stmt` selects. Errors: `not_found`."""
    row = ctx.session.execute(stmt).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return show([row])[0]


def plain(row: Any, shape: Any) -> dict[str, Any]:
    """The fields of `shape` that the row has as they are, with its unit."""
    return {name: getattr(row, name) for name in shape.model_fields if name not in _RESOLVED} | {"unit": unit_ref(row)}


def ids_in(value: Sequence[Any] | None) -> list[UUID]:
    """The ids of a JSON column."""
    return [UUID(str(one)) for one in value or ()]


def names_in(value: Sequence[Any] | None, names: Names) -> list[Named] | None:
    """The ids of a JSON column with their names; None where nothing is recorded."""
    return None if value is None else [names[id_] for id_ in ids_in(value)]


def load(ctx: Context, model: type[Entity], key: UUID) -> Entity:
    """A row within reach of the permission that the route asks for. Errors: `not_found`."""
    stmt = reach.within(ctx, select(model).where(model.id == key), model.unit_id)
    found = ctx.session.execute(stmt).scalar_one_or_none()
    if found is None:
        raise Refused(NOT_FOUND)
    return found


def _with_names(table: Any) -> Any:
    """Payments or contracts beside their unit, supplier and decision."""
    joined = table.join(UNITS, UNIT.id == table.c.unit_id).outerjoin(SUPPLIER, SUPPLIER.c.id == table.c.supplier_id)
    joined = joined.outerjoin(DECISION, DECISION.c.id == table.c.decision_id)
    return joined.outerjoin(TOPIC, TOPIC.c.id == DECISION.c.topic_id)


def _named(id_: UUID | None, name: str | None) -> Named | None:
    return Named(id=id_, name=name) if id_ and name is not None else None


def _spent(row: Any, shape: Any) -> dict[str, Any]:
    return plain(row, shape) | {
        "supplier": _named(row.supplier_id, row.supplier_name),
        "decision": _named(row.decision_id, row.decision_title),
    }


# --- Payments --------------------------------------------------------------------------------------------------------


def list_payments(ctx: Context, wanted: PaymentFilter, sort: str, paging: Paging) -> Page[PaymentOut]:
    """Payments within reach that match. Errors: `paging.bad_sort`."""
    stmt = _payments(ctx, wanted).order_by(*ordering(sort, PAYMENT_SORTS, PAYMENT.c.id))
    return page_of(ctx, stmt, paging, lambda rows: _shown_payments(ctx, rows))


def count_payments(ctx: Context, wanted: PaymentFilter) -> int:
    """How many payments within reach match."""
    return count(ctx, _payments(ctx, wanted))


def stream_payments(ctx: Context, wanted: PaymentFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every payment that matches as the export takes it. Errors: `paging.bad_sort`."""
    stmt = _payments(ctx, wanted).order_by(*ordering(sort or "paid_on", PAYMENT_SORTS, PAYMENT.c.id))
    for row in ctx.session.execute(stmt, execution_options={"yield_per": 1_000}):
        named = {"payee": row.payee_name or row.supplier_name, "decision": row.decision_title}
        told = {"contract": row.contract_title, "unit": row.unit_name, "decision_id": row.decision_id}
        yield {**plain(row, PaymentOut), **named, **told}


def get_payment(ctx: Context, payment_id: UUID) -> PaymentOut:
    """A payment within reach. Errors: `not_found`."""
    stmt = _payments(ctx, PaymentFilter()).where(PAYMENT.c.id == payment_id)
    return one_of(ctx, stmt, lambda rows: _shown_payments(ctx, rows))


def _payments(ctx: Context, wanted: PaymentFilter) -> Select[*tuple[Any, ...]]:
    joined = _with_names(PAYMENT).outerjoin(CONTRACT, CONTRACT.c.id == PAYMENT.c.contract_id)
    stmt = select(PAYMENT, *_NAMES, CONTRACT.c.title.label("contract_title"), *UNIT_REF).select_from(joined)
    return reach.within(ctx, stmt.where(*_paid(ctx, wanted)), PAYMENT.c.unit_id)


def _paid(ctx: Context, wanted: PaymentFilter) -> Iterator[ColumnElement[bool]]:
    yield from _narrowed(ctx, PAYMENT, wanted, PAYMENT.c.paid_on, (wanted.paid_from, wanted.paid_to))
    if wanted.payee and wanted.payee.strip():
        yield _says(wanted.payee, PAYMENT.c.payee_name, SUPPLIER.c.name)
    if wanted.contract is not None:
        yield PAYMENT.c.contract_id == wanted.contract


def _narrowed(ctx: Context, table: Any, wanted: Any, day: Any, days: tuple[Any, Any]) -> Iterator[ColumnElement[bool]]:
    """What narrows payments and contracts alike."""
    if wanted.unit is not None:
        yield below(ctx, wanted.unit, table.c.unit_id)
    if wanted.supplier is not None:
        yield table.c.supplier_id == wanted.supplier
    if wanted.decision is not None:
        yield table.c.decision_id == wanted.decision
    if wanted.undecided is not None:
        yield table.c.decision_id.is_(None) if wanted.undecided else table.c.decision_id.is_not(None)
    if wanted.spend_type:
        yield table.c.spend_type.in_(wanted.spend_type)
    if days[0] is not None:
        yield day >= days[0]
    if days[1] is not None:
        yield day <= days[1]


def _says(part: str, *columns: Any) -> ColumnElement[bool]:
    return or_(*(column.icontains(part.strip(), autoescape=True) for column in columns))


def _shown_payments(ctx: Context, rows: Sequence[Any]) -> list[PaymentOut]:
    people = (id_ for row in rows for id_ in (row.proposer_id, row.buyer_id, *ids_in(row.accepted_by)))
    names = persons_named(ctx, people)
    return [
        PaymentOut(
            **_spent(row, PaymentOut),
            contract=_named(row.contract_id, row.contract_title),
            proposer=names.get(row.proposer_id),
            buyer=names.get(row.buyer_id),
            accepted_by=names_in(row.accepted_by, names),
        )
        for row in rows
    ]


# --- Contracts -------------------------------------------------------------------------------------------------------


def list_contracts(ctx: Context, wanted: ContractFilter, sort: str, paging: Paging) -> Page[ContractOut]:
    """Contracts within reach that match, with what was paid on them. Errors: `paging.bad_sort`."""
    stmt = _contracts(ctx, wanted).order_by(*ordering(sort, CONTRACT_SORTS, CONTRACT.c.id))
    return page_of(ctx, stmt, paging, lambda rows: _shown_contracts(ctx, rows))


def count_contracts(ctx: Context, wanted: ContractFilter) -> int:
    """How many contracts within reach match."""
    return count(ctx, _contracts(ctx, wanted))


def stream_contracts(ctx: Context, wanted: ContractFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every contract that matches as the export takes it. Errors: `paging.bad_sort`."""
    stmt = _contracts(ctx, wanted).order_by(*ordering(sort or "signed_on", CONTRACT_SORTS, CONTRACT.c.id))
    for row in ctx.session.execute(stmt, execution_options={"yield_per": 1_000}):
        named = {"supplier": row.supplier_name, "decision": row.decision_title, "decision_id": row.decision_id}
        yield {**plain(row, ContractOut), **named, "paid": int(row.paid), "unit": row.unit_name}


def get_contract(ctx: Context, contract_id: UUID) -> ContractOut:
    """A contract within reach. Errors: `not_found`."""
    stmt = _contracts(ctx, ContractFilter()).where(CONTRACT.c.id == contract_id)
    return one_of(ctx, stmt, lambda rows: _shown_contracts(ctx, rows))


def _contracts(ctx: Context, wanted: ContractFilter) -> Select[*tuple[Any, ...]]:
    paid = select(func.coalesce(func.sum(PAYMENT.c.amount), 0)).where(PAYMENT.c.contract_id == CONTRACT.c.id)
    columns = (*_NAMES, paid.correlate(CONTRACT).scalar_subquery().label("paid"), *UNIT_REF)
    stmt = select(CONTRACT, *columns).select_from(_with_names(CONTRACT))
    return reach.within(ctx, stmt.where(*_signed(ctx, wanted)), CONTRACT.c.unit_id)


def _signed(ctx: Context, wanted: ContractFilter) -> Iterator[ColumnElement[bool]]:
    yield from _narrowed(ctx, CONTRACT, wanted, CONTRACT.c.signed_on, (wanted.signed_from, wanted.signed_to))
    if wanted.title and wanted.title.strip():
        yield _says(wanted.title, CONTRACT.c.title, CONTRACT.c.number, SUPPLIER.c.name)


def _shown_contracts(ctx: Context, rows: Sequence[Any]) -> list[ContractOut]:
    names = suppliers_named(ctx, (id_ for row in rows for id_ in ids_in(row.bidders)))
    return [
        ContractOut(**_spent(row, ContractOut), paid=int(row.paid), bidders=names_in(row.bidders, names))
        for row in rows
    ]


def contracts_at(ctx: Context, unit_id: UUID, ids: list[UUID]) -> set[UUID]:
    """Those of `ids` that are contracts of the unit."""
    if not ids:
        return set()
    return set(ctx.session.scalars(select(CONTRACT.c.id).where(CONTRACT.c.id.in_(ids), CONTRACT.c.unit_id == unit_id)))
