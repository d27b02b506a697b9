"""Taking an import of units back: what it made goes, what it changed is as it was, where nobody has touched it since."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import ErrorSpec
from api.core.faults import CHANGED_SINCE, OUTSIDE_REACH, REFERRED_TO
from api.core.intake import Action, Fault, Outcome
from api.core.taking import covers
from api.ledger.rules import document_hash, plain
from api.organizations import errors, queries, rules
from api.organizations.canonical import school_document
from api.organizations.ports import ports
from api.organizations.queries import Held
from api.organizations.rules import UnitKind
from api.organizations.service.in_bulk import Change, change_units, remove_units


@dataclass(slots=True)
class _Case:
    """What an import did to a unit, and the unit as it is now."""

    was: Outcome
    held: Held | None
    before: dict[str, Any] = field(default_factory=dict)
    fault: ErrorSpec | None = None


def undo_schools(ctx: Context, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Take back what an import did to schools; those that were changed, or are referred to, since then are kept."""
    return _undo(ctx, outcomes, Permission.SCHOOL_UPDATE, "school.updated")


def undo_units(ctx: Context, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The same for bureaus, sections and districts."""
    return _undo(ctx, outcomes, Permission.UNIT_MANAGE, "unit.updated")


def _undo(ctx: Context, outcomes: Sequence[Outcome], permission: Permission, action: str) -> list[Outcome]:
    keys = [str(outcome.id) for outcome in outcomes if outcome.id is not None]
    if permission is Permission.SCHOOL_UPDATE:
        held = queries.schools_by(ctx, "id", keys, lock=True)
    else:
        held = queries.units_by(ctx, "id", keys, tuple(rules.UnitKind), lock=True)
    cases = [_Case(outcome, held.get(str(outcome.id))) for outcome in outcomes]
    paths = queries.paths_for(ctx, permission)
    for case in cases:
        case.fault = _fault(case, paths)
    _keep_what_is_referred_to(ctx, cases)
    _keep_what_cannot_be_again(ctx, cases)
    _take_back(ctx, cases, action)
    return [_outcome(case) for case in cases]


def _fault(case: _Case, paths: Iterable[str]) -> ErrorSpec | None:
    if case.held is None or case.held.revision != case.was.revision:
        return CHANGED_SINCE
    if not covers(paths, case.held.path):
        return OUTSIDE_REACH
    case.before = {**case.held.facts, **(case.was.before or {})}
    return None


def _keep_what_is_referred_to(ctx: Context, cases: Iterable[_Case]) -> None:
    made = {case.was.id: case for case in cases if case.fault is None and case.was.action is Action.CREATED}
    if not made:
        return
    unit_ids: Collection[Any] = tuple(made)
    referred = queries.referred_within(ctx, unit_ids)
    for provider in ports.references.values():
        referred |= {found.unit_id for found in provider(ctx, unit_ids) if found.count}
    for unit_id in referred:
        made[unit_id].fault = REFERRED_TO


def _keep_what_cannot_be_again(ctx: Context, cases: Iterable[_Case]) -> None:
    """Codes and ids that were given up by the import, and that others have taken since."""
    changed = [case for case in cases if case.fault is None and case.was.action is Action.UPDATED]
    by_kind: dict[str, list[_Case]] = defaultdict(list)
    for case in changed:
        by_kind[case.held.kind if case.held else ""].append(case)
    for kind, some in by_kind.items():
        values = {value for case in some for _, value in rules.unique_values(case.before)}
        _refuse_taken(some, queries.find_holders(ctx, kind, values))


def _refuse_taken(cases: Iterable[_Case], holders: Mapping[Any, set[UUID | None]]) -> None:
    for case in cases:
        own = {case.was.id}
        if any(holders.get(value, own) - own for _, value in rules.unique_values(case.before)):
            case.fault = errors.CODE_TAKEN


def _take_back(ctx: Context, cases: Iterable[_Case], action: str) -> None:
    sound = [(case, case.held) for case in cases if case.fault is None and case.held is not None]
    remove_units(ctx, [held for case, held in sound if case.was.action is Action.CREATED])
    changes = [Change.to(held, case.before) for case, held in sound if case.was.action is Action.UPDATED]
    change_units(ctx, changes, action)


def _outcome(case: _Case) -> Outcome:
    was, held = case.was, case.held
    if case.fault is not None or held is None:
        return Outcome(was.row, Action.REFUSED, was.id, was.key, faults=(Fault(None, case.fault or CHANGED_SINCE),))
    if was.action is Action.CREATED:
        return Outcome(was.row, Action.DELETED, was.id, was.key, revision_before=held.revision)
    if was.action is not Action.UPDATED:
        return Outcome(was.row, Action.UNCHANGED, was.id, was.key, held.revision, held.revision)
    change = Change.to(held, case.before)
    document = school_document(change.now, case.before) if held.kind == UnitKind.SCHOOL else None
    return Outcome(
        row=was.row,
        action=Action.UPDATED,
        id=was.id,
        key=was.key,
        revision_before=held.revision,
        revision=change.now.revision,
        before=plain(change.was),
        document_hash=document_hash(document) if document else None,
    )
