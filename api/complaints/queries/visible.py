"""Who may know of a case: the one predicate behind every list, count, search, export, panel and figure.

    reach ∧ what the role opens ∧ nobody who is named, or whose unit is, or who has declared a tie

It asks the rows and never the caller's word: leaders and administrators keep out like everybody else (回避). A case that
is not visible is not there: 404, and no count tells of it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, null, or_, select, union_all
from sqlalchemy.orm import Session

from api.access import reach
from api.access.permissions import Permission
from api.accounts.models import Account, AccountGrant
from api.accounts.rules import GrantState
from api.complaints.models.cases import ComplaintCase, ComplaintSubject, ComplaintTie
from api.complaints.models.working import ComplaintAssignment
from api.complaints.queries.succession import kin_of, with_kin
from api.complaints.rules.states import Who
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.organizations.models import Unit
from api.organizations.rules import UnitKind
from api.people.models import Person, Post

Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])
C = ComplaintCase.__table__.c
_S, _T, _A = ComplaintSubject.__table__.c, ComplaintTie.__table__.c, ComplaintAssignment.__table__.c
_PERSON, _POST, _UNIT = Person.__table__.c, Post.__table__.c, Unit.__table__.c
_ACCOUNT, _GRANT = Account.__table__.c, AccountGrant.__table__.c
P = Permission
# A case about the bureau as such ties nobody by employment, or nobody could take it; it is restricted instead.
_TYING = (UnitKind.SCHOOL.value, UnitKind.DISTRICT.value, UnitKind.SECTION.value)
# What may be known of, without a word of it, beyond the inspection team.
_OPEN = and_(C.matched.is_(True), C.restricted.is_(False))


def visible(ctx: Context, stmt: Statement) -> Statement:
    """`stmt`, which selects from cases, narrowed to those that the caller may open."""
    return stmt.where(condition(ctx))


def condition(ctx: Context) -> ColumnElement[bool]:
    """What `visible` adds: the desk and the head all, a handler the assigned ones once everybody named is matched."""
    return and_(or_(leads(ctx), receives(ctx), handles(ctx)), ~recused(ctx.signed_in.id))


def counted(ctx: Context) -> ColumnElement[bool]:
    """Cases that figures may count for the caller. What is restricted counts within the inspection team only.

    Until everybody named is matched nobody knows whether it is, nor who keeps out: it counts for the head alone.
    """
    within = reach.condition(ctx, C.unit_id, P.COMPLAINT_FIGURES)
    known = C.id.is_not(None) if ctx.may(P.COMPLAINT_LEAD) else C.matched.is_(True)
    team = ctx.may(P.COMPLAINT_LEAD) or ctx.may(P.COMPLAINT_HANDLE)
    return and_(within, known if team else _OPEN, ~recused(ctx.signed_in.id))


def watched(ctx: Context) -> ColumnElement[bool]:
    """Cases whose clocks the caller watches, without opening them: a supervisor's, or those the caller may open."""
    supervised = and_(reach.condition(ctx, C.unit_id, P.COMPLAINT_SUPERVISE), _OPEN)
    return and_(or_(supervised, leads(ctx), receives(ctx), handles(ctx)), ~recused(ctx.signed_in.id))


def leads(ctx: Context) -> ColumnElement[bool]:
    """Cases that the caller leads."""
    return reach.condition(ctx, C.unit_id, P.COMPLAINT_LEAD)


def receives(ctx: Context) -> ColumnElement[bool]:
    """Cases of the caller's desk."""
    return reach.condition(ctx, C.unit_id, P.COMPLAINT_INTAKE)


def handles(ctx: Context) -> ColumnElement[bool]:
    """Cases assigned to the caller now; what was passed on is gone."""
    if not ctx.may(P.COMPLAINT_HANDLE):
        return false()
    mine = select(_A.case_id).where(_A.handler_id == ctx.signed_in.id, _A.ended_on.is_(None))
    return and_(C.matched.is_(True), C.id.in_(mine))


def recused(account_id: Any) -> ColumnElement[bool]:
    """Whether an account keeps out of a case: named, of a unit that is named, or tied by declaration."""
    me = select(_ACCOUNT.person_id).where(_ACCOUNT.id == account_id).scalar_subquery()
    places = union_all(
        _units_of(account_id, me), select(_T.unit_id).where(_T.account_id == account_id, _T.unit_id.is_not(None))
    )
    units = with_kin(select(places.subquery().c.id))
    tied = select(_T.person_id).where(_T.account_id == account_id, _T.person_id.is_not(None))
    persons = or_(_S.person_id == me, _S.person_id.in_(tied))
    named = select(_S.id).where(_S.case_id == C.id, or_(persons, _S.unit_id.in_(units)))
    return or_(exists(named), and_(C.hint_unit_id.is_not(None), C.hint_unit_id.in_(units)))


