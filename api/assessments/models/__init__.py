"""Tables of assessments."""

from api.assessments.models.campaigns import AssessmentCampaign, AssessmentEnrolment, AssessmentWindow
from api.assessments.models.external import ExternalFigure
from api.assessments.models.migrating import AssessmentFormerRound, AssessmentMigration
from api.assessments.models.outcomes import (
    AssessmentAppeal,
    AssessmentAward,
    AssessmentOutcome,
    AssessmentOutcomeDocument,
)
from api.assessments.models.results import (
    AssessmentAdjustment,
    AssessmentComputation,
    AssessmentPublication,
    AssessmentResult,
)
from api.assessments.models.rounds import AssessmentRound, AssessmentScore
from api.assessments.models.work import (
    AssessmentAssignment,
    AssessmentDisagreement,
    AssessmentRecusal,
    AssessmentSlot,
)

__all__ = [
    "AssessmentAdjustment",
    "AssessmentAppeal",
    "AssessmentAssignment",
    "AssessmentAward",
    "AssessmentCampaign",
    "AssessmentComputation",
    "AssessmentDisagreement",
    "AssessmentEnrolment",
    "AssessmentFormerRound",
    "AssessmentMigration",
    "AssessmentOutcome",
    "AssessmentOutcomeDocument",
    "AssessmentPublication",
    "AssessmentRecusal",
    "AssessmentResult",
    "AssessmentRound",
    "AssessmentScore",
    "AssessmentSlot",
    "AssessmentWindow",
    "ExternalFigure",
]
