"""Profiles: kept, changed, resolved into a draft."""

from typing import Any
from uuid import UUID

from api.core import ids
from api.core.context import Context
from api.core.errors import Refused, Violation, refuse_if_any
from api.frameworks import errors, queries
from api.frameworks.models import FrameworkProfile
from api.frameworks.rules import codec
from api.frameworks.rules.profiles import Profile
from api.frameworks.rules.validation import name_violations
from api.frameworks.schemas import DraftOut
from api.frameworks.schemas.comparisons import ProfileIn, ProfileOut, ProfilePatch
from api.frameworks.service.records import require_place, subject, write_draft, write_record
from api.ledger.rules import Subject
from api.ledger.service import record

_NAMES = ("code", "version", "title", "title_en", "issuer")


def create_profile(ctx: Context, wanted: ProfileIn) -> ProfileOut:
    """Keep what a unit takes from a version. Errors: everything at once as `input.invalid`; `framework.profile_taken`."""
    place = require_place(ctx, wanted.unit_id)
    _require_base(ctx, wanted.base_id)
    operations = [one.root for one in wanted.operations]
    document = _form({name: getattr(wanted, name) for name in _NAMES} | {"operations": operations})
    held = FrameworkProfile(
        id=ids.ordered(), unit_id=place.id, code=wanted.code, created_at=ctx.now, base_id=wanted.base_id
    )
    _set(ctx, held, document)
    ctx.session.add(held)
    ctx.session.flush()
    record(ctx, "framework_profile.created", _subject(held), None, document)
    return queries.get_profile(ctx, held.id)


def _require_base(ctx: Context, version_id: UUID) -> None:
    known = queries.find_published(ctx, version_id) is not None
    refuse_if_any([] if known else [Violation(errors.VERSION_UNKNOWN, "/base_id")])


def _form(document: dict[str, Any]) -> dict[str, Any]:
    faults: list[Violation] = []
    read: Profile | None = codec.read(Profile, document, faults)
    refuse_if_any(faults)
    assert read is not None
    return codec.write(read)


def _set(ctx: Context, held: FrameworkProfile, document: dict[str, Any]) -> None:
    held.document, held.title, held.updated_at = document, document["title"], ctx.now


def _subject(held: FrameworkProfile) -> Subject:
    return Subject("framework_profile", held.id, held.title, held.unit_id, held.revision)


def change_profile(ctx: Context, profile_id: UUID, patch: ProfilePatch) -> ProfileOut:
    """Merge patch; the same again changes nothing. Errors: `not_found`, `conflict.stale`, faults as `input.invalid`."""
    held = queries.load_profile(ctx, profile_id)
    ctx.expect(held.revision)
    before, base = held.document, held.base_id
    changes = patch.changes()
    if "base_id" in changes:
        _require_base(ctx, changes["base_id"])
        held.base_id = changes.pop("base_id")
    if "operations" in changes:
        changes["operations"] = [one.root for one in changes["operations"]]
    document = _form({**before, **changes})
    if document != before or held.base_id != base:
        _set(ctx, held, document)
        ctx.session.flush()
        record(
            ctx, "framework_profile.changed", _subject(held), before | {"base": base}, document | {"base": held.base_id}
        )
    return queries.get_profile(ctx, profile_id)


def delete_profile(ctx: Context, profile_id: UUID) -> None:
    """Take it away; versions that were made of it stay. Errors: `not_found`, `conflict.stale`."""
    held = queries.load_profile(ctx, profile_id)
    ctx.expect(held.revision)
    ctx.session.delete(held)
    record(ctx, "framework_profile.deleted", _subject(held), held.document)


def resolve_profile(ctx: Context, profile_id: UUID) -> DraftOut:
    """Resolve it into a draft of the unit's framework with its code; published like any other.

    Errors: `not_found`; what cannot be done as `input.invalid`; `framework.draft_exists`, `framework.version_taken`.
    """
    held = queries.load_profile(ctx, profile_id)
    _, framework, faults = queries.resolved(ctx, held)
    refuse_if_any([*faults, *name_violations(framework)])
    target = queries.find_by_code(ctx, held.unit_id, framework.code)
    if target is None:
        target = write_record(ctx, held.unit_id, framework)
        record(ctx, "framework.created", subject(target), None, {"code": framework.code, "profile": held.id})
    if queries.find_draft(ctx, target.id) is not None:
        raise Refused(errors.DRAFT_EXISTS)
    if queries.is_taken(ctx, target.id, framework.version):
        raise Refused(errors.VERSION_TAKEN)
    write_draft(ctx, target, framework, held.base_id)
    record(ctx, "framework.draft_started", subject(target), None, {"version": framework.version, "profile": held.id})
    return queries.get_draft(ctx, target.id)
