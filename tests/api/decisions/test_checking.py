"""The log tests itself: what is recorded is run through the rules, and what is corrected is run again."""

from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from api.checks.ports import ports
from api.checks.service import FOLLOWER, recheck
from tests.api.decisions.steps import MEETINGS, Team, filed, match, meeting, recorded, step, topic
from tests.world import V1, World


def followed(world: World) -> None:
    """What the worker does some moments after a record has changed."""
    with world.host() as ctx:
        while FOLLOWER.due(ctx.session):
            FOLLOWER.step(ctx)


def found(client: TestClient, **wanted: Any) -> dict[str, str]:
    """The findings that match: rule → state."""
    items = client.get(f"{V1}/findings", params={"size": 100, **wanted}).json()["items"]
    return {item["rule_id"]: item["state"] for item in items}


def named(client: TestClient, rule: str) -> list[tuple[str, str, str | None, str]]:
    """The records that the finding of a rule names: what they are, their name and sum, and the page that shows them."""
    (row,) = client.get(f"{V1}/findings", params={"rule": rule}).json()["items"]
    records = client.get(f"{V1}/findings/{row['id']}").json()["records"]
    return [(one["type"], one["label"], one["amount"], one["page"]["type"]) for one in records]


def told(client: TestClient, **wanted: Any) -> set[str]:
    """The people whom the evidence of the results that match names."""
    rows = client.get(f"{V1}/check-results", params=wanted).json()["items"]
    return {one["name"] for row in rows for one in row["people"]}


def unequal(team: Team) -> dict[str, Any]:
    """A purchase whose vote does not add up."""
    wrong = {"method": "show_of_hands", "base": 5, "in_favour": 4, "against": 1, "abstained": 0, "passed": True}
    return topic(team, vote=wrong)


