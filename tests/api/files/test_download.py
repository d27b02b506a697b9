"""Files on their way out, and their cleaned copies."""

import io

import pikepdf
from fastapi.testclient import TestClient
from PIL import Image
from sqlalchemy import func, select

from api.ledger.models import LedgerEvent
from tests import samples
from tests.api.files.steps import digest, uploaded, work_off
from tests.world import V1, World


def content(client: TestClient, file: dict[str, str], headers: dict[str, str] | None = None, **query: str):  # type: ignore[no-untyped-def]
    """The reply with a file's content."""
    return client.get(f"{V1}/files/{file['id']}/content", params=query, headers=headers)


class TestDownload:
    def test_a_file_comes_as_it_went_and_as_a_stranger_to_our_pages(self, clerk: TestClient) -> None:
        body = samples.pdf()
        answer = content(clerk, uploaded(clerk, "食堂采购.pdf", body))
        assert (answer.status_code, answer.content) == (200, body)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert "filename*=UTF-8''%E9%A3%9F%E5%A0%82" in answer.headers["content-disposition"]
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["etag"] == f'"{digest(body)}"'
        assert answer.headers["content-length"] == str(len(body))

    def test_a_range_comes_alone(self, clerk: TestClient) -> None:
        body = samples.video(5000)
        file = uploaded(clerk, "a.mp4", body)
        answer = content(clerk, file, {"Range": "bytes=100-199"})
        assert (answer.status_code, answer.content) == (206, body[100:200])
        assert answer.headers["content-range"] == "bytes 100-199/5000"
        changed = content(clerk, file, {"Range": "bytes=100-199", "If-Range": '"other"'})
        assert (changed.status_code, changed.content) == (200, body)
        assert content(clerk, file, {"Range": "bytes=9000-"}).status_code == 200

    def test_each_reading_is_in_the_ledger(self, world: World, clerk: TestClient) -> None:
        file = uploaded(clerk)
        for _ in range(2):
            content(clerk, file)
        with world.host() as ctx:
            read = select(func.count()).where(LedgerEvent.action == "file.read")
            assert ctx.session.execute(read).scalar_one() == 2


class TestCleanedCopy:
    def test_it_is_made_in_the_background_and_holds_what_people_see(self, world: World, clerk: TestClient) -> None:
        file = uploaded(clerk, "合影.jpg", samples.photograph())
        assert content(clerk, file, copy="clean").json()["code"] == "file.no_clean_copy"
        work_off(world)
        shown = clerk.get(f"{V1}/files/{file['id']}").json()
        assert (shown["clean_state"], shown["copies"]) == ("done", ["original", "clean"])
        copy = content(clerk, file, copy="clean")
        assert not Image.open(io.BytesIO(copy.content)).getexif()
        assert content(clerk, file).content == samples.photograph()

    def test_a_phones_picture_is_handed_out_under_the_name_of_what_it_became(
        self, world: World, clerk: TestClient
    ) -> None:
        file = uploaded(clerk, "合影.heic", samples.heic())
        work_off(world)
        copy = content(clerk, file, copy="clean")
        assert copy.headers["content-type"] == "image/jpeg"
        assert copy.headers["content-disposition"].endswith(".jpg")

    def test_a_pdf_loses_its_scripts(self, world: World, clerk: TestClient) -> None:
        file = uploaded(clerk, "a.pdf", samples.pdf(active=True))
        work_off(world)
        with pikepdf.open(io.BytesIO(content(clerk, file, copy="clean").content)) as document:
            assert "/OpenAction" not in document.Root

    def test_what_cannot_be_cleaned_says_why_and_keeps_its_original(self, world: World, clerk: TestClient) -> None:
        file = uploaded(clerk, "a.pdf", samples.pdf(password="x"))
        work_off(world)
        shown = clerk.get(f"{V1}/files/{file['id']}").json()
        assert (shown["clean_state"], shown["clean_error"]) == ("failed", "file.password_protected")
        assert content(clerk, file).status_code == 200

    def test_a_type_without_a_cleaner_waits_for_none(self, clerk: TestClient) -> None:
        file = uploaded(clerk, "a.doc", samples.ole())
        assert (file["clean_state"], file["copies"]) == ("none", ["original"])
