"""Reading groups of schools. One is seen by who reaches the unit that looks after it, or any school ever in it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from api.access import reach
from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Feed, Named, Page, UnitRef
from api.ledger import queries as ledger
from api.ledger.schemas import Event
from api.organizations.models import School, SchoolGroup, SchoolGroupMember, Unit
from api.organizations.queries.tree import within_reach
from api.organizations.rules import MemberRole, Term
from api.organizations.schemas import GroupFilter, GroupMember, GroupOut, GroupRef, GroupRow

_Parent = aliased(Unit, name="parent")
_Head = aliased(Unit, name="head")
_Led = aliased(SchoolGroupMember, name="led")


def _on(term: Any, day: date) -> ColumnElement[bool]:
    return and_(term.from_on <= day, or_(term.until_on.is_(None), term.until_on > day))


def _visible(ctx: Context) -> ColumnElement[bool]:
    if ctx.actor is None:
        return SchoolGroup.id.is_not(None)
    within = select(SchoolGroupMember.id).where(
        SchoolGroupMember.group_id == SchoolGroup.id, reach.condition(ctx, SchoolGroupMember.school_id)
    )
    return or_(reach.condition(ctx, SchoolGroup.unit_id), exists(within))


def _rows(ctx: Context, day: date) -> Select[*tuple[Any, ...]]:
    terms = select(func.count(SchoolGroupMember.id)).where(
        SchoolGroupMember.group_id == SchoolGroup.id, _on(SchoolGroupMember, day)
    )
    led = and_(_Led.group_id == SchoolGroup.id, _Led.role == MemberRole.HEAD.value, _on(_Led, day))
    columns = (SchoolGroup.id, SchoolGroup.revision, SchoolGroup.name, SchoolGroup.kind, SchoolGroup.sort_key)
    unit = (Unit.id.label("unit_id"), Unit.name.label("unit_name"), Unit.kind.label("unit_kind"))
    head = (_Head.id.label("head_id"), _Head.name.label("head_name"), terms.scalar_subquery().label("members"))
    return (
        select(*columns, SchoolGroup.from_on, SchoolGroup.until_on, *unit, *head)
        .join(Unit, Unit.id == SchoolGroup.unit_id)
        .outerjoin(_Led, led)
        .outerjoin(_Head, _Head.id == _Led.school_id)
        .where(_visible(ctx))
    )


def _shown(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in ("id", "revision", "name", "kind", "members", "from_on", "until_on")}
    head = Named(id=row.head_id, name=row.head_name) if row.head_id else None
    return {**own, "unit": UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind), "head": head}


def list_groups(ctx: Context, wanted: GroupFilter, paging: Paging) -> Page[GroupRow]:
    """Groups that exist on the day asked for, names in pinyin order."""
    day = wanted.on or clock.legal_day(ctx.now)
    stmt = _rows(ctx, day).where(_on(SchoolGroup, day))
    if wanted.kind is not None:
        stmt = stmt.where(SchoolGroup.kind == wanted.kind)
    if wanted.q:
        stmt = stmt.where(SchoolGroup.name.contains(wanted.q, autoescape=True))
    if wanted.school is not None:
        term = SchoolGroupMember
        inside = select(term.id).where(term.group_id == SchoolGroup.id, term.school_id == wanted.school, _on(term, day))
        stmt = stmt.where(exists(inside))
    page = stmt.order_by(SchoolGroup.sort_key, SchoolGroup.id).limit(paging.size).offset(paging.offset)
    items = [GroupRow(**_shown(row)) for row in ctx.session.execute(page)]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def get_group(ctx: Context, group_id: UUID, on: date | None = None) -> GroupOut:
    """A group as of a day, by default today, with every term of schools within reach. Errors: `not_found`."""
    day = on or clock.legal_day(ctx.now)
    row = ctx.session.execute(_rows(ctx, day).where(SchoolGroup.id == group_id)).one_or_none()
    if row is None:
        raise Refused(NOT_FOUND)
    terms = _terms(ctx, group_id)
    total = select(func.count(SchoolGroupMember.id)).where(SchoolGroupMember.group_id == group_id)
    others = ctx.session.execute(total).scalar_one() - len(terms)
    return GroupOut(**_shown(row), on=day, terms=terms, others=others)


def _terms(ctx: Context, group_id: UUID) -> list[GroupMember]:
    term = SchoolGroupMember
    stmt = (
        select(term, Unit.name, _Parent.id.label("parent_id"), _Parent.name.label("parent_name"))
        .join(Unit, Unit.id == term.school_id)
        .join(_Parent, _Parent.id == Unit.parent_id)
        .where(term.group_id == group_id)
        .order_by(
            case((term.until_on.is_(None), 0), else_=1),
            case((term.role == MemberRole.HEAD.value, 0), else_=1),
            Unit.sort_key,
            term.id,
        )
    )
    return [_term(row) for row in ctx.session.execute(within_reach(ctx, stmt))]


def _term(row: Row[*tuple[Any, ...]]) -> GroupMember:
    term: SchoolGroupMember = row.SchoolGroupMember
    return GroupMember(
        id=term.id,
        school=Named(id=term.school_id, name=row.name),
        parent=Named(id=row.parent_id, name=row.parent_name),
        role=MemberRole(term.role),
        from_on=term.from_on,
        until_on=term.until_on,
    )


def load_group(ctx: Context, group_id: UUID) -> SchoolGroup:
    """A group to be changed, locked; its unit is within reach. Errors: `not_found`."""
    stmt = select(SchoolGroup).join(Unit, Unit.id == SchoolGroup.unit_id).where(SchoolGroup.id == group_id)
    group = ctx.session.scalars(within_reach(ctx, stmt).with_for_update(of=SchoolGroup)).one_or_none()
    if group is None:
        raise Refused(NOT_FOUND)
    return group


def load_terms(ctx: Context, group_id: UUID) -> Sequence[SchoolGroupMember]:
    """Every term in a group that the caller has loaded."""
    return ctx.session.scalars(select(SchoolGroupMember).where(SchoolGroupMember.group_id == group_id)).all()


def term_of(member: SchoolGroupMember) -> Term:
    """A row as rules judge it."""
    return Term(member.school_id, member.role, member.from_on, member.until_on)


def open_terms_of(ctx: Context, school_id: UUID) -> Sequence[tuple[SchoolGroup, SchoolGroupMember]]:
    """The groups that a school is in, with its term; not narrowed by reach: what ends with a school ends everywhere."""
    stmt = (
        select(SchoolGroup, SchoolGroupMember)
        .join(SchoolGroupMember, SchoolGroupMember.group_id == SchoolGroup.id)
        .where(SchoolGroupMember.school_id == school_id, SchoolGroupMember.until_on.is_(None))
        .order_by(SchoolGroup.id)
    )
    return [(row.SchoolGroup, row.SchoolGroupMember) for row in ctx.session.execute(stmt)]


def groups_of(ctx: Context, school_id: UUID, on: date | None = None) -> list[GroupRef]:
    """The groups that a school within reach is in: on a day, or ever."""
    term = SchoolGroupMember
    stmt = (
        select(SchoolGroup.id, SchoolGroup.name, SchoolGroup.kind, term.role, term.from_on, term.until_on)
        .join(term, term.group_id == SchoolGroup.id)
        .where(term.school_id == school_id)
        .order_by(term.from_on.desc(), term.id)
    )
    if on is not None:
        stmt = stmt.where(_on(term, on))
    return [GroupRef.model_validate(row) for row in ctx.session.execute(stmt)]


def find_school_names(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those schools that are within reach and not closed."""
    stmt = select(School.id, School.name).where(School.id.in_(list(ids)), School.status != "closed")
    return {row.id: row.name for row in ctx.session.execute(within_reach(ctx, stmt, School.path))}


def list_group_history(ctx: Context, group_id: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """What happened to a group, newest first. Errors: `not_found`, `paging.bad_cursor`."""
    if ctx.session.execute(select(SchoolGroup.id).where(SchoolGroup.id == group_id, _visible(ctx))).first() is None:
        raise Refused(NOT_FOUND)
    return ledger.list_object_events(ctx, "school_group", group_id, cursor, limit)
