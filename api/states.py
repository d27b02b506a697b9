"""The state machines of assessments and rectification as the guides print them: from the tables that the rules go by.

A guide holds a place for each, between `<!-- states: NAME -->` and `<!-- /states -->`; `qinglian state-tables` fills it.
"""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from api.assessments.rules import adjustments, appeals, awards, enrolments, rounds, work
from api.assessments.rules import campaigns as assessments
from api.rectifications.rules import actions, states
from api.rectifications.rules import campaigns as rectifications

_PLACE = re.compile(r"(<!-- states: (\w+) -->\n).*?(<!-- /states -->)", re.DOTALL)
_HEAD = ("State", "Verb", "To", "Permission", "Also")
# What a step may ask for beside state and permission, in words.
_ASKS = {
    "reason": "a reason",
    "fresh": "nothing bars the school",
    "grounded": "a ground and a document",
    "another": "by another",
    "impartial": "by who has not scored",
}


def _rounds() -> Mapping[tuple[Any, Any], Any]:
    """Each move once: the three rounds and the appeal differ in who makes it."""
    return {(f"{which}: {state}", verb): step for (which, state, verb), step in rounds.ROUND_STEPS.items()}


TABLES: Mapping[str, Mapping[tuple[Any, Any], Any]] = {
    "assessment_campaign": assessments.CAMPAIGN_STEPS,
    "assessment_enrolment": enrolments.ENROLMENT_STEPS,
    "assessment_round": _rounds(),
    "assessment_disagreement": work.DISAGREEMENT_STEPS,
    "assessment_adjustment": adjustments.ADJUSTMENT_STEPS,
    "assessment_appeal": appeals.APPEAL_STEPS,
    "assessment_award": awards.AWARD_STEPS,
    "rectification": states.STEPS,
    "rectification_campaign": rectifications.CAMPAIGN_STEPS,
    "rectification_close_out": rectifications.CLOSE_OUT_STEPS,
    "accountability_action": actions.ACTION_STEPS,
}


def table(name: str) -> str:
    """One state machine as a table: every legal move; whatever is not in it is refused for everyone."""
    moves = sorted(TABLES[name].items(), key=lambda move: _place(move[0][0]))
    rows = [_row(state, verb, step) for (state, verb), step in moves]
    lines = [_HEAD, tuple("---" for _ in _HEAD), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _place(state: Any) -> int:
    """States in their order, the verbs of each in that of the table."""
    return list(type(state)).index(state) if isinstance(state, Enum) else 0


def _row(state: Any, verb: Any, step: Any) -> tuple[str, ...]:
    after = "gone" if step.after is None else str(step.after)
    return str(state), str(verb), after, _needs(step), ", ".join(_also(step)) or "–"


def _needs(step: Any) -> str:
    party = getattr(step, "party", None)
    needs = party.needs if party else getattr(step, "needs", None)
    return "–" if needs is None else f"`{needs.value}`"


def _also(step: Any) -> Iterator[str]:
    party = getattr(step, "party", None)
    if party is not None:
        yield f"at: {party.level.value}"
        if party.who.value != "anyone":
            yield party.who.value.replace("_", " ")
    yield from (words for name, words in _ASKS.items() if getattr(step, name, False) is True)
    yield from (guard.value.replace("_", " ") for guard in getattr(step, "guards", ()))


def filled(text: str) -> str:
    """A guide with every place filled. Errors: `KeyError` for a table that there is not."""
    return _PLACE.sub(lambda found: f"{found[1]}\n{table(found[2])}\n{found[3]}", text)


def names_in(text: str) -> set[str]:
    """The tables that a guide has places for."""
    return {found[2] for found in _PLACE.finditer(text)}
