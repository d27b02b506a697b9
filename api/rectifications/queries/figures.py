"""Figures of problems: from the roll-up what stands where, from the rows what rates are made of."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from api.access import reach
from api.access.permissions import Permission
from api.access.providers import providers
from api.core import clock
from api.core.context import Context
from api.core.metrics import Figure, Period
from api.organizations.models import Unit
from api.organizations.rules import UnitKind
from api.rectifications import rules
from api.rectifications.figures import PROBLEM_FIGURES
from api.rectifications.models import RectificationProblem
from api.rectifications.queries.lists import below
from api.rectifications.queries.reading import P, readable
from api.rectifications.rules import (
    ACTION_TYPES,
    CAUSES,
    DONE,
    KINDS,
    OPEN,
    SOURCES,
    ActionType,
    Age,
    Closed,
    ProblemState,
    Rates,
    Severity,
    Word,
    policy,
)
from api.rectifications.schemas import (
    RectificationRates,
    RectificationSummary,
    RectificationWords,
    WordOut,
)

_SERIOUS = (Severity.SERIOUS.value, Severity.MAJOR.value)


def get_summary(ctx: Context, unit_id: UUID | None) -> RectificationSummary:
    """What stands where at a unit and below it, by default within reach: overdue and age as of today."""
    today = clock.legal_day(ctx.now)
    kept = PROBLEM_FIGURES.current()
    columns = (kept.c.state, kept.c.severity, kept.c.day, kept.c.sent_on)
    stmt = select(*columns, func.sum(kept.c.problems).label("problems")).group_by(*columns)
    stmt = reach.within(ctx, stmt, kept.c.unit_id, Permission.RECTIFICATION_READ)
    if unit_id is not None:
        path = ctx.session.execute(select(Unit.path).where(Unit.id == unit_id)).scalar_one_or_none()
        stmt = stmt.where(kept.c.unit_id.in_(providers.units_below([path or "-"])))
    return _summary(ctx.session.execute(stmt), today)


def _summary(rows: Iterable[Any], today: date) -> RectificationSummary:
    by_state, severities = dict.fromkeys(ProblemState, 0), dict.fromkeys(Severity, 0)
    ages, late = dict.fromkeys(Age, 0), dict.fromkeys(Age, 0)
    recheck_due = 0
    for row in rows:
        state, number = ProblemState(row.state), int(row.problems)
        by_state[state] += number
        day = date.fromisoformat(row.day) if row.day else None
        recheck_due += number * rules.is_recheck_due(state, day, today)
        if state in OPEN:
            age = rules.age(date.fromisoformat(row.sent_on), today)
            ages[age] += number
            late[age] += number * rules.is_overdue(state, day, today)
            severities[Severity(row.severity)] += number
    return RectificationSummary(
        open=sum(by_state[state] for state in OPEN),
        closed=sum(by_state[state] for state in DONE),
        overdue=sum(late.values()),
        recheck_due=recheck_due,
        by_state={state.value: number for state, number in by_state.items() if number},
        by_age={name.value: number for name, number in ages.items()},
        overdue_by_age={name.value: number for name, number in late.items()},
        by_severity={name.value: number for name, number in severities.items()},
    )


def get_rates(ctx: Context, unit_id: UUID | None, period: Period) -> RectificationRates:
    """Rates of the problems accepted in a period: in all, by cause, and by district."""
    columns = (P.cause, P.sent_on, P.due_on, P.accepted_on, P.returned, P.recurrence_of_id, Unit.path)
    table = RectificationProblem.__table__.join(Unit.__table__, Unit.id == P.unit_id)
    stmt = select(*columns).select_from(table).where(readable(ctx))
    stmt = stmt.where(P.accepted_on >= period.first, P.accepted_on <= period.last)
    if unit_id is not None:
        stmt = stmt.where(below(ctx, unit_id))
    closed = [
        Closed(
            **{name: getattr(row, name) for name in ("cause", "sent_on", "due_on", "accepted_on", "returned")},
            recurrence=row.recurrence_of_id is not None,
            place=row.path,
        )
        for row in ctx.session.execute(stmt)
    ]
    whole = rules.rates(closed, lambda _: "").get("", Rates())
    return RectificationRates.model_validate(
        {
            "from_on": period.first,
            "to_on": period.last,
            "whole": _rates(whole),
            "items": [{"cause": cause, **_rates(found)} for cause, found in rules.rates(closed).items()],
            "districts": _by_district(ctx, closed),
        }
    )


def _rates(found: Rates) -> dict[str, Any]:
    counts = {name: getattr(found, name) for name in ("closed", "on_time", "returned", "recurring")}
    return {**counts, "average_days": round(found.days / found.closed, 1) if found.closed else None}


def _by_district(ctx: Context, closed: list[Closed]) -> list[dict[str, Any]]:
    """Districts in pinyin order, then the units that belong to none; only those in which something was accepted."""
    stmt = select(Unit.id, Unit.name, Unit.path).where(Unit.kind == UnitKind.DISTRICT)
    rows = ctx.session.execute(stmt.order_by(Unit.sort_key, Unit.id)).all() if closed else []
    found = rules.rates(closed, lambda problem: rules.nearest(problem.place, [row.path for row in rows]))
    named = [({"id": row.id, "name": row.name}, found[row.path]) for row in rows if row.path in found]
    rest = [(None, found[""])] if "" in found else []
    return [{"district": district, **_rates(one)} for district, one in [*named, *rest]]


def progress(ctx: Context, unit_ids: Collection[UUID], period: Period) -> Mapping[UUID, Figure]:
    """The metric `rectifications.progress`: done, begun, none, over what was sent to each unit.

    Problems sent by the end of the period and not closed before its beginning. Only what the unit knows of counts.
    """
    in_period = (P.sent_on <= period.last, P.accepted_on.is_(None) | (P.accepted_on >= period.first))
    counted = (P.unit_id.in_(list(unit_ids)), P.state != ProblemState.WITHDRAWN.value, *in_period)
    counts: dict[UUID, dict[str, int]] = defaultdict(lambda: {"done": 0, "begun": 0, "none": 0})
    for row in ctx.session.execute(select(P.unit_id, P.accepted_on, P.started_on).where(*counted)):
        counts[row.unit_id][rules.progress_word(row.accepted_on, row.started_on, period.last)] += 1
    return {unit_id: Figure(number) for unit_id, number in counts.items()}


def count_open_serious(ctx: Context, unit_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """How many serious or major problems each unit knows of and has not put right: for who grades it.

    Not narrowed by reach: who grades has the unit. Units without one are left out.
    """
    serious = (P.severity.in_(_SERIOUS), P.state.in_(sorted(OPEN)))
    stmt = select(P.unit_id, func.count().label("problems")).where(P.unit_id.in_(list(unit_ids)), *serious)
    return {row.unit_id: row.problems for row in ctx.session.execute(stmt.group_by(P.unit_id))}


def list_words(_ctx: Context) -> RectificationWords:
    """Sources, kinds, causes and types of action, named in both languages, and the numbers of the policy."""
    numbers = {"recheck_days": policy.RECHECK_DAYS, "max_extensions": policy.MAX_EXTENSIONS}
    numbers |= {"contest_working_days": policy.CONTEST_WORKING_DAYS, "recurrence_months": policy.RECURRENCE_MONTHS}
    words: dict[str, Mapping[str, Word | ActionType]] = {
        "sources": SOURCES,
        "kinds": KINDS,
        "causes": CAUSES,
        "action_types": ACTION_TYPES,
    }
    said: dict[str, Any] = {
        name: [WordOut(code=word.code, zh=word.zh, en=word.en) for word in some.values()]
        for name, some in words.items()
    }
    return RectificationWords(**said, policy=numbers)
