"""Verbs of the decision log."""

from api.decisions.service.agenda import add_topic, change_topic, order_topics, remove_topic
from api.decisions.service.answering import answer_filings
from api.decisions.service.batches import take_meetings
from api.decisions.service.following import (
    act_on_filing,
    answer_filing,
    change_execution,
    evaluate_decision,
    file_decision,
    publicize_decision,
    publish_decision,
    report_progress,
)
from api.decisions.service.meetings import (
    change_meeting,
    create_meeting,
    discard_meeting,
    file_meeting,
    return_meeting,
    revise_meeting,
    submit_meeting,
)
from api.decisions.service.money import change, create, remove
from api.decisions.service.papers import make_document
from api.decisions.service.policies import (
    adopt_matters,
    change_matter,
    change_policy,
    create_matter,
    create_policy,
    discard_policy,
    end_policy,
    issue_policy,
    remove_matter,
)
from api.decisions.service.previewing import preview_checks
from api.decisions.service.proving import (
    prove_decision,
)
from api.decisions.service.simulating import simulate_policy

__all__ = [
    "act_on_filing",
    "add_topic",
    "adopt_matters",
    "answer_filing",
    "answer_filings",
    "change",
    "change_execution",
    "change_matter",
    "change_meeting",
    "change_policy",
    "change_topic",
    "create",
    "create_matter",
    "create_meeting",
    "create_policy",
    "discard_meeting",
    "discard_policy",
    "end_policy",
    "evaluate_decision",
    "file_decision",
    "file_meeting",
    "issue_policy",
    "make_document",
    "order_topics",
    "preview_checks",
    "prove_decision",
    "publicize_decision",
    "publish_decision",
    "remove",
    "remove_matter",
    "remove_topic",
    "report_progress",
    "return_meeting",
    "revise_meeting",
    "simulate_policy",
    "submit_meeting",
    "take_meetings",
]
