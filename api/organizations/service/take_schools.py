"""Schools as rows: judged by the same rules as one school over the API, read and written by the chunk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.access.permissions import Permission
from api.core.context import Context
from api.core.faults import ROW_KEY_MISSING, ROW_NOT_FOUND
from api.core.intake import Action, How, Mode, Outcome, Row
from api.core.taking import chunked_keys, covers, key_field, key_of
from api.organizations import errors, queries, rules
from api.organizations.queries import Held
from api.organizations.rules import Facts, Status, UnitKind
from api.organizations.service.taking import (
    FIELDS,
    Parents,
    UnitCase,
    come_to,
    judge_known,
    judge_unique,
    sent_facts,
    settle,
)

_UNKNOWN: Facts = {
    **dict.fromkeys(("short_name", "code", "credit_code", "boarding", "boarders", "canteen", "area", "pupils")),
    **dict.fromkeys(("staff", "party_members", "party_organization", "party_coverage", "address", "longitude")),
    "latitude": None,
    "former_names": [],
    "status": Status.OPERATING.value,
    "external_ids": [],
}
_FACTS = (*_UNKNOWN, "name", "type", "ownership")
_TRUTH = {"true": True, "false": False}  # a choice of two words (寄宿, 不寄宿) is a truth value
_NEEDED = ("name", "type", "ownership", "parent")
_KEPT = (*_NEEDED, "status")


def take_schools(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Judge a chunk of rows and, if it is to be written, write those that nothing is wrong with."""
    cases = [UnitCase(row, key_of(row, how.scheme)) for row in rows]
    known = _read(ctx, cases, how)
    for case in cases:
        _judge(case, known, how)
    judge_unique(ctx, cases)
    return settle(ctx, cases, how, "school.updated")


@dataclass(frozen=True, slots=True)
class _Known:
    """What a chunk is judged by, read at once. The last two: where the actor may change, and register."""

    parents: Parents
    withdrawn: frozenset[str]
    changes: tuple[str, ...]
    registers: tuple[str, ...]


def _read(ctx: Context, cases: Sequence[UnitCase], how: How) -> _Known:
    held = queries.schools_by(ctx, how.scheme, chunked_keys(cases), lock=how.write)
    for case in cases:
        case.held = held.get((case.key or "").lower() if how.scheme == "id" else case.key or "")
    creates = queries.paths_for(ctx, Permission.SCHOOL_CREATE)
    unheld = [case.key for case in cases if case.key is not None and case.held is None]
    return _Known(
        parents=Parents.read(ctx, cases, how, rules.PARENTS[UnitKind.SCHOOL], creates),
        withdrawn=frozenset(queries.withdrawn(ctx, how.scheme, unheld)),
        changes=queries.paths_for(ctx, Permission.SCHOOL_UPDATE),
        registers=queries.paths_for(ctx, Permission.SCHOOL_REGISTER),
    )


def _judge(case: UnitCase, known: _Known, how: How) -> None:
    """Everything that is wrong with a row by itself."""
    if case.key is None:
        case.refuse(ROW_KEY_MISSING, key_field(how.scheme))
    elif case.held is None:
        _judge_new(case, known, how)
    elif judge_known(case, case.held, known.changes, how):
        _judge_change(case, case.held, known, how)


def _judge_new(case: UnitCase, known: _Known, how: How) -> None:
    if how.mode is Mode.UPDATE or how.scheme == "id":
        case.refuse(ROW_NOT_FOUND, key_field(how.scheme))
        return
    if case.key in known.withdrawn:
        case.refuse(errors.KEY_WITHDRAWN, key_field(how.scheme))
    case.missing(_NEEDED)
    known.parents.judge_new(case)
    facts = {**_UNKNOWN, "name": None, "type": None, "ownership": None, **_sent(case, how, ())}
    facts["status"] = facts["status"] or Status.OPERATING.value
    if facts["type"] is not None:
        case.refuse_all(rules.school_violations(facts), FIELDS)
    case.action = Action.CREATED
    if case.parent and not case.faults:
        case.after = {**rules.normal(facts), "parent_id": case.parent.id}


def _judge_change(case: UnitCase, held: Held, known: _Known, how: How) -> None:
    before = held.facts
    case.cleared(_KEPT)
    known.parents.judge_same(case, held)
    sent = _sent(case, how, before["external_ids"])
    case.action, case.after = Action.UNCHANGED, before
    if case.faults or all(before[name] == value for name, value in sent.items()):
        return
    after = {**before, **sent}
    case.refuse_all(rules.school_violations(after), FIELDS)
    if before["status"] != after["status"] and Status.CLOSED in (before["status"], after["status"]):
        case.refuse(errors.STATUS_BY_VERB, "status")
    registers = covers(known.registers, held.path)
    if not registers:
        case.refuse_all(rules.register_violations(before, after))
    if not case.faults:
        come_to(case, held, rules.normal(after))
    if case.action is Action.UPDATED and before["status"] == Status.CLOSED and not registers:
        case.refuse(errors.UNIT_CLOSED, None)


def _sent(case: UnitCase, how: How, external_ids: Sequence[Any]) -> dict[str, Any]:
    sent = sent_facts(case, how, _FACTS, external_ids)
    if "boarding" in sent:
        sent["boarding"] = _TRUTH.get(sent["boarding"], sent["boarding"])
    return sent
