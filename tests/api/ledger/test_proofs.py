"""The ledger's places, heads and proofs over HTTP: who sees them, and that they hold outside."""

from typing import Any
from uuid import UUID

import pytest

from api.accounts.rules import ROLE_PERMISSIONS, Role, kinds_for
from api.ledger import service
from api.ledger.jobs import SEQUENCE
from api.ledger.rules.notes import Key
from api.ledger.rules.proofs import checked
from api.organizations.rules import UnitKind
from tests.api.ledger.steps import event_about, event_at, tamper, write
from tests.background import work_off, worker
from tests.world import V1, World

LEDGER = f"{V1}/ledger"


def proof_of(world: World, unit: str = "school", **params: Any) -> dict[str, Any]:
    answer = world.sign_in("auditor").get(f"{LEDGER}/events/{event_about(world, unit)}/proof", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def key_of(world: World) -> Key:
    return Key.parse(world.sign_in("auditor").get(f"{LEDGER}/key").json()["key"])


class TestPlaces:
    def test_who_reads_the_ledger_sees_places_and_what_waits(self, ledger: World) -> None:
        write(ledger, 1)
        items = ledger.sign_in("auditor").get(f"{LEDGER}/events", params={"limit": 200}).json()["items"]
        states = {item["state"]: item["seq"] for item in items}
        assert states["pending"] is None
        assert isinstance(states["sequenced"], int)

    def test_a_history_shows_no_place(self, ledger: World) -> None:
        leader = ledger.sign_in("school_leader", "school")
        (event, *_) = leader.get(f"{V1}/schools/{ledger.unit('school')}/history").json()["items"]
        assert {"seq", "state", "size"} & set(event) == set()

    def test_no_role_that_is_bound_to_a_school_reads_the_ledger(self) -> None:
        """So nobody there can tell from places or sizes that something about the school was written elsewhere."""
        low = [role for role in Role if UnitKind.SCHOOL in kinds_for(role)]
        assert low
        assert [role for role in low if "ledger.read" in ROLE_PERMISSIONS[role]] == []


class TestProof:
    def test_it_holds_outside_with_the_public_key_alone(self, ledger: World) -> None:
        answer = proof_of(ledger)
        proved = checked(answer["file"], key_of(ledger))
        assert proved.event["action"] == "school.created"
        assert proved.event["object_id"] == ledger.unit("school")
        assert (proved.index, proved.head.size) == (answer["seq"], answer["size"])
        assert proved.document is None

    def test_what_was_said_is_enclosed_when_asked_for(self, ledger: World) -> None:
        document = checked(proof_of(ledger, payload=True)["file"], key_of(ledger)).document
        assert document is not None
        assert {"field": "name", "before": None, "after": "锦岚县第一小学"} in document["changes"]

    def test_handing_it_out_is_recorded(self, ledger: World) -> None:
        proof_of(ledger)
        auditor = ledger.sign_in("auditor")
        (event,) = auditor.get(f"{LEDGER}/events", params={"action": "ledger.read.read"}).json()["items"]
        assert (event["object_label"], event["actor"]["id"]) == ("prove_ledger_event", ledger.account("auditor"))

    def test_an_event_that_waits_has_none_yet(self, world: World) -> None:
        address = f"{LEDGER}/events/{event_about(world, 'school')}/proof"
        answer = world.sign_in("auditor").get(address)
        assert (answer.status_code, answer.json()["code"]) == (409, "ledger.not_sequenced")

    def test_an_erased_payload_cannot_be_enclosed_and_the_proof_stays(self, ledger: World) -> None:
        event = UUID(event_about(ledger, "school"))
        with ledger.host() as ctx:
            service.erase_payload(ctx, event, "教纪〔2026〕7号")
        auditor = ledger.sign_in("auditor")
        answer = auditor.get(f"{LEDGER}/events/{event}/proof", params={"payload": True})
        assert (answer.status_code, answer.json()["code"]) == (409, "ledger.no_payload")
        assert checked(proof_of(ledger)["file"], key_of(ledger)).event["id"] == str(event)

    @pytest.mark.parametrize("unit", ["far_school", "far_bureau"])
    def test_an_event_out_of_reach_is_not_there(self, ledger: World, unit: str) -> None:
        answer = ledger.sign_in("auditor").get(f"{LEDGER}/events/{event_about(ledger, unit)}/proof")
        assert answer.status_code == 404

    @pytest.mark.parametrize("role", [role for role in Role if "ledger.read" not in ROLE_PERMISSIONS[role]])
    def test_who_may_not_read_the_ledger_gets_none(self, ledger: World, role: Role) -> None:
        unit = {"district_reviewer": "district"}.get(role, "school" if role.startswith("school_") else "county")
        answer = ledger.sign_in(role, unit).get(f"{LEDGER}/events/{event_at(ledger, 1)}/proof")
        assert answer.status_code == 403


class TestHead:
    def test_it_says_where_the_ledger_stands(self, ledger: World) -> None:
        write(ledger, 2)
        head = ledger.sign_in("auditor").get(f"{LEDGER}/head").json()
        assert head["pending"] >= 2
        assert head["head"]["size"] == head["size"] - 3
        assert head["head"]["note"].startswith(f"{head['origin']}\n{head['head']['size']}\n")
        assert (head["verification"], head["witness"]) == (None, None)

    def test_an_empty_ledger_has_none(self, world: World) -> None:
        head = world.sign_in("auditor").get(f"{LEDGER}/head").json()
        assert (head["origin"], head["size"], head["head"]) == (None, 0, None)
        assert world.sign_in("auditor").get(f"{LEDGER}/key").status_code == 409

    def test_signing_gives_the_tree_of_now_once(self, ledger: World) -> None:
        auditor = ledger.sign_in("auditor")
        made = auditor.post(f"{LEDGER}/heads")
        assert made.status_code == 201, made.text
        assert auditor.post(f"{LEDGER}/heads").json() == made.json()
        heads = auditor.get(f"{LEDGER}/heads").json()
        assert heads["total"] == 2
        assert heads["items"][0] == made.json()


class TestVerification:
    def test_a_sound_ledger_is_found_sound(self, ledger: World) -> None:
        auditor = ledger.sign_in("auditor")
        asked = auditor.post(f"{LEDGER}/verifications", json={"objects": True})
        assert asked.status_code == 202, asked.text
        assert asked.json()["state"] == "queued"
        work_off(ledger)
        (job,) = auditor.get(f"{LEDGER}/verifications").json()["items"]
        assert (job["id"], job["state"], job["result"]["found"]) == (asked.json()["id"], "succeeded", 0)
        assert job["result"]["objects"] == 3
        assert auditor.get(f"{LEDGER}/head").json()["verification"]["id"] == job["id"]

    def test_what_is_wrong_is_named_and_everyone_who_reads_the_ledger_is_told(self, ledger: World) -> None:
        event = event_at(ledger, 7)
        tamper(ledger, "UPDATE ledger_event SET reason = 'x' WHERE id = :id", id=event)
        auditor = ledger.sign_in("auditor")
        auditor.post(f"{LEDGER}/verifications", json={})
        work_off(ledger)
        (job,) = auditor.get(f"{LEDGER}/verifications").json()["items"]
        assert job["result"]["faults"] == [{"kind": "event.altered", "seq": 7, "event": str(event)}]
        (notice, *_) = auditor.get(f"{V1}/notifications").json()["items"]
        assert notice["kind"] == "ledger.faulty"

    def test_who_may_not_read_the_ledger_cannot_ask(self, ledger: World) -> None:
        answer = ledger.sign_in("platform_admin").post(f"{LEDGER}/verifications", json={})
        assert answer.status_code == 403


class TestSequencerInTheWorker:
    def test_what_is_written_gets_its_place_without_being_asked(self, world: World) -> None:
        worker(world, followers=[SEQUENCE]).catch_up(SEQUENCE)
        head = world.sign_in("auditor").get(f"{LEDGER}/head").json()
        assert head["pending"] == 0
        assert head["size"] > 0
