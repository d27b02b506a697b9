"""The person of the staff list that an account belongs to. A link gives no right: it says who someone is."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select

from api.access import reach
from api.accounts.models import Account
from api.accounts.schemas import OwnPost, PersonRef
from api.core import clock
from api.core.context import Context
from api.core.paging import Paging, count
from api.core.schemas import Page, UnitRef
from api.organizations.models import Unit
from api.people.models import Person, Post
from api.people.queries.posts import held_on
from api.people.rules import PersonStatus

_LINKED = exists().where(Account.person_id == Person.id)


def columns(home: Any) -> tuple[Any, ...]:
    """What `present` takes, of a person whose unit is `home`."""
    return (
        *(Person.id.label("person_id"), Person.name.label("person_name")),
        *(home.id.label("unit_id"), home.name.label("unit_name"), home.kind.label("unit_kind")),
    )


def _within(ctx: Context) -> Select[*tuple[Any, ...]]:
    stmt = select(*columns(Unit)).join(Unit, Unit.id == Person.unit_id).where(Person.merged_into_id.is_(None))
    return reach.within(ctx, stmt, Person.unit_id)


def list_linkable(ctx: Context, q: str | None, paging: Paging) -> Page[PersonRef]:
    """Persons within reach whom no account belongs to, by name: name and unit, nothing else of them."""
    stmt = _within(ctx).where(~_LINKED, Person.status == PersonStatus.ACTIVE.value)
    if q:
        stmt = stmt.where(Person.name.contains(q, autoescape=True))
    rows = ctx.session.execute(stmt.order_by(Person.sort_key, Person.id).limit(paging.size).offset(paging.offset)).all()
    items = [_ref(row) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def find_linkable(ctx: Context, person_id: UUID) -> PersonRef | None:
    """A person within reach whom an account can belong to."""
    row = ctx.session.execute(_within(ctx).where(Person.id == person_id)).first()
    return _ref(row) if row else None


def held_posts(ctx: Context, account: Account) -> list[OwnPost]:
    """The posts that the person of an account holds today, as far as they lie within reach."""
    if account.person_id is None:
        return []
    stmt = (
        select(Post.id, Post.title, Post.from_on, Post.term_ends_on, *columns(Unit)[2:])
        .join(Unit, Unit.id == Post.unit_id)
        .where(Post.person_id == account.person_id, held_on(clock.legal_day(ctx.now)))
        .order_by(Post.from_on, Post.id)
    )
    return [
        OwnPost(id=row.id, title=row.title, unit=_unit(row), from_on=row.from_on, term_ends_on=row.term_ends_on)
        for row in ctx.session.execute(reach.within(ctx, stmt, Post.unit_id))
    ]


def load_of_person(ctx: Context, person_id: UUID) -> Account | None:
    """The account of a person, to be changed, whoever may see it: for persons that are merged."""
    return ctx.session.scalar(select(Account).where(Account.person_id == person_id))


def present(row: Any) -> PersonRef | None:
    """The person in a row of these columns, if there is one."""
    return _ref(row) if row.person_id else None


def _ref(row: Any) -> PersonRef:
    return PersonRef(id=row.person_id, name=row.person_name, unit=_unit(row))


def _unit(row: Any) -> UnitRef:
    return UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind)
