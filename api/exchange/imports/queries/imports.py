"""Imports, one and many. One's own are always there; of others, those one may run oneself, within reach."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select

from api.access import reach
from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import FORBIDDEN, INVALID, NOT_FOUND, Refused, Violation, refuse_if_any
from api.core.intake import RowSpec
from api.core.paging import Paging, count
from api.core.schemas import Feed, Named, Page, UnitRef
from api.exchange.imports import errors, rules
from api.exchange.imports.bundles.errors import IS_MEMBER
from api.exchange.imports.models import Import, ImportOutcome, ImportPart
from api.exchange.imports.queries.bundles import members_of, permission_of, standing_of_bundle
from api.exchange.imports.queries.reports import first_errors, groups_of, said
from api.exchange.imports.rules import RUNNING, ImportState, ImportVerb, Standing
from api.exchange.imports.rules.bundles import BUNDLE
from api.exchange.imports.rules.limits import ROLLBACK_WITHIN, eta
from api.exchange.imports.schemas import ImportFilter, ImportOut, ImportRow
from api.exchange.imports.schemas.resource import Counts, Failure, FailureFault, FileOfImport, MayOut, Progress
from api.exchange.specs import ports
from api.ledger import queries as ledger
from api.ledger.schemas import Event
from api.organizations.models import Unit

_PARTS = exists().where(ImportPart.import_id == Import.id).label("kept")
_WROTE = exists().where(ImportOutcome.import_id == Import.id).label("wrote")
# Plain columns of the resource, and those of which `found` may hold what reading found out.
_PLAIN = (
    "id",
    "revision",
    "type",
    "bundle_id",
    "filename",
    "mode",
    "atomic",
    "validate_only",
    "state",
    "created_at",
    "ended_at",
)
_ASKED = ("id_scheme", "references", "on_blank", "mapping_id", "max_errors", "note", "warnings", "job_id")
_TIMES = ("uploaded_at", "validated_at", "applied_at", "expires_at")
_FOUND = ("format", "encoding", "delimiter", "sheet", "header_row", "mapping")


class Place(NamedTuple):
    """The unit for which something is imported."""

    id: UUID
    name: str


def spec_of(name: str) -> RowSpec:
    """How rows of a type are taken. Errors: `input.invalid` with `import.type_unknown`."""
    spec = ports.row_specs.get(name)
    if spec is None:
        params = {"allowed": ", ".join(sorted({*ports.row_specs, BUNDLE}))}
        raise Refused(INVALID, [Violation(errors.TYPE_UNKNOWN, "/type", params=params)])
    return spec


def find_unit(ctx: Context, permission: str, unit_id: UUID | None) -> UUID:
    """The unit asked for, or that of the caller's first fitting role. Errors: `input.invalid`."""
    if unit_id is None:
        return reach.grants_of(ctx, permission)[0].unit_id
    stmt = reach.within(ctx, select(Unit.id).where(Unit.id == unit_id), Unit.id, permission)
    found = ctx.session.execute(stmt).scalar_one_or_none()
    refuse_if_any([Violation(errors.UNIT_UNKNOWN, "/unit_id")] if found is None else [])
    return unit_id


# --- One -------------------------------------------------------------------------------------------------------------


def load_import(ctx: Context, import_id: UUID) -> Import:
    """An import to be changed, locked.

    Errors: `not_found`, `access.denied` without the right to its type, `import.bundle.is_member`.
    """
    stmt = select(Import).where(Import.id == import_id, _visible(ctx)).with_for_update()
    found = ctx.session.execute(stmt, execution_options={"populate_existing": True}).scalar_one_or_none()
    if found is None:
        raise Refused(NOT_FOUND)
    if not _held(ctx, found.type):
        raise Refused(FORBIDDEN)
    if found.bundle_id is not None:
        raise Refused(IS_MEMBER)
    return found


def _held(ctx: Context, name: str) -> bool:
    permission = permission_of(name)
    return permission is not None and ctx.may(permission)


def require_import(ctx: Context, import_id: UUID) -> Import:
    """An import to be read. Errors: `not_found`."""
    found = ctx.session.execute(select(Import).where(Import.id == import_id, _visible(ctx))).scalar_one_or_none()
    if found is None:
        raise Refused(NOT_FOUND)
    return found


