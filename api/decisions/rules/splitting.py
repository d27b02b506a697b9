"""化整为零: sums that were paid in parts, each below the threshold, together above it.

A window fires when it holds enough items, each below a limit, that together reach a sum. Items are positive, so the
widest window at a place fires if any does. Windows of one key that share an item are one group: one finding, however
many windows saw it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Spent:
    """A sum (分) that was spent on a day, under the key by which it belongs together with others."""

    id: UUID
    key: str
    amount: int
    on: date


@dataclass(frozen=True, slots=True)
class Terms:
    """When a window fires. `window_days`: how many days it spans (1: the same day); None: the budget year."""

    item_below: int
    sum_at_least: int
    min_count: int = 2
    window_days: int | None = 30


class Window(NamedTuple):
    """A window that fires: from which item to which, in the order of days, and on what terms."""

    first: int
    last: int
    terms: Terms


@dataclass(frozen=True, slots=True)
class Group:
    """Items of one key that belong together, with every window that fired among them."""

    key: str
    items: tuple[Spent, ...]
    windows: tuple[Window, ...]

    @property
    def total(self) -> int:
        """The sum of the items."""
        return sum(item.amount for item in self.items)

    @property
    def shortest(self) -> int | None:
        """The shortest window that fired, in days; None: only the budget year."""
        return min((w.terms.window_days for w in self.windows if w.terms.window_days is not None), default=None)


def split_groups(spending: Iterable[Spent], terms: Sequence[Terms]) -> list[Group]:
    """Every group among the spending, by key and day. All terms have the same `item_below`."""
    by_key: dict[str, list[Spent]] = defaultdict(list)
    for item in spending:
        if 0 < item.amount < terms[0].item_below:
            by_key[item.key].append(item)
    return [group for key in sorted(by_key) for group in _groups(key, by_key[key], terms)]


def _groups(key: str, items: list[Spent], terms: Sequence[Terms]) -> Iterator[Group]:
    if len(items) < min(one.min_count for one in terms):
        return
    items.sort(key=lambda item: (item.on, item.id))
    fired = sorted((window for one in terms for window in _windows(items, one)), key=lambda window: window[:2])
    for windows in _joined(fired):
        first, last = windows[0].first, max(window.last for window in windows)
        yield Group(key, tuple(items[first : last + 1]), tuple(windows))


def _windows(items: Sequence[Spent], terms: Terms) -> Iterator[Window]:
    """The widest windows that fire: one for each place from which a window reaches further than those before."""
    sums = list(accumulate((item.amount for item in items), initial=0))
    last = reached = -1
    for first, item in enumerate(items):
        while last + 1 < len(items) and _together(item.on, items[last + 1].on, terms.window_days):
            last += 1
        enough = last - first + 1 >= terms.min_count and sums[last + 1] - sums[first] >= terms.sum_at_least
        if enough and last > reached:
            reached = last
            yield Window(first, last, terms)


def _together(first: date, last: date, days: int | None) -> bool:
    return first.year == last.year if days is None else (last - first).days < days


def _joined(windows: Sequence[Window]) -> Iterator[list[Window]]:
    """Windows that share items, together."""
    held: list[Window] = []
    reach = -1
    for window in windows:
        if held and window.first > reach:
            yield held
            held = []
        held.append(window)
        reach = max(reach, window.last)
    if held:
        yield held
