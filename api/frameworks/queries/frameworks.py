"""Lists of frameworks, one framework with its versions, and the shipped ones."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select

from api.access import reach
from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.points import written
from api.core.schemas import Feed, Page, UnitRef
from api.frameworks.data import shipped
from api.frameworks.models import FrameworkDraft, FrameworkRecord, FrameworkRetirement, FrameworkVersion
from api.frameworks.queries.versions import list_published, present_ref, present_row
from api.frameworks.queries.visibility import get_kept, place_of, visible
from api.frameworks.rules.model import Framework, Kind, Level, leaves
from api.frameworks.rules.states import VersionState
from api.frameworks.schemas import FrameworkFilter, FrameworkOut, FrameworkRow, PackageRow, Packages, VersionRef
from api.ledger import queries as ledger
from api.ledger.schemas import Event
from api.organizations.models import Unit
from api.organizations.ports import Reference

_NEWEST = (
    select(FrameworkVersion.id)
    .where(
        FrameworkVersion.framework_id == FrameworkRecord.id,
        ~exists().where(FrameworkRetirement.version_id == FrameworkVersion.id),
    )
    .order_by(FrameworkVersion.published_at.desc(), FrameworkVersion.id.desc())
    .limit(1)
    .correlate(FrameworkRecord)
    .scalar_subquery()
)
_LATEST = FrameworkVersion.__table__.alias("latest")
_PLAIN = ("id", "code", "title", "title_en", "package", "updated_at", "revision")


def list_frameworks(ctx: Context, wanted: FrameworkFilter, paging: Paging) -> Page[FrameworkRow]:
    """Frameworks that the caller sees, titles in pinyin order."""
    stmt = _rows(ctx).where(*_conditions(wanted))
    page = stmt.order_by(FrameworkRecord.sort_key, FrameworkRecord.id).limit(paging.size).offset(paging.offset)
    items = [FrameworkRow(**_shown(row)) for row in ctx.session.execute(page)]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def _rows(ctx: Context) -> Select[*tuple[Any, ...]]:
    return (
        select(FrameworkRecord, Unit, _LATEST.c.id, _LATEST.c.version, _draft_state(ctx))
        .join(Unit, Unit.id == FrameworkRecord.unit_id)
        .outerjoin(_LATEST, _LATEST.c.id == _NEWEST)
        .outerjoin(FrameworkDraft, FrameworkDraft.framework_id == FrameworkRecord.id)
        .where(visible(ctx))
    )


def _draft_state(ctx: Context) -> Any:
    """The state of the draft, for those who may edit or publish it."""
    if ctx.actor is None:
        return FrameworkDraft.state.label("draft")
    permissions = (Permission.FRAMEWORK_EDIT, Permission.FRAMEWORK_PUBLISH)
    concerned = or_(*(reach.condition(ctx, FrameworkRecord.unit_id, one) for one in permissions))
    return case((concerned, FrameworkDraft.state)).label("draft")


def _conditions(wanted: FrameworkFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.q:
        parts = (FrameworkRecord.title, FrameworkRecord.title_en, FrameworkRecord.code)
        yield or_(*(part.icontains(wanted.q, autoescape=True) for part in parts))
    if wanted.kind:
        yield FrameworkRecord.kind.in_(wanted.kind)
    if wanted.level:
        yield FrameworkRecord.level.in_(wanted.level)
    if wanted.unit is not None:
        yield FrameworkRecord.unit_id == wanted.unit


def _shown(row: Any) -> dict[str, Any]:
    record, unit = row.FrameworkRecord, row.Unit
    return {
        **{name: getattr(record, name) for name in _PLAIN},
        "kind": Kind(record.kind),
        "level": Level(record.level),
        "unit": UnitRef(id=unit.id, name=unit.name, kind=unit.kind),
        "latest": VersionRef(id=row.id, version=row.version) if row.id else None,
        "draft": VersionState(row.draft) if row.draft else None,
    }


def get_framework(ctx: Context, framework_id: UUID) -> FrameworkOut:
    """A framework that the caller sees, with its versions. Errors: `not_found`."""
    kept = get_kept(ctx, framework_id)
    row = ctx.session.execute(_rows(ctx).where(FrameworkRecord.id == framework_id)).one()
    versions = [present_row(one) for one in list_published(ctx, framework_id)]
    return FrameworkOut(**_shown(row), versions=versions, may_edit=kept.may_edit, may_publish=kept.may_publish)


def list_packages(ctx: Context) -> Packages:
    """What is shipped, and where it has been adopted."""
    stmt = select(FrameworkRecord, Unit).join(Unit, Unit.id == FrameworkRecord.unit_id)
    rows = ctx.session.execute(stmt.where(FrameworkRecord.package.is_not(None), visible(ctx)).order_by(Unit.sort_key))
    adopted: dict[str | None, list[Any]] = {}
    for row in rows:
        adopted.setdefault(row.FrameworkRecord.package, []).append(present_ref(row.FrameworkRecord, place_of(row.Unit)))
    return Packages(items=[_package(one, adopted.get(one.code, [])) for one in shipped()])


def _package(framework: Framework, adopted: list[Any]) -> PackageRow:
    names = ("code", "version", "title", "title_en", "kind", "level", "provenance")
    return PackageRow(
        **{name: getattr(framework, name) for name in names},
        declared_total=written(framework.declared_total),
        leaves=len(list(leaves(framework))),
        adopted=adopted,
    )


def list_history(ctx: Context, framework_id: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """What happened to a framework, for who may edit or publish it. Errors: `not_found`, `paging.bad_cursor`."""
    kept = get_kept(ctx, framework_id)
    if not (kept.may_edit or kept.may_publish):
        raise Refused(NOT_FOUND)
    return ledger.list_object_events(ctx, "framework", framework_id, cursor, limit)


def count_frameworks_at(ctx: Context, unit_ids: Collection[UUID]) -> Iterator[Reference]:
    """The frameworks of each of the units, as far as the actor may read frameworks; they stay where they are."""
    stmt = (
        select(FrameworkRecord.unit_id, func.count())
        .where(FrameworkRecord.unit_id.in_(list(unit_ids)))
        .group_by(FrameworkRecord.unit_id)
    )
    if ctx.actor is not None:
        stmt = reach.within(ctx, stmt, FrameworkRecord.unit_id, Permission.FRAMEWORK_READ)
    for unit_id, number in ctx.session.execute(stmt):
        yield Reference(unit_id, number)
