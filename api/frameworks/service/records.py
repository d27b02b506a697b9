"""What every verb needs: subjects of the ledger, rows of a tree, form of a document."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from api.core import ids, pinyin
from api.core.context import Context
from api.core.database import insert_rows
from api.core.errors import Violation, refuse_if_any
from api.frameworks import errors, queries
from api.frameworks.models import FrameworkDraft, FrameworkDraftNode, FrameworkRecord
from api.frameworks.queries.drafts import Opened
from api.frameworks.queries.visibility import Place
from api.frameworks.rules import codec, documents
from api.frameworks.rules.model import Framework, Indicator
from api.frameworks.rules.states import VersionState, VersionVerb, step
from api.ledger.rules import Subject
from api.ledger.service import record

_NODES = insert(FrameworkDraftNode.metadata.tables[FrameworkDraftNode.__tablename__])
_APART = frozenset({"schema", "indicators"})


def subject(held: FrameworkRecord) -> Subject:
    """A framework as the ledger's subject; what happens to its draft is its history too."""
    return Subject("framework", held.id, held.title, held.unit_id)


def require_place(ctx: Context, unit_id: UUID) -> Place:
    """A unit for which the caller may do this. Errors: `framework.unit_not_found`, as `input.invalid`."""
    place = queries.find_place(ctx, unit_id)
    refuse_if_any([] if place else [Violation(errors.UNIT_NOT_FOUND, "/unit_id")])
    assert place is not None
    return place


def write_record(ctx: Context, unit_id: UUID, framework: Framework, package: str | None = None) -> FrameworkRecord:
    """A new framework of a unit. Errors: `framework.code_taken`."""
    held = FrameworkRecord(
        id=ids.ordered(), unit_id=unit_id, code=framework.code, package=package, created_at=ctx.now, updated_at=ctx.now
    )
    rename(ctx, held, framework)
    ctx.session.add(held)
    ctx.session.flush()
    return held


def rename(ctx: Context, held: FrameworkRecord, framework: Framework) -> None:
    """The names by which lists show a framework are those of its newest content."""
    held.title, held.title_en = framework.title, framework.title_en
    held.kind, held.level = framework.kind.value, framework.level.value
    held.sort_key = pinyin.sort_key(framework.title)
    held.updated_at = ctx.now


def header_of(framework: Framework) -> dict[str, Any]:
    """The document without its indicators."""
    return {name: value for name, value in documents.document(framework).items() if name not in _APART}


def write_draft(
    ctx: Context, held: FrameworkRecord, framework: Framework, cloned_from: UUID | None = None
) -> FrameworkDraft:
    """The draft of a framework with its whole tree. Errors: `framework.draft_exists`."""
    draft = FrameworkDraft(
        id=ids.ordered(),
        framework_id=held.id,
        state=VersionState.DRAFT.value,
        header=header_of(framework),
        cloned_from=cloned_from,
        edited_by=_editor(ctx),
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    ctx.session.add(draft)
    ctx.session.flush()
    plant(ctx, draft.id, framework.indicators)
    return draft


def _editor(ctx: Context) -> UUID | None:
    return ctx.actor.id if ctx.actor else None


def plant(ctx: Context, draft_id: UUID, nodes: Sequence[Indicator]) -> None:
    """Write a whole tree into an empty draft, with one statement."""
    insert_rows(ctx.session, _NODES, list(_rows(draft_id, nodes, None)))


def _rows(draft_id: UUID, nodes: Sequence[Indicator], parent_id: UUID | None) -> Iterator[dict[str, Any]]:
    for position, node in enumerate(nodes):
        row = {"id": ids.ordered(), "draft_id": draft_id, "parent_id": parent_id, "position": position, "revision": 1}
        yield row | {"code": node.code, "body": body_of(node)}
        yield from _rows(draft_id, node.children, row["id"])  # type: ignore[arg-type]


def body_of(node: Indicator) -> dict[str, Any]:
    """The document of an indicator without its children."""
    return {name: value for name, value in codec.write(node).items() if name != "children"}


def open_to_edit(ctx: Context, framework_id: UUID) -> Opened:
    """A draft that may be edited now. Errors: `not_found`, `framework.no_draft`."""
    opened = queries.open_draft(ctx, framework_id)
    step(opened.state, VersionVerb.EDIT)
    return opened


def touch(ctx: Context, opened: Opened) -> None:
    """After a change of a node: the draft has to be checked again. The header's own revision stays."""
    changed = {"state": VersionState.DRAFT.value, "edited_by": _editor(ctx), "updated_at": ctx.now}
    ctx.session.execute(update(FrameworkDraft).where(FrameworkDraft.id == opened.draft.id).values(**changed))


def note(
    ctx: Context,
    opened: Opened,
    action: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """An event of the framework."""
    record(ctx, action, subject(opened.kept.record), before, after)
