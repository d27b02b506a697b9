"""What taking scores as rows looks at: everything that the rows of a chunk name, each kind of thing in one statement."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select, union

from api.access import reach
from api.accounts.models import Account, AccountGrant
from api.accounts.rules import GrantState
from api.assessments.models import (
    AssessmentAssignment,
    AssessmentCampaign,
    AssessmentEnrolment,
    AssessmentRecusal,
    AssessmentRound,
    AssessmentScore,
)
from api.assessments.queries.campaigns import Held, hold_still, seen, windows_of
from api.assessments.queries.frameworks import scorer_by_hash
from api.assessments.rules.rounds import Round
from api.assessments.rules.scores import leaf_nodes, lineage_above
from api.core import clock
from api.core.context import Context
from api.core.metrics import Figure, Period, find_metric
from api.core.paging import count
from api.core.points import written
from api.frameworks.models import FrameworkVersion
from api.frameworks.queries.visibility import Place
from api.frameworks.rules.kinds import Derived
from api.frameworks.rules.scoring import Node, Scorer
from api.organizations.models import Unit
from api.people.models import Post

ENROLMENT, ROUND, SCORE = (
    model.metadata.tables[model.__tablename__] for model in (AssessmentEnrolment, AssessmentRound, AssessmentScore)
)
_SUGGESTED_FROM = 200
_STRETCH = 1_000


@dataclass(frozen=True, slots=True)
class Sheets:
    """A campaign that rows name, and what is scored in it."""

    held: Held
    scorer: Scorer
    nodes: Mapping[str, Node]
    above: Mapping[str, tuple[str, ...]]

    @property
    def period(self) -> Period:
        """The days that it is about."""
        return Period(self.held.campaign.period_first_on, self.held.campaign.period_last_on)


def campaigns_named(ctx: Context, codes: Collection[str], *, lock: bool) -> dict[str, list[Sheets]]:
    """The campaigns with these codes that the caller sees, by code; in two statements, and those of new frameworks."""
    if lock:
        hold_still(ctx, AssessmentCampaign.code.in_(list(codes)))
    found: dict[str, list[Sheets]] = defaultdict(list)
    for sheets in _campaigns(ctx, AssessmentCampaign.code.in_(list(codes))):
        found[sheets.held.campaign.code].append(sheets)
    return found


def campaigns_by_id(ctx: Context, campaign_ids: Collection[UUID]) -> dict[UUID, Sheets]:
    """The same, by id."""
    found = _campaigns(ctx, AssessmentCampaign.id.in_(list(campaign_ids)))
    return {sheets.held.campaign.id: sheets for sheets in found}


def _campaigns(ctx: Context, wanted: ColumnElement[bool]) -> list[Sheets]:
    stmt = (
        select(AssessmentCampaign, Unit, FrameworkVersion.content_hash)
        .join(Unit, Unit.id == AssessmentCampaign.unit_id)
        .join(FrameworkVersion, FrameworkVersion.id == AssessmentCampaign.version_id)
        .where(wanted, seen(ctx))
        .order_by(AssessmentCampaign.id)
    )
    rows = ctx.session.execute(stmt).all()
    windows = windows_of(ctx, [row.AssessmentCampaign.id for row in rows]) if rows else {}
    return [_sheets(ctx, *row, windows) for row in rows]


def _sheets(
    ctx: Context, campaign: AssessmentCampaign, unit: Unit, content_hash: str, windows: Mapping[UUID, Any]
) -> Sheets:
    held = Held(campaign, Place(unit.id, unit.name, unit.kind, unit.path), windows[campaign.id], content_hash)
    scorer = scorer_by_hash(ctx, campaign.version_id, content_hash)
    return Sheets(held, scorer, leaf_nodes(scorer), lineage_above(scorer))


def campaign_codes(ctx: Context) -> list[str]:
    """The codes that the caller may have meant."""
    stmt = select(AssessmentCampaign.code).join(Unit, Unit.id == AssessmentCampaign.unit_id).where(seen(ctx))
    return list(ctx.session.scalars(stmt.order_by(AssessmentCampaign.code).limit(_SUGGESTED_FROM)))


def enrolments_of(
    ctx: Context, campaign_ids: Collection[UUID], unit_ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], Any]:
    """Enrolments by campaign and unit. Not narrowed by reach: the caller has found the units within it."""
    wanted = (ENROLMENT.c.campaign_id.in_(list(campaign_ids)), ENROLMENT.c.unit_id.in_(list(unit_ids)))
    rows = ctx.session.execute(select(ENROLMENT).where(*wanted))
    return {(row.campaign_id, row.unit_id): row for row in rows}


def rounds_of_enrolments(ctx: Context, enrolment_ids: Collection[UUID], *, lock: bool) -> dict[UUID, dict[Round, Any]]:
    """The rounds of enrolments that were found; locked in one order, so that two imports wait and do not embrace."""
    stmt = select(ROUND).where(ROUND.c.enrolment_id.in_(list(enrolment_ids))).order_by(ROUND.c.id)
    found: dict[UUID, dict[Round, Any]] = defaultdict(dict)
    for row in ctx.session.execute(stmt.with_for_update() if lock else stmt):
        found[row.enrolment_id][Round(row.round)] = row
    return found


def scores_of_many(ctx: Context, round_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """The entries of rounds that were found, by code."""
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for row in ctx.session.execute(select(SCORE).where(SCORE.c.round_id.in_(list(round_ids)))):
        found[row.round_id][row.code] = row
    return found


class Imported(NamedTuple):
    """An entry that an import wrote, as it is now, with what it belongs to."""

    score: Any
    enrolment_id: UUID
    campaign_id: UUID
    unit_id: UUID


def scores_by_id(ctx: Context, score_ids: Collection[UUID]) -> dict[UUID, Imported]:
    """Entries by id, with their enrolments. Not narrowed by reach: undoing says what is not the caller's to change."""
    belongs = (ENROLMENT.c.id.label("enrolment_id"), ENROLMENT.c.campaign_id, ENROLMENT.c.unit_id)
    stmt = (
        select(SCORE, *belongs)
        .join(ROUND, ROUND.c.id == SCORE.c.round_id)
        .join(ENROLMENT, ENROLMENT.c.id == ROUND.c.enrolment_id)
        .where(SCORE.c.id.in_(list(score_ids)))
    )
    rows = ctx.session.execute(stmt)
    return {row.id: Imported(row, row.enrolment_id, row.campaign_id, row.unit_id) for row in rows}


