"""Word documents, read back by the library and by their parts."""

import io
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import docx
import pytest

from api.core.documents import Document, write_docx
from tests.unit.documents.samples import AS_OF, FORMULA, MARKUP, report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OUTLINE = [
    ("Title", "2026年度清廉学校评价报告"),
    ("Subtitle", "（县级）"),
    ("Heading 1", "一、覆盖情况"),
    ("Normal", "应评 162 所，完成 160 所。\n覆盖率 98.77%。"),
    ("Normal", MARKUP),
    ("Small Print", "以县级复核为准。"),
    ("Normal", "有 2 所被否决。"),
    ("Normal", "•\t听取汇报"),
    ("Normal", "•\t查阅资料"),
    ("Normal", "1.\t自评"),
    ("Normal", "2.\t复核"),
    ("Heading 2", "等次分布"),
    ("Caption", "图1 等次"),
    ("table", [["示范", "█" * 10, "64 所"], ["优秀", "█" * 20, "80 所"], ["合格", "", "0 所"]]),
    ("Small Print", ""),
    ("Caption", "表1 评分表"),
    (
        "table",
        [
            ["代码", "要点", "得分", "得分"],
            ["代码", "要点", "自评", "县级复核"],
            ["A", "责任落实", "5.50", "4"],
            ["A", FORMULA, "", "未评"],
            ["合计", "合计", "6", "4.25"],
        ],
    ),
    ("Small Print", ""),
    ("Normal", ""),  # a page ends
    ("Normal", ""),  # a picture
    ("Caption", "图2 公示栏"),
    ("Normal", "学校负责人\t  日期：\t"),
    ("Normal", "审定人\t  日期：\t"),
]


@pytest.fixture(scope="module")
def content() -> bytes:
    """The report as DOCX."""
    return write_docx(report()).read()


@pytest.fixture(scope="module")
def word(content: bytes) -> Any:
    """The report, opened."""
    return docx.Document(io.BytesIO(content))


def outline(word: Any) -> list[tuple[str, Any]]:
    """Style and text of each paragraph, and the cells of each table, in order; a cell that spans is seen everywhere."""
    return [
        ("table", [[cell.text for cell in row.cells] for row in part.rows])
        if hasattr(part, "rows")
        else (part.style.name, part.text)
        for part in word.iter_inner_content()
    ]


def texts(content: bytes, part: str) -> str:
    """All text of one part of the package, with the names of its fields."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = ET.fromstring(package.read(part))  # noqa: S314 (made a moment ago)
    return "".join(each.text or "" for each in root.iter() if each.tag in {f"{W}t", f"{W}instrText"})


class TestWriteDocx:
    def test_it_says_everything_in_order_and_text_stays_text(self, word: Any) -> None:
        assert outline(word) == OUTLINE

    def test_the_head_of_a_table_comes_again_on_each_page_and_no_row_is_torn(self, word: Any) -> None:
        rows = word.tables[1].rows
        assert [row._tr.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, True, False, False, False]
        assert all(row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)

    def test_figures_stand_to_the_right_and_sums_are_strong(self, word: Any) -> None:
        cells = word.tables[1].rows[4].cells
        assert cells[0].paragraphs[0].runs[0].bold
        assert [cell.paragraphs[0].alignment for cell in cells[2:]] == [2, 2]

    def test_every_page_bears_bureau_title_time_number_and_hash(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
        head, foot = (next(name for name in names if f"word/{band}" in name) for band in ("header", "footer"))
        assert texts(content, head) == "锦岚县教育局2026年度清廉学校评价报告"
        mark = f"记录校验码 SHA-256 {report().mark}"
        assert texts(content, foot) == f"截至 2026-11-28 14:05第  PAGE 1 页，共  NUMPAGES 1 页{mark}"

    def test_its_properties_tell_what_it_is_and_not_who_made_it_with_what(self, word: Any) -> None:
        about = word.core_properties
        assert (about.title, about.author, about.subject) == ("2026年度清廉学校评价报告", "锦岚县教育局", report().mark)
        assert (about.last_modified_by, about.comments) == ("锦岚县教育局", "")
        assert about.created == about.modified == AS_OF

    def test_the_same_document_makes_the_same_bytes(self, content: bytes) -> None:
        assert write_docx(report()).read() == content

    def test_a_wide_document_lies_on_its_side(self) -> None:
        page = docx.Document(write_docx(Document("t", "b", AS_OF, (), wide=True))).sections[0]
        assert (page.page_width or 0) > (page.page_height or 0) > 0
