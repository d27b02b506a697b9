"""Legal clocks: which start and stop when, when they are due, how near that is. Pure; rules are rows, never constants.

One row for each clock, and no due date that is made of two: a shorter clock never hides a longer one. The day of the
event is day 0 and is not counted (民法典 第201条); a time limit in calendar days or months that ends on a day off ends on
the next working day (第203条). A calendar year that is not announced never refuses: the day is provisional and is
computed anew once the year is known.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from api.calendars.rules.working_days import Deadline, WorkCalendar
from api.complaints.rules.policy import SUPERVISE_AFTER, URGE_AFTER, read
from api.complaints.rules.states import Event
from api.complaints.rules.words import Track
from api.rectifications.rules.clocks import months_after


class TimeUnit(StrEnum):
    """In what a length is told."""

    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"


class ClockKind(StrEnum):
    """`duty`: somebody of the bureau has to act by then; `window`: a time in which somebody may."""

    DUTY = "duty"
    WINDOW = "window"


class ClockOutcome(StrEnum):
    """What became of a clock. `dropped`: it had begun for another track."""

    RUNNING = "running"
    MET = "met"
    LATE = "late"
    OVER = "over"  # a window that closed
    DROPPED = "dropped"


class ClockLevel(StrEnum):
    """How near the end a clock is, in rising order. The last two are the ladder 催办 → 督办; it is internal."""

    CALM = "calm"
    HALF = "half"
    NEAR = "near"
    DUE = "due"
    URGED = "urged"
    SUPERVISED = "supervised"


LEVELS = tuple(ClockLevel)


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One row of the table of clocks. Without a track it holds on every track; `named`: for named reporters only.

    `extend`: how much it can be extended at most, in `extend_unit`, `extend_times` times. `pause`: what may stop it.
    `tell`: the reporter is told of an extension. `superior`: beyond that the superior organ may grant more.
    `also`: what else stops it. `verified`: the basis was read in its source.
    """

    name: str
    start: Event
    stop: Event
    unit: TimeUnit
    length: int
    basis: str
    verified: bool
    track: Track | None = None
    named: bool = False
    urgent: bool = False
    kind: ClockKind = ClockKind.DUTY
    extend: int = 0
    extend_unit: TimeUnit = TimeUnit.DAY
    extend_times: int = 0
    pause: str | None = None
    tell: bool = False
    superior: bool = False
    also: Event | None = None

    @property
    def key(self) -> str:
        """The rule's own name: track and clock."""
        return f"{self.track or '*'}.{self.name}"


def _rule(row: Mapping[str, object]) -> ClockRule:
    words = {
        "start": Event,
        "stop": Event,
        "unit": TimeUnit,
        "extend_unit": TimeUnit,
        "track": Track,
        "kind": ClockKind,
    }
    return ClockRule(**{name: words[name](value) if name in words else value for name, value in row.items()})  # type: ignore[arg-type]


SHIPPED: Mapping[str, ClockRule] = {rule.key: rule for rule in map(_rule, read("clock_rules.json")["rules"])}


@dataclass(frozen=True, slots=True)
class Running:
    """What starting clocks looks at."""

    track: Track | None
    named: bool
    urgent: bool


def starting(rules: Iterable[ClockRule], event: Event, case: Running) -> list[ClockRule]:
    """The clocks that begin with `event`."""
    return [rule for rule in rules if rule.start is event and applies(rule, case)]


def applies(rule: ClockRule, case: Running) -> bool:
    """Whether a clock is one of a case's."""
    on_track = rule.track is None or rule.track is case.track
    return on_track and (case.named or not rule.named) and (case.urgent or not rule.urgent)


def due(calendar: WorkCalendar, start: date, length: int, unit: TimeUnit) -> Deadline:
    """The last day of a time limit that begins with an event on `start`."""
    if unit is TimeUnit.WORKING_DAY:
        return calendar.add(start, length)
    if length == 0:
        return Deadline(start)  # the same day, whatever day it is
    end = months_after(start, length) if unit is TimeUnit.MONTH else start + timedelta(days=length)
    return calendar.on_or_after(end)


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which a clock stood still; `until` is the first day on which it runs again, None while it stands."""

    since: date
    until: date | None

    @property
    def days(self) -> int:
        """How many days are not counted, once it is over."""
        return (self.until - self.since).days if self.until else 0


def paused_due(calendar: WorkCalendar, end: date, spans: Sequence[Span], unit: TimeUnit) -> Deadline:
    """`end` moved by the time that is not counted (信访工作条例: 听证所需时间不计算在内)."""
    if unit is TimeUnit.WORKING_DAY:
        days = sum(calendar.count(span.since, span.until).days for span in spans if span.until)
        return calendar.add(end, days)
    days = sum(span.days for span in spans)
    return calendar.on_or_after(end + timedelta(days=days)) if days else Deadline(end)


def latest(calendar: WorkCalendar, rule: ClockRule, due_on: date) -> date | None:
    """Until when a clock that is due on `due_on` can be extended; None where it cannot."""
    return due(calendar, due_on, rule.extend, rule.extend_unit).date if rule.extend else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time a clock has: from the day of its event, in its unit, until the day it is due."""

    started_on: date
    due_on: date
    unit: TimeUnit


def level(calendar: WorkCalendar, time: Stretch, today: date) -> ClockLevel:
    """How near the end a running clock is today: 50, 80, 100 %, one and five working days over."""
    due_on = time.due_on
    if today > due_on:
        over = calendar.count(due_on, today).days
        if over >= SUPERVISE_AFTER:
            return ClockLevel.SUPERVISED
        return ClockLevel.URGED if over >= URGE_AFTER else ClockLevel.DUE
    whole, gone = (_passed(calendar, time, day) for day in (due_on, today))
    if whole <= 0 or gone >= whole:
        return ClockLevel.DUE
    return ClockLevel.NEAR if gone * 10 >= whole * 8 else ClockLevel.HALF if gone * 2 >= whole else ClockLevel.CALM


def _passed(calendar: WorkCalendar, time: Stretch, day: date) -> int:
    if time.unit is TimeUnit.WORKING_DAY:
        return calendar.count(time.started_on, day).days
    return (day - time.started_on).days


def ended(kind: ClockKind, due_on: date, stopped_on: date) -> ClockOutcome:
    """What became of a clock that was stopped."""
    return ClockOutcome.MET if stopped_on <= due_on or kind is ClockKind.WINDOW else ClockOutcome.LATE


def rising(seen: ClockLevel, now: ClockLevel) -> bool:
    """Whether a clock has come nearer its end than it was told of before."""
    return LEVELS.index(now) > LEVELS.index(seen)


def stopping(rules: Mapping[str, ClockRule], events: Collection[Event], running: Iterable[str]) -> list[str]:
    """Those of the running clocks, by the keys of their rules, that one of `events` stops."""
    return [key for key in running if key in rules and {rules[key].stop, rules[key].also} & set(events)]
