"""What stood in the campaign that this one was cloned from. Not narrowed by reach: what is taken over is judged there."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, or_, select

from api.accounts.models import Account, AccountGrant
from api.accounts.rules import AccountStatus, GrantState
from api.assessments.models import AssessmentAssignment, AssessmentEnrolment, AssessmentRound, AssessmentScore
from api.assessments.queries.scores import said
from api.assessments.rules.rounds import Round
from api.assessments.rules.scores import Said
from api.core.context import Context

_E, _R = AssessmentEnrolment, AssessmentRound


def own_entries(ctx: Context, campaign_id: UUID, unit_ids: Collection[UUID]) -> dict[UUID, dict[str, Said]]:
    """What schools said of themselves in a campaign, by unit and code."""
    stmt = (
        select(_E.unit_id, AssessmentScore)
        .join(_R, _R.id == AssessmentScore.round_id)
        .join(_E, _E.id == _R.enrolment_id)
        .where(_E.campaign_id == campaign_id, _E.unit_id.in_(list(unit_ids)), _R.round == Round.SELF.value)
    )
    found: dict[UUID, dict[str, Said]] = defaultdict(dict)
    for unit_id, score in ctx.session.execute(stmt):
        found[unit_id][score.code] = said(score)
    return found


def assignments(ctx: Context, campaign_id: UUID, unit_ids: Collection[UUID]) -> list[tuple[UUID, Round, str, UUID]]:
    """Who worked on what: unit, round, code, account; of those who are still there.

    The account is in use, and holds a role: at the school for its own round, anywhere for the later ones.
    """
    held = exists().where(
        AccountGrant.account_id == Account.id,
        AccountGrant.state == GrantState.ACTIVE.value,
        or_(AccountGrant.unit_id == _E.unit_id, _R.round != Round.SELF.value),
    )
    one = AssessmentAssignment
    stmt = (
        select(_E.unit_id, _R.round, one.code, one.account_id)
        .join(_R, _R.id == one.round_id)
        .join(_E, _E.id == _R.enrolment_id)
        .join(Account, Account.id == one.account_id)
        .where(_E.campaign_id == campaign_id, _E.unit_id.in_(list(unit_ids)))
        .where(Account.status == AccountStatus.ACTIVE.value, held)
        .order_by(_E.unit_id, _R.round, one.code, one.account_id)
    )
    return [(unit, Round(which), code, account) for unit, which, code, account in ctx.session.execute(stmt)]


def rounds_of_many(ctx: Context, enrolment_ids: Collection[UUID]) -> dict[tuple[UUID, Round], UUID]:
    """The rounds of enrolments, by enrolment and round."""
    stmt = select(_R.id, _R.enrolment_id, _R.round).where(_R.enrolment_id.in_(list(enrolment_ids)))
    return {(row.enrolment_id, Round(row.round)): row.id for row in ctx.session.execute(stmt)}
