"""Leading groups and supervision committees."""

from fastapi.testclient import TestClient

from tests.api.people.steps import V1, People, codes, faults, if_match


class TestFound:
    def test_a_committee_takes_its_name_from_the_table(self, people: People, clerk: TestClient) -> None:
        made = people.committee(clerk)
        assert (made["name"], made["members"]) == ("校务监督委员会", [])

    def test_a_school_has_one(self, people: People, clerk: TestClient) -> None:
        people.committee(clerk)
        body = {"unit_id": people.world.unit("school"), "kind": "supervision_committee", "founded_on": "2026-01-01"}
        again = clerk.post(f"{V1}/committees", json=body)
        assert (again.status_code, again.json()["code"]) == (409, "committee.taken")

    def test_a_bureau_has_a_leading_group_and_no_supervision_committee(
        self, people: People, officer: TestClient
    ) -> None:
        people.committee(officer, "bureau", kind="clean_school_leading_group")
        body = {"unit_id": people.world.unit("bureau"), "kind": "supervision_committee", "founded_on": "2026-01-01"}
        assert faults(officer.post(f"{V1}/committees", json=body)) == {("/kind", "committee.unit_kind")}


class TestMembers:
    def test_people_join_with_a_role_and_leave_on_a_day(self, people: People, clerk: TestClient) -> None:
        committee, person = people.committee(clerk), people.person(clerk)
        joined = people.join(clerk, committee, person, role="head", capacity="教师代表")
        (member,) = joined.json()["members"]
        assert (member["person"]["name"], member["role"], member["capacity"]) == ("罗建平", "head", "教师代表")
        url = f"{V1}/committees/{committee['id']}/members/{member['id']}"
        left = clerk.patch(url, json={"left_on": "2026-08-31"}, headers=if_match(1)).json()["members"]
        assert [one["left_on"] for one in left] == ["2026-08-31"]
        again = clerk.patch(url, json={"left_on": "2026-09-30"}, headers=if_match(2))
        assert again.json()["code"] == "committee.member_left"
        back = clerk.patch(url, json={"left_on": None}, headers=if_match(2)).json()["members"]
        assert [one["left_on"] for one in back] == [None]
        history = codes(clerk.get(f"{V1}/committees/{committee['id']}/history"))
        assert history == [
            "committee_member.updated",
            "committee_member.left",
            "committee_member.joined",
            "committee.created",
        ]

    def test_one_head_and_nobody_twice(self, people: People, clerk: TestClient) -> None:
        committee, head = people.committee(clerk), people.person(clerk, name="甲")
        people.join(clerk, committee, head, role="head")
        second = people.join(clerk, committee, people.person(clerk, name="乙"), role="head")
        assert (second.status_code, second.json()["code"]) == (409, "committee.member_role_taken")
        assert people.join(clerk, committee, head).json()["code"] == "committee.member_twice"

    def test_a_membership_shows_on_the_person(self, people: People, clerk: TestClient) -> None:
        committee, person = people.committee(clerk), people.person(clerk)
        people.join(clerk, committee, person)
        (shown,) = clerk.get(f"{V1}/persons/{person['id']}").json()["memberships"]
        assert (shown["committee"]["name"], shown["role"]) == ("校务监督委员会", "member")

    def test_faults_are_told_at_once(self, people: People, clerk: TestClient) -> None:
        committee = people.committee(clerk)
        reply = people.join(
            clerk, committee, {"id": people.world.unit("school")}, role="office_head", joined_on="2020-01-01"
        )
        assert faults(reply) == {
            ("/person_id", "person.not_found"),
            ("/role", "committee.member_role"),
            ("/joined_on", "committee.member_too_early"),
        }


class TestDissolve:
    def test_everyone_leaves_on_the_day_and_nothing_changes_after(self, people: People, clerk: TestClient) -> None:
        committee, person = people.committee(clerk), people.person(clerk)
        people.join(clerk, committee, person)
        url = f"{V1}/committees/{committee['id']}"
        done = clerk.patch(url, json={"dissolved_on": "2026-08-31"}, headers=if_match(1)).json()
        assert (done["dissolved_on"], done["members"][0]["left_on"]) == ("2026-08-31", "2026-08-31")
        assert clerk.patch(url, json={"name": "别名"}, headers=if_match(2)).json()["code"] == "committee.dissolved"
        assert people.join(clerk, committee, person).status_code == 409
        assert people.committee(clerk)["id"] != committee["id"]


class TestRead:
    def test_lists_count_members_and_stay_within_reach(
        self, people: People, officer: TestClient, clerk: TestClient, neighbour: TestClient, stranger: TestClient
    ) -> None:
        committee, person = people.committee(clerk), people.person(clerk)
        people.join(clerk, committee, person)
        people.join(clerk, committee, people.person(clerk, name="乙"), left_on="2026-01-01")
        for client in (officer, clerk):
            (row,) = client.get(f"{V1}/committees").json()["items"]
            assert (row["members"], row["unit"]["name"]) == (1, "锦岚县第一小学")
        for client in (neighbour, stranger):
            assert client.get(f"{V1}/committees").json()["total"] == 0
            assert client.get(f"{V1}/committees/{committee['id']}").status_code == 404
        query = {"unit": people.world.unit("district"), "kind": "supervision_committee"}
        assert officer.get(f"{V1}/committees", params=query).json()["total"] == 1
        assert officer.get(f"{V1}/committees", params={"dissolved": True}).json()["total"] == 0

    def test_the_table_of_committees(self, officer: TestClient) -> None:
        kinds = {row["kind"]: row for row in officer.get(f"{V1}/committees/kinds").json()["items"]}
        assert [role["name"] for role in kinds["supervision_committee"]["roles"]] == ["主任", "副主任", "委员"]
