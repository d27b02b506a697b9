"""称号, 摘星, 黑榜: from an outcome to a plaque, and what takes it away."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from fastapi.testclient import TestClient

from api.assessments.queries import adjustments
from api.assessments.service.award_notices import follow_award_notice
from api.core import clock
from api.disclosures.ports import Event, Happening
from tests.api.assessments.filled import Filled, filled
from tests.api.assessments.ready import CONCLUDED, made_in, ready
from tests.api.assessments.results_steps import A, post
from tests.api.assessments.test_adjustments import upheld
from tests.databases import Backend
from tests.world import World

REMOVAL = {"ground": "decline", "document": "锦教督〔2027〕3号", "reason": "复核达不到原等次"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day in December."""
    with time_machine.travel(datetime(2026, 12, 10, 4, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def world(backend: Backend) -> Iterator[World]:
    """The county after a campaign that is final."""
    with ready(backend, CONCLUDED) as place:
        yield place


def proposed(world: World, made: Filled, **changes: Any) -> dict[str, Any]:
    """The award of the band “model”, proposed for all who hold it."""
    body = {"title": "清廉学校示范校", "scale": "grade", "band": "model"} | changes
    answer = world.sign_in("section_officer").post(f"{made.url}/awards", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def first(client: TestClient, **query: Any) -> dict[str, Any]:
    """The first award of the list."""
    rows = client.get(f"{A}/awards", params=query).json()["items"]
    found: dict[str, Any] = rows[0]
    return found


def shown(world: World, one: dict[str, Any]) -> dict[str, Any]:
    """An award whose notice was up until yesterday."""
    body = {"title": "清廉学校名单公示", "award_ids": [one["id"]]}
    answer = world.sign_in("section_officer").post(f"{A}/awards:publicise", json=body)
    assert answer.status_code == 201, answer.text
    at = UUID(answer.json()["notice_id"])
    with world.host() as ctx:
        over = clock.legal_day(ctx.now) - timedelta(days=1)
        follow_award_notice(ctx, Happening(Event.RELEASED, at, at, "2026-0001", None, over, 0))
    found: dict[str, Any] = world.sign_in("bureau_leader").get(f"{A}/awards/{one['id']}").json()
    return found


def granted(world: World, made: Filled) -> dict[str, Any]:
    """An award that is in force."""
    proposed(world, made)
    leader = world.sign_in("bureau_leader")
    one = shown(world, first(leader))
    answer = post(leader, f"/awards/{one['id']}:grant", one, {"plaque_no": "锦教廉〔2026〕12"})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


class TestPropose:
    def test_everyone_who_holds_the_band_is_proposed_once(self, world: World) -> None:
        made = made_in(world)
        assert proposed(world, made) == {"proposed": 1, "left_out": 0}
        assert proposed(world, made) == {"proposed": 0, "left_out": 1}
        one = first(world.sign_in("section_officer"))
        assert (one["unit"]["name"], one["state"], one["level"], one["verbs"]) == (
            "锦岚县第一小学",
            "proposed",
            "model",
            ["publicise"],
        )

    def test_a_proposal_is_seen_where_it_is_made(self, world: World) -> None:
        made = made_in(world)
        proposed(world, made)
        assert world.sign_in("school_leader", "school").get(f"{A}/awards").json()["total"] == 0
        assert world.sign_in("bureau_leader").get(f"{A}/awards").json()["total"] == 1

    def test_nothing_is_given_on_results_that_are_not_final(self, world: World) -> None:
        made = filled(world, code="2027", cycle="2027")
        body = {"title": "示范校", "scale": "grade", "band": "model"}
        answer = world.sign_in("section_officer").post(f"{made.url}/awards", json=body)
        assert answer.json()["code"] == "assessment.award_outcome"

    def test_an_award_of_one_school_rests_on_its_own_outcome(self, world: World) -> None:
        made = made_in(world)
        officer = world.sign_in("section_officer")
        rows = officer.get(f"{A}/outcomes", params={"campaign": made.campaign_id}).json()["items"]
        ids = {row["unit_name"]: row["id"] for row in rows}
        body = {"unit_id": world.unit("school"), "kind": "star", "title": "五星", "outcome_id": ids["马渡中学"]}
        answer = officer.post(f"{A}/awards", json=body)
        assert [one["code"] for one in answer.json()["errors"]] == ["assessment.award_outcome"]
        body["outcome_id"] = ids["锦岚县第一小学"]
        assert officer.post(f"{A}/awards", json=body).status_code == 201
        assert officer.post(f"{A}/awards", json=body).json()["code"] == "assessment.award_taken"


class TestLife:
    def test_it_is_in_force_for_two_years_and_then_expired_by_the_clock(self, world: World) -> None:
        one = granted(world, made_in(world))
        assert (one["state"], one["valid_from"], one["valid_to"]) == ("granted", "2026-12-10", "2028-12-09")
        school = world.sign_in("school_leader", "school")
        assert first(school)["plaque_no"] == "锦教廉〔2026〕12"
        with time_machine.travel(datetime(2028, 12, 9, 4, tzinfo=UTC), tick=True):
            later = world.sign_in("bureau_leader")
            assert first(later)["state"] == "granted"
        with time_machine.travel(datetime(2028, 12, 10, 4, tzinfo=UTC), tick=True):
            later = world.sign_in("bureau_leader")
            found = first(later)
            assert (found["state"], found["verbs"]) == ("expired", [])
            assert later.get(f"{A}/awards", params={"state": "granted"}).json()["total"] == 0
            assert later.get(f"{A}/awards", params={"state": "expired"}).json()["total"] == 1
            refused = post(later, f"/awards/{one['id']}:revoke", one, REMOVAL)
            assert refused.json()["code"] == "assessment.award_state"

    def test_it_is_suspended_given_back_and_taken_away(self, world: World) -> None:
        one, leader = granted(world, made_in(world)), world.sign_in("bureau_leader")
        one = post(leader, f"/awards/{one['id']}:suspend", one, REMOVAL).json()
        assert (one["state"], one["ground"], one["document"]) == ("suspended", "decline", "锦教督〔2027〕3号")
        one = post(leader, f"/awards/{one['id']}:resume", one, {"reason": "复核合格"}).json()
        assert (one["state"], one["ground"]) == ("granted", None)
        one = post(leader, f"/awards/{one['id']}:revoke", one, REMOVAL).json()
        assert (one["state"], one["verbs"]) == ("revoked", [])

    def test_its_history_tells_who_gives_it_every_step(self, world: World) -> None:
        one = granted(world, made_in(world))
        history = world.sign_in("section_officer").get(f"{A}/awards/{one['id']}/history").json()["items"]
        actions = [event["action"].removeprefix("assessment_award.") for event in history]
        assert actions == ["granted", "publicised", "proposed"]
        assert world.sign_in("school_leader", "school").get(f"{A}/awards/{one['id']}/history").status_code == 404

    def test_nothing_is_taken_away_without_a_document(self, world: World) -> None:
        one, leader = granted(world, made_in(world)), world.sign_in("bureau_leader")
        answer = post(leader, f"/awards/{one['id']}:revoke", one, {"reason": "x", "ground": "decline"})
        assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/document"]

    def test_a_section_officer_grants_nothing(self, world: World) -> None:
        made = made_in(world)
        proposed(world, made)
        officer = world.sign_in("section_officer")
        one = first(officer)
        assert post(officer, f"/awards/{one['id']}:grant", one, {}).status_code == 403


class TestVetoesAndBlacklist:
    def test_a_veto_takes_away_what_the_school_holds(self, world: World) -> None:
        one = granted(world, made_in(world))
        running = filled(world, code="2027", cycle="2027")
        upheld(world, running, "V3")
        found = world.sign_in("bureau_leader").get(f"{A}/awards/{one['id']}").json()
        assert (found["state"], found["ground"], found["document"]) == ("revoked", "veto", "县教〔2026〕8号")

    def test_a_veto_that_bars_keeps_its_school_from_awards(self, world: World) -> None:
        made = made_in(world)
        upheld(world, filled(world, code="2027", cycle="2027"), "V4")
        assert proposed(world, made) == {"proposed": 0, "left_out": 1}
        with world.host() as ctx:
            (until,) = adjustments.find_bars(ctx, [UUID(world.unit("school"))], clock.legal_day(ctx.now)).values()
        assert str(until) == "2028-12-09"

    def test_the_blacklist_is_publicised_bars_and_ends(self, world: World) -> None:
        made = made_in(world)
        officer, leader = world.sign_in("section_officer"), world.sign_in("bureau_leader")
        body = {"unit_id": world.unit("school"), "kind": "blacklist", "title": "清廉学校黑名单", "years": 1}
        assert officer.post(f"{A}/awards", json=body).json()["errors"][0]["code"] == "assessment.award_document"
        body |= {"ground": "fraud", "document": "锦教纪〔2026〕7号"}
        one = shown(world, officer.post(f"{A}/awards", json=body).json())
        one = post(leader, f"/awards/{one['id']}:grant", one, {}).json()
        assert (one["state"], one["valid_to"]) == ("granted", "2027-12-09")
        assert proposed(world, made) == {"proposed": 0, "left_out": 1}
        post(leader, f"/awards/{one['id']}:revoke", one, REMOVAL)
        assert proposed(world, made) == {"proposed": 1, "left_out": 0}

    def test_the_neighbouring_county_gives_nothing_here(self, world: World) -> None:
        made_in(world)
        body = {"unit_id": world.unit("school"), "kind": "blacklist", "title": "x", "ground": "fraud", "document": "x"}
        answer = world.sign_in("section_officer", "far_county").post(f"{A}/awards", json=body)
        assert [one["code"] for one in answer.json()["errors"]] == ["assessment.award_unit"]


class TestBlocks:
    def test_the_county_sees_its_campaigns_at_a_glance(self, world: World) -> None:
        made = made_in(world)
        found = world.sign_in("section_officer").get("/api/v1/dashboard/assessments").json()["items"]
        block = next(one for one in found if one["campaign"]["id"] == made.campaign_id)
        assert (block["state"], block["schools"]) == ("final", 2)
        assert {one["grade"]: one["schools"] for one in block["grades"]} == {"model": 1, "good": 1}
        assert (block["gap"]["number"], block["gap"]["mean"]) == (2, "0.5")
        assert {one["round"]: one["states"] for one in block["rounds"]} == {
            "self": {"accepted": 2},
            "county": {"accepted": 2},
        }
        district = world.sign_in("section_officer").get(
            "/api/v1/dashboard/assessments", params={"unit": world.unit("other_district")}
        )
        narrowed = next(one for one in district.json()["items"] if one["campaign"]["id"] == made.campaign_id)
        assert (narrowed["schools"], narrowed["gap"]["mean"]) == (1, "-2")

    def test_a_school_sees_what_it_came_to_and_what_it_holds(self, world: World) -> None:
        made = made_in(world)
        granted(world, made)
        leader = world.sign_in("school_leader", "school")
        found = leader.get(f"/api/v1/dashboard/schools/{world.unit('school')}/assessments").json()
        one = next(one for one in found["campaigns"] if one["campaign"]["id"] == made.campaign_id)
        assert (one["total"], one["grade"], one["rank"], one["gap"]) == ("95", "model", 1, "3")
        assert one["grade_title"] == "示范"
        assert found["awards"] == [{"title": "清廉学校示范校", "kind": "title", "valid_to": "2028-12-09"}]
        assert (found["barred"], found["barred_until"]) == (False, None)
        assert leader.get(f"/api/v1/dashboard/schools/{world.unit('other_school')}/assessments").status_code == 404

    def test_who_is_barred_does_not_apply(self, world: World) -> None:
        upheld(world, filled(world, code="2027", cycle="2027"), "V4")
        open_to_all = filled(world, [("other_school", "80", "0")], code="2028", mode="application", state="self")
        leader = world.sign_in("school_leader", "school")
        body = {"unit_id": world.unit("school"), "statement": "申报示范校"}
        answer = leader.post(f"{open_to_all.url}/applications", json=body)
        assert [one["code"] for one in answer.json()["errors"]] == ["assessment.barred"]
