"""Who has how much: the open cases of each handler, and how near their clocks are."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.access import reach
from api.access.permissions import Permission
from api.access.providers import providers
from api.accounts.models import Account
from api.calendars import queries as calendars
from api.calendars.rules.working_days import WorkCalendar
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.clocks import ComplaintClock
from api.complaints.models.working import ComplaintAssignment
from api.complaints.queries.due import K
from api.complaints.queries.visible import C, condition
from api.complaints.queries.work import bureau_of
from api.complaints.rules.clocks import LEVELS, ClockKind, ClockLevel, ClockOutcome, Stretch, TimeUnit, level
from api.complaints.rules.states import ASSIGNED, CaseState
from api.complaints.schemas.board import Workload
from api.core import clock
from api.core.context import Context
from api.core.schemas import Named

_A = ComplaintAssignment.__table__.c


@dataclass
class _Desk:
    """What is counted for one handler. A case has several clocks: it counts once."""

    cases: dict[UUID, CaseState] = field(default_factory=dict)
    levels: Counter[ClockLevel] = field(default_factory=Counter)
    assigned: list[date] = field(default_factory=list)
    due: list[date] = field(default_factory=list)

    def take(self, row: Any, calendar: WorkCalendar, today: date) -> None:
        """One row: a case, and one of its running duties if it has any."""
        self.cases[row.case_id] = CaseState(row.state)
        self.assigned.append(row.assigned_on)
        if row.due_on is not None:
            self.due.append(row.due_on)
            self.levels[level(calendar, Stretch(row.started_on, row.due_on, TimeUnit(row.unit)), today)] += 1

    def shown(self, who: Named) -> Workload:
        """For the wire."""
        over = [one for one in LEVELS if LEVELS.index(one) >= LEVELS.index(ClockLevel.URGED)]
        return Workload(
            handler=who,
            cases=len(self.cases),
            waiting=list(self.cases.values()).count(CaseState.ASSIGNED),
            near=self.levels[ClockLevel.NEAR] + self.levels[ClockLevel.DUE],
            overdue=sum(self.levels[one] for one in over),
            supervised=self.levels[ClockLevel.SUPERVISED],
            oldest_on=min(self.assigned, default=None),
            next_due_on=min(self.due, default=None),
        )


def list_workload(ctx: Context) -> list[Workload]:
    """Everybody who may handle, and who has a case; the fullest desk first. Only cases that the caller may open count."""
    desks = _desks(ctx)
    bureau = bureau_of(ctx.session, reach.grants_of(ctx)[0].unit_id)
    may = set(providers.find_holders(ctx.session, Permission.COMPLAINT_HANDLE, bureau))
    stmt = select(Account.id, Account.display_name).where(Account.id.in_(sorted(may | set(desks))))
    names = {row.id: row.display_name for row in ctx.session.execute(stmt)}
    found = [desks.get(who, _Desk()).shown(Named(id=who, name=name)) for who, name in names.items()]
    return sorted(found, key=lambda one: (-one.overdue, -one.cases, one.handler.name, one.handler.id))


def _desks(ctx: Context) -> Mapping[UUID, _Desk]:
    calendar, today = calendars.work_calendar(ctx.session), clock.legal_day(ctx.now)
    duty = (K.case_id == C.id) & (K.outcome == ClockOutcome.RUNNING.value) & (K.kind == ClockKind.DUTY.value)
    table = ComplaintAssignment.__table__.join(ComplaintCase.__table__, C.id == _A.case_id)
    columns = (_A.handler_id, _A.assigned_on, C.id.label("case_id"), C.state, K.started_on, K.due_on, K.unit)
    stmt = select(*columns).select_from(table.outerjoin(ComplaintClock.__table__, duty))
    stmt = stmt.where(_A.ended_on.is_(None), C.state.in_([state.value for state in ASSIGNED]), condition(ctx))
    desks: dict[UUID, _Desk] = defaultdict(_Desk)
    for row in ctx.session.execute(stmt):
        desks[row.handler_id].take(row, calendar, today)
    return desks
