"""Payments as rows: one row, one payment of one school.

A row is known by the number that its source gives it; a file without such numbers by what the row says, so that the
same file taken twice changes nothing.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from api.core import bulk, clock, ids, money
from api.core.context import Context
from api.core.errors import Refused
from api.core.faults import APPLY_CONFLICT, ROW_EXISTS, ROW_NOT_FOUND
from api.core.intake import Action, How, Mode, Outcome, Row
from api.core.taking import Case
from api.decisions import errors
from api.decisions.queries import taking
from api.decisions.queries.money import PAYMENT
from api.decisions.rules.naming import name_key
from api.decisions.service.standing import mark_all
from api.decisions.service.undoing import undone
from api.ledger.rules import plain
from api.organizations.service.naming import Schools

SYSTEM = "import"
BY_CONTENT = "paid_on"  # the scheme of files without numbers of their own
_SAID = ("paid_on", "payee_name", "amount", "purpose", "voucher_no")
_FACTS = (
    *("payee_name", "amount", "paid_on", "voucher_no", "spend_type", "budget_state", "method", "project_key"),
    *("budget_line", "purpose", "invoice_nos", "supplier_id"),
)
_EMPTY: Mapping[str, Any] = {"invoice_nos": []}


@dataclass(slots=True)
class _Case(Case):
    """A row, the payment that it is about, and what that will say."""

    unit_id: UUID | None = None
    source_id: str = ""
    held: Any = None
    payment_id: UUID | None = None
    after: Mapping[str, Any] | None = None


def take_payments(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Judge a chunk of rows and, if it is to be written, write those that nothing is wrong with."""
    cases = [_Case(row, row.values.get("source_id")) for row in rows]
    schools = Schools.read(ctx, cases, how)
    for case in cases:
        unit = schools.of(case)
        case.unit_id = unit.id if unit else None
        case.source_id = _source(case, how)
    sound = [case for case in cases if not case.faults]
    held = taking.payments_by_source(ctx, {case.unit_id for case in sound}, {case.source_id for case in sound})
    known = taking.suppliers_by_name(ctx, {(case.unit_id, _payee(case)) for case in sound})
    today = clock.legal_day(ctx.now)
    for case in sound:
        case.held = held.get((case.unit_id, case.source_id))
        _judge(case, how, today, known)
    if how.write:
        _write(ctx, [case for case in cases if not case.faults])
    return [_outcome(case) for case in cases]


def _source(case: _Case, how: How) -> str:
    """The number of a payment in its source, else the hash of what the row says."""
    values = case.row.values
    if how.scheme != BY_CONTENT and values.get("source_id"):
        return str(values["source_id"])
    said = "\x1f".join(str(values.get(name) or "") for name in (*_SAID, "source_id"))
    return f"#{hashlib.sha256(said.encode()).hexdigest()[:24]}"


def _payee(case: _Case) -> str:
    name = case.row.values.get("payee_name") or (case.held and case.held.payee_name)
    return name_key(name) if name else ""


def _judge(case: _Case, how: How, today: date, suppliers: Mapping[tuple[UUID | None, str], UUID]) -> None:
    """Everything that is wrong with a row by itself, and what becomes of the payment."""
    if case.held is None and how.mode is Mode.UPDATE:
        case.refuse(ROW_NOT_FOUND, "source_id")
    elif case.held is not None and how.mode is Mode.CREATE:
        case.refuse(ROW_EXISTS, "source_id")
    elif case.held is None:
        case.missing(("paid_on", "amount"))
    else:
        case.cleared(("paid_on", "amount"))
    after = _come_to(case, suppliers)
    if not case.faults and after["paid_on"] > today:
        case.refuse(errors.IN_FUTURE, "paid_on")
    if not case.faults:
        before = case.held and {name: getattr(case.held, name) for name in _FACTS}
        case.after = after
        case.action = Action.CREATED if before is None else Action.UNCHANGED if before == after else Action.UPDATED


