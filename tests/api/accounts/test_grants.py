"""Grants: who gives what to whom, where, and who confirms it."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from api.accounts.models import Account, AccountGrant
from api.accounts.rules import SENSITIVE, STEPS, GrantState, GrantVerb, Role, kinds_for
from api.accounts.service import grants
from api.core.context import Context
from tests.api.accounts.steps import changed, code, create, decide, events, faults, propose, settle
from tests.world import V1, World

HTTP_VERBS = [GrantVerb.APPROVE, GrantVerb.REFUSE, GrantVerb.REVOKE]
UNIT_OF_KIND = {
    "county": "county",
    "bureau": "bureau",
    "district": "district",
    "school": "school",
    "section": "section",
}


def own_id(client: TestClient) -> str:
    return str(client.get(f"{V1}/auth/session").json()["account"]["id"])


def proposed(world: World, role: str = "auditor") -> tuple[TestClient, dict[str, Any], dict[str, Any]]:
    """An admin, an account, and a grant that waits."""
    world.sign_in("bureau_leader")  # so that there is a second person
    admin = world.sign_in("platform_admin")
    account = create(admin)
    return admin, account, propose(admin, account["id"], role, world.unit("county")).json()


class TestPropose:
    def test_every_role_starts_as_the_table_says_at_every_kind_of_unit_or_is_refused(self, world: World) -> None:
        world.sign_in("bureau_leader")
        admin = world.sign_in("platform_admin")
        account = create(admin)
        for role in Role:
            for kind, unit in UNIT_OF_KIND.items():
                answer = propose(admin, account["id"], role, world.unit(unit))
                if kind in kinds_for(role):
                    assert answer.status_code == 201, (role, kind)
                    assert answer.json()["state"] == ("proposed" if role in SENSITIVE else "active")
                else:
                    assert faults(answer) == {("/unit_id", "grant.unit_kind")}, (role, kind)

    def test_the_grant_can_be_read_where_the_answer_says(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        answer = propose(admin, create(admin)["id"], "read_only", world.unit("county"))
        assert answer.headers["location"] == f"{V1}/grants/{answer.json()['id']}"
        assert admin.get(answer.headers["location"]).json() == answer.json()

    def test_a_proposal_gives_nothing(self, world: World) -> None:
        _, account, _ = proposed(world)
        client = settle(world, account)
        assert client.get(f"{V1}/auth/session").json()["grants"] == []
        assert code(client.get(f"{V1}/ledger/events")) == (403, "access.denied")

    def test_the_same_role_at_the_same_unit_is_given_once(self, world: World) -> None:
        admin, account, grant = proposed(world)
        assert code(propose(admin, account["id"], "auditor", world.unit("county"))) == (409, "grant.exists")
        assert propose(admin, account["id"], "auditor", world.unit("bureau")).status_code == 201
        decide(admin, grant["id"], "revoke")
        assert propose(admin, account["id"], "auditor", world.unit("county")).status_code == 201

    def test_no_one_gives_oneself_a_role(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        assert code(propose(admin, own_id(admin), "read_only", world.unit("county"))) == (409, "grant.own")

    def test_a_disabled_account_gets_none(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        account = create(admin)
        admin.patch(f"{V1}/accounts/{account['id']}", json={"status": "disabled"})
        answer = propose(admin, account["id"], "read_only", world.unit("county"))
        assert code(answer) == (409, "grant.account_disabled")

    def test_an_unknown_account_is_not_found(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        assert code(propose(admin, world.unit("county"), "read_only", world.unit("county"))) == (404, "not_found")

    def test_only_the_platform_admin_does_it(self, world: World) -> None:
        account = create(world.sign_in("platform_admin"))
        for role in sorted(set(Role) - {Role.PLATFORM_ADMIN}):
            caller = world.sign_in(role, UNIT_OF_KIND[min(kinds_for(role))])
            answer = propose(caller, account["id"], "read_only", world.unit("county"))
            assert code(answer) == (403, "access.denied"), role

    def test_the_first_leader_is_appointed_alone_and_every_later_one_by_two(self, world: World) -> None:
        admin = world.sign_in("platform_admin", "far_county")
        first, second = create(admin), create(admin, "second", "方立群")
        inspector = propose(admin, first["id"], "inspection_head", world.unit("far_county")).json()
        assert inspector["state"] == "proposed"
        assert propose(admin, first["id"], "bureau_leader", world.unit("far_bureau")).json()["state"] == "active"
        for unit in ("far_bureau", "far_county"):  # at it, and above it
            later = propose(admin, second["id"], "bureau_leader", world.unit(unit)).json()
            assert later["state"] == "proposed"


class TestDecide:
    @pytest.mark.parametrize("state", list(GrantState))
    def test_every_verb_in_every_state_follows_the_table(self, world: World, state: GrantState) -> None:
        admin, account, _ = proposed(world)
        settle(world, account)
        leader = world.sign_in("bureau_leader")
        roles = iter(sorted(SENSITIVE - {Role.AUDITOR, Role.BUREAU_LEADER}))
        for verb in HTTP_VERBS:
            grant = propose(admin, account["id"], next(roles), world.unit("county")).json()
            with world.host() as ctx:
                ctx.session.execute(
                    update(AccountGrant).where(AccountGrant.id == UUID(grant["id"])).values(state=state.value)
                )
            answer = decide(admin if verb is GrantVerb.REVOKE else leader, grant["id"], verb)
            step = STEPS.get((state, verb))
            if step is None:
                assert code(answer) == (409, "grant.state"), verb
                assert admin.get(f"{V1}/grants/{grant['id']}").json()["state"] == state
            else:
                assert (answer.status_code, answer.json()["state"]) == (200, step.after), verb

    def test_an_approved_role_works_with_the_next_request(self, world: World) -> None:
        _, account, grant = proposed(world)
        client = settle(world, account)
        answer = decide(world.sign_in("inspection_head"), grant["id"], "approve")
        assert answer.json()["decided_by"]["display_name"] == "inspection_head county"
        assert client.get(f"{V1}/ledger/events").status_code == 200

    def test_a_refused_one_never_does(self, world: World) -> None:
        admin, account, grant = proposed(world)
        decide(world.sign_in("bureau_leader"), grant["id"], "refuse")
        client = settle(world, account)
        assert code(client.get(f"{V1}/ledger/events")) == (403, "access.denied")
        assert admin.get(f"{V1}/accounts/{account['id']}").json()["grants"] == []
        assert admin.get(f"{V1}/grants?account={account['id']}").json()["items"][0]["state"] == "refused"

    def test_the_proposer_has_not_the_right_to_decide(self, world: World) -> None:
        admin, _, grant = proposed(world)
        assert code(decide(admin, grant["id"], "approve")) == (403, "access.denied")
        assert code(decide(admin, grant["id"], "refuse")) == (403, "access.denied")

    def test_not_even_when_the_proposer_is_a_leader_as_well(self, world: World) -> None:
        admin, account, grant = proposed(world)
        with world.host() as ctx:
            _seat(ctx, own_id(admin), "bureau_leader", world.unit("county"))
        assert code(decide(admin, grant["id"], "approve")) == (409, "grant.second_person")
        assert code(decide(admin, grant["id"], "refuse")) == (409, "grant.second_person")
        assert account["id"] != own_id(admin)

    def test_nor_who_handed_out_the_initial_password(self, world: World) -> None:
        """Two admins: one opened the account and knows its password, the other proposes the role."""
        admin, _, _ = proposed(world)
        other = create(admin, "other", "另一位")
        propose(admin, other["id"], "platform_admin", world.unit("county"))
        second_admin = settle(world, other)
        victim = create(second_admin, "victim", "某人")
        grant = propose(admin, victim["id"], "auditor", world.unit("county")).json()
        with world.host() as ctx:
            _seat(ctx, other["id"], "bureau_leader", world.unit("county"))
        assert code(decide(second_admin, grant["id"], "approve")) == (409, "grant.second_person")
        settle(world, victim)
        assert decide(world.sign_in("bureau_leader"), grant["id"], "approve").status_code == 200

    def test_not_before_the_person_has_taken_the_account_over(self, world: World) -> None:
        """Who handed out the initial password could still walk in with it."""
        _, account, grant = proposed(world)
        leader = world.sign_in("bureau_leader")
        assert code(decide(leader, grant["id"], "approve")) == (409, "grant.not_taken_over")
        settle(world, account)
        assert decide(leader, grant["id"], "approve").status_code == 200

    def test_nor_the_grantee(self, world: World) -> None:
        admin, _, _ = proposed(world)
        leader = world.sign_in("bureau_leader")
        grant = propose(admin, own_id(leader), "auditor", world.unit("county")).json()
        assert code(decide(leader, grant["id"], "approve")) == (409, "grant.second_person")
        assert decide(world.sign_in("inspection_head"), grant["id"], "approve").status_code == 200

    def test_nor_someone_whose_reach_does_not_cover_the_unit(self, world: World) -> None:
        _, _, grant = proposed(world)
        for unit in ("bureau", "far_county"):
            leader = world.sign_in("bureau_leader", unit)
            assert code(decide(leader, grant["id"], "approve")) == (404, "not_found")

    def test_it_is_decided_once(self, world: World) -> None:
        _, account, grant = proposed(world)
        settle(world, account)
        leader = world.sign_in("bureau_leader")
        assert decide(leader, grant["id"], "approve").status_code == 200
        answer = decide(world.sign_in("inspection_head"), grant["id"], "refuse")
        assert code(answer) == (409, "grant.state")
        assert "revoke" in answer.json()["detail"]


class TestRevoke:
    def test_no_one_revokes_the_own_role(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        (grant,) = admin.get(f"{V1}/auth/session").json()["grants"]
        assert code(decide(admin, grant["id"], "revoke")) == (409, "grant.own")

    def test_another_admin_does(self, world: World) -> None:
        admin, other = world.sign_in("platform_admin", "bureau"), world.sign_in("platform_admin")
        (grant,) = admin.get(f"{V1}/auth/session").json()["grants"]
        assert decide(other, grant["id"], "revoke").json()["state"] == "revoked"
        assert code(admin.get(f"{V1}/accounts")) == (403, "access.denied")


class TestList:
    def test_what_waits_is_listed_for_those_who_decide(self, world: World) -> None:
        admin, account, grant = proposed(world)
        propose(admin, account["id"], "read_only", world.unit("county"))
        page = world.sign_in("bureau_leader").get(f"{V1}/grants?state=proposed").json()
        assert (page["total"], page["items"]) == (1, [grant])

    def test_only_within_reach(self, world: World) -> None:
        proposed(world)
        assert world.sign_in("bureau_leader", "far_county").get(f"{V1}/grants?state=proposed").json()["total"] == 0
        assert world.sign_in("bureau_leader", "bureau").get(f"{V1}/grants?state=proposed").json()["total"] == 0


class TestLedger:
    def test_every_step_is_recorded_with_who_did_it(self, world: World) -> None:
        admin, account, grant = proposed(world)
        settle(world, account)
        leader = world.sign_in("bureau_leader")
        decide(leader, grant["id"], "approve")
        decide(admin, grant["id"], "revoke")
        steps = events(world, "grant.proposed", "grant.approved", "grant.revoked")
        assert [(event["action"], event["actor"]["id"]) for event in steps] == [
            ("grant.proposed", own_id(admin)),
            ("grant.approved", own_id(leader)),
            ("grant.revoked", own_id(admin)),
        ]
        assert {event["object_id"] for event in steps} == {grant["id"]}
        assert {event["unit_id"] for event in steps} == {world.unit("county")}
        assert changed(steps[0])["account_id"] == account["id"]
        assert changed(steps[1]) == {"state": "active", "decided_by": own_id(leader)}

    def test_a_refusal_and_a_role_given_by_one_are_recorded_too(self, world: World) -> None:
        admin, account, grant = proposed(world)
        decide(world.sign_in("bureau_leader"), grant["id"], "refuse")
        propose(admin, account["id"], "read_only", world.unit("county"))
        assert len(events(world, "grant.refused")) == 1
        assert events(world, "grant.given")[-1]["object_label"] == "钟毅 · read_only"


def _seat(ctx: Context, account_id: str, role: str, unit_id: str) -> None:
    """Give a role on the host, past the two-person law."""
    account = ctx.session.get_one(Account, UUID(account_id))
    grants.add(ctx, account, grants.Seat(Role(role), UUID(unit_id)), GrantState.ACTIVE)
