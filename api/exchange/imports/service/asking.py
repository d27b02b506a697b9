"""Asking the background for work on an import."""

from api.core.context import Context
from api.core.errors import Refused
from api.core.jobs import requests
from api.exchange.imports import errors, queries
from api.exchange.imports.models import Import
from api.exchange.imports.rules import RUNNING, ImportState
from api.exchange.imports.rules.limits import AT_WORK

CHECK, APPLY, UNDO = "check", "apply", "undo"
_TASKS = {ImportState.VALIDATING: CHECK, ImportState.APPLYING: APPLY, ImportState.ROLLING_BACK: UNDO}


def ask(ctx: Context, one: Import, state: ImportState) -> None:
    """Enter a state in which the background works, by a job of the import's type: it runs with that type's permission.

    A bundle whose members are there has no job of its own. Errors: `import.too_many`.
    """
    if one.bundle_id is None and one.state not in RUNNING and queries.count_at_work(ctx) >= AT_WORK:
        raise Refused(errors.TOO_MANY, retry_after=30, limit=AT_WORK)
    task = _TASKS[state]
    if not queries.is_opened(ctx, one):
        arguments = {"import_id": str(one.id), "task": task}
        one.job_id = requests.enqueue(ctx, f"import.{one.type}", unit_id=one.unit_id, arguments=arguments)
    if task == APPLY and one.phase == "applying" and one.cursor is not None:
        one.phase_at = ctx.now  # it goes on where it stopped
    else:
        one.phase, one.cursor, one.phase_at, one.rows_done = None, None, ctx.now, 0
    one.state = state.value
    one.failure_code, one.failure_params, one.ended_at, one.expires_at = None, None, None, None
    ctx.session.flush()