class TestFollowing:
    def test_a_good_meeting_lacks_nothing_grave_but_the_policy_that_the_school_never_made(
        self, world: World, team: Team, clerk: TestClient, leader: TestClient
    ) -> None:
        made = filed(leader, recorded(clerk, meeting(world, team, emergency=False)))
        followed(world)
        about = [made["id"], *(one["id"] for one in made["agenda"])]
        assert found(clerk, subject=about, severity="red") == {"POL-01": "open"}
        asked = {"record": made["id"], "size": 1}
        total = clerk.get(f"{V1}/findings", params=asked).json()["total"]
        assert total == len(clerk.get(f"{V1}/findings", params={"subject": about, "size": 100}).json()["items"]) > 1
        assert clerk.get(f"{V1}/check-results", params=asked).json()["total"] >= total
        with world.statements() as sent:
            (row,) = clerk.get(MEETINGS).json()["items"]
        assert (row["findings"], len(sent) <= 4) == (total, True)
        assert clerk.get(f"{MEETINGS}/{made['id']}").json()["findings"] == total
        counts = clerk.get(f"{V1}/check-counts", params={"subject": about}).json()["items"]
        assert {row["type"] for row in counts} == {"meeting", "topic"}
        assert all(row["passed"] > 5 for row in counts)

    def test_a_fault_is_found_and_closes_by_itself_once_it_is_corrected(
        self, world: World, team: Team, clerk: TestClient, leader: TestClient
    ) -> None:
        wrong = meeting(world, team, topics=[unequal(team)], chair_id=team["logistics"])
        sent = step(clerk, recorded(clerk, wrong), "submit").json()
        followed(world)
        with world.statements() as statements:
            assert told(clerk, rule="MTG-06") == {"吴主任", "白书记"}
        assert len(statements) <= 4
        assert found(leader, rule="VOT-02") == {"VOT-02": "open"}
        assert named(leader, "VOT-02") == [("topic", "采购多媒体教学设备", "128000.00", "meeting")]
        back = step(leader, sent, "return", {"reason": "票数不符"}).json()
        address = f"{MEETINGS}/{back['id']}/topics/{back['agenda'][0]['id']}"
        right = {"vote": topic(team)["vote"]}
        mended = clerk.patch(address, json=right, headers=match(back)).json()
        step(clerk, mended, "submit")
        followed(world)
        assert found(leader, rule="VOT-02") == {"VOT-02": "closed"}

    def test_a_draft_is_nobodys_record_yet(self, world: World, team: Team, clerk: TestClient) -> None:
        recorded(clerk, meeting(world, team, topics=[unequal(team)]))
        followed(world)
        assert found(clerk, rule="VOT-02") == {}

    def test_a_draft_is_asked_before_it_is_submitted_and_nothing_of_it_is_kept(
        self, world: World, team: Team, clerk: TestClient
    ) -> None:
        made = recorded(clerk, meeting(world, team, topics=[unequal(team)]))
        at = f"{MEETINGS}/{made['id']}"
        seen = clerk.get(f"{at}/check-preview").json()
        (sums,) = [each for each in seen["items"] if each["rule_id"] == "VOT-02"]
        assert (sums["answer"], sums["severity"]) == ("fail", "red")
        assert sums["evidence"] == {"claimed": [4, 1, 0], "summed": [5, 0, 0]}
        own = {made["id"], made["agenda"][0]["id"], made["agenda"][0]["decision"]["id"]}
        assert {each["subject"]["id"] for each in seen["items"]} <= own
        right = {"vote": topic(team)["vote"]}
        clerk.patch(f"{at}/topics/{made['agenda'][0]['id']}", json=right, headers=match(made))
        again = clerk.get(f"{at}/check-preview").json()
        assert "VOT-02" not in {each["rule_id"] for each in again["items"]}
        assert again["counts"]["passed"] == seen["counts"]["passed"] + 1
        followed(world)
        assert found(clerk, subject=sorted(own)) == {}
        assert world.sign_in("section_officer", "far_county").get(f"{at}/check-preview").status_code == 404

    def test_the_facts_of_fifty_schools_cost_no_more_statements_than_those_of_one(
        self, world: World, team: Team, clerk: TestClient, leader: TestClient
    ) -> None:
        filed(leader, recorded(clerk, meeting(world, team)))
        suite = ports.suites["decisions"]
        counts = []
        for units in (["school"], ["school", "other_school", "far_school"]):
            with world.host() as ctx, world.statements() as sent:
                assert list(suite.worlds(ctx.session, [UUID(world.unit(unit)) for unit in units], ctx.now))
            counts.append(len(sent))
        assert counts[0] == counts[1]

    def test_only_schools_with_records_are_run_at_night(
        self, world: World, team: Team, clerk: TestClient, leader: TestClient
    ) -> None:
        filed(leader, recorded(clerk, meeting(world, team)))
        with world.host() as ctx:
            units = ports.suites["decisions"].units(ctx.session, None, 10)
        assert [str(unit) for unit in units] == [world.unit("school")]

    def test_a_school_that_was_to_keep_a_log_and_records_nothing_is_found_at_night(
        self, world: World, team: Team, clerk: TestClient
    ) -> None:
        assert team
        officer = world.sign_in("section_officer")
        body = {"unit_id": world.unit("bureau"), "title": "三重一大决策制度", "effective_from": "2026-01-01"}
        draft = officer.post(f"{V1}/policies", json=body | {"content": {"recorded_since": "2026-03-01"}}).json()
        suite = ports.suites["decisions"]
        with world.host() as ctx:
            assert suite.units(ctx.session, None, 10) == []
        officer.post(f"{V1}/policies/{draft['id']}:issue", headers=match(draft)).raise_for_status()
        with world.host() as ctx:
            units = suite.units(ctx.session, None, 10)
            assert {str(unit) for unit in units} == {world.unit("school"), world.unit("other_school")}
            recheck(ctx, suite, units)
        assert found(clerk, rule="ANO-11") == {"ANO-11": "open"}
