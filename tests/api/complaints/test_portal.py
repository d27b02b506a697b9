"""At the portal: what a reporter sends is sealed at once, and whoever holds the receipt sees how it goes."""

from datetime import date
from typing import Any
from uuid import uuid4

from fastapi.testclient import TestClient
from sqlalchemy import select, update

from api.complaints.models.portal import ComplaintDrop, ComplaintDropPart, ComplaintReceipt, PortalDocument
from api.complaints.models.vault import ComplaintFilePart
from api.complaints.rules import proof_of_work
from tests import samples
from tests.api.complaints.steps import (
    PORTAL,
    WHO,
    body,
    complained,
    cross,
    custodians,
    good,
    key,
    looked_up,
    only_case,
    portal_of,
    upload,
)
from tests.world import V1, World


class TestFirstPage:
    def test_it_says_whom_it_may_concern_and_under_which_notice(self, portal: TestClient) -> None:
        page = good(portal.get(f"{PORTAL}/portal"))
        assert page["open"] is True
        assert page["takes_identity"] is False
        assert {item["code"] for item in page["concerns"] if item["superior"]} == {"bureau_head", "inspection_team"}
        assert "12388" in {channel["phone"] for channel in page["superiors"]}
        assert page["privacy"]["paragraphs"]
        assert "mp4" not in page["limits"]["file_types"]
        assert "pdf" in page["limits"]["file_types"]

    def test_categories_and_places_are_sent_whole(self, portal: TestClient) -> None:
        codes = {item["code"] for item in good(portal.get(f"{PORTAL}/categories"))["items"]}
        assert {"0401", "0903"} <= codes
        names = {item["name"] for item in good(portal.get(f"{PORTAL}/places"))["items"]}
        assert {"锦岚县教育局", "锦岚县第一小学", "马渡中学"} <= names

    def test_a_document_that_the_house_did_not_sign_is_not_believed(self, world: World, portal: TestClient) -> None:
        with world.host() as ctx:
            row = ctx.session.get(PortalDocument, "channels")
            assert row is not None
            row.document = {"items": [{**row.document["items"][0], "phone": "13800000000"}]}
            row.digest = "0" * 64
        assert "13800000000" not in portal.get(f"{PORTAL}/portal").text


class TestComplain:
    def test_the_receipt_is_shown_once_and_nothing_is_readable_at_the_portal(
        self, world: World, portal: TestClient
    ) -> None:
        answer = good(portal.post(PORTAL, json=body(), headers=key()))
        assert len(answer["receipt"]) == 21
        assert answer["urgent"] is True, "food safety is urgent"
        with world.host() as ctx:
            drop = ctx.session.execute(select(ComplaintDrop)).scalar_one()
            row = ctx.session.execute(select(ComplaintReceipt)).scalar_one()
            assert (drop.received_at.minute, drop.received_at.second, drop.received_at.microsecond) == (0, 0, 0)
            assert answer["receipt"].replace("-", "") not in f"{row.hash}{row.shown}"
            assert "剩菜".encode() not in drop.sealed
        shown = looked_up(portal, answer["receipt"].lower().replace("-", " "))
        assert (shown["state"]["code"], shown["letters"][0]["text"]) == ("received", body()["text"])
        assert shown["can"] == ["message", "file", "identity", "withdraw"]

    def test_sent_again_after_a_broken_line_it_is_the_same(self, world: World, portal: TestClient) -> None:
        header = key()
        first = good(portal.post(PORTAL, json=body(), headers=header))
        assert good(portal.post(PORTAL, json=body(), headers=header)) == first
        other = portal.post(PORTAL, json=body(text="别的事"), headers=header)
        assert other.json()["code"] == "idempotency.key_reused"
        with world.host() as ctx:
            assert len(ctx.session.scalars(select(ComplaintDrop.id)).all()) == 1

    def test_it_takes_a_random_key(self, portal: TestClient) -> None:
        for header in ({}, {"Idempotency-Key": "short-key"}):
            assert portal.post(PORTAL, json=body(), headers=header).json()["code"] == "idempotency.key_required"

    def test_about_the_heads_nothing_is_taken_or_kept(self, world: World, portal: TestClient) -> None:
        for concerns in ("bureau_head", "inspection_team"):
            answer = portal.post(PORTAL, json=body(concerns=concerns), headers=key())
            assert (answer.status_code, answer.json()["code"]) == (409, "complaint.superior_first")
        with world.host() as ctx:
            for table in (ComplaintDrop, ComplaintReceipt):
                assert ctx.session.scalars(select(table.id)).all() == []

    def test_faults_are_named_in_their_place(self, portal: TestClient) -> None:
        faults: list[tuple[dict[str, Any], str, str]] = [
            ({"category": "9998"}, "complaint.category_unknown", "/category"),
            ({"unit_id": str(uuid4())}, "complaint.place_unknown", "/unit_id"),
            ({"answers": {"nothing": "x"}}, "complaint.answer_unknown", "/answers/nothing"),
            ({"under_14": True, "identity": WHO}, "complaint.no_identity_of_child", "/identity"),
            ({"text": ""}, "input.too_short", "/text"),
        ]
        for changes, code, pointer in faults:
            answer = portal.post(PORTAL, json=body(**changes), headers=key())
            assert answer.status_code == 422
            assert (code, pointer) in {(fault["code"], fault["pointer"]) for fault in answer.json()["errors"]}

    def test_a_notice_that_changed_has_to_be_read_first(self, portal: TestClient) -> None:
        answer = portal.post(PORTAL, json=body(privacy_version="2020-01-01"), headers=key())
        assert answer.json()["code"] == "complaint.privacy_outdated"

    def test_without_two_custodians_only_anonymous_ones_are_taken(self, world: World, portal: TestClient) -> None:
        answer = portal.post(PORTAL, json=body(identity=WHO), headers=key())
        assert (answer.status_code, answer.json()["code"]) == (409, "complaint.anonymous_only")
        custodians(world)
        receipt = complained(portal, identity=WHO)
        assert looked_up(portal, receipt)["named"] is True
        assert good(portal.get(f"{PORTAL}/portal"))["takes_identity"] is True

    def test_a_child_answers_two_questions(self, world: World, portal: TestClient) -> None:
        sent = {"concerns": "teacher", "text": "有人打我", "privacy_version": body()["privacy_version"]}
        answer = good(portal.post(PORTAL, json=sent | {"under_14": True, "place": "操场"}, headers=key()))
        assert answer["urgent"] is True
        cross(world)
        assert "identity" not in looked_up(portal, answer["receipt"])["can"]

    def test_work_is_proved_for_one_letter(self, world: World, portal: TestClient) -> None:
        strict = portal_of(world, proof_of_work=8)
        challenge = good(strict.post(f"{PORTAL}/challenges"))
        header = key()
        proof = _solved(challenge["challenge"], header["Idempotency-Key"])
        assert strict.post(PORTAL, json=body(), headers=key()).json()["code"] == "complaint.proof_wrong"
        forged = {"challenge": "x" + challenge["challenge"], "nonce": proof["nonce"]}
        assert strict.post(PORTAL, json=body(proof=forged), headers=key()).json()["code"] == "complaint.proof_wrong"
        assert strict.post(PORTAL, json=body(proof=proof), headers=header).status_code == 201

    def test_a_flood_from_one_corner_is_slowed(self, world: World, portal: TestClient) -> None:
        """The same refusal whether what comes is sound or not; the limit is of the process, and soon forgotten."""
        codes = [portal.post(PORTAL, json=body(concerns="bureau_head"), headers=key()).status_code for _ in range(31)]
        assert set(codes[:30]) == {409}
        assert codes[30] == 429


