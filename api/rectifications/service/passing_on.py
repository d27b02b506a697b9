"""What a leaver had in hand passes to another: problems that wait for acceptance, requests for more time."""

from uuid import UUID

from sqlalchemy import update

from api.core import assignments
from api.core.context import Context
from api.core.database import affected
from api.rectifications import queries
from api.rectifications.models import RectificationProblem
from api.rectifications.rules import ProblemState

_P = RectificationProblem


def _pass_on_submissions(ctx: Context, leaver: UUID, successor: UUID) -> int:
    """Who takes a submission over stands where its submitter stood: another accepts it, and the answer comes here."""
    mine = (_P.submitted_by == leaver, _P.state == ProblemState.SUBMITTED.value)
    values = {"submitted_by": successor, "revision": _P.revision + 1}
    return affected(ctx.session.execute(update(_P).where(*mine).values(**values)))


def _pass_on_requests(ctx: Context, leaver: UUID, successor: UUID) -> int:
    values = {"extension_by": successor, "revision": _P.revision + 1}
    return affected(ctx.session.execute(update(_P).where(_P.extension_by == leaver).values(**values)))


assignments.define("rectification_submission", queries.count_submitted_by, _pass_on_submissions)
assignments.define("rectification_extension", queries.count_extensions_by, _pass_on_requests)