def is_own(ctx: Context, import_id: UUID) -> bool:
    """Whether the caller made it. Errors: `not_found`."""
    return require_import(ctx, import_id).created_by == ctx.signed_in.id


def get_import(ctx: Context, import_id: UUID) -> ImportOut:
    """An import as the caller may see it. Errors: `not_found`."""
    row = ctx.session.execute(
        _listed().add_columns(_PARTS, _WROTE).where(Import.id == import_id, _visible(ctx))
    ).first()
    if row is None:
        raise Refused(NOT_FOUND)
    one: Import = row.Import
    if one.state in RUNNING:
        ctx.reply.headers["Retry-After"] = "1"
    members = members_of(ctx, one.id) if one.type == BUNDLE else ()
    standing = _standing(ctx, one, members, kept=row.kept, wrote=row.wrote)
    asked: dict[str, Any] = {name: getattr(one, name) for name in (*_ASKED, *_TIMES)}
    found: dict[str, Any] = {name: getattr(one, name) or (one.found or {}).get(name) for name in _FOUND}
    until = _written_at(one) + ROLLBACK_WITHIN if standing.reversible and one.state not in RUNNING else None
    about = _row(ctx, row)
    return ImportOut(
        **(about | _of_members(ctx, one, members) if members else about),
        **asked,
        **found,
        first_errors=first_errors(ctx, one, members),
        error_groups=groups_of(ctx, one, members),
        members=[ImportRow(**_row(ctx, member)) for member in _member_rows(ctx, one)],
        file=FileOfImport(
            name=one.filename, size=_size(one), received=one.received, sha256=one.file_sha256, kept=row.kept
        ),
        rollback_until=until,
        may=_may(ctx, one, standing),
        failure=_failure(ctx, one),
    )


def standing_of(ctx: Context, one: Import) -> Standing:
    """What the guards of the state machine ask about an import that is loaded."""
    row = ctx.session.execute(select(_PARTS, _WROTE).select_from(Import).where(Import.id == one.id)).one()
    members = members_of(ctx, one.id) if one.type == BUNDLE else ()
    return _standing(ctx, one, members, kept=row.kept, wrote=row.wrote)


def find_by_key(ctx: Context, request_key: str) -> Import | None:
    """The one-shot import that was made under this key."""
    return ctx.session.execute(select(Import).where(Import.request_key == request_key)).scalar_one_or_none()


def count_at_work(ctx: Context) -> int:
    """How many imports wait or run, whoever's they are; a bundle is one."""
    at_work = (Import.state.in_(sorted(RUNNING)), Import.bundle_id.is_(None))
    stmt = select(func.count()).select_from(Import).where(*at_work)
    return ctx.session.execute(stmt).scalar_one()


