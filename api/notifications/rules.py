"""How long notifications are kept, and which of them may be switched off. Pure."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import timedelta
from typing import Protocol, TypeVar

from api.core.errors import Violation
from api.notifications.errors import KIND_MANDATORY, KIND_UNKNOWN

KEPT_FOR = timedelta(days=180)


class Kind(Protocol):
    """What these rules ask of a kind (`core.notices.Kind`)."""

    @property
    def name(self) -> str:
        """Its code."""

    @property
    def mandatory(self) -> bool:
        """Whether it stays on."""

    @property
    def permission(self) -> str | None:
        """What its readers hold, if anything."""


AnyKind = TypeVar("AnyKind", bound=Kind)


def meant_for(kinds: Collection[AnyKind], may: Callable[[str], bool]) -> list[AnyKind]:
    """The kinds that can reach someone with these permissions, by name."""
    open_to = (kind for kind in kinds if kind.permission is None or may(kind.permission))
    return sorted(open_to, key=lambda kind: kind.name)


def switch_violations(disabled: Sequence[str], kinds: Sequence[Kind]) -> Iterator[Violation]:
    """Everything that is wrong with switching off `disabled` among `kinds`."""
    known = {kind.name: kind for kind in kinds}
    for index, name in enumerate(disabled):
        if name not in known:
            yield Violation(KIND_UNKNOWN, f"/disabled/{index}")
        elif known[name].mandatory:
            yield Violation(KIND_MANDATORY, f"/disabled/{index}")
