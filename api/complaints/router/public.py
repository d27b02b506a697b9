"""The public face of complaints. No route here leaves a line in the log, and none takes a receipt in its address."""

from typing import Annotated

from fastapi import Depends, Request

from api.access.guard import Anyone
from api.complaints import errors_vault as errors
from api.complaints.router.tries import address_of, counted
from api.complaints.router.uploads import VISITOR, FromReporter, described
from api.complaints.schemas.portal import (
    Act,
    CategoriesOut,
    ChallengeOut,
    ComplaintIn,
    FileIn,
    ObjectionIn,
    PlacesOut,
    PortalOut,
    RatingIn,
    ReceiptIn,
    ReceiptOut,
    ReporterLetterIn,
    RevealIn,
    StandingOut,
    TakenOut,
    WithdrawalIn,
)
from api.complaints.service import dropping, showing
from api.core.context import Context
from api.core.errors import Refused
from api.core.faces import PUBLIC
from api.core.routing import Router
from api.core.visits import Buckets
from api.files import errors as file_errors
from api.settings import Settings

router = Router(prefix="/complaints", tags=["complaints"], face=PUBLIC, quiet=True)

_HELD = (errors.NO_RECEIPT, errors.TRY_LATER, errors.NOT_NOW, errors.NO_SEAL)
FILE_ERRORS = (
    *(file_errors.NAME_BAD, file_errors.DOUBLE_EXTENSION, file_errors.TYPE_NOT_ALLOWED, file_errors.EMPTY),
    *(file_errors.TOO_LARGE, file_errors.CONTENT_MISMATCH, file_errors.ACTIVE_CONTENT, file_errors.ARCHIVE_BOMB),
    *(file_errors.DAMAGED, file_errors.PROTECTED, file_errors.PICTURE_TOO_LARGE),
    *(file_errors.BROKEN_OFF, file_errors.NO_SPACE),
)
Visitor = Annotated[Context, Anyone()]


@router.get("/portal", summary="What the first page needs 首页")
def get_complaint_portal(ctx: Visitor) -> PortalOut:
    """Whom it may concern, the channels of the superior organ, the privacy notice, what is taken."""
    return showing.portal(ctx)


@router.get("/categories", summary="List categories 举报类别")
def list_public_complaint_categories(ctx: Visitor) -> CategoriesOut:
    """What can be reported, and the questions that each category asks beside the text."""
    return showing.categories(ctx)


@router.get("/places", summary="List units that can be named 单位名单")
def list_complaint_places(ctx: Visitor) -> PlacesOut:
    """Sent whole: so nobody learns which one somebody looked for."""
    return showing.places(ctx)


@router.post("/challenges", summary="Ask for work 取得工作量证明题")
def get_complaint_challenge(ctx: Annotated[Context, Anyone(reading=True)], request: Request) -> ChallengeOut:
    """What a complaint costs its sender, so that a flood costs more. Nothing is kept of having asked."""
    return dropping.challenge(ctx, _settings(request).proof_of_work)


@router.post(
    "",
    status_code=201,
    summary="Complain 举报",
    errors=(
        *(errors.SUPERIOR_FIRST, errors.PROOF_WRONG, errors.PROOF_LATE, errors.PRIVACY_OUTDATED),
        *(errors.ANONYMOUS_ONLY, errors.TOO_MANY, errors.NO_SEAL),
    ),
)
def send_complaint(ctx: Annotated[Context, Anyone(sealed=True)], request: Request, body: ComplaintIn) -> ReceiptOut:
    """Anonymous unless an identity is given. It is sealed at once. The receipt is shown this once."""
    visits: Buckets = request.app.state.intakes
    if not visits.admits(address_of(request), ctx.now):
        raise Refused(errors.TOO_MANY, retry_after=visits.window)
    key = request.headers["idempotency-key"].strip('"')
    return dropping.submit(ctx, body, key, _settings(request).proof_of_work)


@router.post("/lookup", summary="Follow a complaint 查看进度", errors=(errors.NO_RECEIPT, errors.TRY_LATER))
def look_up_complaint(ctx: Annotated[Context, Anyone(reading=True)], request: Request, body: ReceiptIn) -> StandingOut:
    """By its receipt. A wrong, a malformed and an expired one are answered alike."""
    return counted(ctx, request, lambda: showing.look_up(ctx, body.receipt))


@router.post("/messages", status_code=202, summary="Answer or add 补充说明", errors=(*_HELD, errors.TOO_MANY_LETTERS))
def send_complaint_message(ctx: Visitor, request: Request, body: ReporterLetterIn) -> TakenOut:
    """An answer to the house's question, or something to add."""
    return counted(ctx, request, lambda: dropping.send_letter(ctx, body))


@router.post(
    "/files",
    status_code=202,
    summary="Add a file 补充附件",
    openapi_extra=described(FileIn),
    errors=(*_HELD, *FILE_ERRORS, errors.TOO_MANY_FILES),
)
def send_complaint_file(ctx: Annotated[Context, Depends(VISITOR)], arrived: FromReporter) -> TakenOut:
    """Up to 30 MB, of the types that the receipt shows. Whoever handles the case sees a cleaned copy."""
    return dropping.send_file(ctx, arrived)


@router.post(
    "/identity",
    status_code=202,
    summary="Say who one is 补留身份",
    errors=(*_HELD, errors.IDENTITY_GIVEN, errors.ANONYMOUS_ONLY),
)
def reveal_complaint_identity(ctx: Visitor, request: Request, body: RevealIn) -> TakenOut:
    """Once, and for good. It is sealed to the custodians."""
    return counted(ctx, request, lambda: dropping.reveal(ctx, body))


@router.post("/withdrawal", status_code=202, summary="Withdraw 撤回", errors=_HELD)
def withdraw_own_complaint(ctx: Visitor, request: Request, body: WithdrawalIn) -> TakenOut:
    """It is noted; what has to be looked into still is."""
    return counted(ctx, request, lambda: dropping.withdraw(ctx, body))


@router.post("/objection", status_code=202, summary="Object 提出异议", errors=(*_HELD, errors.TOO_MANY_LETTERS))
def object_to_complaint_answer(ctx: Visitor, request: Request, body: ObjectionIn) -> TakenOut:
    """To the answer that was given, or with new evidence."""
    return counted(ctx, request, lambda: dropping.send_letter(ctx, body, Act.OBJECT))


@router.post("/rating", status_code=202, summary="Rate 评价", errors=_HELD)
def rate_complaint_handling(ctx: Visitor, request: Request, body: RatingIn) -> TakenOut:
    """How it was handled, from 1 to 5."""
    return counted(ctx, request, lambda: dropping.rate(ctx, body))


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings
