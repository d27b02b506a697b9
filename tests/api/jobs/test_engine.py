"""Jobs are done once, whatever happens on the way."""

import time

from tests.background import COUNT, ask, job, running, steps_of, work_off, worker
from tests.world import World


class TestWork:
    def test_a_job_is_done_chunk_by_chunk_and_says_so(self, world: World) -> None:
        asked = ask(world, arguments={"steps": 3})
        work_off(world, COUNT)
        done = job(world, asked)
        assert (done.state, done.done, done.total, done.result) == ("succeeded", 3, 3, {"steps": 3})
        assert done.finished_at is not None
        with world.host() as ctx:
            assert steps_of(ctx, asked) == [0, 1, 2]

    def test_a_running_worker_finds_what_is_asked_for(self, world: World) -> None:
        with running(worker(world)):
            asked = [ask(world, arguments={"steps": 2}) for _ in range(20)]
            until = time.monotonic() + 10
            while time.monotonic() < until and any(job(world, one).state != "succeeded" for one in asked):
                time.sleep(0.05)
        assert {job(world, one).state for one in asked} == {"succeeded"}
