"""How long notifications are kept, and which of them may be switched off. Pure."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import timedelta

from api.core.errors import Violation
from api.core.notices import Kind
from api.notifications.errors import KIND_MANDATORY, KIND_UNKNOWN

KEPT_FOR = timedelta(days=180)


def meant_for(kinds: Collection[Kind], may: Callable[[str], bool]) -> list[Kind]:
    """The kinds that can reach someone with these permissions, by name."""
    open_to = (kind for kind in kinds if kind.permission is None or may(kind.permission))
    return sorted(open_to, key=lambda kind: kind.name)


def switch_violations(disabled: Sequence[str], kinds: Collection[Kind]) -> Iterator[Violation]:
    """Everything that is wrong with switching off `disabled` among `kinds`."""
    known = {kind.name: kind for kind in kinds}
    for index, name in enumerate(disabled):
        if name not in known:
            yield Violation(KIND_UNKNOWN, f"/disabled/{index}")
        elif known[name].mandatory:
            yield Violation(KIND_MANDATORY, f"/disabled/{index}")
