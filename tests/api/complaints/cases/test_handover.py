"""Straight up: what a case holds is handed over whole before it is destroyed, and to nobody else."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.complaints.models.cases import ComplaintCase, ComplaintStep
from api.complaints.models.vault import ComplaintContent, ComplaintFilePart, ComplaintIdentity, IdentityRequest
from api.complaints.router import handover
from api.core import clock
from api.core.keys import DestroyedKey
from api.ledger.models import LedgerEvent, LedgerPayload
from tests import samples
from tests.api.complaints.cases.desk import URL, Desk
from tests.api.complaints.steps import PASSPHRASES, WHO, cross, custodians, good, key, upload
from tests.databases import BACKENDS, borrowed
from tests.world import V1, WORLD, inhabited

SAID = "分管副局长收受供应商购物卡"
FILE = samples.photograph()
UP = {"organ": "county_discipline", "document_no": "锦教纪〔2026〕3号"}


class Case:
    """A matter of a superior organ's at the desk, as its clerk and the custodians have it in hand."""

    def __init__(self, desk: Desk, keepers: list[TestClient]) -> None:
        self.desk, self.keepers = desk, keepers

    def new(self, **said: Any) -> str:
        """One that is screened and matched, with a file; named if it is said who."""
        entered = {"channel": "letter", "text": SAID, "category": "1501", **said}
        case = str(good(self.desk.clerk.post(URL, json=entered, headers=key()))["id"])
        good(self.desk.clerk.post(f"{URL}/{case}/attachments", content=upload(FILE, "购物卡.jpg")))
        self.desk.must(self.desk.clerk, case, ":screen")
        named = {"subjects": [{"kind": "unknown", "rank": "bureau_head"}], "complete": True}
        self.desk.must(self.desk.clerk, case, ":match", named)
        return case

    def fetch(self, case: str, client: TestClient | None = None) -> Any:
        return self.desk.do(client or self.desk.clerk, case, "/handover:fetch")

    def granted(self, case: str) -> None:
        """A custodian lets the identity go with the case."""
        with self.desk.world.host() as ctx:
            stmt = select(IdentityRequest.id).where(IdentityRequest.case_id == UUID(case))
            request_id = ctx.session.scalars(stmt.where(IdentityRequest.state == "pending")).one()
        sent = {"passphrase": PASSPHRASES["bureau"], "reason": "随件移交上级机关"}
        good(self.keepers[0].post(f"{V1}/identity-requests/{request_id}:grant", json=sent))

    def seal_up(self, case: str, sha256: str) -> Any:
        return self.desk.do(self.desk.clerk, case, ":seal-up", UP | {"sha256": sha256})


@pytest.fixture(scope="module", params=BACKENDS)
def up(request: pytest.FixtureRequest) -> Iterator[Case]:
    """One county for all of them."""
    with (
        time_machine.travel(datetime(2026, 11, 20, 4, tzinfo=UTC)),
        borrowed(request.param, WORLD) as copy,
        inhabited(copy) as world,
    ):
        yield Case(Desk(world), custodians(world))


