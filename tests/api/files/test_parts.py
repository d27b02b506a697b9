"""A file in parts: begun, continued, asked about, completed, given up."""

from fastapi.testclient import TestClient

from tests import samples
from tests.api.files.steps import PART, begin, digest, send
from tests.world import V1, World

MIB = 2**20


def parts_on_disk(world: World) -> list[str]:
    """What is stored of uploads."""
    folder = world.app.state.settings.data_dir / "files" / "uploads"
    return [path.name for path in folder.rglob("*") if path.is_file()]


class TestBegin:
    def test_an_upload_says_where_it_stands_and_what_is_advised(self, clerk: TestClient) -> None:
        body = {"purpose": "evidence", "name": "公开课.mp4", "size": 700 * MIB}
        answer = clerk.post(f"{V1}/uploads", json=body)
        assert answer.status_code == 201
        upload = answer.json()
        assert answer.headers["location"] == f"{V1}/uploads/{upload['id']}"
        assert (upload["offset"], upload["size"], upload["chunk_size"]) == (0, 700 * MIB, 8 * MIB)

    def test_what_cannot_be_taken_is_refused_before_anything_is_sent(self, clerk: TestClient) -> None:
        for name, size, code in (
            ("a.exe", 5, "file.type_not_allowed"),
            ("a.mp4", 5000 * MIB, "file.too_large"),
            ("a.pdf", 2**40, "file.too_large"),
        ):
            answer = clerk.post(f"{V1}/uploads", json={"purpose": "evidence", "name": name, "size": size})
            assert answer.json()["code"] == code

    def test_without_the_permission_of_the_purpose_nothing_begins(self, world: World) -> None:
        body = {"purpose": "evidence", "name": "a.pdf", "size": 5}
        assert world.sign_in("read_only").post(f"{V1}/uploads", json=body).status_code == 403

    def test_fifty_unfinished_uploads_are_enough(self, clerk: TestClient) -> None:
        for _ in range(50):
            begin(clerk, "a.pdf", samples.pdf())
        answer = clerk.post(f"{V1}/uploads", json={"purpose": "evidence", "name": "a.pdf", "size": 9})
        assert (answer.status_code, answer.json()["code"]) == (429, "upload.too_many")

    def test_the_same_key_begins_it_once(self, clerk: TestClient) -> None:
        body = {"purpose": "evidence", "name": "a.pdf", "size": 9}
        answers = [
            clerk.post(f"{V1}/uploads", json=body, headers={"Idempotency-Key": "upload-0001"}).json() for _ in range(2)
        ]
        assert answers[0]["id"] == answers[1]["id"]


class TestContinue:
    def test_parts_of_any_size_make_the_file(self, world: World, clerk: TestClient) -> None:
        content = samples.video(3 * MIB + 17)
        address = begin(clerk, "公开课.mp4", content)
        offset = 0
        for size in (1, MIB, 2 * MIB, 10**9):
            answer = send(clerk, address, offset, content[offset : offset + size])
            assert answer.status_code == 204, answer.text
            offset = int(answer.headers["upload-offset"])
        assert offset == len(content)
        answer = clerk.post(f"{address}:complete")
        assert answer.status_code == 200, answer.text
        file = answer.json()
        assert (file["sha256"], file["size"], file["type"]) == (digest(content), len(content), "mp4")
        assert clerk.get(f"{V1}/files/{file['id']}/content").content == content
        assert parts_on_disk(world) == []

    def test_the_offset_is_told_in_the_head_and_in_the_body(self, clerk: TestClient) -> None:
        content = samples.video(1000)
        address = begin(clerk, "a.mp4", content)
        send(clerk, address, 0, content[:400])
        head = clerk.head(address)
        assert head.status_code == 204
        assert (head.headers["upload-offset"], head.headers["upload-length"]) == ("400", "1000")
        assert head.headers["upload-complete"] == "?0"
        assert clerk.get(address).json()["offset"] == 400

    def test_a_wrong_offset_is_refused_with_the_right_one(self, clerk: TestClient) -> None:
        content = samples.video(1000)
        address = begin(clerk, "a.mp4", content)
        send(clerk, address, 0, content[:400])
        answer = send(clerk, address, 0, content[:400])
        assert (answer.status_code, answer.json()["code"]) == (409, "upload.offset_mismatch")
        assert answer.json()["errors"][0]["params"] == {"expected": 400}

    def test_more_than_announced_is_refused(self, clerk: TestClient) -> None:
        address = begin(clerk, "a.mp4", samples.video(1000))
        assert send(clerk, address, 0, bytes(1001)).json()["code"] == "upload.too_long"

    def test_without_an_offset_nothing_is_read(self, clerk: TestClient) -> None:
        address = begin(clerk, "a.mp4", samples.video(1000))
        answer = clerk.patch(address, content=b"x", headers=PART)
        assert (answer.status_code, answer.json()["code"]) == (400, "upload.offset_required")

    def test_nobody_goes_on_with_anothers_upload(self, world: World, clerk: TestClient) -> None:
        content = samples.video(1000)
        address = begin(clerk, "a.mp4", content)
        for other in (world.sign_in("school_leader", "school"), world.sign_in("section_officer")):
            assert send(other, address, 0, content).status_code == 404
            assert other.get(address).status_code == 404
            assert other.head(address).status_code == 404
            assert other.post(f"{address}:complete").status_code == 404
            assert other.delete(address).status_code == 404


class TestComplete:
    def test_what_is_missing_is_told(self, clerk: TestClient) -> None:
        address = begin(clerk, "a.mp4", samples.video(1000))
        answer = clerk.post(f"{address}:complete")
        assert (answer.status_code, answer.json()["code"]) == (409, "upload.incomplete")

    def test_asked_again_it_answers_the_same_file(self, clerk: TestClient) -> None:
        content = samples.video(1000)
        address = begin(clerk, "a.mp4", content)
        send(clerk, address, 0, content)
        one, other = clerk.post(f"{address}:complete"), clerk.post(f"{address}:complete")
        assert one.json()["id"] == other.json()["id"]
        assert clerk.head(address).headers["upload-complete"] == "?1"
        assert send(clerk, address, 1000, b"x").json()["code"] == "upload.completed"
        assert clerk.delete(address).json()["code"] == "upload.completed"

    def test_content_is_looked_into_as_in_one_request(self, clerk: TestClient) -> None:
        content = b"<html>" + bytes(994)
        address = begin(clerk, "a.mp4", content)
        send(clerk, address, 0, content)
        assert clerk.post(f"{address}:complete").json()["code"] == "file.content_mismatch"

    def test_a_hash_given_at_the_beginning_is_checked_at_the_end(self, clerk: TestClient) -> None:
        content = samples.video(1000)
        for sha256, status in ((digest(content), 200), ("0" * 64, 422)):
            address = begin(clerk, "a.mp4", content, sha256=sha256)
            send(clerk, address, 0, content)
            assert clerk.post(f"{address}:complete").status_code == status


class TestCancel:
    def test_a_cancelled_upload_is_gone(self, clerk: TestClient) -> None:
        address = begin(clerk, "a.mp4", samples.video(1000))
        assert clerk.delete(address).status_code == 204
        assert clerk.get(address).status_code == 404
