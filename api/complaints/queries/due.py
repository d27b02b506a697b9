"""Clocks as lists: what is due, what is supervised, the calendar; rules and matters."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from api.access import reach
from api.access.permissions import Permission
from api.accounts.models import Account
from api.calendars import queries as calendars
from api.calendars.rules.working_days import WorkCalendar
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.clocks import ComplaintClock
from api.complaints.models.working import ComplaintAssignment
from api.complaints.queries.categories import categories, overrides
from api.complaints.queries.clocks import rules_in_force
from api.complaints.queries.visible import C, condition, watched
from api.complaints.queries.work import bureau_of
from api.complaints.rules.clocks import SHIPPED, ClockKind, ClockOutcome, ClockRule, Stretch, TimeUnit, level
from api.complaints.rules.policy import ORGANS, REASONS
from api.complaints.rules.states import CaseState
from api.complaints.rules.taxonomy import GROUPS, Category
from api.complaints.rules.words import Track
from api.complaints.schemas.clocks import (
    ClockCalendar,
    ClockRuleOut,
    ComplaintMatterGroup,
    ComplaintMatterOut,
    ComplaintWords,
    DueClock,
    DueFilter,
)
from api.core import clock
from api.core.context import Context
from api.core.paging import Paging, count
from api.core.schemas import Page
from api.organizations.models import Unit
from api.rectifications.schemas import WordOut

MOST = 1_000
K, _A, _UNIT = ComplaintClock.__table__.c, ComplaintAssignment.__table__.c, Unit.__table__.c
_RUNNING = K.outcome == ClockOutcome.RUNNING.value


def _stmt(narrowed: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    table = (
        ComplaintClock.__table__.join(ComplaintCase.__table__, C.id == K.case_id)
        .outerjoin(ComplaintAssignment.__table__, (_A.case_id == C.id) & _A.ended_on.is_(None))
        .outerjoin(Account.__table__, Account.id == _A.handler_id)
        .outerjoin(Unit.__table__, _UNIT.id == _A.unit_id)
    )
    columns = [K[name] for name in ("rule", "kind", "unit", "started_on", "due_on", "provisional", "extensions")]
    case = (C.id.label("case_id"), C.number, C.state, C.track, C.category)
    names = (Account.display_name.label("handler"), _UNIT.name.label("handling_unit"))
    return select(*columns, *case, *names).select_from(table).where(_RUNNING, narrowed)


def list_clocks(ctx: Context, wanted: DueFilter, paging: Paging, *, open_only: bool) -> Page[DueClock]:
    """Duties that run, nearest first: of cases that the caller may open, or of all that may be watched.

    A window in which somebody else may act is nobody's duty and never late.
    """
    narrowed = condition(ctx) if open_only else watched(ctx)
    calendar, today = calendars.work_calendar(ctx.session), clock.legal_day(ctx.now)
    stmt = (
        _stmt(narrowed)
        .where(*_conditions(wanted), K.kind == ClockKind.DUTY.value)
        .order_by(K.due_on, C.received_on, K.id)
    )
    if wanted.level:  # how near a clock is, is computed: the page is cut afterwards
        found = [_row(row, calendar, today, opens=open_only) for row in ctx.session.execute(stmt)]
        listed = [one for one in found if one.level in wanted.level]
        items, total = listed[paging.offset : paging.offset + paging.size], len(listed)
    else:
        rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset))
        items, total = [_row(row, calendar, today, opens=open_only) for row in rows], count(ctx, stmt)
    return Page(items=items, page=paging.page, size=paging.size, total=total)


def get_calendar(ctx: Context, first: date, last: date) -> ClockCalendar:
    """Duties due from one day to another, both included, at most a thousand."""
    calendar, today = calendars.work_calendar(ctx.session), clock.legal_day(ctx.now)
    stmt = _stmt(condition(ctx)).where(K.due_on.between(first, last), K.kind == ClockKind.DUTY.value)
    rows = ctx.session.execute(stmt.order_by(K.due_on, C.received_on, K.id).limit(MOST + 1)).all()
    items = [_row(row, calendar, today, opens=True) for row in rows[:MOST]]
    return ClockCalendar(items=items, complete=len(rows) <= MOST)


def _conditions(wanted: DueFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.due_from is not None:
        yield K.due_on >= wanted.due_from
    if wanted.due_to is not None:
        yield K.due_on <= wanted.due_to
    if wanted.track:
        yield C.track.in_(wanted.track)
    if wanted.state:
        yield C.state.in_(wanted.state)


def _row(row: Any, calendar: WorkCalendar, today: date, *, opens: bool) -> DueClock:
    time = Stretch(row.started_on, row.due_on, TimeUnit(row.unit))
    plain = ("case_id", "number", "started_on", "due_on", "provisional", "extensions", "handler", "handling_unit")
    return DueClock(
        **{name: getattr(row, name) for name in plain},
        state=CaseState(row.state),
        track=Track(row.track) if row.track else None,
        category_group=row.category[:2] if row.category else None,
        name=row.rule.partition(".")[2],
        kind=ClockKind(row.kind),
        level=level(calendar, time, today),
        days_left=(row.due_on - today).days,
        opens=opens,
    )


def running(session: Session) -> Sequence[Any]:
    """Every running clock with its case, in the whole house: for the reminders."""
    stmt = select(ComplaintClock, ComplaintCase).join(ComplaintCase, C.id == K.case_id).where(_RUNNING)
    return session.execute(stmt.order_by(K.due_on, K.id)).all()


def provisional_clocks(session: Session) -> Sequence[ComplaintClock]:
    """Running clocks that rest on a calendar year which was not announced."""
    return session.scalars(select(ComplaintClock).where(_RUNNING, K.provisional.is_(True)).order_by(K.id)).all()


def to_archive(session: Session, today: date) -> Sequence[ComplaintCase]:
    """Cases whose time in the open is over."""
    ended = ("fed_back", "not_accepted", "transferred", "merged", "sealed_up")
    stmt = select(ComplaintCase).where(C.state.in_(ended), C.archive_from_on < today)
    return session.scalars(stmt.order_by(C.archive_from_on, C.id).limit(MOST)).all()


def resting(session: Session, today: date) -> Sequence[ComplaintCase]:
    """Cases on hold that are to be looked at again."""
    stmt = select(ComplaintCase).where(C.state == CaseState.ON_HOLD.value, C.hold_until_on <= today)
    return session.scalars(stmt.order_by(C.hold_until_on, C.id)).all()


def asked_in_vain(session: Session, today: date) -> Sequence[ComplaintCase]:
    """Cases that waited for an answer longer than they may."""
    late = select(K.case_id).where(_RUNNING, K.rule == "*.info_wait", K.due_on < today)
    stmt = select(ComplaintCase).where(C.state == CaseState.AWAITING_INFO.value, C.id.in_(late))
    return session.scalars(stmt.order_by(C.id)).all()


def list_words(ctx: Context) -> ComplaintWords:
    """Matters by group, reasons and organs, named in both languages."""
    own, matters = overrides(ctx.session), categories(ctx.session)
    groups = [
        ComplaintMatterGroup(
            code=group.code,
            zh=group.zh,
            en=group.en,
            flags=sorted(flag.value for flag in group.flags),
            items=[
                matter_out(one, portal=one.code not in own or own[one.code].portal)
                for one in matters.values()
                if one.group == group.code
            ],
        )
        for group in GROUPS.values()
    ]
    words = [[WordOut(code=word.code, zh=word.zh, en=word.en) for word in some.values()] for some in (REASONS, ORGANS)]
    return ComplaintWords(groups=groups, reasons=words[0], organs=words[1])


def matter_out(one: Category, *, portal: bool) -> ComplaintMatterOut:
    """A matter for the wire."""
    return ComplaintMatterOut(
        code=one.code,
        group=one.group,
        zh=one.zh,
        en=one.en,
        flags=sorted(flag.value for flag in one.flags),
        track=one.track,
        portal=portal,
        fields=[dict(field) for field in one.fields],
    )


def list_rules(ctx: Context) -> list[ClockRuleOut]:
    """The clock rules in force today for the caller's bureau."""
    rules = rules_in_force(ctx.session, own_bureau(ctx), clock.legal_day(ctx.now))
    return [rule_out(rule) for rule in rules.values()]


