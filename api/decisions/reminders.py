"""Filings are announced to the school before they are due and when they are late; late answers to the bureau."""

from datetime import timedelta

from api.access.permissions import Permission
from api.access.providers import providers
from api.core import clock, notices
from api.core.context import Context
from api.decisions.queries import deadlines

FILING_DUE = notices.define("decision.filing_due", permission=Permission.DECISION_READ)
FILING_LATE = notices.define("decision.filing_late", permission=Permission.DECISION_READ)
ANSWER_LATE = notices.define("decision.answer_late", permission=Permission.DECISION_ANSWER)
_AHEAD = timedelta(days=3)  # over a weekend
_QUIET = timedelta(days=7)


def remind(ctx: Context) -> None:
    """What rules FIL-02 and FIL-04 would find, before they do; each once a week at most."""
    today = clock.legal_day(ctx.now)
    for decision, due_on in deadlines.unfiled(ctx, today):
        if today + _AHEAD < due_on:
            continue
        to = providers.find_holders(ctx.session, Permission.DECISION_SUBMIT, decision.unit_id)
        about = notices.About("decision", decision.id, decision.title, decision.unit_id)
        notices.notify(ctx, to, FILING_LATE if due_on < today else FILING_DUE, about, quiet=_QUIET)
    for filing in deadlines.unanswered(ctx, today):
        to = providers.find_holders(ctx.session, Permission.DECISION_ANSWER, filing.unit_id)
        about = notices.About("decision", filing.decision_id, filing.title, filing.unit_id)
        notices.notify(ctx, to, ANSWER_LATE, about, quiet=_QUIET)
