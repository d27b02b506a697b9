"""Tables of rectification."""

from api.rectifications.models.actions import AccountabilityAction
from api.rectifications.models.campaigns import (
    RectificationCampaign,
    RectificationCampaignUnit,
    RectificationCheck,
    RectificationPlan,
    RectificationStage,
)
from api.rectifications.models.problems import (
    SEARCH,
    RectificationAct,
    RectificationCooperation,
    RectificationProblem,
    RectificationStep,
    RectificationTask,
)

__all__ = [
    "SEARCH",
    "AccountabilityAction",
    "RectificationAct",
    "RectificationCampaign",
    "RectificationCampaignUnit",
    "RectificationCheck",
    "RectificationCooperation",
    "RectificationPlan",
    "RectificationProblem",
    "RectificationStage",
    "RectificationStep",
    "RectificationTask",
]
