"""What a filed case says is destroyed once its years are over: by an approved list, with a line for each; a stub stays."""

from api.complaints import errors
from api.complaints.ports import ports
from api.complaints.queries import cases
from api.complaints.rules.states import Who
from api.complaints.schemas.moves import DestructionIn, DestructionOut
from api.complaints.service.moving import Line, note
from api.core import clock
from api.core.context import Context
from api.core.errors import Violation, refuse_if_any


def destroy(ctx: Context, wanted: DestructionIn) -> DestructionOut:
    """Destroy the content of the listed cases, all of them or none. Errors: `input.invalid` for each that is not due."""
    found = cases.due_for_destruction(ctx, wanted.case_ids, clock.legal_day(ctx.now))
    refuse_if_any(
        Violation(errors.NOT_DUE, f"/case_ids/{index}") for index, id_ in enumerate(wanted.case_ids) if id_ not in found
    )
    for case in found.values():
        case.retention_until_on, case.updated_at = None, ctx.now
        ctx.session.flush()
        note(ctx, case, Line("destroy", Who.LEAD, ["content"]))
        ports.wipe(ctx, case, wanted.order_no)
    return DestructionOut(destroyed=len(found))
