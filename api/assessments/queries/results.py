"""Reading results: computings, the ranking, one result with its reasons. Before publicity only where the campaign is held."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from api.access import reach
from api.assessments import refusals
from api.assessments.models import (
    AssessmentAdjustment,
    AssessmentCampaign,
    AssessmentComputation,
    AssessmentEnrolment,
    AssessmentResult,
    AssessmentRound,
)
from api.assessments.queries.campaigns import Held, get_held
from api.assessments.queries.frameworks import scorer_of
from api.assessments.rules import outcomes
from api.assessments.rules.campaigns import CampaignState
from api.assessments.rules.enrolments import EnrolmentState
from api.assessments.schemas.results import AssessmentRankingFilter, AssessmentRankingRow, AssessmentResultOut
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count, ordering
from api.core.points import Points, written
from api.core.schemas import Named, Page, UnitRef
from api.frameworks.queries import present_explanation
from api.frameworks.rules.explaining import explain
from api.organizations.models import SEARCH, Unit

_R, _U = AssessmentResult.__table__.c, Unit.__table__.c
DISTRICT = aliased(Unit, name="district")
SHOWN = sorted(
    s.value for s in (CampaignState.PUBLICITY, CampaignState.APPEALS, CampaignState.FINAL, CampaignState.ARCHIVED)
)
_TOTALS = ("total", "self_total", "district_total", "county_total", "gap")
_PLAIN = ("enrolment_id", "type", "missing", "vetoed", "grade", "bands", "rank", "rank_district", "rank_type")
_LISTED = [_R[name] for name in (*_PLAIN, *_TOTALS, "unit_id", "district_id")]
SORTS: Mapping[str, Any] = {
    "rank": _R.rank,
    "rank_district": _R.rank_district,
    "total": _R.total,
    "self_total": _R.self_total,
    "gap": _R.gap,
    "unit": _U.sort_key,
}
_STRETCH = 500


# --- Computings ------------------------------------------------------------------------------------------------------


def count_computations(ctx: Context, campaign_id: UUID) -> int:
    """How often a campaign was computed."""
    stmt = select(func.count()).where(AssessmentComputation.campaign_id == campaign_id)
    return ctx.session.execute(stmt).scalar_one()


def get_computation(ctx: Context, computation_id: UUID) -> AssessmentComputation:
    """A computing. Errors: `not_found`."""
    found = ctx.session.get(AssessmentComputation, computation_id)
    if found is None:
        raise Refused(NOT_FOUND)
    return found


def last_computation(ctx: Context, campaign_id: UUID) -> AssessmentComputation:
    """The computing whose results are those of the campaign. Errors: `assessment.not_computed`."""
    mine = (AssessmentComputation.campaign_id == campaign_id, AssessmentComputation.done_at.is_not(None))
    stmt = select(AssessmentComputation).where(*mine).order_by(AssessmentComputation.number.desc()).limit(1)
    found = ctx.session.execute(stmt).scalar_one_or_none()
    if found is None:
        raise Refused(refusals.NOT_COMPUTED)
    return found


def require_fresh(ctx: Context, campaign_id: UUID) -> AssessmentComputation:
    """The last computing, if nothing that it read has changed since. Errors: `assessment.not_computed`."""
    computation = last_computation(ctx, campaign_id)
    since = computation.started_at
    mine = AssessmentEnrolment.campaign_id == campaign_id
    rounds = select(AssessmentRound.id).join(
        AssessmentEnrolment, AssessmentEnrolment.id == AssessmentRound.enrolment_id
    )
    changed = (
        rounds.where(mine, AssessmentRound.updated_at > since),
        select(AssessmentEnrolment.id).where(mine, AssessmentEnrolment.updated_at > since),
        select(AssessmentAdjustment.id).where(
            AssessmentAdjustment.campaign_id == campaign_id, AssessmentAdjustment.updated_at > since
        ),
    )
    if any(ctx.session.execute(stmt.limit(1)).first() for stmt in changed):
        raise Refused(refusals.NOT_COMPUTED)
    return computation


def count_enrolled(ctx: Context, campaign_id: UUID) -> int:
    """How many take part."""
    mine = (AssessmentEnrolment.campaign_id == campaign_id, AssessmentEnrolment.state == EnrolmentState.ENROLLED.value)
    return ctx.session.execute(select(func.count()).select_from(AssessmentEnrolment).where(*mine)).scalar_one()


def count_results(ctx: Context, computation_id: UUID) -> int:
    """How many results a computing has written so far."""
    stmt = select(func.count()).select_from(AssessmentResult)
    return ctx.session.execute(stmt.where(_R.computation_id == computation_id)).scalar_one()


def count_incomplete(ctx: Context, campaign_id: UUID) -> int:
    """How many results lack entries."""
    stmt = select(func.count()).select_from(AssessmentResult)
    return ctx.session.execute(stmt.where(_R.campaign_id == campaign_id, _R.missing > 0)).scalar_one()


def stream_standings(ctx: Context, computation_id: UUID) -> Iterator[Any]:
    """What grades and places look at, of every result of a computing."""
    columns = [_R[name] for name in ("enrolment_id", "district_id", "type", "total", "item_values", "sheet")]
    stmt = select(*columns).where(_R.computation_id == computation_id).order_by(_R.enrolment_id)
    yield from ctx.session.execute(stmt, execution_options={"yield_per": _STRETCH})


# --- Ranking ---------------------------------------------------------------------------------------------------------


def shown(ctx: Context, unit: Any = _R.unit_id) -> ColumnElement[bool]:
    """Results that the caller sees, joined with their campaign: those below the campaign's unit once they are public."""
    if ctx.actor is None:
        return AssessmentCampaign.id.is_not(None)
    held = reach.condition(ctx, AssessmentCampaign.unit_id)
    return and_(reach.condition(ctx, unit), or_(AssessmentCampaign.state.in_(SHOWN), held))


