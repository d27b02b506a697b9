"""The job that makes a document of the log: gathered from one state of the data, written to a file, handed over."""

from datetime import date, timedelta
from typing import IO, Any
from uuid import UUID

from api.access.permissions import Permission
from api.core import clock
from api.core.context import Context
from api.core.documents import MEDIA, WRITERS, write_book
from api.core.jobs.handing import hand_over
from api.core.jobs.kinds import JobKind, Run
from api.core.paging import every
from api.decisions import queries
from api.decisions.documents import Said, filing_form, ledger_sheets, minutes, record, vote_sheets
from api.decisions.rules.papers import OF_MEETING, DecisionPaper
from api.decisions.schemas.meetings_out import DecisionFilter
from api.decisions.schemas.money import PaymentFilter
from api.decisions.service.papers import KIND

_MAKERS = {DecisionPaper.MINUTES: minutes, DecisionPaper.RECORD: record, DecisionPaper.VOTE_SHEET: vote_sheets}
_NAMES = {
    DecisionPaper.MINUTES: ("会议纪要", "minutes"),
    DecisionPaper.RECORD: ("会议记录", "record"),
    DecisionPaper.VOTE_SHEET: ("票决单", "vote-sheet"),
    DecisionPaper.FILING_FORM: ("报备表", "filing-form"),
    DecisionPaper.LEDGER: ("决策台账", "ledger"),
}
_UNSAFE = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t', "_"))


def make(run: Run) -> None:
    """One document, as `service.papers` has asked for it. Rights and reach are judged again when it is made."""
    asked = run.arguments
    document = DecisionPaper(asked["document"])
    with run.snapshot() as ctx:
        said, rows, file = _gathered(ctx, document, asked)
    name = f"{said.school}_{said.say(*_NAMES[document])}_{clock.legal_day(said.as_of):%Y%m%d}.{asked['format']}"
    with file:
        hand_over(run, file, rows, {"filename": name.translate(_UNSAFE), "media_type": MEDIA[asked["format"]]})


JOB = JobKind(KIND, make, permission=Permission.DECISION_READ, per_unit=2, kept=timedelta(days=7))


def _gathered(ctx: Context, document: DecisionPaper, asked: Any) -> tuple[Said, int, IO[bytes]]:
    if document in OF_MEETING:
        meeting = queries.get_meeting(ctx, UUID(asked["meeting_id"]))
        said = Said(meeting.unit.name, ctx.now, asked["lang"])
        return said, 1, WRITERS[asked["format"]](_MAKERS[document](said, meeting))
    if document is DecisionPaper.FILING_FORM:
        decision = queries.get_decision(ctx, UUID(asked["decision_id"]))
        said = Said(decision.unit.name, ctx.now, asked["lang"])
        return said, 1, WRITERS[asked["format"]](filing_form(said, decision))
    return _ledger(ctx, UUID(asked["unit_id"]), int(asked["year"]), asked["lang"])


def _ledger(ctx: Context, unit_id: UUID, year: int, language: Any) -> tuple[Said, int, IO[bytes]]:
    said = Said(queries.place_of(ctx, unit_id).name, ctx.now, language)
    first, last = date(year, 1, 1), date(year, 12, 31)
    decided = DecisionFilter(unit=unit_id, decided_from=first, decided_to=last)
    paid = PaymentFilter(unit=unit_id, paid_from=first, paid_to=last)
    decisions = list(every(lambda paging: queries.list_decisions(ctx, decided, "decided_on", paging)))
    payments = list(every(lambda paging: queries.list_payments(ctx, paid, "paid_on", paging)))
    sheets = ledger_sheets(said, year, decisions, payments)
    return said, len(decisions), write_book(sheets, author=said.school, as_of=said.as_of)
