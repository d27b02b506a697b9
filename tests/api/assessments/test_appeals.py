"""申诉: from the school to the decision, which stands in a round of its own; and what becomes of it at the end."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from api.assessments.models import AssessmentRound, AssessmentScore
from tests.api.assessments.filled import Filled, filled
from tests.api.assessments.ready import SHOWN, made_in, ready
from tests.api.assessments.results_steps import A, post, published
from tests.databases import Backend
from tests.world import World

HEARING = {"team": "申诉复核组", "heard_on": "2026-11-19", "hearing": "学校代表到会陈述，核对了照片原件。"}
DECIDERS = ("bureau_leader", "inspection_head")
CHANGE = {"code": "B", "points": "40", "reason": "材料在公示前已提交"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """The third day of publicity."""
    with time_machine.travel(datetime(2026, 11, 18, 4, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def world(backend: Backend) -> Iterator[World]:
    """The county while results are being shown."""
    with ready(backend, SHOWN) as place:
        yield place


@pytest.fixture
def shown(world: World) -> Filled:
    """A campaign whose results are being shown."""
    return made_in(world)


def appeal(client: TestClient, made: Filled, **changes: Any) -> Any:
    """An appeal about B, filed."""
    body = {"target": "item", "code": "B", "statement": "公开栏照片已于公示前补交，未被计入。"} | changes
    return client.post(f"{A}/enrolments/{made.enrolments['school']}/appeals", json=body)


def heard(world: World, made: Filled) -> dict[str, Any]:
    """An appeal that was taken up and heard."""
    leader = world.sign_in("bureau_leader")
    one = appeal(world.sign_in("school_leader", "school"), made).json()
    one = post(leader, f"/appeals/{one['id']}:accept", one).json()
    answer = post(leader, f"/appeals/{one['id']}:hear", one, HEARING)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def decide(client: TestClient, one: dict[str, Any], **changes: Any) -> Any:
    body = {"result": "upheld", "reason": "材料属实，予以支持。", "changes": [CHANGE]} | changes
    return post(client, f"/appeals/{one['id']}:decide", one, body)


class TestFile:
    def test_a_school_contests_an_item(self, world: World, shown: Filled) -> None:
        answer = appeal(world.sign_in("school_leader", "school"), shown)
        assert answer.status_code == 201, answer.text
        one = answer.json()
        assert (one["state"], one["title"], one["verbs"]) == ("filed", "指标B", ["withdraw"])
        assert world.sign_in("bureau_leader").get(f"{A}/appeals/{one['id']}").json()["verbs"] == ["accept", "reject"]

    def test_the_same_is_contested_once(self, world: World, shown: Filled) -> None:
        leader = world.sign_in("school_leader", "school")
        appeal(leader, shown)
        assert appeal(leader, shown).json()["code"] == "assessment.appeal_taken"
        assert appeal(leader, shown, target="grade", code=None).status_code == 201

    def test_a_list_costs_the_same_for_one_as_for_two(self, world: World, shown: Filled) -> None:
        school, leader = world.sign_in("school_leader", "school"), world.sign_in("bureau_leader")
        counts = []
        for changes in ({}, {"target": "grade", "code": None}):
            assert appeal(school, shown, **changes).status_code == 201
            with world.statements() as sent:
                assert leader.get(f"{A}/appeals").status_code == 200
            counts.append(len(sent))
        assert counts[0] == counts[1] <= 4

    @pytest.mark.parametrize("changes", [{"code": "Z"}, {"code": None}, {"target": "grade"}, {"code": "A"}])
    def test_what_is_contested_must_be_there(self, world: World, shown: Filled, changes: dict[str, Any]) -> None:
        answer = appeal(world.sign_in("school_leader", "school"), shown, **changes)
        assert [one["code"] for one in answer.json()["errors"]] == ["assessment.appeal_item"]

    @pytest.mark.parametrize(("day", "status"), [(15, 409), (16, 201), (27, 201), (28, 409)])
    def test_the_window_is_that_of_the_notice_and_five_working_days(
        self, world: World, shown: Filled, day: int, status: int
    ) -> None:
        with time_machine.travel(datetime(2026, 11, day, 4, tzinfo=UTC), tick=True):
            answer = appeal(world.sign_in("school_leader", "school"), shown)
        assert answer.status_code == status, answer.text

    def test_without_a_released_notice_there_is_nothing_to_contest(self, world: World) -> None:
        made = filled(world, code="2027", cycle="2027")
        published(world, made)
        answer = appeal(world.sign_in("school_leader", "school"), made)
        assert answer.json()["code"] == "assessment.appeal_window"

    def test_a_clerk_cannot(self, world: World, shown: Filled) -> None:
        assert appeal(world.sign_in("school_clerk", "school"), shown).status_code == 403


class TestDecide:
    def test_what_is_upheld_stands_in_a_round_of_its_own(self, world: World, shown: Filled) -> None:
        before = _scores(world, shown, "county")
        answer = decide(world.sign_in("bureau_leader"), heard(world, shown))
        assert answer.status_code == 200, answer.text
        one = answer.json()
        assert (one["state"], one["result"], one["team"], one["verbs"]) == ("decided", "upheld", "申诉复核组", [])
        assert one["changes"] == [CHANGE]
        assert _scores(world, shown, "county") == before
        assert _scores(world, shown, "appeal") == [("B", 400_000, "材料在公示前已提交")]

    def test_what_is_dismissed_changes_nothing(self, world: World, shown: Filled) -> None:
        one = heard(world, shown)
        leader = world.sign_in("bureau_leader")
        assert decide(leader, one, result="dismissed").json()["code"] == "assessment.appeal_changes"
        answer = decide(leader, one, result="dismissed", changes=[])
        assert (answer.json()["result"], _scores(world, shown, "appeal")) == ("dismissed", [])

    @pytest.mark.parametrize("change", [{"points": "41"}, {"code": "A1", "points": "1"}, {"code": "Z"}])
    def test_what_it_sets_must_fit(self, world: World, shown: Filled, change: dict[str, Any]) -> None:
        answer = decide(world.sign_in("bureau_leader"), heard(world, shown), changes=[CHANGE | change])
        assert [one["pointer"] for one in answer.json()["errors"]] == ["/changes/0"]

    def test_the_team_that_scored_does_not_hear(self, world: World, shown: Filled) -> None:
        leader = world.sign_in("bureau_leader")
        one = appeal(world.sign_in("school_leader", "school"), shown).json()
        one = post(leader, f"/appeals/{one['id']}:accept", one).json()
        answer = post(leader, f"/appeals/{one['id']}:hear", one, HEARING | {"team": "县复核 一组"})
        assert (answer.status_code, answer.json()["code"]) == (403, "assessment.appeal_team")

    def test_who_scored_does_not_decide(self, world: World, shown: Filled) -> None:
        one = heard(world, shown)
        with world.host() as ctx:
            scorer = UUID(world.account("bureau_leader"))
            ctx.session.execute(update(AssessmentScore).where(AssessmentScore.code == "B").values(scored_by=scorer))
        read = {role: world.sign_in(role).get(f"{A}/appeals/{one['id']}").json() for role in DECIDERS}
        hand = {"who": {"id": str(scorer), "name": "bureau_leader county"}, "round": "county", "did": "scored"}
        told = {"persons": [hand], "teams": ["县复核一组"]}
        assert read["bureau_leader"]["hands"] == told | {"own": True}
        assert read["inspection_head"]["hands"] == told | {"own": False}
        assert [read[role]["verbs"] for role in DECIDERS] == [[], ["decide"]]
        school = world.sign_in("school_leader", "school")
        assert school.get(f"{A}/appeals/{one['id']}").json()["hands"] is None
        assert decide(world.sign_in("bureau_leader"), one).json()["code"] == "assessment.appeal_team"
        assert decide(world.sign_in("inspection_head"), one).status_code == 200

    def test_an_old_revision_is_refused(self, world: World, shown: Filled) -> None:
        one = heard(world, shown)
        assert decide(world.sign_in("bureau_leader"), one | {"revision": 1}).status_code == 412

    def test_an_appeal_is_heard_before_it_is_decided(self, world: World, shown: Filled) -> None:
        one = appeal(world.sign_in("school_leader", "school"), shown).json()
        answer = decide(world.sign_in("bureau_leader"), one)
        assert (answer.status_code, answer.json()["code"]) == (409, "assessment.appeal_state")


class TestWhoSees:
    def test_a_neighbour_sees_nothing_of_it(self, world: World, shown: Filled) -> None:
        one = appeal(world.sign_in("school_leader", "school"), shown).json()
        neighbour = world.sign_in("school_leader", "other_school")
        assert neighbour.get(f"{A}/appeals/{one['id']}").status_code == 404
        assert neighbour.get(f"{A}/appeals").json()["total"] == 0
        assert world.sign_in("bureau_leader").get(f"{A}/appeals", params={"state": "filed"}).json()["total"] == 1

    def test_the_school_takes_it_back(self, world: World, shown: Filled) -> None:
        leader = world.sign_in("school_leader", "school")
        one = appeal(leader, shown).json()
        assert post(leader, f"/appeals/{one['id']}:withdraw", one).json()["state"] == "withdrawn"


def _scores(world: World, made: Filled, held: str) -> list[tuple[str, int, str | None]]:
    """What a round of the school holds."""
    with world.host() as ctx:
        stmt = (
            select(AssessmentScore.code, AssessmentScore.points, AssessmentScore.override_reason)
            .join(AssessmentRound, AssessmentRound.id == AssessmentScore.round_id)
            .where(AssessmentRound.enrolment_id == UUID(made.enrolments["school"]), AssessmentRound.round == held)
        )
        return [
            (row.code, row.points, row.override_reason)
            for row in ctx.session.execute(stmt.order_by(AssessmentScore.code))
        ]
