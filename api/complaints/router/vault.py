"""The sealed side of complaints over HTTP, for the staff: intake, contents, files, the reporter, custodians, identities."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request
from fastapi.responses import StreamingResponse

from api.access.guard import Requires
from api.access.permissions import Permission
from api.complaints import errors_vault as errors
from api.complaints.router.delivery import deliver
from api.complaints.router.public import FILE_ERRORS
from api.complaints.router.uploads import DESK, FromDesk, described
from api.complaints.rules.custody import RequestState
from api.complaints.schemas.custody import (
    CustodianKeyIn,
    CustodianKeyOut,
    CustodianKeysOut,
    IdentityAskIn,
    IdentityDecisionIn,
    IdentityGrantIn,
    IdentityRequestOut,
    PassphraseIn,
    RevealedIdentityOut,
    SharedOut,
)
from api.complaints.schemas.intake import (
    AttachmentIn,
    AttachmentOut,
    AttachmentsOut,
    ChannelsIn,
    ClerkComplaintIn,
    ClerkComplaintOut,
    ContentOut,
    ContentsOut,
    NoteIn,
    ReporterOut,
    SystemComplaintsIn,
    SystemComplaintsOut,
)
from api.complaints.schemas.portal import SuperiorsOut
from api.complaints.service import custody, documents, entering, identity, reading
from api.core.context import Context
from api.core.errors import FORBIDDEN
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page

router = Router(tags=["complaints"])
_UNLOCK = (errors.NO_KEY, errors.WRONG_PASSPHRASE, errors.KEY_RESTS)
_DECIDE = (errors.OWN_REQUEST, errors.DECIDED)

# --- Intake ----------------------------------------------------------------------------------------------------------


@router.post("/complaints", status_code=201, summary="Enter a complaint 录入举报", errors=(errors.ANONYMOUS_ONLY,))
def enter_complaint(
    ctx: Annotated[Context, Requires(Permission.COMPLAINT_INTAKE, sealed=True)], body: ClerkComplaintIn
) -> ClerkComplaintOut:
    """What came by telephone, letter, visit, e-mail, 12345, superior or patrol. A receipt is shown this once."""
    return entering.enter(ctx, body)


@router.post("/complaints:hand-over", summary="Hand complaints over 其他系统转入")
def hand_over_complaints(
    ctx: Annotated[Context, Requires(Permission.COMPLAINT_SUBMIT)], body: SystemComplaintsIn
) -> SystemComplaintsOut:
    """By another system, up to 500 at once, by their numbers there: sent again they are the same. Nothing is read back."""
    return entering.hand_over(ctx, body)


# --- Contents --------------------------------------------------------------------------------------------------------


@router.get("/complaints/{complaint_id}/contents", summary="Read what a case says 阅看内容", errors=(errors.WIPED,))
def read_complaint_contents(
    ctx: Annotated[Context, Requires(Permission.COMPLAINT_READ, logged=True)], complaint_id: UUID
) -> ContentsOut:
    """Every text of the case; that it was read is in the ledger."""
    return reading.read_contents(ctx, complaint_id)


@router.post("/complaints/{complaint_id}/notes", status_code=201, summary="Write a note 写批注", errors=(errors.WIPED,))
def add_complaint_note(
    ctx: Annotated[Context, Requires(Permission.COMPLAINT_READ)], complaint_id: UUID, body: NoteIn
) -> ContentOut:
    """Sealed like everything the case says."""
    return reading.add_note(ctx, complaint_id, body)


@router.get("/complaints/{complaint_id}/attachments", summary="List a case's files 附件", errors=(errors.WIPED,))
def list_complaint_attachments(
    ctx: Annotated[Context, Requires(Permission.COMPLAINT_READ, logged=True)], complaint_id: UUID
) -> AttachmentsOut:
    """By name, which is sealed; the reading is in the ledger."""
    return reading.list_attachments(ctx, complaint_id)


@router.post(
    "/complaints/{complaint_id}/attachments",
    status_code=201,
    summary="Add a file 补录附件",
    openapi_extra=described(AttachmentIn),
    errors=(*FILE_ERRORS, errors.WIPED),
)
def add_complaint_attachment(
    ctx: Annotated[Context, Depends(DESK)], complaint_id: UUID, arrived: FromDesk
) -> AttachmentOut:
    """On behalf of the reporter, up to 30 MB; sound and film too."""
    return reading.attachment_out(entering.attach(ctx, complaint_id, arrived))


@router.get(
    "/complaints/{complaint_id}/attachments/{attachment_id}/content",
    summary="Open a file 打开附件",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}},
    errors=(FORBIDDEN, errors.NO_CLEAN_COPY, errors.WIPED),
)
def open_complaint_attachment(
    ctx: Annotated[Context, Requires(Permission.COMPLAINT_READ, logged=True)],
    complaint_id: UUID,
    attachment_id: UUID,
    request: Request,
    copy: Annotated[str, Query(pattern="^(clean|original)$")] = "clean",
) -> StreamingResponse:
    """The cleaned copy; the original, which may tell on its sender, for the desk and the head. The ledger is told."""
    return deliver(request, reading.open_attachment(ctx, complaint_id, attachment_id, clean=copy == "clean"))


# --- The reporter ----------------------------------------------------------------------------------------------------


@router.get("/complaints/{complaint_id}/reporter", summary="What is known of the reporter 反映人情况")
def get_complaint_reporter(
    ctx: Annotated[Context, Requires(Permission.COMPLAINT_READ)], complaint_id: UUID
) -> ReporterOut:
    """Whether a receipt is held, and what it shows. Never who."""
    return reading.reporter_of(ctx, complaint_id)


@router.post(
    "/complaints/{complaint_id}/reporter:release-media",
    status_code=204,
    summary="Take sound and film 允许音视频",
    errors=(errors.NO_REPORTER,),
)
def release_complaint_media(ctx: Annotated[Context, Requires(Permission.COMPLAINT_INTAKE)], complaint_id: UUID) -> None:
    """From now on the reporter may send them under the receipt."""
    entering.release_media(ctx, complaint_id)


@router.put("/complaint-portal/superiors", summary="Change the superior's channels 上级渠道")
def set_superior_channels(
    ctx: Annotated[Context, Requires(Permission.COMPLAINT_CONFIGURE)], body: ChannelsIn
) -> SuperiorsOut:
    """What the portal shows to who writes about the heads of the bureau or the inspection team."""
    return documents.set_channels(ctx, body)


@router.get("/complaint-portal/superiors", summary="Read the superior's channels 上级渠道")
def get_superior_channels(ctx: Annotated[Context, Requires(Permission.COMPLAINT_CONFIGURE)]) -> SuperiorsOut:
    """As the portal shows them."""
    return documents.get_channels(ctx)


# --- Custodians ------------------------------------------------------------------------------------------------------


@router.get("/custodian-keys", summary="List custodians' keys 保管钥匙")
def list_custodian_keys(ctx: Annotated[Context, Requires(Permission.IDENTITY_GRANT)]) -> CustodianKeysOut:
    """Whose, and since when; the keys themselves are nobody's to read."""
    return custody.list_keys(ctx)


