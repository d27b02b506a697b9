"""What cases need of the vault and of lower floors, handed over by wiring.

What may hold content is sealed by the vault and known here by its id only.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Protocol
from uuid import UUID

from api.complaints.models.cases import ComplaintCase
from api.core.context import Context


class WriteContent(Protocol):
    """Given by the vault: seal a text under the case's key."""

    def __call__(self, ctx: Context, case: ComplaintCase, kind: str, value: str | dict[str, Any]) -> UUID:
        """The id of what was sealed."""


class ReadContent(Protocol):
    """Given by the vault: open texts of a case."""

    def __call__(self, ctx: Context, case: ComplaintCase, ids: Collection[UUID] | None) -> Mapping[UUID, str]:
        """Those that are there, by id; without `ids` all of the case."""


class ReadableLabels(Protocol):
    """Given by what a case may have to do with: what the caller may read of these, and what it is called."""

    def __call__(self, ctx: Context, ids: Collection[UUID]) -> Mapping[UUID, str]:
        """By id; what the caller may not read is not there."""


class _Ports:
    linked: dict[str, ReadableLabels]

    def __init__(self) -> None:
        self.linked = {}

    write: WriteContent
    read: ReadContent
    publish: Callable[[Context, ComplaintCase], None]
    ask: Callable[[Context, ComplaintCase, str], object]
    tell: Callable[[Context, ComplaintCase, str], object]
    wipe: Callable[[Context, ComplaintCase, str], None]


ports = _Ports()
