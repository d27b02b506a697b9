"""Who is told about proposed roles, and reminded of them."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from api.access.permissions import Permission
from api.access.providers import providers
from api.accounts.models import Account, AccountGrant
from api.accounts.queries import grants as queries
from api.accounts.rules import Parties, Who, may_step
from api.calendars.queries import work_calendar
from api.core import clock, notices
from api.core.context import Context
from api.core.notices import About

# Mandatory for who decides: a sensitive role that nobody looks at is either missing or about to be waved through.
GRANT_PROPOSED = notices.define("grant.proposed", mandatory=True, permission=Permission.GRANT_APPROVE)
GRANT_WAITING = notices.define("grant.waiting", permission=Permission.GRANT_APPROVE)
GRANT_DECIDED = notices.define("grant.decided")

PATIENCE = 3  # working days after the day of the proposal
_A_DAY = timedelta(hours=20)  # the next morning's reminder must not fall into it


def tell_approvers(ctx: Context, grant: AccountGrant, account: Account) -> None:
    """A role waits for a second person: tell those who may be it."""
    notices.notify(ctx, _approvers(ctx, grant, account), GRANT_PROPOSED, about(grant, account))


def tell_decided(ctx: Context, grant: AccountGrant, account: Account) -> None:
    """A proposal was approved or refused: tell grantee and proposer; the others who could have decided are done."""
    decider = ctx.actor.id if ctx.actor else None
    told = {account.id, grant.proposed_by} - {None, decider}
    notices.notify(ctx, [person for person in told if person], GRANT_DECIDED, about(grant, account))


def close(ctx: Context, grant: AccountGrant, account: Account) -> None:
    """The grant waits no longer, whatever became of it."""
    notices.settle(ctx, (GRANT_PROPOSED, GRANT_WAITING), about(grant, account))


def remind(ctx: Context) -> None:
    """On working days, of every proposal that has waited for three of them."""
    calendar, today = work_calendar(ctx.session), clock.legal_day(ctx.now)
    yesterday = today - timedelta(days=1)
    if not calendar.count(yesterday, today).days:
        return
    for grant, account in queries.find_proposals(ctx):
        if calendar.count(clock.legal_day(grant.created_at), yesterday).days >= PATIENCE:
            notices.notify(ctx, _approvers(ctx, grant, account), GRANT_WAITING, about(grant, account), quiet=_A_DAY)


def _approvers(ctx: Context, grant: AccountGrant, account: Account) -> Collection[UUID]:
    """Those who may approve at the grant's unit and are none of its parties."""
    holders = providers.find_holders(ctx.session, Permission.GRANT_APPROVE, grant.unit_id)
    return [
        holder
        for holder in holders
        if may_step(Who.SECOND_PERSON, Parties(holder, account.id, grant.proposed_by, account.issued_by))
    ]


def about(grant: AccountGrant, account: Account) -> About:
    """The grant as a notice names it: by whom it is for."""
    return About("grant", grant.id, account.display_name, grant.unit_id)
