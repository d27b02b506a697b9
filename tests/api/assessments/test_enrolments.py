"""Who takes part: everybody whom a scope covers, or who applies and is admitted."""

from typing import Any

from fastapi.testclient import TestClient

from tests.api.assessments.steps import (
    WINDOWS,
    A,
    act,
    advanced,
    codes,
    created,
    done,
    enrolment_of,
    match,
    opened,
    pointers,
)
from tests.world import V1, World


def applied(world: World, campaign: dict[str, Any], unit: str = "school", statement: str = "近三年无违纪") -> Any:
    client = world.sign_in("school_leader", unit)
    body = {"unit_id": world.unit(unit), "statement": statement}
    return client.post(f"{A}/campaigns/{campaign['id']}/applications", json=body)


class TestEnrol:
    def test_a_scope_is_tried_and_then_taken_and_adds_only_who_is_new(self, world: World, officer: TestClient) -> None:
        made = created(world, world.unit("version"), code="D")
        url = f"{A}/campaigns/{made['id']}/enrolments"
        scope = {"types": ["primary", "kindergarten"]}
        tried = done(officer.post(url, json={"scope": scope, "dry_run": True}))
        assert (tried["enrolled"], tried["already"]) == (1, 0)
        assert done(officer.get(url))["total"] == 0
        assert done(officer.post(url, json={"scope": scope})) == tried
        again = done(officer.post(url, json={}))
        assert (again["enrolled"], again["already"]) == (1, 1)
        rows = done(officer.get(url))["items"]
        assert [row["unit"]["name"] for row in rows] == ["马渡中学", "锦岚县第一小学"]
        assert [row["district"]["name"] for row in rows] == ["马渡学区", "梅岭学区"]

    def test_facts_are_frozen_and_decide_what_applies(self, world: World, officer: TestClient) -> None:
        school = done(officer.get(f"{V1}/schools/{world.unit('school')}"))
        patch = {"canteen": "none"}
        done(officer.patch(f"{V1}/schools/{school['id']}", json=patch, headers=match(school)))
        made = created(world, world.unit("version"), code="D")
        done(officer.post(f"{A}/campaigns/{made['id']}/enrolments", json={}))
        enrolment = enrolment_of(world, made["id"])
        assert enrolment["facts"] | {"district": []} == {
            "type": ["primary"],
            "stage": ["primary"],
            "ownership": ["public"],
            "canteen": ["none"],
            "district": [],
        }
        assert enrolment["not_applicable"] == ["B4"]
        other = enrolment_of(world, made["id"], "other_school")
        assert (other["not_applicable"], other["unknown_facts"]) == ([], {"B4": ["canteen"]})
        school = done(officer.get(f"{V1}/schools/{school['id']}"))
        done(officer.patch(f"{V1}/schools/{school['id']}", json={"canteen": "self_run"}, headers=match(school)))
        assert enrolment_of(world, made["id"])["not_applicable"] == ["B4"]

    def test_opening_makes_the_rounds_and_joining_later_makes_them_at_once(
        self, world: World, officer: TestClient
    ) -> None:
        made = created(world, world.unit("version"), code="D")
        url = f"{A}/campaigns/{made['id']}/enrolments"
        done(officer.post(url, json={"scope": {"types": ["primary"]}}))
        assert enrolment_of(world, made["id"])["rounds"] == []
        done(act(officer, made, "open"))
        done(officer.post(url, json={}))
        for unit in ("school", "other_school"):
            rounds = enrolment_of(world, made["id"], unit)["rounds"]
            assert [one["round"] for one in rounds] == ["self", "district", "county"]
            assert {(one["state"], one["entered"], one["missing"]) for one in rounds} == {("not_started", 0, 23)}

    def test_a_school_directly_below_the_bureau_has_no_round_of_a_district(
        self, world: World, officer: TestClient
    ) -> None:
        body = {"parent_id": world.unit("bureau"), "name": "直属幼儿园", "type": "kindergarten", "ownership": "public"}
        world.units["direct"] = done(officer.post(f"{V1}/schools", json=body), 201)["id"]
        done(officer.post(f"{A}/campaigns/{world.unit('campaign')}/enrolments", json={}))
        enrolment = enrolment_of(world, world.unit("campaign"), "direct")
        assert enrolment["district"] is None
        assert [one["round"] for one in enrolment["rounds"]] == ["self", "county"]

    def test_only_schools_with_a_party_organization_where_that_is_assessed(
        self, world: World, officer: TestClient
    ) -> None:
        school = done(officer.get(f"{V1}/schools/{world.unit('school')}"))
        patch = {"party_organization": "branch"}
        done(officer.patch(f"{V1}/schools/{school['id']}", json=patch, headers=match(school)))
        made = created(world, world.unit("version"), code="P", subject="party_organization")
        assert done(officer.post(f"{A}/campaigns/{made['id']}/enrolments", json={}))["enrolled"] == 1
        assert enrolment_of(world, made["id"])["subject"] == "party_organization"

    def test_nobody_is_enrolled_where_schools_apply_or_rounds_are_over(self, world: World, officer: TestClient) -> None:
        made = created(world, world.unit("version"), code="D", mode="application")
        answer = officer.post(f"{A}/campaigns/{made['id']}/enrolments", json={})
        assert codes(answer) == ["assessment.mode_wrong"]
        advanced(world, world.unit("campaign"), "moderation")
        answer = officer.post(f"{A}/campaigns/{world.unit('campaign')}/enrolments", json={})
        assert codes(answer) == ["assessment.wrong_state"]

    def test_another_version_of_a_draft_decides_anew_what_applies(self, world: World, officer: TestClient) -> None:
        leader = world.sign_in("bureau_leader")
        body = {"unit_id": world.unit("bureau"), "code": "SDSF-NEG"}
        version = done(leader.post(f"{V1}/frameworks:adopt", json=body), 201)["latest"]["id"]
        school = done(officer.get(f"{V1}/schools/{world.unit('school')}"))
        done(officer.patch(f"{V1}/schools/{school['id']}", json={"canteen": "none"}, headers=match(school)))
        made = created(world, world.unit("version"), code="D")
        done(officer.post(f"{A}/campaigns/{made['id']}/enrolments", json={}))
        assert enrolment_of(world, made["id"])["not_applicable"] == ["B4"]
        url = f"{A}/campaigns/{made['id']}"
        done(officer.patch(url, json={"version_id": version}, headers=match(made)))
        assert enrolment_of(world, made["id"])["not_applicable"] == []


