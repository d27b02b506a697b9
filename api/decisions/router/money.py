"""Payments, contracts, suppliers, absences and declarations over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.paging import BAD_CURSOR, BAD_SORT, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Router
from api.core.schemas import Feed, Page
from api.decisions import errors, queries, service
from api.decisions.schemas.money import (
    AbsenceIn,
    AbsenceOut,
    AtUnit,
    ContractFilter,
    ContractIn,
    ContractOut,
    ContractPatch,
    DeclarationIn,
    DeclarationOut,
    PaymentFilter,
    PaymentIn,
    PaymentOut,
    PaymentPatch,
    SupplierFilter,
    SupplierIn,
    SupplierOut,
    SupplierPatch,
    SupplierYears,
)
from api.ledger.schemas import Event

payments_router = Router(prefix="/payments", tags=["decisions"])
contracts_router = Router(prefix="/contracts", tags=["decisions"])
suppliers_router = Router(prefix="/suppliers", tags=["decisions"])
ties_router = Router(prefix="/teams", tags=["decisions"])

P = Permission
Sort = Annotated[str, Query(max_length=100, description="Columns, comma separated; `-` before one: descending.")]
Reads = Annotated[Context, Requires(P.DECISION_READ)]
Snapshot = Annotated[Context, Requires(P.DECISION_READ, snapshot=True)]
Adds = Annotated[Context, Requires(P.DECISION_RECORD, idempotent=True)]
Changes = Annotated[Context, Requires(P.DECISION_RECORD, if_match="required")]
_LIST = (TOO_DEEP, BAD_SORT)

# --- Payments --------------------------------------------------------------------------------------------------------


@payments_router.get("", summary="List payments 支付列表", errors=_LIST)
def list_payments(
    ctx: Snapshot, wanted: Annotated[PaymentFilter, Query()], paging: Paged, sort: Sort = "-paid_on"
) -> Page[PaymentOut]:
    """Payments within reach that match."""
    return queries.list_payments(ctx, wanted, sort, paging)


@payments_router.post("", status_code=201, summary="Record a payment 登记支付")
def create_payment(ctx: Adds, body: PaymentIn) -> PaymentOut:
    """Money that left a school within reach."""
    return queries.get_payment(ctx, service.create(ctx, "payment", body))


@payments_router.get("/{payment_id}", summary="Read a payment 支付详情")
def get_payment(ctx: Reads, payment_id: UUID) -> PaymentOut:
    """A payment."""
    return queries.get_payment(ctx, payment_id)


@payments_router.patch("/{payment_id}", summary="Change a payment 修改支付")
def change_payment(ctx: Changes, payment_id: UUID, body: PaymentPatch) -> PaymentOut:
    """Merge patch of a payment."""
    return queries.get_payment(ctx, service.change(ctx, "payment", payment_id, body))


@payments_router.delete("/{payment_id}", status_code=204, summary="Remove a payment 删除支付")
def remove_payment(ctx: Changes, payment_id: UUID) -> None:
    """Take a payment away that was entered in error. The ledger keeps what it said."""
    service.remove(ctx, "payment", payment_id)


@payments_router.get("/{payment_id}/history", summary="List a payment's history 支付变动记录", errors=(BAD_CURSOR,))
def list_payment_history(ctx: Reads, payment_id: UUID, cursor: CursorText = None, limit: Limit = 50) -> Feed[Event]:
    """What happened to a payment and who did it, newest first."""
    return queries.list_history(ctx, "payment", payment_id, cursor, limit)


# --- Contracts -------------------------------------------------------------------------------------------------------


@contracts_router.get("", summary="List contracts 合同列表", errors=_LIST)
def list_contracts(
    ctx: Snapshot, wanted: Annotated[ContractFilter, Query()], paging: Paged, sort: Sort = "-signed_on"
) -> Page[ContractOut]:
    """Contracts within reach that match."""
    return queries.list_contracts(ctx, wanted, sort, paging)


@contracts_router.post("", status_code=201, summary="Record a contract 登记合同")
def create_contract(ctx: Adds, body: ContractIn) -> ContractOut:
    """A contract of a school within reach."""
    return queries.get_contract(ctx, service.create(ctx, "contract", body))


@contracts_router.get("/{contract_id}", summary="Read a contract 合同详情")
def get_contract(ctx: Reads, contract_id: UUID) -> ContractOut:
    """A contract."""
    return queries.get_contract(ctx, contract_id)


@contracts_router.patch("/{contract_id}", summary="Change a contract 修改合同")
def change_contract(ctx: Changes, contract_id: UUID, body: ContractPatch) -> ContractOut:
    """Merge patch of a contract; its lines are replaced as a whole."""
    return queries.get_contract(ctx, service.change(ctx, "contract", contract_id, body))


@contracts_router.delete(
    "/{contract_id}", status_code=204, summary="Remove a contract 删除合同", errors=(errors.IN_USE,)
)
def remove_contract(ctx: Changes, contract_id: UUID) -> None:
    """Take a contract away that was entered in error and that nothing was paid on."""
    service.remove(ctx, "contract", contract_id)


@contracts_router.get("/{contract_id}/history", summary="List a contract's history 合同变动记录", errors=(BAD_CURSOR,))
def list_contract_history(ctx: Reads, contract_id: UUID, cursor: CursorText = None, limit: Limit = 50) -> Feed[Event]:
    """What happened to a contract and who did it, newest first."""
    return queries.list_history(ctx, "contract", contract_id, cursor, limit)


# --- Suppliers -------------------------------------------------------------------------------------------------------


@suppliers_router.get("", summary="List suppliers 供应商列表", errors=_LIST)
def list_suppliers(
    ctx: Snapshot, wanted: Annotated[SupplierFilter, Query()], paging: Paged, sort: Sort = "name"
) -> Page[SupplierOut]:
    """Suppliers within reach that match, with what was paid to them."""
    return queries.list_suppliers(ctx, wanted, sort, paging)


@suppliers_router.post("", status_code=201, summary="Record a supplier 登记供应商", errors=(errors.SUPPLIER_TAKEN,))
def create_supplier(ctx: Adds, body: SupplierIn) -> SupplierOut:
    """A supplier of a unit within reach; one of a bureau serves all its schools."""
    return queries.get_supplier(ctx, service.create(ctx, "supplier", body))


@suppliers_router.get("/{supplier_id}", summary="Read a supplier 供应商详情")
def get_supplier(ctx: Reads, supplier_id: UUID) -> SupplierOut:
    """A supplier."""
    return queries.get_supplier(ctx, supplier_id)


@suppliers_router.get("/{supplier_id}/years", summary="What a supplier got of each school 供应商集中度")
def get_supplier_years(ctx: Reads, supplier_id: UUID) -> SupplierYears:
    """What each school within reach paid to it in each year, and which share of its money that was."""
    return queries.get_supplier_years(ctx, supplier_id)


@suppliers_router.patch("/{supplier_id}", summary="Change a supplier 修改供应商", errors=(errors.SUPPLIER_TAKEN,))
def change_supplier(ctx: Changes, supplier_id: UUID, body: SupplierPatch) -> SupplierOut:
    """Merge patch of a supplier."""
    return queries.get_supplier(ctx, service.change(ctx, "supplier", supplier_id, body))


@suppliers_router.delete(
    "/{supplier_id}", status_code=204, summary="Remove a supplier 删除供应商", errors=(errors.IN_USE,)
)
def remove_supplier(ctx: Changes, supplier_id: UUID) -> None:
    """Take a supplier away that nobody has paid."""
    service.remove(ctx, "supplier", supplier_id)


@suppliers_router.get(
    "/{supplier_id}/history", summary="List a supplier's history 供应商变动记录", errors=(BAD_CURSOR,)
)
def list_supplier_history(ctx: Reads, supplier_id: UUID, cursor: CursorText = None, limit: Limit = 50) -> Feed[Event]:
    """What happened to a supplier and who did it, newest first."""
    return queries.list_history(ctx, "supplier", supplier_id, cursor, limit)


# --- Who counts, who is tied to whom ---------------------------------------------------------------------------------


@ties_router.get("/absences", summary="List absences from the base 不计入应到人数", errors=(TOO_DEEP,))
def list_team_absences(ctx: Snapshot, wanted: Annotated[AtUnit, Query()], paging: Paged) -> Page[AbsenceOut]:
    """Times in which members are left out of the base of meetings, and why."""
    return queries.list_absences(ctx, wanted, paging)


@ties_router.post("/absences", status_code=201, summary="Leave a member out of the base 登记不计入应到人数")
def create_team_absence(ctx: Adds, body: AbsenceIn) -> AbsenceOut:
    """A time in which a member does not count, for one of the reasons that the party's arithmetic names."""
    return queries.get_absence(ctx, service.create(ctx, "absence", body))


@ties_router.delete("/absences/{absence_id}", status_code=204, summary="Count a member again 撤销不计入应到人数")
def remove_team_absence(ctx: Changes, absence_id: UUID) -> None:
    """Take such a time away."""
    service.remove(ctx, "absence", absence_id)


@ties_router.get("/declarations", summary="List declared relations 利害关系申报", errors=(TOO_DEEP,))
def list_declarations(ctx: Snapshot, wanted: Annotated[AtUnit, Query()], paging: Paged) -> Page[DeclarationOut]:
    """What persons within reach declared."""
    return queries.list_declarations(ctx, wanted, paging)


@ties_router.post("/declarations", status_code=201, summary="Declare a relation 登记利害关系")
def create_declaration(ctx: Adds, body: DeclarationIn) -> DeclarationOut:
    """Who belongs to a person of the school, and which supplier or person that is."""
    return queries.get_declaration(ctx, service.create(ctx, "declaration", body))


@ties_router.delete("/declarations/{declaration_id}", status_code=204, summary="Withdraw a declaration 撤销利害关系")
def remove_declaration(ctx: Changes, declaration_id: UUID) -> None:
    """Take a declaration away that was entered in error."""
    service.remove(ctx, "declaration", declaration_id)
