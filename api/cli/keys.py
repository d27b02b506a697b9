"""`qinglian keys`: what the operator does with the key store."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from api.cli.console import out
from api.cli.sheets import page, plain
from api.core import clock
from api.core.keys import KeyStore, KeyStoreError, copies, sheets
from api.core.keys.folder import write_whole
from api.core.keys.sheets import Sheet, WrongLine
from api.settings import Settings

keys = typer.Typer(no_args_is_help=True, help="The key store.")
_PRINTED = "printed"
_TRIES = 5


@contextmanager
def store() -> Iterator[tuple[Settings, KeyStore]]:
    """The staff side's key store; what it refuses is said in one line."""
    settings = Settings()
    try:
        yield settings, KeyStore(settings.keys)
    except KeyStoreError as error:
        out.print(f"密钥库 key store: {error}", markup=False)
        raise typer.Exit(1) from error


@keys.command("status")
def keys_status() -> None:
    """Show what is in the store, verify the destroy-list, and say what is due."""
    with store() as (_, held):
        held.prepare()
        listed, fingerprint = held.destroyed(), held.vault.master().fingerprint
        out.print(f"目录 folder            {held.folder}", markup=False)
        out.print(f"主密钥指纹 fingerprint  {sheets.shown(fingerprint)}")
        for purpose, number in held.generations().items():
            out.print(f"  {purpose:<20} 第 {number} 代 generation {number}")
        out.print(f"数据密钥 data keys      {sum(1 for _ in held.data_keys())}")
        out.print(f"已销毁 destroyed        {len(listed)}（清单验证无误 the list verifies）")
        if _printed(held) != fingerprint.hex():
            out.print("主密钥尚未打印恢复单 the master is not printed: qinglian keys print DIR")


@keys.command("rotate")
def keys_rotate(purpose: str) -> None:
    """Make a new generation of one key: csrf, cursor, ledger, receipt, throttle, case, ledger-head, destroy-list, backup."""
    with store() as (_, held):
        out.print(f"{purpose}: 第 {held.rotate(purpose)} 代，运行中的进程几秒内启用 in use within seconds")
        out.print("请重新备份密钥 now make a new key backup: qinglian keys backup DIR")


@keys.command("rotate-master")
def keys_rotate_master() -> None:
    """Wrap every key anew under a new master; servers may go on running. Then print and back up anew."""
    with store() as (_, held):
        held.prepare()
        master = held.vault.rotate()
        out.print(f"新指纹 new fingerprint  {sheets.shown(master.fingerprint)}")
        out.print("旧恢复单与旧密钥备份不再适用 old sheets and key backups no longer fit: keys print, keys backup")


@keys.command("print")
def keys_print(
    folder: Annotated[Path, typer.Argument(help="Where the two files go; print them, then delete them.")],
    text: Annotated[bool, typer.Option("--text", help="Plain text instead of HTML.")] = False,
) -> None:
    """Write the master key on two sheets for two persons, each useless alone."""
    with store() as (settings, held):
        copies.refuse_place(folder, settings.keys, settings.data_dir)
        held.prepare()
        master, day = held.vault.master(), clock.legal_day(clock.now())
        for sheet in sheets.split(master):
            path = folder / f"qinglian-{sheet.letter}.{'txt' if text else 'html'}"
            write_whole(path, (plain if text else page)(sheet, day).encode())
            out.print(str(path), markup=False)
        write_whole(held.folder / _PRINTED, master.fingerprint.hex().encode())
        out.print("两人各自打印、封存一张，再删除文件 two persons print and seal one each, then delete the files")


@keys.command("recover")
def keys_recover(
    sheet: Annotated[
        list[Path] | None, typer.Option(help="A file with a sheet; twice. Without it they are typed.")
    ] = None,
) -> None:
    """Rebuild master.key from the two sheets; a wrong line is named."""
    with store() as (_, held):
        found = _read(sheet) if sheet else [_typed("A"), _typed("B")]
        if len(found) != len(sheets.LETTERS):
            raise KeyStoreError("two sheets are needed, A and B")
        held.vault.recover(sheets.join(*found))
        out.print("主密钥已恢复 master.key is back; 若丢失了密钥文件 if key files were lost too: qinglian keys restore")


@keys.command("destroy")
def keys_destroy(
    key: UUID,
    order: Annotated[str, typer.Option(help="Reference of the order to destroy it; kept in the signed list for good.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Destroy a data key by order: what it sealed can never be read again, from no backup either."""
    if not order.strip():
        raise typer.BadParameter("an order has a reference", param_hint="--order")
    with store() as (_, held):
        if not yes:
            typer.confirm(f"销毁后无法恢复 this cannot be undone: {key}", abort=True)
        held.destroy(key, order.strip())
        out.print(f"已销毁 destroyed: {key}")
        out.print("密钥备份仍留有它，直到过期 key backups hold it until they expire: qinglian keys backup DIR")


@keys.command("backup")
def keys_backup(
    folder: Path,
    days: Annotated[int, typer.Option(min=1, help="Copies older than this are removed.")] = 30,
) -> None:
    """Copy the wrapped keys, without the master: a copy opens nothing without the two sheets."""
    with store() as (settings, held):
        copies.refuse_place(folder, settings.keys, settings.data_dir)
        out.print(str(copies.copy(held, folder, clock.now())), markup=False)
        out.print(f"过期移除 expired and removed: {copies.expire(folder, clock.now(), days)}")


@keys.command("restore")
def keys_restore(backup: Path) -> None:
    """Bring keys of a key backup back that the store no longer has; destroyed ones stay destroyed."""
    with store() as (_, held):
        out.print(f"恢复密钥 keys brought back: {copies.put_back(held, backup)}")
        if not held.vault.has_master:
            out.print("还缺主密钥 the master is still missing: qinglian keys recover")


def _printed(held: KeyStore) -> str:
    path = held.folder / _PRINTED
    return path.read_text() if path.exists() else ""


def _read(paths: list[Path]) -> list[Sheet]:
    return sheets.sheets_in("\n".join(path.read_text(encoding="utf-8") for path in paths))


def _typed(letter: str) -> Sheet:
    """Ask for a sheet line by line; a wrong line is asked for again."""
    out.print(f"恢复单 sheet {letter}")
    return sheets.sheet(letter, {number: _typed_line(letter, number) for number in range(1, sheets.LINES + 1)})


def _typed_line(letter: str, number: int) -> str:
    for _ in range(_TRIES):
        line = str(typer.prompt(f"{letter}{number}"))
        try:
            sheets.read(letter, number, line)
        except WrongLine:
            out.print(f"第 {letter}{number} 行与单上不符 line {letter}{number} is not as printed")
        else:
            return line
    raise WrongLine(f"line {letter}{number} is not as printed")
