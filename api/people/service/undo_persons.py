"""Taking an import of persons back, where nobody has touched them since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from api.core.context import Context
from api.core.errors import ErrorSpec
from api.core.faults import CHANGED_SINCE, REFERRED_TO
from api.core.intake import Action, Fault, Outcome
from api.people import errors, queries
from api.people.service.persons_in_bulk import COLUMNS, PersonChange, change_persons, remove_made, remove_persons

_DAYS = frozenset({"party_joined_on", "registered_to_on"})
_IDS = frozenset({"unit_id", "party_unit_id"})


@dataclass(slots=True)
class _Case:
    """What an import did to a person, and the person now."""

    was: Outcome
    held: Any
    fault: ErrorSpec | None = None

    @property
    def made(self) -> Mapping[str, str]:
        """The ids of what the import entered beside the person."""
        made: Mapping[str, str] = (self.was.before or {}).get("made", {})
        return made


def undo_persons(ctx: Context, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Take back what an import did to persons; whoever was changed, or is referred to, since then is kept.

    Posts and decisions that it entered go with it, if they are as they were entered.
    """
    held = queries.persons_by_id(ctx, [str(outcome.id) for outcome in outcomes], lock=True)
    cases = [_Case(outcome, next(iter(held.get(str(outcome.id), ())), None)) for outcome in outcomes]
    for case in cases:
        case.fault = CHANGED_SINCE if case.held is None or case.held.revision != case.was.revision else None
    _keep_what_is_referred_to(ctx, cases)
    _keep_whose_number_is_taken(ctx, cases)
    sound = [case for case in cases if case.fault is None]
    made = {name: [UUID(case.made[name]) for case in sound if name in case.made] for name in ("post", "registration")}
    remove_made(ctx, made["post"], made["registration"])
    remove_persons(ctx, [case.held.id for case in sound if case.was.action is Action.CREATED])
    changed = [case for case in sound if case.was.action is Action.UPDATED]
    change_persons(ctx, [PersonChange(case.held.id, case.held.revision, _before(case)) for case in changed])
    return [_outcome(case) for case in cases]


def _keep_what_is_referred_to(ctx: Context, cases: Iterable[_Case]) -> None:
    new = {case.held.id: case for case in cases if case.fault is None and case.was.action is Action.CREATED}
    made = [UUID(made) for case in new.values() for made in case.made.values()]
    for person_id in queries.referred_persons(ctx, tuple(new), made) if new else ():
        new[person_id].fault = REFERRED_TO


def _keep_whose_number_is_taken(ctx: Context, cases: Iterable[_Case]) -> None:
    """A number that the import replaced, and that was entered for somebody else since."""
    again = {(case.was.before or {}).get("id_hash"): case for case in cases if case.fault is None and case.held}
    taken = queries.find_by_identity(ctx, [digest for digest in again if digest])
    for digest in taken:
        if again[digest].held.id_hash != digest:
            again[digest].fault = errors.IDENTITY_TAKEN


def _before(case: _Case) -> dict[str, Any]:
    """The columns as the import found them."""
    now = {name: getattr(case.held, name) for name in COLUMNS}
    return {**now, **{name: _value(name, value) for name, value in (case.was.before or {}).items() if name in now}}


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    return date.fromisoformat(value) if name in _DAYS else UUID(value) if name in _IDS else value


def _outcome(case: _Case) -> Outcome:
    was = case.was
    if case.fault is not None:
        return Outcome(was.row, Action.REFUSED, was.id, faults=(Fault(None, case.fault),))
    if was.action is Action.CREATED:
        return Outcome(was.row, Action.DELETED, was.id, revision_before=case.held.revision)
    changed = was.action is Action.UPDATED
    revision = case.held.revision + 1 if changed else case.held.revision
    return Outcome(
        row=was.row,
        action=Action.UPDATED if changed else Action.UNCHANGED,
        id=was.id,
        revision_before=case.held.revision,
        revision=revision,
    )
