"""Documents asked for: checked here, made by a job (`decisions.papers`)."""

from typing import Any
from uuid import UUID

from api.core.context import Context
from api.core.errors import Refused, Violation, refuse_if_any
from api.core.jobs.resource import JobOut, accept
from api.core.problems import MISSING
from api.decisions import errors, queries
from api.decisions.rules.papers import FORMATS, OF_MEETING, DecisionPaper
from api.decisions.schemas.papers import DecisionPaperIn
from api.ledger.rules import Subject
from api.ledger.service import record

KIND = "decision.document"


def make_document(ctx: Context, asked: DecisionPaperIn) -> JobOut:
    """Ask for a document of something within reach.

    Errors: `not_found`, `input.invalid` with `decision.document_format` or what is missing.
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
    """The school that the document is of. Errors: `not_found`."""
    if asked.document in OF_MEETING:
        assert asked.meeting_id is not None
        return queries.load_meeting(ctx, asked.meeting_id)[0].unit_id
    if asked.document is DecisionPaper.FILING_FORM:
        assert asked.decision_id is not None
        return queries.load_decision(ctx, asked.decision_id).unit_id
    assert asked.unit_id is not None
    place = queries.find_place(ctx, asked.unit_id)
    if place is None:
        raise Refused(errors.UNIT_NOT_FOUND)
    return place.id
