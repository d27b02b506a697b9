"""Everything that a campaign's package holds, few rows at a time. For whoever holds the campaign."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from api.assessments.models import (
    AssessmentEnrolment,
    AssessmentOutcome,
    AssessmentOutcomeDocument,
    AssessmentRound,
    AssessmentScore,
    AssessmentSlot,
)
from api.core.context import Context
from api.core.points import written
from api.evidence.models import EvidenceFile, EvidenceItem, EvidenceUse
from api.files.models import StoredFile
from api.organizations.models import Unit

SLOT = "assessment_slot"
_STRETCH = 1_000
_PLAIN = ("inputs", "override_reason", "comment", "source", "not_applicable")
_POINTS = ("computed", "overridden", "points")


def count_scores(ctx: Context, campaign_id: UUID) -> int:
    """How many scores a campaign has, of all rounds."""
    stmt = select(func.count()).select_from(AssessmentScore).join(AssessmentRound).join(AssessmentEnrolment)
    return ctx.session.execute(stmt.where(AssessmentEnrolment.campaign_id == campaign_id)).scalar_one()


def stream_scores(ctx: Context, campaign_id: UUID) -> Iterator[Mapping[str, Any]]:
    """Every score of every round, by school, round and item; teams, not persons."""
    score = AssessmentScore
    stmt = (
        select(Unit.code.label("school_code"), Unit.name.label("school"), AssessmentRound.round, score.code)
        .add_columns(*(getattr(score, name) for name in (*_PLAIN, *_POINTS)), score.updated_at)
        .select_from(score)
        .join(AssessmentRound, AssessmentRound.id == score.round_id)
        .join(AssessmentEnrolment, AssessmentEnrolment.id == AssessmentRound.enrolment_id)
        .join(Unit, Unit.id == AssessmentEnrolment.unit_id)
        .where(AssessmentEnrolment.campaign_id == campaign_id)
        .order_by(Unit.sort_key, Unit.id, AssessmentRound.round, score.code)
    )
    for row in ctx.session.execute(stmt, execution_options={"yield_per": _STRETCH}).mappings():
        exact = {name: None if row[name] is None else written(row[name]) for name in _POINTS}
        yield {**row, **exact, "updated_at": row["updated_at"].isoformat()}


class Frozen(NamedTuple):
    """A frozen outcome with its canonical document, byte for byte."""

    outcome_id: UUID
    school: str
    number: int
    document_hash: str
    content: str


def stream_outcomes(ctx: Context, campaign_id: UUID) -> Iterator[Frozen]:
    """Every outcome of a campaign, those that were followed by a correction too."""
    outcome = AssessmentOutcome
    stmt = (
        select(outcome.id, outcome.unit_name, outcome.number, outcome.document_hash, AssessmentOutcomeDocument.content)
        .join(AssessmentOutcomeDocument, AssessmentOutcomeDocument.outcome_id == outcome.id)
        .where(outcome.campaign_id == campaign_id)
        .order_by(outcome.unit_id, outcome.number)
    )
    for row in ctx.session.execute(stmt, execution_options={"yield_per": 100}):
        yield Frozen(*row)


def stream_evidence(ctx: Context, campaign_id: UUID) -> Iterator[Mapping[str, Any]]:
    """What serves which slot, with hash and size of each file; not the files, and no names of persons."""
    stmt = (
        select(
            Unit.code.label("school_code"),
            Unit.name.label("school"),
            AssessmentSlot.code,
            AssessmentSlot.slot,
            EvidenceItem.id.label("item_id"),
            EvidenceItem.title,
            EvidenceItem.period_from,
            EvidenceItem.period_to,
            EvidenceUse.state.label("review"),
            EvidenceUse.number.label("revision"),
            StoredFile.sha256,
            StoredFile.size,
        )
        .select_from(AssessmentSlot)
        .join(AssessmentEnrolment, AssessmentEnrolment.id == AssessmentSlot.enrolment_id)
        .join(Unit, Unit.id == AssessmentEnrolment.unit_id)
        .join(EvidenceUse, (EvidenceUse.object_type == SLOT) & (EvidenceUse.object_id == AssessmentSlot.id))
        .join(EvidenceItem, EvidenceItem.id == EvidenceUse.item_id)
        .outerjoin(
            EvidenceFile, (EvidenceFile.item_id == EvidenceItem.id) & (EvidenceFile.number == EvidenceUse.number)
        )
        .outerjoin(StoredFile, StoredFile.id == EvidenceFile.file_id)
        .where(AssessmentEnrolment.campaign_id == campaign_id, AssessmentSlot.former == 0)
        .order_by(
            Unit.sort_key, Unit.id, AssessmentSlot.code, AssessmentSlot.slot, EvidenceItem.id, EvidenceFile.position
        )
    )
    for row in ctx.session.execute(stmt, execution_options={"yield_per": _STRETCH}).mappings():
        days = {name: row[name] and row[name].isoformat() for name in ("period_from", "period_to")}
        yield {**row, **days}
