"""Schools as rows: judged by the same rules as one school over the API, read and written by the chunk."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.access.permissions import Permission
from api.core.context import Context
from api.core.faults import (
    OUTSIDE_REACH,
    ROW_EXISTS,
    ROW_KEY_MISSING,
    ROW_NOT_FOUND,
    ROW_PARENT_MISSING,
    ROW_TOO_MANY_VALUES,
)
from api.core.intake import Action, How, Mode, Outcome, Row
from api.core.taking import EXTERNAL, Case, chunked_keys, covers, key_field, key_of, nearest
from api.ledger.rules import document_hash, plain
from api.organizations import errors, queries, rules
from api.organizations.canonical import school_document
from api.organizations.queries import Candidate, Held, Named
from api.organizations.rules import Facts, Status, UnitKind
from api.organizations.service.in_bulk import Change, New, change_units, enter_units

_UNKNOWN: Facts = {
    **dict.fromkeys(("short_name", "code", "credit_code", "boarding", "boarders", "canteen", "area", "pupils")),
    **dict.fromkeys(("staff", "party_members", "party_organization", "party_coverage", "address", "longitude")),
    "latitude": None,
    "former_names": [],
    "status": Status.OPERATING.value,
    "external_ids": [],
}
_NEEDED = ("name", "type", "ownership", "parent")
_KEPT = ("name", "type", "ownership", "status", "parent")
_FACTS = frozenset({*_UNKNOWN, "name", "type", "ownership"})
_LISTS = ("former_names", "external_ids")
_MOST_VALUES = 20
_EXTERNAL_ID = re.compile(r"([a-z][a-z0-9_.-]{0,39}):(.{1,100})")
Value = tuple[str, str]
_FIELDS: Mapping[str, str] = {"parent_id": "parent"}
_PARENT_KINDS = rules.PARENTS[UnitKind.SCHOOL]


def take_schools(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Judge a chunk of rows and, if it is to be written, write those that nothing is wrong with."""
    known = _known(ctx, rows, how)
    cases = [_judge(case, known, how) for case in known.cases]
    _judge_unique(ctx, cases)
    for case in cases:
        case.action = Action.REFUSED if case.faults else case.action
    if how.write:
        _write(ctx, cases)
    return [_outcome(case) for case in cases]


