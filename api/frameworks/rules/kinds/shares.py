"""Rules that take a share of the full: ratios, bands of a value, states of many items, things present of those expected."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from api.core.errors import Violation
from api.core.points import ONE, ZERO, Points, points, rounded, share
from api.frameworks.rules.kinds import faults, inputs
from api.frameworks.rules.kinds.inputs import Inputs
from api.frameworks.rules.sentences import Exact, Line, Param, line
from api.frameworks.rules.titled import Titled


class Empty(StrEnum):
    """What an indicator counts for when there is nothing to take a share of."""

    FULL = "full"
    ZERO = "zero"
    NA = "na"


def _empty(policy: Empty, full: Points) -> Points | None:
    return {Empty.FULL: rounded(full), Empty.ZERO: ZERO, Empty.NA: None}[policy]


def _empty_lines(policy: Empty, full: Points) -> list[Line]:
    return [line(f"empty_{policy}", _empty(policy, full) or 0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """points × numerator ÷ denominator, not over the full. Inputs: `numerator`, `denominator`."""

    kind: ClassVar[str] = "ratio"
    numerator: str = ""
    denominator: str = ""
    empty: Empty = Empty.NA

    def score(self, full: Points, given: Inputs) -> Points | None:
        """The share, or what the policy says of an empty one."""
        part, whole = given["numerator"], given["denominator"]
        return share(full * min(part, whole), whole) if whole else _empty(self.empty, full)

    def lines(self, full: Points, given: Inputs) -> list[Line]:
        """One line."""
        part, whole = given["numerator"], given["denominator"]
        if not whole:
            return _empty_lines(self.empty, full)
        return [line("ratio", self.score(full, given) or 0, numerator=part, denominator=whole, points=Exact(full))]

    def input_faults(self, full: Points, given: Inputs) -> list[Violation]:  # noqa: ARG002
        """Two counts."""
        names = ("numerator", "denominator")
        return [*inputs.only(given, *names), *(fault for name in names for fault in inputs.whole(given, name))]

    def faults(self, full: Points) -> list[Violation]:  # noqa: ARG002
        """It has no parameters that could be wrong."""
        return []

    def most(self, full: Points) -> Points:
        """All of it."""
        return full


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """From `min` upwards, these points."""

    min: Points
    points: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """Points by the band that a value reaches. Inputs: `value`, or `numerator` and `denominator` of a percentage."""

    kind: ClassVar[str] = "bands"
    thresholds: tuple[Threshold, ...]  # highest first
    unit: str = "%"
    empty: Empty = Empty.NA

    def score(self, full: Points, given: Inputs) -> Points | None:
        """The points of the band; a percentage is compared exactly, not rounded first."""
        if not given.get("denominator", 1):
            return _empty(self.empty, full)
        reached = self._reached(given)
        return rounded(reached.points) if reached else ZERO

    def _reached(self, given: Inputs) -> Threshold | None:
        if "value" in given:
            numerator, denominator = points(given["value"]), 1
        else:
            numerator, denominator = given["numerator"] * 100 * ONE, given["denominator"]
        return next((one for one in self.thresholds if numerator >= one.min * denominator), None)

    def lines(self, full: Points, given: Inputs) -> list[Line]:
        """One line."""
        if not given.get("denominator", 1):
            return _empty_lines(self.empty, full)
        value = (
            points(given["value"]) if "value" in given else share(given["numerator"] * 100 * ONE, given["denominator"])
        )
        reached = self._reached(given)
        said: dict[str, Param] = {"value": Exact(value), "unit": self.unit}
        if reached is None:
            return [line("band_none", **said)]
        return [line("band", reached.points, **said, min=Exact(reached.min))]

    def input_faults(self, full: Points, given: Inputs) -> list[Violation]:  # noqa: ARG002
        """A value, or two counts."""
        if "value" in given:
            return [*inputs.only(given, "value"), *inputs.decimal(given, "value")]
        names = ("numerator", "denominator")
        return [*inputs.only(given, *names), *(fault for name in names for fault in inputs.whole(given, name))]

    def faults(self, full: Points) -> list[Violation]:  # noqa: ARG002
        """Thresholds that fall, and points with them."""
        if not self.thresholds:
            return [inputs.nothing("/thresholds")]
        pairs = list(zip(self.thresholds, self.thresholds[1:], strict=False))
        falling = all(one.min > two.min and one.points >= two.points for one, two in pairs)
        return faults.ordered(falling, "/thresholds")

    def most(self, full: Points) -> Points:  # noqa: ARG002
        """The highest band."""
        return max((one.points for one in self.thresholds), default=ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Titled):
    """What an item in this state counts for: 1, 0.5, 0."""

    factor: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportional:
    """Each of N items is worth points ÷ N times the factor of its state. Inputs: `states`, counts by code."""

    kind: ClassVar[str] = "proportional"
    states: tuple[State, ...]
    empty: Empty = Empty.FULL

    def score(self, full: Points, given: Inputs) -> Points | None:
        """Σ (points ÷ N × factor), rounded once."""
        counts: Mapping[str, int] = given["states"]
        total = sum(counts.values())
        if not total:
            return _empty(self.empty, full)
        weighted = sum(counts.get(state.code, 0) * state.factor for state in self.states)
        return share(full * weighted, total * ONE)

    def lines(self, full: Points, given: Inputs) -> list[Line]:
        """A line for each state; the last one of them carries what rounding once leaves."""
        counts: Mapping[str, int] = given["states"]
        total = sum(counts.values())
        if not total:
            return _empty_lines(self.empty, full)
        return [
            line(
                "proportional",
                full * counts[state.code] * state.factor // (total * ONE),
                title=state.label,
                count=counts[state.code],
                total=total,
                factor=Exact(state.factor),
            )
            for state in self.states
            if counts.get(state.code)
        ]

    def input_faults(self, full: Points, given: Inputs) -> list[Violation]:  # noqa: ARG002
        """Counts of states that there are."""
        counts, found = inputs.named(given, "states", (state.code for state in self.states))
        each = (inputs.whole_value(value, f"/states/{code}") for code, value in counts.items())
        return [*inputs.only(given, "states"), *found, *(fault for one in each for fault in one)]

    def faults(self, full: Points) -> list[Violation]:  # noqa: ARG002
        """States with codes, factors from 0 to 1."""
        over: list[Any] = [index for index, state in enumerate(self.states) if not 0 <= state.factor <= ONE]
        outside = [fault for index in over for fault in faults.ordered(False, f"/states/{index}/factor")]
        return [*faults.codes(self.states, "/states"), *outside]

    def most(self, full: Points) -> Points:
        """All in the best state."""
        return share(full * max((state.factor for state in self.states), default=0), ONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """points × present ÷ expected, not over the full: how much of a list of materials is there. Inputs: `present`."""

    kind: ClassVar[str] = "presence"
    expected: int

    def score(self, full: Points, given: Inputs) -> Points:
        """The share that is there."""
        return share(full * min(given["present"], self.expected), self.expected)

    def lines(self, full: Points, given: Inputs) -> list[Line]:
        """One line."""
        return [line("present", self.score(full, given), expected=self.expected, present=given["present"])]

    def input_faults(self, full: Points, given: Inputs) -> list[Violation]:  # noqa: ARG002
        """A count."""
        return [*inputs.only(given, "present"), *inputs.whole(given, "present")]

    def faults(self, full: Points) -> list[Violation]:  # noqa: ARG002
        """Something is expected."""
        return faults.positive(self.expected, "/expected")

    def most(self, full: Points) -> Points:
        """All of it."""
        return full
