"""Cases of an older register as rows: what is coded of them. They arrive archived, with the flag `legacy`.

What people wrote and who they are stays in the old house: no import can set a state, an identity or a text. A case is
known by the system it comes from and its number there, so that the same file brought in again makes nothing new.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from api.complaints import errors
from api.complaints.models.cases import ComplaintCase, ComplaintSubject
from api.complaints.models.working import ComplaintOutcome
from api.complaints.queries import legacy, work
from api.complaints.rules.policy import RETENTION_YEARS
from api.complaints.rules.received import Channel
from api.complaints.rules.states import CaseState
from api.complaints.rules.words import Rank, SubjectKind
from api.core import bulk, clock, ids
from api.core.context import Context
from api.core.faults import ROW_EXISTS, ROW_NOT_FOUND, ROW_REFERENCE_UNKNOWN
from api.core.intake import Action, How, Mode, Outcome, Row
from api.core.taking import Case
from api.rectifications.rules.clocks import months_after

_CASE, _SUBJECT, _OUTCOME = (
    model.metadata.tables[model.__tablename__] for model in (ComplaintCase, ComplaintSubject, ComplaintOutcome)
)
_KEY = ("source_system", "source_no")
_FACTS = ("category", "track", "channel", "named", "received_on", "concluded_on", "people", "amount")
_FOUND = ("finding", "form", "unit_id")
_NOON = time(4, tzinfo=UTC)  # a register knows days, not hours


@dataclass(slots=True)
class _Case(Case):
    """A row, the case that it is, and what that will say."""

    held: legacy.Held | None = None
    unit_id: UUID | None = None
    after: Mapping[str, Any] | None = None
    case_id: UUID | None = None


def take_legacy(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Judge a chunk of rows and, if it is to be written, write those that nothing is wrong with."""
    cases = [_Case(row, _shown(row)) for row in rows]
    texts = {str(case.row.values["unit"]) for case in cases if case.row.values.get("unit") is not None}
    units = legacy.units_called(ctx, how.references.get("unit", "name"), texts)
    held = legacy.held(ctx, [_key(case.row) for case in cases])
    seen: set[tuple[Any, Any]] = set()
    for case in cases:
        case.held = held.get(_key(case.row))
        _judge(ctx, case, how, units)
        if not case.faults and _key(case.row) in seen:
            case.refuse(ROW_EXISTS, "source_no")
        seen.add(_key(case.row))
    if how.write:
        _write(ctx, [case for case in cases if not case.faults])
    return [_outcome(case) for case in cases]


def _key(row: Row) -> tuple[Any, Any]:
    return row.values.get("source_system"), row.values.get("source_no")


def _shown(row: Row) -> str | None:
    return None if row.values.get("source_no") is None else str(row.values["source_no"])


def _judge(ctx: Context, case: _Case, how: How, units: Mapping[str, list[UUID]]) -> None:
    case.missing(_KEY)
    if case.held is None:
        case.missing(["received_on"])
    if case.held is not None and not case.held.legacy:
        case.refuse(errors.NOT_LEGACY, "source_no")
    elif case.held is None and how.mode is Mode.UPDATE:
        case.refuse(ROW_NOT_FOUND, "source_no")
    elif case.held is not None and how.mode is Mode.CREATE:
        case.refuse(ROW_EXISTS, "source_no")
    _find_unit(case, units)
    if case.faults:
        return
    before = case.held.facts if case.held else {}
    after = _come_to(case, before)
    if after["received_on"] > clock.legal_day(ctx.now):
        case.refuse(errors.DAY_FUTURE, "received_on")
    if after["concluded_on"] and after["concluded_on"] < after["received_on"]:
        case.refuse(errors.CONCLUDED_EARLY, "concluded_on")
    if after["form"] is not None and after["finding"] is None:
        case.refuse(errors.FORM_ALONE, "form")
    case.after = after
    case.action = Action.CREATED if case.held is None else Action.UNCHANGED if after == before else Action.UPDATED


def _find_unit(case: _Case, units: Mapping[str, list[UUID]]) -> None:
    text = case.row.values.get("unit")
    found = units.get(str(text), []) if text is not None else []
    if text is not None and len(found) > 1:
        case.ambiguous("unit", [str(one) for one in found])
    elif text is not None and not found:
        case.refuse(ROW_REFERENCE_UNKNOWN, "unit")
    case.unit_id = found[0] if len(found) == 1 else None


