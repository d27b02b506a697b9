"""Accounts: opened, listed, changed, given a new initial password; always within reach."""

from tests.api.accounts.steps import NEW_PASSWORD, code, create, decide, events, faults, log_in, propose, settle
from tests.world import V1, World


class TestCreate:
    def test_it_answers_a_one_time_password_and_where_the_account_is(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        answer = admin.post(f"{V1}/accounts", json={"username": "ZhongYi", "display_name": " 钟毅 "})
        account = answer.json()["account"]
        assert answer.status_code == 201
        assert answer.headers["location"] == f"{V1}/accounts/{account['id']}"
        assert (account["username"], account["display_name"], account["status"]) == ("zhongyi", "钟毅", "active")
        assert (account["grants"], account["last_login_at"], account["revision"]) == ([], None, 1)
        assert admin.get(answer.headers["location"]).json() == account

    def test_without_a_role_it_can_do_nothing(self, world: World) -> None:
        client = settle(world, create(world.sign_in("platform_admin")))
        assert client.get(f"{V1}/auth/session").json()["permissions"] == []
        for path in ("/schools", "/units", "/accounts", "/calendar/years", "/ledger/events", "/dashboard/overview"):
            assert code(client.get(f"{V1}{path}")) == (403, "access.denied")

    def test_a_user_name_is_given_once(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        create(admin)
        answer = admin.post(f"{V1}/accounts", json={"username": "ZHONGYI", "display_name": "另一个"})
        assert code(answer) == (409, "account.username_taken")

    def test_its_form_is_checked(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        for username in ("ab", "13800138000", "钟毅毅", "zhong yi"):
            answer = admin.post(f"{V1}/accounts", json={"username": username, "display_name": "钟毅"})
            assert code(answer) == (422, "input.invalid")
            assert faults(answer) == {("/username", "account.username_form")}

    def test_it_is_recorded_without_the_password(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        account = create(admin)
        made = events(world, "account.created")[-1]
        assert made["object_id"] == account["id"]
        assert {change["field"] for change in made["changes"]} == {"display_name", "status", "username"}
        assert account["initial_password"] not in str(made)


class TestList:
    def test_it_finds_by_name_role_unit_and_status(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        zhong, wei = create(admin), create(admin, "weiyaqin", "韦雅琴")
        propose(admin, zhong["id"], "school_leader", world.unit("school"))
        propose(admin, wei["id"], "district_reviewer", world.unit("other_district"))
        admin.patch(f"{V1}/accounts/{wei['id']}", json={"status": "disabled"})

        def found(query: str) -> list[str]:
            page = admin.get(f"{V1}/accounts?{query}").json()
            assert page["total"] == len(page["items"])
            return [row["username"] for row in page["items"]]

        assert found("q=ZhongY") == found("q=钟") == found("role=school_leader&q=钟毅") == ["zhongyi"]
        assert "zhongyi" in found(f"unit={world.unit('district')}")
        assert found(f"q=钟毅&unit={world.unit('other_district')}") == []
        assert found("q=韦&role=school_leader") == []
        assert found("status=disabled") == ["weiyaqin"]
        assert found(f"q=韦&role=district_reviewer&unit={world.unit('district')}") == []
        assert {"zhongyi", "weiyaqin"} <= set(found(f"unit={world.unit('bureau')}"))
        assert found("q=%25") == found("q=_yaqin") == []

    def test_it_is_paged_by_user_name(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        for name in ("ccc", "aaa", "bbb"):
            create(admin, name)
        page = admin.get(f"{V1}/accounts?size=2&page=1").json()
        assert [row["username"] for row in page["items"]] == ["aaa", "bbb"]
        assert (page["page"], page["size"]) == (1, 2)
        assert page["total"] >= 4

    def test_grants_are_shown_with_their_names(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        account = create(admin)
        propose(admin, account["id"], "school_leader", world.unit("school"))
        (grant,) = admin.get(f"{V1}/accounts/{account['id']}").json()["grants"]
        assert (grant["role"], grant["state"]) == ("school_leader", "active")
        assert (grant["unit"]["name"], grant["unit"]["kind"]) == ("锦岚县第一小学", "school")
        assert grant["proposed_by"]["display_name"] == "platform_admin county"
        assert grant["decided_by"] is None


class TestReach:
    def test_the_next_county_sees_nothing(self, world: World) -> None:
        here, there = world.sign_in("platform_admin"), world.sign_in("platform_admin", "far_county")
        account = create(here)
        grant = propose(here, account["id"], "school_leader", world.unit("school")).json()
        assert code(there.get(f"{V1}/accounts/{account['id']}")) == (404, "not_found")
        assert code(there.patch(f"{V1}/accounts/{account['id']}", json={})) == (404, "not_found")
        assert code(there.post(f"{V1}/accounts/{account['id']}:reset-password")) == (404, "not_found")
        assert code(propose(there, account["id"], "read_only", world.unit("far_county"))) == (404, "not_found")
        assert code(there.get(f"{V1}/grants/{grant['id']}")) == (404, "not_found")
        assert code(decide(there, grant["id"], "revoke")) == (404, "not_found")
        assert there.get(f"{V1}/accounts?q=zhongyi").json()["total"] == 0
        assert there.get(f"{V1}/grants?account={account['id']}").json()["total"] == 0

    def test_an_account_whose_roles_were_all_revoked_stays_with_those_who_made_it(self, world: World) -> None:
        admin, bureau = world.sign_in("platform_admin"), world.sign_in("platform_admin", "bureau")
        account = create(admin)
        grant = propose(admin, account["id"], "school_leader", world.unit("school")).json()
        assert bureau.get(f"{V1}/accounts/{account['id']}").status_code == 200
        decide(admin, grant["id"], "revoke")
        assert bureau.get(f"{V1}/accounts/{account['id']}").status_code == 404
        assert admin.get(f"{V1}/accounts/{account['id']}").status_code == 200

    def test_who_reaches_only_a_part_sees_that_part_and_cannot_take_the_account_over(self, world: World) -> None:
        admin, bureau = world.sign_in("platform_admin"), world.sign_in("platform_admin", "bureau")
        account = create(admin)
        propose(admin, account["id"], "read_only", world.unit("county"))
        propose(admin, account["id"], "section_officer", world.unit("bureau"))
        seen = bureau.get(f"{V1}/accounts/{account['id']}").json()
        assert [grant["role"] for grant in seen["grants"]] == ["section_officer"]
        for answer in (
            bureau.patch(f"{V1}/accounts/{account['id']}", json={"status": "disabled"}),
            bureau.post(f"{V1}/accounts/{account['id']}:reset-password"),
        ):
            assert code(answer) == (409, "account.wider_reach")

    def test_no_one_grants_beyond_the_own_reach(self, world: World) -> None:
        bureau = world.sign_in("platform_admin", "bureau")
        account = create(bureau)
        for unit in ("county", "far_county", "far_school"):
            answer = propose(bureau, account["id"], "read_only", world.unit(unit))
            assert code(answer) == (422, "input.invalid")
            assert faults(answer) == {("/unit_id", "grant.unit_unknown")}


class TestChange:
    def test_a_name_can_be_corrected(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        account = create(admin)
        answer = admin.patch(f"{V1}/accounts/{account['id']}", json={"display_name": "钟易"})
        assert (answer.json()["display_name"], answer.json()["revision"]) == ("钟易", 2)
        assert answer.headers["etag"] == '"2"'
        recorded = events(world, "account.updated")[-1]
        assert recorded["changes"] == [{"field": "display_name", "before": "钟毅", "after": "钟易"}]

    def test_nothing_changed_is_nothing_recorded(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        account = create(admin)
        for body in ({}, {"display_name": "钟毅"}, {"status": "active"}):
            assert admin.patch(f"{V1}/accounts/{account['id']}", json=body).json()["revision"] == 1
        assert events(world, "account.updated") == []

    def test_if_match_protects_the_change_of_another(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        account = create(admin)
        path, body = f"{V1}/accounts/{account['id']}", {"display_name": "钟易"}
        assert admin.patch(path, json=body, headers={"If-Match": '"1"'}).status_code == 200
        assert code(admin.patch(path, json=body, headers={"If-Match": '"1"'})) == (412, "conflict.stale")

    def test_logging_in_is_no_change(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        account = create(admin)
        log_in(world, "zhongyi", account["initial_password"])
        assert admin.get(f"{V1}/accounts/{account['id']}").headers["etag"] == '"1"'

    def test_what_cannot_be_cleared_or_changed_is_refused(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        path = f"{V1}/accounts/{create(admin)['id']}"
        for body in ({"display_name": None}, {"status": None}, {"status": "gone"}, {"username": "x"}):
            assert admin.patch(path, json=body).status_code == 422

    def test_no_one_disables_the_own_account(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        own = admin.get(f"{V1}/auth/session").json()["account"]["id"]
        assert code(admin.patch(f"{V1}/accounts/{own}", json={"status": "disabled"})) == (409, "account.own")
        assert admin.patch(f"{V1}/accounts/{own}", json={"display_name": "顾晓彤"}).status_code == 200


class TestResetPassword:
    def test_the_old_one_and_all_sessions_end_and_the_count_of_failures_too(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        account = create(admin)
        client = settle(world, account)
        for _ in range(6):
            log_in(world, "zhongyi", "wrong")
        answer = admin.post(f"{V1}/accounts/{account['id']}:reset-password")
        assert answer.status_code == 200
        assert client.get(f"{V1}/auth/session").status_code == 401
        session = log_in(world, "zhongyi", answer.json()["initial_password"])[1]
        assert session.json()["account"]["must_change_password"] is True

    def test_the_own_one_is_changed_not_reset(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        own = admin.get(f"{V1}/auth/session").json()["account"]["id"]
        assert code(admin.post(f"{V1}/accounts/{own}:reset-password")) == (409, "account.own")

    def test_ordinary_roles_go_on(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        account = create(admin)
        propose(admin, account["id"], "section_officer", world.unit("county"))
        reset = admin.post(f"{V1}/accounts/{account['id']}:reset-password").json()
        assert [grant["state"] for grant in reset["account"]["grants"]] == ["active"]

    def test_sensitive_roles_wait_for_a_second_person_again(self, world: World) -> None:
        admin, leader = world.sign_in("platform_admin"), world.sign_in("bureau_leader")
        account = create(admin)
        grant = propose(admin, account["id"], "auditor", world.unit("county")).json()
        client = settle(world, account)
        decide(leader, grant["id"], "approve")
        assert client.get(f"{V1}/ledger/events").status_code == 200

        other = world.sign_in("platform_admin", "bureau")  # reaches less than the account holds
        assert code(other.post(f"{V1}/accounts/{account['id']}:reset-password")) == (404, "not_found")
        reset = admin.post(f"{V1}/accounts/{account['id']}:reset-password").json()
        assert [grant["state"] for grant in reset["account"]["grants"]] == ["proposed"]
        client = settle(world, account | reset, NEW_PASSWORD)
        assert code(client.get(f"{V1}/ledger/events")) == (403, "access.denied")
        assert code(decide(admin, grant["id"], "approve")) == (403, "access.denied")
        assert decide(leader, grant["id"], "approve").json()["state"] == "active"
        assert client.get(f"{V1}/ledger/events").status_code == 200
        assert [event["action"] for event in events(world, "account.password_reset", "grant.suspended")] == [
            "account.password_reset",
            "grant.suspended",
        ]

    def test_resetting_the_leader_does_not_make_a_new_one_possible_alone(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        world.sign_in("bureau_leader")
        leader = admin.get(f"{V1}/accounts?role=bureau_leader").json()["items"][0]
        admin.post(f"{V1}/accounts/{leader['id']}:reset-password")
        puppet = create(admin)
        assert propose(admin, puppet["id"], "bureau_leader", world.unit("county")).json()["state"] == "proposed"
