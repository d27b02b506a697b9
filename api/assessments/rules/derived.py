"""From a figure of another domain to the inputs of a derived item. Where it does not say enough, a person enters them."""

from collections.abc import Mapping
from typing import Any

from api.core.points import Points, written
from api.frameworks.rules.kinds import (
    Bands,
    CountDeduct,
    CountGain,
    Derived,
    Presence,
    Proportional,
    Ratio,
    Simple,
)

_SHARE = ("numerator", "denominator")


Counts = Mapping[str, int]


def inputs_of(rule: Derived, counts: Counts, value: Points | None) -> dict[str, Any] | None:
    """The inputs of the rule inside for a figure; None where it does not answer what the rule asks."""
    return _inputs(rule.rule, counts, value)


def _inputs(rule: Simple, counts: Counts, value: Points | None) -> dict[str, Any] | None:
    if isinstance(rule, Proportional):
        return _named("states", [state.code for state in rule.states], counts)
    if isinstance(rule, CountDeduct):
        return _named("counts", [entry.code for entry in rule.entries], counts)
    if isinstance(rule, Bands) and value is not None:
        return {"value": written(value)}
    if isinstance(rule, Bands | Ratio):
        return {name: counts[name] for name in _SHARE} if set(_SHARE) <= counts.keys() else None
    if isinstance(rule, CountGain | Presence):
        name = "count" if isinstance(rule, CountGain) else "present"
        return {name: counts[name]} if name in counts else None
    return None  # a level or a tick is a judgement, not a figure


def _named(name: str, codes: list[str], counts: Counts) -> dict[str, Any] | None:
    """Counts by code; one that the figure leaves out is none, but a figure that knows no code says nothing."""
    return {name: {code: counts.get(code, 0) for code in codes}} if set(codes) & counts.keys() else None
