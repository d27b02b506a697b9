"""Reading suppliers: what was paid to them, and how much of each school's money that was."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, extract, func, or_, select

from api.access import reach
from api.core.context import Context
from api.core.paging import Paging, count, ordering
from api.core.schemas import Page
from api.decisions.models import RelationDeclaration, Supplier
from api.decisions.queries.meetings import below
from api.decisions.queries.money import (
    CONTRACT,
    PAYMENT,
    SUPPLIER,
    UNITS,
    Entity,
    ids_in,
    load,
    names_in,
    one_of,
    page_of,
    plain,
)
from api.decisions.queries.places import UNIT, UNIT_REF, persons_named, unit_ref
from api.decisions.rules.vocabulary import EXCLUDED_SPENDING
from api.decisions.schemas.money import SupplierFilter, SupplierOut, SupplierYear, SupplierYears

SUPPLIER_SORTS: Mapping[str, Any] = {"name": SUPPLIER.c.sort_key, "unit": UNIT.sort_key}
_TIES = RelationDeclaration.metadata.tables[RelationDeclaration.__tablename__]


def list_suppliers(ctx: Context, wanted: SupplierFilter, sort: str, paging: Paging) -> Page[SupplierOut]:
    """Suppliers within reach that match, with what was paid to them. Errors: `paging.bad_sort`."""
    stmt = _suppliers(ctx, wanted).order_by(*ordering(sort, SUPPLIER_SORTS, SUPPLIER.c.id))
    return page_of(ctx, stmt, paging, lambda rows: _shown(ctx, rows))


def count_suppliers(ctx: Context, wanted: SupplierFilter) -> int:
    """How many suppliers within reach match."""
    return count(ctx, _suppliers(ctx, wanted))


def stream_suppliers(ctx: Context, wanted: SupplierFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every supplier that matches as the export takes it. Errors: `paging.bad_sort`."""
    stmt = _suppliers(ctx, wanted).order_by(*ordering(sort or "name", SUPPLIER_SORTS, SUPPLIER.c.id))
    for row in ctx.session.execute(stmt, execution_options={"yield_per": 1_000}):
        yield {**plain(row, SupplierOut), "unit": row.unit_name, "payments": row.payments, "paid": int(row.paid)}


def get_supplier(ctx: Context, supplier_id: UUID) -> SupplierOut:
    """A supplier within reach. Errors: `not_found`."""
    stmt = _suppliers(ctx, SupplierFilter()).where(SUPPLIER.c.id == supplier_id)
    return one_of(ctx, stmt, lambda rows: _shown(ctx, rows))


def _suppliers(ctx: Context, wanted: SupplierFilter) -> Select[*tuple[Any, ...]]:
    of_supplier = PAYMENT.c.supplier_id == SUPPLIER.c.id
    number = select(func.count()).where(of_supplier).correlate(SUPPLIER).scalar_subquery()
    paid = select(func.coalesce(func.sum(PAYMENT.c.amount), 0)).where(of_supplier).correlate(SUPPLIER).scalar_subquery()
    stmt = select(SUPPLIER, number.label("payments"), paid.label("paid"), *UNIT_REF)
    stmt = stmt.select_from(SUPPLIER.join(UNITS, UNIT.id == SUPPLIER.c.unit_id))
    if wanted.unit is not None:
        stmt = stmt.where(below(ctx, wanted.unit, SUPPLIER.c.unit_id))
    if wanted.name and wanted.name.strip():
        stmt = stmt.where(SUPPLIER.c.name.icontains(wanted.name.strip(), autoescape=True))
    return reach.within(ctx, stmt, SUPPLIER.c.unit_id)


def _shown(ctx: Context, rows: Sequence[Any]) -> list[SupplierOut]:
    names = persons_named(ctx, (id_ for row in rows for id_ in ids_in(row.related_person_ids)))
    return [
        SupplierOut(
            **plain(row, SupplierOut),
            payments=row.payments,
            paid=int(row.paid),
            related_persons=names_in(row.related_person_ids, names) or [],
        )
        for row in rows
    ]


def get_supplier_years(ctx: Context, supplier_id: UUID) -> SupplierYears:
    """What each school within reach paid to a supplier in each year, and of how much. Errors: `not_found`."""
    supplier = load(ctx, Supplier, supplier_id)
    year = extract("year", PAYMENT.c.paid_on)
    own = PAYMENT.c.supplier_id == supplier.id
    sums = (
        func.sum(case((own, PAYMENT.c.amount), else_=0)).label("spent"),
        func.sum(case((own, 1), else_=0)).label("payments"),
        func.sum(PAYMENT.c.amount).label("spent_on_all"),
    )
    buyers = select(PAYMENT.c.unit_id).where(own)
    counted = func.coalesce(PAYMENT.c.spend_type, "").not_in(sorted(EXCLUDED_SPENDING))
    stmt = select(year.label("year"), *sums, *UNIT_REF).select_from(PAYMENT.join(UNITS, UNIT.id == PAYMENT.c.unit_id))
    stmt = stmt.where(PAYMENT.c.unit_id.in_(buyers), counted).group_by(year, UNIT.id, UNIT.name, UNIT.kind)
    stmt = reach.within(ctx, stmt, PAYMENT.c.unit_id).order_by(year.desc(), UNIT.name, UNIT.id)
    rows = [row for row in ctx.session.execute(stmt) if row.payments]
    awards = _awards(ctx, supplier.id)
    return SupplierYears(items=[_year(row, awards.get((row.unit_id, int(row.year)), 0)) for row in rows])


def _awards(ctx: Context, supplier_id: UUID) -> dict[tuple[UUID, int], int]:
    year = extract("year", CONTRACT.c.signed_on)
    stmt = select(CONTRACT.c.unit_id, year.label("year"), func.count().label("awards"))
    stmt = stmt.where(CONTRACT.c.supplier_id == supplier_id).group_by(CONTRACT.c.unit_id, year)
    rows = ctx.session.execute(reach.within(ctx, stmt, CONTRACT.c.unit_id))
    return {(row.unit_id, int(row.year)): row.awards for row in rows}


def _year(row: Any, awards: int) -> SupplierYear:
    spent, of = int(row.spent), int(row.spent_on_all)
    return SupplierYear(
        unit=unit_ref(row),
        year=int(row.year),
        spent=spent,
        spent_on_all=of,
        share=10_000 * spent // of if of > 0 else 0,
        payments=int(row.payments),
        contracts=awards,
    )


def is_paid(ctx: Context, model: type[Entity], key: UUID) -> bool:
    """Whether payments, contracts or anything else refers to a supplier or a contract, so that it cannot go away."""
    columns: tuple[Any, ...] = (PAYMENT.c.contract_id,)
    if model is Supplier:
        columns = (PAYMENT.c.supplier_id, CONTRACT.c.supplier_id, _TIES.c.supplier_id)
    found = or_(*(select(column).where(column == key).exists() for column in columns))
    return bool(ctx.session.execute(select(found)).scalar())
