"""What is assigned to a person and can pass to another: the registry by which a leaver's work is handed over.

Each domain declares its own kind beside the code that assigns. Who hands over sees numbers only; whether the successor
may see what comes is decided by the successor's own roles, as ever.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from api.core.context import Context


@dataclass(frozen=True, slots=True)
class Kind:
    """`count`: how many are open with an account. `reassign(ctx, leaver, successor)`: pass them on, give how many."""

    name: str
    count: Callable[[Context, UUID], int]
    reassign: Callable[[Context, UUID, UUID], int]


KINDS: dict[str, Kind] = {}


def define(name: str, count: Callable[[Context, UUID], int], reassign: Callable[[Context, UUID, UUID], int]) -> None:
    """Declare a kind once; its text is in the page's locales under `accounts.assignments.<name>`."""
    if name in KINDS:
        raise ValueError(f"assignments of kind {name} are declared twice")
    KINDS[name] = Kind(name, count, reassign)


def counts(ctx: Context, account: UUID) -> dict[str, int]:
    """How many of each kind are open with the account."""
    return {kind.name: kind.count(ctx, account) for kind in KINDS.values()}


def hand_over(ctx: Context, leaver: UUID, successor: UUID) -> dict[str, int]:
    """Pass everything on, in the caller's transaction; how many of each kind."""
    return {kind.name: kind.reassign(ctx, leaver, successor) for kind in KINDS.values()}
