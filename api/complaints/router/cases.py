"""Cases over HTTP: lists, one case, duplicates, what anybody who works on it may say."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.complaints import errors
from api.complaints.queries import cases, choices, links, page, visible
from api.complaints.router.guards import STATE, Configures, Leads, LeadsOnly, Lists, Opens, Works, Writes
from api.complaints.schemas.cases import CaseFilter, CaseOut, CaseRow, DuplicateHint
from api.complaints.schemas.choices import HandlerChoices, RegisteredPerson
from api.complaints.schemas.links import CaseLinkIn, CaseLinksOut
from api.complaints.schemas.moves import AlarmIn, CaseReason, ClassifyPatch, DestructionIn, DestructionOut, MatchIn
from api.complaints.service import desk, destroying, linking, second
from api.core.errors import FORBIDDEN
from api.core.paging import BAD_SORT, TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page

router = Router(prefix="/complaints", tags=["complaints"])
Sort = Annotated[
    str, Query(max_length=60, examples=["due_on"], description="Columns, comma separated; `-` before one: descending.")
]


@router.get("", summary="List cases 举报件清单", errors=(TOO_DEEP, BAD_SORT))
def list_complaints(
    ctx: Lists, wanted: Annotated[CaseFilter, Query()], paging: Paged, sort: Sort = "-received_on"
) -> Page[CaseRow]:
    """Cases that the caller may open: the desk and the head all, a handler the assigned ones, nobody the own."""
    return cases.list_cases(ctx, wanted, sort, paging)


@router.get("/persons", summary="Find somebody named 按姓名找人", errors=(FORBIDDEN,))
def find_complaint_persons(ctx: Opens, q: Annotated[str, Query(min_length=1, max_length=40)]) -> list[RegisteredPerson]:
    """People of the staff list by name, for who matches; twenty at most. It is recorded."""
    return choices.find_persons(ctx, q)


@router.post("/destructions", summary="Destroy by an approved list 到期销毁")
def destroy_complaints(ctx: Configures, body: DestructionIn) -> DestructionOut:
    """What filed cases say, once their years are over; stubs stay. All of the list, or none."""
    return destroying.destroy(ctx, body)


@router.get("/{complaint_id}", summary="Read a case 举报件详情")
def get_complaint(ctx: Opens, complaint_id: UUID) -> CaseOut:
    """A case with clocks, timeline, work and what the caller can do now; no content, no identity. It is recorded."""
    return page.get_page(ctx, complaint_id)


@router.get("/{complaint_id}/duplicates", summary="List likely duplicates 疑似重复件")
def list_complaint_duplicates(ctx: Lists, complaint_id: UUID) -> list[DuplicateHint]:
    """Cases that name the same, by coded fields; among those that the caller may open."""
    return cases.hint_duplicates(ctx, visible.get_case(ctx, complaint_id))


@router.get("/{complaint_id}/handlers", summary="List who may handle a case 可选承办人")
def list_complaint_handlers(ctx: LeadsOnly, complaint_id: UUID) -> HandlerChoices:
    """Who may be given the case, who keeps out (回避), and the units that may have it."""
    return choices.list_handlers(ctx, complaint_id)


@router.get("/{complaint_id}/links", summary="List what a case has to do with 关联事项")
def list_complaint_links(ctx: Lists, complaint_id: UUID) -> CaseLinksOut:
    """Decisions and problems of rectification that the caller may read, too."""
    return links.list_links(ctx, complaint_id)


@router.post("/{complaint_id}/links", status_code=201, summary="Link a case 关联", errors=(errors.LINK_KNOWN,))
def link_complaint(ctx: Writes, complaint_id: UUID, body: CaseLinkIn) -> CaseLinksOut:
    """To what the caller may read. On the other side nothing shows it but `linked_to` of this list of cases."""
    return linking.link(ctx, complaint_id, body)


@router.delete("/{complaint_id}/links/{link_id}", status_code=204, summary="Unlink 取消关联")
def unlink_complaint(ctx: Writes, complaint_id: UUID, link_id: UUID) -> None:
    """The timeline keeps that there was one."""
    linking.unlink(ctx, complaint_id, link_id)


@router.post("/{complaint_id}:match", summary="Say who is named 比对被反映人", errors=STATE)
def match_complaint(ctx: Works, complaint_id: UUID, body: MatchIn) -> CaseOut:
    """Everybody named, found in the registers or marked unknown. Whoever is named keeps out from now on."""
    return desk.match(ctx, complaint_id, body)


@router.post("/{complaint_id}:classify", summary="Code a case 归类", errors=STATE)
def classify_complaint(ctx: Works, complaint_id: UUID, body: ClassifyPatch) -> CaseOut:
    """Merge patch of matter, severity, amount, number of people."""
    return desk.classify(ctx, complaint_id, body)


@router.post("/{complaint_id}:alarm", summary="Report urgent matters 紧急报告", errors=(*STATE, errors.NOT_URGENT))
def alarm_complaint(ctx: Works, complaint_id: UUID, body: AlarmIn) -> CaseOut:
    """Who had to know was told, the same day."""
    return desk.alarm(ctx, complaint_id, body)


@router.post("/{complaint_id}:confirm", summary="Confirm as second person 第二人确认", errors=(*STATE, errors.OWN_CASE))
def confirm_complaint(ctx: Leads, complaint_id: UUID) -> CaseOut:
    """What was proposed is done. Never by who proposed it."""
    return second.confirm(ctx, complaint_id)


@router.post("/{complaint_id}:decline", summary="Decline a proposal 驳回提议", errors=(*STATE, errors.NO_PROPOSAL))
def decline_complaint(ctx: Leads, complaint_id: UUID, body: CaseReason) -> CaseOut:
    """What was proposed is not done, and why."""
    return second.decline(ctx, complaint_id, body.reason)
