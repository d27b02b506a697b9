"""To which schools an indicator applies, and what is not known about it.

A school does not escape an indicator by leaving a fact out: what cannot be decided applies, and is named.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.frameworks.rules.model import Applicability, Clause, Fact, Framework, walk

Facts = Mapping[Fact, frozenset[str]]  # a fact that is absent or empty is not known


@dataclass(frozen=True, slots=True)
class Applied:
    """The codes that do not apply to a school, and the facts that were asked for in vain, by code."""

    not_applicable: frozenset[str]
    unknown: Mapping[str, frozenset[Fact]]


def decide(framework: Framework, facts: Facts) -> Applied:
    """What applies to a school; an indicator does not apply where one above it does not."""
    out: set[str] = set()
    unknown: dict[str, frozenset[Fact]] = {}
    for node, parent, _, _ in walk(framework):
        asked = node.applies
        if (parent is not None and parent.code in out) or (asked is not None and not applies(asked, facts)):
            out.add(node.code)
        elif asked is not None and (vain := unknown_facts(asked, facts)):
            unknown[node.code] = vain
    return Applied(frozenset(out), unknown)


def applies(applicability: Applicability, facts: Facts) -> bool:
    """Whether it applies, or cannot be decided."""
    included = not applicability.include or any(_holds(clause, facts) is not False for clause in applicability.include)
    return included and not any(_holds(clause, facts) is True for clause in applicability.exclude)


def unknown_facts(applicability: Applicability, facts: Facts) -> frozenset[Fact]:
    """The facts that it asks for and that are not known."""
    return frozenset(fact for fact in asked_facts(applicability) if not facts.get(fact))


def asked_facts(applicability: Applicability) -> Iterable[Fact]:
    """Every fact that it asks for."""
    clauses = (*applicability.include, *applicability.exclude)
    return (asked.fact for clause in clauses for asked in clause.all_of)


def _holds(clause: Clause, facts: Facts) -> bool | None:
    """True, False, or None where a fact that matters is not known."""
    answers = [
        bool(facts[asked.fact] & set(asked.any_of)) if facts.get(asked.fact) else None for asked in clause.all_of
    ]
    if False in answers:
        return False
    return None if None in answers else True
