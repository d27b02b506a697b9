"""Wire shapes of payments, contracts and suppliers, and of what ties persons to them."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from api.core.schemas import Choices, Day, In, Line, Moment, Named, Out, Patch, Text, UnitRef
from api.decisions.rules.vocabulary import BudgetState, Excluded, PurchaseMethod, SpendType
from api.decisions.schemas.fields import PERSON_ID, UNIT, Count, Ids, Money, MoneyIn, Remark, Short

CreditCode = Annotated[
    Text, StringConstraints(pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}$"), Field(examples=["91340000MA2MR2AN0X"])
]
Numbers = Annotated[list[Short], Field(max_length=50)]


class _Spent(In):
    """What payments and contracts have in common."""

    decision_id: UUID | None = None
    supplier_id: UUID | None = None
    spend_type: SpendType | None = None
    budget_state: BudgetState | None = None
    method: PurchaseMethod | None = None
    project_key: Short | None = Field(None, description="What belongs to one project bears one key.")


class PaymentIn(_Spent):
    """Money that left."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "unit_id": UNIT["id"],
                "amount": "9800.00",
                "paid_on": "2026-11-18",
                "payee_name": "锦岚文具店",
                "spend_type": "goods",
            }
        }
    )

    unit_id: UUID
    amount: MoneyIn = Field(description="Negative where it came back.")
    paid_on: Day
    contract_id: UUID | None = None
    payee_name: Short | None = Field(None, description="As the books name who got it.")
    voucher_no: Short | None = None
    budget_line: Short | None = None
    purpose: Remark | None = None
    invoice_nos: Numbers = []
    proposer_id: UUID | None = None
    buyer_id: UUID | None = None
    accepted_by: Ids | None = None
    accepted_on: Day | None = None


class PaymentPatch(Patch):
    """What may be changed of a payment."""

    model_config = ConfigDict(json_schema_extra={"example": {"purpose": "十月办公用品"}})

    amount: MoneyIn = Field(None)  # type: ignore[assignment]
    paid_on: Day = Field(None)  # type: ignore[assignment]
    decision_id: UUID | None = None
    contract_id: UUID | None = None
    supplier_id: UUID | None = None
    payee_name: Short | None = None
    voucher_no: Short | None = None
    spend_type: SpendType | None = None
    budget_state: BudgetState | None = None
    method: PurchaseMethod | None = None
    project_key: Short | None = None
    budget_line: Short | None = None
    purpose: Remark | None = None
    invoice_nos: Numbers = []
    proposer_id: UUID | None = None
    buyer_id: UUID | None = None
    accepted_by: Ids | None = None
    accepted_on: Day | None = None


class PaymentOut(Out):
    """A payment."""

    id: UUID
    unit: UnitRef
    amount: Money
    paid_on: Day
    decision: Named | None
    contract: Named | None
    supplier: Named | None
    payee_name: str | None
    voucher_no: str | None
    spend_type: SpendType | None
    budget_state: BudgetState | None
    method: PurchaseMethod | None
    project_key: str | None
    budget_line: str | None
    purpose: str | None
    invoice_nos: list[str]
    proposer: Named | None
    buyer: Named | None
    accepted_by: list[Named] | None
    accepted_on: Day | None
    source_system: str | None
    source_id: str | None
    updated_at: Moment
    revision: int


class PaymentFilter(BaseModel):
    """Which payments."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    unit: UUID | None = Field(None, description="Only payments of this unit and those below.")
    payee: Text | None = Field(None, max_length=100, description="Part of the payee's or supplier's name.")
    supplier: UUID | None = None
    decision: UUID | None = None
    contract: UUID | None = None
    undecided: bool | None = Field(None, description="Without a decision.")
    spend_type: Choices[SpendType] = ()
    paid_from: Day | None = None
    paid_to: Day | None = None


class ContractItem(In):
    """A line of a contract."""

    model_config = ConfigDict(from_attributes=True)

    name: Line
    amount: Money
    kind: SpendType | None = None
    unit_price: Money | None = None


class ContractIn(_Spent):
    """A contract."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "unit_id": UNIT["id"],
                "title": "多媒体设备采购合同",
                "amount": "128000.00",
                "signed_on": "2026-11-18",
            }
        }
    )

    unit_id: UUID
    title: Annotated[Text, StringConstraints(min_length=1, max_length=300)]
    amount: MoneyIn
    signed_on: Day
    number: Short | None = None
    framework: StrictBool = Field(False, description="Orders under it are covered by what decided it.")
    items: list[ContractItem] | None = Field(None, max_length=200)
    bidders: Ids | None = Field(None, description="Suppliers who offered.")
    publicized: StrictBool | None = None


class ContractPatch(Patch):
    """What may be changed of a contract."""

    model_config = ConfigDict(json_schema_extra={"example": {"publicized": True}})

    title: Annotated[Text, StringConstraints(min_length=1, max_length=300)] = ""
    amount: MoneyIn = Field(None)  # type: ignore[assignment]
    signed_on: Day = Field(None)  # type: ignore[assignment]
    decision_id: UUID | None = None
    supplier_id: UUID | None = None
    spend_type: SpendType | None = None
    budget_state: BudgetState | None = None
    method: PurchaseMethod | None = None
    project_key: Short | None = None
    number: Short | None = None
    framework: StrictBool = False
    items: list[ContractItem] | None = Field(None, max_length=200)
    bidders: Ids | None = None
    publicized: StrictBool | None = None


