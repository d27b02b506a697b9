"""Reading persons: one, a page, everything for an export, the history."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, case, func, or_, select

from api.access import reach
from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count, ordering
from api.core.schemas import Feed, Named, Page, UnitRef
from api.ledger import queries as ledger
from api.ledger.schemas import Event
from api.organizations.queries import within_reach
from api.people import rules
from api.people.models import Person, TeacherRegistration
from api.people.queries.committees import memberships_of
from api.people.queries.places import (
    COMMITTEE,
    MEMBER,
    PERSON,
    POST,
    REGISTRATION,
    UNIT,
    UNIT_REF,
    above,
    below,
    named,
    readable,
    unit_of,
)
from api.people.queries.posts import held_by, holders, posts_of
from api.people.rules import Registration
from api.people.schemas import (
    HeldPost,
    IdentityOut,
    PartyOut,
    PersonFilter,
    PersonOut,
    PersonRow,
    RegistrationOut,
    RegistrationState,
)

_CHUNK = 1_000

_PARTY = UNIT.alias("party")
_SURVIVOR = PERSON.alias("survivor")
_OWN = tuple(
    PERSON.c[name]
    for name in (
        *("id", "revision", "name", "kind", "status", "id_kind", "id_last_four", "id_hash"),
        *("party_standing", "party_joined_on", "party_unit_id", "registration", "registered_to_on", "merged_into_id"),
    )
)
LISTED = (*_OWN, *UNIT_REF, _PARTY.c.name.label("party_name"), _PARTY.c.kind.label("party_kind"))
_FROM = PERSON.join(UNIT, UNIT.c.id == PERSON.c.unit_id).outerjoin(_PARTY, _PARTY.c.id == PERSON.c.party_unit_id)

SORTS: dict[str, Any] = {
    "name": PERSON.c.sort_key,
    "unit": UNIT.c.sort_key,
    "kind": case({kind: rank for rank, kind in enumerate(rules.StaffKind)}, value=PERSON.c.kind),
    "registered_to_on": PERSON.c.registered_to_on,
    "party_joined_on": PERSON.c.party_joined_on,
    "created_at": PERSON.c.created_at,
    "updated_at": PERSON.c.updated_at,
}


def _persons(ctx: Context, wanted: PersonFilter, sort: str) -> Select[*tuple[Any, ...]]:
    """Persons at home within reach who match; records merged into others are left out."""
    stmt = select(*LISTED).select_from(_FROM).where(PERSON.c.merged_into_id.is_(None), *_conditions(ctx, wanted))
    return within_reach(ctx, stmt, UNIT.c.path).order_by(*ordering(sort, SORTS, PERSON.c.id))


def _conditions(ctx: Context, wanted: PersonFilter) -> Iterator[ColumnElement[bool]]:
    for name in ("kind", "status", "registration"):
        if values := getattr(wanted, name):
            yield PERSON.c[name].in_(values)
    if wanted.party:
        standing = PERSON.c.party_standing
        known = standing.in_([value for value in wanted.party if value != "none"])
        yield or_(known, standing.is_(None)) if "none" in wanted.party else known
    if wanted.unit is not None:
        yield below(wanted.unit)
    if wanted.holds is not None:
        yield PERSON.c.id.in_(holders(wanted.holds, clock.legal_day(ctx.now)))
    if wanted.q and wanted.q.strip():
        yield named(ctx, wanted.q)


def list_persons(ctx: Context, wanted: PersonFilter, sort: str, paging: Paging) -> Page[PersonRow]:
    """A page of the persons who match, with the posts they hold today. Errors: `paging.bad_sort`."""
    stmt = _persons(ctx, wanted, sort)
    rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset)).all()
    return Page(items=present_rows(ctx, rows), page=paging.page, size=paging.size, total=count(ctx, stmt))


def present_rows(ctx: Context, rows: Iterable[Any]) -> list[PersonRow]:
    """Rows read with `LISTED` as the wire shows them, with the posts held today."""
    listed = list(rows)
    held = held_by(ctx, [row.id for row in listed]) if listed else {}
    return [PersonRow(**_shared(ctx, row), posts=held.get(row.id, [])) for row in listed]


def count_persons(ctx: Context, wanted: PersonFilter) -> int:
    """How many persons match."""
    return count(ctx, _persons(ctx, wanted, "name"))


def stream_persons(ctx: Context, wanted: PersonFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Everyone who matches as flat rows, few at a time, with the titles held today. Errors: `paging.bad_sort`."""
    rows = ctx.session.execute(_persons(ctx, wanted, sort), execution_options={"yield_per": _CHUNK})
    for chunk in rows.partitions():
        held = held_by(ctx, [row.id for row in chunk])
        yield from (_flat(ctx, row, held.get(row.id, [])) for row in chunk)


