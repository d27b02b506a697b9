"""Wire shapes of the block of checks on the overview."""

from typing import Any

from pydantic import ConfigDict, Field

from api.checks.schemas.results import UNIT, CheckCounts
from api.core.schemas import Out, UnitRef

_FAMILY: dict[str, Any] = {
    "family": "VOT",
    "passed": 610,
    "failed": 67,
    "not_applicable": 120,
    "insufficient": 300,
    "red": 11,
    "yellow": 47,
    "blue": 9,
}


class FamilyFigures(CheckCounts):
    """How the rules of one family were answered, and the findings that are not done with, by severity."""

    model_config = ConfigDict(json_schema_extra={"example": _FAMILY})

    family: str
    red: int
    yellow: int
    blue: int


class WeakSchool(Out):
    """A school that records too little to be judged."""

    unit: UnitRef
    with_data: int
    applicable: int


class ChecksBlock(Out):
    """Checks of the schools below a unit at a glance."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "schools": 162,
                "weak": 9,
                "families": [_FAMILY],
                "weakest": [{"unit": UNIT, "with_data": 21, "applicable": 68}],
            }
        }
    )

    schools: int = Field(description="Schools whose records were checked.")
    weak: int = Field(description="Of these, schools of which fewer than 60 % of the applicable questions had data.")
    families: list[FamilyFigures] = Field(
        description="In the order of the rules; families without answers are left out."
    )
    weakest: list[WeakSchool] = Field(description="The five that answer least, of those that are weak.")
