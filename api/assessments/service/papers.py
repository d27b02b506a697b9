"""Documents asked for: checked here, made by a job (`documents.job`)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.assessments import errors
from api.assessments.queries.campaigns import load_campaign
from api.assessments.queries.enrolments import load_entry
from api.assessments.rules.papers import OF_CAMPAIGN, OF_SCHOOL, Paper, PaperFormat
from api.assessments.schemas.papers import CampaignPaperIn, SchoolPaperIn
from api.core.context import Context
from api.core.errors import INVALID, Refused, Violation
from api.core.jobs.resource import JobOut, accept
from api.ledger.rules import Subject
from api.ledger.service import record

KIND = "assessment.document"


def make_campaign_document(ctx: Context, campaign_id: UUID, asked: CampaignPaperIn) -> JobOut:
    """Ask for a document of a whole campaign, for those who hold it.

    Errors: `not_found`, `input.invalid` with `assessment.document_format`.
    """
    held = load_campaign(ctx, campaign_id)
    return _ask(ctx, held.campaign.unit_id, {"campaign_id": campaign_id}, asked, OF_CAMPAIGN)


def make_enrolment_document(ctx: Context, enrolment_id: UUID, asked: SchoolPaperIn) -> JobOut:
    """Ask for a document of one school within reach; it tells what the caller may see of the rounds when it is made.

    Errors: `not_found`, `input.invalid` with `assessment.document_format`.
    """
    entry = load_entry(ctx, enrolment_id)
    return _ask(ctx, entry.enrolment.unit_id, {"enrolment_id": enrolment_id}, asked, OF_SCHOOL)


def _ask(
    ctx: Context,
    unit_id: UUID,
    about: Mapping[str, UUID],
    asked: CampaignPaperIn | SchoolPaperIn,
    formats: Mapping[Paper, Sequence[PaperFormat]],
) -> JobOut:
    made_as = asked.format or formats[asked.document][0]
    if made_as not in formats[asked.document]:
        allowed = ", ".join(formats[asked.document])
        raise Refused(INVALID, [Violation(errors.DOCUMENT_FORMAT, "/format", params={"allowed": allowed})])
    arguments: dict[str, Any] = {name: str(value) for name, value in about.items()}
    arguments |= {"document": asked.document.value, "format": made_as.value, "lang": asked.lang}
    # Asked for twice, it is made once.
    key = ":".join((*arguments.values(), str(ctx.signed_in.id)))
    job = accept(ctx, KIND, unit_id=unit_id, arguments=arguments, key=key)
    record(ctx, "assessment.document_started", Subject("job", job.id, KIND, unit_id=unit_id))
    return job
