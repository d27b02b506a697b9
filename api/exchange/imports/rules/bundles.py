"""Bundles: which types there are in which order, and whose turn it is. Pure."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from api.core.intake import RowSpec
from api.exchange.imports.rules.states import ImportState

BUNDLE = "bundle"
MANIFEST = "manifest.json"
FORMAT = "qinglian.bundle/1"
MOST_MEMBERS = 50
MOST_MANIFEST = 2**20
MOST_DIRECTORY = 2**20  # bytes in which a ZIP names what it holds
# What a bundle says itself; all else is said of each member.
OF_BUNDLE = frozenset({"filename", "atomic", "validate_only", "max_errors", "note"})

_S = ImportState
_WAITING = {_S.VALIDATING: frozenset({_S.UPLOADED}), _S.APPLYING: frozenset({_S.VALIDATED})}
UNDONE = frozenset({_S.ROLLED_BACK})


def dependency_order(specs: Iterable[RowSpec]) -> list[str]:
    """Types so that each comes after those that it refers to, else as they are given: a new type joins by itself."""
    left = list(specs)
    known = {spec.name for spec in left}
    order: list[str] = []
    while left:
        ready = [spec for spec in left if _needs(spec) & known <= {*order, spec.name}]
        taken = (ready or left)[0]
        order.append(taken.name)
        left.remove(taken)
    return order


def _needs(spec: RowSpec) -> set[str]:
    return {*spec.after, *(field.refers_to for field in spec.fields if field.refers_to is not None)}


@dataclass(frozen=True, slots=True)
class Member:
    """A member as its bundle sees it. `wrote`: something that is still there; `reversible`: and that can be taken back."""

    state: ImportState
    wrote: bool = False
    reversible: bool = False


def next_turn(task: ImportState, members: Sequence[Member], place: int | None) -> int | None:
    """Which member goes on; None past the last. `place` is that of the member that had its turn, None at the beginning.

    Taking back goes from the last to the first, since later ones refer to earlier ones.
    """
    if task is _S.ROLLING_BACK:
        before = range(len(members) if place is None else place)
        return _first(reversed(before), lambda number: members[number].reversible)
    return _first(range(len(members)), lambda number: members[number].state in _waiting(task))


def _waiting(task: ImportState) -> Collection[ImportState]:
    return _WAITING[task]


def _first(numbers: Iterable[int], fits: Callable[[int], bool]) -> int | None:
    return next((number for number in numbers if fits(number)), None)
