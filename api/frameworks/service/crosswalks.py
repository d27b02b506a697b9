"""Crosswalks: drawn, changed, deleted."""

from typing import Any
from uuid import UUID

from api.core import ids
from api.core.context import Context
from api.core.errors import Violation, refuse_if_any
from api.frameworks import errors, queries
from api.frameworks.models import FrameworkCrosswalk
from api.frameworks.rules import codec, crosswalks
from api.frameworks.rules.crosswalks import Crosswalk
from api.frameworks.schemas.comparisons import CrosswalkIn, CrosswalkOut, CrosswalkPatch
from api.frameworks.schemas.documents import MapDocument
from api.frameworks.service.records import require_place
from api.ledger.rules import Subject
from api.ledger.service import record


def create_crosswalk(ctx: Context, wanted: CrosswalkIn) -> CrosswalkOut:
    """Between two versions that the caller can read. Errors: everything at once as `input.invalid`; `framework.crosswalk_taken`."""
    place = require_place(ctx, wanted.unit_id)
    refuse_if_any(_ends(ctx, wanted))
    held = FrameworkCrosswalk(
        id=ids.ordered(),
        unit_id=place.id,
        source_id=wanted.source_id,
        target_id=wanted.target_id,
        mapper=wanted.mapper.value,
        maps=_form(wanted.maps),
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    _judge(ctx, held)
    ctx.session.add(held)
    ctx.session.flush()
    record(ctx, "framework_crosswalk.created", _subject(ctx, held), None, _document(held))
    return queries.get_crosswalk(ctx, held.id)


def _ends(ctx: Context, wanted: CrosswalkIn) -> list[Violation]:
    if wanted.source_id == wanted.target_id:
        return [Violation(errors.CROSSWALK_SAME, "/target_id")]
    ends = {"/source_id": wanted.source_id, "/target_id": wanted.target_id}
    unknown = [pointer for pointer, version in ends.items() if queries.find_published(ctx, version) is None]
    return [Violation(errors.VERSION_UNKNOWN, pointer) for pointer in unknown]


def _form(maps: list[MapDocument]) -> list[dict[str, Any]]:
    """The maps in the form in which they are kept. Errors: faults of form as `input.invalid`."""
    faults: list[Violation] = []
    document = {"source": "", "target": "", "maps": [one.root for one in maps]}
    read: Crosswalk | None = codec.read(Crosswalk, document, faults)
    refuse_if_any(faults)
    assert read is not None
    return [codec.write(one) for one in read.maps]


def _judge(ctx: Context, held: FrameworkCrosswalk) -> None:
    refuse_if_any(crosswalks.faults(*queries.join(ctx, held)))


def _document(held: FrameworkCrosswalk) -> dict[str, Any]:
    return {"mapper": held.mapper, "maps": held.maps}


def _subject(ctx: Context, held: FrameworkCrosswalk) -> Subject:
    crosswalk = queries.join(ctx, held).crosswalk
    return Subject(
        "framework_crosswalk", held.id, f"{crosswalk.source} → {crosswalk.target}", held.unit_id, held.revision
    )


def change_crosswalk(ctx: Context, crosswalk_id: UUID, patch: CrosswalkPatch) -> CrosswalkOut:
    """Merge patch; the same again changes nothing. Errors: `not_found`, `conflict.stale`, faults as `input.invalid`."""
    held = queries.load_crosswalk(ctx, crosswalk_id)
    ctx.expect(held.revision)
    before = _document(held)
    changes = patch.changes()
    after: dict[str, Any] = {
        "mapper": changes["mapper"].value if "mapper" in changes else held.mapper,
        "maps": _form(changes["maps"]) if "maps" in changes else held.maps,
    }
    if after != before:
        held.mapper, held.maps, held.updated_at = after["mapper"], after["maps"], ctx.now
        _judge(ctx, held)
        ctx.session.flush()
        record(ctx, "framework_crosswalk.changed", _subject(ctx, held), before, after)
    return queries.get_crosswalk(ctx, crosswalk_id)


def delete_crosswalk(ctx: Context, crosswalk_id: UUID) -> None:
    """Take it away. Errors: `not_found`, `conflict.stale`."""
    held = queries.load_crosswalk(ctx, crosswalk_id)
    ctx.expect(held.revision)
    ctx.session.delete(held)
    record(ctx, "framework_crosswalk.deleted", _subject(ctx, held), _document(held))
