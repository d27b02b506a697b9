"""The crossing: two databases by `qinglian intake sync`, one by the follower; killed anywhere, it is begun again."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update
from typer.testing import CliRunner

from api.cli.commands import app
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.portal import ComplaintDrop, ComplaintLetter, ComplaintReceipt, PortalDocument
from api.complaints.models.vault import ComplaintReporter
from api.complaints.queries.vault import MOST_TRIES
from api.complaints.service import crossing, letters
from api.core.idempotency import IdempotencyRecord
from api.core.transaction import transaction
from api.ledger.models import LedgerEvent
from tests.api.complaints.apart import Apart
from tests.api.complaints.steps import (
    PORTAL,
    WHO,
    body,
    cases,
    complained,
    cross,
    custodians,
    good,
    key,
    looked_up,
    only_case,
)
from tests.databases import Backend, borrowed
from tests.world import World

INSIDE_ONLY = ("complaint_case", "complaint_content", "complaint_reporter", "complaint_identity", "account", "unit")


@pytest.fixture
def apart(world: World, backend: Backend) -> Iterator[Apart]:
    """Two databases; the folder of keys as it would be copied."""
    world.app.state.keys.publish()
    with borrowed(backend) as outside:
        made = Apart(world, outside.url)
        made.sync()
        yield made
        made.close()


class TestTwoDatabases:
    def test_a_complaint_comes_in_and_what_its_receipt_shows_goes_out(self, apart: Apart) -> None:
        assert good(apart.portal.get(f"{PORTAL}/portal"))["open"] is True
        receipt = complained(apart.portal)
        letter = {"receipt": receipt, "id": str(uuid4()), "text": "补一句"}
        good(apart.portal.post(f"{PORTAL}/messages", json=letter))
        assert apart.sync() == (2, 1)
        case_id = only_case(apart.world)
        with apart.world.host() as ctx:
            letters.ask(ctx, ctx.session.get_one(ComplaintCase, case_id), "哪一天看到的")
        assert apart.sync() == (0, 1)
        shown = looked_up(apart.portal, receipt)
        assert [(each["kind"], each["text"]) for each in shown["letters"]] == [
            ("complaint", body()["text"]),
            ("message", "补一句"),
            ("question", "哪一天看到的"),
        ]
        assert apart.sync() == (0, 0)

    def test_the_portals_database_holds_nothing_of_the_inside(self, apart: Apart) -> None:
        custodians(apart.world)
        apart.sync()
        complained(apart.portal, identity=WHO)
        apart.sync()
        case_id = str(only_case(apart.world))
        with transaction(apart.database) as session:
            for table in INSIDE_ONLY:
                found = session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()  # noqa: S608
                assert found == 0, table
            receipts = session.scalars(select(ComplaintReceipt)).all()
            assert [case_id in str(row.shown) for row in receipts] == [False]
            assert session.scalars(select(ComplaintDrop.id)).all() == []
            names = session.scalars(select(PortalDocument.name)).all()
        assert sorted(names) == ["categories", "channels", "custodians", "places"]

    def test_killed_after_the_house_has_committed_a_drop_is_known_again(
        self, apart: Apart, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        complained(apart.portal)
        with monkeypatch.context() as patch:
            patch.setattr(crossing, "settle", _killed)
            with pytest.raises(KeyboardInterrupt):
                apart.sync()
        assert len(cases(apart.world)) == 1
        assert apart.sync()[0] == 1
        assert len(cases(apart.world)) == 1

    def test_killed_after_the_portal_has_committed_a_letter_goes_out_once(
        self, apart: Apart, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        receipt = complained(apart.portal)
        apart.sync()
        case_id = only_case(apart.world)
        with apart.world.host() as ctx:
            letters.tell(ctx, ctx.session.get_one(ComplaintCase, case_id), "已经查清")
        with monkeypatch.context() as patch:
            patch.setattr(crossing, "mark_put", _killed)
            with pytest.raises(KeyboardInterrupt):
                apart.sync()
        apart.sync()
        assert [each["text"] for each in looked_up(apart.portal, receipt)["letters"]][1:] == ["已经查清"]
        with apart.world.host() as ctx:
            row = ctx.session.execute(select(ComplaintReporter)).scalar_one()
            assert (row.letters_out, row.put_out == row.revision) == ([], True)

    def test_the_command_says_what_it_did(self, apart: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in apart.world.database.environment.items():
            monkeypatch.setenv(name, value)
        assert CliRunner().invoke(app, ["intake", "sync"]).exit_code == 1
        url = apart.settings.portal_database_url
        assert url is not None
        monkeypatch.setenv("QINGLIAN_PORTAL_DATABASE_URL", url.get_secret_value())
        complained(apart.portal)
        assert "yes" in CliRunner().invoke(app, ["intake", "status"]).output
        assert "taken in 1 " in CliRunner().invoke(app, ["intake", "sync"]).output
        assert "none" in CliRunner().invoke(app, ["intake", "status"]).output

    def test_answers_kept_for_a_repeat_are_taken_away_when_their_hour_is_over(self, apart: Apart) -> None:
        complained(apart.portal)
        with transaction(apart.database) as session:
            session.execute(update(IdempotencyRecord).values(expires_at=datetime(2020, 1, 1, tzinfo=UTC)))
        apart.sync()
        with transaction(apart.database) as session:
            assert session.scalars(select(IdempotencyRecord.key)).all() == []


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


class TestOneDatabase:
    def test_the_follower_does_the_same(self, world: World, portal: TestClient) -> None:
        receipt = complained(portal, unit_id=world.unit("school"))
        cross(world)
        with world.host() as ctx:
            case = ctx.session.execute(select(ComplaintCase)).scalar_one()
            assert (case.channel, case.category, str(case.hint_unit_id)) == ("portal", "0401", world.unit("school"))
            assert (case.received_at.minute, case.received_at.second) == (0, 0)
            assert ctx.session.scalars(select(ComplaintDrop.id)).all() == []
            letters.ask(ctx, case, "哪一餐")
        cross(world)
        assert looked_up(portal, receipt)["letters"][-1]["text"] == "哪一餐"
        with world.host() as ctx:
            assert ctx.session.scalars(select(ComplaintLetter.kind).order_by(ComplaintLetter.number)).all() == [
                "complaint",
                "question",
            ]

    def test_what_the_ledger_says_of_it_tells_no_minute(self, world: World, portal: TestClient) -> None:
        complained(portal)
        cross(world)
        with world.host() as ctx:
            times = ctx.session.scalars(
                select(LedgerEvent.at).where(LedgerEvent.action.like("complaint%"), LedgerEvent.actor_id.is_(None))
            ).all()
        assert times
        assert {(at.minute, at.second, at.microsecond) for at in times} == {(0, 0, 0)}

    def test_what_does_not_open_is_dropped_and_what_is_refused_is_parked(
        self, world: World, portal: TestClient
    ) -> None:
        complained(portal)
        with world.host() as ctx:
            ctx.session.execute(update(ComplaintDrop).values(sealed=b"\0\1spoilt"))
        receipt = complained(portal)
        with world.host() as ctx:
            lost = ctx.session.scalars(select(ComplaintReceipt.id)).all()
        assert len(lost) == 2
        cross(world)
        assert len(cases(world)) == 1
        letter = {"receipt": receipt, "id": str(uuid4()), "text": "x"}
        good(portal.post(f"{PORTAL}/messages", json=letter))
        with world.host() as ctx:
            ctx.session.execute(update(ComplaintReporter).values(receipt_id=uuid4()))
        for _ in range(MOST_TRIES + 1):
            cross(world)
        with world.host() as ctx:
            assert ctx.session.scalars(select(ComplaintDrop.tries)).all() == [MOST_TRIES]

    def test_one_after_another_no_drop_is_lost(self, world: World, portal: TestClient) -> None:
        for number in range(12):
            portal.post(PORTAL, json=body(text=f"第{number}件"), headers=key())
        cross(world)
        assert len(cases(world)) == 12
