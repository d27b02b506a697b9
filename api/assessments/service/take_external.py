"""Figures that others have found as rows: one row, one figure of one school over some days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from api.assessments import errors
from api.assessments.models import ExternalFigure
from api.assessments.queries import external
from api.core import bulk, ids
from api.core.context import Context
from api.core.errors import ErrorSpec, Refused
from api.core.faults import (
    APPLY_CONFLICT,
    CHANGED_SINCE,
    OUTSIDE_REACH,
    ROW_EXISTS,
    ROW_NOT_FOUND,
)
from api.core.intake import Action, Fault, How, Mode, Outcome, Row
from api.core.points import ONE, Points
from api.core.taking import Case, covers
from api.ledger.rules import plain
from api.organizations import queries as organizations
from api.organizations.service.naming import Schools

_TABLE = ExternalFigure.metadata.tables[ExternalFigure.__tablename__]
_KEY = ("metric", "first_on", "last_on")
_FACTS = ("value", "counts", "source")
_COUNTS = ("numerator", "denominator")

Key = tuple[UUID, str, date, date]


@dataclass(slots=True)
class _Case(Case):
    """A row, the figure that it is about, and what that will say."""

    unit_id: UUID | None = None
    figure_id: UUID | None = None
    held: Any = None
    after: Mapping[str, Any] | None = None

    @property
    def days(self) -> tuple[date, date]:
        """The days of the figure."""
        first, last = (date.fromisoformat(self.row.values[name]) for name in ("first_on", "last_on"))
        return first, last


def take_figures(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Judge a chunk of rows and, if it is to be written, write those that nothing is wrong with."""
    cases = [_Case(row, row.values.get("metric")) for row in rows]
    schools = Schools.read(ctx, cases, how)
    for case in cases:
        _begin(case, schools)
    sound = [case for case in cases if not case.faults]
    metrics = {case.row.values["metric"] for case in sound}
    held = external.figures_of(ctx, {case.unit_id for case in sound if case.unit_id}, metrics, lock=how.write)
    by_key: dict[Key, Any] = {(row.unit_id, row.metric, row.first_on, row.last_on): row for row in held}
    for case in sound:
        assert case.unit_id is not None
        case.held = by_key.get((case.unit_id, case.row.values["metric"], *case.days))
        _judge(case, how)
    if how.write:
        _write(ctx, [case for case in cases if not case.faults])
    return [_outcome(case) for case in cases]


def _begin(case: _Case, schools: Schools) -> None:
    """What the row names: a school, a metric, its days."""
    unit = schools.of(case)
    case.unit_id = unit.id if unit else None
    case.missing(_KEY)
    if not case.faults and case.days[0] > case.days[1]:
        case.refuse(errors.FIGURE_DAYS, "last_on")


def _judge(case: _Case, how: How) -> None:
    """Everything that is wrong with a row by itself, and what becomes of the figure."""
    if case.held is None and how.mode is Mode.UPDATE:
        case.refuse(ROW_NOT_FOUND, "metric")
    elif case.held is not None and how.mode is Mode.CREATE:
        case.refuse(ROW_EXISTS, "metric")
    elif case.held is None:
        case.missing(("source",))
    else:
        case.cleared(("source",))
    after = _come_to(case)
    _judge_figure(case, after)
    if not case.faults:
        before = case.held and {name: getattr(case.held, name) for name in _FACTS}
        case.after = after
        case.action = Action.CREATED if before is None else Action.UNCHANGED if before == after else Action.UPDATED


def _come_to(case: _Case) -> dict[str, Any]:
    """The facts of the figure as they will be. A field that is absent stays as it is."""
    values, held = case.row.values, case.held
    counts = dict(held.counts) if held else {}
    counts |= {name: values[name] for name in _COUNTS if name in values}
    value = _points(values["value"]) if "value" in values else held and held.value
    return {
        "value": value,
        "counts": {name: number for name, number in counts.items() if number is not None},
        "source": values.get("source", held and held.source),
    }


def _points(text: str | None) -> Points | None:
    """The value to four places, half up: published indices have more than anybody means."""
    if text is None:
        return None
    return Points(int((Decimal(text) * ONE).quantize(Decimal(1), ROUND_HALF_UP)))


