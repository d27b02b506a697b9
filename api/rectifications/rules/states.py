"""The life of a problem as one table: state × verb → state, permission, who, guards. Tests enumerate it, documents print it.

Nothing here asks the clock: what is overdue, or due for its re-check, is computed from days (`clocks`) and never stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.access.permissions import Permission
from api.core.errors import ErrorSpec, Refused
from api.rectifications import errors
from api.rectifications.rules.policy import EVIDENCE_FROM, MAX_EXTENSIONS

P = Permission


class Severity(StrEnum):
    """How grave a problem is, in rising order."""

    GENERAL = "general"
    SERIOUS = "serious"
    MAJOR = "major"


SEVERITIES = tuple(Severity)


class ProblemState(StrEnum):
    """Where a problem stands. Before it is confirmed it is the supervisors' own note: the unit does not see it."""

    IDENTIFIED = "identified"
    CONFIRMED = "confirmed"  # formally sent to the unit, which may contest it once
    CONTESTED = "contested"
    ASSIGNED = "assigned"
    RECTIFYING = "rectifying"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"  # 销号
    CONSOLIDATED = "consolidated"  # the re-check 回头看 has found it gone
    WITHDRAWN = "withdrawn"


class RectificationVerb(StrEnum):
    """What can be done to a problem."""

    CHANGE = "change"
    CONFIRM = "confirm"
    CONTEST = "contest"
    SUSTAIN = "sustain"  # the objection is right
    DISMISS = "dismiss"  # it is not
    ASSIGN = "assign"
    START = "start"
    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"
    EXTEND = "extend"
    GRANT = "grant"
    REFUSE = "refuse"
    CONSOLIDATE = "consolidate"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


class Guard(StrEnum):
    """What must hold beside state and permission."""

    ANOTHER = "another"  # neither who is responsible nor who submitted or asked
    CONTEST_ONCE = "contest_once"
    CONTEST_DAYS = "contest_days"
    TASKS_DONE = "tasks_done"
    EVIDENCE = "evidence"
    RECHECK_DUE = "recheck_due"
    NO_REQUEST = "no_request"
    EXTENSIONS_LEFT = "extensions_left"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Step:
    """One legal move. `reason`: it must be given."""

    after: ProblemState
    needs: Permission
    guards: tuple[Guard, ...] = ()
    reason: bool = False


S, V, G = ProblemState, RectificationVerb, Guard
_ASKS = (G.NO_REQUEST, G.EXTENSIONS_LEFT)
_ANSWERS = (G.REQUEST, G.ANOTHER)

STEPS: Mapping[tuple[ProblemState, RectificationVerb], Step] = {
    (S.IDENTIFIED, V.CHANGE): Step(S.IDENTIFIED, P.RECTIFICATION_MANAGE),
    (S.IDENTIFIED, V.CONFIRM): Step(S.CONFIRMED, P.RECTIFICATION_MANAGE),
    (S.IDENTIFIED, V.WITHDRAW): Step(S.WITHDRAWN, P.RECTIFICATION_MANAGE, reason=True),
    (S.CONFIRMED, V.CONTEST): Step(S.CONTESTED, P.RECTIFICATION_DO, (G.CONTEST_ONCE, G.CONTEST_DAYS), reason=True),
    (S.CONFIRMED, V.ASSIGN): Step(S.ASSIGNED, P.RECTIFICATION_MANAGE),
    (S.CONFIRMED, V.WITHDRAW): Step(S.WITHDRAWN, P.RECTIFICATION_MANAGE, reason=True),
    (S.CONTESTED, V.SUSTAIN): Step(S.WITHDRAWN, P.RECTIFICATION_MANAGE, reason=True),
    (S.CONTESTED, V.DISMISS): Step(S.CONFIRMED, P.RECTIFICATION_MANAGE, reason=True),
    (S.ASSIGNED, V.ASSIGN): Step(S.ASSIGNED, P.RECTIFICATION_MANAGE),
    (S.ASSIGNED, V.START): Step(S.RECTIFYING, P.RECTIFICATION_DO),
    (S.ASSIGNED, V.EXTEND): Step(S.ASSIGNED, P.RECTIFICATION_DO, _ASKS, reason=True),
    (S.ASSIGNED, V.GRANT): Step(S.ASSIGNED, P.RECTIFICATION_ACCEPT, _ANSWERS),
    (S.ASSIGNED, V.REFUSE): Step(S.ASSIGNED, P.RECTIFICATION_ACCEPT, _ANSWERS, reason=True),
    (S.ASSIGNED, V.WITHDRAW): Step(S.WITHDRAWN, P.RECTIFICATION_MANAGE, reason=True),
    (S.RECTIFYING, V.ASSIGN): Step(S.RECTIFYING, P.RECTIFICATION_MANAGE),
    (S.RECTIFYING, V.SUBMIT): Step(S.SUBMITTED, P.RECTIFICATION_DO, (G.TASKS_DONE, G.EVIDENCE)),
    (S.RECTIFYING, V.EXTEND): Step(S.RECTIFYING, P.RECTIFICATION_DO, _ASKS, reason=True),
    (S.RECTIFYING, V.GRANT): Step(S.RECTIFYING, P.RECTIFICATION_ACCEPT, _ANSWERS),
    (S.RECTIFYING, V.REFUSE): Step(S.RECTIFYING, P.RECTIFICATION_ACCEPT, _ANSWERS, reason=True),
    (S.RECTIFYING, V.WITHDRAW): Step(S.WITHDRAWN, P.RECTIFICATION_MANAGE, reason=True),
    (S.SUBMITTED, V.ACCEPT): Step(S.ACCEPTED, P.RECTIFICATION_ACCEPT, (G.ANOTHER,)),
    (S.SUBMITTED, V.RETURN): Step(S.RECTIFYING, P.RECTIFICATION_ACCEPT, (G.ANOTHER,), reason=True),
    # 回头看 also looks whether closed problems came back.
    (S.ACCEPTED, V.CONSOLIDATE): Step(S.CONSOLIDATED, P.RECTIFICATION_ACCEPT, (G.RECHECK_DUE, G.ANOTHER)),
    (S.ACCEPTED, V.REOPEN): Step(S.RECTIFYING, P.RECTIFICATION_ACCEPT, reason=True),
    (S.CONSOLIDATED, V.REOPEN): Step(S.RECTIFYING, P.RECTIFICATION_ACCEPT, reason=True),
}

