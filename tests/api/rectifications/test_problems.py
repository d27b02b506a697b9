"""What is particular about some verbs: sending, contesting, coming back, more time, own work, evidence, tasks."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine
from fastapi.testclient import TestClient

from api.accounts.models import Account
from api.core import rollups
from api.core.metrics import Period
from api.people import service as people
from api.people.rules import StaffKind
from api.people.schemas import PersonIn
from api.rectifications import queries
from api.rectifications.figures import PROBLEM_FIGURES
from api.rectifications.ports import ports
from tests.api.evidence.steps import filed
from tests.api.rectifications.steps import BODIES, FACTS, PROBLEMS, URL, codes, found, match, sent, step, walked
from tests.world import V1, World

LATER = datetime(2026, 11, 28, 4, tzinfo=UTC)


def pointers(answer: Any) -> list[tuple[str, str]]:
    """Where and why a body was refused."""
    assert answer.status_code == 422, answer.text
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


def listed(client: TestClient, **params: Any) -> list[str]:
    """The titles of a list."""
    answer = client.get(PROBLEMS, params=params)
    assert answer.status_code == 200, answer.text
    return [row["title"] for row in answer.json()["items"]]


def everything(client: TestClient) -> list[Any]:
    """All that a unit can see of rectification."""
    due = {"from_on": "2026-01-01", "to_on": "2027-12-31"}
    paths: tuple[tuple[str, dict[str, str]], ...] = (
        ("/problems", {}),
        ("/tasks", {}),
        ("/summary", {}),
        ("/rates", {}),
        ("/due", due),
    )
    read = [client.get(f"{URL}{path}", params=params).json() for path, params in paths]
    return [*read, client.get(f"{V1}/notifications").json()]


class TestFinding:
    def test_all_faults_come_at_once(self, world: World, officer: TestClient) -> None:
        bad = {"kind": "moon", "cause": "moon", "found_on": "2026-11-21", "source": {"type": "moon"}}
        answer = officer.post(PROBLEMS, json=FACTS | bad | {"unit_id": world.unit("other_school")})
        places = [pointer for pointer, _ in pointers(answer)]
        assert places == ["/unit_id", "/source/type", "/kind", "/cause", "/found_on"]

    def test_it_is_changed_until_it_is_sent(self, world: World, officer: TestClient) -> None:
        problem = step(officer, found(world, officer), "change", {"severity": "major", "title": "新题目"}).json()
        assert (problem["severity"], problem["title"], problem["revision"]) == ("major", "新题目", 2)
        assert step(officer, problem | {"revision": 1}, "change").status_code == 412
        problem = step(officer, problem, "confirm").json()
        assert codes(step(officer, problem, "change")) == (409, "rectification.wrong_state")

    def test_lists_search_filter_and_sort(self, world: World, officer: TestClient) -> None:
        sent(world, officer, title="招生公示不全", kind="enrolment", lineage=None)
        found(world, officer)
        assert listed(officer, q="招生") == ["招生公示不全"]
        assert listed(officer, q="zsgs") == ["招生公示不全"]
        assert listed(officer, state="identified,assigned", kind="procurement") == [FACTS["title"]]
        assert listed(officer, unit=world.unit("district"), sort="found_on") != []
        assert listed(officer, unit=world.unit("far_school")) == []
        assert officer.get(PROBLEMS, params={"sort": "moon"}).status_code == 400


class TestNonInterference:
    @pytest.mark.parametrize("role", ["school_leader", "school_clerk", "school_supervisor"])
    def test_nothing_in_the_reach_of_a_school_changes_before_it_is_sent(
        self, world: World, inspector: TestClient, role: str
    ) -> None:
        sent(world, inspector, title="早先的", lineage="canteen.procurement")
        member = world.sign_in(role, "school")
        before = everything(member)
        problem = found(world, inspector, source={"type": "complaint", "label": "信访〔2026〕7号"})
        step(inspector, problem, "change", {"severity": "major"})
        assert everything(member) == before
        assert member.get(f"{PROBLEMS}/{problem['id']}").status_code == 404

    def test_a_complaint_reads_supervision_to_everyone(self, world: World, inspector: TestClient) -> None:
        source = {"type": "complaint", "id": world.unit("far_school"), "label": "信访〔2026〕7号"}
        problem = sent(world, inspector, source=source)
        shown = {"type": "supervision", "id": None, "label": None}
        for role, unit in (
            ("school_leader", "school"),
            ("district_reviewer", "district"),
            ("inspection_head", "county"),
        ):
            client = world.sign_in(role, unit)
            read = client.get(f"{PROBLEMS}/{problem['id']}")
            assert read.json()["source"] == shown
            assert "信访" not in read.text
            assert listed(client, source="supervision") == [problem["title"]]
            assert listed(client, source="complaint") == []
        assert "信访" not in inspector.get(f"{PROBLEMS}/{problem['id']}/history").text

    def test_who_can_reach_the_complaint_reads_where_it_comes_from(self, world: World, inspector: TestClient) -> None:
        source = {"type": "complaint", "id": world.unit("far_school"), "label": "信访〔2026〕7号"}
        problem = sent(world, inspector, source=source)
        ports.reveals["complaint"] = lambda ctx, ids: ids if ctx.may("accountability.read") else ()
        try:
            assert inspector.get(f"{PROBLEMS}/{problem['id']}").json()["source"] == source
            clerk = world.sign_in("school_clerk", "school")
            assert clerk.get(f"{PROBLEMS}/{problem['id']}").json()["source"]["type"] == "supervision"
        finally:
            del ports.reveals["complaint"]

    def test_a_unit_counts_its_problems_alone_and_sees_supervisors_as_a_side(
        self, world: World, inspector: TestClient, clerk: TestClient
    ) -> None:
        sent(world, inspector, "other_school")
        problem = sent(world, inspector)
        assert problem["number"] == "2026-001"
        acts = clerk.get(f"{PROBLEMS}/{problem['id']}").json()["acts"]
        assert [(act["verb"], act["side"], act["actor"]) for act in acts] == [("confirm", "supervision", None)]
        names = [(act["verb"], act["actor"]["name"]) for act in problem["acts"]]
        assert names == [("confirm", "discipline_inspector county"), ("find", "discipline_inspector county")]


class TestContest:
    def test_once_and_answered(self, world: World, officer: TestClient, clerk: TestClient) -> None:
        problem = walked(sent(world, officer), ["contest"], (officer, clerk))
        assert [notice["kind"] for notice in officer.get(f"{V1}/notifications").json()["items"]] != []
        problem = walked(problem, ["dismiss"], (officer, clerk))
        assert codes(step(clerk, problem, "contest")) == (409, "rectification.contested_before")
        assert "contest" not in clerk.get(f"{PROBLEMS}/{problem['id']}").json()["verbs"]

    def test_within_five_working_days(self, world: World, officer: TestClient, today: time_machine.Traveller) -> None:
        problem = sent(world, officer)
        assert problem["contest_due_on"] == "2026-11-27"
        today.move_to(LATER)
        clerk = world.sign_in("school_clerk", "school")
        assert codes(step(clerk, problem, "contest")) == (409, "rectification.contest_late")


class TestRecurrence:
    def test_what_came_back_is_linked_weighs_more_and_is_announced(
        self, world: World, officer: TestClient, clerk: TestClient, inspector: TestClient
    ) -> None:
        first = walked(sent(world, officer), ["assign", "start", "submit", "accept"], (officer, clerk))
        inspector.get(f"{V1}/notifications")
        second = sent(world, officer, title="又没有比价")
        assert second["recurrence_of"] == {"id": first["id"], "name": f"2026-001 {first['title']}"}
        assert (second["severity"], second["number"]) == ("serious", "2026-002")
        assert listed(officer, recurring=True) == ["又没有比价"]
        kinds = [notice["kind"] for notice in inspector.get(f"{V1}/notifications").json()["items"]]
        assert "rectification.recurred" in kinds

    def test_another_kind_or_unit_or_a_withdrawn_one_is_none(self, world: World, officer: TestClient) -> None:
        walked(sent(world, officer), ["withdraw"], (officer, officer))
        assert sent(world, officer)["recurrence_of"] is None
        assert sent(world, officer, kind="finance")["recurrence_of"] is None
        assert sent(world, officer, lineage=None)["recurrence_of"] is None


class TestOwnWork:
    def test_who_is_responsible_does_not_accept(self, world: World, officer: TestClient, clerk: TestClient) -> None:
        with world.host() as ctx:
            wanted = PersonIn(unit_id=UUID(world.unit("school")), name="何主任", kind=StaffKind.TEACHER)
            (person,) = people.create_persons(ctx, [wanted])
            account = ctx.session.get(Account, UUID(world.account("district_reviewer", "district")))
            assert account is not None
            account.person_id = person
        problem = sent(world, officer)
        body = BODIES["assign"] | {"lead_person_id": str(person)}
        problem = step(officer, problem, "assign", body).json()
        assert problem["responsibility"]["lead_person"]["name"] == "何主任"
        problem = walked(problem, ["start", "submit"], (officer, clerk))
        for verb in ("accept", "return"):
            assert codes(step(officer, problem, verb)) == (409, "rectification.own_work")
        assert officer.get(f"{PROBLEMS}/{problem['id']}").json()["verbs"] == []
        assert step(world.sign_in("section_officer"), problem, "accept").status_code == 200

    def test_what_is_returned_counts(self, world: World, officer: TestClient, clerk: TestClient) -> None:
        way = ["assign", "start", "submit", "return", "submit", "return", "submit", "accept"]
        problem = walked(sent(world, officer), way, (officer, clerk))
        assert problem["returned"] == 2
        rates = officer.get(f"{URL}/rates").json()
        (rate,), (place,) = rates["items"], rates["districts"]
        assert (rate["cause"], rate["closed"], rate["returned"], rate["on_time"]) == ("execution", 1, 1, 1)
        assert (place["district"]["name"], place["closed"], place["average_days"]) == ("梅岭学区", 1, 0.0)
        assert rates["whole"] == {name: rate[name] for name in rates["whole"]}
        empty = officer.get(f"{URL}/rates", params={"to_on": "2026-01-31"}).json()
        assert (empty["whole"]["closed"], empty["whole"]["average_days"], empty["districts"]) == (0, None, [])


class TestMine:
    def test_tasks_are_of_who_does_them_else_of_who_is_responsible(
        self, world: World, officer: TestClient, clerk: TestClient
    ) -> None:
        with world.host() as ctx:
            made = [
                PersonIn(unit_id=UUID(world.unit("school")), name=name, kind=StaffKind.TEACHER)
                for name in ("何主任", "罗老师")
            ]
            lead, doer = people.create_persons(ctx, made)
            account = ctx.session.get(Account, UUID(world.account("school_clerk", "school")))
            assert account is not None
            account.person_id = lead
        tasks = [
            {"measure": "补报价单", "kind": "immediate", "due_on": "2026-12-01"},
            {"measure": "修制度", "kind": "term", "due_on": "2026-12-20", "person_id": str(doer)},
        ]
        body = BODIES["assign"] | {"lead_person_id": str(lead), "tasks": tasks}
        assert step(officer, sent(world, officer), "assign", body).status_code == 200

        def listed(client: TestClient, **query: Any) -> list[tuple[str, str]]:
            rows = client.get(f"{URL}/tasks", params=query).json()["items"]
            return [(row["measure"], row["person"]["name"]) for row in rows]

        assert listed(clerk, mine=True) == [("补报价单", "何主任")]
        assert listed(clerk, mine=False) == [("修制度", "罗老师")]
        assert len(listed(clerk)) == 2
        assert listed(officer, mine=True) == []


class TestExtension:
    def test_asked_granted_and_no_more_than_twice(self, world: World, officer: TestClient, clerk: TestClient) -> None:
        problem = walked(sent(world, officer), ["assign", "start"], (officer, clerk))
        early = step(clerk, problem, "extend", {"until_on": "2026-12-31", "reason": "x"})
        assert pointers(early) == [("/until_on", "rectification.not_later")]
        for month in ("01", "02"):
            problem = step(clerk, problem, "extend", {"until_on": f"2027-{month}-28", "reason": "x"}).json()
            assert codes(step(clerk, problem, "extend")) == (409, "rectification.extension_open")
            problem = step(officer, problem, "grant").json()
            assert problem["due_on"] == f"2027-{month}-28"
        assert codes(step(clerk, problem, "extend")) == (409, "rectification.extensions_used")
        assert codes(step(officer, problem, "grant")) == (409, "rectification.no_extension")

    def test_refused_it_stays(self, world: World, officer: TestClient, clerk: TestClient) -> None:
        problem = walked(sent(world, officer), ["assign", "extend", "refuse"], (officer, clerk))
        assert (problem["due_on"], problem["extension"], problem["extensions"]) == ("2026-12-31", None, 0)


class TestWorking:
    def test_tasks_are_logged_and_all_done_before_it_is_submitted(
        self, world: World, officer: TestClient, clerk: TestClient
    ) -> None:
        tasks = [{"measure": "修订制度"}, {"measure": "立即停用", "kind": "immediate", "due_on": "2026-11-25"}]
        problem = step(officer, sent(world, officer), "assign", BODIES["assign"] | {"tasks": tasks}).json()
        assert [task["due_on"] for task in problem["tasks"]] == ["2026-12-31", "2026-11-25"]
        problem = walked(problem, ["start"], (officer, clerk))
        assert codes(step(clerk, problem, "submit")) == (409, "rectification.tasks_open")
        own = {"measure": "自查一次", "due_on": "2027-01-01"}
        add = f"{PROBLEMS}/{problem['id']}/tasks"
        assert pointers(clerk.post(add, json=own, headers=match(problem))) == [
            ("/due_on", "rectification.due_after_problem")
        ]
        problem = clerk.post(add, json=own | {"due_on": "2026-12-01"}, headers=match(problem)).json()
        for task in problem["tasks"]:
            for verb in ("log", "finish"):
                url = f"{URL}/tasks/{task['id']}:{verb}"
                current = next(one for one in problem["tasks"] if one["id"] == task["id"])
                problem = clerk.post(url, json={"text": "已完成"}, headers=match(current)).json()
        assert clerk.get(f"{URL}/tasks", params={"done": True}).json()["total"] == 3
        last = problem["tasks"][-1]
        assert len(last["log"]) == 2
        assert codes(clerk.post(f"{URL}/tasks/{last['id']}:finish", json={"text": "x"}, headers=match(last))) == (
            409,
            "rectification.task_state",
        )
        assert step(clerk, problem, "submit").status_code == 200

    def test_a_serious_problem_is_submitted_with_evidence(
        self, world: World, officer: TestClient, clerk: TestClient
    ) -> None:
        problem = walked(sent(world, officer, severity="serious"), ["assign", "start"], (officer, clerk))
        assert codes(step(clerk, problem, "submit")) == (409, "rectification.evidence_missing")
        item = filed(world, clerk)
        use = {"type": "rectification_problem", "id": problem["id"]}
        served = clerk.post(f"{V1}/evidence/{item['id']}/uses", json=use, headers=match(item)).json()
        assert served["uses"][0]["label"] == f"2026-001 {problem['title']}"
        assert step(clerk, problem, "submit").status_code == 200

    def test_evidence_of_another_school_serves_nothing(self, world: World, officer: TestClient) -> None:
        problem = sent(world, world.sign_in("section_officer"))
        neighbour = world.sign_in("school_clerk", "other_school")
        use = {"type": "rectification_problem", "id": problem["id"]}
        answer = neighbour.post(f"{V1}/evidence/{filed(world, neighbour, 'other_school')['id']}/uses", json=use)
        assert pointers(answer) == [("/id", "evidence.use_object_unknown")]

    def test_the_day_is_set_once(self, world: World, officer: TestClient) -> None:
        problem = sent(world, officer)
        assert pointers(step(officer, problem, "assign", {})) == [("/due_on", "input.required")]
        past = step(officer, problem, "assign", {"due_on": "2026-11-19"})
        assert pointers(past) == [("/due_on", "rectification.due_past")]
        problem = step(officer, problem, "assign").json()
        again = step(officer, problem, "assign", {"due_on": "2027-06-30"})
        assert pointers(again) == [("/due_on", "rectification.due_fixed")]
        far = {"lead_unit_id": world.unit("far_school"), "lead_person_id": world.unit("school")}
        assert [place for place, _ in pointers(step(officer, problem, "assign", far))] == [
            "/lead_unit_id",
            "/lead_person_id",
        ]


class TestClock:
    def test_overdue_is_a_matter_of_the_day(
        self, world: World, officer: TestClient, clerk: TestClient, today: time_machine.Traveller
    ) -> None:
        body = {"due_on": "2026-11-20", "tasks": [{"measure": "停用"}]}
        problem = step(officer, sent(world, officer), "assign", body).json()
        assert (problem["overdue"], listed(officer, overdue=True)) == (False, [])
        today.move_to(datetime(2026, 11, 20, 16, 30, tzinfo=UTC))  # half past midnight in Shanghai
        read = officer.get(f"{PROBLEMS}/{problem['id']}").json()
        assert (read["overdue"], read["revision"]) == (True, problem["revision"])
        assert listed(officer, overdue=True) == [problem["title"]]
        summary = clerk.get(f"{URL}/summary").json()
        assert (summary["open"], summary["overdue"], summary["by_age"]["month"]) == (1, 1, 1)
        assert summary["overdue_by_age"] == {"month": 1, "quarter": 0, "longer": 0}
        due = clerk.get(f"{URL}/due", params={"from_on": "2026-11-01", "to_on": "2026-11-30"}).json()
        assert [(entry["type"], entry["overdue"]) for entry in due["items"]] == [("problem", True), ("task", True)]
        assert officer.get(f"{URL}/tasks", params={"overdue": True}).json()["total"] == 1


class TestFigures:
    def test_the_roll_up_says_what_the_rows_say(self, world: World, officer: TestClient, clerk: TestClient) -> None:
        found(world, officer)
        sent(world, officer, title="a", lineage=None)
        walked(sent(world, officer, title="b", lineage=None), ["assign", "start", "submit", "accept"], (officer, clerk))
        walked(sent(world, officer, title="c", lineage=None), ["withdraw"], (officer, clerk))
        with world.host() as ctx:
            assert rollups.compare(ctx.session, PROBLEM_FIGURES) == []
        summary = officer.get(f"{URL}/summary", params={"unit": world.unit("district")}).json()
        assert summary["by_state"] == {"confirmed": 1, "accepted": 1, "withdrawn": 1}
        assert (summary["open"], summary["closed"]) == (1, 1)

    def test_progress_counts_what_the_unit_knows_of(self, world: World, officer: TestClient, clerk: TestClient) -> None:
        found(world, officer)
        sent(world, officer, title="a", lineage=None, severity="major")
        walked(sent(world, officer, title="b", lineage=None), ["assign", "start"], (officer, clerk))
        walked(sent(world, officer, title="c", lineage=None), ["assign", "start", "submit", "accept"], (officer, clerk))
        school = UUID(world.unit("school"))
        day = datetime(2026, 11, 20, tzinfo=UTC).date()
        with world.host() as ctx:
            figures = queries.progress(ctx, [school, UUID(world.unit("other_school"))], Period(day.replace(day=1), day))
            assert {unit: dict(figure.counts) for unit, figure in figures.items()} == {
                school: {"done": 1, "begun": 1, "none": 1}
            }
            assert queries.count_open_serious(ctx, [school]) == {school: 1}
