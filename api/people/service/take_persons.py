"""Persons as rows: minimal data, the identity number as a hash; a registration and a post where columns say so."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from api.core import clock
from api.core.context import Context
from api.core.crypto import keyed_hash
from api.core.faults import (
    ROW_EXISTS,
    ROW_KEY_MISSING,
    ROW_NOT_FOUND,
    ROW_REFERENCE_UNKNOWN,
)
from api.core.intake import Action, How, Mode, Outcome, Row
from api.core.keys import KeyStore
from api.core.taking import key_of, nearest
from api.ledger.rules import plain
from api.organizations import queries as organizations
from api.organizations.queries import Candidate, Named
from api.organizations.rules import Status, UnitKind
from api.people import errors, queries, rules
from api.people.rules import IdKind, PersonStatus, Registration
from api.people.service.person_case import PersonCase
from api.people.service.persons_in_bulk import COLUMNS, PersonChange, change_persons, enter_persons
from api.people.service.taking_posts import judge_extras, write_extras

_OWN = ("name", "kind", "status")
_NEEDED = ("unit", "name", "kind")
_UNKNOWN: Mapping[str, Any] = dict.fromkeys(COLUMNS) | {
    "status": PersonStatus.ACTIVE.value,
    "registration": Registration.NONE.value,
}
_KINDS = tuple(UnitKind)


def conceal(keys: KeyStore, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row without the identity number: its keyed hashes and last four characters stand in its place."""
    return rules.conceal_number(values, lambda text: tuple(keyed_hash(key, text) for key in keys.identity_keys()))


