"""Records that evidence names, as a page shows them: what they are called, when, how much, and where they stand."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Date, DateTime, Select, String, Uuid, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from api.checks.ports import Record
from api.core import clock
from api.decisions.models import Contract, Decision, DecisionPolicy, DecisionPublicity, Payment, Supplier
from api.decisions.queries.tree import MEETING, TOPIC
from api.people.models import Person, Post

_COLUMNS = ("label", "on", "at", "amount", "page", "page_id")
_EMPTY = {
    "on": cast(null(), Date()),
    "at": cast(null(), DateTime(timezone=True)),
    "amount": cast(null(), BigInteger()),
    "page": cast(null(), String()),
    "page_id": cast(null(), Uuid()),
}
_DECISION, _PAYMENT, _CONTRACT, _SUPPLIER, _POLICY, _PUBLICITY, _PERSON, _POST = (
    model.metadata.tables[model.__tablename__]
    for model in (Decision, Payment, Contract, Supplier, DecisionPolicy, DecisionPublicity, Person, Post)
)


def records_of(session: Session, unit_id: UUID, ids: Collection[UUID]) -> Sequence[Record]:
    """Those of `ids` that are records of the unit, suppliers, policies or people, in one statement; others are left out."""
    if not ids:
        return []
    rows = session.execute(union_all(*_kinds(unit_id, list(ids))))
    return [_record(row) for row in rows]


def _record(row: Any) -> Record:
    day = row.on if row.at is None else clock.legal_day(row.at)
    return Record(row.kind, row.id, row.label, day, row.amount, row.page, row.page_id)


def _kinds(unit_id: UUID, ids: list[UUID]) -> list[Select[*tuple[Any, ...]]]:
    meeting = MEETING.c.type + "#" + func.coalesce(cast(MEETING.c.serial_no, String()), "–")
    payment = func.coalesce(_PAYMENT.c.purpose, _SUPPLIER.c.name, _PAYMENT.c.payee_name, "")
    topic = {"label": TOPIC.c.title, "amount": TOPIC.c.amount, **_on("meeting", TOPIC.c.meeting_id)}
    decision = {"label": TOPIC.c.title, "on": _DECISION.c.decided_on, "amount": _DECISION.c.approved_amount}
    contract = {"label": _CONTRACT.c.title, "on": _CONTRACT.c.signed_on, "amount": _CONTRACT.c.amount}
    paid = {"label": payment, "on": _PAYMENT.c.paid_on, "amount": _PAYMENT.c.amount}
    shown = {"label": func.coalesce(_PUBLICITY.c.channel, ""), "on": _PUBLICITY.c.starts_on}
    own = [
        _kind("meeting", MEETING, label=meeting, at=MEETING.c.held_at, **_on("meeting", MEETING.c.id)),
        _kind("topic", TOPIC, **topic),
        _kind("decision", _DECISION, **decision, **_on("decision", _DECISION.c.id)).join(
            TOPIC, TOPIC.c.id == _DECISION.c.topic_id
        ),
        _kind("payment", _PAYMENT, **paid, **_on("payment", _PAYMENT.c.id)).outerjoin(
            _SUPPLIER, _SUPPLIER.c.id == _PAYMENT.c.supplier_id
        ),
        _kind("contract", _CONTRACT, **contract, **_on("contract", _CONTRACT.c.id)),
        _kind("notice", _PUBLICITY, **shown, **_on("decision", _PUBLICITY.c.decision_id)),
    ]
    tables = (MEETING, TOPIC, _DECISION, _PAYMENT, _CONTRACT, _PUBLICITY)
    narrowed = [stmt.where(table.c.unit_id == unit_id) for stmt, table in zip(own, tables, strict=True)]
    asked = [stmt.where(table.c.id.in_(ids)) for stmt, table in zip(narrowed, tables, strict=True)]
    policy = _kind("policy", _POLICY, label=_POLICY.c.title, **_on("policy", _POLICY.c.id))
    supplier = _kind("supplier", _SUPPLIER, label=_SUPPLIER.c.name, **_on("supplier", _SUPPLIER.c.id))
    person = _kind("person", _PERSON, label=_PERSON.c.name, **_on("person", _PERSON.c.id))
    member = _kind("team_member", _POST, label=_PERSON.c.name, **_on("person", _PERSON.c.id)).join(
        _PERSON, _PERSON.c.id == _POST.c.person_id
    )
    return [
        *asked,
        policy.where(_POLICY.c.id.in_(ids)),  # a bureau's policy is read by every school that goes by it,
        supplier.where(_SUPPLIER.c.id.in_(ids)),  # and its suppliers serve them
        person.where(_PERSON.c.id.in_(ids)),
        member.where(_POST.c.id.in_(ids), _POST.c.unit_id == unit_id),
    ]


def _on(page: str, page_id: Any) -> dict[str, Any]:
    return {"page": literal(page), "page_id": page_id}


def _kind(kind: str, table: Any, **columns: Any) -> Select[*tuple[Any, ...]]:
    given = {**_EMPTY, **columns}
    return select(
        literal(kind).label("kind"), table.c.id.label("id"), *(given[name].label(name) for name in _COLUMNS)
    ).select_from(table)
