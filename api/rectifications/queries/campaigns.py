"""Reading rectification campaigns and each unit's part in them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from api.access import reach
from api.access.permissions import Permission
from api.access.providers import providers
from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Named, Page, UnitRef
from api.organizations.models import Unit
from api.people.models import Person
from api.rectifications import rules
from api.rectifications.models import (
    RectificationCampaign,
    RectificationCampaignUnit,
    RectificationCheck,
    RectificationPlan,
    RectificationStage,
)
from api.rectifications.queries.problems import count_evidence
from api.rectifications.queries.reading import UNIT, UNIT_REF, accounts_of
from api.rectifications.rules import (
    CLOSE_OUT_STEPS,
    CloseOutState,
    CloseOutVerb,
    RectificationCampaignState,
    Stage,
)
from api.rectifications.schemas import (
    CampaignCounts,
    CampaignPlaceFilter,
    CampaignPlaceOut,
    CampaignPlaceRow,
    CheckOut,
    PersonalPlanOut,
    RectificationCampaignFilter,
    RectificationCampaignOut,
    RectificationCampaignRow,
    StageItem,
    StageOut,
)

CLOSE_OUT_USE = "rectification_close_out"
_C = RectificationCampaign.__table__.c
_W = RectificationCampaignUnit.__table__.c
_READ, _MANAGE = Permission.RECTIFICATION_READ, Permission.RECTIFICATION_MANAGE


def _readable(ctx: Context) -> ColumnElement[bool]:
    """Campaigns of units within reach, drafts for who makes them; and those in which a unit within reach takes part."""
    takes_part = select(_W.campaign_id).where(reach.condition(ctx, _W.unit_id, _READ))
    told = and_(
        _C.state != RectificationCampaignState.DRAFT.value,
        or_(reach.condition(ctx, _C.unit_id, _READ), _C.id.in_(takes_part)),
    )
    return or_(told, reach.condition(ctx, _C.unit_id, _MANAGE))


def load_campaign(ctx: Context, campaign_id: UUID) -> tuple[RectificationCampaign, bool]:
    """A campaign, and whether the caller runs it. Errors: `not_found`."""
    manages = reach.condition(ctx, _C.unit_id, _MANAGE).label("manages")
    stmt = select(RectificationCampaign, manages).where(_C.id == campaign_id, _readable(ctx))
    row = ctx.session.execute(stmt).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row[0], bool(row.manages)


def stages_of(ctx: Context, campaign_ids: Collection[UUID]) -> dict[UUID, list[RectificationStage]]:
    """The stages of campaigns that the caller has loaded, in their order."""
    stage = RectificationStage
    stmt = select(stage).where(stage.campaign_id.in_(list(campaign_ids))).order_by(stage.campaign_id, stage.position)
    found: dict[UUID, list[RectificationStage]] = {campaign_id: [] for campaign_id in campaign_ids}
    for row in ctx.session.scalars(stmt):
        found[row.campaign_id].append(row)
    return found


def _counts(ctx: Context, campaign_ids: Collection[UUID]) -> dict[UUID, CampaignCounts]:
    states = (CloseOutState.SUBMITTED, CloseOutState.ACCEPTED)
    sums = (func.sum(case((_W.state == state.value, 1), else_=0)).label(state.value) for state in states)
    stmt = select(_W.campaign_id, func.count().label("units"), *sums).where(_W.campaign_id.in_(list(campaign_ids)))
    stmt = stmt.where(reach.condition(ctx, _W.unit_id, _READ)).group_by(_W.campaign_id)
    nothing = CampaignCounts(units=0, submitted=0, accepted=0)
    found = {row.campaign_id: CampaignCounts.model_validate(row) for row in ctx.session.execute(stmt)}
    return {campaign_id: found.get(campaign_id, nothing) for campaign_id in campaign_ids}


def list_campaigns(ctx: Context, wanted: RectificationCampaignFilter, paging: Paging) -> Page[RectificationCampaignRow]:
    """Campaigns within reach, the latest first."""
    names = ("id", "title", "state", "first_on", "last_on", "updated_at", "revision")
    table = RectificationCampaign.__table__.join(Unit.__table__, UNIT.id == _C.unit_id)
    stmt = select(*(_C[name] for name in names), *UNIT_REF).select_from(table).where(_readable(ctx))
    if wanted.state:
        stmt = stmt.where(_C.state.in_(wanted.state))
    ordered = stmt.order_by(_C.first_on.desc(), _C.id.desc()).limit(paging.size).offset(paging.offset)
    # The page is also what the two statements that follow are about.
    rows = ctx.session.execute(ordered).all()
    ids, today = [row.id for row in rows], clock.legal_day(ctx.now)
    counts, stages = _counts(ctx, ids), stages_of(ctx, ids)
    items = [
        RectificationCampaignRow(
            **{name: getattr(row, name) for name in names if name != "state"},
            state=RectificationCampaignState(row.state),
            unit=UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind),
            counts=counts[row.id],
            stage=next((stage.name for stage in stages[row.id] if _runs(stage, today)), None),
        )
        for row in rows
    ]
    total = len(rows) if paging.page == 1 and len(rows) < paging.size else count(ctx, stmt)
    return Page(items=items, page=paging.page, size=paging.size, total=total)


def _runs(stage: RectificationStage, today: date) -> bool:
    return stage.starts_on <= today <= stage.ends_on


def get_campaign(ctx: Context, campaign_id: UUID) -> RectificationCampaignOut:
    """A campaign within reach with its stages. Errors: `not_found`."""
    campaign, manages = load_campaign(ctx, campaign_id)
    unit = ctx.session.execute(select(*UNIT_REF).where(UNIT.id == campaign.unit_id)).one()
    mine = select(_W.id).where(
        _W.campaign_id == campaign.id, reach.condition(ctx, _W.unit_id, Permission.RECTIFICATION_DO)
    )
    places = ctx.session.scalars(mine.limit(2)).all()
    state = RectificationCampaignState(campaign.state)
    plain = ("id", "title", "basis", "goal", "state_reason", "first_on", "last_on", "created_at", "updated_at")
    return RectificationCampaignOut(
        **{name: getattr(campaign, name) for name in (*plain, "revision")},
        state=state,
        unit=UnitRef(id=unit.unit_id, name=unit.unit_name, kind=unit.unit_kind),
        stages=_stages(ctx, stages_of(ctx, [campaign.id])[campaign.id]),
        counts=_counts(ctx, [campaign.id])[campaign.id],
        verbs=rules.campaign_verbs(state) if manages else [],
        own_place=places[0] if len(places) == 1 else None,
    )


def _stages(ctx: Context, stages: Sequence[RectificationStage]) -> list[StageOut]:
    today = clock.legal_day(ctx.now)
    return [
        StageOut(
            **{name: getattr(stage, name) for name in ("position", "name", "starts_on", "ends_on")},
            current=_runs(stage, today),
            items=[StageItem.model_validate(item) for item in stage.items],
        )
        for stage in stages
    ]


def as_rules(stages: Sequence[RectificationStage]) -> list[Stage]:
    """Stages as the rules look at them."""
    return [Stage(stage.starts_on, stage.ends_on, [item["code"] for item in stage.items]) for stage in stages]


# --- Units that take part --------------------------------------------------------------------------------------------


def _number(table: Any, *conditions: ColumnElement[bool]) -> Any:
    stmt = select(func.count()).select_from(table).where(table.c.place_id == _W.id, *conditions)
    return stmt.correlate(RectificationCampaignUnit.__table__).scalar_subquery()


_CHECK, _PLAN = RectificationCheck.__table__, RectificationPlan.__table__


def list_places(ctx: Context, campaign_id: UUID, wanted: CampaignPlaceFilter, paging: Paging) -> Page[CampaignPlaceRow]:
    """The units within reach that take part, in pinyin order. Errors: `not_found`."""
    campaign, _ = load_campaign(ctx, campaign_id)
    stages, today = stages_of(ctx, [campaign.id])[campaign.id], clock.legal_day(ctx.now)
    items = [item["code"] for stage in stages for item in stage.items]
    over = [item["code"] for stage in stages if stage.ends_on < today for item in stage.items]
    counted = (
        _number(_CHECK).label("done"),
        _number(_CHECK, _CHECK.c.code.in_(over)).label("over_done"),
        _number(_PLAN).label("plans"),
        _number(_PLAN, _PLAN.c.done_on.is_not(None)).label("plans_done"),
    )
    names = ("id", "submitted_at", "returned")
    stmt = _places(ctx, campaign.id, wanted, *(_W[name] for name in names), _W.state, *UNIT_REF, *counted)
    rows = ctx.session.execute(stmt.order_by(UNIT.sort_key, _W.id).limit(paging.size).offset(paging.offset))
    page = [
        CampaignPlaceRow(
            **{name: getattr(row, name) for name in (*names, "done", "plans", "plans_done")},
            state=CloseOutState(row.state),
            unit=UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind),
            items=len(items),
            late=len(over) - row.over_done,
        )
        for row in rows
    ]
    total = count(ctx, _places(ctx, campaign.id, wanted, _W.id))
    return Page(items=page, page=paging.page, size=paging.size, total=total)


def _places(ctx: Context, campaign_id: UUID, wanted: CampaignPlaceFilter, *columns: Any) -> Select[*tuple[Any, ...]]:
    table = RectificationCampaignUnit.__table__.join(Unit.__table__, UNIT.id == _W.unit_id)
    stmt = select(*columns).select_from(table).where(_W.campaign_id == campaign_id, *_wanted(ctx, wanted))
    return reach.within(ctx, stmt, _W.unit_id, _READ)


def _wanted(ctx: Context, wanted: CampaignPlaceFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.state:
        yield _W.state.in_(wanted.state)
    if wanted.unit is not None:
        path = ctx.session.execute(select(Unit.path).where(Unit.id == wanted.unit)).scalar_one_or_none()
        yield _W.unit_id.in_(providers.units_below([path])) if path else _W.id.is_(None)


def load_place(
    ctx: Context, place_id: UUID
) -> tuple[RectificationCampaignUnit, RectificationCampaign, set[Permission]]:
    """A unit's part, its campaign, and which of rectification's permissions the caller holds there.

    Errors: `not_found`.
    """
    asked = (Permission.RECTIFICATION_DO, Permission.RECTIFICATION_ACCEPT)
    held = [reach.condition(ctx, _W.unit_id, permission) for permission in asked]
    stmt = select(RectificationCampaignUnit, *held).where(_W.id == place_id)
    row = ctx.session.execute(reach.within(ctx, stmt, _W.unit_id, _READ)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    campaign, _ = load_campaign(ctx, row[0].campaign_id)
    return row[0], campaign, {permission for permission, holds in zip(asked, row[1:], strict=True) if holds}


def get_place(ctx: Context, place_id: UUID) -> CampaignPlaceOut:
    """A unit's part in a campaign with checks and plans. Errors: `not_found`."""
    place, campaign, held = load_place(ctx, place_id)
    unit = ctx.session.execute(select(*UNIT_REF).where(UNIT.id == place.unit_id)).one()
    plans, hidden = _plans(ctx, place)
    plain = ("id", "summary", "reason", "submitted_at", "decided_at", "returned", "revision")
    return CampaignPlaceOut(
        **{name: getattr(place, name) for name in plain},
        campaign=Named(id=campaign.id, name=campaign.title),
        campaign_state=RectificationCampaignState(campaign.state),
        unit=UnitRef(id=unit.unit_id, name=unit.unit_name, kind=unit.unit_kind),
        state=CloseOutState(place.state),
        stages=_stages(ctx, stages_of(ctx, [campaign.id])[campaign.id]),
        checks=_checks(ctx, place.id),
        plans=plans,
        hidden_plans=hidden,
        evidence=count_evidence(ctx, [(CLOSE_OUT_USE, place.id)]),
        verbs=_verbs(ctx, place, campaign, held),
    )


