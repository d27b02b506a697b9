"""Packages over HTTP: the bureau's side, and what a school sees; declared ties."""

from typing import Annotated
from uuid import UUID

from api.access.guard import Requires
from api.access.permissions import Permission
from api.complaints import errors
from api.complaints.queries import packages as queries
from api.complaints.router.guards import Leads, Lists, Opens, Works
from api.complaints.schemas.packages import (
    CasePackageIn,
    PackageAnswerIn,
    PackageOut,
    PackagePatch,
    SentPackage,
    SentPackageRow,
    TieIn,
    TieOut,
)
from api.complaints.service import packages as service
from api.core.context import Context
from api.core.errors import FORBIDDEN
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page

router = Router(tags=["complaints"])
P = Permission
Writes = Annotated[Context, Requires(P.COMPLAINT_READ, idempotent=True)]
Gets = Annotated[Context, Requires(P.COMPLAINT_PACKAGE, snapshot=True)]
OpensSent = Annotated[Context, Requires(P.COMPLAINT_PACKAGE, logged=True)]
Answers = Annotated[Context, Requires(P.COMPLAINT_PACKAGE, if_match="required")]
LeadsPlain = Annotated[Context, Requires(P.COMPLAINT_LEAD)]
_STATE = (errors.PACKAGE_STATE,)


@router.get("/complaints/ties", summary="List declared ties 回避申报")
def list_complaint_ties(ctx: Lists) -> list[TieOut]:
    """One's own; the leader sees everybody's."""
    return list(queries.list_ties(ctx, everybody=ctx.may(P.COMPLAINT_LEAD)))


@router.post(
    "/complaints/ties", status_code=201, summary="Declare a tie 申报回避", errors=(FORBIDDEN, errors.TIE_KNOWN)
)
def declare_complaint_tie(ctx: Writes, body: TieIn) -> list[TieOut]:
    """With a person or a unit; cases that name it are not there any more."""
    return list(service.declare_tie(ctx, body))


@router.delete("/complaints/ties/{tie_id}", status_code=204, summary="Lift a tie 解除回避", errors=(errors.OWN_CASE,))
def lift_complaint_tie(ctx: LeadsPlain, tie_id: UUID) -> None:
    """By the leader, never one's own."""
    service.lift_tie(ctx, tie_id)


@router.get("/complaints/{complaint_id}/packages", summary="List a case's packages 材料包")
def list_complaint_packages(ctx: Opens, complaint_id: UUID) -> list[PackageOut]:
    """What was cut from the case for others, with its text. It is recorded."""
    return queries.packages_of(ctx, complaint_id)


@router.post(
    "/complaints/{complaint_id}/packages",
    status_code=201,
    summary="Write a package 起草材料包",
    errors=(errors.OUTCOME_MISSING, errors.PACKAGE_ACCUSED),
)
def write_complaint_package(ctx: Writes, complaint_id: UUID, body: CasePackageIn) -> PackageOut:
    """What a unit is to be sent: a text, and what of it is covered."""
    return service.write_package(ctx, complaint_id, body)


@router.patch("/complaint-drafts/{package_id}", summary="Change a package 修改材料包", errors=_STATE)
def change_complaint_package(ctx: Works, package_id: UUID, body: PackagePatch) -> PackageOut:
    """Merge patch, before it is released. A new text has nothing covered."""
    return service.change_package(ctx, package_id, body)


@router.post(
    "/complaint-drafts/{package_id}:release",
    summary="Release a package 发出材料包",
    errors=(*_STATE, FORBIDDEN, errors.OWN_RELEASE, errors.PACKAGE_ACCUSED),
)
def release_complaint_package(ctx: Leads, package_id: UUID) -> PackageOut:
    """After a look that nothing in it points to the reporter. Never by who wrote it."""
    return service.release_package(ctx, package_id)


@router.post("/complaint-drafts/{package_id}:discard", summary="Discard a package 作废材料包", errors=_STATE)
def discard_complaint_package(ctx: Works, package_id: UUID) -> PackageOut:
    """It is not sent."""
    return service.discard_package(ctx, package_id)


@router.get("/complaint-packages", summary="List what was sent 收到的转办", errors=(TOO_DEEP,))
def list_sent_packages(ctx: Gets, paging: Paged) -> Page[SentPackageRow]:
    """What the unit was formally sent."""
    return queries.list_sent(ctx, paging)


@router.get("/complaint-packages/{package_id}", summary="Read what was sent 转办详情")
def get_sent_package(ctx: OpensSent, package_id: UUID) -> SentPackage:
    """Its text, and the answer. It is recorded."""
    return queries.get_sent(ctx, package_id)


@router.post("/complaint-packages/{package_id}:answer", summary="Answer what was sent 回复转办", errors=_STATE)
def answer_sent_package(ctx: Answers, package_id: UUID, body: PackageAnswerIn) -> SentPackage:
    """What the unit found and did."""
    return service.answer_package(ctx, package_id, body)
