"""What is written to a reporter while a case is worked on: a question or a word, sealed to the receipt; no state moves."""

from uuid import UUID

from api.complaints import errors
from api.complaints.ports import ports
from api.complaints.queries import visible
from api.complaints.rules import states
from api.complaints.rules.states import CaseState
from api.complaints.schemas.board import MessageIn
from api.complaints.service.moving import Line, note
from api.core.context import Context
from api.core.errors import Refused


def write_to_reporter(ctx: Context, case_id: UUID, wanted: MessageIn) -> None:
    """Seal a message to whoever holds the receipt. While the case is open, by whoever works on it; clocks keep running.

    Errors: `not_found`, `complaint.wrong_state`, `complaint.no_reporter`.
    """
    case, standing = visible.load_case(ctx, case_id)
    state = CaseState(case.state)
    if state not in states.OPEN:
        raise Refused(errors.WRONG_STATE, allowed=", ".join(states.verbs(state)) or "–")
    (ports.ask if wanted.kind == "question" else ports.tell)(ctx, case, wanted.text)
    note(ctx, case, Line("write", min(standing.who), [wanted.kind]))
    ports.publish(ctx, case)
