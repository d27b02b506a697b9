"""What rectification needs of floors above, handed over by wiring.

A problem may come from what not everybody may know of. Its source is told only to who can reach the source itself;
without a provider for its type, to nobody.
"""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from api.core.context import Context


class Reveal(Protocol):
    """Given by the domain of a concealed source."""

    def __call__(self, ctx: Context, ids: Collection[UUID]) -> Collection[UUID]:
        """Those of `ids` that the actor can reach."""


class _Ports:
    def __init__(self) -> None:
        self.reveals: dict[str, Reveal] = {}


ports = _Ports()
