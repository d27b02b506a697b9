"""What the person at the console sees of an import: how far it is, what came of it, what is wrong."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from api.cli.pushing.course import Import, Watch

_PHASES = {"reading": "读取 reading", "checking": "检查 checking", "applying": "写入 applying", None: "等候 waiting"}
_COUNTS = {
    "total": "共 rows",
    "created": "新建 created",
    "updated": "修改 updated",
    "unchanged": "未变 unchanged",
    "deleted": "删除 deleted",
    "rejected": "拒收 refused",
    "skipped": "略过 skipped",
}
_GROUPS = 30


@contextmanager
def progress(out: Console, size: int) -> Iterator[tuple[Callable[[int], object], Watch]]:
    """A bar: what to tell of bytes sent, and what of the import at work."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[said]}"), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("上传 uploading", total=size or None, said="")

        def sent(done: int) -> None:
            bar.update(task, completed=done, said=f"{done / 1e6:.1f} / {size / 1e6:.1f} MB")

        def tell(one: Import) -> None:
            far: dict[str, Any] = one["progress"]
            rows, total = far["rows_done"], far["rows_total"]
            said = f"{rows:,} / {total:,} 行 rows" if total else f"{rows:,} 行 rows"
            bar.update(task, description=_PHASES.get(far["phase"], str(far["phase"])))
            bar.update(task, completed=rows, total=total, said=said)

        yield sent, tell


def report(out: Console, one: Import) -> None:
    """State, counts, the members of a bundle, why it failed, and the faults in groups."""
    out.print(f"导入 import {one['id']}: {one['state']}", markup=False)
    out.print(_counted(one["counts"]), markup=False)
    for member in one["members"]:
        out.print(
            f"  {member['filename']} ({member['type']}): {member['state']}  {_counted(member['counts'])}", markup=False
        )
    if one["failure"]:
        out.print(f"{one['failure']['code']}: {one['failure']['message']}", markup=False)
        for fault in one["failure"]["faults"]:
            out.print(f"  {fault['place']}: {fault['message']} ({fault['code']})", markup=False)
    groups = one["error_groups"]
    if groups:
        out.print(_table(groups[:_GROUPS]))
    if len(groups) > _GROUPS:
        out.print(f"另有 {len(groups) - _GROUPS} 组错误，用 --errors FILE.csv 下载  more groups: --errors FILE.csv")


def _counted(counts: dict[str, int]) -> str:
    return "  ".join(f"{words} {counts[name]:,}" for name, words in _COUNTS.items() if counts[name])


def _table(groups: list[dict[str, Any]]) -> Table:
    table = Table("行数 rows", "列 column", "值 value", "错误 error", "首见于 first rows")
    for group in groups:
        rows = " ".join(filter(None, (group["member"], ", ".join(map(str, group["first_rows"])))))
        suggestions = " / ".join(group["suggestions"])
        message = f"{group['message']} → {suggestions}" if suggestions else group["message"]
        cells = (
            f"{group['count']:,}",
            group["column"] or "",
            group["value"] or "",
            f"{message} [{group['code']}]",
            rows,
        )
        table.add_row(*(_plain(cell) for cell in cells))
    return table


def _plain(text: str) -> str:
    """Brackets of the file are no markup."""
    return text.replace("[", r"\[")
