"""Selects of intake on the staff side."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.complaints.models.cases import ComplaintCase
from api.complaints.models.vault import ComplaintReporter
from api.organizations.models import Unit


def paths_by_unit(session: Session, unit_ids: Collection[UUID]) -> dict[UUID, str]:
    """The materialized paths of units, by id."""
    stmt = select(Unit.id, Unit.path).where(Unit.id.in_(list(unit_ids)))
    return {key: value for key, value in session.execute(stmt)}  # noqa: C416 (typed)


def paths_of(session: Session, unit_ids: Collection[UUID]) -> list[str]:
    """The materialized paths of units that are there."""
    return list(paths_by_unit(session, unit_ids).values())


def known_numbers(session: Session, source_system: str, numbers: Collection[str]) -> set[str]:
    """Those numbers of a source that are here already."""
    stmt = select(ComplaintCase.source_no).where(
        ComplaintCase.source_system == source_system, ComplaintCase.source_no.in_(list(numbers))
    )
    return {number for number in session.scalars(stmt) if number is not None}


def reporters_of(session: Session, case_id: UUID) -> list[ComplaintReporter]:
    """Who holds receipts of a case."""
    stmt = select(ComplaintReporter).where(ComplaintReporter.case_id == case_id)
    return list(session.scalars(stmt.order_by(ComplaintReporter.receipt_id)))
