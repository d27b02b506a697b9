"""Reading the draft of a framework."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from api.accounts.models import Account
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.points import Points, written
from api.core.schemas import Named
from api.frameworks import errors
from api.frameworks.models import FrameworkDraft, FrameworkDraftNode, FrameworkVersion
from api.frameworks.queries import findings
from api.frameworks.queries.versions import present_ref
from api.frameworks.queries.visibility import Kept, get_kept, load_kept
from api.frameworks.rules import documents
from api.frameworks.rules.model import Framework
from api.frameworks.rules.states import VersionState, VersionVerb, verbs
from api.frameworks.rules.validation import check
from api.frameworks.schemas import DraftNode, DraftOut, VersionRef

Nodes = Sequence[Any]
_NODE = FrameworkDraftNode.__table__.c
_EDITS = frozenset({VersionVerb.EDIT, VersionVerb.VALIDATE, VersionVerb.DISCARD})


class Opened(NamedTuple):
    """A draft to be changed."""

    kept: Kept
    draft: FrameworkDraft

    @property
    def state(self) -> VersionState:
        """Where it stands."""
        return VersionState(self.draft.state)


def find_draft(ctx: Context, framework_id: UUID) -> FrameworkDraft | None:
    """The draft of a framework that the caller has loaded, locked, or None."""
    stmt = select(FrameworkDraft).where(FrameworkDraft.framework_id == framework_id).with_for_update()
    return ctx.session.execute(stmt).scalar_one_or_none()


def open_draft(ctx: Context, framework_id: UUID) -> Opened:
    """The draft of a framework within reach, locked. Errors: `not_found`, `framework.no_draft`."""
    kept = load_kept(ctx, framework_id)
    draft = find_draft(ctx, framework_id)
    if draft is None:
        raise Refused(errors.NO_DRAFT)
    return Opened(kept, draft)


def list_nodes(ctx: Context, draft_id: UUID) -> Nodes:
    """All nodes of a draft as rows, siblings in their order."""
    stmt = select(*(_NODE[name] for name in ("id", "parent_id", "position", "body", "revision")))
    return ctx.session.execute(stmt.where(_NODE.draft_id == draft_id).order_by(_NODE.position, _NODE.id)).all()


def load_node(ctx: Context, draft_id: UUID, node_id: UUID) -> FrameworkDraftNode:
    """A node of a draft that the caller has opened. Errors: `not_found`."""
    stmt = select(FrameworkDraftNode).where(FrameworkDraftNode.id == node_id, FrameworkDraftNode.draft_id == draft_id)
    node = ctx.session.execute(stmt).scalar_one_or_none()
    if node is None:
        raise Refused(NOT_FOUND)
    return node


def list_siblings(ctx: Context, draft_id: UUID, parent_id: UUID | None) -> Sequence[FrameworkDraftNode]:
    """The children of a node, or the roots, in their order."""
    stmt = select(FrameworkDraftNode).where(
        FrameworkDraftNode.draft_id == draft_id, FrameworkDraftNode.parent_id == parent_id
    )
    return ctx.session.scalars(stmt.order_by(FrameworkDraftNode.position, FrameworkDraftNode.id)).all()


def count_nodes(ctx: Context, draft_id: UUID) -> int:
    """How many nodes a draft has."""
    stmt = select(func.count()).where(FrameworkDraftNode.draft_id == draft_id)
    return ctx.session.execute(stmt).scalar_one()


def parents_of(ctx: Context, draft_id: UUID) -> dict[UUID, UUID | None]:
    """The parent of each node."""
    stmt = select(FrameworkDraftNode.id, FrameworkDraftNode.parent_id).where(FrameworkDraftNode.draft_id == draft_id)
    return {row.id: row.parent_id for row in ctx.session.execute(stmt)}


# --- As a framework --------------------------------------------------------------------------------------------------


def framework_of(draft: FrameworkDraft, nodes: Nodes) -> Framework:
    """What the draft says now."""
    children = _by_parent(nodes)
    return documents.read({"schema": documents.SCHEMA, **draft.header, "indicators": _nested(children, None)})


def _by_parent(nodes: Nodes) -> dict[UUID | None, list[Any]]:
    children: dict[UUID | None, list[Any]] = defaultdict(list)
    for node in nodes:
        children[node.parent_id].append(node)
    return children


def _nested(children: dict[UUID | None, list[Any]], parent: UUID | None) -> list[dict[str, Any]]:
    return [{**node.body, "children": _nested(children, node.id)} for node in children.get(parent, ())]


def get_draft(ctx: Context, framework_id: UUID) -> DraftOut:
    """The draft with what is wrong with it now, for who may edit or publish it. Errors: `not_found`, `framework.no_draft`."""
    kept = get_kept(ctx, framework_id)
    if not (kept.may_edit or kept.may_publish):
        raise Refused(NOT_FOUND)
    stmt = (
        select(FrameworkDraft, Account.display_name, FrameworkVersion.version)
        .outerjoin(Account, Account.id == FrameworkDraft.edited_by)
        .outerjoin(FrameworkVersion, FrameworkVersion.id == FrameworkDraft.cloned_from)
        .where(FrameworkDraft.framework_id == framework_id)
    )
    row = ctx.session.execute(stmt).first()
    if row is None:
        raise Refused(errors.NO_DRAFT)
    return _present(ctx, kept, row)


def _present(ctx: Context, kept: Kept, row: Any) -> DraftOut:
    draft: FrameworkDraft = row.FrameworkDraft
    nodes = list_nodes(ctx, draft.id)
    framework = framework_of(draft, nodes)
    checked = check(framework)
    return DraftOut(
        framework=present_ref(kept.record, kept.unit),
        state=VersionState(draft.state),
        header=draft.header,
        nodes=list(_ordered(_by_parent(nodes), None, 1)),
        total=written(Points(sum(node.points for node in framework.indicators))),
        faults=findings.present(ctx, framework, checked.faults),
        warnings=findings.present(ctx, framework, checked.warnings),
        cloned_from=VersionRef(id=draft.cloned_from, version=row.version) if draft.cloned_from else None,
        edited_by=Named(id=draft.edited_by, name=row.display_name) if draft.edited_by else None,
        updated_at=draft.updated_at,
        revision=draft.revision,
        verbs=[verb for verb in verbs(VersionState(draft.state)) if _may(ctx, kept, draft, verb)],
    )


def _may(ctx: Context, kept: Kept, draft: FrameworkDraft, verb: VersionVerb) -> bool:
    if verb in _EDITS:
        return kept.may_edit
    return kept.may_publish and (ctx.actor is None or ctx.actor.id != draft.edited_by)


def _ordered(children: dict[UUID | None, list[Any]], parent: UUID | None, depth: int) -> Iterator[DraftNode]:
    for position, node in enumerate(children.get(parent, ())):
        yield present_node(node, position, depth)
        yield from _ordered(children, node.id, depth + 1)


def present_node(node: Any, position: int, depth: int) -> DraftNode:
    """A node by itself."""
    place: dict[str, Any] = {"id": node.id, "parent_id": node.parent_id, "position": position, "depth": depth}
    return DraftNode(**place, revision=node.revision, indicator=node.body)