def own_bureau(ctx: Context) -> Any:
    """The bureau that the caller configures: the one at or below the first unit of the role."""
    grants = reach.grants_of(ctx, Permission.COMPLAINT_CONFIGURE)
    stmt = reach.within(ctx, select(_UNIT.id).where(_UNIT.kind == "bureau"), _UNIT.id, Permission.COMPLAINT_CONFIGURE)
    found = ctx.session.scalars(stmt.order_by(_UNIT.depth, _UNIT.id)).first()
    return found or bureau_of(ctx.session, grants[0].unit_id if grants else None)


def figures_unit(ctx: Context) -> UUID:
    """The unit whose figures the caller reads: the topmost of the role."""
    return reach.grants_of(ctx, Permission.COMPLAINT_FIGURES)[0].unit_id


def bureau_name(ctx: Context) -> str:
    """What that unit is called."""
    return str(ctx.session.scalar(select(_UNIT.name).where(_UNIT.id == figures_unit(ctx))))


def rule_out(rule: ClockRule) -> ClockRuleOut:
    """A clock rule for the wire."""
    names = ("name", "track", "kind", "unit", "length", "named", "extend", "extend_unit", "extend_times", "basis")
    return ClockRuleOut(
        **{name: getattr(rule, name) for name in names},
        rule=rule.key,
        start=rule.start.value,
        stop=rule.stop.value,
        verified=rule.verified,
        own=rule != SHIPPED[rule.key],
    )
