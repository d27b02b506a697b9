"""The life of a finding as one table: state × verb → state, permission, who. Tests enumerate it, documents print it.

The engine opens a finding when a rule fails, and closes it when a run of the same rule on the same record passes. People
answer, put right, look again; a dismissal takes two of them and a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.access.permissions import Permission
from api.checks import errors
from api.core.errors import ErrorSpec, Refused


class FindingState(StrEnum):
    """Where a finding stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RECTIFYING = "rectifying"
    RECHECKING = "rechecking"
    CLOSED = "closed"
    DISMISSED = "dismissed"


class FindingVerb(StrEnum):
    """What can be done to a finding. The last two are the engine's own."""

    ACKNOWLEDGE = "acknowledge"
    RESPOND = "respond"  # say what was the matter and what is being done
    SUBMIT = "submit"  # it is put right: look again
    RETURN = "return"
    CLOSE = "close"
    ASSIGN = "assign"  # owner and deadline
    RECTIFY = "rectify"  # make it a problem of rectification
    PROPOSE = "propose"  # that it be dismissed
    DISMISS = "dismiss"
    KEEP = "keep"  # refuse to dismiss it
    REOPEN = "reopen"
    SETTLE = "settle"  # the rule passes now
    RECUR = "recur"  # it failed again, or on other facts


class Who(StrEnum):
    """Who may take a step beside holding its permission."""

    ANY = "any"
    NOT_SUBMITTER = "not_submitter"
    NOT_PROPOSER = "not_proposer"


@dataclass(frozen=True, slots=True)
class FindingStepRule:
    """One legal move. `text`: a reason or an answer must be given. `proposed`: only with, or only without a proposal."""

    after: FindingState
    needs: Permission
    who: Who = Who.ANY
    text: bool = False
    proposed: bool | None = None


S, V, P, R = FindingState, FindingVerb, Permission, FindingStepRule
OPEN_STATES = (S.OPEN, S.ACKNOWLEDGED, S.RECTIFYING, S.RECHECKING)
DONE_STATES = (S.CLOSED, S.DISMISSED)

_RESPONDING: dict[tuple[FindingState, FindingVerb], FindingStepRule] = {
    (S.OPEN, V.ACKNOWLEDGE): R(S.ACKNOWLEDGED, P.FINDING_RESPOND),
    (S.OPEN, V.RESPOND): R(S.RECTIFYING, P.FINDING_RESPOND, text=True),
    (S.ACKNOWLEDGED, V.RESPOND): R(S.RECTIFYING, P.FINDING_RESPOND, text=True),
    (S.RECTIFYING, V.RESPOND): R(S.RECTIFYING, P.FINDING_RESPOND, text=True),
    (S.RECTIFYING, V.SUBMIT): R(S.RECHECKING, P.FINDING_RESPOND, text=True),
    (S.RECHECKING, V.RETURN): R(S.RECTIFYING, P.FINDING_MANAGE, text=True),
    (S.RECHECKING, V.CLOSE): R(S.CLOSED, P.FINDING_MANAGE, Who.NOT_SUBMITTER, text=True),
}
_MANAGING = {
    (state, verb): rule
    for state in OPEN_STATES
    for verb, rule in {
        V.ASSIGN: R(state, P.FINDING_MANAGE),
        V.RECTIFY: R(state if state is S.RECHECKING else S.RECTIFYING, P.FINDING_MANAGE),
        V.PROPOSE: R(state, P.FINDING_MANAGE, text=True, proposed=False),
        V.DISMISS: R(S.DISMISSED, P.FINDING_DISMISS, Who.NOT_PROPOSER, text=True, proposed=True),
        V.KEEP: R(state, P.FINDING_DISMISS, text=True, proposed=True),
    }.items()
}
_REOPENING = {(state, V.REOPEN): R(S.OPEN, P.FINDING_MANAGE, text=True) for state in DONE_STATES}
FINDING_STEPS: Mapping[tuple[FindingState, FindingVerb], FindingStepRule] = {
    **_RESPONDING,
    **_MANAGING,
    **_REOPENING,
}


def finding_verbs(state: FindingState, *, proposed: bool) -> list[FindingVerb]:
    """What people can do in `state`, in the order of the table."""
    return [
        verb for (before, verb), step in FINDING_STEPS.items() if before is state and step.proposed in {None, proposed}
    ]


def finding_step(state: FindingState, verb: FindingVerb, *, proposed: bool) -> FindingStepRule:
    """The move that `verb` is in `state`.

    Errors: `finding.wrong_state`, which names the legal ones; `finding.not_proposed`, `finding.already_proposed`.
    """
    step = FINDING_STEPS.get((state, verb))
    if step is None:
        raise Refused(errors.WRONG_STATE, allowed=", ".join(finding_verbs(state, proposed=proposed)) or "–")
    fault: ErrorSpec | None = None
    if step.proposed is not None and step.proposed != proposed:
        fault = errors.NOT_PROPOSED if step.proposed else errors.ALREADY_PROPOSED
    if fault:
        raise Refused(fault)
    return step


@dataclass(frozen=True, slots=True)
class Held:
    """A finding as the engine looks at it: where it stands, on which facts, and who closed it."""

    state: FindingState
    digest: str
    closed_by_engine: bool


def after_failure(held: Held, digest: str) -> FindingVerb | None:
    """What becomes of a finding whose rule fails: done with by people it stays so while the facts are the same."""
    if held.state in OPEN_STATES:
        return None
    same = held.digest == digest
    return None if same and not held.closed_by_engine else FindingVerb.RECUR


def after_pass(held: Held) -> FindingVerb | None:
    """What becomes of a finding whose rule no longer fails."""
    return FindingVerb.SETTLE if held.state in OPEN_STATES else None
