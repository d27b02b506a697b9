"""Cleaned copies: made in a real child process, for what is in them afterwards is what counts."""

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from api.files.cleaning import Limits, NotCleaned, cleaned
from tests import samples

pytestmark = pytest.mark.slow


def copy_of(folder: Path, kind: str, content: bytes, limits: Limits | None = None) -> bytes:
    """The cleaned copy."""
    source = folder / f"source.{kind}"
    source.write_bytes(content)
    with cleaned(kind, source, limits or Limits()) as target:
        return target.read_bytes()


def failure(folder: Path, kind: str, content: bytes, limits: Limits | None = None) -> str:
    """Why there is none."""
    with pytest.raises(NotCleaned) as failed:
        copy_of(folder, kind, content, limits)
    return failed.value.code


class TestPictures:
    @pytest.mark.parametrize(("kind", "form"), [("jpeg", "JPEG"), ("png", "PNG"), ("webp", "WEBP")])
    def test_nothing_but_pixels_is_left_and_they_stand_upright(self, tmp_path: Path, kind: str, form: str) -> None:
        copy = copy_of(tmp_path, kind, samples.photograph(form))
        picture = Image.open(io.BytesIO(copy))
        assert (picture.format, picture.size) == (form, (20, 40))
        assert not picture.getexif()
        assert b"PhoneMaker" not in copy
        assert picture.convert("RGB").getpixel((5, 5)) == pytest.approx((200, 30, 30), abs=6)

    def test_a_phones_picture_becomes_one_that_every_browser_shows(self, tmp_path: Path) -> None:
        picture = Image.open(io.BytesIO(copy_of(tmp_path, "heic", samples.heic())))
        assert (picture.format, picture.size) == ("JPEG", (64, 48))

    def test_transparency_stays(self, tmp_path: Path) -> None:
        out = io.BytesIO()
        Image.new("RGBA", (3, 3), (1, 2, 3, 0)).save(out, "PNG")
        assert Image.open(io.BytesIO(copy_of(tmp_path, "png", out.getvalue()))).mode == "RGBA"

    def test_a_flood_of_pixels_is_refused(self, tmp_path: Path) -> None:
        assert failure(tmp_path, "png", samples.png(15_000, 15_000)) == "file.picture_too_large"

    def test_a_torn_picture_is_refused(self, tmp_path: Path) -> None:
        assert failure(tmp_path, "jpeg", samples.photograph()[:200]) == "file.damaged"


class TestPdf:
    def test_scripts_attachments_addresses_and_authors_go_and_pages_stay(self, tmp_path: Path) -> None:
        copy = copy_of(tmp_path, "pdf", samples.pdf(active=True))
        with pikepdf.open(io.BytesIO(copy)) as document:
            assert len(document.pages) == 1
            assert not document.attachments
            assert "/OpenAction" not in document.Root
            assert not document.docinfo
            everything = "".join(repr(entry) for entry in document.objects)
        for word in ("JavaScript", "/JS", "EmbeddedFile", "tracker.invalid", "/AA"):
            assert word not in everything, word
        assert samples.SECRET.encode() not in copy

    def test_a_password_is_said(self, tmp_path: Path) -> None:
        assert failure(tmp_path, "pdf", samples.pdf(password="x")) == "file.password_protected"

    def test_what_is_no_pdf_is_said(self, tmp_path: Path) -> None:
        assert failure(tmp_path, "pdf", b"%PDF-1.7 nothing") == "file.damaged"


class TestPackages:
    def test_macros_authors_objects_and_ways_out_go_and_the_text_stays(self, tmp_path: Path) -> None:
        copy = copy_of(tmp_path, "docx", samples.with_macros())
        with zipfile.ZipFile(io.BytesIO(copy)) as package:
            assert package.testzip() is None
            names = set(package.namelist())
            text = {name: package.read(name).decode() for name in names}
        assert names == {"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels"}
        assert "清廉学校建设" in text["word/document.xml"]
        assert "vbaProject" not in "".join(text.values())
        assert "tracker.invalid" not in "".join(text.values())
        # What the text names by its id stays, and leads nowhere: a missing id would be a broken file.
        assert text["word/_rels/document.xml.rels"].count("about:blank") == 3
        assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(copy)).infolist()} == {(1980, 1, 1, 0, 0, 0)}

    def test_entities_are_refused(self, tmp_path: Path) -> None:
        laughing = b'<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'
        assert failure(tmp_path, "docx", samples.package("docx", {"word/x.xml": laughing})) == "file.damaged"

    def test_a_bomb_is_refused(self, tmp_path: Path) -> None:
        assert failure(tmp_path, "docx", samples.bomb()) == "file.archive_bomb"


class TestTexts:
    def test_text_becomes_utf_8_without_control_characters(self, tmp_path: Path) -> None:
        copy = copy_of(tmp_path, "txt", "收费\x1b[31m\r\n公示".encode("gb18030"))
        assert copy.decode("utf-8-sig") == "收费[31m\n公示"


class TestLimits:
    def test_a_child_that_takes_too_much_memory_fails_alone(self, tmp_path: Path) -> None:
        out = io.BytesIO()
        Image.new("RGB", (6000, 6000)).save(out, "PNG")
        assert failure(tmp_path, "png", out.getvalue(), Limits(memory=100 * 2**20)) == "file.cleaning_memory"

    def test_a_child_that_takes_too_long_is_ended(self, tmp_path: Path) -> None:
        assert failure(tmp_path, "jpeg", samples.photograph(), Limits(seconds=0)) == "file.damaged"

    def test_a_type_without_a_cleaner_has_no_copy(self, tmp_path: Path) -> None:
        assert failure(tmp_path, "mp4", samples.video()) == "file.no_clean_copy"

    def test_the_child_is_told_no_setting(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("QINGLIAN_FILES_SECRET", "hush")
        source = Path("/proc/self/environ")
        monkeypatch.setattr("api.files.cleaning._ROOT", tmp_path)
        (tmp_path / "api" / "files" / "cleaning").mkdir(parents=True)
        for name in ("api", "api/files", "api/files/cleaning"):
            (tmp_path / name / "__init__.py").touch()
        (tmp_path / "api/files/cleaning/child.py").write_text(
            "import os, sys, pathlib; pathlib.Path(sys.argv[3]).write_text(repr(dict(os.environ)))"
        )
        with cleaned("txt", source) as target:
            assert "hush" not in target.read_text()
