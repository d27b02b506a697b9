"""A school's record as the facts that applicability asks for."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.frameworks.rules.applicability import Facts
from api.frameworks.rules.model import Fact
from api.organizations.rules import STAGES, SchoolType

Stored = Mapping[str, Any]  # as an enrolment keeps them: lists by the name of the fact


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
