"""Reading enrolments: who takes part, within reach."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, case, delete, exists, func, or_, select
from sqlalchemy.orm import aliased

from api.access import reach
from api.access.permissions import Permission
from api.assessments.models import (
    AssessmentCampaign,
    AssessmentEnrolment,
    AssessmentRecusal,
    AssessmentWindow,
)
from api.assessments.queries.campaigns import Held, get_held
from api.assessments.rules.campaigns import CampaignState, Subject
from api.assessments.rules.enrolments import EnrolmentState
from api.assessments.schemas.enrolments import EnrolmentExportFilter, EnrolmentFilter, EnrolmentRow, EnrolmentScope
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Named, Page, UnitRef
from api.organizations.models import SEARCH, School, Unit
from api.organizations.queries.tree import in_subtree, within_reach
from api.organizations.rules import PartyOrganization, Status, UnitKind, types_at

_UNIT, _SCHOOL = Unit.__table__.c, School.__table__.c
DISTRICT = aliased(Unit, name="district")
_FACTS = ("type", "ownership", "boarding", "canteen", "area", "party_organization")
_PLAIN = ("id", "subject", "state", "reason", "statement", "updated_at", "revision")


class Candidate(NamedTuple):
    """A school that could be enrolled. `state`: of the enrolment that it has already."""

    id: UUID
    name: str
    district_id: UUID | None
    facts: dict[str, Any]
    state: EnrolmentState | None


class Entry(NamedTuple):
    """An enrolment with its unit and its campaign."""

    enrolment: AssessmentEnrolment
    unit: Unit
    district: Unit | None
    held: Held


# --- Who could take part ---------------------------------------------------------------------------------------------


def list_candidates(ctx: Context, held: Held, scope: EnrolmentScope) -> list[Candidate]:
    """The operating schools below the campaign's unit that the scope covers, in pinyin order, in one statement."""
    return _candidates(ctx, held, _covered(scope))


def find_candidate(ctx: Context, held: Held, unit_id: UUID) -> Candidate | None:
    """One school that could take part, or None."""
    found = _candidates(ctx, held, [_UNIT.id == unit_id])
    return found[0] if found else None


def _candidates(ctx: Context, held: Held, conditions: Collection[ColumnElement[bool]]) -> list[Candidate]:
    district = case((DISTRICT.kind == UnitKind.DISTRICT, DISTRICT.id))
    mine = AssessmentEnrolment.__table__
    stmt = (
        select(_UNIT.id, _UNIT.name, district.label("district_id"), *(_SCHOOL[name] for name in _FACTS), mine.c.state)
        .select_from(Unit.__table__.join(School.__table__, _SCHOOL.id == _UNIT.id))
        .join(DISTRICT, DISTRICT.id == _UNIT.parent_id)
        .outerjoin(mine, (mine.c.unit_id == _UNIT.id) & (mine.c.campaign_id == held.campaign.id))
        .where(in_subtree(_UNIT.path, held.unit.path), _UNIT.status == Status.OPERATING, *conditions)
        .where(*_eligible(Subject(held.campaign.subject)))
        .order_by(_UNIT.sort_key, _UNIT.id)
    )
    return [_candidate(row) for row in ctx.session.execute(within_reach(ctx, stmt, _UNIT.path))]


def _candidate(row: Row[*tuple[Any, ...]]) -> Candidate:
    facts = {name: getattr(row, name) for name in _FACTS}
    return Candidate(row.id, row.name, row.district_id, facts, EnrolmentState(row.state) if row.state else None)


def _eligible(subject: Subject) -> Iterator[ColumnElement[bool]]:
    """Where party organizations are assessed, a school has one."""
    if subject is Subject.PARTY_ORGANIZATION:
        yield _SCHOOL.party_organization.is_not(None)
        yield _SCHOOL.party_organization != PartyOrganization.NONE.value


