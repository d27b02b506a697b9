"""What the operator sets up on the host."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from api.accounts.service import approve_on_host, bootstrap_admin, create_account_with_grants
from api.core import clock
from api.core.context import Context
from api.core.errors import Refused
from api.core.transaction import transaction
from api.demo.divisions import DIVISIONS
from api.organizations import regions
from tests.api.accounts.steps import create, decide, events, log_in, propose, settle
from tests.world import V1, World


@contextmanager
def host(app: FastAPI) -> Iterator[Context]:
    with transaction(app.state.database) as session:
        yield Context(session=session, now=clock.now(), trace="test", path="", keys=app.state.keys)


@pytest.fixture
def installed(app: FastAPI) -> FastAPI:
    """A fresh installation with its regions and nobody in it."""
    with host(app) as ctx:
        regions.load_shipped(ctx.session)
        regions.load_invented(ctx.session, DIVISIONS)
    return app


class TestBootstrap:
    def test_an_empty_installation_knows_no_password(self, installed: FastAPI) -> None:
        world = World(installed, None, {})  # type: ignore[arg-type]
        for name in ("admin", "root", "administrator"):
            for password in ("admin", "password", "123456", "qinglian"):
                assert log_in(world, name, password)[1].status_code in (401, 429)

    def test_the_first_admin_gets_a_one_time_password_and_can_start(self, installed: FastAPI) -> None:
        world = World(installed, None, {})  # type: ignore[arg-type]
        with host(installed) as ctx:
            password = bootstrap_admin(ctx, "guxiaotong", "顾晓彤", "990124")
        client, answer = log_in(world, "guxiaotong", password)
        assert answer.json()["account"]["must_change_password"] is True
        assert [(g["role"], g["unit"]["name"]) for g in answer.json()["grants"]] == [("platform_admin", "锦岚县")]
        admin = settle(world, {"username": "guxiaotong", "initial_password": password})
        assert admin.get(f"{V1}/accounts").json()["total"] == 1
        assert client.get(f"{V1}/auth/session").status_code == 401

    def test_a_second_one_is_refused(self, installed: FastAPI) -> None:
        with host(installed) as ctx:
            bootstrap_admin(ctx, "guxiaotong", "顾晓彤", "990124")
        with pytest.raises(Refused) as refused, host(installed) as ctx:
            bootstrap_admin(ctx, "another", "另一个", "990124")
        assert refused.value.spec.code == "account.admin_exists"

    def test_the_whole_way_from_an_empty_house_to_an_auditor(self, installed: FastAPI) -> None:
        """Admin on the host → first leader by the admin → auditor by both."""
        world = World(installed, None, {})  # type: ignore[arg-type]
        with host(installed) as ctx:
            password = bootstrap_admin(ctx, "guxiaotong", "顾晓彤", "990124")
        admin = settle(world, {"username": "guxiaotong", "initial_password": password})
        county = admin.get(f"{V1}/auth/session").json()["grants"][0]["unit"]["id"]
        leader_account, auditor_account = create(admin, "leader", "方立群"), create(admin, "auditor", "唐书航")
        assert propose(admin, leader_account["id"], "bureau_leader", county).json()["state"] == "active"
        grant = propose(admin, auditor_account["id"], "auditor", county).json()
        leader, auditor = settle(world, leader_account), settle(world, auditor_account)
        assert decide(leader, grant["id"], "approve").json()["state"] == "active"
        assert auditor.get(f"{V1}/ledger/events").status_code == 200


class TestApproveOnHost:
    def test_the_only_leader_comes_back_after_a_reset(self, world: World) -> None:
        admin = world.sign_in("platform_admin", "far_county")
        account = create(admin)
        propose(admin, account["id"], "bureau_leader", world.unit("far_county"))
        account |= admin.post(f"{V1}/accounts/{account['id']}:reset-password").json()
        leader = settle(world, account)
        assert leader.get(f"{V1}/auth/session").json()["grants"] == []
        with world.host() as ctx:
            assert approve_on_host(ctx, "ZhongYi") == ["bureau_leader"]
            assert approve_on_host(ctx, "zhongyi") == []
        assert [grant["role"] for grant in leader.get(f"{V1}/auth/session").json()["grants"]] == ["bureau_leader"]
        (approved,) = world_events(world, "grant.approved")
        assert (approved["actor"], approved["object_label"]) == (None, "钟毅 · bureau_leader")

    def test_nobody_is_not_found(self, world: World) -> None:
        with pytest.raises(Refused) as refused, world.host() as ctx:
            approve_on_host(ctx, "nobody")
        assert refused.value.spec.code == "not_found"


class TestCreateAccountWithGrants:
    def test_it_can_log_in_at_once_with_all_its_roles(self, world: World) -> None:
        with world.host() as ctx:
            seats = [("auditor", UUID(world.unit("county"))), ("school_leader", UUID(world.unit("school")))]
            create_account_with_grants(ctx, "reader", "沈一鸣", "any word at all", seats)
        client, answer = log_in(world, "reader", "any word at all")
        assert answer.json()["account"]["must_change_password"] is False
        assert {grant["role"] for grant in answer.json()["grants"]} == {"auditor", "school_leader"}
        assert client.get(f"{V1}/ledger/events").status_code == 200

    def test_the_ledger_says_where_it_came_from(self, world: World) -> None:
        with world.host() as ctx:
            create_account_with_grants(ctx, "reader", "沈一鸣", "x", [("read_only", UUID(world.unit("county")))])
        made = events(world, "account.created", "grant.given", reason="set up on the host")
        assert [event["actor"] for event in made if "沈一鸣" in event["object_label"]] == [None, None]

    def test_a_bad_user_name_is_refused(self, world: World) -> None:
        with pytest.raises(Refused) as refused, world.host() as ctx:
            create_account_with_grants(ctx, "沈", "沈一鸣", "x", [("read_only", UUID(world.unit("county")))])
        assert code_of(refused.value) == "account.username_form"


def code_of(refused: Refused) -> str:
    return refused.violations[0].spec.code


def world_events(world: World, action: str) -> list[dict[str, Any]]:
    """Of the far county, set up on the host."""
    page = world.sign_in("auditor", "far_county").get(f"{V1}/ledger/events?action={action}").json()
    return [event for event in page["items"] if event["reason"] == "set up on the host"]