def _come_to(case: _Case, suppliers: Mapping[tuple[UUID | None, str], UUID]) -> dict[str, Any]:
    """The facts of the payment as they will be. A field that is absent stays as it is."""
    values, held = case.row.values, case.held
    after = {name: values.get(name, getattr(held, name) if held else None) for name in _FACTS if name != "supplier_id"}
    if values.get("amount") is not None:
        after["amount"] = money.fen(values["amount"])
    if values.get("paid_on") is not None:
        after["paid_on"] = date.fromisoformat(values["paid_on"])
    after |= {name: empty for name, empty in _EMPTY.items() if after[name] is None}
    named = suppliers.get((case.unit_id, _payee(case)))
    return {**after, "supplier_id": named or (held and held.supplier_id)}


def _write(ctx: Context, cases: Sequence[_Case]) -> None:
    made, changed = [], []
    for case in cases:
        facts = {**(case.after or {}), "updated_at": ctx.now}
        if case.action is Action.CREATED:
            case.payment_id = ids.ordered()
            own = {"id": case.payment_id, "unit_id": case.unit_id, "source_system": SYSTEM, "source_id": case.source_id}
            rest = dict.fromkeys(
                ("decision_id", "contract_id", "proposer_id", "buyer_id", "accepted_by", "accepted_on")
            )
            made.append({**rest, **own, **facts, "created_at": ctx.now, "revision": 1})
        elif case.action is Action.UPDATED:
            changed.append({**facts, "id": case.held.id, "revision": case.held.revision + 1})
    bulk.insert_many(ctx.session, PAYMENT, made)
    if bulk.update_many(ctx.session, PAYMENT, changed, (*_FACTS, "updated_at", "revision")) != len(changed):
        raise Refused(APPLY_CONFLICT)
    touched = {case.unit_id for case in cases if case.action in (Action.CREATED, Action.UPDATED)}
    mark_all(ctx, sorted(unit_id for unit_id in touched if unit_id))


def _outcome(case: _Case) -> Outcome:
    if case.faults:
        return case.refused()
    held, after = case.held, case.after or {}
    before = held and {name: getattr(held, name) for name in _FACTS if getattr(held, name) != after[name]}
    revision = held.revision if held else None
    written = case.action is Action.UPDATED or case.payment_id is not None
    return Outcome(
        row=case.row.number,
        action=case.action,
        id=held.id if held else case.payment_id,
        key=case.key or case.source_id,
        revision_before=revision,
        revision=(revision or 0) + 1 if written else revision,
        before=plain(before) if before else None,
    )


def undo_payments(ctx: Context, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Take back what an import did to payments that nobody has touched since."""
    held = taking.payments_by_id(ctx, [outcome.id for outcome in outcomes if outcome.id is not None])
    found, sound = undone(ctx, outcomes, held)
    made = [row.id for was, row in sound if was.action is Action.CREATED]
    ctx.session.execute(delete(PAYMENT).where(PAYMENT.c.id.in_(made)))
    back = [_as_before(ctx, was, row) for was, row in sound if was.action is Action.UPDATED]
    if bulk.update_many(ctx.session, PAYMENT, back, (*_FACTS, "updated_at", "revision")) != len(back):
        raise Refused(APPLY_CONFLICT)
    mark_all(ctx, sorted({row.unit_id for _, row in sound}))
    return found


def _as_before(ctx: Context, was: Outcome, now: Any) -> dict[str, Any]:
    facts = {name: getattr(now, name) for name in _FACTS} | dict(was.before or {})
    if isinstance(facts["paid_on"], str):
        facts["paid_on"] = date.fromisoformat(facts["paid_on"])
    if isinstance(facts["supplier_id"], str):
        facts["supplier_id"] = UUID(facts["supplier_id"])
    return {**facts, "id": now.id, "updated_at": ctx.now, "revision": now.revision + 1}
