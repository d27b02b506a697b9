"""Packages: the bureau's drafts, and what a unit was formally sent."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from api.access import reach
from api.access.permissions import Permission
from api.accounts.models import Account
from api.complaints.models.cases import ComplaintCase, ComplaintTie
from api.complaints.models.working import ComplaintPackage
from api.complaints.ports import ports
from api.complaints.queries import visible, work
from api.complaints.queries.visible import C, Standing
from api.complaints.rules.packages import (
    PACKAGE_STEPS,
    Cover,
    PackagePurpose,
    PackageState,
    PackageVerb,
    package_verbs,
    redact,
)
from api.complaints.schemas.packages import PackageOut, SentPackage, SentPackageRow, SpanOut, TieOut
from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Named, Page, UnitRef
from api.organizations.models import Unit
from api.people.models import Person

K, _UNIT = ComplaintPackage.__table__.c, Unit.__table__.c
_SENT = (PackageState.RELEASED.value, PackageState.ANSWERED.value)
_REF = (_UNIT.id.label("unit_id"), _UNIT.name.label("unit_name"), _UNIT.kind.label("unit_kind"))


def load_package(ctx: Context, package_id: UUID) -> tuple[ComplaintPackage, ComplaintCase, Standing]:
    """A package of a case that the caller may open. Errors: `not_found`."""
    package = ctx.session.get(ComplaintPackage, package_id)
    if package is None:
        raise Refused(NOT_FOUND)
    case, standing = visible.load_case(ctx, package.case_id)
    return package, case, standing


def packages_of(ctx: Context, case_id: UUID) -> list[PackageOut]:
    """What was cut from a case that the caller may open, newest first. Errors: `not_found`."""
    case = visible.get_case(ctx, case_id)
    return [package_out(ctx, case, package) for package in work.packages_of(ctx.session, case_id)]


def package_out(ctx: Context, case: ComplaintCase, package: ComplaintPackage) -> PackageOut:
    """A package as the bureau sees it."""
    wanted = {package.text_id, package.sent_id, package.answer_id} - {None}
    texts = ports.read(ctx, case, [one for one in wanted if one])
    unit = ctx.session.execute(select(*_REF).where(_UNIT.id == package.unit_id)).one()
    author = ctx.session.scalar(select(Account.display_name).where(Account.id == package.written_by))
    text = texts.get(package.text_id, "")
    spans = [Cover(*span) for span in package.spans]
    sent = texts.get(package.sent_id) if package.sent_id else redact(text, spans)
    plain = ("id", "case_id", "due_on", "released_on", "answered_on", "revision")
    return PackageOut(
        **{name: getattr(package, name) for name in plain},
        unit=_unit(unit),
        purpose=PackagePurpose(package.purpose),
        state=PackageState(package.state),
        text=text,
        spans=[SpanOut(first=span.first, last=span.last) for span in spans],
        preview=sent or "",
        written_by=author or "",
        answer=texts.get(package.answer_id) if package.answer_id else None,
        can=_verbs(ctx, package),
    )


def _verbs(ctx: Context, package: ComplaintPackage) -> list[PackageVerb]:
    """What the caller can do to it now: nobody releases the own."""
    state, me = PackageState(package.state), ctx.signed_in
    own = {PackageVerb.RELEASE} if package.written_by == me.id else set()
    return [verb for verb in package_verbs(state) if verb not in own and me.may(PACKAGE_STEPS[state, verb].needs)]


def _unit(row: Any) -> UnitRef:
    return UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind)


# --- What a unit was sent --------------------------------------------------------------------------------------------

_PLAIN = (K.id, K.purpose, K.state, K.released_on, K.due_on, K.answered_on, K.revision)


def _sent(ctx: Context) -> Select[*tuple[Any, ...]]:
    stmt = select(*_PLAIN, *_REF).join(Unit.__table__, _UNIT.id == K.unit_id).where(K.state.in_(_SENT))
    return reach.within(ctx, stmt, K.unit_id, Permission.COMPLAINT_PACKAGE)


def list_sent(ctx: Context, paging: Paging) -> Page[SentPackageRow]:
    """What the caller's unit was formally sent, newest first."""
    stmt = _sent(ctx).order_by(K.released_on.desc(), K.id)
    rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset))
    items = [SentPackageRow(**_row(ctx, row)) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def _row(ctx: Context, row: Any) -> dict[str, Any]:
    late = row.state == PackageState.RELEASED and row.due_on is not None and row.due_on < clock.legal_day(ctx.now)
    plain = ("id", "released_on", "due_on", "answered_on", "revision")
    words = {"purpose": PackagePurpose(row.purpose), "state": PackageState(row.state)}
    return {**{name: getattr(row, name) for name in plain}, **words, "unit": _unit(row), "overdue": late}


def get_sent(ctx: Context, package_id: UUID) -> SentPackage:
    """A package that the caller's unit was sent, with its text. Errors: `not_found`."""
    row = ctx.session.execute(_sent(ctx).where(K.id == package_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    package, case = _whole(ctx, package_id)
    texts = ports.read(ctx, case, [one for one in (package.sent_id, package.answer_id) if one])
    answer = texts.get(package.answer_id) if package.answer_id else None
    return SentPackage(**_row(ctx, row), text=texts.get(package.sent_id, "") if package.sent_id else "", answer=answer)


def load_sent(ctx: Context, package_id: UUID) -> tuple[ComplaintPackage, ComplaintCase]:
    """A package that the caller's unit was sent, and its case, which the unit never sees. Errors: `not_found`."""
    if ctx.session.execute(_sent(ctx).where(K.id == package_id)).first() is None:
        raise Refused(NOT_FOUND)
    return _whole(ctx, package_id)


def _whole(ctx: Context, package_id: UUID) -> tuple[ComplaintPackage, ComplaintCase]:
    stmt = select(ComplaintPackage, ComplaintCase).join(ComplaintCase, C.id == K.case_id).where(K.id == package_id)
    row = ctx.session.execute(stmt).one()
    return row[0], row[1]


# --- Ties ------------------------------------------------------------------------------------------------------------


def list_ties(ctx: Context, *, everybody: bool) -> Sequence[TieOut]:
    """Ties that were declared: the caller's, or everybody's of those who work on complaints."""
    tie, person = ComplaintTie.__table__.c, Person.__table__.c
    table = (
        ComplaintTie.__table__.join(Account.__table__, Account.id == tie.account_id)
        .outerjoin(Person.__table__, person.id == tie.person_id)
        .outerjoin(Unit.__table__, _UNIT.id == tie.unit_id)
    )
    names = (Account.display_name.label("account"), person.name.label("person"))
    stmt = select(tie.id, tie.declared_on, tie.person_id, *names, *_REF).select_from(table)
    if not everybody:
        stmt = stmt.where(tie.account_id == ctx.signed_in.id)
    return [
        TieOut(
            id=row.id,
            account=row.account,
            declared_on=row.declared_on,
            person=Named(id=row.person_id, name=row.person) if row.person_id else None,
            unit=_unit(row) if row.unit_id else None,
        )
        for row in ctx.session.execute(stmt.order_by(tie.declared_on.desc(), tie.id))
    ]


def find_tie(ctx: Context, tie_id: UUID) -> ComplaintTie | None:
    """A declared tie."""
    return ctx.session.get(ComplaintTie, tie_id)
