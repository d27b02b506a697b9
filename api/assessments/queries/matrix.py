"""Figures over a campaign, made by the database: schools by rounds, items by districts."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import aliased

from api.access import reach
from api.access.permissions import Permission
from api.assessments.models import AssessmentCampaign, AssessmentEnrolment, AssessmentRound, AssessmentScore
from api.assessments.queries.campaigns import Held, get_bare
from api.assessments.queries.enrolments import DISTRICT, narrowed, ordered, present, with_units
from api.assessments.queries.frameworks import scorer_by_hash
from api.assessments.queries.rounds import brief
from api.assessments.rules.campaigns import CampaignState
from api.assessments.rules.enrolments import EnrolmentState
from api.assessments.rules.rounds import HANDED_IN, Round, RoundState
from api.assessments.rules.scores import leaf_nodes
from api.assessments.rules.settings import shown_from
from api.assessments.rules.showing import is_shown
from api.assessments.schemas.enrolments import AssessmentRoundBrief, EnrolmentFilter
from api.assessments.schemas.matrix import (
    HeatCell,
    HeatItem,
    HeatMap,
    HeatRow,
    ProgressExportFilter,
    ProgressFilter,
    ProgressMatrix,
    ProgressRow,
    RoundProgress,
)
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.points import ONE, share, written
from api.frameworks.rules.scoring import Node
from api.organizations.models import Unit

_HUNDRED = 100 * ONE
_STRETCH = 200
_TOLD = ("state", "total", "missing", "late", "submitted_at")
_SCHOOL = aliased(Unit, name="school")
_ENROLLED = AssessmentEnrolment.state == EnrolmentState.ENROLLED.value


# --- Schools by rounds -----------------------------------------------------------------------------------------------


def list_progress(ctx: Context, campaign_id: UUID, wanted: ProgressFilter, paging: Paging) -> ProgressMatrix:
    """A page of the schools that take part, with their rounds, and how many stand where. Errors: `not_found`."""
    held = get_bare(ctx, campaign_id)
    stmt, seeing_of = _matching(ctx, campaign_id, wanted), seeing_each(ctx, held)
    rows = ctx.session.execute(_page(stmt, paging))
    items = [ProgressRow(**present(row), rounds=_rounds(row, seeing_of(row.path))) for row in rows]
    summary, total = _summary(ctx, stmt)
    return ProgressMatrix(items=items, page=paging.page, size=paging.size, total=total, summary=summary)


def count_progress(ctx: Context, wanted: ProgressExportFilter) -> int:
    """How many schools the export holds. Errors: `not_found`."""
    get_bare(ctx, wanted.campaign)
    return count(ctx, _matching(ctx, wanted.campaign, wanted))


def stream_progress(ctx: Context, wanted: ProgressExportFilter) -> Iterator[Mapping[str, Any]]:
    """Every school that matches with where its rounds stand, few at a time. Errors: `not_found`."""
    seeing_of = seeing_each(ctx, get_bare(ctx, wanted.campaign))
    stmt = _with_rounds(ordered(_matching(ctx, wanted.campaign, wanted))).add_columns(Unit.code)
    for row in ctx.session.execute(stmt, execution_options={"yield_per": _STRETCH}):
        rounds = _rounds(row, seeing_of(row.path))
        told = {f"{which}_{name}": getattr(rounds.get(which), name, None) for which in Round for name in _TOLD}
        yield {"unit": row.name, "code": row.code, "district": row.district_name, **told}


def _matching(ctx: Context, campaign_id: UUID, wanted: ProgressFilter) -> Select[*tuple[Any, ...]]:
    same = EnrolmentFilter(q=wanted.q, district=wanted.district, unit=wanted.unit)
    return narrowed(ctx, campaign_id, same).add_columns(Unit.path).where(_ENROLLED, *_conditions(wanted))


def _conditions(wanted: ProgressFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.round is None and not wanted.round_state:
        return
    found = exists().where(AssessmentRound.enrolment_id == AssessmentEnrolment.id)
    if wanted.round is not None:
        found = found.where(AssessmentRound.round == wanted.round)
    if wanted.round_state:
        found = found.where(AssessmentRound.state.in_(wanted.round_state))
    yield found


_ROUNDS = {which: aliased(AssessmentRound, name=f"round_{which}") for which in Round}


def _page(stmt: Select[*tuple[Any, ...]], paging: Paging) -> Select[*tuple[Any, ...]]:
    """Which schools stand on a page first, then what is told of them.

    Nothing is asked of them again: who may be seen is decided, and a database without statistics would join all first.
    """
    ids = ordered(stmt.with_only_columns(AssessmentEnrolment.id)).limit(paging.size).offset(paging.offset)
    page = ids.subquery("page")
    told = with_units().add_columns(Unit.path).join(page, page.c.id == AssessmentEnrolment.id)
    return _with_rounds(ordered(told))


def _with_rounds(stmt: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Each school in one row with all its rounds."""
    for which, one in _ROUNDS.items():
        mine = (one.enrolment_id == AssessmentEnrolment.id) & (one.round == which.value)
        stmt = stmt.outerjoin(one, mine).add_columns(one)
    return stmt


