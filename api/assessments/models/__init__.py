"""Tables of assessments."""

from api.assessments.models.campaigns import AssessmentCampaign, AssessmentEnrolment, AssessmentWindow
from api.assessments.models.rounds import AssessmentRound, AssessmentScore
from api.assessments.models.work import (
    AssessmentAssignment,
    AssessmentDisagreement,
    AssessmentRecusal,
    AssessmentSlot,
)

__all__ = [
    "AssessmentAssignment",
    "AssessmentCampaign",
    "AssessmentDisagreement",
    "AssessmentEnrolment",
    "AssessmentRecusal",
    "AssessmentRound",
    "AssessmentScore",
    "AssessmentSlot",
    "AssessmentWindow",
]
