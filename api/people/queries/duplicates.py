"""Records that may be the same person, and what a merge would find."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, literal, or_, select, union_all

from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Page
from api.organizations.queries import within_reach
from api.people import rules
from api.people.models import CommitteeMember, NotDuplicate, Person, Post, TeacherRegistration
from api.people.queries.persons import LISTED, present_rows
from api.people.queries.places import PERSON, UNIT, below
from api.people.rules import Spell
from api.people.schemas import DuplicateFilter, DuplicatePair, Ground, MergePreview, PersonRow

_ONE, _OTHER = PERSON.alias("one"), PERSON.alias("other")
_ONE_HOME, _OTHER_HOME = UNIT.alias("one_home"), UNIT.alias("other_home")
_DISMISSED = NotDuplicate.metadata.tables[NotDuplicate.__tablename__]
_GROUNDS: tuple[Ground, ...] = ("identity", "name_and_last_four", "name_and_unit")


def _pairs(rank: int, *alike: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    ordered = (_ONE.c.id < _OTHER.c.id, _ONE.c.merged_into_id.is_(None), _OTHER.c.merged_into_id.is_(None))
    return select(_ONE.c.id.label("one_id"), _OTHER.c.id.label("other_id"), literal(rank).label("rank")).where(
        *ordered, *alike
    )


def _suspected() -> Any:
    """Pairs by the strongest ground that makes them alike. Known numbers that differ make two people."""
    same_name = _ONE.c.name == _OTHER.c.name
    same_end = _ONE.c.id_last_four == _OTHER.c.id_last_four
    one_open = or_(_ONE.c.id_hash.is_(None), _OTHER.c.id_hash.is_(None))
    no_end = or_(_ONE.c.id_last_four.is_(None), _OTHER.c.id_last_four.is_(None))
    found = union_all(
        _pairs(0, _ONE.c.id_hash == _OTHER.c.id_hash),
        _pairs(1, same_name, same_end, one_open),
        _pairs(2, same_name, _ONE.c.unit_id == _OTHER.c.unit_id, no_end),
    ).subquery("found")
    key = (found.c.one_id, found.c.other_id)
    return select(*key, func.min(found.c.rank).label("rank")).group_by(*key).subquery("suspected")


def list_duplicates(ctx: Context, wanted: DuplicateFilter, paging: Paging) -> Page[DuplicatePair]:
    """Pairs of records, both at home within reach, that may be one person; certain ones first.

    Hashes of identity numbers are compared as they are kept: a pair written under two generations of the key is found
    by its names only.
    """
    pair = _suspected()
    dismissed = exists().where(_DISMISSED.c.one_id == pair.c.one_id, _DISMISSED.c.other_id == pair.c.other_id)
    stmt = (
        select(pair.c.one_id, pair.c.other_id, pair.c.rank)
        .join(_ONE, _ONE.c.id == pair.c.one_id)
        .join(_OTHER, _OTHER.c.id == pair.c.other_id)
        .join(_ONE_HOME, _ONE_HOME.c.id == _ONE.c.unit_id)
        .join(_OTHER_HOME, _OTHER_HOME.c.id == _OTHER.c.unit_id)
        .where(~dismissed)
        .order_by(pair.c.rank, _ONE.c.sort_key, pair.c.one_id, pair.c.other_id)
    )
    for home in (_ONE_HOME, _OTHER_HOME):
        stmt = within_reach(ctx, stmt, home.c.path)
    if wanted.unit is not None:
        stmt = stmt.where(or_(*(below(wanted.unit, home.c.path) for home in (_ONE_HOME, _OTHER_HOME))))
    pairs = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset)).all()
    rows = _rows(ctx, {id_ for pair in pairs for id_ in pair[:2]})
    items = [DuplicatePair(ground=_GROUNDS[rank], one=rows[one], other=rows[other]) for one, other, rank in pairs]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def _rows(ctx: Context, ids: set[UUID]) -> dict[UUID, PersonRow]:
    """These persons at home within reach, merged records too, by id."""
    if not ids:
        return {}
    party = UNIT.alias("party")
    source = PERSON.join(UNIT, UNIT.c.id == PERSON.c.unit_id).outerjoin(party, party.c.id == PERSON.c.party_unit_id)
    columns = (*LISTED[:-2], party.c.name.label("party_name"), party.c.kind.label("party_kind"))
    stmt = within_reach(ctx, select(*columns).select_from(source).where(PERSON.c.id.in_(ids)), UNIT.c.path)
    return {row.id: row for row in present_rows(ctx, ctx.session.execute(stmt))}


def is_dismissed(ctx: Context, pair: tuple[UUID, UUID]) -> bool:
    """Whether this pair, smaller id first, is known to be two people."""
    stmt = select(_DISMISSED.c.one_id).where(_DISMISSED.c.one_id == pair[0], _DISMISSED.c.other_id == pair[1])
    return ctx.session.execute(stmt).first() is not None


# --- Merging ---------------------------------------------------------------------------------------------------------


def load_pair(ctx: Context, one_id: UUID, other_id: UUID) -> tuple[Person, Person]:
    """Two persons at home within reach, to be changed. Errors: `not_found`."""
    stmt = select(Person).join(UNIT, UNIT.c.id == Person.unit_id).where(Person.id.in_({one_id, other_id}))
    stmt = within_reach(ctx, stmt, UNIT.c.path).order_by(Person.id).with_for_update(of=PERSON, key_share=True)
    found = {person.id: person for person in ctx.session.execute(stmt).scalars()}
    if one_id not in found or other_id not in found:
        raise Refused(NOT_FOUND)
    return found[one_id], found[other_id]


def held_things(ctx: Context, person_id: UUID) -> tuple[list[Post], list[CommitteeMember], list[TeacherRegistration]]:
    """All posts, memberships and decisions of a person, to be moved. Not narrowed by reach: a person moves whole."""
    return (
        list(ctx.session.execute(select(Post).where(Post.person_id == person_id)).scalars()),
        list(ctx.session.execute(select(CommitteeMember).where(CommitteeMember.person_id == person_id)).scalars()),
        list(
            ctx.session.execute(select(TeacherRegistration).where(TeacherRegistration.person_id == person_id)).scalars()
        ),
    )


def merged_facts(person: Person) -> dict[str, Any]:
    """What rules look at when two records are merged."""
    return {
        **{name: getattr(person, name) for name in ("id", "merged_into_id", "id_kind", "id_hash", "id_last_four")},
        "identity": person.id_kind,
        "party": person.party_standing,
    }


def spells(posts: list[Post], members: list[CommitteeMember]) -> list[Spell]:
    """Posts and memberships as spells."""
    return [
        *(Spell(post.id, (post.unit_id, post.kind), post.from_on, post.ended_on) for post in posts),
        *(Spell(member.id, (member.committee_id,), member.joined_on, member.left_on) for member in members),
    ]


def preview_merge(ctx: Context, merged_id: UUID, survivor_id: UUID) -> MergePreview:
    """What merging the first record into the second would do. Errors: `not_found`."""
    rows = _rows(ctx, {merged_id, survivor_id})
    if merged_id not in rows or survivor_id not in rows:
        raise Refused(NOT_FOUND)
    merged, survivor = (_person(ctx, id_) for id_ in (merged_id, survivor_id))
    posts, members, decisions = held_things(ctx, merged_id)
    own_posts, own_members, _ = held_things(ctx, survivor_id)
    facts = merged_facts(merged), merged_facts(survivor)
    plan = rules.merge_plan(facts[1], facts[0], (spells(own_posts, own_members), spells(posts, members)))
    return MergePreview(
        merged=rows[merged_id],
        survivor=rows[survivor_id],
        taken_over=list(plan.taken),
        posts=len(posts),
        registrations=len(decisions),
        memberships=len(members),
        twins=len(plan.twins),
        faults=[violation.spec.code for violation in rules.merge_violations(*facts)],
    )


def _person(ctx: Context, person_id: UUID) -> Person:
    return ctx.session.execute(select(Person).where(Person.id == person_id)).scalar_one()


def load_merged(ctx: Context, person_id: UUID) -> list[Person]:
    """Records merged into this one earlier, whose pointers move on with it."""
    return list(ctx.session.execute(select(Person).where(Person.merged_into_id == person_id)).scalars())
