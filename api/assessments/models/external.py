"""Figures of schools that others have found: a survey of the superior bureau, an inspection, a published index."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.assessments.errors import FIGURE_TAKEN
from api.core.constraints import map_constraint
from api.core.database import Base
from api.core.points import Points


class ExternalFigure(Base):
    """One figure of one unit over some days: a value, or counts by word (numerator, denominator), and who found it.

    Derived indicators read it as the metric `external.<metric>`.
    """

    __tablename__ = "external_figure"
    __table_args__ = (
        UniqueConstraint("unit_id", "metric", "first_on", "last_on", name="uq_external_figure_period"),
        CheckConstraint("first_on <= last_on", name="days"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    metric: Mapped[str] = mapped_column(String(40))
    first_on: Mapped[date]
    last_on: Mapped[date]
    value: Mapped[Points | None] = mapped_column(BigInteger)
    counts: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int]


map_constraint("uq_external_figure_period", FIGURE_TAKEN)