def _narrowed(
    ctx: Context, campaign_id: UUID, wanted: AssessmentRankingFilter, *columns: Any
) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(AssessmentResult.__table__)
        .join(AssessmentCampaign, AssessmentCampaign.id == _R.campaign_id)
        .join(Unit.__table__, _U.id == _R.unit_id)
        .where(_R.campaign_id == campaign_id, _R.rank.is_not(None), shown(ctx), *_conditions(ctx, wanted))
    )


def _conditions(ctx: Context, wanted: AssessmentRankingFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.q and wanted.q.strip():
        yield SEARCH.matches(ctx.session.get_bind().dialect.name, _U.search_tokens, wanted.q)
    for name, column in (("district", _R.district_id), ("type", _R.type), ("grade", _R.grade), ("vetoed", _R.vetoed)):
        if (value := getattr(wanted, name)) is not None:
            yield column == value
    if wanted.incomplete is not None:
        yield _R.missing > 0 if wanted.incomplete else _R.missing == 0


def list_ranking(
    ctx: Context, campaign_id: UUID, wanted: AssessmentRankingFilter, sort: str, paging: Paging
) -> Page[AssessmentRankingRow]:
    """Results within reach that match, best first. Errors: `not_found`, `paging.bad_sort`."""
    held = get_held(ctx, campaign_id)
    stmt = _ordered(_with_units(ctx, held.campaign.id, wanted), sort)
    rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset))
    items = [AssessmentRankingRow(**_row(row)) for row in rows]
    total = count(ctx, _narrowed(ctx, campaign_id, wanted, _R.enrolment_id))
    return Page(items=items, page=paging.page, size=paging.size, total=total)


def count_ranking(ctx: Context, campaign_id: UUID, wanted: AssessmentRankingFilter) -> int:
    """How many match."""
    return count(ctx, _narrowed(ctx, campaign_id, wanted, _R.enrolment_id))