def _rounds(row: Any, sees: "Seeing") -> dict[Round, AssessmentRoundBrief]:
    held = {which: getattr(row, f"round_{which}") for which in Round}
    return {which: _shown(one, sees) for which, one in held.items() if one is not None}


def _summary(ctx: Context, stmt: Select[*tuple[Any, ...]]) -> tuple[list[RoundProgress], int]:
    """How the rounds of all schools stand, and how many schools these are, in one statement."""
    mine = stmt.with_only_columns(AssessmentEnrolment.id).order_by(None).subquery("mine")
    every = (
        select(
            AssessmentRound.round,
            AssessmentRound.state,
            func.count().label("number"),
            func.sum(case((AssessmentRound.late.is_(True), 1), else_=0)).label("late"),
            func.sum(AssessmentRound.entered).label("entered"),
            func.sum(AssessmentRound.missing).label("missing"),
            select(func.count()).select_from(mine).scalar_subquery().label("total"),
        )
        .where(AssessmentRound.enrolment_id.in_(select(mine.c.id)))
        .group_by(AssessmentRound.round, AssessmentRound.state)
    )
    rows = ctx.session.execute(every).all()
    by_round: dict[Round, list[Any]] = defaultdict(list)
    for row in rows:
        by_round[Round(row.round)].append(row)
    summary = [_counted(which, by_round[which]) for which in Round if which in by_round]
    return summary, rows[0].total if rows else 0


def _counted(which: Round, rows: Sequence[Any]) -> RoundProgress:
    states = dict.fromkeys(RoundState, 0) | {RoundState(row.state): row.number for row in rows}
    sums = {name: sum(getattr(row, name) for row in rows) for name in ("late", "entered", "missing")}
    return RoundProgress(round=which, states=states, **sums)


Seeing = Mapping[Round, bool | None]  # None: as soon as a round is handed in
_EVERY: Seeing = dict.fromkeys(Round, True)


def seeing_each(ctx: Context, held: Held) -> Callable[[str], Seeing]:
    """Which rounds of the school at a path the caller may see the totals of.

    The county all; who reaches the school from above it the district's, too; the school itself what is shown.
    """
    if _holds(ctx, held):
        return lambda _path: _EVERY
    shown = _shown_of(held)
    from_above: Seeing = {**shown, Round.DISTRICT: True}
    return lambda path: from_above if _reached_from_above(ctx, path) else shown


def seeing(ctx: Context, held: Held) -> Seeing:
    """Which rounds the caller may see the totals of at every school within reach: for figures over all of them."""
    if _holds(ctx, held):
        return _EVERY
    stmt = select(held_alone(ctx)).select_from(AssessmentCampaign).where(AssessmentCampaign.id == held.campaign.id)
    return seeing_all(ctx, held, alone=ctx.session.execute(stmt).scalar_one())


def held_alone(ctx: Context) -> ColumnElement[bool]:
    """Whether a school of the statement's campaign is held by itself, not from above: it hides the district's round."""
    paths = {grant.path for grant in reach.grants_of(ctx)} if ctx.actor is not None else set()
    alone = [path for path in sorted(paths) if not _reached_from_above(ctx, path)]
    mine = (AssessmentEnrolment.campaign_id == AssessmentCampaign.id, _SCHOOL.path.in_(alone))
    return exists().where(AssessmentEnrolment.unit_id == _SCHOOL.id, *mine).correlate(AssessmentCampaign)


def seeing_all(ctx: Context, held: Held, *, alone: bool) -> Seeing:
    """The same for a caller that has read whether a school is held alone; who holds none is above all within reach."""
    if _holds(ctx, held):
        return _EVERY
    return {**_shown_of(held), **({} if alone else {Round.DISTRICT: True})}


