"""Wire shapes of packages and ties. A school sees a package by its own id; the case has no id, number or day there."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from api.complaints.rules.packages import PackagePurpose, PackageState, PackageVerb
from api.complaints.schemas.moves import Report
from api.core.schemas import Day, In, Named, Out, Patch, UnitRef

_ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7"


class SpanIn(In):
    """Characters to cover: from the first up to, not including, the last."""

    first: Annotated[int, Field(ge=0, le=20_000)]
    last: Annotated[int, Field(ge=1, le=20_000)]


class CasePackageIn(In):
    """What a unit is to be sent: a text of the bureau's own, and what of it is covered."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "unit_id": _ID,
                "purpose": "work",
                "text": "有反映你校八年级课后服务收费未公示，请核实并说明。",
                "spans": [{"first": 4, "last": 7}],
                "due_on": "2026-12-04",
            }
        }
    )

    unit_id: UUID
    purpose: PackagePurpose = PackagePurpose.WORK
    text: Report
    spans: Annotated[list[SpanIn], Field(max_length=200)] = []
    due_on: Day | None = None


class PackagePatch(Patch):
    """What may be changed before it is released."""

    model_config = ConfigDict(json_schema_extra={"example": {"spans": [{"first": 0, "last": 3}]}})

    text: Report = ""
    spans: Annotated[list[SpanIn], Field(max_length=200)] = []
    due_on: Day | None = None


class PackageAnswerIn(In):
    """What the unit says to it."""

    text: Report


class SpanOut(Out):
    """Characters that are covered."""

    first: int
    last: int


class PackageOut(Out):
    """A package as the bureau sees it. `preview` is what the unit sees, or will."""

    id: UUID
    case_id: UUID
    unit: UnitRef
    purpose: PackagePurpose
    state: PackageState
    text: str
    spans: list[SpanOut]
    preview: str
    due_on: date | None
    written_by: str
    released_on: date | None
    answered_on: date | None
    answer: str | None
    can: list[PackageVerb]
    revision: int


class SentPackageRow(Out):
    """A package as its unit sees it in a list."""

    id: UUID
    unit: UnitRef
    purpose: PackagePurpose
    state: PackageState
    released_on: date
    due_on: date | None
    overdue: bool
    answered_on: date | None
    revision: int


class SentPackage(SentPackageRow):
    """A package as its unit sees it."""

    text: str
    answer: str | None


class TieIn(In):
    """A tie with a person or a unit; by default one's own."""

    model_config = ConfigDict(json_schema_extra={"example": {"unit_id": _ID}})

    account_id: UUID | None = None
    person_id: UUID | None = None
    unit_id: UUID | None = None


class TieOut(Out):
    """A tie that was declared."""

    id: UUID
    account: str
    person: Named | None
    unit: UnitRef | None
    declared_on: date
