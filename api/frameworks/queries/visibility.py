"""Who sees which framework: whoever it applies to, and whoever looks after it.

A framework of a county applies to every school below, so it is seen from below its unit as well as from above.
"""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, true

from api.access import reach
from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.frameworks.models import FrameworkRecord
from api.organizations.models import Unit


class Place(NamedTuple):
    """A unit that has frameworks."""

    id: UUID
    name: str
    kind: str
    path: str


class Kept(NamedTuple):
    """A framework with its unit, and what the caller may do to it."""

    record: FrameworkRecord
    unit: Place
    may_edit: bool
    may_publish: bool


def visible(ctx: Context) -> ColumnElement[bool]:
    """The condition on `Unit` that its frameworks are seen; the process itself sees all."""
    if ctx.actor is None:
        return true()
    roots = reach.roots(ctx)
    above = {prefix for root in roots for prefix in _prefixes(root)}
    within = (and_(Unit.path >= root, Unit.path < root + "\uffff") for root in roots)
    return or_(Unit.path.in_(sorted(above)), *within)


def _prefixes(path: str) -> list[str]:
    """The paths of the units above."""
    names = path.rstrip("/").split("/")
    return ["/".join(names[:length]) + "/" for length in range(1, len(names))]


def may(ctx: Context, path: str, permission: Permission) -> bool:
    """Whether the caller holds `permission` at the unit with this path."""
    return ctx.actor is None or reach.reaches(ctx, path, permission)


def place_of(unit: Unit) -> Place:
    """A unit as others refer to it."""
    return Place(unit.id, unit.name, unit.kind, unit.path)


def find_place(ctx: Context, unit_id: UUID) -> Place | None:
    """A unit within reach of the permission that the route asks for, or None."""
    stmt = select(Unit).where(Unit.id == unit_id)
    unit = ctx.session.execute(stmt).scalar_one_or_none()
    if unit is None or (ctx.actor is not None and not reach.reaches(ctx, unit.path)):
        return None
    return place_of(unit)


def get_kept(ctx: Context, framework_id: UUID) -> Kept:
    """A framework that the caller sees. Errors: `not_found`."""
    stmt = select(FrameworkRecord, Unit).join(Unit, Unit.id == FrameworkRecord.unit_id)
    row = ctx.session.execute(stmt.where(FrameworkRecord.id == framework_id, visible(ctx))).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return _kept(ctx, row.FrameworkRecord, row.Unit)


def load_kept(ctx: Context, framework_id: UUID) -> Kept:
    """A framework to be changed: its unit lies within reach of what the route asks for. Errors: `not_found`."""
    kept = get_kept(ctx, framework_id)
    if ctx.actor is not None and not reach.reaches(ctx, kept.unit.path):
        raise Refused(NOT_FOUND)
    return kept


def find_by_code(ctx: Context, unit_id: UUID, code: str) -> FrameworkRecord | None:
    """The framework of a unit with this code."""
    stmt = select(FrameworkRecord).where(FrameworkRecord.unit_id == unit_id, FrameworkRecord.code == code)
    return ctx.session.execute(stmt).scalar_one_or_none()


def _kept(ctx: Context, record: FrameworkRecord, unit: Unit) -> Kept:
    edits = may(ctx, unit.path, Permission.FRAMEWORK_EDIT)
    return Kept(record, place_of(unit), edits, may(ctx, unit.path, Permission.FRAMEWORK_PUBLISH))
