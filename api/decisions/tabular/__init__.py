"""Rows of the decision log on their way in and out."""

from api.decisions.tabular.exports import (
    CONTRACTS,
    DECISIONS,
    MEETINGS,
    PAYMENTS,
    SUPPLIERS,
    read_contracts,
    read_decisions,
    read_meetings,
    read_payments,
    read_suppliers,
    read_trees,
)
from api.decisions.tabular.money import CONTRACT_ROWS, PAYMENT_ROWS, RELEASE_TREES, SUPPLIER_ROWS
from api.decisions.tabular.trees import MEETING_TREES

__all__ = [
    "CONTRACTS",
    "CONTRACT_ROWS",
    "DECISIONS",
    "MEETINGS",
    "MEETING_TREES",
    "PAYMENTS",
    "PAYMENT_ROWS",
    "RELEASE_TREES",
    "SUPPLIERS",
    "SUPPLIER_ROWS",
    "read_contracts",
    "read_decisions",
    "read_meetings",
    "read_payments",
    "read_suppliers",
    "read_trees",
]
