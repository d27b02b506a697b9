"""What people need of the floors above, handed over by wiring."""

from typing import Protocol
from uuid import UUID

from api.core.context import Context


class Merged(Protocol):
    """Given by a domain that refers to persons: two records were one person's."""

    def __call__(self, ctx: Context, merged: UUID, survivor: UUID) -> None:
        """Let what refers to the merged record refer to the one that lives on, in the same transaction."""


class _Ports:
    def __init__(self) -> None:
        self.merged: dict[str, Merged] = {}


ports = _Ports()
