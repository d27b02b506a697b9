"""Loading the shipped tables, and calculating with few statements."""

from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from api.calendars import queries, service
from api.calendars.models import CalendarDay, CalendarYear
from api.calendars.service import tables
from tests.world import World


class TestLoadShipped:
    def test_loading_again_changes_nothing(self, world: World) -> None:
        with world.host() as ctx:
            assert service.load_shipped(ctx) == 0

    def test_a_later_release_replaces_what_an_earlier_one_shipped(
        self, world: World, reader: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tables, "SOURCE", "a later release")
        with world.host() as ctx:
            assert service.load_shipped(ctx) == 23
        assert reader.get("/api/v1/calendar/years/2026").json()["revision"] == 2

    def test_but_never_a_table_that_people_have_set(
        self, world: World, keeper: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shipped = keeper.get("/api/v1/calendar/years/2026").json()
        days = {
            name: [{"date": day["date"], "name": day["name"]} for day in shipped["days"] if day["kind"] == kind]
            for name, kind in (("holidays", "holiday"), ("make_up_days", "make_up"))
        }
        body = days | {"source": "更正通知"}
        assert keeper.put("/api/v1/calendar/years/2026", json=body, headers={"If-Match": '"1"'}).status_code == 200
        monkeypatch.setattr(tables, "SOURCE", "a later release")
        with world.host() as ctx:
            assert service.load_shipped(ctx) == 22
        assert keeper.get("/api/v1/calendar/years/2026").json()["source"] == "更正通知"


class TestKeptTables:
    def test_a_calculation_reads_no_days_once_they_are_known(self, world: World) -> None:
        with world.host() as ctx:
            queries.work_calendar(ctx.session)
            with world.statements() as sent:
                assert queries.add_working_days(ctx, date(2026, 9, 30), 3000).missing_years
        assert len(sent) == 1
        assert "calendar_day" not in sent[0]

    def test_what_another_process_has_loaded_counts_at_once(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another process knows other tables: forgetting ours must change no answer, nor may keeping them."""
        with world.host() as ctx:
            before = queries.work_calendar(ctx.session)
        monkeypatch.setattr(queries, "_tables", {})
        monkeypatch.setattr(tables, "SOURCE", "loaded elsewhere")
        with world.host() as ctx:
            service.load_shipped(ctx)
            elsewhere = queries.versions(ctx.session)[2026]
        monkeypatch.undo()
        with world.host() as ctx:
            assert queries.work_calendar(ctx.session) == before
            assert elsewhere.id in queries._tables

    def test_a_version_that_was_rolled_back_is_never_answered_from(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tables, "SOURCE", "never committed")
        with world.host() as ctx:
            service.load_shipped(ctx)
            queries.work_calendar(ctx.session)
            ctx.session.rollback()
        with world.host() as ctx:
            assert {version.revision for version in queries.versions(ctx.session).values()} == {1}


class TestWrittenOnce:
    @pytest.mark.parametrize("statement", [update(CalendarYear).values(source="x"), delete(CalendarDay)])
    def test_the_database_itself_refuses_to_change_a_version(self, world: World, statement: Any) -> None:
        with pytest.raises(DBAPIError), world.host() as ctx:
            ctx.session.execute(statement)
