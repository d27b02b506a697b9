"""Campaigns, enrolments and rounds as the ledger's subjects."""

from api.assessments.models import AssessmentCampaign, AssessmentEnrolment, AssessmentRound
from api.assessments.queries.enrolments import Entry
from api.ledger.rules import Subject


def campaign_subject(campaign: AssessmentCampaign) -> Subject:
    """A campaign; it belongs to the unit that holds it."""
    return Subject("assessment_campaign", campaign.id, campaign.title, campaign.unit_id, campaign.revision)


def enrolment_subject(enrolment: AssessmentEnrolment, name: str) -> Subject:
    """An enrolment; it belongs to the school."""
    return Subject("assessment_enrolment", enrolment.id, name, enrolment.unit_id, enrolment.revision)


def round_subject(held: AssessmentRound, entry: Entry) -> Subject:
    """A round; it belongs to the school, and is called after it and its round."""
    return Subject("assessment_round", held.id, f"{entry.unit.name} {held.round}", entry.unit.id, held.revision)
