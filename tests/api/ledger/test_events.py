"""The ledger over HTTP: who sees which events, how far, and what erasing leaves."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from api.accounts.rules import ROLE_PERMISSIONS, Role
from api.core import ids
from api.ledger import rules, service
from api.ledger.models import LedgerEvent, LedgerPayload
from api.ledger.rules import Subject
from tests.api.ledger.steps import faults
from tests.world import V1, World

EVENTS = f"{V1}/ledger/events"


class TestListEvents:
    @pytest.mark.parametrize("role", list(Role))
    def test_a_role_reads_the_ledger_or_is_told_that_it_may_not(self, world: World, role: Role) -> None:
        unit = {"district_reviewer": "district"}.get(role, "school" if role.startswith("school_") else "county")
        answer = world.sign_in(role, unit).get(EVENTS)
        assert answer.status_code == (200 if "ledger.read" in ROLE_PERMISSIONS[role] else 403)

    def test_a_visitor_is_asked_to_log_in(self, world: World) -> None:
        assert world.visitor().get(EVENTS).status_code == 401

    def test_events_come_newest_first_with_who_and_what(self, world: World) -> None:
        school = world.unit("school")
        clerk = world.sign_in("school_clerk", "school")
        changed = clerk.patch(f"{V1}/schools/{school}", json={"pupils": 321}, headers={"If-Match": '"1"'})
        assert changed.status_code == 200, changed.text
        newest = world.sign_in("auditor").get(EVENTS, params={"object_type": "school"}).json()["items"][0]
        assert newest["action"] == "school.updated"
        assert newest["object_id"] == school
        assert newest["object_label"] == "锦岚县第一小学"
        assert newest["actor"]["id"] == world.account("school_clerk", "school")
        assert newest["changes"] == [{"field": "pupils", "before": None, "after": 321}]

    def test_the_feed_goes_on_where_it_stopped_and_ends(self, world: World) -> None:
        auditor = world.sign_in("auditor")
        everything = auditor.get(EVENTS, params={"limit": 200, "object_type": "school"}).json()
        assert everything["next_cursor"] is None
        seen, cursor = [], None
        for _ in range(len(everything["items"])):
            params = {"limit": "1", "object_type": "school"} | ({"cursor": cursor} if cursor else {})
            page = auditor.get(EVENTS, params=params).json()
            seen += page["items"]
            cursor = page["next_cursor"]
        assert [event["id"] for event in seen] == [event["id"] for event in everything["items"]]
        assert cursor is None

    def test_a_cursor_serves_only_its_own_feed(self, world: World) -> None:
        cursor = world.sign_in("auditor").get(EVENTS, params={"limit": 1}).json()["next_cursor"]
        history = f"{V1}/schools/{world.unit('school')}/history"
        answer = world.sign_in("school_leader", "school").get(history, params={"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (400, "paging.bad_cursor")

    def test_events_of_other_counties_are_not_there(self, world: World) -> None:
        items = world.sign_in("auditor").get(EVENTS, params={"limit": 200}).json()["items"]
        assert world.unit("far_school") not in {event["object_id"] for event in items}

    def test_a_time_without_a_zone_is_refused(self, world: World) -> None:
        answer = world.sign_in("auditor").get(EVENTS, params={"since": "2026-11-20T00:00:00"})
        assert answer.status_code == 400


class TestErasedPayload:
    def test_the_event_and_its_commitment_stay_and_say_so(self, world: World) -> None:
        with world.host() as ctx:
            stmt = select(LedgerEvent.id, LedgerEvent.commitment).where(
                LedgerEvent.object_id == UUID(world.unit("school"))
            )
            event_id, commitment = ctx.session.execute(stmt).one()
            service.erase_payload(ctx, event_id, "教纪〔2026〕7号")
        history = world.sign_in("school_leader", "school").get(f"{V1}/schools/{world.unit('school')}/history")
        event = history.json()["items"][-1]
        assert event["erased"] is True
        assert event["changes"] is None
        assert event["object_label"] is None
        assert event["commitment"] == commitment
        erasure = world.sign_in("auditor").get(EVENTS, params={"action": "ledger.payload_erased"}).json()["items"][0]
        assert (erasure["object_id"], erasure["reason"]) == (str(event_id), "教纪〔2026〕7号")


class TestWhatIsStored:
    def test_every_event_holds_its_commitment_and_its_seal(self, world: World) -> None:
        with world.host() as ctx:
            rows = ctx.session.execute(
                select(LedgerEvent, LedgerPayload).join(LedgerPayload, LedgerPayload.event_id == LedgerEvent.id)
            ).all()
            columns = [column.name for column in LedgerEvent.__table__.columns if column.name != "seal"]
            assert rows
            for event, payload in rows:
                assert event.commitment == rules.commitment(payload.nonce, payload.document)
                header = {name: getattr(event, name) for name in columns}
                assert event.seal == rules.seal(ctx.keys.ledger, header)

    def test_the_seal_is_over_the_instant_whatever_zone_it_was_told_in(self, world: World) -> None:
        with world.host() as ctx:
            there = replace(ctx, now=datetime(2026, 11, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")))
            service.record(there, "thing.done", Subject("thing", ids.random(), "一件事"))
        assert faults(world) == []
