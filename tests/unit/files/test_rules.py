"""Archives by their directory, uploads by their offsets, headers of downloads."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core.errors import Refused
from api.files import errors
from api.files.delivery import _span, disposition
from api.files.rules import (
    MAX_ENTRIES,
    MAX_UNPACKED,
    TYPES,
    CleanState,
    archive_fault,
    first_state,
    refuse_excess,
    refuse_gap,
    refuse_start,
)


@dataclass
class Line:
    """A line of an archive's directory."""

    filename: str = "word/document.xml"
    file_size: int = 1000
    compress_size: int = 100
    header_offset: int = 0
    flag_bits: int = 0


class TestArchives:
    def test_an_ordinary_directory_has_no_fault(self) -> None:
        lines = [Line(f"part{number}", header_offset=number * 200) for number in range(100)]
        assert archive_fault(lines, 20_000) is None

    @pytest.mark.parametrize(
        "lines",
        [
            [Line(f"part{number}", header_offset=number * 200) for number in range(MAX_ENTRIES + 1)],
            [Line(file_size=MAX_UNPACKED + 1, compress_size=10**9)],
            [Line(file_size=300 * 2**20, compress_size=2**20)],
            [Line("a", header_offset=0), Line("b", header_offset=50)],
            [Line(compress_size=10**12)],
        ],
        ids=["many", "large", "ratio", "overlapping", "longer than the file"],
    )
    def test_bombs_are_seen_without_unpacking(self, lines: list[Line]) -> None:
        assert archive_fault(lines, 10**10) is errors.ARCHIVE_BOMB or archive_fault(lines, 10**6) is errors.ARCHIVE_BOMB

    def test_a_password_is_seen(self) -> None:
        assert archive_fault([Line(flag_bits=1)], 10_000) is errors.PROTECTED

    @pytest.mark.parametrize("name", ["/etc/x", "a/../../b", "\\x", "..\\x"])
    def test_a_way_out_is_seen(self, name: str) -> None:
        assert archive_fault([Line(name)], 10_000) is errors.DAMAGED

    def test_a_name_twice_is_seen(self) -> None:
        lines = [Line("a.xml"), Line("A.xml", header_offset=500)]
        assert archive_fault(lines, 10_000) is errors.DAMAGED


class TestTypes:
    def test_every_cleaned_copy_is_of_a_type_that_has_a_cleaner_itself(self) -> None:
        for kind in TYPES.values():
            if kind.cleaned_as:
                assert TYPES[kind.cleaned_as].cleaned_as == kind.cleaned_as

    def test_a_type_without_a_cleaner_waits_for_none(self) -> None:
        assert first_state(TYPES["doc"]) is CleanState.NONE
        assert first_state(TYPES["pdf"]) is CleanState.PENDING


class TestUploads:
    def test_a_wrong_offset_is_told_the_right_one(self) -> None:
        with pytest.raises(Refused) as refused:
            refuse_start(100, 90)
        assert refused.value.spec is errors.OFFSET_MISMATCH
        assert refused.value.violations[0].params == {"expected": 100}
        refuse_start(100, 100)

    def test_more_than_announced_is_refused(self) -> None:
        refuse_excess(90, 10, 100)
        with pytest.raises(Refused) as refused:
            refuse_excess(90, 11, 100)
        assert refused.value.spec is errors.TOO_LONG

    def test_a_gap_is_told(self) -> None:
        refuse_gap(100, 100)
        with pytest.raises(Refused) as refused:
            refuse_gap(99, 100)
        assert refused.value.params == {"missing": 1}


class TestHeaders:
    @pytest.mark.parametrize(
        ("header", "span"),
        [
            ("bytes=0-9", (0, 10)),
            ("bytes=90-", (90, 100)),
            ("bytes=90-1000", (90, 100)),
            ("bytes=-5", (95, 100)),
            ("bytes=-500", (0, 100)),
            ("bytes=100-", (0, 100)),
            ("bytes=-", (0, 100)),
            ("bytes=5-3", (0, 100)),
            ("bytes=0-1,5-6", (0, 100)),
            ("lines=1-2", (0, 100)),
        ],
    )
    def test_ranges(self, header: str, span: tuple[int, int]) -> None:
        assert _span(header, 100) == span

    @given(st.text(max_size=60), st.integers(1, 10**12))
    def test_no_header_leads_outside(self, header: str, size: int) -> None:
        start, end = _span(header, size)
        assert 0 <= start < end <= size

    def test_the_name_is_sent_in_both_forms(self) -> None:
        assert disposition("食堂 采购.pdf") == (
            "attachment; filename=\"file.pdf\"; filename*=UTF-8''%E9%A3%9F%E5%A0%82%20%E9%87%87%E8%B4%AD.pdf"
        )

    @given(st.text(min_size=1, max_size=50))
    def test_no_name_breaks_out_of_the_header(self, name: str) -> None:
        header = disposition(name.encode("utf-8", "ignore").decode() + ".pdf")
        assert header.isascii()
        assert header.count('"') == 2
        assert not set(header) & {"\r", "\n"}
