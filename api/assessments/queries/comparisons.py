"""A school over the years by lineage, and what an outcome tells of another framework. Only frozen outcomes speak."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.access import reach
from api.assessments.models import AssessmentCampaign, AssessmentOutcome, AssessmentOutcomeDocument
from api.assessments.queries.frameworks import band_title, scorer_of
from api.assessments.queries.outcomes import content_of, get_outcome
from api.assessments.queries.results import maybe
from api.assessments.rules import outcomes
from api.assessments.rules.comparison import Cell, Cycle, Line, compare, totals
from api.assessments.schemas.outcomes import (
    ComparedCell,
    ComparedCycle,
    ComparedLine,
    ComparisonOut,
    OutcomeCampaign,
    OutcomeProjection,
)
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.points import ZERO, Points, share, written
from api.core.schemas import UnitRef
from api.frameworks import queries as frameworks
from api.frameworks.models import FrameworkVersion
from api.frameworks.queries.crosswalks import joined_of
from api.frameworks.rules.crosswalks import project
from api.frameworks.rules.model import leaves
from api.frameworks.schemas.comparisons import ProjectedOut, VersionNamed
from api.organizations.models import Unit

MOST_CYCLES = 6


def compare_unit(ctx: Context, unit_id: UUID) -> ComparisonOut:
    """The last outcome of each of the newest campaigns of a unit within reach, the oldest first. Errors: `not_found`."""
    unit = _find_unit(ctx, unit_id)
    rows = _last_outcomes(ctx, unit_id)
    cycles = [_cycle(ctx, row) for row in rows]
    percents = totals(cycles)
    return ComparisonOut(
        unit=UnitRef(id=unit.id, name=unit.name, kind=unit.kind),
        cycles=[_shown(ctx, row, one, total) for row, one, total in zip(rows, cycles, percents, strict=True)],
        lines=[_line(ctx, one) for one in compare(cycles)],
    )


def _find_unit(ctx: Context, unit_id: UUID) -> Unit:
    stmt = select(Unit).where(Unit.id == unit_id)
    found = ctx.session.execute(stmt if ctx.actor is None else reach.within(ctx, stmt, Unit.id)).scalar_one_or_none()
    if found is None:
        raise Refused(NOT_FOUND)
    return found


def _last_outcomes(ctx: Context, unit_id: UUID) -> list[Any]:
    """One outcome for each campaign, its last number, with its document; the oldest campaign first."""
    stmt = (
        select(AssessmentOutcome, AssessmentCampaign, AssessmentOutcomeDocument.content)
        .join(AssessmentCampaign, AssessmentCampaign.id == AssessmentOutcome.campaign_id)
        .join(AssessmentOutcomeDocument, AssessmentOutcomeDocument.outcome_id == AssessmentOutcome.id)
        .where(AssessmentOutcome.unit_id == unit_id)
        .order_by(AssessmentCampaign.period_last_on, AssessmentCampaign.id, AssessmentOutcome.number)
    )
    last = {row.AssessmentCampaign.id: row for row in ctx.session.execute(stmt)}
    return list(last.values())[-MOST_CYCLES:]


def _cycle(ctx: Context, row: Any) -> Cycle:
    document = json.loads(row.content)
    return Cycle(scorer_of(ctx, _version(ctx, document)).framework, outcomes.read_score(document["result"]))


def _version(ctx: Context, document: Any) -> UUID:
    wanted = document["about"]["framework"]["content_hash"]
    stmt = select(FrameworkVersion.id).where(FrameworkVersion.content_hash == wanted).limit(1)
    return ctx.session.execute(stmt).scalar_one()


def _shown(ctx: Context, row: Any, cycle: Cycle, percent: Points | None) -> ComparedCycle:
    campaign, outcome, document = row.AssessmentCampaign, row.AssessmentOutcome, json.loads(row.content)
    said = document["about"]["framework"]
    version = VersionNamed(
        id=_version(ctx, document), framework=said["code"], title=said["title"], version=said["version"]
    )
    return ComparedCycle(
        campaign=OutcomeCampaign(id=campaign.id, code=campaign.code, title=campaign.title, cycle=campaign.cycle),
        framework=version,
        outcome_id=outcome.id,
        number=outcome.number,
        percent=maybe(percent),
        grade=outcome.grade,
        grade_title=band_title(ctx, cycle.framework, outcome.grade),
    )


def _line(ctx: Context, line: Line) -> ComparedLine:
    return ComparedLine(
        **{name: getattr(line, name) for name in ("lineage", "depth", "leaf", "one_scale")},
        title=line.label.text(ctx.language),
        change=maybe(line.change),
        cells=[_cell(cell) for cell in line.cells],
    )


def _cell(cell: Cell | None) -> ComparedCell | None:
    if cell is None:
        return None
    return ComparedCell(code=cell.code, percent=maybe(cell.percent), points=maybe(cell.points), full=maybe(cell.full))


def project_outcome(ctx: Context, outcome_id: UUID, crosswalk_id: UUID) -> OutcomeProjection:
    """What an outcome tells of the crosswalk's target, with how much of it is known. Errors: `not_found`."""
    outcome = get_outcome(ctx, outcome_id)
    joined = joined_of(ctx, crosswalk_id)
    said = outcome.document["about"]["framework"]
    if joined.crosswalk.source != f"{said['code']}@{said['version']}":
        raise Refused(NOT_FOUND)
    score = outcomes.read_score(json.loads(content_of(ctx, outcome_id))["result"])
    found = project(joined.crosswalk, joined.source, joined.target, score)
    titles = {leaf.code: leaf.label.text(ctx.language) for leaf in leaves(joined.target)}
    full, known = sum(one.points for one in found), sum(one.points * one.coverage for one in found)
    return OutcomeProjection(
        outcome_id=outcome_id,
        target=frameworks.get_crosswalk(ctx, crosswalk_id).target,
        low=written(Points(sum(one.low for one in found))),
        high=written(Points(sum(one.high for one in found))),
        coverage=written(share(known, full) if full else ZERO),
        items=[
            ProjectedOut(
                code=one.code,
                title=titles[one.code],
                through=list(one.through),
                **{name: written(getattr(one, name)) for name in ("points", "coverage", "low", "high")},
            )
            for one in found
        ],
    )
