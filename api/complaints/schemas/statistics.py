"""Wire shapes of figures: null is withheld, never nothing."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.complaints.rules.statistics import Dimension
from api.core.schemas import In, Out
from api.core.tabular import Language

Year = Annotated[int, Field(ge=2000, le=2100, examples=[2026])]


class FiguresFilter(BaseModel):
    """Which table: a year by one dimension, or by two."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    year: Year | None = Field(None, description="Default: the year of the last month that is over.")
    by: Dimension = Dimension.CATEGORY
    across: Dimension | None = None


class WordOfSide(Out):
    """A row or column: its code, and what it is called where that is not a word of the page."""

    code: str
    label: str | None


class FigureRow(Out):
    """A row: its cells in the order of the columns, and its total; null is withheld."""

    cells: list[int | None]
    total: int | None


class ComplaintTable(Out):
    """A table of figures. Cells under the threshold are null, and so are those from which they could be computed."""

    year: int
    until_on: date
    below: int
    by: Dimension
    across: Dimension | None
    rows: list[WordOfSide]
    columns: list[WordOfSide]
    figures: list[FigureRow]
    totals: list[int | None]
    total: int | None


class TrackFigures(Out):
    """A track: how many clocks were met and missed, how many days cases took; null is withheld."""

    track: str
    met: int | None
    late: int | None
    rate: int | None
    days_median: int | None
    days_ninth: int | None


class ComplaintRates(Out):
    """A year's rates: by track, and repeats, group complaints, money recovered."""

    year: int
    until_on: date
    below: int
    tracks: list[TrackFigures]
    repeated: int | None
    joint: int | None
    named: int | None
    anonymous: int | None
    satisfied: int | None
    unsatisfied: int | None
    rehandled: int | None
    recovered: int | None


class TrendMonth(Out):
    """A month by track; null is withheld."""

    month: str
    cells: list[int | None]
    total: int | None


class ComplaintsBlock(Out):
    """The block of the overview: running clocks by how near their end they are, and what came in by month and track."""

    due: int | None
    overdue: int | None
    supervised: int | None
    tracks: list[str]
    months: list[TrendMonth]
    below: int


class ReportIn(In):
    """A quarter's report."""

    year: Year
    quarter: Annotated[int, Field(ge=1, le=4)]
    lang: Language = "zh-CN"
