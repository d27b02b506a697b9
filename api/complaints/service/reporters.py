"""What the reporter does, receipt in hand: called by the vault when a letter has come in."""

from uuid import UUID

from api.access.permissions import Permission
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.working import ComplaintRating, ComplaintReview
from api.complaints.queries import work
from api.complaints.rules.states import CaseVerb, Who
from api.complaints.service.moving import Line, Move, note, open_for, take, tell, tell_accounts
from api.core import clock, ids, notices
from api.core.context import Context

CAME = notices.define("complaint.letter", permission=Permission.COMPLAINT_READ)
OBJECTED = notices.define("complaint.objected", permission=Permission.COMPLAINT_READ)
UNSATISFIED = notices.define("complaint.unsatisfied", permission=Permission.COMPLAINT_LEAD)
_LOW = 2


def answered(ctx: Context, case: ComplaintCase, content_id: UUID | None = None) -> None:
    """A question was answered: a case that waited for it is screened on."""
    opened = open_for(ctx, case, CaseVerb.ANSWER, Who.REPORTER)
    if opened is not None:
        take(ctx, opened, Move(content_id=content_id))
    _tell_who_works(ctx, case)


def added(ctx: Context, case: ComplaintCase, content_id: UUID | None = None) -> None:
    """A text or a file was added."""
    note(ctx, case, Line("add", Who.REPORTER, ("content",), content_id))
    _tell_who_works(ctx, case)


def revealed(ctx: Context, case: ComplaintCase) -> None:
    """The reporter is named now, for good; clocks for named reporters begin with what follows."""
    case.named, case.updated_at = True, ctx.now
    ctx.session.flush()
    note(ctx, case, Line("reveal", Who.REPORTER, ("named",)))
    _tell_who_works(ctx, case)


def withdrew(ctx: Context, case: ComplaintCase) -> None:
    """A mark; handling may go on."""
    opened = open_for(ctx, case, CaseVerb.WITHDRAW, Who.REPORTER)
    if opened is not None:
        take(ctx, opened, Move({"withdrawn_on": clock.legal_day(ctx.now)}))
        _tell_who_works(ctx, case)


def objected(ctx: Context, case: ComplaintCase, content_id: UUID | None = None) -> bool:
    """An objection, or the asking for a review; False where it is too late or none is left."""
    opened = open_for(ctx, case, CaseVerb.OBJECT, Who.REPORTER)
    if opened is None:
        return False
    begin_review(ctx, case, content_id)
    take(ctx, opened, Move({"reviews": case.reviews + 1, "archive_from_on": None}, content_id=content_id))
    tell(ctx, case, Permission.COMPLAINT_LEAD, OBJECTED)
    return True


def begin_review(ctx: Context, case: ComplaintCase, content_id: UUID | None) -> None:
    """Write the objection down: 复查 first, 复核 second."""
    today = clock.legal_day(ctx.now)
    row = ComplaintReview(
        id=ids.random(), case_id=case.id, round=case.reviews + 1, asked_on=today, content_id=content_id
    )
    ctx.session.add(row)


def rated(ctx: Context, case: ComplaintCase, stars: int) -> None:
    """What the reporter says of the handling; the last word of a round counts. One or two stars call for a second look."""
    known = work.last_rating(ctx.session, case.id)
    if known is not None and known.round == case.rehandled:
        known.stars, known.rated_on = stars, clock.legal_day(ctx.now)
    else:
        today = clock.legal_day(ctx.now)
        rating = ComplaintRating(id=ids.random(), case_id=case.id, round=case.rehandled, stars=stars, rated_on=today)
        ctx.session.add(rating)
    note(ctx, case, Line("rate", Who.REPORTER, ("stars",)))
    if stars <= _LOW:
        tell(ctx, case, Permission.COMPLAINT_LEAD, UNSATISFIED)


def _tell_who_works(ctx: Context, case: ComplaintCase) -> None:
    """The handler, or the desk while nobody handles it."""
    assigned = work.current_assignment(ctx.session, case.id)
    if assigned is None:
        tell(ctx, case, Permission.COMPLAINT_INTAKE, CAME)
    else:
        tell_accounts(ctx, case, {assigned.handler_id}, CAME)
