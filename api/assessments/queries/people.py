"""Who works on rounds: assignments, who could be given some, declared ties."""

from uuid import UUID

from sqlalchemy import Select, func, select

from api.access.permissions import Permission
from api.access.providers import providers
from api.accounts.models import Account
from api.assessments.models import AssessmentAssignment, AssessmentEnrolment, AssessmentRecusal, AssessmentRound
from api.assessments.queries.enrolments import Entry, load_entry
from api.assessments.queries.scores import Opened, list_assignments, may_assign, open_round, tells_names
from api.assessments.queries.standing import holds_at, is_tied
from api.assessments.rules.rounds import PARTIES, Level, Round, RoundState, RoundVerb
from api.assessments.schemas.rounds import ItemAssignmentsOut
from api.assessments.schemas.work import RecusalOut, Recusals
from api.core.context import Context
from api.core.errors import FORBIDDEN, Refused
from api.core.schemas import Named

_OPEN = (RoundState.NOT_STARTED.value, RoundState.IN_PROGRESS.value, RoundState.RETURNED.value)


def list_assignees(ctx: Context, opened: Opened) -> ItemAssignmentsOut:
    """Who works on what of a round, and for who assigns: who could."""
    items = list_assignments(ctx, opened.round.id) if tells_names(opened) else []
    return ItemAssignmentsOut(items=items, people=_candidates(ctx, opened) if may_assign(opened) else [])


def _candidates(ctx: Context, opened: Opened) -> list[Named]:
    """Everyone who holds what the round takes at or above the school; fitness is judged when it is given."""
    holders = providers.find_holders(
        ctx.session, PARTIES[opened.which, RoundVerb.SAVE].needs, opened.entry.enrolment.unit_id
    )
    stmt = select(Account.id, Account.display_name).where(Account.id.in_(list(holders)))
    rows = ctx.session.execute(stmt.order_by(Account.display_name, Account.id))
    return [Named(id=row.id, name=row.display_name) for row in rows]


def find_assignment(ctx: Context, round_id: UUID, code: str) -> AssessmentAssignment | None:
    """What was given to the caller."""
    stmt = select(AssessmentAssignment).where(
        AssessmentAssignment.round_id == round_id,
        AssessmentAssignment.code == code,
        AssessmentAssignment.account_id == ctx.signed_in.id,
    )
    return ctx.session.execute(stmt).scalar_one_or_none()


def open_assignments_of(account_id: UUID) -> Select[*tuple[AssessmentAssignment]]:
    """What somebody still has to do: in rounds that are not handed in."""
    return (
        select(AssessmentAssignment)
        .join(AssessmentRound, AssessmentRound.id == AssessmentAssignment.round_id)
        .where(
            AssessmentAssignment.account_id == account_id,
            AssessmentAssignment.done_at.is_(None),
            AssessmentRound.state.in_(_OPEN),
        )
    )


def count_open_assignments(ctx: Context, account_id: UUID) -> int:
    """How many."""
    return ctx.session.execute(
        select(func.count()).select_from(open_assignments_of(account_id).subquery())
    ).scalar_one()


def find_recusal(ctx: Context, campaign_id: UUID, account_id: UUID, unit_id: UUID) -> AssessmentRecusal | None:
    """A tie that was declared."""
    stmt = select(AssessmentRecusal).where(
        AssessmentRecusal.campaign_id == campaign_id,
        AssessmentRecusal.account_id == account_id,
        AssessmentRecusal.unit_id == unit_id,
    )
    return ctx.session.execute(stmt).scalar_one_or_none()


def list_recusals(ctx: Context, enrolment: AssessmentEnrolment) -> list[tuple[AssessmentRecusal, str]]:
    """The ties to a school that were declared for a campaign, with names."""
    stmt = (
        select(AssessmentRecusal, Account.display_name)
        .join(Account, Account.id == AssessmentRecusal.account_id)
        .where(AssessmentRecusal.campaign_id == enrolment.campaign_id, AssessmentRecusal.unit_id == enrolment.unit_id)
        .order_by(AssessmentRecusal.declared_at, AssessmentRecusal.id)
    )
    return [(recusal, name) for recusal, name in ctx.session.execute(stmt)]


def load_above(ctx: Context, enrolment_id: UUID) -> Entry:
    """An enrolment for who stands above the school: ties of assessors are not the school's business.

    Errors: `not_found`, `access.denied`.
    """
    entry = load_entry(ctx, enrolment_id)
    if not holds_at(ctx, entry, Permission.ASSESSMENT_READ, Level.ABOVE_SCHOOL):
        raise Refused(FORBIDDEN)
    return entry


def read_recusals(ctx: Context, enrolment_id: UUID) -> Recusals:
    """Declared ties to the school, and whether the caller keeps out. Errors: `not_found`, `access.denied`."""
    return present_recusals(ctx, load_above(ctx, enrolment_id))


def present_recusals(ctx: Context, entry: Entry) -> Recusals:
    """The same for an enrolment that the caller has loaded."""
    items = [
        RecusalOut(
            id=one.id, account=Named(id=one.account_id, name=name), reason=one.reason, declared_at=one.declared_at
        )
        for one, name in list_recusals(ctx, entry.enrolment)
    ]
    return Recusals(items=items, tied=is_tied(ctx, entry, ctx.signed_in.id))


def read_assignments(ctx: Context, enrolment_id: UUID, which: Round) -> ItemAssignmentsOut:
    """Who works on what of a round. Errors: `not_found`."""
    return list_assignees(ctx, open_round(ctx, enrolment_id, which))
