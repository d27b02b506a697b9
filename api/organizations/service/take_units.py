"""Bureaus, sections and districts as rows, below what exists. Regions follow the table of GB/T 2260 and are planted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.access.permissions import Permission
from api.core.context import Context
from api.core.faults import FIELD_DENIED, ROW_FIELD_MISSING, ROW_KEY_MISSING, ROW_NOT_FOUND
from api.core.intake import Action, How, Mode, Outcome, Row
from api.core.taking import chunked_keys, key_field, key_of
from api.organizations import errors, queries, rules
from api.organizations.queries import Held
from api.organizations.rules import Status, UnitKind
from api.organizations.service.taking import Parents, UnitCase, come_to, judge_known, judge_unique, sent_facts, settle

KINDS = (UnitKind.BUREAU, UnitKind.SECTION, UnitKind.DISTRICT)
_PARENT_KINDS = tuple(sorted({parent for kind in KINDS for parent in rules.PARENTS[kind]}))
_FACTS = ("name", "short_name", "code", "external_ids")
_NEEDED = ("kind", "name", "parent")


def take_units(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Judge a chunk of rows and, if it is to be written, write those that nothing is wrong with.

    A code is one among units of its kind, so a row that is known by its code says its kind too.
    """
    cases = [_case(row, how) for row in rows]
    known = _read(ctx, cases, how)
    for case in cases:
        _judge(case, known, how)
    judge_unique(ctx, cases)
    return settle(ctx, cases, how, "unit.updated")


def _case(row: Row, how: How) -> UnitCase:
    kind = row.values.get("kind")
    return UnitCase(row, key_of(row, how.scheme), kind=UnitKind(kind) if kind else UnitKind.DISTRICT)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a chunk is judged by, read at once; `paths`: where the actor may do it."""

    parents: Parents
    withdrawn: frozenset[str]
    paths: tuple[str, ...]


def _read(ctx: Context, cases: Sequence[UnitCase], how: How) -> _Known:
    held = queries.units_by(ctx, how.scheme, chunked_keys(cases), KINDS, lock=how.write)
    for case in cases:
        case.held = held.get(_place(case, how))
    paths = queries.paths_for(ctx, Permission.UNIT_MANAGE)
    unheld = [case.key for case in cases if case.key is not None and case.held is None]
    parents = Parents.read(ctx, cases, how, _PARENT_KINDS, paths)
    # A code of another kind may have been withdrawn; those of units are told from each other when they are written.
    withdrawn = queries.withdrawn(ctx, how.scheme, unheld) if how.scheme != "code" else set()
    return _Known(parents, frozenset(withdrawn), paths)


def _place(case: UnitCase, how: How) -> str:
    """Under which words `units_by` gives the unit of this row."""
    if how.scheme == "code":
        return f"{case.kind} {case.key}"
    return (case.key or "").lower() if how.scheme == "id" else case.key or ""


def _judge(case: UnitCase, known: _Known, how: How) -> None:
    if case.key is None:
        case.refuse(ROW_KEY_MISSING, key_field(how.scheme))
    elif how.scheme == "code" and case.row.values.get("kind") is None:
        case.refuse(ROW_FIELD_MISSING, "kind")
    elif case.held is None:
        _judge_new(case, known, how)
    elif judge_known(case, case.held, known.paths, how):
        _judge_change(case, case.held, known, how)


def _judge_new(case: UnitCase, known: _Known, how: How) -> None:
    if how.mode is Mode.UPDATE or how.scheme == "id":
        case.refuse(ROW_NOT_FOUND, key_field(how.scheme))
        return
    if case.key in known.withdrawn:
        case.refuse(errors.KEY_WITHDRAWN, key_field(how.scheme))
    case.missing(_NEEDED)
    known.parents.judge_new(case)
    unknown: dict[str, Any] = {"name": None, "short_name": None, "code": None, "external_ids": []}
    facts = {**unknown, **sent_facts(case, how, _FACTS, ()), "status": Status.OPERATING.value}
    if case.row.values.get("status", Status.OPERATING) not in (Status.OPERATING, None):
        case.refuse(errors.STATUS_BY_VERB, "status")
    case.action = Action.CREATED
    if case.parent and not case.faults:
        case.after = {**facts, "parent_id": case.parent.id}


def _judge_change(case: UnitCase, held: Held, known: _Known, how: How) -> None:
    """Names, and a first code; another kind or place, and an end, are acts of their own."""
    before, values = held.facts, case.row.values
    case.cleared((*_NEEDED, "status"))
    known.parents.judge_same(case, held)
    if values.get("kind", held.kind) != held.kind:
        case.refuse(errors.KIND_FIXED, "kind")
    case.kind = UnitKind(held.kind)
    if values.get("status", before["status"]) != before["status"]:
        case.refuse(errors.STATUS_BY_VERB, "status")
    sent = sent_facts(case, how, _FACTS, before["external_ids"])
    if before["code"] is not None and sent.get("code", before["code"]) != before["code"]:
        case.refuse(FIELD_DENIED, "code")
    if not case.faults:
        come_to(case, held, {**before, **sent})
    if case.action is Action.UPDATED and before["status"] == Status.CLOSED:
        case.refuse(errors.UNIT_CLOSED, None)
