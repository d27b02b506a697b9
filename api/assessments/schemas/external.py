"""Wire shapes of figures that others have found."""

from uuid import UUID

from pydantic import Field

from api.core.points import PATTERN
from api.core.schemas import Day, In, Moment, Out, UnitRef


class ExternalFigureFilter(In):
    """Which figures are listed."""

    unit: UUID | None = Field(default=None, description="This unit and all below it.")
    metric: str | None = Field(default=None, max_length=40, examples=["satisfaction"])
    on: Day | None = Field(default=None, description="Figures about days that include this one.")


class ExternalFigureRow(Out):
    """A figure of a school that others have found; an indicator derives from it as `external.<metric>`."""

    id: UUID
    unit: UnitRef
    metric: str = Field(examples=["satisfaction"])
    first_on: Day
    last_on: Day
    value: str | None = Field(pattern=PATTERN, examples=["93.5"])
    numerator: int | None
    denominator: int | None
    source: str = Field(examples=["2026 年群众满意度测评"])
    updated_at: Moment
    revision: int
