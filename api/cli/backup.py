"""`qinglian backup` and `qinglian restore`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from api.backup.make import make
from api.backup.manifest import BackupError
from api.backup.restore import Plan, undo
from api.backup.restore import restore as restore_from
from api.cli.console import out
from api.core.keys import KeyStore, KeyStoreError
from api.settings import Settings
from api.wiring import wire


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except (BackupError, KeyStoreError) as error:
        out.print(f"未完成 not done: {error}", markup=False)
        raise typer.Exit(1) from error


def _tell(line: str) -> None:
    out.print(line, markup=False)


def backup(
    folder: Annotated[Path, typer.Argument(help="Where backups lie, one folder each; apart from data and keys.")],
    keep: Annotated[int, typer.Option(min=0, help="How many whole backups stay; 0 keeps all.")] = 0,
) -> None:
    """Back up database and files while servers run; the key store is never in it (qinglian keys backup)."""
    settings = Settings()
    with _said():
        _tell(str(make(settings, KeyStore(settings.keys), folder, keep)))


def restore(
    backup: Annotated[Path | None, typer.Argument(help="The folder of one backup.")] = None,
    keys: Annotated[Path | None, typer.Option(help="A key backup to bring missing keys back from.")] = None,
    destroyed: Annotated[list[Path] | None, typer.Option(help="A further copy of the destroy-list.")] = None,
    app_role: Annotated[str, typer.Option(help="PostgreSQL role of the application; else DATABASE_URL's.")] = "",
    other_keys: Annotated[bool, typer.Option("--other-keys", help="The backup's key store is lost for good.")] = False,
    despite_faults: Annotated[
        bool, typer.Option("--despite-faults", help="Open although the ledger has faults.")
    ] = False,
    back: Annotated[bool, typer.Option("--undo", help="Put back what a broken-off restore has replaced.")] = False,
) -> None:
    """Restore database and files, destroy again what was destroyed, verify the ledger, then let the service open."""
    settings = Settings()
    wiring = wire(settings)
    with _said():
        if back:
            undo(settings)
            _tell("已换回 put back")
            return
        if backup is None:
            raise BackupError("which backup? qinglian restore FOLDER")
        lists = tuple(destroyed or ())
        plan = Plan(backup, keys, lists, app_role, other_keys=other_keys, despite_faults=despite_faults)
        restore_from(settings, wiring, plan, _tell)
        _tell("已恢复，可以启动服务；所有人须重新登录 restored; servers may start, everybody logs in again")
