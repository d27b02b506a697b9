"""Wire shapes of the ledger."""

from typing import Any
from uuid import UUID

from pydantic import Field

from api.core.schemas import Moment, Named, Out


class Change(Out):
    """One field's value before and after; null is unknown or absent."""

    field: str
    before: Any
    after: Any


class Event(Out):
    """One entry of an object's history."""

    id: UUID
    at: Moment
    action: str = Field(examples=["school.updated"])
    object_type: str
    object_id: UUID
    object_label: str | None
    revision: int | None
    unit_id: UUID | None
    actor: Named | None
    reason: str | None
    changes: list[Change] | None = Field(description="Null when the payload was erased by order.")
    erased: bool
    commitment: str
