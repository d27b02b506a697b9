"""Policies, catalogues, and what a meeting comes to by them; the facts that rules are given."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.decisions.queries.facts import facts_of
from api.decisions.rules.arithmetic import TWO_THIRDS
from api.decisions.rules.facts import Level, SchoolFacts
from api.decisions.rules.vocabulary import Ballot, Group, Post, Result, VoteMethod
from api.decisions.service import simulating
from tests.api.decisions.steps import MEETINGS, POSTS, Team, codes, faults, filed, match, meeting, recorded, step, topic
from tests.background import work_off
from tests.world import V1, World

POLICIES, MATTERS = f"{V1}/policies", f"{V1}/matters"
CONTENT: dict[str, Any] = {
    "thresholds": [{"amount": "10000.00"}, {"amount": "5000.00", "budget_state": "unbudgeted"}],
    "quorums": [{"share": ">=2/3"}],
    "vote_modes": [{"share": ">1/2", "recused_in_base": False}],
    "limits": {"notice_days": 3},
    "procedures": ["party_organization_meeting"],
}


def drafted(world: World, client: TestClient, unit: str = "bureau", **changes: Any) -> dict[str, Any]:
    """A policy of the bureau, not issued yet."""
    body = {
        "unit_id": world.unit(unit),
        "title": "三重一大决策制度",
        "effective_from": "2026-01-01",
        "content": CONTENT,
    }
    answer = client.post(POLICIES, json=body | changes)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def issued(client: TestClient, policy: dict[str, Any]) -> dict[str, Any]:
    """The policy in force."""
    answer = client.post(f"{POLICIES}/{policy['id']}:issue", headers=match(policy))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def facts(world: World, unit: str = "school") -> SchoolFacts:
    """What the rules are given of a school."""
    with world.host() as ctx:
        return next(iter(facts_of(ctx.session, [UUID(world.unit(unit))])))


class TestPolicy:
    def test_a_version_ends_the_day_before_the_next_takes_effect(self, world: World, leader: TestClient) -> None:
        officer = world.sign_in("section_officer")
        first = issued(officer, drafted(world, officer))
        assert (first["version"], first["in_force"], first["content"]["quorums"][0]["share"]) == (1, True, "≥2/3")
        second = issued(officer, drafted(world, officer, effective_from="2026-11-01"))
        assert officer.get(f"{POLICIES}/{first['id']}").json()["effective_to"] == "2026-10-31"
        early = drafted(world, officer, effective_from="2026-06-01")
        refused = officer.post(f"{POLICIES}/{early['id']}:issue", headers=match(early))
        assert codes(refused) == (409, "decision.policy_overlap")
        seen = leader.get(POLICIES, params={"unit": world.unit("school")}).json()["items"]
        assert [(each["version"], each["level"], each["in_force"]) for each in seen] == [
            (2, "bureau", True),
            (1, "bureau", False),
        ]
        assert leader.get(f"{POLICIES}/{second['id']}").json()["verbs"] == []
        assert leader.get(f"{POLICIES}/{early['id']}").status_code == 404
        assert leader.get(f"{POLICIES}/{early['id']}/history").status_code == 404
        told = leader.get(f"{POLICIES}/{second['id']}/history").json()["items"]
        assert [one["action"] for one in told] == ["decision_policy.issued", "decision_policy.created"]
        said = {one["field"]: one["after"] for one in told[1]["changes"]}
        assert (said["quorums"][0]["share"], said["limits"]) == ("≥2/3", {"notice_days": 3})
        assert "content" not in said

    def test_shares_and_limits_that_do_not_exist_are_refused(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        bad = {"quorums": [{"share": "3/2"}], "limits": {"moon_days": 3}}
        body = {"unit_id": world.unit("bureau"), "title": "制度", "effective_from": "2026-01-01", "content": bad}
        assert {place for place, _ in faults(officer.post(POLICIES, json=body))} == {
            "/content/quorums/0/share",
            "/content/limits",
        }

    def test_a_draft_is_changed_and_goes_away_and_an_issued_one_only_ends(
        self, world: World, leader: TestClient
    ) -> None:
        draft = drafted(world, leader, "school")
        at = f"{POLICIES}/{draft['id']}"
        changed = leader.patch(at, json={"title": "议事规则"}, headers=match(draft)).json()
        assert (changed["title"], changed["content"]) == ("议事规则", draft["content"])
        done = issued(leader, changed)
        assert codes(leader.patch(at, json={"title": "x"}, headers=match(done))) == (409, "decision.wrong_state")
        ended = leader.post(f"{at}:end", json={"effective_to": "2026-11-30"}, headers=match(done)).json()
        assert ended["effective_to"] == "2026-11-30"
        other = drafted(world, leader, "school")
        assert leader.delete(f"{POLICIES}/{other['id']}", headers=match(other)).status_code == 204


class TestSimulation:
    def test_a_stricter_quorum_shows_which_meetings_would_fail_and_writes_nothing(
        self, world: World, leader: TestClient, team: Team
    ) -> None:
        officer = world.sign_in("section_officer")
        issued(officer, drafted(world, officer, content={"quorums": [{"share": "≥1/2"}]}))
        three = [{"person_id": team[who]} for who in ("secretary", "principal", "deputy")]
        filed(leader, recorded(leader, meeting(world, team, attendance=three)))
        strict = drafted(world, officer, content={"quorums": [{"share": "all"}]}, effective_from="2026-12-01")
        asked = officer.post(f"{POLICIES}/{strict['id']}/simulate")
        assert asked.status_code == 202
        work_off(world)
        found = officer.get(asked.headers["Location"]).json()["result"]
        assert (found["schools"], found["changed_schools"]) == (2, 1)
        assert {rule["rule_id"] for rule in found["rules"] if rule["appear"]} & {"MTG-03", "MTG-05"}
        assert officer.get(f"{POLICIES}/{strict['id']}").json()["state"] == "draft"

    def test_a_city_is_gone_through_in_batches_and_a_changed_draft_is_not(
        self, world: World, leader: TestClient, team: Team, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(simulating, "BATCH", 1)
        officer = world.sign_in("section_officer")
        filed(leader, recorded(leader, meeting(world, team, attendance=[{"person_id": team["secretary"]}])))
        strict = drafted(world, officer, content={"quorums": [{"share": "all"}]})
        asked = [officer.post(f"{POLICIES}/{strict['id']}/simulate") for _ in range(2)]
        assert asked[0].json()["id"] == asked[1].json()["id"], "the same version is simulated once"
        work_off(world)
        done = officer.get(asked[0].headers["Location"]).json()
        assert (done["done"], done["total"], done["result"]["schools"]) == (2, 2, 2)
        assert done["result"]["appear"] >= done["result"]["changed_schools"] == 1
        again = officer.post(f"{POLICIES}/{strict['id']}/simulate")
        officer.patch(f"{POLICIES}/{strict['id']}", json={"title": "x"}, headers=match(strict))
        work_off(world)
        failed = officer.get(again.headers["Location"]).json()
        assert (failed["state"], failed["error"]["code"]) == ("failed", "conflict.stale")


class TestCatalogue:
    def test_the_shipped_forty_are_adopted_by_a_bureau_and_hold_for_its_schools(
        self, world: World, clerk: TestClient
    ) -> None:
        at = {"unit": world.unit("school")}
        shown = clerk.get(MATTERS, params=at).json()
        assert (len(shown["items"]), shown["adopted_by"], shown["items"][0]["id"]) == (40, None, None)
        officer = world.sign_in("section_officer")
        officer.post(f"{MATTERS}:adopt", json={"unit_id": world.unit("bureau")})
        shown = clerk.get(MATTERS, params=at).json()
        assert (len(shown["items"]), shown["adopted_by"], shown["own"]) == (40, world.unit("bureau"), False)
        by_code = {each["code"]: each for each in shown["items"]}
        assert by_code["PA07"]["disclosure"] == "confidential"

    def test_a_school_with_a_catalogue_of_its_own_goes_by_that(
        self, world: World, leader: TestClient, team: Team
    ) -> None:
        own: dict[str, Any] = {
            "code": "LF01",
            "category": "large_fund_use",
            "name": "一万元以上支出",
            "needs_publicity": True,
        }
        made = leader.post(MATTERS, params={"unit": world.unit("school")}, json=own).json()
        (matter,) = made["items"]
        assert codes(leader.post(MATTERS, params={"unit": world.unit("school")}, json=own)) == (
            409,
            "decision.matter_taken",
        )
        bad = leader.post(MEETINGS, json=meeting(world, team, topics=[topic(team, matter_codes=["MD01"])]))
        assert faults(bad) == [("/topics/0/matter_codes/0", "decision.matter_unknown")]
        at = f"{MATTERS}/{matter['id']}"
        changed = leader.patch(at, json={"needs_publicity": False}, headers=match(matter)).json()["items"][0]
        assert changed["needs_publicity"] is False
        assert len(leader.delete(at, headers=match(changed)).json()["items"]) == 40


class TestArithmetic:
    def test_quorum_and_vote_are_counted_by_the_policy_of_the_day(
        self, world: World, clerk: TestClient, team: Team
    ) -> None:
        officer = world.sign_in("section_officer")
        issued(officer, drafted(world, officer))
        present = [{"person_id": team[who]} for who in ("secretary", "principal", "deputy")]
        absent = [{"person_id": team[who], "status": "leave", "reason": "外出"} for who in ("discipline", "logistics")]
        voices: list[Any] = [{"person_id": team[who], "ballot": "for"} for who in ("secretary", "principal")]
        voices += [{"person_id": team["deputy"], "recused": True, "ballot": "recused"}]
        made = recorded(
            clerk,
            meeting(
                world,
                team,
                attendance=[*present, *absent],
                topics=[topic(team, voices=voices, concerned_person_ids=[team["deputy"]])],
            ),
        )
        counted = clerk.get(f"{MEETINGS}/{made['id']}/arithmetic").json()
        assert (counted["entitled"], counted["present"]) == (5, 3)
        assert counted["quorum"] == {
            "base": 5,
            "need": 4,
            "have": 3,
            "met": False,
            "share": "≥2/3",
            "formula": "≥2/3 × 5 → 4; 3 < 4",
        }
        assert {each["name"] for each in counted["missing"]} == {"周委员", "吴主任"}
        (one,) = counted["topics"]
        assert (one["vote"]["formula"], one["recorded"], one["agrees"]) == (">1/2 × 4 → 3; 2 < 3", True, False)
        assert one["mode"] == {"base": "entitled", "share": ">1/2", "recused_in_base": False}
        assert one["touched"] == [{"person": {"id": team["deputy"], "name": "林副校长"}, "relation": "self"}]
        led = [(each["person"]["name"], each["posts"][0], each["counts"]) for each in counted["members"][:2]]
        assert led == [("白书记", "secretary", True), ("何校长", "principal", True)]
        assert (len(counted["members"]), counted["last_word"]) == (5, [team["secretary"]])


class TestFacts:
    def test_rules_are_given_what_was_recorded_and_no_draft(self, world: World, leader: TestClient, team: Team) -> None:
        officer = world.sign_in("section_officer")
        issued(officer, drafted(world, officer))
        officer.post(f"{MATTERS}:adopt", json={"unit_id": world.unit("bureau")})
        recorded(leader, meeting(world, team))
        assert facts(world).meetings == ()
        done = filed(leader, recorded(leader, meeting(world, team)))
        found = facts(world)
        (held,) = found.meetings
        (only,) = held.topics
        assert (str(held.id), held.serial_no, held.filed_at is not None) == (done["id"], 3, True)
        assert (only.amount, only.matter_codes, only.minutes_spent) == (12_800_000, ("LF01",), 25)
        assert only.vote is not None
        assert (only.vote.method, only.vote.lines and only.vote.lines[0][1]) == (VoteMethod.SHOW_OF_HANDS, Ballot.FOR)
        assert only.decision is not None
        assert (only.decision.result, only.decision.decided_on) == (Result.PASSED, date(2026, 11, 16))
        (policy,) = found.policies
        assert (policy.level, policy.quorums[0].share, policy.thresholds[0].amount) == (Level.BUREAU, TWO_THIRDS, 10**6)
        assert found.catalogue is not None
        assert len(found.catalogue) == 40
        assert found.team is not None
        party = {member.person_id for member in found.team if member.group is Group.PARTY}
        assert party == {UUID(id_) for id_ in team.values()}
        assert {m.post for m in found.team if str(m.person_id) == team["discipline"]} == {Post.DISCIPLINE_COMMISSIONER}
        assert (found.payments, found.contracts, found.relations) == (None, None, None)
        assert len(found.terms) == 6

    def test_what_a_revision_changes_is_found_by_comparing_and_not_by_asking(
        self, world: World, leader: TestClient, team: Team
    ) -> None:
        done = filed(leader, recorded(leader, meeting(world, team)))
        again = step(leader, done, "revise", {"reason": "录错金额"}).json()
        one = done["agenda"][0]["id"]
        body = {"decision": {"result": "passed", "approved_amount": "138000.00"}}
        changed = leader.patch(f"{MEETINGS}/{done['id']}/topics/{one}", json=body, headers=match(again)).json()
        assert filed(leader, changed)["editions"][0]["changed_topic_ids"] == [one]
        (revision,) = facts(world).meetings[0].revisions
        assert (revision.reason, revision.changes_decision) == ("录错金额", True)

    def test_facts_of_many_schools_cost_as_many_statements_as_of_one(
        self, world: World, leader: TestClient, team: Team
    ) -> None:
        filed(leader, recorded(leader, meeting(world, team)))
        ids = [UUID(world.unit(name)) for name in ("school", "other_school", "far_school")]
        with world.host() as ctx:
            with world.statements() as few:
                assert len(list(facts_of(ctx.session, ids[:1]))) == 1
            with world.statements() as many:
                assert [one.school_id for one in facts_of(ctx.session, ids)] == sorted(ids)
        assert len(few) == len(many) <= 30
        assert len(POSTS) == 5
