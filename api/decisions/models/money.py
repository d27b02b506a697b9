"""Tables of money: suppliers, contracts, payments. Sums in 分."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.constraints import map_constraint
from api.core.database import Base
from api.decisions.errors import SOURCE_TAKEN, SUPPLIER_TAKEN
from api.decisions.models.columns import Bytewise, one_of
from api.decisions.rules.vocabulary import BudgetState, PurchaseMethod, SpendType


class Supplier(Base):
    """Who is paid. `name_key`: the name without case and space at its ends, by which files name it."""

    __tablename__ = "supplier"
    __table_args__ = (UniqueConstraint("unit_id", "name_key"), Index(None, "credit_code"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(Bytewise)
    sort_key: Mapped[str] = mapped_column(Bytewise)
    credit_code: Mapped[str | None] = mapped_column(String(18))
    registered_on: Mapped[date | None]
    legal_rep: Mapped[str | None] = mapped_column(String(100))
    phones: Mapped[list[Any]]
    address: Mapped[str | None] = mapped_column(String(300))
    staff: Mapped[int | None]
    related_person_ids: Mapped[list[Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class Contract(Base):
    """A contract. `framework`: orders under it are covered by what decided it; `bidders`: ids of suppliers who offered."""

    __tablename__ = "contract"
    __table_args__ = (
        UniqueConstraint("unit_id", "source_system", "source_id", name="uq_contract_source"),
        one_of("spend_type", SpendType),
        one_of("budget_state", BudgetState),
        one_of("method", PurchaseMethod),
        Index(None, "unit_id", "signed_on"),
        Index(None, "decision_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[str | None] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(300))
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id"))
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    signed_on: Mapped[date]
    spend_type: Mapped[str | None] = mapped_column(String(20))
    budget_state: Mapped[str | None] = mapped_column(String(12))
    method: Mapped[str | None] = mapped_column(String(16))
    project_key: Mapped[str | None] = mapped_column(String(100))
    framework: Mapped[bool]
    items: Mapped[list[Any] | None]
    bidders: Mapped[list[Any] | None]
    publicized: Mapped[bool | None]
    source_system: Mapped[str | None] = mapped_column(String(40))
    source_id: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class Payment(Base):
    """Money that left; negative where it came back. `payee_name`: as the books name who got it."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("unit_id", "source_system", "source_id", name="uq_payment_source"),
        one_of("spend_type", SpendType),
        one_of("budget_state", BudgetState),
        one_of("method", PurchaseMethod),
        Index(None, "unit_id", "paid_on"),
        Index(None, "decision_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id"))
    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("contract.id"), index=True)
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    payee_name: Mapped[str | None] = mapped_column(String(200))
    amount: Mapped[int] = mapped_column(BigInteger)
    paid_on: Mapped[date]
    voucher_no: Mapped[str | None] = mapped_column(String(100))
    spend_type: Mapped[str | None] = mapped_column(String(20))
    budget_state: Mapped[str | None] = mapped_column(String(12))
    method: Mapped[str | None] = mapped_column(String(16))
    project_key: Mapped[str | None] = mapped_column(String(100))
    budget_line: Mapped[str | None] = mapped_column(String(200))
    purpose: Mapped[str | None] = mapped_column(String(500))
    invoice_nos: Mapped[list[Any]]
    proposer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    buyer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    accepted_by: Mapped[list[Any] | None]
    accepted_on: Mapped[date | None]
    source_system: Mapped[str | None] = mapped_column(String(40))
    source_id: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


map_constraint("uq_supplier_unit_id_name_key", SUPPLIER_TAKEN)
map_constraint("uq_contract_source", SOURCE_TAKEN)
map_constraint("uq_payment_source", SOURCE_TAKEN)
