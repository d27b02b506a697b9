"""What works off what others have written, and what comes round by the clock."""

import threading
from datetime import UTC, datetime, timedelta

import time_machine
from sqlalchemy import func, select

from api.core.context import Context
from api.core.jobs.kinds import Follower, Schedule
from api.core.jobs.models import Job, JobSchedule
from api.ledger.models import LedgerEvent
from api.ledger.rules import Subject
from api.ledger.service import record
from tests.background import COUNT, ask, nobody, running, until, worker
from tests.world import World

NIGHTLY = Schedule("test.nightly", "test.count", "30 2 * * *", {"steps": 1})
EVENING = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Tally:
    """A follower that leaves a trace of each step, and notes when two steps overlap."""

    def __init__(self, steps: int) -> None:
        self.left, self.at_once, self.most = steps, 0, 0
        self.follower = Follower("test.tally", lambda _: self.left > 0, self.step)

    def step(self, ctx: Context) -> bool:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        threading.Event().wait(0.01)
        record(ctx, "test.tallied", Subject("test", nobody(), "step", revision=self.left))
        self.left -= 1
        self.at_once -= 1
        return self.left > 0


def tallied(world: World) -> int:
    with world.host() as ctx:
        stmt = select(func.count()).select_from(LedgerEvent).where(LedgerEvent.action == "test.tallied")
        return ctx.session.execute(stmt).scalar_one()


class TestFollow:
    def test_everything_due_is_worked_off_by_one_worker_at_a_time(self, world: World) -> None:
        tally = Tally(30)
        first, second = (worker(world, [], [tally.follower]) for _ in range(2))
        with running(first), running(second):
            until(lambda: tally.left <= 0)
        assert tally.most == 1
        assert 30 <= tallied(world) <= 31  # the other may have found work due before the last step

    def test_a_step_that_fails_is_undone_and_tried_again(self, world: World) -> None:
        failed = threading.Event()
        tally = Tally(1)

        def step(ctx: Context) -> bool:
            if not failed.is_set():
                record(ctx, "test.tallied", Subject("test", nobody(), "step"))
                failed.set()
                raise ValueError("once")
            return tally.step(ctx)

        with running(worker(world, [], [Follower("test.tally", lambda _: tally.left > 0, step)])):
            until(lambda: tally.left == 0)
        assert tallied(world) == 1

    def test_a_long_job_keeps_no_follower_waiting(self, world: World) -> None:
        tally, release = Tally(1), threading.Event()

        def wait(_run: object) -> None:
            release.wait(90)

        busy = COUNT.__class__("test.wait", wait)
        asked = [ask(world, "test.wait") for _ in range(3)]
        with running(worker(world, [busy], [tally.follower])):
            until(lambda: tally.left == 0)
            release.set()
        assert len(asked) == 3


class TestSchedule:
    def made(self, world: World) -> list[datetime]:
        with world.host() as ctx:
            return list(ctx.session.scalars(select(Job.created_at).order_by(Job.id)))

    def test_a_job_is_made_once_over_all_workers(self, world: World) -> None:
        with time_machine.travel(EVENING, tick=False) as clock:
            workers = [worker(world, [COUNT], schedules=[NIGHTLY]) for _ in range(3)]
            assert sum(one.fire_schedules() for one in workers) == 0
            clock.shift(timedelta(hours=7))
            threads = [threading.Thread(target=one.fire_schedules) for one in workers]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(self.made(world)) == 1
            assert sum(one.work_off() for one in workers) == 1

    def test_nights_that_passed_unattended_count_once_and_the_next_comes_in_its_time(self, world: World) -> None:
        with time_machine.travel(EVENING, tick=False) as clock:
            one = worker(world, [COUNT], schedules=[NIGHTLY])
            clock.shift(timedelta(days=5))
            one.fire_schedules()
            one.work_off()
            clock.shift(timedelta(days=1))
            one.fire_schedules()
        assert len(self.made(world)) == 2

    def test_a_job_that_is_still_at_work_is_not_doubled(self, world: World) -> None:
        with time_machine.travel(EVENING, tick=False) as clock:
            one = worker(world, [COUNT], schedules=[NIGHTLY])
            for _ in range(3):
                clock.shift(timedelta(days=1))
                one.fire_schedules()
        assert len(self.made(world)) == 1

    def test_a_changed_time_is_taken_up(self, world: World) -> None:
        with time_machine.travel(EVENING, tick=False):
            worker(world, schedules=[NIGHTLY])
            worker(world, schedules=[Schedule("test.nightly", "test.count", "0 6 * * *")])
            with world.host() as ctx:
                (row,) = ctx.session.scalars(select(JobSchedule))
        assert row.next_at == datetime(2026, 11, 20, 22, tzinfo=UTC)
