"""What the county looks at before results are shown: disagreements between rounds, gaps, what lies far off or is missing."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from api.access import reach
from api.assessments import refusals
from api.assessments.models import (
    AssessmentDisagreement,
    AssessmentEnrolment,
    AssessmentResult,
    AssessmentRound,
    AssessmentScore,
)
from api.assessments.queries.campaigns import load_campaign
from api.assessments.queries.results import maybe
from api.assessments.rules.figures import outliers
from api.assessments.rules.rounds import HANDED_IN, Round, later
from api.assessments.rules.work import DisagreementState
from api.assessments.schemas.results import ModerationFilter, ModerationRow
from api.core.context import Context
from api.core.errors import Refused, Violation
from api.core.paging import Paging
from api.core.schemas import Page, UnitRef
from api.organizations.models import Unit

_R = AssessmentResult.__table__.c
_D = AssessmentDisagreement
_ABOUT = ("id", "code", "earlier", "later", "gap", "explanation", "ruling", "state")
_LARGEST = (func.abs(_D.gap).desc(), _D.enrolment_id, _D.code)
_NAMED = 20  # by a refusal
_HANDED_IN = sorted(state.value for state in HANDED_IN)
_LATER = {one.value: [two.value for two in later(one)] for one in Round if later(one)}


def list_moderation(ctx: Context, campaign_id: UUID, wanted: ModerationFilter, paging: Paging) -> Page[ModerationRow]:
    """What is to be looked at before results are shown, where the campaign is held. Errors: `not_found`."""
    held = load_campaign(ctx, campaign_id)
    found = [one for one in _moderated(ctx, held.campaign.id, wanted) if wanted.kind in (None, one.kind)]
    items = found[paging.offset : paging.offset + paging.size]
    return Page(items=items, page=paging.page, size=paging.size, total=len(found))


def _moderated(ctx: Context, campaign_id: UUID, wanted: ModerationFilter) -> Iterator[ModerationRow]:
    """Disagreements first, the largest first; then what is missing, gaps and totals that lie far off."""
    units = _units(ctx, campaign_id, wanted)
    yield from _disagreements(ctx, campaign_id, units, wanted)
    if wanted.settled or wanted.due:
        return
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


def _disagreements(
    ctx: Context, campaign_id: UUID, units: dict[UUID, UnitRef], wanted: ModerationFilter
) -> Iterator[ModerationRow]:
    stmt = (
        select(_D, _due().label("due"))
        .join(AssessmentEnrolment, AssessmentEnrolment.id == _D.enrolment_id)
        .where(AssessmentEnrolment.campaign_id == campaign_id)
        .where((_D.state == DisagreementState.SETTLED.value) == bool(wanted.settled))
        .order_by(*_LARGEST)
    )
    for row, due in ctx.session.execute(stmt):
        if row.enrolment_id in units and wanted.due in (None, due):
            said = {name: getattr(row, name) for name in _ABOUT}
            yield _flag("disagreement", row.enrolment_id, units, due=due, **said)


def _flag(kind: str, enrolment_id: UUID, units: dict[UUID, UnitRef], **said: Any) -> ModerationRow:
    about = {
        "kind": kind,
        "enrolment_id": enrolment_id,
        "unit": units[enrolment_id],
        "gap": maybe(said.pop("gap", None)),
    }
    return ModerationRow.model_validate({**dict.fromkeys((*_ABOUT, "due")), **said, **about})


# --- What has to be settled ------------------------------------------------------------------------------------------


def _due() -> ColumnElement[bool]:
    """Not settled, and of the round that was handed in last: what a later round has scored anew, that answers for."""
    one = aliased(AssessmentRound)
    handed_in = and_(one.enrolment_id == _D.enrolment_id, one.state.in_(_HANDED_IN))
    after = or_(*(and_(_D.later == name, one.round.in_(names)) for name, names in _LATER.items()))
    return and_(
        _D.state != DisagreementState.SETTLED.value,
        exists(select(one.id).where(handed_in, one.round == _D.later)),
        ~exists(select(one.id).where(handed_in, after)),
    )


def require_settled(ctx: Context, campaign_id: UUID) -> None:
    """Nothing is shown before what lies apart was settled. Errors: `assessment.disagreements_due`, which names the largest."""
    stmt = (
        select(_D.code, _D.gap, Unit.name, func.count().over().label("all"))
        .join(AssessmentEnrolment, AssessmentEnrolment.id == _D.enrolment_id)
        .join(Unit, Unit.id == AssessmentEnrolment.unit_id)
        .where(AssessmentEnrolment.campaign_id == campaign_id, _due())
        .order_by(*_LARGEST)
        .limit(_NAMED)
    )
    if rows := ctx.session.execute(stmt).all():
        named = [{"unit": row.name, "code": row.code, "gap": maybe(row.gap)} for row in rows]
        faults = [Violation(refusals.DISAGREEMENT_DUE, "", params=one) for one in named]
        raise Refused(refusals.DISAGREEMENTS_DUE, faults, count=rows[0].all)


# --- Settling --------------------------------------------------------------------------------------------------------


class Disputed(NamedTuple):
    """A disagreement, the round that lies apart, the school, and who has scored the item there or signed for it."""

    disagreement: AssessmentDisagreement
    later: AssessmentRound
    unit: Unit
    hands: frozenset[UUID]


def load_disputed(ctx: Context, campaign_id: UUID, wanted: Collection[UUID]) -> Sequence[Disputed]:
    """Disagreements of a campaign, to be settled; those that there are not, or not in it, are left out."""
    same_round = and_(AssessmentRound.enrolment_id == _D.enrolment_id, AssessmentRound.round == _D.later)
    same_item = and_(AssessmentScore.round_id == AssessmentRound.id, AssessmentScore.code == _D.code)
    stmt = (
        select(_D, AssessmentRound, Unit, AssessmentScore.scored_by)
        .join(AssessmentEnrolment, AssessmentEnrolment.id == _D.enrolment_id)
        .join(Unit, Unit.id == AssessmentEnrolment.unit_id)
        .join(AssessmentRound, same_round)
        .outerjoin(AssessmentScore, same_item)
        .where(AssessmentEnrolment.campaign_id == campaign_id, _D.id.in_(wanted))
        .order_by(_D.id)
        .with_for_update(of=_D)
    )
    return [
        Disputed(one, later, unit, frozenset(hand for hand in (scored_by, later.submitted_by) if hand is not None))
        for one, later, unit, scored_by in ctx.session.execute(stmt)
    ]
