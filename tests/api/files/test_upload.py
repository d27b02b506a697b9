"""A file in one request."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.accounts.rules import ROLE_PERMISSIONS, Role
from tests import samples
from tests.api.files.steps import digest, upload, uploaded
from tests.world import V1, World


class TestUpload:
    def test_a_file_is_taken_in_under_its_name_and_hash(self, world: World, clerk: TestClient) -> None:
        content = samples.pdf()
        answer = upload(clerk, "食堂采购 会议记录.PDF", content)
        assert answer.status_code == 201
        file = answer.json()
        assert answer.headers["location"] == f"{V1}/files/{file['id']}"
        assert (file["name"], file["type"], file["size"]) == ("食堂采购 会议记录.PDF", "pdf", len(content))
        assert file["sha256"] == digest(content)
        assert (file["clean_state"], file["used"], file["copies"]) == ("pending", False, ["original"])
        stored = world.app.state.settings.data_dir / "files" / "sha256" / digest(content)[:2] / digest(content)[2:4]
        assert (stored / digest(content)).read_bytes() == content
        assert list((world.app.state.settings.data_dir / "files" / ".spool").iterdir()) == []

    def test_the_same_content_twice_is_two_files_and_one_object(self, clerk: TestClient, neighbour: TestClient) -> None:
        content = samples.pdf()
        one, other = uploaded(clerk, "a.pdf", content), uploaded(neighbour, "b.pdf", content)
        assert one["id"] != other["id"]
        assert one["sha256"] == other["sha256"]

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("a.svg", b"<svg/>", "file.type_not_allowed"),
            ("照片.html.jpg", samples.photograph(), "file.double_extension"),
            ("../x.pdf", samples.pdf(), "file.name_bad"),
            ("a.jpg", samples.png(), "file.content_mismatch"),
            ("a.docx", samples.archive({"a": b"x"}), "file.content_mismatch"),
            ("a.docx", samples.bomb(), "file.archive_bomb"),
            ("a.png", samples.png(30_000, 30_000), "file.picture_too_large"),
            ("a.png", samples.png() + samples.archive({"a": b"x"}), "file.active_content"),
            ("a.pdf", b"", "file.empty"),
            ("a.pdf", bytes(8 * 2**20 + 1), "request.too_large"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_what_has_no_place_is_refused_and_leaves_nothing(
        self, world: World, clerk: TestClient, name: str, content: bytes, code: str
    ) -> None:
        answer = upload(clerk, name, content)
        assert (answer.status_code, answer.json()["code"]) == (413 if code == "request.too_large" else 422, code)
        assert _left(world) == []

    def test_a_wrong_hash_is_refused(self, clerk: TestClient) -> None:
        answer = upload(clerk, sha256="0" * 64)
        assert answer.json()["code"] == "file.digest_mismatch"

    def test_an_unknown_purpose_is_refused(self, clerk: TestClient) -> None:
        answer = upload(clerk, purpose="tax_return")
        assert answer.json()["code"] == "file.purpose_unknown"

    def test_a_body_of_json_size_is_no_limit_here(self, clerk: TestClient) -> None:
        content = samples.video(6 * 2**20)
        assert uploaded(clerk, "公开课.mp4", content)["size"] == len(content)

    @pytest.mark.parametrize("role", [role.value for role in Role])
    def test_only_who_files_evidence_may_upload_for_it(self, world: World, role: str) -> None:
        place = "school" if role.startswith("school_") else "district" if role == "district_reviewer" else "county"
        client = world.sign_in(role, place)
        held = ROLE_PERMISSIONS[Role(role)]
        answer = upload(client)
        assert answer.status_code == (201 if "evidence.manage" in held else 403), answer.text
        purposes = [entry["name"] for entry in client.get(f"{V1}/uploads/purposes").json()["items"]]
        needed = {"evidence": "evidence.manage", "disclosure": "disclosure.edit"}
        assert purposes == [name for name, permission in needed.items() if permission in held]

    def test_a_visitor_sends_not_a_byte(self, world: World) -> None:
        assert upload(world.visitor()).status_code == 401
        forged = world.visitor()
        forged.cookies.set("qinglian_session", "forged")
        assert upload(forged).status_code == 401
        assert _left(world) == []

    def test_a_page_of_elsewhere_sends_nothing(self, world: World, clerk: TestClient) -> None:
        del clerk.headers["x-csrf-token"]
        assert upload(clerk).json()["code"] == "auth.csrf"
        assert _left(world) == []


def _left(world: World) -> list[Path]:
    return [path for path in (world.app.state.settings.data_dir / "files").rglob("*") if path.is_file()]


class TestOwn:
    def test_unused_files_are_their_uploaders_alone(
        self, clerk: TestClient, neighbour: TestClient, world: World
    ) -> None:
        file = uploaded(clerk)
        assert [row["id"] for row in clerk.get(f"{V1}/files").json()["items"]] == [file["id"]]
        for other in (neighbour, world.sign_in("section_officer"), world.sign_in("school_leader", "school")):
            assert other.get(f"{V1}/files").json()["total"] == 0
            assert other.get(f"{V1}/files/{file['id']}").status_code == 404
            assert other.get(f"{V1}/files/{file['id']}/content").status_code == 404
            assert other.delete(f"{V1}/files/{file['id']}").status_code == 404

    def test_an_unused_file_can_be_discarded(self, clerk: TestClient) -> None:
        file = uploaded(clerk)
        assert clerk.delete(f"{V1}/files/{file['id']}").status_code == 204
        assert clerk.get(f"{V1}/files/{file['id']}").status_code == 404
