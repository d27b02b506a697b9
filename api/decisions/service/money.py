"""Payments, contracts, suppliers, absences, declarations: recorded, changed, taken away when entered in error.

They are records of facts and not decisions: they have no states. Every change is an event of the ledger.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.core import clock, ids, pinyin
from api.core.context import Context
from api.core.errors import Refused, Violation, refuse_if_any
from api.core.schemas import In, Patch
from api.decisions import errors, queries
from api.decisions.models import Contract, Payment, RelationDeclaration, Supplier, TeamAbsence
from api.decisions.queries import Place
from api.decisions.rules.following import day_violations
from api.decisions.rules.naming import name_key
from api.decisions.service.references import Reference, violations
from api.decisions.service.standing import mark_all
from api.ledger.rules import Subject, plain
from api.ledger.service import record
from api.organizations.rules import UnitKind

Entity = Payment | Contract | Supplier | TeamAbsence | RelationDeclaration


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its table, the word in events, the field that names it, and its days, which have come."""

    model: Any
    word: str
    label: str
    days: tuple[str, ...] = ()
    timed: bool = True


KINDS: Mapping[str, Kind] = {
    "payment": Kind(Payment, "payment", "payee_name", ("paid_on",)),
    "contract": Kind(Contract, "contract", "title", ("signed_on",)),
    "supplier": Kind(Supplier, "supplier", "name"),
    "absence": Kind(TeamAbsence, "team_absence", "reason", timed=False),
    "declaration": Kind(RelationDeclaration, "relation_declaration", "related_party", ("declared_on",), timed=False),
}
_ONES: Mapping[str, str] = {
    **dict.fromkeys(("proposer_id", "buyer_id", "person_id", "related_person_id"), "person"),
    "supplier_id": "supplier",
    "decision_id": "decision",
    "contract_id": "contract",
}
_LISTS: Mapping[str, str] = {"accepted_by": "person", "related_person_ids": "person", "bidders": "supplier"}
_OWN = frozenset({"id", "created_at", "updated_at", "revision", "sort_key", "name_key"})


def create(ctx: Context, word: str, wanted: In) -> UUID:
    """Record one at a unit within reach; its id.

    Errors: every fault at once as `input.invalid`, `decision.supplier_taken`.
    """
    kind, given = KINDS[word], wanted.model_dump(mode="python")
    place = queries.find_place(ctx, given["unit_id"])
    refuse_if_any(_faults(ctx, kind, place, given))
    times = {"created_at": ctx.now} | ({"updated_at": ctx.now} if kind.timed else {})
    entity = kind.model(id=ids.ordered(), **_columns(kind, given), **times)
    ctx.session.add(entity)
    ctx.session.flush()
    record(ctx, f"{kind.word}.created", _subject(kind, entity), None, facts_of(entity))
    _mark(ctx, entity)
    return UUID(str(entity.id))


def change(ctx: Context, word: str, key: UUID, patch: Patch) -> UUID:
    """Change one; its id. Errors: `not_found`, `conflict.stale`, every fault at once as `input.invalid`."""
    kind = KINDS[word]
    entity = queries.load(ctx, kind.model, key)
    ctx.expect(entity.revision)
    whole = patch.model_dump(mode="python")
    given = {name: whole[name] for name in patch.model_fields_set}
    place = queries.place_of(ctx, entity.unit_id)
    refuse_if_any(_violations(ctx, kind, place, given))
    before = facts_of(entity)
    for name, value in _columns(kind, given).items():
        setattr(entity, name, value)
    entity.updated_at = ctx.now
    ctx.session.flush()
    record(ctx, f"{kind.word}.changed", _subject(kind, entity), before, facts_of(entity))
    _mark(ctx, entity)
    return key


def remove(ctx: Context, word: str, key: UUID) -> None:
    """Take one away that was entered in error. Errors: `not_found`, `conflict.stale`, `decision.in_use`."""
    kind = KINDS[word]
    entity = queries.load(ctx, kind.model, key)
    ctx.expect(entity.revision)
    if kind.model in (Supplier, Contract) and queries.is_paid(ctx, kind.model, key):
        raise Refused(errors.IN_USE)
    about, before = _subject(kind, entity), facts_of(entity)
    ctx.session.delete(entity)
    ctx.session.flush()
    record(ctx, f"{kind.word}.removed", about, before, None)
    _mark(ctx, entity)


def _faults(ctx: Context, kind: Kind, place: Place | None, given: Mapping[str, Any]) -> list[Violation]:
    if place is None:
        return [Violation(errors.UNIT_NOT_FOUND, "/unit_id")]
    if place.kind != UnitKind.SCHOOL and kind.model is not Supplier:
        return [Violation(errors.NOT_A_SCHOOL, "/unit_id")]
    return _violations(ctx, kind, place, given)


def _violations(ctx: Context, kind: Kind, place: Place, given: Mapping[str, Any]) -> list[Violation]:
    starts, ends = given.get("starts_on"), given.get("ends_on")
    late = [Violation(errors.ENDS_BEFORE, "/ends_on")] if starts and ends and ends < starts else []
    days = ((f"/{name}", given.get(name)) for name in kind.days)
    today = clock.legal_day(ctx.now)
    return [*late, *day_violations(days, today), *violations(ctx, place, _references(given))]


def _references(given: Mapping[str, Any]) -> Iterator[Reference]:
    for name, kind in _ONES.items():
        if given.get(name) is not None:
            yield Reference(kind, given[name], f"/{name}")
    for name, kind in _LISTS.items():
        yield from (Reference(kind, id_, f"/{name}/{place}") for place, id_ in enumerate(given.get(name) or ()))


def _columns(kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of what is given: lists as documents of plain values, a supplier's name with its keys."""
    columns = {name: plain(value) if isinstance(value, list) else value for name, value in given.items()}
    if kind.model is Supplier and "name" in columns:
        columns |= {"name_key": name_key(columns["name"]), "sort_key": pinyin.sort_key(columns["name"])}
    return columns


def facts_of(entity: Entity) -> dict[str, Any]:
    """A record as the ledger shows it."""
    return {column.name: getattr(entity, column.name) for column in entity.__table__.c if column.name not in _OWN}


def _subject(kind: Kind, entity: Any) -> Subject:
    label = getattr(entity, kind.label) or kind.word
    return Subject(kind.word, entity.id, str(label), entity.unit_id, entity.revision)


def _mark(ctx: Context, entity: Any) -> None:
    """The rules look again: at the school, or at every school below the unit whose supplier it is."""
    mark_all(ctx, queries.units_below(ctx, entity.unit_id) or [entity.unit_id])
