"""An identity: sealed to custodians, asked for with a motive, granted by another, seen once; the reporter is told."""

from base64 import b64decode
from typing import Any
from uuid import UUID

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from api.complaints import sealing
from api.complaints.models.vault import ComplaintIdentity, IdentityRequest
from api.core import clock
from api.core.keys import DestroyedKey, UnknownKey
from api.ledger.models import LedgerEvent, LedgerPayload
from tests.api.complaints.cases.desk import Desk
from tests.api.complaints.steps import (
    PASSPHRASES,
    WHO,
    complained,
    cross,
    custodians,
    good,
    looked_up,
    only_case,
)
from tests.world import V1, World

ASK = {"motive": "要当面核实照片里的日期"}


@pytest.fixture
def keepers(world: World) -> list[TestClient]:
    """Two custodians: of the bureau, of the county."""
    return custodians(world)


def asked(world: World, portal: TestClient) -> tuple[TestClient, str, dict[str, Any]]:
    """A named complaint, its receipt, and a request of the head of the team: (head, receipt, request)."""
    receipt = complained(portal, identity=WHO)
    cross(world)
    head = world.sign_in("inspection_head")
    request = good(head.post(f"{V1}/complaints/{only_case(world)}/identity-requests", json=ASK))
    return head, receipt, request


def grant(keeper: TestClient, request: dict[str, Any], passphrase: str) -> Any:
    sent = {"passphrase": passphrase, "reason": "动机充分，同意"}
    return keeper.post(f"{V1}/identity-requests/{request['id']}:grant", json=sent)


class TestKeys:
    def test_each_has_one_and_two_have_to_remain(self, world: World, keepers: list[TestClient]) -> None:
        again = keepers[0].post(f"{V1}/custodian-keys", json={"passphrase": "x" * 12})
        assert again.json()["code"] == "identity.key_exists"
        assert keepers[0].post(f"{V1}/custodian-keys/mine:retire").json()["code"] == "identity.last_keys"
        listed = good(keepers[0].get(f"{V1}/custodian-keys"))
        assert (len(listed["items"]), listed["persons"]) == (2, 2)
        assert set(listed["items"][0]) == {"id", "holder", "created_at", "retired_at"}

    def test_no_passphrase_and_no_private_half_lies_anywhere(self, world: World, keepers: list[TestClient]) -> None:
        with world.host() as ctx:
            dumped = "\n".join(str(row) for row in ctx.session.execute(select(LedgerPayload.document)))
        assert not any(passphrase in dumped for passphrase in PASSPHRASES.values())

    def test_a_younger_custodian_is_let_in_by_an_older_one(
        self, world: World, portal: TestClient, keepers: list[TestClient]
    ) -> None:
        _, _, request = asked(world, portal)
        third = world.sign_in("identity_custodian", world.unit("county"))
        good(third.post(f"{V1}/custodian-keys", json={"passphrase": "第三位保管员的口令很长"}))
        refused = grant(third, request, "第三位保管员的口令很长")
        assert refused.json()["code"] == "identity.not_sealed_to_you"
        shared = good(keepers[0].post(f"{V1}/custodian-keys/mine:share", json={"passphrase": PASSPHRASES["bureau"]}))
        assert shared == {"shared": 1, "unopened": 0}
        assert good(grant(third, request, "第三位保管员的口令很长"))["state"] == "granted"

    def test_after_five_slips_a_key_rests(self, world: World, portal: TestClient, keepers: list[TestClient]) -> None:
        _, _, request = asked(world, portal)
        codes = [grant(keepers[0], request, "不是这个口令不是这个").json()["code"] for _ in range(6)]
        assert codes == ["identity.wrong_passphrase"] * 5 + ["identity.key_rests"]
        assert grant(keepers[0], request, PASSPHRASES["bureau"]).status_code == 429
        with time_machine.travel(clock.now().timestamp() + 3700, tick=False):
            assert grant(keepers[0], request, PASSPHRASES["bureau"]).status_code == 200

    def test_a_passphrase_is_changed_with_the_old_one(
        self, world: World, portal: TestClient, keepers: list[TestClient]
    ) -> None:
        _, _, request = asked(world, portal)
        sent = {"passphrase": PASSPHRASES["bureau"], "new_passphrase": "换了一个新的口令也很长"}
        good(keepers[0].post(f"{V1}/custodian-keys/mine:change-passphrase", json=sent))
        assert grant(keepers[0], request, PASSPHRASES["bureau"]).status_code == 403
        assert grant(keepers[0], request, "换了一个新的口令也很长").status_code == 200