def list_history(ctx: Context, import_id: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """What happened to an import, newest first. Errors: `not_found`, `paging.bad_cursor`."""
    require_import(ctx, import_id)
    return ledger.list_object_events(ctx, "import", import_id, cursor, limit)


# --- Many ------------------------------------------------------------------------------------------------------------


def list_imports(ctx: Context, wanted: ImportFilter, paging: Paging) -> Page[ImportRow]:
    """Imports that match, newest first; a bundle stands for its members."""
    stmt = _listed().where(*_conditions(ctx, wanted))
    rows = ctx.session.execute(stmt.order_by(Import.id.desc()).limit(paging.size).offset(paging.offset))
    items = [ImportRow(**_row(ctx, row)) for row in rows]
    total = count(ctx, select(Import.id).where(*_conditions(ctx, wanted)))
    return Page(items=items, page=paging.page, size=paging.size, total=total)


def _conditions(ctx: Context, wanted: ImportFilter) -> list[ColumnElement[bool]]:
    found = [_visible(ctx), Import.bundle_id.is_(None)]
    if wanted.state:
        found.append(Import.state.in_(wanted.state))
    if wanted.type is not None:
        found.append(Import.type == wanted.type)
    if wanted.mine:
        found.append(Import.created_by == ctx.signed_in.id)
    return found


def _listed() -> Select[*tuple[Any, ...]]:
    unit = (Unit.name.label("unit_name"), Unit.kind.label("unit_kind"))
    return select(Import, *unit).join(Unit, Unit.id == Import.unit_id)


def _visible(ctx: Context) -> ColumnElement[bool]:
    types = [spec.name for spec in ports.row_specs.values() if ctx.may(spec.permission)]
    if len(types) == len(ports.row_specs):  # a bundle tells of all its members
        types.append(BUNDLE)
    types = [name for name in types if name == BUNDLE or not ports.row_specs[name].own_only]
    inside = reach.condition(ctx, Import.unit_id, Permission.IMPORT_READ)
    return or_(Import.created_by == ctx.signed_in.id, and_(Import.type.in_(types), inside))


# --- What is said ----------------------------------------------------------------------------------------------------


def _standing(ctx: Context, one: Import, members: Sequence[Import], *, kept: bool, wrote: bool) -> Standing:
    spec = ports.row_specs.get(one.type)
    whole = kept and (one.announced is None or one.announced == one.received)
    in_time = ctx.now <= _written_at(one) + ROLLBACK_WITHIN
    if one.type == BUNDLE:
        return standing_of_bundle(ctx, one, members, in_time=in_time, whole=whole)
    return Standing(
        own=one.created_by == ctx.signed_in.id,
        file=whole and not wrote,
        rows=one.rows_staged,
        reversible=wrote and spec is not None and spec.undo is not None,
        in_time=in_time,
    )


def _written_at(one: Import) -> datetime:
    """When it wrote last; of one that was stopped on the way, when that was."""
    return one.applied_at or one.ended_at or one.created_at


def _may(ctx: Context, one: Import, standing: Standing) -> MayOut:
    held = one.bundle_id is None and _held(ctx, one.type) and ctx.may(Permission.IMPORT_RUN)
    state = ImportState(one.state)
    return MayOut(**{name: held and rules.may(state, ImportVerb(name), standing) for name in MayOut.model_fields})


def _row(ctx: Context, row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    one: Import = row.Import
    return {name: getattr(one, name) for name in _PLAIN} | {
        "counts": Counts(**one.counts),
        "progress": _progress(ctx, one),
        "created_by": Named(id=one.created_by, name=one.creator),
        "unit": UnitRef(id=one.unit_id, name=row.unit_name, kind=row.unit_kind),
    }


def _progress(ctx: Context, one: Import) -> Progress:
    running = one.state in RUNNING
    phase: Any = one.phase if running else None
    size, seconds = _size(one), (ctx.now - one.phase_at).total_seconds() if one.phase_at else 0.0
    bytewise = one.phase == "reading"
    done, total = (one.bytes_done, size) if bytewise else (one.rows_done, one.rows_total)
    return Progress(
        phase=phase,
        rows_done=one.rows_done,
        rows_total=one.rows_total,
        bytes_done=one.bytes_done,
        bytes_total=size,
        eta_s=eta(done, total, seconds) if running else None,
    )


def _size(one: Import) -> int | None:
    return one.announced or (one.received if one.uploaded_at else None)


def _member_rows(ctx: Context, one: Import) -> Sequence[Row[*tuple[Any, ...]]]:
    if one.type != BUNDLE:
        return ()
    return ctx.session.execute(_listed().where(Import.bundle_id == one.id).order_by(Import.place)).all()


def _of_members(ctx: Context, one: Import, members: Sequence[Import]) -> dict[str, Any]:
    """Counts and progress of a bundle, summed over its members as they stand."""
    counts = {name: sum(member.counts[name] for member in members) for name in Counts.model_fields}
    running = next((member for member in members if member.state in RUNNING), None)
    done = {name: sum(getattr(member, name) or 0 for member in members) for name in ("rows_done", "bytes_done")}
    progress = Progress(
        phase=_progress(ctx, running).phase if running and one.state in RUNNING else None,
        rows_total=sum(member.rows_total or 0 for member in members) or None,
        bytes_total=sum(member.received for member in members),
        eta_s=None,
        **done,
    )
    return {"counts": Counts(**counts), "progress": progress}


def _failure(ctx: Context, one: Import) -> Failure | None:
    if one.failure_code is None:
        return None
    params = one.failure_params or {}
    faults = [
        FailureFault(place=fault["place"], code=fault["code"], message=said(ctx, fault["code"], fault["params"]))
        for fault in params.get("faults", ())
    ]
    return Failure(code=one.failure_code, message=said(ctx, one.failure_code, params), faults=faults)
