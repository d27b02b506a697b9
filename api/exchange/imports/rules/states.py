"""The life of an import: one table, which the tests enumerate and the documents print."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.core.errors import Refused
from api.exchange.imports import errors


class ImportState(StrEnum):
    """Where an import stands."""

    OPEN = "open"  # parts may come
    UPLOADED = "uploaded"
    VALIDATING = "validating"
    VALIDATED = "validated"
    APPLYING = "applying"
    COMPLETED = "completed"
    COMPLETED_WITH_ERRORS = "completed_with_errors"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ROLLING_BACK = "rolling_back"
    ROLLED_BACK = "rolled_back"
    PARTLY_ROLLED_BACK = "partly_rolled_back"


class ImportVerb(StrEnum):
    """What can be done to an import; those after `retry` are the background's."""

    UPLOAD = "upload"
    CHANGE = "change"
    START = "start"
    APPLY = "apply"
    CANCEL = "cancel"
    ROLLBACK = "rollback"
    RETRY = "retry"
    EXPIRE = "expire"
    PASS = "pass"  # noqa: S105 (everything was read and checked)
    PROCEED = "proceed"
    COMPLETE = "complete"
    COMPLETE_WITH_ERRORS = "complete_with_errors"
    FAIL = "fail"
    UNDO = "undo"  # every row was taken back
    UNDO_PARTLY = "undo_partly"


class Who(StrEnum):
    """Who may, beside holding `import.run` and the permission of the type at the import's unit."""

    STARTER = "starter"  # who made the import
    ANYONE = "anyone"
    HOUSE = "house"  # the background


class Guard(StrEnum):
    """What must be there."""

    NOTHING = "nothing"
    FILE = "file"  # the whole of it, and nothing written yet
    ROWS = "rows"  # read to the end, and still kept
    WRITTEN = "written"  # rows that can be taken back, in time


@dataclass(frozen=True, slots=True)
class Step:
    """One legal move."""

    after: ImportState
    who: Who = Who.ANYONE
    guard: Guard = Guard.NOTHING


@dataclass(frozen=True, slots=True)
class Standing:
    """What the guards ask about. `reversible`: something was written that can be taken back; `in_time`: still."""

    own: bool
    file: bool
    rows: bool
    reversible: bool
    in_time: bool


