"""A school's record as the facts that applicability asks for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from api.frameworks.rules.applicability import Applied, Facts, decide
from api.frameworks.rules.model import Fact, Framework
from api.organizations.rules import STAGES, SchoolType

Stored = Mapping[str, Any]  # as an enrolment keeps them: lists by the name of the fact
Applying = Callable[[Mapping[str, Sequence[str]]], Applied]


def facts_of(school: Stored, district_id: UUID | None) -> dict[str, list[str]]:
    """What is known of a school; an unknown fact is left out, so that the indicator applies and says so."""
    known: dict[Fact, list[str]] = {
        Fact.TYPE: [school["type"]],
        Fact.STAGE: [stage.value for stage in STAGES[SchoolType(school["type"])]],
        Fact.OWNERSHIP: [school["ownership"]],
        Fact.BOARDING: [] if school["boarding"] is None else ["yes" if school["boarding"] else "no"],
        Fact.CANTEEN: _known(school["canteen"]),
        Fact.AREA: _known(school["area"]),
        Fact.DISTRICT: [str(district_id)] if district_id else [],
        Fact.PARTY_ORGANIZATION: _known(school["party_organization"]),
    }
    return {fact.value: values for fact, values in known.items() if values}


def _known(value: str | None) -> list[str]:
    return [] if value is None else [value]


def read_facts(stored: Stored) -> Facts:
    """Stored facts as applicability takes them."""
    return {Fact(name): frozenset(values) for name, values in stored.items()}


def applying(framework: Framework) -> Applying:
    """What applies under stored facts; schools with the same facts are decided once."""
    known: dict[str, Applied] = {}

    def _applied(facts: Mapping[str, Sequence[str]]) -> Applied:
        key = repr(sorted(facts.items()))
        if key not in known:
            known[key] = decide(framework, read_facts(facts))
        return known[key]

    return _applied
