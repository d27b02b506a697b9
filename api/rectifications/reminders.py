"""Time limits are announced before they end and when they are over; second looks when they fall due."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from api.access.permissions import Permission
from api.access.providers import providers
from api.core import clock, notices
from api.core.context import Context
from api.rectifications import queries, rules
from api.rectifications.queries import DueProblem

_READ, _ACCEPT = Permission.RECTIFICATION_READ, Permission.RECTIFICATION_ACCEPT
DUE = notices.define("rectification.due", permission=_READ)
OVERDUE = notices.define("rectification.overdue", permission=_READ)
RECHECK_DUE = notices.define("rectification.recheck_due", permission=_ACCEPT)
_QUIET = timedelta(days=rules.REMIND_DAYS)


def remind(ctx: Context) -> None:
    """Announce what falls due, what is late, and second looks; once a week at most.

    What falls due within the days of the policy goes to the unit; what is late to the supervisors too.
    """
    today = clock.legal_day(ctx.now)
    for problem in queries.find_due(ctx, today + timedelta(days=rules.REMIND_DAYS)):
        late = problem.due_on < today
        to = _holders(ctx, problem, [Permission.RECTIFICATION_DO, *([_ACCEPT] if late else [])])
        notices.notify(ctx, to, OVERDUE if late else DUE, _about(problem), quiet=_QUIET)
    for problem in queries.find_rechecks(ctx, today):
        notices.notify(ctx, _holders(ctx, problem, [_ACCEPT]), RECHECK_DUE, _about(problem), quiet=_QUIET)


def _holders(ctx: Context, problem: DueProblem, permissions: Collection[Permission]) -> set[UUID]:
    """Who holds one of these at or above the unit; each asked once a unit."""
    found = (providers.find_holders(ctx.session, permission, problem.unit_id) for permission in permissions)
    return {holder for some in found for holder in some}


def _about(problem: DueProblem) -> notices.About:
    return notices.About("rectification", problem.id, problem.title, problem.unit_id)
