"""The quarterly report asked for; `complaints.reports` makes it."""

from typing import Any

from api.complaints.queries import due
from api.complaints.schemas.statistics import ReportIn
from api.core.context import Context
from api.core.jobs.resource import JobOut, accept
from api.ledger.rules import Subject
from api.ledger.service import record

KIND = "complaint.report"


def make_report(ctx: Context, asked: ReportIn) -> JobOut:
    """Ask for the report of a quarter; asked for twice at once, it is made once."""
    arguments: dict[str, Any] = {"year": str(asked.year), "quarter": str(asked.quarter), "lang": asked.lang}
    key = ":".join((*arguments.values(), str(ctx.signed_in.id)))
    bureau = due.figures_unit(ctx)
    job = accept(ctx, KIND, unit_id=bureau, arguments=arguments, key=key)
    record(ctx, "complaint.report_started", Subject("job", job.id, KIND, unit_id=bureau))
    return job
