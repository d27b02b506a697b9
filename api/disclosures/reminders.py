"""What is due soon or overdue is told to who drafts; objections that wait are told to who answers."""

from datetime import timedelta

from api.access.permissions import Permission
from api.access.providers import providers
from api.core import clock, notices
from api.core.context import Context
from api.core.notices import About
from api.disclosures import queries

DUE = notices.define("notice.due", permission=Permission.DISCLOSURE_EDIT)
DAYS_AHEAD = 5
_A_WEEK = timedelta(days=6, hours=20)


def remind(ctx: Context) -> None:
    """Each notice that is due within five days, or overdue, and not public: once a week, to who drafts for its unit."""
    until = clock.legal_day(ctx.now) + timedelta(days=DAYS_AHEAD)
    for notice in queries.due_until(ctx, until):
        holders = providers.find_holders(ctx.session, Permission.DISCLOSURE_EDIT, notice.unit_id)
        about = About("public_notice", notice.id, notice.title, notice.unit_id)
        notices.notify(ctx, holders, DUE, about, quiet=_A_WEEK)
