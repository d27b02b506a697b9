"""What a measurement yields: one row of the table, judged against its goal."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

Sign = Literal[">=", "<="]


@dataclass(frozen=True)
class Row:
    """A measured value, the machine's own limit in the same run, and whether the goal is met.

    `ratio` is limit / value for costs: 1.0 would be a program that does nothing but the same statements.
    A goal is about the ratio where there is one, else about the value; without a goal the row only informs.
    """

    area: str
    name: str
    value: float
    unit: str
    limit: float | None = None
    ratio: float | None = None
    sign: Sign | None = None
    bound: float | None = None

    @property
    def passed(self) -> bool:
        """Whether the goal is met; a row without a goal passes."""
        if self.sign is None or self.bound is None:
            return True
        judged = self.value if self.ratio is None else self.ratio
        return judged >= self.bound if self.sign == ">=" else judged <= self.bound

    @property
    def goal(self) -> str:
        """The goal as text."""
        return f"{self.sign} {self.bound:g}" if self.sign and self.bound is not None else ""

    def as_json(self) -> dict[str, Any]:
        """The row as `build/bench.json` holds it."""
        return {
            "area": self.area,
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "limit": None if self.limit is None else round(self.limit, 4),
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "goal": self.goal,
            "pass": self.passed,
        }


Measurement = Callable[[], Iterable[Row]]
MEASUREMENTS: dict[str, Measurement] = {}


def measurement(name: str) -> Callable[[Measurement], Measurement]:
    """Register a function under `area.name`; `--only` takes the area or the whole name."""

    def register(function: Measurement) -> Measurement:
        MEASUREMENTS[name] = function
        return function

    return register