def stream_ranking(
    ctx: Context, campaign_id: UUID, wanted: AssessmentRankingFilter, sort: str
) -> Iterator[Mapping[str, Any]]:
    """Everything that matches as the export takes it, few rows at a time. Errors: `paging.bad_sort`."""
    stmt = _ordered(_with_units(ctx, campaign_id, wanted), sort)
    for row in ctx.session.execute(stmt, execution_options={"yield_per": _STRETCH}):
        shown_row = _row(row)
        yield {**shown_row, "unit": row.unit_name, "code": row.unit_code, "district": row.district_name}


def _with_units(ctx: Context, campaign_id: UUID, wanted: AssessmentRankingFilter) -> Select[*tuple[Any, ...]]:
    unit = (_U.name.label("unit_name"), _U.kind.label("unit_kind"), _U.code.label("unit_code"))
    stmt = _narrowed(ctx, campaign_id, wanted, *_LISTED, *unit, DISTRICT.name.label("district_name"))
    return stmt.outerjoin(DISTRICT, DISTRICT.id == _R.district_id)


def _ordered(stmt: Select[*tuple[Any, ...]], sort: str) -> Select[*tuple[Any, ...]]:
    first, last = ordering(sort, SORTS, _R.enrolment_id)[:-1], _R.enrolment_id
    return stmt.order_by(*first, _U.sort_key, last)


def _row(row: Any) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        **{name: maybe(getattr(row, name)) for name in _TOTALS},
        "unit": UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind),
        "district": Named(id=row.district_id, name=row.district_name) if row.district_id else None,
    }


def maybe(value: Points | None) -> str | None:
    """Points for the wire, where there are any."""
    return None if value is None else written(value)


# --- One -------------------------------------------------------------------------------------------------------------


def load_result(ctx: Context, enrolment_id: UUID) -> tuple[AssessmentResult, Held]:
    """The result of an enrolment that the caller sees, with its campaign. Errors: `not_found`."""
    stmt = (
        select(AssessmentResult)
        .join(AssessmentCampaign, AssessmentCampaign.id == AssessmentResult.campaign_id)
        .where(AssessmentResult.enrolment_id == enrolment_id, AssessmentResult.rank.is_not(None), shown(ctx))
    )
    found = ctx.session.execute(stmt).scalar_one_or_none()
    if found is None:
        raise Refused(NOT_FOUND)
    return found, get_held(ctx, found.campaign_id)


def get_result(ctx: Context, enrolment_id: UUID) -> AssessmentResultOut:
    """What one school came to, and why, recomputed into its explanation. Errors: `not_found`."""
    found, held = load_result(ctx, enrolment_id)
    scorer = scorer_of(ctx, held.campaign.version_id)
    unit = ctx.session.execute(
        select(_U.name.label("unit_name"), _U.kind.label("unit_kind"), DISTRICT.name.label("district_name"))
        .outerjoin(DISTRICT, DISTRICT.id == found.district_id)
        .where(_U.id == found.unit_id)
    ).one()
    language = "en" if ctx.language == "en" else "zh"
    return AssessmentResultOut(
        **{name: getattr(found, name) for name in (*_PLAIN, "missing_codes", "sources")},
        **_texts(found, (*_TOTALS, "base", "bonus", "deducted")),
        unit=UnitRef(id=found.unit_id, name=unit.unit_name, kind=unit.unit_kind),
        district=Named(id=found.district_id, name=unit.district_name) if found.district_id else None,
        full=written(scorer.full),
        values=found.item_values,
        reasons=[one[language] for one in found.reasons],
        computed_at=get_computation(ctx, found.computation_id).started_at,
        explanation=present_explanation(ctx, explain(scorer, outcomes.read_sheet(found.sheet))),
    )


def _texts(found: AssessmentResult, names: Iterable[str]) -> dict[str, Any]:
    return {name: maybe(getattr(found, name)) for name in names}