def take_persons(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Judge a chunk of rows and, if it is to be written, write those that nothing is wrong with."""
    cases = [PersonCase(Row(row.number, conceal(ctx.keys, row.values)), None) for row in rows]
    units = _Units.read(ctx, cases, how)
    for case in cases:
        _begin(case, units, how)
    _find(ctx, cases, how)
    posts = queries.open_posts_of(ctx, [case.held.id for case in cases if case.held])
    for case in cases:
        _judge(ctx, case, how, posts)
    _judge_unique(ctx, cases)
    judge_extras(ctx, cases)
    for case in cases:
        case.action = Action.REFUSED if case.faults else case.action
    if how.write:
        _write(ctx, cases)
    return [_outcome(case) for case in cases]


# --- Units -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Units:
    """The units that rows name, in either of two fields, by scheme and text; `meant`: hints at unknown names."""

    found: Mapping[tuple[str, str], list[Candidate]]
    meant: Mapping[str, list[str]]

    @classmethod
    def read(cls, ctx: Context, cases: Sequence[PersonCase], how: How) -> "_Units":
        """Everything that is asked for, in a statement for each scheme; one more where names are unknown."""
        paths = organizations.paths_for(ctx, ctx.permission or "person.manage")
        texts: dict[str, set[str]] = {}
        for name in ("unit", "party_unit"):
            said = {text for case in cases if (text := case.row.values.get(name)) is not None}
            texts.setdefault(how.references.get(name, "name"), set()).update(said)
        found = {
            (scheme, text): units
            for scheme, said in sorted(texts.items())
            for text, units in organizations.candidates(ctx, Named(scheme, said, _KINDS), paths, lock=how.write).items()
        }
        unknown = sorted(text for text in texts.get("name", ()) if ("name", text) not in found)[:20]
        names = organizations.names_below(ctx, _KINDS, paths) if unknown else []
        return cls(found, {text: nearest(text, names) for text in unknown})

    def of(self, case: PersonCase, name: str, how: How) -> Candidate | None:
        """The one unit that the field can mean."""
        text = case.row.values.get(name)
        if text is None:
            return None
        found = self.found.get((how.references.get(name, "name"), text), ())
        fitting = [unit for unit in found if unit.status != Status.CLOSED] or list(found)
        if len(fitting) > 1:
            case.ambiguous(name, [unit.label for unit in fitting])
        elif not fitting:
            case.refuse(ROW_REFERENCE_UNKNOWN, name, self.meant.get(text, ()))
        return fitting[0] if len(fitting) == 1 else None


# --- Who it is -------------------------------------------------------------------------------------------------------


def _begin(case: PersonCase, units: _Units, how: How) -> None:
    """What the row names: units, and an identity."""
    case.unit, case.party_unit = units.of(case, "unit", how), units.of(case, "party_unit", how)
    text = case.row.values.get("id_number")
    case.identity = rules.concealed(text) if text else rules.Concealed()
    for spec in case.identity.faults:
        case.refuse(spec, "id_number")
    if key_of(case.row, how.scheme) is None and not case.faults:
        case.refuse(ROW_KEY_MISSING, how.scheme)


def _find(ctx: Context, cases: Iterable[PersonCase], how: How) -> None:
    """The person of each row; of several by one name none is picked."""
    sound = [case for case in cases if not case.faults]
    keys = {number: _keys(case, how) for number, case in enumerate(sound)}
    wanted: Collection[Any] = {key for some in keys.values() for key in some}
    if how.scheme == "id":
        found: dict[Any, list[Any]] = dict(queries.persons_by_id(ctx, wanted, lock=how.write))
    elif how.scheme == "id_number":
        found = dict(queries.persons_by_hash(ctx, wanted, lock=how.write))
    else:
        found = dict(queries.persons_by_name(ctx, wanted, lock=how.write))
    for number, case in enumerate(sound):
        persons = [person for key in keys[number] for person in found.get(key, ())]
        if len(persons) > 1:
            shown = [f"{person.name} {person.id_last_four or person.id}" for person in persons]
            case.ambiguous(how.scheme, [] if how.scheme == "id_number" else shown)
        elif persons:
            case.held = persons[0]


def _keys(case: PersonCase, how: How) -> list[Any]:
    if how.scheme == "id_number":
        return list(case.identity.hashes)
    if how.scheme == "id":
        return [str(key_of(case.row, "id")).lower()]
    return [(case.unit.id, case.row.values["name"])] if case.unit else []


# --- Judging ---------------------------------------------------------------------------------------------------------


def _judge(ctx: Context, case: PersonCase, how: How, posts: Mapping[UUID, Sequence[Any]]) -> None:
    """Everything that is wrong with a row by itself."""
    held = case.held
    if held is None and not case.faults and (how.mode is Mode.UPDATE or how.scheme == "id"):
        case.refuse(ROW_NOT_FOUND, how.scheme)
    elif held is not None and how.mode is Mode.CREATE:
        case.refuse(ROW_EXISTS, how.scheme)
    elif held is not None and held.merged_into_id is not None:
        case.refuse(errors.MERGED, how.scheme)
    elif held is None:
        case.missing(_NEEDED)
        _come_to(ctx, case, {**_UNKNOWN})
    else:
        case.cleared((*_NEEDED, "status"))
        before = {name: getattr(held, name) for name in COLUMNS}
        _come_to(ctx, case, before)
        if case.after and case.after["status"] != before["status"]:
            case.refuse_all(rules.status_violations(case.after["status"], len(posts.get(held.id, ()))))


def _come_to(ctx: Context, case: PersonCase, before: dict[str, Any]) -> None:
    values = case.row.values
    after = {**before, **{name: values[name] for name in _OWN if values.get(name) is not None}}
    if case.unit is not None:
        after["unit_id"] = case.unit.id
    after |= _identity(case, before) | dict(_party(case, before))
    today = clock.legal_day(ctx.now)
    case.refuse_all(
        rules.person_violations({"party": {"joined_on": after["party_joined_on"]}}, today), {"party": "party_joined_on"}
    )
    if not case.faults:
        case.after = after
        case.action = Action.CREATED if case.held is None else _difference(before, after)


def _difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Action:
    return Action.UNCHANGED if before == after else Action.UPDATED


def _identity(case: PersonCase, before: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an identity. The end of a number that is known already says nothing new."""
    values = case.row.values
    kind = values.get("id_kind") or before["id_kind"] or IdKind.RESIDENT_ID.value
    if case.identity.hashes:
        same = before["id_hash"] in case.identity.hashes  # kept under an older key: left as it is
        digest = before["id_hash"] if same else case.identity.hashes[0]
        return {"id_kind": kind, "id_hash": digest, "id_last_four": case.identity.last_four}
    last_four = values.get("id_last_four")
    if last_four is None:
        return {}
    end = rules.normal_number(last_four.lstrip("*"))
    if end == before["id_last_four"] and kind == before["id_kind"]:
        return {}
    case.refuse_all(
        rules.identity_violations({"kind": kind, "number": None, "last_four": end}), {"identity": "id_last_four"}
    )
    return {"id_kind": kind, "id_hash": None, "id_last_four": end}


def _party(case: PersonCase, before: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The columns of a membership; who is no member has neither day nor organization."""
    values = case.row.values
    standing = values.get("party_standing", before["party_standing"])
    joined_on = _day(values["party_joined_on"]) if "party_joined_on" in values else before["party_joined_on"]
    if standing is None and joined_on is not None and "party_standing" not in values:
        standing = rules.PartyStanding.FULL.value
    member = standing not in (None, "none")
    unit_id = before["party_unit_id"] if "party_unit" not in values else case.party_unit and case.party_unit.id
    yield "party_standing", standing if member else None
    yield "party_joined_on", joined_on if member else None
    yield "party_unit_id", unit_id if member else None


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _judge_unique(ctx: Context, cases: Iterable[PersonCase]) -> None:
    """Numbers that other persons have, or that stand twice in the chunk."""
    new = [case for case in cases if case.after and case.identity.hashes and not case.faults]
    new = [case for case in new if case.held is None or case.held.id_hash not in case.identity.hashes]
    taken = queries.find_by_identity(ctx, {key for case in new for key in case.identity.hashes}) if new else set()
    bearers: dict[str, int] = {}
    for case in new:
        bearers[case.identity.hashes[0]] = bearers.get(case.identity.hashes[0], 0) + 1
    for case in new:
        if taken & set(case.identity.hashes) or bearers[case.identity.hashes[0]] > 1:
            case.refuse(errors.IDENTITY_TAKEN, "id_number")


# --- Writing ---------------------------------------------------------------------------------------------------------


def _write(ctx: Context, cases: Sequence[PersonCase]) -> None:
    new = [case for case in cases if case.action is Action.CREATED and case.after]
    for case, person_id in zip(new, enter_persons(ctx, [case.after or {} for case in new]), strict=True):
        case.id = person_id
    changed = [case for case in cases if case.action is Action.UPDATED and case.after]
    change_persons(ctx, [PersonChange(case.held.id, case.held.revision, case.after or {}) for case in changed])
    write_extras(ctx, [case for case in cases if case.action is not Action.REFUSED])


def _outcome(case: PersonCase) -> Outcome:
    if case.faults:
        return case.refused()
    held = case.held
    revision = held.revision if held else None
    written = case.action is Action.UPDATED or case.id is not None
    return Outcome(
        row=case.row.number,
        action=case.action,
        id=held.id if held else case.id,
        revision_before=revision,
        revision=(revision or 0) + 1 if written else revision,
        before=_before(case),
    )


def _before(case: PersonCase) -> dict[str, Any] | None:
    """What undoing needs: the columns that differ as they were, and what was entered beside."""
    held, after = case.held, case.after or {}
    was = {name: getattr(held, name) for name in COLUMNS if getattr(held, name) != after.get(name)} if held else {}
    made = case.extras.made
    return {**plain(was), **({"made": made} if made else {})} or None
