"""The recovery print: two sheets, each useless alone, and every slip found in its line."""

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core.keys import KeyStore, KeyStoreError
from api.core.keys import sheets as module
from api.core.keys.sheets import Sheet, WrongLine, join, sheets_in, shown, split
from api.core.keys.wrapping import Master

ALPHABET = module._ALPHABET


def typed(sheet: Sheet) -> dict[int, str]:
    return dict(enumerate(sheet.lines, 1))


@st.composite
def slips(draw: st.DrawFn) -> tuple[int, int, str]:
    """A line, a place in it, and another character for it."""
    return draw(st.integers(1, 5)), draw(st.integers(0, 15)), draw(st.sampled_from(ALPHABET))


class TestSplit:
    def test_both_sheets_give_the_master(self) -> None:
        master = Master(os.urandom(32))
        first, second = split(master)
        assert join(first, second).secret == join(second, first).secret == master.secret

    def test_sheet_a_does_not_depend_on_the_master(self, monkeypatch: pytest.MonkeyPatch) -> None:
        pad = os.urandom(32)
        monkeypatch.setattr(os, "urandom", lambda size: pad[:size])
        for master in (Master(b"\0" * 32), Master(b"\xff" * 32)):
            assert split(master)[0].share == pad

    def test_sheet_b_alone_fits_every_master_equally_well(self) -> None:
        """For a given sheet B and any master there is exactly one sheet A: nothing can be ruled out."""
        second = split(Master(os.urandom(32)))[1]
        for master in (os.urandom(32) for _ in range(20)):
            pad = bytes(a ^ b for a, b in zip(master, second.share, strict=True))
            fingerprint = Master(master).fingerprint
            assert join(Sheet("A", pad, fingerprint), Sheet("B", second.share, fingerprint)).secret == master

    def test_either_share_is_uniform_over_many_prints_of_one_master(self) -> None:
        master = Master(b"\0" * 32)
        for place in (0, 1):
            ones = Counter(bit for _ in range(400) for bit in _bits(split(master)[place].share))
            assert abs(ones[1] / (ones[0] + ones[1]) - 0.5) < 0.01

    def test_no_two_prints_are_alike_and_sheets_of_two_prints_do_not_fit(self) -> None:
        master = Master(os.urandom(32))
        (first, _), (_, second) = split(master), split(master)
        with pytest.raises(KeyStoreError, match="different prints"):
            join(first, second)

    def test_sheets_of_two_stores_do_not_fit(self) -> None:
        first, second = split(Master(os.urandom(32)))[0], split(Master(os.urandom(32)))[1]
        with pytest.raises(KeyStoreError, match="different keys"):
            join(first, second)

    def test_one_sheet_twice_is_not_two(self) -> None:
        first, _ = split(Master(os.urandom(32)))
        with pytest.raises(KeyStoreError, match="A and B"):
            join(first, first)


def _bits(content: bytes) -> list[int]:
    return [byte >> place & 1 for byte in content for place in range(8)]


