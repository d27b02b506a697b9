"""Figures of rectification: done, begun and not begun; on time, returned, come back, by cause. Counted problem by problem."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Closed:
    """An accepted problem, as the rates look at it."""

    cause: str
    sent_on: date
    due_on: date | None
    accepted_on: date
    returned: int
    recurrence: bool
    place: str = ""  # the path of its unit


@dataclass(frozen=True, slots=True)
class Rates:
    """Numbers to make rates of: `days` is the sum of days from sending to acceptance."""

    closed: int = 0
    on_time: int = 0
    days: int = 0
    returned: int = 0
    recurring: int = 0


def rates(
    problems: Iterable[Closed], group: Callable[[Closed], str] = lambda problem: problem.cause
) -> Mapping[str, Rates]:
    """What the accepted problems of each group come to, by default of each cause. Without a time limit nothing is late."""
    sums: dict[str, Counter[str]] = {}
    for problem in problems:
        counted = sums.setdefault(group(problem), Counter())
        counted["closed"] += 1
        counted["on_time"] += problem.due_on is None or problem.accepted_on <= problem.due_on
        counted["days"] += (problem.accepted_on - problem.sent_on).days
        counted["returned"] += problem.returned > 0
        counted["recurring"] += problem.recurrence
    return {name: Rates(**counted) for name, counted in sorted(sums.items())}


def nearest(place: str, above: Iterable[str]) -> str:
    """The lowest of the paths `above` at or below which a unit lies; empty where there is none."""
    return max((path for path in above if place.startswith(path)), key=len, default="")


def progress_word(accepted_on: date | None, started_on: date | None, last: date) -> str:
    """What had become of a problem by the day `last`: done, begun, none (unfinished scores half, undone nothing)."""
    if accepted_on is not None and accepted_on <= last:
        return "done"
    return "begun" if started_on is not None and started_on <= last else "none"
