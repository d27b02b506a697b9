"""What files may be called."""

import pytest

from api.core.errors import Refused
from api.files import errors
from api.files.rules import LONGEST, MEBIBYTE, Purpose, intended_type, name_violations, normal_name

PURPOSE = Purpose("test", "evidence.manage", {"pdf": MEBIBYTE, "jpeg": MEBIBYTE})


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            "会议记录.pdf",
            "2026.09.01 食堂采购（第3次）.pdf",
            "a.b.c.jpeg",
            "扫描件.PDF",
            "通知.docx.pdf",
            "x" * (LONGEST - 4) + ".pdf",
        ],
    )
    def test_what_people_call_their_files_is_taken(self, name: str) -> None:
        assert list(name_violations(name)) == []

    @pytest.mark.parametrize(
        "name",
        [
            "",
            ".pdf",
            "../etc/passwd.pdf",
            "a\\b.pdf",
            "a\0b.pdf",
            "表\u202efdp.pdf",
            "a\u200b.pdf",
            "结尾.",
            "x" * LONGEST + ".pdf",
        ],
    )
    def test_paths_control_characters_and_turned_text_are_refused(self, name: str) -> None:
        assert [violation.spec for violation in name_violations(name)] == [errors.NAME_BAD]

    @pytest.mark.parametrize("name", ["照片.html.jpg", "发票.exe.pdf", "a.SVG .pdf", "b.php.x.jpg", "c.docm.pdf"])
    def test_a_hidden_extension_is_refused(self, name: str) -> None:
        assert [violation.spec for violation in name_violations(name)] == [errors.DOUBLE_EXTENSION]

    def test_decomposed_characters_are_composed(self) -> None:
        assert normal_name(" e\u0301.pdf ") == "é.pdf"


class TestIntended:
    @pytest.mark.parametrize("name", ["a.svg", "a.html", "a.exe", "a.zip", "a", "a.docx", "照片.jpg.svg"])
    def test_a_type_that_is_not_on_the_list_is_refused_before_a_byte_is_read(self, name: str) -> None:
        with pytest.raises(Refused) as refused:
            intended_type(PURPOSE, name, None)
        assert refused.value.spec is errors.TYPE_NOT_ALLOWED
        assert refused.value.params == {"allowed": "pdf, jpg, jpeg"}

    @pytest.mark.parametrize(("size", "spec"), [(0, errors.EMPTY), (MEBIBYTE + 1, errors.TOO_LARGE)])
    def test_the_size_is_bounded_by_type(self, size: int, spec: object) -> None:
        with pytest.raises(Refused) as refused:
            intended_type(PURPOSE, "a.pdf", size)
        assert refused.value.spec is spec

    def test_the_extension_names_the_type(self) -> None:
        assert intended_type(PURPOSE, "A.JPEG", 1).name == "jpeg"
