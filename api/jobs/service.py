"""What people do with jobs."""

from uuid import UUID

from api.core import assignments
from api.core.context import Context
from api.core.errors import FORBIDDEN, Refused
from api.core.jobs import requests
from api.core.jobs.errors import ENDED
from api.core.jobs.resource import JobOut
from api.jobs import queries
from api.ledger.rules import Subject
from api.ledger.service import record

assignments.define("job", requests.count_unfinished, requests.pass_on)


def cancel_job(ctx: Context, job_id: UUID) -> JobOut:
    """Stop a job of one's own: at once while it waits, before its next chunk while it runs.

    Errors: `not_found`, `access.denied` for another's, `job.ended`.
    """
    if not queries.get_job(ctx, job_id).own:
        raise Refused(FORBIDDEN)
    if not requests.cancel(ctx, job_id):
        raise Refused(ENDED)
    return queries.get_job(ctx, job_id)


def open_output(ctx: Context, job_id: UUID) -> tuple[JobOut, int]:
    """One's own file and its number of parts; the reading is recorded. Errors: as `queries.get_output`."""
    job, parts = queries.get_output(ctx, job_id)
    record(ctx, "job.output_read", Subject("job", job.id, job.kind, unit_id=job.unit_id))
    return job, parts