class TestApply:
    def test_a_school_applies_and_is_admitted_within_the_quota(self, world: World, officer: TestClient) -> None:
        quotas = {world.unit("district"): 1, "*": 0}
        campaign = opened(world, world.unit("version"), code="A", mode="application", quotas=quotas)
        mine = done(applied(world, campaign), 201)
        assert (mine["state"], mine["statement"], mine["rounds"]) == ("applied", "近三年无违纪", [])
        assert mine["verbs"] == ["withdraw"]
        admitted = done(act(officer, mine, "admit", kind="enrolments"))
        assert (admitted["state"], len(admitted["rounds"])) == ("enrolled", 3)
        other = done(applied(world, campaign, "other_school"), 201)
        answer = act(officer, other, "admit", kind="enrolments")
        assert (answer.status_code, codes(answer)) == (409, ["assessment.quota_full"])

    def test_who_was_refused_or_withdrew_applies_again(self, world: World, officer: TestClient) -> None:
        campaign = opened(world, world.unit("version"), code="A", mode="application")
        mine = done(applied(world, campaign), 201)
        assert codes(applied(world, campaign)) == ["assessment.enrolled_already"]
        refused = done(act(officer, mine, "refuse", {"reason": "材料不全"}, kind="enrolments"))
        assert (refused["state"], refused["reason"]) == ("refused", "材料不全")
        again = done(applied(world, campaign, statement="已补齐"), 201)
        assert (again["state"], again["statement"], again["id"]) == ("applied", "已补齐", mine["id"])
        principal = world.sign_in("school_leader", "school")
        withdrawn = done(act(principal, again, "withdraw", kind="enrolments"))
        assert withdrawn["state"] == "withdrawn"
        assert codes(act(officer, withdrawn, "admit", kind="enrolments")) == ["assessment.wrong_state"]

    def test_one_applies_for_the_own_school_only(self, world: World) -> None:
        campaign = opened(world, world.unit("version"), code="A", mode="application")
        principal = world.sign_in("school_leader", "school")
        body = {"unit_id": world.unit("other_school"), "statement": "x"}
        answer = principal.post(f"{A}/campaigns/{campaign['id']}/applications", json=body)
        assert (codes(answer)[1:], pointers(answer)) == (["assessment.not_eligible"], ["/unit_id"])
        full = {"id": world.unit("campaign")}
        assert codes(applied(world, full)) == ["assessment.mode_wrong"]