def _covered(scope: EnrolmentScope) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if scope.unit_ids:
        conditions.append(_UNIT.id.in_(scope.unit_ids))
    if scope.below is not None:
        top = select(Unit.path).where(Unit.id == scope.below).scalar_subquery()
        conditions.append((_UNIT.path >= top) & (_UNIT.path < top + "\uffff"))
    if scope.stages:
        conditions.append(_SCHOOL.type.in_(sorted(types_at(scope.stages))))
    columns = {
        "types": _SCHOOL.type,
        "ownership": _SCHOOL.ownership,
        "areas": _SCHOOL.area,
        "canteens": _SCHOOL.canteen,
        "party_organizations": _SCHOOL.party_organization,
    }
    conditions += [column.in_(getattr(scope, name)) for name, column in columns.items() if getattr(scope, name)]
    return conditions


def count_admitted(ctx: Context, campaign_id: UUID, district_id: UUID | None) -> int:
    """How many of a district take part, for its quota."""
    mine = AssessmentEnrolment
    stmt = select(func.count()).where(mine.campaign_id == campaign_id, mine.state == EnrolmentState.ENROLLED.value)
    return ctx.session.execute(stmt.where(mine.district_id.is_not_distinct_from(district_id))).scalar_one()


def list_all(ctx: Context, campaign_id: UUID) -> Sequence[AssessmentEnrolment]:
    """Every enrolment of a campaign that the caller has loaded to change it."""
    stmt = select(AssessmentEnrolment).where(AssessmentEnrolment.campaign_id == campaign_id)
    return ctx.session.execute(stmt.order_by(AssessmentEnrolment.id)).scalars().all()


def ids_in(ctx: Context, campaign_id: UUID, enrolment_ids: Collection[UUID]) -> set[UUID]:
    """Which of these enrolments are of the campaign and within reach."""
    stmt = select(AssessmentEnrolment.id).where(
        AssessmentEnrolment.campaign_id == campaign_id, AssessmentEnrolment.id.in_(list(enrolment_ids))
    )
    return set(ctx.session.execute(reach.within(ctx, stmt, AssessmentEnrolment.unit_id)).scalars())


def deletions_of(campaign_id: UUID) -> list[Any]:
    """What takes a draft away, in order: a draft has no rounds yet."""
    tables = (AssessmentRecusal, AssessmentEnrolment, AssessmentWindow)
    mine = [delete(table).where(table.campaign_id == campaign_id) for table in tables]
    return [*mine, delete(AssessmentCampaign).where(AssessmentCampaign.id == campaign_id)]


# --- Lists -----------------------------------------------------------------------------------------------------------


def list_enrolments(ctx: Context, campaign_id: UUID, wanted: EnrolmentFilter, paging: Paging) -> Page[EnrolmentRow]:
    """Enrolments of a campaign within reach, districts and schools in pinyin order. Errors: `not_found`."""
    stmt = narrowed(ctx, campaign_id, wanted)
    rows = ctx.session.execute(ordered(stmt).limit(paging.size).offset(paging.offset)).all()
    total = count(ctx, stmt)
    if not total:
        get_held(ctx, campaign_id)  # nothing to see is not the same as nothing there
    items = [EnrolmentRow(**present(row)) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=total)


def count_enrolments(ctx: Context, wanted: EnrolmentExportFilter) -> int:
    """How many the export holds. Errors: `not_found`."""
    get_held(ctx, wanted.campaign)
    return count(ctx, narrowed(ctx, wanted.campaign, wanted))


def stream_enrolments(ctx: Context, wanted: EnrolmentExportFilter) -> Iterator[dict[str, Any]]:
    """Everything that matches, few rows at a time. Errors: `not_found`."""
    get_held(ctx, wanted.campaign)
    stmt = ordered(narrowed(ctx, wanted.campaign, wanted)).add_columns(Unit.code)
    for row in ctx.session.execute(stmt, execution_options={"yield_per": 500}):
        one: AssessmentEnrolment = row.AssessmentEnrolment
        told = {name: getattr(one, name) for name in ("state", "reason", "statement", "not_applicable", "created_at")}
        yield {"unit": row.name, "code": row.code, "district": row.district_name, **told}


