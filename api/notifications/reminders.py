"""The daily reminders: each domain says what is overdue, a job asks them all."""

from collections.abc import Callable, Mapping

from api.core.context import Context
from api.core.jobs.kinds import JobKind, Run, Schedule

Reminders = Mapping[str, Callable[[Context], None]]

SCHEDULE = Schedule("notifications.remind", "notifications.remind", "0 8 * * *")


def job(reminders: Reminders) -> JobKind:
    """The job that asks each domain in turn; each in a chunk of its own, so that a crash repeats none."""

    def run(work: Run) -> None:
        for name in sorted(reminders):
            if work.cursor is None or name > work.cursor:
                with work.chunk() as chunk:
                    reminders[name](chunk.ctx)
                    chunk.advance(cursor=name)
        with work.chunk() as chunk:
            chunk.finish()

    return JobKind(SCHEDULE.kind, run)
