"""The file of an import: its parts as they come, or the whole at once."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, insert

from api.core.context import Context
from api.core.crypto import digest
from api.core.errors import KEY_REUSED, Refused
from api.exchange.imports import errors, queries, rules
from api.exchange.imports.bundles.errors import IS_MEMBER
from api.exchange.imports.models import Import, ImportPart
from api.exchange.imports.rules import ImportState, ImportVerb
from api.exchange.imports.rules.limits import FILE, UPLOAD_KEPT
from api.exchange.imports.schemas import ImportIn, PartOut
from api.exchange.imports.service.descriptors import new_import, refuse_type
from api.exchange.imports.service.steps import begin_check


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is stored already: how long it is, its SHA-256, where it lies."""

    size: int
    sha256: str
    key: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What may come: the most bytes a part may have."""

    most: int


@dataclass(frozen=True, slots=True)
class Run:
    """A one-shot request: what is asked, and the caller's Idempotency-Key."""

    wanted: ImportIn
    key: str | None


def expect_part(ctx: Context, import_id: UUID, number: int) -> Expected:
    """Whether a part may come, asked before it is read.

    Errors: `not_found`, `import.wrong_state`, `import.not_yours`, `import.file_too_large`, `import.bundle.is_member`.
    """
    one = queries.require_import(ctx, import_id)
    refuse_type(ctx, one.type)
    if one.bundle_id is not None:
        raise Refused(IS_MEMBER)
    rules.person_step(ImportState(one.state), ImportVerb.UPLOAD, queries.standing_of(ctx, one))
    return Expected(_room(ctx, one, number))


def _room(ctx: Context, one: Import, number: int) -> int:
    others: int = sum(part.size for part in queries.parts_of(ctx, one.id) if part.number != number)
    room = (one.announced or FILE) - others
    if room <= 0:
        raise Refused(errors.FILE_TOO_LARGE, limit=one.announced or FILE)
    return room


def keep_part(ctx: Context, import_id: UUID, number: int, part: Part) -> tuple[PartOut, str | None]:
    """Write down a part that is stored; also the key of the one in whose place it came.

    Errors: as for `expect_part`.
    """
    one = queries.load_import(ctx, import_id)
    rules.person_step(ImportState(one.state), ImportVerb.UPLOAD, queries.standing_of(ctx, one))
    if part.size > _room(ctx, one, number):
        raise Refused(errors.FILE_TOO_LARGE, limit=one.announced or FILE)
    replaced = put_part(ctx, one, number, part)
    parts = queries.parts_of(ctx, one.id)
    one.received, one.expires_at = sum(each.size for each in parts), ctx.now + UPLOAD_KEPT
    whole = one.received == one.announced and [each.number for each in parts] == list(range(1, len(parts) + 1))
    if whole and one.state == ImportState.OPEN:
        one.state, one.uploaded_at = ImportState.UPLOADED.value, ctx.now
    ctx.session.flush()
    return PartOut(number=number, size=part.size, sha256=part.sha256), replaced


def put_part(ctx: Context, one: Import, number: int, part: Part) -> str | None:
    """Write the row of a part; the key of the one before."""
    before = next((each.key for each in queries.parts_of(ctx, one.id) if each.number == number), None)
    ctx.session.execute(delete(ImportPart).where(ImportPart.import_id == one.id, ImportPart.number == number))
    row = {"import_id": one.id, "number": number, "size": part.size, "sha256": part.sha256, "key": part.key}
    ctx.session.execute(insert(ImportPart).values(**row))
    return before


# --- In one request --------------------------------------------------------------------------------------------------


def run_import(ctx: Context, run: Run, part: Part) -> tuple[UUID, bool]:
    """Make an import of a file that is stored, and start it; asked again under the same key, it is the same import.

    The second value tells whether it is new. Errors: as `create_import`, `idempotency.key_reused`, `import.too_many`.
    """
    asked = digest(run.wanted.model_dump_json() + part.sha256)
    key = digest(f"{ctx.signed_in.id}\n{run.key}") if run.key else None
    known = queries.find_by_key(ctx, key) if key else None
    if known is not None:
        if known.request_print != asked:
            raise Refused(KEY_REUSED)
        return known.id, False
    one = new_import(ctx, run.wanted, (key, asked))
    put_part(ctx, one, 1, part)
    one.received, one.uploaded_at = part.size, ctx.now
    begin_check(ctx, one)
    return one.id, True