def with_units() -> Select[*tuple[Any, ...]]:
    """Enrolments with their units; what calls it says which."""
    return (
        select(AssessmentEnrolment, Unit.name, Unit.kind, DISTRICT.name.label("district_name"))
        .join(Unit, Unit.id == AssessmentEnrolment.unit_id)
        .outerjoin(DISTRICT, DISTRICT.id == AssessmentEnrolment.district_id)
    )


def narrowed(ctx: Context, campaign_id: UUID, wanted: EnrolmentFilter) -> Select[*tuple[Any, ...]]:
    """Enrolments of a campaign that match, within reach, with their units."""
    stmt = with_units().where(AssessmentEnrolment.campaign_id == campaign_id, *conditions(ctx, wanted))
    drafted = exists().where(
        AssessmentCampaign.id == campaign_id, AssessmentCampaign.state == CampaignState.DRAFT.value
    )
    if ctx.actor is None:
        return stmt
    stmt = reach.within(ctx, stmt, AssessmentEnrolment.unit_id)
    return stmt.where(or_(~drafted, reach.condition(ctx, _campaign_unit(campaign_id))))


def _campaign_unit(campaign_id: UUID) -> Any:
    return select(AssessmentCampaign.unit_id).where(AssessmentCampaign.id == campaign_id).scalar_subquery()


def ordered(stmt: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """By district, then by school, in pinyin order."""
    return stmt.order_by(DISTRICT.sort_key.asc().nulls_last(), Unit.sort_key, AssessmentEnrolment.id)


def conditions(ctx: Context, wanted: EnrolmentFilter) -> Iterator[ColumnElement[bool]]:
    """The conditions of all filters."""
    if wanted.q and wanted.q.strip():
        hits = select(Unit.id).where(SEARCH.matches(ctx.session.get_bind().dialect.name, Unit.search_tokens, wanted.q))
        yield AssessmentEnrolment.unit_id.in_(hits)
    if wanted.state:
        yield AssessmentEnrolment.state.in_(wanted.state)
    if wanted.district is not None:
        yield AssessmentEnrolment.district_id == wanted.district
    if wanted.unit is not None:
        yield AssessmentEnrolment.unit_id == wanted.unit


def present(row: Any) -> dict[str, Any]:
    """An enrolment whose row was joined with its units."""
    one: AssessmentEnrolment = row.AssessmentEnrolment
    return {
        **{name: getattr(one, name) for name in _PLAIN},
        "unit": UnitRef(id=one.unit_id, name=row.name, kind=row.kind),
        "district": Named(id=one.district_id, name=row.district_name) if one.district_id else None,
    }


# --- One -------------------------------------------------------------------------------------------------------------


def load_entry(ctx: Context, enrolment_id: UUID, permission: Permission | None = None) -> Entry:
    """An enrolment within reach, in a campaign that the caller sees. Errors: `not_found`."""
    stmt = (
        select(AssessmentEnrolment, Unit, DISTRICT)
        .join(Unit, Unit.id == AssessmentEnrolment.unit_id)
        .outerjoin(DISTRICT, DISTRICT.id == AssessmentEnrolment.district_id)
        .where(AssessmentEnrolment.id == enrolment_id)
    )
    if ctx.actor is not None:
        stmt = reach.within(ctx, stmt, AssessmentEnrolment.unit_id, permission)
    row = ctx.session.execute(stmt).first()
    if row is None:
        raise Refused(NOT_FOUND)
    enrolment, unit, district = row
    return Entry(enrolment, unit, district, get_held(ctx, enrolment.campaign_id))
