"""What a round still lacks before it can be submitted."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from api.assessments.models import AssessmentRound, AssessmentScore, AssessmentSlot
from api.assessments.queries import scores
from api.assessments.queries.rounds import situation
from api.assessments.queries.scores import Opened
from api.assessments.rules.rounds import HANDED_IN, Round, RoundState
from api.assessments.rules.work import apart, gaps
from api.assessments.schemas.rounds import AssessmentReadiness, EvidenceSlotLack, RoundGapOut
from api.core.context import Context
from api.core.points import Points, written
from api.evidence.models import EvidenceFile, EvidenceItem, EvidenceUse
from api.evidence.rules import ItemState, UseState
from api.frameworks.rules.model import EvidenceSlot

SLOT = "assessment_slot"
_COUNTED = (UseState.SUBMITTED.value, UseState.ACCEPTED.value)


def check_readiness(ctx: Context, enrolment_id: UUID, which: Round) -> AssessmentReadiness:
    """Whether a round can be submitted, and what is missing. Errors: `not_found`."""
    return readiness_of(ctx, scores.open_round(ctx, enrolment_id, which))


def readiness_of(ctx: Context, opened: Opened) -> AssessmentReadiness:
    """The same for a round that the caller has opened."""
    stored = scores.scores_of_rounds(ctx, list(opened.rounds.values()))
    missing = scores.scored(opened, stored[opened.which]).missing
    needed = [code for code in missing if opened.nodes[code].indicator.required]
    found = gaps_of(opened, stored)
    return AssessmentReadiness(
        ready=not needed and all(gap.explained for gap in found),
        open_items=needed,
        optional_open=[code for code in missing if code not in needed],
        missing_evidence=_lacking(ctx, opened) if opened.which is Round.SELF else [],
        gaps=found,
        late=situation(ctx, opened.entry, opened.rounds).is_late(opened.which),
    )


def gaps_of(opened: Opened, stored: Mapping[Round, Mapping[str, AssessmentScore]]) -> list[RoundGapOut]:
    """Where the round lies at least the threshold from the nearest handed-in round before; a comment explains it."""
    points: dict[Round, dict[str, Points | None]] = {
        which: {code: one.points for code, one in entries.items() if scores.said(one).entered}
        for which, entries in stored.items()
        if which is opened.which or _handed_in(opened.rounds[which])
    }
    threshold = opened.entry.held.campaign.disagreement_threshold
    return [
        RoundGapOut(code=code, earlier=before, gap=written(gap), explained=bool(stored[opened.which][code].comment))
        for code, (before, gap) in gaps(opened.which, points).items()
        if apart(gap, threshold)
    ]


def _handed_in(held: AssessmentRound) -> bool:
    return RoundState(held.state) in HANDED_IN


def applicable_slots(opened: Opened) -> list[tuple[str, EvidenceSlot]]:
    """The places for evidence of the items that apply, in order."""
    return [(code, slot) for code, node in opened.nodes.items() for slot in node.indicator.slots]


def _lacking(ctx: Context, opened: Opened) -> list[EvidenceSlotLack]:
    held = files_by_slot(ctx, opened.entry.enrolment.id)
    return [
        EvidenceSlotLack(
            code=code, slot=slot.code, title=slot.title if ctx.language != "en" else slot.title_en or slot.title
        )
        for code, slot in applicable_slots(opened)
        if slot.required and held.get((code, slot.code), 0) < max(slot.min_files, 1)
    ]


def of(enrolment_id: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The condition on a place that it is one of an enrolment, by the version that it is assessed by now."""
    return AssessmentSlot.enrolment_id == enrolment_id, AssessmentSlot.former == 0


def files_by_slot(ctx: Context, enrolment_id: UUID) -> dict[tuple[str, str], int]:
    """How many files stand in each place: of items in use that were submitted or accepted for it."""
    stmt = (
        select(AssessmentSlot.code, AssessmentSlot.slot, func.count())
        .join(EvidenceUse, (EvidenceUse.object_type == SLOT) & (EvidenceUse.object_id == AssessmentSlot.id))
        .join(EvidenceItem, EvidenceItem.id == EvidenceUse.item_id)
        .join(EvidenceFile, (EvidenceFile.item_id == EvidenceUse.item_id) & (EvidenceFile.number == EvidenceUse.number))
        .where(
            *of(enrolment_id),
            EvidenceUse.state.in_(_COUNTED),
            EvidenceItem.state == ItemState.ACTIVE.value,
        )
        .group_by(AssessmentSlot.code, AssessmentSlot.slot)
    )
    return {(code, slot): number for code, slot, number in ctx.session.execute(stmt)}
