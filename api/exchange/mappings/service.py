"""Keeping mappings."""

from typing import Any
from uuid import UUID

from api.core import ids
from api.core.context import Context
from api.core.errors import FORBIDDEN, Refused, Violation, refuse_if_any
from api.exchange.imports.queries import find_unit, spec_of
from api.exchange.mappings import queries
from api.exchange.mappings.errors import TOO_MANY
from api.exchange.mappings.models import ImportMapping
from api.exchange.mappings.schemas import SavedMappingIn, SavedMappingOut, SavedMappingPatch
from api.exchange.reading import MappingIn, errors, mapping_faults
from api.ledger.rules import Subject
from api.ledger.service import record

KEPT_MOST = 200


def save_mapping(ctx: Context, wanted: SavedMappingIn) -> SavedMappingOut:
    """Keep a mapping for oneself, or shared with all who import at a unit or below.

    Errors: `input.invalid` with every fault, `access.denied` without the right to its type, `import_mapping.name_taken`,
    `import_mapping.too_many`.
    """
    _refuse_faults(ctx, wanted.document)
    if queries.count_own(ctx) >= KEPT_MOST:
        raise Refused(TOO_MANY, limit=KEPT_MOST)
    one = ImportMapping(
        id=ids.ordered(),
        name=wanted.name,
        type=wanted.document.type,
        shared=wanted.shared,
        document=wanted.document.document(),
        unit_id=find_unit(ctx, spec_of(wanted.document.type).permission, wanted.unit_id),
        created_by=ctx.signed_in.id,
        creator=ctx.signed_in.name,
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    ctx.session.add(one)
    ctx.session.flush()
    record(ctx, "import_mapping.created", _subject(one), None, _said(one))
    return queries.get_mapping(ctx, one.id)


def change_mapping(ctx: Context, mapping_id: UUID, patch: SavedMappingPatch) -> SavedMappingOut:
    """Change a mapping; what imports have copied stays as it was.

    Errors: `not_found`, `import_mapping.not_yours`, `conflict.stale`, `input.invalid`, `import_mapping.name_taken`.
    """
    one = queries.load_mapping(ctx, mapping_id)
    ctx.expect(one.revision)
    before, changes = _said(one), patch.changes()
    if document := changes.get("document"):
        refuse_if_any([] if document.type == one.type else [Violation(errors.MAPPING_TYPE, "/document/type")])
        _refuse_faults(ctx, document)
        changes["document"] = document.document()
    for name, value in changes.items():
        setattr(one, name, value)
    if _said(one) != before:
        one.updated_at = ctx.now
        ctx.session.flush()
        record(ctx, "import_mapping.changed", _subject(one), before, _said(one))
    return queries.get_changed(ctx, one.id)


def delete_mapping(ctx: Context, mapping_id: UUID) -> None:
    """Give a mapping up. Errors: `not_found`, `import_mapping.not_yours`, `conflict.stale`."""
    one = queries.load_mapping(ctx, mapping_id)
    ctx.expect(one.revision)
    record(ctx, "import_mapping.deleted", _subject(one), _said(one), None)
    ctx.session.delete(one)
    ctx.session.flush()


def _refuse_faults(ctx: Context, document: MappingIn) -> None:
    spec = spec_of(document.type)
    if not ctx.may(spec.permission):
        raise Refused(FORBIDDEN)
    refuse_if_any(fault.below("/document") for fault in mapping_faults(document, spec))


def _subject(one: ImportMapping) -> Subject:
    return Subject(queries.OBJECT_TYPE, one.id, one.name, unit_id=one.unit_id, revision=one.revision)


def _said(one: ImportMapping) -> dict[str, Any]:
    return {"name": one.name, "type": one.type, "shared": one.shared, "document": one.document}