class TestHandOver:
    def test_texts_files_and_identity_leave_whole_and_then_only_a_stub_is_left(self, up: Case) -> None:
        case, desk = up.new(identity=WHO), up.desk
        assert up.seal_up(case, "0" * 64).json()["code"] == "complaint.not_handed_over"
        asked = good(desk.do(desk.clerk, case, "/handover"))
        assert (asked["named"], asked["identity"], asked["files"], asked["ready"]) == (True, "pending", 1, False)
        assert up.fetch(case).json()["code"] == "identity.not_granted"
        up.granted(case)
        assert good(desk.clerk.get(f"{URL}/{case}/handover"))["ready"] is True
        package = up.fetch(case)
        assert package.status_code == 200, package.text
        with zipfile.ZipFile(io.BytesIO(package.content)) as archive:
            assert archive.testzip() is None
            assert archive.read("files/01-购物卡.jpg") == FILE
            assert json.loads(archive.read("texts.json"))[0]["text"] == SAID
            assert {name: json.loads(archive.read("identity.json"))[name] for name in WHO} == WHO
        assert up.fetch(case).json()["code"] == "complaint.handover_done"
        assert up.seal_up(case, hashlib.sha256(package.content[:-1]).hexdigest()).json()["code"] == (
            "complaint.handover_differs"
        )
        with desk.world.host() as ctx:
            key_id = ctx.session.get_one(ComplaintCase, UUID(case)).data_key_id
        digest = hashlib.sha256(package.content).hexdigest()
        stub = good(up.seal_up(case, digest))
        assert (stub["state"], stub["category"], stub["transfers"][0]["digest"]) == ("sealed_up", None, digest)
        cross(desk.world)
        with desk.world.host() as ctx:
            for table in (ComplaintContent, ComplaintIdentity, IdentityRequest):
                assert ctx.session.scalars(select(table.case_id).where(table.case_id == UUID(case))).all() == []
            assert key_id is not None
            with pytest.raises(DestroyedKey):
                ctx.keys.open_data_key(key_id)
        assert desk.do(desk.clerk, case, "/handover").json()["code"] == "complaint.wrong_state"

    def test_every_step_is_in_the_timeline_and_in_the_ledger_without_a_word(self, up: Case) -> None:
        case, desk = up.new(identity=WHO), up.desk
        good(desk.do(desk.clerk, case, "/handover"))
        up.granted(case)
        package = up.fetch(case).content
        good(up.seal_up(case, hashlib.sha256(package).hexdigest()))
        with desk.world.host() as ctx:
            steps = select(ComplaintStep.verb, ComplaintStep.event_id).where(ComplaintStep.case_id == UUID(case))
            lines = {row.verb: row.event_id for row in ctx.session.execute(steps)}
            events = set(ctx.session.scalars(select(LedgerEvent.id)))
            actions = set(ctx.session.scalars(select(LedgerEvent.action)))
            dumped = "\n".join(str(row) for row in ctx.session.execute(select(LedgerPayload.document)))
        assert {"hand_over", "fetch", "fetched", "seal_up"} <= set(lines)
        assert set(lines.values()) <= events
        assert {"identity.asked", "identity.granted", "identity.handed_out"} <= actions
        assert not any(word in dumped for word in (SAID, case, "购物卡", *WHO.values()))

    def test_what_comes_in_after_the_package_left_is_not_destroyed_with_it(self, up: Case) -> None:
        case, desk = up.new(), up.desk
        asked = good(desk.do(desk.clerk, case, "/handover"))
        assert (asked["identity"], asked["ready"]) == (None, True)
        digest = hashlib.sha256(up.fetch(case).content).hexdigest()
        good(desk.clerk.post(f"{URL}/{case}/notes", json={"text": "来电补充"}))
        assert up.seal_up(case, digest).json()["code"] == "complaint.handover_outdated"
        good(desk.do(desk.clerk, case, "/handover"))
        assert up.seal_up(case, digest).json()["code"] == "complaint.not_handed_over"
        anew = up.fetch(case).content
        assert "来电补充".encode() in zipfile.ZipFile(io.BytesIO(anew)).read("texts.json")
        good(up.seal_up(case, hashlib.sha256(anew).hexdigest()))

    def test_what_breaks_off_has_not_left_and_can_be_fetched_again(
        self, up: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case = up.new()
        good(up.desk.do(up.desk.clerk, case, "/handover"))
        with monkeypatch.context() as broken:
            broken.setattr(handover, "_finish", lambda *_: None)
            first = up.fetch(case).content
        assert up.seal_up(case, hashlib.sha256(first).hexdigest()).json()["code"] == "complaint.not_handed_over"
        again = up.fetch(case).content
        good(up.seal_up(case, hashlib.sha256(again).hexdigest()))


class TestAttackers:
    def test_nobody_but_who_prepared_it_gets_anything(self, up: Case) -> None:
        """The head without the desk, another clerk, a handler, a custodian, the school: no byte, and nothing is wiped."""
        case, desk = up.new(identity=WHO), up.desk
        good(desk.do(desk.clerk, case, "/handover"))
        up.granted(case)
        other = desk.of("intake_clerk", "bureau")
        outsiders = [(desk.head, 403), (other, 409), (desk.handler, 403), (up.keepers[0], 403)]
        outsiders += [(desk.of("school_leader", "school"), 403), (desk.of("platform_admin"), 403)]
        outsiders += [(desk.of("intake_clerk", "far_county"), 404)]
        for client, status in outsiders:
            assert up.fetch(case, client).status_code == status
            assert desk.do(client, case, ":seal-up", UP | {"sha256": "0" * 64}).status_code in {403, 404, 409}
        # One clerk's grant is not another's: preparing it anew asks a custodian anew.
        assert good(desk.do(other, case, "/handover"))["identity"] == "pending"
        assert up.fetch(case, other).json()["code"] == "identity.not_granted"
        assert up.fetch(case).json()["code"] == "complaint.not_handed_over"
        assert desk.get(case)["state"] == "screening"

    def test_a_case_of_the_houses_own_cannot_be_carried_off_this_way(self, up: Case) -> None:
        case, desk = up.desk.lead_to("matched"), up.desk
        assert desk.do(desk.clerk, case, "/handover").json()["code"] == "complaint.not_superior"
        assert up.fetch(case).json()["code"] == "complaint.not_superior"

    def test_a_denied_or_lapsed_grant_opens_no_identity(self, up: Case) -> None:
        case, desk = up.new(identity=WHO), up.desk
        good(desk.do(desk.clerk, case, "/handover"))
        with desk.world.host() as ctx:
            stmt = select(IdentityRequest).where(IdentityRequest.case_id == UUID(case))
            request_id = ctx.session.scalars(stmt).one().id
        good(up.keepers[1].post(f"{V1}/identity-requests/{request_id}:deny", json={"reason": "先核实移交去向"}))
        assert up.fetch(case).json()["code"] == "identity.not_granted"
        assert good(desk.do(desk.clerk, case, "/handover"))["identity"] == "pending"
        up.granted(case)
        with time_machine.travel(clock.now().timestamp() + 25 * 3600):
            assert up.fetch(case, desk.clerk).json()["code"] == "identity.view_used"
            with desk.world.host() as ctx:
                parts = ctx.session.scalars(select(ComplaintFilePart.number)).all()
                assert ctx.session.get_one(ComplaintIdentity, UUID(case)).envelopes
        assert parts
