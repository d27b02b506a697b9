"""When a school sees a later round of its own."""

from api.assessments.rules.campaigns import CampaignState, Shown, reached
from api.assessments.rules.rounds import HANDED_IN, RoundState


def is_shown(wanted: Shown, campaign: CampaignState, state: RoundState) -> bool:
    """Whether a round is shown by now. Reopened campaigns hide again what waits for a new publication."""
    if wanted is Shown.SUBMITTED:
        return state in HANDED_IN
    return reached(campaign, CampaignState.PUBLICITY if wanted is Shown.PUBLICITY else CampaignState.FINAL)
