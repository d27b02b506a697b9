"""The files of the demo are what they are called, and open everywhere."""

import importlib
from pathlib import Path

import pikepdf
import pytest

from api.demo import documents
from api.demo.evidence import FILINGS
from api.evidence.files import PURPOSE
from api.evidence.rules import CATEGORIES
from api.files.cleaning import cleaned
from api.files.inspection import examine

FILES = {
    name: content
    for filing in FILINGS
    for held in (filing.held, filing.revised or {})
    for name, content in held.items()
}


class TestFiles:
    @pytest.mark.parametrize("name", FILES)
    def test_each_is_taken_in_as_what_it_is_called(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / "spooled"
        path.write_bytes(FILES[name])
        assert name.endswith(examine(path, name, PURPOSE).kind.extensions)

    def test_the_page_has_text_in_a_font_that_readers_have(self, tmp_path: Path) -> None:
        path = tmp_path / "page.pdf"
        path.write_bytes(documents.pdf("会议记录", ["出席：校长"]))
        with pikepdf.open(path) as document, cleaned("pdf", path) as copy:
            assert document.pages[0].Resources.Font.F.Encoding == "/UniGB-UCS2-H"
            assert copy.stat().st_size > 0

    def test_the_same_words_give_the_same_bytes(self) -> None:
        before = dict(FILES)
        again = importlib.reload(importlib.import_module("api.demo.documents"))
        assert again.docx("甲", ["乙"]) == documents.docx("甲", ["乙"])
        assert again.picture(1) == before["公示栏照片.png"]


class TestFilings:
    def test_each_is_of_a_category_that_there_is(self) -> None:
        assert {filing.category for filing in FILINGS} <= CATEGORIES.keys()