def _come_to(case: _Case, before: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as they will be; a field that is absent stays as it is."""
    values = dict(case.row.values)
    for name in ("received_on", "concluded_on"):
        if values.get(name):
            values[name] = date.fromisoformat(values[name])
    if values.get("amount") is not None:
        values["amount"] = int(values["amount"].replace(".", ""))
    if "unit" in values:
        values["unit_id"] = case.unit_id
    known = {name: values.get(name, before.get(name)) for name in (*_FACTS, *_FOUND)}
    return {**known, "channel": known["channel"] or Channel.SYSTEM.value, "named": bool(known["named"])}


def _write(ctx: Context, cases: Iterable[_Case]) -> None:
    made: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    subjects: list[dict[str, Any]] = []
    outcomes: list[dict[str, Any]] = []
    gone: list[UUID] = []
    unit_id = work.bureau_of(ctx.session, None) if ctx.actor is None else legacy.own_bureau(ctx)
    bureaus = legacy.bureaus_among(ctx, [(case.after or {}).get("unit_id") for case in cases])
    for case in cases:
        facts = case.after or {}
        # What names the bureau itself is restricted, however old.
        restricted = facts.get("unit_id") in bureaus
        if case.action is Action.CREATED:
            case.case_id = ids.random()
            made.append(_new(ctx, case, unit_id) | {"restricted": restricted})
        elif case.action is Action.UPDATED and case.held:
            case.case_id = case.held.id
            gone.append(case.held.id)
            changed.append(
                {**_plain(facts), "restricted": restricted, "id": case.held.id}
                | {"revision": case.held.revision + 1, "updated_at": ctx.now}
            )
        else:
            continue
        subjects += _subject(case.case_id, facts)
        outcomes += _found(case.case_id, facts)
    legacy.forget_details(ctx.session, gone)
    bulk.insert_many(ctx.session, _CASE, made)
    bulk.update_many(
        ctx.session, _CASE, changed, (*_FACTS, "restricted", "retention_until_on", "updated_at", "revision")
    )
    bulk.insert_many(ctx.session, _SUBJECT, subjects)
    bulk.insert_many(ctx.session, _OUTCOME, outcomes)


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    ended = facts["concluded_on"] or facts["received_on"]
    years = RETENTION_YEARS[facts["finding"] or "none"]
    return {name: facts[name] for name in _FACTS} | {"retention_until_on": months_after(ended, 12 * years)}


def _new(ctx: Context, case: _Case, unit_id: UUID) -> dict[str, Any]:
    """A whole row: what is copied has a value for every column."""
    facts = case.after or {}
    ended = facts["concluded_on"] or facts["received_on"]
    nothing = {column.name: None for column in _CASE.columns}
    never = ("urgent", "restricted", "superior", "near_masses", "heard", "suspected_false")
    return {
        **nothing,
        **dict.fromkeys(never, False),
        **dict.fromkeys(("repeats", "reviews", "rehandled"), 0),
        **_plain(facts),
        "id": case.case_id,
        "unit_id": unit_id,
        "state": CaseState.ARCHIVED.value,
        "legacy": True,
        "matched": True,
        "received_at": datetime.combine(facts["received_on"], _NOON),
        "source_system": case.row.values["source_system"],
        "source_no": case.row.values["source_no"],
        "returned_units": [],
        "archived_on": ended,
        "updated_at": ctx.now,
        "revision": 1,
    }


def _subject(case_id: UUID | None, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    if facts["unit_id"] is None:
        return []
    kind, rank = SubjectKind.UNIT.value, Rank.NONE.value
    named = {"kind": kind, "rank": rank, "person_id": None, "unit_id": facts["unit_id"]}
    return [{"id": ids.random(), "case_id": case_id, "position": 0, **named}]


def _found(case_id: UUID | None, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    if facts["finding"] is None:
        return []
    nothing = {column.name: None for column in _OUTCOME.columns}
    said = {"finding": facts["finding"], "form": facts["form"], "measures": [], "recovered": 0, "people": 0}
    decided = facts["concluded_on"] or facts["received_on"]
    return [{**nothing, **said, "id": ids.random(), "case_id": case_id, "version": 1, "decided_on": decided}]


def _outcome(case: _Case) -> Outcome:
    if case.faults:
        return case.refused()
    before = case.held.revision if case.held else None
    changed = case.action is Action.UPDATED
    return Outcome(
        case.row.number,
        case.action,
        id=case.case_id or (case.held.id if case.held else None),
        key=case.key,
        revision_before=before,
        revision=(before or 0) + 1 if case.action is Action.CREATED or changed else before,
    )
