"""Saying what a case has to do with elsewhere. The other side is not touched (non-interference)."""

from uuid import UUID

from api.complaints import errors
from api.complaints.models.working import ComplaintLink
from api.complaints.queries import links, visible
from api.complaints.schemas.links import CaseLinkIn, CaseLinksOut
from api.complaints.service.moving import Line, note
from api.core import clock, ids
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused, Violation, refuse_if_any


def link(ctx: Context, case_id: UUID, wanted: CaseLinkIn) -> CaseLinksOut:
    """Link a case to what the caller may read. Errors: `not_found`, `complaint.link_known`, a fault as `input.invalid`."""
    case, standing = visible.load_case(ctx, case_id)
    if wanted.object_id not in links.readable(ctx, wanted.type, {wanted.object_id}):
        refuse_if_any([Violation(errors.LINK_NOT_FOUND, "/object_id")])
    row = {"type": wanted.type.value, "object_id": wanted.object_id, "linked_by": ctx.signed_in.id}
    ctx.session.add(ComplaintLink(id=ids.random(), case_id=case.id, linked_on=clock.legal_day(ctx.now), **row))
    ctx.session.flush()
    note(ctx, case, Line("link", min(standing.who), ("links",)))
    return links.list_links(ctx, case.id)


def unlink(ctx: Context, case_id: UUID, link_id: UUID) -> None:
    """Take a link away. Errors: `not_found`."""
    case, standing = visible.load_case(ctx, case_id)
    row = links.find_link(ctx, case.id, link_id)
    if row is None:
        raise Refused(NOT_FOUND)
    ctx.session.delete(row)
    note(ctx, case, Line("unlink", min(standing.who), ("links",)))
