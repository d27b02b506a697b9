"""One's own notifications: grouped, read, kept apart from everyone else's."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from api.accounts.models import Account, AccountGrant
from api.core import clock, notices
from api.core.transaction import repeat_transient
from api.notifications import service
from api.notifications.models import Notification
from tests.api.notifications.steps import KIND, URL, empty, inbox, tell, thing, unread
from tests.world import World

READER = ("read_only", "county")


@pytest.fixture
def reader(world: World) -> TestClient:
    """Who reads."""
    return world.sign_in(*READER)


class TestList:
    def test_is_empty_at_first(self, reader: TestClient) -> None:
        assert reader.get(URL).json() == {"items": [], "next_cursor": None}

    def test_the_newest_comes_first_with_all_it_says(self, reader: TestClient, world: World) -> None:
        first, second = tell(world, READER), tell(world, READER)
        newest, oldest = inbox(reader)
        assert (newest["object"]["id"], oldest["object"]["id"]) == (str(second.id), str(first.id))
        assert newest["object"] == {"type": "school", "id": str(second.id), "label": "一件事"}
        assert (newest["kind"], newest["count"], newest["read_at"]) == (KIND, 1, None)

    def test_goes_on_at_a_cursor(self, reader: TestClient, world: World) -> None:
        told = [str(tell(world, READER).id) for _ in range(5)]
        found, cursor = [], None
        while True:
            page = reader.get(URL, params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
            found += [item["object"]["id"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert found == told[::-1]

    def test_a_cursor_of_something_else_is_refused(self, reader: TestClient) -> None:
        reply = reader.get(URL, params={"cursor": "nonsense"})
        assert (reply.status_code, reply.json()["code"]) == (400, "paging.bad_cursor")

    def test_can_be_narrowed_to_what_is_unread(self, reader: TestClient, world: World) -> None:
        tell(world, READER)
        empty(reader)
        tell(world, READER)
        assert (len(inbox(reader)), len(inbox(reader, unread=True))) == (2, 1)

    def test_holds_only_ones_own(self, reader: TestClient, world: World) -> None:
        tell(world, ("auditor", "county"))
        assert (inbox(reader), unread(reader)) == ([], 0)

    def test_a_visitor_has_none(self, world: World) -> None:
        assert world.visitor().get(URL).status_code == 401


class TestReaders:
    def test_a_machine_or_a_disabled_account_gets_none(self, reader: TestClient, world: World) -> None:
        subject = thing(world)
        with world.host() as ctx:
            disabled = UUID(world.accounts["auditor county"])
            ctx.session.execute(update(Account).where(Account.id == disabled).values(status="disabled"))
        with world.host() as ctx:
            notices.notify(ctx, [uuid4(), disabled, UUID(world.account(*READER))], KIND, subject)
            assert len(ctx.session.scalars(select(Notification.id)).all()) == 1
        assert unread(reader) == 1


class TestGroups:
    def test_the_same_again_counts_up_and_comes_first(self, reader: TestClient, world: World) -> None:
        subject = tell(world, READER)
        tell(world, READER)
        tell(world, READER, replace(subject, label="新名字"))
        (newest, _), seen = inbox(reader), unread(reader)
        assert (newest["count"], newest["object"]["label"], seen) == (2, "新名字", 2)
        assert newest["first_at"] < newest["last_at"]

    def test_what_is_read_is_not_counted_up_but_told_anew(self, reader: TestClient, world: World) -> None:
        subject = tell(world, READER)
        empty(reader)
        tell(world, READER, subject)
        assert [item["count"] for item in inbox(reader)] == [1, 1]
        assert unread(reader) == 1

    def test_another_kind_of_the_same_object_stands_apart(self, reader: TestClient, world: World) -> None:
        subject = tell(world, READER)
        tell(world, READER, subject, kind="calendar.year_missing")
        assert len(inbox(reader)) == 2

    def test_many_at_once_become_one(self, reader: TestClient, world: World) -> None:
        subject = thing(world)
        seats = [READER, ("auditor", "county")]
        for seat in seats:
            world.account(*seat)

        def both(turn: int) -> None:
            for seat in seats if turn % 2 else seats[::-1]:
                repeat_transient(partial(tell, world, seat, subject))

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(both, range(16)))
        assert [item["count"] for item in inbox(reader)] == [16]


class TestQuiet:
    def test_who_had_the_same_is_not_told_again_read_or_not(self, reader: TestClient, world: World) -> None:
        day = timedelta(hours=20)
        subject = tell(world, READER, quiet=day)
        tell(world, READER, subject, quiet=day)
        empty(reader)
        tell(world, READER, subject, quiet=day)
        assert [item["count"] for item in inbox(reader)] == [1]

    def test_afterwards_it_is_told_again(self, reader: TestClient, world: World) -> None:
        subject = tell(world, READER)
        with world.host() as ctx:
            ctx.session.execute(update(Notification).values(last_at=ctx.now - timedelta(hours=21)))
        tell(world, READER, subject, quiet=timedelta(hours=20))
        assert [item["count"] for item in inbox(reader)] == [2]


class TestRead:
    def test_once_is_enough(self, reader: TestClient, world: World) -> None:
        tell(world, READER)
        url = f"{URL}/{inbox(reader)[0]['id']}:read"
        first = reader.post(url).json()["read_at"]
        assert first is not None
        assert reader.post(url).json()["read_at"] == first
        assert unread(reader) == 0

    def test_nobody_elses(self, reader: TestClient, world: World) -> None:
        tell(world, READER)
        url = f"{URL}/{inbox(reader)[0]['id']}:read"
        assert world.sign_in("platform_admin").post(url).status_code == 404
        assert unread(reader) == 1
        assert reader.post(f"{URL}/{uuid4()}:read").status_code == 404

    def test_all_of_ones_own(self, reader: TestClient, world: World) -> None:
        for seat in (READER, READER, ("auditor", "county")):
            tell(world, seat)
        assert reader.post(f"{URL}:read-all").json() == {"unread": 0}
        assert unread(world.sign_in("auditor")) == 1

    def test_what_is_done_needs_no_reading(self, reader: TestClient, world: World) -> None:
        subject, other = tell(world, READER), tell(world, READER)
        with world.host() as ctx:
            service.settle(ctx, (KIND,), subject)
        assert [item["object"]["id"] for item in inbox(reader, unread=True)] == [str(other.id)]


class TestLabel:
    def test_is_shown_within_reach_and_of_what_belongs_to_no_unit(self, reader: TestClient, world: World) -> None:
        tell(world, READER, thing(world, "school"))
        tell(world, READER, thing(world))
        assert [item["object"]["label"] for item in inbox(reader)] == ["一件事", "一件事"]

    def test_is_not_shown_of_what_is_out_of_reach(self, reader: TestClient, world: World) -> None:
        tell(world, READER, thing(world, "far_school"))
        assert inbox(reader)[0]["object"]["label"] is None

    def test_is_not_shown_any_more_when_the_role_is_gone(self, world: World) -> None:
        leader = ("school_leader", "school")
        tell(world, leader, thing(world, "school"))
        client = world.sign_in(*leader)
        assert inbox(client)[0]["object"]["label"] == "一件事"
        with world.host() as ctx:
            gone = update(AccountGrant).where(AccountGrant.role == "school_leader").values(state="revoked")
            ctx.session.execute(gone)
        assert inbox(client)[0]["object"]["label"] is None


class TestPurge:
    def test_half_a_year_later_it_is_gone(self, reader: TestClient, world: World) -> None:
        tell(world, READER)
        with world.host() as ctx:
            assert service.purge(ctx.session, clock.now() + timedelta(days=179)) == 0
            assert service.purge(ctx.session, clock.now() + timedelta(days=181)) == 1
        assert inbox(reader) == []