def _flat(ctx: Context, row: Row[*tuple[Any, ...]], posts: Iterable[HeldPost]) -> dict[str, Any]:
    return {
        "name": row.name,
        "unit": row.unit_name,
        "unit_id": row.unit_id,
        "kind": row.kind,
        "status": row.status,
        "posts": [post.title for post in posts],
        "id_kind": row.id_kind,
        "id_masked": rules.masked(row.id_last_four) if row.id_last_four else None,
        "registration": "expired" if _expired(ctx, row) else row.registration,
        "registered_to_on": row.registered_to_on,
        "party_standing": row.party_standing,
        "party_joined_on": row.party_joined_on,
        "party_unit": row.party_name,
        "id": row.id,
    }


# --- One -------------------------------------------------------------------------------------------------------------


def get_person(ctx: Context, person_id: UUID) -> PersonOut:
    """A person within reach, or one who holds something there, with what is held there. Errors: `not_found`.

    A record merged into another answers too, and names the one that lives on.
    """
    columns = (*LISTED, UNIT.c.path, PERSON.c.created_at, PERSON.c.updated_at, _SURVIVOR.c.name.label("survivor_name"))
    source = _FROM.outerjoin(_SURVIVOR, _SURVIVOR.c.id == PERSON.c.merged_into_id)
    stmt = select(*columns).select_from(source).where(PERSON.c.id == person_id, readable(ctx))
    row: Any = ctx.session.execute(stmt).first()
    if row is None:
        raise Refused(NOT_FOUND)
    at_home = ctx.actor is None or reach.reaches(ctx, row.path)
    survivor = Named(id=row.merged_into_id, name=row.survivor_name) if row.merged_into_id else None
    return PersonOut(
        **_shared(ctx, row),
        merged_into=survivor,
        at_home=at_home,
        decisions=_decisions(ctx, row) if at_home and survivor is None else [],
        posts=posts_of(ctx, [row.id]),
        registrations=_registrations(ctx, row.id),
        memberships=memberships_of(ctx, [row.id]),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _decisions(ctx: Context, row: Any) -> list[rules.Decision]:
    registrable = row.kind in rules.REGISTRABLE and row.status == rules.PersonStatus.ACTIVE
    return rules.legal_decisions(Registration(row.registration)) if registrable and above(ctx, row.path) else []


def _registrations(ctx: Context, person_id: UUID) -> list[RegistrationOut]:
    """The decisions on a person at units within reach, newest first."""
    stmt = (
        select(*(column for column in REGISTRATION.c if column.name != "unit_id"), *UNIT_REF)
        .select_from(REGISTRATION.join(UNIT, UNIT.c.id == REGISTRATION.c.unit_id))
        .where(REGISTRATION.c.person_id == person_id)
        .order_by(REGISTRATION.c.decided_on.desc(), REGISTRATION.c.id.desc())
    )
    rows = ctx.session.execute(within_reach(ctx, stmt, UNIT.c.path))
    shown = [name for name in RegistrationOut.model_fields if name != "unit"]
    return [RegistrationOut(**{name: getattr(row, name) for name in shown}, unit=unit_of(row)) for row in rows]


def _shared(ctx: Context, row: Any) -> dict[str, Any]:
    """What list and detail have in common."""
    return {
        **{name: getattr(row, name) for name in ("id", "revision", "name", "kind", "status")},
        "unit": unit_of(row),
        "identity": IdentityOut(kind=row.id_kind, masked=rules.masked(row.id_last_four)) if row.id_kind else None,
        "party": _party(row),
        "registration": RegistrationState(
            state=row.registration, period_to_on=row.registered_to_on, expired=_expired(ctx, row)
        ),
    }


def _party(row: Any) -> PartyOut | None:
    if row.party_standing is None:
        return None
    unit = UnitRef(id=row.party_unit_id, name=row.party_name, kind=row.party_kind) if row.party_unit_id else None
    return PartyOut(standing=row.party_standing, joined_on=row.party_joined_on, unit=unit)


def _expired(ctx: Context, row: Any) -> bool:
    until = row.registered_to_on
    return row.registration == Registration.VALID and until is not None and until < clock.legal_day(ctx.now)


# --- To be changed ---------------------------------------------------------------------------------------------------


def load_person(ctx: Context, person_id: UUID) -> tuple[Person, str]:
    """A person at home within reach, to be changed, and the home's path. Errors: `not_found`."""
    stmt = select(Person, UNIT.c.path).join(UNIT, UNIT.c.id == Person.unit_id).where(Person.id == person_id)
    row = ctx.session.execute(within_reach(ctx, stmt, UNIT.c.path)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row[0], row[1]


def load_persons(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Those of `ids` who are at home within reach, to be changed, by id."""
    stmt = select(Person).join(UNIT, UNIT.c.id == Person.unit_id).where(Person.id.in_(set(ids)))
    return {person.id: person for person in ctx.session.execute(within_reach(ctx, stmt, UNIT.c.path)).scalars()}


def find_persons(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, Any]:
    """Name, status and merge of those of `ids` whom the caller may read, by id."""
    columns = (PERSON.c.id, PERSON.c.name, PERSON.c.status, PERSON.c.merged_into_id)
    stmt = select(*columns).where(PERSON.c.id.in_(set(ids)))
    if ctx.actor is not None:
        stmt = stmt.where(readable(ctx))
    return {row.id: row for row in ctx.session.execute(stmt)}


def find_names(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these persons. Not narrowed by reach: whoever holds something within reach is named there."""
    if not (wanted := set(ids)):
        return {}
    rows = ctx.session.execute(select(PERSON.c.id, PERSON.c.name).where(PERSON.c.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def find_by_identity(ctx: Context, hashes: Iterable[str], besides: UUID | None = None) -> set[str]:
    """Those of `hashes` that persons at home within reach have, besides one person and records merged away."""
    stmt = select(PERSON.c.id, PERSON.c.id_hash).join(UNIT, UNIT.c.id == PERSON.c.unit_id)
    stmt = stmt.where(PERSON.c.id_hash.in_(set(hashes)), PERSON.c.merged_into_id.is_(None))
    rows = ctx.session.execute(within_reach(ctx, stmt, UNIT.c.path))
    return {row.id_hash for row in rows if row.id != besides}


def find_last_decision(ctx: Context, person_id: UUID) -> TeacherRegistration | None:
    """The newest decision on a person; it is the one in force."""
    stmt = select(TeacherRegistration).where(TeacherRegistration.person_id == person_id)
    newest = stmt.order_by(TeacherRegistration.decided_on.desc(), TeacherRegistration.id.desc()).limit(1)
    return ctx.session.execute(newest).scalar_one_or_none()


def find_last_days(ctx: Context, person_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The day of the newest decision on each of these persons who has one."""
    key = REGISTRATION.c.person_id
    stmt = select(key, func.max(REGISTRATION.c.decided_on).label("day")).where(key.in_(set(person_ids))).group_by(key)
    return {row.person_id: row.day for row in ctx.session.execute(stmt)}


def list_person_history(ctx: Context, person_id: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """What happened to a person, to their posts, registrations and memberships within reach, newest first.

    What was recorded of a merged record before the merge stands with it. Errors: `not_found`, `paging.bad_cursor`.
    """
    if ctx.session.execute(select(PERSON.c.id).where(PERSON.c.id == person_id, readable(ctx))).first() is None:
        raise Refused(NOT_FOUND)
    records = select(PERSON.c.id).where(or_(PERSON.c.id == person_id, PERSON.c.merged_into_id == person_id))
    of_person = [select(table.c.id).where(table.c.person_id == person_id) for table in (POST, REGISTRATION, MEMBER)]
    ids = set(ctx.session.execute(records.union_all(*of_person)).scalars()) - {person_id}
    return ledger.list_joint_history(ctx, [person_id, *ids], cursor, limit)


def list_committee_history(ctx: Context, committee_id: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """What happened to a committee within reach and to its members, newest first. Errors: as above."""
    stmt = select(COMMITTEE.c.id).join(UNIT, UNIT.c.id == COMMITTEE.c.unit_id).where(COMMITTEE.c.id == committee_id)
    if ctx.session.execute(within_reach(ctx, stmt, UNIT.c.path)).first() is None:
        raise Refused(NOT_FOUND)
    members = ctx.session.execute(select(MEMBER.c.id).where(MEMBER.c.committee_id == committee_id)).scalars()
    return ledger.list_joint_history(ctx, [committee_id, *members], cursor, limit)
