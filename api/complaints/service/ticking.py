"""Clocks of a case: what an event starts and stops, on which day, and what the calendar moves."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from api.calendars import queries as calendars
from api.calendars.rules.working_days import WorkCalendar
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.clocks import ComplaintClock
from api.complaints.queries.categories import presumed_track, presumed_tracks
from api.complaints.queries.clocks import clocks_of, rules_in_force, running_clocks
from api.complaints.rules import clocks
from api.complaints.rules.clocks import ClockKind, ClockLevel, ClockOutcome, ClockRule, Running, Span, TimeUnit
from api.complaints.rules.states import Event
from api.complaints.rules.words import Track
from api.core import clock, ids
from api.core.context import Context

# These count from the day of receipt, on whatever day it is found out that they run.
_FROM_RECEIPT = frozenset({Event.RECEIVED, Event.SUPERIOR})


def tick(ctx: Context, case: ComplaintCase, events: Iterable[Event], *, since: date | None = None) -> None:
    """Stop what `events` stop, then start what they start; `closed` leaves no clock of the case running."""
    listed = tuple(events)
    if not listed:
        return
    today = clock.legal_day(ctx.now)
    rules = rules_in_force(ctx.session, case.unit_id, today)
    running = {row.rule: row for row in running_clocks(ctx.session, case.id)}
    for key in clocks.stopping(rules, set(listed), running):
        row = running.pop(key)
        row.stopped_on, row.outcome = today, clocks.ended(ClockKind(row.kind), row.due_on, today).value
    gone = [key for key in running if Event.CLOSED in listed or _sent_back(rules[key], listed)]
    _drop([running.pop(key) for key in gone], today)
    calendar = calendars.work_calendar(ctx.session)
    about = Running(track_of(ctx.session, case), case.named, case.urgent)
    for event in listed:
        start = (since or case.received_on) if event in _FROM_RECEIPT else today
        for rule in clocks.starting(rules.values(), event, about):
            if rule.key not in running:
                _start(ctx.session, calendar, case, rule, start)
    ctx.session.flush()


def begin(ctx: Context, cases: Collection[ComplaintCase]) -> None:
    """Start the clocks of cases that have just been received: nothing else runs for them."""
    today = clock.legal_day(ctx.now)
    rules = {unit: rules_in_force(ctx.session, unit, today) for unit in {case.unit_id for case in cases}}
    tracks = presumed_tracks(ctx.session, {case.category for case in cases})
    calendar = calendars.work_calendar(ctx.session)
    for case in cases:
        about = Running(tracks[case.category], case.named, case.urgent)
        for rule in clocks.starting(rules[case.unit_id].values(), Event.RECEIVED, about):
            _start(ctx.session, calendar, case, rule, case.received_on)
    ctx.session.flush()


def _sent_back(rule: ClockRule, events: tuple[Event, ...]) -> bool:
    """Whether the clock ran for an assignment that has come back: it begins anew with the next."""
    return Event.RETURNED in events and rule.start is Event.ASSIGNED


def retrack(ctx: Context, case: ComplaintCase) -> None:
    """The track is decided: clocks that ran for another are dropped, those of this one run since the day of receipt."""
    today = clock.legal_day(ctx.now)
    rules = rules_in_force(ctx.session, case.unit_id, today)
    track = track_of(ctx.session, case)
    known = {row.rule: row for row in clocks_of(ctx.session, case.id) if row.outcome != ClockOutcome.DROPPED.value}
    wrong = [row for key, row in known.items() if rules[key].track not in {None, track}]
    _drop([row for row in wrong if row.stopped_on is None], today)
    calendar = calendars.work_calendar(ctx.session)
    about = Running(track, case.named, case.urgent)
    for rule in clocks.starting(rules.values(), Event.RECEIVED, about):
        if rule.key not in known:
            _start(ctx.session, calendar, case, rule, case.received_on)
    ctx.session.flush()


def track_of(session: Session, case: ComplaintCase) -> Track:
    """The track of a case; before one is decided, that of its matter."""
    return Track(case.track) if case.track else presumed_track(session, case.category)


def _drop(rows: Iterable[ComplaintClock], today: date) -> None:
    for row in rows:
        over = row.kind == ClockKind.WINDOW.value and row.due_on < today
        row.stopped_on, row.outcome = today, (ClockOutcome.OVER if over else ClockOutcome.DROPPED).value


def _start(session: Session, calendar: WorkCalendar, case: ComplaintCase, rule: ClockRule, since: date) -> None:
    end = clocks.due(calendar, since, rule.length, rule.unit)
    row: Mapping[str, Any] = {
        "id": ids.random(),
        "case_id": case.id,
        "rule": rule.key,
        "kind": rule.kind.value,
        "unit": rule.unit.value,
        "length": rule.length,
        "started_on": since,
        "first_due_on": end.date,
        "due_on": end.date,
        "provisional": end.provisional,
        "extensions": 0,
        "paused": [],
        "outcome": ClockOutcome.RUNNING.value,
        "level": ClockLevel.CALM.value,
    }
    session.add(ComplaintClock(**row))


def recompute(calendar: WorkCalendar, row: ComplaintClock) -> None:
    """Set a clock's day from its start, what was granted, and the time that is not counted; the calendar may have come."""
    unit = TimeUnit(row.unit)
    first = clocks.due(calendar, row.started_on, row.length, unit)
    row.first_due_on = first.date
    end = row.extended_to_on or first.date
    moved = clocks.paused_due(calendar, end, spans_of(row), unit)
    row.due_on, row.provisional = moved.date, (first.provisional and row.extended_to_on is None) or moved.provisional


def spans_of(row: ComplaintClock) -> list[Span]:
    """The times in which a clock stood still."""
    return [
        Span(date.fromisoformat(since), date.fromisoformat(until) if until else None) for since, until in row.paused
    ]
