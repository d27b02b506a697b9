"""The entry of an item in one round: what may be said, and what it comes to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.assessments import errors
from api.core.errors import Violation
from api.core.points import Points, written
from api.frameworks.rules.scoring import Node, Override, Scorer, Sheet

Inputs = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of an item. Without inputs, points of its own or a claim that it does not apply it stays open."""

    inputs: Inputs = field(default_factory=dict)
    overridden: Points | None = None
    not_applicable: bool = False
    override_reason: str | None = None
    comment: str | None = None

    @property
    def entered(self) -> bool:
        """Whether anything is said that counts."""
        return bool(self.inputs) or self.overridden is not None or self.not_applicable


def said_violations(node: Node, said: Said) -> Iterator[Violation]:
    """Everything that is wrong with an entry, all at once."""
    indicator = node.indicator
    if said.inputs and indicator.rule is not None:
        yield from (fault.below("/inputs") for fault in indicator.rule.input_faults(indicator.points, said.inputs))
    if said.overridden is not None and node.cap is not None and said.overridden > node.cap:
        yield Violation(errors.OVER_FULL, "/override_points", params={"most": written(node.cap)})
    if said.not_applicable and (said.inputs or said.overridden is not None):
        yield Violation(errors.NOT_APPLICABLE_ALONE, "/not_applicable")
    if (said.not_applicable or said.overridden is not None) and not said.override_reason:
        yield Violation(errors.REASON_MISSING, "/override_reason")


def computed(node: Node, said: Said) -> Points | None:
    """What the rule gives for the inputs; None without inputs, or where the rule finds nothing to score."""
    if not said.inputs:
        return None
    return node.value(Sheet(items={node.indicator.code: said.inputs}), {})


def counted(node: Node, said: Said) -> Points | None:
    """What counts: the points that were set, else the rule's; None where the item does not apply or is open."""
    if said.not_applicable:
        return None
    if said.overridden is not None:
        reason = said.override_reason or ""
        return node.value(Sheet(overrides={node.indicator.code: Override(said.overridden, reason)}), {})
    return computed(node, said)


def sheet_of_round(entries: Mapping[str, Said], not_applicable: Iterable[str]) -> Sheet:
    """One round as a sheet: what does not apply from the beginning, and what an assessor found not to."""
    absent = frozenset(not_applicable) | {code for code, said in entries.items() if said.not_applicable}
    kept = {code: said for code, said in entries.items() if code not in absent}
    return Sheet(
        items={code: said.inputs for code, said in kept.items() if said.inputs},
        not_applicable=absent,
        overrides={
            code: Override(said.overridden, said.override_reason or "")
            for code, said in kept.items()
            if said.overridden is not None
        },
    )


def leaf_nodes(scorer: Scorer) -> dict[str, Node]:
    """The items that are scored, by code, in order."""
    return {node.indicator.code: node for node in scorer.nodes if not node.children}


def lineage_above(scorer: Scorer) -> dict[str, tuple[str, ...]]:
    """Every indicator with itself and those above it, the nearest first."""
    found: dict[str, tuple[str, ...]] = {}

    def _below(node: Node, above: tuple[str, ...]) -> None:
        found[node.indicator.code] = (node.indicator.code, *above)
        for child in node.children:
            _below(child, found[node.indicator.code])

    for root in scorer.roots:
        _below(root, ())
    return found
