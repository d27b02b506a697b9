"""The life of a version. A draft is checked, then published; what is published never changes and can only be retired."""

from collections.abc import Mapping
from enum import StrEnum

from api.core.errors import Refused
from api.frameworks import errors


class VersionState(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    VALIDATED = "validated"
    PUBLISHED = "published"
    RETIRED = "retired"


class VersionVerb(StrEnum):
    """What can be done to a version."""

    EDIT = "edit"
    VALIDATE = "validate"
    PUBLISH = "publish"
    DISCARD = "discard"
    RETIRE = "retire"
    CLONE = "clone"


STEPS: Mapping[tuple[VersionState, VersionVerb], VersionState | None] = {
    (VersionState.DRAFT, VersionVerb.EDIT): VersionState.DRAFT,
    (VersionState.DRAFT, VersionVerb.VALIDATE): VersionState.VALIDATED,
    (VersionState.DRAFT, VersionVerb.DISCARD): None,
    # A change after the check asks for another.
    (VersionState.VALIDATED, VersionVerb.EDIT): VersionState.DRAFT,
    (VersionState.VALIDATED, VersionVerb.VALIDATE): VersionState.VALIDATED,
    (VersionState.VALIDATED, VersionVerb.PUBLISH): VersionState.PUBLISHED,
    (VersionState.VALIDATED, VersionVerb.DISCARD): None,
    (VersionState.PUBLISHED, VersionVerb.CLONE): VersionState.DRAFT,
    (VersionState.PUBLISHED, VersionVerb.RETIRE): VersionState.RETIRED,
    # Whoever was assessed by it can still read it, and build on it.
    (VersionState.RETIRED, VersionVerb.CLONE): VersionState.DRAFT,
}


def verbs(state: VersionState) -> list[VersionVerb]:
    """What can be done in `state`, in the order of the table."""
    return [verb for before, verb in STEPS if before is state]


def step(state: VersionState, verb: VersionVerb) -> VersionState | None:
    """The state after `verb`; None where nothing is left. Errors: `framework.published`, `framework.wrong_state`."""
    if (state, verb) in STEPS:
        return STEPS[state, verb]
    if state in {VersionState.PUBLISHED, VersionState.RETIRED} and verb in {VersionVerb.EDIT, VersionVerb.DISCARD}:
        raise Refused(errors.PUBLISHED)
    raise Refused(errors.WRONG_STATE, allowed=", ".join(verbs(state)))
