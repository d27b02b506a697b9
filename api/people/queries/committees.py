"""Reading leading groups and supervision committees."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Named, Page
from api.organizations.queries import within_reach
from api.people import rules
from api.people.models import Committee, CommitteeMember
from api.people.queries.places import COMMITTEE, MEMBER, PERSON, UNIT, UNIT_REF, below, person_of, unit_of
from api.people.schemas import (
    CommitteeFilter,
    CommitteeKindOut,
    CommitteeKinds,
    CommitteeOut,
    CommitteeRow,
    MemberOut,
    Membership,
    RoleOut,
)

_COMMITTEE_FACTS = ("unit_id", "kind", "name", "founded_on", "dissolved_on")
_MEMBER_FACTS = ("committee_id", "person_id", "role", "capacity", "joined_on", "left_on")
_OWN = tuple(COMMITTEE.c[name] for name in ("id", "revision", "kind", "name", "founded_on", "dissolved_on"))
_RANK = case({kind: rank for rank, kind in enumerate(rules.COMMITTEE_KINDS)}, value=COMMITTEE.c.kind, else_=99)
_ROLE_RANK = case({role: rank for rank, role in enumerate(rules.CommitteeRole)}, value=MEMBER.c.role)
_MEMBER_SHOWN = tuple(name for name in MemberOut.model_fields if name != "person")


def _committees(ctx: Context, *columns: Any) -> Select[*tuple[Any, ...]]:
    stmt = select(*_OWN, *UNIT_REF, *columns).select_from(COMMITTEE.join(UNIT, UNIT.c.id == COMMITTEE.c.unit_id))
    return within_reach(ctx, stmt, UNIT.c.path)


def _member_today(ctx: Context) -> ColumnElement[bool]:
    today = clock.legal_day(ctx.now)
    return and_(MEMBER.c.joined_on <= today, or_(MEMBER.c.left_on.is_(None), MEMBER.c.left_on > today))


def list_committees(ctx: Context, wanted: CommitteeFilter, paging: Paging) -> Page[CommitteeRow]:
    """Committees of units within reach, unit by unit."""
    members = select(func.count()).where(MEMBER.c.committee_id == COMMITTEE.c.id, _member_today(ctx)).scalar_subquery()
    stmt = _committees(ctx, members.label("members"))
    if wanted.unit is not None:
        stmt = stmt.where(below(wanted.unit))
    if wanted.kind is not None:
        stmt = stmt.where(COMMITTEE.c.kind == wanted.kind)
    if wanted.dissolved is not None:
        stands = COMMITTEE.c.dissolved_on.is_(None)
        stmt = stmt.where(~stands if wanted.dissolved else stands)
    stmt = stmt.order_by(UNIT.c.sort_key, UNIT.c.id, _RANK, COMMITTEE.c.sort_key, COMMITTEE.c.id)
    rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset))
    items = [CommitteeRow(**_shown(row), members=row.members) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def get_committee(ctx: Context, committee_id: UUID) -> CommitteeOut:
    """A committee of a unit within reach with everyone who is or was its member. Errors: `not_found`."""
    row = ctx.session.execute(
        _committees(ctx, COMMITTEE.c.created_at, COMMITTEE.c.updated_at).where(COMMITTEE.c.id == committee_id)
    ).first()
    if row is None:
        raise Refused(NOT_FOUND)
    times = {"created_at": row.created_at, "updated_at": row.updated_at}
    return CommitteeOut(**_shown(row), members=_members(ctx, committee_id), **times)


def _members(ctx: Context, committee_id: UUID) -> list[MemberOut]:
    stmt = (
        select(*MEMBER.c, PERSON.c.name.label("person_name"))
        .join(PERSON, PERSON.c.id == MEMBER.c.person_id)
        .where(MEMBER.c.committee_id == committee_id)
        .order_by(MEMBER.c.left_on.is_not(None), _ROLE_RANK, MEMBER.c.joined_on, PERSON.c.sort_key, MEMBER.c.id)
    )
    return [present_member(row) for row in ctx.session.execute(stmt)]


def present_member(row: Any) -> MemberOut:
    """A member as the wire shows it."""
    return MemberOut(person=person_of(row), **{name: getattr(row, name) for name in _MEMBER_SHOWN})


def _shown(row: Any) -> dict[str, Any]:
    return {**{column.name: getattr(row, column.name) for column in _OWN}, "unit": unit_of(row)}


def load_committees(ctx: Context, ids: Collection[UUID]) -> dict[UUID, Committee]:
    """Committees to be changed, by id. Errors: `not_found` when any is not there."""
    stmt = select(Committee).join(UNIT, UNIT.c.id == Committee.unit_id).where(Committee.id.in_(ids))
    found = {one.id: one for one in ctx.session.execute(within_reach(ctx, stmt, UNIT.c.path)).scalars()}
    if found.keys() != set(ids):
        raise Refused(NOT_FOUND)
    return found


def load_member(ctx: Context, committee_id: UUID, member_id: UUID) -> tuple[Committee, CommitteeMember]:
    """A membership to be changed, and its committee. Errors: `not_found`."""
    committee = load_committees(ctx, {committee_id})[committee_id]
    stmt = select(CommitteeMember).where(CommitteeMember.id == member_id, CommitteeMember.committee_id == committee_id)
    member = ctx.session.execute(stmt).scalar_one_or_none()
    if member is None:
        raise Refused(NOT_FOUND)
    return committee, member


def facts_of_committee(committee: Any) -> dict[str, Any]:
    """The facts of a committee, as rules judge and the ledger shows them."""
    return {name: getattr(committee, name) for name in _COMMITTEE_FACTS}


def facts_of_member(member: Any) -> dict[str, Any]:
    """The facts of a membership, as rules judge and the ledger shows them."""
    return {name: getattr(member, name) for name in _MEMBER_FACTS}


def find_standing(ctx: Context, unit_ids: Iterable[UUID]) -> list[Any]:
    """Id, unit and kind of the committees of these units that are not dissolved."""
    stmt = select(COMMITTEE.c.id, COMMITTEE.c.unit_id, COMMITTEE.c.kind)
    return list(
        ctx.session.execute(stmt.where(COMMITTEE.c.unit_id.in_(set(unit_ids)), COMMITTEE.c.dissolved_on.is_(None)))
    )


def find_members(ctx: Context, committee_ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """Everyone who is or was a member of these committees, as facts."""
    stmt = select(*MEMBER.c).where(MEMBER.c.committee_id.in_(set(committee_ids)))
    return [dict(row) for row in ctx.session.execute(stmt).mappings()]


def load_members(ctx: Context, committee_id: UUID) -> list[CommitteeMember]:
    """The memberships of a committee that are not ended, to be ended with it."""
    stmt = select(CommitteeMember).where(
        CommitteeMember.committee_id == committee_id, CommitteeMember.left_on.is_(None)
    )
    return list(ctx.session.execute(stmt).scalars())


def memberships_of(ctx: Context, person_ids: Iterable[UUID]) -> list[Membership]:
    """The time these persons spent in committees of units within reach, newest first."""
    joined = MEMBER.join(COMMITTEE, COMMITTEE.c.id == MEMBER.c.committee_id).join(
        UNIT, UNIT.c.id == COMMITTEE.c.unit_id
    )
    columns = (MEMBER.c.id, MEMBER.c.role, MEMBER.c.capacity, MEMBER.c.joined_on, MEMBER.c.left_on)
    committee = (COMMITTEE.c.id.label("committee_id"), COMMITTEE.c.name.label("committee_name"), COMMITTEE.c.kind)
    stmt = select(*columns, *committee, *UNIT_REF).select_from(joined).where(MEMBER.c.person_id.in_(list(person_ids)))
    stmt = within_reach(ctx, stmt, UNIT.c.path).order_by(MEMBER.c.joined_on.desc(), MEMBER.c.id)
    return [_membership(row) for row in ctx.session.execute(stmt)]


def _membership(row: Any) -> Membership:
    own = {name: getattr(row, name) for name in ("id", "kind", "role", "capacity", "joined_on", "left_on")}
    return Membership(**own, committee=Named(id=row.committee_id, name=row.committee_name), unit=unit_of(row))


def list_committee_kinds(ctx: Context) -> CommitteeKinds:
    """The table of committees in the caller's language."""
    word = 1 if ctx.language == "en" else 0
    return CommitteeKinds(
        items=[
            CommitteeKindOut(
                kind=kind,
                name=(row.zh, row.en)[word],
                unit_kinds=sorted(row.units),
                single=row.single,
                roles=[RoleOut(role=role, name=words[word]) for role, words in row.roles.items()],
            )
            for kind, row in rules.COMMITTEE_KINDS.items()
        ]
    )
