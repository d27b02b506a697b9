"""Wire shapes of analytics: groups of payments that may be one sum, and who gets most of the money."""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.core.schemas import Day, Out, UnitRef
from api.decisions.schemas.fields import Money, MoneyIn

SplitKey = Literal["payee", "project", "budget_line"]
_UNIT: dict[str, Any] = {"id": "0198c0de-0000-7000-8000-000000000003", "name": "锦岚县第一小学", "kind": "school"}
_ID = "0198c0de-0000-7000-8000-000000000061"


class SplitFilter(BaseModel):
    """Which payments belong together, and when a window of days fires. The defaults are those of ANO-01, 30 days."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    unit: UUID = Field(description="This unit and those below; payments of two schools are never put together.")
    key: SplitKey = "payee"
    item_below: MoneyIn = Field(1_000_000, description="Each payment is below this sum.")
    sum_at_least: MoneyIn = Field(1_000_000, description="Together they reach this sum.")
    min_count: int = Field(2, ge=2, le=100)
    window_days: int = Field(30, ge=1, le=366, description="1: on the same day.")
    paid_from: Day | None = None
    paid_to: Day | None = None


class SplitPayment(Out):
    """A payment of a group."""

    id: UUID
    amount: Money
    paid_on: Day


class SplitGroup(Out):
    """Payments that may be one sum. Windows that share a payment are one group."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "unit": _UNIT,
                "key": "锦岚文具店",
                "sum": "29300.00",
                "first_on": "2026-04-01",
                "last_on": "2026-04-12",
                "payments": [{"id": _ID, "amount": "9800.00", "paid_on": "2026-04-01"}],
            }
        }
    )

    unit: UnitRef
    key: str
    sum: Money
    first_on: Day
    last_on: Day
    payments: list[SplitPayment]


class SplitGroups(Out):
    """The groups, the largest sum first. `total`: how many there are; at most 500 are told."""

    payments: int = Field(description="Payments looked at.")
    total: int
    items: list[SplitGroup]


class ConcentrationFilter(BaseModel):
    """Of whom, in which time."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    unit: UUID = Field(description="This unit and those below.")
    paid_from: Day | None = None
    paid_to: Day | None = None


class SupplierShare(Out):
    """What one payee got of all that was paid. `share`: in 1/10,000."""

    payee: str
    spent: Money
    payments: int
    schools: int
    share: int


class SupplierShares(Out):
    """The payees that got most, at most 50."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "spent": "120000.00",
                "items": [{"payee": "锦岚文具店", "spent": "60000.00", "payments": 6, "schools": 2, "share": 5000}],
            }
        }
    )

    spent: Money
    items: list[SupplierShare]
