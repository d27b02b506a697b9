"""Reading 加分, 扣分 and 一票否决, and what bars a unit from applying."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, true, union_all
from sqlalchemy.orm import aliased

from api.access import reach
from api.accounts.models import Account
from api.assessments.models import AssessmentAdjustment, AssessmentAward, AssessmentCampaign
from api.assessments.queries.frameworks import scorer_by_hash
from api.assessments.queries.results import SHOWN
from api.assessments.rules.adjustments import DECIDES, AdjustmentKind, AdjustmentState, AdjustmentVerb, adjustment_verbs
from api.assessments.rules.awards import AwardKind, AwardState
from api.assessments.schemas.adjustments import AdjustmentFilter, AdjustmentOut
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Named, Page, UnitRef
from api.evidence.models import EvidenceItem
from api.evidence.rules import ItemState
from api.frameworks.models import FrameworkVersion
from api.organizations.models import Unit

_HOLDER = aliased(Unit, name="holder")
_PROPOSER, _DECIDER = aliased(Account, name="proposer"), aliased(Account, name="decider")
_PLAIN = (
    *("id", "campaign_id", "enrolment_id", "code", "level", "name", "times", "document", "ground", "evidence_ids"),
    *("until_on", "reason", "proposed_at", "decided_at", "revision"),
)


class Lodged(NamedTuple):
    """An adjustment with its campaign and unit, and the names of who proposed and who decided it."""

    adjustment: AssessmentAdjustment
    campaign: AssessmentCampaign
    unit: Unit
    held_at: str  # path of the campaign's unit
    content_hash: str  # of the framework
    proposer: str | None
    decider: str | None


def _seen(ctx: Context) -> ColumnElement[bool]:
    """All where the campaign is held; below, bonuses, one's own proposals, and what was upheld once it is public."""
    if ctx.actor is None:
        return true()
    one = AssessmentAdjustment
    public = (one.state == AdjustmentState.UPHELD.value) & AssessmentCampaign.state.in_(SHOWN)
    mine = one.proposed_by == ctx.actor.id
    below = or_(one.kind == AdjustmentKind.BONUS.value, mine, public)
    return reach.condition(ctx, one.unit_id) & or_(below, reach.condition(ctx, AssessmentCampaign.unit_id))


def _select(ctx: Context) -> Select[*tuple[Any, ...]]:
    named = (_PROPOSER.display_name.label("proposer"), _DECIDER.display_name.label("decider"))
    return (
        select(AssessmentAdjustment, AssessmentCampaign, Unit, _HOLDER.path, FrameworkVersion.content_hash, *named)
        .join(AssessmentCampaign, AssessmentCampaign.id == AssessmentAdjustment.campaign_id)
        .join(Unit, Unit.id == AssessmentAdjustment.unit_id)
        .join(_HOLDER, _HOLDER.id == AssessmentCampaign.unit_id)
        .join(FrameworkVersion, FrameworkVersion.id == AssessmentCampaign.version_id)
        .outerjoin(_PROPOSER, _PROPOSER.id == AssessmentAdjustment.proposed_by)
        .outerjoin(_DECIDER, _DECIDER.id == AssessmentAdjustment.decided_by)
        .where(_seen(ctx))
    )


