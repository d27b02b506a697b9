"""The verbs of assessments."""

from api.assessments.service.campaigns import (
    advance_campaign,
    change_campaign,
    create_campaign,
    discard_campaign,
    open_campaign,
)
from api.assessments.service.enrolling import apply, enrol, step_enrolment

__all__ = [
    "advance_campaign",
    "apply",
    "change_campaign",
    "create_campaign",
    "discard_campaign",
    "enrol",
    "open_campaign",
    "step_enrolment",
]
