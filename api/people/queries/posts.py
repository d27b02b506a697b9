"""The calendar of posts: who holds what on a day, what was held, which terms end."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, or_, select

from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Page
from api.organizations.queries import within_reach
from api.people import rules
from api.people.models import Post
from api.people.queries.places import PERSON, POST, UNIT, UNIT_REF, below, named, person_of, unit_of
from api.people.schemas import (
    ExpiringPost,
    ExpiryFilter,
    HeldPost,
    PostFilter,
    PostKindOut,
    PostKinds,
    PostOut,
    PostRow,
)

_FACTS = (
    *("person_id", "unit_id", "kind", "title", "team", "portfolio", "acting", "part_time"),
    *("from_on", "term_ends_on", "ended_on", "end_reason"),
)
_OWN = tuple(POST.c[name] for name in ("id", "revision", *_FACTS[2:]))
_LISTED = (*_OWN, POST.c.person_id, PERSON.c.name.label("person_name"), *UNIT_REF)
_SHOWN = tuple(name for name in PostRow.model_fields if name not in ("person", "unit"))
# As people read a leadership: secretary, principal, deputies, …
_RANK = case({kind: rank for rank, kind in enumerate(rules.POST_KINDS)}, value=POST.c.kind, else_=len(rules.POST_KINDS))


def held_on(day: date) -> ColumnElement[bool]:
    """The condition that a post is held on a day; on the day of its end it is not."""
    return and_(POST.c.from_on <= day, or_(POST.c.ended_on.is_(None), POST.c.ended_on > day))


def _posts(ctx: Context, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Posts at units within reach, with their holders."""
    joined = POST.join(UNIT, UNIT.c.id == POST.c.unit_id).join(PERSON, PERSON.c.id == POST.c.person_id)
    return within_reach(ctx, select(*_LISTED, *columns).select_from(joined), UNIT.c.path)


def list_posts(ctx: Context, wanted: PostFilter, paging: Paging) -> Page[PostRow]:
    """Who holds which post on a day, unit by unit; with `all` every post that was, is or will be held, newest first."""
    stmt = _posts(ctx)
    if wanted.all:
        stmt = stmt.order_by(POST.c.from_on.desc(), POST.c.id)
    else:
        stmt = stmt.where(held_on(wanted.on or clock.legal_day(ctx.now)))
        stmt = stmt.order_by(UNIT.c.sort_key, UNIT.c.id, _RANK, POST.c.from_on, POST.c.id)
    stmt = stmt.where(*_conditions(ctx, wanted))
    rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset))
    return Page(items=[present_row(row) for row in rows], page=paging.page, size=paging.size, total=count(ctx, stmt))


def _conditions(ctx: Context, wanted: PostFilter) -> list[ColumnElement[bool]]:
    found = []
    if wanted.unit is not None:
        found.append(below(wanted.unit))
    if wanted.kind is not None:
        found.append(POST.c.kind == wanted.kind)
    if wanted.team:
        found.append(POST.c.team.in_(wanted.team))
    if wanted.q and wanted.q.strip():
        found.append(named(ctx, wanted.q))
    return found


