"""Who is told what, by the first kinds there are."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from api.access.providers import providers
from api.accounts.models import AccountGrant
from api.accounts.service import notices as grants
from api.calendars import reminders as calendars
from api.core.context import Capacity, Context
from api.core.errors import NOT_FOUND, Refused
from api.core.jobs.kinds import Run
from api.core.jobs.models import Job
from api.core.jobs.requests import enqueue
from api.notifications.models import Notification
from tests.api.notifications.steps import empty, inbox, kinds, unread
from tests.background import ask, job, kind, work_off
from tests.world import V1, World

# A Monday in a year that has its table; the next year's was published that November.
MONDAY = datetime(2025, 11, 17, 0, 30, tzinfo=UTC)


@pytest.fixture
def admin(world: World) -> TestClient:
    """Who proposes roles."""
    return world.sign_in("platform_admin")


@pytest.fixture
def leader(world: World) -> TestClient:
    """Who approves them."""
    return world.sign_in("bureau_leader")


@pytest.fixture
def grantee(world: World) -> TestClient:
    """Who gets them; holds no role that approves."""
    return world.sign_in("read_only")


def propose(admin: TestClient, world: World, role: str = "case_handler", unit: str = "bureau") -> str:
    """A sensitive role is proposed for the grantee."""
    url = f"{V1}/accounts/{world.account('read_only')}/grants"
    reply = admin.post(url, json={"role": role, "unit_id": world.unit(unit)})
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


class TestProposedRole:
    def test_is_told_to_those_who_may_approve_it_there(self, admin: TestClient, world: World) -> None:
        others = [world.sign_in("inspection_head", "far_county"), world.sign_in("section_officer"), admin]
        leader, grantee = world.sign_in("bureau_leader"), world.sign_in("read_only")
        empty(leader, *others)
        grant = propose(admin, world)
        (notice,) = inbox(leader, unread=True)
        assert (notice["kind"], notice["object"]["id"]) == ("grant.proposed", grant)
        assert notice["object"]["label"] == "read_only county"
        assert [unread(client) for client in (*others, grantee)] == [0, 0, 0, 0]

    def test_is_not_told_of_a_role_that_waits_for_nobody(
        self, admin: TestClient, leader: TestClient, world: World
    ) -> None:
        propose(admin, world, "section_officer")
        assert kinds(leader) == []

    @pytest.mark.parametrize("verb", ["approve", "refuse"])
    def test_the_decision_is_told_to_grantee_and_proposer(
        self, admin: TestClient, leader: TestClient, grantee: TestClient, world: World, verb: str
    ) -> None:
        leader.post(f"{V1}/grants/{propose(admin, world)}:{verb}")
        assert (kinds(admin), kinds(grantee)) == (["grant.decided"], ["grant.decided"])
        assert unread(leader) == 0  # done, whoever did it

    def test_who_takes_it_back_tells_nobody(self, admin: TestClient, leader: TestClient, world: World) -> None:
        admin.post(f"{V1}/grants/{propose(admin, world)}:revoke")
        assert (unread(leader), unread(admin)) == (0, 0)

    def test_a_reset_password_lets_it_wait_again(self, admin: TestClient, leader: TestClient, world: World) -> None:
        leader.post(f"{V1}/grants/{propose(admin, world)}:approve")
        assert admin.post(f"{V1}/accounts/{world.account('read_only')}:reset-password").status_code == 200
        assert [item["kind"] for item in inbox(leader, unread=True)] == ["grant.proposed"]


def at(ctx: Context, moment: datetime) -> Context:
    """The same at another time."""
    return Context(session=ctx.session, now=moment, trace=ctx.trace, path="", keys=ctx.keys)


class TestWaitingRole:
    @pytest.fixture
    def waiting(self, admin: TestClient, leader: TestClient, world: World) -> TestClient:
        """A role was proposed on a Monday; who may approve it has read so."""
        grant = UUID(propose(admin, world))
        empty(leader)
        with world.host() as ctx:
            ctx.session.execute(update(AccountGrant).where(AccountGrant.id == grant).values(created_at=MONDAY))
        return leader

    @pytest.mark.parametrize(
        ("days", "reminded"),
        [(0, 0), (3, 0), (4, 1), (5, 0), (6, 0), (7, 1)],
        ids=["same day", "Thursday", "Friday", "Saturday", "Sunday", "Monday after"],
    )
    def test_is_recalled_after_three_working_days_on_a_working_day(
        self, waiting: TestClient, world: World, days: int, reminded: int
    ) -> None:
        with world.host() as ctx:
            grants.remind(at(ctx, MONDAY + timedelta(days=days)))
        assert unread(waiting) == reminded

    def test_is_recalled_once_a_day(self, waiting: TestClient, world: World) -> None:
        for hours in (0, 1, 24 * 3):
            with world.host() as ctx:
                grants.remind(at(ctx, MONDAY + timedelta(days=4, hours=hours)))
        assert [item["count"] for item in inbox(waiting, unread=True)] == [2]

    def test_is_not_recalled_when_it_is_decided(self, waiting: TestClient, world: World) -> None:
        grant = inbox(waiting)[0]["object"]["id"]
        waiting.post(f"{V1}/grants/{grant}:approve")
        with world.host() as ctx:
            grants.remind(at(ctx, MONDAY + timedelta(days=30)))
        assert unread(waiting) == 0


class TestMissingYear:
    """The shipped tables end with 2026."""

    @pytest.fixture
    def keeper(self, world: World) -> TestClient:
        """Who keeps the calendar."""
        return world.sign_in("section_officer")

    @pytest.mark.parametrize(("month", "reminded"), [(10, 0), (11, 1), (12, 1)])
    def test_is_recalled_from_november_on(self, keeper: TestClient, world: World, month: int, reminded: int) -> None:
        with world.host() as ctx:
            calendars.remind(at(ctx, datetime(2026, month, 1, 1, tzinfo=UTC)))
        assert (unread(keeper), unread(world.sign_in("school_leader", "school"))) == (reminded, 0)

    def test_is_recalled_once_a_week(self, keeper: TestClient, world: World) -> None:
        for day in range(1, 16):
            with world.host() as ctx:
                calendars.remind(at(ctx, datetime(2026, 11, day, 0, 0, tzinfo=UTC)))
        assert [item["count"] for item in inbox(keeper)] == [3]

    def test_needs_no_reading_once_the_table_is_there(self, keeper: TestClient, world: World) -> None:
        with world.host() as ctx:
            calendars.remind(at(ctx, datetime(2026, 11, 3, tzinfo=UTC)))
            calendars.close(ctx, 2027)
        assert unread(keeper) == 0


class TestDailyJob:
    def test_asks_every_domain_and_finishes(self, admin: TestClient, leader: TestClient, world: World) -> None:
        propose(admin, world)
        empty(leader)
        with world.host() as ctx:
            ctx.session.execute(update(AccountGrant).values(created_at=ctx.now - timedelta(days=30)))
        done: list[Any] = []
        for _ in range(2):  # as after a crash that lost the news of its end
            done.append(job(world, ask(world, "notifications.remind")))
            work_off(world)
        assert [job(world, one.id).state for one in done] == ["succeeded"] * 2
        assert [item["count"] for item in inbox(leader, unread=True)] in ([1], [])  # none on a day of rest


class TestJob:
    """Who asked for a job is told of its end when it took its time, and of its failure in any case."""

    @pytest.fixture
    def officer(self, world: World) -> TestClient:
        """Who asks for jobs."""
        return world.sign_in("section_officer")

    def done(self, officer: TestClient, world: World, seconds: float = 0, fails: bool = False) -> UUID:
        """A job of the officer is asked for and worked off; `seconds` pass meanwhile."""

        def work(run: Run) -> None:
            if fails:
                raise Refused(NOT_FOUND)
            with run.chunk() as chunk:
                chunk.finish()

        slow = kind(work, "export.schools")
        with world.host() as ctx:
            actor = providers.find_account_actor(ctx.session, UUID(world.account("section_officer")), Capacity())
            asked = enqueue(replace(ctx, actor=actor), slow.name, unit_id=UUID(world.unit("county")))
            started = ctx.now - timedelta(seconds=seconds)
            ctx.session.execute(update(Job).where(Job.id == asked).values(started_at=started))
        work_off(world, slow)
        return asked

    def test_a_short_one_is_not_announced(self, officer: TestClient, world: World) -> None:
        self.done(officer, world)
        assert inbox(officer) == []

    def test_a_long_one_is(self, officer: TestClient, world: World) -> None:
        asked = self.done(officer, world, seconds=8)
        (notice,) = inbox(officer)
        assert (notice["kind"], notice["object"]["id"]) == ("job.finished", str(asked))
        assert notice["object"]["label"] == "export.schools"

    def test_a_failure_is_in_any_case(self, officer: TestClient, world: World) -> None:
        self.done(officer, world, fails=True)
        assert kinds(officer) == ["job.failed"]

    def test_a_system_job_tells_nobody(self, world: World) -> None:
        ask(world, "notifications.remind")
        work_off(world)
        with world.host() as ctx:
            told = select(Notification.id).where(Notification.kind.startswith("job."))
            assert ctx.session.scalars(told).all() == []