def load_adjustment(ctx: Context, adjustment_id: UUID) -> Lodged:
    """One that the caller sees. Errors: `not_found`."""
    row = ctx.session.execute(_select(ctx).where(AssessmentAdjustment.id == adjustment_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return Lodged(*row)


def load_to_decide(ctx: Context, adjustment_id: UUID, kinds: Collection[AdjustmentKind]) -> Lodged:
    """One of these kinds, where its campaign is held. Errors: `not_found`."""
    stmt = _select(ctx).where(AssessmentAdjustment.kind.in_([kind.value for kind in kinds]))
    if ctx.actor is not None:
        stmt = reach.within(ctx, stmt, AssessmentCampaign.unit_id)
    row = ctx.session.execute(stmt.where(AssessmentAdjustment.id == adjustment_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return Lodged(*row)


def get_adjustment(ctx: Context, adjustment_id: UUID) -> AdjustmentOut:
    """One that the caller sees. Errors: `not_found`."""
    return _present(ctx, load_adjustment(ctx, adjustment_id))


def list_adjustments(ctx: Context, wanted: AdjustmentFilter, paging: Paging) -> Page[AdjustmentOut]:
    """Those that the caller sees, newest first."""
    stmt = _select(ctx).where(*_conditions(wanted))
    newest = stmt.order_by(AssessmentAdjustment.proposed_at.desc(), AssessmentAdjustment.id.desc())
    rows = ctx.session.execute(newest.limit(paging.size).offset(paging.offset))
    items = [_present(ctx, Lodged(*row)) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def _conditions(wanted: AdjustmentFilter) -> Iterator[ColumnElement[bool]]:
    one = AssessmentAdjustment
    columns = {"campaign": one.campaign_id, "enrolment": one.enrolment_id, "unit": one.unit_id}
    for name, column in columns.items():
        if (value := getattr(wanted, name)) is not None:
            yield column == value
    if wanted.kind:
        yield one.kind.in_(wanted.kind)
    if wanted.state:
        yield one.state.in_(wanted.state)


def _present(ctx: Context, lodged: Lodged) -> AdjustmentOut:
    one, unit = lodged.adjustment, lodged.unit
    framework = scorer_by_hash(ctx, lodged.campaign.version_id, lodged.content_hash).framework
    entries = (*framework.bonuses, *framework.deductions, *framework.vetoes)
    titled = {entry.code: entry.label.text(ctx.language) for entry in entries}
    held = ctx.actor is None or reach.reaches(ctx, lodged.held_at)
    return AdjustmentOut(
        **{name: getattr(one, name) for name in _PLAIN},
        kind=AdjustmentKind(one.kind),
        state=AdjustmentState(one.state),
        unit=UnitRef(id=unit.id, name=unit.name, kind=unit.kind),
        title=titled.get(one.code, one.code),  # what was withdrawn may be of a version that the campaign has left
        proposed_by=_named(one.proposed_by, lodged.proposer) if held else None,
        decided_by=_named(one.decided_by, lodged.decider) if held else None,
        verbs=[verb for verb in adjustment_verbs(AdjustmentState(one.state)) if _may(ctx, lodged, verb)],
    )


def _named(account_id: UUID | None, name: str | None) -> Named | None:
    return Named(id=account_id, name=name) if account_id and name else None


def _may(ctx: Context, lodged: Lodged, verb: AdjustmentVerb) -> bool:
    one = lodged.adjustment
    if ctx.actor is None:
        return True
    if verb is AdjustmentVerb.WITHDRAW:
        return one.proposed_by == ctx.actor.id
    decides = DECIDES[AdjustmentKind(one.kind)]
    return one.proposed_by != ctx.actor.id and reach.reaches(ctx, lodged.held_at, decides)


def has_evidence(ctx: Context, unit_id: UUID, evidence_ids: Collection[UUID]) -> bool:
    """Whether all of it is evidence of the unit that is in use."""
    wanted = set(evidence_ids)
    stmt = select(func.count()).where(
        EvidenceItem.id.in_(wanted), EvidenceItem.unit_id == unit_id, EvidenceItem.state == ItemState.ACTIVE.value
    )
    return not wanted or ctx.session.execute(stmt).scalar_one() == len(wanted)


# --- Bars ------------------------------------------------------------------------------------------------------------


def find_bars(ctx: Context, unit_ids: Collection[UUID], today: date) -> Mapping[UUID, date | None]:
    """The units that may not apply or be awarded today, and until when; None is without an end.

    By a veto that bars, or an entry of the blacklist.
    """
    adjustment, award, wanted = AssessmentAdjustment, AssessmentAward, list(unit_ids)
    vetoed = select(adjustment.unit_id, adjustment.until_on).where(
        adjustment.unit_id.in_(wanted),
        adjustment.kind == AdjustmentKind.VETO.value,
        adjustment.state == AdjustmentState.UPHELD.value,
        adjustment.until_on >= today,
    )
    listed = select(award.unit_id, award.valid_to).where(
        award.unit_id.in_(wanted),
        award.kind == AwardKind.BLACKLIST.value,
        award.state == AwardState.GRANTED.value,
        or_(award.valid_to.is_(None), award.valid_to >= today),
    )
    found: dict[UUID, date | None] = {}
    for unit_id, until in ctx.session.execute(union_all(vetoed, listed)):
        known = found.get(unit_id, until)
        found[unit_id] = None if until is None or known is None else max(known, until)
    return found
