"""Time over HTTP: what is due, the supervision list, the rules, the matters. Nothing here opens a case."""

from typing import Annotated

from fastapi import Query

from api.access.guard import Requires, SignedIn
from api.access.permissions import Permission
from api.complaints import errors
from api.complaints.queries import due
from api.complaints.router.guards import Configures, Lists
from api.complaints.schemas.clocks import (
    ClockCalendar,
    ClockRuleIn,
    ClockRuleOut,
    ComplaintMatterOut,
    ComplaintMatterPatch,
    ComplaintWords,
    DueClock,
    DueFilter,
)
from api.complaints.service import configuring
from api.core.context import Context
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Day, Page

router = Router(prefix="/complaints", tags=["complaints"])
P = Permission
Watches = Annotated[Context, Requires(P.COMPLAINT_SUPERVISE, snapshot=True)]


@router.get("/clocks", summary="List running clocks 时限清单", errors=(TOO_DEEP,))
def list_complaint_clocks(ctx: Lists, wanted: Annotated[DueFilter, Query()], paging: Paged) -> Page[DueClock]:
    """Clocks of the cases that the caller may open, nearest first."""
    return due.list_clocks(ctx, wanted, paging, open_only=True)


@router.get("/clocks/calendar", summary="Read what falls due 时限日历")
def get_complaint_calendar(ctx: Lists, from_on: Day, to_on: Day) -> ClockCalendar:
    """Duties due from one day to another, of the cases that the caller may open."""
    return due.get_calendar(ctx, from_on, to_on)


@router.get("/supervision", summary="List what is supervised 督办清单", errors=(TOO_DEEP,))
def list_complaints_supervised(ctx: Watches, wanted: Annotated[DueFilter, Query()], paging: Paged) -> Page[DueClock]:
    """Clocks of all cases that may be watched, without what they say; restricted ones aside."""
    return due.list_clocks(ctx, wanted, paging, open_only=False)


@router.get("/words", summary="List the words of complaints 举报词表")
def list_complaint_words(ctx: Annotated[Context, SignedIn(snapshot=True)]) -> ComplaintWords:
    """Matters, reasons, organs: words, which the portal shows to anybody, and nothing of a case."""
    return due.list_words(ctx)


@router.get("/clock-rules", summary="List clock rules 时限规则")
def list_complaint_clock_rules(ctx: Configures) -> list[ClockRuleOut]:
    """Every clock with its length, basis and whether the basis was verified; the bureau's own where it has one."""
    return due.list_rules(ctx)


@router.put("/clock-rules/{rule}", summary="Set a clock's length 设置时限", errors=(errors.RULE_UNKNOWN,))
def set_complaint_clock_rule(ctx: Configures, rule: str, body: ClockRuleIn) -> ClockRuleOut:
    """The bureau's own, from a day on; what runs already keeps its days."""
    return configuring.set_rule(ctx, rule, body)


@router.patch("/categories/{code}", summary="Change a matter 修改类别")
def change_complaint_category(ctx: Configures, code: str, body: ComplaintMatterPatch) -> ComplaintMatterOut:
    """Label, track, and whether the portal offers it; codes stay."""
    return configuring.change_matter(ctx, code, body)