def assigned_in(ctx: Context, round_ids: Collection[UUID]) -> dict[UUID, dict[str, list[UUID]]]:
    """Who works on what in these rounds, by code."""
    one = AssessmentAssignment
    found: dict[UUID, dict[str, list[UUID]]] = defaultdict(lambda: defaultdict(list))
    stmt = select(one.round_id, one.code, one.account_id).where(one.round_id.in_(list(round_ids)))
    for row in ctx.session.execute(stmt):
        found[row.round_id][row.code].append(row.account_id)
    return found


def tied_units(ctx: Context, campaign_ids: Collection[UUID], unit_ids: Collection[UUID]) -> set[UUID]:
    """The units to which the caller has a tie: a role bound to it, a post held there, or one that was declared (回避)."""
    if ctx.actor is None:
        return set()
    today, units, account = clock.legal_day(ctx.now), list(unit_ids), ctx.actor.id
    role = select(AccountGrant.unit_id).where(
        AccountGrant.account_id == account,
        AccountGrant.unit_id.in_(units),
        AccountGrant.state == GrantState.ACTIVE.value,
    )
    post = (
        select(Post.unit_id)
        .join(Account, Account.person_id == Post.person_id)
        .where(Account.id == account, Post.unit_id.in_(units), Post.ended_on.is_(None) | (Post.ended_on > today))
    )
    declared = select(AssessmentRecusal.unit_id).where(
        AssessmentRecusal.account_id == account,
        AssessmentRecusal.unit_id.in_(units),
        AssessmentRecusal.campaign_id.in_(list(campaign_ids)),
    )
    return set(ctx.session.scalars(union(role, post, declared)))


def figures_for(
    ctx: Context, wanted: Iterable[tuple[Sheets, Derived, UUID]]
) -> dict[tuple[UUID, str], Mapping[UUID, Figure]]:
    """What metrics say of the units of derived items, by campaign and source; each is asked once."""
    asked: dict[tuple[UUID, str], tuple[Period, set[UUID]]] = {}
    for sheets, rule, unit_id in wanted:
        key = (sheets.held.campaign.id, rule.source)
        asked.setdefault(key, (sheets.period, set()))[1].add(unit_id)
    return {
        key: metric(ctx, units, period)
        for key, (period, units) in asked.items()
        if (metric := find_metric(key[1])) is not None
    }


# --- On the way out --------------------------------------------------------------------------------------------------


class Wanted(NamedTuple):
    """Which scores leave."""

    campaign: UUID | None
    round: Round | None


def stream_score_rows(ctx: Context, wanted: Wanted) -> Iterator[Mapping[str, Any]]:
    """The entries of campaigns that the caller holds, as they come in again; few at a time."""
    for row in ctx.session.execute(_score_rows(ctx, wanted), execution_options={"yield_per": _STRETCH}).mappings():
        exact = {name: None if row[name] is None else written(row[name]) for name in ("overridden", "points")}
        yield {**row, **exact, "inputs": row["inputs"] or None}


def count_score_rows(ctx: Context, wanted: Wanted) -> int:
    """How many there are."""
    return count(ctx, _score_rows(ctx, wanted))


def _score_rows(ctx: Context, wanted: Wanted) -> Any:
    columns = ("code", "inputs", "overridden", "points", "not_applicable", "override_reason", "comment", "source")
    stmt = (
        select(AssessmentCampaign.code.label("campaign"), Unit.name.label("school"), Unit.code.label("school_code"))
        .add_columns(ROUND.c.round, *(SCORE.c[name].label("item" if name == "code" else name) for name in columns))
        .select_from(SCORE)
        .join(ROUND, ROUND.c.id == SCORE.c.round_id)
        .join(ENROLMENT, ENROLMENT.c.id == ROUND.c.enrolment_id)
        .join(AssessmentCampaign, AssessmentCampaign.id == ENROLMENT.c.campaign_id)
        .join(Unit, Unit.id == ENROLMENT.c.unit_id)
        .order_by(AssessmentCampaign.id, Unit.sort_key, Unit.id, ROUND.c.round, SCORE.c.code)
    )
    if wanted.campaign is not None:
        stmt = stmt.where(AssessmentCampaign.id == wanted.campaign)
    if wanted.round is not None:
        stmt = stmt.where(ROUND.c.round == wanted.round.value)
    return stmt if ctx.actor is None else reach.within(ctx, stmt, AssessmentCampaign.unit_id)
