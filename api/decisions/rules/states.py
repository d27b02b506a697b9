"""The lives of meetings and policies as tables: state × verb → state, permission. Tests enumerate them, documents print them.

What is decided badly is recorded all the same: rules find it, states do not hide it. So no step asks for a quorum.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.access.permissions import Permission
from api.core.errors import Refused
from api.decisions import errors

P = Permission


class MeetingState(StrEnum):
    """Where the record of a meeting stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"  # finished by the clerk, before the leader; what it says is closed
    FILED = "filed"  # its document is written once


class MeetingVerb(StrEnum):
    """What can be done to the record of a meeting."""

    CHANGE = "change"
    SUBMIT = "submit"
    DISCARD = "discard"  # never filed: it goes away
    RETURN = "return"  # back to its author, with a reason
    FILE = "file"
    REVISE = "revise"  # begin the next edition, with a reason


class PolicyState(StrEnum):
    """Where a version of a policy stands. Whether it is in force is a matter of days."""

    DRAFT = "draft"
    ISSUED = "issued"


class PolicyVerb(StrEnum):
    """What can be done to a version of a policy."""

    CHANGE = "change"
    ISSUE = "issue"
    DISCARD = "discard"
    END = "end"  # set its last day


@dataclass(frozen=True, slots=True)
class MeetingStep:
    """One legal move. `filed_before`: only with (or only without) a filed edition; None: either way."""

    after: MeetingState
    needs: Permission
    reason: bool = False
    filed_before: bool | None = None


@dataclass(frozen=True, slots=True)
class PolicyStep:
    """One legal move of a policy."""

    after: PolicyState
    needs: Permission = P.DECISION_POLICY


S, V = MeetingState, MeetingVerb
MEETING_STEPS: Mapping[tuple[MeetingState, MeetingVerb], MeetingStep] = {
    (S.DRAFT, V.CHANGE): MeetingStep(S.DRAFT, P.DECISION_RECORD),
    (S.DRAFT, V.SUBMIT): MeetingStep(S.SUBMITTED, P.DECISION_RECORD),
    (S.DRAFT, V.DISCARD): MeetingStep(S.DRAFT, P.DECISION_RECORD, filed_before=False),
    (S.SUBMITTED, V.RETURN): MeetingStep(S.DRAFT, P.DECISION_SUBMIT, reason=True),
    (S.SUBMITTED, V.FILE): MeetingStep(S.FILED, P.DECISION_SUBMIT),
    (S.FILED, V.REVISE): MeetingStep(S.DRAFT, P.DECISION_SUBMIT, reason=True),
}
POLICY_STEPS: Mapping[tuple[PolicyState, PolicyVerb], PolicyStep] = {
    (PolicyState.DRAFT, PolicyVerb.CHANGE): PolicyStep(PolicyState.DRAFT),
    (PolicyState.DRAFT, PolicyVerb.ISSUE): PolicyStep(PolicyState.ISSUED),
    (PolicyState.DRAFT, PolicyVerb.DISCARD): PolicyStep(PolicyState.DRAFT),
    (PolicyState.ISSUED, PolicyVerb.END): PolicyStep(PolicyState.ISSUED),
}


def meeting_verbs(state: MeetingState, *, filed: bool) -> list[MeetingVerb]:
    """What can be done in `state`, in the order of the table. `filed`: an edition has been filed before."""
    return [
        verb for (before, verb), step in MEETING_STEPS.items() if before is state and step.filed_before in (None, filed)
    ]


def meeting_step(state: MeetingState, verb: MeetingVerb, *, filed: bool) -> MeetingStep:
    """The move that `verb` is in `state`. Errors: `decision.wrong_state`, which names the legal ones."""
    if verb not in meeting_verbs(state, filed=filed):
        raise Refused(errors.WRONG_STATE, allowed=", ".join(meeting_verbs(state, filed=filed)) or "–")
    return MEETING_STEPS[state, verb]


def policy_verbs(state: PolicyState) -> list[PolicyVerb]:
    """What can be done in `state`, in the order of the table."""
    return [verb for before, verb in POLICY_STEPS if before is state]


def policy_step(state: PolicyState, verb: PolicyVerb) -> PolicyStep:
    """The move that `verb` is in `state`. Errors: `decision.wrong_state`, which names the legal ones."""
    if (state, verb) not in POLICY_STEPS:
        raise Refused(errors.WRONG_STATE, allowed=", ".join(policy_verbs(state)) or "–")
    return POLICY_STEPS[state, verb]
