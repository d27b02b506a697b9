"""Indicators of a draft: added, changed, moved, deleted. Each change asks for another check before publication."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update

from api.core import ids
from api.core.context import Context
from api.core.errors import Refused, Violation, refuse_if_any
from api.frameworks import errors, queries
from api.frameworks.models import FrameworkDraftNode
from api.frameworks.rules import codec
from api.frameworks.rules.model import Indicator
from api.frameworks.rules.validation import MAX_DEPTH, MAX_NODES, name_faults
from api.frameworks.schemas import DraftNode, NodeIn, NodeMove, NodePatch
from api.frameworks.service.drafts import merged, strange
from api.frameworks.service.records import body_of, note, open_to_edit, touch

Parents = dict[UUID, UUID | None]


def add_node(ctx: Context, framework_id: UUID, wanted: NodeIn) -> DraftNode:
    """A new indicator, before the one at its position or at the end.

    Errors: `not_found`, `framework.no_draft`, `framework.node_code_taken`, everything else at once as `input.invalid`.
    """
    opened = open_to_edit(ctx, framework_id)
    parents = queries.parents_of(ctx, opened.draft.id)
    body = _body({"lineage": str(ids.ordered()), **wanted.indicator.root})
    refuse_if_any(_place_faults(parents, wanted.parent_id, 1))
    siblings = queries.list_siblings(ctx, opened.draft.id, wanted.parent_id)
    at = len(siblings) if wanted.position is None else min(wanted.position, len(siblings))
    node = FrameworkDraftNode(
        id=ids.ordered(),
        draft_id=opened.draft.id,
        parent_id=wanted.parent_id,
        position=at,
        code=body["code"],
        body=body,
    )
    ctx.session.add(node)
    ctx.session.flush()
    _number(ctx, [*siblings[:at], node, *siblings[at:]])
    touch(ctx, opened)
    note(ctx, opened, "framework.node_added", None, body)
    return queries.present_node(node, at, _depth(parents, wanted.parent_id) + 1)


def _body(document: dict[str, Any]) -> dict[str, Any]:
    """The indicator that a document describes, in the form in which it is kept. Errors: `input.invalid`."""
    faults: list[Violation] = []
    if "children" in document:
        faults.append(Violation(errors.CHILDREN_APART, "/indicator/children"))
    bare = {name: value for name, value in document.items() if name != "children"}
    read: Indicator | None = codec.read(Indicator, bare, faults, "/indicator")
    if read is not None:
        faults += [fault.below("/indicator") for fault in name_faults(read)]
    refuse_if_any(faults)
    assert read is not None
    return body_of(read)


def _place_faults(parents: Parents, parent_id: UUID | None, height: int) -> list[Violation]:
    if parent_id is not None and parent_id not in parents:
        return [Violation(errors.PARENT_UNKNOWN, "/parent_id")]
    if len(parents) + (height == 1) > MAX_NODES:
        return [Violation(errors.TOO_MANY, "/indicator", params={"limit": MAX_NODES})]
    if _depth(parents, parent_id) + height > MAX_DEPTH:
        return [Violation(errors.TOO_DEEP, "/parent_id", params={"limit": MAX_DEPTH})]
    return []


def _depth(parents: Parents, node_id: UUID | None) -> int:
    """How deep a node lies: 1 at the top, 0 for no node."""
    depth = 0
    while node_id is not None:
        depth, node_id = depth + 1, parents[node_id]
    return depth


def _number(ctx: Context, siblings: Sequence[FrameworkDraftNode]) -> None:
    """Positions from 0. A sibling that merely moves up keeps its revision: nobody's change of it is lost."""
    for position, node in enumerate(siblings):
        if node.position != position:
            stmt = update(FrameworkDraftNode).where(FrameworkDraftNode.id == node.id).values(position=position)
            ctx.session.execute(stmt, execution_options={"synchronize_session": False})


