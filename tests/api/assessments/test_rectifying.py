"""Low grades become problems: once for each school, by who finds problems, from a source that the school may know."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
import time_machine

from api.assessments.models import AssessmentCampaign
from tests.api.assessments.ready import conclude
from tests.api.assessments.steps import A, codes, done
from tests.api.rectifications.steps import PROBLEMS, match, walked
from tests.world import World

SCHOOLS = (("school", "50", "3"), ("other_school", "85", "-2"))


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day in December."""
    with time_machine.travel(datetime(2026, 12, 10, 4, tzinfo=UTC), tick=True):
        yield


def test_a_grade_with_a_consequence_becomes_a_problem_of_its_school_once(world: World) -> None:
    made = conclude(world, schools=SCHOOLS)
    officer, principal = world.sign_in("section_officer"), world.sign_in("school_leader", "school")
    assert "rectify" in done(officer.get(made.url))["verbs"]
    counted = done(officer.post(f"{made.url}:rectify", json={"dry_run": True}))
    assert counted == {"concerned": 1, "raised": 1, "already": 0}
    assert done(officer.get(PROBLEMS))["items"] == []
    assert done(officer.post(f"{made.url}:rectify", json={})) == counted
    assert done(officer.post(f"{made.url}:rectify", json={})) == {"concerned": 1, "raised": 0, "already": 1}
    (row,) = done(officer.get(PROBLEMS))["items"]
    problem = done(officer.get(f"{PROBLEMS}/{row['id']}"))
    assert problem["title"] == "2026年清廉学校评估评为“不合格”"
    assert "限期整改" in problem["description"]
    assert (problem["lineage"], problem["state"]) == ("TEST/grade", "identified")
    assert done(principal.get(PROBLEMS))["items"] == []
    walked(problem, ["confirm"], (officer, officer))
    seen = done(principal.get(f"{PROBLEMS}/{row['id']}"))
    assert seen["source"] == {"type": "assessment", "id": made.enrolments["school"], "label": "2026年清廉学校评估"}
    assert done(principal.get(f"{A}/enrolments/{seen['source']['id']}"))["unit"]["id"] == made.units["school"]


def test_a_problem_that_was_withdrawn_can_be_raised_again_even_of_what_is_archived(world: World) -> None:
    made, officer = conclude(world, schools=SCHOOLS), world.sign_in("section_officer")
    archived = done(officer.post(f"{made.url}:archive", headers=match(done(officer.get(made.url)))))
    assert (archived["state"], archived["verbs"]) == ("archived", ["rectify"])
    again = officer.post(f"{made.url}:archive", headers=match(archived))
    assert (again.status_code, codes(again)) == (409, ["assessment.wrong_state"])
    done(officer.post(f"{made.url}:rectify", json={}))
    (row,) = done(officer.get(PROBLEMS))["items"]
    done(officer.post(f"{PROBLEMS}/{row['id']}:withdraw", json={"reason": "重复登记"}, headers=match(row)))
    assert done(officer.post(f"{made.url}:rectify", json={}))["raised"] == 1


def test_it_follows_final_outcomes_and_is_for_who_manages(world: World) -> None:
    made = conclude(world, schools=SCHOOLS)
    for role in ("bureau_leader", "inspection_head", "discipline_inspector"):
        assert world.sign_in(role).post(f"{made.url}:rectify", json={}).status_code == 403
    officer = world.sign_in("section_officer")
    for state in ("moderation", "computed", "publicity", "appeals", "final", "archived"):
        with world.host() as ctx:
            held = ctx.session.get(AssessmentCampaign, UUID(made.campaign_id))
            assert held is not None
            held.state = state
        answer = officer.post(f"{made.url}:rectify", json={})
        if state in ("final", "archived"):
            done(answer)
        else:
            assert (answer.status_code, codes(answer)) == (409, ["assessment.wrong_state"])
