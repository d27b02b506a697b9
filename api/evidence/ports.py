"""What evidence may serve. Higher floors declare their objects; what is not declared cannot be used."""

from collections.abc import Callable
from uuid import UUID

from api.core.context import Context

# Given an id and the unit of the item: what the object is called, or None when the item cannot serve it.
Labelled = Callable[[Context, UUID, UUID], str | None]

# A review that somebody asks for, told in words: it has no object of its own.
GENERAL = "general"
CONSUMERS: dict[str, Labelled] = {}


def define(object_type: str, labelled: Labelled) -> None:
    """Declare a type of objects that evidence may serve, once."""
    if object_type in CONSUMERS or object_type == GENERAL:
        raise ValueError(f"{object_type} is declared twice as a use of evidence")
    CONSUMERS[object_type] = labelled
