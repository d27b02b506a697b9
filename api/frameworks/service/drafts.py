"""Making frameworks and drafts, changing a draft's header, discarding a draft."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from api.core.context import Context
from api.core.errors import Refused, Violation, refuse_if_any
from api.frameworks import errors, queries
from api.frameworks.models import FrameworkDraftNode
from api.frameworks.rules import codec, documents
from api.frameworks.rules.model import Framework
from api.frameworks.rules.states import VersionState, VersionVerb, step
from api.frameworks.rules.validation import name_violations
from api.frameworks.schemas import CloneIn, DraftIn, DraftOut, DraftPatch, FrameworkIn, FrameworkOut, PackageIn
from api.frameworks.service.records import (
    note,
    open_to_edit,
    require_place,
    subject,
    write_draft,
    write_record,
)
from api.ledger.service import record


def create_framework(ctx: Context, wanted: FrameworkIn) -> FrameworkOut:
    """A framework with an empty draft. Errors: `framework.unit_not_found` as `input.invalid`, `framework.code_taken`."""
    place = require_place(ctx, wanted.unit_id)
    names = {name: getattr(wanted, name) for name in ("code", "title", "title_en", "kind", "level", "version")}
    return _found(ctx, place.id, Framework(**names), None)


def _found(ctx: Context, unit_id: UUID, framework: Framework, cloned_from: UUID | None) -> FrameworkOut:
    held = write_record(ctx, unit_id, framework)
    write_draft(ctx, held, framework, cloned_from)
    record(ctx, "framework.created", subject(held), None, _names(framework))
    return queries.get_framework(ctx, held.id)


def _names(framework: Framework) -> dict[str, Any]:
    return {name: getattr(framework, name) for name in ("code", "title", "version", "kind")}


def clone_version(ctx: Context, version_id: UUID, wanted: CloneIn) -> FrameworkOut:
    """A framework of one's own from a version that can be read; indicators keep their lineage.

    Errors: `not_found`, `framework.unit_not_found` as `input.invalid`, `framework.code_taken`.
    """
    published = queries.get_published(ctx, version_id)
    step(published.state, VersionVerb.CLONE)
    place = require_place(ctx, wanted.unit_id)
    said = queries.published_framework(ctx, version_id)
    own = replace(said, code=wanted.code, title=wanted.title, title_en="", version=wanted.version, base=None)
    return _found(ctx, place.id, own, version_id)


def start_draft(ctx: Context, framework_id: UUID, wanted: DraftIn) -> DraftOut:
    """A draft of the next version.

    Errors: `not_found`, `framework.draft_exists`, `framework.version_taken`, `framework.version_unknown` as
    `input.invalid`.
    """
    kept = queries.load_kept(ctx, framework_id)
    if queries.find_draft(ctx, framework_id) is not None:
        raise Refused(errors.DRAFT_EXISTS)
    if queries.is_taken(ctx, framework_id, wanted.version):
        raise Refused(errors.VERSION_TAKEN)
    held = kept.record
    framework = Framework(code=held.code, title=held.title, title_en=held.title_en, version=wanted.version)
    if wanted.from_version_id is not None:
        framework = replace(_said(ctx, wanted.from_version_id), code=held.code, version=wanted.version)
    write_draft(ctx, held, framework, wanted.from_version_id)
    record(ctx, "framework.draft_started", subject(held), None, _names(framework))
    return queries.get_draft(ctx, framework_id)


def _said(ctx: Context, version_id: UUID) -> Framework:
    published = queries.find_published(ctx, version_id)
    refuse_if_any([] if published else [Violation(errors.VERSION_UNKNOWN, "/from_version_id")])
    return queries.published_framework(ctx, version_id)


def import_package(ctx: Context, wanted: PackageIn) -> FrameworkOut:
    """A canonical document as a draft of the unit's framework with its code, made where there is none.

    Errors: faults of form and `framework.unit_not_found` as `input.invalid`, `framework.draft_exists`,
    `framework.version_taken`.
    """
    place = require_place(ctx, wanted.unit_id)
    framework = documents.read(wanted.document.root)
    refuse_if_any(fault.below("/document") for fault in name_violations(framework))
    held = queries.find_by_code(ctx, place.id, framework.code)
    if held is None:
        return _found(ctx, place.id, framework, None)
    if queries.find_draft(ctx, held.id) is not None:
        raise Refused(errors.DRAFT_EXISTS)
    if queries.is_taken(ctx, held.id, framework.version):
        raise Refused(errors.VERSION_TAKEN)
    write_draft(ctx, held, framework)
    record(ctx, "framework.draft_started", subject(held), None, _names(framework))
    return queries.get_framework(ctx, held.id)


def change_header(ctx: Context, framework_id: UUID, patch: DraftPatch) -> DraftOut:
    """Merge patch of the header; the same again changes nothing.

    Errors: `not_found`, `conflict.stale`, `framework.no_draft`, faults of form as `input.invalid`.
    """
    opened = open_to_edit(ctx, framework_id)
    ctx.expect(opened.draft.revision)
    before = opened.draft.header
    allowed = patch.header.described["properties"]
    after = merged(before, {name: value for name, value in patch.header.root.items() if name in allowed})
    faults = strange(patch.header.root, patch.header.described, "/header")
    codec.read(Framework, after, faults, "/header")
    refuse_if_any(faults)
    if after != before:
        opened.draft.header, opened.draft.state = after, VersionState.DRAFT.value
        opened.draft.edited_by = ctx.actor.id if ctx.actor else None
        opened.draft.updated_at = ctx.now
        ctx.session.flush()
        note(ctx, opened, "framework.header_changed", before, after)
    return queries.get_draft(ctx, framework_id)


def strange(patch: Mapping[str, Any], described: Mapping[str, Any], pointer: str) -> list[Violation]:
    """Names that a patch cannot have: unknown ones, and what identifies the thing."""
    allowed = described["properties"]
    if patch.keys() <= allowed.keys():
        return []
    return [Violation(errors.DOCUMENT_FIELD, pointer, params={"allowed": ", ".join(sorted(allowed))})]


def merged(document: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """A merge patch of one level: null takes a field away, which puts its default back."""
    together = {**document, **patch}
    return {name: value for name, value in together.items() if value is not None}


def discard_draft(ctx: Context, framework_id: UUID) -> None:
    """Throw the draft away; published versions stay. Errors: `not_found`, `framework.no_draft`."""
    opened = queries.open_draft(ctx, framework_id)
    step(opened.state, VersionVerb.DISCARD)
    drop(ctx, opened.draft.id)
    ctx.session.delete(opened.draft)
    note(ctx, opened, "framework.draft_discarded", {"version": opened.draft.header.get("version")})


def drop(ctx: Context, draft_id: UUID) -> None:
    """All nodes of a draft."""
    ctx.session.execute(delete(FrameworkDraftNode).where(FrameworkDraftNode.draft_id == draft_id))
