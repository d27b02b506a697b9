"""Frameworks: listed, made, adopted; rules tried on their own."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.paging import BAD_CURSOR, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Router
from api.core.schemas import Feed, Page
from api.frameworks import errors, queries, service
from api.frameworks.schemas import (
    AdoptIn,
    FrameworkFilter,
    FrameworkIn,
    FrameworkOut,
    FrameworkRow,
    PackageIn,
    Packages,
)
from api.frameworks.schemas.calculations import RecognizedOut, SentenceIn, TriedRule, TryRuleIn
from api.ledger.schemas import Event

router = Router(prefix="/frameworks", tags=["frameworks"])

Reads = Annotated[Context, Requires(Permission.FRAMEWORK_READ)]
Snapshot = Annotated[Context, Requires(Permission.FRAMEWORK_READ, snapshot=True)]
Creates = Annotated[Context, Requires(Permission.FRAMEWORK_EDIT, idempotent=True)]
_MADE = (errors.UNIT_NOT_FOUND, errors.CODE_TAKEN)
_RULE = (errors.INPUT_MISSING, errors.INPUT_UNKNOWN, errors.INPUT_OVER, errors.DOCUMENT_VALUE)


@router.get("", summary="List frameworks 指标框架列表", errors=(TOO_DEEP,))
def list_frameworks(ctx: Snapshot, wanted: Annotated[FrameworkFilter, Query()], paging: Paged) -> Page[FrameworkRow]:
    """Frameworks of units within reach and of those above, which apply here too; titles in pinyin order."""
    return queries.list_frameworks(ctx, wanted, paging)


@router.post("", status_code=201, summary="Make a framework 新建框架", errors=_MADE)
def create_framework(ctx: Creates, body: FrameworkIn) -> FrameworkOut:
    """A framework of a unit within reach, with an empty draft."""
    return service.create_framework(ctx, body)


@router.get("/packages", summary="List shipped frameworks 随产品提供的框架")
def list_framework_packages(ctx: Snapshot) -> Packages:
    """What can be adopted, with its source, and where it has been adopted already."""
    return queries.list_packages(ctx)


@router.post(
    ":adopt",
    status_code=201,
    summary="Adopt a shipped framework 采用框架",
    errors=(errors.UNIT_NOT_FOUND, errors.PACKAGE_UNKNOWN, errors.VERSION_TAKEN),
)
def adopt_framework(
    ctx: Annotated[Context, Requires(Permission.FRAMEWORK_PUBLISH, idempotent=True)], body: AdoptIn
) -> FrameworkOut:
    """Publish a shipped framework for a unit as it is, with the crosswalks to others that the unit has adopted."""
    return service.adopt(ctx, body)


@router.post(
    ":import-package",
    status_code=201,
    summary="Import a framework 导入框架文件",
    errors=(*_MADE, errors.DRAFT_EXISTS, errors.VERSION_TAKEN, errors.DOCUMENT_SCHEMA, errors.DOCUMENT_VALUE),
)
def import_framework_package(ctx: Creates, body: PackageIn) -> FrameworkOut:
    """A canonical document as a draft; published unchanged, it has the same hash as where it came from."""
    return service.import_package(ctx, body)


@router.post(":try-rule", summary="Try a rule 试算规则", errors=_RULE)
def try_framework_rule(ctx: Reads, body: TryRuleIn) -> TriedRule:
    """What a rule gives for inputs, and why. Nothing is written."""
    return queries.try_rule(ctx, body)


@router.post(":recognize", summary="Recognize a scoring sentence 识别评分办法")
def recognize_scoring_sentence(_ctx: Reads, body: SentenceIn) -> RecognizedOut:
    """The typed rule that a sentence such as “每少一次扣0.5分，扣完为止” describes, for a person to confirm."""
    return queries.read_sentence(body)


@router.get("/{framework_id}", summary="Read a framework 框架详情")
def get_framework(ctx: Snapshot, framework_id: UUID) -> FrameworkOut:
    """A framework with its versions, newest first, and what the caller may do."""
    return queries.get_framework(ctx, framework_id)


@router.get("/{framework_id}/history", summary="List a framework's history 框架变动记录", errors=(BAD_CURSOR,))
def list_framework_history(ctx: Reads, framework_id: UUID, cursor: CursorText = None, limit: Limit = 50) -> Feed[Event]:
    """What happened to the framework and its drafts, newest first, from the ledger."""
    return queries.list_history(ctx, framework_id, cursor, limit)
