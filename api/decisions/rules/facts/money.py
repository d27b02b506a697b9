"""Payments, contracts and suppliers as facts. Sums in 分; None means: not recorded."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.decisions.rules.vocabulary import BudgetState, PurchaseMethod, SpendType


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that left."""

    id: UUID
    amount: int
    paid_on: date
    decision_id: UUID | None = None
    contract_id: UUID | None = None
    supplier_id: UUID | None = None
    payee_name: str | None = None
    spend_type: SpendType | None = None
    budget_state: BudgetState | None = None
    method: PurchaseMethod | None = None
    project_key: str | None = None
    budget_line: str | None = None
    purpose: str | None = None
    invoice_nos: tuple[str, ...] = ()
    proposer_id: UUID | None = None
    buyer_id: UUID | None = None
    accepted_by: tuple[UUID, ...] | None = None
    accepted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a contract or an order. `unit_price` in 分."""

    name: str
    amount: int
    kind: SpendType | None = None
    unit_price: int | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract. `framework`: orders under it are covered by what decided it. `bidders`: who offered."""

    id: UUID
    amount: int
    signed_on: date
    decision_id: UUID | None = None
    supplier_id: UUID | None = None
    spend_type: SpendType | None = None
    budget_state: BudgetState | None = None
    method: PurchaseMethod | None = None
    project_key: str | None = None
    framework: bool = False
    items: tuple[Item, ...] | None = None
    bidders: frozenset[UUID] | None = None
    publicized: bool | None = None


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who is paid."""

    id: UUID
    name: str
    credit_code: str | None = None
    registered_on: date | None = None
    legal_rep: str | None = None
    phones: tuple[str, ...] = ()
    address: str | None = None
    staff: int | None = None
    related_person_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Relation:
    """What a person declared: who belongs to them, and through which supplier or person it touches decisions."""

    person_id: UUID
    related_party: str
    relation: str
    declared_on: date
    supplier_id: UUID | None = None
    related_person_id: UUID | None = None
