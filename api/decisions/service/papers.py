"""Documents asked for: checked here, made by a job (`decisions.papers`)."""

from typing import Any
from uuid import UUID

from api.core.context import Context
from api.core.errors import INVALID, Refused, Violation, refuse_if_any
from api.core.jobs.resource import JobOut, accept
from api.core.problems import MISSING
from api.decisions import errors, queries
from api.decisions.rules.papers import FORMATS, OF_MEETING, DecisionPaper
from api.decisions.schemas.papers import DecisionPaperIn
from api.ledger.rules import Subject
from api.ledger.service import record

KIND = "decision.document"
_UNKNOWN = {
    "meeting_id": errors.MEETING_NOT_FOUND,
    "decision_id": errors.DECISION_NOT_FOUND,
    "unit_id": errors.UNIT_NOT_FOUND,
}


def make_document(ctx: Context, asked: DecisionPaperIn) -> JobOut:
    """Ask for a document of something within reach.

    Errors: `input.invalid` with `decision.document_format`, what is missing or not there.
    """
    formats = FORMATS[asked.document]
    made_as = asked.format or formats[0]
    wrong = [Violation(errors.DOCUMENT_FORMAT, "/format", params={"allowed": ", ".join(formats)})]
    refuse_if_any([*([] if made_as in formats else wrong), *_missing(asked)])
    unit_id = _unit_of(ctx, asked)
    about = {name: getattr(asked, name) for name in ("meeting_id", "decision_id", "unit_id", "year")}
    arguments: dict[str, Any] = {name: str(value) for name, value in about.items() if value is not None}
    arguments |= {"document": asked.document.value, "format": made_as.value, "lang": asked.lang}
    # Asked for twice, it is made once.
    key = ":".join((*arguments.values(), str(ctx.signed_in.id)))
    job = accept(ctx, KIND, unit_id=unit_id, arguments=arguments, key=key)
    record(ctx, "decision.document_started", Subject("job", job.id, KIND, unit_id=unit_id))
    return job


def _needs(document: DecisionPaper) -> tuple[str, ...]:
    if document in OF_MEETING:
        return ("meeting_id",)
    return ("decision_id",) if document is DecisionPaper.FILING_FORM else ("unit_id", "year")


def _missing(asked: DecisionPaperIn) -> list[Violation]:
    return [Violation(MISSING, f"/{name}") for name in _needs(asked.document) if getattr(asked, name) is None]


def _unit_of(ctx: Context, asked: DecisionPaperIn) -> UUID:
    """The school that the document is of. Errors: what is not there as `input.invalid`."""
    name, *_ = _needs(asked.document)
    found = queries.school_of(ctx, name, getattr(asked, name))
    if found is None:
        raise Refused(INVALID, [Violation(_UNKNOWN[name], f"/{name}")])
    return found
