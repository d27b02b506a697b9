"""What the staff reads of a case's sealed side; each of these readings is in the ledger before its body leaves."""

from uuid import UUID

from api.complaints.queries import visible
from api.complaints.queries.intake import reporters_of
from api.complaints.schemas.intake import (
    AttachmentOut,
    AttachmentsOut,
    ContentOut,
    ContentsOut,
    NoteIn,
    ReporterOut,
)
from api.complaints.service import attachments, contents
from api.complaints.service.attachments import Attachment, Opened
from api.complaints.service.contents import Content
from api.core.context import Context
from api.core.errors import FORBIDDEN, Refused


def read_contents(ctx: Context, case_id: UUID) -> ContentsOut:
    """The texts of a case. Errors: `not_found`, `complaint.wiped`."""
    case = visible.get_case(ctx, case_id)
    return ContentsOut(items=[_content(found) for found in contents.read(ctx, case)])


def add_note(ctx: Context, case_id: UUID, wanted: NoteIn) -> ContentOut:
    """A note on a case, sealed like everything it says. Errors: `not_found`, `complaint.wiped`."""
    case = visible.get_case(ctx, case_id)
    note_id = contents.write(ctx, case, "note", wanted.text)
    (found,) = contents.read(ctx, case, [note_id])
    return _content(found)


def list_attachments(ctx: Context, case_id: UUID) -> AttachmentsOut:
    """The files of a case, by name. Errors: `not_found`, `complaint.wiped`."""
    case = visible.get_case(ctx, case_id)
    return AttachmentsOut(items=[attachment_out(found) for found in attachments.list_of(ctx, case)])


def open_attachment(ctx: Context, case_id: UUID, file_id: UUID, *, clean: bool) -> Opened:
    """A file of a case; the original, which may tell on its sender, for the desk and the head only.

    Errors: `not_found`, `access.denied`, `complaint.no_clean_copy`, `complaint.wiped`.
    """
    case, standing = visible.load_case(ctx, case_id)
    handles_only = not (standing.receives or standing.leads)
    if handles_only and not clean and not attachments.only_original(ctx, case.id, file_id):
        raise Refused(FORBIDDEN)
    return attachments.open_copy(ctx, case, file_id, clean=clean)


def reporter_of(ctx: Context, case_id: UUID) -> ReporterOut:
    """Whether anybody holds a receipt, and what it shows. Errors: `not_found`."""
    case = visible.get_case(ctx, case_id)
    found = reporters_of(ctx.session, case.id)
    first = found[0] if found else None
    return ReporterOut(
        has_receipt=first is not None,
        named=case.named,
        identity_opened_on=first.identity_opened_on if first else None,
        takes_media=first.takes_media if first else False,
        state=first.shown.get("state") if first else None,
        expires_on=first.expires_on if first else None,
    )


def attachment_out(found: Attachment) -> AttachmentOut:
    """A file as it is shown."""
    return AttachmentOut(
        id=found.id,
        name=found.name,
        type=found.type,
        size=found.size,
        received_on=found.received_on,
        clean_state=found.clean_state.value,
    )


def _content(found: Content) -> ContentOut:
    said = found.said
    return ContentOut(
        id=found.id,
        kind=found.kind,
        text=found.text,
        concerns=said.get("concerns"),
        place=said.get("place"),
        answers=said.get("answers") or {},
        written_by=found.written_by,
        written_on=found.written_on,
    )
