"""Rows of the decision log on their way in and out."""

from api.decisions.tabular.exports import (
    CONTRACTS,
    DECISIONS,
    MEETINGS,
    PAYMENTS,
    read_contracts,
    read_decisions,
    read_meetings,
    read_payments,
    read_trees,
)
from api.decisions.tabular.payments import PAYMENT_ROWS
from api.decisions.tabular.trees import MEETING_TREES

__all__ = [
    "CONTRACTS",
    "DECISIONS",
    "MEETINGS",
    "MEETING_TREES",
    "PAYMENTS",
    "PAYMENT_ROWS",
    "read_contracts",
    "read_decisions",
    "read_meetings",
    "read_payments",
    "read_trees",
]
