"""The life of an enrolment: a school, or its party organization, in one campaign."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.access.permissions import Permission
from api.assessments import errors
from api.core.errors import Refused

P = Permission


class EnrolmentState(StrEnum):
    """Whether it takes part. Only who is enrolled has rounds to fill."""

    APPLIED = "applied"
    ENROLLED = "enrolled"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXCLUDED = "excluded"


class EnrolmentVerb(StrEnum):
    """What can be done to an enrolment."""

    APPLY = "apply"  # again, with a new statement
    WITHDRAW = "withdraw"
    ADMIT = "admit"
    REFUSE = "refuse"
    EXCLUDE = "exclude"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class EnrolmentStep:
    """One legal move of an enrolment."""

    after: EnrolmentState
    needs: Permission
    reason: bool = False


S, V = EnrolmentState, EnrolmentVerb

ENROLMENT_STEPS: Mapping[tuple[EnrolmentState, EnrolmentVerb], EnrolmentStep] = {
    (S.APPLIED, V.WITHDRAW): EnrolmentStep(S.WITHDRAWN, P.ASSESSMENT_SUBMIT),
    (S.APPLIED, V.ADMIT): EnrolmentStep(S.ENROLLED, P.ASSESSMENT_MANAGE),
    (S.APPLIED, V.REFUSE): EnrolmentStep(S.REFUSED, P.ASSESSMENT_MANAGE, reason=True),
    (S.ENROLLED, V.EXCLUDE): EnrolmentStep(S.EXCLUDED, P.ASSESSMENT_MANAGE, reason=True),
    (S.REFUSED, V.APPLY): EnrolmentStep(S.APPLIED, P.ASSESSMENT_SUBMIT),
    (S.WITHDRAWN, V.APPLY): EnrolmentStep(S.APPLIED, P.ASSESSMENT_SUBMIT),
    (S.EXCLUDED, V.RESTORE): EnrolmentStep(S.ENROLLED, P.ASSESSMENT_MANAGE),
}


def enrolment_verbs(state: EnrolmentState) -> list[EnrolmentVerb]:
    """What can be done in `state`, in the order of the table."""
    return [verb for before, verb in ENROLMENT_STEPS if before is state]


def enrolment_step(state: EnrolmentState, verb: EnrolmentVerb) -> EnrolmentStep:
    """The move that `verb` is in `state`. Errors: `assessment.wrong_state`, which names the legal ones."""
    if (state, verb) not in ENROLMENT_STEPS:
        raise Refused(errors.WRONG_STATE, allowed=", ".join(enrolment_verbs(state)) or "–")
    return ENROLMENT_STEPS[state, verb]
