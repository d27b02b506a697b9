"""The verbs of assessments."""

from api.assessments.service.assigning import assign_items, finish_assignment
from api.assessments.service.campaigns import (
    advance_campaign,
    archive_campaign,
    change_campaign,
    create_campaign,
    discard_campaign,
    open_campaign,
)
from api.assessments.service.cloning import clone_campaign
from api.assessments.service.enrolling import apply, enrol, step_enrolment
from api.assessments.service.entering import Signed, enter_many
from api.assessments.service.evidence import submit_evidence
from api.assessments.service.recusing import declare_recusal, lift_recusal
from api.assessments.service.rounds import accept_many, accept_round, return_many, return_round, submit_round
from api.assessments.service.scores import confirm_scores, derive_scores, save_score

__all__ = [
    "Signed",
    "accept_many",
    "accept_round",
    "advance_campaign",
    "apply",
    "archive_campaign",
    "assign_items",
    "change_campaign",
    "clone_campaign",
    "confirm_scores",
    "create_campaign",
    "declare_recusal",
    "derive_scores",
    "discard_campaign",
    "enrol",
    "enter_many",
    "finish_assignment",
    "lift_recusal",
    "open_campaign",
    "return_many",
    "return_round",
    "save_score",
    "step_enrolment",
    "submit_evidence",
    "submit_round",
]
