"""Figures over the results of a campaign within reach: gaps, difficulty, grades, what moderation has to look at."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from api.access import reach
from api.assessments.models import AssessmentCampaign, AssessmentDisagreement, AssessmentEnrolment, AssessmentResult
from api.assessments.queries.campaigns import get_held, load_campaign
from api.assessments.queries.frameworks import scorer_of
from api.assessments.queries.results import maybe, shown
from api.assessments.rules.figures import GAP_EDGES, columns, difficulty, outliers, spread
from api.assessments.rules.work import DisagreementState
from api.assessments.schemas.results import (
    DifficultyOfCampaign,
    DifficultyRow,
    GapGroup,
    GapsOfCampaign,
    GradeCount,
    ModerationFilter,
    ModerationRow,
    SpreadOut,
)
from api.core.context import Context
from api.core.paging import Paging
from api.core.points import Points, points, written
from api.core.schemas import Named, Page, UnitRef
from api.organizations.models import Unit

_R = AssessmentResult.__table__.c
DISTRICT = aliased(Unit, name="district")
_LAST = "\uffff"  # schools directly below the bureau come after its districts
Values = dict[str, Points]


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
    get_held(ctx, campaign_id)
    stmt = _within(ctx, campaign_id, _R.gap, _R.district_id, DISTRICT.name, DISTRICT.sort_key)
    rows = ctx.session.execute(stmt.outerjoin(DISTRICT, DISTRICT.id == _R.district_id).where(_R.gap.is_not(None))).all()
    groups: dict[tuple[str, Any, Any], list[Points]] = defaultdict(list)
    for row in rows:
        groups[row.sort_key or _LAST, row.district_id, row.name].append(row.gap)
    every = [row.gap for row in rows]
    return GapsOfCampaign(
        edges=[written(edge) for edge in GAP_EDGES],
        columns=columns(every),
        spread=present_spread(every),
        districts=[
            GapGroup(district=Named(id=group[1], name=group[2]) if group[1] else None, spread=present_spread(gaps))
            for group, gaps in sorted(groups.items(), key=lambda one: (one[0][0], str(one[0][1])))
        ],
    )


def present_spread(values: Sequence[Points]) -> SpreadOut:
    """Where values lie, for the wire."""
    found = spread(values)
    texts = {name: maybe(getattr(found, name)) for name in ("mean", "median", "low", "high")}
    return SpreadOut(number=found.number, **texts)


# --- Difficulty and grades -------------------------------------------------------------------------------------------


def get_difficulty(ctx: Context, campaign_id: UUID) -> DifficultyOfCampaign:
    """How every item was met, in the order of the framework. Errors: `not_found`."""
    scorer = scorer_of(ctx, get_held(ctx, campaign_id).campaign.version_id)
    stmt = _within(ctx, campaign_id, _R.item_values).order_by(_R.total.desc(), _R.enrolment_id)
    best_first = list(ctx.session.execute(stmt).scalars())
    read: Values = {}  # few values are met many times
    items = []
    for node in (node for node in scorer.nodes if not node.children):
        one = node.indicator
        found = difficulty(one.code, node.full, [_value(read, row.get(one.code)) for row in best_first])
        texts: dict[str, Any] = {name: maybe(getattr(found, name)) for name in ("reached", "tells_apart")}
        counts = {name: getattr(found, name) for name in ("code", "scored", "at_full", "at_zero")}
        items.append(DifficultyRow(**counts, **texts, title=one.label.text(ctx.language), full=written(found.full)))
    return DifficultyOfCampaign(items=items)


def _value(read: Values, text: str | None) -> Points | None:
    if text is None:
        return None
    if text not in read:
        read[text] = points(text)
    return read[text]


def count_grades(ctx: Context, campaign_id: UUID, *conditions: ColumnElement[bool]) -> list[GradeCount]:
    """How many hold each band of the main scale, best first; then those who hold none. Errors: `not_found`."""
    framework = scorer_of(ctx, get_held(ctx, campaign_id).campaign.version_id).framework
    stmt = _within(ctx, campaign_id, _R.grade, func.count().label("schools")).where(*conditions).group_by(_R.grade)
    counts = {row.grade: row.schools for row in ctx.session.execute(stmt)}
    bands = framework.scales[0].bands if framework.scales else ()
    found = [
        GradeCount(grade=band.code, title=band.label.text(ctx.language), schools=counts.get(band.code, 0))
        for band in bands
    ]
    return [*found, GradeCount(grade=None, title=None, schools=counts[None])] if counts.get(None) else found


# --- Moderation ------------------------------------------------------------------------------------------------------


def list_moderation(ctx: Context, campaign_id: UUID, wanted: ModerationFilter, paging: Paging) -> Page[ModerationRow]:
    """What is to be looked at before results are shown, where the campaign is held. Errors: `not_found`."""
    held = load_campaign(ctx, campaign_id)
    found = [one for one in _moderated(ctx, held.campaign.id, wanted) if wanted.kind in (None, one.kind)]
    items = found[paging.offset : paging.offset + paging.size]
    return Page(items=items, page=paging.page, size=paging.size, total=len(found))


def _moderated(ctx: Context, campaign_id: UUID, wanted: ModerationFilter) -> Iterator[ModerationRow]:
    """Disagreements first, the largest first; then what is missing, gaps and totals that lie far off."""
    units = _units(ctx, campaign_id, wanted)
    yield from _disagreements(ctx, campaign_id, units)
    selected = [_R[name] for name in ("enrolment_id", "total", "gap", "missing_codes")]
    stmt = select(*selected).where(_R.campaign_id == campaign_id).order_by(_R.enrolment_id)
    rows = [row for row in ctx.session.execute(stmt) if row.enrolment_id in units]
    for row in rows:
        yield from (_flag("missing", row.enrolment_id, units, code=code) for code in row.missing_codes)
    gaps = {str(row.enrolment_id): row.gap for row in rows if row.gap is not None}
    for kind, values in (("gap", gaps), ("outlier", {str(row.enrolment_id): row.total for row in rows})):
        far = outliers(values)
        for key in sorted(far, key=lambda one: (-abs(far[one]), one)):
            yield _flag(kind, UUID(key), units, gap=far[key])


def _units(ctx: Context, campaign_id: UUID, wanted: ModerationFilter) -> dict[UUID, UnitRef]:
    stmt = (
        select(AssessmentEnrolment.id, AssessmentEnrolment.unit_id, Unit.name, Unit.kind)
        .join(Unit, Unit.id == AssessmentEnrolment.unit_id)
        .where(AssessmentEnrolment.campaign_id == campaign_id)
    )
    if ctx.actor is not None:
        stmt = reach.within(ctx, stmt, AssessmentEnrolment.unit_id)
    if wanted.district is not None:
        stmt = stmt.where(AssessmentEnrolment.district_id == wanted.district)
    return {row.id: UnitRef(id=row.unit_id, name=row.name, kind=row.kind) for row in ctx.session.execute(stmt)}


def _disagreements(ctx: Context, campaign_id: UUID, units: dict[UUID, UnitRef]) -> Iterator[ModerationRow]:
    one = AssessmentDisagreement
    stmt = (
        select(one)
        .join(AssessmentEnrolment, AssessmentEnrolment.id == one.enrolment_id)
        .where(AssessmentEnrolment.campaign_id == campaign_id, one.state != DisagreementState.SETTLED.value)
        .order_by(func.abs(one.gap).desc(), one.enrolment_id, one.code)
    )
    for row in ctx.session.execute(stmt).scalars():
        if row.enrolment_id in units:
            said = {"code": row.code, "earlier": row.earlier, "later": row.later, "gap": row.gap}
            explained = row.state == DisagreementState.EXPLAINED
            yield _flag("disagreement", row.enrolment_id, units, explained=explained, **said)


def _flag(kind: str, enrolment_id: UUID, units: dict[UUID, UnitRef], **said: Any) -> ModerationRow:
    gap = maybe(said.pop("gap", None))
    plain = {"code": None, "later": None, "earlier": None, "explained": False} | said
    about = {"kind": kind, "enrolment_id": enrolment_id, "unit": units[enrolment_id], "gap": gap}
    return ModerationRow.model_validate({**about, **plain})
