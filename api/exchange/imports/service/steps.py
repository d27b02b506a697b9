"""The moves that people make: each looks into the table of `rules.states`, then asks the background for the work."""

from uuid import UUID

from api.core.context import Context
from api.core.errors import Refused
from api.core.jobs import requests
from api.core.jobs.resource import JobOut, accept
from api.exchange.imports import errors, queries, rules
from api.exchange.imports.models import Import
from api.exchange.imports.rules import RUNNING, Atomic, ImportState, ImportVerb
from api.exchange.imports.rules.limits import ALL_AT_ONCE_ON_SQLITE, AT_WORK
from api.exchange.imports.schemas import ImportOut
from api.exchange.imports.service.descriptors import reset
from api.exchange.imports.service.standing import said_of, subject
from api.ledger.service import record

CHECK, APPLY, UNDO = "check", "apply", "undo"
REPORT = "import.report"


def start(ctx: Context, import_id: UUID) -> ImportOut:
    """Close the upload and begin to read; goes on to applying by itself unless only a check was asked for.

    Errors: `not_found`, `conflict.stale`, `import.wrong_state`, `import.not_yours`, `import.no_file`,
    `import.parts_missing`, `import.size_mismatch`, `import.too_many`.
    """
    one = _enter(ctx, import_id, ImportVerb.START)
    close_upload(ctx, one)
    begin_check(ctx, one)
    return queries.get_import(ctx, one.id)


def begin_check(ctx: Context, one: Import) -> None:
    """Ask the background to read the file. Errors: `import.too_many`."""
    before = said_of(one)
    reset(ctx, one)
    _ask(ctx, one, CHECK, ImportState.VALIDATING)
    record(ctx, "import.started", subject(one), before, said_of(one))


def close_upload(ctx: Context, one: Import) -> None:
    """Go on only with a file without gaps. Errors: `import.parts_missing`, `import.size_mismatch`."""
    parts = queries.parts_of(ctx, one.id)
    missing = sorted(set(range(1, parts[-1].number + 1)) - {part.number for part in parts}) if parts else [1]
    if missing:
        raise Refused(errors.PARTS_MISSING, missing=", ".join(map(str, missing[:20])))
    if one.announced is not None and one.announced != one.received:
        raise Refused(errors.SIZE_MISMATCH, received=one.received, size=one.announced)
    one.uploaded_at = one.uploaded_at or ctx.now


def apply(ctx: Context, import_id: UUID, verb: ImportVerb = ImportVerb.APPLY) -> ImportOut:
    """Write the staged rows, judged once more as they are written.

    Errors: `not_found`, `conflict.stale`, `import.wrong_state`, `import.rows_gone`, `import.has_errors`,
    `import.too_large_for_all`, `import.too_many`.
    """
    one = _enter(ctx, import_id, verb)
    refuse_all(ctx, one)
    before = said_of(one)
    _ask(ctx, one, APPLY, ImportState.APPLYING)
    action = "import.applied" if verb is ImportVerb.APPLY else "import.retried"
    record(ctx, action, subject(one), before, said_of(one))
    return queries.get_import(ctx, one.id)


def retry(ctx: Context, import_id: UUID) -> ImportOut:
    """Go on with the rows of an import that failed; what was written before is found unchanged. Errors: as `apply`."""
    return apply(ctx, import_id, ImportVerb.RETRY)


def refuse_all(ctx: Context, one: Import) -> None:
    """All or nothing needs rows without faults, and on the embedded database not too many.

    Errors: `import.has_errors`, `import.too_large_for_all`.
    """
    if one.atomic != Atomic.ALL:
        return
    if one.groups:
        raise Refused(errors.HAS_ERRORS)
    if ctx.session.get_bind().dialect.name == "sqlite" and (one.rows_total or 0) > ALL_AT_ONCE_ON_SQLITE:
        raise Refused(errors.TOO_LARGE_FOR_ALL, limit=ALL_AT_ONCE_ON_SQLITE)


def start_report(ctx: Context, import_id: UUID) -> JobOut:
    """Ask for the workbook of refused rows. Errors: `not_found`, `import.no_report`."""
    one = queries.require_import(ctx, import_id)
    if not one.groups:
        raise Refused(errors.NO_REPORT)
    arguments = {"import_id": str(one.id), "lang": ctx.language}
    key = f"{one.id}:{one.revision}:{ctx.signed_in.id}:{ctx.language}"
    return accept(ctx, REPORT, unit_id=one.unit_id, arguments=arguments, key=key)


def cancel(ctx: Context, import_id: UUID) -> ImportOut:
    """Stop: nothing more is written from this moment on; what was written stays, and can be rolled back.

    Errors: `not_found`, `conflict.stale`, `import.wrong_state`.
    """
    one = _enter(ctx, import_id, ImportVerb.CANCEL)
    before = said_of(one)
    one.state = rules.step(ImportState(one.state), ImportVerb.CANCEL).after.value
    one.ended_at, one.expires_at = ctx.now, None
    ctx.session.flush()
    if one.job_id is not None:
        requests.cancel(ctx, one.job_id)
    record(ctx, "import.cancelled", subject(one), before, said_of(one))
    return queries.get_import(ctx, one.id)


def roll_back(ctx: Context, import_id: UUID) -> ImportOut:
    """Take back what the import wrote, where nobody has changed it since.

    Errors: `not_found`, `conflict.stale`, `import.wrong_state`, `import.nothing_written`, `import.rollback_over`,
    `import.too_many`.
    """
    one = _enter(ctx, import_id, ImportVerb.ROLLBACK)
    before = said_of(one)
    _ask(ctx, one, UNDO, ImportState.ROLLING_BACK)
    record(ctx, "import.rollback_started", subject(one), before, said_of(one))
    return queries.get_import(ctx, one.id)


def _enter(ctx: Context, import_id: UUID, verb: ImportVerb) -> Import:
    one = queries.load_import(ctx, import_id)
    ctx.expect(one.revision)
    rules.person_step(ImportState(one.state), verb, queries.standing_of(ctx, one))
    return one


def _ask(ctx: Context, one: Import, task: str, state: ImportState) -> None:
    """A job of the import's type: it runs with that type's permission. Errors: `import.too_many`."""
    if one.state not in RUNNING and queries.count_at_work(ctx) >= AT_WORK:
        raise Refused(errors.TOO_MANY, retry_after=30, limit=AT_WORK)
    arguments = {"import_id": str(one.id), "task": task}
    one.job_id = requests.enqueue(ctx, f"import.{one.type}", unit_id=one.unit_id, arguments=arguments)
    if task == APPLY and one.phase == "applying" and one.cursor is not None:
        one.phase_at = ctx.now  # it goes on where it stopped
    else:
        one.phase, one.cursor, one.phase_at, one.rows_done = None, None, ctx.now, 0
    one.state = state.value
    one.failure_code, one.failure_params, one.ended_at, one.expires_at = None, None, None, None
    ctx.session.flush()