def _judge_figure(case: _Case, after: Mapping[str, Any]) -> None:
    counts = after["counts"]
    whole = counts.keys() >= set(_COUNTS)
    if (counts and not whole) or (after["value"] is None and not whole):
        case.refuse(errors.FIGURE_EMPTY, "value" if not counts else "denominator")
    elif whole and counts["numerator"] > counts["denominator"]:
        case.refuse(errors.FIGURE_SHARE, "numerator")


def _write(ctx: Context, cases: Iterable[_Case]) -> None:
    made, changed = [], []
    for case in cases:
        facts = {**(case.after or {}), "updated_at": ctx.now}
        if case.action is Action.CREATED:
            case.figure_id = ids.ordered()
            days = dict(zip(("first_on", "last_on"), case.days, strict=True))
            key = {"id": case.figure_id, "unit_id": case.unit_id, "metric": case.row.values["metric"], **days}
            made.append({**key, **facts, "created_at": ctx.now, "revision": 1})
        elif case.action is Action.UPDATED:
            changed.append({**facts, "id": case.held.id, "revision": case.held.revision + 1})
    bulk.insert_many(ctx.session, _TABLE, made)
    _change(ctx, changed)


def _change(ctx: Context, rows: Sequence[Mapping[str, Any]]) -> None:
    if bulk.update_many(ctx.session, _TABLE, rows, (*_FACTS, "updated_at", "revision")) != len(rows):
        raise Refused(APPLY_CONFLICT)


def _outcome(case: _Case) -> Outcome:
    if case.faults:
        return case.refused()
    held = case.held
    before = held and {name: getattr(held, name) for name in _FACTS if getattr(held, name) != (case.after or {})[name]}
    revision = held.revision if held else None
    written = case.action is Action.UPDATED or case.figure_id is not None
    return Outcome(
        row=case.row.number,
        action=case.action,
        id=held.id if held else case.figure_id,
        key=case.key,
        revision_before=revision,
        revision=(revision or 0) + 1 if written else revision,
        before=plain(before) if before else None,
    )


# --- Taking back -----------------------------------------------------------------------------------------------------


def undo_figures(ctx: Context, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Take back what an import did to figures that nobody has touched since."""
    held = external.figures_by_id(ctx, [outcome.id for outcome in outcomes if outcome.id is not None])
    paths = organizations.paths_for(ctx, ctx.permission or "")
    faults = [_fault(outcome, held, paths) for outcome in outcomes]
    sound = [(was, held[was.id]) for was, fault in zip(outcomes, faults, strict=True) if fault is None and was.id]
    made = [row.id for was, row in sound if was.action is Action.CREATED]
    ctx.session.execute(delete(_TABLE).where(_TABLE.c.id.in_(made)))
    _change(ctx, [_as_before(ctx, was, row) for was, row in sound if was.action is Action.UPDATED])
    return [_undone(was, fault) for was, fault in zip(outcomes, faults, strict=True)]


def _fault(was: Outcome, held: Mapping[UUID, Any], paths: Iterable[str]) -> ErrorSpec | None:
    now = held.get(was.id) if was.id else None
    if now is None or now.revision != was.revision:
        return CHANGED_SINCE
    return None if covers(paths, now.path) else OUTSIDE_REACH


def _as_before(ctx: Context, was: Outcome, now: Any) -> dict[str, Any]:
    facts = {name: getattr(now, name) for name in _FACTS} | dict(was.before or {})
    return {**facts, "id": now.id, "updated_at": ctx.now, "revision": now.revision + 1}


def _undone(was: Outcome, fault: ErrorSpec | None) -> Outcome:
    if fault is not None:
        return Outcome(was.row, Action.REFUSED, was.id, was.key, faults=(Fault(None, fault),))
    if was.action is Action.CREATED:
        return Outcome(was.row, Action.DELETED, was.id, was.key, revision_before=was.revision)
    changed = was.action is Action.UPDATED
    revision = (was.revision or 0) + 1 if changed else was.revision
    return Outcome(was.row, Action.UPDATED if changed else Action.UNCHANGED, was.id, was.key, was.revision, revision)
