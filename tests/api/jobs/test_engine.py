"""Jobs are done once, whatever happens on the way."""

from datetime import timedelta

import time_machine
from sqlalchemy import func, select

from api.core import clock
from api.core.errors import NOT_FOUND, Refused
from api.core.jobs.kinds import Run
from api.core.jobs.models import Job, JobOutput
from api.core.jobs.requests import cancel
from api.ledger.rules import Subject
from api.ledger.service import record
from tests.background import (
    COUNT,
    STEP,
    ask,
    count_steps,
    failing,
    job,
    kind,
    make_due,
    running,
    steps_of,
    until,
    work_off,
    worker,
)
from tests.world import World


class TestWork:
    def test_a_job_is_done_chunk_by_chunk_and_says_so(self, world: World) -> None:
        asked = ask(world, arguments={"steps": 3})
        work_off(world, COUNT)
        done = job(world, asked)
        assert (done.state, done.done, done.total, done.result) == ("succeeded", 3, 3, {"steps": 3})
        assert (done.due_at, done.lease_owner) == (None, None)
        assert steps_of(world, asked) == [0, 1, 2]

    def test_a_running_worker_finds_what_is_asked_for(self, world: World) -> None:
        with running(worker(world)):
            asked = [ask(world, arguments={"steps": 2}) for _ in range(20)]
            until(lambda: all(job(world, one).state == "succeeded" for one in asked))
        assert [steps_of(world, one) for one in asked] == [[0, 1]] * 20

    def test_what_a_chunk_writes_is_undone_with_it(self, world: World) -> None:
        def run(run: Run) -> None:
            with run.chunk() as chunk:
                record(chunk.ctx, STEP, Subject("job", run.id, "step", revision=1))
                raise Refused(NOT_FOUND)

        asked = ask(world, "test.kind")
        work_off(world, kind(run))
        assert (job(world, asked).state, steps_of(world, asked)) == ("failed", [])

    def test_a_handler_that_only_returns_is_done(self, world: World) -> None:
        asked = ask(world, "test.kind")
        work_off(world, kind(lambda _: None))
        assert job(world, asked).state == "succeeded"

    def test_a_kind_of_another_version_is_left_alone(self, world: World) -> None:
        asked = ask(world, "test.of_tomorrow")
        work_off(world, COUNT)
        assert job(world, asked).state == "queued"

    def test_an_unfinished_job_is_asked_for_once_under_its_key(self, world: World) -> None:
        first, second = (ask(world, arguments={"steps": 1}, key="nightly") for _ in range(2))
        work_off(world, COUNT)
        third = ask(world, arguments={"steps": 1}, key="nightly")
        assert first == second != third

    def test_a_chunk_within_a_chunk_is_a_fault_of_the_handler(self, world: World) -> None:
        def run(run: Run) -> None:
            with run.chunk():
                run.report(1)
                with run.chunk():
                    pass

        asked = ask(world, "test.kind")
        work_off(world, kind(run, attempts=1))
        assert job(world, asked).error_code == "job.attempts_exhausted"


class TestFailure:
    def test_a_refusal_ends_the_job_at_once_with_its_code(self, world: World) -> None:
        asked = ask(world, "test.kind")
        work_off(world, kind(failing(lambda: Refused(NOT_FOUND))))
        ended = job(world, asked)
        assert (ended.state, ended.error_code, ended.attempts) == ("failed", "not_found", 0)

    def test_another_fault_is_tried_again_later(self, world: World) -> None:
        asked = ask(world, "test.kind")
        with time_machine.travel(clock.now(), tick=False):
            failed_at = clock.now()
            work_off(world, kind(failing(lambda: ValueError("secret"))))
        waiting = job(world, asked)
        assert (waiting.state, waiting.attempts, waiting.error_code) == ("queued", 1, None)
        assert waiting.due_at == failed_at + timedelta(seconds=2)

    def test_the_last_attempt_ends_it_with_a_code_and_nothing_of_the_cause(self, world: World) -> None:
        asked = ask(world, "test.kind")
        for _ in range(3):
            make_due(world)
            work_off(world, kind(failing(lambda: ValueError("secret")), attempts=3))
        ended = job(world, asked)
        assert (ended.state, ended.error_code, ended.attempts) == ("failed", "job.attempts_exhausted", 3)
        assert "secret" not in str(vars(ended))

    def test_attempts_that_get_somewhere_are_not_counted(self, world: World) -> None:
        asked = ask(world, "test.kind")
        for _ in range(5):
            make_due(world)
            work_off(world, kind(failing(lambda: ValueError("x"), after_steps=1), attempts=2))
        assert (job(world, asked).state, job(world, asked).cursor) == ("queued", "5")

    def test_a_chunk_that_leaves_the_job_where_it_is_is_no_step_forward(self, world: World) -> None:
        """Else a handler that notes its start and then fails would do so for ever."""

        def run(run: Run) -> None:
            with run.chunk() as chunk:
                chunk.progress(0, 10)
            raise ValueError

        asked = ask(world, "test.kind")
        for _ in range(2):
            make_due(world)
            work_off(world, kind(run, attempts=2))
        assert (job(world, asked).state, job(world, asked).error_code) == ("failed", "job.attempts_exhausted")

    def test_what_did_not_succeed_hands_nothing_out(self, world: World) -> None:
        def run(run: Run) -> None:
            with run.chunk() as chunk:
                chunk.output(0, b"half")
            raise Refused(NOT_FOUND)

        ask(world, "test.kind")
        work_off(world, kind(run))
        with world.host() as ctx:
            assert ctx.session.scalar(select(func.count()).select_from(JobOutput)) == 0


class TestCancel:
    def test_a_waiting_job_ends_at_once(self, world: World) -> None:
        asked = ask(world, arguments={"steps": 1})
        with world.host() as ctx:
            assert cancel(ctx, asked)
        work_off(world, COUNT)
        assert (job(world, asked).state, steps_of(world, asked)) == ("cancelled", [])

    def test_a_running_one_stops_before_its_next_chunk(self, world: World) -> None:
        def run(run: Run) -> None:
            with run.chunk() as chunk:
                record(chunk.ctx, STEP, Subject("job", run.id, "step", revision=0))
            with world.host() as ctx:
                assert cancel(ctx, run.id)
            count_steps(run)

        asked = ask(world, "test.kind", arguments={"steps": 5})
        work_off(world, kind(run))
        assert (job(world, asked).state, steps_of(world, asked)) == ("cancelled", [0])

    def test_what_has_ended_cannot_be_cancelled(self, world: World) -> None:
        asked = ask(world, arguments={"steps": 1})
        work_off(world, COUNT)
        with world.host() as ctx:
            assert not cancel(ctx, asked)


class TestPurge:
    def test_ended_jobs_go_with_their_files_when_their_time_is_over(self, world: World) -> None:
        def run(run: Run) -> None:
            with run.chunk() as chunk:
                chunk.output(0, b"file")
                chunk.finish()

        brief = kind(run, kept=timedelta(days=7))
        old = ask(world, "test.kind")
        work_off(world, brief)
        with time_machine.travel(clock.now() + timedelta(days=8), tick=True):
            recent, waiting = ask(world, "test.kind"), ask(world, "test.unknown")
            work_off(world, brief)
            worker(world, [brief]).keep_house()
        with world.host() as ctx:
            assert set(ctx.session.scalars(select(Job.id))) == {recent, waiting}
            assert set(ctx.session.scalars(select(JobOutput.job_id))) == {recent}
        assert old not in (recent, waiting)
