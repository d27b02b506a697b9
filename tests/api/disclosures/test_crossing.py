"""A portal on a host of its own: pages and their files go out, objections come in; on one database nothing crosses."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.core.transaction import transaction
from api.disclosures.models import NoticeLetter, NoticePage, PublicFilePart
from api.disclosures.service import crossing
from tests import samples
from tests.api.complaints.apart import Apart
from tests.api.disclosures.steps import NOTICES, PAGES, act, good, published, sent, take_out
from tests.api.files.steps import uploaded, work_off
from tests.databases import Backend, borrowed
from tests.world import V1, World


@pytest.fixture
def apart(world: World, backend: Backend) -> Iterator[Apart]:
    """Two databases, and two folders of files: the portal's is empty."""
    world.app.state.keys.publish()
    with borrowed(backend) as outside:
        made = Apart(world, outside.url)
        made.portal.app.state.storage = None  # type: ignore[attr-defined]
        yield made
        made.close()


class TestTwoDatabases:
    def test_pages_and_files_go_out_and_objections_come_in(
        self, apart: Apart, clerk: TestClient, leader: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world = apart.world
        file_id = uploaded(clerk, "名单.pdf", samples.pdf(), purpose="disclosure")["id"]
        work_off(world)
        notice = published(world, clerk, leader, file_ids=[file_id])
        number, address = notice["number"], f"{PAGES}/{notice['number']}"
        assert apart.portal.get(address).status_code == 404
        apart.sync()
        own, there = good(world.visitor().get(address)), good(apart.portal.get(address))
        calendar = ("days_left", "provisional", "days_left_provisional")  # the portal has none, and says so
        assert {name: there[name] for name in there if name not in calendar} == {
            name: own[name] for name in own if name not in calendar
        }
        assert good(apart.portal.get(f"{PAGES}?q=推荐"))["total"] == 1
        file = apart.portal.get(f"{address}/editions/1/files/0")
        assert file.content == world.visitor().get(f"{address}/editions/1/files/0").content
        assert file.headers["content-security-policy"].startswith("sandbox")
        good(sent(apart.portal, number), 202)
        with monkeypatch.context() as patch:
            patch.setattr(crossing, "settle_letters", _killed)
            with pytest.raises(KeyboardInterrupt):
                apart.sync()
        apart.sync()
        take_out(world)
        objections = good(leader.get(f"{V1}/disclosures/objections"))
        assert len(objections["items"]) == 1
        with transaction(apart.database) as session:
            assert session.scalars(select(NoticeLetter.id)).all() == []
            held = session.scalars(select(NoticePage.objections)).one()
        apart.sync()
        assert good(apart.portal.get(address))["objections"] == good(world.visitor().get(address))["objections"]
        assert held != good(apart.portal.get(address))["objections"]
        notice = good(leader.get(f"{NOTICES}/{notice['id']}"))
        good(act(leader, notice, "withdraw", {"reason": "误传"}))
        apart.sync()
        assert apart.portal.get(f"{address}/editions/1/files/0").status_code == 404

    def test_nothing_but_pages_and_their_files_goes_out(
        self, apart: Apart, clerk: TestClient, leader: TestClient
    ) -> None:
        world = apart.world
        published(world, clerk, leader)
        apart.sync()
        with transaction(apart.database) as session:
            assert session.scalars(select(PublicFilePart.sha256)).all() == []
            for table in ("public_notice", "public_notice_edition", "notice_objection", "unit", "account"):
                found = session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()  # noqa: S608
                assert found == 0, table
        with world.host() as ctx:
            number = ctx.session.scalars(select(NoticePage.number)).one()
            ctx.session.delete(ctx.session.get_one(NoticePage, (number, 1)))
        apart.sync()
        assert apart.portal.get(f"{PAGES}/{number}").status_code == 404


class TestOneDatabase:
    def test_the_same_objection_comes_in_without_a_crossing(
        self, world: World, clerk: TestClient, leader: TestClient
    ) -> None:
        notice = published(world, clerk, leader)
        good(sent(world.visitor(), notice["number"]), 202)
        take_out(world)
        assert len(good(leader.get(f"{V1}/disclosures/objections"))["items"]) == 1
        with world.host() as ctx:
            assert ctx.session.scalars(select(PublicFilePart.sha256)).all() == []


def _killed(*_: object) -> None:
    raise KeyboardInterrupt
