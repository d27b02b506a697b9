"""The life of a case as one table: state × verb → state, who, guards, what it means for clocks.

Tests enumerate it, `docs/complaints.md` prints it.

There is no verb that calls a report a false accusation: only the mark `suspected_false`, which asks the superior organ;
finding 诬告陷害 takes the approval of an organ above (工作规则 第29条).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from api.complaints import errors
from api.complaints.rules.words import Satisfaction, Track
from api.core.errors import ErrorSpec, Refused


class CaseState(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    SCREENING = "screening"
    AWAITING_INFO = "awaiting_info"
    NOT_ACCEPTED = "not_accepted"
    TRANSFERRED = "transferred"
    SEALED_UP = "sealed_up"  # handed to the superior organ; content wiped, a stub stays
    MERGED = "merged"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    HANDLING = "handling"
    ON_HOLD = "on_hold"  # 暂存待查
    PENDING_APPROVAL = "pending_approval"
    CONCLUDED = "concluded"
    FED_BACK = "fed_back"
    UNDER_REVIEW = "under_review"
    ARCHIVED = "archived"


class CaseVerb(StrEnum):
    """What can be done to a case."""

    SCREEN = "screen"
    MATCH = "match"  # say who is named
    CLASSIFY = "classify"
    ALARM = "alarm"  # urgent: who was told the same day
    ASK = "ask"
    ANSWER = "answer"
    RESUME = "resume"  # without an answer
    SEAL_UP = "seal_up"
    TRANSFER = "transfer"
    REFUSE = "refuse"  # 不予受理
    MERGE = "merge"
    CONFIRM = "confirm"  # the second person
    DECLINE = "decline"
    ACCEPT = "accept"
    ADMIT = "admit"  # 受理 on the track of discipline
    NOTIFY = "notify"  # the reporter was told of acceptance or refusal
    ASSIGN = "assign"
    REASSIGN = "reassign"
    SEND_BACK = "send_back"  # 退回
    START = "start"
    HOLD = "hold"
    TAKE_UP = "take_up"  # from hold
    SUBMIT = "submit"
    RETURN = "return"
    CONCLUDE = "conclude"
    FEED_BACK = "feed_back"
    OBJECT = "object"
    UPHOLD = "uphold"
    CHANGE = "change"
    REDO = "redo"
    REHANDLE = "rehandle"  # 重办: the reporter is not satisfied
    CLARIFY = "clarify"  # 澄清
    ESCALATE = "escalate"  # to the track of discipline
    SUSPECT = "suspect"  # suspected false: refer upward
    WITHDRAW = "withdraw"  # a mark; handling may go on
    ARCHIVE = "archive"


class Who(StrEnum):
    """Whose move it is."""

    REPORTER = "reporter"
    INTAKE = "intake"
    LEAD = "lead"
    HANDLER = "handler"
    JOB = "job"


class Event(StrEnum):
    """What starts and stops clocks."""

    RECEIVED = "received"
    SUPERIOR = "superior"  # somebody of a superior organ's is named
    SCREENED = "screened"  # accepted, refused, merged, sent on
    ASKED = "asked"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    SENT_ON = "sent_on"
    NOTIFIED = "notified"
    ALARMED = "alarmed"
    ASSIGNED = "assigned"
    STARTED = "started"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONCLUDED = "concluded"
    FED_BACK = "fed_back"
    OBJECTED = "objected"
    REVIEWED = "reviewed"
    CLOSED = "closed"  # leaves every clock behind


class Guard(StrEnum):
    """What must hold beside state and person."""

    MATCHED = "matched"
    SUPERIOR = "superior"
    NOT_SUPERIOR = "not_superior"
    DISCIPLINE = "discipline"
    OTHER_TRACK = "other_track"
    URGENT = "urgent"
    PROPOSED = "proposed"
    NOT_PROPOSED = "not_proposed"
    ANOTHER = "another"
    RETURN_DAYS = "return_days"
    RETURN_ONCE = "return_once"
    HEARD = "heard"
    CATEGORY = "category"
    NOT_NOTIFIED = "not_notified"
    OBJECTION_DAYS = "objection_days"
    OBJECTIONS_LEFT = "objections_left"
    UNSATISFIED = "unsatisfied"
    UNTRUE = "untrue"
    WINDOW_OVER = "window_over"
    NOT_WITHDRAWN = "not_withdrawn"


@dataclass(frozen=True, slots=True)
class CaseStep:
    """One legal move. `second`: proposed by `who`, done once this one confirms. `reason`: it must be given."""

    after: CaseState
    who: frozenset[Who]
    guards: tuple[Guard, ...] = ()
    events: tuple[Event, ...] = ()
    second: Who | None = None
    reason: bool = False


S, V, G, E = CaseState, CaseVerb, Guard, Event
_R, _IC, _LD, _HD = (frozenset({who}) for who in (Who.REPORTER, Who.INTAKE, Who.LEAD, Who.HANDLER))
_DESK = _IC | _LD
_BOTH = Who.LEAD  # two persons
_OUT = (G.NOT_PROPOSED, G.MATCHED, G.NOT_SUPERIOR)

# Until it is decided whose the case is.
DESK = frozenset({S.RECEIVED, S.SCREENING, S.AWAITING_INFO})
# Somebody has to act on these; the rest wait for time to pass.
WORKING = frozenset({S.ACCEPTED, S.ASSIGNED, S.HANDLING, S.ON_HOLD, S.PENDING_APPROVAL})
OPEN = DESK | WORKING | {S.CONCLUDED, S.UNDER_REVIEW}
# A handler has the case in these.
ASSIGNED = frozenset({S.ASSIGNED, S.HANDLING, S.ON_HOLD, S.PENDING_APPROVAL})
_ENDED = (S.FED_BACK, S.NOT_ACCEPTED, S.TRANSFERRED, S.MERGED, S.SEALED_UP)


def _anywhere(
    states: frozenset[CaseState], verb: CaseVerb, **said: object
) -> dict[tuple[CaseState, CaseVerb], CaseStep]:
    """A verb that leaves the state as it is."""
    return {(state, verb): CaseStep(state, **said) for state in CaseState if state in states}  # type: ignore[arg-type]


STEPS: Mapping[tuple[CaseState, CaseVerb], CaseStep] = {
    (S.RECEIVED, V.SCREEN): CaseStep(S.SCREENING, _IC),
    (S.SCREENING, V.ASK): CaseStep(S.AWAITING_INFO, _IC, (G.NOT_PROPOSED,), (E.ASKED,)),
    (S.AWAITING_INFO, V.ANSWER): CaseStep(S.SCREENING, _R, events=(E.ANSWERED,)),
    (S.AWAITING_INFO, V.RESUME): CaseStep(S.SCREENING, frozenset({Who.INTAKE, Who.JOB}), events=(E.ANSWERED,)),
    # 工作规则 第15条: straight up within five working days, no copy, no entry into the platform.
    (S.SCREENING, V.SEAL_UP): CaseStep(S.SEALED_UP, _IC, (G.NOT_PROPOSED, G.SUPERIOR), (E.SENT_ON, E.CLOSED)),
    # 第16、17条: what is another organ's goes there, what has no substance goes back, after the leader agrees.
    (S.SCREENING, V.TRANSFER): CaseStep(
        S.TRANSFERRED, _IC, _OUT, (E.SCREENED, E.SENT_ON, E.CLOSED), second=_BOTH, reason=True
    ),
    (S.SCREENING, V.REFUSE): CaseStep(S.NOT_ACCEPTED, _IC, _OUT, (E.SCREENED,), second=_BOTH, reason=True),
    (S.SCREENING, V.MERGE): CaseStep(S.MERGED, _IC, (G.NOT_PROPOSED, G.NOT_SUPERIOR), (E.SCREENED, E.CLOSED)),
    (S.SCREENING, V.ACCEPT): CaseStep(S.ACCEPTED, _IC, _OUT, (E.SCREENED, E.ACCEPTED)),
    (S.SCREENING, V.ADMIT): CaseStep(S.ACCEPTED, _LD, _OUT, (E.SCREENED, E.ACCEPTED)),
    (S.ACCEPTED, V.ASSIGN): CaseStep(S.ASSIGNED, _LD, (G.NOT_PROPOSED, G.MATCHED), (E.ASSIGNED,)),
    # 12345: the wrong department returns within two working days, with its reason.
    (S.ASSIGNED, V.SEND_BACK): CaseStep(S.ACCEPTED, _HD, (G.RETURN_DAYS, G.RETURN_ONCE), (E.RETURNED,), reason=True),
    (S.ASSIGNED, V.START): CaseStep(S.HANDLING, _HD, (G.NOT_PROPOSED,), (E.STARTED,)),
    (S.HANDLING, V.HOLD): CaseStep(S.ON_HOLD, _LD, (G.NOT_PROPOSED, G.DISCIPLINE), reason=True),
    (S.ON_HOLD, V.TAKE_UP): CaseStep(S.HANDLING, _LD),
    (S.HANDLING, V.SUBMIT): CaseStep(S.PENDING_APPROVAL, _HD, (G.NOT_PROPOSED, G.HEARD), (E.SUBMITTED,)),
    (S.PENDING_APPROVAL, V.RETURN): CaseStep(S.HANDLING, _LD, (G.NOT_PROPOSED, G.ANOTHER), reason=True),
    (S.PENDING_APPROVAL, V.CONCLUDE): CaseStep(
        S.CONCLUDED, _LD, (G.NOT_PROPOSED, G.ANOTHER, G.CATEGORY), (E.CONCLUDED,)
    ),
    (S.CONCLUDED, V.FEED_BACK): CaseStep(S.FED_BACK, _IC, (G.NOT_PROPOSED,), (E.FED_BACK,)),
    (S.FED_BACK, V.OBJECT): CaseStep(
        S.UNDER_REVIEW, frozenset({Who.REPORTER, Who.INTAKE}), (G.OBJECTION_DAYS, G.OBJECTIONS_LEFT), (E.OBJECTED,)
    ),
    (S.FED_BACK, V.REHANDLE): CaseStep(S.HANDLING, _LD, (G.UNSATISFIED,), (E.ASSIGNED,), reason=True),
    (S.UNDER_REVIEW, V.UPHOLD): CaseStep(
        S.FED_BACK, _LD, (G.NOT_PROPOSED, G.ANOTHER), (E.REVIEWED, E.FED_BACK), reason=True
    ),
    (S.UNDER_REVIEW, V.CHANGE): CaseStep(
        S.FED_BACK, _LD, (G.NOT_PROPOSED, G.ANOTHER), (E.REVIEWED, E.FED_BACK), reason=True
    ),
    (S.UNDER_REVIEW, V.REDO): CaseStep(S.HANDLING, _LD, (G.NOT_PROPOSED,), (E.REVIEWED, E.ASSIGNED), reason=True),
    **{
        (state, V.ARCHIVE): CaseStep(S.ARCHIVED, frozenset({Who.INTAKE, Who.JOB}), (G.WINDOW_OVER,), (E.CLOSED,))
        for state in _ENDED
    },
    # An H, X or S case shows an integrity breach (12345: matters of 纪检监察 are not accepted there).
    **{
        (state, V.ESCALATE): CaseStep(
            S.SCREENING, _IC, (G.NOT_PROPOSED, G.OTHER_TRACK), (E.CLOSED, E.RECEIVED), second=_BOTH, reason=True
        )
        for state in (S.ACCEPTED, S.ASSIGNED, S.HANDLING, S.PENDING_APPROVAL, S.CONCLUDED, S.UNDER_REVIEW)
    },
    **{
        (state, verb): CaseStep(state, _LD, (G.PROPOSED, G.ANOTHER) if verb is V.CONFIRM else (G.PROPOSED,))
        for state in (S.SCREENING, S.ACCEPTED, S.ASSIGNED, S.HANDLING, S.PENDING_APPROVAL, S.CONCLUDED, S.UNDER_REVIEW)
        for verb in (V.CONFIRM, V.DECLINE)
    },
    **_anywhere(DESK | WORKING, V.MATCH, who=_DESK),
    **_anywhere(OPEN - {S.RECEIVED}, V.CLASSIFY, who=_DESK | _HD),
    **_anywhere(DESK | WORKING, V.ALARM, who=_DESK, guards=(G.URGENT,), events=(E.ALARMED,)),
    **_anywhere(
        WORKING | {S.NOT_ACCEPTED, S.CONCLUDED}, V.NOTIFY, who=_IC, guards=(G.NOT_NOTIFIED,), events=(E.NOTIFIED,)
    ),
    **_anywhere(ASSIGNED, V.REASSIGN, who=_LD, reason=True),
    **_anywhere(frozenset({S.CONCLUDED, S.FED_BACK}), V.CLARIFY, who=_LD, guards=(G.UNTRUE,)),
    **_anywhere(WORKING | {S.CONCLUDED}, V.SUSPECT, who=_LD, reason=True),
    **_anywhere(OPEN, V.WITHDRAW, who=_R | _IC, guards=(G.NOT_WITHDRAWN,)),
}
MAX_REVIEWS = 2  # 复查, then 复核; afterwards the same facts are not accepted again (信访工作条例)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What guards look at. `own`: the caller has handled, submitted or proposed it."""

    today: date
    track: Track | None = None
    matched: bool = False
    superior: bool = False
    urgent: bool = False
    proposed: bool = False
    own: bool = False
    return_until: date | None = None
    returned: bool = False
    heard: bool = False
    category: str | None = None
    notified: bool = False
    objection_until: date | None = None
    reviews: int = 0
    satisfaction: Satisfaction | None = None
    untrue: bool = False
    archive_from: date | None = None
    withdrawn: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)


