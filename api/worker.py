"""The background process: threads of the server on SQLite, `qinglian worker` on PostgreSQL.

One thread makes rounds (work due? schedules, housekeeping), one holds the leases of what is at work, each follower has
one of its own, so that long jobs never keep it waiting, and N do jobs.
"""

import os
import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from api.access.providers import providers
from api.core import clock, ids, logs
from api.core.database import Database, Handle
from api.core.documents.fonts import font_folder
from api.core.faces import key_store
from api.core.jobs import claims, schedules
from api.core.jobs.attempts import Attempt, Workbench
from api.core.jobs.claims import CLAIMING, Claim, Claimant
from api.core.jobs.kinds import Follower
from api.core.jobs.models import Lease
from api.core.jobs.requests import insert_new
from api.core.transaction import Mode, transaction
from api.settings import Settings
from api.wiring import Wiring

# A worker stopped in the middle of a transaction must not keep its locks longer than its lease would last.
_POSTGRESQL_BEGIN = "BEGIN; SET LOCAL idle_in_transaction_session_timeout = '40s'"
_LONGEST_PAUSE = 60.0


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a lease is, how often it is renewed, and how long the worker waits between looks, in seconds."""

    lease: float = 30.0
    heartbeat: float = 10.0
    look: float = 0.5
    housekeeping: float = 60.0


class Worker:
    """One worker process, or the worker inside a SQLite server. `beside` is that server's database."""

    def __init__(
        self, settings: Settings, wiring: Wiring, beside: Database | None = None, timing: Timing | None = None
    ) -> None:
        self.timing, self.wiring = timing or Timing(), wiring
        self._threads = settings.worker_threads
        self._schedules = {schedule.name: schedule for schedule in wiring.schedules}
        owner = f"{socket.gethostname()[:40]}:{os.getpid()}:{ids.random().hex[:8]}"
        kinds = {kind.name: kind for kind in wiring.jobs}
        self.bench = Workbench(
            database=self._own_database(settings, beside),
            keys=key_store(settings),
            data_dir=settings.data_dir,
            find_actor=providers.find_account_actor,
            claimant=Claimant(kinds, owner, timedelta(seconds=self.timing.lease)),
        )
        self._at_work: dict[int, Attempt] = {}
        self._next_schedule = self._next_housekeeping = clock.now()
        self._work_is_due = threading.Event()

    def _own_database(self, settings: Settings, beside: Database | None) -> Database:
        """Connections of the worker's own, so that it takes none from requests; on SQLite the same writer place."""
        handle = Handle(settings.database_url.get_secret_value(), settings.database_schema)
        database = Database(handle, settings.worker_threads + len(self.wiring.followers) + 2)
        if not database.sqlite:
            database.begin_writing = _POSTGRESQL_BEGIN
        elif beside is not None:
            database.lock = beside.lock
        return database

    # --- Life --------------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Work until `stop`, then let go of what is at work: another worker goes on with it."""
        self._until_it_succeeds(self.prepare)
        if font_folder() is None:
            logs.warning(
                "fonts_missing", needed="Noto Serif CJK", package="fonts-noto-cjk", consequence="no PDF documents"
            )
        threads = [threading.Thread(target=work, name=name, daemon=True) for name, work in self._duties()]
        for thread in threads:
            thread.start()
        self._repeat(self._make_rounds, self.timing.look)
        for thread in threads:
            thread.join(timeout=10)
        self.bench.database.close()

    def stop(self) -> None:
        """Ask every thread to end at its next step."""
        self.bench.stop.set()
        self._work_is_due.set()

    def _duties(self) -> Iterable[tuple[str, Callable[[], None]]]:
        yield "leases", partial(self._repeat, self._renew, self.timing.heartbeat)
        for follower in self.wiring.followers:
            yield follower.name, partial(self._repeat, partial(self.catch_up, follower), self.timing.look)
        for number in range(self._threads):
            yield f"jobs-{number}", self._do_jobs

    def prepare(self) -> None:
        """Rows that everything else counts on; on SQLite whoever held a lease before is gone."""
        with transaction(self.bench.database) as session:
            for name in (CLAIMING, *(follower.name for follower in self.wiring.followers)):
                session.execute(insert_new(session, Lease.metadata.tables["lease"]).values(name=name))
            ctx = self.bench.context(session, "worker")
            schedules.prepare(ctx, self.wiring.schedules)
            if self.bench.database.sqlite:
                claims.expire_leases(session, ctx.now)

    def _until_it_succeeds(self, work: Callable[[], None]) -> None:
        """The database may come up after the worker."""
        while not self._guarded(work) and not self.bench.stop.wait(2):
            pass

    def _repeat(self, work: Callable[[], object], pause: float) -> None:
        """`work` again and again, less often while it fails."""
        failures = 0
        while not self.bench.stop.wait(min(pause * 2**failures, max(pause, _LONGEST_PAUSE))):
            failures = 0 if self._guarded(work) else min(failures + 1, 8)

    def _guarded(self, work: Callable[[], object]) -> bool:
        """Whether `work` went well; what did not is logged, and the thread lives on."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 (whatever it was, the next round tries again)
            logs.error("worker_round_failed", thread=threading.current_thread().name, **logs.where(error))
            return False
        return True

    # --- Rounds ------------------------------------------------------------------------------------------------------

    def _make_rounds(self) -> None:
        now = clock.now()
        with transaction(self.bench.database, Mode.READ) as session:
            due = self.bench.claimant.any_due(session, now)
        if self._schedules and now >= self._next_schedule:
            due = self.fire_schedules() > 0 or due
        if due:
            self._work_is_due.set()
        if now >= self._next_housekeeping:
            self._next_housekeeping = now + timedelta(seconds=self.timing.housekeeping)
            self.keep_house()

    def fire_schedules(self) -> int:
        """Make the jobs whose time has come, and note when the next ones will be."""
        with transaction(self.bench.database) as session:
            ctx = self.bench.context(session, "schedule")
            made = schedules.fire(ctx, self._schedules)
            # Others may move the rows meanwhile, and a clock may be set back: look again within the minute.
            horizon = ctx.now + timedelta(minutes=1)
            self._next_schedule = min(schedules.soonest(ctx, self._schedules) or horizon, horizon)
        return made

    def keep_house(self) -> None:
        """One round: each task in a short transaction of its own."""
        tasks = {task.__module__: task for task in self.wiring.housekeeping}
        for name, task in ({"jobs": partial(claims.purge, self.wiring.jobs)} | tasks).items():
            try:
                with transaction(self.bench.database) as session:
                    removed = task(session, clock.now())
            except SQLAlchemyError as error:
                logs.error("housekeeping_failed", task=name, error=type(error).__name__)
            else:
                if removed:
                    logs.info("housekeeping", task=name, removed=removed)

    def _renew(self) -> None:
        for attempt in list(self._at_work.values()):
            attempt.renew()

    # --- Followers ---------------------------------------------------------------------------------------------------

    def catch_up(self, follower: Follower) -> None:
        """Work off everything that is due, chunk by chunk, unless another worker is at it."""
        with transaction(self.bench.database, Mode.READ) as session:
            more = follower.due(session)
        while more and not self.bench.stop.is_set():
            with transaction(self.bench.database) as session:
                more = claims.take_turn(session, follower.name)
                more = more and follower.step(self.bench.context(session, follower.name))

    # --- Jobs --------------------------------------------------------------------------------------------------------

    def _do_jobs(self) -> None:
        while not self.bench.stop.is_set():
            self._work_is_due.wait()
            if not self._guarded(self.work_off):
                self.bench.stop.wait(1)

    def work_off(self) -> int:
        """Do jobs until none can be had; returns how many were in hand."""
        number, claim = 0, self._claim()
        while claim is not None:
            number += 1
            claim = self._perform(claim) or self._claim()
        if not self.bench.stop.is_set():
            self._work_is_due.clear()
        return number

    def _claim(self) -> Claim | None:
        if self.bench.stop.is_set():
            return None
        with transaction(self.bench.database) as session:
            return self.bench.claimant.claim(session, clock.now())

    def _perform(self, claim: Claim) -> Claim | None:
        attempt = self._at_work[threading.get_ident()] = Attempt(self.bench, claim)
        try:
            return attempt.perform()
        finally:
            del self._at_work[threading.get_ident()]
