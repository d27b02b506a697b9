"""Intake on the staff side: by a clerk, by another system; files and their cleaned copies; content that is wiped."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.complaints.cleaning import JOB
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.vault import ComplaintContent, ComplaintFilePart
from api.complaints.service import wiping
from api.core.idempotency import IdempotencyRecord
from api.core.jobs.models import Job
from api.core.keys import DestroyedKey, KeyStore, copies
from api.ledger.models import LedgerEvent
from tests import samples
from tests.api.complaints.cases.desk import Desk
from tests.api.complaints.steps import (
    PORTAL,
    WHO,
    complained,
    cross,
    custodians,
    good,
    key,
    looked_up,
    only_case,
    upload,
)
from tests.background import work_off
from tests.world import V1, World

PHONED = {"channel": "phone", "text": "反映三年级收教辅费", "category": "0502", "give_receipt": True}


@pytest.fixture
def clerk(world: World) -> TestClient:
    """The intake clerk 受理员."""
    return world.sign_in("intake_clerk")


class TestClerk:
    def test_what_is_told_by_telephone_is_followed_by_receipt(
        self, world: World, portal: TestClient, clerk: TestClient
    ) -> None:
        header = key()
        entered = good(clerk.post(f"{V1}/complaints", json=PHONED, headers=header))
        assert good(clerk.post(f"{V1}/complaints", json=PHONED, headers=header)) == entered
        cross(world)
        assert looked_up(portal, entered["receipt"])["state"]["code"] == "received"
        said = good(clerk.get(f"{V1}/complaints/{entered['id']}/contents"))["items"]
        assert [each["text"] for each in said] == [PHONED["text"]]
        with world.host() as ctx:
            kept = ctx.session.execute(select(IdempotencyRecord)).scalars().all()
            reads = ctx.session.scalars(select(LedgerEvent.action).where(LedgerEvent.action == "complaint.read.read"))
            assert not any(entered["receipt"].encode() in row.body for row in kept)
            assert len(reads.all()) == 1

    def test_an_identity_goes_to_the_custodians_and_is_not_read_back(self, world: World, clerk: TestClient) -> None:
        sent = PHONED | {"identity": WHO}
        assert clerk.post(f"{V1}/complaints", json=sent, headers=key()).json()["code"] == "complaint.anonymous_only"
        custodians(world)
        entered = good(clerk.post(f"{V1}/complaints", json=sent, headers=key()))
        contents = clerk.get(f"{V1}/complaints/{entered['id']}/contents").text
        reporter = clerk.get(f"{V1}/complaints/{entered['id']}/reporter")
        assert good(reporter)["named"] is True
        assert not any(word in contents + reporter.text for word in WHO.values())

    def test_faults_are_named(self, world: World, clerk: TestClient) -> None:
        faults: list[tuple[dict[str, Any], str]] = [
            ({"channel": "portal"}, "complaint.channel_not_entered"),
            ({"channel": "superior"}, "complaint.nobody_for_receipt"),
            ({"category": "9998"}, "complaint.category_unknown"),
            ({"received_on": "2099-01-01"}, "complaint.date_ahead"),
            ({"answers": {"nothing": "x"}}, "complaint.answer_unknown"),
            ({"unit_id": world.unit("far_school")}, "complaint.place_unknown"),
        ]
        for changes, code in faults:
            answer = clerk.post(f"{V1}/complaints", json=PHONED | changes, headers=key())
            assert code in {fault["code"] for fault in answer.json()["errors"]}

    def test_a_letter_of_last_week_is_received_on_its_day(self, world: World, clerk: TestClient) -> None:
        sent = {"channel": "letter", "text": "来信", "received_on": "2026-01-05"}
        assert good(clerk.post(f"{V1}/complaints", json=sent, headers=key()))["received_on"] == "2026-01-05"

    def test_notes_are_sealed_with_the_rest(self, world: World, clerk: TestClient) -> None:
        entered = good(clerk.post(f"{V1}/complaints", json=PHONED, headers=key()))
        good(clerk.post(f"{V1}/complaints/{entered['id']}/notes", json={"text": "来电者愿意再谈"}))
        with world.host() as ctx:
            sealed = ctx.session.scalars(select(ComplaintContent.sealed)).all()
        assert len({len(each) for each in sealed}) == 1, "a line and a paragraph are of one size"
        assert not any("来电者".encode() in each for each in sealed)


class TestSystem:
    def test_what_another_system_sends_twice_is_one_case(self, world: World, clerk: TestClient) -> None:
        items = [
            {"source_no": f"A-{number}", "text": f"第{number}件", "channel": "hotline_12345"} for number in range(3)
        ]
        batch = {"source_system": "hotline", "items": items}
        assert good(clerk.post(f"{V1}/complaints:hand-over", json=batch)) == {"created": 3, "known": 0}
        more = batch | {"items": [*items, {"source_no": "A-9", "text": "新的"}]}
        assert good(clerk.post(f"{V1}/complaints:hand-over", json=more)) == {"created": 1, "known": 3}

    def test_a_time_without_a_zone_or_out_of_reason_is_refused(self, clerk: TestClient) -> None:
        for at in ("2026-01-05T08:00:00", "0001-01-01T00:00:00Z", "2099-01-01T00:00:00Z"):
            items = [{"source_no": "A-1", "text": "x", "received_at": at}]
            answer = clerk.post(f"{V1}/complaints:hand-over", json={"source_system": "hotline", "items": items})
            assert answer.json()["errors"][0]["pointer"] == "/items/0/received_at"

    def test_one_fault_and_nothing_is_taken(self, world: World, clerk: TestClient) -> None:
        items = [{"source_no": "A-1", "text": "x"}, {"source_no": "A-2", "text": "y", "category": "9998"}]
        answer = clerk.post(f"{V1}/complaints:hand-over", json={"source_system": "hotline", "items": items})
        assert answer.json()["errors"][0]["pointer"] == "/items/1/category"
        with world.host() as ctx:
            assert ctx.session.scalars(select(ComplaintCase.id)).all() == []


class TestFiles:
    def test_handlers_see_a_copy_that_tells_nothing_of_the_place(
        self, world: World, portal: TestClient, clerk: TestClient
    ) -> None:
        receipt = complained(portal)
        original = samples.photograph()
        good(portal.post(f"{PORTAL}/files", content=upload(original, "午餐.jpg", receipt)))
        cross(world)
        url = f"{V1}/complaints/{only_case(world)}/attachments"
        (held,) = good(clerk.get(url))["items"]
        content = f"{url}/{held['id']}/content"
        assert clerk.get(content).json()["code"] == "complaint.no_clean_copy"
        work_off(world, JOB)
        clean = clerk.get(content)
        assert clean.headers["content-disposition"].endswith("%E5%8D%88%E9%A4%90.jpg")
        assert (clean.status_code, b"Exif" in original, b"Exif" in clean.content) == (200, True, False)
        assert clerk.get(content, params={"copy": "original"}).content == original
        desk = Desk(world)
        desk.lead(str(only_case(world)), "assigned")
        assert desk.handler.get(content).content == clean.content
        assert desk.handler.get(content, params={"copy": "original"}).json()["code"] == "access.denied"
        with world.host() as ctx:
            sealed = b"".join(ctx.session.scalars(select(ComplaintFilePart.sealed)))
            told = [str(row) for row in ctx.session.execute(select(Job.arguments, Job.result, Job.unit_id))]
        assert original[:64] not in sealed
        assert not any("午餐" in row or str(only_case(world)) in row for row in told)

    def test_sound_is_taken_once_the_desk_has_released_it(
        self, world: World, portal: TestClient, clerk: TestClient
    ) -> None:
        receipt = complained(portal)
        cross(world)
        film = upload(samples.video(), "a.mp4", receipt)
        assert portal.post(f"{PORTAL}/files", content=film).json()["code"] == "file.type_not_allowed"
        good(clerk.post(f"{V1}/complaints/{only_case(world)}/reporter:release-media"))
        cross(world)
        assert "mp4" in looked_up(portal, receipt)["file_types"]
        good(portal.post(f"{PORTAL}/files", content=film))


class TestWipe:
    def test_after_a_wipe_an_older_backup_of_everything_opens_nothing(
        self, world: World, portal: TestClient, clerk: TestClient, tmp_path: Path
    ) -> None:
        complained(portal)
        cross(world)
        case_id, keys = only_case(world), world.app.state.keys
        with world.host() as ctx:
            copies.copy(keys, tmp_path, ctx.now)
            rows = ctx.session.execute(select(ComplaintContent.id, ComplaintContent.sealed)).all()
            key_id = ctx.session.execute(select(ComplaintCase.data_key_id)).scalar_one()
        with world.host() as ctx:
            wiping.wipe(ctx, ctx.session.get_one(ComplaintCase, case_id), "宣纪办〔2026〕12号")
        assert good(clerk.get(f"{V1}/complaints/{case_id}/contents")) == {"items": []}
        cross(world)
        (backup,) = tmp_path.iterdir()
        copies.put_back(keys, backup)
        with world.host() as ctx:
            ctx.session.add_all(
                ComplaintContent(
                    id=row.id,
                    case_id=case_id,
                    number=1,
                    kind="complaint",
                    sealed=row.sealed,
                    written_on=ctx.now.date(),
                )
                for row in rows
            )
        assert clerk.get(f"{V1}/complaints/{case_id}/contents").json()["code"] == "complaint.wiped"
        with pytest.raises(DestroyedKey):
            KeyStore(keys.folder).open_data_key(UUID(str(key_id)))

    def test_a_wipe_that_is_rolled_back_destroys_nothing(self, world: World, clerk: TestClient) -> None:
        entered = good(clerk.post(f"{V1}/complaints", json=PHONED, headers=key()))
        with pytest.raises(ZeroDivisionError):
            _wipe_and_fail(world, UUID(entered["id"]))
        cross(world)
        assert len(good(clerk.get(f"{V1}/complaints/{entered['id']}/contents"))["items"]) == 1


def _wipe_and_fail(world: World, case_id: UUID) -> None:
    with world.host() as ctx:
        wiping.wipe(ctx, ctx.session.get_one(ComplaintCase, case_id), "x")
        raise ZeroDivisionError
