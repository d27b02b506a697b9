"""Payments, contracts and suppliers as rows: one row, one record of one school.

A row is known by the number that its source gives it; a payment of a file without such numbers by what the row says, so
that the same file taken twice changes nothing; a supplier by its name; each also by its id here, as our exports have it.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete

from api.core import bulk, clock, ids, money, pinyin
from api.core.context import Context
from api.core.errors import Refused
from api.core.faults import APPLY_CONFLICT, REFERRED_TO, ROW_EXISTS, ROW_KEY_MISSING, ROW_NOT_FOUND
from api.core.intake import Action, Fault, How, Mode, Outcome, Row
from api.core.taking import Case, as_id
from api.decisions import errors
from api.decisions.queries import taking
from api.decisions.queries.money import CONTRACT, PAYMENT, SUPPLIER
from api.decisions.rules.naming import name_key
from api.decisions.service.standing import mark_all
from api.decisions.service.undoing import undone
from api.ledger.rules import plain
from api.organizations.service.naming import Schools

SYSTEM = "import"
BY_CONTENT = "paid_on"  # the scheme of files without numbers of their own
BY_ID = "id"
_DAYS = ("paid_on", "signed_on", "registered_on")
_SUMS = frozenset({"amount"})
Facts = dict[str, Any]


@dataclass(slots=True)
class MoneyCase(Case):
    """A row, the record that it is about, and what that will say."""

    unit_id: UUID | None = None
    number: str = ""
    held: Any = None
    record_id: UUID | None = None
    after: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What rows of a chunk refer to: suppliers by unit and name, decisions of the units."""

    suppliers: Mapping[tuple[UUID | None, str], UUID]
    decisions: frozenset[tuple[UUID | None, UUID]]


@dataclass(frozen=True, slots=True)
class MoneyKind:
    """How one kind of record comes in.

    `own` are the columns that files do not bring, of a new row; `come` the days that have come. `column` holds what a
    row is known by; `more` completes the facts that the row's cells make, and refuses what they name in vain.
    """

    table: Table
    column: str
    facts: tuple[str, ...]
    required: tuple[str, ...]
    come: tuple[str, ...]
    empty: Mapping[str, Any]
    own: Mapping[str, Any]
    sellers: tuple[str, ...]
    more: Callable[[MoneyCase, Facts, Known], Facts]
    in_use: Callable[[Context, Sequence[UUID]], set[UUID]] = field(default=lambda _ctx, _ids: set())


def take(ctx: Context, rows: Sequence[Row], how: How, kind: MoneyKind) -> list[Outcome]:
    """Judge a chunk of rows and, if it is to be written, write those that nothing is wrong with."""
    cases = [MoneyCase(row, row.values.get(how.scheme)) for row in rows]
    schools = Schools.read(ctx, cases, how)
    for case in cases:
        unit = schools.of(case)
        case.unit_id = unit.id if unit else None
        case.number = _number(case, how, kind)
        if not case.number:
            case.refuse(ROW_KEY_MISSING, how.scheme)
    sound = [case for case in cases if not case.faults]
    column = BY_ID if how.scheme == BY_ID else kind.column
    held = taking.records_by(ctx, kind.table, column, {(case.unit_id, case.number) for case in sound})
    known = _referred(ctx, sound, kind)
    today = clock.legal_day(ctx.now)
    for case in sound:
        case.held = held.get((case.unit_id, case.number))
        _judge(case, how, kind, known, today)
    if how.write:
        _write(ctx, [case for case in cases if not case.faults], kind, by_id=how.scheme == BY_ID)
    return [_outcome(case, kind) for case in cases]


def _number(case: MoneyCase, how: How, kind: MoneyKind) -> str:
    """What a row is known by: an id, a name, the number of its source, or the hash of what it says."""
    values = case.row.values
    if how.scheme == BY_ID:
        return str(as_id(str(values.get("id"))) or "")
    if kind.column == "name_key":
        return name_key(values["name"]) if values.get("name") else ""
    if how.scheme != BY_CONTENT and values.get("source_id"):
        return str(values["source_id"])
    if kind.table is not PAYMENT:
        return ""
    said = "\x1f".join(str(values.get(name) or "") for name in (*_SAID, "source_id"))
    return f"#{hashlib.sha256(said.encode()).hexdigest()[:24]}"


def _referred(ctx: Context, cases: Sequence[MoneyCase], kind: MoneyKind) -> Known:
    names = {(case.unit_id, name_key(name)) for case in cases for name in _sellers(case, kind)}
    wanted = {(case.unit_id, key) for case in cases if (key := as_id(str(case.row.values.get("decision_id"))))}
    return Known(taking.suppliers_by_name(ctx, names), taking.decisions_of(ctx, wanted))


def _sellers(case: MoneyCase, kind: MoneyKind) -> list[str]:
    said = [case.row.values.get(name) for name in kind.sellers]
    return [name for each in said for name in (each if isinstance(each, list) else [each]) if name]