def _holds(ctx: Context, held: Held) -> bool:
    return ctx.actor is None or reach.reaches(ctx, held.unit.path)


def _shown_of(held: Held) -> Seeing:
    return {which: True if which is Round.SELF else _when_shown(held, which) for which in Round}


def _reached_from_above(ctx: Context, path: str) -> bool:
    return any(path.startswith(grant.path) and path != grant.path for grant in reach.grants_of(ctx))


def _when_shown(held: Held, which: Round) -> bool | None:
    wanted = shown_from(held.campaign.visibility, which)
    if is_shown(wanted, CampaignState(held.campaign.state), RoundState.NOT_STARTED):
        return True
    return None if is_shown(wanted, CampaignState.DRAFT, RoundState.SUBMITTED) else False


def _shown(one: AssessmentRound, sees: Seeing) -> AssessmentRoundBrief:
    allowed = sees[Round(one.round)]
    told = allowed if allowed is not None else RoundState(one.state) in HANDED_IN
    full = brief(one)
    return full if told else full.model_copy(update={"total": None, "entered": 0, "missing": 0})


# --- Items by districts ----------------------------------------------------------------------------------------------


def get_heat_map(ctx: Context, campaign_id: UUID, which: Round) -> HeatMap:
    """The mean share of each item's points in each district, over rounds with an entry.

    For who reaches the campaign's unit or a district of it. Errors: `not_found`.
    """
    held = get_bare(ctx, campaign_id)
    if seeing(ctx, held)[which] is not True:
        raise Refused(NOT_FOUND)
    nodes = leaf_nodes(scorer_by_hash(ctx, held.campaign.version_id, held.content_hash))
    districts: dict[UUID | None, dict[str, Any]] = defaultdict(dict)
    names: dict[UUID | None, str | None] = {}
    for row in ctx.session.execute(_cells(ctx, campaign_id, which, nodes)):
        if row.code in nodes:
            districts[row.district_id][row.code] = row
            names[row.district_id] = row.name
    return HeatMap(
        round=which,
        items=[
            HeatItem(code=code, title=node.indicator.label.text(ctx.language), full=written(node.full))
            for code, node in nodes.items()
        ],
        rows=[
            HeatRow(id=key, name=names[key], cells={code: _cell([row], nodes[code]) for code, row in cells.items()})
            for key, cells in districts.items()
        ],
        whole={
            code: _cell(found, node)
            for code, node in nodes.items()
            if (found := [cells[code] for cells in districts.values() if code in cells])
        },
    )


def _cells(ctx: Context, campaign_id: UUID, which: Round, nodes: Mapping[str, Node]) -> Select[*tuple[Any, ...]]:
    """Sums by district and item; names and order are put to them afterwards, for there are few."""
    full = case({code: node.full for code, node in nodes.items()}, value=AssessmentScore.code, else_=0)
    stmt = (
        select(
            AssessmentEnrolment.district_id,
            AssessmentScore.code,
            func.count().label("scored"),
            func.sum(AssessmentScore.points).label("points"),
            func.sum(case((AssessmentScore.points < full, 1), else_=0)).label("lost"),
        )
        .join(AssessmentRound, AssessmentRound.id == AssessmentScore.round_id)
        .join(AssessmentEnrolment, AssessmentEnrolment.id == AssessmentRound.enrolment_id)
        .where(
            AssessmentEnrolment.campaign_id == campaign_id,
            _ENROLLED,
            AssessmentRound.round == which.value,
            AssessmentScore.points.is_not(None),
        )
        .group_by(AssessmentEnrolment.district_id, AssessmentScore.code)
    )
    if ctx.actor is not None:
        stmt = stmt.where(reach.each(ctx, AssessmentEnrolment.unit_id, Permission.ASSESSMENT_READ))
    sums = stmt.subquery("sums")
    named = select(sums, DISTRICT.name).outerjoin(DISTRICT, DISTRICT.id == sums.c.district_id)
    return named.order_by(DISTRICT.sort_key.asc().nulls_last(), sums.c.district_id)


def _cell(rows: Sequence[Any], node: Node) -> HeatCell:
    scored, points = sum(row.scored for row in rows), sum(int(row.points) for row in rows)
    part = share(points * _HUNDRED, node.full * scored) if scored and node.full else None
    return HeatCell(scored=scored, share=None if part is None else written(part), lost=sum(row.lost for row in rows))
