"""The calendar of posts."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.people.steps import V1, People, codes, faults, if_match
from tests.background import work_off
from tests.world import World


def titles(client: TestClient, **query: Any) -> list[tuple[str, str]]:
    page = client.get(f"{V1}/posts", params=query).json()
    return [(row["person"]["name"], row["kind"]) for row in page["items"]]


class TestTake:
    def test_a_post_takes_title_and_team_from_the_table(self, people: People, officer: TestClient) -> None:
        post = people.post(officer, people.person(officer), kind="discipline_member")
        assert (post["title"], post["team"], post["state"]) == ("纪检委员", "discipline", "held")

    def test_a_school_has_one_principal_at_a_time(self, people: People, officer: TestClient) -> None:
        first, second = people.person(officer, name="甲"), people.person(officer, name="乙")
        post = people.post(officer, first, kind="principal")
        again = people.seat(officer, second, kind="principal", from_on="2026-09-01")
        assert (again.status_code, again.json()["code"]) == (409, "post.taken")
        assert people.end(officer, post, ended_on="2026-09-01").json()["state"] == "ended"
        people.post(officer, second, kind="principal", from_on="2026-09-01")
        assert officer.get(f"{V1}/posts", params={"kind": "principal"}).json()["total"] == 1

    def test_a_past_term_is_entered_with_its_end(self, people: People, officer: TestClient) -> None:
        one, other = people.person(officer, name="甲"), people.person(officer, name="乙")
        people.post(officer, one, kind="principal")
        past = {"from_on": "2018-09-01", "ended_on": "2024-08-20", "end_reason": "term_over"}
        assert people.post(officer, other, kind="principal", **past)["state"] == "ended"
        overlapping = past | {"ended_on": "2024-08-21"}
        assert people.seat(officer, other, kind="principal", **overlapping).status_code == 409

    def test_several_posts_at_several_units(self, people: People, officer: TestClient) -> None:
        person = people.person(officer)
        people.post(officer, person, kind="party_secretary")
        people.post(officer, person, kind="principal")
        people.post(officer, person, "other_school", kind="principal", acting=True, part_time=True)
        seen = officer.get(f"{V1}/persons/{person['id']}").json()
        assert len(seen["posts"]) == 3

    def test_all_faults_are_told_at_once(self, people: People, officer: TestClient) -> None:
        reply = people.seat(officer, people.person(officer), kind="emperor", term_ends_on="2020-01-01")
        assert faults(reply) == {("/kind", "post.kind_unknown"), ("/term_ends_on", "post.term_order")}
        reply = people.seat(officer, {"id": people.world.unit("school")}, "far_school")
        assert faults(reply) == {("/person_id", "person.not_found"), ("/unit_id", "person.unit_not_found")}

    def test_a_bureau_has_no_principal(self, people: People, officer: TestClient) -> None:
        reply = people.seat(officer, people.person(officer, "bureau", kind="official"), "bureau", kind="principal")
        assert faults(reply) == {("/kind", "post.unit_kind")}

    @pytest.mark.parametrize("kind", ["principal", "party_secretary"])
    def test_a_school_does_not_appoint_its_own_head(
        self, people: People, officer: TestClient, clerk: TestClient, kind: str
    ) -> None:
        person = people.person(clerk)
        refused = people.seat(clerk, person, kind=kind)
        assert (refused.status_code, refused.json()["code"]) == (403, "person.authority_required")
        post = people.post(officer, person, kind=kind)
        assert people.end(clerk, post).status_code == 403
        url = f"{V1}/posts/{post['id']}"
        assert clerk.patch(url, json={"term_ends_on": "2040-01-01"}, headers=if_match(1)).status_code == 403
        assert people.seat(clerk, person, kind="deputy_principal").status_code == 201


class TestCalendar:
    @pytest.fixture
    def chairs(self, people: People, officer: TestClient) -> None:
        before, after = people.person(officer, name="前任"), people.person(officer, name="现任")
        secretary = people.person(officer, "other_school", name="书记")
        past = {"ended_on": "2024-08-20", "end_reason": "transferred"}
        people.post(officer, before, kind="principal", from_on="2018-09-01", **past)
        people.post(officer, after, kind="principal", from_on="2024-08-20")
        people.post(officer, secretary, "other_school", kind="party_secretary", from_on="2023-01-01")

    @pytest.mark.parametrize(
        ("on", "expected"),
        [
            ("2018-08-31", []),
            ("2018-09-01", [("前任", "principal")]),
            ("2024-08-19", [("前任", "principal"), ("书记", "party_secretary")]),
            ("2024-08-20", [("现任", "principal"), ("书记", "party_secretary")]),
        ],
    )
    def test_who_holds_what_on_a_day(
        self, officer: TestClient, chairs: None, on: str, expected: list[tuple[str, str]]
    ) -> None:
        assert titles(officer, on=on) == expected

    def test_today_is_the_default(self, officer: TestClient, chairs: None) -> None:
        assert titles(officer) == [("现任", "principal"), ("书记", "party_secretary")]

    def test_the_history_of_a_unit_is_newest_first(self, people: People, officer: TestClient, chairs: None) -> None:
        found = titles(officer, all=True, unit=people.world.unit("school"))
        assert found == [("现任", "principal"), ("前任", "principal")]

    def test_filters_by_team_kind_and_name(self, officer: TestClient, chairs: None) -> None:
        assert titles(officer, team="party") == [("书记", "party_secretary")]
        assert titles(officer, kind="principal") == [("现任", "principal")]
        assert titles(officer, q="sj") == [("书记", "party_secretary")]

    def test_a_school_sees_its_own_chairs(self, clerk: TestClient, stranger: TestClient, chairs: None) -> None:
        assert titles(clerk) == [("现任", "principal")]
        assert titles(stranger) == []

    def test_the_table_of_posts_speaks_the_reader_s_language(self, officer: TestClient) -> None:
        chinese = officer.get(f"{V1}/posts/kinds").json()["items"][0]
        english = officer.get(f"{V1}/posts/kinds", headers={"Accept-Language": "en"}).json()["items"][0]
        assert (chinese["name"], english["name"]) == ("党组织书记", "Party secretary")


class TestChange:
    def test_terms_are_extended_and_told_in_the_history(self, people: People, officer: TestClient) -> None:
        person = people.person(officer)
        post = people.post(officer, person, term_ends_on="2027-08-20")
        url = f"{V1}/posts/{post['id']}"
        body = {"term_ends_on": "2030-08-20", "portfolio": ["教学", "安全"]}
        changed = officer.patch(url, json=body, headers=if_match(1)).json()
        assert (changed["term_ends_on"], changed["portfolio"]) == ("2030-08-20", ["教学", "安全"])
        history = officer.get(f"{V1}/persons/{person['id']}/history")
        assert codes(history) == ["post.updated", "post.created", "person.created"]
        assert {change["field"] for change in history.json()["items"][0]["changes"]} == {"portfolio", "term_ends_on"}

    def test_an_ended_post_is_reopened_before_it_is_changed(self, people: People, officer: TestClient) -> None:
        post = people.post(officer, people.person(officer))
        ended = people.end(officer, post).json()
        url = f"{V1}/posts/{post['id']}"
        refused = officer.patch(url, json={"title": "副校长"}, headers=if_match(2))
        assert (refused.status_code, refused.json()["code"]) == (409, "post.state")
        assert people.end(officer, ended).status_code == 409
        reopened = officer.post(f"{url}:reopen", headers=if_match(2)).json()
        assert (reopened["state"], reopened["ended_on"], reopened["end_reason"]) == ("held", None, None)
        assert officer.post(f"{url}:reopen", headers=if_match(3)).status_code == 409

    def test_nobody_comes_back_to_a_chair_that_is_taken(self, people: People, officer: TestClient) -> None:
        post = people.post(officer, people.person(officer, name="甲"), kind="principal")
        people.end(officer, post)
        people.post(officer, people.person(officer, name="乙"), kind="principal", from_on="2026-08-31")
        reply = officer.post(f"{V1}/posts/{post['id']}:reopen", headers=if_match(2))
        assert (reply.status_code, reply.json()["code"]) == (409, "post.taken")

    def test_what_was_entered_in_error_was_never_held(self, people: People, officer: TestClient) -> None:
        post = people.post(officer, people.person(officer, name="甲"), kind="principal")
        ended = people.end(officer, post, reason="entered_in_error").json()
        assert ended["ended_on"] == ended["from_on"]
        people.post(officer, people.person(officer, name="乙"), kind="principal")
        assert titles(officer, on="2025-01-01") == [("乙", "principal")]


class TestExpiring:
    @pytest.fixture
    def terms(self, people: People, officer: TestClient) -> None:
        for name, until in (("过期", "2026-11-01"), ("将满", "2026-12-20"), ("还早", "2027-11-20")):
            people.post(officer, people.person(officer, name=name), kind="teaching_director", term_ends_on=until)
        away = people.person(officer, "other_school", name="别校")
        people.post(officer, away, "other_school", term_ends_on="2026-12-31")

    def test_overdue_terms_stand_first(self, officer: TestClient, terms: None) -> None:
        rows = officer.get(f"{V1}/posts/expiring").json()["items"]
        assert [(row["person"]["name"], row["days_left"]) for row in rows] == [
            ("过期", -19),
            ("将满", 30),
            ("别校", 41),
        ]

    def test_the_days_are_a_choice(self, officer: TestClient, terms: None) -> None:
        counts = [
            officer.get(f"{V1}/posts/expiring", params={"within_days": days}).json()["total"] for days in (0, 30, 365)
        ]
        assert counts == [1, 2, 4]

    def test_a_school_sees_its_own(self, clerk: TestClient, neighbour: TestClient, terms: None) -> None:
        assert clerk.get(f"{V1}/posts/expiring").json()["total"] == 2
        assert neighbour.get(f"{V1}/posts/expiring").json()["total"] == 1

    def test_who_keeps_the_posts_is_reminded_once(self, world: World, officer: TestClient, terms: None) -> None:
        clerk = world.sign_in("school_clerk", "school")
        for _ in range(2):
            with world.host() as ctx:
                from api.core.jobs.requests import enqueue  # noqa: PLC0415

                enqueue(ctx, "notifications.remind")
            work_off(world)
        for client in (officer, clerk):
            items = client.get(f"{V1}/notifications").json()["items"]
            mine = [item for item in items if item["kind"] == "post.term_expiring"]
            assert len(mine) == 2, items
