"""Next year's campaign from this one. What was judged is never taken over, unless a switch asks for its entries."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from api.assessments import queries
from api.assessments.queries.campaigns import Held
from api.assessments.rules.campaigns import CampaignMode
from api.assessments.rules.cloning import TakenOver
from api.assessments.schemas.campaigns import AssessmentCampaignIn, AssessmentCampaignOut, AssessmentCloneIn
from api.assessments.schemas.enrolments import EnrolIn, EnrolmentScope
from api.assessments.service.campaigns import Cloned, create_campaign
from api.assessments.service.enrolling import enrol
from api.core.context import Context
from api.core.points import written

_TAKEN = (
    *("mode", "subject", "round_policy", "weights", "district_mode", "publicity_days", "appeal_days", "visibility"),
    *("late_policy", "quotas"),
)
_RENAMED = ("code", "title", "cycle", "period_first_on", "period_last_on")


def clone_campaign(ctx: Context, campaign_id: UUID, wanted: AssessmentCloneIn) -> AssessmentCampaignOut:
    """A draft with the settings of another campaign; its windows move by as many days as the period does.

    What its switches take over begins as it stood there when the rounds begin (`taking_over`).

    Errors: `not_found`, whatever `create_campaign` refuses.
    """
    held = queries.load_campaign(ctx, campaign_id)
    takes = [one for one in TakenOver if getattr(wanted, one.value)]
    made = create_campaign(ctx, AssessmentCampaignIn(**_settings(held, wanted)), Cloned(campaign_id, takes))
    if wanted.enrolments and held.campaign.mode == CampaignMode.FULL:
        schools = [one.unit_id for one in queries.list_all(ctx, campaign_id)]
        if schools:
            enrol(ctx, made.id, EnrolIn(scope=EnrolmentScope(unit_ids=schools)))
    return queries.get_campaign(ctx, made.id)


def _settings(held: Held, wanted: AssessmentCloneIn) -> dict[str, Any]:
    campaign = held.campaign
    moved: timedelta = wanted.period_first_on - campaign.period_first_on
    threshold = campaign.disagreement_threshold
    return {
        **{name: getattr(campaign, name) for name in _TAKEN},
        **{name: getattr(wanted, name) for name in _RENAMED},
        "unit_id": campaign.unit_id,
        "version_id": wanted.version_id or campaign.version_id,
        "disagreement_threshold": None if threshold is None else written(threshold),
        "windows": [
            {"round": one.round, "opens_on": one.opens_on + moved, "closes_on": one.closes_on + moved}
            for one in held.windows.values()
        ],
    }