def list_expiring(ctx: Context, wanted: ExpiryFilter, paging: Paging) -> Page[ExpiringPost]:
    """Posts still held whose term ends within so many days or has ended, the longest overdue first."""
    today = clock.legal_day(ctx.now)
    stmt = _expiring(ctx, rules.horizon(today, wanted.within_days), wanted.unit)
    rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset))
    items = [ExpiringPost(**_shown(row), days_left=(row.term_ends_on - today).days) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def _expiring(ctx: Context, until: date, unit_id: UUID | None) -> Select[*tuple[Any, ...]]:
    stmt = _posts(ctx).where(POST.c.ended_on.is_(None), POST.c.term_ends_on <= until)
    if unit_id is not None:
        stmt = stmt.where(below(unit_id))
    return stmt.order_by(POST.c.term_ends_on, UNIT.c.sort_key, POST.c.id)


def find_ending_between(ctx: Context, after: date, until: date) -> list[PostRow]:
    """Posts held whose term ends after one day and not after another; for reminders."""
    stmt = _expiring(ctx, until, None).where(POST.c.term_ends_on > after)
    return [present_row(row) for row in ctx.session.execute(stmt)]


def get_post(ctx: Context, post_id: UUID) -> PostOut:
    """A post at a unit within reach. Errors: `not_found`."""
    row = ctx.session.execute(_posts(ctx, POST.c.created_at, POST.c.updated_at).where(POST.c.id == post_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return present_post(row)


def load_post(ctx: Context, post_id: UUID) -> Post:
    """A post to be changed. Errors: `not_found`."""
    stmt = select(Post).join(UNIT, UNIT.c.id == Post.unit_id).where(Post.id == post_id)
    post = ctx.session.execute(within_reach(ctx, stmt, UNIT.c.path)).scalar_one_or_none()
    if post is None:
        raise Refused(NOT_FOUND)
    return post


def facts_of_post(post: Any) -> dict[str, Any]:
    """The facts of a post, as rules judge and the ledger shows them."""
    return {name: getattr(post, name) for name in _FACTS}


def find_neighbours(ctx: Context, documents: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The posts that could collide with those in `documents`: same unit and kind. Not narrowed by reach: same unit."""
    places = {(facts["unit_id"], facts["kind"]) for facts in documents}
    units, kinds = {unit for unit, _ in places}, {kind for _, kind in places}
    stmt = select(*POST.c).where(POST.c.unit_id.in_(units), POST.c.kind.in_(kinds))
    return [dict(row) for row in ctx.session.execute(stmt).mappings() if (row["unit_id"], row["kind"]) in places]


def posts_of(ctx: Context, person_ids: Iterable[UUID]) -> list[PostRow]:
    """Every post of these persons at units within reach, newest first."""
    stmt = _posts(ctx).where(POST.c.person_id.in_(list(person_ids)))
    return [present_row(row) for row in ctx.session.execute(stmt.order_by(POST.c.from_on.desc(), POST.c.id))]


def held_by(ctx: Context, person_ids: Iterable[UUID]) -> dict[UUID, list[HeldPost]]:
    """The posts that these persons hold today at units within reach, in the order of the table of posts."""
    stmt = _posts(ctx).where(POST.c.person_id.in_(list(person_ids)), held_on(clock.legal_day(ctx.now)))
    found: dict[UUID, list[HeldPost]] = {}
    for row in ctx.session.execute(stmt.order_by(_RANK, POST.c.from_on)):
        held = HeldPost(id=row.id, kind=row.kind, title=row.title, unit=unit_of(row), acting=row.acting)
        found.setdefault(row.person_id, []).append(held)
    return found


def count_held(ctx: Context, person_id: UUID) -> int:
    """How many posts a person has that are not ended, wherever they are."""
    return count(ctx, select(POST.c.id).where(POST.c.person_id == person_id, POST.c.ended_on.is_(None)))


def holders(kind: str, day: date) -> Select[UUID]:
    """A sub-query of the persons who hold a post of this kind on a day."""
    return select(POST.c.person_id).where(POST.c.kind == kind, held_on(day))


def present_row(row: Any) -> PostRow:
    """A post in a list."""
    return PostRow(**_shown(row))


def present_post(row: Any) -> PostOut:
    """A post as the wire shows it."""
    state = rules.post_state({"ended_on": row.ended_on})
    return PostOut(**_shown(row), state=state, created_at=row.created_at, updated_at=row.updated_at)


def _shown(row: Any) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in _SHOWN}, "person": person_of(row), "unit": unit_of(row)}


def list_post_kinds(ctx: Context) -> PostKinds:
    """The table of posts in the caller's language."""
    return PostKinds(
        items=[
            PostKindOut(
                kind=kind,
                name=row.en if ctx.language == "en" else row.zh,
                team=row.team,
                unit_kinds=sorted(row.units),
                single=row.single,
                by_authority=row.by_authority,
            )
            for kind, row in rules.POST_KINDS.items()
        ]
    )
