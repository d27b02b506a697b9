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
)
from api.decisions.tabular.payments import PAYMENT_ROWS

__all__ = [
    "CONTRACTS",
    "DECISIONS",
    "MEETINGS",
    "PAYMENTS",
    "PAYMENT_ROWS",
    "read_contracts",
    "read_decisions",
    "read_meetings",
    "read_payments",
]
