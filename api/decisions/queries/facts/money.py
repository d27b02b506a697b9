"""Payments, contracts and suppliers of some schools, as facts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.decisions.models import Contract, Payment, Supplier
from api.decisions.queries.facts.rules_of_units import Place
from api.decisions.queries.places import UNIT, line_of
from api.decisions.queries.rows import grouped, meanings_of, place_of, reader
from api.decisions.rules import facts
from api.decisions.rules.vocabulary import BudgetState, PurchaseMethod, SpendType
from api.organizations.models import Unit

_PAYMENT, _CONTRACT, _SUPPLIER = (model.metadata.tables[model.__tablename__] for model in (Payment, Contract, Supplier))
_WORDS: dict[str, Any] = {"spend_type": SpendType, "budget_state": BudgetState, "method": PurchaseMethod}
_PAID = reader(
    _PAYMENT,
    *("id", "amount", "paid_on", "decision_id", "contract_id", "supplier_id", "payee_name", "project_key"),
    *("budget_line", "purpose", "proposer_id", "buyer_id", "accepted_on"),
    **_WORDS,
)
_SIGNED = reader(
    _CONTRACT,
    *("id", "amount", "signed_on", "decision_id", "supplier_id", "project_key", "framework", "publicized"),
    **_WORDS,
)
_KNOWN = ("id", "name", "credit_code", "registered_on", "legal_rep", "address", "staff")
_KIND = meanings_of(SpendType)


class Money:
    """What some schools paid, signed, and to whom."""

    def __init__(self, session: Session, places: Sequence[Place]) -> None:
        ids = [place.id for place in places]
        paid = select(_PAYMENT).where(_PAYMENT.c.unit_id.in_(ids)).order_by(_PAYMENT.c.paid_on, _PAYMENT.c.id)
        signed = select(_CONTRACT).where(_CONTRACT.c.unit_id.in_(ids)).order_by(_CONTRACT.c.signed_on, _CONTRACT.c.id)
        self._payments, self._contracts = (
            grouped(session.execute(stmt).all(), place_of(table, "unit_id"))
            for table, stmt in ((_PAYMENT, paid), (_CONTRACT, signed))
        )
        self.suppliers = read_suppliers(session, places)

    def payments(self, unit_id: UUID) -> tuple[facts.Payment, ...] | None:
        """What a school paid; None where nothing is recorded."""
        return tuple(map(_payment, self._payments[unit_id])) or None

    def contracts(self, unit_id: UUID) -> tuple[facts.Contract, ...] | None:
        """What a school signed; None where nothing is recorded."""
        return tuple(map(_contract, self._contracts[unit_id])) or None


def read_suppliers(session: Session, places: Sequence[Place]) -> Callable[[Place], tuple[facts.Supplier, ...]]:
    """The suppliers of each of some schools and of the units above it."""
    paths = sorted({path for place in places for path in line_of(place.path)})
    known = select(_SUPPLIER, UNIT.path).join(Unit, UNIT.id == _SUPPLIER.c.unit_id).where(UNIT.path.in_(paths))
    rows: Mapping[Any, Sequence[Any]] = grouped(session.execute(known.order_by(_SUPPLIER.c.id)).all(), -1)
    return lambda place: tuple(_supplier(row) for path in line_of(place.path) for row in rows.get(path, ()))


def _payment(row: Any) -> facts.Payment:
    return facts.Payment(
        **_PAID(row),
        invoice_nos=tuple(row.invoice_nos),
        accepted_by=None if row.accepted_by is None else tuple(map(UUID, row.accepted_by)),
    )


def _contract(row: Any) -> facts.Contract:
    return facts.Contract(
        **_SIGNED(row),
        items=None if row.items is None else tuple(map(_item, row.items)),
        bidders=None if row.bidders is None else frozenset(map(UUID, row.bidders)),
    )


def _item(given: Mapping[str, Any]) -> facts.Item:
    return facts.Item(given["name"], given["amount"], _KIND[given.get("kind")], given.get("unit_price"))


def _supplier(row: Any) -> facts.Supplier:
    return facts.Supplier(
        **{name: getattr(row, name) for name in _KNOWN},
        phones=tuple(row.phones),
        related_person_ids=frozenset(map(UUID, row.related_person_ids)),
    )
