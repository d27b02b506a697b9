"""When a notice is due, runs and ends. Nothing here is stored as a state: the clock decides, the day it is asked."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from api.calendars.rules.working_days import Deadline, WorkCalendar
from api.disclosures.rules.kinds import Form, NoticeKind


class Phase(StrEnum):
    """Where a published notice stands on a day."""

    RUNNING = "running"  # 公示中
    ENDED = "ended"  # 公示期满
    STANDING = "standing"  # 公开中
    EXPIRED = "expired"  # 公开到期
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day on which a notice is shown as current; `last` is None where it stays until it is taken back."""

    first: date
    last: date | None
    provisional: bool = False

    def covers(self, day: date) -> bool:
        """Whether it is current on `day`; the last day belongs to it until 24:00 (民法典 第203条)."""
        return self.first <= day and (self.last is None or day <= self.last)


def span(kind: NoticeKind, days: int, released_on: date, calendar: WorkCalendar) -> Span:
    """The span of a notice that is released on a day.

    公示: the day of release is not counted, day 1 is the first working day after it (民法典 第201条); it is shown and
    takes objections from the day of release all the same. 公开: to the day on which the kind says it expires.
    """
    if kind.form is Form.PUBLICITY:
        last: Deadline = calendar.add(released_on, days)
        return Span(released_on, last.date, last.provisional)
    if kind.expires_days is None:
        return Span(released_on, None)
    return Span(released_on, released_on + timedelta(days=kind.expires_days))


def due_on(kind: NoticeKind, formed_on: date | None, calendar: WorkCalendar) -> date | None:
    """By when information formed on a day must be public; None where the kind, or the day, says nothing.

    政府信息公开条例 第二十六条: within 20 working days of forming or changing; the day itself is not counted.
    """
    if formed_on is None or not kind.due_days:
        return None
    return calendar.add(formed_on, kind.due_days).date


def phase(form: Form, shown: Span, today: date, *, withdrawn: bool) -> Phase:
    """Where a published notice stands on `today`."""
    if withdrawn:
        return Phase.WITHDRAWN
    if form is Form.PUBLICITY:
        return Phase.RUNNING if shown.covers(today) else Phase.ENDED
    return Phase.STANDING if shown.covers(today) else Phase.EXPIRED


def takes_objections(kind: NoticeKind, phase: Phase) -> bool:
    """Whether anyone may object now: to a publicity while it runs, to a standing publication as long as it stands."""
    return kind.objections and phase in (Phase.RUNNING, Phase.STANDING)


def shows_content(kind: NoticeKind, phase: Phase) -> bool:
    """Whether the public still sees what the notice says. Lists of pupils are taken down when their period is over."""
    return not (kind.hide_after and phase in (Phase.ENDED, Phase.EXPIRED))


def is_overdue(due: date | None, released_on: date | None, today: date) -> bool:
    """Whether a publication missed its day: still not public after it, or made public after it."""
    return due is not None and (released_on or today) > due
