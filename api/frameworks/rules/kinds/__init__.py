"""How a leaf is scored: a closed set of rules. Each scores and explains itself, and says what its inputs must be.

They cover every scheme of real tables that we have seen: most are counted deductions and counted gains, not levels of
maturity. A rule gives points rounded to 0.01 once; None means that it does not apply to what was entered.
"""

from dataclasses import dataclass
from typing import ClassVar, Union

from api.core.errors import Violation
from api.core.points import Points
from api.frameworks.rules.kinds.counted import CountDeduct, CountGain, Entry, Frequency, Gain
from api.frameworks.rules.kinds.entered import (
    AbcConditions,
    Checklist,
    FixedIf,
    Level,
    Manual,
    Part,
    RangeParts,
    Step,
    ZeroIf,
)
from api.frameworks.rules.kinds.inputs import Inputs
from api.frameworks.rules.kinds.shares import Bands, Empty, Presence, Proportional, Ratio, State, Threshold
from api.frameworks.rules.sentences import Line, line

Simple = Union[  # noqa: UP007 (a union of names that `get_args` takes apart)
    AbcConditions,
    Bands,
    Checklist,
    CountDeduct,
    CountGain,
    FixedIf,
    Frequency,
    Level,
    Manual,
    Presence,
    Proportional,
    RangeParts,
    Ratio,
    ZeroIf,
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """Inputs come from another part of the product (complaints, decisions, rectifications, surveys), by its metric.

    Where there is no such figure the indicator waits for a person, who may also set the result with a reason.
    """

    kind: ClassVar[str] = "derived"
    source: str
    rule: Simple

    def score(self, full: Points, given: Inputs) -> Points | None:
        """As the rule inside."""
        return self.rule.score(full, given)

    def lines(self, full: Points, given: Inputs) -> list[Line]:
        """Where the figures come from, then the rule inside."""
        return [line("derived", source=self.source), *self.rule.lines(full, given)]

    def input_faults(self, full: Points, given: Inputs) -> list[Violation]:
        """As the rule inside."""
        return self.rule.input_faults(full, given)

    def faults(self, full: Points) -> list[Violation]:
        """As the rule inside."""
        return [fault.below("/rule") for fault in self.rule.faults(full)]

    def most(self, full: Points) -> Points | None:
        """As the rule inside."""
        return self.rule.most(full)


Rule = Union[Simple, Derived]  # noqa: UP007

__all__ = [
    "AbcConditions",
    "Bands",
    "Checklist",
    "CountDeduct",
    "CountGain",
    "Derived",
    "Empty",
    "Entry",
    "FixedIf",
    "Frequency",
    "Gain",
    "Inputs",
    "Level",
    "Manual",
    "Part",
    "Presence",
    "Proportional",
    "RangeParts",
    "Ratio",
    "Rule",
    "Simple",
    "State",
    "Step",
    "Threshold",
    "ZeroIf",
]