class TestView:
    def test_with_the_case_goes_what_was_asked_about_it(
        self, world: World, portal: TestClient, keepers: list[TestClient]
    ) -> None:
        head, _, request = asked(world, portal)
        desk, case, school = Desk(world), str(only_case(world)), world.unit("school")
        desk.must(desk.clerk, case, ":screen")
        desk.must(desk.clerk, case, ":match", {"subjects": [{"kind": "unit", "unit_id": school}]})
        good(grant(keepers[0], request, PASSPHRASES["bureau"]))
        mine = f"{V1}/identity-requests/mine"
        assert [one["id"] for one in good(head.get(mine))["items"]] == [request["id"]]
        good(head.post(f"{V1}/complaints/ties", json={"unit_id": school}))
        assert good(head.get(mine)) == {"items": [], "page": 1, "size": 50, "total": 0}
        assert head.post(f"{V1}/identity-requests/{request['id']}:view").status_code == 404
        assert request["id"] not in head.get(f"{V1}/notifications").text

    def test_from_motive_to_one_view(self, world: World, portal: TestClient, keepers: list[TestClient]) -> None:
        head, receipt, request = asked(world, portal)
        url = f"{V1}/identity-requests/{request['id']}"
        assert head.post(f"{url}:view").json()["code"] == "identity.not_granted"
        (waiting,) = good(keepers[0].get(f"{V1}/identity-requests", params={"state": "pending"}))["items"]
        assert waiting["motive"] == ASK["motive"]
        good(grant(keepers[0], request, PASSPHRASES["bureau"]))
        assert looked_up(portal, receipt)["identity_opened_on"] is None
        seen = good(head.post(f"{url}:view"))
        assert {name: seen["identity"][name] for name in WHO} == WHO
        assert seen["watermark"].startswith("inspection_head county")
        assert head.post(f"{url}:view").json()["code"] == "identity.view_used"
        cross(world)
        assert looked_up(portal, receipt)["identity_opened_on"] == clock.legal_day(clock.now()).isoformat()
        (own,) = good(head.get(f"{V1}/identity-requests/mine"))["items"]
        assert (own["state"], own["reason"]) == ("viewed", "动机充分，同意")

    def test_the_key_of_the_view_is_destroyed_with_it(
        self, world: World, portal: TestClient, keepers: list[TestClient]
    ) -> None:
        head, _, request = asked(world, portal)
        good(grant(keepers[0], request, PASSPHRASES["bureau"]))
        with world.host() as ctx:
            key_id = ctx.session.execute(select(IdentityRequest.view_key_id)).scalar_one()
        assert key_id is not None
        good(head.post(f"{V1}/identity-requests/{request['id']}:view"))
        cross(world)
        with pytest.raises((DestroyedKey, UnknownKey)):
            world.app.state.keys.open_data_key(key_id)

    def test_a_grant_that_nobody_uses_lapses(self, world: World, portal: TestClient, keepers: list[TestClient]) -> None:
        head, _, request = asked(world, portal)
        good(grant(keepers[0], request, PASSPHRASES["bureau"]))
        with time_machine.travel(clock.now().timestamp() + 25 * 3600, tick=False):
            head = world.sign_in("inspection_head")
            assert head.post(f"{V1}/identity-requests/{request['id']}:view").status_code == 409
            cross(world)
        with world.host() as ctx:
            row = ctx.session.execute(select(IdentityRequest)).scalar_one()
            assert (row.state, row.view, row.view_key_id) == ("lapsed", None, None)

    def test_nobody_else_sees_it(self, world: World, portal: TestClient, keepers: list[TestClient]) -> None:
        _, _, request = asked(world, portal)
        good(grant(keepers[0], request, PASSPHRASES["bureau"]))
        other = world.sign_in("inspection_head", world.unit("county"))
        assert other.post(f"{V1}/identity-requests/{request['id']}:view").status_code == 404
        assert keepers[0].post(f"{V1}/identity-requests/{request['id']}:view").status_code == 403

    def test_every_step_is_in_the_ledger_without_a_word(
        self, world: World, portal: TestClient, keepers: list[TestClient]
    ) -> None:
        head, _, request = asked(world, portal)
        good(grant(keepers[0], request, PASSPHRASES["bureau"]))
        good(head.post(f"{V1}/identity-requests/{request['id']}:view"))
        with world.host() as ctx:
            actions = ctx.session.scalars(
                select(LedgerEvent.action).where(LedgerEvent.object_type == "identity_request")
            ).all()
            dumped = "\n".join(str(row) for row in ctx.session.execute(select(LedgerPayload.document)))
        assert sorted(actions) == ["identity.asked", "identity.granted", "identity.viewed"]
        assert not any(word in dumped for word in (*WHO.values(), ASK["motive"], "动机充分", str(only_case(world))))


