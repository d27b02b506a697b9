"""Taking an import back: what nobody has touched since goes back to what it was."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.core.context import Context
from api.core.errors import ErrorSpec
from api.core.faults import CHANGED_SINCE, OUTSIDE_REACH
from api.core.intake import Action, Fault, Outcome
from api.core.taking import covers
from api.organizations import queries as organizations

Undone = tuple[list[Outcome], list[tuple[Outcome, Any]]]


def undone(ctx: Context, outcomes: Sequence[Outcome], held: Mapping[UUID, Any]) -> Undone:
    """What becomes of each outcome, and those that can be taken back with their rows; rows bear `path` and `revision`."""
    paths = organizations.paths_for(ctx, ctx.permission or "")
    faults = [_fault(outcome, held, paths) for outcome in outcomes]
    sound = [(was, held[was.id]) for was, fault in zip(outcomes, faults, strict=True) if fault is None and was.id]
    return [_outcome(was, fault) for was, fault in zip(outcomes, faults, strict=True)], sound


def _fault(was: Outcome, held: Mapping[UUID, Any], paths: Sequence[str]) -> ErrorSpec | None:
    now = held.get(was.id) if was.id else None
    if now is None or now.revision != was.revision:
        return CHANGED_SINCE
    return None if covers(paths, now.path) else OUTSIDE_REACH


def _outcome(was: Outcome, fault: ErrorSpec | None) -> Outcome:
    if fault is not None:
        return Outcome(was.row, Action.REFUSED, was.id, was.key, faults=(Fault(None, fault),))
    if was.action is Action.CREATED:
        return Outcome(was.row, Action.DELETED, was.id, was.key, revision_before=was.revision)
    changed = was.action is Action.UPDATED
    revision = (was.revision or 0) + 1 if changed else was.revision
    return Outcome(was.row, Action.UPDATED if changed else Action.UNCHANGED, was.id, was.key, was.revision, revision)