def _solved(challenge: str, header: str) -> dict[str, str]:
    numbers = (str(number) for number in range(2**20))
    tried = ((number, proof_of_work.worked(challenge, header, number)) for number in numbers)
    nonce = next(number for number, worked in tried if proof_of_work.leading_noughts(worked) >= 8)
    return {"challenge": challenge, "nonce": nonce}


class TestLookUp:
    def test_wrong_malformed_and_expired_are_answered_alike(self, world: World, portal: TestClient) -> None:
        expired = complained(portal)
        with world.host() as ctx:
            ctx.session.execute(update(ComplaintReceipt).values(expires_on=date(2020, 1, 1)))
        answers, statements = [], []
        engine_world = World(portal.app, world.database, world.units)  # type: ignore[arg-type]
        for typed in (expired, "7QRM-0V2K-8D3T-HWX5-C", "七", ""):
            with engine_world.statements() as seen:
                answers.append(portal.post(f"{PORTAL}/lookup", json={"receipt": typed}))
            statements.append(seen)
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1
        assert all(seen == statements[0] for seen in statements)
        assert len(statements[0]) == 2

    def test_after_five_slips_a_corner_waits(self, world: World, portal: TestClient) -> None:
        receipt = complained(portal)
        for _ in range(5):
            assert portal.post(f"{PORTAL}/lookup", json={"receipt": "x"}).status_code == 404
        answer = portal.post(f"{PORTAL}/lookup", json={"receipt": receipt})
        assert (answer.status_code, answer.json()["code"]) == (429, "complaint.try_later")
        assert 0 < int(answer.headers["retry-after"]) <= 60

    def test_no_receipt_stands_in_an_address(self, portal: TestClient) -> None:
        paths = good(portal.get("/api/openapi.json"))["paths"]
        assert [path for path in paths if path.startswith(PORTAL) and "{" in path] == []


