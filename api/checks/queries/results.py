"""Reading results, counts and the last runs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from api.access import reach
from api.checks.figures import MEASURES
from api.checks.models import CheckCount, CheckResult, CheckRun, CheckTally
from api.checks.ports import ports
from api.checks.queries.units import UNIT, UNIT_REF, below, get_unit, gravest_first, unit_of
from api.checks.rules.answers import ids_in
from api.checks.rules.engine import Counts
from api.checks.schemas.results import (
    CheckCounts,
    CheckResultFilter,
    CheckResultRow,
    CheckSubject,
    EvaluabilityOut,
    RecordCounts,
    RecordCountsList,
    SchoolChecksRow,
)
from api.core.context import Context
from api.core.paging import Paging, count
from api.core.schemas import Named, Page
from api.organizations.models import Unit
from api.people.queries import find_names

_RESULT, _COUNT, _RUN, _TALLY = (
    model.metadata.tables[model.__tablename__].c for model in (CheckResult, CheckCount, CheckRun, CheckTally)
)
_GRAVEST = gravest_first(_RESULT.severity)
_NAMED = 50  # longer lists are of payments, and nobody reads so many names in one line


def list_results(ctx: Context, wanted: CheckResultFilter, paging: Paging) -> Page[CheckResultRow]:
    """Results of units within reach: failures first, the gravest of them first, then the newest records."""
    stmt = select(*_RESULT, *UNIT_REF).join(Unit, UNIT.id == _RESULT.unit_id)
    order = (_RESULT.answer, _GRAVEST, _RESULT.subject_on.desc().nulls_last(), _RESULT.id.desc())
    stmt = _matching(ctx, wanted, stmt).order_by(*order).limit(paging.size).offset(paging.offset)
    rows = ctx.session.execute(stmt).all()
    people = find_people(ctx, [row.evidence for row in rows])
    items = [_row(row, named) for row, named in zip(rows, people, strict=True)]
    total = count(ctx, _matching(ctx, wanted, select(_RESULT.id)))
    return Page(items=items, page=paging.page, size=paging.size, total=total)


def _matching(ctx: Context, wanted: CheckResultFilter, stmt: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return reach.within(ctx, stmt.where(*_conditions(ctx, wanted)), _RESULT.unit_id)


def _conditions(ctx: Context, wanted: CheckResultFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.unit is not None:
        yield below(ctx, wanted.unit, _RESULT.unit_id)
    if wanted.family is not None:
        yield _RESULT.rule_id.startswith(f"{wanted.family}-")
    if wanted.subject_type is not None:
        yield _RESULT.subject_type == wanted.subject_type
    if wanted.record is not None:
        yield _RESULT.subject_id.in_(ports.parts(wanted.record))
    for column, values in (
        (_RESULT.rule_id, wanted.rule),
        (_RESULT.answer, wanted.answer),
        (_RESULT.severity, wanted.severity),
        (_RESULT.subject_id, wanted.subject),
    ):
        if values:
            yield column.in_(values)


def subject_of(row: Any) -> CheckSubject:
    """The record of a row of results or findings."""
    return CheckSubject(
        type=row.subject_type, id=row.subject_id, key=row.subject_key, label=row.subject_label, on=row.subject_on
    )


def find_people(ctx: Context, evidence: Sequence[Mapping[str, Any]]) -> list[list[Named]]:
    """The people that each piece of evidence names, in one statement: who may read the evidence may know of whom."""
    asked = [_named_in(one) for one in evidence]
    known = find_names(ctx, {one for ids in asked for one in ids})
    return [[Named(id=one, name=known[one]) for one in ids if one in known] for ids in asked]


def _named_in(evidence: Mapping[str, Any]) -> list[UUID]:
    short = (said for said in evidence.values() if not isinstance(said, list) or len(said) <= _NAMED)
    return sorted({one for said in short for one in ids_in(said)})


def _row(row: Any, people: list[Named]) -> CheckResultRow:
    plain = {name: getattr(row, name) for name in ("rule_id", "answer", "severity", "evidence", "answered_at")}
    return CheckResultRow(unit=unit_of(row), subject=subject_of(row), people=people, **plain)


def list_counts(ctx: Context, subject_ids: Sequence[UUID]) -> RecordCountsList:
    """How all rules were answered over some records within reach."""
    stmt = select(*_COUNT).where(_COUNT.subject_id.in_(subject_ids)).order_by(_COUNT.subject_type, _COUNT.subject_id)
    rows = ctx.session.execute(reach.within(ctx, stmt, _COUNT.unit_id))
    return RecordCountsList(
        items=[RecordCounts(type=row.subject_type, id=row.subject_id, **_numbers(row)) for row in rows]
    )


def _numbers(row: Any) -> dict[str, int]:
    return {name: int(getattr(row, name)) for name in MEASURES}


def get_evaluability(ctx: Context, unit_id: UUID) -> EvaluabilityOut:
    """How many of the applicable questions had data, in all and by family. Errors: `not_found`."""
    unit = get_unit(ctx, unit_id)
    sums = (func.sum(_TALLY[name]).label(name) for name in MEASURES)
    stmt = select(_TALLY.family, *sums).where(_TALLY.unit_id == unit_id).group_by(_TALLY.family)
    families = {row.family: Counts(**_numbers(row)) for row in ctx.session.execute(stmt)}
    total = Counts()
    for counts in families.values():
        total = total.plus(counts)
    runs = select(func.max(_RUN.ran_at).label("ran_at"), func.max(_RUN.changed_at).label("changed_at"))
    run = ctx.session.execute(runs.where(_RUN.unit_id == unit_id)).one()
    return EvaluabilityOut(
        unit=unit,
        ran_at=run.ran_at,
        changed_at=run.changed_at,
        with_data=total.evaluable,
        applicable=total.applicable,
        counts=CheckCounts(**total._asdict()),
        families={name: CheckCounts(**counts._asdict()) for name, counts in sorted(families.items())},
    )


def list_schools(ctx: Context, unit_id: UUID | None, paging: Paging) -> Page[SchoolChecksRow]:
    """The last runs of schools within reach, with failures by rule: the matrix school × rule, page by page."""
    stmt = select(*_RUN, *UNIT_REF).join(Unit, UNIT.id == _RUN.unit_id)
    own = [below(ctx, unit_id, _RUN.unit_id)] if unit_id else []
    stmt = reach.within(ctx, stmt.where(*own), _RUN.unit_id).order_by(_RUN.failed.desc(), UNIT.sort_key, _RUN.id)
    rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset)).all()
    tallies = _tallies(ctx, [row.unit_id for row in rows])
    items = [_school(row, tallies.get(row.unit_id, [])) for row in rows]
    total = count(ctx, reach.within(ctx, select(_RUN.id).where(*own), _RUN.unit_id))
    return Page(items=items, page=paging.page, size=paging.size, total=total)


def _tallies(ctx: Context, unit_ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    broken = (_TALLY.failed > 0) | (_TALLY.insufficient > 0)
    stmt = select(_TALLY.unit_id, _TALLY.rule_id, _TALLY.failed, _TALLY.insufficient)
    for row in ctx.session.execute(stmt.where(_TALLY.unit_id.in_(unit_ids), broken).order_by(_TALLY.rule_id)):
        found.setdefault(row.unit_id, []).append(row)
    return found


def _school(row: Any, tallies: Sequence[Any]) -> SchoolChecksRow:
    counts = Counts(**_numbers(row))
    return SchoolChecksRow(
        unit=unit_of(row),
        ran_at=row.ran_at,
        with_data=counts.evaluable,
        applicable=counts.applicable,
        failed=counts.failed,
        rules={one.rule_id: one.failed for one in tallies if one.failed},
        lacking={one.rule_id: one.insufficient for one in tallies if one.insufficient},
    )
