"""What was done to a case: whom it names, assignments, outcomes, ratings; and what the guards look at."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from api.access import reach
from api.access.permissions import Permission
from api.access.providers import providers
from api.accounts.models import Account, AccountGrant
from api.accounts.rules import ROLE_PERMISSIONS
from api.complaints.models.cases import ComplaintCase, ComplaintSubject, ComplaintTie
from api.complaints.models.working import (
    ComplaintAssignment,
    ComplaintOutcome,
    ComplaintPackage,
    ComplaintRating,
    ComplaintReview,
    ComplaintTransfer,
)
from api.complaints.queries.succession import kin_of
from api.complaints.queries.visible import C
from api.complaints.rules.conflicts import Candidate, Named
from api.complaints.rules.states import CaseFacts
from api.complaints.rules.words import CaseFinding, Rank, Track, satisfaction
from api.core import clock
from api.core.context import Context
from api.organizations.models import Unit
from api.organizations.rules import UnitKind
from api.people.models import Person, Post
from api.rectifications.models import RectificationProblem
from api.rectifications.queries import readable

_MOST = 20


def subjects_of(session: Session, case_id: UUID) -> Sequence[ComplaintSubject]:
    """Whom and what a case names, in order."""
    stmt = select(ComplaintSubject).where(ComplaintSubject.case_id == case_id)
    return session.scalars(stmt.order_by(ComplaintSubject.position)).all()


def assignments_of(session: Session, case_id: UUID) -> Sequence[ComplaintAssignment]:
    """Who has handled a case, the present one first."""
    stmt = select(ComplaintAssignment).where(ComplaintAssignment.case_id == case_id)
    order = (ComplaintAssignment.ended_on.is_not(None), ComplaintAssignment.assigned_on.desc(), ComplaintAssignment.id)
    return session.scalars(stmt.order_by(*order)).all()


def current_assignment(session: Session, case_id: UUID) -> ComplaintAssignment | None:
    """Who handles a case now."""
    stmt = select(ComplaintAssignment).where(
        ComplaintAssignment.case_id == case_id, ComplaintAssignment.ended_on.is_(None)
    )
    return session.scalars(stmt).first()


def outcomes_of(session: Session, case_id: UUID) -> Sequence[ComplaintOutcome]:
    """What was found, the last one first."""
    stmt = select(ComplaintOutcome).where(ComplaintOutcome.case_id == case_id)
    return session.scalars(stmt.order_by(ComplaintOutcome.version.desc())).all()


def last_outcome(session: Session, case_id: UUID) -> ComplaintOutcome | None:
    """The outcome that counts."""
    found = outcomes_of(session, case_id)
    return found[0] if found else None


def last_rating(session: Session, case_id: UUID) -> ComplaintRating | None:
    """What the reporter said last."""
    stmt = select(ComplaintRating).where(ComplaintRating.case_id == case_id)
    return session.scalars(stmt.order_by(ComplaintRating.round.desc())).first()


def open_review(session: Session, case_id: UUID) -> ComplaintReview | None:
    """The objection that waits for its decision."""
    stmt = select(ComplaintReview).where(ComplaintReview.case_id == case_id, ComplaintReview.decision.is_(None))
    return session.scalars(stmt).first()


def reviews_of(session: Session, case_id: UUID) -> Sequence[ComplaintReview]:
    """Objections of a case, in their order."""
    stmt = select(ComplaintReview).where(ComplaintReview.case_id == case_id)
    return session.scalars(stmt.order_by(ComplaintReview.round)).all()


def transfers_of(session: Session, case_id: UUID) -> Sequence[ComplaintTransfer]:
    """Where a case was sent."""
    stmt = select(ComplaintTransfer).where(ComplaintTransfer.case_id == case_id)
    return session.scalars(stmt.order_by(ComplaintTransfer.sent_on, ComplaintTransfer.id)).all()


def packages_of(session: Session, case_id: UUID) -> Sequence[ComplaintPackage]:
    """What was cut from a case for others, newest first."""
    stmt = select(ComplaintPackage).where(ComplaintPackage.case_id == case_id)
    return session.scalars(stmt.order_by(ComplaintPackage.updated_at.desc(), ComplaintPackage.id)).all()


def facts_of(ctx: Context, case: ComplaintCase) -> CaseFacts:
    """What the guards look at, for the caller and today."""
    today, me = clock.legal_day(ctx.now), ctx.actor.id if ctx.actor else None
    handled = assignments_of(ctx.session, case.id)
    outcome, rating = last_outcome(ctx.session, case.id), last_rating(ctx.session, case.id)
    now = next((row for row in handled if row.ended_on is None), None)
    mine = {row.handler_id for row in handled} | {outcome.submitted_by if outcome else None}
    # A petition is reviewed by the organ above, never by who decided it (信访工作条例 第35条).
    mine |= {outcome.decided_by} if outcome and case.track == Track.PETITION and case.fed_back_on else set()
    mine |= {UUID(case.proposal["by"])} if case.proposal else set()
    return CaseFacts(
        today=today,
        track=Track(case.track) if case.track else None,
        matched=case.matched,
        superior=case.superior,
        urgent=case.urgent,
        proposed=case.proposal is not None,
        own=me in mine,
        return_until=now.return_until_on if now else None,
        returned=now is not None and str(now.unit_id) in case.returned_units,
        heard=case.heard,
        category=case.category,
        notified=case.notified_on is not None,
        objection_until=case.objection_until_on if case.track == Track.PETITION else None,
        reviews=case.reviews,
        satisfaction=satisfaction(rating.stars) if rating and rating.round == case.rehandled else None,
        untrue=outcome is not None and outcome.finding == CaseFinding.UNTRUE and outcome.decided_on is not None,
        archive_from=case.archive_from_on,
        withdrawn=case.withdrawn_on is not None,
    )


def named_in(session: Session, case_id: UUID) -> Named:
    """Whom a case names, as the rules of keeping out take it: units under every name that they had and have."""
    rows = subjects_of(session, case_id)
    persons = {row.person_id for row in rows if row.person_id}
    units = set[UUID]().union(*kin_of(session, {row.unit_id for row in rows if row.unit_id}).values())
    return Named(persons, units, {Rank(row.rank) for row in rows})


def candidate(session: Session, account_id: UUID, unit: Unit) -> Candidate:
    """Somebody as a handler: who they are, where they belong, what they have declared."""
    person = session.execute(
        select(Person.id, Person.unit_id).join(Account, Account.person_id == Person.id).where(Account.id == account_id)
    ).first()
    posts = select(Post.unit_id).where(Post.person_id == (person.id if person else None), Post.ended_on.is_(None))
    units = set(session.scalars(posts)) | ({person.unit_id} if person else set())
    ties = session.execute(
        select(ComplaintTie.person_id, ComplaintTie.unit_id).where(ComplaintTie.account_id == account_id)
    )
    declared = {value for row in ties for value in row if value is not None}
    return Candidate(unit.id, unit.kind == UnitKind.SCHOOL, person.id if person else None, units, declared)


def find_unit(ctx: Context, unit_id: UUID) -> Unit | None:
    """A unit within reach of the permission that the route asks for."""
    return ctx.session.scalars(reach.within(ctx, select(Unit).where(Unit.id == unit_id), Unit.id)).first()


def units_there(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Those of `ids` that are units. Not narrowed: whoever is named may lie anywhere."""
    return set(session.scalars(select(Unit.id).where(Unit.id.in_(list(ids)))))


