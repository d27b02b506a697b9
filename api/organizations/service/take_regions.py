"""Divisions of GB/T 2260 as rows: a newer edition corrects the table, a division that is not in it stays.

The table is everybody's: who changes it must answer for every unit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from api.access.permissions import Permission
from api.core import bulk
from api.core.context import Context
from api.core.faults import OUTSIDE_REACH, ROW_EXISTS, ROW_KEY_MISSING, ROW_NOT_FOUND
from api.core.intake import Action, How, Mode, Outcome, Row
from api.core.taking import Case, chunked_keys, key_of
from api.organizations import errors, queries
from api.organizations.data.divisions import parent_faults, row_faults
from api.organizations.models import Region

_REGION = Region.metadata.tables[Region.__tablename__]
_FIELDS = ("name", "level", "parent_code", "edition")
_NEEDED = ("name", "level", "edition")


@dataclass(slots=True)
class _RegionCase(Case):
    """A row, the division as it stands, and as it will."""

    held: Mapping[str, Any] | None = None
    after: dict[str, Any] | None = None


def region_id(code: str) -> UUID:
    """The id under which the ledger keeps what was done to a division: the same in every database."""
    return uuid5(NAMESPACE_OID, f"qinglian/region/{code}")


def take_regions(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Judge a chunk of rows and, if it is to be written, write those that nothing is wrong with."""
    cases = [_RegionCase(row, key_of(row, how.scheme)) for row in rows]
    parents = {parent for case in cases if (parent := case.row.values.get("parent_code"))}
    known = queries.find_divisions(ctx, {*chunked_keys(cases), *parents})
    everyone = queries.reaches_everyone(ctx, Permission.UNIT_MANAGE)
    for case in cases:
        case.held = known.get(case.key or "")
        _judge(case, how, everyone=everyone)
    _judge_places(cases, {code: row["level"] for code, row in known.items()})
    for case in cases:
        case.action = Action.REFUSED if case.faults else case.action
    if how.write:
        _write(ctx, cases)
    return [_outcome(case) for case in cases]


def _judge(case: _RegionCase, how: How, *, everyone: bool) -> None:
    if not everyone:
        case.refuse(OUTSIDE_REACH, None)
    elif case.key is None:
        case.refuse(ROW_KEY_MISSING, "code")
    elif case.held is None and how.mode is Mode.UPDATE:
        case.refuse(ROW_NOT_FOUND, "code")
    elif case.held is not None and how.mode is Mode.CREATE:
        case.refuse(ROW_EXISTS, "code")
    elif case.held is None:
        case.missing(_NEEDED)
        case.action, case.after = Action.CREATED, _after(dict.fromkeys(_FIELDS), case.row.values)
    else:
        case.cleared(_NEEDED)
        case.after = _after({name: case.held[name] for name in _FIELDS}, case.row.values)
        same = all(case.after[name] == case.held[name] for name in _FIELDS)
        case.action = Action.UNCHANGED if same else Action.UPDATED


def _after(before: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {**before, **{name: values[name] for name in _FIELDS if name in values}}


def _judge_places(cases: Iterable[_RegionCase], levels: dict[str, str]) -> None:
    """Whether codes, levels and parents agree, with the parents that come in the same chunk."""
    sound = [case for case in cases if not case.faults and case.after and case.key]
    levels |= {str(case.key): case.after["level"] for case in sound if case.after}
    for case in sound:
        assert case.after is not None, "sound"
        code, level = str(case.key), case.after["level"]
        found = [*row_faults(code, case.after["name"], level)]
        found += [] if found else parent_faults(code, level, case.after["parent_code"] or "", levels)
        for kind, _ in found:
            case.refuse(errors.REGION_PARENT if kind == "parent" else errors.REGION_FORM, _field(kind))


def _field(kind: str) -> str:
    return "parent_code" if kind == "parent" else kind


def _write(ctx: Context, cases: Sequence[_RegionCase]) -> None:
    new = [{"code": case.key, **(case.after or {})} for case in cases if case.action is Action.CREATED]
    changed = [{"code": case.key, **(case.after or {})} for case in cases if case.action is Action.UPDATED]
    bulk.insert_many(ctx.session, _REGION, new)
    bulk.update_many(ctx.session, _REGION, changed, _FIELDS, key="code")


def _outcome(case: _RegionCase) -> Outcome:
    if case.faults:
        return case.refused()
    return Outcome(case.row.number, case.action, region_id(str(case.key)), case.key)
