"""Jobs made by the clock, once over all workers: whoever moves a schedule's `next_at` on makes its job."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import func, select, update

from api.core import clock
from api.core.context import Context
from api.core.jobs.kinds import Schedule
from api.core.jobs.models import JobSchedule
from api.core.jobs.requests import enqueue, insert_new
from api.core.jobs.rules import next_time

_SCHEDULE = JobSchedule.metadata.tables["job_schedule"]


def prepare(ctx: Context, schedules: Iterable[Schedule]) -> None:
    """Have a row for each schedule; one whose cron was changed starts anew."""
    for schedule in schedules:
        row = {"cron": schedule.cron, "next_at": next_time(schedule.cron, ctx.now, clock.zone())}
        ctx.session.execute(insert_new(ctx.session, _SCHEDULE).values(name=schedule.name, **row))
        changed = update(_SCHEDULE).where(_SCHEDULE.c.name == schedule.name, _SCHEDULE.c.cron != schedule.cron)
        ctx.session.execute(changed.values(row))


def fire(ctx: Context, schedules: Mapping[str, Schedule]) -> int:
    """Make the jobs whose time has come; returns how many. Rows that another worker has in hand are left to it."""
    due = select(_SCHEDULE.c.name).where(_SCHEDULE.c.next_at <= ctx.now, _SCHEDULE.c.name.in_(schedules))
    names = ctx.session.execute(due.with_for_update(skip_locked=True)).scalars().all()
    for name in names:
        schedule = schedules[name]
        enqueue(ctx, schedule.kind, arguments=schedule.arguments, key=f"schedule:{name}")
        following = next_time(schedule.cron, ctx.now, clock.zone())
        ctx.session.execute(update(_SCHEDULE).where(_SCHEDULE.c.name == name).values(next_at=following))
    return len(names)


def soonest(ctx: Context, schedules: Mapping[str, Schedule]) -> datetime | None:
    """When the next of these schedules is due."""
    stmt = select(func.min(_SCHEDULE.c.next_at)).where(_SCHEDULE.c.name.in_(schedules))
    found: datetime | None = ctx.session.execute(stmt).scalar_one()
    return found
