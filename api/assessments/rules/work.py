"""Around the scores: disagreements between rounds."""

from enum import StrEnum


class DisagreementState(StrEnum):
    """Where a disagreement stands."""

    OPEN = "open"
    EXPLAINED = "explained"
    SETTLED = "settled"  # in moderation