def change_node(ctx: Context, framework_id: UUID, node_id: UUID, patch: NodePatch) -> DraftNode:
    """Merge patch of an indicator; the same again changes nothing.

    Errors: `not_found`, `conflict.stale`, `framework.no_draft`, `framework.node_code_taken`, faults as `input.invalid`.
    """
    opened = open_to_edit(ctx, framework_id)
    node = queries.load_node(ctx, opened.draft.id, node_id)
    ctx.expect(node.revision)
    before = node.body
    refuse_if_any(strange(patch.indicator.root, patch.indicator.described, "/indicator"))
    after = _body({**merged(before, patch.indicator.root), "lineage": before["lineage"]})
    if after != before:
        node.code, node.body = after["code"], after
        ctx.session.flush()
        touch(ctx, opened)
        note(ctx, opened, "framework.node_changed", before, after)
    return queries.present_node(node, node.position, _depth(queries.parents_of(ctx, opened.draft.id), node_id))


def move_node(ctx: Context, framework_id: UUID, node_id: UUID, wanted: NodeMove) -> DraftNode:
    """Put an indicator, with all below it, somewhere else.

    Errors: `not_found`, `conflict.stale`, `framework.no_draft`; `framework.cycle`, `framework.parent_unknown`,
    `framework.too_deep` as `input.invalid`.
    """
    opened = open_to_edit(ctx, framework_id)
    node = queries.load_node(ctx, opened.draft.id, node_id)
    ctx.expect(node.revision)
    parents = queries.parents_of(ctx, opened.draft.id)
    refuse_if_any(_place_faults(parents, wanted.parent_id, _height(parents, node_id)))
    if node_id in _line(parents, wanted.parent_id):
        refuse_if_any([Violation(errors.CYCLE, "/parent_id")])
    others = [one for one in queries.list_siblings(ctx, opened.draft.id, wanted.parent_id) if one.id != node_id]
    at = min(wanted.position, len(others))
    before = {"parent_id": node.parent_id, "position": node.position}
    node.parent_id = wanted.parent_id
    node.position = at
    ctx.session.flush()
    _number(ctx, [*others[:at], node, *others[at:]])
    touch(ctx, opened)
    after = {"parent_id": wanted.parent_id, "position": at, "code": node.code}
    note(ctx, opened, "framework.node_moved", before | {"code": node.code}, after)
    return queries.present_node(node, at, _depth(parents, wanted.parent_id) + 1)


def _line(parents: Parents, node_id: UUID | None) -> set[UUID]:
    """A node and all above it."""
    line: set[UUID] = set()
    while node_id is not None:
        line.add(node_id)
        node_id = parents[node_id]
    return line


def _below(parents: Parents, node_id: UUID) -> list[UUID]:
    """Everything below a node."""
    children = [child for child, parent in parents.items() if parent == node_id]
    return [one for child in children for one in (child, *_below(parents, child))]


def _height(parents: Parents, node_id: UUID) -> int:
    """How many levels a node takes, itself included."""
    base = _depth(parents, node_id)
    return 1 + max((_depth(parents, one) - base for one in _below(parents, node_id)), default=0)


def delete_node(ctx: Context, framework_id: UUID, node_id: UUID, *, subtree: bool) -> None:
    """Take an indicator out of the draft, with what lies below it where `subtree` says so.

    Errors: `not_found`, `conflict.stale`, `framework.no_draft`, `framework.has_children`.
    """
    opened = open_to_edit(ctx, framework_id)
    node = queries.load_node(ctx, opened.draft.id, node_id)
    ctx.expect(node.revision)
    below = _below(queries.parents_of(ctx, opened.draft.id), node_id)
    if below and not subtree:
        raise Refused(errors.HAS_CHILDREN)
    ctx.session.execute(delete(FrameworkDraftNode).where(FrameworkDraftNode.id.in_([*below, node_id])))
    touch(ctx, opened)
    note(ctx, opened, "framework.node_deleted", {**node.body, "below": len(below)})
