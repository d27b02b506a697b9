"""What a worker holds in the database must not outlast it."""

from sqlalchemy import text

from api.core.jobs import claims
from api.core.transaction import transaction
from tests.background import ask, worker
from tests.world import World


class TestLocks:
    def test_a_worker_s_transaction_is_cut_off_before_a_minute_is_over(self, world: World) -> None:
        """Stopped in the middle of one (SIGSTOP, a dead host), it would keep its locks for ever."""
        if world.database.backend == "sqlite":
            return  # the worker lives and dies with the server
        with transaction(worker(world).bench.database) as session:
            assert session.execute(text("SHOW idle_in_transaction_session_timeout")).scalar_one() == "40s"

    def test_a_row_that_somebody_holds_is_left_for_the_next_look(self, world: World) -> None:
        first, second = worker(world), worker(world)
        ask(world, arguments={"steps": 1})
        if world.database.backend == "sqlite":
            return  # one writer at a time
        with transaction(first.bench.database) as session:
            session.execute(text("SELECT id FROM job FOR UPDATE"))
            assert second._claim() is None
        assert second._claim() is not None

    def test_one_turn_at_a_time(self, world: World) -> None:
        first, second = worker(world), worker(world)
        if world.database.backend == "sqlite":
            return  # one writer at a time
        with transaction(first.bench.database) as mine, transaction(second.bench.database) as theirs:
            assert claims.take_turn(mine, claims.CLAIMING)
            assert not claims.take_turn(theirs, claims.CLAIMING)
