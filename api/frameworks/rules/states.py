"""The life of a version. A draft is checked, then published; what is published never changes and can only be retired."""

from collections.abc import Mapping
from enum import StrEnum

from api.core.errors import Refused
from api.frameworks import errors


class State(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    VALIDATED = "validated"
    PUBLISHED = "published"
    RETIRED = "retired"


class Verb(StrEnum):
    """What can be done to a version."""

    EDIT = "edit"
    VALIDATE = "validate"
    PUBLISH = "publish"
    DISCARD = "discard"
    RETIRE = "retire"
    CLONE = "clone"


STEPS: Mapping[tuple[State, Verb], State | None] = {
    (State.DRAFT, Verb.EDIT): State.DRAFT,
    (State.DRAFT, Verb.VALIDATE): State.VALIDATED,
    (State.DRAFT, Verb.DISCARD): None,
    # A change after the check asks for another.
    (State.VALIDATED, Verb.EDIT): State.DRAFT,
    (State.VALIDATED, Verb.VALIDATE): State.VALIDATED,
    (State.VALIDATED, Verb.PUBLISH): State.PUBLISHED,
    (State.VALIDATED, Verb.DISCARD): None,
    (State.PUBLISHED, Verb.CLONE): State.DRAFT,
    (State.PUBLISHED, Verb.RETIRE): State.RETIRED,
    # Whoever was assessed by it can still read it, and build on it.
    (State.RETIRED, Verb.CLONE): State.DRAFT,
}


def verbs(state: State) -> list[Verb]:
    """What can be done in `state`, in the order of the table."""
    return [verb for before, verb in STEPS if before is state]


def step(state: State, verb: Verb) -> State | None:
    """The state after `verb`; None where nothing is left. Errors: `framework.published`, `framework.wrong_state`."""
    if (state, verb) in STEPS:
        return STEPS[state, verb]
    if state in {State.PUBLISHED, State.RETIRED} and verb in {Verb.EDIT, Verb.DISCARD}:
        raise Refused(errors.PUBLISHED)
    raise Refused(errors.WRONG_STATE, allowed=", ".join(verbs(state)))
