"""Packages: what a school is formally sent of a case. Cut from a text by covering spans, released by a second person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from api.access.permissions import Permission
from api.complaints import errors
from api.core.errors import Refused


class PackageState(StrEnum):
    """Where a package stands. A draft is the bureau's own."""

    DRAFT = "draft"
    RELEASED = "released"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class PackagePurpose(StrEnum):
    """What a package is for: to be answered (转办), or to make the outcome known."""

    WORK = "work"
    OUTCOME = "outcome"


class PackageVerb(StrEnum):
    """What can be done to a package."""

    CHANGE = "change"
    RELEASE = "release"
    DISCARD = "discard"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class PackageStep:
    """One legal move."""

    after: PackageState
    needs: Permission


S, V, P = PackageState, PackageVerb, Permission
PACKAGE_STEPS: Mapping[tuple[PackageState, PackageVerb], PackageStep] = {
    (S.DRAFT, V.CHANGE): PackageStep(S.DRAFT, P.COMPLAINT_READ),
    (S.DRAFT, V.RELEASE): PackageStep(S.RELEASED, P.COMPLAINT_LEAD),
    (S.DRAFT, V.DISCARD): PackageStep(S.WITHDRAWN, P.COMPLAINT_READ),
    (S.RELEASED, V.ANSWER): PackageStep(S.ANSWERED, P.COMPLAINT_PACKAGE),
}


def package_verbs(state: PackageState) -> list[PackageVerb]:
    """What can be done in `state`, in the order of the table."""
    return [verb for before, verb in PACKAGE_STEPS if before is state]


def package_step(state: PackageState, verb: PackageVerb) -> PackageStep:
    """The move that `verb` is in `state`. Errors: `complaint.package_state`, which names the legal ones."""
    if (state, verb) not in PACKAGE_STEPS:
        raise Refused(errors.PACKAGE_STATE, allowed=", ".join(package_verbs(state)) or "–")
    return PACKAGE_STEPS[state, verb]


class Cover(NamedTuple):
    """Characters that are covered: from the first up to, not including, the last."""

    first: int
    last: int


COVERED = "■■"


def are_sound(spans: Iterable[Cover], length: int) -> bool:
    """Whether spans lie within a text of that length and do not overlap."""
    end = 0
    for span in sorted(spans):
        if not end <= span.first < span.last <= length:
            return False
        end = span.last
    return True


def redact(text: str, spans: Iterable[Cover]) -> str:
    """`text` with every span covered by the same sign, whatever its length: a length can name somebody."""
    parts, end = [], 0
    for span in sorted(spans):
        parts += [text[end : span.first], COVERED]
        end = span.last
    return "".join([*parts, text[end:]])