def _judge(case: MoneyCase, how: How, kind: MoneyKind, known: Known, today: date) -> None:
    """Everything that is wrong with a row by itself, and what becomes of the record."""
    if case.held is None and how.mode is Mode.UPDATE:
        case.refuse(ROW_NOT_FOUND, how.scheme)
    elif case.held is not None and how.mode is Mode.CREATE:
        case.refuse(ROW_EXISTS, how.scheme)
    elif case.held is None and how.scheme == BY_ID:
        case.refuse(ROW_NOT_FOUND, BY_ID)
    elif case.held is None:
        case.missing(kind.required)
    else:
        case.cleared(kind.required)
    after = kind.more(case, _come_to(case, kind), known)
    for name in kind.come:
        if not case.faults and after[name] > today:
            case.refuse(errors.IN_FUTURE, name)
    if not case.faults:
        before = case.held and {name: getattr(case.held, name) for name in kind.facts}
        case.after = after
        case.action = Action.CREATED if before is None else Action.UNCHANGED if before == after else Action.UPDATED


def _come_to(case: MoneyCase, kind: MoneyKind) -> Facts:
    """The facts of the record as they will be. A field that is absent stays as it is."""
    values, held = case.row.values, case.held
    after = {name: values.get(name, getattr(held, name) if held else None) for name in kind.facts}
    for name in _SUMS & after.keys() & values.keys():
        after[name] = None if values[name] is None else money.fen(values[name])
    for name in after.keys() & values.keys() & set(_DAYS):
        after[name] = None if values[name] is None else date.fromisoformat(values[name])
    return after | {name: empty for name, empty in kind.empty.items() if after[name] is None}


def _decided(case: MoneyCase, after: Facts, known: Known) -> None:
    """The decision that a row names must be one of its school."""
    text = case.row.values.get("decision_id")
    if text is None:
        return
    key = as_id(str(text))
    after["decision_id"] = key
    if key is None or (case.unit_id, key) not in known.decisions:
        case.refuse(errors.DECISION_NOT_FOUND, "decision_id")


def _write(ctx: Context, cases: Sequence[MoneyCase], kind: MoneyKind, *, by_id: bool) -> None:
    made, changed = [], []
    for case in cases:
        facts = {**(case.after or {}), "updated_at": ctx.now}
        if case.action is Action.CREATED:
            case.record_id = ids.ordered()
            own = {"id": case.record_id, "unit_id": case.unit_id, "created_at": ctx.now, "revision": 1}
            source = {"source_system": SYSTEM, "source_id": case.number} if kind.column == "source_id" else {}
            made.append({**kind.own, **own, **({} if by_id else source), **facts})
        elif case.action is Action.UPDATED:
            changed.append({**facts, "id": case.held.id, "revision": case.held.revision + 1})
    bulk.insert_many(ctx.session, kind.table, made)
    names = (*kind.facts, "updated_at", "revision")
    if bulk.update_many(ctx.session, kind.table, changed, names) != len(changed):
        raise Refused(APPLY_CONFLICT)
    touched = {case.unit_id for case in cases if case.action in (Action.CREATED, Action.UPDATED)}
    mark_all(ctx, sorted(unit_id for unit_id in touched if unit_id))


def _outcome(case: MoneyCase, kind: MoneyKind) -> Outcome:
    if case.faults:
        return case.refused()
    held, after = case.held, case.after or {}
    before = held and {name: getattr(held, name) for name in kind.facts if getattr(held, name) != after[name]}
    revision = held.revision if held else None
    written = case.action is Action.UPDATED or case.record_id is not None
    return Outcome(
        row=case.row.number,
        action=case.action,
        id=held.id if held else case.record_id,
        key=case.key or case.number,
        revision_before=revision,
        revision=(revision or 0) + 1 if written else revision,
        before=plain(before) if before else None,
    )


def undo(ctx: Context, outcomes: Sequence[Outcome], kind: MoneyKind) -> list[Outcome]:
    """Take back what an import did to records that nobody has touched since and nothing refers to."""
    held = taking.records_by_id(ctx, kind.table, [outcome.id for outcome in outcomes if outcome.id is not None])
    found, sound = undone(ctx, outcomes, held)
    made = {row.id: was for was, row in sound if was.action is Action.CREATED}
    used = kind.in_use(ctx, list(made))
    ctx.session.execute(delete(kind.table).where(kind.table.c.id.in_(sorted(made.keys() - used))))
    back = [_as_before(ctx, was, row, kind) for was, row in sound if was.action is Action.UPDATED]
    if bulk.update_many(ctx.session, kind.table, back, (*kind.facts, "updated_at", "revision")) != len(back):
        raise Refused(APPLY_CONFLICT)
    mark_all(ctx, sorted({row.unit_id for _, row in sound}))
    kept = {made[key].row for key in used}
    return [_kept(each) if each.row in kept else each for each in found]