class ContractOut(Out):
    """A contract with what was paid on it."""

    id: UUID
    unit: UnitRef
    title: str
    number: str | None
    amount: Money
    signed_on: Day
    decision: Named | None
    supplier: Named | None
    spend_type: SpendType | None
    budget_state: BudgetState | None
    method: PurchaseMethod | None
    project_key: str | None
    framework: bool
    items: list[ContractItem] | None
    bidders: list[Named] | None
    publicized: bool | None
    paid: Money
    source_system: str | None
    source_id: str | None
    updated_at: Moment
    revision: int


class ContractFilter(BaseModel):
    """Which contracts."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    unit: UUID | None = Field(None, description="Only contracts of this unit and those below.")
    title: Text | None = Field(None, max_length=100, description="Part of title, number or supplier.")
    supplier: UUID | None = None
    decision: UUID | None = None
    undecided: bool | None = Field(None, description="Without a decision.")
    spend_type: Choices[SpendType] = ()
    signed_from: Day | None = None
    signed_to: Day | None = None


class SupplierIn(In):
    """Who is paid."""

    model_config = ConfigDict(json_schema_extra={"example": {"unit_id": UNIT["id"], "name": "锦岚文具店"}})

    unit_id: UUID
    name: Line
    credit_code: CreditCode | None = None
    registered_on: Day | None = None
    legal_rep: Short | None = None
    phones: Numbers = []
    address: Short | None = None
    staff: Count | None = None
    related_person_ids: Ids = Field([], description="Persons of the house who are tied to it.")


class SupplierPatch(Patch):
    """What may be changed of a supplier."""

    model_config = ConfigDict(json_schema_extra={"example": {"staff": 5}})

    name: Line = ""
    credit_code: CreditCode | None = None
    registered_on: Day | None = None
    legal_rep: Short | None = None
    phones: Numbers = []
    address: Short | None = None
    staff: Count | None = None
    related_person_ids: Ids = []


class SupplierOut(Out):
    """A supplier with what was paid to it."""

    id: UUID
    unit: UnitRef
    name: str
    credit_code: str | None
    registered_on: Day | None
    legal_rep: str | None
    phones: list[str]
    address: str | None
    staff: int | None
    related_persons: list[Named]
    payments: int
    paid: Money
    updated_at: Moment
    revision: int


class SupplierYear(Out):
    """What one school paid to a supplier in a year. `share`: of all that it paid, in 1/10,000."""

    unit: UnitRef
    year: int
    spent: Money
    spent_on_all: Money = Field(description="Without what no school chooses: salaries, taxes, utilities, aid.")
    share: int
    payments: int
    contracts: int


class SupplierYears(Out):
    """Newest first."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "items": [
                    {
                        "unit": UNIT,
                        "year": 2026,
                        "spent": "60000.00",
                        "spent_on_all": "120000.00",
                        "share": 5000,
                        "payments": 6,
                        "contracts": 1,
                    }
                ]
            }
        }
    )

    items: list[SupplierYear]


class SupplierFilter(BaseModel):
    """Which suppliers."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    unit: UUID | None = Field(None, description="Only suppliers of this unit and those below.")
    name: Text | None = Field(None, max_length=100, description="Part of the name.")


class AbsenceIn(In):
    """A time in which a member is left out of the base of the meetings."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "unit_id": UNIT["id"],
                "person_id": PERSON_ID,
                "reason": "bedridden",
                "starts_on": "2026-09-01",
            }
        }
    )

    unit_id: UUID
    person_id: UUID
    reason: Excluded
    starts_on: Day
    ends_on: Day | None = None
    note: Remark | None = None


class AbsenceOut(Out):
    """Such a time."""

    id: UUID
    unit: UnitRef
    person: Named
    reason: Excluded
    starts_on: Day
    ends_on: Day | None
    note: str | None
    revision: int


class DeclarationIn(In):
    """What a person declares: who belongs to them, and which supplier or person that is."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "unit_id": UNIT["id"],
                "person_id": PERSON_ID,
                "related_party": "锦岚文具店",
                "relation": "配偶经营",
                "declared_on": "2026-09-01",
            }
        }
    )

    unit_id: UUID
    person_id: UUID
    related_party: Line
    relation: Annotated[Text, StringConstraints(min_length=1, max_length=100)]
    declared_on: Day
    supplier_id: UUID | None = None
    related_person_id: UUID | None = None


class DeclarationOut(Out):
    """A declaration."""

    id: UUID
    unit: UnitRef
    person: Named
    related_party: str
    relation: str
    declared_on: Day
    supplier_id: UUID | None
    related_person_id: UUID | None
    revision: int


class AtUnit(BaseModel):
    """Of which unit."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    unit: UUID | None = Field(None, description="Only of this unit and those below.")
