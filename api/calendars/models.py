"""Tables: versions of each year's days, and the term dates that units have set."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.calendars.rules.working_days import DayKind
from api.core.constraints import map_constraint
from api.core.database import Base, insert_only
from api.core.errors import BUSY


@insert_only
class CalendarYear(Base):
    """One version of a year's table. The highest revision is in force; earlier ones show what was counted with."""

    __tablename__ = "calendar_year"
    __table_args__ = (UniqueConstraint("year", "revision"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    year: Mapped[int]
    revision: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    shipped: Mapped[bool]  # came with the product: a later release may correct it, but never a table set by people
    loaded_at: Mapped[datetime]


@insert_only
class CalendarDay(Base):
    """A day that the weekday does not explain, in one version of its year's table."""

    __tablename__ = "calendar_day"
    __table_args__ = (CheckConstraint(f"kind IN ('{DayKind.HOLIDAY}', '{DayKind.MAKE_UP}')", name="kind"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("calendar_year.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200))


class SchoolYearTerms(Base):
    """The terms of one school year as one unit has set them; units below inherit them."""

    __tablename__ = "school_year_terms"
    __table_args__ = (
        UniqueConstraint("unit_id", "school_year"),
        CheckConstraint(
            "first_starts_on <= first_ends_on AND first_ends_on < second_starts_on AND second_starts_on <= second_ends_on",
            name="order",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID]
    school_year: Mapped[int]  # the first calendar year: 2026 is 2026-2027
    first_starts_on: Mapped[date]
    first_ends_on: Mapped[date]
    second_starts_on: Mapped[date]
    second_ends_on: Mapped[date]
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}


# Two people who change the same thing at once: the later one is told to try again.
map_constraint("uq_calendar_year_year_revision", BUSY)
map_constraint("uq_school_year_terms_unit_id_school_year", BUSY)
