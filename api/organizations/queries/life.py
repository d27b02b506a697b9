"""A unit through time: its versions, and what it was on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from api.core import clock
from api.core.context import Context
from api.organizations import rules
from api.organizations.models import UnitFormer, UnitVersion

FOUNDED = "school.created"
_FIELDS = {rules.NAME: "name", rules.CODE: "code", rules.CREDIT_CODE: "credit_code"}


class Version(NamedTuple):
    """One change, as it was recorded."""

    id: UUID
    effective_on: date
    action: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Life:
    """The record of a unit: the day on which it begins, and every change since, oldest first."""

    begins_on: date
    versions: Sequence[Version]

    def last_change(self, fields: Iterable[str]) -> date:
        """The day of the last change of any of `fields`, or on which the record begins."""
        touched = set(fields)
        days: list[date] = [self.begins_on]
        days += [version.effective_on for version in self.versions if touched & version.after.keys()]
        return max(days)

    def borne_since(self, scheme: str, value: str) -> date:
        """Since when the unit has borne a name, code or id that it bears now."""
        for version in reversed(self.versions):
            if _bears(version.after, scheme, value) and not _bears(version.before, scheme, value):
                day: date = version.effective_on
                return day
        return self.begins_on


def _bears(facts: dict[str, Any], scheme: str, value: str) -> bool:
    if scheme in _FIELDS:
        return facts.get(_FIELDS[scheme]) == value
    source = scheme.removeprefix(rules.EXTERNAL)
    return {"scheme": source, "value": value} in facts.get("external_ids", ())


def life_of(ctx: Context, unit: Any) -> Life:
    """The whole record of a unit that the caller has found within reach."""
    return _life(ctx, unit, UnitVersion.unit_id == unit.id)


def life_after(ctx: Context, unit: Any, day: date) -> Life:
    """Of a unit's record the changes after `day` only."""
    later = or_(UnitVersion.effective_on > day, UnitVersion.action == FOUNDED)
    return _life(ctx, unit, (UnitVersion.unit_id == unit.id) & later)


def _life(ctx: Context, unit: Any, condition: ColumnElement[bool]) -> Life:
    columns = (UnitVersion.id, UnitVersion.effective_on, UnitVersion.action, UnitVersion.before, UnitVersion.after)
    stmt = select(*columns).where(condition).order_by(UnitVersion.effective_on, UnitVersion.id)
    versions = [Version(*row) for row in ctx.session.execute(stmt)]
    founded = (version.effective_on for version in versions if version.action == FOUNDED)
    return Life(next(founded, clock.legal_day(unit.created_at)), versions)


def facts_on(ctx: Context, unit: Any, now: dict[str, Any], day: date) -> dict[str, Any] | None:
    """What a unit was on `day`, from what it is `now`; None when its record begins later."""
    life = life_after(ctx, unit, day)
    if day < life.begins_on:
        return None
    later = [version.before for version in reversed(life.versions) if version.effective_on > day]
    return {name: value for name, value in rules.taken_back(now, later).items() if name in now}


def former_of(ctx: Context, unit_id: UUID) -> Sequence[Any]:
    """Names, codes and ids that a unit bore once, newest first."""
    columns = (UnitFormer.scheme, UnitFormer.value, UnitFormer.from_on, UnitFormer.until_on)
    stmt = select(*columns).where(UnitFormer.unit_id == unit_id)
    return ctx.session.execute(stmt.order_by(UnitFormer.until_on.desc(), UnitFormer.id.desc())).all()