@router.post("/custodian-keys", status_code=201, summary="Make one's key 设保管钥匙", errors=(errors.KEY_EXISTS,))
def make_custodian_key(
    ctx: Annotated[Context, Requires(Permission.IDENTITY_GRANT)], body: CustodianKeyIn
) -> CustodianKeyOut:
    """Under a passphrase that nobody else knows, and nobody can give again."""
    return custody.make_key(ctx, body.passphrase)


@router.post("/custodian-keys/mine:change-passphrase", summary="Change one's passphrase 换口令", errors=_UNLOCK)
def change_custodian_passphrase(
    ctx: Annotated[Context, Requires(Permission.IDENTITY_GRANT)], body: PassphraseIn
) -> CustodianKeyOut:
    """The key stays the same."""
    return custody.change_passphrase(ctx, body.passphrase, body.new_passphrase)


@router.post("/custodian-keys/mine:share", summary="Seal to younger keys 补封给新保管员", errors=_UNLOCK)
def share_identities(ctx: Annotated[Context, Requires(Permission.IDENTITY_GRANT)], body: CustodianKeyIn) -> SharedOut:
    """Seal what the caller's key opens to custodians who came since."""
    return custody.share(ctx, body.passphrase)


@router.post(
    "/custodian-keys/mine:retire",
    status_code=204,
    summary="Retire one's key 停用钥匙",
    errors=(errors.NO_KEY, errors.LAST_KEYS),
)
def retire_custodian_key(ctx: Annotated[Context, Requires(Permission.IDENTITY_GRANT)]) -> None:
    """Two others have to remain."""
    custody.retire(ctx)


