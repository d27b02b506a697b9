"""Figures that one domain keeps and another reads: a score derived from rectification, a grade that asks for satisfaction.

Wiring registers each under its name. Where nobody gives a metric, or it knows nothing of a unit, that is no error: the
reader says "insufficient data" or lets a person enter the figure.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol
from uuid import UUID

from api.core.context import Context
from api.core.points import Points


class Period(NamedTuple):
    """The days that a figure is about, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Figure:
    """What a metric says of one unit: counts by word (done, begun, none; numerator, denominator), a value, or both."""

    counts: Mapping[str, int] = field(default_factory=dict)
    value: Points | None = None


class Metric(Protocol):
    """Given by a domain."""

    def __call__(self, ctx: Context, unit_ids: Collection[UUID], period: Period) -> Mapping[UUID, Figure]:
        """A figure for each unit that something is known of. It reads outcomes that the unit itself may know of."""


METRICS: dict[str, Metric] = {}
# Metrics of which there are as many as people bring in, by the word before the first dot: `external.satisfaction`.
FAMILIES: dict[str, Callable[[str], Metric]] = {}


def find_metric(name: str) -> Metric | None:
    """The metric of that name, or the member of a family that it names; None where nobody gives it."""
    family, _, member = name.partition(".")
    if name in METRICS or not member or family not in FAMILIES:
        return METRICS.get(name)
    return FAMILIES[family](member)
