"""`qinglian rollups`: proving and mending figures that are kept."""

from typing import Annotated

import typer
from rich.markup import escape

from api.cli.console import out
from api.cli.host import host
from api.core import rollups as figures
from api.core.rollups import ROLLUPS, Difference
from api.core.transaction import Mode
from api.settings import Settings

rollups = typer.Typer(no_args_is_help=True, help="Figures that are kept in step with what they count.")


@rollups.callback()
def _rollups() -> None:
    """Figures that are kept in step with what they count."""


@rollups.command()
def rebuild(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; print differences and exit with 1.")] = False,
) -> None:
    """Count all figures anew from the records, while others go on writing."""
    settings = Settings()
    if check:
        _check(settings)
    for name in () if check else sorted(ROLLUPS):
        with host(settings) as ctx:
            figures.rebuild(ctx.session, ROLLUPS[name])
        out.print(f"已重算 rebuilt: {name}")


def _check(settings: Settings) -> None:
    with host(settings, Mode.SNAPSHOT) as ctx:
        found = [difference for rollup in ROLLUPS.values() for difference in figures.compare(ctx.session, rollup)]
    for difference in found:
        out.print(escape(_said(difference)))
    if found:
        out.print(f"{len(found)} 处不一致，运行 qinglian rollups rebuild  {len(found)} differences: rebuild")
        raise typer.Exit(1)
    out.print("汇总与记录一致 figures equal the records")


def _said(difference: Difference) -> str:
    place = " ".join(map(str, difference.place))
    return f"{difference.rollup} {place} {difference.measure}: {difference.kept} ≠ {difference.counted}"


def fill(settings: Settings) -> None:
    """Count what is kept for the first time in a database that already holds records."""
    with host(settings, Mode.SNAPSHOT) as ctx:
        new = figures.unfilled(ctx.session)
    for rollup in new:
        with host(settings) as ctx:
            figures.rebuild(ctx.session, rollup)