# --- Identities ------------------------------------------------------------------------------------------------------


@router.post(
    "/complaints/{complaint_id}/identity-requests",
    status_code=201,
    summary="Ask for an identity 申请查看身份",
    errors=(errors.NO_IDENTITY, errors.ASKED_ALREADY, errors.WIPED),
)
def ask_for_identity(
    ctx: Annotated[Context, Requires(Permission.IDENTITY_ASK)], complaint_id: UUID, body: IdentityAskIn
) -> IdentityRequestOut:
    """With a motive, which the custodian reads."""
    return identity.ask(ctx, complaint_id, body.motive)


@router.get("/identity-requests", summary="List requests to decide 待决定的身份申请", errors=(TOO_DEEP,))
def list_identity_requests(
    ctx: Annotated[Context, Requires(Permission.IDENTITY_GRANT, snapshot=True)],
    paging: Paged,
    state: RequestState | None = None,
) -> Page[IdentityRequestOut]:
    """For custodians; cases that name the caller are not there."""
    return identity.list_requests(ctx, state, paging, mine=False)


@router.get("/identity-requests/mine", summary="List one's requests 我的身份申请", errors=(TOO_DEEP,))
def list_own_identity_requests(
    ctx: Annotated[Context, Requires(Permission.IDENTITY_ASK, snapshot=True)],
    paging: Paged,
    state: RequestState | None = None,
) -> Page[IdentityRequestOut]:
    """What the caller has asked for, and what became of it."""
    return identity.list_requests(ctx, state, paging, mine=True)


@router.post(
    "/identity-requests/{request_id}:grant",
    summary="Grant 批准查看身份",
    errors=(*_DECIDE, *_UNLOCK, errors.NOT_YOURS_TO_OPEN, errors.NO_IDENTITY, errors.WIPED),
)
def grant_identity(
    ctx: Annotated[Context, Requires(Permission.IDENTITY_GRANT, if_match="optional")],
    request_id: UUID,
    body: IdentityGrantIn,
) -> IdentityRequestOut:
    """With the custodian's own passphrase; never one's own request."""
    return identity.grant(ctx, request_id, body)


@router.post("/identity-requests/{request_id}:deny", summary="Deny 不批准", errors=(*_DECIDE, errors.WIPED))
def deny_identity(
    ctx: Annotated[Context, Requires(Permission.IDENTITY_GRANT, if_match="optional")],
    request_id: UUID,
    body: IdentityDecisionIn,
) -> IdentityRequestOut:
    """With a reason that the asker reads."""
    return identity.deny(ctx, request_id, body.reason)


@router.post(
    "/identity-requests/{request_id}:view",
    summary="See an identity 查看身份",
    errors=(errors.NOT_GRANTED, errors.VIEW_USED),
)
def view_identity(ctx: Annotated[Context, Requires(Permission.IDENTITY_ASK)], request_id: UUID) -> RevealedIdentityOut:
    """This once. The reporter is told that it was opened, and when."""
    return identity.view(ctx, request_id)
