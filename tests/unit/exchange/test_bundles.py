"""Bundles: the order of types, whose turn it is, and archives that nobody should unpack."""

import dataclasses
import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from api.core.errors import Refused
from api.core.intake import CellKind, Field, RowSpec
from api.exchange.imports.bundles.archive import opened
from api.exchange.imports.rules import ImportState
from api.exchange.imports.rules.bundles import MOST_MEMBERS, Member, dependency_order, next_turn
from api.wiring import ROW_SPECS
from tests.api.exchange.bundles import FILES, MEMBERS, UNITS, manifest, zipped

S = ImportState
ONE = manifest(MEMBERS[2])


def refers(name: str, *to: str) -> RowSpec:
    """A type of row with references."""
    fields = tuple(Field(f"to_{other}", ("", ""), CellKind.REFERENCE, refers_to=other) for other in to)
    return dataclasses.replace(ROW_SPECS[0], name=name, fields=fields)


class TestOrder:
    def test_what_is_wired_comes_so_that_each_finds_what_it_refers_to(self) -> None:
        order = dependency_order(reversed(ROW_SPECS))
        assert sorted(order) == sorted(spec.name for spec in ROW_SPECS)
        assert order.index("unit") < order.index("school") < order.index("person")

    def test_a_new_type_joins_by_what_its_fields_refer_to(self) -> None:
        mark = refers("mark", "school", "indicator")
        order = dependency_order((mark, *ROW_SPECS, refers("indicator")))
        assert order.index("mark") > order.index("school")
        assert order.index("mark") > order.index("indicator")

    def test_types_that_refer_to_each_other_come_as_they_are_given(self) -> None:
        assert dependency_order((refers("a", "b"), refers("b", "a"))) == ["a", "b"]


class TestTurns:
    def test_members_are_checked_and_written_one_after_another(self) -> None:
        members = [Member(S.VALIDATED), Member(S.UPLOADED), Member(S.UPLOADED)]
        assert next_turn(S.VALIDATING, members, 0) == 1
        assert next_turn(S.APPLYING, [Member(S.COMPLETED), Member(S.VALIDATED)], 0) == 1
        assert next_turn(S.VALIDATING, [Member(S.VALIDATED)], 0) is None

    def test_taking_back_goes_from_the_last_to_the_first_and_leaves_out_what_cannot_be(self) -> None:
        members = [Member(S.COMPLETED, wrote=True), *[Member(S.COMPLETED, wrote=True, reversible=True)] * 2]
        assert next_turn(S.ROLLING_BACK, members, None) == 2
        assert next_turn(S.ROLLING_BACK, members, 2) == 1
        assert next_turn(S.ROLLING_BACK, members, 1) is None


def told(content: bytes, folder: Path) -> str:
    """The code under which a ZIP is refused; empty for one that may be unpacked."""
    path = folder / "county.zip"
    path.write_bytes(content)
    try:
        with opened(path) as archive:
            for member in archive.manifest.members:
                archive.unpack(member.file, folder / "member")
    except Refused as refused:
        return refused.spec.code.removeprefix("import.bundle.")
    return ""


def with_entry(entry: zipfile.ZipInfo | str, content: bytes = b"x") -> bytes:
    """A sound bundle with one entry more."""
    packed = io.BytesIO(zipped({"单位.csv": UNITS}, ONE))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr(entry, content)
    return packed.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    """A symbolic link."""
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def flagged(content: bytes) -> bytes:
    """The same with every entry marked as encrypted."""
    return content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")


def renamed(content: bytes, name: str, to: str) -> bytes:
    """The same with another name of as many bytes, which no library would write."""
    assert len(name) == len(to)
    return content.replace(name.encode(), to.encode())


def boasting(count: int) -> bytes:
    """An archive that says in a few bytes that it holds this many."""
    return b"PK\x03\x04" + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, 0, 0, 0)


class TestArchives:
    def test_a_sound_one_is_unpacked(self, tmp_path: Path) -> None:
        assert told(zipped(dict(FILES), manifest(*MEMBERS)), tmp_path) == ""
        assert (tmp_path / "member").read_text(encoding="utf-8") == UNITS

    @pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
    def test_names_in_the_code_page_of_windows_are_read_as_they_were_meant(self, encoding: str, tmp_path: Path) -> None:
        sound = zipped({"danwei.csv": UNITS}, ONE.replace("单位.csv", "学校单位名单.csv"))
        name = "学校单位名单.csv".encode(encoding)
        longer = zipped({"x" * (len(name) - 4) + ".csv": UNITS}, ONE.replace("单位.csv", "学校单位名单.csv"))
        assert told(longer.replace(b"x" * (len(name) - 4) + b".csv", name), tmp_path) == ""
        assert told(sound, tmp_path) == "manifest_invalid"

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"PK\x03\x04 and nothing", "not_zip"),
            (zipped({"单位.csv": UNITS}, ONE)[:-30], "not_zip"),
            (with_entry("../../etc/passwd"), "unsafe_name"),
            (with_entry("/etc/passwd"), "unsafe_name"),
            (with_entry("..\\x.csv"), "unsafe_name"),
            (with_entry("C:/x.csv"), "unsafe_name"),
            (renamed(with_entry("a_b.csv"), "a_b.csv", "a\nb.csv"), "unsafe_name"),
            (with_entry(link("link.csv")), "unsafe_name"),
            (with_entry("more.zip"), "nested"),
            (with_entry("more.tar.GZ"), "nested"),
            (flagged(with_entry("x.csv")), "encrypted"),
            (zipped({f"{number}.csv": "" for number in range(MOST_MEMBERS + 1)}, ONE), "too_many_members"),
            (boasting(65_535), "too_many_members"),
            (with_entry("big.csv", bytes(40 * 2**20)), "bomb"),
            (with_entry("单位.CSV"), "repeated"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_it_is_refused_before_anything_is_unpacked(self, content: bytes, code: str, tmp_path: Path) -> None:
        assert told(content, tmp_path) == code
        assert not (tmp_path / "member").exists()

    def test_entries_that_share_their_bytes_are_a_bomb(self, tmp_path: Path) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as book:
            book.writestr("manifest.json", ONE)
            book.writestr("a.csv", b"x" * 2**20)
            first = book.getinfo("a.csv")
            for number in range(3):
                shared = zipfile.ZipInfo(f"{number}.csv")
                for name in ("header_offset", "CRC", "compress_size", "file_size", "flag_bits"):
                    setattr(shared, name, getattr(first, name))
                book.filelist.append(shared)
                book.NameToInfo[shared.filename] = shared
        assert told(packed.getvalue(), tmp_path) == "bomb"

    def test_content_that_is_not_what_it_says_of_itself_is_no_sound_zip(self, tmp_path: Path) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as book:
            book.writestr("manifest.json", ONE)
            book.writestr("单位.csv", UNITS)
        assert told(packed.getvalue().replace("青云".encode(), "赤云".encode(), 1), tmp_path) == "not_zip"
