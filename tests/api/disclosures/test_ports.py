"""Notices that another part of the product opens for its objects, and what it is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
import time_machine
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.accounts.models import Account
from api.core import clock, ids
from api.core.context import Actor, Context
from api.core.errors import Refused
from api.core.rollups import compare
from api.core.transaction import transaction
from api.disclosures import ports, service
from api.disclosures.figures import FIGURES
from api.disclosures.ports import Event, Happening
from api.disclosures.rules import Content, NoticeTable
from api.disclosures.service import Draft, ObjectRef, standing
from tests.api.disclosures.steps import NOTICES, act, good, match, objected, published, take_out
from tests.world import World

CAMPAIGN = ids.ordered()
CONTENT = Content(
    "2026年评估结果公示", ("各校得分如下。",), NoticeTable(("学校", "得分"), (("锦岚县第一小学", "88.50"),))
)


@contextmanager
def acting(world: World, role: str) -> Iterator[Context]:
    """A transaction of somebody, as a verb of another domain has one."""
    account = UUID(world.account(role))
    with transaction(world.app.state.database) as session:
        name = session.execute(select(Account.display_name).where(Account.id == account)).scalar_one()
        actor = Actor(account, name, None, None, must_change_password=False, grants=())
        yield Context(session, clock.now(), "test", "", world.app.state.keys, actor)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Happening]:
    """What the domain of the object hears."""
    heard: list[Happening] = []
    monkeypatch.setattr(ports, "CONSUMERS", {})
    monkeypatch.setattr(standing, "CONSUMERS", ports.CONSUMERS)
    ports.define("assessment_campaign", lambda _ctx, happening: heard.append(happening))
    return heard


def opened(world: World) -> UUID:
    wanted = ObjectRef("assessment_campaign", CAMPAIGN, "2026年评估")
    with acting(world, "section_officer") as ctx:
        return service.open_notice(ctx, Draft("assessment_result", UUID(world.unit("bureau")), CONTENT, wanted, days=7))


class TestOpenNotice:
    def test_code_opens_a_draft_that_people_find(self, world: World, told: list[Happening]) -> None:
        notice_id = opened(world)
        officer = world.sign_in("section_officer")
        notice = good(officer.get(f"{NOTICES}/{notice_id}"))
        assert notice["object"] == {"type": "assessment_campaign", "id": str(CAMPAIGN), "label": "2026年评估"}
        assert (notice["days"], notice["state"]) == (7, "draft")
        assert good(officer.get(NOTICES, params={"object_id": str(CAMPAIGN)}))["total"] == 1
        assert told == []

    def test_its_table_is_made_of_results_and_not_edited(self, world: World, told: list[Happening]) -> None:
        notice_id = opened(world)
        officer = world.sign_in("section_officer")
        notice = good(officer.get(f"{NOTICES}/{notice_id}"))
        address, headers = f"{NOTICES}/{notice_id}", match(notice)
        assert good(officer.patch(address, json={"table": None}, headers=headers), 409)["code"] == "notice.table_fixed"
        good(officer.patch(address, json={"paragraphs": ["改过的说明。"]}, headers=headers))
        with acting(world, "section_officer") as ctx:
            service.rewrite_notice(ctx, notice_id, Content(CONTENT.title, (), NoticeTable(("学校",), (("一",),))))
        assert good(officer.get(address))["table"]["rows"] == [["一"]]

    def test_faults_are_refused_before_anything_is_written(self, world: World, told: list[Happening]) -> None:
        with pytest.raises(Refused), acting(world, "section_officer") as ctx:
            service.open_notice(ctx, Draft("tea", UUID(world.unit("bureau")), CONTENT))


class TestTold:
    def test_the_object_hears_of_every_step(
        self, world: World, told: list[Happening], visitor: TestClient, today: time_machine.Traveller
    ) -> None:
        notice_id = opened(world)
        officer, head = world.sign_in("section_officer"), world.sign_in("bureau_leader")
        checked = good(act(officer, good(officer.get(f"{NOTICES}/{notice_id}")), "check"))
        assert good(act(officer, checked, "release", {}), 403)["code"] == "notice.own_notice"
        notice = good(act(head, checked, "release", {}))
        objection = objected(world, visitor, head, notice["number"])
        good(
            head.post(
                f"/api/v1/disclosures/objections/{objection['id']}:answer",
                json={"accepted": True, "reason": "已更正"},
                headers=match(objection),
            )
        )
        today.shift(12 * 24 * 3600)
        take_out(world)
        take_out(world)
        assert [(one.event, one.open_objections) for one in told] == [
            (Event.RELEASED, 0),
            (Event.OBJECTED, 1),
            (Event.ANSWERED, 0),
            (Event.ENDED, 0),
        ]
        last = told[-1]
        assert (last.object_id, last.notice_id, last.number) == (CAMPAIGN, notice_id, notice["number"])
        assert last.ends_on is not None
        assert last.ends_on.isoformat() == notice["ends_on"]

    def test_a_new_period_has_an_end_of_its_own(
        self, world: World, told: list[Happening], today: time_machine.Traveller
    ) -> None:
        notice_id = opened(world)
        officer, head = world.sign_in("section_officer"), world.sign_in("bureau_leader")
        checked = good(act(officer, good(officer.get(f"{NOTICES}/{notice_id}")), "check"))
        good(act(head, checked, "release", {}))
        today.shift(12 * 24 * 3600)
        take_out(world)
        officer, head = world.sign_in("section_officer"), world.sign_in("bureau_leader")
        notice = good(officer.get(f"{NOTICES}/{notice_id}"))
        draft = good(act(officer, notice, "correct", {"reason": "得分更正"}))
        good(act(head, good(act(officer, draft, "check")), "release", {}))
        today.shift(14 * 24 * 3600)
        take_out(world)
        events = [one.event for one in told]
        assert events == [Event.RELEASED, Event.ENDED, Event.CORRECTED, Event.ENDED]

    def test_giving_up_and_withdrawing_are_told(self, world: World, told: list[Happening]) -> None:
        officer, head = world.sign_in("section_officer"), world.sign_in("bureau_leader")
        first = good(officer.get(f"{NOTICES}/{opened(world)}"))
        good(act(officer, first, "discard"))
        second = good(act(officer, good(officer.get(f"{NOTICES}/{opened(world)}")), "check"))
        released = good(act(head, second, "release", {}))
        good(act(head, released, "withdraw", {"reason": "重新计算"}))
        assert [one.event for one in told] == [Event.DISCARDED, Event.RELEASED, Event.WITHDRAWN]


def test_the_rollup_says_what_it_counts(world: World, clerk: TestClient, leader: TestClient) -> None:
    published(world, clerk, leader, kind="fees", formed_on="2026-09-01")
    notice = published(world, clerk, leader)
    good(act(leader, notice, "withdraw", {"reason": "重来"}))
    draft = good(clerk.post(NOTICES, json={"unit_id": world.unit("school"), "kind": "budget", "title": "预算"}), 201)
    good(clerk.patch(f"{NOTICES}/{draft['id']}", json={"formed_on": "2026-11-02"}, headers=match(draft)))
    with world.host() as ctx:
        assert compare(ctx.session, FIGURES) == []
        kept = ctx.session.execute(select(FIGURES.current())).all()
        assert sum(row.late for row in kept) == 1
