"""What files really are."""

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from api.core.errors import Refused
from api.files import errors
from api.files.inspection import examine
from api.files.rules import BY_EXTENSION, MEBIBYTE, TYPES, Purpose
from tests import samples

ANY = Purpose("any", "evidence.manage", dict.fromkeys(TYPES, 200 * MEBIBYTE))
M4A = b"\0\0\0\x20ftypM4A \0\0\0\0" + bytes(64)
MOV = b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(64)
GOOD: dict[str, Callable[[], bytes]] = {
    "a.jpg": samples.photograph,
    "a.png": samples.png,
    "a.webp": partial(samples.photograph, "WEBP"),
    "a.heic": samples.heic,
    "a.pdf": samples.pdf,
    "a.docx": samples.package,
    "a.xlsx": partial(samples.package, "xlsx"),
    "a.pptx": partial(samples.package, "pptx"),
    "a.doc": samples.ole,
    "a.wps": samples.ole,
    "a.xls": partial(samples.ole, "Workbook"),
    "a.ppt": partial(samples.ole, "PowerPoint Document"),
    "a.txt": lambda: "收费公示".encode("gb18030"),
    "a.csv": "学校,金额\n一小,12\n".encode,
    "a.mp4": samples.video,
    "a.mov": lambda: MOV,
    "a.mp3": lambda: b"ID3\x04" + bytes(64),
    "a.m4a": lambda: M4A,
}


def refusal(folder: Path, name: str, content: bytes) -> object:
    """Why a file is refused; None when it is taken."""
    path = folder / "spooled"
    path.write_bytes(content)
    try:
        examine(path, name, ANY)
    except Refused as refused:
        return refused.spec
    return None


class TestTypes:
    @pytest.mark.parametrize("name", GOOD)
    def test_every_type_is_known_by_its_content(self, tmp_path: Path, name: str) -> None:
        assert refusal(tmp_path, name, GOOD[name]()) is None

    @pytest.mark.parametrize("name", GOOD)
    def test_no_type_passes_for_another(self, tmp_path: Path, name: str) -> None:
        for other in ("a.png", "a.pdf", "a.docx", "a.xlsx", "a.doc", "a.mov"):
            if BY_EXTENSION[name[2:]] is not BY_EXTENSION[other[2:]]:
                assert refusal(tmp_path, other, GOOD[name]()) is not None, other

    def test_hash_and_size_are_those_of_the_content(self, tmp_path: Path) -> None:
        path = tmp_path / "spooled"
        path.write_bytes(samples.png())
        examined = examine(path, "a.png", ANY)
        assert (examined.size, examined.sha256) == (len(samples.png()), hashlib.sha256(samples.png()).hexdigest())
        with pytest.raises(Refused) as refused:
            examine(path, "a.png", ANY, "0" * 64)
        assert refused.value.spec is errors.DIGEST_MISMATCH


class TestTwoInOne:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.png", samples.png()[:40] + b"<SCRIPT>alert(1)</script>"),
            ("a.jpg", b"\xff\xd8\xff\xe0\0\x20<html><body onload=x>" + bytes(40)),
            ("a.pdf", b"%PDF-1.7\n<!DOCTYPE html><script>"),
            ("a.txt", b"<svg xmlns='x' onload='y'/>"),
            ("a.csv", "\ufeff  <html>".encode()),
            ("a.png", samples.png() + samples.archive({"evil.class": b"x"})),
            ("a.pdf", samples.pdf() + samples.archive({"a": b"x"})),
            ("a.doc", samples.ole(macros=True)),
        ],
        ids=["png+script", "jpeg+html", "pdf+html", "svg as txt", "html as csv", "png+zip", "pdf+zip", "doc+macros"],
    )
    def test_a_file_that_is_two_files_is_refused(self, tmp_path: Path, name: str, content: bytes) -> None:
        assert refusal(tmp_path, name, content) is errors.ACTIVE_CONTENT

    def test_a_page_before_a_pdf_makes_it_no_pdf(self, tmp_path: Path) -> None:
        assert refusal(tmp_path, "a.pdf", b"<html>\n" + samples.pdf()) is errors.CONTENT_MISMATCH


class TestPackages:
    def test_a_zip_is_no_document(self, tmp_path: Path) -> None:
        assert refusal(tmp_path, "a.docx", samples.archive({"readme.txt": b"x"})) is errors.CONTENT_MISMATCH

    def test_macros_under_the_extension_of_a_plain_document_are_refused(self, tmp_path: Path) -> None:
        hidden = samples.package(content_type="application/vnd.ms-word.document.macroEnabled.main+xml")
        assert refusal(tmp_path, "a.docx", hidden) is errors.CONTENT_MISMATCH

    def test_a_bomb_is_refused(self, tmp_path: Path) -> None:
        content = samples.bomb()
        assert len(content) < 100_000
        assert refusal(tmp_path, "a.docx", content) is errors.ARCHIVE_BOMB

    def test_a_document_with_a_password_is_refused(self, tmp_path: Path) -> None:
        assert refusal(tmp_path, "a.docx", samples.ole("EncryptedPackage")) is errors.PROTECTED

    def test_a_torn_document_is_refused(self, tmp_path: Path) -> None:
        assert refusal(tmp_path, "a.docx", samples.package()[:200]) is errors.DAMAGED

    def test_a_way_out_of_the_folder_is_refused(self, tmp_path: Path) -> None:
        assert refusal(tmp_path, "a.docx", samples.package("docx", {"../../x": b"y"})) is errors.DAMAGED


class TestPictures:
    def test_a_picture_that_would_fill_the_memory_is_refused(self, tmp_path: Path) -> None:
        assert refusal(tmp_path, "a.png", samples.png(30_000, 30_000)) is errors.PICTURE_TOO_LARGE
        jpeg = bytearray(samples.photograph())
        place = jpeg.index(b"\xff\xc0")
        jpeg[place + 5 : place + 9] = b"\xff\xff\xff\xff"
        assert refusal(tmp_path, "a.jpg", bytes(jpeg)) is errors.PICTURE_TOO_LARGE

    def test_a_torn_picture_is_refused(self, tmp_path: Path) -> None:
        assert refusal(tmp_path, "a.jpg", samples.photograph()[:30]) is errors.DAMAGED


class TestTexts:
    @pytest.mark.parametrize("content", [b"\xff\xfe\0a", b"%PDF-1.4", b"{\\rtf1}", b"\x81\x20\xff\xff"])
    def test_what_is_not_text_is_refused(self, tmp_path: Path, content: bytes) -> None:
        assert refusal(tmp_path, "a.txt", content) is errors.CONTENT_MISMATCH
