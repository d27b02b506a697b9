"""Figures over the results of a campaign within reach: gaps, difficulty, grades, what moderation has to look at."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import aliased

from api.assessments.models import AssessmentCampaign, AssessmentResult
from api.assessments.queries.campaigns import get_bare
from api.assessments.queries.frameworks import scorer_by_hash
from api.assessments.queries.results import maybe, shown
from api.assessments.rules.figures import GAP_EDGES, columns, difficulty, spread
from api.assessments.rules.scores import leaf_nodes
from api.assessments.schemas.results import (
    DifficultyOfCampaign,
    DifficultyRow,
    GapGroup,
    GapsOfCampaign,
    GradeCount,
    SpreadOut,
)
from api.core.context import Context
from api.core.points import Points, points, written
from api.core.schemas import Named
from api.frameworks.rules.model import Framework
from api.organizations.models import Unit

_R = AssessmentResult.__table__.c
DISTRICT = aliased(Unit, name="district")


def _within(ctx: Context, campaign_id: UUID, *selected: Any) -> Any:
    return (
        select(*selected)
        .select_from(AssessmentResult.__table__)
        .join(AssessmentCampaign, AssessmentCampaign.id == _R.campaign_id)
        .where(_R.campaign_id == campaign_id, _R.rank.is_not(None), shown(ctx))
    )


# --- Gaps ------------------------------------------------------------------------------------------------------------


def get_gaps(ctx: Context, campaign_id: UUID) -> GapsOfCampaign:
    """How far self-assessments lie above the county's round, in all and by district. Errors: `not_found`."""
    get_bare(ctx, campaign_id)
    place = (_R.district_id, DISTRICT.name, DISTRICT.sort_key)
    stmt = (
        _within(ctx, campaign_id, *place, in_one(_R.gap).label("gaps"))
        .outerjoin(DISTRICT, DISTRICT.id == _R.district_id)
        .where(_R.gap.is_not(None))
        .group_by(*place)
        .order_by(DISTRICT.sort_key.asc().nulls_last(), _R.district_id)
    )
    groups = [(row, each(row.gaps)) for row in ctx.session.execute(stmt)]
    every = [gap for _, gaps in groups for gap in gaps]
    return GapsOfCampaign(
        edges=[written(edge) for edge in GAP_EDGES],
        columns=columns(every),
        spread=present_spread(every),
        districts=[
            GapGroup(
                district=Named(id=row.district_id, name=row.name) if row.district_id else None,
                spread=present_spread(gaps),
            )
            for row, gaps in groups
        ],
    )


def in_one(column: Any) -> ColumnElement[Any]:
    """All values of a group in one text: a row for a group, not for a school, is what makes these figures quick."""
    return func.aggregate_strings(cast(column, String), " ")


def each(values: str | None) -> list[Points]:
    """The values that `in_one` has put together."""
    return [Points(int(value)) for value in (values or "").split()]


def present_spread(values: Sequence[Points]) -> SpreadOut:
    """Where values lie, for the wire."""
    found = spread(values)
    texts = {name: maybe(getattr(found, name)) for name in ("mean", "median", "low", "high")}
    return SpreadOut(number=found.number, **texts)


# --- Difficulty and grades -------------------------------------------------------------------------------------------


def get_difficulty(ctx: Context, campaign_id: UUID) -> DifficultyOfCampaign:
    """How every item was met, in the order of the framework. Errors: `not_found`."""
    held = get_bare(ctx, campaign_id)
    nodes = leaf_nodes(scorer_by_hash(ctx, held.campaign.version_id, held.content_hash))
    stmt = _within(ctx, campaign_id, _R.item_values).order_by(_R.total.desc(), _R.enrolment_id)
    best_first = [tuple(map(values.get, nodes)) for values in ctx.session.execute(stmt).scalars()]
    read, items = _Read(), []
    for place, (code, node) in enumerate(nodes.items()):
        found = difficulty(code, node.full, [read[row[place]] for row in best_first])
        texts: dict[str, Any] = {name: maybe(getattr(found, name)) for name in ("reached", "tells_apart")}
        counts = {name: getattr(found, name) for name in ("code", "scored", "at_full", "at_zero")}
        items.append(
            DifficultyRow(**counts, **texts, title=node.indicator.label.text(ctx.language), full=written(found.full))
        )
    return DifficultyOfCampaign(items=items)


class _Read(dict[str | None, Points | None]):
    """Values by their text: few values are met many times."""

    def __missing__(self, text: str | None) -> Points | None:
        value = self[text] = None if text is None else points(text)
        return value


def present_grades(ctx: Context, framework: Framework, counts: Mapping[str | None, int]) -> list[GradeCount]:
    """How many hold each band of the main scale, best first; then those who hold none."""
    bands = framework.scales[0].bands if framework.scales else ()
    titles: dict[str | None, str | None] = {band.code: band.label.text(ctx.language) for band in bands}
    return [
        GradeCount(grade=code, title=title, schools=counts[code])
        for code, title in (titles | {None: None}).items()
        if counts.get(code)
    ]
