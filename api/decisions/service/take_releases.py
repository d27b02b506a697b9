"""Contracts out of releases of the Open Contracting Data Standard: one release, the contract of its award.

A contract is known by the `ocid` of its process. Of several releases of one process the newest counts; one without an
award (planning, tender) makes no contract. Suppliers that the school does not know yet are made of the release.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import insert

from api.core import clock, ids, pinyin
from api.core.context import Context
from api.core.faults import ROW_KEY_MISSING, ROW_REFERENCE_UNKNOWN
from api.core.intake import TREE, Action, Fault, How, Outcome, Row
from api.decisions import errors, queries
from api.decisions.queries import taking
from api.decisions.queries.money import SUPPLIER
from api.decisions.rules.naming import name_key
from api.decisions.rules.releases import Award, award_in, fault_in
from api.decisions.service.take_money import take_contracts

Place = queries.Place
_CURRENCY = "CNY"


def take_releases(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Judge a chunk of releases and, if they are to be written, write the contracts of those that are sound."""
    documents = {row.number: orjson.loads(row.values[TREE]) for row in rows}
    found = {row.number: _refused(row, documents[row.number]) for row in rows}
    places = queries.schools_called(ctx, {str(row.values.get("school") or "") for row in rows})
    awards: dict[int, tuple[Place, Award]] = {}
    for row in rows:
        if found[row.number] is not None:
            continue
        fitting = places.get(str(row.values.get("school") or ""), [])
        award = award_in(documents[row.number])
        if len(fitting) != 1 or fitting[0].kind != "school":
            found[row.number] = _fault(row, ROW_REFERENCE_UNKNOWN, "/buyer/name", documents[row.number])
        elif award is None:
            found[row.number] = Outcome(row.number, Action.UNCHANGED, key=documents[row.number]["ocid"])
        else:
            awards[row.number] = (fitting[0], award)
    newest = _newest(awards)
    if how.write:
        _make_suppliers(ctx, [awards[number] for number in sorted(newest)])
    taken = {outcome.row: outcome for outcome in _taken(ctx, awards, newest, how)}
    older = {n: Outcome(n, Action.UNCHANGED, key=a.ocid) for n, (_, a) in awards.items() if n not in newest}
    return [found[row.number] or taken.get(row.number) or older[row.number] for row in rows]


def _refused(row: Row, document: Mapping[str, Any]) -> Outcome | None:
    """What keeps a release out by itself."""
    if not document.get("ocid"):
        return _fault(row, ROW_KEY_MISSING, "/ocid", document)
    spec, pointer = fault_in(document, str(document.get("currency") or _CURRENCY))
    return (
        None
        if spec is None
        else _fault(row, errors.CURRENCY if spec == "currency" else errors.RELEASE, pointer, document)
    )


def _fault(row: Row, spec: Any, pointer: str, document: Mapping[str, Any]) -> Outcome:
    key = document.get("ocid")
    return Outcome(row.number, Action.REFUSED, key=key and str(key), faults=(Fault(pointer, spec),))


def _newest(awards: Mapping[int, tuple[Place, Award]]) -> set[int]:
    """Of each process of a school the release that came last; of two of one moment the later row."""
    last: dict[tuple[UUID, str], tuple[datetime, int]] = {}
    for number, (place, award) in sorted(awards.items()):
        key = (place.id, award.ocid)
        if key not in last or (award.released_at, number) > last[key]:
            last[key] = (award.released_at, number)
    return {number for _, number in last.values()}


def _taken(ctx: Context, awards: Mapping[int, tuple[Place, Award]], newest: set[int], how: How) -> list[Outcome]:
    """The contracts, as rows of contracts are taken; while nothing is written their suppliers are not there yet."""
    rows = []
    for number in sorted(newest):
        place, award = awards[number]
        values = award.as_row(clock.legal_day) | {"school": str(place.id)}
        rows.append(Row(number, values if how.write else {k: v for k, v in values.items() if k != "supplier"}))
    asked = How(how.mode, "source_id", {"school": "id"}, how.write)
    return take_contracts(ctx, rows, asked) if rows else []


def _make_suppliers(ctx: Context, awards: Sequence[tuple[Place, Award]]) -> None:
    """Suppliers of releases that their schools do not know by name."""
    wanted = {(place.id, name_key(name)): (place, name) for place, award in awards for name in award.suppliers}
    known = taking.suppliers_by_name(ctx, set(wanted))
    rows = []
    for (unit_id, key), (_, name) in sorted(wanted.items(), key=lambda pair: (str(pair[0][0]), pair[0][1])):
        if (unit_id, key) not in known:
            times = {"created_at": ctx.now, "updated_at": ctx.now, "revision": 1}
            called = {"name": name, "name_key": key, "sort_key": pinyin.sort_key(name)}
            rows.append({"id": ids.ordered(), "unit_id": unit_id, **called, **times})
    if rows:
        nothing: dict[str, Any] = {"phones": [], "related_person_ids": []}
        ctx.session.execute(insert(SUPPLIER), [row | nothing for row in rows])