UNCODED = "99"  # 其他: re-coded before it is concluded


def unmet(guard: Guard, facts: CaseFacts) -> ErrorSpec | None:
    """Why `guard` does not let the caller pass; None where it does."""
    hears = facts.track in {Track.CONDUCT, Track.DISCIPLINE}
    objections = facts.track is Track.PETITION and facts.reviews >= MAX_REVIEWS
    refused: Mapping[Guard, tuple[bool, ErrorSpec]] = {
        Guard.MATCHED: (not facts.matched, errors.NOT_MATCHED),
        Guard.SUPERIOR: (not facts.superior, errors.NOT_SUPERIOR),
        Guard.NOT_SUPERIOR: (facts.superior, errors.SUPERIOR_MATTER),
        Guard.DISCIPLINE: (facts.track is not Track.DISCIPLINE, errors.WRONG_TRACK),
        Guard.OTHER_TRACK: (facts.track is Track.DISCIPLINE, errors.WRONG_TRACK),
        Guard.URGENT: (not facts.urgent, errors.NOT_URGENT),
        Guard.PROPOSED: (not facts.proposed, errors.NO_PROPOSAL),
        Guard.NOT_PROPOSED: (facts.proposed, errors.PROPOSAL_OPEN),
        Guard.ANOTHER: (facts.own, errors.OWN_CASE),
        Guard.RETURN_DAYS: (_after(facts.today, facts.return_until), errors.RETURN_LATE),
        Guard.RETURN_ONCE: (facts.returned, errors.RETURNED_BEFORE),
        Guard.HEARD: (hears and not facts.heard, errors.NOT_HEARD),
        Guard.CATEGORY: (facts.category is None or facts.category.startswith(UNCODED), errors.NOT_CODED),
        Guard.NOT_NOTIFIED: (facts.notified, errors.NOTIFIED_BEFORE),
        Guard.OBJECTION_DAYS: (_after(facts.today, facts.objection_until), errors.OBJECTION_LATE),
        Guard.OBJECTIONS_LEFT: (objections, errors.REVIEWS_USED),
        Guard.UNSATISFIED: (facts.satisfaction is not Satisfaction.UNSATISFIED, errors.NOT_UNSATISFIED),
        Guard.UNTRUE: (not facts.untrue, errors.NOT_UNTRUE),
        Guard.WINDOW_OVER: (not _after(facts.today, facts.archive_from), errors.WINDOW_OPEN),
        Guard.NOT_WITHDRAWN: (facts.withdrawn, errors.WITHDRAWN_BEFORE),
    }
    fails, spec = refused[guard]
    return spec if fails else None


def _after(today: date, until: date | None) -> bool:
    return until is not None and today > until


def verbs(state: CaseState) -> list[CaseVerb]:
    """What can be done in `state` by anybody, in the order of the table."""
    return [verb for before, verb in STEPS if before is state]


def step(state: CaseState, verb: CaseVerb) -> CaseStep:
    """The move that `verb` is in `state`. Errors: `complaint.wrong_state`, which names the legal ones."""
    if (state, verb) not in STEPS:
        raise Refused(errors.WRONG_STATE, allowed=", ".join(verbs(state)) or "–")
    return STEPS[state, verb]


def pass_guards(move: CaseStep, facts: CaseFacts) -> None:
    """Go on only if every guard of the move lets the caller pass. Errors: that of the first one that does not."""
    for guard in move.guards:
        if (spec := unmet(guard, facts)) is not None:
            raise Refused(spec)


def possible(state: CaseState, who: frozenset[Who], facts: CaseFacts) -> list[CaseVerb]:
    """What somebody who is `who` can do now."""
    moves = ((verb, STEPS[state, verb]) for verb in verbs(state))
    return [
        verb for verb, move in moves if move.who & who and all(unmet(guard, facts) is None for guard in move.guards)
    ]
