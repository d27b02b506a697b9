"""Rules whose result a person enters or chooses: points, parts, a level, conditions, ticks, a yes or no."""

from dataclasses import dataclass
from typing import ClassVar

from api.core.errors import Violation
from api.core.points import CENT, ZERO, Points, points, rounded, share
from api.frameworks.rules.kinds import faults, inputs
from api.frameworks.rules.kinds.inputs import Inputs
from api.frameworks.rules.sentences import Line, line
from api.frameworks.rules.titled import Titled

_STEP = Points(CENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manual:
    """Points from 0 to the full, by judgement. Inputs: `score`."""

    kind: ClassVar[str] = "manual"
    step: Points = _STEP

    def score(self, full: Points, given: Inputs) -> Points:  # noqa: ARG002
        """What was entered."""
        return rounded(points(given["score"]))

    def lines(self, full: Points, given: Inputs) -> list[Line]:
        """One line."""
        return [line("entered", self.score(full, given))]

    def input_faults(self, full: Points, given: Inputs) -> list[Violation]:
        """A multiple of the step, not over the full."""
        return [*inputs.only(given, "score"), *inputs.decimal(given, "score", full, self.step)]

    def faults(self, full: Points) -> list[Violation]:  # noqa: ARG002
        """A step of 0 would allow nothing."""
        return faults.positive(self.step, "/step")

    def most(self, full: Points) -> Points:
        """The full."""
        return full


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Titled):
    """One part of an indicator with a range of its own."""

    max: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeParts:
    """0 to a maximum for each part. Inputs: `parts` by code; a part left out counts 0."""

    kind: ClassVar[str] = "range_parts"
    parts: tuple[Part, ...]

    def score(self, full: Points, given: Inputs) -> Points:  # noqa: ARG002
        """The sum of the parts."""
        return rounded(sum(points(value) for value in given["parts"].values()))

    def lines(self, full: Points, given: Inputs) -> list[Line]:  # noqa: ARG002
        """A line for each part."""
        entered = given["parts"]
        return [
            line("part", points(entered[part.code]), title=part.label) for part in self.parts if part.code in entered
        ]

    def input_faults(self, full: Points, given: Inputs) -> list[Violation]:  # noqa: ARG002
        """Known parts, each within its range."""
        most = {part.code: part.max for part in self.parts}
        entered, found = inputs.named(given, "parts", most)
        each = (inputs.decimal_value(value, f"/parts/{code}", most[code]) for code, value in entered.items())
        return [*inputs.only(given, "parts"), *found, *(fault for faults_ in each for fault in faults_)]

    def faults(self, full: Points) -> list[Violation]:  # noqa: ARG002
        """Parts with codes and ranges."""
        return [*faults.codes(self.parts, "/parts"), *faults.each_positive(self.parts, "max", "/parts")]

    def most(self, full: Points) -> Points:  # noqa: ARG002
        """All parts at their maximum."""
        return Points(sum(part.max for part in self.parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Titled):
    """One level and what it is worth."""

    points: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One of several levels. Inputs: `level`, a code."""

    kind: ClassVar[str] = "level"
    levels: tuple[Step, ...]

    def score(self, full: Points, given: Inputs) -> Points:  # noqa: ARG002
        """What the level is worth."""
        return rounded(self._chosen(given).points)

    def _chosen(self, given: Inputs) -> Step:
        return next(step for step in self.levels if step.code == given["level"])

    def lines(self, full: Points, given: Inputs) -> list[Line]:  # noqa: ARG002
        """One line."""
        chosen = self._chosen(given)
        return [line("level", chosen.points, title=chosen.label)]

    def input_faults(self, full: Points, given: Inputs) -> list[Violation]:  # noqa: ARG002
        """A level that there is."""
        found = inputs.choice(given, "level", (step.code for step in self.levels))
        return [*inputs.only(given, "level"), *found]

    def faults(self, full: Points) -> list[Violation]:  # noqa: ARG002
        """Levels with codes."""
        return faults.codes(self.levels, "/levels")

    def most(self, full: Points) -> Points:  # noqa: ARG002
        """The best level."""
        return max((step.points for step in self.levels), default=ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class AbcConditions:
    """All A conditions give A; any C condition gives C; else B. Inputs: `met` and `found`, lists of codes."""

    kind: ClassVar[str] = "abc_conditions"
    a: tuple[Titled, ...]
    c: tuple[Titled, ...]
    points_a: Points
    points_b: Points
    points_c: Points = ZERO

    def score(self, full: Points, given: Inputs) -> Points:  # noqa: ARG002
        """Not additive: one C outweighs every A."""
        if given["found"]:
            return rounded(self.points_c)
        return rounded(self.points_a if len(given["met"]) == len(self.a) else self.points_b)

    def lines(self, full: Points, given: Inputs) -> list[Line]:
        """Which conditions were decisive."""
        met = line("answers_met", self.score(full, given), count=len(given["met"]), total=len(self.a))
        if not given["found"]:
            return [met]
        return [line("found_c", title=one.label) for one in self.c if one.code in given["found"]] + [
            line("level", self.points_c, title="C")
        ]

    def input_faults(self, full: Points, given: Inputs) -> list[Violation]:  # noqa: ARG002
        """Conditions that there are."""
        met = inputs.choices(given, "met", (one.code for one in self.a))
        found = inputs.choices(given, "found", (one.code for one in self.c))
        return [*inputs.only(given, "met", "found"), *met, *found]

    def faults(self, full: Points) -> list[Violation]:  # noqa: ARG002
        """Conditions with codes; A is not worth less than B, nor B than C."""
        order = [self.points_a, self.points_b, self.points_c]
        return [
            *faults.codes(self.a, "/a"),
            *faults.codes(self.c, "/c", empty=True),
            *faults.ordered(order == sorted(order, reverse=True), "/points_a"),
        ]

    def most(self, full: Points) -> Points:  # noqa: ARG002
        """A."""
        return self.points_a


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """points × ticked ÷ n, or all or nothing. Inputs: `ticked`, a list of codes."""

    kind: ClassVar[str] = "checklist"
    items: tuple[Titled, ...]
    all_or_nothing: bool = False

    def score(self, full: Points, given: Inputs) -> Points:
        """The ticked share of the full."""
        ticked = len(given["ticked"])
        if self.all_or_nothing:
            return rounded(full) if ticked == len(self.items) else ZERO
        return share(full * ticked, len(self.items))

    def lines(self, full: Points, given: Inputs) -> list[Line]:
        """One line."""
        counted = {"count": len(given["ticked"]), "total": len(self.items)}
        if self.all_or_nothing:
            return [line("checked_all", self.score(full, given), **counted)]
        return [line("checked", self.score(full, given), **counted, points=faults.exact(full))]

    def input_faults(self, full: Points, given: Inputs) -> list[Violation]:  # noqa: ARG002
        """Items that there are, each once."""
        found = inputs.choices(given, "ticked", (item.code for item in self.items))
        return [*inputs.only(given, "ticked"), *found]

    def faults(self, full: Points) -> list[Violation]:  # noqa: ARG002
        """Items with codes."""
        return faults.codes(self.items, "/items")

    def most(self, full: Points) -> Points:
        """All ticked."""
        return full


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedIf:
    """The full where a condition holds, else nothing. Inputs: `holds`."""

    kind: ClassVar[str] = "fixed_if"
    condition: str
    condition_en: str = ""

    def score(self, full: Points, given: Inputs) -> Points:
        """The full, or nothing."""
        return rounded(full) if given["holds"] else ZERO

    def lines(self, full: Points, given: Inputs) -> list[Line]:
        """One line."""
        return [faults.truth_line(self.condition, self.condition_en, self.score(full, given), holds=given["holds"])]

    def input_faults(self, full: Points, given: Inputs) -> list[Violation]:  # noqa: ARG002
        """True or false."""
        return [*inputs.only(given, "holds"), *inputs.truth(given, "holds")]

    def faults(self, full: Points) -> list[Violation]:  # noqa: ARG002
        """A condition in words."""
        return faults.said(self.condition, "/condition")

    def most(self, full: Points) -> Points:
        """The full."""
        return full


@dataclass(frozen=True, slots=True, kw_only=True)
class ZeroIf:
    """Nothing where a condition holds, else the full. Inputs: `holds`."""

    kind: ClassVar[str] = "zero_if"
    condition: str
    condition_en: str = ""

    def score(self, full: Points, given: Inputs) -> Points:
        """Nothing, or the full."""
        return ZERO if given["holds"] else rounded(full)

    def lines(self, full: Points, given: Inputs) -> list[Line]:
        """One line."""
        return [faults.truth_line(self.condition, self.condition_en, self.score(full, given), holds=given["holds"])]

    def input_faults(self, full: Points, given: Inputs) -> list[Violation]:  # noqa: ARG002
        """True or false."""
        return [*inputs.only(given, "holds"), *inputs.truth(given, "holds")]

    def faults(self, full: Points) -> list[Violation]:  # noqa: ARG002
        """A condition in words."""
        return faults.said(self.condition, "/condition")

    def most(self, full: Points) -> Points:
        """The full."""
        return full
