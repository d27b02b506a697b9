"""Reading crosswalks: lists, one, its gaps, what a sheet tells through it."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from api.access import reach
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.points import ZERO, Points, share, written
from api.core.schemas import Page, UnitRef
from api.frameworks.models import FrameworkCrosswalk, FrameworkRecord, FrameworkVersion
from api.frameworks.queries.calculations import sheet_of
from api.frameworks.queries.versions import framework_of
from api.frameworks.queries.visibility import visible
from api.frameworks.rules import codec, crosswalks
from api.frameworks.rules.applicability import decide
from api.frameworks.rules.crosswalks import Crosswalk, Mapper, Side
from api.frameworks.rules.model import Framework, leaves
from api.frameworks.rules.scoring import Scorer
from api.frameworks.schemas.calculations import SheetIn
from api.frameworks.schemas.comparisons import (
    CrosswalkOut,
    CrosswalkRow,
    GapsOut,
    ProjectedOut,
    ProjectionOut,
    SideOut,
    VersionNamed,
)
from api.organizations.models import Unit

_SOURCE, _TARGET = aliased(FrameworkVersion, name="source"), aliased(FrameworkVersion, name="target")
_FROM, _TO = aliased(FrameworkRecord, name="source_framework"), aliased(FrameworkRecord, name="target_framework")


class Joined(NamedTuple):
    """A crosswalk as the rules take it, with both ends."""

    crosswalk: Crosswalk
    source: Framework
    target: Framework


def _rows(ctx: Context) -> Select[*tuple[Any, ...]]:
    return (
        select(
            FrameworkCrosswalk, Unit, _SOURCE, _FROM.code.label("source_code"), _TARGET, _TO.code.label("target_code")
        )
        .join(Unit, Unit.id == FrameworkCrosswalk.unit_id)
        .join(_SOURCE, _SOURCE.id == FrameworkCrosswalk.source_id)
        .join(_FROM, _FROM.id == _SOURCE.framework_id)
        .join(_TARGET, _TARGET.id == FrameworkCrosswalk.target_id)
        .join(_TO, _TO.id == _TARGET.framework_id)
        .where(visible(ctx))
    )


def list_crosswalks(ctx: Context, version_id: UUID | None, paging: Paging) -> Page[CrosswalkRow]:
    """Crosswalks that the caller sees, of one version or all, newest first."""
    stmt = _rows(ctx)
    if version_id is not None:
        ends = (FrameworkCrosswalk.source_id, FrameworkCrosswalk.target_id)
        stmt = stmt.where(or_(*(end == version_id for end in ends)))
    page = stmt.order_by(FrameworkCrosswalk.updated_at.desc(), FrameworkCrosswalk.id)
    rows = ctx.session.execute(page.limit(paging.size).offset(paging.offset))
    items = [CrosswalkRow(**_shown(row)) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def _shown(row: Any) -> dict[str, Any]:
    held: FrameworkCrosswalk = row.FrameworkCrosswalk
    return {
        **{name: getattr(held, name) for name in ("id", "updated_at", "revision")},
        "mapper": Mapper(held.mapper),
        "unit": UnitRef(id=row.Unit.id, name=row.Unit.name, kind=row.Unit.kind),
        "source": _end(row.source, row.source_code),
        "target": _end(row.target, row.target_code),
    }


def _end(version: FrameworkVersion, code: str) -> VersionNamed:
    return VersionNamed(id=version.id, framework=code, title=version.title, version=version.version)


def _row(ctx: Context, crosswalk_id: UUID) -> Any:
    row = ctx.session.execute(_rows(ctx).where(FrameworkCrosswalk.id == crosswalk_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row


def get_crosswalk(ctx: Context, crosswalk_id: UUID) -> CrosswalkOut:
    """A crosswalk that the caller sees. Errors: `not_found`."""
    row = _row(ctx, crosswalk_id)
    return CrosswalkOut.model_validate({**_shown(row), "maps": row.FrameworkCrosswalk.maps})


def load_crosswalk(ctx: Context, crosswalk_id: UUID) -> FrameworkCrosswalk:
    """A crosswalk to be changed, of a unit within reach. Errors: `not_found`."""
    stmt = select(FrameworkCrosswalk).where(FrameworkCrosswalk.id == crosswalk_id)
    found = ctx.session.scalars(reach.within(ctx, stmt, FrameworkCrosswalk.unit_id)).one_or_none()
    if found is None:
        raise Refused(NOT_FOUND)
    return found


def has_crosswalk(ctx: Context, unit_id: UUID, source_id: UUID, target_id: UUID) -> bool:
    """Whether a unit has one between these versions."""
    wanted = {"unit_id": unit_id, "source_id": source_id, "target_id": target_id}
    return ctx.session.execute(select(FrameworkCrosswalk.id).filter_by(**wanted)).first() is not None


def join(ctx: Context, held: FrameworkCrosswalk) -> Joined:
    """As the rules take it."""
    source, target = framework_of(ctx, held.source_id), framework_of(ctx, held.target_id)
    names = {"source": f"{source.code}@{source.version}", "target": f"{target.code}@{target.version}"}
    crosswalk: Crosswalk = codec.read(Crosswalk, {**names, "mapper": held.mapper, "maps": held.maps}, [])
    return Joined(crosswalk, source, target)


def joined_of(ctx: Context, crosswalk_id: UUID) -> Joined:
    """A crosswalk that the caller sees, as the rules take it. Errors: `not_found`."""
    return join(ctx, _row(ctx, crosswalk_id).FrameworkCrosswalk)


def get_gaps(ctx: Context, crosswalk_id: UUID) -> GapsOut:
    """What neither side finds in the other. Errors: `not_found`."""
    found = crosswalks.gaps(*joined_of(ctx, crosswalk_id))
    return GapsOut(source=_side(found.source), target=_side(found.target))


def _side(side: Side) -> SideOut:
    texts = {name: written(getattr(side, name)) for name in ("points", "points_mapped", "percent")}
    return SideOut(mapped=list(side.mapped), unmapped=list(side.unmapped), **texts)


def project(ctx: Context, crosswalk_id: UUID, given: SheetIn) -> ProjectionOut:
    """What a sheet of the source tells of the target. Errors: `not_found`, faults of the sheet as `input.invalid`."""
    joined = joined_of(ctx, crosswalk_id)
    applied = decide(joined.source, {fact: frozenset(values) for fact, values in given.facts.items()})
    score = Scorer(joined.source).score(sheet_of(joined.source, given, applied))
    found = crosswalks.project(joined.crosswalk, joined.source, joined.target, score)
    titles = {leaf.code: leaf.label.text(ctx.language) for leaf in leaves(joined.target)}
    full = sum(one.points for one in found)
    known = sum(one.points * one.coverage for one in found)
    return ProjectionOut(
        low=written(Points(sum(one.low for one in found))),
        high=written(Points(sum(one.high for one in found))),
        coverage=written(share(known, full) if full else ZERO),
        items=[
            ProjectedOut(
                code=one.code,
                title=titles[one.code],
                through=list(one.through),
                **{name: written(getattr(one, name)) for name in ("points", "coverage", "low", "high")},
            )
            for one in found
        ],
    )
