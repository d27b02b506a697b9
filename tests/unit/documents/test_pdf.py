"""PDF documents: what can be read and searched in them, and when there are none."""

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from api.core.documents import Column, Document, Table, fonts, pdf, write_pdf
from api.core.errors import Refused
from tests.unit.documents.samples import AS_OF, FORMULA, MARKUP, report


@pytest.fixture(scope="module")
def content() -> bytes:
    """The report as PDF."""
    return write_pdf(report()).read()


def pages(content: bytes) -> list[str]:
    """The text of each page, as a reader finds it."""
    with pypdfium2.PdfDocument(content) as opened:
        return [opened[number].get_textpage().get_text_range().replace("\r\n", "\n") for number in range(len(opened))]


def plain(text: str) -> str:
    """Without the white space that a layout makes."""
    return "".join(text.split())


class TestWritePdf:
    def test_its_text_can_be_read_and_searched(self, content: bytes) -> None:
        first, second = map(plain, pages(content))
        for said in ("一、覆盖情况", "应评 162 所，完成 160 所。", "覆盖率 98.77%。", "以县级复核为准。", "80 所"):
            assert plain(said) in first
        for said in ("表1 评分表", "责任落实", "5.50", "未评", "4.25"):
            assert plain(said) in first
        for said in ("图2 公示栏", "学校负责人", "日期："):
            assert said in second or plain(said) in second

    @pytest.mark.parametrize("said", [MARKUP, FORMULA])
    def test_text_stays_text(self, content: bytes, said: str) -> None:
        assert plain(said) in plain(pages(content)[0])

    def test_every_page_bears_bureau_title_time_number_and_hash(self, content: bytes) -> None:
        shown = pages(content)
        assert len(shown) == 2
        for number, page in enumerate(map(plain, shown), start=1):
            assert plain("锦岚县教育局2026年度清廉学校评价报告") in page
            assert plain(f"截至2026-11-28 14:05第{number}页，共2页") in page
            assert report().mark in page

    def test_its_properties_tell_what_it_is(self, content: bytes) -> None:
        with pikepdf.open(io.BytesIO(content)) as opened:
            about = {name: str(opened.docinfo[name]) for name in ("/Title", "/Author", "/Keywords", "/CreationDate")}
        assert about["/Title"] == "2026年度清廉学校评价报告"
        assert about["/Author"] == "锦岚县教育局"
        assert about["/Keywords"] == report().mark
        assert about["/CreationDate"].startswith("D:20261128060500")

    def test_the_same_document_makes_the_same_bytes(self, content: bytes) -> None:
        assert write_pdf(report()).read() == content

    def test_the_head_of_a_long_table_comes_again_on_each_page(self) -> None:
        table = Table((Column(),) * 2, (("学校", "得分"),), (("第一小学", 90),) * 120)
        shown = pages(write_pdf(Document("排名", "教育局", AS_OF, (table,))).read())
        assert len(shown) > 1
        assert all("得分" in page for page in shown)


class TestWithoutMeans:
    @pytest.fixture
    def no_fonts(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
        """A machine without fonts."""
        monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
        fonts.font_folder.cache_clear()
        yield
        fonts.font_folder.cache_clear()

    def test_a_machine_without_the_fonts_says_which(self, no_fonts: None) -> None:
        with pytest.raises(Refused) as refusal:
            write_pdf(report())
        assert refusal.value.spec.code == "document.fonts_missing"
        assert "fonts-noto-cjk" in refusal.value.spec.zh

    def test_what_costs_too_much_is_given_up(self) -> None:
        with pytest.raises(Refused) as refusal:
            write_pdf(report(), pdf.Limits(written=1000))
        assert refusal.value.spec.code == "document.too_costly"