def _units_of(account_id: Any, me: Any) -> Any:
    """Where somebody belongs: staff list, posts held now, roles; bureaus and regions aside."""
    places = union_all(
        select(_PERSON.unit_id).where(_PERSON.id == me),
        select(_POST.unit_id).where(_POST.person_id == me, _POST.ended_on.is_(None)),
        select(_GRANT.unit_id).where(_GRANT.account_id == account_id, _GRANT.state == GrantState.ACTIVE.value),
    ).subquery()
    return select(_UNIT.id).where(_UNIT.id.in_(select(places.c.unit_id)), _UNIT.kind.in_(_TYING))


class Standing(NamedTuple):
    """What the caller is to a case."""

    leads: bool
    receives: bool
    handles: bool

    @property
    def who(self) -> frozenset[Who]:
        """The same as the table of states says it."""
        held = ((Who.LEAD, self.leads), (Who.INTAKE, self.receives), (Who.HANDLER, self.handles))
        return frozenset(who for who, holds in held if holds)


def load_case(ctx: Context, case_id: UUID) -> tuple[ComplaintCase, Standing]:
    """A case that the caller may open, and what the caller is to it. Errors: `not_found`."""
    flags = [
        leads(ctx).label("leads"),
        receives(ctx).label("receives"),
        handles(ctx).label("handles"),
    ]
    row = ctx.session.execute(visible(ctx, select(ComplaintCase, *flags).where(C.id == case_id))).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row[0], Standing(bool(row.leads), bool(row.receives), bool(row.handles))


def get_case(ctx: Context, case_id: UUID) -> ComplaintCase:
    """A case that the caller may open. Errors: `not_found`."""
    return load_case(ctx, case_id)[0]


def open_to(session: Session, case_id: UUID, accounts: Collection[UUID]) -> set[UUID]:
    """Those of `accounts` that do not keep out of the case: whom a notice about it may reach."""
    return open_to_each(session, {case_id: accounts})[case_id]


def open_to_each(session: Session, asked: Mapping[UUID, Collection[UUID]]) -> dict[UUID, set[UUID]]:
    """The same for many cases at once, by their ids."""
    named = union_all(
        select(_S.case_id, _S.person_id, _S.unit_id).where(_S.case_id.in_(asked)),
        select(C.id, null(), C.hint_unit_id).where(C.id.in_(asked)),
    )
    about = defaultdict[UUID, set[UUID]](set)
    for case_id, *named_there in session.execute(named):
        about[case_id] |= {value for value in named_there if value is not None}
    tied = defaultdict[UUID, set[UUID]](set)
    kin = kin_of(session, set().union(*about.values()))
    all_names = {case_id: set().union(*(kin[value] for value in values)) for case_id, values in about.items()}
    for row in session.execute(_places_of(sorted(set().union(*asked.values())))):
        tied[row.account_id].add(row.place)
    return {
        case_id: {one for one in accounts if not tied[one] & all_names.get(case_id, set())}
        for case_id, accounts in asked.items()
    }


def _places_of(accounts: list[UUID]) -> Any:
    """Persons and units that accounts are tied to, one row for each."""
    persons = Account.__table__.join(Person.__table__, _PERSON.id == _ACCOUNT.person_id)
    posts = Account.__table__.join(
        Post.__table__, and_(_POST.person_id == _ACCOUNT.person_id, _POST.ended_on.is_(None))
    )
    active = _GRANT.state == GrantState.ACTIVE.value
    low = select(_UNIT.id).where(_UNIT.kind.in_(_TYING))
    mine, name = _ACCOUNT.id.in_(accounts), _ACCOUNT.id.label("account_id")
    return union_all(
        select(name, _ACCOUNT.person_id.label("place")).where(mine),
        select(name, _PERSON.unit_id).select_from(persons).where(mine, _PERSON.unit_id.in_(low)),
        select(name, _POST.unit_id).select_from(posts).where(mine, _POST.unit_id.in_(low)),
        select(_GRANT.account_id, _GRANT.unit_id).where(
            _GRANT.account_id.in_(accounts), active, _GRANT.unit_id.in_(low)
        ),
        select(_T.account_id, _T.unit_id).where(_T.account_id.in_(accounts)),
        select(_T.account_id, _T.person_id).where(_T.account_id.in_(accounts)),
    )


def closed(ctx: Context, case_id: Any) -> ColumnElement[bool]:
    """Whether the caller keeps out of the case of this id: a notice from before that was known is not there any more."""
    if not (ctx.may(P.COMPLAINT_READ) or ctx.may(P.COMPLAINT_SUPERVISE)):
        return false()
    return exists(select(C.id).where(C.id == case_id, recused(ctx.signed_in.id)))


def reveal(ctx: Context, ids: Collection[UUID]) -> set[UUID]:
    """Those of `ids` that the caller may open: what tells a rectification's reader that it came from a complaint."""
    if not ctx.may(P.COMPLAINT_READ):
        return set()
    return set(ctx.session.scalars(visible(ctx, select(C.id).where(C.id.in_(list(ids))))))