class TestExclude:
    def test_a_school_is_taken_out_with_a_reason_and_comes_back(self, world: World, officer: TestClient) -> None:
        enrolment = enrolment_of(world, world.unit("campaign"))
        out = done(act(officer, enrolment, "exclude", {"reason": "整体搬迁"}, kind="enrolments"))
        assert (out["state"], out["reason"], out["verbs"]) == ("excluded", "整体搬迁", ["restore"])
        assert all(one["verbs"] == [] for one in out["rounds"])
        back = done(act(officer, out, "restore", kind="enrolments"))
        assert (back["state"], len(back["rounds"])) == ("enrolled", 3)


class TestSee:
    def test_each_sees_the_own(self, world: World) -> None:
        url = f"{A}/campaigns/{world.unit('campaign')}/enrolments"
        names = {"school_clerk": "school", "district_reviewer": "district"}
        for role, unit in names.items():
            rows = done(world.sign_in(role, unit).get(url))["items"]
            assert [row["unit"]["name"] for row in rows] == ["锦岚县第一小学"]
        stranger = world.sign_in("section_officer", "far_county")
        assert stranger.get(url).status_code == 404
        assert stranger.get(f"{A}/enrolments/{world.unit('enrolment of school')}").status_code == 404
        neighbour = world.sign_in("school_leader", "other_school")
        assert neighbour.get(f"{A}/enrolments/{world.unit('enrolment of school')}").status_code == 404

    def test_a_draft_shows_a_school_nothing(self, world: World, officer: TestClient, principal: TestClient) -> None:
        made = created(world, world.unit("version"), code="D", windows=WINDOWS)
        done(officer.post(f"{A}/campaigns/{made['id']}/enrolments", json={}))
        enrolment = enrolment_of(world, made["id"])
        assert principal.get(f"{A}/campaigns/{made['id']}/enrolments").status_code == 404
        assert principal.get(f"{A}/enrolments/{enrolment['id']}").status_code == 404

    def test_filters_narrow_the_list(self, world: World, officer: TestClient) -> None:
        url = f"{A}/campaigns/{world.unit('campaign')}/enrolments"
        for query in ({"q": "第一小学"}, {"district": world.unit("district")}, {"unit": world.unit("school")}):
            assert [row["unit"]["name"] for row in done(officer.get(url, params=query))["items"]] == ["锦岚县第一小学"]
        assert done(officer.get(url, params={"state": "excluded"}))["total"] == 0


class TestQuotas:
    def test_each_sees_what_concerns_it_and_counts_where_it_looks(
        self, world: World, officer: TestClient, reviewer: TestClient, principal: TestClient
    ) -> None:
        quotas = {"*": 2, world.unit("district"): 1}
        made = opened(world, world.unit("version"), code="D", mode="application", quotas=quotas)
        done(applied(world, made), 201)
        url = f"{A}/campaigns/{made['id']}/quotas"
        rows = {one["district"] and one["district"]["name"]: one for one in done(officer.get(url))["items"]}
        own = {"district": rows["梅岭学区"]["district"], "quota": 1, "applied": 1, "admitted": 0}
        assert rows["梅岭学区"] == own
        assert (rows["马渡学区"]["quota"], rows["马渡学区"]["applied"], rows[None]["quota"]) == (2, 0, 2)
        assert done(reviewer.get(url))["items"] == [own]
        assert done(principal.get(url))["items"] == [own | {"applied": None, "admitted": None}]
        done(act(officer, enrolment_of(world, made["id"]), "admit", kind="enrolments"))
        assert done(reviewer.get(url))["items"] == [own | {"applied": 0, "admitted": 1}]
        stranger = world.sign_in("section_officer", "far_county")
        assert stranger.get(url).status_code == 404
