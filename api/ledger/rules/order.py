"""In which order events enter the sequence."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol, TypeVar
from uuid import UUID


class Waiting(Protocol):
    """What the order depends on."""

    @property
    def id(self) -> UUID:
        """Rises with the time of making, as far as the clocks of the servers agree."""

    @property
    def object_type(self) -> str:
        """The kind of the object."""

    @property
    def object_id(self) -> UUID:
        """The object."""

    @property
    def revision(self) -> int | None:
        """The object's revision after the change; None where the object has none."""


Event = TypeVar("Event", bound=Waiting)


def in_order(events: Iterable[Event]) -> list[Event]:
    """By id, that is by time; but the events of one object by revision, in the places that they hold together.

    Clocks of two servers may disagree by more than two changes of one object lie apart; revisions never do.
    """
    placed = sorted(events, key=lambda event: event.id)
    places: dict[tuple[str, UUID], list[int]] = defaultdict(list)
    for place, event in enumerate(placed):
        if event.revision is not None:
            places[event.object_type, event.object_id].append(place)
    for held in places.values():
        by_revision = sorted((placed[place] for place in held), key=lambda event: event.revision or 0)
        for place, event in zip(held, by_revision, strict=True):
            placed[place] = event
    return placed