class TestDecide:
    def test_denied_it_stays_closed(self, world: World, portal: TestClient, keepers: list[TestClient]) -> None:
        head, _, request = asked(world, portal)
        good(keepers[1].post(f"{V1}/identity-requests/{request['id']}:deny", json={"reason": "可以通过回执提问"}))
        assert head.post(f"{V1}/identity-requests/{request['id']}:view").json()["code"] == "identity.not_granted"
        assert grant(keepers[0], request, PASSPHRASES["bureau"]).json()["code"] == "identity.decided"

    def test_who_asks_does_not_decide_even_as_a_custodian(self, world: World, portal: TestClient) -> None:
        custodians(world)
        _, _, request = asked(world, portal)
        with world.host() as ctx:
            mine = UUID(world.account("identity_custodian", "bureau"))
            ctx.session.execute(update(IdentityRequest).values(requested_by=mine))
        keeper = world.sign_in("identity_custodian", "bureau")
        assert grant(keeper, request, PASSPHRASES["bureau"]).json()["code"] == "identity.own_request"

    def test_a_case_without_an_identity_has_none_to_ask_for(
        self, world: World, portal: TestClient, keepers: list[TestClient]
    ) -> None:
        complained(portal)
        cross(world)
        head = world.sign_in("inspection_head")
        answer = head.post(f"{V1}/complaints/{only_case(world)}/identity-requests", json=ASK)
        assert answer.json()["code"] == "identity.none"

    def test_the_house_alone_opens_nothing(self, world: World, portal: TestClient, keepers: list[TestClient]) -> None:
        """All keys that the server holds, tried on the envelopes."""
        complained(portal, identity=WHO)
        cross(world)
        keys = world.app.state.keys
        held = [secret for name in keys.generations() for secret in keys._read(name).values()]
        held += [keys.open_data_key(key_id) for key_id in keys.data_keys()]
        with world.host() as ctx:
            envelopes = ctx.session.execute(select(ComplaintIdentity.envelopes)).scalar_one()
        assert len(envelopes) == 2
        for key_id, sealed in envelopes.items():
            for secret in held:
                with pytest.raises(sealing.NotOpened):
                    sealing.open_with(
                        X25519PrivateKey.from_private_bytes(secret), b64decode(sealed), f"identity/1/{key_id}"
                    )