class TestReading:
    def test_five_lines_of_four_groups(self) -> None:
        for sheet in split(Master(os.urandom(32))):
            assert len(sheet.lines) == 5
            for number, line in enumerate(sheet.lines, 1):
                label, groups = line.split(" ")
                assert label == f"{sheet.letter}{number}"
                assert [len(group) for group in groups.split("-")] == [4, 4, 4, 4]
                assert not set(groups) & set("ILOU")

    @given(st.binary(min_size=32, max_size=32))
    def test_what_is_printed_is_what_is_read(self, secret: bytes) -> None:
        master = Master(secret)
        first, second = (module.sheet(sheet.letter, typed(sheet)) for sheet in split(master))
        assert join(first, second).secret == secret

    def test_small_letters_blanks_and_look_alikes_are_read_kindly(self) -> None:
        for sheet in split(Master(os.urandom(32))):
            kindly = {
                number: line.split(" ")[1].replace("-", " ").replace("0", "o").replace("1", "l").lower()
                for number, line in typed(sheet).items()
            }
            assert module.sheet(sheet.letter, kindly) == sheet

    @given(slips())
    def test_a_wrong_character_is_found_in_its_line(self, slip: tuple[int, int, str]) -> None:
        number, place, character = slip
        sheet = split(Master(b"seven and twenty bytes and 5 more"[:32]))[0]
        lines = typed(sheet)
        content = list(lines[number].split(" ")[1].replace("-", ""))
        if content[place] == character:
            return
        content[place] = character
        lines[number] = "".join(content)
        # A check of 15 bits lets one slip in 32,768 pass; then the fingerprint refuses the pair.
        try:
            module.sheet("A", lines)
        except WrongLine as error:
            assert f"A{number}" in str(error)  # noqa: PT017

    @pytest.mark.parametrize("number", range(1, 6))
    def test_a_missing_line_is_named(self, number: int) -> None:
        sheet = split(Master(os.urandom(32)))[1]
        with pytest.raises(WrongLine, match=f"B{number}"):
            module.sheet("B", {key: line for key, line in typed(sheet).items() if key != number})

    def test_exchanged_lines_and_lines_of_the_other_sheet_are_named(self) -> None:
        first, second = split(Master(os.urandom(32)))
        lines = [line.split(" ")[1] for line in first.lines]
        with pytest.raises(WrongLine, match="A2"):
            module.sheet("A", {1: lines[0], 2: lines[2], 3: lines[1], 4: lines[3], 5: lines[4]})
        with pytest.raises(WrongLine, match="A1"):
            module.sheet("A", {number: line.split(" ")[1] for number, line in typed(second).items()})

    def test_sheets_are_found_in_a_printed_text(self) -> None:
        first, second = split(Master(os.urandom(32)))
        text = "恢复单 A\n" + "\n".join(f"<li><code>{line}</code></li>" for line in first.lines) + "\n"
        assert sheets_in(text) == [first]
        assert sheets_in(text + "\n".join(second.lines)) == [first, second]
        assert sheets_in("nothing here") == []

    def test_the_fingerprint_is_shown_as_line_five_begins(self) -> None:
        sheet, _ = split(Master(os.urandom(32)))
        assert sheet.lines[4].split(" ")[1].startswith(shown(sheet.fingerprint)[:14])


class TestRecover:
    def test_a_lost_master_comes_back_and_everything_opens(self, tmp_path: Path) -> None:
        keys = KeyStore(tmp_path)
        case = keys.create_data_key("case")
        before = keys.open_data_key(case), keys.csrf, keys.ledger
        printed = [module.sheet(sheet.letter, typed(sheet)) for sheet in split(keys.vault.master())]
        (tmp_path / "master.key").unlink()
        KeyStore(tmp_path).vault.recover(join(*printed))
        again = KeyStore(tmp_path)
        assert (again.open_data_key(case), again.csrf, again.ledger) == before

    def test_sheets_of_before_a_rotation_are_refused(self, tmp_path: Path) -> None:
        keys = KeyStore(tmp_path)
        assert keys.csrf
        printed = split(keys.vault.master())
        keys.vault.rotate()
        (tmp_path / "master.key").unlink()
        with pytest.raises(KeyStoreError, match="another master"):
            KeyStore(tmp_path).vault.recover(join(*printed))
        assert not (tmp_path / "master.key").exists()

    def test_a_master_that_is_there_is_never_replaced(self, tmp_path: Path) -> None:
        keys = KeyStore(tmp_path / "one")
        assert keys.csrf
        with pytest.raises(KeyStoreError, match="another master lies"):
            keys.vault.recover(Master(os.urandom(32)))
        keys.vault.recover(keys.vault.master())

    def test_a_master_lost_while_it_was_changed_comes_back(self, tmp_path: Path) -> None:
        keys = KeyStore(tmp_path)
        case = keys.create_data_key("case")
        secret, master = keys.open_data_key(case), keys.vault.master()
        (tmp_path / "master.next").write_bytes(os.urandom(32))
        (tmp_path / "master.key").unlink()
        keys.vault.recover(join(*split(master)))
        keys.vault.rotate()
        assert KeyStore(tmp_path).open_data_key(case) == secret
