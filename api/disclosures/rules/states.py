"""The life of a notice and of an objection. Two tables; the tests enumerate them, the documents print them.

A notice has one working copy and any number of published editions. `published` says whether an edition is out: a
correction is a new draft beside the edition that stays in view, and becomes the next edition when it is released.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.access.permissions import Permission
from api.core.errors import Refused
from api.disclosures import errors

P = Permission


class NoticeState(StrEnum):
    """Where the working copy stands. Running and ended are no states: they follow from the clock (`periods`)."""

    DRAFT = "draft"
    CHECKED = "checked"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


class NoticeVerb(StrEnum):
    """What can be done to a notice."""

    CHANGE = "change"
    CHECK = "check"  # the draft is finished: parts complete, personal data looked for, content closed
    RECALL = "recall"  # back to its author, who goes on with it
    RETURN = "return"  # back to its author, with a reason
    RELEASE = "release"  # by a second person
    DISCARD = "discard"  # never published: it goes away
    CORRECT = "correct"  # begin the next edition
    DROP = "drop"  # give a correction up; the edition in view stays
    WITHDRAW = "withdraw"


class Who(StrEnum):
    """Who may, beside holding the permission at the notice's unit."""

    ANYONE = "anyone"
    ANOTHER = "another"  # none of those who wrote or checked it


@dataclass(frozen=True, slots=True)
class NoticeStep:
    """One legal move. `published`: only with (or only without) an edition in view; None: either way."""

    after: NoticeState
    needs: Permission
    who: Who = Who.ANYONE
    reason: bool = False
    published: bool | None = None


S, V = NoticeState, NoticeVerb
NOTICE_STEPS: Mapping[tuple[NoticeState, NoticeVerb], NoticeStep] = {
    (S.DRAFT, V.CHANGE): NoticeStep(S.DRAFT, P.DISCLOSURE_EDIT),
    (S.DRAFT, V.CHECK): NoticeStep(S.CHECKED, P.DISCLOSURE_EDIT),
    (S.DRAFT, V.DISCARD): NoticeStep(S.DISCARDED, P.DISCLOSURE_EDIT, published=False),
    (S.DRAFT, V.DROP): NoticeStep(S.RELEASED, P.DISCLOSURE_EDIT, published=True),
    (S.DRAFT, V.WITHDRAW): NoticeStep(S.WITHDRAWN, P.DISCLOSURE_RELEASE, reason=True, published=True),
    (S.CHECKED, V.RECALL): NoticeStep(S.DRAFT, P.DISCLOSURE_EDIT),
    (S.CHECKED, V.RETURN): NoticeStep(S.DRAFT, P.DISCLOSURE_RELEASE, Who.ANOTHER, reason=True),
    (S.CHECKED, V.RELEASE): NoticeStep(S.RELEASED, P.DISCLOSURE_RELEASE, Who.ANOTHER),
    (S.CHECKED, V.WITHDRAW): NoticeStep(S.WITHDRAWN, P.DISCLOSURE_RELEASE, reason=True, published=True),
    (S.RELEASED, V.CORRECT): NoticeStep(S.DRAFT, P.DISCLOSURE_EDIT, reason=True),
    (S.RELEASED, V.WITHDRAW): NoticeStep(S.WITHDRAWN, P.DISCLOSURE_RELEASE, reason=True),
}


class ObjectionState(StrEnum):
    """How an objection was answered."""

    OPEN = "open"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"


def notice_step(state: NoticeState, verb: NoticeVerb, *, published: bool) -> NoticeStep:
    """The move that `verb` is in `state`. Errors: `notice.wrong_state`, which names the legal ones."""
    if verb not in notice_verbs(state, published=published):
        raise Refused(errors.WRONG_STATE, allowed=", ".join(notice_verbs(state, published=published)) or "–")
    return NOTICE_STEPS[state, verb]


def notice_verbs(state: NoticeState, *, published: bool) -> list[NoticeVerb]:
    """What can be done in `state`, in the order of the table."""
    return [
        verb for (before, verb), step in NOTICE_STEPS.items() if before is state and step.published in (None, published)
    ]


def refuse_answered(state: ObjectionState) -> None:
    """Go on only with an objection that waits for its answer: what was answered is not answered again."""
    if state is not ObjectionState.OPEN:
        raise Refused(errors.ANSWERED)
