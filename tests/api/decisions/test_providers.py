"""What the log gives to others and asks of people: figures of checks, complaints beside findings, reminders."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import time_machine
from fastapi.testclient import TestClient
from sqlalchemy import insert, update

from api.checks import queries as checks
from api.checks.models import Finding
from api.checks.ports import ports
from api.checks.reminders import remind as remind_of_findings
from api.checks.service import recheck
from api.complaints.models.cases import ComplaintSubject
from api.core.metrics import METRICS, Period
from api.decisions.models import Contract, Payment
from api.decisions.reminders import remind as remind_of_filings
from tests.api.complaints.cases.desk import Desk
from tests.api.decisions.steps import Team, filed, meeting, recorded
from tests.api.decisions.test_checking import followed, unequal
from tests.background import work_off
from tests.world import V1, World

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def kinds(client: TestClient) -> list[str]:
    """The kinds of what somebody was told, in order of the alphabet."""
    return sorted(item["kind"] for item in client.get(f"{V1}/notifications").json()["items"])


class TestFigures:
    def test_evaluability_and_open_findings_are_known_of_schools_that_were_checked(
        self, world: World, team: Team, clerk: TestClient, leader: TestClient
    ) -> None:
        filed(leader, recorded(clerk, meeting(world, team, topics=[unequal(team)])))
        followed(world)
        unit, other = UUID(world.unit("school")), UUID(world.unit("other_school"))
        with world.host() as ctx:
            share = METRICS["checks.evaluability"](ctx, [unit, other], YEAR)
            found = METRICS["checks.findings"](ctx, [unit, other], YEAR)
            before = METRICS["checks.findings"](ctx, [unit], Period(date(2020, 1, 1), date(2020, 12, 31)))
        assert share.keys() == found.keys() == {unit}
        assert 0 < share[unit].counts["numerator"] < share[unit].counts["denominator"]
        assert found[unit].counts["red"] >= 1
        assert sum(before[unit].counts.values()) == 0


class TestComplaints:
    def test_what_is_complained_about_weighs_one_step_more_for_the_inspection_team_and_changes_nothing(
        self, world: World, team: Team, clerk: TestClient, leader: TestClient
    ) -> None:
        made = filed(leader, recorded(clerk, meeting(world, team, topics=[unequal(team)])))
        followed(world)
        kept = clerk.get(f"{V1}/findings", params={"size": 100}).json()
        desk, topic_id = Desk(world), made["agenda"][0]["id"]
        path = f"{V1}/schools/{world.unit('school')}/weighed-findings"
        assert desk.head.get(path).json()["items"] == []
        named = {"kind": "person", "rank": "teacher", "person_id": UUID(team["logistics"])}
        case_id = UUID(desk.plant())
        with world.host() as ctx:
            row = {"id": uuid4(), "case_id": case_id, "position": 9, "unit_id": None, **named}
            ctx.session.execute(insert(ComplaintSubject), [row])
        (one,) = (item for item in desk.head.get(path).json()["items"] if item["subject"]["id"] == topic_id)
        assert one["severity"] == "red"
        assert clerk.get(f"{V1}/findings", params={"size": 100}).json() == kept
        assert leader.get(path).status_code == 403


class TestReminders:
    def test_schools_are_told_of_filings_before_and_after_they_are_due_and_the_bureau_of_its_answers(
        self, world: World, team: Team, clerk: TestClient, leader: TestClient
    ) -> None:
        made = filed(leader, recorded(clerk, meeting(world, team)))
        decision, officer = made["agenda"][0]["decision"]["id"], world.sign_in("section_officer")
        with world.host() as ctx:
            remind_of_filings(ctx)
            remind_of_filings(ctx)
        assert kinds(leader) == ["decision.filing_due"]
        with time_machine.travel(datetime(2026, 12, 1, 4, tzinfo=UTC)):
            late = world.sign_in("school_leader", "school")
            with world.host() as ctx:
                remind_of_filings(ctx)
            assert kinds(late) == ["decision.filing_due", "decision.filing_late"]
            assert late.post(f"{V1}/decisions/{decision}/filings", json={"kind": "post_filing"}).status_code == 201
        with time_machine.travel(datetime(2026, 12, 9, 4, tzinfo=UTC)):
            officer = world.sign_in("section_officer")
            with world.host() as ctx:
                remind_of_filings(ctx)
            assert "decision.answer_late" in kinds(officer)

    def test_time_limits_of_findings_are_announced(
        self, world: World, team: Team, clerk: TestClient, leader: TestClient
    ) -> None:
        filed(leader, recorded(clerk, meeting(world, team, topics=[unequal(team)])))
        followed(world)
        first = clerk.get(f"{V1}/findings", params={"rule": "VOT-02"}).json()["items"][0]["id"]
        for due_on, kind in ((date(2026, 11, 25), "finding.due"), (date(2026, 11, 1), "finding.overdue")):
            with world.host() as ctx:
                ctx.session.execute(update(Finding).where(Finding.id == UUID(first)).values(due_on=due_on))
            with world.host() as ctx:
                assert len(checks.find_due(ctx, date(2026, 11, 27))) == 1
                remind_of_findings(ctx)
            assert kind in kinds(leader)


class TestPeers:
    def test_a_county_of_three_schools_gives_medians_of_what_hugs_the_threshold_and_of_prices(
        self, world: World, clerk: TestClient, leader: TestClient
    ) -> None:
        officer = world.sign_in("section_officer")
        units = ["school", "other_school", _another(officer, world)]
        policy = {"unit_id": world.unit("bureau"), "title": "办法", "effective_from": "2026-01-01"}
        content = {"thresholds": [{"amount": "10000.00"}], "recorded_since": "2026-03-01"}
        made = officer.post(f"{V1}/policies", json=policy | {"content": content}).json()
        header = {"If-Match": f'"{made["revision"]}"'}
        assert officer.post(f"{V1}/policies/{made['id']}:issue", headers=header).status_code == 200
        for place, unit in enumerate(units):
            _spend(world, unit, near=place * 2, price=1000 + 100 * place)
        ids = [UUID(world.units.get(unit, unit)) for unit in units]
        with world.host() as ctx:
            books = dict(ports.suites["decisions"].worlds(ctx.session, ids, ctx.now))
        peers = books[ids[0]].facts.peers
        assert (peers.hugging_share, peers.unit_prices) == (2000, {"显示屏": 1100})
        assert {book.facts.recorded_since for book in books.values()} == {date(2026, 3, 1)}
        with world.host() as ctx:
            recheck(ctx, ports.suites["decisions"], ids)
        answers = {
            row["unit"]["id"]: row["answer"]
            for row in officer.get(f"{V1}/check-results", params={"rule": "ANO-04", "size": 100}).json()["items"]
        }
        assert answers == {}
        silent = officer.get(f"{V1}/findings", params={"rule": "ANO-11", "size": 100}).json()
        assert silent["total"] == 0
        lower = policy | {"content": {"thresholds": [{"amount": "1050.00"}]}}
        draft = officer.post(f"{V1}/policies", json=lower).json()
        asked = officer.post(f"{V1}/policies/{draft['id']}/simulate")
        work_off(world)
        simulated = officer.get(asked.headers["Location"]).json()["result"]["rules"]
        (hugging,) = (one for one in simulated if one["rule_id"] == "ANO-04")
        assert (hugging["appear"], hugging["vanish"]) == (2, 0), "held against what schools of the county do now"

    def test_of_two_there_is_no_median(self, world: World) -> None:
        for unit in ("school", "other_school"):
            _spend(world, unit, near=1, price=1000)
        ids = [UUID(world.unit("school"))]
        with world.host() as ctx:
            (book,) = (book for _, book in ports.suites["decisions"].worlds(ctx.session, ids, ctx.now))
        assert (book.facts.peers.hugging_share, book.facts.peers.unit_prices) == (None, None)


def _another(officer: TestClient, world: World) -> str:
    body = {"name": "锦岚县第二小学", "type": "primary", "ownership": "public", "parent_id": world.unit("district")}
    return str(officer.post(f"{V1}/schools", json=body).json()["id"])


def _spend(world: World, unit: str, *, near: int, price: int) -> None:
    """Ten payments of a school, some just below the threshold, and a contract with a price."""
    unit_id = UUID(world.units.get(unit, unit))
    with world.host() as ctx:
        times = {"created_at": ctx.now, "updated_at": ctx.now, "revision": 1}
        payments = [
            {"id": uuid4(), "unit_id": unit_id, "amount": 950_000 if n < near else 100_000, "paid_on": date(2026, 9, 1)}
            for n in range(10)
        ]
        ctx.session.execute(insert(Payment), [one | times | {"invoice_nos": []} for one in payments])
        items = [{"name": "显示屏", "amount": price, "unit_price": price}]
        signed = {"id": uuid4(), "unit_id": unit_id, "title": "显示屏", "amount": price, "signed_on": date(2026, 9, 1)}
        ctx.session.execute(insert(Contract), [signed | times | {"items": items, "framework": False}])
