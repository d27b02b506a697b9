"""The moves that people make: each looks into the table of `rules.states`, then asks the background for the work."""

from uuid import UUID

from api.core.context import Context
from api.core.errors import Refused
from api.core.jobs import requests
from api.core.jobs.resource import JobOut, accept
from api.exchange.imports import errors, queries, rules
from api.exchange.imports.models import Import
from api.exchange.imports.rules import Atomic, ImportState, ImportVerb
from api.exchange.imports.rules.limits import ALL_AT_ONCE_ON_SQLITE
from api.exchange.imports.schemas import ImportOut
from api.exchange.imports.service import bundles
from api.exchange.imports.service.asking import ask
from api.exchange.imports.service.descriptors import reset
from api.exchange.imports.service.standing import said_of, subject
from api.ledger.service import record

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
    ask(ctx, one, ImportState.VALIDATING)
    record(ctx, "import.started", subject(one), before, said_of(one))
    bundles.begin(ctx, one)


def close_upload(ctx: Context, one: Import) -> None:
    """Go on only with a file without gaps. Errors: `import.parts_missing`, `import.size_mismatch`."""
    if queries.is_opened(ctx, one):  # its members have their files
        return
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
    ask(ctx, one, ImportState.APPLYING)
    action = "import.applied" if verb is ImportVerb.APPLY else "import.retried"
    record(ctx, action, subject(one), before, said_of(one))
    bundles.begin(ctx, one)
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
    if queries.has_faults(ctx, one):
        raise Refused(errors.HAS_ERRORS)
    if ctx.session.get_bind().dialect.name == "sqlite" and (one.rows_total or 0) > ALL_AT_ONCE_ON_SQLITE:
        raise Refused(errors.TOO_LARGE_FOR_ALL, limit=ALL_AT_ONCE_ON_SQLITE)


def start_report(ctx: Context, import_id: UUID) -> JobOut:
    """Ask for the workbook of refused rows. Errors: `not_found`, `import.no_report`."""
    one = queries.require_import(ctx, import_id)
    if not queries.has_faults(ctx, one):
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
    bundles.cancel_members(ctx, one)
    record(ctx, "import.cancelled", subject(one), before, said_of(one))
    return queries.get_import(ctx, one.id)


def roll_back(ctx: Context, import_id: UUID) -> ImportOut:
    """Take back what the import wrote, where nobody has changed it since.

    Errors: `not_found`, `conflict.stale`, `import.wrong_state`, `import.nothing_written`, `import.rollback_over`,
    `import.too_many`.
    """
    one = _enter(ctx, import_id, ImportVerb.ROLLBACK)
    before = said_of(one)
    ask(ctx, one, ImportState.ROLLING_BACK)
    record(ctx, "import.rollback_started", subject(one), before, said_of(one))
    bundles.begin(ctx, one)
    return queries.get_import(ctx, one.id)


def _enter(ctx: Context, import_id: UUID, verb: ImportVerb) -> Import:
    one = queries.load_import(ctx, import_id)
    ctx.expect(one.revision)
    rules.person_step(ImportState(one.state), verb, queries.standing_of(ctx, one))
    return one
