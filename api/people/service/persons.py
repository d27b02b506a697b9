"""Making and changing persons."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.core import clock, ids, pinyin, search
from api.core.context import Context
from api.core.crypto import keyed_hash
from api.core.database import insert_rows
from api.core.errors import Refused, Violation
from api.ledger.rules import Subject
from api.ledger.service import Entry, record, record_all
from api.people import errors, queries, rules
from api.people.models import Person
from api.people.rules import Registration
from api.people.schemas import PersonIn, PersonOut, PersonPatch
from api.people.service.refusals import refuse_if_any

# Into the table: an entity costs a new row half as much again.
_INSERT = insert(Person.metadata.tables[Person.__tablename__])
_UNKNOWN: Mapping[str, Any] = {"id_kind": None, "id_hash": None, "id_last_four": None}


def create_person(ctx: Context, wanted: PersonIn) -> PersonOut:
    """Register one person at a unit within reach.

    Errors: every fault at once as `input.invalid`; `person.identity_taken` when a person within reach has the number.
    """
    return queries.get_person(ctx, create_persons(ctx, [wanted])[0])


def create_persons(ctx: Context, wanted: Sequence[PersonIn]) -> list[UUID]:
    """Register many persons, all or none; their ids in the order of the request. Errors as for one, below `/<index>`."""
    drafts = [_draft(ctx, item, f"/{index}" if len(wanted) > 1 else "") for index, item in enumerate(wanted)]
    refuse_if_any(_violations(ctx, drafts))
    rows = [_row(ctx, draft) for draft in drafts]
    insert_rows(ctx.session, _INSERT, rows)
    told = _told(ctx, [draft.facts for draft in drafts])
    subjects = [Subject("person", row["id"], row["name"], row["unit_id"], 1) for row in rows]
    record_all(ctx, [Entry("person.created", *said) for said in zip(subjects, repeat(None), told, strict=False)])
    return [row["id"] for row in rows]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A person to be made. `facts` are flat; of an identity they hold its kind and its last four characters."""

    pointer: str
    wanted: dict[str, Any]
    facts: dict[str, Any]
    identity: Mapping[str, Any]
    hashes: tuple[str, ...]


def _draft(ctx: Context, item: PersonIn, pointer: str) -> _Draft:
    wanted = item.model_dump()
    identity, hashes = _identity(ctx, wanted["identity"])
    return _Draft(pointer, wanted, _facts(wanted, identity), identity, hashes)


def _identity(ctx: Context, identity: dict[str, Any] | None) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """The columns of an identity as it was sent, and the number's hashes under every generation of the key.

    The number is put in its normal form in place, for the rules to judge; nothing keeps it.
    """
    if identity is None:
        return _UNKNOWN, ()
    for name in ("number", "last_four"):
        if identity[name] is not None:
            identity[name] = rules.normal_number(identity[name])
    number, last_four = identity["number"], identity["last_four"]
    hashes = tuple(keyed_hash(key, f"{identity['kind']}:{number}") for key in ctx.keys.identity_keys() if number)
    end = number[-rules.LAST :] if number else last_four
    return {"id_kind": identity["kind"], "id_hash": hashes[0] if hashes else None, "id_last_four": end}, hashes


