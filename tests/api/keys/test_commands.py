"""`qinglian keys`: print, lose, recover, rotate, copy, bring back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner, Result

from api.cli.commands import app
from api.core.keys import DestroyedKey, KeyStore, copies
from api.core.keys.sheets import sheets_in, shown

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QINGLIAN_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("QINGLIAN_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "keys"


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, ["keys", *arguments], input=typed)


def done(*arguments: str, typed: str | None = None) -> str:
    result = run(*arguments, typed=typed)
    assert result.exit_code == 0, result.output
    return result.output


class TestDestroy:
    def test_a_data_key_is_destroyed_by_order_and_stays_so(self, folder: Path, tmp_path: Path) -> None:
        case = KeyStore(folder).create_data_key("case")
        done("backup", str(tmp_path / "copies"))
        assert run("destroy", str(case), "--order", "办〔2026〕12号", typed="n\n").exit_code == 1
        assert KeyStore(folder).open_data_key(case)
        assert str(case) in done("destroy", str(case), "--order", "办〔2026〕12号", typed="y\n")
        (copy,) = (tmp_path / "copies").iterdir()
        done("restore", str(copy))
        with pytest.raises(DestroyedKey):
            KeyStore(folder).open_data_key(case)
        (entry,) = KeyStore(folder).destroyed()
        assert (entry.key, entry.order) == (case, "办〔2026〕12号")

    def test_it_takes_an_order_and_a_key_that_is_there(self, folder: Path) -> None:
        case = KeyStore(folder).create_data_key("case")
        assert run("destroy", str(case), "--order", " ", "--yes").exit_code == 2
        assert run("destroy", str(case), "--yes").exit_code == 2
        assert run("destroy", str(uuid4()), "--order", "x", "--yes").exit_code == 1
        assert KeyStore(folder).open_data_key(case)


class TestPrint:
    @pytest.mark.parametrize(("option", "ending"), [("--text", "txt"), ("", "html")])
    def test_two_sheets_for_two_persons_bring_a_lost_master_back(
        self, folder: Path, tmp_path: Path, option: str, ending: str
    ) -> None:
        keys = KeyStore(folder)
        case = keys.create_data_key("case")
        secret = keys.open_data_key(case)
        done("print", str(tmp_path / "paper"), *([option] if option else []))
        files = sorted((tmp_path / "paper").iterdir())
        assert [path.name for path in files] == [f"qinglian-A.{ending}", f"qinglian-B.{ending}"]
        assert all(path.stat().st_mode & 0o077 == 0 for path in files)
        (folder / "master.key").unlink()
        done("recover", "--sheet", str(files[0]), "--sheet", str(files[1]))
        assert KeyStore(folder).open_data_key(case) == secret

    def test_each_says_what_it_is_in_both_languages(self, folder: Path, tmp_path: Path) -> None:
        done("print", str(tmp_path / "paper"))
        fingerprint = shown(KeyStore(folder).vault.master().fingerprint)
        for letter in "AB":
            text = (tmp_path / "paper" / f"qinglian-{letter}.html").read_text(encoding="utf-8")
            for word in (
                f"恢复单 {letter}",
                f"recovery sheet {letter}",
                fingerprint,
                "保管人",
                "Keeper",
                "qinglian keys recover",
            ):
                assert word in text
            assert [sheet.letter for sheet in sheets_in(text)] == [letter]
            assert "http" not in text

    def test_they_are_not_written_beside_what_they_protect(self, folder: Path, tmp_path: Path) -> None:
        for place in (folder / "paper", tmp_path, tmp_path / "data" / "paper"):
            assert run("print", str(place)).exit_code == 1
            assert not list(tmp_path.rglob("qinglian-A*"))


class TestRecover:
    @pytest.fixture
    def lines(self, folder: Path, tmp_path: Path) -> list[str]:
        done("print", str(tmp_path / "paper"), "--text")
        text = "".join(path.read_text(encoding="utf-8") for path in sorted((tmp_path / "paper").iterdir()))
        (folder / "master.key").unlink()
        return [line for sheet in sheets_in(text) for line in sheet.lines]

    def test_typed_line_by_line(self, folder: Path, lines: list[str]) -> None:
        done("recover", typed="\n".join(line.split(" ")[1] for line in lines) + "\n")
        assert KeyStore(folder).csrf

    def test_a_wrong_line_is_named_and_asked_for_again(self, folder: Path, lines: list[str]) -> None:
        wrong = lines[2][:-1] + ("0" if lines[2][-1] != "0" else "1")
        output = done("recover", typed="\n".join([*lines[:2], wrong, *lines[2:]]) + "\n")
        assert "line A3 is not as printed" in output
        assert KeyStore(folder).csrf

    def test_a_wrong_line_in_a_file_is_named(self, folder: Path, lines: list[str], tmp_path: Path) -> None:
        sheet = tmp_path / "sheet"
        sheet.write_text("\n".join(lines).replace(lines[6], lines[6][:3] + lines[7][3:]))
        result = run("recover", "--sheet", str(sheet))
        assert result.exit_code == 1
        assert "line B2" in result.output
        assert not (folder / "master.key").exists()

    def test_one_sheet_is_not_enough(self, folder: Path, lines: list[str], tmp_path: Path) -> None:
        sheet = tmp_path / "sheet"
        sheet.write_text("\n".join(lines[:5]))
        result = run("recover", "--sheet", str(sheet))
        assert result.exit_code == 1
        assert "A and B" in result.output
        assert not (folder / "master.key").exists()


class TestStatus:
    def test_it_tells_what_is_there_and_what_is_due(self, folder: Path, tmp_path: Path) -> None:
        assert "not printed" in done("status")
        done("print", str(tmp_path / "paper"))
        done("rotate", "ledger")
        keys = KeyStore(folder)
        keys.create_data_key("case")
        keys.destroy(keys.create_data_key("case"), "order")
        output = done("status")
        assert "not printed" not in output
        assert shown(keys.vault.master().fingerprint) in output
        assert next(line for line in output.splitlines() if "ledger " in line).endswith("generation 2")
        assert "data keys      1" in output
        assert "destroyed        1" in output

    def test_a_new_master_is_to_be_printed_anew(self, folder: Path, tmp_path: Path) -> None:
        done("print", str(tmp_path / "paper"))
        done("rotate-master")
        assert "not printed" in done("status")

    def test_it_says_when_the_list_was_tampered_with(self, folder: Path) -> None:
        keys = KeyStore(folder)
        for number in range(2):
            keys.destroy(keys.create_data_key("case"), f"order {number}")
        listed = folder / "destroyed.list"
        listed.write_bytes(listed.read_bytes().splitlines(keepends=True)[1])
        result = run("status")
        assert result.exit_code == 1
        assert "line 1" in result.output

    def test_a_missing_master_is_said_with_the_way_out(self, folder: Path) -> None:
        assert KeyStore(folder).csrf
        (folder / "master.key").unlink()
        result = run("status")
        assert result.exit_code == 1
        assert "qinglian keys recover" in result.output


class TestRotate:
    def test_an_unknown_purpose_is_refused(self, folder: Path) -> None:
        assert run("rotate", "tea").exit_code == 1


class TestCopies:
    def test_a_copy_opens_nothing(self, folder: Path, tmp_path: Path) -> None:
        keys = KeyStore(folder)
        secrets = [keys.open_data_key(keys.create_data_key("case")), keys.vault.master().secret, keys.csrf]
        done("backup", str(tmp_path / "copies"))
        (copy,) = (tmp_path / "copies").glob("qinglian-keys-*")
        assert not list(copy.rglob("master*"))
        assert not (copy / "portal").exists()
        content = b"".join(path.read_bytes() for path in copy.rglob("*") if path.is_file())
        assert not any(secret in content for secret in secrets)

    def test_lost_keys_come_back_and_those_there_stay(self, folder: Path, tmp_path: Path) -> None:
        keys = KeyStore(folder)
        lost, there = keys.create_data_key("case"), keys.create_data_key("case")
        secret = keys.open_data_key(lost)
        copy = copies.copy(keys, tmp_path / "copies", NOW)
        csrf, kept = keys.rotate("csrf"), keys.open_data_key(there)
        (folder / "data" / f"{lost}.json").unlink()
        assert "brought back: 1" in done("restore", str(copy))
        again = KeyStore(folder)
        assert (again.open_data_key(lost), again.open_data_key(there)) == (secret, kept)
        assert again.generations()["csrf"] == csrf

    def test_what_was_destroyed_since_does_not_come_back(self, folder: Path, tmp_path: Path) -> None:
        keys = KeyStore(folder)
        case = keys.create_data_key("case")
        copy = copies.copy(keys, tmp_path / "copies", NOW)
        keys.destroy(case, "order")
        assert "brought back: 0" in done("restore", str(copy))
        assert not (folder / "data" / f"{case}.json").exists()

    def test_the_whole_folder_is_lost_and_comes_back(self, folder: Path, tmp_path: Path) -> None:
        keys = KeyStore(folder)
        case = keys.create_data_key("case")
        secret, ledger = keys.open_data_key(case), keys.ledger_keys()
        done("print", str(tmp_path / "paper"), "--text")
        copy = copies.copy(keys, tmp_path / "copies", NOW)
        folder.rename(tmp_path / "lost")
        assert "qinglian keys recover" in done("restore", str(copy))
        sheets = [argument for path in sorted((tmp_path / "paper").iterdir()) for argument in ("--sheet", str(path))]
        done("recover", *sheets)
        again = KeyStore(folder)
        assert (again.open_data_key(case), again.ledger_keys()) == (secret, ledger)

    def test_a_damaged_copy_changes_nothing(self, folder: Path, tmp_path: Path) -> None:
        keys = KeyStore(folder)
        case = keys.create_data_key("case")
        copy = copies.copy(keys, tmp_path / "copies", NOW)
        path = folder / "data" / f"{case}.json"
        path.unlink()
        (copy / "data" / path.name).write_bytes((copy / "keys/csrf.1.json").read_bytes().replace(b"csrf", b"case"))
        assert run("restore", str(copy)).exit_code == 1
        assert not path.exists()

    def test_what_is_no_copy_is_refused(self, folder: Path, tmp_path: Path) -> None:
        assert run("restore", str(tmp_path)).exit_code == 1

    def test_old_copies_expire(self, folder: Path, tmp_path: Path) -> None:
        keys, target = KeyStore(folder), tmp_path / "copies"
        old, young = copies.copy(keys, target, NOW - timedelta(days=31)), copies.copy(keys, target, NOW)
        assert copies.expire(target, NOW, 30) == 1
        assert (old.exists(), young.exists()) == (False, True)

    @pytest.mark.parametrize("place", ["keys", "keys/copies", "data/copies", "."])
    def test_they_do_not_lie_with_keys_or_data(self, folder: Path, tmp_path: Path, place: str) -> None:
        assert run("backup", str(tmp_path / place)).exit_code == 1
