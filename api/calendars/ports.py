"""What the calendar needs of its sibling, handed over by wiring: the two never import each other."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session


class UnitLineage(Protocol):
    """Given by organizations."""

    def __call__(self, session: Session, unit_id: UUID) -> Sequence[UUID]:
        """The unit, its parent, and so on to the root; empty where the unit does not exist.

        Not narrowed by reach: a school inherits the terms of its county, which lies above its reach.
        """


class _Ports:
    lineage: UnitLineage


ports = _Ports()
