"""What the caller is to an enrolment: where a permission is held, and whether there is a tie to the school."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select

from api.access import reach
from api.access.permissions import Permission
from api.accounts.models import Account, AccountGrant
from api.accounts.rules import GrantState
from api.assessments.models import AssessmentRecusal
from api.assessments.queries.enrolments import Entry
from api.assessments.rules.rounds import Level, Party, Who
from api.core import clock
from api.core.context import Context
from api.people.models import Post


@dataclass(frozen=True, slots=True)
class Standing:
    """What the caller is to one enrolment. `tied`: recused, declared or known; asked for once."""

    ctx: Context
    entry: Entry
    tied: bool

    def holds(self, party: Party) -> bool:
        """Whether the permission is held at the level that the step asks for."""
        return self.ctx.actor is None or holds_at(self.ctx, self.entry, party.needs, party.level)

    def kept_out(self, party: Party, submitted_by: UUID | None) -> bool:
        """Whether the caller, who holds the permission, must keep out: recused, or the one who submitted it."""
        if self.ctx.actor is None or party.who is Who.ANYONE:
            return False
        return self.tied or (party.who is Who.ANOTHER and submitted_by == self.ctx.actor.id)

    def may(self, party: Party, submitted_by: UUID | None) -> bool:
        """Both."""
        return self.holds(party) and not self.kept_out(party, submitted_by)


def holds_at(ctx: Context, entry: Entry, permission: Permission, level: Level) -> bool:
    """Whether a grant carries `permission` at that level of the enrolment's tree.

    A grant that reaches the campaign's unit is the county's; one below it that reaches the school is the district's,
    unless it is bound to the school itself.
    """
    school, county = entry.unit.path, entry.held.unit.path
    paths = [grant.path for grant in reach.grants_of(ctx, permission) if school.startswith(grant.path)]
    at_county = any(county.startswith(path) for path in paths)
    between = any(not county.startswith(path) and path != school for path in paths)
    return {
        Level.SCHOOL: bool(paths),
        Level.DISTRICT: between,
        Level.COUNTY: at_county,
        Level.ABOVE_SCHOOL: at_county or between,
    }[level]


def standing_of(ctx: Context, entry: Entry) -> Standing:
    """The caller's standing, in one statement."""
    return Standing(ctx, entry, ctx.actor is not None and is_tied(ctx, entry, ctx.actor.id))


def is_tied(ctx: Context, entry: Entry, account_id: UUID) -> bool:
    """Whether an account has a tie to the school: a role bound to it, a post held there, or one that was declared."""
    unit = entry.enrolment.unit_id
    today = clock.legal_day(ctx.now)
    role = exists().where(
        AccountGrant.account_id == account_id,
        AccountGrant.unit_id == unit,
        AccountGrant.state == GrantState.ACTIVE.value,
    )
    post = exists().where(
        Account.id == account_id,
        Post.person_id == Account.person_id,
        Post.unit_id == unit,
        Post.ended_on.is_(None) | (Post.ended_on > today),
    )
    declared = exists().where(
        AssessmentRecusal.campaign_id == entry.enrolment.campaign_id,
        AssessmentRecusal.account_id == account_id,
        AssessmentRecusal.unit_id == unit,
    )
    return bool(ctx.session.execute(select(role | post | declared)).scalar_one())