def _verbs(
    ctx: Context, place: RectificationCampaignUnit, campaign: RectificationCampaign, held: set[Permission]
) -> list[CloseOutVerb]:
    if campaign.state != RectificationCampaignState.RUNNING:
        return []
    state, own = CloseOutState(place.state), place.submitted_by == ctx.signed_in.id
    steps = {verb: CLOSE_OUT_STEPS[state, verb] for verb in rules.close_out_verbs(state)}
    return [verb for verb, move in steps.items() if move.needs in held and not (own and move.another)]


def _checks(ctx: Context, place_id: UUID) -> list[CheckOut]:
    stmt = select(RectificationCheck).where(RectificationCheck.place_id == place_id)
    rows = ctx.session.scalars(stmt.order_by(RectificationCheck.code)).all()
    names = accounts_of(ctx, (row.done_by for row in rows))
    return [CheckOut(code=row.code, note=row.note, done_on=row.done_on, by=names[row.done_by]) for row in rows]


def done_items(ctx: Context, place_id: UUID) -> set[str]:
    """The codes of the items that a unit has done."""
    return set(ctx.session.scalars(select(RectificationCheck.code).where(RectificationCheck.place_id == place_id)))


def count_open_plans(ctx: Context, place_id: UUID) -> int:
    """How many personal plans of a unit are not done."""
    stmt = select(func.count()).where(RectificationPlan.place_id == place_id, RectificationPlan.done_on.is_(None))
    return ctx.session.execute(stmt).scalar_one()


