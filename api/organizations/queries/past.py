"""Schools of other days and under other ids."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select

from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused, Violation
from api.core.paging import open_cursor, seal_cursor
from api.core.schemas import Feed, UnitRef
from api.ledger.rules import changes
from api.ledger.schemas import Change
from api.organizations import errors, rules
from api.organizations.models import School, Unit, UnitExternalId, UnitFormer, UnitVersion
from api.organizations.queries.groups import groups_of
from api.organizations.queries.life import facts_on, former_of, life_of
from api.organizations.queries.schools import facts_of, get_school, load_school, present
from api.organizations.queries.succession import predecessors_of, successors_of
from api.organizations.queries.tree import within_reach
from api.organizations.queries.units import get_unit
from api.organizations.rules import Status, UnitKind
from api.organizations.schemas import Former, SchoolAsOf, SchoolOut, SchoolPast, SchoolVersion, UnitAsOf


def get_school_as_of(ctx: Context, school_id: UUID, day: date) -> SchoolAsOf:
    """A school within reach as it stood at the end of `day`, made of the record and nothing else.

    The name of its parent is that of the day, too. Errors: `not_found`, `unit.not_recorded` before the record begins.
    """
    school, _, external_ids = load_school(ctx, school_id)
    ctx.session.expunge(school)
    facts = facts_on(ctx, school, facts_of(school, external_ids), day)
    if facts is None:
        raise Refused(errors.NOT_RECORDED, [Violation(errors.NOT_RECORDED, parameter="on")])
    parent = _parent_on(ctx, UUID(str(facts["parent_id"])), day)
    seen = _Seen(school, facts)
    shown = present(seen, parent, facts["external_ids"], successors_of(ctx, seen))
    return SchoolAsOf(**shown.model_dump(), on=day, groups=groups_of(ctx, school_id, day))


def get_unit_as_of(ctx: Context, unit_id: UUID, day: date) -> UnitAsOf:
    """A unit within reach, of any kind, as it stood at the end of `day`; its parent by the name of the day.

    Errors: `not_found`, `unit.not_recorded` before the record begins.
    """
    unit = get_unit(ctx, unit_id)
    created_at = ctx.session.scalars(select(Unit.created_at).where(Unit.id == unit_id)).one()
    seen = _Recorded(unit_id, created_at)
    facts = facts_on(ctx, seen, unit.model_dump(include=_UNIT_FACTS), day)
    if facts is None:
        raise Refused(errors.NOT_RECORDED, [Violation(errors.NOT_RECORDED, parameter="on")])
    above = facts["parent_id"] and _parent_on(ctx, UUID(str(facts["parent_id"])), day)
    return UnitAsOf(**(unit.model_dump() | facts), on=day, parent=above)


_UNIT_FACTS = {"name", "short_name", "code", "status", "parent_id", "external_ids"}


class _Recorded(NamedTuple):
    """What the record of a unit is found by."""

    id: UUID
    created_at: datetime


class _Seen:
    """A school with the facts of another day; id, revision and times are those of the record."""

    def __init__(self, school: School, facts: dict[str, Any]) -> None:
        self._school, self._facts = school, facts

    def __getattr__(self, name: str) -> Any:
        return self._facts[name] if name in self._facts else getattr(self._school, name)


def _parent_on(ctx: Context, unit_id: UUID, day: date) -> UnitRef:
    """A parent by the name of the day; where its own record begins later, by its first name."""
    unit = ctx.session.get_one(Unit, unit_id)
    facts = facts_on(ctx, unit, {"name": unit.name}, max(day, life_of(ctx, unit).begins_on))
    assert facts is not None, "its record has begun"
    return UnitRef(id=unit.id, name=facts["name"], kind=unit.kind)


def list_versions(ctx: Context, school_id: UUID, cursor: str | None, limit: int) -> Feed[SchoolVersion]:
    """Every change of a school within reach, those recorded last first. Errors: `not_found`, `paging.bad_cursor`."""
    _found(ctx, school_id)
    purpose = f"versions/{school_id}"
    stmt = select(UnitVersion).where(UnitVersion.unit_id == school_id)
    after = open_cursor(ctx, purpose, cursor)
    if after is not None:
        stmt = stmt.where(UnitVersion.id < after)
    rows = ctx.session.scalars(stmt.order_by(UnitVersion.id.desc()).limit(limit + 1)).all()
    items = [_version(row) for row in rows[:limit]]
    more = len(rows) > limit
    return Feed(items=items, next_cursor=seal_cursor(ctx, purpose, items[-1].id) if more else None)


def _version(row: UnitVersion) -> SchoolVersion:
    same = {name: getattr(row, name) for name in SchoolVersion.model_fields if name != "changes"}
    return SchoolVersion(**same, changes=[Change(**one) for one in changes(row.before, row.after)])


def get_past(ctx: Context, school_id: UUID) -> SchoolPast:
    """Since when a school within reach is on record, what it was called, whence and whither. Errors: `not_found`."""
    school = _found(ctx, school_id)
    return SchoolPast(
        begins_on=life_of(ctx, school).begins_on,
        former=[Former.model_validate(row) for row in former_of(ctx, school_id)],
        preceded_by=predecessors_of(ctx, school_id),
        succeeded_by=successors_of(ctx, school),
        groups=groups_of(ctx, school_id),
        verbs=rules.legal_verbs(UnitKind.SCHOOL, Status(school.status)),
    )


def _found(ctx: Context, school_id: UUID) -> Any:
    stmt = select(Unit.id, Unit.status, Unit.created_at).where(Unit.id == school_id, Unit.kind == UnitKind.SCHOOL)
    school = ctx.session.execute(within_reach(ctx, stmt)).one_or_none()
    if school is None:
        raise Refused(NOT_FOUND)
    return school


# --- By code or external id ------------------------------------------------------------------------------------------


def get_school_by(ctx: Context, scheme: str, value: str) -> SchoolOut:
    """The school that bears an id, or bore it last: the live one first. Errors: `not_found`."""
    holder = find_holder(ctx, scheme, value)
    if holder is None:
        raise Refused(NOT_FOUND)
    return get_school(ctx, holder[0])


def find_holder(ctx: Context, scheme: str, value: str) -> tuple[UUID, bool] | None:
    """The school that bears an id (True), or bore it last (False); not narrowed by reach: ids are unique in the tree.

    Errors: `not_found` for a scheme that there is not.
    """
    kind = rules.scheme_of(scheme)
    if kind is None:
        raise Refused(NOT_FOUND)
    live = ctx.session.scalar(_live(kind, value))
    if live is not None:
        return live, True
    stmt = (
        select(UnitFormer.unit_id)
        .join(School, School.id == UnitFormer.unit_id)
        .where(UnitFormer.scheme == scheme, UnitFormer.value == value)
    )
    once = ctx.session.scalar(stmt.order_by(UnitFormer.until_on.desc(), UnitFormer.id.desc()).limit(1))
    return None if once is None else (once, False)


def _live(kind: tuple[str, str | None], value: str) -> Select[UUID]:
    scheme, source = kind
    if scheme == rules.CODE:
        return select(School.id).where(School.kind == UnitKind.SCHOOL, School.code == value)
    if scheme == rules.CREDIT_CODE:
        return select(School.id).where(School.credit_code == value)
    external = UnitExternalId
    stmt = select(School.id).join(external, external.unit_id == School.id)
    return stmt.where(external.scheme == source, external.value == value)
