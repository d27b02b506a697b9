"""What is chosen from while a case is worked on: who may be given it, and who may be meant by a name."""

from uuid import UUID

from sqlalchemy import select

from api.access import reach
from api.access.permissions import Permission
from api.access.providers import providers
from api.accounts.models import Account
from api.complaints.queries import visible, work
from api.complaints.schemas.choices import HandlerChoice, HandlerChoices, RegisteredPerson
from api.core.context import Context
from api.core.errors import FORBIDDEN, Refused
from api.core.schemas import UnitRef
from api.organizations.models import Unit
from api.organizations.rules import Status, UnitKind
from api.people.models import SEARCH, Person, Post

_UNIT, _PERSON = Unit.__table__.c, Person.__table__.c
_MOST = 20
_HANDLING = (UnitKind.BUREAU.value, UnitKind.SECTION.value)


def list_handlers(ctx: Context, case_id: UUID) -> HandlerChoices:
    """Who holds the right to handle for the case's bureau, and who of them keeps out; units that may have it.

    Why somebody keeps out is not told: it would tell who is named. Errors: `not_found`.
    """
    case = visible.get_case(ctx, case_id)
    named = work.named_in(ctx.session, case.id)
    holders = set(providers.find_holders(ctx.session, Permission.COMPLAINT_HANDLE, case.unit_id))
    free = visible.open_to(ctx.session, case.id, holders)
    stmt = select(Account.id, Account.display_name).where(Account.id.in_(sorted(holders)))
    accounts = ctx.session.execute(stmt.order_by(Account.display_name, Account.id))
    handlers = [HandlerChoice(id=row.id, name=row.display_name, keeps_out=row.id not in free) for row in accounts]
    kinds = select(_UNIT.id, _UNIT.name, _UNIT.kind).where(
        _UNIT.kind.in_(_HANDLING), _UNIT.status != Status.CLOSED.value, _UNIT.id.not_in(sorted(named.units))
    )
    units = ctx.session.execute(reach.within(ctx, kinds, _UNIT.id).order_by(_UNIT.depth, _UNIT.sort_key, _UNIT.id))
    return HandlerChoices(
        handlers=handlers, units=[UnitRef(id=row.id, name=row.name, kind=row.kind) for row in units.all()]
    )


def find_persons(ctx: Context, q: str) -> list[RegisteredPerson]:
    """People of the staff list by name, for who matches: name, unit, posts, and no more; twenty at most.

    Within reach of the desk or the lead. Errors: `access.denied`.
    """
    held = [one for one in (Permission.COMPLAINT_INTAKE, Permission.COMPLAINT_LEAD) if ctx.may(one)]
    if not held:
        raise Refused(FORBIDDEN)
    dialect = ctx.session.get_bind().dialect.name
    table = Person.__table__.join(Unit.__table__, _UNIT.id == _PERSON.unit_id)
    unit = (_UNIT.id.label("unit_id"), _UNIT.name.label("unit_name"), _UNIT.kind.label("unit_kind"))
    stmt = select(_PERSON.id, _PERSON.name, *unit).select_from(table)
    stmt = stmt.where(SEARCH.matches(dialect, _PERSON.search_tokens, q), _PERSON.merged_into_id.is_(None))
    stmt = reach.within(ctx, stmt, _PERSON.unit_id, held[0]).order_by(_PERSON.sort_key, _PERSON.id).limit(_MOST)
    rows = ctx.session.execute(stmt).all()
    titles = _titles(ctx, [row.id for row in rows])
    return [
        RegisteredPerson(
            id=row.id,
            name=row.name,
            unit=UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind),
            posts=titles.get(row.id, []),
        )
        for row in rows
    ]


def _titles(ctx: Context, persons: list[UUID]) -> dict[UUID, list[str]]:
    stmt = select(Post.person_id, Post.title).where(Post.person_id.in_(persons), Post.ended_on.is_(None))
    titles: dict[UUID, list[str]] = {}
    for row in ctx.session.execute(stmt.order_by(Post.title, Post.id)):
        titles.setdefault(row.person_id, []).append(row.title)
    return titles