_S, _V = ImportState, ImportVerb
_CHECK = Step(_S.VALIDATING, Who.STARTER, Guard.FILE)
_APPLY = Step(_S.APPLYING, guard=Guard.ROWS)
_UNDO = Step(_S.ROLLING_BACK, guard=Guard.WRITTEN)
_EXPIRE = Step(_S.EXPIRED, Who.HOUSE)
_FAIL = Step(_S.FAILED, Who.HOUSE)
STEPS: Mapping[tuple[ImportState, ImportVerb], Step] = {
    (_S.OPEN, _V.UPLOAD): Step(_S.OPEN, Who.STARTER),
    (_S.OPEN, _V.CHANGE): Step(_S.OPEN, Who.STARTER),
    (_S.OPEN, _V.START): _CHECK,
    (_S.OPEN, _V.CANCEL): Step(_S.CANCELLED),
    (_S.OPEN, _V.EXPIRE): _EXPIRE,
    # A part may be sent again, in the place of one that was wrong.
    (_S.UPLOADED, _V.UPLOAD): Step(_S.UPLOADED, Who.STARTER),
    (_S.UPLOADED, _V.CHANGE): Step(_S.UPLOADED, Who.STARTER),
    (_S.UPLOADED, _V.START): _CHECK,
    (_S.UPLOADED, _V.CANCEL): Step(_S.CANCELLED),
    (_S.UPLOADED, _V.EXPIRE): _EXPIRE,
    (_S.VALIDATING, _V.CANCEL): Step(_S.CANCELLED),
    (_S.VALIDATING, _V.PASS): Step(_S.VALIDATED, Who.HOUSE),
    (_S.VALIDATING, _V.PROCEED): Step(_S.APPLYING, Who.HOUSE),
    (_S.VALIDATING, _V.FAIL): _FAIL,
    # A change of how the file is read takes it back to `uploaded`; one of `atomic`, `note`, `max_errors` does not.
    (_S.VALIDATED, _V.CHANGE): Step(_S.VALIDATED, Who.STARTER),
    (_S.VALIDATED, _V.START): _CHECK,
    (_S.VALIDATED, _V.APPLY): _APPLY,
    (_S.VALIDATED, _V.CANCEL): Step(_S.CANCELLED),
    (_S.VALIDATED, _V.EXPIRE): _EXPIRE,
    (_S.APPLYING, _V.CANCEL): Step(_S.CANCELLED),
    (_S.APPLYING, _V.COMPLETE): Step(_S.COMPLETED, Who.HOUSE),
    (_S.APPLYING, _V.COMPLETE_WITH_ERRORS): Step(_S.COMPLETED_WITH_ERRORS, Who.HOUSE),
    (_S.APPLYING, _V.FAIL): _FAIL,
    (_S.COMPLETED, _V.ROLLBACK): _UNDO,
    (_S.COMPLETED_WITH_ERRORS, _V.ROLLBACK): _UNDO,
    (_S.FAILED, _V.CHANGE): Step(_S.FAILED, Who.STARTER),
    (_S.FAILED, _V.START): _CHECK,
    (_S.FAILED, _V.APPLY): _APPLY,
    (_S.FAILED, _V.RETRY): _APPLY,
    (_S.FAILED, _V.ROLLBACK): _UNDO,
    # What was applied before it was stopped can be taken back.
    (_S.CANCELLED, _V.ROLLBACK): _UNDO,
    (_S.ROLLING_BACK, _V.CANCEL): Step(_S.PARTLY_ROLLED_BACK),
    (_S.ROLLING_BACK, _V.UNDO): Step(_S.ROLLED_BACK, Who.HOUSE),
    (_S.ROLLING_BACK, _V.UNDO_PARTLY): Step(_S.PARTLY_ROLLED_BACK, Who.HOUSE),
    (_S.ROLLING_BACK, _V.FAIL): Step(_S.PARTLY_ROLLED_BACK, Who.HOUSE),
    # Rows that could not be taken back may be let go meanwhile.
    (_S.PARTLY_ROLLED_BACK, _V.ROLLBACK): _UNDO,
}
RUNNING = frozenset({_S.VALIDATING, _S.APPLYING, _S.ROLLING_BACK})
# Nothing can be done to an import in these but to take back what it wrote.
ENDED = frozenset(_S) - {_S.OPEN, _S.UPLOADED, _S.VALIDATED} - RUNNING
_LACKING = {Guard.FILE: errors.NO_FILE, Guard.ROWS: errors.ROWS_GONE, Guard.WRITTEN: errors.NOTHING_WRITTEN}


def step(state: ImportState, verb: ImportVerb) -> Step:
    """The move that `verb` is in `state`. Errors: `import.wrong_state`, which names the legal ones."""
    found = STEPS.get((state, verb))
    if found is None:
        raise Refused(errors.WRONG_STATE, allowed=", ".join(verbs(state)) or "–")
    return found


def verbs(state: ImportState) -> list[ImportVerb]:
    """What people can do in `state`, in the order of the table."""
    return [verb for (before, verb), move in STEPS.items() if before is state and move.who is not Who.HOUSE]


def person_step(state: ImportState, verb: ImportVerb, standing: Standing) -> Step:
    """The move that a person makes.

    Errors: `import.wrong_state`, `import.not_yours`, `import.no_file`, `import.rows_gone`, `import.nothing_written`,
    `import.rollback_over`.
    """
    move = step(state, verb)
    if move.who is Who.STARTER and not standing.own:
        raise Refused(errors.NOT_YOURS)
    if move.guard is Guard.WRITTEN and standing.reversible and not standing.in_time:
        raise Refused(errors.ROLLBACK_OVER)
    if not _holds(move.guard, standing):
        raise Refused(_LACKING[move.guard])
    return move


def may(state: ImportState, verb: ImportVerb, standing: Standing) -> bool:
    """Whether `person_step` would let it pass."""
    try:
        person_step(state, verb, standing)
    except Refused:
        return False
    return True


def _holds(guard: Guard, standing: Standing) -> bool:
    return {
        Guard.NOTHING: True,
        Guard.FILE: standing.file,
        Guard.ROWS: standing.rows,
        Guard.WRITTEN: standing.reversible and standing.in_time,
    }[guard]
