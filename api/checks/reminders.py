"""Time limits of findings are announced before they end and when they are over."""

from datetime import timedelta

from api.access.permissions import Permission
from api.access.providers import providers
from api.checks import queries
from api.core import clock, notices
from api.core.context import Context

DUE = notices.define("finding.due", permission=Permission.CHECK_READ)
OVERDUE = notices.define("finding.overdue", permission=Permission.CHECK_READ)
_REMIND_DAYS = 7
_QUIET = timedelta(days=_REMIND_DAYS)


def remind(ctx: Context) -> None:
    """What is to be put right within a week goes to the school; what is late to its owner too. Once a week at most."""
    today = clock.legal_day(ctx.now)
    for finding in queries.find_due(ctx, today + timedelta(days=_REMIND_DAYS)):
        late = finding.due_on < today
        to = set(providers.find_holders(ctx.session, Permission.FINDING_RESPOND, finding.unit_id))
        if late and finding.owner_id is not None:
            to.add(finding.owner_id)
        label = f"{finding.rule_id} {finding.subject_label}".strip()
        about = notices.About("finding", finding.id, label, finding.unit_id)
        notices.notify(ctx, to, OVERDUE if late else DUE, about, quiet=_QUIET)
