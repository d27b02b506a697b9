"""The block of checks for the overview: sums of the roll-ups, whatever the number of schools."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select

from api.access import reach
from api.checks.figures import CHECK_FIGURES, FINDING_FIGURES, MEASURES
from api.checks.models import CheckRun
from api.checks.ports import ports
from api.checks.queries.units import UNIT, UNIT_REF, below, get_unit, unit_of
from api.checks.rules.answers import FindingSeverity
from api.checks.rules.engine import Counts
from api.checks.rules.findings import OPEN_STATES
from api.checks.schemas.overviews import ChecksBlock, FamilyFigures, WeakSchool
from api.core.context import Context
from api.organizations.models import Unit

_RUN = CheckRun.__table__.c
_APPLICABLE = _RUN.passed + _RUN.failed + _RUN.insufficient
# Under three fifths: in the reference framework the lower bound of what can be judged at all.
_WEAK = 5 * (_RUN.passed + _RUN.failed) < 3 * _APPLICABLE
_TOLD = 5


def get_checks(ctx: Context, unit_id: UUID | None) -> ChecksBlock:
    """Checks of a unit within reach and those below it, by default of all that are. Errors: `not_found`."""
    if unit_id is not None:
        get_unit(ctx, unit_id)
    runs = _narrowed(ctx, select(func.count(), func.coalesce(func.sum(case((_WEAK, 1), else_=0)), 0)), _RUN, unit_id)
    schools, weak = ctx.session.execute(runs).one()
    return ChecksBlock(
        schools=schools,
        weak=weak,
        families=_families(_answers(ctx, unit_id), _open(ctx, unit_id)),
        weakest=_weakest(ctx, unit_id) if weak else [],
    )


def _narrowed(
    ctx: Context, stmt: Select[*tuple[Any, ...]], columns: Any, unit_id: UUID | None
) -> Select[*tuple[Any, ...]]:
    own: list[ColumnElement[bool]] = [] if unit_id is None else [below(ctx, unit_id, columns.unit_id)]
    return reach.within(ctx, stmt.where(*own), columns.unit_id)


def _answers(ctx: Context, unit_id: UUID | None) -> dict[str, Counts]:
    figures = CHECK_FIGURES.current().c
    sums = (func.sum(figures[name]).label(name) for name in MEASURES)
    stmt = _narrowed(ctx, select(figures.family, *sums), figures, unit_id).group_by(figures.family)
    return {row.family: Counts(*(int(getattr(row, name)) for name in MEASURES)) for row in ctx.session.execute(stmt)}


def _open(ctx: Context, unit_id: UUID | None) -> dict[str, dict[str, int]]:
    figures = FINDING_FIGURES.current().c
    live = select(figures.family, figures.severity, func.sum(figures.findings).label("number"))
    live = live.where(figures.state.in_([state.value for state in OPEN_STATES]))
    stmt = _narrowed(ctx, live, figures, unit_id).group_by(figures.family, figures.severity)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in ctx.session.execute(stmt):
        found[row.family][row.severity] = int(row.number)
    return found


def _families(answers: Mapping[str, Counts], findings: Mapping[str, Mapping[str, int]]) -> list[FamilyFigures]:
    order = dict.fromkeys(rule.family for rule in ports.rules().values())
    named = [family for family in [*order, *sorted(answers.keys() - order.keys())] if family in answers]
    return [
        FamilyFigures(
            family=family,
            **answers[family]._asdict(),
            **{severity.value: findings.get(family, {}).get(severity, 0) for severity in FindingSeverity},
        )
        for family in named
    ]


def _weakest(ctx: Context, unit_id: UUID | None) -> list[WeakSchool]:
    stmt = select(*_RUN, *UNIT_REF).join(Unit, UNIT.id == _RUN.unit_id).where(_WEAK)
    share = 10_000 * (_RUN.passed + _RUN.failed) / _APPLICABLE  # not null: what is weak has something applicable
    rows = ctx.session.execute(_narrowed(ctx, stmt, _RUN, unit_id).order_by(share, UNIT.sort_key, _RUN.id).limit(_TOLD))
    return [
        WeakSchool(
            unit=unit_of(row), with_data=row.passed + row.failed, applicable=row.passed + row.failed + row.insufficient
        )
        for row in rows
    ]