def persons_there(session: Session, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Those of `ids` who are in the staff list, with their units. Not narrowed, for the same reason."""
    stmt = select(Person.id, Person.unit_id).where(Person.id.in_(list(ids)), Person.merged_into_id.is_(None))
    return {row.id: row.unit_id for row in session.execute(stmt)}


def may_handle(ctx: Context, account_id: UUID, unit_id: UUID) -> bool:
    """Whether somebody holds `complaint.handle` for a bureau."""
    return account_id in set(providers.find_holders(ctx.session, "complaint.handle", unit_id))


def next_serial(session: Session, unit_id: UUID, prefix: str) -> int:
    """The next number of a bureau's year."""
    stmt = select(func.max(C.number)).where(C.unit_id == unit_id, C.number.like(f"{prefix}%"))
    last = session.scalar(stmt)
    return int(last.removeprefix(prefix).rstrip("号")) + 1 if last else 1


def bureau_of(session: Session, unit_id: UUID | None) -> UUID:
    """Whose case it is that names this unit, or none."""
    return bureaus_of(session, [unit_id])[unit_id]


def bureaus_of(session: Session, units: Collection[UUID | None]) -> Mapping[UUID | None, UUID]:
    """The same for many units: the bureau at or above it, else the first one below it, else the topmost one."""
    stmt = select(Unit.id, Unit.path).where(Unit.id.in_([unit for unit in units if unit]))
    paths: dict[UUID | None, str] = {row.id: row.path for row in session.execute(stmt)}
    bureaus = session.execute(
        select(Unit.id, Unit.path, Unit.depth).where(Unit.kind == UnitKind.BUREAU.value).order_by(Unit.depth, Unit.id)
    ).all()
    found = {unit: _bureau(bureaus, paths.get(unit)) for unit in units}
    if None not in found.values():
        return {unit: UUID(str(bureau)) for unit, bureau in found.items()}
    # A house without a bureau: its root receives.
    root = UUID(str(session.scalars(select(Unit.id).order_by(Unit.depth, Unit.id)).first()))
    return dict.fromkeys(found, root)


def _bureau(bureaus: Sequence[Any], path: str | None) -> UUID | None:
    above = [row for row in bureaus if path and path.startswith(row.path)]
    below = [row for row in bureaus if path and row.path.startswith(path)]
    found = next(iter((*above[::-1], *below, *bureaus)), None)
    return found.id if found else None


def find_by_source(session: Session, source_system: str, source_no: str) -> ComplaintCase | None:
    """The case that another system calls so."""
    stmt = select(ComplaintCase).where(C.source_system == source_system, C.source_no == source_no)
    return session.scalars(stmt).first()


def kind_of(session: Session, unit_id: UUID) -> str | None:
    """The kind of a unit."""
    return session.scalar(select(Unit.kind).where(Unit.id == unit_id))


def problem_there(ctx: Context, problem_id: UUID) -> bool:
    """Whether the caller can read this problem of rectification."""
    stmt = select(RectificationProblem.id).where(RectificationProblem.id == problem_id, readable(ctx))
    return ctx.session.scalar(stmt) is not None


def readable_problems(ctx: Context, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """What those problems of rectification are called that the caller may read."""
    stmt = select(RectificationProblem.id, RectificationProblem.title)
    rows = ctx.session.execute(stmt.where(RectificationProblem.id.in_(list(ids)), readable(ctx)))
    return {row.id: row.title for row in rows}


def works_here(ctx: Context, account_id: UUID) -> bool:
    """Whether somebody works on complaints somewhere within the caller's reach."""
    grant = AccountGrant.__table__.c
    roles = [role for role, held in ROLE_PERMISSIONS.items() if Permission.COMPLAINT_READ in held]
    stmt = select(grant.id).where(grant.account_id == account_id, grant.role.in_(sorted(roles)))
    return account_id == ctx.signed_in.id or ctx.session.scalar(reach.within(ctx, stmt, grant.unit_id)) is not None


def tie_there(session: Session, account_id: UUID, person_id: UUID | None, unit_id: UUID | None) -> bool:
    """Whether this tie is declared already."""
    tie = ComplaintTie.__table__.c
    same = (tie.person_id == person_id) if person_id else (tie.unit_id == unit_id)
    return session.scalar(select(tie.id).where(tie.account_id == account_id, same)) is not None


def open_with(ctx: Context, account_id: UUID) -> Sequence[ComplaintAssignment]:
    """Cases that somebody handles now: what passes on when they leave."""
    stmt = select(ComplaintAssignment).where(
        ComplaintAssignment.handler_id == account_id, ComplaintAssignment.ended_on.is_(None)
    )
    return ctx.session.scalars(stmt.order_by(ComplaintAssignment.id)).all()


def case_of(session: Session, case_id: UUID) -> ComplaintCase:
    """A case by its id, for the house itself."""
    case = session.get(ComplaintCase, case_id)
    assert case is not None, "rows refer to cases that are there"
    return case


def rename_person(session: Session, merged: UUID, survivor: UUID) -> None:
    """Let subjects and ties of one record of a person be those of the other."""
    for table in (ComplaintSubject, ComplaintTie):
        session.execute(update(table).where(table.person_id == merged).values(person_id=survivor))