def _facts(wanted: Mapping[str, Any], identity: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of a person: flat, the identity masked."""
    party = wanted["party"] or {"standing": None, "joined_on": None, "unit_id": None}
    return {
        **{name: wanted[name] for name in ("unit_id", "name", "kind", "status")},
        "id_kind": identity["id_kind"],
        "id_masked": rules.masked(identity["id_last_four"]) if identity["id_last_four"] else None,
        **{f"party_{name}": value for name, value in party.items()},
    }


def _violations(ctx: Context, drafts: Sequence[_Draft]) -> Iterator[Violation]:
    units = {draft.wanted["unit_id"] for draft in drafts}
    units |= {draft.wanted["party"]["unit_id"] for draft in drafts if draft.wanted["party"]}
    places = queries.find_places(ctx, units - {None})
    hashes = [key for draft in drafts for key in draft.hashes]
    taken = queries.find_by_identity(ctx, hashes) if hashes else set()
    for draft in drafts:
        found = [*_own_violations(ctx, draft.wanted, places), *_identity_violations(draft, taken)]
        yield from (violation.below(draft.pointer) for violation in found)
        taken |= set(draft.hashes)


def _own_violations(ctx: Context, wanted: Mapping[str, Any], places: Mapping[UUID, Any]) -> Iterator[Violation]:
    if wanted["unit_id"] not in places:
        yield Violation(errors.UNIT_NOT_FOUND, "/unit_id")
    party = wanted["party"]
    if party and party["unit_id"] is not None and party["unit_id"] not in places:
        yield Violation(errors.UNIT_NOT_FOUND, "/party/unit_id")
    yield from rules.person_violations(wanted, clock.legal_day(ctx.now))


def _identity_violations(draft: _Draft, taken: set[str]) -> Iterator[Violation]:
    faults = list(rules.identity_violations(draft.wanted["identity"]))
    yield from faults
    if not faults and taken & set(draft.hashes):
        yield Violation(errors.IDENTITY_TAKEN, "/identity/number")


def _row(ctx: Context, draft: _Draft) -> dict[str, Any]:
    facts = draft.facts
    own = {name: facts[name] for name in ("unit_id", "kind", "status")}
    party = {name: facts[name] for name in ("party_standing", "party_joined_on", "party_unit_id")}
    return {
        "id": ids.ordered(),
        **own,
        **name_columns(facts["name"], draft.identity["id_last_four"]),
        **draft.identity,
        **party,
        "registration": Registration.NONE,
        "registered_to_on": None,
        "merged_into_id": None,
        "created_at": ctx.now,
        "updated_at": ctx.now,
        "revision": 1,
    }


def name_columns(name: str, last_four: str | None) -> dict[str, str]:
    """How a person is called, sorted and found."""
    tokens = search.tokens([name, last_four], [pinyin.initials(name)])
    return {"name": name, "sort_key": pinyin.sort_key(name), "search_tokens": tokens}


# --- Changing --------------------------------------------------------------------------------------------------------


def update_person(ctx: Context, person_id: UUID, patch: PersonPatch) -> PersonOut:
    """Change a person; sending what is known already changes nothing. Another home unit is a transfer.

    Errors: `not_found`, `conflict.stale`, `person.merged`, `person.holds_posts`, every fault at once as
    `input.invalid`, `person.identity_taken`.
    """
    person, _ = queries.load_person(ctx, person_id)
    ctx.expect(person.revision)
    if person.merged_into_id is not None:
        raise Refused(errors.MERGED)
    sent = patch.model_dump(include=patch.model_fields_set)
    kept = kept_identity(person)
    before = {**_wanted_of(person), "identity": None}
    wanted = {**before, **sent}
    identity, hashes = _identity(ctx, sent["identity"]) if "identity" in sent else (kept, ())
    draft = _Draft("", wanted, _facts(wanted, identity), identity, hashes)
    refuse_if_any(_change_violations(ctx, person, draft))
    _write(ctx, person, draft, _facts(before, kept))
    return queries.get_person(ctx, person_id)


def _wanted_of(person: Person) -> dict[str, Any]:
    """A person as a request would say it, the identity aside."""
    party = {"standing": person.party_standing, "joined_on": person.party_joined_on, "unit_id": person.party_unit_id}
    own = {name: getattr(person, name) for name in ("unit_id", "name", "kind", "status")}
    return {**own, "party": party if person.party_standing else None}


def kept_identity(person: Person) -> dict[str, Any]:
    """The columns of a person's identity."""
    return {name: getattr(person, name) for name in _UNKNOWN}


def _change_violations(ctx: Context, person: Person, draft: _Draft) -> Iterator[Violation]:
    party = draft.wanted["party"]
    wanted_units = {draft.wanted["unit_id"]} | ({party["unit_id"]} if party else set())
    places = queries.find_places(ctx, wanted_units - {None})
    if person.party_unit_id is not None:  # one that was set by somebody with wider reach may stay
        places |= {person.party_unit_id: None}  # type: ignore[dict-item]
    yield from _own_violations(ctx, draft.wanted, places)
    taken = queries.find_by_identity(ctx, draft.hashes, besides=person.id) if draft.hashes else set()
    yield from _identity_violations(draft, taken)
    if draft.wanted["status"] != person.status:
        yield from rules.status_violations(draft.wanted["status"], queries.count_held(ctx, person.id))


def _write(ctx: Context, person: Person, draft: _Draft, before: Mapping[str, Any]) -> None:
    same_number = draft.identity["id_hash"] == person.id_hash
    if draft.facts == before and same_number:
        return
    row = _row(ctx, draft)
    for name in ("id", "registration", "registered_to_on", "merged_into_id", "created_at", "revision"):
        del row[name]
    for name, value in row.items():
        setattr(person, name, value)
    ctx.session.flush()
    record(ctx, "person.updated", subject(person), *_told(ctx, [before, draft.facts]))


_UNITS = ("unit", "party_unit")


def _told(ctx: Context, documents: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Facts as the ledger shows them: units by the name that they have now."""
    names = queries.find_unit_names(ctx, {facts[f"{unit}_id"] for facts in documents for unit in _UNITS})
    return [_with_names(facts, names) for facts in documents]


def _with_names(facts: Mapping[str, Any], names: Mapping[UUID | None, str]) -> dict[str, Any]:
    own = {name: value for name, value in facts.items() if name not in ("unit_id", "party_unit_id")}
    return {**own, **{unit: names.get(facts[f"{unit}_id"]) for unit in _UNITS}}


def subject(person: Person) -> Subject:
    """A person as the ledger's subject."""
    return Subject("person", person.id, person.name, person.unit_id, person.revision)
