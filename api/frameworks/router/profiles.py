"""Profiles: what a county takes from a framework of a higher level, and what it changes."""

from typing import Annotated
from uuid import UUID

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page
from api.frameworks import errors, queries, service
from api.frameworks.schemas import DraftOut
from api.frameworks.schemas.comparisons import ProfileIn, ProfileOut, ProfilePatch, ProfilePreview, ProfileRow

router = Router(prefix="/framework-profiles", tags=["frameworks"])

Edits = Annotated[Context, Requires(Permission.FRAMEWORK_EDIT)]
Changes = Annotated[Context, Requires(Permission.FRAMEWORK_EDIT, if_match="required")]
_FORM = (errors.DOCUMENT_VALUE, errors.VERSION_UNKNOWN)


@router.get("", summary="List profiles 县级方案列表", errors=(TOO_DEEP,))
def list_framework_profiles(
    ctx: Annotated[Context, Requires(Permission.FRAMEWORK_EDIT, snapshot=True)], paging: Paged
) -> Page[ProfileRow]:
    """Profiles of units within reach, those changed last first."""
    return queries.list_profiles(ctx, paging)


@router.post("", status_code=201, summary="Make a profile 新建县级方案", errors=(*_FORM, errors.PROFILE_TAKEN))
def create_framework_profile(
    ctx: Annotated[Context, Requires(Permission.FRAMEWORK_EDIT, idempotent=True)], body: ProfileIn
) -> ProfileOut:
    """Operations in their order: include, exclude, set_points, set_param, add_item."""
    return service.create_profile(ctx, body)


@router.get("/{profile_id}", summary="Read a profile 县级方案详情")
def get_framework_profile(ctx: Edits, profile_id: UUID) -> ProfileOut:
    """A profile with its operations."""
    return queries.get_profile(ctx, profile_id)


@router.patch("/{profile_id}", summary="Change a profile 修改县级方案", errors=_FORM)
def change_framework_profile(ctx: Changes, profile_id: UUID, body: ProfilePatch) -> ProfileOut:
    """Merge patch; operations are replaced as a whole."""
    return service.change_profile(ctx, profile_id, body)


@router.delete("/{profile_id}", status_code=204, summary="Delete a profile 删除县级方案")
def delete_framework_profile(ctx: Changes, profile_id: UUID) -> None:
    """Versions that were made of it stay."""
    service.delete_profile(ctx, profile_id)


@router.post("/{profile_id}:preview", summary="Preview a profile 预览县级方案")
def preview_framework_profile(ctx: Edits, profile_id: UUID) -> ProfilePreview:
    """What it would make of its base: the resolved document, what differs, what is wrong with it. Nothing is written."""
    return queries.preview_profile(ctx, profile_id)


@router.post(
    "/{profile_id}:resolve",
    summary="Resolve a profile 生成框架草稿",
    errors=(errors.DRAFT_EXISTS, errors.VERSION_TAKEN, errors.NODE_UNKNOWN, errors.PARAM_UNKNOWN, errors.PARAM_VALUE),
)
def resolve_framework_profile(ctx: Edits, profile_id: UUID) -> DraftOut:
    """A draft of the unit's framework with the profile's code, checked and published like any other."""
    return service.resolve_profile(ctx, profile_id)
