"""What a change of the tree needs of the floors above, handed over by wiring.

A domain that keeps rows about units registers a provider, and every preview of a merge, split, move or close says how
many of them there are. Non-interference: a provider never counts what the actor may not know of; a complaint about a
school is nobody's reason to see another number here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from api.core.context import Context


@dataclass(frozen=True, slots=True)
class Reference:
    """How many rows of one kind refer to a unit; `labels` are a few words on them that every actor may read."""

    unit_id: UUID
    count: int
    labels: tuple[str, ...] = ()


class References(Protocol):
    """Given by a domain: what refers to these units."""

    def __call__(self, ctx: Context, unit_ids: Collection[UUID]) -> Iterable[Reference]:
        """One entry for each unit that is referred to."""


class _Ports:
    def __init__(self) -> None:
        self.references: dict[str, References] = {}


ports = _Ports()
