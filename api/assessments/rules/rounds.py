"""The rounds of one enrolment: who works on each, who receives it, and what can be done when.

Each round has scores of its own; a later one never writes an earlier one's. The self-assessment is received by whoever
reviews it, the district's round by the county, the county's by another of the county.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.access.permissions import Permission
from api.assessments import errors
from api.core.errors import Refused

P = Permission


class Round(StrEnum):
    """The rounds in their order."""

    SELF = "self"  # 自评
    DISTRICT = "district"  # 学区初评
    COUNTY = "county"  # 县级复核
    APPEAL = "appeal"  # 申诉复核


class RoundState(StrEnum):
    """Where a round stands."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class RoundVerb(StrEnum):
    """What can be done to a round."""

    SAVE = "save"  # an entry of an item
    SUBMIT = "submit"
    RETURN = "return"
    ACCEPT = "accept"


class EntrySource(StrEnum):
    """Where the entry of an item comes from."""

    ENTERED = "entered"
    DERIVED = "derived"  # from another part of the product, by a metric
    IMPORTED = "imported"
    CONFIRMED = "confirmed"  # as the round before says
    CLONED = "cloned"  # as the campaign of the cycle before says, until somebody looks at it


class Level(StrEnum):
    """Where the permission must be held: at the school itself, below the campaign's unit only, or at that unit."""

    SCHOOL = "school"
    DISTRICT = "district"
    COUNTY = "county"
    ABOVE_SCHOOL = "above_school"  # district or county


class Who(StrEnum):
    """Who may, beside holding the permission at that level."""

    ANYONE = "anyone"
    NOT_RECUSED = "not_recused"  # no tie to the school, neither declared nor known
    ANOTHER = "another"  # not who submitted it, and not recused


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes a step."""

    needs: Permission
    level: Level
    who: Who = Who.NOT_RECUSED


@dataclass(frozen=True, slots=True)
class RoundStep:
    """One legal move of a round."""

    after: RoundState
    party: Party
    reason: bool = False


S, V = RoundState, RoundVerb

_MOVES: Mapping[tuple[RoundState, RoundVerb], RoundState] = {
    (S.NOT_STARTED, V.SAVE): S.IN_PROGRESS,
    (S.IN_PROGRESS, V.SAVE): S.IN_PROGRESS,
    (S.IN_PROGRESS, V.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, V.RETURN): S.RETURNED,
    (S.SUBMITTED, V.ACCEPT): S.ACCEPTED,
    (S.RETURNED, V.SAVE): S.RETURNED,
    (S.RETURNED, V.SUBMIT): S.SUBMITTED,
    # What was accepted too early can be returned until the next round is submitted.
    (S.ACCEPTED, V.RETURN): S.RETURNED,
}

_REVIEWS_AT_DISTRICT = Party(P.ASSESSMENT_REVIEW, Level.DISTRICT)
_REVIEWS_AT_COUNTY = Party(P.ASSESSMENT_REVIEW, Level.COUNTY)
_DECIDES = Party(P.ASSESSMENT_DECIDE, Level.COUNTY)
_ANOTHER_OF_COUNTY = Party(P.ASSESSMENT_REVIEW, Level.COUNTY, Who.ANOTHER)
_ANOTHER_WHO_DECIDES = Party(P.ASSESSMENT_DECIDE, Level.COUNTY, Who.ANOTHER)
_RECEIVES = Party(P.ASSESSMENT_REVIEW, Level.ABOVE_SCHOOL)

PARTIES: Mapping[tuple[Round, RoundVerb], Party] = {
    (Round.SELF, V.SAVE): Party(P.ASSESSMENT_FILL, Level.SCHOOL, Who.ANYONE),
    (Round.SELF, V.SUBMIT): Party(P.ASSESSMENT_SUBMIT, Level.SCHOOL, Who.ANYONE),
    (Round.SELF, V.RETURN): _RECEIVES,
    (Round.SELF, V.ACCEPT): _RECEIVES,
    (Round.DISTRICT, V.SAVE): _REVIEWS_AT_DISTRICT,
    (Round.DISTRICT, V.SUBMIT): _REVIEWS_AT_DISTRICT,
    (Round.DISTRICT, V.RETURN): _REVIEWS_AT_COUNTY,
    (Round.DISTRICT, V.ACCEPT): _REVIEWS_AT_COUNTY,
    (Round.COUNTY, V.SAVE): _REVIEWS_AT_COUNTY,
    (Round.COUNTY, V.SUBMIT): _REVIEWS_AT_COUNTY,
    (Round.COUNTY, V.RETURN): _ANOTHER_OF_COUNTY,
    (Round.COUNTY, V.ACCEPT): _ANOTHER_OF_COUNTY,
    # An appeal is scored by a team that did not score before, which the appeal itself makes sure of.
    (Round.APPEAL, V.SAVE): _DECIDES,
    (Round.APPEAL, V.SUBMIT): _DECIDES,
    (Round.APPEAL, V.RETURN): _ANOTHER_WHO_DECIDES,
    (Round.APPEAL, V.ACCEPT): _ANOTHER_WHO_DECIDES,
}

ROUND_STEPS: Mapping[tuple[Round, RoundState, RoundVerb], RoundStep] = {
    (one, state, verb): RoundStep(after, PARTIES[one, verb], reason=verb is V.RETURN)
    for one in Round
    for (state, verb), after in _MOVES.items()
}

ORDER: tuple[Round, ...] = tuple(Round)
HANDED_IN = frozenset({S.SUBMITTED, S.ACCEPTED})


def round_verbs(state: RoundState) -> list[RoundVerb]:
    """What can be done in `state`, in the order of the table."""
    return [verb for before, verb in _MOVES if before is state]


def round_step(held: Round, state: RoundState, verb: RoundVerb) -> RoundStep:
    """The move that `verb` is in `state`. Errors: `assessment.wrong_state`, which names the legal ones."""
    if (held, state, verb) not in ROUND_STEPS:
        raise Refused(errors.WRONG_STATE, allowed=", ".join(round_verbs(state)) or "–")
    return ROUND_STEPS[held, state, verb]


def earlier(held: Round) -> tuple[Round, ...]:
    """The rounds before this one, the nearest first."""
    return tuple(reversed(ORDER[: ORDER.index(held)]))


def later(held: Round) -> tuple[Round, ...]:
    """The rounds after this one, in their order."""
    return ORDER[ORDER.index(held) + 1 :]
