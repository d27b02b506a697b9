"""From low grades to problems: what a framework attaches to a band is written down with its school, to be sent."""

from uuid import UUID

from api.access import reach
from api.access.permissions import Permission
from api.assessments import queries
from api.assessments.models import AssessmentOutcome
from api.assessments.queries import outcomes
from api.assessments.queries.campaigns import Held
from api.assessments.rules.campaigns import CampaignVerb, campaign_step
from api.assessments.rules.consequences import Consequence, consequences_of, problem_of
from api.assessments.schemas.outcomes import RectifyIn, RectifyOut
from api.core import clock
from api.core.context import Context
from api.core.errors import FORBIDDEN, Refused
from api.core.points import written
from api.frameworks.rules.model import Framework
from api.rectifications.rules import Severity
from api.rectifications.service import Raised, raise_problems

SOURCE = "assessment"


def rectify_campaign(ctx: Context, campaign_id: UUID, wanted: RectifyIn) -> RectifyOut:
    """Write a problem down for every school whose final grade has a consequence, once.

    Errors: `not_found`, `assessment.wrong_state`, `access.denied` to who does not find problems there.
    """
    held = queries.load_campaign(ctx, campaign_id)
    campaign_step(held.state, CampaignVerb.RECTIFY)
    if ctx.actor is not None and not reach.reaches(ctx, held.unit.path, Permission.RECTIFICATION_MANAGE):
        raise Refused(FORBIDDEN)
    framework = queries.scorer_by_hash(ctx, held.campaign.version_id, held.content_hash).framework
    concerned = [
        (one, found)
        for one, _ in outcomes.list_newest(ctx, campaign_id)
        if (found := consequences_of(framework, one.bands))
    ]
    raised = [_raised(held, framework, one, found) for one, found in concerned]
    made = raise_problems(ctx, raised, write=not wanted.dry_run)
    return RectifyOut(concerned=len(concerned), raised=made, already=len(concerned) - made)


def _raised(held: Held, framework: Framework, one: AssessmentOutcome, found: list[Consequence]) -> Raised:
    points = f"{written(one.total)}（满分 {written(one.full_total)}）"
    severity = Severity.SERIOUS if one.vetoed else Severity.GENERAL
    facts = problem_of(framework, found, held.campaign.title, points)
    found_on = clock.legal_day(one.frozen_at)
    return Raised(
        one.unit_id,
        (SOURCE, one.enrolment_id, held.campaign.title),
        {**facts, "severity": severity.value, "found_on": found_on},
    )
