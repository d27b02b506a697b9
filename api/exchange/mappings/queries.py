"""Saved mappings: one's own, and those shared at or above a unit where one imports, or within reach."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from api.access import reach
from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Feed, Named, Page, UnitRef
from api.exchange.mappings.errors import NOT_YOURS
from api.exchange.mappings.models import ImportMapping
from api.exchange.mappings.schemas import SavedMappingFilter, SavedMappingOut, SavedMappingRow
from api.exchange.specs import ports
from api.ledger import queries as ledger
from api.ledger.schemas import Event
from api.organizations.models import Unit

OBJECT_TYPE = "import_mapping"
_PLAIN = ("id", "revision", "name", "type", "shared", "created_at", "updated_at")


def list_mappings(ctx: Context, wanted: SavedMappingFilter, paging: Paging) -> Page[SavedMappingRow]:
    """Mappings that the caller can use, those of one type together, newest first."""
    stmt = _listed(ctx)
    if wanted.type is not None:
        stmt = stmt.where(ImportMapping.type == wanted.type)
    ordered = stmt.order_by(ImportMapping.type, ImportMapping.updated_at.desc(), ImportMapping.id)
    rows = ctx.session.execute(ordered.limit(paging.size).offset(paging.offset))
    items = [SavedMappingRow(**_shown(ctx, row)) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def get_mapping(ctx: Context, mapping_id: UUID) -> SavedMappingOut:
    """A mapping that the caller can use. Errors: `not_found`."""
    return _out(ctx, _require(ctx, mapping_id))


def get_changed(ctx: Context, mapping_id: UUID) -> SavedMappingOut:
    """A mapping that the caller has just changed: one that is no longer shared is shown for the last time."""
    return _out(ctx, ctx.session.execute(_all(ctx).where(ImportMapping.id == mapping_id)).one())


def find_document(ctx: Context, mapping_id: UUID, type_: str) -> dict[str, Any] | None:
    """The document of a mapping that the caller can use for rows of a type."""
    stmt = _listed(ctx).where(ImportMapping.id == mapping_id, ImportMapping.type == type_)
    row = ctx.session.execute(stmt).first()
    return row.ImportMapping.document if row else None


def load_mapping(ctx: Context, mapping_id: UUID) -> ImportMapping:
    """A mapping to be changed. Errors: `not_found`, `import_mapping.not_yours`."""
    row = _require(ctx, mapping_id)
    if not _may_change(ctx, row):
        raise Refused(NOT_YOURS)
    found: ImportMapping = row.ImportMapping
    return found


def count_own(ctx: Context) -> int:
    """How many mappings the caller keeps."""
    stmt = select(func.count()).select_from(ImportMapping).where(ImportMapping.created_by == ctx.signed_in.id)
    return ctx.session.execute(stmt).scalar_one()


def list_history(ctx: Context, mapping_id: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """What happened to a mapping, newest first. Errors: `not_found`, `paging.bad_cursor`."""
    get_mapping(ctx, mapping_id)
    return ledger.list_object_events(ctx, OBJECT_TYPE, mapping_id, cursor, limit)


def _all(ctx: Context) -> Select[*tuple[Any, ...]]:
    below = reach.condition(ctx, ImportMapping.unit_id, Permission.IMPORT_RUN)
    unit = (Unit.name.label("unit_name"), Unit.kind.label("unit_kind"))
    return select(ImportMapping, *unit, below.label("below")).join(Unit, Unit.id == ImportMapping.unit_id)


def _listed(ctx: Context) -> Select[*tuple[Any, ...]]:
    return _all(ctx).where(_usable(ctx))


def _require(ctx: Context, mapping_id: UUID) -> Row[*tuple[Any, ...]]:
    row = ctx.session.execute(_listed(ctx).where(ImportMapping.id == mapping_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row


def _usable(ctx: Context) -> ColumnElement[bool]:
    types = [spec.name for spec in ports.row_specs.values() if ctx.may(spec.permission)]
    below = reach.condition(ctx, ImportMapping.unit_id, Permission.IMPORT_READ)
    above = Unit.path.in_(sorted(set(_lines(ctx))))
    shared = and_(ImportMapping.shared, ImportMapping.type.in_(types), or_(below, above))
    return or_(ImportMapping.created_by == ctx.signed_in.id, shared)


def _lines(ctx: Context) -> Iterator[str]:
    """The paths of all units above those where the caller imports: each begins the paths of those below it."""
    for path in reach.roots(ctx, Permission.IMPORT_READ):
        steps = path.split("/")[:-1]
        yield from ("/".join(steps[:depth]) + "/" for depth in range(1, len(steps) + 1))


def _may_change(ctx: Context, row: Row[*tuple[Any, ...]]) -> bool:
    mine = row.ImportMapping.created_by == ctx.signed_in.id
    return ctx.may(Permission.IMPORT_RUN) and bool(mine or row.below)


def _out(ctx: Context, row: Row[*tuple[Any, ...]]) -> SavedMappingOut:
    return SavedMappingOut(**_shown(ctx, row), document=row.ImportMapping.document)


def _shown(ctx: Context, row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    one: ImportMapping = row.ImportMapping
    return {name: getattr(one, name) for name in _PLAIN} | {
        "unit": UnitRef(id=one.unit_id, name=row.unit_name, kind=row.unit_kind),
        "owner": Named(id=one.created_by, name=one.creator),
        "mine": one.created_by == ctx.signed_in.id,
        "may_change": _may_change(ctx, row),
    }
