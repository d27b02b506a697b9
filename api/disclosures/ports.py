"""Who publishes through notices. A higher floor declares its objects here, and is told what becomes of their notices."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from api.core.context import Context


class Event(StrEnum):
    """What has become of a notice."""

    RELEASED = "released"  # the period has begun
    CORRECTED = "corrected"  # a new edition is out; its period may be a new one
    OBJECTED = "objected"
    ANSWERED = "answered"
    ENDED = "ended"  # the last day of the period is over
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"  # it was never published, and will not be


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to the notice of an object. `open_objections`: how many wait for an answer now."""

    event: Event
    object_id: UUID
    notice_id: UUID
    number: str | None
    starts_on: date | None
    ends_on: date | None
    open_objections: int
    objection_id: UUID | None = None


# Called in the transaction in which it happened; what it raises undoes that. `ended` and objections from the portal
# come from the background, without an actor, and at least once: a consumer takes a repeated one for nothing new.
Told = Callable[[Context, Happening], None]

CONSUMERS: dict[str, Told] = {}


def define(object_type: str, told: Told) -> None:
    """Declare a type of objects that publish through notices, once."""
    if object_type in CONSUMERS:
        raise ValueError(f"{object_type} is declared twice as publishing through notices")
    CONSUMERS[object_type] = told
