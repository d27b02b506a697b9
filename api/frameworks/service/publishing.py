"""From a draft to a version that never changes; adopting what is shipped; retiring.

Publishing writes the canonical document and its projection into tables that the application can only add to.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.core import ids
from api.core.context import Context
from api.core.database import insert_rows
from api.core.errors import Refused, Violation, refuse_if_any
from api.frameworks import errors, queries
from api.frameworks.data import named, shipped, shipped_crosswalks
from api.frameworks.models import (
    FrameworkCrosswalk,
    FrameworkDocument,
    FrameworkIndicator,
    FrameworkRecord,
    FrameworkRetirement,
    FrameworkVersion,
)
from api.frameworks.queries import findings
from api.frameworks.rules import codec, documents
from api.frameworks.rules.model import Framework, walk
from api.frameworks.rules.states import VersionState, VersionVerb, step
from api.frameworks.rules.validation import Checked, check
from api.frameworks.schemas import AdoptIn, FrameworkOut, ValidationOut, VersionOut
from api.frameworks.service.drafts import drop
from api.frameworks.service.records import note, rename, require_place, subject, write_record
from api.ledger.rules import Subject, canonical, document_hash
from api.ledger.service import record

_VERSIONS, _DOCUMENTS, _INDICATORS, _RETIREMENTS = (
    insert(model.metadata.tables[model.__tablename__])
    for model in (FrameworkVersion, FrameworkDocument, FrameworkIndicator, FrameworkRetirement)
)


def validate_draft(ctx: Context, framework_id: UUID) -> ValidationOut:
    """Check the draft; without faults it can be published. Errors: `not_found`, `framework.no_draft`."""
    opened = queries.open_draft(ctx, framework_id)
    after = step(opened.state, VersionVerb.VALIDATE)
    framework = queries.framework_of(opened.draft, queries.list_nodes(ctx, opened.draft.id))
    checked = check(framework)
    if not checked.faults and after is not None and opened.state is not after:
        opened.draft.state = after.value
        ctx.session.flush()
        note(
            ctx, opened, "framework.validated", None, {"version": framework.version, "warnings": len(checked.warnings)}
        )
    return _present(ctx, VersionState(opened.draft.state), framework, checked)


def _present(ctx: Context, state: VersionState, framework: Framework, checked: Checked) -> ValidationOut:
    return ValidationOut(
        state=state,
        faults=findings.present(ctx, framework, checked.faults),
        warnings=findings.present(ctx, framework, checked.warnings),
    )


def publish_draft(ctx: Context, framework_id: UUID) -> VersionOut:
    """Make the draft a version. Not by who edited it last: nobody sets alone by what schools are judged.

    Errors: `not_found`, `framework.no_draft`, `framework.wrong_state`, `framework.own_draft`,
    `framework.has_faults`, `framework.version_taken`.
    """
    opened = queries.open_draft(ctx, framework_id)
    step(opened.state, VersionVerb.PUBLISH)
    if ctx.actor is not None and opened.draft.edited_by == ctx.actor.id:
        raise Refused(errors.OWN_DRAFT)
    framework = queries.framework_of(opened.draft, queries.list_nodes(ctx, opened.draft.id))
    version_id = write_version(ctx, opened.kept.record, framework)
    drop(ctx, opened.draft.id)
    ctx.session.delete(opened.draft)
    ctx.session.flush()
    return queries.get_version(ctx, version_id)


def write_version(ctx: Context, held: FrameworkRecord, framework: Framework) -> UUID:
    """Write a version for good. Errors: `framework.has_faults`, `framework.version_taken`."""
    if faults := check(framework).faults:
        raise Refused(errors.HAS_FAULTS, faults)
    if queries.is_taken(ctx, held.id, framework.version):
        raise Refused(errors.VERSION_TAKEN)
    version_id, document = ids.ordered(), documents.document(framework)
    row = _row(ctx, held, framework) | {"id": version_id, "content_hash": document_hash(document)}
    ctx.session.execute(_VERSIONS, row)
    ctx.session.execute(_DOCUMENTS, {"version_id": version_id, "content": canonical(document).decode()})
    insert_rows(ctx.session, _INDICATORS, list(_projected(version_id, framework)))
    rename(ctx, held, framework)
    ctx.session.flush()
    about = Subject("framework_version", version_id, f"{framework.title} {framework.version}", held.unit_id, 1)
    said = {"code": framework.code, "version": framework.version, "content_hash": row["content_hash"]}
    record(ctx, "framework_version.published", about, None, said, document=document)
    return version_id


def _row(ctx: Context, held: FrameworkRecord, framework: Framework) -> dict[str, Any]:
    places = list(walk(framework))
    return {
        "framework_id": held.id,
        **{name: getattr(framework, name) for name in ("version", "title", "title_en", "declared_total")},
        "kind": framework.kind.value,
        "indicators": len(places),
        "leaves": sum(not place.node.children for place in places),
        "published_by": ctx.actor.id if ctx.actor else None,
        "published_at": ctx.now,
    }


def _projected(version_id: UUID, framework: Framework) -> Iterator[dict[str, Any]]:
    positions: dict[str, int] = {}
    for position, place in enumerate(walk(framework)):
        node = place.node
        positions[node.code] = position
        yield {
            "version_id": version_id,
            "position": position,
            "above": positions[place.parent.code] if place.parent else None,
            "depth": place.depth,
            **{name: getattr(node, name) for name in ("code", "lineage", "title", "points")},
            "rule": node.rule.kind if node.rule is not None else None,
        }


# --- What is shipped -------------------------------------------------------------------------------------------------


def adopt(ctx: Context, wanted: AdoptIn) -> FrameworkOut:
    """Publish a shipped framework for a unit, with the crosswalks to others that it has adopted.

    Errors: `framework.unit_not_found`, `framework.package_unknown` as `input.invalid`, `framework.version_taken`.
    """
    place = require_place(ctx, wanted.unit_id)
    framework = next((one for one in shipped() if one.code == wanted.code), None)
    if framework is None:
        allowed = ", ".join(one.code for one in shipped())
        refuse_if_any([Violation(errors.PACKAGE_UNKNOWN, "/code", params={"allowed": allowed})])
    assert framework is not None
    held = _adopt(ctx, place.id, framework)
    _connect(ctx, place.id)
    return queries.get_framework(ctx, held.id)


def adopt_all(ctx: Context, unit_id: UUID) -> int:
    """Everything that is shipped and not there yet; how many. For the operator and the demo."""
    due = [one for one in shipped() if queries.find_by_code(ctx, unit_id, one.code) is None]
    for framework in due:
        _adopt(ctx, unit_id, framework)
    _connect(ctx, unit_id)
    return len(due)


def _adopt(ctx: Context, unit_id: UUID, framework: Framework) -> FrameworkRecord:
    held = queries.find_by_code(ctx, unit_id, framework.code)
    if held is None:
        held = write_record(ctx, unit_id, framework, package=framework.code)
        record(ctx, "framework.created", subject(held), None, {"code": framework.code, "package": framework.code})
    write_version(ctx, held, framework)
    return held


def _connect(ctx: Context, unit_id: UUID) -> None:
    """Crosswalks of the product between versions that the unit has adopted, as far as there are none."""
    adopted = {named(one): queries.find_version(ctx, unit_id, one.code, one.version) for one in shipped()}
    for crosswalk in shipped_crosswalks():
        source, target = adopted[crosswalk.source], adopted[crosswalk.target]
        if source is None or target is None or queries.has_crosswalk(ctx, unit_id, source, target):
            continue
        row = FrameworkCrosswalk(
            id=ids.ordered(),
            unit_id=unit_id,
            source_id=source,
            target_id=target,
            mapper=crosswalk.mapper.value,
            maps=[codec.write(one) for one in crosswalk.maps],
            created_at=ctx.now,
            updated_at=ctx.now,
        )
        ctx.session.add(row)
        ctx.session.flush()
        label = f"{crosswalk.source} → {crosswalk.target}"
        about = Subject("framework_crosswalk", row.id, label, unit_id, row.revision)
        record(ctx, "framework_crosswalk.created", about, None, {"maps": len(crosswalk.maps)})


# --- Published versions ----------------------------------------------------------------------------------------------


def retire_version(ctx: Context, version_id: UUID, reason: str) -> VersionOut:
    """Nobody begins anything by it from now on; it stays readable. Errors: `not_found`, `framework.wrong_state`."""
    published = queries.load_published(ctx, version_id)
    step(published.state, VersionVerb.RETIRE)
    who = ctx.actor.id if ctx.actor else None
    row = {"version_id": version_id, "reason": reason, "retired_by": who, "retired_at": ctx.now}
    ctx.session.execute(_RETIREMENTS, row)
    version = published.version
    about = Subject("framework_version", version_id, f"{version.title} {version.version}", published.record.unit_id)
    record(ctx, "framework_version.retired", about, {"state": "published"}, {"state": "retired"}, reason=reason)
    return queries.get_version(ctx, version_id)


def refuse_change(ctx: Context, version_id: UUID, verb: VersionVerb) -> None:
    """What a published version answers to every attempt to change it. Errors: `not_found`, `framework.published`."""
    step(queries.load_published(ctx, version_id).state, verb)
