"""Documents of assessments: what they say, made of what queries have gathered. Pure; how they look is core's affair."""

from api.assessments.documents.campaign_table import campaign_tables
from api.assessments.documents.county_report import county_report
from api.assessments.documents.gathered import (
    About,
    CampaignFacts,
    Contested,
    Coverage,
    Progress,
    RoundFacts,
    SchoolFacts,
    Standing,
)
from api.assessments.documents.school_report import school_report
from api.assessments.documents.score_table import score_table

__all__ = [
    "About",
    "CampaignFacts",
    "Contested",
    "Coverage",
    "Progress",
    "RoundFacts",
    "SchoolFacts",
    "Standing",
    "campaign_tables",
    "county_report",
    "school_report",
    "score_table",
]
