"""Exports: asked for in a request, made by a job."""

from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import null

from api.access import reach
from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import FORBIDDEN, INVALID, Refused, Violation, refuse_if_any
from api.core.jobs.resource import JobOut, accept
from api.core.paging import ordering
from api.core.problems import UNKNOWN_FIELD, violations_of
from api.exchange import county, queries
from api.exchange.errors import TOO_MANY, UNKNOWN_KIND, WRONG_FORMAT
from api.exchange.exporters import Exporter, ports
from api.exchange.schemas import ExportIn
from api.ledger.rules import Subject
from api.ledger.service import record

UNFINISHED_AT_MOST = 5


def start_export(ctx: Context, asked: ExportIn) -> JobOut:
    """Ask for an export of everything that matches and lies within reach, with the rights held when it is made.

    Errors: `input.invalid` with `export.unknown_kind` or faults of the filter, `access.denied`, `paging.bad_sort`,
    `export.too_many`.
    """
    if asked.kind == county.KIND:
        return _start_county(ctx, asked)
    exporter = ports.exporters.get(asked.kind)
    if exporter is None:
        raise Refused(INVALID, [Violation(UNKNOWN_KIND, "/kind")])
    if not ctx.may(exporter.permission):
        raise Refused(FORBIDDEN)
    ordering(asked.sort, exporter.sorts, null())
    wanted = read_filter(exporter, asked.filter)
    if asked.format == "zip" or (exporter.tree and asked.format == "csv"):
        raise Refused(INVALID, [Violation(WRONG_FORMAT, "/format")])
    _refuse_many(ctx)
    arguments = asked.model_dump(exclude={"kind", "filter"}) | {
        "filter": wanted.model_dump(mode="json", exclude_unset=True)
    }
    job = accept(ctx, exporter.job, unit_id=reach.grants_of(ctx, exporter.permission)[0].unit_id, arguments=arguments)
    record(ctx, "export.started", Subject("job", job.id, exporter.job, unit_id=job.unit_id))
    return job


def _start_county(ctx: Context, asked: ExportIn) -> JobOut:
    """Ask for all of a county as a bundle. Errors: as `start_export`, `export.wrong_format`."""
    if not all(map(ctx.may, county.PERMISSIONS)):
        raise Refused(FORBIDDEN)
    faults = [Violation(WRONG_FORMAT, "/format")] if asked.format != "zip" else []
    faults += [Violation(UNKNOWN_FIELD, f"/filter/{name}") for name in sorted(asked.filter)]
    refuse_if_any(faults)
    _refuse_many(ctx)
    unit_id = reach.grants_of(ctx, Permission.SCHOOL_EXPORT)[0].unit_id
    job = accept(ctx, county.JOB, unit_id=unit_id, arguments={})
    record(ctx, "export.started", Subject("job", job.id, county.JOB, unit_id=job.unit_id))
    return job


def _refuse_many(ctx: Context) -> None:
    if queries.count_unfinished(ctx) >= UNFINISHED_AT_MOST:
        raise Refused(TOO_MANY, limit=UNFINISHED_AT_MOST)


def read_filter(exporter: Exporter, given: dict[str, Any]) -> BaseModel:
    """The filter of the list, from a body. Errors: `input.invalid` with every fault below `/filter`."""
    unknown = [
        Violation(UNKNOWN_FIELD, f"/filter/{name}") for name in sorted(given.keys() - exporter.filter.model_fields)
    ]
    try:
        wanted = exporter.filter.model_validate(given)
    except ValidationError as error:
        raise Refused(INVALID, [*unknown, *violations_of(error.errors(), "/filter")]) from error
    if unknown:
        raise Refused(INVALID, unknown)
    return wanted
