"""Faults of rows: kept one by one up to a limit, counted in groups beyond."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from api.exchange.imports.models import ImportFault
from api.exchange.imports.rules.limits import FIRST_ROWS, MOST_GROUPS

_FAULT: Any = ImportFault.__table__
_NAMES = ("row", "sheet", "column", "field", "code", "value", "params", "suggestions")
# Where a fault comes from is read off its place: what the file shows stays when its rows are judged again.
OF_FILE, OF_ROW, OF_UNDOING = 0, 1000, 2000
MASKED = "***"
_LONGEST = 100


@dataclass(slots=True)
class Tally:
    """Groups of faults, and what of them is to be kept one by one."""

    groups: list[dict[str, Any]]
    room: int
    rows: list[dict[str, Any]] = field(default_factory=list)
    _known: dict[tuple[Any, ...], dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        self._known = {_key(group): group for group in self.groups}

    def add(self, fault: Mapping[str, Any], stage: int) -> None:
        """Count a fault, and keep it while there is room."""
        group = self._group(fault, stage)
        group["count"] += 1
        if len(group["first_rows"]) < FIRST_ROWS:
            group["first_rows"].append(fault["row"])
        if len(self.rows) < self.room:
            self.rows.append({**fault, "stage": stage})

    def _group(self, fault: Mapping[str, Any], stage: int) -> dict[str, Any]:
        named = {name: fault[name] for name in ("code", "column", "field", "value", "params", "suggestions")}
        group: dict[str, Any] = {**named, "stage": stage, "count": 0, "first_rows": []}
        known = self._known.get(_key(group))
        if known is None and len(self.groups) >= MOST_GROUPS:
            group |= {"value": None, "suggestions": []}
            known = self._known.get(_key(group))
        if known is None:
            known = self._known[_key(group)] = group
            self.groups.append(group)
        return known


def _key(group: Mapping[str, Any]) -> tuple[Any, ...]:
    return group["code"], group["column"], group["value"], group["stage"]


def tally(session: Session, one: Any) -> Tally:
    """The import's faults so far, to be added to."""
    kept = session.execute(select(func.count()).where(_FAULT.c.import_id == one.id)).scalar_one() if one.groups else 0
    groups = [{**group, "first_rows": list(group["first_rows"])} for group in one.groups]
    return Tally(groups, max(0, one.max_errors - kept))


def keep(session: Session, import_id: UUID, faults: Sequence[Mapping[str, Any]], *, sheets: bool = False) -> None:
    """Write faults down, each at its place within its row; with `sheets`, rows of this number may have some already."""
    places = _places(session, import_id, {fault["row"] for fault in faults}) if sheets else {}
    rows = []
    for fault in faults:
        place = (fault["row"], fault["stage"])
        places[place] = places.get(place, -1) + 1
        named = {name: fault[name] for name in _NAMES}
        rows.append({**named, "import_id": import_id, "position": fault["stage"] + places[place]})
    if rows:
        session.execute(insert(_FAULT), rows)


def _places(session: Session, import_id: UUID, rows: Collection[int]) -> dict[tuple[int, int], int]:
    """The last place that is taken, by row and stage."""
    stmt = select(_FAULT.c.row, _FAULT.c.position).where(_FAULT.c.import_id == import_id, _FAULT.c.row.in_(rows))
    taken: dict[tuple[int, int], int] = {}
    for row, position in session.execute(stmt.order_by(_FAULT.c.position)):
        stage = position // OF_ROW * OF_ROW
        taken[row, stage] = position - stage
    return taken


def forget(session: Session, import_id: UUID, groups: Iterable[Mapping[str, Any]], stage: int) -> list[dict[str, Any]]:
    """Faults from `stage` on go, for what they are about is judged again; the groups that stay."""
    session.execute(delete(_FAULT).where(_FAULT.c.import_id == import_id, _FAULT.c.position >= stage))
    return [dict(group) for group in groups if group["stage"] < stage]


def shown(value: Any, *, masked: bool) -> str | None:
    """A value as a report repeats it: cut, and never a personal one."""
    if value is None:
        return None
    if masked:
        return MASKED
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text[:_LONGEST]
