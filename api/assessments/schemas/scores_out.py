"""What of the scores leaves as a table."""

from uuid import UUID

from api.assessments.rules.rounds import Round
from api.core.schemas import In


class ScoreRowsFilter(In):
    """Which scores are exported: of one campaign, of one round; of everything that the caller holds otherwise."""

    campaign: UUID | None = None
    round: Round | None = None