def count_open_places(ctx: Context, campaign_id: UUID) -> int:
    """How many units of a campaign are not closed out, wherever they are."""
    open_ones = (_W.campaign_id == campaign_id, _W.state != CloseOutState.ACCEPTED.value)
    return ctx.session.execute(select(func.count()).where(*open_ones)).scalar_one()


def _plans(ctx: Context, place: RectificationCampaignUnit) -> tuple[list[PersonalPlanOut], int]:
    """The plans of persons whom the caller may read, and how many others there are: a plan is about a person."""
    visible = reach.condition(ctx, Person.unit_id, Permission.PERSON_READ)
    stmt = select(RectificationPlan, Person.name, visible.label("visible"))
    stmt = stmt.join(Person, Person.id == RectificationPlan.person_id).where(RectificationPlan.place_id == place.id)
    rows = ctx.session.execute(stmt.order_by(Person.sort_key, RectificationPlan.id)).all()
    today = clock.legal_day(ctx.now)
    names = ("id", "problems", "measures", "due_on", "done_on", "result", "revision")
    plans = [
        PersonalPlanOut(
            **{name: getattr(plan, name) for name in names},
            person=Named(id=plan.person_id, name=person),
            overdue=plan.done_on is None and plan.due_on < today,
        )
        for plan, person, shown in rows
        if shown
    ]
    return plans, len(rows) - len(plans)


def load_plan(ctx: Context, plan_id: UUID) -> RectificationPlan:
    """A personal plan of a unit within reach. Errors: `not_found`."""
    stmt = select(RectificationPlan).join(RectificationCampaignUnit, _W.id == RectificationPlan.place_id)
    stmt = reach.within(ctx, stmt.where(RectificationPlan.id == plan_id), _W.unit_id, _READ)
    plan = ctx.session.scalars(stmt).one_or_none()
    if plan is None:
        raise Refused(NOT_FOUND)
    return plan


def units_taking_part(ctx: Context, campaign_id: UUID) -> dict[UUID, UUID]:
    """The units of a campaign that the caller runs, wherever they are, each with the id of its part."""
    rows = ctx.session.execute(select(_W.unit_id, _W.id).where(_W.campaign_id == campaign_id))
    return {row.unit_id: row.id for row in rows}
