"""Campaigns: made, changed, opened, moved on, seen from above and below."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.assessments.steps import (
    WINDOWS,
    A,
    act,
    adopted,
    advanced,
    codes,
    created,
    done,
    enrolment_of,
    facts,
    match,
    pointers,
    round_url,
    save,
)
from tests.world import World


class TestCreate:
    def test_a_campaign_is_made_as_a_draft_and_read_back(self, world: World, officer: TestClient) -> None:
        made = created(world, world.unit("version"), code="D")
        assert (made["state"], made["enrolled"], made["windows"]) == ("draft", 0, WINDOWS)
        assert made["framework"]["code"] == "QLXX-REF-100"
        assert made["visibility"] == {"district": "publicity", "county": "publicity"}
        assert made["verbs"] == ["change", "discard", "open"]
        assert done(officer.get(f"{A}/campaigns/{made['id']}")) == made
        history = done(officer.get(f"{A}/campaigns/{made['id']}/history"))
        assert [event["action"] for event in history["items"]] == ["assessment_campaign.created"]

    def test_every_fault_comes_at_once_and_nothing_is_written(self, world: World, officer: TestClient) -> None:
        wrong = {
            "unit_id": world.unit("far_bureau"),
            "version_id": world.unit("school"),
            "period_last_on": "2025-12-31",
            "weights": {"self": "50"},
            "quotas": {"x": 1},
            "disagreement_threshold": "0",
            "windows": [
                {"round": "self", "opens_on": "2026-11-02", "closes_on": "2026-11-01"},
                {"round": "county", "opens_on": "2026-10-01", "closes_on": "2026-12-01"},
                {"round": "appeal", "opens_on": "2026-11-02", "closes_on": "2026-11-03"},
            ],
        }
        answer = officer.post(f"{A}/campaigns", json=facts(world, world.unit("version"), code="W", **wrong))
        assert (answer.status_code, codes(answer)[0]) == (422, "input.invalid")
        assert sorted(pointers(answer)) == [
            *("/disagreement_threshold", "/period_last_on", "/quotas", "/quotas", "/unit_id", "/version_id"),
            *("/weights", "/windows/0/closes_on", "/windows/1", "/windows/2/round"),
        ]
        assert done(officer.get(f"{A}/campaigns"))["total"] == 1

    def test_weights_add_up_to_a_hundred(self, world: World, officer: TestClient) -> None:
        weighed = {"round_policy": "weights", "weights": {"self": "20", "district": "30", "county": "49.5"}}
        answer = officer.post(f"{A}/campaigns", json=facts(world, world.unit("version"), code="W", **weighed))
        assert codes(answer) == ["input.invalid", "assessment.weights_not_whole"]
        weighed["weights"] = {"self": "20", "district": "30", "county": "50"}
        assert created(world, world.unit("version"), code="W", **weighed)["weights"] == weighed["weights"]

    def test_a_code_is_used_once_in_a_unit(self, world: World, officer: TestClient) -> None:
        answer = officer.post(f"{A}/campaigns", json=facts(world, world.unit("version")))
        assert (answer.status_code, codes(answer)) == (409, ["assessment.code_taken"])

    def test_a_retired_version_begins_nothing(self, world: World, officer: TestClient) -> None:
        leader = world.sign_in("bureau_leader")
        version = world.unit("version")
        done(leader.post(f"/api/v1/framework-versions/{version}:retire", json={"reason": "换新版"}))
        answer = officer.post(f"{A}/campaigns", json=facts(world, version, code="R"))
        assert codes(answer) == ["input.invalid", "assessment.version_not_found"]


class TestChange:
    def test_a_draft_is_changed_as_a_whole(self, world: World, officer: TestClient) -> None:
        made = created(world, world.unit("version"), code="D")
        patch = {"mode": "application", "quotas": {"*": 2}, "windows": WINDOWS[:1], "title": "示范校评选"}
        changed = done(officer.patch(f"{A}/campaigns/{made['id']}", json=patch, headers=match(made)))
        assert {name: changed[name] for name in patch} == patch
        assert changed["revision"] == made["revision"] + 1

    def test_what_decides_stands_once_it_is_open(self, world: World, officer: TestClient) -> None:
        url = f"{A}/campaigns/{world.unit('campaign')}"
        read = done(officer.get(url))
        answer = officer.patch(url, json={"round_policy": "last_valid", "cycle": "2027"}, headers=match(read))
        assert (codes(answer)[1:], pointers(answer)) == (["assessment.settled"] * 2, ["/cycle", "/round_policy"])
        answer = officer.patch(url, json={"windows": WINDOWS[::2]}, headers=match(read))
        assert pointers(answer) == ["/windows"]
        longer = [*WINDOWS[:2], WINDOWS[2] | {"closes_on": "2026-12-30"}]
        changed = done(officer.patch(url, json={"windows": longer, "appeal_days": 7}, headers=match(read)))
        assert (changed["windows"], changed["appeal_days"]) == (longer, 7)

    def test_who_read_an_older_revision_reads_again(self, world: World, officer: TestClient) -> None:
        made = created(world, world.unit("version"), code="D")
        url = f"{A}/campaigns/{made['id']}"
        done(officer.patch(url, json={"title": "甲"}, headers=match(made)))
        assert officer.patch(url, json={"title": "乙"}, headers=match(made)).status_code == 412
        assert officer.patch(url, json={"title": "乙"}).status_code == 428


class TestMove:
    def test_it_opens_with_windows_and_somebody_to_assess(self, world: World, officer: TestClient) -> None:
        made = created(world, world.unit("version"), code="D", windows=WINDOWS[:1])
        answer = act(officer, made, "open")
        assert codes(answer) == ["assessment.windows_missing"]
        url = f"{A}/campaigns/{made['id']}"
        changed = done(officer.patch(url, json={"windows": WINDOWS}, headers=match(made)))
        assert codes(act(officer, changed, "open")) == ["assessment.nobody_enrolled"]
        done(officer.post(f"{url}/enrolments", json={"scope": {"types": ["primary"]}}))
        assert done(act(officer, changed, "open"))["state"] == "self"

    def test_it_goes_through_its_rounds_to_moderation(self, world: World, officer: TestClient) -> None:
        campaign = advanced(world, world.unit("campaign"), "moderation")
        answer = act(officer, campaign, "advance")
        assert (answer.status_code, codes(answer)) == (409, ["assessment.wrong_state"])

    def test_a_round_without_a_window_is_passed_over(self, world: World, officer: TestClient) -> None:
        made = created(world, world.unit("version"), code="D", windows=WINDOWS[::2])
        done(officer.post(f"{A}/campaigns/{made['id']}/enrolments", json={}))
        campaign = done(act(officer, made, "open"))
        assert done(act(officer, campaign, "advance"))["state"] == "county"

    def test_a_draft_can_be_discarded_and_nothing_else(self, world: World, officer: TestClient) -> None:
        made = created(world, world.unit("version"), code="D")
        done(officer.post(f"{A}/campaigns/{made['id']}/enrolments", json={}))
        assert officer.delete(f"{A}/campaigns/{made['id']}", headers=match(made)).status_code == 204
        assert officer.get(f"{A}/campaigns/{made['id']}").status_code == 404
        running = done(officer.get(f"{A}/campaigns/{world.unit('campaign')}"))
        assert officer.delete(f"{A}/campaigns/{running['id']}", headers=match(running)).status_code == 409


class TestSee:
    @pytest.mark.parametrize(
        ("role", "unit"), [("district_reviewer", "district"), ("school_leader", "school"), ("bureau_leader", "county")]
    )
    def test_an_open_campaign_is_seen_from_below_and_a_draft_is_not(self, world: World, role: str, unit: str) -> None:
        draft = created(world, world.unit("version"), code="D")
        client = world.sign_in(role, unit)
        listed: list[dict[str, Any]] = done(client.get(f"{A}/campaigns"))["items"]
        seen = {one["code"] for one in listed}
        assert seen == ({"2026", "D"} if unit == "county" else {"2026"})
        assert client.get(f"{A}/campaigns/{draft['id']}").status_code == (200 if unit == "county" else 404)
        (running,) = [one for one in listed if one["code"] == "2026"]
        assert running["enrolled"] == (2 if unit == "county" else 1)
        assert done(client.get(f"{A}/campaigns/{running['id']}"))["verbs"] == []

    def test_filters_narrow_the_list(self, world: World, officer: TestClient) -> None:
        created(world, world.unit("version"), code="D", title="示范校评选", mode="application", cycle="2025")
        for query in ({"q": "示范"}, {"state": "draft"}, {"mode": "application"}, {"cycle": "2025"}):
            found = done(officer.get(f"{A}/campaigns", params=query))
            assert ([one["code"] for one in found["items"]], found["total"]) == (["D"], 1)

    def test_strangers_do_not_see_it(self, world: World) -> None:
        stranger = world.sign_in("section_officer", "far_county")
        assert done(stranger.get(f"{A}/campaigns"))["total"] == 0
        assert stranger.get(f"{A}/campaigns/{world.unit('campaign')}").status_code == 404

    def test_a_reader_of_results_sees_no_work(self, world: World) -> None:
        assert world.sign_in("read_only").get(f"{A}/campaigns").status_code == 403

    def test_another_county_has_its_own(self, world: World) -> None:
        version = adopted(world, "far_county", "far_bureau")
        officer = world.sign_in("section_officer", "far_county")
        body = facts(world, version) | {"unit_id": world.unit("far_bureau")}
        done(officer.post(f"{A}/campaigns", json=body), 201)
        assert done(officer.get(f"{A}/campaigns"))["total"] == 1


class TestClone:
    def test_next_year_begins_with_the_same_settings_and_schools_and_no_score(
        self, world: World, officer: TestClient
    ) -> None:
        body = {"code": "2027", "title": "2027年清廉学校年度评估", "cycle": "2027"}
        body |= {"period_first_on": "2027-01-01", "period_last_on": "2027-12-31"}
        url = f"{A}/campaigns/{world.unit('campaign')}"
        old, new = done(officer.get(url)), done(officer.post(f"{url}:clone", json=body), 201)
        assert (new["state"], new["enrolled"], new["cloned_from"]) == ("draft", 2, old["id"])
        assert new["windows"][0] == {"round": "self", "opens_on": "2027-11-01", "closes_on": "2027-11-25"}
        kept = ("mode", "framework", "disagreement_threshold", "visibility", "late_policy", "publicity_days")
        assert {name: new[name] for name in kept} == {name: old[name] for name in kept}
        assert new["takes_over"] == []
        alone = done(officer.post(f"{url}:clone", json=body | {"code": "X", "enrolments": False}), 201)
        assert alone["enrolled"] == 0
        assert codes(officer.post(f"{url}:clone", json=body)) == ["assessment.code_taken"]

    def test_switches_take_over_entries_comments_and_who_does_what_when_it_opens(
        self, world: World, officer: TestClient, principal: TestClient, clerk: TestClient
    ) -> None:
        url = round_url(world)
        done(save(principal, url, "A4", {"inputs": {"held": [2]}, "comment": "4月、10月各一次"}))
        done(save(principal, url, "A1", {"override_points": "4", "override_reason": "按通报"}))
        work = {"assignments": [{"code": "A", "account_id": world.account("school_clerk", "school")}]}
        done(principal.put(f"{url}/assignments", json=work))
        mine: dict[str, Any] = {}
        for code, switches in {"E": ("entries",), "C": ("comments", "assignments")}.items():
            opened = _opened_clone(world, code, **dict.fromkeys(switches, True))
            assert opened["takes_over"] == sorted(switches)
            mine = done(clerk.get(f"{A}/enrolments/{enrolment_of(world, opened['id'])['id']}/rounds/self"))
            (entry,) = mine["scores"]
            assert (entry["code"], entry["source"], entry["scored_by"]) == ("A4", "cloned", None)
            assert (mine["state"], [one["code"] for one in mine["assignments"]]) == (
                "in_progress",
                ["A"] if "assignments" in switches else [],
            )
            said = (entry["inputs"], entry["comment"], entry["points"])
            assert said == (({"held": [2]}, None, "4") if code == "E" else ({}, "4月、10月各一次", None))
        # Saving what stands there makes it one's own.
        place = f"{A}/enrolments/{mine['enrolment_id']}/rounds/self"
        kept = done(save(clerk, place, "A4", {"comment": "4月、10月各一次"}, revision=1))
        assert (kept["source"], kept["scored_by"]["id"]) == ("entered", world.account("school_clerk", "school"))


def _opened_clone(world: World, code: str, **switches: bool) -> dict[str, Any]:
    """A clone of the running campaign for the same days, open."""
    officer = world.sign_in("section_officer")
    period = {"period_first_on": "2026-01-01", "period_last_on": "2026-12-31"}
    body = {"code": code, "title": code, "cycle": "2027", **period, **switches}
    made = done(officer.post(f"{A}/campaigns/{world.unit('campaign')}:clone", json=body), 201)
    return done(act(officer, made, "open"))
