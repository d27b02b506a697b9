"""What is being exported."""

from sqlalchemy import func, select

from api.core.context import Context
from api.core.jobs.models import Job


def count_unfinished(ctx: Context) -> int:
    """How many exports the caller is waiting for."""
    mine = (Job.actor_id == ctx.signed_in.id, Job.kind.startswith("export.", autoescape=True))
    return ctx.session.execute(select(func.count()).where(*mine, Job.finished_at.is_(None))).scalar_one()