class TestAdd:
    def test_a_letter_and_a_file_come_in_once(self, world: World, portal: TestClient) -> None:
        receipt = complained(portal)
        letter = {"receipt": receipt, "id": str(uuid4()), "text": "还有照片"}
        file = upload(samples.photograph(), "午餐.jpg", receipt)
        for _ in range(2):
            good(portal.post(f"{PORTAL}/messages", json=letter))
            good(portal.post(f"{PORTAL}/files", content=file))
        shown = looked_up(portal, receipt)
        assert ([each["text"] for each in shown["letters"]][1:], shown["files"]) == (["还有照片"], 1)
        cross(world)
        clerk = world.sign_in("intake_clerk")
        case_id = only_case(world)
        said = good(clerk.get(f"{V1}/complaints/{case_id}/contents"))["items"]
        assert [(each["kind"], each["text"]) for each in said] == [
            ("complaint", body()["text"]),
            ("message", "还有照片"),
        ]
        (held,) = good(clerk.get(f"{V1}/complaints/{case_id}/attachments"))["items"]
        assert (held["name"], held["type"], held["clean_state"]) == ("午餐.jpg", "jpeg", "pending")

    def test_what_is_not_on_the_list_is_refused(self, portal: TestClient) -> None:
        receipt = complained(portal)
        for name, content, code in (
            ("a.exe", b"MZ", "file.type_not_allowed"),
            ("a.mp3", b"ID3", "file.type_not_allowed"),
            ("a.pdf", b"<html>", "file.content_mismatch"),
            ("a.pdf", b"", "file.empty"),
        ):
            answer = portal.post(f"{PORTAL}/files", content=upload(content, name, receipt))
            assert answer.json()["code"] == code
            assert name not in answer.text

    def test_a_file_of_the_largest_size_comes_in_part_by_part(self, world: World, portal: TestClient) -> None:
        receipt = complained(portal)
        whole = b"%PDF-1.7\n" + bytes(range(256)) * (30 * 2**12 - 1) + bytes(256 - 9)
        assert len(whole) == portal.get(f"{PORTAL}/portal").json()["limits"]["file_bytes"] == 30 * 2**20
        assert portal.post(f"{PORTAL}/files", content=upload(whole, "a.pdf", receipt)).status_code == 202
        larger = portal.post(f"{PORTAL}/files", content=upload(whole + b"0", "a.pdf", receipt))
        assert larger.json()["code"] == "file.too_large"
        cross(world)
        url = f"{V1}/complaints/{only_case(world)}/attachments"
        clerk = world.sign_in("intake_clerk")
        (held,) = good(clerk.get(url))["items"]
        opened = clerk.get(f"{url}/{held['id']}/content", params={"copy": "original"})
        assert (opened.headers["content-length"], opened.content == whole) == (str(len(whole)), True)
        with world.host() as ctx:
            assert ctx.session.scalars(select(ComplaintDropPart.number)).all() == []
            assert max(len(each) for each in ctx.session.scalars(select(ComplaintFilePart.sealed))) == 2**20 + 28

    def test_a_body_that_does_not_say_what_it_is_is_refused(self, portal: TestClient) -> None:
        for sent, code in (
            (b"", "request.malformed"),
            (b'{"name": "a.pdf"', "request.malformed"),
            (b"x" * 5000 + b"\n", "request.malformed"),
            (b'{"name": "a.pdf"}\nx', "input.invalid"),
        ):
            assert portal.post(f"{PORTAL}/files", content=sent).json()["code"] == code

    def test_without_a_receipt_nothing_of_a_file_is_taken(self, portal: TestClient) -> None:
        answer = portal.post(f"{PORTAL}/files", content=upload(b"%PDF-1.7", "a.pdf", "7QRM-0V2K-8D3T-HWX5-C"))
        assert (answer.status_code, answer.json()["code"]) == (404, "complaint.no_receipt")
        spool = portal.app.state.storage.spool  # type: ignore[attr-defined]
        assert not spool.exists() or list(spool.iterdir()) == []

    def test_an_id_that_tells_a_time_is_refused(self, portal: TestClient) -> None:
        letter = {"receipt": complained(portal), "id": "0198c0de-0000-7000-8000-000000000001", "text": "x"}
        assert portal.post(f"{PORTAL}/messages", json=letter).status_code == 422

    def test_withdrawn_once_it_is_noted(self, world: World, portal: TestClient) -> None:
        receipt = complained(portal)
        good(portal.post(f"{PORTAL}/withdrawal", json={"receipt": receipt, "reason": "已经解决"}))
        again = portal.post(f"{PORTAL}/withdrawal", json={"receipt": receipt})
        assert again.json()["code"] == "complaint.not_now"
        cross(world)
        assert looked_up(portal, receipt)["withdrawn_on"] is not None

    def test_nothing_is_rated_or_objected_to_before_it_was_answered(self, portal: TestClient) -> None:
        receipt = complained(portal)
        letter = {"receipt": receipt, "id": str(uuid4()), "text": "不服"}
        assert portal.post(f"{PORTAL}/objection", json=letter).json()["code"] == "complaint.not_now"
        assert portal.post(f"{PORTAL}/rating", json={"receipt": receipt, "stars": 1}).status_code == 409

    def test_an_identity_is_given_once_and_for_good(self, world: World, portal: TestClient) -> None:
        custodians(world)
        receipt = complained(portal)
        good(portal.post(f"{PORTAL}/identity", json={"receipt": receipt, "identity": WHO}))
        again = portal.post(f"{PORTAL}/identity", json={"receipt": receipt, "identity": WHO})
        assert again.json()["code"] == "complaint.identity_given"
        cross(world)
        assert looked_up(portal, receipt)["named"] is True
