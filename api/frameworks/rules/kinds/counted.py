"""Rules that count: deductions from the full, required frequencies, gains."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from api.core.errors import Violation
from api.core.points import ZERO, Points, rounded
from api.frameworks.rules.kinds import faults, inputs
from api.frameworks.rules.kinds.inputs import Inputs
from api.frameworks.rules.sentences import Exact, Line, Param, line
from api.frameworks.rules.titled import Titled


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Titled):
    """One reason for a deduction: `per` each time, at most `max_times` times or `max_total` points."""

    per: Points
    max_times: int | None = None
    max_total: Points | None = None

    def lost(self, times: int) -> Points:
        """What so many times cost."""
        counted = times if self.max_times is None else min(times, self.max_times)
        cost = counted * self.per
        return Points(cost if self.max_total is None else min(cost, self.max_total))

    def line(self, times: int) -> Line:
        """The sentence about it."""
        limit = self.max_total
        if limit is None and self.max_times is not None:
            limit = Points(self.max_times * self.per)
        said: dict[str, Param] = {"title": self.label, "times": times, "per": Exact(self.per)}
        lost = -self.lost(times)
        return (
            line("deducted", lost, **said)
            if limit is None
            else line("deducted_limited", lost, **said, limit=Exact(limit))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDeduct:
    """Starts at the full; each count of an entry takes something away, down to `floor`. Inputs: `counts` by code."""

    kind: ClassVar[str] = "count_deduct"
    entries: tuple[Entry, ...]
    floor: Points = ZERO

    def score(self, full: Points, given: Inputs) -> Points:
        """Full − Σ, not below the floor."""
        counts, left = given["counts"], full
        for entry in self.entries:
            if times := counts.get(entry.code):
                left = Points(left - entry.lost(times))
        return rounded(max(left, self.floor))

    def lines(self, full: Points, given: Inputs) -> list[Line]:
        """The full, then each entry that was met, then the floor."""
        said = [line("full", full, points=Exact(full)), *self._losses(given)]
        left = sum(one.amount for one in said)
        if left < self.floor:
            said.append(line("floored", self.floor - left, limit=Exact(self.floor)))
        return said

    def _losses(self, given: Inputs) -> Iterator[Line]:
        counts = given["counts"]
        return (entry.line(counts[entry.code]) for entry in self.entries if counts.get(entry.code))

    def input_faults(self, full: Points, given: Inputs) -> list[Violation]:  # noqa: ARG002
        """Counts of entries that there are."""
        counts, found = inputs.named(given, "counts", (entry.code for entry in self.entries))
        each = (inputs.whole_value(times, f"/counts/{code}") for code, times in counts.items())
        return [*inputs.only(given, "counts"), *found, *(fault for one in each for fault in one)]

    def faults(self, full: Points) -> list[Violation]:
        """Entries with codes that take something away; a floor within the full."""
        return [
            *faults.codes(self.entries, "/entries"),
            *faults.each_positive(self.entries, "per", "/entries"),
            *faults.each_positive(self.entries, "max_times", "/entries"),
            *faults.each_positive(self.entries, "max_total", "/entries"),
            *faults.ordered(self.floor <= full, "/floor"),
        ]

    def most(self, full: Points) -> Points:
        """Nothing taken away."""
        return full


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """So many times in each period; each missing one takes something away. Inputs: `held`, one count for each period.

    `period` says what is meant (term, month, year); `periods` how many of them the cycle has.
    """

    kind: ClassVar[str] = "frequency"
    required: int
    per_missing: Points
    period: str = "year"
    periods: int = 1

    def score(self, full: Points, given: Inputs) -> Points:
        """Full − missing × k, not below 0. What is too many in one period does not make up for another."""
        missing = sum(max(0, self.required - held) for held in given["held"])
        return rounded(max(0, full - missing * self.per_missing))

    def lines(self, full: Points, given: Inputs) -> list[Line]:
        """The full, then each period that falls short, then the floor."""
        said = [line("full", full, points=Exact(full))]
        said += [self._short(number, held) for number, held in enumerate(given["held"], 1) if held < self.required]
        left = sum(one.amount for one in said)
        return [*said, line("floored", -left, limit=Exact(ZERO))] if left < 0 else said

    def _short(self, number: int, held: int) -> Line:
        missing = self.required - held
        counted = {"period": number, "required": self.required, "held": held, "missing": missing}
        return line("held", -missing * self.per_missing, **counted, per=Exact(self.per_missing))

    def input_faults(self, full: Points, given: Inputs) -> list[Violation]:  # noqa: ARG002
        """A count for each period."""
        held = given.get("held")
        if not isinstance(held, list | tuple) or len(held) != self.periods:
            return [inputs.wrong_length("/held", self.periods)]
        each = (inputs.whole_value(value, f"/held/{index}") for index, value in enumerate(held))
        return [*inputs.only(given, "held"), *(fault for one in each for fault in one)]

    def faults(self, full: Points) -> list[Violation]:  # noqa: ARG002
        """All more than nothing."""
        named = {"/required": self.required, "/per_missing": self.per_missing, "/periods": self.periods}
        return [fault for pointer, value in named.items() for fault in faults.positive(value, pointer)]

    def most(self, full: Points) -> Points:
        """Nothing missing."""
        return full


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """From `at` on, this many points in all."""

    at: int
    points: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class CountGain:
    """A base for the first, then more for each further one, with a cap or without. Inputs: `count`.

    Steps give points in all: 1 → 2, 2 → 4, 3 → 7; `each_more` counts beyond the last step. Without `cap` there is no
    end, as in the tables of news reports.
    """

    kind: ClassVar[str] = "count_gain"
    steps: tuple[Gain, ...]
    each_more: Points = ZERO
    cap: Points | None = None

    def score(self, full: Points, given: Inputs) -> Points:  # noqa: ARG002
        """What the count has reached."""
        gained = self._gained(given["count"])
        return rounded(gained if self.cap is None else min(gained, self.cap))

    def _gained(self, count: int) -> int:
        reached = [step for step in self.steps if step.at <= count]
        if not reached:
            return 0
        return reached[-1].points + max(0, count - self.steps[-1].at) * self.each_more

    def lines(self, full: Points, given: Inputs) -> list[Line]:  # noqa: ARG002
        """The step, what came on top, the cap."""
        count, last = given["count"], self.steps[-1]
        reached = [step for step in self.steps if step.at <= count]
        if not reached:
            return [line("gained_none", count=count, at=self.steps[0].at)]
        step = reached[-1]
        said = [line("gained", step.points, count=count, at=step.at, points=Exact(step.points))]
        if count > last.at and self.each_more:
            more = count - last.at
            said.append(line("gained_more", more * self.each_more, at=last.at, each=Exact(self.each_more), times=more))
        gained = sum(one.amount for one in said)
        if self.cap is not None and gained > self.cap:
            said.append(line("capped", self.cap - gained, limit=Exact(self.cap)))
        return said

    def input_faults(self, full: Points, given: Inputs) -> list[Violation]:  # noqa: ARG002
        """A count."""
        return [*inputs.only(given, "count"), *inputs.whole(given, "count")]

    def faults(self, full: Points) -> list[Violation]:  # noqa: ARG002
        """Steps that rise in both columns."""
        if not self.steps:
            return [inputs.nothing("/steps")]
        pairs = list(zip(self.steps, self.steps[1:], strict=False))
        rising = all(one.at < two.at and one.points <= two.points for one, two in pairs)
        return [
            *faults.ordered(rising, "/steps"),
            *faults.each_positive(self.steps, "at", "/steps"),
            *faults.positive(self.cap, "/cap"),
        ]

    def most(self, full: Points) -> Points | None:  # noqa: ARG002
        """The cap; else the last step, or no end at all."""
        if self.cap is not None:
            return self.cap
        return None if self.each_more else self.steps[-1].points
