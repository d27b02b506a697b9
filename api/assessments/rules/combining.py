"""From the rounds of one school to the one sheet that is scored. Rounds stay what they are; this only reads them.

The policy of the campaign says which round speaks for an item. What was decided on an appeal speaks before all others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from api.assessments.rules.campaigns import RoundPolicy
from api.assessments.rules.rounds import Round
from api.core.points import ZERO, Points, share, written
from api.frameworks.rules.scoring import Override

# The last word first.
LATEST_FIRST = (Round.APPEAL, Round.COUNTY, Round.DISTRICT, Round.SELF)
_NAMES = {Round.SELF: "自评", Round.DISTRICT: "学区初评", Round.COUNTY: "县级复核", Round.APPEAL: "申诉复核"}


class Given(NamedTuple):
    """An item as one round has it. `points` is None where the rule says that there is nothing to score.

    `override`: the reason, where points were set instead of the rule's. `applies`: False where the assessor found that
    the item does not.
    """

    inputs: Mapping[str, Any] | None
    points: Points | None
    override: str | None = None
    applies: bool = True


# The items of each round that counts: submitted or accepted, never one that is under way or was returned.
Rounds = Mapping[Round, Mapping[str, Given]]


@dataclass(frozen=True, slots=True)
class Combined:
    """What is scored, and which round said it; of a weighted item the last round that took part."""

    items: Mapping[str, Mapping[str, Any]]
    overrides: Mapping[str, Override]
    sources: Mapping[str, Round]
    not_applicable: frozenset[str]


def combine(policy: RoundPolicy, rounds: Rounds, weights: Mapping[Round, Points] | None = None) -> Combined:
    """The items of one school. An item that no round may speak for is left out, and so counts as missing."""
    if policy is RoundPolicy.WEIGHTS:
        return _weighted(rounds, weights or {})
    speaking = LATEST_FIRST if policy is RoundPolicy.LAST_VALID else (Round.APPEAL, Round.COUNTY)
    return _collected(_first_of(rounds, speaking))


def _first_of(rounds: Rounds, speaking: Iterable[Round]) -> dict[str, tuple[Round, Given]]:
    found: dict[str, tuple[Round, Given]] = {}
    for name in speaking:
        for code, given in rounds.get(name, {}).items():
            found.setdefault(code, (name, given))
    return found


def _collected(found: Mapping[str, tuple[Round, Given]]) -> Combined:
    said = {code: given for code, (_, given) in found.items() if given.applies}
    return Combined(
        items={code: given.inputs for code, given in said.items() if given.inputs is not None},
        overrides={
            code: Override(given.points or ZERO, given.override)
            for code, given in said.items()
            if given.override is not None
        },
        sources={code: name for code, (name, _) in found.items()},
        not_applicable=frozenset(found.keys() - said.keys()),
    )


def _weighted(rounds: Rounds, weights: Mapping[Round, Points]) -> Combined:
    """Each item by weight over the rounds that the school went through; all of them must have it.

    A round in which there was nothing to score takes no part in the item.
    """
    taking = [name for name in reversed(LATEST_FIRST) if weights.get(name) and name in rounds]
    codes = set.intersection(*(set(rounds[name]) for name in taking)) if taking else set()
    appealed = _first_of(rounds, (Round.APPEAL,))
    found: dict[str, tuple[Round, Given]] = {}
    for code in sorted(codes - appealed.keys()):
        parts = [(name, rounds[name][code]) for name in taking]
        counted = [(name, given, weights[name]) for name, given in parts if given.points is not None]
        last, given = parts[-1]
        found[code] = (last, _mean(counted) if counted else given)
    return _collected(found | appealed)


def _mean(counted: list[tuple[Round, Given, Points]]) -> Given:
    total = sum((given.points or 0) * weight for _, given, weight in counted)
    said = " + ".join(
        f"{_NAMES[name]} {written(given.points or ZERO)} × {written(weight)}" for name, given, weight in counted
    )
    points = share(total, sum(weight for _, _, weight in counted))
    return Given(counted[-1][1].inputs, points, said)