@dataclass(slots=True)
class SchoolCase(Case):
    """A row, the school that it is, and the facts that it will have."""

    held: Held | None = None
    parent: Candidate | None = None
    after: Facts | None = None
    change: Change | None = None
    now: Held | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What a chunk is judged by, read at once."""

    cases: Sequence[SchoolCase]
    parents: Mapping[str, list[Candidate]]
    meant: Mapping[str, list[str]]
    withdrawn: frozenset[str]
    creates: tuple[str, ...]
    changes: tuple[str, ...]
    registers: tuple[str, ...]


def _known(ctx: Context, rows: Sequence[Row], how: How) -> _Known:
    cases = [SchoolCase(row, key_of(row, how.scheme)) for row in rows]
    keys = chunked_keys(cases)
    held = queries.schools_by(ctx, how.scheme, keys, lock=how.write)
    for case in cases:
        case.held = held.get(_normal_key(how.scheme, case.key))
    unheld = [case.key for case in cases if case.key is not None and case.held is None]
    creates = queries.paths_for(ctx, Permission.SCHOOL_CREATE)
    parents = _parents(ctx, cases, how, creates)
    return _Known(
        cases=cases,
        parents=parents,
        meant=_meant(ctx, cases, parents, how, creates),
        withdrawn=frozenset(queries.withdrawn(ctx, how.scheme, unheld)),
        creates=creates,
        changes=queries.paths_for(ctx, Permission.SCHOOL_UPDATE),
        registers=queries.paths_for(ctx, Permission.SCHOOL_REGISTER),
    )


def _normal_key(scheme: str, key: str | None) -> str:
    return (key or "").lower() if scheme == "id" else key or ""


def _parents(
    ctx: Context, cases: Iterable[SchoolCase], how: How, paths: tuple[str, ...]
) -> Mapping[str, list[Candidate]]:
    texts = {case.row.values["parent"] for case in cases if case.row.values.get("parent") is not None}
    own = {case.held.facts["parent_id"] for case in cases if case.held}
    named = Named(_parent_scheme(how), texts, _PARENT_KINDS)
    return queries.candidates(ctx, named, paths, own, lock=how.write)


def _parent_scheme(how: How) -> str:
    return how.references.get("parent", "name")


def _meant(
    ctx: Context, cases: Iterable[SchoolCase], parents: Mapping[str, Any], how: How, paths: tuple[str, ...]
) -> Mapping[str, list[str]]:
    """What names that no unit has may mean."""
    named = (case.row.values.get("parent") for case in cases)
    unknown = sorted({name for name in named if name is not None and name not in parents})[:_MOST_VALUES]
    if not unknown or _parent_scheme(how) != "name":
        return {}
    names = queries.names_below(ctx, _PARENT_KINDS, paths)
    return {name: nearest(name, names) for name in unknown}


# --- Judging ---------------------------------------------------------------------------------------------------------


def _judge(case: SchoolCase, known: _Known, how: How) -> SchoolCase:
    """Everything that is wrong with a row by itself."""
    if case.key is None:
        case.refuse(ROW_KEY_MISSING, key_field(how.scheme))
    elif case.held is None:
        _judge_new(case, known, how)
    elif not covers(known.changes, case.held.path):
        unknown = how.mode is Mode.UPDATE or how.scheme == "id"
        case.refuse(ROW_NOT_FOUND if unknown else OUTSIDE_REACH, key_field(how.scheme))
    elif how.mode is Mode.CREATE:
        case.refuse(ROW_EXISTS, key_field(how.scheme))
    else:
        _judge_change(case, case.held, known, how)
    return case


def _judge_new(case: SchoolCase, known: _Known, how: How) -> None:
    if how.mode is Mode.UPDATE or how.scheme == "id":
        case.refuse(ROW_NOT_FOUND, key_field(how.scheme))
        return
    if case.key in known.withdrawn:
        case.refuse(errors.KEY_WITHDRAWN, key_field(how.scheme))
    case.missing(_NEEDED)
    case.parent = _parent(case, known)
    facts = {**_UNKNOWN, "name": None, "type": None, "ownership": None, **_sent(case, how, [])}
    facts["status"] = facts["status"] or Status.OPERATING.value
    if facts["type"] is not None:
        case.refuse_all(rules.school_violations(facts), _FIELDS)
    case.action = Action.CREATED
    if case.parent and not case.faults:
        case.after = {**rules.normal(facts), "parent_id": case.parent.id}


def _judge_change(case: SchoolCase, held: Held, known: _Known, how: How) -> None:
    before = held.facts
    case.cleared(_KEPT)
    _judge_place(case, held, known)
    sent = _sent(case, how, before["external_ids"])
    case.action, case.after = Action.UNCHANGED, before
    if case.faults or all(before[name] == value for name, value in sent.items()):
        return
    after = {**before, **sent}
    case.refuse_all(rules.school_violations(after), _FIELDS)
    if before["status"] != after["status"] and Status.CLOSED in (before["status"], after["status"]):
        case.refuse(errors.STATUS_BY_VERB, "status")
    registers = covers(known.registers, held.path)
    if not registers:
        case.refuse_all(rules.register_violations(before, after))
    if not case.faults:
        case.after = rules.normal(after)
        case.change = Change.to(held, case.after)
        case.action = Action.UPDATED if case.change.becomes else Action.UNCHANGED
    if case.action is Action.UPDATED and before["status"] == Status.CLOSED and not registers:
        case.refuse(errors.UNIT_CLOSED, None)


def _judge_place(case: SchoolCase, held: Held, known: _Known) -> None:
    """A row may say where a school is; moving it is an act of its own."""
    text = case.row.values.get("parent")
    if text is None:
        return
    found = known.parents.get(text, ())
    if not found:
        case.refuse(ROW_PARENT_MISSING, "parent", known.meant.get(text, ()))
    elif all(parent.id != held.facts["parent_id"] for parent in found):
        case.refuse(errors.PARENT_BY_MOVE, "parent")


def _parent(case: SchoolCase, known: _Known) -> Candidate | None:
    """The one unit that the row can mean; several are named to whoever sent it, and none is picked."""
    text = case.row.values.get("parent")
    if text is None:
        return None
    found = [parent for parent in known.parents.get(text, ()) if covers(known.creates, parent.path)]
    fitting = [parent for parent in found if parent.status != Status.CLOSED]
    if len(fitting) > 1:
        case.ambiguous("parent", [parent.label for parent in fitting])
    elif fitting:
        case.refuse_all(rules.parent_violations(UnitKind.SCHOOL, fitting[0].kind, fitting[0].depth), _FIELDS)
        return fitting[0]
    elif found:
        case.refuse(errors.PARENT_CLOSED, "parent")
    else:
        case.refuse(ROW_PARENT_MISSING, "parent", known.meant.get(text, ()))
    return None


def _sent(case: SchoolCase, how: How, external_ids: list[Any]) -> dict[str, Any]:
    """The facts that the row says, lists empty where it says none; the id that it is known by among the others."""
    sent = {name: value for name, value in case.row.values.items() if name in _FACTS}
    for name in _LISTS:
        if name in sent:
            sent[name] = list(sent[name] or ())
            if len(sent[name]) > _MOST_VALUES:
                case.refuse(ROW_TOO_MANY_VALUES, name, limit=_MOST_VALUES)
    if "external_ids" in sent:
        sent["external_ids"] = _external_ids(case, sent["external_ids"])
    if how.scheme.startswith(EXTERNAL):
        own = {"scheme": how.scheme.removeprefix(EXTERNAL), "value": case.key}
        others = sent.get("external_ids", external_ids)
        sent["external_ids"] = [*(each for each in others if each != own), own]
    if "external_ids" in sent:
        sent["external_ids"].sort(key=lambda each: (each["scheme"], each["value"]))
    return sent


def _external_ids(case: SchoolCase, texts: Iterable[str]) -> list[Any]:
    found = []
    for text in texts:
        parts = _EXTERNAL_ID.fullmatch(text)
        if parts is None:
            case.refuse(errors.EXTERNAL_ID_FORM, "external_ids")
        else:
            found.append({"scheme": parts[1], "value": parts[2]})
    return found


# --- What no two may share ------------------------------------------------------------------------------------------


def _judge_unique(ctx: Context, cases: Iterable[SchoolCase]) -> None:
    """Codes and ids that other schools have, or that stand twice in the chunk."""
    drafts = [(case, list(_new_values(case))) for case in cases if not case.faults and _writes(case)]
    holders = queries.find_holders(ctx, UnitKind.SCHOOL, (value for _, values in drafts for _, value in values))
    bearers: dict[Value, list[SchoolCase]] = {}
    for case, values in drafts:
        taken = _taken(case, values, holders) if holders else set()
        if taken and case.after:
            case.refuse_all(rules.taken_violations(case.after, taken))
        for _, value in values:
            bearers.setdefault(value, []).append(case)
    for (scheme, _), sharing in bearers.items():
        if len(sharing) > 1:
            name = scheme.removeprefix("/") if scheme.startswith("/") else "external_ids"
            for case in sharing:
                case.refuse(errors.REPEATED, name)


def _taken(
    case: SchoolCase, values: Iterable[tuple[str, Value]], holders: Mapping[Value, set[UUID | None]]
) -> set[Value]:
    """What of the new values of one school others have, or had."""
    own = {case.held.id} if case.held else set()
    asked = [sought for _, value in values for sought in (value, ("/former_code", value[1]))]
    return {value for value in asked if holders.get(value, own) - own}


def _writes(case: SchoolCase) -> bool:
    return case.action in (Action.CREATED, Action.UPDATED)


def _new_values(case: SchoolCase) -> Iterator[tuple[str, Value]]:
    """What the school will bear that it does not bear yet."""
    if case.after is None:
        return
    had = {value for _, value in rules.unique_values(case.held.facts)} if case.held else set()
    for pointer, value in rules.unique_values(case.after):
        if value not in had:
            yield pointer, value


# --- Writing ---------------------------------------------------------------------------------------------------------


def _write(ctx: Context, cases: Sequence[SchoolCase]) -> None:
    new = [case for case in cases if case.action is Action.CREATED]
    made = enter_units(ctx, [_new(case) for case in new])
    for case, school in zip(new, made, strict=True):
        case.now = school
    changed = [(case, case.change) for case in cases if case.action is Action.UPDATED and case.change]
    change_units(ctx, [change for _, change in changed], "school.updated")
    for case, change in changed:
        case.now = change.now


def _new(case: SchoolCase) -> New:
    assert case.parent is not None, "judged"
    assert case.after is not None, "judged"
    return New(UnitKind.SCHOOL, case.parent.path, case.parent.depth + 1, case.after)


def _outcome(case: SchoolCase) -> Outcome:
    if case.faults:
        return case.refused()
    held, now, change = case.held, case.now, case.change
    return Outcome(
        row=case.row.number,
        action=case.action,
        id=_id(held, now),
        key=case.key,
        revision_before=held.revision if held else None,
        revision=now.revision if now else held.revision if held else None,
        before=plain(change.was) if change and now else None,
        document_hash=document_hash(school_document(now, now.facts)) if now else None,
    )


def _id(held: Held | None, now: Held | None) -> UUID | None:
    unit = now or held
    return unit.id if unit else None
