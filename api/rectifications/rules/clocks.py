"""Days of rectification: what is overdue, how old it is, when it is due. Computed from the day asked about, never stored.

A time limit given in working days leaves out the day on which it begins (民法典 第201条) and ends with its last day
(第203条); one given in calendar days that ends on a day off ends on the next working day (第203条).
"""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from api.calendars.rules.working_days import WorkCalendar
from api.rectifications.rules.policy import CONTEST_WORKING_DAYS, DUE_WORKING_DAYS, RECHECK_DAYS
from api.rectifications.rules.states import OPEN, ProblemState


class TaskKind(StrEnum):
    """How soon a task is to be done: at once, within a set time, as a lasting duty."""

    IMMEDIATE = "immediate"  # 立行立改
    TERM = "term"  # 限期整改
    LONG_TERM = "long_term"  # 长期坚持


class Age(StrEnum):
    """How long a problem has been open, in days since it was sent."""

    MONTH = "month"  # up to 30
    QUARTER = "quarter"  # 31 to 90
    LONGER = "longer"


_AGES = ((30, Age.MONTH), (90, Age.QUARTER))


def age(sent_on: date, today: date) -> Age:
    """In which age a problem that is still open stands."""
    days = (today - sent_on).days
    return next((name for limit, name in _AGES if days <= limit), Age.LONGER)


def is_overdue(state: ProblemState, due_on: date | None, today: date) -> bool:
    """Whether the unit is late. What it has submitted is for the supervisors to answer, and not late meanwhile."""
    return state in OPEN and state is not ProblemState.SUBMITTED and due_on is not None and due_on < today


def is_recheck_due(state: ProblemState, recheck_on: date | None, today: date) -> bool:
    """Whether a closed problem waits for its second look (回头看)."""
    return state is ProblemState.ACCEPTED and recheck_on is not None and recheck_on <= today


def recheck_day(calendar: WorkCalendar, accepted_on: date) -> date:
    """When the second look is due: after the calendar days of the policy, or on the next working day."""
    return calendar.on_or_after(accepted_on + timedelta(days=RECHECK_DAYS)).date


def contest_day(calendar: WorkCalendar, sent_on: date) -> date:
    """The last day on which the unit may contest."""
    return calendar.add(sent_on, CONTEST_WORKING_DAYS).date


def default_due(calendar: WorkCalendar, kind: TaskKind, today: date) -> date:
    """When a task of this kind is due where nobody says another day."""
    return calendar.add(today, DUE_WORKING_DAYS[kind]).date


def months_after(day: date, months: int) -> date:
    """The same day some months later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