def _kept(outcome: Outcome) -> Outcome:
    return Outcome(outcome.row, Action.REFUSED, outcome.id, outcome.key, faults=(Fault(None, REFERRED_TO),))


def _as_before(ctx: Context, was: Outcome, now: Any, kind: MoneyKind) -> dict[str, Any]:
    facts = {name: getattr(now, name) for name in kind.facts} | dict(was.before or {})
    for name in set(_DAYS) & facts.keys():
        if isinstance(facts[name], str):
            facts[name] = date.fromisoformat(facts[name])
    for name in {"supplier_id", "decision_id"} & facts.keys():
        if isinstance(facts[name], str):
            facts[name] = UUID(facts[name])
    return {**facts, "id": now.id, "updated_at": ctx.now, "revision": now.revision + 1}


# --- Payments --------------------------------------------------------------------------------------------------------

_SAID = ("paid_on", "payee_name", "amount", "purpose", "voucher_no")


def _paid(case: MoneyCase, after: Facts, known: Known) -> Facts:
    """The supplier that the payee is. Where only the supplier was known, its name says nothing new."""
    held, payee = case.held, after["payee_name"]
    named = known.suppliers.get((case.unit_id, name_key(payee))) if payee else None
    if held is not None and held.payee_name is None and named is not None and named == held.supplier_id:
        after["payee_name"] = None
    after["supplier_id"] = named or (held and held.supplier_id)
    _decided(case, after, known)
    return after


PAID = MoneyKind(
    table=PAYMENT,
    column="source_id",
    facts=(
        *("payee_name", "amount", "paid_on", "voucher_no", "spend_type", "budget_state", "method", "project_key"),
        *("budget_line", "purpose", "invoice_nos", "supplier_id", "decision_id"),
    ),
    required=("paid_on", "amount"),
    come=("paid_on",),
    empty={"invoice_nos": []},
    own=dict.fromkeys(("contract_id", "proposer_id", "buyer_id", "accepted_by", "accepted_on")),
    sellers=("payee_name",),
    more=_paid,
)


def take_payments(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Rows of payments."""
    return take(ctx, rows, how, PAID)


def undo_payments(ctx: Context, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Take an import of payments back."""
    return undo(ctx, outcomes, PAID)


# --- Contracts -------------------------------------------------------------------------------------------------------


def _signed(case: MoneyCase, after: Facts, known: Known) -> Facts:
    """Whom it was signed with, and who else offered: suppliers that the school or a unit above it knows."""
    values = case.row.values
    if values.get("supplier"):
        after["supplier_id"] = known.suppliers.get((case.unit_id, name_key(values["supplier"])))
        if after["supplier_id"] is None:
            case.refuse(errors.SUPPLIER_NOT_FOUND, "supplier")
    if values.get("bidder_names"):
        found = [known.suppliers.get((case.unit_id, name_key(name))) for name in values["bidder_names"]]
        after["bidders"] = [str(one) for one in found if one]
        if None in found:
            case.refuse(errors.SUPPLIER_NOT_FOUND, "bidder_names")
    _decided(case, after, known)
    return after


SIGNED = MoneyKind(
    table=CONTRACT,
    column="source_id",
    facts=(
        *("number", "title", "amount", "signed_on", "spend_type", "budget_state", "method", "project_key"),
        *("framework", "publicized", "supplier_id", "decision_id", "bidders"),
    ),
    required=("title", "amount", "signed_on"),
    come=("signed_on",),
    empty={"framework": False},
    own={"items": None},
    sellers=("supplier", "bidder_names"),
    more=_signed,
    in_use=taking.contracts_in_use,
)


def take_contracts(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Rows of contracts."""
    return take(ctx, rows, how, SIGNED)


def undo_contracts(ctx: Context, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Take an import of contracts back."""
    return undo(ctx, outcomes, SIGNED)


# --- Suppliers -------------------------------------------------------------------------------------------------------


def _named(_case: MoneyCase, after: Facts, _known: Known) -> Facts:
    if after["name"]:
        after |= {"name_key": name_key(after["name"]), "sort_key": pinyin.sort_key(after["name"])}
    return after


SELLERS = MoneyKind(
    table=SUPPLIER,
    column="name_key",
    facts=("name", "name_key", "sort_key", "credit_code", "registered_on", "legal_rep", "phones", "address", "staff"),
    required=("name",),
    come=(),
    empty={"phones": []},
    own={"related_person_ids": []},
    sellers=(),
    more=_named,
    in_use=taking.suppliers_in_use,
)


def take_suppliers(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Rows of suppliers."""
    return take(ctx, rows, how, SELLERS)


def undo_suppliers(ctx: Context, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Take an import of suppliers back."""
    return undo(ctx, outcomes, SELLERS)