# What the unit has been told of and still has to put right.
OPEN = frozenset({S.CONFIRMED, S.CONTESTED, S.ASSIGNED, S.RECTIFYING, S.SUBMITTED})
DONE = frozenset({S.ACCEPTED, S.CONSOLIDATED})
# Between these, tasks are worked on.
WORKING = frozenset({S.ASSIGNED, S.RECTIFYING})


@dataclass(frozen=True, slots=True)
class Facts:
    """What guards look at. `own`: the caller is responsible, has submitted, or has asked for the extension."""

    today: date
    severity: Severity = Severity.GENERAL
    own: bool = False
    contested: bool = False
    contest_due_on: date | None = None
    tasks_open: int = 0
    evidence: int = 0
    recheck_on: date | None = None
    extensions: int = 0
    request: bool = False


def _needs_evidence(severity: Severity) -> bool:
    return SEVERITIES.index(severity) >= SEVERITIES.index(Severity(EVIDENCE_FROM))


def unmet(guard: Guard, facts: Facts) -> ErrorSpec | None:
    """Why `guard` does not let the caller pass; None where it does."""
    late = facts.contest_due_on is not None and facts.today > facts.contest_due_on
    early = facts.recheck_on is None or facts.today < facts.recheck_on
    missing = _needs_evidence(facts.severity) and not facts.evidence
    refused: Mapping[Guard, tuple[bool, ErrorSpec]] = {
        Guard.ANOTHER: (facts.own, errors.OWN_WORK),
        Guard.CONTEST_ONCE: (facts.contested, errors.CONTESTED_BEFORE),
        Guard.CONTEST_DAYS: (late, errors.CONTEST_LATE),
        Guard.TASKS_DONE: (facts.tasks_open > 0, errors.TASKS_OPEN),
        Guard.EVIDENCE: (missing, errors.EVIDENCE_MISSING),
        Guard.RECHECK_DUE: (early, errors.RECHECK_EARLY),
        Guard.NO_REQUEST: (facts.request, errors.EXTENSION_OPEN),
        Guard.EXTENSIONS_LEFT: (facts.extensions >= MAX_EXTENSIONS, errors.EXTENSIONS_USED),
        Guard.REQUEST: (not facts.request, errors.NO_EXTENSION),
    }
    fails, spec = refused[guard]
    return spec if fails else None


def verbs(state: ProblemState) -> list[RectificationVerb]:
    """What can be done in `state`, in the order of the table."""
    return [verb for before, verb in STEPS if before is state]


def step(state: ProblemState, verb: RectificationVerb) -> Step:
    """The move that `verb` is in `state`. Errors: `rectification.wrong_state`, which names the legal ones."""
    if (state, verb) not in STEPS:
        raise Refused(errors.WRONG_STATE, allowed=", ".join(verbs(state)) or "–")
    return STEPS[state, verb]


def pass_guards(move: Step, facts: Facts) -> None:
    """Go on only if every guard of the move lets the caller pass. Errors: that of the first one that does not."""
    for guard in move.guards:
        if (spec := unmet(guard, facts)) is not None:
            raise Refused(spec)


def possible(state: ProblemState, facts: Facts) -> list[RectificationVerb]:
    """What can be done now by somebody who holds every permission."""
    moves = ((verb, STEPS[state, verb]) for verb in verbs(state))
    return [verb for verb, move in moves if all(unmet(guard, facts) is None for guard in move.guards)]
